"""Check in: a copy comes back and is told where to go. The rules are the rows of docs/checkin.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from desk.models import Transit, hot
from desk.rules.blocks import Block, Fact, block
from desk.rules.names import shelf_code
from desk.rules.overdue import Fine, days_overdue
from desk.rules.policy import ReturnTo
from desk.rules.routing import Destination, Route, may_return_here, route, shelf_until
from desk.rules.vocabulary import HoldStatus, ItemStatus, Permission, Reason, TransitReason
from desk.services.answers import Grant, ItemFace, PatronFace, Refused, Thing, Unknown, refused
from desk.services.circulation.answers import Alert, AlertKind, AlreadyScanned, HoldFace, Returned, Used
from desk.services.circulation.facts import (
    before,
    found_again,
    found_alerts,
    hold_before,
    hold_facts,
    holds_for,
    item_face,
    patron_face,
    read_parameters,
    standing,
    today,
)
from desk.services.circulation.holds import kept_copy, put_back
from desk.services.circulation.renew import charge, late_fine
from desk.services.codec import known
from desk.services.desk import Stale, Unit

DOUBLE_SCAN_SECONDS = 10

CheckinAnswer = Returned | AlreadyScanned | Refused | Unknown


@known
@dataclass(frozen=True, slots=True)
class Checkin:
    """Take back the copy with this barcode. `returned_on` is the day from which it counts, for a book drop.

    `trap` is off where the clerk has said that a copy shall not be kept for a hold now.
    """

    kind: ClassVar[str] = "checkin"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.RETURN

    item: str
    visit: str = ""
    returned_on: date | None = None
    trap: bool = True
    grants: tuple[Grant, ...] = ()

    def run(self, unit: Unit) -> CheckinAnswer:
        """Find the copy, close its loan, reckon the fine, decide where it goes, answer."""
        row, stale = hot.return_facts(unit.hot, read_parameters(unit, item=self.item))
        if row is None:
            return Unknown(Thing.ITEM, self.item)
        if stale:
            raise Stale
        face = item_face(unit, row)
        if _double_scan(unit, row):
            return AlreadyScanned(face)
        left = standing(_return_blocks(unit, row), self.grants)
        if left:
            return Refused(self, left, face)
        if self.returned_on is not None and Permission.BACKDATE not in unit.staff.permissions:
            return refused(self, Reason.NOT_ALLOWED)
        at = effective(unit, self.returned_on, row.loan_out_at)
        holds = holds_for(unit, row, None)
        way = _route(unit, row, holds, trap=self.trap)
        fine = self._take_back(unit, row, at) if row.loan_id is not None else Fine()
        return self._answer(unit, row, face, at, fine, way, _move(unit, row, way, holds))

    def _take_back(self, unit: Unit, row: Any, at: datetime) -> Fine:
        unit.write("returned", row=row.loan_id, returned_at=at)
        fine = late_fine(unit, row, at)
        charge(unit, row, fine.amount)
        return fine

    def _answer(
        self, unit: Unit, row: Any, face: ItemFace, at: datetime, fine: Fine, way: Route, hold: HoldFace | None
    ) -> Returned:
        late = 0
        if row.loan_id is not None:
            late = days_overdue(row.loan_due_at, at, unit.policy.calendars[row.loan_branch])
        return Returned(
            item=face,
            to=way.to,
            at=at,
            branch=unit.policy.branches[way.branch].name if way.branch is not None else "",
            was_out=row.loan_id is not None,
            due=row.loan_due_at,
            days_late=late,
            fine=fine.amount,
            reckoned=fine,
            hold=hold,
            patron=patron_face(row) if row.loan_patron is not None else None,
            alerts=_alerts(unit, row, way),
            backdated=self.returned_on is not None,
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
        status = ItemStatus.AVAILABLE if found_again(row.status) else row.status
        unit.write("item", row=row.item_id, status=status, holding_branch_id=unit.branch, last_seen_at=unit.now)
        _note(unit, row, before(row))
        return Used(face)


def effective(unit: Unit, day: date | None, out_at: datetime | None) -> datetime:
    """The moment from which a return counts: closing time of the given day, never in the future or before the loan."""
    moment = unit.now if day is None else min(unit.now, unit.policy.calendars[unit.branch].closing(day))
    return moment if out_at is None else max(moment, out_at)


def _double_scan(unit: Unit, row: Any) -> bool:
    """The same code again within ten seconds, with nothing left to do."""
    if row.loan_id is not None or row.last_seen_at is None or row.holding_branch_id != unit.branch:
        return False
    return bool(0 <= (unit.now - row.last_seen_at).total_seconds() < DOUBLE_SCAN_SECONDS)


def _return_blocks(unit: Unit, row: Any) -> tuple[Block, ...]:
    """Row 3: a loan that may not be returned here, with the branch that takes it."""
    if row.loan_id is None:
        return ()
    rules = unit.policy.rules(unit.branch, row.category_id or 0, row.item_type_id)
    if may_return_here(rules.return_to.value, unit.branch, row.home_branch, row.holding_branch_id):
        return ()
    taker = row.holding_branch_id if rules.return_to.value is ReturnTo.HOLDING else row.home_branch
    return (block(Reason.RETURN_ELSEWHERE, Fact(name=unit.policy.branches[taker].name)),)


def _route(unit: Unit, row: Any, holds: Sequence[Any], *, trap: bool) -> Route:
    status = ItemStatus.AVAILABLE if found_again(row.status) else row.status
    lendable = not (row.not_for_loan or row.restricted or unit.policy.kinds[row.item_type_id].not_for_loan)
    facts = tuple(hold_facts(hold) for hold in holds)
    return route(row.item_id, status, row.home_branch, unit.branch, facts, today(unit), may_trap=trap and lendable)


def _move(unit: Unit, row: Any, way: Route, holds: Sequence[Any]) -> HoldFace | None:
    """Write where the copy is now: the copy itself, its hold, its transits."""
    hold = next((h for h in holds if way.hold is not None and h.id == way.hold.id), None)
    status = ItemStatus.AVAILABLE if found_again(row.status) else row.status
    unit.write("item", row=row.item_id, status=status, holding_branch_id=unit.branch, last_seen_at=unit.now)
    closed, opened = _transits(unit, row, way)
    face = _keep(unit, row, way, hold) if hold is not None else None
    displaced = put_back(unit, kept_copy(row.item_id, holds)) if hold is None else None
    charges = (unit.record.charge_id,) if unit.record.charge_id is not None else ()
    kept = before(
        row,
        hold=hold_before(hold),
        displaced=displaced,
        closed_transit=closed,
        opened_transit=opened,
        charges=charges,
    )
    _note(unit, row, kept)
    touched = hold or displaced
    unit.record.hold_id = touched.id if touched is not None else None
    return face


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
        status, until, code, ready = HoldStatus.IN_TRANSIT, None, "", None
    else:
        status, code = HoldStatus.READY, hold.shelf_code or shelf_code(reader.family_name, reader.card)
        until, ready = hold.shelf_until or _shelf_until(unit, row, hold), hold.ready_at or unit.now
    changed = (status, row.item_id, until) != (hold.status, hold.copy_id, hold.shelf_until)
    if changed:
        unit.write(
            "hold",
            row=hold.id,
            status=status,
            copy_id=row.item_id,
            ready_at=ready,
            shelf_until=until,
            shelf_code=code,
            ended_at=None,
        )
    return HoldFace(hold.id, status, unit.policy.branches[hold.pickup_branch_id].name, until, code, reader)


def _reader(unit: Unit, patron: int) -> PatronFace:
    return patron_face(hot.READER.first(unit.hot, {"patron_id": patron}))


def _shelf_until(unit: Unit, row: Any, hold: Any) -> date:
    rules = unit.policy.rules(unit.branch, 0, row.item_type_id)
    return shelf_until(
        today(unit),
        rules.shelf_days.value,
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


def _alerts(unit: Unit, row: Any, way: Route) -> tuple[Alert, ...]:
    told = []
    if row.note:
        told.append(Alert(AlertKind.ITEM_NOTE, row.note))
    if row.pieces > 1:
        told.append(Alert(AlertKind.PIECES, row.pieces_note, row.pieces))
    told += found_alerts(unit, row)
    if row.transit_id is not None and row.transit_to == unit.branch:
        told.append(Alert(AlertKind.CAME_FROM_TRANSIT, unit.policy.branches[row.transit_from].name))
    if row.transit_id is not None and row.transit_to != unit.branch:
        told.append(Alert(AlertKind.WRONG_TRANSIT, unit.policy.branches[row.transit_to].name))
    return tuple(told)
