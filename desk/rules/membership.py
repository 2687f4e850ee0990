"""How long a card is good, and when a child is one no longer. The numbers are rows of docs/patrons.md."""

from dataclasses import dataclass
from datetime import date, timedelta

from desk.rules.age import age_on
from desk.rules.choices import MembershipFrom
from desk.rules.periods import Period


@dataclass(frozen=True, slots=True)
class MembershipRule:
    """Until when a card is good: for a length of time, or until a fixed day; renewed from which day on."""

    length: Period | None = None
    until: date | None = None
    renewed_from: MembershipFrom = MembershipFrom.LATER


def first_expiry(today: date, rule: MembershipRule) -> date | None:
    """Until when a new card is good; None where it does not expire. A fixed day counts while it is still to come."""
    if rule.until is not None and rule.until >= today:
        return rule.until
    return rule.length.after(today) if rule.length is not None else None


def renewed_expiry(today: date, expires: date | None, rule: MembershipRule) -> date | None:
    """Until when a renewed card is good. It never gets shorter; a month's end never spills into the next month."""
    if rule.until is not None and rule.until >= today:
        return max(rule.until, expires) if expires is not None else rule.until
    if rule.length is None:
        return None
    start = today
    if expires is not None and rule.renewed_from is not MembershipFrom.TODAY:
        start = expires if rule.renewed_from is MembershipFrom.EXPIRY else max(expires, today)
    reached = rule.length.after(start)
    return max(reached, expires) if expires is not None else reached


def expires_soon(today: date, expires: date | None, warning: int) -> bool:
    """Whether the card expires within so many days, today among them. An expired one is blocked, not warned of."""
    return expires is not None and today <= expires <= today + timedelta(days=warning)


def needs_guarantor(birth: date | None, today: date, below: int | None) -> bool:
    """Whether somebody has to answer for a reader of this age. Without a birth date nothing is known."""
    return below is not None and birth is not None and age_on(birth, today) < below


def grown_up(birth: date | None, today: date, adult_at: int | None) -> bool:
    """Whether a child's category is no longer right."""
    return adult_at is not None and birth is not None and age_on(birth, today) >= adult_at
