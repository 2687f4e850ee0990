"""What changes an account without money over the desk, and what gives money back. The rules are docs/money.md."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sqlalchemy import select

from desk.models import Charge, Item, Loan, Payment, TillEntry, TillSession, Transit, hot
from desk.rules.blocks import Block, Fact, block
from desk.rules.settling import divided, in_coins
from desk.rules.vocabulary import (
    ChargeKind,
    EntryKind,
    ItemStatus,
    PaymentKind,
    Permission,
    Reason,
    Spread,
)
from desk.services.accounts.account import balance_of, face_of, locked_reader, paid_lines, reader, still_theirs
from desk.services.accounts.answers import (
    Billed,
    Charged,
    LoanBefore,
    MoneyBefore,
    Refunded,
    Transferred,
    Voided,
    Waived,
)
from desk.services.accounts.drawer import move, open_here, session_of, stopped
from desk.services.accounts.lines import (
    METHODS,
    charge,
    charges_of,
    is_taken_back,
    lines_of,
    lock_act,
    lock_patron,
    paid_of,
    settle,
    take_back,
)
from desk.services.accounts.losses import end_paid_losses, unpaid_again
from desk.services.accounts.pay import MOST
from desk.services.answers import Grant, PatronFace, Refused, Thing, Unknown, refused
from desk.services.circulation.copies import find_copy
from desk.services.circulation.facts import holds_for, item_face, patron_face, read_parameters
from desk.services.circulation.holds import kept_copy, put_back
from desk.services.codec import known, private
from desk.services.desk import Unit


def needs(unit: Unit, act: Any, reason: Reason, amount: int, patron: PatronFace | None = None) -> Refused | None:
    """Whether somebody with the right has to allow this; whoever has it may do it at once."""
    needed = block(reason, Fact(amount=amount))
    granted = any(grant.reason is reason for grant in act.grants)
    if granted or needed.override in unit.staff.permissions:
        return None
    return Refused(act, (needed,), patron=patron)


def _wrong(act: Any, there: int, nothing: Reason) -> Refused | None:
    """The amount of an act must be more than nothing, and no more than there is."""
    amount = act.amount
    if amount is not None and not 0 < amount <= MOST:
        return refused(act, Reason.AMOUNT)
    if not there:
        return refused(act, nothing)
    if amount is not None and amount > there:
        return refused(act, Reason.TOO_MUCH, fact=Fact(amount=amount, limit=there))
    return None


def _owing(unit: Unit, act: Any, patron: int) -> tuple[list[tuple[Charge, int]], int] | Refused:
    """How much of each chosen charge an act settles, oldest first, and how much that is; or what is wrong with it."""
    owing = [each for each in charges_of(unit, patron, act.charges) if each.outstanding > 0]
    owed = sum(each.outstanding for each in owing)
    wrong = _wrong(act, owed, Reason.SETTLED)
    if wrong is not None:
        return wrong
    amount = owed if act.amount is None else act.amount
    parts = zip(owing, divided(amount, [each.outstanding for each in owing], Spread.OLDEST), strict=True)
    return [(each, part) for each, part in parts if part], amount


def _note(unit: Unit, parts: Sequence[tuple[Charge, int]], amount: int, ended: Sequence[Loan] = ()) -> None:
    unit.record.charge_id = parts[0][0].id if parts else unit.record.charge_id
    unit.record.amount = amount
    unit.record.before = MoneyBefore(loans=tuple(LoanBefore(each.id, ended=True) for each in ended))


@known
@dataclass(frozen=True, slots=True)
class Waive:
    """Let off what a reader owes, or a part of it; `written_off` says that it will never be paid. `why` is asked."""

    kind: ClassVar[str] = "waive"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MONEY

    card: str = private()
    why: str = private(default="")
    charges: tuple[int, ...] = ()
    amount: int | None = None
    written_off: bool = False
    grants: tuple[Grant, ...] = ()

    def run(self, unit: Unit) -> Waived | Refused | Unknown:
        """Oldest first; what is let off is a line like any other."""
        row = locked_reader(unit, self.card)
        if row is None:
            return Unknown(Thing.CARD, self.card)
        owing = _owing(unit, self, row.patron_id)
        if isinstance(owing, Refused):
            return owing
        if not self.why.strip():
            return refused(self, Reason.WHY)
        parts, amount = owing
        reason = Reason.WRITING_OFF if self.written_off else Reason.WAIVING
        stopped_by = needs(unit, self, reason, amount, patron_face(row))
        if stopped_by is not None:
            return stopped_by
        kind = PaymentKind.WRITE_OFF if self.written_off else PaymentKind.WAIVER
        for each, part in parts:
            settle(unit, each, kind, part, self.why.strip())
        _note(unit, parts, amount, end_paid_losses(unit, [each for each, _part in parts]))
        unit.record.method = kind.value
        lines, balance = paid_lines(unit, parts), balance_of(unit, row.patron_id)
        return Waived(lines, amount, balance, self.written_off, self.why.strip(), patron_face(row))


@known
@dataclass(frozen=True, slots=True)
class Transfer:
    """A debt becomes another reader's (`to` is the card), or an agency's that collects it (`agency` is its name)."""

    kind: ClassVar[str] = "transfer"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MONEY

    card: str = private()
    to: str = private(default="")
    agency: str = ""
    charges: tuple[int, ...] = ()
    amount: int | None = None

    def run(self, unit: Unit) -> Transferred | Refused | Unknown:
        """A line takes it from here; what another reader owes now is a charge of the same kind."""
        row, other = reader(unit, self.card), reader(unit, self.to) if self.to else None
        if row is None or (self.to and other is None):
            return Unknown(Thing.CARD, self.card if row is None else self.to)
        if other is not None and other.patron_id == row.patron_id:
            return refused(self, Reason.SAME_READER)
        if other is None and not self.agency.strip():
            return refused(self, Reason.WHY)
        for patron in sorted({row.patron_id, other.patron_id if other is not None else row.patron_id}):
            lock_patron(unit, patron)
        still_theirs(unit, self.card, row)
        if other is not None:
            still_theirs(unit, self.to, other)
        unit.record.person, unit.record.patron_category = row.patron_id, row.category_id
        owing = _owing(unit, self, row.patron_id)
        if isinstance(owing, Refused):
            return owing
        parts, amount = owing
        for each, part in parts:
            settle(unit, each, PaymentKind.TRANSFER, part, self.agency.strip())
            if other is not None:
                made = charge(unit, other.patron_id, each.kind, part, item=each.item_id, note=each.note)
                made.from_charge_id = each.id
        _note(unit, parts, amount)
        unit.record.method = PaymentKind.TRANSFER.value
        lines, balance = paid_lines(unit, parts), balance_of(unit, row.patron_id)
        to = PatronFace() if other is None else patron_face(other)
        return Transferred(lines, amount, balance, self.agency.strip(), patron_face(row), to)


@known
@dataclass(frozen=True, slots=True)
class Refund:
    """Give back what was paid: of the chosen charges, or the credit of the account. What was paid goes back first, then
    what had been transferred to an agency. What was given back is owed again, unless it was a credit."""

    kind: ClassVar[str] = "refund"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MONEY

    card: str = private()
    why: str = private(default="")
    charges: tuple[int, ...] = ()
    amount: int | None = None
    method: PaymentKind = PaymentKind.CASH
    reference: str = private(default="")
    grants: tuple[Grant, ...] = ()

    def run(self, unit: Unit) -> Refunded | Refused | Unknown:
        """See what can be given back, and from where; cash must lie in the drawer."""
        row = locked_reader(unit, self.card)
        if row is None:
            return Unknown(Thing.CARD, self.card)
        if self.method not in METHODS:
            return refused(self, Reason.NOT_ALLOWED)
        found = charges_of(unit, row.patron_id, self.charges)
        there = [_backable(unit, each) for each in found if self.charges or each.outstanding < 0]
        most = sum(paid + away for _each, paid, away in there)
        wrong = _wrong(self, most, Reason.NOTHING_PAID)
        if wrong is not None:
            return wrong
        if not self.why.strip():
            return refused(self, Reason.WHY)
        amount = most if self.amount is None else self.amount
        stopped_by = needs(unit, self, Reason.REFUNDING, amount, patron_face(row))
        return stopped_by or self._give(unit, row, there, amount)

    def _give(self, unit: Unit, row: Any, there: list[tuple[Charge, int, int]], amount: int) -> Refunded | Refused:
        paid = min(amount, sum(each[1] for each in there))
        step = unit.policy.rules(unit.branch, row.category_id, 0).cash_rounding.value
        out = in_coins(paid, step) if self.method is PaymentKind.CASH else paid
        till, session = open_here(unit)
        barred = stopped(unit, session, self.method, -out)
        if barred is not None and paid:
            return Refused(self, (barred,), patron=patron_face(row))
        entry = None
        if paid:
            why, ref = self.why.strip(), self.reference
            entry = move(unit, session, EntryKind.REFUND, self.method, -out, reference=ref, note=why)
        parts = self._lines(unit, there, amount, paid, entry)
        again = unpaid_again(unit, [each for each, _part in parts])
        if out != paid:
            settle(unit, parts[0][0], PaymentKind.REFUND, paid - out, "rounded", entry=entry)
            settle(unit, parts[0][0], PaymentKind.ROUNDING, out - paid, "rounded")
        _note(unit, parts, -amount)
        unit.record.before = MoneyBefore(loans=again)
        lines, balance = paid_lines(unit, parts), balance_of(unit, row.patron_id)
        name = "" if till is None or session is None else till.name
        number, why = 0 if entry is None else entry.id, self.why.strip()
        face = patron_face(row)
        return Refunded(lines, out, self.method, number, amount - paid, balance, why, name, face)

    def _lines(
        self, unit: Unit, there: list[tuple[Charge, int, int]], amount: int, paid: int, entry: TillEntry | None
    ) -> list[tuple[Charge, int]]:
        """Payments first, over all the charges; then transfers."""
        sums: dict[int, tuple[Charge, int]] = {}
        for place, kind, total in ((1, PaymentKind.REFUND, paid), (2, PaymentKind.TRANSFER, amount - paid)):
            limits: list[int] = [each[1] if place == 1 else each[2] for each in there]
            for (each, _paid, _away), part in zip(there, divided(total, limits, Spread.OLDEST), strict=True):
                if part:
                    settle(unit, each, kind, -part, self.why.strip(), entry=entry if place == 1 else None)
                    sums[each.id] = (each, sums.get(each.id, (each, 0))[1] + part)
        return list(sums.values())


def _backable(unit: Unit, each: Charge) -> tuple[Charge, int, int]:
    """How much of a charge can be given back: of what was paid (or of a credit), and of what an agency took over."""
    lines = lines_of(unit, [each.id])
    away = sum(line.amount for line in lines if line.kind is PaymentKind.TRANSFER and line.note)
    return each, max(paid_of(lines), -each.outstanding, 0), max(away, 0)


# What a clerk writes by hand
BY_HAND = (
    ChargeKind.MANUAL,
    ChargeKind.PRINTING,
    ChargeKind.REPLACEMENT_CARD,
    ChargeKind.MEMBERSHIP,
    ChargeKind.DAMAGE,
    ChargeKind.PIECES,
    ChargeKind.LOST,
    ChargeKind.PROCESSING,
    ChargeKind.OVERDUE,
    ChargeKind.RENTAL,
    ChargeKind.HOLD,
    ChargeKind.SALE,
)


@known
@dataclass(frozen=True, slots=True)
class AddCharge:
    """Charge a reader by hand; for a copy, where one is named. A new card costs what the rules say, if nothing is."""

    kind: ClassVar[str] = "add_charge"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MONEY

    card: str = private()
    of: ChargeKind = ChargeKind.MANUAL
    amount: int | None = None
    note: str = private(default="")
    item: str = ""

    def run(self, unit: Unit) -> Charged | Refused | Unknown:
        """Write it on the account."""
        row = locked_reader(unit, self.card)
        if row is None:
            return Unknown(Thing.CARD, self.card)
        copy = hot.RETURN_FACTS.first(unit.hot, read_parameters(unit, item=self.item)) if self.item else None
        if self.item and copy is None:
            return Unknown(Thing.ITEM, self.item)
        rules = unit.policy.rules(unit.branch, row.category_id, 0)
        of_card = rules.card_fee.value if self.of is ChargeKind.REPLACEMENT_CARD else None
        amount = (of_card or None) if self.amount is None else self.amount
        if amount is None:
            return refused(self, Reason.NO_PRICE)
        if self.of not in BY_HAND or not 0 < amount <= MOST:
            return refused(self, Reason.AMOUNT if self.of in BY_HAND else Reason.NOT_ALLOWED)
        copy_id = None if copy is None else copy.item_id
        made = charge(unit, row.patron_id, self.of, amount, item=copy_id, note=self.note.strip())
        unit.record.item_id, unit.record.before = copy_id, MoneyBefore()
        title = "" if copy is None else copy.title
        return Charged(made.id, self.of, amount, balance_of(unit, row.patron_id), title, patron_face(row))


@known
@dataclass(frozen=True, slots=True)
class AddCredit:
    """Give a reader a credit, with its reason: nobody has paid it."""

    kind: ClassVar[str] = "add_credit"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MONEY

    card: str = private()
    amount: int = 0
    why: str = private(default="")
    grants: tuple[Grant, ...] = ()

    def run(self, unit: Unit) -> Charged | Refused | Unknown:
        """A charge of less than nothing."""
        row = locked_reader(unit, self.card)
        if row is None:
            return Unknown(Thing.CARD, self.card)
        if not 0 < self.amount <= MOST:
            return refused(self, Reason.AMOUNT)
        if not self.why.strip():
            return refused(self, Reason.WHY)
        stopped_by = needs(unit, self, Reason.GIVING_CREDIT, self.amount, patron_face(row))
        if stopped_by is not None:
            return stopped_by
        made = charge(unit, row.patron_id, ChargeKind.CREDIT, -self.amount, note=self.why.strip())
        unit.record.before = MoneyBefore()
        balance = balance_of(unit, row.patron_id)
        return Charged(made.id, ChargeKind.CREDIT, -self.amount, balance, patron=patron_face(row))


@known
@dataclass(frozen=True, slots=True)
class BillItem:
    """A copy is damaged or not whole: whoever has it, or had it last, is billed with its price or with `amount`."""

    kind: ClassVar[str] = "bill_item"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MONEY

    item: str
    of: ChargeKind = ChargeKind.DAMAGE
    amount: int | None = None
    note: str = private(default="")

    def run(self, unit: Unit) -> Billed | Refused | Unknown:
        """The copy is marked as damaged; a copy that only lacks pieces keeps its state and gets a note."""
        row = find_copy(unit, self.item)
        if row is None:
            return Unknown(Thing.ITEM, self.item)
        face = item_face(unit, row)
        patron = row.loan_patron or last_reader(unit, row.item_id)
        amount = row.price if self.amount is None else self.amount
        if patron is None:
            return Refused(self, refused(self, Reason.SEVERED).blocks, face)
        if amount is None:
            return Refused(self, refused(self, Reason.NO_PRICE).blocks, face)
        if self.of not in (ChargeKind.DAMAGE, ChargeKind.PIECES) or not 0 < amount <= MOST:
            return Refused(self, refused(self, Reason.AMOUNT).blocks, face)
        item = unit.db.get_one(Item, row.item_id)
        kept = MoneyBefore(status=item.status, item_note=item.note)
        if self.of is ChargeKind.DAMAGE:
            item.status = ItemStatus.DAMAGED
            kept = self._not_for(unit, row, kept)
        unit.record.before = kept
        if self.note.strip():
            item.note = self.note.strip()
        charge(unit, patron, self.of, amount, loan=row.loan_id, item=row.item_id, note=self.note.strip())
        unit.record.person, unit.record.item_id, unit.record.item_type = patron, row.item_id, row.item_type_id
        who = face_of(unit, patron)
        return Billed(face, self.of, amount, item.status, balance_of(unit, patron), who)

    @staticmethod
    def _not_for(unit: Unit, row: Any, kept: MoneyBefore) -> MoneyBefore:
        """The hold that the damaged copy was kept for waits again, as when a copy is marked by hand."""
        held = kept_copy(row.item_id, holds_for(unit, row, None))
        if held is None:
            return kept
        if row.transit_id is not None:
            unit.db.get_one(Transit, row.transit_id).arrived_at = unit.now
        unit.record.hold_id = held.id
        return replace(kept, displaced=put_back(unit, held), closed_transit=row.transit_id)


def last_reader(unit: Unit, item: int) -> int | None:
    """Who had the copy last, as long as that is known."""
    found = select(Loan.patron_id).where(Loan.item_id == item, ~Loan.undone).order_by(Loan.id.desc()).limit(1)
    return unit.db.scalar(found)


@known
@dataclass(frozen=True, slots=True)
class VoidPayment:
    """Take a payment back whole, by the number of its receipt: what it settled is owed again. Its till must be open."""

    kind: ClassVar[str] = "void_payment"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MONEY

    receipt: int
    why: str = private(default="")
    grants: tuple[Grant, ...] = ()

    def run(self, unit: Unit) -> Voided | Refused | Unknown:
        """Each line is reversed, and the money goes back as it came."""
        entry = self._entry(unit)
        if entry is None or entry.reverses_id is not None or entry.kind not in (EntryKind.PAYMENT, EntryKind.REFUND):
            return Unknown(Thing.RECEIPT, str(self.receipt))
        if not self.why.strip():
            return refused(self, Reason.WHY)
        if is_taken_back(unit, entry.id):
            return refused(self, Reason.UNDONE_ALREADY)
        stopped_by = needs(unit, self, Reason.REFUNDING, abs(entry.amount))
        if stopped_by is not None:
            return stopped_by
        barred = self._barred(unit, entry)
        if barred is not None:
            return Refused(self, (barred,))
        return self._void(unit, entry)

    def _entry(self, unit: Unit) -> TillEntry | None:
        """The money that moved, locked behind the accounts that it settled: every act locks an account first."""
        if not 0 < self.receipt <= MOST:
            return None
        act = unit.db.scalar(select(TillEntry.act).where(TillEntry.id == self.receipt))
        if act is None:
            return None
        lock_act(unit, act)
        return unit.db.get(TillEntry, self.receipt, with_for_update=True)

    def _barred(self, unit: Unit, entry: TillEntry) -> Block | None:
        """Its till was closed and counted since: the money is given back as a refund then."""
        if entry.session_id is None:
            return None
        session = unit.db.get_one(TillSession, entry.session_id)
        if session_of(unit, session.till_id) is None or session.closed_at is not None:
            return Block(Reason.TILL_CLOSED, None)
        return stopped(unit, session, entry.method, -entry.amount)

    def _void(self, unit: Unit, entry: TillEntry) -> Voided:
        found = select(Charge).join(Payment, Payment.charge_id == Charge.id).where(Payment.entry_id == entry.id)
        charges = list(unit.db.scalars(found.order_by(Charge.id)))
        patron = next((each.patron_id for each in charges if each.patron_id is not None), None)
        take_back(unit, entry.act, owed_again=True)
        again = unpaid_again(unit, charges)
        record = unit.record
        record.person, record.amount, record.method = patron, -entry.amount, entry.method.value
        record.charge_id = charges[0].id if charges else None
        record.before = MoneyBefore(loans=again)
        return Voided(entry.id, entry.amount, entry.method, balance_of(unit, patron), face_of(unit, patron))
