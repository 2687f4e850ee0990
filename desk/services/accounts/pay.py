"""Taking money: for what a reader owes, or for something that is sold. The rules are the rows of docs/money.md."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sqlalchemy import select

from desk.models import Charge, Loan, Product, TillEntry
from desk.rules.blocks import Block, Fact
from desk.rules.settling import divided, in_coins
from desk.rules.vocabulary import ChargeKind, EntryKind, PaymentKind, Permission, Reason, Spread
from desk.services.accounts.account import balance_of, locked_reader, paid_lines
from desk.services.accounts.answers import LoanBefore, MoneyBefore, Paid
from desk.services.accounts.drawer import move, open_here, stopped
from desk.services.accounts.lines import METHODS, charge, charges_of, settle
from desk.services.accounts.losses import end_paid_losses, write_growing
from desk.services.answers import Refused, Thing, Unknown, refused
from desk.services.circulation.facts import patron_face
from desk.services.codec import known, private
from desk.services.desk import Unit

# No sum at a desk has more digits than this.
MOST = 99_999_999


@known
@dataclass(frozen=True, slots=True)
class Pay:
    """A reader pays: the chosen charges, or all. `amount` None is all that is owed; of less, the oldest come first.

    `given` is the cash in the clerk's hand, `credit` keeps what is too much on the account. `loans` are late ones that
    are still out, whose fines grow: what they cost now is written and paid. The method CREDIT pays from the account.
    """

    kind: ClassVar[str] = "pay"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MONEY

    card: str = private()
    amount: int | None = None
    method: PaymentKind = PaymentKind.CASH
    charges: tuple[int, ...] = ()
    loans: tuple[int, ...] = ()
    given: int | None = None
    credit: bool = False
    spread: Spread = Spread.OLDEST
    reference: str = private(default="")

    def run(self, unit: Unit) -> Paid | Refused | Unknown:
        """Find what is to be paid, see whether this money can settle it, write its lines."""
        row = locked_reader(unit, self.card)
        if row is None:
            return Unknown(Thing.CARD, self.card)
        if self.method not in (*METHODS, PaymentKind.CREDIT):
            return refused(self, Reason.NOT_ALLOWED)
        if self.amount is not None and not 0 < self.amount <= MOST:
            return refused(self, Reason.AMOUNT)
        written = write_growing(unit, row, self.loans)
        every = charges_of(unit, row.patron_id, self._numbers(written))
        owing = [each for each in every if each.outstanding > 0]
        owed = sum(each.outstanding for each in owing)
        if not owed and (self.charges or not self.credit):
            return refused(self, Reason.SETTLED)
        wanted = owed if self.amount is None else self.amount
        if self.method is PaymentKind.CREDIT:
            return self._from_credit(unit, row, owing, min(wanted, owed))
        if wanted > owed and not self.credit:
            return refused(self, Reason.TOO_MUCH, fact=Fact(amount=wanted, limit=owed))
        return self._take(unit, row, owing, owed, wanted)

    def _numbers(self, written: Sequence[Charge]) -> tuple[int, ...]:
        """The chosen charges; with loans alone, those that were just written for them."""
        if not self.charges and not self.loans:
            return ()
        return (*self.charges, *(each.id for each in written))

    def _take(self, unit: Unit, row: Any, owing: list[Charge], owed: int, wanted: int) -> Paid | Refused:
        rules = unit.policy.rules(unit.branch, row.category_id, 0)
        cash = self.method is PaymentKind.CASH
        taken = in_coins(wanted, rules.cash_rounding.value if cash else 0)
        whole = min(owed, taken) if wanted < owed else owed
        kept = max(taken - whole, 0) if wanted > owed else 0
        if not taken:
            return refused(self, Reason.AMOUNT)
        came = _into_drawer(unit, self, taken)
        if isinstance(came, Block):
            return Refused(self, (came,), patron=patron_face(row))
        entry, till = came
        parts = _settle_all(unit, owing, whole, self.method, self.spread, entry)
        rounded = whole + kept - taken
        _round(unit, parts, rounded, entry)
        _keep(unit, row.patron_id, kept, self.method, entry)
        ended = end_paid_losses(unit, [each for each, _amount in parts])
        _note(unit, parts, taken, ended)
        return replace(
            _paid(unit, entry, till, parts, rounded),
            credit=kept,
            balance=balance_of(unit, row.patron_id),
            ended=tuple(each.id for each in ended),
            patron=patron_face(row),
        )

    def _from_credit(self, unit: Unit, row: Any, owing: list[Charge], wanted: int) -> Paid | Refused:
        there = [each for each in charges_of(unit, row.patron_id) if each.outstanding < 0]
        credit = -sum(each.outstanding for each in there)
        if not credit:
            return refused(self, Reason.NO_CREDIT)
        if self.amount is not None and self.amount > credit:
            return refused(self, Reason.TOO_MUCH, fact=Fact(amount=self.amount, limit=credit))
        amount = min(wanted, credit)
        for source, part in zip(there, divided(amount, [-s.outstanding for s in there], Spread.OLDEST), strict=True):
            if part:
                settle(unit, source, PaymentKind.CREDIT, -part)
        parts = _settle_all(unit, owing, amount, PaymentKind.CREDIT, self.spread, None)
        ended = end_paid_losses(unit, [each for each, _amount in parts])
        unit.record.method = PaymentKind.CREDIT.value
        _note(unit, parts, amount, ended)
        lines, balance = paid_lines(unit, parts), balance_of(unit, row.patron_id)
        numbers = tuple(each.id for each in ended)
        face = patron_face(row)
        return Paid(lines, amount, PaymentKind.CREDIT, balance=balance, at=unit.now, ended=numbers, patron=face)


def _into_drawer(unit: Unit, act: Any, taken: int) -> tuple[TillEntry, str] | Block:
    """The money of a payment or a sale came, into the till of this name where one is open; or why it cannot."""
    till, session = open_here(unit)
    given = act.given if act.method is PaymentKind.CASH else None
    barred = stopped(unit, session, act.method, taken)
    if barred is not None:
        return barred
    if given is not None and given < taken:
        return Block(Reason.GIVEN_SHORT, None, Fact(amount=given, limit=taken))
    entry = move(unit, session, EntryKind.PAYMENT, act.method, taken, given=given, reference=act.reference)
    return entry, "" if till is None or session is None else till.name


def _paid(unit: Unit, entry: TillEntry, till: str, parts: Sequence[tuple[Charge, int]], rounded: int) -> Paid:
    """What the receipt says of this money, whoever paid it."""
    return Paid(
        lines=paid_lines(unit, parts),
        amount=entry.amount,
        method=entry.method,
        receipt=entry.id,
        given=entry.given,
        change=max((entry.given or entry.amount) - entry.amount, 0),
        rounded=rounded,
        reference=entry.reference,
        at=unit.now,
        till=till,
    )


def _settle_all(
    unit: Unit, owing: list[Charge], amount: int, method: PaymentKind, spread: Spread, entry: Any
) -> list[tuple[Charge, int]]:
    """A line for each charge that gets something of the money."""
    parts = list(zip(owing, divided(amount, [each.outstanding for each in owing], spread), strict=True))
    settled = [(each, part) for each, part in parts if part]
    for each, part in settled:
        settle(unit, each, method, part, entry=entry)
    return settled


def _round(unit: Unit, parts: list[tuple[Charge, int]], more: int, entry: Any) -> None:
    """The drawer got more or less than was settled, by what no coin is worth: a line of its own says so.

    The line of the money is made as large as the money, and the difference stands beside it on the same charge.
    """
    if more and parts:
        last = parts[-1][0]
        settle(unit, last, PaymentKind.CASH, -more, "rounded", entry=entry)
        settle(unit, last, PaymentKind.ROUNDING, more, "rounded")


def _keep(unit: Unit, patron: int, amount: int, method: PaymentKind, entry: Any) -> None:
    """What is too much stays on the account as a credit: a charge of nothing that was paid."""
    if amount:
        settle(unit, charge(unit, patron, ChargeKind.CREDIT, 0), method, amount, entry=entry)


def _note(unit: Unit, parts: list[tuple[Charge, int]], amount: int, ended: Sequence[Loan]) -> None:
    record = unit.record
    record.charge_id = parts[0][0].id if parts else record.charge_id
    record.amount = amount
    before = record.before or MoneyBefore()
    record.before = MoneyBefore(loans=(*before.loans, *(LoanBefore(each.id, ended=True) for each in ended)))


# Sales


@known
@dataclass(frozen=True, slots=True)
class Sold:
    """One thing that is sold, so many times."""

    code: str
    count: int = 1


@known
@dataclass(frozen=True, slots=True)
class Sell:
    """Sell something at the desk, to nobody by name."""

    kind: ClassVar[str] = "sell"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MONEY

    sold: tuple[Sold, ...]
    method: PaymentKind = PaymentKind.CASH
    given: int | None = None
    reference: str = ""

    def run(self, unit: Unit) -> Paid | Refused | Unknown:
        """A charge for each thing, paid at once."""
        products = _products(unit, self.sold)
        if isinstance(products, Unknown):
            return products
        block = self._not_sold(products)
        if block is not None:
            return Refused(self, (block,))
        total = sum(product.price * count for product, count in products)
        cash = self.method is PaymentKind.CASH
        step = unit.policy.rules(unit.branch, 0, 0).cash_rounding.value if cash else 0
        taken = in_coins(total, step)
        came = _into_drawer(unit, self, taken)
        if isinstance(came, Block):
            return Refused(self, (came,))
        entry, till = came
        parts = [(sale(unit, product, count), product.price * count) for product, count in products]
        for each, amount in parts:
            settle(unit, each, self.method, amount, entry=entry)
        _round(unit, parts, total - taken, entry)
        unit.record.amount = taken
        unit.db.flush()
        return _paid(unit, entry, till, parts, total - taken)

    def _not_sold(self, products: Sequence[tuple[Product, int]]) -> Block | None:
        if not products or any(count <= 0 for _product, count in products):
            return Block(Reason.AMOUNT, None)
        if self.method not in METHODS:
            return Block(Reason.NOT_ALLOWED, None)
        gone = next((p for p, count in products if p.stock is not None and p.stock < count), None)
        return None if gone is None else Block(Reason.OUT_OF_STOCK, None, Fact(name=gone.name))


def sale(unit: Unit, product: Product, count: int) -> Charge:
    """The charge for something sold; where it is counted, so many less are there."""
    made = charge(unit, None, product.kind, product.price * count, note=product.name)
    made.product_id, made.quantity = product.id, count
    if product.stock is not None:
        product.stock -= count
    return made


def _products(unit: Unit, sold: Sequence[Sold]) -> list[tuple[Product, int]] | Unknown:
    counts: dict[str, int] = {}
    for each in sold:
        counts[each.code] = counts.get(each.code, 0) + each.count
    asked = select(Product).where(Product.code.in_(counts), Product.active).order_by(Product.id).with_for_update()
    found = {product.code: product for product in unit.db.scalars(asked)}
    missing = next((code for code in counts if code not in found), None)
    if missing is not None:
        return Unknown(Thing.PRODUCT, missing)
    return [(found[code], count) for code, count in counts.items()]
