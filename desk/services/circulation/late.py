"""What follows from the end of a loan besides its fine: a suspension, a claim that is closed, a deposit given back."""

from datetime import date, datetime
from typing import Any

from desk.models import hot
from desk.rules.choices import ClaimRule
from desk.rules.policy import LoanRules
from desk.rules.suspension import suspension
from desk.rules.vocabulary import ClaimFound, RestrictionKind
from desk.services.circulation.facts import today
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
    from desk.models import Charge
    from desk.services.accounts.lines import deposit_back

    charge = unit.db.get_one(Charge, row.deposit, with_for_update=True)
    deposit_back(unit, charge)
    return int(row.deposit)
