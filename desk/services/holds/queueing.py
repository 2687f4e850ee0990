"""Editing a queue by hand: another place, passed over for a time, another title."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select

from desk.models import Hold, Item, Title
from desk.rules.blocks import Fact
from desk.rules.queue import Move, merged, moved
from desk.rules.vocabulary import HoldStatus, Permission, Reason
from desk.services.answers import Refused, Thing, Unknown, refused
from desk.services.circulation.facts import today
from desk.services.codec import known
from desk.services.desk import Unit
from desk.services.holds.answers import HoldMoved, HoldResumed, HoldsBefore, HoldsMoved, HoldSuspended
from desk.services.holds.finding import lock, locked_hold, note, position, queue, state_of, title_face

# A hold that is suspended for as long as nobody resumes it.
ENDLESS = date(9999, 12, 31)


@known
@dataclass(frozen=True, slots=True)
class MoveHold:
    """Move a waiting hold to the top, up, down, to the bottom, or to a place counted from 1."""

    kind: ClassVar[str] = "move_hold"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.HOLDS

    hold: int
    to: Move
    place: int = 0

    def run(self, unit: Unit) -> HoldMoved | Refused | Unknown:
        """The others close up. A hold that does not wait in a queue has no place there."""
        hold = locked_hold(unit, self.hold)
        if isinstance(hold, Unknown):
            return hold
        if hold.status is not HoldStatus.QUEUED:
            return refused(self, Reason.HOLD_ENDED)
        rows = queue(unit, hold.title_id)
        old = {row.id: row.rank for row in rows}
        order = moved([row.id for row in rows], hold.id, self.to, self.place)
        changed = put_in_order(unit, order, old)
        note(unit, hold, HoldsBefore(ranks=tuple((number, old[number]) for number in changed)))
        return HoldMoved(hold.id, title_face(unit, hold.title_id), order.index(hold.id) + 1, len(order))


def put_in_order(unit: Unit, order: tuple[int, ...], old: dict[int, int]) -> list[int]:
    """Number the queue anew; gives the holds whose rank has changed."""
    changed = [number for place, number in enumerate(order, 1) if old[number] != place]
    for number in changed:
        unit.db.get_one(Hold, number).rank = order.index(number) + 1
    unit.db.flush()
    return changed


@known
@dataclass(frozen=True, slots=True)
class SuspendHold:
    """Pass a waiting hold over until this day is past; without a day until somebody resumes it. It keeps its place."""

    kind: ClassVar[str] = "suspend_hold"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.HOLDS

    hold: int
    until: date | None = None

    def run(self, unit: Unit) -> HoldSuspended | Refused | Unknown:
        """Only what waits can be passed over."""
        hold = locked_hold(unit, self.hold)
        if isinstance(hold, Unknown):
            return hold
        if hold.status is not HoldStatus.QUEUED:
            return refused(self, Reason.HOLD_ENDED)
        if self.until is not None and self.until < today(unit):
            return refused(self, Reason.IN_PAST, fact=Fact(day=self.until))
        note(unit, hold, HoldsBefore(holds=(state_of(hold),)))
        hold.suspended_until = self.until or ENDLESS
        return HoldSuspended(hold.id, title_face(unit, hold.title_id), self.until)


@known
@dataclass(frozen=True, slots=True)
class ResumeHold:
    """A suspended hold counts again."""

    kind: ClassVar[str] = "resume_hold"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.HOLDS

    hold: int

    def run(self, unit: Unit) -> HoldResumed | Refused | Unknown:
        """At the place that it kept."""
        hold = locked_hold(unit, self.hold)
        if isinstance(hold, Unknown):
            return hold
        if hold.status is not HoldStatus.QUEUED:
            return refused(self, Reason.HOLD_ENDED)
        note(unit, hold, HoldsBefore(holds=(state_of(hold),)))
        hold.suspended_until = None
        return HoldResumed(hold.id, title_face(unit, hold.title_id), position(unit, hold)[0])


@known
@dataclass(frozen=True, slots=True)
class MoveHolds:
    """Let everybody who waits for one title wait for another instead, each at the place that their time gives them.

    Who wants one copy alone, or a volume that the other title does not have, goes on waiting.
    """

    kind: ClassVar[str] = "move_holds"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.HOLDS

    title: int
    to: int

    def run(self, unit: Unit) -> HoldsMoved | Refused | Unknown:
        """Both titles are locked, the lower number first."""
        for number in (self.title, self.to):
            if unit.db.get(Title, number) is None:
                return Unknown(Thing.TITLE, str(number))
        if self.title == self.to:
            return refused(self, Reason.SAME_TITLE)
        for number in sorted((self.title, self.to)):
            lock(unit, title=number)
        volumes = set(unit.db.scalars(select(Item.volume).where(Item.title_id == self.to))) | {""}
        come = [row for row in queue(unit, self.title) if row.item_id is None and row.volume in volumes]
        if not come:
            return refused(self, Reason.NOTHING_TO_MOVE)
        left = len(queue(unit, self.title)) - len(come)
        self._move(unit, come)
        return HoldsMoved(len(come), title_face(unit, self.title), title_face(unit, self.to), left)

    def _move(self, unit: Unit, come: list[Any]) -> None:
        there = queue(unit, self.to)
        states = tuple(state_of(unit.db.get_one(Hold, row.id)) for row in come)
        old = {row.id: row.rank for row in (*there, *come)}
        order = merged([(row.id, row.placed_at) for row in there], [(row.id, row.placed_at) for row in come])
        for row in come:
            unit.db.get_one(Hold, row.id).title_id = self.to
        changed = put_in_order(unit, order, old)
        kept = HoldsBefore(holds=states)
        ranks = tuple((number, old[number]) for number in changed if number not in {row.id for row in come})
        unit.record.before = replace(kept, ranks=ranks)
        unit.record.hold_id, unit.record.quantity = come[0].id, len(come)
