"""How an act of an area is taken back: what every area gives to undo."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from desk.models import JournalRow, Payment
from desk.rules.blocks import Block
from desk.services.desk import Unit


def on_charges(row: JournalRow, before: Any) -> list[ColumnElement[bool]]:
    """Later acts that paid, waived or moved something of what this act charged, whichever charge they name first."""
    charges = getattr(before, "charges", ())
    if not charges:
        return []
    later = select(Payment.act).where(Payment.charge_id.in_(charges), Payment.act.not_in(("", row.key)))
    return [JournalRow.key.in_(later)]


def by_links(_unit: Unit, row: JournalRow, before: Any) -> list[ColumnElement[bool]]:
    """Later acts stand on this one if they touched the same copy, hold or charge."""
    links = (JournalRow.item_id, row.item_id), (JournalRow.hold_id, row.hold_id), (JournalRow.charge_id, row.charge_id)
    return [*(column == value for column, value in links if value is not None), *on_charges(row, before)]


def by_person(unit: Unit, row: JournalRow, before: Any) -> list[ColumnElement[bool]]:
    """Later acts of the same kind on the same reader."""
    touched = by_links(unit, row, before)
    if row.person is not None:
        touched.append((JournalRow.person == row.person) & (JournalRow.kind == row.kind))
    return touched


@dataclass(frozen=True, slots=True)
class Reversal:
    """`back` puts everything back from the row and what it kept (already read). `touched` says which later acts stand
    on it; with one of these it is refused, naming that act. `lock` takes the row locks, in the order of the house.
    What is `personal` needs its private part: once privacy has emptied that, it is too old. `stopped` may know more.
    """

    back: Callable[[Unit, JournalRow, Any], None]
    touched: Callable[[Unit, JournalRow, Any], list[ColumnElement[bool]]] = by_links
    lock: Callable[[Unit, JournalRow], None] | None = None
    personal: bool = False
    stopped: Callable[[Unit, JournalRow], Block | None] | None = None
