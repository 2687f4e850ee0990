"""How a hold ends without a loan, and how it is taken up again: called off, run out, reinstated."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sqlalchemy import select

from desk.models import IS_KEPT, Hold, Item, Patron, Transit, hot
from desk.rules.routing import first_wanting
from desk.rules.vocabulary import ChargeKind, HoldStatus, Permission, Reason, TransitReason
from desk.services.accounts.lines import charge
from desk.services.answers import Refused, Unknown, refused
from desk.services.circulation.facts import hold_facts, holds_for, loan_rules, read_parameters, today
from desk.services.codec import known, private
from desk.services.desk import Unit
from desk.services.holds.answers import HoldCancelled, HoldExpired, HoldReinstated, HoldsBefore, HoldState
from desk.services.holds.finding import LIVE, in_sight, locked_hold, note, position, state_of, title_face


@known
@dataclass(frozen=True, slots=True)
class CancelHold:
    """Call a hold off, and say why. A copy on the shelf stays in sight until it is scanned; one on its way may go on
    to the next reader.
    """

    kind: ClassVar[str] = "cancel_hold"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.HOLDS

    hold: int
    reason: str = private(default="")

    def run(self, unit: Unit) -> HoldCancelled | Refused | Unknown:
        """Only what still stands can be called off."""
        hold = locked_hold(unit, self.hold, with_copy=True)
        if isinstance(hold, Unknown):
            return hold
        if hold.status not in LIVE:
            return refused(self, Reason.HOLD_ENDED)
        shelved, travelling = hold.status is HoldStatus.READY, hold.status is HoldStatus.IN_TRANSIT
        kept = HoldsBefore(holds=(state_of(hold),))
        copy, code = hold.copy_id, hold.shelf_code
        hold.status, hold.ended_at, hold.ended_because = HoldStatus.CANCELLED, unit.now, self.reason
        if travelling:
            hold.copy_id = None
        unit.db.flush()
        passed_on = False
        if travelling and copy is not None:
            kept, passed_on = pass_on(unit, copy, kept)
        note(unit, hold, kept, item=copy)
        return HoldCancelled(hold.id, title_face(unit, hold.title_id), shelved, passed_on, code)


def pass_on(unit: Unit, copy: int, kept: HoldsBefore) -> tuple[HoldsBefore, bool]:
    """A copy that travels for nobody is kept for the next who can have it; where it goes is said when it is scanned."""
    item = unit.db.get_one(Item, copy)
    row = hot.RETURN_FACTS.first(unit.hot, read_parameters(unit, item=item.barcode))
    facts = [hold_facts(hold) for hold in holds_for(unit, row, None)]
    following = first_wanting(copy, facts, today(unit), item.volume)
    open_transit = select(Transit).where(Transit.item_id == copy, Transit.arrived_at.is_(None))
    transit = unit.db.scalars(open_transit).one_or_none()
    if transit is not None:
        kept = replace(
            kept, transit=transit.id, transit_hold=transit.hold_id, transit_reason=TransitReason(transit.reason)
        )
        transit.hold_id = following.id if following is not None else None
        transit.reason = TransitReason.HOLD if following is not None else TransitReason.HOME
    if following is None:
        return kept, False
    hold = unit.db.get_one(Hold, following.id)
    kept = replace(kept, holds=(*kept.holds, state_of(hold)))
    hold.status, hold.copy_id = HoldStatus.IN_TRANSIT, copy
    return kept, True


@known
@dataclass(frozen=True, slots=True)
class ReinstateHold:
    """Take up a hold that was called off or ran out: in its old place, or on the shelf where its copy still is."""

    kind: ClassVar[str] = "reinstate_hold"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.HOLDS

    hold: int

    def run(self, unit: Unit) -> HoldReinstated | Refused | Unknown:
        """What was filled or still stands cannot be taken up again."""
        hold = locked_hold(unit, self.hold, with_copy=True)
        if isinstance(hold, Unknown):
            return hold
        if hold.status not in (HoldStatus.CANCELLED, HoldStatus.EXPIRED):
            return refused(self, Reason.HOLD_LIVE)
        if hold.patron_id is None:
            return refused(self, Reason.SEVERED)
        note(unit, hold, HoldsBefore(holds=(state_of(hold),)), item=hold.copy_id)
        shelved = self._still_there(unit, hold)
        hold.status = HoldStatus.READY if shelved else HoldStatus.QUEUED
        hold.ended_at, hold.ended_because = None, ""
        if not shelved:
            hold.copy_id, hold.ready_at = None, None
            hold.shelf_until, hold.shelf_until_at, hold.shelf_code = None, None, ""
        if hold.expires_on is not None and hold.expires_on < today(unit):
            hold.expires_on = None
        unit.db.flush()
        return HoldReinstated(hold.id, title_face(unit, hold.title_id), hold.status, position(unit, hold)[0])

    @staticmethod
    def _still_there(unit: Unit, hold: Hold) -> bool:
        """Its copy stands where it stood, its time is not over, and no other hold has taken the copy."""
        over = hold.shelf_until is None or hold.shelf_until < today(unit)
        if over or not in_sight(unit, hold):
            return False
        other = select(Hold.id).where(Hold.copy_id == hold.copy_id, IS_KEPT)
        return unit.db.scalar(other.limit(1)) is None


@known
@dataclass(frozen=True, slots=True)
class ExpireHold:
    """A hold has run out: nobody fetched it, or it was wished no longer. The night does this."""

    kind: ClassVar[str] = "expire_hold"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.NIGHTLY

    hold: int

    def run(self, unit: Unit) -> HoldExpired | Refused | Unknown:
        """What ended meanwhile stays as it is."""
        hold = locked_hold(unit, self.hold, with_copy=True)
        if isinstance(hold, Unknown):
            return hold
        if hold.status not in (HoldStatus.QUEUED, HoldStatus.READY):
            return refused(self, Reason.HOLD_ENDED)
        shelved = hold.status is HoldStatus.READY
        was, sum_charged = expire(unit, hold)
        note(unit, hold, HoldsBefore(holds=(was,), charges=unit.record.charges), item=hold.copy_id)
        return HoldExpired(hold.id, title_face(unit, hold.title_id), shelved, sum_charged)


def expire(unit: Unit, hold: Hold) -> tuple[HoldState, int]:
    """End the hold as run out; a copy that stood on the shelf for nothing may cost its reader something."""
    was = state_of(hold)
    cost = no_show_charge(unit, hold) if hold.status is HoldStatus.READY else 0
    hold.status, hold.ended_at = HoldStatus.EXPIRED, unit.now
    if cost and hold.patron_id is not None:
        charge(unit, hold.patron_id, ChargeKind.HOLD_EXPIRED, cost, item=hold.copy_id, branch=hold.pickup_branch_id)
    unit.db.flush()
    return was, cost


def no_show_charge(unit: Unit, hold: Hold) -> int:
    """What the rules say it costs."""
    reader: Any = unit.db.get(Patron, hold.patron_id) if hold.patron_id is not None else None
    item = unit.db.get(Item, hold.copy_id) if hold.copy_id is not None else None
    if reader is None or item is None:
        return 0
    pickup = hold.pickup_branch_id
    rules = loan_rules(unit, pickup, item.branch_id, reader.branch_id, reader.category_id, item.item_type_id)
    return rules.hold_expiry_charge.value
