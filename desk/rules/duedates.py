"""When a loan is due, and by what arithmetic. The rows of docs/duedates.md are named in the tests."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from desk.rules.calendar import Calendar, days_between
from desk.rules.periods import LONG, Period, Unit

WEEKS_AHEAD = 53
TERM = re.compile(r"(\S+?)\s*\.\.\s*(\S+)\s+due\s+(\S+)")


class CalendarMode(StrEnum):
    """How closed days change a due date.

    DAYS ignores them; CALENDAR counts open days only; DATEDUE moves a closed due day to the next open day; DAYWEEK
    moves it by whole weeks, so that it stays the same weekday, where the loan is of whole weeks; PREVIOUS moves it
    back to the open day before.
    """

    DAYS = "days"
    CALENDAR = "calendar"
    DATEDUE = "datedue"
    DAYWEEK = "dayweek"
    PREVIOUS = "previous"


class AfterHours(StrEnum):
    """What happens to a loan that would end at an hour when the branch is closed."""

    KEEP = "keep"
    CLOSE = "close"
    OPEN = "open"


class DueTime(StrEnum):
    """Whether a loan of days ends with the day, at 23:59, or at the time of day when it began."""

    END_OF_DAY = "end_of_day"
    SAME_TIME = "same_time"


class HardDue(StrEnum):
    """What a fixed date does: nothing is due after it, everything is due on it, or nothing is due before it."""

    AT_LATEST = "at_latest"
    EXACTLY = "exactly"
    AT_EARLIEST = "at_earliest"


class TermsAre(StrEnum):
    """Whether the date of a term is the latest due date of its loans, or the due date of them all."""

    LATEST = "latest"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Term:
    """A term, such as a semester: loans that begin from `first` to `last` have to do with the day `due`."""

    first: date
    last: date
    due: date


@dataclass(frozen=True, slots=True)
class DueRule:
    """All that the policy says about one due date.

    `latest` is the last day the card allows, if that counts; `shortened` the loan period of a title in high demand,
    where it is.
    """

    period: Period
    mode: CalendarMode = CalendarMode.DATEDUE
    after_hours: AfterHours = AfterHours.CLOSE
    due_time: DueTime = DueTime.END_OF_DAY
    latest: date | None = None
    hard: date | None = None
    hard_is: HardDue = HardDue.AT_LATEST
    terms: tuple[Term, ...] = ()
    terms_are: TermsAre = TermsAre.LATEST
    shortened: Period | None = None


class StepKind(StrEnum):
    """One step of the arithmetic of a due date."""

    BEGAN = "began"
    ADDED = "added"
    COUNTED = "counted"
    MOVED_NEXT = "moved_next"
    MOVED_WEEKDAY = "moved_weekday"
    MOVED_PREVIOUS = "moved_previous"
    END_OF_DAY = "end_of_day"
    SAME_TIME = "same_time"
    TO_CLOSING = "to_closing"
    TO_OPENING = "to_opening"
    HIGH_DEMAND = "high_demand"
    HARD_AT_LATEST = "hard_at_latest"
    HARD_EXACTLY = "hard_exactly"
    HARD_AT_EARLIEST = "hard_at_earliest"
    TERM_LATEST = "term_latest"
    TERM_EXACT = "term_exact"
    CARD_EXPIRY = "card_expiry"
    NOT_BEFORE_LOAN = "not_before_loan"
    RECALLED = "recalled"
    NOT_LATER = "not_later"


# Steps that pass over closed days on the way to the date.
PASSING = (
    StepKind.COUNTED,
    StepKind.MOVED_NEXT,
    StepKind.MOVED_WEEKDAY,
    StepKind.MOVED_PREVIOUS,
    StepKind.TO_CLOSING,
    StepKind.TO_OPENING,
    StepKind.HIGH_DEMAND,
)


@dataclass(frozen=True, slots=True)
class DueStep:
    """Where the date stood after one step; the closed days it passed over; the period or the fixed date, as written."""

    kind: StepKind
    at: datetime
    days: tuple[date, ...] = ()
    text: str = ""


Steps = tuple[DueStep, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A due date and its whole arithmetic in order: the last step stands at the date itself."""

    at: datetime
    steps: Steps = ()

    @property
    def skipped(self) -> tuple[date, ...]:
        """The closed days that the date was counted or moved past."""
        passing = [step for step in self.steps if step.kind in PASSING]
        since = max((n for n, step in enumerate(passing) if step.kind is StepKind.HIGH_DEMAND), default=0)
        return tuple(sorted({day for step in passing[since:] for day in step.days}))

    @property
    def cut_to_expiry(self) -> bool:
        """Whether the expiry of the card cut it."""
        return any(step.kind is StepKind.CARD_EXPIRY for step in self.steps)


