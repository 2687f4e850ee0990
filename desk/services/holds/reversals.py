"""How the acts on holds are taken back, by the kind of the act."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, select

from desk.models import IS_LIVE, Charge, Hold, Item, JournalRow, Loan, ShelfMiss, Transit
from desk.rules.blocks import Block, block
from desk.rules.vocabulary import Reason
from desk.services.accounts.lines import let_go, voided_of
from desk.services.desk import Unit
from desk.services.holds.answers import ClearedBefore, HoldsBefore
from desk.services.holds.finding import LIVE, lock, put_state_back
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
    if row.kind in ("move_hold", "move_holds"):
        _come_behind(unit, row, before)
    if before.loan is not None and before.due is not None:
        loan = unit.db.get_one(Loan, before.loan)
        loan.due_at, loan.recalled_at = before.due, None
    if before.transit is not None and before.transit_reason is not None:
        transit = unit.db.get_one(Transit, before.transit)
        transit.hold_id, transit.reason = before.transit_hold, before.transit_reason
    charges_back(unit, before.charges)


def _come_behind(unit: Unit, row: JournalRow, before: HoldsBefore) -> None:
    """Who came after the queue was changed stays behind those who get their old places again."""
    unit.db.flush()
    known = {*(number for number, _rank in before.ranks), *(was.id for was in before.holds)}
    titles = select(Hold.title_id).where(Hold.id.in_(known))
    holds = unit.db.scalars(select(Hold).where(Hold.title_id.in_(titles), IS_LIVE).order_by(Hold.rank, Hold.id)).all()
    for title in {hold.title_id for hold in holds}:
        came = [hold for hold in holds if hold.title_id == title and hold.id not in known and hold.placed_at > row.at]
        last = max((hold.rank for hold in holds if hold.title_id == title and hold not in came), default=0)
        for hold in came:
            last = hold.rank = max(hold.rank, last + 1)


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
        touched.append(JournalRow.id.in_(moved_since(unit, row, holds)))
    return touched


def by_queue(unit: Unit, row: JournalRow, before: HoldsBefore) -> list[ColumnElement[bool]]:
    """On a place in the queue stands what was done with this hold since, and any later order of the same queue."""
    others = [number for number, _rank in before.ranks]
    reordered = JournalRow.id.in_(moved_since(unit, row, [*others, *_holds_in(before)], reordered=True))
    return [*by_holds(unit, row, before), reordered]


def moved_since(unit: Unit, row: JournalRow, holds: Collection[int], *, reordered: bool = False) -> list[int]:
    """Later rows that moved one of these holds to another title (or its place). Such a row names only its first."""
    from desk.services.circulation.undo import kept_by

    kinds = ("move_hold", "move_holds") if reordered else ("move_holds",)
    asked = select(JournalRow).where(JournalRow.id > row.id, JournalRow.kind.in_(kinds), JournalRow.undone_by.is_(None))
    found = []
    for later in unit.db.scalars(asked):
        before: HoldsBefore = kept_by(later) or HoldsBefore()
        touched = {was.id for was in before.holds}
        if reordered:
            touched |= {number for number, _rank in before.ranks}
        if touched.intersection(holds):
            found.append(later.id)
    return found


def _holds_in(before: Any) -> list[int]:
    made = before.made if isinstance(before, HoldsBefore) else ()
    return [*made, *(was.id for was in _states_in(before))]


def _states_in(before: Any) -> list[Any]:
    if isinstance(before, HoldsBefore):
        return list(before.holds)
    if isinstance(before, ClearedBefore):
        kept: Any = before.checkin
        return [was for was in (before.expired, kept.hold, kept.displaced) if was is not None]
    return []


def lock_hold(unit: Unit, row: JournalRow) -> None:
    """The title of the hold, as every act on it does."""
    hold = unit.db.get(Hold, row.hold_id) if row.hold_id is not None else None
    if hold is not None:
        lock(unit, title=hold.title_id)
        unit.db.refresh(hold)


def nobodys(unit: Unit, row: JournalRow) -> Block | None:
    """A hold that no longer says whose it was cannot stand again: nobody would be waiting."""
    from desk.services.circulation.undo import kept_by

    states = _states_in(kept_by(row)) if row.before else []
    lives = [was.id for was in states if was.status in LIVE]
    without = select(Hold.id).where(Hold.id.in_(lives), Hold.patron_id.is_(None)).limit(1)
    return block(Reason.SEVERED) if lives and unit.db.scalar(without) is not None else None


_OF_HOLDS = Reversal(put_back, by_holds, lock_hold, stopped=nobodys)
_OF_QUEUES = Reversal(put_back, by_queue, lock_hold, stopped=nobodys)
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
    "clear_shelf": Reversal(cleared_back, by_holds, stopped=nobodys),
}
