"""A PostgreSQL of the bench's and the fault tests' own: durable as a library's, stopped and started at will."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cluster import OWNER, _binaries, _other_user, _unprivileged

# Unlike the tests' cluster this one keeps what it has acknowledged.
OPTIONS = ("listen_addresses=", "max_connections=60", "shared_buffers=256MB", "max_wal_size=4GB")


@dataclass(slots=True)
class Server:
    """One server in a folder; the folder may be kept for the next run."""

    folder: Path
    options: tuple[str, ...] = OPTIONS

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def connect(self, database: str = "postgres", *, autocommit: bool = False) -> Any:
        """A bare connection."""
        import psycopg

        return psycopg.connect(host=str(self.folder), user=OWNER, dbname=database, autocommit=autocommit)

    def execute(self, statement: str) -> None:
        """One statement for the server as a whole."""
        with self.connect(autocommit=True) as connection:
            connection.execute(statement)

    def has(self, database: str) -> bool:
        """Whether a database is there."""
        with self.connect() as connection:
            return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone())

    def databases(self, like: str) -> list[str]:
        """The databases with such a name."""
        with self.connect() as connection:
            found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", (like,))
            return [name for (name,) in found.fetchall()]

    def start(self) -> None:
        """Start it; made first if the folder is empty."""
        data = self.folder / "data"
        if not (data / "PG_VERSION").exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            if user := _other_user():
                shutil.chown(self.folder, user)
            self._run("initdb", "-D", data, "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C")
        socket = f"unix_socket_directories={self.folder}"
        options = " ".join(f"-c {option}" for option in (*self.options, socket))
        self._run("pg_ctl", "-D", data, "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it: "fast" in order, "immediate" as a power cut would."""
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-m", mode, "stop")

    def _run(self, program: str, *arguments: str | Path) -> None:
        binaries = _binaries()
        assert binaries is not None
        command = [*_unprivileged(), str(binaries / program), *map(str, arguments)]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=300)


def installed() -> bool:
    """Whether there is a PostgreSQL to start."""
    return _binaries() is not None
