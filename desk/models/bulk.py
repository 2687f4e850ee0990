"""Many rows at once: what an import writes, given to SQLite's driver as it is.

On a server SQLAlchemy's way is the quick one: it writes a thousand rows in one statement.
"""

from collections.abc import Sequence
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
    write_rows(db, table, [{"id": number, **row} for number, row in zip(numbers, rows, strict=True)])
    return numbers


def write_rows(db: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Write new rows whose numbers nobody needs. All have the same columns."""
    if not rows:
        return
    if db.dialect.name != "sqlite":
        db.execute(insert(table), list(rows))
        return
    given = list(rows[0])
    fixed = _filled_in(table, given)
    names = [*given, *fixed]
    sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    pick: Any = itemgetter(*given) if len(given) > 1 else lambda row: (row[given[0]],)
    put_many(db, sql, [(*pick(row), *fixed.values()) for row in rows])


def put_many(db: Connection, sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Put one statement with places (`?`) to SQLite's driver for each row."""
    writers = WRITERS["sqlite"]
    values = [[write(each) if (write := writers[type(each)]) else each for each in row] for row in rows]
    driven(db, sql, lambda driver: driver.executemany(sql, values))


def _filled_in(table: Table, given: list[str]) -> Values:
    """The values of columns that nobody gives any, as SQLAlchemy would write them."""
    defaults: dict[str, Any] = {column.name: column.default for column in table.c if column.name not in given}
    return {name: default.arg for name, default in defaults.items() if default is not None and default.is_scalar}
