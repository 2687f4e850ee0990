"""What it costs to borrow a copy at all: once, or for each day, week or hour of the loan."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desk.rules.calendar import Calendar
from desk.rules.overdue import ClosedTime, length_of
from desk.rules.periods import Period


@dataclass(frozen=True, slots=True)
class RentalRule:
    """An amount in minor units, once or for `every` interval of the loan; the branch's discount in percent."""

    amount: int = 0
    every: Period | None = None
    closed: ClosedTime = ClosedTime.SKIP
    discount: int = 0


@dataclass(frozen=True, slots=True)
class Rental:
    """A rental and its arithmetic: `units` at `each`, less the discount in percent; closed days that cost nothing."""

    amount: int = 0
    units: int = 0
    each: int = 0
    discount: int = 0
    closed_days: tuple[date, ...] = ()


def rental(start: datetime, due: datetime, rule: RentalRule, calendar: Calendar) -> Rental:
    """What a loan from `start` until `due` costs; an interval that has begun is paid for."""
    if not rule.amount:
        return Rental()
    units, closed = (1, ()) if rule.every is None else _units(start, due, rule.every, rule.closed, calendar)
    whole = units * rule.amount
    off = min(100, max(0, rule.discount))
    return Rental((whole * (100 - off) + 50) // 100, units, rule.amount, off, closed)


def _units(
    start: datetime, due: datetime, every: Period, closed: ClosedTime, calendar: Calendar
) -> tuple[int, tuple[date, ...]]:
    first, last = calendar.today(start), calendar.today(due)
    length = length_of(every, in_minutes=every.short)
    if due <= start or not length:
        return 0, ()
    if not every.short:  # a day is paid for from the day after the loan began to the day when it is due
        shut = () if closed is ClosedTime.COUNT else calendar.closed_days(first + timedelta(days=1), last)
        return -(-((last - first).days - len(shut)) // length), shut
    shut = () if closed is ClosedTime.COUNT else calendar.closed_days(first, last)
    let_off = (min(due, calendar.at(day, 1440)) - max(start, calendar.at(day, 0)) for day in shut)
    seconds = int((due - start - sum(let_off, timedelta())).total_seconds())
    return -(-seconds // (length * 60)), shut
