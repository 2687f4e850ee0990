"""Loans that are lost: declared or by age, billed, paid for, and found after all; and fines written before their time.

The rules are the rows of docs/money.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, and_, select

from desk.models import Charge, Item, Loan, Patron, Payment, hot
from desk.rules import losses
from desk.rules.blocks import Fact
from desk.rules.choices import LostBackOverdue, LostOverdue
from desk.rules.policy import LoanRules
from desk.rules.vocabulary import ChargeKind, ItemStatus, PaymentKind, Permission, Reason
from desk.services.accounts.account import balance_of
from desk.services.accounts.answers import LoanBefore, Lost, MoneyBefore
from desk.services.accounts.lines import (
    PAID,
    charge,
    deposit_again,
    deposit_back,
    deposits_of,
    let_go,
    lines_of,
    paid_of,
    voided_in,
)
from desk.services.answers import Refused, Unknown, refused
from desk.services.circulation.answers import FoundAgain
from desk.services.circulation.copies import copy_on_loan
from desk.services.circulation.facts import fine_of, loan_rules, patron_face, still_growing
from desk.services.circulation.renew import late_fine, rules_of_loan
from desk.services.codec import known
from desk.services.desk import Unit

BILL = (ChargeKind.LOST, ChargeKind.PROCESSING)


# Fines that are written while the loan is still out


def write_growing(unit: Unit, row: Any, loans: tuple[int, ...]) -> list[Charge]:
    """Write what these late loans cost now; what they cost later comes on top when they end."""
    if not loans:
        return []
    late = hot.OVERDUE_LOANS.all(unit.hot, {"patron_id": row.patron_id, "now": unit.now})
    written, before = [], []
    for each in late:
        more = still_growing(unit, each, row.category_id, row.patron_branch)
        if each.id not in loans or more <= 0:
            continue
        loan = unit.db.get_one(Loan, each.id, with_for_update=True)
        before.append(LoanBefore(loan.id, loan.fined))
        written.append(_accruing(unit, loan, more))
    unit.record.before = MoneyBefore(loans=tuple(before))
    return written


def _accruing(unit: Unit, loan: Loan, more: int) -> Charge:
    made = charge(unit, loan.patron_id, ChargeKind.OVERDUE, more, loan=loan.id, item=loan.item_id)
    made.accruing = True
    loan.fined += more
    unit.db.flush()
    return made


def written_since(loan: Loan) -> ColumnElement[bool]:
    """The fines that were written while this loan was out: of the lateness of now, which a renewal begins anew."""
    since = loan.renewed_at or loan.out_at
    of_loan = and_(Charge.loan_id == loan.id, Charge.kind == ChargeKind.OVERDUE)
    return and_(of_loan, Charge.accruing, Charge.charged_at > since)


def less_fine(unit: Unit, loan: int, less: int, rules: LoanRules, note: str) -> int:
    """A fine that was written while the loan was out proves too high: take back the rest; gives how much it was.

    What was paid of it becomes a credit, unless the rules do not have it so.
    """
    asked = select(Charge).where(written_since(unit.db.get_one(Loan, loan)))
    taken = 0
    for each in unit.db.scalars(asked.order_by(Charge.id.desc()).with_for_update()):
        lines = lines_of(unit, [each.id])
        voided = voided_in(lines)
        allowed = losses.may_be_credit(rules, _paid_at(lines), unit.now, allowed=rules.credit_overdue.value)
        most = each.amount - voided if allowed else max(each.outstanding, 0)
        part = min(less - taken, most)
        if part > 0:
            let_go(unit, each, part, note)
            taken += part
    return taken


# Lost


@known
@dataclass(frozen=True, slots=True)
class DeclareLost:
    """The reader has lost the copy: it is billed with its price and the processing, and its fine grows no more.

    `price` is what this copy shall cost where the rules know nothing, or something else.
    """

    kind: ClassVar[str] = "declare_lost"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MARK

    item: str
    price: int | None = None
    by_age: bool = False

    def run(self, unit: Unit) -> Lost | Refused | Unknown:
        """The loan stays open, so that the copy can come back; it is billed once."""
        row, face, instead = copy_on_loan(unit, self)
        if instead is not None:
            return instead
        if row.loan_patron is None:
            return Refused(self, refused(self, Reason.NOT_ON_LOAN).blocks, face)
        if row.loan_lost_at is not None:
            day = unit.policy.calendars[unit.branch].today(row.loan_lost_at)
            return Refused(self, refused(self, Reason.LOST_ALREADY, fact=Fact(day=day)).blocks, face, patron_face(row))
        if self.price is not None and self.price < 0:
            return Refused(self, refused(self, Reason.AMOUNT).blocks, face)
        return self._bill(unit, row, face)

    def _bill(self, unit: Unit, row: Any, face: Any) -> Lost:
        rules = rules_of_loan(unit, row)
        loan, item = unit.db.get_one(Loan, row.loan_id), unit.db.get_one(Item, row.item_id)
        kept = LoanBefore(loan.id, loan.fined, lost=True, claimed=loan.claimed_on)
        unit.record.before = MoneyBefore(loans=(kept,), status=item.status, item_note=item.note)
        fine = max(late_fine(unit, row, unit.now).amount - loan.fined, 0)
        keep = rules.lost_overdue.value is LostOverdue.KEEP
        if fine and keep:
            _accruing(unit, loan, fine)
        elif fine:
            loan.fined += fine
        price = next((p for p in (self.price, row.price, rules.lost_price.value) if p is not None), 0)
        processing = rules.lost_processing.value
        for kind, amount in ((ChargeKind.LOST, price), (ChargeKind.PROCESSING, processing)):
            if amount:
                charge(unit, loan.patron_id, kind, amount, loan=loan.id, item=item.id)
        loan.lost_at, item.status, loan.claimed_on = unit.now, ItemStatus.LOST, None
        record = unit.record
        record.person, record.item_id, record.loan_id = row.loan_patron, row.item_id, row.loan_id
        record.item_type, record.collection, record.audience = row.item_type_id, row.collection_id, row.audience
        record.patron_category = row.category_id
        return Lost(
            face,
            price,
            processing,
            fine if keep else 0,
            0 if keep else fine,
            balance_of(unit, row.loan_patron),
            patron_face(row),
        )


@dataclass(frozen=True, slots=True)
class LoansToLose:
    """The loans that are overdue for so long that the rules take them as lost; claimed ones never are."""

    night: date

    def ask(self, unit: Unit) -> tuple[str, ...]:
        """The copies' barcodes, longest overdue first."""
        if not unit.policy.policy.uses("lost_after"):
            return ()
        asked: Any = (
            select(
                Item.barcode,
                Loan.branch_id,
                Loan.due_at,
                Loan.item_type_id,
                Item.branch_id.label("home"),
                Patron.category_id,
                Patron.branch_id.label("patron_branch"),
            )
            .join(Item, Item.id == Loan.item_id)
            .join(Patron, Patron.id == Loan.patron_id)
            .where(
                Loan.returned_at.is_(None),
                Loan.due_at < unit.now,
                Loan.lost_at.is_(None),
                Loan.claimed_on.is_(None),
            )
            .order_by(Loan.due_at, Loan.id)
        )
        found = []
        for row in unit.db.execute(asked):
            rules = loan_rules(unit, row.branch_id, row.home, row.patron_branch, row.category_id, row.item_type_id)
            evening = unit.policy.calendars[row.branch_id].end_of(self.night)
            after = rules.lost_after.value
            if after is not None and not losses.within(row.due_at, evening, after):
                found.append(row.barcode)
        return tuple(found)


