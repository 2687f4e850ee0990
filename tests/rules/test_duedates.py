"""Due dates, row by row of docs/duedates.md. Cases marked D… are Koha's and Evergreen's own (design/cases.md 1)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.rules.calendar import Calendar, SpecialDay
from desk.rules.duedates import (
    AfterHours,
    CalendarMode,
    DueRule,
    DueStep,
    DueTime,
    HardDue,
    StepKind,
    Term,
    TermsAre,
    due_date,
    due_day,
    parse_day,
    parse_terms,
)
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
        (at(2024, 2, 29, 9), "1 year", at(2025, 2, 28, 23, 59)),
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


@row("duedates", 14)
@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2012, 7, 3), 1, date(2012, 7, 3)),
        (date(2012, 11, 21), 3, date(2012, 11, 23)),  # a Saturday: the Friday before
        (date(2012, 11, 24), 1, date(2012, 11, 26)),  # lent on a Saturday: Friday lies before the loan
        (date(2012, 12, 26), -1, date(2012, 12, 24)),
    ],
)
def test_a_closed_due_day_moves_back_to_the_open_day_before(start: date, days: int, expected: date) -> None:
    assert due_day(start, Period(days, Unit.DAY), CalendarMode.PREVIOUS, WEEKENDS)[0] == expected


@row("duedates", 15)
@pytest.mark.parametrize(
    ("after_hours", "expected"),
    [
        (AfterHours.CLOSE, at(2026, 3, 13, 12)),
        (AfterHours.OPEN, at(2026, 3, 14, 9)),
        (AfterHours.KEEP, at(2026, 3, 13, 15)),
    ],
)
def test_the_same_time_of_day_may_be_after_hours(after_hours: AfterHours, expected: datetime) -> None:
    week = (*(((540, 1080),),) * 4, ((540, 720),), ((540, 720),), ())
    calendar = Calendar(UTC, week)
    same = due(at(2026, 3, 9, 15), "4 days", calendar, due_time=DueTime.SAME_TIME, after_hours=after_hours)
    assert same == expected


NIGHTS = closed(hours=((1080, 1620),))


@row("duedates", 16)
@pytest.mark.parametrize(
    ("period", "after_hours", "expected"),
    [
        ("14 hours", AfterHours.CLOSE, at(2019, 2, 6, 1)),
        ("18 hours", AfterHours.CLOSE, at(2019, 2, 6, 3)),  # D28: FOLIO's answer would lie before the loan
        ("18 hours", AfterHours.OPEN, at(2019, 2, 6, 18)),
        ("2 hours", AfterHours.CLOSE, at(2019, 2, 5, 18)),
    ],
)
def test_d28_hours_after_midnight_belong_to_the_day_before(
    period: str, after_hours: AfterHours, expected: datetime
) -> None:
    assert due(at(2019, 2, 5, 11), period, NIGHTS, after_hours=after_hours) == expected


FIRST = date(2026, 7, 1)  # a Wednesday
SHUT = closed(FIRST)


@row("duedates", 17, 18, 19, 20, 24)
@pytest.mark.parametrize(
    ("start", "hard_is", "calendar", "mode", "expected"),
    [
        (at(2026, 6, 20, 9), HardDue.AT_LATEST, ALWAYS, "datedue", date(2026, 7, 1)),
        (at(2026, 6, 1, 9), HardDue.AT_LATEST, ALWAYS, "datedue", date(2026, 6, 22)),
        (at(2026, 6, 20, 9), HardDue.AT_LATEST, SHUT, "datedue", date(2026, 6, 30)),
        (at(2026, 6, 20, 9), HardDue.AT_LATEST, SHUT, "days", date(2026, 7, 1)),
        (at(2026, 7, 1, 9), HardDue.AT_LATEST, SHUT, "datedue", date(2026, 7, 1)),  # never before the loan
        (at(2026, 7, 2, 9), HardDue.AT_LATEST, ALWAYS, "datedue", date(2026, 7, 23)),
        (at(2026, 6, 1, 9), HardDue.EXACTLY, ALWAYS, "datedue", date(2026, 7, 1)),
        (at(2026, 6, 20, 9), HardDue.EXACTLY, SHUT, "datedue", date(2026, 7, 1)),
        (at(2026, 7, 2, 9), HardDue.EXACTLY, ALWAYS, "datedue", date(2026, 7, 23)),
        (at(2026, 6, 1, 9), HardDue.AT_EARLIEST, ALWAYS, "datedue", date(2026, 7, 1)),
        (at(2026, 6, 1, 9), HardDue.AT_EARLIEST, SHUT, "datedue", date(2026, 7, 2)),
        (at(2026, 6, 1, 9), HardDue.AT_EARLIEST, SHUT, "days", date(2026, 7, 1)),
        (at(2026, 6, 20, 9), HardDue.AT_EARLIEST, ALWAYS, "datedue", date(2026, 7, 11)),
        (at(2026, 7, 2, 9), HardDue.AT_EARLIEST, ALWAYS, "datedue", date(2026, 7, 23)),
    ],
)
def test_d33_a_fixed_date(start: datetime, hard_is: HardDue, calendar: Calendar, mode: str, expected: date) -> None:
    answer = due(start, "21 days", calendar, mode, hard=FIRST, hard_is=hard_is)
    assert answer == calendar.end_of(expected)


MARCH = parse_terms("2018-03-01..2018-03-31 due 2018-03-31")


@row("duedates", 21, 22, 23, 24)
@pytest.mark.parametrize(
    ("start", "terms_are", "calendar", "expected"),
    [
        (at(2018, 3, 21, 9), TermsAre.LATEST, ALWAYS, date(2018, 3, 31)),  # R8: the renewal of a loan of 7 March
        (at(2018, 3, 7, 9), TermsAre.LATEST, ALWAYS, date(2018, 3, 21)),
        (at(2018, 3, 7, 9), TermsAre.EXACT, ALWAYS, date(2018, 3, 31)),
        (at(2018, 4, 1, 9), TermsAre.EXACT, ALWAYS, date(2018, 4, 15)),
        (at(2018, 3, 21, 9), TermsAre.LATEST, closed(weekdays=(5, 6)), date(2018, 3, 30)),
        (at(2018, 3, 7, 9), TermsAre.EXACT, closed(weekdays=(5, 6)), date(2018, 3, 31)),
    ],
)
def test_r8_a_loan_of_a_term(start: datetime, terms_are: TermsAre, calendar: Calendar, expected: date) -> None:
    answer = due(start, "2 weeks", calendar, terms=MARCH, terms_are=terms_are)
    assert answer == calendar.end_of(expected)


@row("duedates", 22)
@pytest.mark.parametrize("zone", ["America/New_York", "UTC"])
def test_d29_the_end_of_the_year_in_the_zone_of_the_branch(zone: str) -> None:
    year = parse_terms("2019-01-01..2019-12-31 due 2019-12-31")
    calendar = Calendar(ZoneInfo(zone))
    answer = due(at(2019, 1, 1, 10), "1 week", calendar, "days", terms=year, terms_are=TermsAre.EXACT)
    assert answer == datetime(2019, 12, 31, 23, 59, tzinfo=ZoneInfo(zone))


def test_terms_are_read_in_any_order() -> None:
    assert parse_terms("2026-07-01..2026-12-31 due 2027-01-15; 2026-01-01 .. 2026-06-30 due 2026-06-30;") == (
        Term(date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30)),
        Term(date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 15)),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no term"),
        ("2026-01-01 due 2026-06-30", "is not a term such as"),
        ("2026-02-01..2026-01-01 due 2026-06-30", "ends before it begins"),
        ("2026-01-01..2026-06-30 due 2026-06-29", "is due before it ends"),
        ("2026-01-01..2026-02-30 due 2026-06-30", "there is no day '2026-02-30'"),
        ("2026-01-01..2026-06-30 due 2026-06-30; 2026-06-30..2026-07-30 due 2026-07-30", "overlap"),
    ],
)
def test_terms_that_cannot_be_read_say_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_terms(text)


def test_a_date_that_cannot_be_read_says_what_is_wrong() -> None:
    assert parse_day(" 2026-06-30 ") == date(2026, 6, 30)
    with pytest.raises(ValueError, match="is not a date such as"):
        parse_day("30.6.2026")


@row("duedates", 25)
@pytest.mark.parametrize(
    ("period", "shortened", "expected"),
    [
        ("4 weeks", "3 days", at(2026, 3, 13, 23, 59)),
        ("4 weeks", "4 days", at(2026, 3, 16, 23, 59)),  # Saturday moves to Monday by the same rules
        ("2 days", "3 days", at(2026, 3, 12, 23, 59)),
        ("4 weeks", "5 hours", at(2026, 3, 10, 17)),
    ],
)
def test_b26_a_title_in_high_demand_is_lent_for_less(period: str, shortened: str, expected: datetime) -> None:
    weekdays = closed(weekdays=(5, 6))
    assert due(at(2026, 3, 10, 12), period, weekdays, shortened=parse_period(shortened)) == expected


@row("duedates", 28)
def test_a_loan_in_the_last_minute_is_not_due_before_it_began() -> None:
    start = at(2026, 3, 10, 23, 59) + timedelta(seconds=30)
    answer = due_date(start, DueRule(Period(0, Unit.DAY)), ALWAYS)
    assert (answer.at, answer.steps[-1].kind) == (start, StepKind.NOT_BEFORE_LOAN)


def test_a_due_date_tells_its_arithmetic() -> None:
    calendar = closed(date(2026, 3, 24), date(2026, 3, 25))
    rule = DueRule(Period(2, Unit.WEEK), latest=date(2026, 3, 25))
    answer = due_date(at(2026, 3, 10, 12), rule, calendar)
    assert answer.steps == (
        DueStep(StepKind.BEGAN, at(2026, 3, 10, 12)),
        DueStep(StepKind.ADDED, at(2026, 3, 24, 12), text="2 weeks"),
        DueStep(StepKind.MOVED_NEXT, at(2026, 3, 26, 12), (date(2026, 3, 24), date(2026, 3, 25))),
        DueStep(StepKind.END_OF_DAY, at(2026, 3, 26, 23, 59)),
        DueStep(StepKind.CARD_EXPIRY, at(2026, 3, 23, 23, 59), (date(2026, 3, 24), date(2026, 3, 25)), "2026-03-25"),
    )
    assert (answer.skipped, answer.cut_to_expiry) == ((date(2026, 3, 24), date(2026, 3, 25)), True)


def test_high_demand_tells_its_own_closed_days() -> None:
    calendar = closed(date(2026, 3, 11), date(2026, 3, 24))
    rule = DueRule(Period(2, Unit.WEEK), shortened=Period(1, Unit.DAY))
    answer = due_date(at(2026, 3, 10, 12), rule, calendar)
    assert answer.steps[-1] == DueStep(StepKind.HIGH_DEMAND, at(2026, 3, 12, 23, 59), (date(2026, 3, 11),), "1 day")
    assert answer.skipped == (date(2026, 3, 11),)
