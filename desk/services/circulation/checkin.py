"""Check in: a copy comes back and is told where to go. The rules are the rows of docs/checkin.md."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from desk.models import hot
from desk.models.prepared import prepared
from desk.rules.blocks import Block, Fact, block
from desk.rules.choices import ClaimRule, OddReturn, ReturnTo
from desk.rules.names import shelf_code
from desk.rules.overdue import Fine, days_overdue
from desk.rules.periods import Period
from desk.rules.periods import Unit as PeriodUnit
from desk.rules.policy import LoanRules
from desk.rules.routing import Destination, Route, ShelfEnd, Ways, may_float, may_return_here, route, shelf_until
from desk.rules.vocabulary import ClaimFound, HoldStatus, ItemStatus, Permission, Reason, TransitReason
from desk.services.answers import Grant, ItemFace, PatronFace, Refused, Thing, Unknown, refused
from desk.services.circulation.answers import Alert, AlertKind, AlreadyScanned, FoundAgain, HoldFace, Returned, Used
from desk.services.circulation.facts import (
    before,
    found_again,
    found_alerts,
    hold_before,
    hold_facts,
    holds_for,
    item_face,
    patron_face,
    place_item,
    read_parameters,
    refusal,
    standing,
    today,
)
from desk.services.circulation.holds import kept_copy, put_back
from desk.services.circulation.late import claim_of, give_back_deposit, suspend
from desk.services.circulation.lookup import IN_HOUSE
from desk.services.circulation.renew import charge, late_fine, rules_of_loan
from desk.services.codec import known
from desk.services.desk import Stale, Unit

DOUBLE_SCAN_SECONDS = 10
# When a copy was seen that nobody has scanned yet.
NEVER = datetime(1, 1, 1, tzinfo=UTC)
ENDED_SINCE = prepared(
    """SELECT id FROM holds WHERE copy_id = :item_id AND copy_id IS NOT NULL AND status IN ('cancelled', 'expired')
    AND ended_at > :since LIMIT 1"""
)
NO_FINE = Fine()


@dataclass(frozen=True, slots=True)
class Back:
    """What became of the loan that a return ended; without a loan, nothing."""

    loan: int | None = None
    fine: Fine = NO_FINE
    forgiven: bool = False
    barred: date | None = None
    deposit: int | None = None
    claim: ClaimFound | None = None
    lost: FoundAgain | None = None
    fined: int = 0

    def alerts(self) -> list[Alert]:
        """What the clerk is told of it."""
        told = []
        if self.claim is not None:
            told.append(Alert(AlertKind.CLAIM_CLOSED, self.claim.value))
        if self.forgiven and self.fine.amount:
            told.append(Alert(AlertKind.FORGIVEN, amount=self.fine.amount))
        if self.barred is not None:
            told.append(Alert(AlertKind.SUSPENDED, day=self.barred))
        if self.deposit is not None:
            told.append(Alert(AlertKind.DEPOSIT_BACK))
        lost = self.lost or FoundAgain()
        for kind, amount in (
            (AlertKind.LOST_BACK, lost.back),
            (AlertKind.LOST_CREDIT, lost.credit),
            (AlertKind.LOST_KEPT, lost.kept),
        ):
            if amount:
                told.append(Alert(kind, amount=amount))
        return told


CheckinAnswer = Returned | AlreadyScanned | Refused | Unknown


@known
@dataclass(frozen=True, slots=True)
class Checkin:
    """Take back the copy with this barcode. `returned_on` is the day from which it counts, for a book drop.

    The desk's switches: `trap` off keeps no copy for a hold now, `amnesty` forgives the fine, `floating` lets a copy
    stay where the rules leave that to the desk, `inventory` notes that it was counted. `claim` says how a copy that
    was claimed returned came to light.
    """

    kind: ClassVar[str] = "checkin"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.RETURN

    item: str
    visit: str = ""
    returned_on: date | None = None
    trap: bool = True
    amnesty: bool = False
    floating: bool = False
    inventory: bool = False
    claim: ClaimFound | None = None
    grants: tuple[Grant, ...] = ()

    def first(self, unit: Unit) -> tuple[hot.Trip, dict[str, Any]]:
        """What is asked first: borrower, title and copy are locked, then all is read."""
        return hot.RETURN_TRIP, read_parameters(unit, item=self.item)

    def run(self, unit: Unit) -> CheckinAnswer:
        """Find the copy, close its loan, reckon the fine, decide where it goes, answer."""
        return self.take(unit)

    def take(self, unit: Unit, *, off_hold_shelf: bool = False) -> CheckinAnswer:
        """The whole of it; a copy that is taken off the hold shelf was used by nobody."""
        row, stale = hot.return_facts(unit.hot, read_parameters(unit, item=self.item), unit.ahead)
        if row is None:
            return Unknown(Thing.ITEM, self.item)
        if stale:
            raise Stale
        face = item_face(unit, row)
        if _double_scan(unit, row):
            return AlreadyScanned(face)
        rules = _return_rules(unit, row)
        left = standing(_return_blocks(unit, row, rules, self.claim), self.grants)
        if left:
            return refusal(unit, self, left, face, None)
        if self.returned_on is not None and Permission.BACKDATE not in unit.staff.permissions:
            return refused(self, Reason.NOT_ALLOWED)
        at = effective(unit, self.returned_on, row.loan_out_at)
        holds = holds_for(unit, row, None)
        way = _route(unit, row, holds, rules, trap=self.trap, floating=self.floating)
        back = self._take_back(unit, row, at, rules) if row.loan_id is not None else Back()
        if row.loan_id is None and row.status is ItemStatus.LOST:
            back = Back(lost=_found_after_loss(unit, row, at, forgiven=self.amnesty))
        hold = self._move(unit, row, way, holds, rules, back)
        used = back.loan is None and not off_hold_shelf and _counts_as_use(unit, row, way, rules)
        unit.record.method = IN_HOUSE if used else None
        return self._answer(unit, row, face, at, way, back, hold, used=used)

    def _take_back(self, unit: Unit, row: Any, at: datetime, rules: LoanRules) -> Back:
        """End the loan: its fine or suspension, and its deposit."""
        unit.write("returned", row=row.loan_id, returned_at=at)
        closed = claim_of(row, self.claim, rules)
        fine = late_fine(unit, row, at, believed=closed is not ClaimFound.PATRON)
        forgiven = self.amnesty or closed is ClaimFound.LIBRARY
        fined, lost = 0, None
        if row.loan_lost_at is not None:
            fine, lost = NO_FINE, _found_after_loss(unit, row, at, forgiven=forgiven)
        else:
            fined = _settle_fine(unit, row, 0 if forgiven else fine.amount)
        barred = None if forgiven else suspend(unit, row, at)
        return Back(row.loan_id, fine, forgiven, barred, give_back_deposit(unit, row), closed, lost, fined)

    def _move(
        self, unit: Unit, row: Any, way: Route, holds: Sequence[Any], rules: LoanRules, back: Back
    ) -> HoldFace | None:
        """Write where the copy is now: the copy itself, its hold, its transits."""
        hold = next((h for h in holds if way.hold is not None and h.id == way.hold.id), None)
        home = unit.branch if way.floats else None
        place_item(unit, row, _status_now(row, way, rules), home=home, inventory=self.inventory)
        closed, opened = _transits(unit, row, way)
        face = _keep(unit, row, way, hold) if hold is not None else None
        displaced = put_back(unit, kept_copy(row.item_id, holds)) if hold is None else None
        kept = before(
            row,
            hold=hold_before(hold),
            displaced=displaced,
            closed_transit=closed,
            opened_transit=opened,
            charges=unit.record.charges,
            home=row.home_branch,
            inventoried_at=row.inventoried_at,
            restriction_of=back.loan if back.barred is not None else None,
            refunded=back.deposit,
        )
        _note(unit, row, kept)
        touched = hold or displaced
        unit.record.hold_id = touched.id if touched is not None else None
        return face

    def _answer(
        self,
        unit: Unit,
        row: Any,
        face: ItemFace,
        at: datetime,
        way: Route,
        back: Back,
        hold: HoldFace | None,
        *,
        used: bool,
    ) -> Returned:
        late = 0
        if back.loan is not None:
            late = days_overdue(row.loan_due_at, at, unit.policy.calendars[row.loan_branch])
        return Returned(
            item=face,
            to=way.to,
            at=at,
            branch=unit.policy.branches[way.branch].name if way.branch is not None else "",
            was_out=back.loan is not None,
            due=row.loan_due_at,
            days_late=late,
            fine=back.fined + (back.lost.fine if back.lost is not None else 0),
            reckoned=back.fine if back.fine.late else None,
            hold=hold,
            patron=patron_face(row) if row.loan_patron is not None else None,
            alerts=_alerts(unit, row, way, back),
            backdated=self.returned_on is not None,
            used=used,
            forgiven=back.fine.amount if back.forgiven else 0,
            suspended_until=back.barred,
        )


@known
@dataclass(frozen=True, slots=True)
class UseInHouse:
    """Count that a copy was used in the library, without a loan."""

    kind: ClassVar[str] = "use_in_house"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.RETURN

    item: str
    visit: str = ""
    grants: tuple[Grant, ...] = ()

    def run(self, unit: Unit) -> Used | Refused | Unknown:
        """Find the copy; a copy on loan is checked in instead, so it is refused here."""
        row, _stale = hot.return_facts(unit.hot, read_parameters(unit, item=self.item))
        if row is None:
            return Unknown(Thing.ITEM, self.item)
        face = item_face(unit, row)
        if row.loan_id is not None:
            fact = Fact(day=unit.policy.calendars[unit.branch].today(row.loan_due_at))
            return Refused(self, refused(self, Reason.ON_LOAN, fact=fact).blocks, face)
        place_item(unit, row, ItemStatus.AVAILABLE if found_again(row.status) else row.status)
        _note(unit, row, before(row, home=row.home_branch, inventoried_at=row.inventoried_at))
        return Used(face)


def effective(unit: Unit, day: date | None, out_at: datetime | None) -> datetime:
    """The moment from which a return counts: closing time of the given day, never in the future or before the loan."""
    moment = unit.now if day is None else min(unit.now, unit.policy.calendars[unit.branch].closing(day))
    return moment if out_at is None else max(moment, out_at)


def _settle_fine(unit: Unit, row: Any, amount: int) -> int:
    """Charge what is not on the account yet; what was paid too much while the loan was out is taken back."""
    more: int = amount - row.loan_fined
    if more < 0:
        from desk.services.accounts.losses import less_fine

        less_fine(unit, row.loan_id, -more, rules_of_loan(unit, row), "returned")
    charge(unit, row, max(more, 0))
    return max(more, 0)


def _double_scan(unit: Unit, row: Any) -> bool:
    """The same code again within ten seconds, with nothing left to do."""
    if row.loan_id is not None or row.last_seen_at is None or row.holding_branch_id != unit.branch:
        return False
    return bool(0 <= (unit.now - row.last_seen_at).total_seconds() < DOUBLE_SCAN_SECONDS)


def _return_rules(unit: Unit, row: Any) -> LoanRules:
    """What holds for taking this copy back, by the branch whose rules count."""
    branch = unit.policy.returning_branch(unit.branch, row.home_branch, row.holding_branch_id)
    return unit.policy.rules(branch, row.category_id or 0, row.item_type_id)


def _return_blocks(unit: Unit, row: Any, rules: LoanRules, claim: ClaimFound | None) -> tuple[Block, ...]:
    """Rows 3 and 23 to 25: a return that belongs elsewhere, a copy that is asked about first, an open claim."""
    found = []
    odd = {
        ItemStatus.LOST: (Reason.LOST_RETURN, "lost_return", rules.lost_return),
        ItemStatus.WITHDRAWN: (Reason.WITHDRAWN_RETURN, "withdrawn_return", rules.withdrawn_return),
    }.get(row.status)
    if odd is not None and odd[2].value is not OddReturn.TAKE:
        asked = block(odd[0], by=(odd[1], odd[2]))
        found.append(asked if odd[2].value is OddReturn.ASK else replace(asked, override=None))
    if row.loan_id is not None:
        elsewhere = rules.return_to
        if not may_return_here(elsewhere.value, unit.branch, row.home_branch, row.holding_branch_id):
            taker = row.holding_branch_id if elsewhere.value is ReturnTo.HOLDING else row.home_branch
            fact = Fact(name=unit.policy.branches[taker].name)
            found.append(block(Reason.RETURN_ELSEWHERE, fact, by=("return_to", elsewhere)))
        if row.loan_claimed_on is not None and claim is None and rules.claim_found.value is ClaimRule.ASK:
            fact = Fact(day=row.loan_claimed_on)
            found.append(block(Reason.CLAIM_FOUND, fact, by=("claim_found", rules.claim_found)))
    return tuple(found)


def _lendable_state(row: Any) -> ItemStatus:
    """What the copy's state is once it has come in: what was thought to be gone is here."""
    return ItemStatus.AVAILABLE if found_again(row.status) or row.status is ItemStatus.RESHELVING else row.status


