"""How the acts on holds are taken back, by the kind of the act."""

from typing import Any

from sqlalchemy import ColumnElement

from desk.models import Charge, Hold, Item, JournalRow, Loan, ShelfMiss, Transit
from desk.services.accounts.lines import let_go, voided_of
from desk.services.desk import Unit
from desk.services.holds.answers import ClearedBefore, HoldsBefore
from desk.services.holds.finding import lock, put_state_back
from desk.services.reversal import Reversal, by_links


def put_back(unit: Unit, row: JournalRow, before: HoldsBefore) -> None:
    """Everything that an act on holds kept: what it made goes, what it changed is as it was."""
    for number in before.made:
        unit.db.delete(unit.db.get_one(Hold, number))
    for was in before.holds:
        hold = unit.db.get_one(Hold, was.id)
        hold.copy_id = None if hold.copy_id != was.copy else hold.copy_id
    unit.db.flush()  # a copy is kept for one hold at a time: what has it now lets go of it first
    for was in before.holds:
        put_state_back(unit, was)
    for number, rank in before.ranks:
        unit.db.get_one(Hold, number).rank = rank
    if before.loan is not None and before.due is not None:
        loan = unit.db.get_one(Loan, before.loan)
        loan.due_at, loan.recalled_at = before.due, None
    if before.transit is not None and before.transit_reason is not None:
        transit = unit.db.get_one(Transit, before.transit)
        transit.hold_id, transit.reason = before.transit_hold, before.transit_reason
    charges_back(unit, before.charges)


def charges_back(unit: Unit, charges: tuple[int, ...]) -> None:
    """What a hold that was not fetched had cost."""
    for number in charges:
        charge = unit.db.get_one(Charge, number, with_for_update=True)
        let_go(unit, charge, charge.amount - voided_of(unit, charge), "undone")


def miss_back(unit: Unit, row: JournalRow, before: HoldsBefore) -> None:
    """The copy was not missed after all."""
    item = unit.db.get_one(Item, row.item_id)
    if before.item_status is not None:
        item.status = before.item_status
    unit.db.delete(unit.db.get_one(ShelfMiss, before.miss))


def cleared_back(unit: Unit, row: JournalRow, before: ClearedBefore) -> None:
    """The copy stands on the shelf again, and for whom it stood there."""
    from desk.services.circulation.undo import REVERSALS as OF_SCANS

    checked_in: Any = before.checkin
    OF_SCANS["checkin"](unit, row, checked_in)
    unit.db.flush()
    if before.expired is not None:
        put_state_back(unit, before.expired)


def by_holds(unit: Unit, row: JournalRow, before: Any) -> list[ColumnElement[bool]]:
    """Later acts that touched one of the holds, or the copy."""
    touched = by_links(unit, row, before)
    holds = _holds_in(before)
    if holds:
        touched.append(JournalRow.hold_id.in_(holds))
    return touched


def by_queue(unit: Unit, row: JournalRow, before: HoldsBefore) -> list[ColumnElement[bool]]:
    """On a place in the queue stands what was done with this hold since, and any later order of the same queue."""
    others = [number for number, _rank in before.ranks]
    reordered = JournalRow.kind.in_(("move_hold", "move_holds")) & JournalRow.hold_id.in_(others)
    return [*by_holds(unit, row, before), reordered]


def _holds_in(before: Any) -> list[int]:
    if isinstance(before, HoldsBefore):
        return [*before.made, *(was.id for was in before.holds)]
    if isinstance(before, ClearedBefore):
        kept: Any = before.checkin
        found = (before.expired, kept.hold, kept.displaced)
        return [was.id for was in found if was is not None]
    return []


def lock_hold(unit: Unit, row: JournalRow) -> None:
    """The title of the hold, as every act on it does."""
    hold = unit.db.get(Hold, row.hold_id) if row.hold_id is not None else None
    if hold is not None:
        lock(unit, title=hold.title_id)
        unit.db.refresh(hold)


_OF_HOLDS = Reversal(put_back, by_holds, lock_hold)
_OF_QUEUES = Reversal(put_back, by_queue, lock_hold)
REVERSALS: dict[str, Reversal] = {
    "place_hold": _OF_HOLDS,
    "suspend_hold": _OF_HOLDS,
    "resume_hold": _OF_HOLDS,
    "cancel_hold": _OF_HOLDS,
    "reinstate_hold": _OF_HOLDS,
    "expire_hold": _OF_HOLDS,
    "change_pickup": _OF_HOLDS,
    "edit_hold": _OF_HOLDS,
    "move_hold": _OF_QUEUES,
    "move_holds": _OF_QUEUES,
    "not_on_shelf": Reversal(miss_back, by_links),
    "clear_shelf": Reversal(cleared_back, by_holds),
}
