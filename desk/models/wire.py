"""A connection to the library as a scan needs it: the driver's own, with SQLAlchemy's over it when an act asks.

Importing SQLAlchemy takes longer than painting the window, and the first scan needs none of it (decision 32).
"""

import sqlite3
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

FILE = SimpleNamespace(name="sqlite")


class LibraryFile(sqlite3.Connection):
    """A connection to a library's file, which the database keeps when SQLAlchemy is done with it."""

    def close(self) -> None:
        """SQLAlchemy lets go; the next act uses it again."""

    def end(self) -> None:
        """Close it."""
        super().close()


class Wire:
    """One transaction's way to the library. It is made of a file's connection, or of SQLAlchemy's to a server."""

    __slots__ = ("_driver", "_over", "_sql", "dialect")

    def __init__(
        self,
        driver: LibraryFile | None = None,
        over: "Callable[[LibraryFile], Connection] | None" = None,
        sql: "Connection | None" = None,
    ) -> None:
        self._driver: Any = driver
        self._over = over
        self._sql = sql
        self.dialect: Any = FILE if sql is None else sql.dialect

    @property
    def driver(self) -> Any:
        """The driver's connection."""
        return self._driver if self._driver is not None else self.sql.connection.dbapi_connection

    @property
    def driver_error(self) -> type[Exception]:
        """What the driver raises."""
        return sqlite3.Error if self.dialect is FILE else self.dialect.loaded_dbapi.Error

    @property
    def sql(self) -> "Connection":
        """SQLAlchemy's connection over the same, in the same transaction."""
        if self._sql is None:
            assert self._over is not None
            self._sql = self._over(self._driver)
            self._sql.begin()
        return self._sql

    def commit(self) -> None:
        """Keep what was written."""
        if self._sql is not None:
            self._sql.commit()
            return
        try:
            self._driver.commit()
        except sqlite3.Error as error:
            raise told(self, "COMMIT", error) from error

    def rollback(self) -> None:
        """Forget what was written since the beginning."""
        if self._sql is not None:
            self._sql.rollback()
        else:
            self._driver.rollback()

    def invalidate(self) -> None:
        """It cannot be used again. (A file's connection with a transaction that cannot be ended is closed.)"""
        if self._sql is not None:
            self._sql.invalidate()

    def let_go(self) -> None:
        """SQLAlchemy's connection goes back to its pool, if there was one."""
        if self._sql is not None:
            self._sql.close()


def wire_of(db: "Wire | Connection") -> Wire:
    """The wire of whoever already speaks by SQLAlchemy."""
    return db if isinstance(db, Wire) else Wire(sql=db)


def told(wire: Wire, sql: str, error: Exception) -> BaseException:
    """The driver's error as SQLAlchemy's; a connection that is lost is not used again, nor are its neighbours."""
    from sqlalchemy.exc import DBAPIError

    connection = wire.sql if wire.dialect is not FILE else None
    dialect = wire.dialect if connection is not None else _file_dialect()
    lost = dialect.is_disconnect(error, wire.driver, None)
    if lost and connection is not None:
        connection.invalidate(error)
        connection.engine.dispose()
    return DBAPIError.instance(
        sql, None, error, wire.driver_error, hide_parameters=True, connection_invalidated=lost, dialect=dialect
    )


def _file_dialect() -> Any:
    from sqlalchemy.dialects.sqlite import dialect

    return dialect(dbapi=sqlite3)