def _route(unit: Unit, row: Any, holds: Sequence[Any], rules: LoanRules, *, trap: bool, floating: bool) -> Route:
    lendable = not (row.not_for_loan or row.restricted or unit.policy.kinds[row.item_type_id].not_for_loan)
    facts = tuple(hold_facts(hold) for hold in holds)
    branches = unit.policy.branches
    stays = may_float(rules.floats.value, branches[unit.branch].code, branches[row.home_branch].code, switched=floating)
    ways = Ways(rules.returns_to.value, rules.processed_to.value, stays, trap and lendable, row.volume)
    return route(row.item_id, _lendable_state(row), row.home_branch, unit.branch, facts, today(unit), ways)


def _status_now(row: Any, way: Route, rules: LoanRules) -> ItemStatus:
    """A copy on its way to the shelf is being reshelved where the rules give that a time, or where it is on a cart."""
    status = _lendable_state(row)
    if way.to is Destination.PROCESSING or status not in (ItemStatus.AVAILABLE, ItemStatus.IN_PROCESS):
        return status
    on_cart = way.to is Destination.CART
    underway = row.loan_id is not None or row.status is ItemStatus.RESHELVING
    reshelved = way.to is Destination.SHELF and rules.reshelving.value is not None and underway
    return ItemStatus.RESHELVING if on_cart or reshelved else ItemStatus.AVAILABLE


