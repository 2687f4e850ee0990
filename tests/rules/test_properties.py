"""What holds for every rule and every calendar, tried on many that nobody thought of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from desk.rules.calendar import Calendar, Hours, SpecialDay
from desk.rules.duedates import (
    AfterHours,
    CalendarMode,
    Due,
    DueRule,
    DueTime,
    HardDue,
    StepKind,
    Term,
    TermsAre,
    due_date,
    due_day,
)
from desk.rules.overdue import (
    Band,
    CappedBy,
    ChargeAt,
    ClosedTime,
    Counts,
    FineRule,
    GraceCounts,
    fine,
    recompute,
)
from desk.rules.periods import LONG, Period, Unit, add_months
from desk.rules.recall import recalled_due
from desk.rules.rental import RentalRule, rental
from desk.rules.suspension import SuspensionRule, suspension
from desk.rules.vocabulary import DayKind

BEGIN = date(2026, 1, 1)
HOURS: tuple[tuple[Hours, ...], ...] = (
    ((0, 1440),),
    ((540, 1080),),
    ((540, 720), (840, 1140)),
    ((1080, 1620),),
    ((480, 1500),),
)
MOVING = (CalendarMode.CALENDAR, CalendarMode.DATEDUE, CalendarMode.DAYWEEK, CalendarMode.PREVIOUS)
CEILINGS = (StepKind.HARD_AT_LATEST, StepKind.TERM_LATEST, StepKind.CARD_EXPIRY)
EXACT = (StepKind.HARD_EXACTLY, StepKind.TERM_EXACT)

day_numbers = st.integers(0, 500)
days = day_numbers.map(lambda number: BEGIN + timedelta(days=number))
moments = st.integers(0, 400 * 1440).map(lambda number: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number))
late_minutes = st.integers(0, 60 * 1440)
long_periods = st.builds(
    Period, st.integers(0, 40), st.sampled_from([Unit.DAY, Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR])
).filter(lambda period: period.length <= 12 or period.unit is Unit.DAY)
short_periods = st.builds(Period, st.integers(1, 100), st.sampled_from([Unit.HOUR, Unit.MINUTE]))
periods = long_periods | short_periods
intervals = st.builds(Period, st.integers(1, 20), st.sampled_from([Unit.HOUR, Unit.DAY, Unit.WEEK]))


@st.composite
def lines(draw: st.DrawFn) -> SpecialDay:
    """A dated line of any sort."""
    first = draw(days)
    return SpecialDay(
        draw(st.sampled_from(DayKind)),
        first,
        first + timedelta(days=draw(st.integers(0, 5))),
        every=draw(st.none() | st.builds(Period, st.integers(1, 9), st.sampled_from([Unit.DAY, Unit.WEEK, *LONG]))),
        until=draw(st.none() | days),
        by_weekday=draw(st.booleans()),
        hours=draw(st.none() | st.sampled_from([hours[0] for hours in HOURS])),
        own=draw(st.booleans()),
    )


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A branch that is open on at least one weekday, with some lines, in one of three zones."""
    open_on = draw(st.sets(st.integers(0, 6), min_size=1))
    hours = draw(st.sampled_from(HOURS))
    zone = draw(st.sampled_from(["UTC", "Europe/Berlin", "America/Chicago"]))
    week = tuple(hours if weekday in open_on else () for weekday in range(7))
    return Calendar(ZoneInfo(zone), week, tuple(draw(st.lists(lines(), max_size=4))))


@st.composite
def due_rules(draw: st.DrawFn) -> DueRule:
    """Any rule for due dates, without the expiry of a card."""
    first, length, more = draw(days), draw(st.integers(0, 200)), draw(st.integers(0, 60))
    last = first + timedelta(days=length)
    return DueRule(
        draw(periods),
        draw(st.sampled_from(CalendarMode)),
        draw(st.sampled_from(AfterHours)),
        draw(st.sampled_from(DueTime)),
        hard=draw(st.none() | days),
        hard_is=draw(st.sampled_from(HardDue)),
        terms=draw(st.sampled_from([(), (Term(first, last, last + timedelta(days=more)),)])),
        terms_are=draw(st.sampled_from(TermsAre)),
        shortened=draw(st.none() | periods),
    )


