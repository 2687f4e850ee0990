"""The lines of an account. Each change is a line of its own; nothing that stands is changed or deleted.

What is left of a charge is its amount less its lines; less than nothing is a credit. Each line knows the act that wrote
it, by its key in the journal: an act is undone by reversing what it wrote.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, or_, select

from desk.models import Charge, JournalRow, Patron, Payment, Product, TillEntry, TillSession, hot
from desk.rules.vocabulary import ChargeKind, PaymentKind
from desk.services.desk import Unit

# Money that came from outside of the account.
RECEIVED = (PaymentKind.CASH, PaymentKind.CARD, PaymentKind.CHEQUE, PaymentKind.OTHER)
# The ways in which money goes over the desk.
METHODS = RECEIVED
# What counts as paid: what was received and given back again, moved within the account, or rounded.
PAID = (*RECEIVED, PaymentKind.CREDIT, PaymentKind.REFUND, PaymentKind.ROUNDING)
# What made a charge less without money: it never becomes a credit.
LET_OFF = (PaymentKind.WAIVER, PaymentKind.WRITE_OFF, PaymentKind.TRANSFER)
PLANNED = ("charge", "rental", "deposit")
UNDONE = "undone"
DEPOSIT_BACK = "deposit back"
T = TypeVar("T", Charge, Payment, TillEntry)


def charge(
    unit: Unit,
    patron_id: int | None,
    kind: ChargeKind,
    amount: int,
    *,
    loan: int | None = None,
    item: int | None = None,
    branch: int | None = None,
    note: str = "",
) -> Charge:
    """Charge a reader, or nobody by name for a sale. The act's record notes it, so that undo finds it."""
    record = unit.record
    made = Charge(
        id=hot.next_id(unit.hot, "charges", unit.planned(*PLANNED)),
        patron_id=patron_id,
        loan_id=loan,
        item_id=item,
        branch_id=unit.branch if branch is None else branch,
        kind=kind,
        amount=amount,
        outstanding=amount,
        charged_at=unit.now,
        note=note,
        act=unit.key,
    )
    unit.db.add(made)
    unit.db.flush()
    record.charge_id, record.charges = made.id, (*record.charges, made.id)
    record.amount = (record.amount or 0) + amount
    return made


def settle(
    unit: Unit,
    charge: Charge,
    kind: PaymentKind,
    amount: int,
    note: str = "",
    *,
    entry: TillEntry | None = None,
    reverses: Payment | None = None,
) -> Payment:
    """Write one line against a charge: what is left of it becomes less by this much."""
    charge.outstanding -= amount
    line = Payment(
        charge_id=charge.id,
        kind=kind,
        amount=amount,
        paid_at=unit.now,
        station_id=unit.station.id or None,
        staff_id=unit.staff.id or None,
        note=note,
        act=unit.key,
        entry_id=None if entry is None else entry.id,
        reverses_id=None if reverses is None else reverses.id,
    )
    unit.db.add(line)
    return line


def void(unit: Unit, charge: Charge, amount: int, note: str) -> Payment:
    """Take back part or all of a charge; what had been paid of it already becomes a credit."""
    return settle(unit, charge, PaymentKind.VOID, amount, note)


def let_go(unit: Unit, owed: Charge, amount: int, note: str) -> None:
    """Take back part or all of a charge: what was let off or transferred goes with it, and only what was paid becomes
    a credit. What another reader took over is taken back there too."""
    over = amount - max(owed.outstanding, 0)
    lines = lines_of(unit, [owed.id]) if over > 0 else []
    for kind in LET_OFF:
        part = min(over, sum(line.amount for line in lines if line.kind is kind))
        if part > 0:
            over -= part
            settle(unit, owed, kind, -part, note)
            if kind is PaymentKind.TRANSFER:
                _follow(unit, owed, part, note)
    void(unit, owed, amount, note)


def _follow(unit: Unit, owed: Charge, amount: int, note: str) -> None:
    """The charges that a transfer made for other readers, latest first."""
    found = select(Charge).where(Charge.from_charge_id == owed.id).order_by(Charge.id.desc())
    for each in unit.db.scalars(found.with_for_update()).all():
        part = min(amount, each.amount - voided_of(unit, each))
        if part > 0:
            let_go(unit, each, part, note)
            amount -= part


def voided_of(unit: Unit, owed: Charge) -> int:
    """How much of a charge was taken back."""
    return voided_in(lines_of(unit, [owed.id]))


def voided_in(lines: Sequence[Payment]) -> int:
    """How much these lines took back."""
    return sum(line.amount for line in lines if line.kind is PaymentKind.VOID)


def deposits_of(unit: Unit, loan: int) -> Sequence[Charge]:
    """The deposit of a loan, where it had one; locked."""
    asked = select(Charge).where(Charge.loan_id == loan, Charge.kind == ChargeKind.DEPOSIT)
    return unit.db.scalars(asked.order_by(Charge.id).with_for_update()).all()


def deposit_back(unit: Unit, deposit: Charge) -> None:
    """The loan has ended: its deposit is not owed any more, and what was paid of it becomes a credit."""
    left = deposit.amount - voided_of(unit, deposit)
    if left:
        let_go(unit, deposit, left, DEPOSIT_BACK)


def deposit_again(unit: Unit, loan: int) -> None:
    """The loan goes on after all: its deposit stands as it did, and a credit that it had become is used up."""
    for deposit in deposits_of(unit, loan):
        lines = lines_of(unit, [deposit.id])
        gone = taken_back_lines(lines)
        for line in reversed(lines):
            if line.note == DEPOSIT_BACK and line.id not in gone:
                settle(unit, deposit, line.kind, -line.amount, UNDONE, reverses=line)


