"""The library's database: opened, checked against this program's version, upgraded; its errors in the desk's words."""

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool, QueuePool

from desk.errors import (
    DatabaseBroken,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseOlder,
    DatabaseReadOnly,
    DatabaseUnavailable,
    DeskError,
    DiskFull,
    NetworkShare,
    WrongUse,
)
from desk.models.prepared import put

# The migrations this program knows, oldest first. Alembic is never imported at start: it costs more than Qt.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
HEAD = REVISIONS[-1]
# The built-in back-off of SQLite starves a desk; a short wait of our own, with jitter, serves all alike.
BUSY_MS = 20
PATIENCE = 10.0
NETWORK_FILESYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ncpfs", "fuse.davfs"}
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -65536",
    "PRAGMA mmap_size = 268435456",
    "PRAGMA secure_delete = ON",
    f"PRAGMA busy_timeout = {BUSY_MS}",
)
# Every transaction here is ended by whoever began it, so the pool need not end it once more at each scan.
POOL: dict[str, Any] = {"poolclass": QueuePool, "pool_size": 3, "pool_reset_on_return": None}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Database:
    """An open database of a library. `where` names it to a person and never holds a password."""

    engine: Engine
    where: str

    @property
    def sqlite(self) -> bool:
        """Whether it is one file on this computer."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def act(self, *, begun: bool = True) -> Iterator[Connection]:
        """A transaction that may write. On SQLite it takes the write lock at once, so that it cannot lose it later.

        With `begun=False` a server is not told yet: the caller sends BEGIN with the first question (`hot.begin`).
        """
        with self._connected() as connection:
            connection.begin()
            if self.sqlite:
                patiently(lambda: put(connection, "BEGIN IMMEDIATE"))
            elif begun:
                put(connection, "BEGIN")
            try:
                yield connection
            except BaseException:
                _roll_back(connection)
                raise

    @contextmanager
    def question(self) -> Iterator[Connection]:
        """A transaction that is rolled back whatever was done in it."""
        with self._connected() as connection:
            connection.begin()
            put(connection, "BEGIN")
            try:
                yield connection
            finally:
                _roll_back(connection)

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """A desk's question. On a server BEGIN READ ONLY goes with its first words, and it ends with COMMIT: Psycopg
        forgets all prepared statements at a rollback, and every scan after it would be planned anew.
        """
        with self._connected() as connection:
            connection.begin()
            if self.sqlite:
                put(connection, "BEGIN")
            try:
                yield connection
            except BaseException:
                _roll_back(connection)
                raise
            if not self.sqlite:
                put(connection, "COMMIT")
            _roll_back(connection)

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        with told(self.where), self.engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _roll_back(connection: Connection) -> None:
    try:
        connection.rollback()
    except DBAPIError:
        connection.invalidate()


def patiently(step: Callable[[], T]) -> T:
    """Do a step again while a neighbour holds the lock, waiting a little and never twice the same."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return step()
        except DBAPIError as error:
            if ("locked" not in str(error.orig) and "busy" not in str(error.orig)) or time.monotonic() > until:
                raise
            time.sleep(random.uniform(0.0003, 0.0008))


@contextmanager
def told(where: str) -> Iterator[None]:
    """Say what the world did in the desk's own words."""
    try:
        yield
    except DBAPIError as error:
        known = translate(error, where)
        if known is None:
            raise
        raise known from error


def translate(error: DBAPIError, where: str) -> DeskError | None:
    """The desk's error for what a database reported; None for anything that is our own mistake."""
    message = str(error.orig).strip().split("\n")[0]
    low = message.lower()
    if "disk is full" in low or "no space left" in low or "database or disk is full" in low:
        return DiskFull(where)
    if "readonly" in low or "read-only" in low:
        return DatabaseReadOnly(where)
    if "malformed" in low or "not a database" in low or "disk i/o error" in low:
        return DatabaseBroken(where, message)
    if "unable to open" in low or "locked" in low or "busy" in low:
        return DatabaseUnavailable(where, message)
    if error.connection_invalidated or any(word in low for word in ("connect", "server closed", "terminating")):
        return DatabaseUnavailable(where, message)
    return None


def read_url(where: str) -> URL:
    """A database as a person names it: a PostgreSQL URL, a SQLite URL, or the path of a file."""
    if "://" not in where:
        return URL.create("sqlite", database=str(Path(where).expanduser().absolute()))
    try:
        url = make_url(where)
    except ArgumentError as error:
        raise WrongUse(f"{where!r} is not the name of a database") from error
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite":
        raise WrongUse(f"only SQLite and PostgreSQL are known, not {url.get_backend_name()}")
    return url


