"""All that is kept of a person, for the person: on request, and that it was given is written down."""

import base64
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar

from sqlalchemy import Table, select

from desk.models import (
    Base,
    Branch,
    Card,
    Charge,
    Hold,
    Item,
    JournalRow,
    Loan,
    Patron,
    PatronAddress,
    PatronContact,
    PatronFile,
    PatronKey,
    PatronNote,
    PatronStatistic,
    Payment,
    Restriction,
    StatisticField,
    Title,
)
from desk.rules.vocabulary import Permission
from desk.services.answers import PatronFace, Unknown
from desk.services.codec import known, private
from desk.services.desk import Unit
from desk.services.patrons.reader import face_of, find_reader, note_reader, unknown_card

Row = dict[str, Any]
# What belongs to a reader and is told as it stands, under the name of its table.
WHOLE = (
    *(Card, PatronContact, PatronAddress, PatronNote, Restriction, PatronKey),
    *(PatronStatistic, PatronFile),
)


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Everything of one person: each part is a name and its rows, with plain values that JSON can hold."""

    made_at: datetime
    parts: tuple[tuple[str, tuple[Row, ...]], ...]

    def json(self) -> str:
        """As another program can read it."""
        whole = {"made_at": self.made_at.isoformat()} | {name: list(rows) for name, rows in self.parts}
        return json.dumps(whole, ensure_ascii=False, indent=2)


@known
@dataclass(frozen=True, slots=True)
class Exported:
    """It was given. What was given is not written to the journal: it stands in the tables already."""

    patron: PatronFace
    content: PersonFile | None = field(default=None, repr=False, metadata={"secret": True})


@known
@dataclass(frozen=True, slots=True)
class ExportReader:
    """Gather all that is kept of the reader with this card, wherever it stands."""

    kind: ClassVar[str] = "export_reader"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.TELL_ALL

    card: str = private(default="")

    def run(self, unit: Unit) -> Exported | Unknown:
        """Only what is kept still: a loan that was severed from its reader is nobody's."""
        patron = find_reader(unit, self.card, lock=False)
        if patron is None:
            return unknown_card(self.card)
        note_reader(unit, patron)
        return Exported(face_of(unit, patron), gather(unit, patron.id))


def gather(unit: Unit, patron: int) -> PersonFile:
    """Every table that names this person."""
    own = [_plain(row) for row in unit.sql.execute(_rows(Patron, patron)).mappings()]
    for row in own:
        row["category"] = unit.policy.categories[row.pop("category_id")].name
        row["home_branch"] = unit.policy.branches[row.pop("branch_id")].name
    parts: list[tuple[str, tuple[Row, ...]]] = [("reader", tuple(own))]
    for model in WHOLE:
        parts.append((model.__tablename__, _of(unit, model, patron)))
    parts += [("loans", _loans(unit, patron)), ("holds", _holds(unit, patron))]
    parts += [("charges", _charges(unit, patron)), ("payments", _payments(unit, patron))]
    parts.append(("acts", _acts(unit, patron)))
    return PersonFile(unit.now, tuple((name, rows) for name, rows in parts if rows))


def _rows(model: type[Base], patron: int) -> Any:
    table: Table = model.__table__  # type: ignore[assignment]
    return select(table).where(table.c["id" if model is Patron else "patron_id"] == patron)


def _of(unit: Unit, model: type[Base], patron: int) -> tuple[Row, ...]:
    names = {number: name for number, name in unit.sql.execute(select(StatisticField.id, StatisticField.name))}
    rows = [_plain(row) for row in unit.sql.execute(_rows(model, patron)).mappings()]
    for row in rows:
        row.pop("patron_id", None)
        if "field_id" in row:
            row["field"] = names[row.pop("field_id")]
    return tuple(rows)


def _loans(unit: Unit, patron: int) -> tuple[Row, ...]:
    asked: Any = (
        select(
            Title.title,
            Item.barcode,
            Branch.name.label("branch"),
            Loan.out_at,
            Loan.due_at,
            Loan.returned_at,
            Loan.renewals,
            Loan.claimed_on,
        )
        .select_from(Loan)
        .join(Item, Item.id == Loan.item_id)
        .join(Title, Title.id == Item.title_id)
        .join(Branch, Branch.id == Loan.branch_id)
    )
    return _told(unit, asked.where(Loan.patron_id == patron).order_by(Loan.id))


def _holds(unit: Unit, patron: int) -> tuple[Row, ...]:
    asked: Any = (
        select(Title.title, Branch.name.label("pickup"), Hold.placed_at, Hold.status, Hold.shelf_until, Hold.ended_at)
        .select_from(Hold)
        .join(Title, Title.id == Hold.title_id)
        .join(Branch, Branch.id == Hold.pickup_branch_id)
    )
    return _told(unit, asked.where(Hold.patron_id == patron).order_by(Hold.id))


def _charges(unit: Unit, patron: int) -> tuple[Row, ...]:
    columns = (Charge.id, Charge.kind, Charge.amount, Charge.outstanding, Charge.charged_at, Charge.note)
    return _told(unit, select(*columns).where(Charge.patron_id == patron).order_by(Charge.id))


def _payments(unit: Unit, patron: int) -> tuple[Row, ...]:
    columns = (Payment.charge_id, Payment.kind, Payment.amount, Payment.paid_at, Payment.note)
    asked = select(*columns).join(Charge, Charge.id == Payment.charge_id).where(Charge.patron_id == patron)
    return _told(unit, asked.order_by(Payment.id))


def _acts(unit: Unit, patron: int) -> tuple[Row, ...]:
    """What the journal keeps of the person: when, what, and its personal part."""
    columns = (JournalRow.at, JournalRow.kind, JournalRow.private)
    return _told(unit, select(*columns).where(JournalRow.person == patron).order_by(JournalRow.id))


def _told(unit: Unit, asked: Any) -> tuple[Row, ...]:
    return tuple(_plain(row) for row in unit.sql.execute(asked).mappings())


def _plain(row: Any) -> Row:
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime) else value