def _counts_as_use(unit: Unit, row: Any, way: Route, rules: LoanRules) -> bool:
    """A copy of this branch that was not on loan, is waited for by nobody and goes back to its shelf was used here.

    Not one that nobody fetched: it comes from the hold shelf.
    """
    shelved = way.to in (Destination.SHELF, Destination.CART)
    fine = row.status in (ItemStatus.AVAILABLE, ItemStatus.RESHELVING) and row.transit_id is None
    ours = row.home_branch == unit.branch and not row.has_holds
    return shelved and fine and ours and rules.counts_use.value and not _unfetched(unit, row)


def _unfetched(unit: Unit, row: Any) -> bool:
    """Whether it stood on the hold shelf when its hold ended, and nobody has scanned it since."""
    asked = {"item_id": row.item_id, "since": row.last_seen_at or NEVER}
    return ENDED_SINCE.first(unit.hot, asked) is not None


def _found_after_loss(unit: Unit, row: Any, at: datetime, *, forgiven: bool) -> FoundAgain | None:
    """What becomes of the bill of a copy that was lost; seldom needed, and it takes long to import."""
    from desk.services.accounts.losses import found_again

    return found_again(unit, row, at, forgiven=forgiven)


def _transits(unit: Unit, row: Any, way: Route) -> tuple[int | None, int | None]:
    """Close a transit that has arrived or went wrong; open the one that is needed."""
    on_its_way = row.transit_id is not None and row.transit_to == way.branch
    if on_its_way:
        return None, None
    if way.branch is None:
        if row.transit_id is not None:
            unit.write("arrived", row=row.transit_id, arrived_at=unit.now)
        return row.transit_id, None
    if row.transit_id is not None:
        # Before the new one, in a statement of its own: PostgreSQL may run the parts of one statement in any order,
        # and a copy has one open transit.
        from desk.models import Transit

        unit.db.get_one(Transit, row.transit_id).arrived_at = unit.now
    number = hot.next_id(unit.hot, "transits")
    unit.write(
        "transit",
        id=number,
        item_id=row.item_id,
        from_branch_id=unit.branch,
        to_branch_id=way.branch,
        reason=TransitReason.HOLD if way.hold is not None else TransitReason.HOME,
        hold_id=way.hold.id if way.hold is not None else None,
        sent_at=unit.now,
    )
    return row.transit_id, number


