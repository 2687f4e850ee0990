"""Many rows at once: what an import writes, given to SQLite's driver as it is.

On a server SQLAlchemy's way is the quick one: it writes a thousand rows in one statement.
"""

from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from desk.models.prepared import WRITERS, driven

Values = dict[str, Any]


def add_rows(db: Connection, table: Table, rows: Sequence[Values]) -> list[int]:
    """Write new rows of a table with an `id` and give their numbers, in the same order."""
    if not rows:
        return []
    if db.dialect.name != "sqlite":
        return list(db.execute(insert(table).returning(table.c.id, sort_by_parameter_order=True), list(rows)).scalars())
    # Whoever writes to a file holds its one lock, so nobody else takes these numbers.
    first = int(db.execute(select(func.coalesce(func.max(table.c.id), 0) + 1)).scalar_one())
    numbers = list(range(first, first + len(rows)))
    _write(db, table, rows, {"id": numbers})
    return numbers


def write_rows(db: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Write new rows whose numbers nobody needs. All have the same columns."""
    if not rows:
        return
    if db.dialect.name != "sqlite":
        db.execute(insert(table), list(rows))
        return
    _write(db, table, rows, {})


def _write(db: Connection, table: Table, rows: Sequence[Values], columns: dict[str, Sequence[Any]]) -> None:
    """Rows as they are given, with columns that are known besides; those that nobody names are filled in."""
    given = list(rows[0])
    fixed = _filled_in(table, [*columns, *given])
    names = [*columns, *given, *fixed]
    sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    pick: Any = itemgetter(*given) if len(given) > 1 else lambda row: (row[given[0]],)
    _put_columns(db, sql, [*columns.values(), *zip(*map(pick, rows), strict=True), *map(repeat, fixed.values())])


def put_many(db: Connection, sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Put one statement with places (`?`) to SQLite's driver for each row."""
    _put_columns(db, sql, list(zip(*rows, strict=True)))


def _put_columns(db: Connection, sql: str, columns: Sequence[Iterable[Any]]) -> None:
    # A column has few kinds of values, and moments and words in it are often the same: each is turned into text once.
    values = list(zip(*map(_written, columns), strict=False))
    driven(db, sql, lambda driver: driver.executemany(sql, values))


def _written(column: Iterable[Any]) -> Iterable[Any]:
    """The values of a column as the driver takes them."""
    writers = WRITERS["sqlite"]
    if isinstance(column, repeat):
        value = next(column)
        write = writers[type(value)]
        return repeat(write(value) if write else value)
    if not any(writers[kind] for kind in set(map(type, column))):
        return column
    texts = {value: write(value) for value in set(column) if (write := writers[type(value)])}
    return [texts.get(value, value) for value in column]


def _filled_in(table: Table, given: list[str]) -> Values:
    """The values of columns that nobody gives any, as SQLAlchemy would write them."""
    defaults: dict[str, Any] = {column.name: column.default for column in table.c if column.name not in given}
    return {name: default.arg for name, default in defaults.items() if default is not None and default.is_scalar}
