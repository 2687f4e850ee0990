"""The lines of an account. Each change is a line of its own; nothing that stands is changed or deleted.

What is left of a charge is its amount less its lines; less than nothing is a credit.
"""

from desk.models import Charge, Payment, hot
from desk.rules.vocabulary import ChargeKind, PaymentKind
from desk.services.desk import Unit


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
        id=hot.next_id(unit.hot, "charges"),
        patron_id=patron_id,
        loan_id=loan,
        item_id=item,
        branch_id=unit.branch if branch is None else branch,
        kind=kind,
        amount=amount,
        outstanding=amount,
        charged_at=unit.now,
        note=note,
    )
    unit.db.add(made)
    unit.db.flush()
    record.charge_id, record.charges = made.id, (*record.charges, made.id)
    record.amount = (record.amount or 0) + amount
    return made


def settle(unit: Unit, charge: Charge, kind: PaymentKind, amount: int, note: str = "") -> Payment:
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
    )
    unit.db.add(line)
    return line


def void(unit: Unit, charge: Charge, amount: int, note: str) -> Payment:
    """Take back part or all of a charge; what had been paid of it already becomes a credit."""
    return settle(unit, charge, PaymentKind.VOID, amount, note)
