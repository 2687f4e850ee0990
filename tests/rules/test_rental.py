"""Rentals, row by row of docs/overdue.md. Cases M… are Koha's own (design/cases.md 11)."""

from datetime import UTC, datetime, timedelta

import pytest

from desk.rules.calendar import Calendar, SpecialDay
from desk.rules.overdue import ClosedTime
from desk.rules.periods import parse_period
from desk.rules.rental import Rental, RentalRule, rental
from desk.rules.vocabulary import DayKind
from tests.rows import row

ALWAYS = Calendar(UTC)
START = datetime(2026, 3, 9, 10, tzinfo=UTC)
THIRD = (START + timedelta(days=3)).date()
ONE_CLOSED = Calendar(UTC, days=(SpecialDay(DayKind.CLOSED, THIRD, THIRD),))


def cost(rule: RentalRule, hours: int, calendar: Calendar = ALWAYS) -> int:
    return rental(START, START + timedelta(hours=hours), rule, calendar).amount


@row("overdue", 26, 28)
@pytest.mark.parametrize(
    ("calendar", "closed", "expected"),
    [(ALWAYS, ClosedTime.SKIP, 600), (ONE_CLOSED, ClosedTime.SKIP, 500), (ONE_CLOSED, ClosedTime.COUNT, 600)],
)
def test_m9_by_the_day(calendar: Calendar, closed: ClosedTime, expected: int) -> None:
    assert cost(RentalRule(100, parse_period("1 day"), closed), 6 * 24, calendar) == expected


@row("overdue", 27, 28)
@pytest.mark.parametrize(
    ("hours", "calendar", "closed", "expected"),
    [
        (96, ALWAYS, ClosedTime.SKIP, 2400),  # M10
        (96, ONE_CLOSED, ClosedTime.SKIP, 1800),
        (96, ONE_CLOSED, ClosedTime.COUNT, 2400),
        (168, ALWAYS, ClosedTime.SKIP, 4200),  # M12
        (168, ONE_CLOSED, ClosedTime.SKIP, 3600),
        (144, ALWAYS, ClosedTime.SKIP, 3600),
        (144, ONE_CLOSED, ClosedTime.SKIP, 3000),
    ],
)
def test_m10_by_the_hour(hours: int, calendar: Calendar, closed: ClosedTime, expected: int) -> None:
    assert cost(RentalRule(25, parse_period("1 hour"), closed), hours, calendar) == expected


@row("overdue", 25, 29)
@pytest.mark.parametrize(("discount", "expected"), [(0, 1000), (15, 850), (100, 0), (33, 670)])
def test_m13_once_with_a_discount(discount: int, expected: int) -> None:
    answer = rental(START, START, RentalRule(1000, discount=discount), ALWAYS)
    assert answer == Rental(expected, 1, 1000, discount)


@row("overdue", 29)
def test_a_discount_is_rounded_to_the_smallest_coin() -> None:
    assert cost(RentalRule(25, discount=10), 1) == 23


@row("overdue", 26, 27)
def test_an_interval_that_has_begun_is_paid_for() -> None:
    assert cost(RentalRule(100, parse_period("1 week")), 10 * 24) == 200
    assert cost(RentalRule(100, parse_period("1 hour")), 1) == 100
    ninety_minutes = rental(START, START + timedelta(minutes=90), RentalRule(100, parse_period("1 hour")), ALWAYS)
    assert (ninety_minutes.amount, ninety_minutes.units) == (200, 2)


@row("overdue", 28)
def test_closed_days_are_told() -> None:
    answer = rental(START, START + timedelta(days=6), RentalRule(100, parse_period("1 day")), ONE_CLOSED)
    assert answer.closed_days == (THIRD,)


def test_without_an_amount_there_is_no_rental() -> None:
    assert rental(START, START + timedelta(days=6), RentalRule(), ALWAYS) == Rental()
