"""Charges that are taken back: by a line of their own, never by changing what stands."""

from desk.models import Charge, Payment
from desk.rules.vocabulary import PaymentKind
from desk.services.desk import Unit


def void(unit: Unit, charge: Charge, amount: int, note: str) -> None:
    """Take back part or all of a charge with a line of its own; nothing that stood is changed or deleted.

    What had been paid already becomes a credit: the outstanding sum may fall below nothing.
    """
    charge.outstanding -= amount
    unit.db.add(
        Payment(
            charge_id=charge.id,
            kind=PaymentKind.VOID,
            amount=amount,
            paid_at=unit.now,
            station_id=unit.station.id or None,
            staff_id=unit.staff.id or None,
            note=note,
        )
    )
