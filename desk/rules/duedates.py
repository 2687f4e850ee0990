"""When a loan is due. The rows of docs/duedates.md are named in the comments."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from desk.rules.calendar import Calendar
from desk.rules.periods import Period, Unit


class CalendarMode(StrEnum):
    """How closed days change a due date (Koha's four modes).

    DAYS ignores them; CALENDAR counts open days only; DATEDUE moves a closed due day to the next open day; DAYWEEK
    moves it by whole weeks, so that it stays the same weekday, where the loan is of whole weeks.
    """

    DAYS = "days"
    CALENDAR = "calendar"
    DATEDUE = "datedue"
    DAYWEEK = "dayweek"


class AfterHours(StrEnum):
    """What happens to a short loan that would end while the branch is closed."""

    KEEP = "keep"
    CLOSE = "close"
    OPEN = "open"


class DueTime(StrEnum):
    """Whether a loan of days ends with the day, at 23:59, or at the time of day when it began."""

    END_OF_DAY = "end_of_day"
    SAME_TIME = "same_time"


@dataclass(frozen=True, slots=True)
class DueRule:
    """All that the policy says about one due date. `latest` is the last day the card allows, if that counts."""

    period: Period
    mode: CalendarMode = CalendarMode.DATEDUE
    after_hours: AfterHours = AfterHours.CLOSE
    due_time: DueTime = DueTime.END_OF_DAY
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A due date and how it came about: the closed days that moved it, and whether the card's expiry cut it."""

    at: datetime
    skipped: tuple[date, ...] = ()
    cut_to_expiry: bool = False


def due_date(start: datetime, rule: DueRule, calendar: Calendar) -> Due:
    """When a loan that begins at `start` is due: never before the loan itself, in UTC."""
    due = _short(start, rule, calendar) if rule.period.short else _long(start, rule, calendar)
    if rule.latest is not None and calendar.today(due.at) > rule.latest:
        last = _open_before(rule.latest, rule, calendar)
        if last < calendar.today(start) <= rule.latest:  # lent on a closed day: never due before it began
            last = rule.latest
        return Due(calendar.end_of(last), due.skipped, cut_to_expiry=True)
    return due


def _open_before(day: date, rule: DueRule, calendar: Calendar) -> date:
    if rule.mode is CalendarMode.DAYS or calendar.is_open(day):
        return day
    return calendar.step(day, -1) or day


def _long(start: datetime, rule: DueRule, calendar: Calendar) -> Due:
    local = calendar.local(start)
    day, skipped = due_day(local.date(), rule.period, rule.mode, calendar)
    if rule.due_time is DueTime.SAME_TIME:
        moved = datetime.combine(day, local.time(), calendar.zone).astimezone(UTC)
        return Due(max(moved, start.astimezone(UTC)), skipped)
    return Due(calendar.end_of(day), skipped)


def due_day(start: date, period: Period, mode: CalendarMode, calendar: Calendar) -> tuple[date, tuple[date, ...]]:
    """The due day, and the closed days that were passed over; a negative length counts backwards."""
    if mode is CalendarMode.CALENDAR and period.unit is not Unit.MONTH:
        return _count_open(start, period, calendar)
    day = period.after(start)
    if mode is CalendarMode.DAYS or calendar.is_open(day):
        return day, ()
    if mode is CalendarMode.DAYWEEK and period.whole_weeks:
        return _same_weekday(day, calendar)
    moved = calendar.step(day, -1 if period.length < 0 else 1)
    return (day, ()) if moved is None else (moved, _passed(day, moved, calendar))


def _count_open(start: date, period: Period, calendar: Calendar) -> tuple[date, tuple[date, ...]]:
    direction = -1 if period.length < 0 else 1
    day = start
    for _step in range(abs(period.length) * (7 if period.unit is Unit.WEEK else 1)):
        following = calendar.step(day, direction)
        if following is None:
            return period.after(start), ()
        day = following
    return day, _passed(start, day, calendar)


def _same_weekday(day: date, calendar: Calendar) -> tuple[date, tuple[date, ...]]:
    weeks = (day + timedelta(weeks=week) for week in range(1, 53))
    moved = next((other for other in weeks if calendar.is_open(other)), None) or calendar.step(day)
    return (day, ()) if moved is None else (moved, _passed(day, moved, calendar))


def _passed(one: date, other: date, calendar: Calendar) -> tuple[date, ...]:
    return calendar.closed_days(min(one, other), max(one, other))


def _short(start: datetime, rule: DueRule, calendar: Calendar) -> Due:
    begun = start.astimezone(UTC)
    exact = begun + rule.period.delta()
    if rule.mode is CalendarMode.DAYS or rule.after_hours is AfterHours.KEEP:
        return Due(exact)
    periods = list(calendar.periods(calendar.today(start), calendar.today(exact)))
    if any(opens <= exact <= closes for opens, closes in periods):
        return Due(exact)
    closed = calendar.closed_days(calendar.today(start), calendar.today(exact))
    if rule.after_hours is AfterHours.CLOSE:
        ended = [closes for _opens, closes in periods if begun < closes <= exact]
        if ended:
            return Due(ended[-1], closed)
    return Due(_next_opening(exact, calendar) or exact, closed)


def _next_opening(moment: datetime, calendar: Calendar) -> datetime | None:
    today = calendar.today(moment)
    coming = calendar.step(today)
    for opens, _closes in calendar.periods(today, coming or today):
        if opens >= moment:
            return opens
    return None
