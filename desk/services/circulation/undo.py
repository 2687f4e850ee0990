"""Undo: take back an act as if it had not been, from what its journal row kept."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, or_, select

from desk.models import Charge, Item, JournalRow, Loan, Transit, hot
from desk.rules.blocks import Block, Fact
from desk.rules.vocabulary import Permission, Reason
from desk.services.accounts import reversals as of_money
from desk.services.accounts.lines import let_go, take_back, void, voided_of
from desk.services.administration.calendar import undo_calendar
from desk.services.administration.policy import undo_policy
from desk.services.answers import Refused, refused
from desk.services.circulation.answers import Before, Undone
from desk.services.circulation.holds import hold_back
from desk.services.circulation.marks import undo_claim, undo_mark, undo_recall
from desk.services.circulation.suspensions import bar_back, suspension_of
from desk.services.circulation.uncatalogued import undo_add
from desk.services.codec import decode, known
from desk.services.desk import Unit
from desk.services.holds import reversals as of_holds
from desk.services.patrons import reversals as of_readers
from desk.services.reversal import Reversal, on_charges

# A finished visit and a count of use change nothing that a later act could stand on.
HARMLESS = ("finish_visit",)


@known
@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the act with this key; without one, the last act of this person at this desk that still stands.

    What a scanner ordered (`scanned`) never moves money back.
    """

    kind: ClassVar[str] = "undo"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.UNDO

    key: str = ""
    scanned: bool = False

    def run(self, unit: Unit) -> Undone | Refused:
        """Find the row, make sure that nothing later stands on it, put everything back."""
        row = _row(unit, self.key) if self.key else _last(unit)
        if row is None or row.kind not in REVERSALS.keys() | OF_THE_HOUSE.keys() | OF_AREAS.keys():
            return refused(self, Reason.NOTHING_TO_UNDO)
        if self.scanned and row.kind in of_money.MONEY:
            return refused(self, Reason.NOT_BY_SCAN)
        stopped = _stopped(unit, self, row)
        if stopped is not None:
            return stopped
        if row.kind in OF_THE_HOUSE:
            return self._house(unit, row)
        if row.kind in OF_AREAS:
            OF_AREAS[row.kind].back(unit, row, kept_by(row))
            return self._undone(unit, row)
        before = kept_by(row)
        if before is not None:
            REVERSALS[row.kind](unit, row, before)
        renewed = row.kind == "checkout" and before is not None and before.loan is not None
        return self._undone(unit, row, "renew" if renewed else row.kind, before.due if before is not None else None)

    @staticmethod
    def _undone(unit: Unit, row: JournalRow, what: str = "", due: datetime | None = None) -> Undone:
        row.undone_by = unit.key
        _note(unit, row)
        answer = _stored(row.answer, row, "answer")
        item, patron = getattr(answer, "item", None), getattr(answer, "patron", None)
        amount = row.amount if row.kind in of_money.MONEY else None
        return Undone(what=what or row.kind, key=row.key, item=item, due=due, patron=patron, amount=amount)

    def _house(self, unit: Unit, row: JournalRow) -> Undone | Refused:
        """The rules or the opening days as they were; whoever may change them may take the change back."""
        if Permission.POLICY not in unit.staff.permissions:
            return refused(self, Reason.NOT_ALLOWED)
        kept = OF_THE_HOUSE[row.kind](unit, row, _stored(row.before, row, "before")) if row.before else 0
        row.undone_by = unit.key
        return Undone(what=row.kind, key=row.key, kept=kept or 0)


def _row(unit: Unit, key: str) -> JournalRow | None:
    return unit.db.scalars(select(JournalRow).where(JournalRow.key == key)).one_or_none()


def _last(unit: Unit) -> JournalRow | None:
    """The last act of today: what somebody did yesterday is taken back only by its name."""
    calendar = unit.policy.calendars[unit.branch]
    asked = (
        select(JournalRow)
        .where(
            JournalRow.staff_id == (unit.staff.id or None),
            JournalRow.station_id == (unit.station.id or None),
            JournalRow.at >= calendar.at(calendar.today(unit.now), 0),
            JournalRow.undone_by.is_(None),
            JournalRow.kind.in_((*REVERSALS, *OF_AREAS)),
        )
        .order_by(JournalRow.id.desc())
        .limit(1)
    )
    return unit.db.scalars(asked).one_or_none()


