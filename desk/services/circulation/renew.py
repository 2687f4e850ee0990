"""Renew: a loan goes on. The rules are the rows of docs/renewal.md."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from desk.models import hot
from desk.models.prepared import prepared
from desk.rules import overdue
from desk.rules.blocks import Block, Fact, block, past_due
from desk.rules.policy import LoanRules
from desk.rules.renewal import LoanFacts, renewal_blocks, renewed_due
from desk.rules.rental import rental
from desk.rules.vocabulary import ChargeKind, Permission, Reason, RenewalSource
from desk.services.answers import Grant, Refused, Thing, Unknown, refused
from desk.services.circulation.answers import Renewed
from desk.services.circulation.facts import (
    before,
    by_rules_now,
    due_face,
    fine_of,
    item_face,
    latest_due,
    lifted,
    loan_rules,
    patron_face,
    patron_facts,
    read_parameters,
    refusal,
    rules_for,
    special_due,
    standing,
    today,
)
from desk.services.codec import known
from desk.services.desk import Stale, Unit

RenewAnswer = Renewed | Refused | Unknown

# Holds that this copy could fill if it came back today, as HoldFacts.wants has it.
WAITING = prepared(
    """SELECT count(*) FROM holds WHERE title_id = :title_id AND status = 'queued' AND patron_id <> :patron_id
    AND (item_id IS NULL OR item_id = :item_id) AND (volume = '' OR volume = :volume)
    AND (suspended_until IS NULL OR suspended_until < :today)
    AND (not_before IS NULL OR not_before <= :today) AND (expires_on IS NULL OR expires_on >= :today)"""
)


@known
@dataclass(frozen=True, slots=True)
class Renew:
    """Renew the loan of the copy with this barcode, whoever has it; `seen` says that the copy is in the hand."""

    kind: ClassVar[str] = "renew"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.RENEW

    item: str
    visit: str = ""
    due_on: date | None = None
    due_at: datetime | None = None
    source: RenewalSource = RenewalSource.DESK
    seen: bool = True
    grants: tuple[Grant, ...] = ()

    def first(self, unit: Unit) -> tuple[hot.Trip, dict[str, Any]]:
        """What is asked first: borrower, title and copy are locked, then all is read."""
        return hot.RENEWAL_TRIP, read_parameters(unit, item=self.item)

    def run(self, unit: Unit) -> RenewAnswer:
        """Find the loan, ask the rules, refuse or move its due date, answer."""
        row, stale = hot.renewal_facts(unit.hot, read_parameters(unit, item=self.item), unit.ahead)
        if row is None:
            return Unknown(Thing.ITEM, self.item)
        if row.loan_id is None:
            return Refused(self, refused(self, Reason.NOT_ON_LOAN).blocks, item_face(unit, row))
        if stale:
            raise Stale
        if row.rules_now != unit.policy.version:
            return self.run(by_rules_now(unit))
        special = special_due(unit, self.due_on, self.due_at)
        return renew_loan(unit, self, row, self.source, special, seen=self.seen)


def renew_loan(
    unit: Unit, act: Any, row: Any, source: RenewalSource, special: datetime | None, *, seen: bool = True
) -> Renewed | Refused:
    """Renew the loan that `row` shows, for a renewal or a second scan at check-out."""
    rules = rules_for(unit, row)
    calendar = unit.policy.calendars[unit.branch]
    loan = _loan_facts(unit, row, source, seen=seen)
    due = renewed_due(loan, rules, calendar, unit.now, latest_due(unit, rules, row.expires_on))
    moment = special or due.at
    blocks = renewal_blocks(patron_facts(unit, row, rules), loan, rules, calendar, unit.now, moment)
    cost = rental(max(unit.now, min(loan.due_at, moment)), moment, rules.rental_rule(), calendar).amount
    if cost:
        blocks += (block(Reason.RENTAL, Fact(amount=cost), by=("rental", rules.rental)),)
    blocks += _special_blocks(unit, special)
    left = standing(blocks, act.grants)
    if left:
        return refusal(unit, act, left, item_face(unit, row), patron_face(row))
    fine = _charge_lateness(unit, row)
    charge(unit, row, cost, kind=ChargeKind.RENTAL)
    _write(unit, row, moment, seen=seen)
    _note(unit, row, source)
    ruled = rules.renewal if rules.renewal.value is not None else rules.loan
    allowed = rules.renewals.value
    return Renewed(
        item=item_face(unit, row),
        due=moment,
        was_due=row.loan_due_at,
        why=due_face(unit, ruled, due, special=special is not None),
        loan=row.loan_id,
        renewals=row.loan_renewals + 1,
        allowed=allowed,
        patron=patron_face(row),
        fine=fine,
        overridden=lifted(blocks),
        charged=cost,
        final=allowed is not None and row.loan_renewals + 1 >= allowed,
    )


def _loan_facts(unit: Unit, row: Any, source: RenewalSource, *, seen: bool) -> LoanFacts:
    waiting, free = _waiting(unit, row)
    return LoanFacts(
        due_at=row.loan_due_at,
        renewals=row.loan_renewals,
        status=row.status,
        wanted_by=waiting,
        copies_free=free,
        out_at=row.loan_out_at,
        unseen=row.loan_unseen,
        seen=seen,
        on_site=row.loan_on_site,
        recalled=row.loan_recalled_at is not None,
        claimed_on=row.loan_claimed_on,
        automatic=source is RenewalSource.AUTOMATIC,
    )


def _write(unit: Unit, row: Any, due: datetime, *, seen: bool) -> None:
    unit.write(
        "renewed",
        row=row.loan_id,
        due_at=due,
        renewals=row.loan_renewals + 1,
        unseen_renewals=row.loan_unseen + (not seen),
        renewed_at=unit.now,
        on_site=row.loan_on_site,
        fined=0,
    )


def _special_blocks(unit: Unit, special: datetime | None) -> tuple[Block, ...]:
    if special is None:
        return ()
    if Permission.SPECIAL_DUE not in unit.staff.permissions:
        return (Block(Reason.NOT_ALLOWED, None),)
    return tuple(past_due(special, unit.policy.calendars[unit.branch], unit.now))


def _waiting(unit: Unit, row: Any) -> tuple[int, int]:
    """How many others wait today for the title or this copy, and how many other copies could serve them."""
    if not row.has_holds:
        return 0, 0
    asked = {"title_id": row.title_id, "item_id": row.item_id}
    waiting = WAITING.value(
        unit.hot, asked | {"patron_id": row.loan_patron or 0, "today": today(unit), "volume": row.volume}
    )
    return int(waiting), int(hot.FREE_COPIES.value(unit.hot, asked))


def late_fine(unit: Unit, row: Any, returned: datetime, *, believed: bool = True) -> overdue.Fine:
    """What the lateness of the loan costs, by the rules under which it was lent.

    A reader who says that the copy came back is `believed` until it turns out that they had it.
    """
    if row.loan_patron is None:  # severed from its reader: there is nobody to charge
        return overdue.Fine()
    return fine_of(
        unit,
        due=row.loan_due_at,
        branch=row.loan_branch,
        rules=rules_of_loan(unit, row),
        returned=returned,
        price=row.price,
        recalled=row.loan_recalled_at is not None,
        claimed_on=row.loan_claimed_on if believed else None,
    )


def rules_of_loan(unit: Unit, row: Any) -> LoanRules:
    """The rules under which the loan that `row` shows was made."""
    branch, home = row.loan_branch, row.home_branch
    return loan_rules(unit, branch, home, row.patron_branch, row.category_id, row.item_type_id)


def _charge_lateness(unit: Unit, row: Any) -> int:
    """A loan that is renewed late is charged for its lateness now, because the new due date hides it."""
    reckoned = late_fine(unit, row, unit.now)
    more: int = max(reckoned.amount - row.loan_fined, 0)  # what was paid of it while it grew is on the account already
    charge(unit, row, more)
    return more


# Each kind of charge that one scan can make is written by a statement of its own.
WRITTEN = {ChargeKind.RENTAL: "rental", ChargeKind.DEPOSIT: "deposit"}


def charge(
    unit: Unit, row: Any, amount: int, kind: ChargeKind = ChargeKind.OVERDUE, *, loan: int | None = None
) -> None:
    """Write a charge on the reader's account, if there is something to charge; `loan` is one that is being made."""
    if not amount:
        return
    number = hot.next_id(unit.hot, "charges", len(unit.record.charges))
    unit.write(
        WRITTEN.get(kind, "charge"),
        id=number,
        patron_id=row.loan_patron if loan is None else row.patron_id,
        loan_id=row.loan_id if loan is None else loan,
        item_id=row.item_id,
        branch_id=unit.branch,
        kind=kind,
        amount=amount,
        outstanding=amount,
        charged_at=unit.now,
        note="",
    )
    record = unit.record
    record.charge_id, record.charges, record.amount = number, (*record.charges, number), (record.amount or 0) + amount


def _note(unit: Unit, row: Any, source: RenewalSource) -> None:
    record = unit.record
    record.person, record.item_id, record.loan_id = row.loan_patron, row.item_id, row.loan_id
    record.item_type, record.collection, record.audience = row.item_type_id, row.collection_id, row.audience
    record.patron_category, record.renewal_source = row.category_id, source.value
    record.before = before(row, charges=record.charges)
