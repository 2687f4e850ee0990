"""What a late return costs. The rows of docs/overdue.md are named in the tests."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from desk.rules.calendar import Calendar
from desk.rules.periods import Period, Unit

DAY = Period(1, Unit.DAY)
DAYS_IN = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 30, Unit.YEAR: 365}


class ChargeAt(StrEnum):
    """Whether an interval costs when it begins or only when it has passed."""

    START = "start"
    END = "end"


class GraceCounts(StrEnum):
    """What becomes of the grace once it is over: the whole time counts, or the grace is taken off."""

    WHOLE = "whole"
    DEDUCTED = "deducted"


class ClosedTime(StrEnum):
    """Whether closed days (or hours) count as late."""

    SKIP = "skip"
    COUNT = "count"


class CappedBy(StrEnum):
    """What stopped a fine from growing."""

    NOTHING = "nothing"
    RULE = "rule"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class FineRule:
    """What the policy says about a late return. Money in minor units; a cap of None is no cap, a cap of 0 no fine."""

    amount: int = 0
    every: Period = DAY
    charge_at: ChargeAt = ChargeAt.END
    grace: Period | None = None
    grace_counts: GraceCounts = GraceCounts.WHOLE
    closed: ClosedTime = ClosedTime.SKIP
    cap: int | None = None
    cap_at_price: bool = False


@dataclass(frozen=True, slots=True)
class Fine:
    """A fine and its arithmetic: `late` in days (in minutes for short intervals), `units` intervals charged."""

    amount: int = 0
    late: int = 0
    units: int = 0
    in_grace: bool = False
    closed: tuple[date, ...] = ()
    capped_by: CappedBy = CappedBy.NOTHING


def fine(due: datetime, returned: datetime, rule: FineRule, calendar: Calendar, price: int | None = None) -> Fine:
    """The fine for a copy due at `due` and back at `returned`; nothing when it was in time."""
    if returned <= due:
        return Fine()
    late, closed = _lateness(due, returned, rule, calendar)
    grace = _grace(rule)
    if late <= grace:
        return Fine(late=late, in_grace=late > 0, closed=closed)
    counted = late - grace if rule.grace_counts is GraceCounts.DEDUCTED else late
    units = _units(counted, rule)
    amount, capped_by = _capped(units * rule.amount, rule, price)
    return Fine(amount, late, units, closed=closed, capped_by=capped_by)


def days_overdue(due: datetime, now: datetime, calendar: Calendar) -> int:
    """How many days after the due day it is in the branch, closed days included; 0 until the loan is late."""
    return (calendar.today(now) - calendar.today(due)).days if now > due else 0


def _lateness(due: datetime, returned: datetime, rule: FineRule, calendar: Calendar) -> tuple[int, tuple[date, ...]]:
    if rule.every.short:
        if rule.closed is ClosedTime.SKIP:
            return calendar.open_minutes(due, returned), ()
        return int((returned - due).total_seconds() // 60), ()
    first, last = calendar.today(due) + timedelta(days=1), calendar.today(returned)
    days = (last - first).days + 1
    if rule.closed is ClosedTime.COUNT:
        return days, ()
    closed = calendar.closed_days(first, last)
    return days - len(closed), closed


def _grace(rule: FineRule) -> int:
    if rule.grace is None:
        return 0
    if rule.every.short:
        return minutes(rule.grace)
    return rule.grace.length * DAYS_IN[rule.grace.unit] if not rule.grace.short else 0


def minutes(period: Period) -> int:
    """A period in minutes; a month counts as 31 days, as FOLIO's interval table has it."""
    per = {Unit.MINUTE: 1, Unit.HOUR: 60, Unit.DAY: 1440, Unit.WEEK: 10080, Unit.MONTH: 44640, Unit.YEAR: 525600}
    return period.length * per[period.unit]


def _units(counted: int, rule: FineRule) -> int:
    every = minutes(rule.every) if rule.every.short else rule.every.length * DAYS_IN[rule.every.unit]
    if every <= 0:
        return 0
    return -(-counted // every) if rule.charge_at is ChargeAt.START else counted // every


def _capped(amount: int, rule: FineRule, price: int | None) -> tuple[int, CappedBy]:
    caps = [(rule.cap, CappedBy.RULE)] if rule.cap is not None else []
    if rule.cap_at_price and price:
        caps.append((price, CappedBy.PRICE))
    lowest = min(caps, key=lambda cap: cap[0], default=None)
    return (amount, CappedBy.NOTHING) if lowest is None or amount <= lowest[0] else lowest
