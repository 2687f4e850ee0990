"""Check out: lend a copy to a reader. The rules are the rows of docs/checkout.md."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from desk.models import hot
from desk.rules.blocks import Block, Demand, Fact, ItemFacts, PatronFacts, block, checkout_blocks, patron_blocks
from desk.rules.policy import LoanRules
from desk.rules.rental import rental
from desk.rules.vocabulary import ChargeKind, HoldStatus, ItemStatus, Permission, Reason, RenewalSource
from desk.services.answers import DueFace, Grant, Refused, Thing, Unknown, refused
from desk.services.circulation.answers import Alert, AlertKind, AlreadyLent, AlreadyScanned, HoldBefore, Lent, Renewed
from desk.services.circulation.facts import (
    before,
    by_rules_now,
    due_face,
    found_alerts,
    hold_before,
    holds_for,
    item_face,
    item_facts,
    lifted,
    on_site_due,
    patron_face,
    patron_facts,
    place_item,
    read_parameters,
    reckon_due,
    refusal,
    rules_for,
    special_due,
    standing,
)
from desk.services.circulation.holds import kept_copy, put_back
from desk.services.circulation.renew import charge, renew_loan
from desk.services.codec import known, private
from desk.services.desk import Unit

DOUBLE_SCAN_SECONDS = 10
# Lending such a copy does not make it one that may stand on the shelf again.
LENT_AS_IT_IS = (ItemStatus.WITHDRAWN, ItemStatus.DISCARD, ItemStatus.UNCATALOGUED)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a copy is lent: the rules, the due date and why, the demand that cut it, the rental."""

    rules: LoanRules
    due: datetime
    why: DueFace
    demand: Demand | None
    rental: int


CheckoutAnswer = Lent | Renewed | AlreadyScanned | AlreadyLent | Refused | Unknown