def _keep(unit: Unit, row: Any, way: Route, hold: Any) -> HoldFace:
    """Keep the copy for the hold: on the shelf here, or on its way. A second scan never moves the shelf date."""
    reader = _reader(unit, hold.patron_id)
    if way.to is Destination.TRANSIT_HOLD:
        status, end, code, ready = HoldStatus.IN_TRANSIT, None, "", None
    else:
        status, code = HoldStatus.READY, hold.shelf_code or shelf_code(reader.family_name, reader.card)
        end, ready = shelf_end(unit, row.item_type_id, hold), hold.ready_at or unit.now
    until, until_at = (end.day, end.at) if end is not None else (None, None)
    changed = (status, row.item_id, until) != (hold.status, hold.copy_id, hold.shelf_until)
    if changed:
        unit.write(
            "hold",
            row=hold.id,
            status=status,
            copy_id=row.item_id,
            ready_at=ready,
            shelf_until=until,
            shelf_until_at=until_at,
            shelf_code=code,
            ended_at=None,
        )
    pickup = unit.policy.branches[hold.pickup_branch_id].name
    note = hold.note if hold.note_on_slip else ""
    return HoldFace(hold.id, status, pickup, until, code, reader, until_at, note)


def _reader(unit: Unit, patron: int | None) -> PatronFace:
    if patron is None:  # a copy must come back, whatever became of the reader for whom it was kept
        return PatronFace()
    return patron_face(hot.READER.first(unit.hot, {"patron_id": patron}))


