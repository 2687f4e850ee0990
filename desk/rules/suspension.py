"""Days without lending in place of a fine: how many a late return earns, and until when they last."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desk.rules.calendar import Calendar
from desk.rules.overdue import DAY, ClosedTime, GraceCounts, lateness, length_of
from desk.rules.periods import LONGEST, Period, Unit


@dataclass(frozen=True, slots=True)
class SuspensionRule:
    """So many days for each `every` late, at most `cap`; the grace is taken off unless the whole time counts.

    `cumulative` days begin where a standing suspension ends; with `skips_closed` the closed days of the suspension
    itself do not count towards it.
    """

    days: int = 0
    every: Period = DAY
    grace: Period | None = None
    closed: ClosedTime = ClosedTime.SKIP
    cap: int | None = None
    cumulative: bool = False
    skips_closed: bool = False
    grace_counts: GraceCounts = GraceCounts.DEDUCTED


@dataclass(frozen=True, slots=True)
class Suspension:
    """How many days, and why: `late` and `counted` in days, or in minutes for an interval of hours.

    `until` is the last day without lending, None where there is none; `extended` says that the days were put after
    those of a standing suspension; `closed` are the closed days in between that do not count.
    """

    days: int = 0
    late: int = 0
    grace: int = 0
    counted: int = 0
    from_day: date | None = None
    until: date | None = None
    capped: bool = False
    extended: bool = False
    closed: tuple[date, ...] = ()


def suspension(
    due: datetime, returned: datetime, rule: SuspensionRule, calendar: Calendar, standing_until: date | None = None
) -> Suspension:
    """The suspension for a copy due at `due` and back at `returned`; without cumulation the later end counts."""
    short = rule.every.short
    late, _closed = lateness(due, returned, rule.closed, calendar, in_minutes=short)
    grace = length_of(rule.grace, in_minutes=short) if rule.grace else 0
    counted = 0 if late <= grace else late - grace if rule.grace_counts is GraceCounts.DEDUCTED else late
    every = length_of(rule.every, in_minutes=short)
    earned = counted * rule.days // every if every else 0
    days = min(earned, LONGEST[Unit.DAY] if rule.cap is None else rule.cap)
    if not days:
        return Suspension(late=late, grace=grace, counted=counted, capped=earned > 0)
    today = calendar.today(returned)
    extended = rule.cumulative and standing_until is not None and standing_until > today
    before = standing_until if extended and standing_until is not None else today
    own = _last(before, days, calendar, skips_closed=rule.skips_closed)
    until = own if standing_until is None else max(own, standing_until)
    first = before + timedelta(days=1)
    closed = calendar.closed_days(first, own) if rule.skips_closed else ()
    return Suspension(days, late, grace, counted, first, until, earned > days, extended, closed)


def _last(before: date, days: int, calendar: Calendar, *, skips_closed: bool) -> date:
    """The last of so many days (or open days) after `before`."""
    if not skips_closed or calendar.step(before) is None:
        return before + timedelta(days=days)
    day = before
    for _day in range(days):
        day = calendar.step(day) or day
    return day
