"""What acts on readers keep, so that they can be taken back: the rows as they were, whole."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Table, and_, delete, insert, select, update

from desk.models import (
    Card,
    Charge,
    Instant,
    JournalRow,
    Patron,
    PatronAddress,
    PatronContact,
    PatronFile,
    PatronNote,
    PatronStatistic,
    Restriction,
)
from desk.services.accounts.lines import let_go, voided_of
from desk.services.codec import known, private
from desk.services.desk import Unit
from desk.services.patrons.finding_by import note_words

# In the order in which they are written; they are taken away in the other.
TABLES: dict[str, Table] = {
    model.__tablename__: model.__table__  # type: ignore[misc]
    for model in (
        Patron,
        Card,
        PatronNote,
        Restriction,
        PatronContact,
        PatronAddress,
        PatronStatistic,
        PatronFile,
    )
}
# The contents of a file never change: what is taken away is only marked.
UNCHANGING = {"patron_files": {"content"}}


@known
@dataclass(frozen=True, slots=True)
class RowBefore:
    """A row as it was, by its table and number; one that was not `there` is taken away again."""

    table: str
    key: tuple[int, ...]
    there: bool = False
    values: str = private(default="")


@known
@dataclass(frozen=True, slots=True)
class Past:
    """All rows that an act on readers has touched, and what it charged; `readers` are to be found anew."""

    rows: tuple[RowBefore, ...] = ()
    charges: tuple[int, ...] = ()
    readers: tuple[int, ...] = ()


class Keeper:
    """Watches rows before an act changes them. Ask for each row first; `past()` is what undo needs."""

    def __init__(self, unit: Unit, *readers: int) -> None:
        self._unit = unit
        self._kept: dict[tuple[str, tuple[int, ...]], RowBefore] = {}
        self._readers = list(readers)

    def watch(self, model: Any, *numbers: int) -> None:
        """These rows are about to change."""
        table = TABLES[model.__tablename__]
        for number in numbers:
            row = self._unit.db.execute(select(table).where(table.c.id == number)).one_or_none()
            self._keep(table, (number,), dict(row._mapping) if row is not None else None)

    def watch_all(self, model: Any, patron: int) -> None:
        """All rows of a reader in this table are about to change."""
        table = TABLES[model.__tablename__]
        for row in self._unit.db.execute(select(table).where(table.c.patron_id == patron)):
            self._keep(table, _key(table, row._mapping), dict(row._mapping))

    def made(self, model: Any, *numbers: int) -> None:
        """These rows were not there before."""
        for number in numbers:
            self._keep(TABLES[model.__tablename__], (number,), None)

    def made_all(self, model: Any, patron: int) -> None:
        """Whatever this reader has in the table now and did not have before is new."""
        table = TABLES[model.__tablename__]
        for row in self._unit.db.execute(select(table).where(table.c.patron_id == patron)):
            self._keep(table, _key(table, row._mapping), None)

    def _keep(self, table: Table, key: tuple[int, ...], values: dict[str, Any] | None) -> None:
        place = (table.name, key)
        if place not in self._kept:
            fixed = UNCHANGING.get(table.name, ())
            kept = {name: value for name, value in (values or {}).items() if name not in fixed}
            text = json.dumps(kept, default=_text, ensure_ascii=False) if values is not None else ""
            self._kept[place] = RowBefore(table.name, key, values is not None, text)

    def past(self, *readers: int) -> Past:
        """What undo needs."""
        return Past(tuple(self._kept.values()), self._unit.record.charges, (*self._readers, *readers))


def _key(table: Table, row: Any) -> tuple[int, ...]:
    return tuple(int(row[column.name]) for column in table.primary_key)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def put_back(unit: Unit, _row: JournalRow, past: Past) -> None:
    """Everything as it was: what is new is taken away, what is gone comes again, what changed is changed back."""
    unit.db.flush()
    order = list(TABLES)
    for kept in sorted(past.rows, key=lambda kept: -order.index(kept.table)):
        if not kept.there:
            table = TABLES[kept.table]
            unit.sql.execute(delete(table).where(_is(table, kept.key)))
    for kept in sorted(past.rows, key=lambda kept: order.index(kept.table)):
        if kept.there:
            _write(unit, TABLES[kept.table], kept)
    for number in past.charges:
        charge = unit.db.get_one(Charge, number, with_for_update=True)
        let_go(unit, charge, charge.amount - voided_of(unit, charge), "undone")
    note_words(unit, past.readers)


def _write(unit: Unit, table: Table, kept: RowBefore) -> None:
    values = {name: _read(table, name, value) for name, value in json.loads(kept.values).items()}
    there = unit.sql.execute(update(table).where(_is(table, kept.key)).values(values)).rowcount
    if not there and table is not TABLES["patrons"]:  # a reader who was deleted meanwhile never comes again
        unit.sql.execute(insert(table).values(values))


def _read(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def _is(table: Table, key: Sequence[int]) -> ColumnElement[bool]:
    return and_(*(column == number for column, number in zip(table.primary_key, key, strict=True)))


def lock_reader(unit: Unit, *numbers: int) -> None:
    """The row locks of readers, lowest first, as everywhere in the house."""
    for number in sorted(set(numbers)):
        unit.db.get(Patron, number, with_for_update=True, populate_existing=True)
