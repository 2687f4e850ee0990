"""Suspensions that a late return brought, when its day changes or it is taken back."""

from datetime import date, datetime

from sqlalchemy import func, select

from desk.models import Item, Loan, Patron, Restriction
from desk.rules.policy import LoanRules
from desk.rules.suspension import suspension
from desk.rules.vocabulary import RestrictionKind
from desk.services.circulation.facts import loan_rules
from desk.services.desk import Unit


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
