"""Many rows at once: what an import writes, given to SQLite's driver as it is.

On a server SQLAlchemy's way is the quick one: it writes a thousand rows in one statement. On a file many rows go in one
statement too: Python takes a turn of its own for each statement, and whoever reads on beside it keeps it waiting.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, repeat
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from desk.models.prepared import WRITERS, driven

Values = dict[str, Any]

BLOCK = 100
"""So many rows go in one statement. From fifty to five hundred an import took the same; twenty-five took longer."""
FEW = 50
"""For fewer rows a large statement is not worth its making."""


def add_rows(db: Connection, table: Table, rows: Sequence[Values], same: Values) -> list[int]:
    """Write new rows of a table with an `id` and give their numbers, in the same order."""
    if not rows:
        return []
    if db.dialect.name != "sqlite":
        whole = [row | same for row in rows]
        return list(db.execute(insert(table).returning(table.c.id, sort_by_parameter_order=True), whole).scalars())
    numbers = next_numbers(db, table, len(rows))
    write_numbered(db, table, rows, numbers, same)
    return numbers


def next_numbers(db: Connection, table: Table, count: int) -> list[int]:
    """The numbers of so many rows that will be written to a file before anybody asks again."""
    # Whoever writes to a file holds its one lock, so nobody else takes these numbers.
    first = int(db.execute(select(func.coalesce(func.max(table.c.id), 0) + 1)).scalar_one())
    return list(range(first, first + count))


def write_numbered(db: Connection, table: Table, rows: Sequence[Values], numbers: list[int], same: Values) -> None:
    """Write new rows to a file by numbers that were asked for before; `same` are the columns alike in all of them."""
    _write(db, table, rows, {"id": numbers}, same)


def write_rows(db: Connection, table: Table, rows: Sequence[Values], same: Values) -> None:
    """Write new rows whose numbers nobody needs. All have the same columns; `same` are those alike in all of them."""
    if not rows:
        return
    if db.dialect.name != "sqlite":
        db.execute(insert(table), [row | same for row in rows])
        return
    _write(db, table, rows, {}, same)


def _write(
    db: Connection, table: Table, rows: Sequence[Values], columns: dict[str, Sequence[Any]], same: Values
) -> None:
    """Rows as they are given, with columns that are known besides; those that nobody names are filled in."""
    given = list(rows[0])
    fixed = same | _filled_in(table, [*columns, *given, *same])
    pick: Any = itemgetter(*given) if len(given) > 1 else lambda row: (row[given[0]],)
    known = [*columns.values(), *zip(*map(pick, rows), strict=True)]
    insert_into = f"INSERT INTO {table.name} ({', '.join([*columns, *given, *fixed])})"
    _put_columns(db, insert_into, known, list(fixed.values()))


def put_many(db: Connection, insert_into: str, rows: Sequence[Sequence[Any]]) -> None:
    """Put the beginning of one INSERT (up to its columns) to SQLite's driver for all rows."""
    _put_columns(db, insert_into, list(zip(*rows, strict=True)), [])


def _put_columns(db: Connection, insert_into: str, columns: Sequence[Sequence[Any]], fixed: Sequence[Any]) -> None:
    """Columns of values, and behind them those that hold one value in all rows."""
    # A column has few kinds of values, and moments and words in it are often the same: each is turned into text once.
    given = list(map(_written, columns))
    same = [_written_one(value) for value in fixed]
    at, count = 0, len(columns[0])
    while count - at >= FEW:
        _put_block(db, insert_into, [column[at : at + BLOCK] for column in given], same)
        at += BLOCK
    if at < count:
        one = f"{insert_into} VALUES ({_places(len(given) + len(same))})"
        values = list(zip(*[column[at:] for column in given], *map(repeat, same), strict=False))
        driven(db, one, lambda driver: driver.executemany(one, values))


def _put_block(db: Connection, insert_into: str, columns: list[Sequence[Any]], same: list[Any]) -> None:
    """Up to BLOCK rows by a statement that is always the same one, so that it is kept ready; LIMIT ends it sooner."""
    count, width = len(columns[0]), len(columns)
    sql = _block(insert_into, width, len(same))
    values = [*same, *chain.from_iterable(zip(*columns, strict=True)), *repeat(None, (BLOCK - count) * width), count]
    driven(db, sql, lambda driver: driver.execute(sql, values))


@lru_cache(maxsize=64)
def _block(insert_into: str, width: int, same: int) -> str:
    named = ", ".join([f"column{number}" for number in range(1, width + 1)] + ["?"] * same)
    # The parameters are counted as they stand: those of SELECT first.
    return f"{insert_into} SELECT {named} FROM (VALUES {', '.join([f'({_places(width)})'] * BLOCK)}) LIMIT ?"


def _places(count: int) -> str:
    return ", ".join("?" * count)


def _written_one(value: Any) -> Any:
    write = WRITERS["sqlite"][type(value)]
    return write(value) if write else value


def _written(column: Sequence[Any]) -> Sequence[Any]:
    """The values of a column as the driver takes them."""
    writers = WRITERS["sqlite"]
    if not any(writers[kind] for kind in set(map(type, column))):
        return column
    texts = {value: write(value) for value in set(column) if (write := writers[type(value)])}
    return [texts.get(value, value) for value in column]


def _filled_in(table: Table, given: list[str]) -> Values:
    """The values of columns that nobody gives any, as SQLAlchemy would write them."""
    defaults: dict[str, Any] = {column.name: column.default for column in table.c if column.name not in given}
    return {name: default.arg for name, default in defaults.items() if default is not None and default.is_scalar}