@known
@dataclass(frozen=True, slots=True)
class Checkout:
    """Lend the copy with this barcode to the reader with this card; a due date set by hand wins over the rule.

    An `on_site` loan may not leave the building and is due when it closes.
    """

    kind: ClassVar[str] = "checkout"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.LEND

    card: str = private(default="")
    item: str = ""
    visit: str = ""
    due_on: date | None = None
    due_at: datetime | None = None
    on_site: bool = False
    grants: tuple[Grant, ...] = ()

    def first(self, unit: Unit) -> tuple[hot.Trip, dict[str, Any]]:
        """What is asked first: reader, title and copy are locked, then all is read."""
        return hot.CHECKOUT_TRIP, read_parameters(unit, card=self.card, item=self.item)

    def run(self, unit: Unit) -> CheckoutAnswer:
        """Find reader and copy, ask the rules, refuse or add the loan, answer."""
        row = hot.checkout_facts(unit.hot, read_parameters(unit, card=self.card, item=self.item), unit.ahead)
        if row is None:
            return self._unknown(unit)
        if row.rules_now != unit.policy.version:
            return self.run(by_rules_now(unit))
        if row.loan_id is not None:
            return self._already_out(unit, row)
        special = special_due(unit, self.due_on, self.due_at)
        if special is not None and Permission.SPECIAL_DUE not in unit.staff.permissions:
            return refused(self, Reason.NOT_ALLOWED)
        terms = self._terms(unit, row, special)
        holds = holds_for(unit, row, row.patron_id)
        reader = patron_facts(unit, row, terms.rules)
        copy = replace(
            item_facts(unit, row, holds, terms.rules),
            rental=terms.rental,
            deposit=terms.rules.deposit.value,
            demand=terms.demand,
        )
        blocks = self._blocks(unit, reader, copy, terms, special)
        left = standing(blocks, self.grants)
        if left:
            return refusal(unit, self, left, item_face(unit, row), patron_face(row))
        return self._lent(unit, row, terms, holds, lifted(blocks))

    def _blocks(
        self, unit: Unit, reader: PatronFacts, copy: ItemFacts, terms: Terms, special: datetime | None
    ) -> tuple[Block, ...]:
        calendar = unit.policy.calendars[unit.branch]
        return checkout_blocks(reader, copy, terms.rules, calendar, unit.now, special, on_site=self.on_site)

    def _terms(self, unit: Unit, row: Any, special: datetime | None) -> Terms:
        """Until when, under which rules, and at what cost."""
        rules = rules_for(unit, row)
        due, demand = reckon_due(unit, rules, unit.now, row)
        moment = special or (due.at if due else unit.now)
        if self.on_site and special is None:
            moment, due, demand = on_site_due(unit), None, None
        if special is not None:
            demand = None
        why = due_face(unit, rules.loan, due, special=special is not None, on_site=self.on_site)
        cost = rental(unit.now, moment, rules.rental_rule(), unit.policy.calendars[unit.branch]).amount
        return Terms(rules, moment, why, demand, cost)

    def _lent(self, unit: Unit, row: Any, terms: Terms, holds: Sequence[Any], overridden: tuple[Reason, ...]) -> Lent:
        own, kept = _own_hold(row, holds), kept_copy(row.item_id, holds)
        displaced = put_back(unit, kept) if kept is not None and kept.patron_id != row.patron_id else None
        loan = self._lend(unit, row, terms, own, displaced)
        return Lent(
            item=item_face(unit, row),
            due=terms.due,
            why=terms.why,
            loan=loan,
            out=row.out + 1,
            patron=patron_face(row),
            hold_filled=own is not None,
            overridden=overridden,
            alerts=_alerts(unit, row, own, terms),
            on_site=self.on_site,
            charged=terms.rental + terms.rules.deposit.value,
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
            rules = rules_for(unit, row)
            reader = patron_blocks(patron_facts(unit, row, rules), rules, calendar.today(unit.now))
            blocks = (block(Reason.ON_LOAN, Fact(day=calendar.today(row.loan_due_at))), *reader)
            return refusal(unit, self, standing(blocks, self.grants), face, patron_face(row))
        if row.loan_on_site and not self.on_site:
            switched = self._leave_the_building(unit, row)
            if switched is not None:
                return switched
        touched = row.loan_renewed_at or row.loan_out_at
        if 0 <= (unit.now - touched).total_seconds() < DOUBLE_SCAN_SECONDS:
            return AlreadyScanned(face, row.loan_due_at)
        calendar = unit.policy.calendars[unit.branch]
        if calendar.today(touched) == calendar.today(unit.now):
            return AlreadyLent(face, row.loan_due_at)
        special = special_due(unit, self.due_on, self.due_at)
        return renew_loan(unit, self, row, RenewalSource.SCAN, special)

    def _leave_the_building(self, unit: Unit, row: Any) -> Lent | Refused | None:
        """An on-site loan becomes an ordinary one where the rules say so; its reader takes the copy home.

        All that is asked of a loan is asked of this one too; what was charged for the use here is not charged again.
        """
        special = special_due(unit, self.due_on, self.due_at)
        if special is not None and Permission.SPECIAL_DUE not in unit.staff.permissions:
            return refused(self, Reason.NOT_ALLOWED)
        terms = self._terms(unit, row, special)
        if not terms.rules.on_site_switch.value or terms.rules.loan.value is None:
            return None
        calendar = unit.policy.calendars[row.loan_branch]
        paid = rental(row.loan_out_at, row.loan_due_at, terms.rules.rental_rule(), calendar).amount
        terms = replace(terms, rental=max(0, terms.rental - paid))
        reader, copy = _without_this(unit, row, terms)
        blocks = self._blocks(unit, reader, copy, terms, special)
        face, left = item_face(unit, row), standing(blocks, self.grants)
        if left:
            return refusal(unit, self, left, face, patron_face(row))
        unit.write(
            "renewed",
            row=row.loan_id,
            due_at=terms.due,
            renewals=row.loan_renewals,
            unseen_renewals=row.loan_unseen,
            renewed_at=unit.now,
            on_site=False,
            fined=row.loan_fined,
        )
        charge(unit, row, terms.rental, ChargeKind.RENTAL)
        self._note(unit, row, row.loan_id, None)
        unit.record.before = before(row, charges=unit.record.charges)
        return Lent(
            face,
            terms.due,
            terms.why,
            row.loan_id,
            row.out,
            patron=patron_face(row),
            overridden=lifted(blocks),
            alerts=(Alert(AlertKind.ON_SITE_ENDED),),
            charged=terms.rental,
        )

    def _lend(self, unit: Unit, row: Any, terms: Terms, own: Any, displaced: HoldBefore | None) -> int:
        loan: int = row.next_loan
        unit.write(
            "loan",
            id=loan,
            item_id=row.item_id,
            patron_id=row.patron_id,
            branch_id=unit.branch,
            item_type_id=row.item_type_id,
            out_at=unit.now,
            due_at=terms.due,
            renewals=0,
            unseen_renewals=0,
            on_site=self.on_site,
            undone=False,
        )
        status = row.status if row.status in LENT_AS_IT_IS else ItemStatus.AVAILABLE
        place_item(unit, row, status)
        if own is not None:
            unit.write(
                "hold",
                row=own.id,
                status=HoldStatus.FILLED,
                copy_id=row.item_id,
                ready_at=own.ready_at,
                shelf_until=own.shelf_until,
                shelf_until_at=own.shelf_until_at,
                shelf_code=own.shelf_code,
                ended_at=unit.now,
            )
        if row.transit_id is not None:
            unit.write("arrived", row=row.transit_id, arrived_at=unit.now)
        charge(unit, row, terms.rental, ChargeKind.RENTAL, loan=loan)
        charge(unit, row, terms.rules.deposit.value, ChargeKind.DEPOSIT, loan=loan)
        self._note(unit, row, loan, own)
        kept = before(row, hold=hold_before(own), displaced=displaced, closed_transit=row.transit_id)
        unit.record.before = replace(kept, charges=unit.record.charges)
        return loan

    def _note(self, unit: Unit, row: Any, loan: int, own: Any) -> None:
        record = unit.record
        record.person, record.item_id, record.loan_id = row.patron_id, row.item_id, loan
        record.hold_id = own.id if own is not None else None
        record.item_type, record.collection, record.audience = row.item_type_id, row.collection_id, row.audience
        record.patron_category = row.category_id


def _without_this(unit: Unit, row: Any, terms: Terms) -> tuple[PatronFacts, ItemFacts]:
    """Reader and copy as if the loan that goes on were not there: it does not count against itself."""
    reader = patron_facts(unit, row, terms.rules)
    reader = replace(
        reader,
        out=reader.out - 1,
        on_site=reader.on_site - 1,
        here=reader.here - (row.loan_branch == unit.branch),
        on_site_here=reader.on_site_here - (row.loan_branch == unit.branch),
        overdue=reader.overdue - (row.loan_due_at < unit.now and row.loan_claimed_on is None),
        claims=reader.claims - (row.loan_claimed_on is not None),
    )
    copy = item_facts(unit, row, holds_for(unit, row, row.patron_id), terms.rules)
    family = None if copy.of_family_out is None else copy.of_family_out - 1
    at_places = tuple(replace(place, count=place.count - 1) for place in copy.at_places)
    of_type = copy.of_type_out - 1
    copy = replace(copy, of_type_out=of_type, of_family_out=family, at_places=at_places, pieces=1)
    return reader, replace(copy, rental=terms.rental, demand=terms.demand)


def _own_hold(row: Any, holds: Sequence[Any]) -> Any:
    """The reader's own hold that this loan fills: the one this copy is kept for, or any on the title."""
    own = [
        h
        for h in holds
        if h.patron_id == row.patron_id and h.item_id in (None, row.item_id) and h.volume in ("", row.volume)
    ]
    return next((h for h in own if h.copy_id == row.item_id), None) or next(iter(own), None)


def _alerts(unit: Unit, row: Any, own: Any, terms: Terms) -> tuple[Alert, ...]:
    told = []
    if row.note:
        told.append(Alert(AlertKind.ITEM_NOTE, row.note))
    told += found_alerts(unit, row)
    if terms.why.cut_to_expiry:
        told.append(Alert(AlertKind.DUE_CUT))
    if terms.demand is not None:
        told.append(Alert(AlertKind.DUE_SHORTENED, amount=terms.demand.holds, day=terms.demand.until))
    if terms.rental:
        told.append(Alert(AlertKind.RENTAL, amount=terms.rental))
    if terms.rules.deposit.value:
        told.append(Alert(AlertKind.DEPOSIT, amount=terms.rules.deposit.value))
    if own is not None and own.status is HoldStatus.READY and own.copy_id != row.item_id:
        told.append(Alert(AlertKind.HELD_COPY_LEFT, code=own.shelf_code))
    return tuple(told)
