"""Due dates, row by row of docs/duedates.md. Cases marked D… are Koha's and Evergreen's own (design/cases.md 1)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.calendar import Calendar, SpecialDay
from desk.rules.duedates import AfterHours, CalendarMode, DueRule, DueTime, due_date, due_day
from desk.rules.periods import Period, Unit, parse_period
from desk.rules.vocabulary import DayKind
from tests.rows import row

ALWAYS = Calendar(UTC)
ALL_DAY = ((0, 1440),)
WORKING = ((600, 960),)


def closed(*days: date, weekdays: tuple[int, ...] = (), hours: tuple[tuple[int, int], ...] = ALL_DAY) -> Calendar:
    """A branch that is closed on these days and weekdays (0 is Monday)."""
    week = tuple(() if weekday in weekdays else hours for weekday in range(7))
    return Calendar(UTC, week, tuple(SpecialDay(DayKind.CLOSED, day, day) for day in days))


def due(start: datetime, period: str, calendar: Calendar, mode: str = "datedue", **more: object) -> datetime:
    rule = DueRule(parse_period(period), CalendarMode(mode), **more)  # type: ignore[arg-type]
    return due_date(start, rule, calendar).at


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@row("duedates", 1, 3)
@pytest.mark.parametrize(
    ("start", "period", "expected"),
    [
        (at(2013, 2, 9, 12), "10 days", at(2013, 2, 19, 23, 59)),  # D1
        (at(2013, 2, 9, 12), "5 days", at(2013, 2, 14, 23, 59)),  # D1, the renewal
        (at(2013, 2, 9, 12), "0 days", at(2013, 2, 9, 23, 59)),  # D10
        (at(2026, 1, 31, 9), "1 month", at(2026, 2, 28, 23, 59)),
        (at(2026, 3, 1, 9), "2 weeks", at(2026, 3, 15, 23, 59)),
        (at(2024, 1, 31, 9), "1 month", at(2024, 2, 29, 23, 59)),
        (at(2025, 12, 31, 9), "2 months", at(2026, 2, 28, 23, 59)),
    ],
)
def test_a_loan_of_days_weeks_or_months_ends_with_its_day(start: datetime, period: str, expected: datetime) -> None:
    assert due(start, period, ALWAYS, "days") == expected


@row("duedates", 2)
@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-02-15 02:15:00-06:00", "2026-03-08 03:15:00-05:00"),  # D20: 02:15 does not exist that night
        ("2026-01-01 07:15:00-06:00", "2026-01-22 07:15:00-06:00"),  # D21
    ],
)
def test_d20_the_same_time_of_day_across_the_change_of_clocks(start: str, expected: str) -> None:
    chicago = Calendar(ZoneInfo("America/Chicago"))
    answer = due(datetime.fromisoformat(start), "21 days", chicago, "days", due_time=DueTime.SAME_TIME)
    assert answer == datetime.fromisoformat(expected)


@row("duedates", 2)
def test_r7_a_month_from_the_minute() -> None:
    start = at(2018, 5, 12, 11, 21, 43)
    assert due(start, "1 month", ALWAYS, "days", due_time=DueTime.SAME_TIME) == at(2018, 6, 12, 11, 21, 43)


@row("duedates", 3)
def test_d23_the_due_day_ends_at_23_59_of_the_branch_on_both_sides_of_a_change_of_clocks() -> None:
    zurich = Calendar(ZoneInfo("Europe/Zurich"))
    for day in range(300):
        start = at(2021, 12, 28, 20) + timedelta(days=day)
        local = due(start, "30 days", zurich, "days").astimezone(zurich.zone)
        assert (local.hour, local.minute) == (23, 59)


WEEKENDS = closed(date(2012, 7, 4), date(2012, 12, 25), weekdays=(5, 6))


@row("duedates", 4)
@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2012, 7, 3), 1, date(2012, 7, 5)),  # D16
        (date(2012, 7, 23), 7, date(2012, 8, 1)),  # D16
    ],
)
def test_d16_only_open_days_are_counted(start: date, days: int, expected: date) -> None:
    assert due_day(start, Period(days, Unit.DAY), CalendarMode.CALENDAR, WEEKENDS)[0] == expected


@row("duedates", 5)
@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2012, 11, 24), 1, date(2012, 11, 26)),  # D15: Saturday to Monday
        (date(2012, 12, 26), -1, date(2012, 12, 24)),  # D15, backwards
    ],
)
def test_d15_a_closed_due_day_moves_to_the_next_open_day(start: date, days: int, expected: date) -> None:
    assert due_day(start, Period(days, Unit.DAY), CalendarMode.DATEDUE, WEEKENDS)[0] == expected


@row("duedates", 3)
@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2012, 7, 3), 1, date(2012, 7, 4)),
        (date(2012, 7, 23), 7, date(2012, 7, 30)),
        (date(2012, 11, 24), 1, date(2012, 11, 25)),
        (date(2012, 12, 26), -1, date(2012, 12, 25)),
    ],
)
def test_d17_closed_days_change_nothing(start: date, days: int, expected: date) -> None:
    assert due_day(start, Period(days, Unit.DAY), CalendarMode.DAYS, WEEKENDS)[0] == expected


@row("duedates", 6, 7)
@pytest.mark.parametrize(
    ("period", "calendar", "expected"),
    [
        ("10 days", closed(date(2013, 2, 19)), date(2013, 2, 20)),  # D4
        ("5 days", closed(date(2013, 2, 14)), date(2013, 2, 15)),  # D5
        ("14 days", closed(date(2013, 2, 16), date(2013, 2, 23), date(2013, 3, 2)), date(2013, 3, 9)),  # D8
        ("1 week", closed(date(2013, 2, 16), date(2013, 2, 23), date(2013, 3, 2)), date(2013, 3, 9)),  # D8
        ("14 days", closed(weekdays=(5,)), date(2013, 2, 24)),  # D9
        ("7 days", closed(weekdays=(5,)), date(2013, 2, 17)),  # D9
    ],
)
def test_a_loan_of_weeks_keeps_its_weekday(period: str, calendar: Calendar, expected: date) -> None:
    assert due_day(date(2013, 2, 9), parse_period(period), CalendarMode.DAYWEEK, calendar)[0] == expected


@row("duedates", 8)
def test_a_short_loan_ends_to_the_minute() -> None:
    assert due(at(2026, 3, 10, 11, 7), "90 minutes", closed(hours=WORKING)) == at(2026, 3, 10, 12, 37)


TOMORROW_CLOSED = closed(date(2026, 3, 11), hours=WORKING)


@row("duedates", 9, 10, 11)
@pytest.mark.parametrize(
    ("after_hours", "expected"),
    [
        (AfterHours.CLOSE, at(2026, 3, 10, 16)),
        (AfterHours.OPEN, at(2026, 3, 12, 10)),
        (AfterHours.KEEP, at(2026, 3, 11, 5)),
    ],
)
def test_d12_a_short_loan_that_ends_while_closed(after_hours: AfterHours, expected: datetime) -> None:
    assert due(at(2026, 3, 10, 11), "18 hours", TOMORROW_CLOSED, "calendar", after_hours=after_hours) == expected


@row("duedates", 9)
def test_d28_a_due_time_is_never_before_the_loan() -> None:
    assert due(at(2026, 3, 10, 17), "1 hour", TOMORROW_CLOSED) == at(2026, 3, 12, 10)


@row("duedates", 11)
def test_days_mode_keeps_a_short_loan_to_the_minute() -> None:
    assert due(at(2026, 3, 10, 11), "18 hours", TOMORROW_CLOSED, "days") == at(2026, 3, 11, 5)


@row("duedates", 12)
@pytest.mark.parametrize(
    ("calendar", "mode", "expected"),
    [
        (ALWAYS, "days", date(2013, 1, 1)),  # D2
        (closed(date(2013, 1, 1)), "calendar", date(2012, 12, 31)),  # D3
        (closed(date(2013, 1, 1), date(2012, 12, 31)), "calendar", date(2012, 12, 30)),  # D3
        (closed(date(2013, 1, 1)), "days", date(2013, 1, 1)),
    ],
)
def test_d2_a_loan_does_not_outlast_the_card(calendar: Calendar, mode: str, expected: date) -> None:
    answer = due_date(
        at(2013, 2, 9, 9), DueRule(parse_period("10 days"), CalendarMode(mode), latest=date(2013, 1, 1)), calendar
    )
    assert (answer.at.date(), answer.cut_to_expiry) == (expected, True)


@row("duedates", 13)
def test_c16_a_branch_that_never_opens_still_lends() -> None:
    never = closed(weekdays=tuple(range(7)))
    for mode in CalendarMode:
        assert due(at(2026, 3, 10, 9), "7 days", never, mode.value) == at(2026, 3, 17, 23, 59)
    assert due(at(2026, 3, 10, 9), "3 hours", never) == at(2026, 3, 10, 12)


@given(
    days=st.integers(0, 60),
    mode=st.sampled_from([CalendarMode.DATEDUE, CalendarMode.DAYWEEK, CalendarMode.CALENDAR]),
    weekdays=st.sets(st.integers(0, 6), max_size=6),
    holidays=st.sets(st.integers(0, 90), max_size=20),
    start=st.integers(0, 400),
)
def test_a_due_day_is_open_and_never_before_the_loan(
    days: int, mode: CalendarMode, weekdays: set[int], holidays: set[int], start: int
) -> None:
    begun = date(2026, 1, 1) + timedelta(days=start)
    calendar = closed(*(begun + timedelta(days=n) for n in holidays), weekdays=tuple(weekdays))
    day, skipped = due_day(begun, Period(days, Unit.DAY), mode, calendar)
    assert day >= begun
    assert calendar.is_open(day) or days == 0
    assert all(not calendar.is_open(each) for each in skipped)
