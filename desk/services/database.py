"""The library's database: opened, checked against this program's version, upgraded; its errors in the desk's words."""

import os
import random
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

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
)
from desk.models.prepared import Line, prepared, put
from desk.models.wire import LibraryFile, Wire

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

# The migrations this program knows, oldest first. Alembic is never imported at start: it costs more than Qt.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
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
# As many connections to its file a library keeps open as have been needed at once, up to this number.
KEPT = 3
STANDS_AT = prepared("SELECT version_num FROM alembic_version")
HAS_VERSION = prepared(
    {
        "sqlite": "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'",
        "postgresql": "SELECT 1 FROM pg_tables WHERE tablename = 'alembic_version' AND schemaname = current_schema()",
    }
)

T = TypeVar("T")
C = TypeVar("C", bound=sqlite3.Connection)


class Database:
    """An open database of a library. `where` names it to a person and never holds a password.

    A file is spoken to by the driver alone until an act asks for SQLAlchemy; a server by way of SQLAlchemy's pool.
    """

    def __init__(
        self, where: str, *, file: Path | None = None, engine: "Engine | None" = None, reading: bool = False
    ) -> None:
        self.where = where
        self.file = file
        self.reading = reading
        self._engine = engine
        self._kept: list[LibraryFile] = []

    @property
    def sqlite(self) -> bool:
        """Whether it is one file on this computer."""
        return self.file is not None

    @property
    def engine(self) -> "Engine":
        """SQLAlchemy's, made when somebody needs it."""
        if self._engine is None:
            from desk.services.engines import file_engine

            assert self.file is not None
            self._engine = file_engine(self.file, lambda: self._new(sqlite3.Connection))
        return self._engine

    @contextmanager
    def act(self) -> "Iterator[Connection]":
        """A transaction that may write, for whoever speaks by SQLAlchemy."""
        with self.acting() as wire:
            yield wire.sql

    @contextmanager
    def acting(self, *, begun: bool = True) -> Iterator[Wire]:
        """A transaction that may write. On SQLite it takes the write lock at once, so that it cannot lose it later.

        With `begun=False` a server is not told yet: the caller sends BEGIN with the first question (`hot.begin`).
        """
        with self._wire() as wire:
            if self.sqlite:
                patiently(lambda: wire.driver.execute("BEGIN IMMEDIATE"))
            elif begun:
                put(wire, "BEGIN")
            try:
                yield wire
            finally:  # what is not committed by now was not meant to be
                _roll_back(wire)

    @contextmanager
    def question(self) -> "Iterator[Connection]":
        """A transaction that is rolled back whatever was done in it, for whoever speaks by SQLAlchemy."""
        with self._wire() as wire:
            put(wire, "BEGIN")
            try:
                yield wire.sql
            finally:
                _roll_back(wire)

    @contextmanager
    def asking(self) -> Iterator[Wire]:
        """A desk's question. On a server BEGIN READ ONLY goes with its first words, and it ends with COMMIT: Psycopg
        forgets all prepared statements at a rollback, and every scan after it would be planned anew.
        """
        with self._wire() as wire:
            if self.sqlite:
                put(wire, "BEGIN")
            try:
                yield wire
            except BaseException:
                _roll_back(wire)
                raise
            if not self.sqlite:
                put(wire, "COMMIT")
            _roll_back(wire)

    @contextmanager
    def _wire(self) -> Iterator[Wire]:
        with told(self.where):
            if self.file is None:
                with self.engine.connect() as connection:
                    connection.begin()
                    yield Wire(sql=connection)
                return
            file = self._one_kept() or self._new(LibraryFile)
            wire = Wire(file, self._over)
            try:
                yield wire
            finally:
                wire.let_go()
                self._keep(file)

    def _over(self, file: LibraryFile) -> "Connection":
        from desk.services.engines import connect_over

        return connect_over(self.engine, file)

    def _one_kept(self) -> LibraryFile | None:
        try:
            return self._kept.pop()
        except IndexError:  # none is left; another thread may have taken the last
            return None

    def _keep(self, file: LibraryFile) -> None:
        """For the next act, if all is well with it. Who only reads leaves no file open."""
        if self.reading or len(self._kept) >= KEPT or file.in_transaction:
            file.end()
        else:
            self._kept.append(file)

    def _new(self, kind: type[C]) -> C:
        """One more connection to the file."""
        assert self.file is not None
        where, uri = (f"{self.file.as_uri()}?mode=ro", True) if self.reading else (str(self.file), False)
        file = sqlite3.connect(where, uri=uri, check_same_thread=False, isolation_level=None, factory=kind)
        for pragma in PRAGMAS if not self.reading else ():
            file.execute(pragma)
        return file

    def close(self) -> None:
        """Give all connections back."""
        while self._kept:
            self._kept.pop().end()
        if self._engine is not None:
            self._engine.dispose()


