"""Readers' categories: their rules, and the one that comes with a birthday."""

from datetime import date
from typing import Any

from desk.rules.membership import grown_up
from desk.rules.policy import LoanRules
from desk.services.desk import Unit


def category_id(unit: Unit, code: str) -> int | None:
    """The category with this code."""
    return next((number for number, named in unit.policy.categories.items() if named.code == code), None)


def rules_of(unit: Unit, branch: int, category: int) -> LoanRules:
    """What holds for readers of this branch and category, whatever the copy."""
    return unit.policy.rules(branch, category, 0)


def adult_category(unit: Unit, patron: Any, day: date) -> int | None:
    """The category that this reader gets by the birthday; None while it is not time."""
    rules = rules_of(unit, patron.branch_id, patron.category_id)
    if not grown_up(patron.birth_date, day, rules.adult_at.value) or rules.adult_category.value is None:
        return None
    category = category_id(unit, rules.adult_category.value)
    return category if category != patron.category_id else None
