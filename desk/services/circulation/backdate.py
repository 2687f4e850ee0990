"""A check-in that is done counts from an earlier day: its fine and its suspension are reckoned anew."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import and_, or_, select

from desk.models import Charge, Item, JournalRow, Loan, Patron, hot
from desk.rules.vocabulary import ChargeKind, Permission, Reason
from desk.services.accounts.lines import charge, let_go, lines_of, voided_in, voided_of
from desk.services.accounts.losses import written_since
from desk.services.answers import Refused, Thing, Unknown, refused
from desk.services.circulation.answers import Backdated, Before, Returned
from desk.services.circulation.checkin import effective
from desk.services.circulation.facts import fine_of
from desk.services.circulation.suspensions import bar_anew, rules_of
from desk.services.circulation.visit import answer_of
from desk.services.codec import decode, known
from desk.services.desk import Unit


@known
@dataclass(frozen=True, slots=True)
class Backdate:
    """Let a check-in that is done count from an earlier day; `checkin` is the key of its journal row."""

    kind: ClassVar[str] = "backdate"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.BACKDATE

    checkin: str
    day: date

    def run(self, unit: Unit) -> Backdated | Refused | Unknown:
        """Reckon the fine anew from that day; what was charged too much is taken back, paid or not."""
        row = unit.db.scalars(select(JournalRow).where(JournalRow.key == self.checkin)).one_or_none()
        if row is None or row.kind != "checkin" or row.loan_id is None:
            return Unknown(Thing.VISIT, self.checkin)
        _lock(unit, row)
        if row.undone_by is not None:
            return refused(self, Reason.UNDONE_ALREADY)
        loan = unit.db.get_one(Loan, row.loan_id, with_for_update=True)
        item = unit.db.get_one(Item, loan.item_id)
        at = effective(unit, self.day, loan.out_at)
        if loan.patron_id is None or loan.returned_at is None:
            return refused(self, Reason.SEVERED)
        patron = unit.db.get_one(Patron, loan.patron_id)
        charges = _charges(unit, row, loan)
        was = sum(each.amount for each in charges) - voided_in(lines_of(unit, [each.id for each in charges]))
        forgiven = _forgiven(row)
        fine = 0 if forgiven else self._fine(unit, loan, item, patron, at)
        if loan.lost_at is not None:  # its fine stopped when it was lost
            fine = was
        more = _settle(unit, loan, charges, was - fine)
        barred = None if forgiven else bar_anew(unit, loan, item, patron, at)
        record = unit.record
        record.person, record.item_id, record.loan_id = loan.patron_id, item.id, loan.id
        record.charge_id = charges[0].id if charges else record.charge_id
        record.amount = fine - was
        record.before = Before(
            item.status,
            item.holding_branch_id,
            loan=loan.id,
            returned_at=loan.returned_at,
            barred=barred,
            charges=more,
        )
        loan.returned_at = at
        answer = answer_of(row)
        face = answer.item if isinstance(answer, Returned) else None
        assert face is not None
        who = answer.patron if isinstance(answer, Returned) else None
        return Backdated(face, at, fine, was, who)

    def _fine(self, unit: Unit, loan: Loan, item: Item, patron: Patron, at: datetime) -> int:
        rules = rules_of(unit, loan, item, patron)
        # A claim was closed by the check-in: forgiven, or the reader had the copy all the time.
        return fine_of(
            unit,
            due=loan.due_at,
            branch=loan.branch_id,
            rules=rules,
            returned=at,
            price=item.price,
            recalled=loan.recalled_at is not None,
            claimed_on=None,
        ).amount


def _forgiven(row: JournalRow) -> bool:
    """Whether the check-in let its fine off, as in an amnesty: an earlier day then changes nothing of it."""
    answer = answer_of(row)
    return isinstance(answer, Returned) and bool(answer.forgiven)


def _lock(unit: Unit, row: JournalRow) -> None:
    """Reader, title, copy, in the order of a scan; then the check-in itself, which another desk may just undo."""
    if row.person is not None:
        unit.db.get(Patron, row.person, with_for_update={"key_share": True})
    hot.lock_for_item(unit.hot, unit.db.get_one(Item, row.item_id).barcode)
    unit.db.refresh(row, with_for_update=True)


def _charges(unit: Unit, checkin: JournalRow, loan: Loan) -> list[Charge]:
    """What this check-in and its later backdating charged; the fine of an earlier renewal stands for itself."""
    asked = select(JournalRow).where(
        JournalRow.item_id == checkin.item_id,
        JournalRow.loan_id == checkin.loan_id,
        JournalRow.id >= checkin.id,
        JournalRow.kind.in_(("checkin", "backdate")),
        JournalRow.undone_by.is_(None),
    )
    kept = (decode(json.loads(row.before)) for row in unit.db.scalars(asked) if row.before)
    numbers = {number for before in kept for number in before.charges}
    # What was paid of the fine while the loan was out belongs to the same lateness.
    fines = and_(Charge.id.in_(numbers), Charge.kind == ChargeKind.OVERDUE)
    found = select(Charge).where(or_(fines, written_since(loan)))
    return list(unit.db.scalars(found.order_by(Charge.id.desc()).with_for_update()))


def _settle(unit: Unit, loan: Loan, charges: list[Charge], less: int) -> tuple[int, ...]:
    """Take back what was charged too much, latest first, or charge what was too little; gives the new charge."""
    if less < 0:
        made = charge(unit, loan.patron_id, ChargeKind.OVERDUE, -less, loan=loan.id, item=loan.item_id)
        return (made.id,)
    for each in charges:
        part = min(less, each.amount - voided_of(unit, each))
        if part > 0:
            let_go(unit, each, part, "backdated")
            less -= part
    return ()