def _roll_back(wire: Wire) -> None:
    try:
        wire.rollback()
    except driver_errors(sqlite3.Error):
        wire.invalidate()


def driver_errors(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """What a driver's errors are told as. Before SQLAlchemy was ever needed, none can be on its way."""
    known = getattr(sys.modules.get("sqlalchemy.exc"), "DBAPIError", None)
    return others if known is None else (*others, known)


def patiently(step: Callable[[], T]) -> T:
    """Do a step again while a neighbour holds the lock, waiting a little and never twice the same."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return step()
        except sqlite3.Error as error:
            if not any(word in str(error) for word in ("locked", "busy")) or time.monotonic() > until:
                raise
            time.sleep(random.uniform(0.0003, 0.0008))


@contextmanager
def told(where: str) -> Iterator[None]:
    """Say what the world did in the desk's own words."""
    try:
        yield
    except driver_errors(sqlite3.Error) as error:
        known = translate(error, where)
        if known is None:
            raise
        raise known from error


def translate(error: Exception, where: str) -> DeskError | None:
    """The desk's error for what a database reported; None for anything that is our own mistake."""
    message = str(getattr(error, "orig", error)).strip().split("\n")[0]
    low = message.lower()
    if "disk is full" in low or "no space left" in low or "database or disk is full" in low:
        return DiskFull(where)
    if "readonly" in low or "read-only" in low:
        return DatabaseReadOnly(where)
    if "malformed" in low or "not a database" in low or "disk i/o error" in low:
        return DatabaseBroken(where, message)
    if "unable to open" in low or "locked" in low or "busy" in low:
        return DatabaseUnavailable(where, message)
    if getattr(error, "connection_invalidated", False) or any(
        word in low for word in ("connect", "server closed", "terminating")
    ):
        return DatabaseUnavailable(where, message)
    return None


def file_of(where: str) -> Path | None:
    """The file of a library as a person names it: its path, or a SQLite URL; None for a server's."""
    if "://" not in where:
        return Path(where).expanduser().absolute()
    from desk.services.engines import read_url

    url = read_url(where)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


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
    file = file_of(where)
    if file is not None:
        if on_network(file.parent.absolute()):
            raise NetworkShare(str(file))
        return Database(str(file), file=file)
    from desk.services.engines import read_url, server_engine

    url = read_url(where)
    engine = server_engine(url, pool_size=KEPT, pool_use_lifo=True)
    return Database(url.render_as_string(hide_password=True), engine=engine)


def sweep_log(database: Database) -> None:
    """Write SQLite's log into the file and empty it: what was deleted must not lie in it. A reader may delay that."""
    if database.sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def read_only(database: Database) -> Database:
    """The same database for look-ups on another thread: it can never write."""
    if database.file is not None:
        return Database(database.where, file=database.file, reading=True)
    from desk.services.engines import server_engine

    return Database(database.where, engine=server_engine(database.engine.url, pool_size=1))


def revision(db: Line) -> str | None:
    """Which migration a database stands at, read by hand; None where there is no library."""
    return STANDS_AT.value(db, {}) if HAS_VERSION.value(db, {}) is not None else None


def open_database(where: str) -> Database:
    """Open a library that exists and fits this program.

    An older SQLite file is backed up and upgraded; an older PostgreSQL database only by its owner (`desk upgrade`).
    Raises DatabaseMissing, DatabaseNewer, DatabaseOlder and the other kinds of `DeskError`.
    """
    file = file_of(where)
    if file is not None and not file.exists():
        raise DatabaseMissing(str(file))
    database = connect(where)
    try:
        _check(database)
    except BaseException:
        database.close()
        raise
    return database


def stands_at(database: Database) -> str:
    """Which of the migrations this program knows a library stands at. Raises DatabaseMissing or DatabaseNewer."""
    with database.asking() as wire:
        found = revision(wire)
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
    assert database.file is not None
    path = database.file
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