@given(start=moments, rule=due_rules(), calendar=calendars(), card=st.none() | st.integers(0, 200))
def test_a_due_date_is_never_before_the_loan_and_its_last_step_is_the_date(
    start: datetime, rule: DueRule, calendar: Calendar, card: int | None
) -> None:
    latest = None if card is None else calendar.today(start) + timedelta(days=card)
    due = due_date(start, replace(rule, latest=latest), calendar)
    assert due.at >= start
    assert due.steps[0].kind is StepKind.BEGAN
    assert due.steps[-1].at == due.at
    assert latest is None or calendar.today(due.at) <= latest
    assert all(not calendar.is_open(day) for day in due.skipped)


@given(start=moments, rule=due_rules(), calendar=calendars(), mode=st.sampled_from(MOVING))
def test_a_due_date_is_on_an_open_day_unless_the_rule_says_otherwise(
    start: datetime, rule: DueRule, calendar: Calendar, mode: CalendarMode
) -> None:
    assume(rule.after_hours is not AfterHours.KEEP)
    due = due_date(start, replace(rule, mode=mode), calendar)
    day = calendar.today(due.at)
    assert calendar.is_open(day) or calendar.open_at(due.at) or _may_be_closed(start, due, calendar)


def _may_be_closed(start: datetime, due: Due, calendar: Calendar) -> bool:
    """A date that is to be exactly that, or the latest where no open day is left since the loan; or all is closed."""
    if calendar.step(calendar.today(due.at)) is None:
        return True
    kinds = {step.kind for step in due.steps}
    since = calendar.open_days(calendar.today(start), calendar.today(due.at))
    return bool(kinds & set(EXACT)) or (bool(kinds & set(CEILINGS)) and not since)


@given(
    start=days,
    length=st.integers(0, 60),
    mode=st.sampled_from([CalendarMode.CALENDAR, CalendarMode.DATEDUE, CalendarMode.PREVIOUS, CalendarMode.DAYS]),
    calendar=calendars(),
)
def test_a_longer_loan_is_never_due_earlier(start: date, length: int, mode: CalendarMode, calendar: Calendar) -> None:
    one, more = (due_day(start, Period(length + n, Unit.DAY), mode, calendar)[0] for n in (0, 1))
    assert one <= more


@given(
    out=moments,
    rule=due_rules(),
    kept=st.integers(0, 60),
    minimum=st.none() | periods,
    interval=st.none() | periods,
    calendar=calendars(),
)
def test_a_recall_never_makes_a_loan_due_later_nor_before_now(
    out: datetime, rule: DueRule, kept: int, minimum: Period | None, interval: Period | None, calendar: Calendar
) -> None:
    due, now = due_date(out, rule, calendar).at, out + timedelta(days=kept)
    recalled = recalled_due(out, due, now, minimum, interval, rule, calendar)
    assert min(due, now) <= recalled.at <= due
    assert recalled.steps[-1].at == recalled.at


@st.composite
def bands(draw: st.DrawFn) -> tuple[Band, ...]:
    """Up to three bands in order, with gaps."""
    bounds = sorted(draw(st.sets(st.integers(1, 40), max_size=6)))
    pairs = zip(bounds[::2], bounds[1::2], strict=False)
    return tuple(Band(first, last, draw(st.integers(0, 90))) for first, last in pairs)


fine_rules = st.builds(
    FineRule,
    amount=st.integers(0, 90),
    every=intervals,
    charge_at=st.sampled_from(ChargeAt),
    grace=st.none() | intervals,
    grace_counts=st.sampled_from(GraceCounts),
    closed=st.sampled_from(ClosedTime),
    cap=st.none() | st.integers(0, 900),
    cap_at_price=st.booleans(),
    bands=bands(),
    counts=st.sampled_from(Counts),
    cap_whole=st.booleans(),
)


@given(rule=fine_rules, due=moments, late=late_minutes, more=st.integers(0, 3000), calendar=calendars())
def test_a_fine_never_falls_as_time_passes(
    rule: FineRule, due: datetime, late: int, more: int, calendar: Calendar
) -> None:
    back = due + timedelta(minutes=late)
    one = fine(due, back, rule, calendar, price=500)
    other = fine(due, back + timedelta(minutes=more), rule, calendar, price=500)
    assert one.amount <= other.amount


@given(rule=fine_rules, due=moments, late=late_minutes, price=st.none() | st.integers(1, 900), calendar=calendars())
def test_a_fine_never_exceeds_its_cap_and_its_arithmetic_gives_it_again(
    rule: FineRule, due: datetime, late: int, price: int | None, calendar: Calendar
) -> None:
    answer = fine(due, due + timedelta(minutes=late), rule, calendar, price)
    assert recompute(answer) == answer.amount
    assert 0 <= answer.amount <= answer.before_cap
    assert (answer.capped_by is CappedBy.NOTHING) == (answer.cap is None or answer.before_cap <= answer.cap)
    if answer.cap is not None:
        dearest = max([rule.amount, *(band.amount for band in rule.bands)])
        over = dearest - 1 if rule.cap_whole and answer.cap and dearest else 0
        assert answer.amount <= answer.cap + over


