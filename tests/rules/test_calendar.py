"""Opening days. Cases K… are RERO's library 1 (design/cases.md 12), as far as this calendar has such lines."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from desk.rules.calendar import Calendar, SpecialDay
from desk.rules.periods import Period, Unit
from desk.rules.vocabulary import DayKind

YEARLY = Period(1, Unit.YEAR)
WEEK = (*(((420, 1140),),) * 5, (), ())
RERO = Calendar(
    ZoneInfo("Europe/Zurich"),
    WEEK,
    (
        SpecialDay(DayKind.CLOSED, date(2018, 12, 22), date(2019, 1, 6), every=YEARLY),
        SpecialDay(DayKind.OPEN, date(2018, 12, 15), date(2018, 12, 15), hours=(600, 960)),
        SpecialDay(DayKind.CLOSED, date(2019, 8, 1), date(2019, 8, 1), every=YEARLY),
    ),
)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2019, 8, 1), False),  # K2
        (date(2022, 8, 1), False),
        (date(2018, 8, 1), True),
        (date(2019, 1, 7), True),  # K3
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


def test_f16_minutes_within_opening_hours() -> None:
    periods = ((420, 720), (810, 1110))
    three_days = Calendar(UTC, (periods,) * 7)
    start, end = datetime(2020, 4, 8, 14, tzinfo=UTC), datetime(2020, 4, 10, 15, tzinfo=UTC)
    assert three_days.open_minutes(start, end) == 1260


def test_closing_time_is_the_end_of_the_last_period() -> None:
    assert RERO.closing(date(2018, 12, 15)) == datetime(2018, 12, 15, 15, tzinfo=UTC)
    assert RERO.closing(date(2018, 12, 16)) == datetime(2018, 12, 16, 22, 59, tzinfo=UTC)


def test_a_calendar_that_nobody_filled_in_is_always_open() -> None:
    assert Calendar(UTC).open_days(date(2026, 1, 1), date(2026, 1, 31)) == 31