def _stopped(unit: Unit, act: Undo, row: JournalRow) -> Refused | None:
    _lock(unit, row)
    if row.undone_by is not None:
        return refused(act, Reason.UNDONE_ALREADY)
    if row.loan_id is not None and row.person is None:
        return refused(act, Reason.SEVERED)
    own = OF_AREAS.get(row.kind)
    if own is not None and own.personal and row.private is None:
        return refused(act, Reason.SEVERED)
    stopped = own.stopped(unit, row) if own is not None and own.stopped is not None else None
    if stopped is not None:
        return Refused(act, (stopped,))
    if row.kind in HARMLESS:
        return None
    later = _later(unit, row)
    if later is None:
        return None
    return Refused(act, (Block(Reason.LATER_ACT, None, Fact(name=later.kind, day=later.at.date())),))


def _lock(unit: Unit, row: JournalRow) -> None:
    """The row locks of a scan, in the same order, then the act's own, so that two desks cannot undo it twice."""
    own = OF_AREAS[row.kind].lock if row.kind in OF_AREAS else None
    if own is not None:
        own(unit, row)
    item = unit.db.get(Item, row.item_id) if row.item_id is not None else None
    if item is not None:
        hot.lock_for_item(unit.hot, item.barcode)
        unit.db.refresh(item)
    unit.db.refresh(row, with_for_update=True)


def _later(unit: Unit, row: JournalRow) -> JournalRow | None:
    """An act after this one that touched the same copy, hold or charge and still stands.

    On a change of the rules or the opening days stands only a later change of the same.
    """
    if row.kind in OF_AREAS:
        touched = OF_AREAS[row.kind].touched(unit, row, kept_by(row))
        return _first_later(unit, row, touched) if touched else None
    of_house = row.kind in OF_THE_HOUSE
    touched = [JournalRow.kind == row.kind if of_house else JournalRow.item_id == row.item_id]
    if row.hold_id is not None:
        touched.append(JournalRow.hold_id == row.hold_id)
    if row.charge_id is not None:
        touched.append(JournalRow.charge_id == row.charge_id)
    before = None if of_house else kept_by(row)
    touched += on_charges(row, before)
    if before is not None and before.displaced is not None:
        touched.append(JournalRow.hold_id == before.displaced.id)
    if before is not None and before.hold is not None and before.hold.copy is not None:
        touched.append(JournalRow.item_id == before.hold.copy)
    holds = [was.id for was in (before.hold, before.displaced) if was is not None] if before is not None else []
    if holds:
        touched.append(JournalRow.id.in_(of_holds.moved_since(unit, row, holds)))
    return _first_later(unit, row, touched)


def _first_later(unit: Unit, row: JournalRow, touched: list[ColumnElement[bool]]) -> JournalRow | None:
    asked = (
        select(JournalRow)
        .where(
            JournalRow.id > row.id,
            JournalRow.undone_by.is_(None),
            JournalRow.kind != "undo",
            or_(*touched),
        )
        .order_by(JournalRow.id)
        .limit(1)
    )
    return unit.db.scalars(asked).one_or_none()


def _stored(text: str, row: JournalRow, part: str) -> Any:
    personal = json.loads(row.private) if row.private else {}
    return decode(json.loads(text), personal.get(part))


def kept_by(row: JournalRow) -> Any:
    """What an act kept, so that it can be taken back."""
    return _stored(row.before, row, "before") if row.before else None


def _note(unit: Unit, row: JournalRow) -> None:
    record = unit.record
    record.person, record.item_id, record.loan_id = row.person, row.item_id, row.loan_id
    record.hold_id, record.charge_id = row.hold_id, row.charge_id
    record.item_type, record.collection, record.audience = row.item_type, row.collection, row.audience
    record.patron_category, record.renewal_source = row.patron_category, row.renewal_source
    record.quantity, record.amount, record.method = -row.quantity, row.amount and -row.amount, row.kind


def _item_back(unit: Unit, row: JournalRow, before: Before) -> None:
    item = unit.db.get_one(Item, row.item_id)
    item.status, item.holding_branch_id, item.last_seen_at = before.status, before.holding, before.seen
    if before.home is not None:
        item.branch_id, item.inventoried_at = before.home, before.inventoried_at