def shelf_end(unit: Unit, kind: int, hold: Any) -> ShelfEnd:
    """The last day of a hold on the shelf of this branch: the one it has, else by the rules."""
    if hold.shelf_until is not None:
        return ShelfEnd(hold.shelf_until, hold.shelf_until_at)
    rules = unit.policy.rules(unit.branch, 0, kind)
    return shelf_until(
        unit.now,
        rules.shelf_time.value or Period(rules.shelf_days.value, PeriodUnit.DAY),
        unit.policy.calendars[unit.branch],
        skip_closed=rules.shelf_skips_closed.value,
        wished=hold.expires_on,
    )


def _note(unit: Unit, row: Any, kept: Any) -> None:
    record = unit.record
    record.person, record.item_id, record.loan_id = row.loan_patron, row.item_id, row.loan_id
    record.item_type, record.collection, record.audience = row.item_type_id, row.collection_id, row.audience
    record.patron_category = row.category_id
    record.before = kept


def _alerts(unit: Unit, row: Any, way: Route, back: Back) -> tuple[Alert, ...]:
    told = []
    if row.note:
        told.append(Alert(AlertKind.ITEM_NOTE, row.note))
    if row.pieces > 1:
        told.append(Alert(AlertKind.PIECES, row.pieces_note, row.pieces))
    billed = back.lost is not None and back.lost.kept
    told += [alert for alert in found_alerts(unit, row) if not (billed and alert.kind is AlertKind.LOST_BILL)]
    if row.transit_id is not None and row.transit_to == unit.branch:
        told.append(Alert(AlertKind.CAME_FROM_TRANSIT, unit.policy.branches[row.transit_from].name))
    if row.transit_id is not None and row.transit_to != unit.branch:
        told.append(Alert(AlertKind.WRONG_TRANSIT, unit.policy.branches[row.transit_to].name))
    if way.floats:
        told.append(Alert(AlertKind.FLOATED, unit.policy.branches[row.home_branch].name))
    return (*told, *back.alerts())
