"""Opening days, row by row of docs/calendar.md. Cases K… are RERO's library 1 (design/cases.md 12)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from desk.rules.calendar import Calendar, SpecialDay
from desk.rules.periods import Period, Unit
from desk.rules.vocabulary import DayKind
from tests.rows import row

YEARLY = Period(1, Unit.YEAR)
WEEK = (*(((420, 1140),),) * 5, (), ())
RERO = Calendar(
    ZoneInfo("Europe/Zurich"),
    WEEK,
    (
        SpecialDay(DayKind.CLOSED, date(2018, 12, 22), date(2019, 1, 6), every=YEARLY),
        SpecialDay(DayKind.OPEN, date(2018, 12, 15), date(2018, 12, 15), hours=(600, 960)),
        SpecialDay(DayKind.CLOSED, date(2019, 8, 1), date(2019, 8, 1), every=YEARLY),
        SpecialDay(DayKind.CLOSED, date(2019, 1, 1), date(2019, 1, 1), every=Period(2, Unit.MONTH)),
    ),
)


@row("calendar", 2, 3, 4, 9)
@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2019, 8, 1), False),  # K2
        (date(2022, 8, 1), False),
        (date(2018, 8, 1), True),
        (date(2019, 3, 1), False),  # K3: the first of every second month
        (date(2019, 4, 1), True),
        (date(2019, 5, 1), False),
        (date(2019, 1, 7), True),
        (date(2020, 12, 29), False),
        (date(2021, 1, 4), False),
        (date(2018, 12, 15), True),
        (date(2018, 12, 16), False),
        (date(2026, 3, 10), True),
    ],
)
def test_closures_repeat_from_their_first_year_on(day: date, is_open: bool) -> None:
    assert RERO.is_open(day) is is_open


def test_k4_the_open_days_around_a_special_opening() -> None:
    assert RERO.step(date(2018, 12, 15)) == date(2018, 12, 17)
    assert RERO.step(date(2018, 12, 15), -1) == date(2018, 12, 14)


def test_k5_open_days_are_counted() -> None:
    assert RERO.open_days(date(2018, 12, 10), date(2018, 12, 15)) == 6


@row("calendar", 2)
def test_f16_minutes_within_opening_hours() -> None:
    periods = ((420, 720), (810, 1110))
    three_days = Calendar(UTC, (periods,) * 7)
    start, end = datetime(2020, 4, 8, 14, tzinfo=UTC), datetime(2020, 4, 10, 15, tzinfo=UTC)
    assert three_days.open_minutes(start, end) == 1260


@row("calendar", 17)
def test_closing_time_is_the_end_of_the_last_period() -> None:
    assert RERO.closing(date(2018, 12, 15)) == datetime(2018, 12, 15, 15, tzinfo=UTC)
    assert RERO.closing(date(2018, 12, 16)) == datetime(2018, 12, 16, 22, 59, tzinfo=UTC)


@row("calendar", 1)
def test_a_calendar_that_nobody_filled_in_is_always_open() -> None:
    assert Calendar(UTC).open_days(date(2026, 1, 1), date(2026, 1, 31)) == 31


DAY = date(2026, 3, 10)  # a Tuesday
NINE_TO_FIVE = (540, 1020)


def line(kind: DayKind = DayKind.CLOSED, first: date = DAY, last: date | None = None, **more: object) -> SpecialDay:
    return SpecialDay(kind, first, last or first, **more)  # type: ignore[arg-type]


def opened(**more: object) -> SpecialDay:
    return line(DayKind.OPEN, **more)  # type: ignore[arg-type]


def branch(*lines: SpecialDay, hours: tuple[tuple[int, int], ...] = (NINE_TO_FIVE,)) -> Calendar:
    """A branch with the same hours every day and these lines."""
    return Calendar(UTC, (hours,) * 7, lines)


@row("calendar", 4, 5, 6)
@pytest.mark.parametrize(
    ("lines", "weekly", "hours"),
    [
        ((opened(hours=(600, 720)),), (NINE_TO_FIVE,), ((600, 720),)),
        ((opened(),), (NINE_TO_FIVE,), (NINE_TO_FIVE,)),
        ((opened(),), (), ((0, 1440),)),
        ((opened(hours=(840, 960)), opened(hours=(600, 720))), (), ((600, 720), (840, 960))),
        ((opened(hours=(600, 720)), opened(hours=(700, 800))), (), ((600, 800),)),
        ((opened(), opened(hours=(1140, 1200))), (NINE_TO_FIVE,), (NINE_TO_FIVE, (1140, 1200))),
    ],
)
def test_a_line_that_opens_says_in_which_hours(
    lines: tuple[SpecialDay, ...], weekly: tuple[tuple[int, int], ...], hours: tuple[tuple[int, int], ...]
) -> None:
    assert branch(*lines, hours=weekly).hours(DAY) == hours


@row("calendar", 7)
@pytest.mark.parametrize(
    ("closed", "left"),
    [
        ((720, 780), ((540, 720), (780, 1020))),
        ((0, 600), ((600, 1020),)),
        ((900, 1440), ((540, 900),)),
        ((0, 1440), ()),
        ((1100, 1200), (NINE_TO_FIVE,)),
    ],
)
def test_a_partial_closure_is_taken_out_of_the_hours(
    closed: tuple[int, int], left: tuple[tuple[int, int], ...]
) -> None:
    assert branch(line(hours=closed)).hours(DAY) == left


@row("calendar", 7, 13)
def test_a_partial_closure_is_taken_out_of_special_hours_too() -> None:
    both = branch(opened(hours=(600, 1200), own=True), line(hours=(660, 720)))
    assert both.hours(DAY) == ((600, 660), (720, 1200))


@row("calendar", 7, 15)
def test_a_partial_closure_after_midnight_ends_the_night_before() -> None:
    early = branch(line(hours=(0, 120)), hours=((1080, 1620),))
    assert early.hours(date(2026, 3, 9)) == ((1080, 1440), (1560, 1620))
    assert early.hours(DAY) == ((1080, 1620),)


@row("calendar", 8, 9, 10, 11)
@pytest.mark.parametrize(
    ("repeated", "covered", "not_covered"),
    [
        (line(every=Period(10, Unit.DAY)), ["2026-03-10", "2026-03-20", "2027-03-05"], ["2026-02-28", "2026-03-19"]),
        (line(every=Period(2, Unit.WEEK)), ["2026-03-24", "2026-04-07"], ["2026-03-17", "2026-03-25"]),
        (
            line(first=date(2026, 1, 31), every=Period(1, Unit.MONTH)),
            ["2026-02-28", "2026-03-31", "2026-04-30", "2028-02-29"],
            ["2026-03-01", "2026-03-28"],
        ),
        (line(first=date(2024, 2, 29), every=YEARLY), ["2025-02-28", "2028-02-29"], ["2025-03-01", "2028-02-28"]),
        (
            line(first=date(2026, 1, 30), last=date(2026, 2, 2), every=Period(3, Unit.MONTH)),
            ["2026-05-02", "2026-04-30"],
            ["2026-03-01", "2026-05-03"],
        ),
        (
            line(first=date(2018, 12, 22), last=date(2019, 1, 6), every=Period(2, Unit.YEAR)),
            ["2020-12-31", "2021-01-06"],
            ["2019-12-31", "2021-01-07"],
        ),
        (
            line(first=date(2026, 1, 10), every=Period(1, Unit.MONTH), by_weekday=True),  # the second Saturday
            ["2026-02-14", "2026-03-14", "2026-05-09"],
            ["2026-02-10", "2026-05-10", "2026-05-16"],
        ),
        (
            line(first=date(2026, 1, 30), every=Period(1, Unit.MONTH), by_weekday=True),  # the last Friday
            ["2026-02-27", "2026-04-24", "2026-05-29"],
            ["2026-05-22", "2026-05-30"],
        ),
        (
            line(
                first=date(2025, 11, 27), last=date(2025, 11, 28), every=YEARLY, by_weekday=True
            ),  # the fourth Thursday
            ["2026-11-26", "2026-11-27", "2027-11-25"],
            ["2026-11-28", "2027-11-27"],
        ),
        (
            line(last=date(2026, 3, 12), every=Period(1, Unit.WEEK), until=date(2026, 3, 17)),
            ["2026-03-17", "2026-03-19"],
            ["2026-03-20", "2026-03-24"],
        ),
    ],
)
def test_a_line_comes_again(repeated: SpecialDay, covered: list[str], not_covered: list[str]) -> None:
    assert [day for day in covered if not repeated.covers(date.fromisoformat(day))] == []
    assert [day for day in not_covered if repeated.covers(date.fromisoformat(day))] == []


ELSE = date(2025, 3, 10)


@row("calendar", 12, 13, 14, 19)
@pytest.mark.parametrize(
    ("lines", "is_open"),
    [
        ((line(note="a"), opened(first=ELSE, every=YEARLY, own=True, note="b")), False),
        ((opened(note="a"), line(first=ELSE, every=YEARLY, own=True, note="b")), True),
        ((line(own=True, note="a"), opened(note="b")), False),
        ((opened(own=True, note="a"), line(note="b")), True),
        ((opened(note="a"), line(note="b")), True),
        ((opened(first=ELSE, every=YEARLY, note="a"), line(first=ELSE, every=YEARLY, note="b")), True),
    ],
)
def test_one_line_decides_and_its_note_is_told(lines: tuple[SpecialDay, ...], is_open: bool) -> None:
    for order in (lines, lines[::-1]):
        assert (branch(*order).is_open(DAY), branch(*order).note(DAY)) == (is_open, "a")


@row("calendar", 19)
def test_a_day_without_a_line_has_no_note_and_a_partial_closure_has_its_own() -> None:
    moving = branch(line(hours=(540, 600), note="Staff meeting"))
    assert (moving.note(DAY), moving.note(date(2026, 3, 11))) == ("Staff meeting", "")


NIGHTS = branch(line(first=date(2026, 3, 11)), hours=((1080, 1620),))


@row("calendar", 15)
def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    assert not NIGHTS.is_open(date(2026, 3, 11))
    assert NIGHTS.closing(DAY) == datetime(2026, 3, 11, 3, tzinfo=UTC)
    assert NIGHTS.open_at(datetime(2026, 3, 11, 2, tzinfo=UTC))
    assert not NIGHTS.open_at(datetime(2026, 3, 12, 2, tzinfo=UTC))
    midnight, morning = datetime(2026, 3, 11, tzinfo=UTC), datetime(2026, 3, 11, 12, tzinfo=UTC)
    assert NIGHTS.open_minutes(midnight, morning) == 180


@row("calendar", 16)
def test_minutes_of_two_days_that_overlap_are_counted_once() -> None:
    always = branch(hours=((0, 1620),))
    start = datetime(2026, 3, 10, tzinfo=UTC)
    assert always.open_minutes(start, datetime(2026, 3, 12, tzinfo=UTC)) == 2 * 1440


@row("calendar", 18)
def test_an_hour_that_the_clock_skips_is_moved_to_after_the_gap() -> None:
    berlin = Calendar(ZoneInfo("Europe/Berlin"), (((150, 600),),) * 7)
    opens, _closes = next(berlin.periods(date(2026, 3, 29), date(2026, 3, 29)))
    assert opens == datetime.fromisoformat("2026-03-29T03:30:00+02:00")


def test_k5_six_working_days_from_a_monday() -> None:
    day = date(2018, 12, 10)
    for _day in range(6):
        day = RERO.step(day) or day
    assert day == date(2018, 12, 17)


def test_a_calendar_ends_with_the_last_day_that_can_be_written() -> None:
    weekly = branch(line(first=date(9999, 12, 31)), line(first=date(9998, 12, 20), last=date(9999, 1, 3), every=YEARLY))
    assert weekly.step(date(9999, 12, 31)) is None
    assert not weekly.is_open(date(9999, 12, 30))