def _holds_back(unit: Unit, before: Before) -> None:
    for was in (before.hold, before.displaced):
        if was is not None:
            hold_back(unit, was)


def _transits_back(unit: Unit, before: Before) -> None:
    if before.opened_transit is not None:
        unit.db.delete(unit.db.get_one(Transit, before.opened_transit))
        unit.db.flush()
    if before.closed_transit is not None:
        unit.db.get_one(Transit, before.closed_transit).arrived_at = None


def _charges_back(unit: Unit, before: Before) -> None:
    """Take back what the act charged; what was paid of it meanwhile becomes a credit."""
    for number in before.charges:
        charge = unit.db.get_one(Charge, number, with_for_update=True)
        left = charge.amount - voided_of(unit, charge)
        if left > 0:
            let_go(unit, charge, left, "undone")


def _undo_checkout(unit: Unit, row: JournalRow, before: Before) -> None:
    if before.loan is not None:
        return _undo_renewal(unit, row, before)
    loan = unit.db.get_one(Loan, row.loan_id)
    loan.returned_at, loan.patron_id, loan.undone = unit.now, None, True
    _item_back(unit, row, before)
    _holds_back(unit, before)
    _transits_back(unit, before)
    _charges_back(unit, before)
    return None


def _undo_renewal(unit: Unit, row: JournalRow, before: Before) -> None:
    loan = unit.db.get_one(Loan, row.loan_id)
    assert before.due is not None
    loan.due_at, loan.renewals, loan.renewed_at = before.due, before.renewals, before.renewed_at
    loan.unseen_renewals, loan.on_site, loan.fined = before.unseen, before.on_site, before.fined
    _charges_back(unit, before)


def _undo_checkin(unit: Unit, row: JournalRow, before: Before) -> None:
    if before.loan is not None:
        unit.db.get_one(Loan, before.loan).returned_at = None
    _item_back(unit, row, before)
    _transits_back(unit, before)
    _holds_back(unit, before)
    by_line = take_back(unit, row.key)
    _charges_back(unit, before)
    if before.restriction_of is not None:
        standing = suspension_of(unit, before.restriction_of)
        if standing is not None:  # nobody has lifted it meanwhile
            unit.db.delete(standing)
    if before.refunded is not None and not by_line:
        deposit = unit.db.get_one(Charge, before.refunded, with_for_update=True)
        void(unit, deposit, -deposit.amount, "undone")


def _undo_backdate(unit: Unit, row: JournalRow, before: Before) -> None:
    unit.db.get_one(Loan, row.loan_id).returned_at = before.returned_at
    if before.barred is not None and row.loan_id is not None:
        bar_back(unit, row.loan_id, before.barred)
    if take_back(unit, row.key):
        return None
    if not before.void:
        return _charges_back(unit, before)
    charge = unit.db.get_one(Charge, before.charges[0], with_for_update=True)
    void(unit, charge, -before.void, "undone")
    return None


def _undo_use(unit: Unit, row: JournalRow, before: Before) -> None:
    _item_back(unit, row, before)


def _nothing(_unit: Unit, _row: JournalRow, _before: Before) -> None:
    """A finished visit leaves nothing to put back: the window opens it again."""


REVERSALS: dict[str, Callable[[Unit, JournalRow, Before], None]] = {
    "checkout": _undo_checkout,
    "renew": _undo_renewal,
    "checkin": _undo_checkin,
    "use_in_house": _undo_use,
    "backdate": _undo_backdate,
    "claim_returned": undo_claim,
    "recall": undo_recall,
    "mark_item": undo_mark,
    "add_uncatalogued": undo_add,
    "finish_visit": _nothing,
}

# Acts of the other areas, which keep what they need in shapes of their own.
OF_AREAS: dict[str, Reversal] = of_readers.REVERSALS | of_holds.REVERSALS | of_money.REVERSALS

# Changes of the house; what they give back is how many loans keep a date that was changed since.
OF_THE_HOUSE: dict[str, Callable[[Unit, JournalRow, Any], int | None]] = {
    "load_policy": undo_policy,
    "load_calendar": undo_calendar,
}
