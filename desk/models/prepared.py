"""Statements that are written once and put to the driver itself: for what happens at every scan.

SQLAlchemy's way to a row costs more than SQLite's answer (performance.md 1), so the statements of a scan go round it,
on its connection and in its transaction. Values and errors come out as SQLAlchemy's would: moments with their zone,
words as members of their enum, a driver's error as a `DBAPIError`.
"""

import re
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Union

from desk.models.wire import Wire, told, wire_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

Reader = Callable[[Any], Any]
Line = Union[Wire, "Connection"]
NAME = re.compile(r"(?<!:):([a-z_]+)")
FOR_A_FILE = re.compile(r"/\*sqlite (.*?)\*/")


def word(words: type[Enum]) -> Reader:
    """A column that holds the value of an enum's member."""
    members = {member.value: member for member in words}
    return members.__getitem__


def instant(value: Any) -> datetime:
    """A column that holds a moment: text in UTC on SQLite."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value.astimezone(UTC)  # type: ignore[no-any-return]


def day(value: Any) -> date:
    """A column that holds a date: text on SQLite."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _moment_text(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


class _Writers(dict[type, Reader | None]):
    """How a value is given to a driver, by its type; nothing for what the driver takes as it is."""

    def __missing__(self, kind: type) -> Reader | None:
        writer: Reader | None = (lambda word: word.value) if issubclass(kind, Enum) else None
        self[kind] = writer
        return writer


WRITERS: dict[str, dict[type, Reader | None]] = {
    "sqlite": _Writers({datetime: _moment_text, date: date.isoformat}),
    "postgresql": _Writers(),
}


def put(db: Line, sql: str, values: Mapping[str, Any] | None = None) -> Any:
    """Put one statement to the driver; gives its cursor."""
    wire = wire_of(db)
    driver = _cursor(wire, sql)
    try:
        if not values:
            return driver.execute(sql)
        writers = WRITERS[wire.dialect.name]
        return driver.execute(
            sql, {name: write(value) if (write := writers[type(value)]) else value for name, value in values.items()}
        )
    except wire.driver_error as error:
        raise told(wire, sql, error) from error


def driven(db: Line, sql: str, step: Callable[[Any], Any]) -> Any:
    """Let the driver's connection do something; its errors are told as SQLAlchemy's."""
    wire = wire_of(db)
    try:
        return step(wire.driver)
    except wire.driver_error as error:
        raise told(wire, sql, error) from error


def _cursor(wire: Wire, sql: str) -> Any:
    """What executes a statement. Psycopg's cursors are kept: one that knows its statement has less to prepare.

    So an answer is read before its statement is asked again, and a statement is asked once in a trip.
    """
    if wire.dialect.name == "sqlite":
        return wire.driver
    kept = wire.sql.info.setdefault("cursors", {})
    if sql not in kept:
        kept[sql] = wire.driver.cursor()
    return kept[sql]


def in_one_trip(db: Line, asked: Sequence["Prepared"], values: Mapping[str, Any]) -> list[Any]:
    """Ask PostgreSQL several questions in one round trip; gives the first row of each, or None.

    The server still answers them one after the other, each with a view of its own, so that a lock taken by one is
    seen by the next.
    """
    cursors = _together(wire_of(db), [(each.sql["postgresql"], values) for each in asked])
    found = [cursor.fetchone() if cursor.rowcount > 0 else None for cursor in cursors]
    rows = zip(asked, cursors, found, strict=True)
    return [None if row is None else each.read(cursor, row) for each, cursor, row in rows]


def put_and_commit(db: Line, sql: str, values: Mapping[str, Any]) -> None:
    """Put the last statement of a transaction to PostgreSQL and end it, in one round trip.

    Where the statement fails, the server passes over the COMMIT that was sent behind it.
    """
    wire = wire_of(db)
    _together(wire, [(sql, values), ("COMMIT", None)])
    wire.commit()  # the driver knows that it is done, and says nothing more to the server


def _together(wire: Wire, said: Sequence[tuple[str, Mapping[str, Any] | None]]) -> list[Any]:
    """Send several statements at once; gives their cursors.

    The first failure is the one that counts: those behind it fail with it, and Psycopg would only log that.
    """
    from sqlalchemy.exc import DBAPIError

    cursors, failed = [], None
    try:
        with wire.driver.pipeline():
            try:
                cursors = [put(wire, sql, values) for sql, values in said]
            except DBAPIError as error:
                failed = error
    except wire.driver_error as error:
        raise failed or told(wire, "", error) from error
    if failed is not None:
        raise failed
    return cursors


@dataclass(slots=True)
class Prepared:
    """A question to the database. `kinds` names the columns that are more than numbers and text."""

    sql: Mapping[str, str]
    kinds: Mapping[str, Reader]
    _row: Any = field(default=None)
    _readers: tuple[tuple[int, Reader], ...] = ()

    def first(self, db: Line, values: Mapping[str, Any]) -> Any:
        """The one row, or None."""
        cursor = put(db, self.sql[db.dialect.name], values)
        found = cursor.fetchone()
        return None if found is None else self.read(cursor, found)

    def all(self, db: Line, values: Mapping[str, Any]) -> list[Any]:
        """All rows."""
        cursor = put(db, self.sql[db.dialect.name], values)
        return [self.read(cursor, found) for found in cursor.fetchall()]

    def value(self, db: Line, values: Mapping[str, Any]) -> Any:
        """The first column of the first row; None without one."""
        found = put(db, self.sql[db.dialect.name], values).fetchone()
        return None if found is None else found[0]

    def read(self, cursor: Any, found: tuple[Any, ...]) -> Any:
        """A row of the driver's as values of ours, by name."""
        if self._row is None:
            names = [column[0] for column in cursor.description]
            self._readers = tuple((names.index(name), kind) for name, kind in self.kinds.items() if name in names)
            found_row: Any = namedtuple("Found", names)  # type: ignore[misc]
            self._row = found_row._make
        values = list(found)
        for place, read in self._readers:
            if values[place] is not None:
                values[place] = read(values[place])
        return self._row(values)


def prepared(sql: str | Mapping[str, str], **kinds: Reader) -> Prepared:
    """A statement with named parameters (`:name`), the same for both databases or one for each."""
    each = {"sqlite": sql, "postgresql": sql} if isinstance(sql, str) else sql
    return Prepared({name: for_driver(text, name) for name, text in each.items()}, kinds)


def for_driver(sql: str, dialect: str) -> str:
    """The statement in the driver's own spelling of parameters. What SQLite alone is told is a remark to a server."""
    return FOR_A_FILE.sub(r"\1", sql) if dialect == "sqlite" else NAME.sub(r"%(\1)s", sql)
