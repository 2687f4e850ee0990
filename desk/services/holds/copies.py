"""The copies of a title as holds see them: which could fill one, where they are, when they are free."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from desk.models import IS_KEPT, Hold, Item, Loan, ShelfMiss, Transit
from desk.rules.hold_choice import Choice, CopyFacts
from desk.rules.holds import PULLED, CopyState
from desk.rules.vocabulary import ItemStatus
from desk.services.circulation.facts import choice_of, today
from desk.services.desk import Unit
from desk.services.holds.finding import lendable


@dataclass(frozen=True, slots=True)
class CopyOf:
    """One copy: its row, and what the rules need to know of it."""

    row: Any
    facts: CopyFacts
    choice: Choice
    state: CopyState

    def free_on(self, unit: Unit) -> date | None:
        """When it can fill the next hold: now, when it is due, or after a whole loan; None where nobody knows."""
        if not self.state.holdable or self.row.status not in PULLED:
            return None
        day = today(unit)
        if self.row.due_at is not None:
            return unit.policy.calendars[unit.branch].today(self.row.due_at)
        return day if self.state.free else day + timedelta(days=loan_days(self.state))


def loan_days(state: CopyState) -> int:
    """About how long such a copy is lent."""
    period = state.rules.loan.value
    start = date(2000, 1, 1)
    return 1 if period is None or period.short else (period.after(start) - start).days


def copies_of(unit: Unit, titles: Iterable[int], *, pickup: int | None = None) -> Sequence[CopyOf]:
    """Every copy of these titles; `pickup` is where a hold would be picked up, to know whether it may be sent there."""
    item, loan, transit, miss = Item.__table__, Loan.__table__.c, Transit.__table__.c, ShelfMiss.__table__.c
    unseen = or_(item.c.last_seen_at.is_(None), miss.missed_at > item.c.last_seen_at)
    misses = select(func.count()).where(miss.item_id == item.c.id, unseen).correlate(item).scalar_subquery()
    kept = select(Hold.__table__.c.id).where(Hold.__table__.c.copy_id == item.c.id, IS_KEPT).correlate(item).exists()
    # Of the tables, not of the models: many rows are read, and none of them is ever changed.
    asked: Any = (
        select(*item.c, loan.due_at, transit.id.label("transit_id"), kept.label("kept"), misses.label("misses"))
        .outerjoin(Loan.__table__, (loan.item_id == item.c.id) & loan.returned_at.is_(None))
        .outerjoin(Transit.__table__, (transit.item_id == item.c.id) & transit.arrived_at.is_(None))
        .where(item.c.title_id.in_(list(titles)), item.c.status != ItemStatus.WITHDRAWN)
        .order_by(item.c.id)
    )
    return [_copy(unit, row, pickup) for row in unit.db.execute(asked)]


def _copy(unit: Unit, row: Any, pickup: int | None) -> CopyOf:
    since = unit.policy.calendars[row.branch_id].today(row.created_at)
    facts = CopyFacts(row.id, row.branch_id, row.holding_branch_id, since, row.volume, row.misses)
    choice = choice_of(unit, facts, row.item_type_id)
    free = row.status in PULLED and row.due_at is None and row.transit_id is None and not row.kept
    state = CopyState(
        status=row.status,
        rules=unit.policy.rules(row.branch_id, 0, row.item_type_id),
        lendable=lendable(unit, row),
        free=free,
        out=row.due_at is not None,
        sent=pickup is None or choice.lets(pickup),
    )
    return CopyOf(row, facts, choice, state)
