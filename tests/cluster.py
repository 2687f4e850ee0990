"""A PostgreSQL of our own for the tests: made in a temporary folder, reached by a socket there, then thrown away."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

OWNER = "desk"
# Nothing here has to survive a power cut, so nothing waits for the disk.
OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=60",
    "shared_buffers=64MB",
)


@dataclass(slots=True)
class Cluster:
    """One running server. Databases are copied from a template, which takes a fifth of a second."""

    folder: Path
    binaries: Path
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        """The address of one of its databases, for SQLAlchemy."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def create(self, template: str = "template1", name: str = "") -> str:
        """A new database, empty or a copy of another (which nobody may be using); gives its name."""
        new = name or f"test_{next(self.numbers)}"
        self.execute(f'CREATE DATABASE "{new}" TEMPLATE "{template}"')
        return new

    def drop(self, name: str) -> None:
        """Throw one away, whoever still holds a connection to it."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """One statement for the server as a whole."""
        import psycopg

        with psycopg.connect(host=str(self.folder), user=OWNER, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def start(self) -> None:
        """Make it and start it: about a second."""
        data = self.folder / "data"
        self._run("initdb", "-D", data, "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        options = " ".join(f"-c {option}" for option in (*OPTIONS, f"unix_socket_directories={self.folder}"))
        self._run("pg_ctl", "-D", data, "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        """Stop it without ceremony."""
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [*_unprivileged(), str(self.binaries / program), *map(str, arguments)]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=120)


def _unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root, as which containers like to test."""
    user = _other_user()
    return ["runuser", "-u", user, "--"] if user else []


def _other_user() -> str:
    """Nobody in particular to run it as; empty where we are an ordinary person already."""
    if os.getuid():
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _binaries() -> Path | None:
    """Debian keeps them off the path, one folder for each version; the newest is taken."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = [*versions, *([Path(on_path)] if (on_path := shutil.which("initdb")) else [])]
    usable = [path.parent for path in reversed(found) if (path.parent / "pg_ctl").exists()]
    return usable[0] if usable else None


def unavailable(reason: str) -> None:
    """What a test cannot have: a failure where everything has to be there, elsewhere a skip that says why."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """A server for the whole run."""
    binaries = _binaries()
    if binaries is None:
        unavailable("PostgreSQL's initdb is not installed")
    assert binaries is not None
    folder = Path(tempfile.mkdtemp(prefix="desk-pg-"))
    if user := _other_user():
        shutil.chown(folder, user)
    cluster = Cluster(folder, binaries)
    try:
        cluster.start()
        yield cluster
        cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """The address of an empty database for one test."""
    name = postgres_cluster.create()
    yield postgres_cluster.url(name)
    postgres_cluster.drop(name)
