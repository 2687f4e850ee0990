"""Changing a hold that stands: where it is picked up, what is noted, from when and until when it waits."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from desk.models import Hold
from desk.rules.blocks import Block, Fact, block
from desk.rules.holds import Wish, pickup_blocks
from desk.rules.vocabulary import HoldStatus, Permission, Reason
from desk.services.answers import Grant, Refused, Thing, Unknown, refused
from desk.services.circulation.facts import refusal, standing, today
from desk.services.codec import known, private
from desk.services.desk import Unit
from desk.services.holds.answers import HoldChanged, HoldsBefore, PickupChanged
from desk.services.holds.finding import LIVE, locked_hold, note, state_of, title_face


@known
@dataclass(frozen=True, slots=True)
class ChangePickup:
    """Let a hold be picked up at another branch. What stands on a shelf already has to be sent: that is asked first."""

    kind: ClassVar[str] = "change_pickup"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.HOLDS

    hold: int
    pickup: str
    grants: tuple[Grant, ...] = ()

    def run(self, unit: Unit) -> PickupChanged | Refused | Unknown:
        """A copy on its way, or on the wrong shelf now, is told where to go when it is scanned next."""
        hold = locked_hold(unit, self.hold, with_copy=True)
        if isinstance(hold, Unknown):
            return hold
        pickup = unit.policy.branch_id(self.pickup)
        if pickup is None:
            return Unknown(Thing.BRANCH, self.pickup)
        if hold.status not in LIVE:
            return refused(self, Reason.HOLD_ENDED)
        was = unit.policy.branches[hold.pickup_branch_id].name
        if pickup == hold.pickup_branch_id:
            return PickupChanged(hold.id, title_face(unit, hold.title_id), was, was, hold.status)
        left = standing(self._blocks(unit, hold, pickup), self.grants)
        if left:
            return refusal(unit, self, left, None, None)
        note(unit, hold, HoldsBefore(holds=(state_of(hold),)), item=hold.copy_id)
        hold.pickup_branch_id = pickup
        name = unit.policy.branches[pickup].name
        return PickupChanged(hold.id, title_face(unit, hold.title_id), name, was, hold.status)

    @staticmethod
    def _blocks(unit: Unit, hold: Hold, pickup: int) -> tuple[Block, ...]:
        wish = Wish(pickup=unit.policy.branches[pickup].name, pickup_rules=unit.policy.rules(pickup, 0, 0))
        found = pickup_blocks(wish)
        if hold.status is HoldStatus.READY:
            found.append(block(Reason.HOLD_READY, Fact(name=unit.policy.branches[hold.pickup_branch_id].name)))
        return tuple(found)


@known
@dataclass(frozen=True, slots=True)
class EditHold:
    """Note, first and last day of a hold, and the last day on the shelf where it stands there."""

    kind: ClassVar[str] = "edit_hold"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.HOLDS

    hold: int
    note: str = private(default="")
    note_on_slip: bool = False
    not_before: date | None = None
    expires_on: date | None = None
    shelf_until: date | None = None

    def run(self, unit: Unit) -> HoldChanged | Refused | Unknown:
        """Everything at once, as the form has it."""
        hold = locked_hold(unit, self.hold)
        if isinstance(hold, Unknown):
            return hold
        if hold.status not in LIVE:
            return refused(self, Reason.HOLD_ENDED)
        ready = hold.status is HoldStatus.READY
        for day in (self.expires_on, self.shelf_until if ready else None):
            if day is not None and day < today(unit):
                return refused(self, Reason.IN_PAST, fact=Fact(day=day))
        if self.not_before and self.expires_on and self.expires_on < self.not_before:
            return refused(self, Reason.DAYS_CROSSED, fact=Fact(day=self.expires_on))
        note(unit, hold, HoldsBefore(holds=(state_of(hold),)))
        hold.note, hold.note_on_slip = self.note, self.note_on_slip
        hold.not_before, hold.expires_on = self.not_before, self.expires_on
        if ready and self.shelf_until is not None:
            hold.shelf_until, hold.shelf_until_at = self.shelf_until, None
        return HoldChanged(hold.id, title_face(unit, hold.title_id))