suspension_rules = st.builds(
    SuspensionRule,
    days=st.integers(0, 9),
    every=intervals,
    grace=st.none() | intervals,
    closed=st.sampled_from([ClosedTime.SKIP, ClosedTime.COUNT]),
    cap=st.none() | st.integers(0, 90),
    cumulative=st.booleans(),
    skips_closed=st.booleans(),
    grace_counts=st.sampled_from(GraceCounts),
)


@given(
    rule=suspension_rules,
    due=moments,
    late=late_minutes,
    more=st.integers(0, 3000),
    standing=st.none() | st.integers(-9, 90),
    calendar=calendars(),
)
def test_a_suspension_never_gets_shorter_as_time_passes_and_never_exceeds_its_cap(
    rule: SuspensionRule, due: datetime, late: int, more: int, standing: int | None, calendar: Calendar
) -> None:
    back = due + timedelta(minutes=late)
    until = None if standing is None else calendar.today(back) + timedelta(days=standing)
    one = suspension(due, back, rule, calendar, until)
    other = suspension(due, back + timedelta(minutes=more), rule, calendar, until)
    assert one.days <= other.days
    assert rule.cap is None or other.days <= rule.cap
    assert (one.until is None) == (one.days == 0)
    assert one.until is None or (until or BEGIN) <= one.until
    assert one.until is None or other.until is None or one.until <= other.until


@given(
    start=moments,
    length=st.integers(0, 90 * 1440),
    more=st.integers(0, 3000),
    every=st.none() | intervals,
    closed=st.sampled_from([ClosedTime.SKIP, ClosedTime.COUNT]),
    discount=st.integers(0, 100),
    calendar=calendars(),
)
def test_a_longer_loan_never_costs_less_to_rent(
    start: datetime,
    length: int,
    more: int,
    every: Period | None,
    closed: ClosedTime,
    discount: int,
    calendar: Calendar,
) -> None:
    rule = RentalRule(70, every, closed, discount)
    one, other = (rental(start, start + timedelta(minutes=n), rule, calendar) for n in (length, length + more))
    assert one.amount <= other.amount
    assert one.amount <= one.units * one.each


@given(start=moments, first=late_minutes, second=late_minutes, calendar=calendars())
def test_open_minutes_add_up(start: datetime, first: int, second: int, calendar: Calendar) -> None:
    middle = start + timedelta(minutes=first)
    end = middle + timedelta(minutes=second)
    whole = calendar.open_minutes(start, end)
    assert whole == calendar.open_minutes(start, middle) + calendar.open_minutes(middle, end)
    assert 0 <= whole <= first + second


@given(line=lines(), day=st.integers(-10, 1500).map(lambda number: BEGIN + timedelta(days=number)))
def test_a_repetition_that_is_reckoned_is_the_one_that_is_walked(line: SpecialDay, day: date) -> None:
    assert line.covers(day) == any(first <= day <= last for first, last in _walked(line, day))


def _walked(line: SpecialDay, until: date) -> list[tuple[date, date]]:
    """All repetitions of a line that begin by a day, one after the other."""
    if line.every is None:
        return [(line.first, line.last)]
    found, number = [], 0
    while (first := _nth(line, line.first, number)) <= min(until, line.until or until):
        last = first + (line.last - line.first) if _keeps_length(line) else _nth(line, line.last, number)
        found.append((first, last))
        number += 1
    return found


def _keeps_length(line: SpecialDay) -> bool:
    return line.by_weekday or line.every is None or line.every.unit not in LONG


def _nth(line: SpecialDay, day: date, number: int) -> date:
    """Where a day of a line lies in its nth repetition."""
    assert line.every is not None
    if line.every.unit not in LONG:
        return day + number * (line.every.after(BEGIN) - BEGIN)
    month = add_months(day, number * line.every.length * LONG[line.every.unit])
    if not line.by_weekday:
        return month
    same = [each for each in _days_of(month) if each.weekday() == day.weekday()]
    return same[min((day.day - 1) // 7, len(same) - 1)]


def _days_of(month: date) -> list[date]:
    first = month.replace(day=1)
    return [each for n in range(31) if (each := first + timedelta(days=n)).month == month.month]