def lines_of(unit: Unit, charges: Iterable[int]) -> list[Payment]:
    """The lines of these charges, as they were written."""
    return list(unit.db.scalars(select(Payment).where(Payment.charge_id.in_(charges)).order_by(Payment.id)))


def paid_of(lines: Sequence[Payment]) -> int:
    """How much of a charge is paid, what was given back taken off."""
    return sum(line.amount for line in lines if line.kind in PAID)


def is_taken_back(unit: Unit, entry: int) -> bool:
    """Whether the money that moved went back; a taking back that was itself taken back counts for nothing."""
    reverses = unit.db.scalars(select(TillEntry.id).where(TillEntry.reverses_id == entry))
    return any(not is_taken_back(unit, each) for each in reverses)


def taken_back_lines(lines: Sequence[Payment]) -> set[int]:
    """Which of these lines of one charge were reversed, and not put back again."""
    by: dict[int, list[int]] = {}
    for line in lines:
        if line.reverses_id is not None:
            by.setdefault(line.reverses_id, []).append(line.id)

    def back(number: int) -> bool:
        return any(not back(each) for each in by.get(number, ()))

    return {line.id for line in lines if back(line.id)}


def lock_patron(unit: Unit, patron: int | None) -> None:
    """One act on an account at a time."""
    if patron is not None and hot.on_server(unit.hot):
        unit.db.get(Patron, patron, with_for_update={"key_share": True})


def lock_act(unit: Unit, key: str, person: int | None = None) -> None:
    """Before an act on money is reversed: the readers whose accounts it touched and `person`, in the order in which
    every act locks them; then what it sold. The drawer comes after these.
    """
    if not key or not hot.on_server(unit.hot):
        return
    written = {line.charge_id for line in _written(unit, Payment, key)}
    touched = list(unit.db.scalars(select(Charge).where(or_(Charge.id.in_(written), Charge.act == key))))
    for patron in sorted({person, *(each.patron_id for each in touched)} - {None}):  # type: ignore[type-var]
        lock_patron(unit, patron)
    sold = {each.product_id for each in touched if each.product_id is not None}
    unit.db.scalars(select(Product.id).where(Product.id.in_(sold)).order_by(Product.id).with_for_update()).all()


def charges_of(unit: Unit, patron: int, numbers: tuple[int, ...] = ()) -> list[Charge]:
    """The reader's charges that are not settled, or the chosen ones; oldest first, and locked."""
    unit.db.flush()
    asked = select(Charge).where(Charge.patron_id == patron)
    asked = asked.where(Charge.id.in_(numbers)) if numbers else asked.where(Charge.outstanding != 0)
    locked = asked.order_by(Charge.id).with_for_update().execution_options(populate_existing=True)
    return sorted(unit.db.scalars(locked), key=lambda each: (each.charged_at, each.id))


# Taking an act back


def take_back(unit: Unit, key: str, *, owed_again: bool = False) -> bool:
    """Reverse every line that the act with this key wrote: payments, charges and the money that moved.

    Says whether there was any: what an older program wrote knows no act. What was paid can be `owed_again`: then
    only the payment goes, and what was sold comes back.
    """
    lines, charges = _written(unit, Payment, key), _written(unit, Charge, key)
    back = {entry.id: _entry_back(unit, entry) for entry in _written(unit, TillEntry, key)}
    for line in reversed(lines):
        owed = unit.db.get_one(Charge, line.charge_id, with_for_update=True)
        settle(unit, owed, line.kind, -line.amount, UNDONE, entry=back.get(line.entry_id or 0), reverses=line)
    unit.db.flush()
    for owed in charges:
        if owed_again and owed.product_id is None:
            continue
        voided = voided_of(unit, owed)
        if owed.amount != voided:
            void(unit, owed, owed.amount - voided, UNDONE)
        if owed.product_id is not None:
            _into_stock(unit, owed.product_id, owed.quantity)
    unit.db.flush()
    return bool(lines or charges or back)


def _written(unit: Unit, table: type[T], key: str) -> list[T]:
    return list(unit.db.scalars(select(table).where(table.act == key).order_by(table.id)))


def _entry_back(unit: Unit, entry: TillEntry) -> TillEntry:
    reverse = TillEntry(
        session_id=entry.session_id,
        branch_id=unit.branch,
        station_id=unit.station.id or None,
        staff_id=unit.staff.id or None,
        at=unit.now,
        kind=entry.kind,
        method=entry.method,
        amount=-entry.amount,
        note=UNDONE,
        act=unit.key,
        reverses_id=entry.id,
    )
    unit.db.add(reverse)
    unit.db.flush()
    return reverse


def _into_stock(unit: Unit, product: int, count: int) -> None:
    sold = unit.db.get_one(Product, product, with_for_update=True)
    if sold.stock is not None:
        sold.stock += count


def standing_on(unit: Unit, row: JournalRow) -> list[ColumnElement[bool]]:
    """What stands on an act on money: later acts on the same charges, and the closing of its till."""
    charges = {line.charge_id for line in _written(unit, Payment, row.key)}
    charges |= {owed.id for owed in _written(unit, Charge, row.key)}
    later = select(Payment.act).where(Payment.charge_id.in_(charges), Payment.act.not_in(("", row.key)))
    sessions = {entry.session_id for entry in _written(unit, TillEntry, row.key)} - {None}
    closed = select(TillSession.closed_act).where(TillSession.id.in_(sessions), TillSession.closed_at.is_not(None))
    return [JournalRow.key.in_(later), JournalRow.key.in_(closed)]
