"""Check out: lend a copy to a reader. The rules are the rows of docs/checkout.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from desk.models import hot
from desk.rules.blocks import Fact, checkout_blocks
from desk.rules.vocabulary import HoldStatus, ItemStatus, Permission, Reason, RenewalSource
from desk.services.answers import Grant, Refused, Thing, Unknown, refused
from desk.services.circulation.answers import Alert, AlertKind, AlreadyLent, AlreadyScanned, HoldBefore, Lent, Renewed
from desk.services.circulation.facts import (
    before,
    due_face,
    found_alerts,
    hold_before,
    holds_for,
    item_face,
    item_facts,
    lifted,
    patron_face,
    patron_facts,
    read_parameters,
    reckon_due,
    special_due,
    standing,
)
from desk.services.circulation.holds import kept_copy, put_back
from desk.services.circulation.renew import renew_loan
from desk.services.codec import known, private
from desk.services.desk import Unit

DOUBLE_SCAN_SECONDS = 10

CheckoutAnswer = Lent | Renewed | AlreadyScanned | AlreadyLent | Refused | Unknown


@known
@dataclass(frozen=True, slots=True)
class Checkout:
    """Lend the copy with this barcode to the reader with this card; a due date set by hand wins over the rule."""

    kind: ClassVar[str] = "checkout"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.LEND

    card: str = private(default="")
    item: str = ""
    visit: str = ""
    due_on: date | None = None
    due_at: datetime | None = None
    grants: tuple[Grant, ...] = ()

    def run(self, unit: Unit) -> CheckoutAnswer:
        """Find reader and copy, ask the rules, refuse or add the loan, answer."""
        row = hot.checkout_facts(unit.hot, read_parameters(unit, card=self.card, item=self.item))
        if row is None:
            return self._unknown(unit)
        if row.loan_id is not None:
            return self._already_out(unit, row)
        holds = holds_for(unit, row, row.patron_id)
        rules = unit.policy.rules(unit.branch, row.category_id, row.item_type_id)
        special = special_due(unit, self.due_on, self.due_at)
        due = reckon_due(unit, rules, unit.now, row.expires_on)
        moment = special or (due.at if due else unit.now)
        blocks = checkout_blocks(
            patron_facts(unit, row, rules),
            item_facts(unit, row, holds),
            rules,
            unit.policy.calendars[unit.branch],
            unit.now,
            special,
        )
        if special is not None and Permission.SPECIAL_DUE not in unit.staff.permissions:
            return refused(self, Reason.NOT_ALLOWED)
        left = standing(blocks, self.grants)
        if left:
            return Refused(self, left, item_face(unit, row), patron_face(row))
        why = due_face(unit, rules.loan, due, special=special is not None)
        own = _own_hold(row, holds)
        kept = kept_copy(row.item_id, holds)
        displaced = put_back(unit, kept) if kept is not None and kept.patron_id != row.patron_id else None
        loan = self._lend(unit, row, moment, own, displaced)
        return Lent(
            item=item_face(unit, row),
            due=moment,
            why=why,
            loan=loan,
            out=row.out + 1,
            patron=patron_face(row),
            hold_filled=own is not None,
            overridden=lifted(blocks),
            alerts=_alerts(unit, row, own, cut=why.cut_to_expiry),
        )

    def _unknown(self, unit: Unit) -> Unknown:
        asked = read_parameters(unit, card=self.card)
        if hot.PATRON_FACTS.first(unit.hot, asked) is None:
            return Unknown(Thing.CARD, self.card)
        return Unknown(Thing.ITEM, self.item)

    def _already_out(self, unit: Unit, row: Any) -> CheckoutAnswer:
        """A second scan, a copy lent earlier today, a renewal on a later day, or a copy that another reader has."""
        face = item_face(unit, row)
        if row.loan_patron != row.patron_id:
            calendar = unit.policy.calendars[unit.branch]
            fact = Fact(day=calendar.today(row.loan_due_at))
            answer = refused(self, Reason.ON_LOAN, fact=fact)
            return Refused(self, answer.blocks, face, patron_face(row))
        touched = row.loan_renewed_at or row.loan_out_at
        if 0 <= (unit.now - touched).total_seconds() < DOUBLE_SCAN_SECONDS:
            return AlreadyScanned(face, row.loan_due_at)
        calendar = unit.policy.calendars[unit.branch]
        if calendar.today(touched) == calendar.today(unit.now):
            return AlreadyLent(face, row.loan_due_at)
        special = special_due(unit, self.due_on, self.due_at)
        return renew_loan(unit, self, row, RenewalSource.SCAN, special)

    def _lend(self, unit: Unit, row: Any, due: datetime, own: Any, displaced: HoldBefore | None) -> int:
        loan: int = row.next_loan
        unit.write(
            "loan",
            id=loan,
            item_id=row.item_id,
            patron_id=row.patron_id,
            branch_id=unit.branch,
            item_type_id=row.item_type_id,
            out_at=unit.now,
            due_at=due,
            renewals=0,
            undone=False,
        )
        status = ItemStatus.AVAILABLE if row.status is not ItemStatus.WITHDRAWN else row.status
        unit.write("item", row=row.item_id, status=status, holding_branch_id=unit.branch, last_seen_at=unit.now)
        if own is not None:
            unit.write(
                "hold",
                row=own.id,
                status=HoldStatus.FILLED,
                copy_id=row.item_id,
                ready_at=own.ready_at,
                shelf_until=own.shelf_until,
                shelf_code=own.shelf_code,
                ended_at=unit.now,
            )
        if row.transit_id is not None:
            unit.write("arrived", row=row.transit_id, arrived_at=unit.now)
        self._note(unit, row, loan, own)
        unit.record.before = before(row, hold=hold_before(own), displaced=displaced, closed_transit=row.transit_id)
        return loan

    def _note(self, unit: Unit, row: Any, loan: int, own: Any) -> None:
        record = unit.record
        record.person, record.item_id, record.loan_id = row.patron_id, row.item_id, loan
        record.hold_id = own.id if own is not None else None
        record.item_type, record.collection, record.audience = row.item_type_id, row.collection_id, row.audience
        record.patron_category = row.category_id


def _own_hold(row: Any, holds: Sequence[Any]) -> Any:
    """The reader's own hold that this loan fills: the one this copy is kept for, or any on the title."""
    own = [h for h in holds if h.patron_id == row.patron_id and h.item_id in (None, row.item_id)]
    return next((h for h in own if h.copy_id == row.item_id), None) or next(iter(own), None)


def _alerts(unit: Unit, row: Any, own: Any, *, cut: bool) -> tuple[Alert, ...]:
    told = []
    if row.note:
        told.append(Alert(AlertKind.ITEM_NOTE, row.note))
    told += found_alerts(unit, row)
    if cut:
        told.append(Alert(AlertKind.DUE_CUT))
    if own is not None and own.status is HoldStatus.READY and own.copy_id != row.item_id:
        told.append(Alert(AlertKind.HELD_COPY_LEFT, code=own.shelf_code))
    return tuple(told)
