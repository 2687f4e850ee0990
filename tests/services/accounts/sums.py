"""What must be true of all money at every moment, whatever was done."""

from collections import defaultdict

from sqlalchemy import select

from desk.models import Charge, Payment, TillEntry, TillSession
from desk.rules.vocabulary import EntryKind, PaymentKind
from tests.makers import House


def adds_up(house: House) -> None:
    """No line is lost and no cent is made: charges are their lines, and the money that moved is its lines."""
    with house.database.question() as connection:
        charges = {row.id: row for row in connection.execute(select(Charge.__table__))}
        lines = list(connection.execute(select(Payment.__table__)))
        entries = {row.id: row for row in connection.execute(select(TillEntry.__table__))}
        sessions = list(connection.execute(select(TillSession.__table__)))
    settled: dict[int, int] = defaultdict(int)
    moved: dict[int, int] = defaultdict(int)
    credit = 0
    for line in lines:
        settled[line.charge_id] += line.amount
        if line.entry_id is not None:
            moved[line.entry_id] += line.amount
        if line.kind == PaymentKind.CREDIT.value:
            credit += line.amount
        if line.reverses_id is not None:
            reversed_line = next(each for each in lines if each.id == line.reverses_id)
            assert (reversed_line.amount, reversed_line.charge_id) == (-line.amount, line.charge_id)
    for charge in charges.values():
        assert charge.outstanding == charge.amount - settled[charge.id], charge
    assert credit == 0, "what one line of an account gives, another gets"
    for entry in entries.values():
        if entry.kind in (EntryKind.PAYMENT.value, EntryKind.REFUND.value):
            assert entry.amount == moved[entry.id], entry
    for session in sessions:
        cash = sum(each.amount for each in entries.values() if each.session_id == session.id and each.method == "cash")
        assert session.float_amount + cash >= 0
        if session.closed_at is not None:
            assert session.expected == session.float_amount + cash
