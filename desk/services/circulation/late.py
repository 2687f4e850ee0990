"""What follows from the end of a loan besides its fine: a suspension, a claim that is closed, a deposit given back."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from desk.models import Charge, Item, Loan, Patron, Restriction, hot
from desk.rules.choices import ClaimRule
from desk.rules.policy import LoanRules
from desk.rules.suspension import suspension
from desk.rules.vocabulary import ClaimFound, RestrictionKind
from desk.services.accounts.lines import deposit_back
from desk.services.circulation.facts import loan_rules, today
from desk.services.circulation.renew import rules_of_loan
from desk.services.desk import Unit


def suspend(unit: Unit, row: Any, at: datetime) -> date | None:
    """Bar the reader of a late loan for a time, where the rules say days instead of money; gives the last day."""
    if row.loan_patron is None or at <= row.loan_due_at:
        return None
    rule = rules_of_loan(unit, row).suspension_rule()
    if not rule.days:
        return None
    calendar = unit.policy.calendars[row.loan_branch]
    standing = hot.SUSPENDED_UNTIL.first(unit.hot, {"patron_id": row.loan_patron, "today": today(unit)}).until
    earned = suspension(row.loan_due_at, at, rule, calendar, standing)
    if not earned.days or earned.until is None:
        return None
    unit.write(
        "restriction",
        patron_id=row.loan_patron,
        reason="",
        starts_on=today(unit),
        until=earned.until,
        kind=RestrictionKind.SUSPENSION,
        loan_id=row.loan_id,
    )
    return earned.until


def claim_of(row: Any, said: ClaimFound | None, rules: LoanRules) -> ClaimFound | None:
    """How a claimed loan is closed: as the clerk said, or as the rules of the return have it; None without a claim."""
    if row.loan_claimed_on is None:
        return None
    if said is not None:
        return said
    return ClaimFound.LIBRARY if rules.claim_found.value is ClaimRule.LIBRARY else ClaimFound.PATRON


def give_back_deposit(unit: Unit, row: Any) -> int | None:
    """Take back the deposit of a loan that has ended; what was paid of it becomes a credit. Gives the charge."""
    if row.deposit is None:
        return None
    charge = unit.db.get_one(Charge, row.deposit, with_for_update=True)
    deposit_back(unit, charge)
    return int(row.deposit)


def rules_of(unit: Unit, loan: Loan, item: Item, patron: Patron) -> LoanRules:
    """The rules under which a loan was made."""
    return loan_rules(unit, loan.branch_id, item.branch_id, patron.branch_id, patron.category_id, loan.item_type_id)


def suspension_of(unit: Unit, loan: int) -> Restriction | None:
    """The suspension that the end of this loan brought."""
    asked = select(Restriction).where(
        Restriction.loan_id == loan, Restriction.kind == RestrictionKind.SUSPENSION, Restriction.lifted_at.is_(None)
    )
    return unit.db.scalars(asked.order_by(Restriction.id.desc()).limit(1)).one_or_none()


def bar_anew(unit: Unit, loan: Loan, item: Item, patron: Patron, at: datetime) -> date | None:
    """Reckon the suspension of a returned loan from another day; gives the last day it had, for undo."""
    standing = suspension_of(unit, loan.id)
    if standing is None:
        return None
    was = standing.until
    rule = rules_of(unit, loan, item, patron).suspension_rule()
    other = _other_suspension(unit, standing)
    earned = suspension(loan.due_at, at, rule, unit.policy.calendars[loan.branch_id], other)
    if earned.until is None:
        standing.lifted_at = unit.now
    else:
        standing.until = earned.until
    return was


def _other_suspension(unit: Unit, than: Restriction) -> date | None:
    """The end of what stood already when this suspension came, for new days may begin where the old ones end."""
    asked = select(func.max(Restriction.until)).where(
        Restriction.patron_id == than.patron_id,
        Restriction.kind == RestrictionKind.SUSPENSION,
        Restriction.lifted_at.is_(None),
        Restriction.id < than.id,
        Restriction.until >= than.starts_on,
    )
    return unit.db.scalar(asked)


def bar_back(unit: Unit, loan: int, until: date) -> None:
    """The suspension has its old last day again."""
    asked = select(Restriction).where(Restriction.loan_id == loan, Restriction.kind == RestrictionKind.SUSPENSION)
    standing = unit.db.scalars(asked.order_by(Restriction.id.desc()).limit(1)).one()
    standing.until, standing.lifted_at = until, None