def end_paid_losses(unit: Unit, charges: Sequence[Charge]) -> list[Loan]:
    """A lost copy that is paid for is nobody's loan any more: the loan ends, and the copy stays lost."""
    unit.db.flush()
    ended = []
    for number in dict.fromkeys(each.loan_id for each in charges if each.kind in BILL and each.loan_id is not None):
        loan = unit.db.get_one(Loan, number, with_for_update=True)
        bill = unit.db.scalars(select(Charge.outstanding).where(Charge.loan_id == number, Charge.kind.in_(BILL)))
        if loan.returned_at is None and loan.lost_at is not None and all(left <= 0 for left in bill):
            loan.returned_at = unit.now
            ended.append(loan)
            for deposit in deposits_of(unit, number):
                deposit_back(unit, deposit)
    return ended


def unpaid_again(unit: Unit, charges: Sequence[Charge]) -> tuple[LoanBefore, ...]:
    """What was paid for a lost copy is owed again: the loan that the payment ended stands again, as long as the copy is
    lost, and its deposit with it. Gives the loans with the moment at which they had ended.
    """
    unit.db.flush()
    again = []
    for each in charges:
        loan = unit.db.get(Loan, each.loan_id) if each.kind in BILL and each.loan_id is not None else None
        if loan is None or loan.patron_id is None or loan.returned_at is None or each.outstanding <= 0:
            continue
        if loan.lost_at is not None and still_lost(unit, loan):
            again.append(LoanBefore(loan.id, again=loan.returned_at))
            loan.returned_at = None
            deposit_again(unit, loan.id)
    return tuple(again)