def on_network(path: Path) -> bool:
    """Whether a file lies on a network share, where SQLite's locks do not hold."""
    mounts = Path("/proc/self/mounts")
    if os.name == "nt":
        return str(path).startswith("\\\\")
    if not mounts.exists():
        return False
    best = ("", "")
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _device, point, kind, *_rest = line.split(" ")
        point = point.replace("\\040", " ")
        if path.is_relative_to(point) and len(point) >= len(best[0]):
            best = (point, kind)
    return best[1] in NETWORK_FILESYSTEMS


def connect(where: str) -> Database:
    """A database that may not exist yet; nothing is read from it."""
    url = read_url(where)
    if url.get_backend_name() == "sqlite":
        return _connect_file(url)
    try:
        engine = create_engine(url, pool_use_lifo=True, hide_parameters=True, **POOL)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise WrongUse("PostgreSQL needs the extra 'postgres': pip install 'circulation-desk[postgres]'") from error
    event.listen(engine, "connect", _prepare_server)
    return Database(engine, url.render_as_string(hide_password=True))


def _connect_file(url: URL) -> Database:
    path = Path(url.database or "")
    if on_network(path.parent.absolute()):
        raise NetworkShare(str(path))
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True, **POOL)
    event.listen(engine, "connect", _prepare_file)
    return Database(engine, str(path))


def _prepare_file(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _prepare_server(connection: Any, _record: object) -> None:
    from psycopg.types.numeric import Int8Dumper

    # One width for all whole numbers: a prepared statement belongs to the types of its parameters, and would be
    # prepared anew for each mixture of small and large numbers.
    connection.adapters.register_dumper(int, Int8Dumper)
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
    connection.commit()
    # BEGIN is said by hand, as on SQLite: it can then go together with the first question.
    connection.autocommit = True


def sweep_log(database: Database) -> None:
    """Write SQLite's log into the file and empty it: what was deleted must not lie in it. A reader may delay that."""
    if database.sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def read_only(database: Database) -> Database:
    """The same database for look-ups on another thread: it can never write."""
    if not database.sqlite:
        engine = create_engine(database.engine.url, pool_size=1, hide_parameters=True)
        event.listen(engine, "connect", _prepare_server)
        return Database(engine, database.where)
    path = Path(database.engine.url.database or "").as_uri()
    engine = create_engine(
        "sqlite://",
        poolclass=NullPool,
        hide_parameters=True,
        creator=lambda: sqlite3.connect(f"{path}?mode=ro", uri=True, check_same_thread=False, isolation_level=None),
    )
    return Database(engine, database.where)


def revision(connection: Connection) -> str | None:
    """Which migration a database stands at, read by hand; None where there is no library."""
    tables = {
        "sqlite": "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'",
        "postgresql": "SELECT 1 FROM pg_tables WHERE tablename = 'alembic_version' AND schemaname = current_schema()",
    }
    if connection.execute(text(tables[connection.dialect.name])).first() is None:
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def open_database(where: str) -> Database:
    """Open a library that exists and fits this program.

    An older SQLite file is backed up and upgraded; an older PostgreSQL database only by its owner (`desk upgrade`).
    Raises DatabaseMissing, DatabaseNewer, DatabaseOlder and the other kinds of `DeskError`.
    """
    url = read_url(where)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        raise DatabaseMissing(url.database or where)
    database = connect(where)
    try:
        _check(database)
    except BaseException:
        database.close()
        raise
    return database


def stands_at(database: Database) -> str:
    """Which of the migrations this program knows a library stands at. Raises DatabaseMissing or DatabaseNewer."""
    with database.question() as connection:
        found = revision(connection)
    if found is None:
        raise DatabaseMissing(database.where)
    if found not in REVISIONS:
        raise DatabaseNewer(database.where, found)
    return found


def _check(database: Database) -> None:
    found = stands_at(database)
    if found != HEAD and not database.sqlite:
        raise DatabaseOlder(database.where, found)
    if found != HEAD:
        bring_up(database, found)


def bring_up(database: Database, found: str) -> None:
    """Bring an older library to this program's version; a file is copied first."""
    if found != HEAD and database.sqlite:
        back_up(database, found)
    upgrade(database)


def back_up(database: Database, found: str) -> Path:
    """Copy a SQLite file beside itself before it is changed."""
    path = Path(database.engine.url.database or "")
    copy = path.with_name(f"{path.name}.before-{HEAD}-from-{found}-{datetime.now():%Y%m%d-%H%M%S}")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except (OSError, sqlite3.Error) as error:
        copy.unlink(missing_ok=True)
        if shutil.disk_usage(path.parent).free < path.stat().st_size:
            raise DiskFull(str(path.parent)) from error
        raise DatabaseReadOnly(str(copy)) from error
    return copy


def upgrade(database: Database, to: str = "head") -> None:
    """Run the migrations that are missing; on an empty database, all of them."""
    from alembic import command
    from alembic.config import Config

    from desk.resources import migrations

    config = Config()
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    with told(database.where), database.engine.connect() as connection:
        if database.sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if database.sqlite else "BEGIN")
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        connection.commit()
        if database.sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")