def parse_day(text: str) -> date:
    """Read "2026-06-30". Raises ValueError that says what is wrong."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip(), re.ASCII):
            return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"there is no day {text.strip()!r}") from None
    raise ValueError(f"{text!r} is not a date such as '2026-06-30'")


def parse_terms(text: str) -> tuple[Term, ...]:
    """Read "2026-01-01..2026-06-30 due 2026-07-15; …". Raises ValueError that says what is wrong."""
    terms = sorted((_term(part) for part in text.split(";") if part.strip()), key=lambda term: term.first)
    if not terms:
        raise ValueError(f"{text!r} has no term such as '2026-01-01..2026-06-30 due 2026-06-30'")
    for one, other in pairwise(terms):
        if other.first <= one.last:
            raise ValueError(f"the terms that begin on {one.first} and {other.first} overlap")
    return tuple(terms)


def _term(text: str) -> Term:
    found = TERM.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text.strip()!r} is not a term such as '2026-01-01..2026-06-30 due 2026-06-30'")
    term = Term(parse_day(found[1]), parse_day(found[2]), parse_day(found[3]))
    if term.last < term.first:
        raise ValueError(f"the term that begins on {term.first} ends before it begins")
    if term.due < term.last:
        raise ValueError(f"the term that begins on {term.first} is due before it ends")
    return term


def due_date(start: datetime, rule: DueRule, calendar: Calendar) -> Due:
    """When a loan that begins at `start` is due: never before the loan itself, in UTC."""
    steps = _counted(start, rule, calendar)
    if rule.shortened is not None:
        steps += _high_demand(start, steps[-1].at, rule, rule.shortened, calendar)
    steps += _hard(start, steps[-1].at, rule, calendar)
    steps += _of_term(start, steps[-1].at, rule, calendar)
    steps += _until_expiry(start, steps[-1].at, rule, calendar)
    expired = rule.latest is not None and rule.latest < calendar.today(start)
    if steps[-1].at < start and not expired:
        steps += (DueStep(StepKind.NOT_BEFORE_LOAN, start.astimezone(UTC)),)
    return Due(steps[-1].at, steps)


def _counted(start: datetime, rule: DueRule, calendar: Calendar) -> Steps:
    """The loan period and the calendar alone."""
    begun = DueStep(StepKind.BEGAN, start.astimezone(UTC))
    return (begun, *(_short if rule.period.short else _long)(begun.at, rule, calendar))


def _long(start: datetime, rule: DueRule, calendar: Calendar) -> Steps:
    local = calendar.local(start)
    counted = _days(local.date(), rule.period, rule.mode, calendar)
    day = counted[-1][1]
    steps = tuple(
        DueStep(kind, calendar.at(to, local.hour * 60 + local.minute), days, "" if place else str(rule.period))
        for place, (kind, to, days) in enumerate(counted)
    )
    if rule.due_time is DueTime.END_OF_DAY:
        return (*steps, DueStep(StepKind.END_OF_DAY, calendar.end_of(day)))
    exact = datetime.combine(day, local.time(), calendar.zone).astimezone(UTC)
    steps += (DueStep(StepKind.SAME_TIME, exact),)
    return steps + _after_hours(start, exact, rule, calendar) if calendar.is_open(day) else steps


def due_day(start: date, period: Period, mode: CalendarMode, calendar: Calendar) -> tuple[date, tuple[date, ...]]:
    """The due day, and the closed days that were passed over; a negative length counts backwards."""
    _kind, day, skipped = _days(start, period, mode, calendar)[-1]
    return day, skipped


DayStep = tuple[StepKind, date, tuple[date, ...]]


def _days(start: date, period: Period, mode: CalendarMode, calendar: Calendar) -> tuple[DayStep, ...]:
    """The period added or counted in open days, then the day moved where the branch is closed."""
    if mode is CalendarMode.CALENDAR and period.unit not in LONG and period.length:
        return (_count_open(start, period, calendar),)
    day = period.after(start)
    added = (StepKind.ADDED, day, ())
    if mode is CalendarMode.DAYS or calendar.is_open(day):
        return (added,)
    to = _moved(start, day, period, mode, calendar)
    return (added,) if to is None else (added, (to[0], to[1], _passed(day, to[1], calendar)))


def _moved(
    start: date, day: date, period: Period, mode: CalendarMode, calendar: Calendar
) -> tuple[StepKind, date] | None:
    if mode is CalendarMode.DAYWEEK and period.whole_weeks and (same := _same_weekday(day, calendar)):
        return StepKind.MOVED_WEEKDAY, same
    before = calendar.step(day, -1)
    if period.length < 0 or (mode is CalendarMode.PREVIOUS and before is not None and before >= start):
        return None if before is None else (StepKind.MOVED_PREVIOUS, before)
    following = calendar.step(day)
    return None if following is None else (StepKind.MOVED_NEXT, following)


def _count_open(start: date, period: Period, calendar: Calendar) -> DayStep:
    direction = -1 if period.length < 0 else 1
    day = start
    for _step in range(abs(period.length) * (7 if period.unit is Unit.WEEK else 1)):
        following = calendar.step(day, direction)
        if following is None:
            return StepKind.ADDED, period.after(start), ()
        day = following
    return StepKind.COUNTED, day, _passed(start, day, calendar)


def _same_weekday(day: date, calendar: Calendar) -> date | None:
    weeks = (day + timedelta(weeks=week) for week in range(1, WEEKS_AHEAD))
    return next((other for other in weeks if calendar.is_open(other)), None)


def _passed(one: date, other: date, calendar: Calendar) -> tuple[date, ...]:
    return calendar.closed_days(min(one, other), max(one, other))


def _short(start: datetime, rule: DueRule, calendar: Calendar) -> Steps:
    exact = start + rule.period.delta()
    added = DueStep(StepKind.ADDED, exact, text=str(rule.period))
    return (added, *_after_hours(start, exact, rule, calendar))


def _after_hours(start: datetime, exact: datetime, rule: DueRule, calendar: Calendar) -> Steps:
    """A loan that ends to the minute, and does so while the branch is closed."""
    if rule.mode is CalendarMode.DAYS or rule.after_hours is AfterHours.KEEP or calendar.open_at(exact):
        return ()
    kind, moment = StepKind.TO_CLOSING, None
    if rule.after_hours is AfterHours.CLOSE:
        moment = _last_closing(start, exact, calendar)
    if moment is None:
        kind, moment = StepKind.TO_OPENING, _next_opening(exact, calendar)
    if moment is None:
        return ()
    return (DueStep(kind, moment, _passed(calendar.today(exact), calendar.today(moment), calendar)),)


def _last_closing(begun: datetime, moment: datetime, calendar: Calendar) -> datetime | None:
    """The last time before a moment at which the branch closed, if that is after the loan began."""
    today = calendar.today(moment)
    first = max(calendar.step(today, -1) or today, calendar.today(begun))
    periods = calendar.periods_around(calendar.at(first, 0), moment)
    return max((closes for _opens, closes in periods if begun < closes <= moment), default=None)


def _next_opening(moment: datetime, calendar: Calendar) -> datetime | None:
    today = calendar.today(moment)
    following = calendar.step(today) or today
    periods = calendar.periods(today, following)
    return next((opens for opens, _closes in periods if opens >= moment), None)


def _high_demand(start: datetime, due: datetime, rule: DueRule, shorter: Period, calendar: Calendar) -> Steps:
    """A title that others wait for is lent for less, by the same rules, where that ends earlier."""
    steps = _counted(start, replace(rule, period=shorter), calendar)
    if steps[-1].at >= due:
        return ()
    return (DueStep(StepKind.HIGH_DEMAND, steps[-1].at, Due(steps[-1].at, steps).skipped, str(shorter)),)


def _hard(start: datetime, due: datetime, rule: DueRule, calendar: Calendar) -> Steps:
    if rule.hard is None:
        return ()
    if rule.hard_is is HardDue.AT_EARLIEST:
        return _at_earliest(due, rule.hard, rule, calendar)
    if rule.hard < calendar.today(start):  # it was meant for loans that have long been made
        return ()
    if rule.hard_is is HardDue.EXACTLY:
        return _exactly(StepKind.HARD_EXACTLY, rule.hard, calendar)
    return _ceiling(StepKind.HARD_AT_LATEST, rule.hard, start, due, rule, calendar)


def _of_term(start: datetime, due: datetime, rule: DueRule, calendar: Calendar) -> Steps:
    today = calendar.today(start)
    term = next((term for term in rule.terms if term.first <= today <= term.last), None)
    if term is None or term.due < today:
        return ()
    if rule.terms_are is TermsAre.EXACT:
        return _exactly(StepKind.TERM_EXACT, term.due, calendar)
    return _ceiling(StepKind.TERM_LATEST, term.due, start, due, rule, calendar)


def _until_expiry(start: datetime, due: datetime, rule: DueRule, calendar: Calendar) -> Steps:
    if rule.latest is None:
        return ()
    return _ceiling(StepKind.CARD_EXPIRY, rule.latest, start, due, rule, calendar)


def _exactly(kind: StepKind, day: date, calendar: Calendar) -> Steps:
    return (DueStep(kind, calendar.end_of(day), text=day.isoformat()),)


def _at_earliest(due: datetime, day: date, rule: DueRule, calendar: Calendar) -> Steps:
    if calendar.today(due) >= day:
        return ()
    to = day
    if rule.mode is not CalendarMode.DAYS and not calendar.is_open(day):
        to = calendar.step(day) or day
    passed = _passed(day, to, calendar) if to != day else ()
    return (DueStep(StepKind.HARD_AT_EARLIEST, calendar.end_of(to), passed, day.isoformat()),)


def _ceiling(kind: StepKind, day: date, start: datetime, due: datetime, rule: DueRule, calendar: Calendar) -> Steps:
    """Nothing is due after this day; where it is closed and the mode moves, nothing after the open day before."""
    if calendar.today(due) <= day:
        return ()
    last = day
    if rule.mode is not CalendarMode.DAYS and not calendar.is_open(day):
        last = calendar.step(day, -1) or day
    if last < calendar.today(start) <= day:  # lent on a closed day: never due before it began
        last = day
    passed = tuple(days_between(last + timedelta(days=1), day))
    return (DueStep(kind, calendar.end_of(last), passed, day.isoformat()),)
