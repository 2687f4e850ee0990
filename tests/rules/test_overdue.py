"""Overdue fines, row by row of docs/overdue.md. Cases F… are other systems' own (design/cases.md 2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.calendar import Calendar, SpecialDay
from desk.rules.overdue import CappedBy, ChargeAt, ClosedTime, FineRule, GraceCounts, days_overdue, fine, minutes
from desk.rules.periods import Period, Unit, parse_period
from desk.rules.vocabulary import DayKind
from tests.rows import row

ALWAYS = Calendar(UTC)
WORKDAYS = Calendar(UTC, (*(((0, 1440),),) * 5, (), ()))


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def rule(amount: int = 100, **more: object) -> FineRule:
    return FineRule(amount, **more)  # type: ignore[arg-type]


@row("overdue", 1)
def test_in_time_costs_nothing() -> None:
    assert fine(at(2026, 3, 10, 23, 59), at(2026, 3, 10, 23, 58), rule(), ALWAYS).amount == 0


@row("overdue", 2)
@pytest.mark.parametrize(
    ("due", "returned", "expected"),
    [
        (at(2000, 1, 1, 23, 59), at(2000, 1, 30, 9), 2900),  # F1
        (at(2026, 3, 10, 23, 59), at(2026, 3, 11, 0, 1), 100),
        (at(2026, 3, 10, 8), at(2026, 3, 10, 20), 0),  # later the same day
    ],
)
def test_f1_days_are_days_of_the_calendar(due: datetime, returned: datetime, expected: int) -> None:
    assert fine(due, returned, rule(), ALWAYS).amount == expected


@row("overdue", 2)
def test_f8_thirteen_days_at_five_cents() -> None:
    due = at(2026, 3, 10, 23, 59) - timedelta(days=13)
    assert fine(due, at(2026, 3, 10, 12), rule(5), ALWAYS).amount == 65


@row("overdue", 8)
def test_f9_a_closed_day_costs_nothing() -> None:
    closed = Calendar(UTC, days=(SpecialDay(DayKind.CLOSED, date(2026, 2, 28), date(2026, 2, 28)),))
    due = at(2026, 3, 10, 23, 59) - timedelta(days=13)
    answer = fine(due, at(2026, 3, 10, 12), rule(5), closed)
    assert (answer.amount, answer.closed) == (60, (date(2026, 2, 28),))


@row("overdue", 9)
def test_closed_days_count_where_the_policy_says_so() -> None:
    due = at(2026, 3, 6, 23, 59)  # a Friday
    assert fine(due, at(2026, 3, 10, 12), rule(), WORKDAYS).amount == 200
    assert fine(due, at(2026, 3, 10, 12), rule(closed=ClosedTime.COUNT), WORKDAYS).amount == 400


@row("overdue", 3, 4)
@pytest.mark.parametrize(("charge_at", "expected"), [(ChargeAt.END, 100), (ChargeAt.START, 200)])
def test_an_interval_counts_when_it_ends_or_when_it_begins(charge_at: ChargeAt, expected: int) -> None:
    weekly = rule(every=Period(1, Unit.WEEK), charge_at=charge_at)
    assert fine(at(2026, 3, 1, 23, 59), at(2026, 3, 11, 12), weekly, ALWAYS).amount == expected


@row("overdue", 5, 6, 7)
@pytest.mark.parametrize(
    ("days", "counts", "expected"),
    [
        (2, GraceCounts.WHOLE, 0),
        (3, GraceCounts.WHOLE, 300),
        (2, GraceCounts.DEDUCTED, 0),
        (3, GraceCounts.DEDUCTED, 100),
    ],
)
def test_grace_is_a_threshold_or_is_taken_off(days: int, counts: GraceCounts, expected: int) -> None:
    graced = rule(grace=parse_period("2 days"), grace_counts=counts)
    answer = fine(at(2026, 3, 1, 23, 59), at(2026, 3, 1 + days, 12), graced, ALWAYS)
    assert (answer.amount, answer.in_grace) == (expected, expected == 0)


@row("overdue", 8)
def test_grace_is_reckoned_in_open_days() -> None:
    graced = rule(grace=parse_period("1 day"))
    assert fine(at(2026, 3, 6, 23, 59), at(2026, 3, 9, 12), graced, WORKDAYS).amount == 0


@row("overdue", 10)
def test_f16_hours_count_only_while_the_branch_is_open() -> None:
    periods = ((420, 720), (810, 1110))
    hourly = rule(every=Period(1, Unit.HOUR))
    due, returned = at(2020, 4, 8, 14), at(2020, 4, 10, 15)
    assert fine(due, returned, hourly, Calendar(UTC, (periods,) * 7)).late == 1260
    assert fine(due, returned, hourly, Calendar(UTC, (periods,) * 7)).amount == 2100
    counted = rule(every=Period(1, Unit.HOUR), closed=ClosedTime.COUNT)
    assert fine(due, returned, counted, Calendar(UTC, (periods,) * 7)).amount == 4900


@row("overdue", 10)
def test_f18_all_minutes_where_closed_time_counts() -> None:
    counted = rule(every=Period(1, Unit.MINUTE), closed=ClosedTime.COUNT)
    due = at(2026, 3, 1, 12)
    assert fine(due, due + timedelta(days=7, minutes=1), counted, ALWAYS).late == 10081


@row("overdue", 11, 12)
@pytest.mark.parametrize(
    ("cap", "at_price", "expected", "by"),
    [
        (None, True, 500, CappedBy.PRICE),  # F2
        (300, True, 300, CappedBy.RULE),  # F4
        (600, True, 500, CappedBy.PRICE),  # F4
        (300, False, 300, CappedBy.RULE),
        (None, False, 2900, CappedBy.NOTHING),
        (0, False, 0, CappedBy.RULE),
    ],
)
def test_f2_the_lower_of_the_caps_wins(cap: int | None, at_price: bool, expected: int, by: CappedBy) -> None:
    capped = rule(cap=cap, cap_at_price=at_price)
    answer = fine(at(2000, 1, 1, 23, 59), at(2000, 1, 30, 9), capped, ALWAYS, price=500)
    assert (answer.amount, answer.capped_by) == (expected, by)


@row("overdue", 11)
@pytest.mark.parametrize(("late", "expected"), [(5, 500), (15, 1000)])
def test_f10_a_cap_stops_the_fine(late: int, expected: int) -> None:
    due = at(2026, 3, 1, 23, 59)
    assert fine(due, due + timedelta(days=late), rule(cap=1000), ALWAYS).amount == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [("1 minute", 1), ("1 hour", 60), ("1 day", 1440), ("1 week", 10080), ("1 month", 44640)],
)
def test_f26_intervals_in_minutes(period: str, expected: int) -> None:
    assert minutes(parse_period(period)) == expected


def test_days_overdue_count_closed_days() -> None:
    assert days_overdue(at(2026, 3, 6, 23, 59), at(2026, 3, 10, 12), WORKDAYS) == 4
    assert days_overdue(at(2026, 3, 10, 23, 59), at(2026, 3, 10, 12), WORKDAYS) == 0


@given(
    late=st.integers(0, 400),
    cap=st.none() | st.integers(0, 2000),
    grace=st.integers(0, 10),
    counts=st.sampled_from(GraceCounts),
    every=st.integers(1, 9),
)
def test_a_fine_never_falls_as_days_pass_and_never_exceeds_its_cap(
    late: int, cap: int | None, grace: int, counts: GraceCounts, every: int
) -> None:
    ruled = rule(37, cap=cap, grace=Period(grace, Unit.DAY), grace_counts=counts, every=Period(every, Unit.DAY))
    due = at(2026, 3, 1, 23, 59)
    one, more = (fine(due, due + timedelta(days=late + n), ruled, WORKDAYS).amount for n in (0, 1))
    assert one <= more
    assert cap is None or more <= cap
