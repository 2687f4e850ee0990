"""SQLAlchemy's way to a library: imported when an act asks for more than a scan does, or the library is on a server."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import NullPool, QueuePool

from desk.errors import WrongUse
from desk.models.wire import LibraryFile

# Every transaction here is ended by whoever began it, so the pool need not end it once more at each scan.
ENDED: dict[str, Any] = {"pool_reset_on_return": None, "hide_parameters": True}
_hand = threading.local()


def read_url(where: str) -> URL:
    """A database by its URL, of PostgreSQL or SQLite."""
    try:
        url = make_url(where)
    except ArgumentError as error:
        raise WrongUse(f"{where!r} is not the name of a database") from error
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite":
        raise WrongUse(f"only SQLite and PostgreSQL are known, not {url.get_backend_name()}")
    return url


def server_engine(url: URL, **more: Any) -> Engine:
    """An engine for a library on a server."""
    try:
        engine = create_engine(url, poolclass=QueuePool, **ENDED, **more)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise WrongUse("PostgreSQL needs the extra 'postgres': pip install 'circulation-desk[postgres]'") from error
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    from psycopg.types.numeric import Int8Dumper

    # One width for all whole numbers: a prepared statement belongs to the types of its parameters, and would be
    # prepared anew for each mixture of small and large numbers.
    connection.adapters.register_dumper(int, Int8Dumper)
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
    connection.commit()
    # BEGIN is said by hand, as on SQLite: it can then go together with the first question.
    connection.autocommit = True


def file_engine(file: Path, new: Callable[[], sqlite3.Connection]) -> Engine:
    """An engine for a library in a file: over a connection of the database's own, or with a `new` one."""

    def creator() -> sqlite3.Connection:
        return getattr(_hand, "file", None) or new()

    url = URL.create("sqlite", database=str(file))
    engine = create_engine(url, creator=creator, poolclass=NullPool, **ENDED)
    # SQLAlchemy looks at its first connection and rolls back what it finds begun there: that must not be an act.
    engine.connect().close()
    return engine


def connect_over(engine: Engine, file: LibraryFile) -> Connection:
    """SQLAlchemy's connection over one of the database's own, in whatever transaction that is."""
    _hand.file = file
    try:
        return engine.connect()
    finally:
        _hand.file = None