def still_lost(unit: Unit, loan: Loan) -> bool:
    """Whether nobody has found or borrowed the copy since: only then the loan that was paid for stands again."""
    other = select(Loan.id).where(Loan.item_id == loan.item_id, Loan.id > loan.id, ~Loan.undone).limit(1)
    lost = unit.db.get_one(Item, loan.item_id).status is ItemStatus.LOST
    return lost and unit.db.scalar(other) is None


# Found again


def lost_loan_of(unit: Unit, item: int, open_loan: int | None) -> Loan | None:
    """The loan in which the copy was lost: the one that stands, or the last, paid for and ended."""
    if open_loan is not None:
        loan = unit.db.get_one(Loan, open_loan)
        return loan if loan.lost_at is not None else None
    asked = select(Loan).where(Loan.item_id == item).order_by(Loan.id.desc()).limit(1)
    last = unit.db.scalars(asked).one_or_none()
    return last if last is not None and last.lost_at is not None else None


def found_again(unit: Unit, row: Any, at: datetime, *, forgiven: bool) -> FoundAgain | None:
    """A copy that was billed as lost is here: its bill and its fine by the rules; None where it was not billed."""
    loan = lost_loan_of(unit, row.item_id, row.loan_id)
    if loan is None or loan.lost_at is None or loan.patron_id is None:
        return None
    charged = select(Charge).where(Charge.loan_id == loan.id, Charge.kind.in_(BILL)).order_by(Charge.id)
    bill = list(unit.db.scalars(charged.with_for_update().execution_options(populate_existing=True)))
    rules = _rules(unit, loan)
    back = credit = kept = 0
    whole = True
    for each in bill:
        lines = lines_of(unit, [each.id])
        if each.amount == voided_in(lines):
            continue  # taken back already
        amount = losses.taken_back(_billed(each, lines), rules, loan.lost_at, at)
        kept += max(_owed(lines, each) - amount, 0)
        whole = whole and amount >= _owed(lines, each)
        if amount:
            let_go(unit, each, amount, "found again")
            back, credit = back + amount, credit + max(-each.outstanding, 0)
    fine = 0 if forgiven else _fine_again(unit, loan, rules, at, all_back=whole)
    if bill:
        unit.record.charge_id = bill[0].id
    unit.db.flush()
    return FoundAgain(back, credit, kept, fine)


def _owed(lines: Sequence[Payment], each: Charge) -> int:
    """What the reader still owes of a charge or has settled of it, waivers aside."""
    gone = sum(line.amount for line in lines if line.kind in (PaymentKind.WAIVER, PaymentKind.VOID))
    return each.amount - gone


def _billed(each: Charge, lines: Sequence[Payment]) -> losses.Billed:
    paid = paid_of(lines) + sum(line.amount for line in lines if line.kind is PaymentKind.TRANSFER)
    processing = each.kind is ChargeKind.PROCESSING
    return losses.Billed(each.amount, each.outstanding, max(paid, 0), _paid_at(lines), processing)


def _paid_at(lines: Sequence[Payment]) -> datetime | None:
    kinds = (*PAID, PaymentKind.TRANSFER)
    return max((line.paid_at for line in lines if line.kind in kinds and line.amount > 0), default=None)


def _fine_again(unit: Unit, loan: Loan, rules: LoanRules, at: datetime, *, all_back: bool) -> int:
    chosen = losses.overdue_again(rules, all_back=all_back)
    if chosen is LostBackOverdue.KEEP or loan.lost_at is None:
        return 0
    item = unit.db.get_one(Item, loan.item_id)
    until = at if chosen is LostBackOverdue.CHARGE else loan.lost_at
    reckoned = fine_of(
        unit,
        due=loan.due_at,
        branch=loan.branch_id,
        rules=rules,
        returned=until,
        price=item.price,
        recalled=loan.recalled_at is not None,
        claimed_on=None,
    ).amount
    charges = list(unit.db.scalars(select(Charge).where(written_since(loan))))
    voided = voided_in(lines_of(unit, [each.id for each in charges]))
    more = reckoned - sum(each.amount for each in charges) + voided
    if more > 0:
        charge(unit, loan.patron_id, ChargeKind.OVERDUE, more, loan=loan.id, item=loan.item_id)
    return max(more, 0)


def _rules(unit: Unit, loan: Loan) -> LoanRules:
    item, patron = unit.db.get_one(Item, loan.item_id), unit.db.get_one(Patron, loan.patron_id)
    return loan_rules(unit, loan.branch_id, item.branch_id, patron.branch_id, patron.category_id, loan.item_type_id)
