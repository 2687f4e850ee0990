"""Overdue fines, row by row of docs/overdue.md. Cases F… are other systems' own (design/cases.md 2)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desk.rules.calendar import Calendar, SpecialDay
from desk.rules.overdue import (
    Band,
    CappedBy,
    ChargeAt,
    ClosedTime,
    Counts,
    Fine,
    FineRule,
    GraceCounts,
    days_overdue,
    fine,
    minutes,
    parse_bands,
    recompute,
)
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
    [("1 minute", 1), ("1 hour", 60), ("1 day", 1440), ("1 week", 10080), ("1 month", 44640), ("1 year", 525600)],
)
def test_f26_intervals_in_minutes(period: str, expected: int) -> None:
    assert minutes(parse_period(period)) == expected


def test_days_overdue_count_closed_days() -> None:
    assert days_overdue(at(2026, 3, 6, 23, 59), at(2026, 3, 10, 12), WORKDAYS) == 4
    assert days_overdue(at(2026, 3, 10, 23, 59), at(2026, 3, 10, 12), WORKDAYS) == 0


BANDS = parse_bands("2-3: 0.10, 5+: 0.50")


@row("overdue", 13)
@pytest.mark.parametrize(("late", "expected"), [(1, 0), (2, 10), (3, 20), (4, 20), (5, 70), (6, 110)])
def test_f24_bands_with_a_gap(late: int, expected: int) -> None:
    due = at(2026, 3, 1, 23, 59)
    assert fine(due, due + timedelta(days=late), rule(bands=BANDS, cap=110), ALWAYS).amount == expected


@row("overdue", 13)
@pytest.mark.parametrize(
    ("bands", "cap", "expected"),
    [
        ("1: 0.10, 2: 0.20, 3: 0.50", None, [10, 30, 80, 80, 80, 80, 80]),
        ("1: 0.10, 2: 0.20, 3+: 0.50", 200, [10, 30, 80, 130, 180, 200, 200]),
    ],
)
def test_f23_bands_that_end_and_a_cap(bands: str, cap: int | None, expected: list[int]) -> None:
    due = at(2026, 3, 1, 23, 59)
    banded = rule(bands=parse_bands(bands), cap=cap)
    assert [fine(due, due + timedelta(days=late), banded, ALWAYS).amount for late in range(1, 8)] == expected


def test_a_banded_fine_tells_how_many_intervals_cost_what() -> None:
    due = at(2026, 3, 1, 23, 59)
    answer = fine(due, due + timedelta(days=6), rule(bands=BANDS), ALWAYS)
    assert (answer.units, answer.banded, answer.amount) == (6, ((2, 10), (2, 50)), 120)


def test_bands_are_read_in_any_order() -> None:
    assert parse_bands("8+: 0.50, 1 - 7: 0.10") == (Band(1, 7, 10), Band(8, None, 50))
    assert parse_bands("3: 20", "JPY") == (Band(3, 3, 20),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no band"),
        ("1-7 0.10", "is not a band such as"),
        ("0-7: 0.10", "does not go from a first"),
        ("7-1: 0.10", "does not go from a first"),
        ("1-7: 0.10, 7+: 0.20", "overlap"),
        ("1+: 0.10, 7+: 0.20", "overlap"),
        ("1-7: 0,10", "is not"),
    ],
)
def test_bands_that_cannot_be_read_say_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_bands(text)


@row("overdue", 14)
@pytest.mark.parametrize(
    ("every", "charge_at", "grace", "hours", "expected"),
    [
        ("1 day", ChargeAt.START, None, 1, 100),
        ("1 day", ChargeAt.START, None, 25, 200),
        ("1 day", ChargeAt.END, None, 47, 100),
        ("1 week", ChargeAt.START, None, 169, 200),
        ("1 day", ChargeAt.START, "2 hours", 2, 0),
        ("1 day", ChargeAt.START, "2 hours", 25, 200),
    ],
)
def test_exact_minutes_late(every: str, charge_at: ChargeAt, grace: str | None, hours: int, expected: int) -> None:
    counted = rule(
        every=parse_period(every),
        charge_at=charge_at,
        grace=parse_period(grace) if grace else None,
        counts=Counts.MINUTES,
        closed=ClosedTime.COUNT,
    )
    answer = fine(at(2026, 3, 10, 12), at(2026, 3, 10, 12) + timedelta(hours=hours), counted, ALWAYS)
    assert (answer.amount, answer.in_minutes) == (expected, True)


REGULAR, ALL_DAY = ((420, 720), (810, 1110)), ((0, 1439),)


@row("overdue", 10, 14)
@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((ALL_DAY, ALL_DAY, ALL_DAY), 49 * 60 - 2),
        ((ALL_DAY, REGULAR, ALL_DAY), 35 * 60 - 1),
        ((ALL_DAY, (), ALL_DAY), 25 * 60 - 1),
        (((), (), ()), 0),
    ],
)
def test_f17_open_minutes_of_unlike_days(days: tuple[tuple[tuple[int, int], ...], ...], expected: int) -> None:
    week = ((), (), *days, (), ())  # 8 April 2020 is a Wednesday
    exact = rule(counts=Counts.MINUTES)
    assert fine(at(2020, 4, 8, 14), at(2020, 4, 10, 15), exact, Calendar(UTC, week)).late == expected


@row("overdue", 15)
@pytest.mark.parametrize(
    ("every", "days", "units"),
    [
        ("1 day", 4, 2),  # Saturday and Sunday are closed
        ("2 days", 5, 1),  # the first ends on a Sunday
        ("1 week", 14, 2),
        ("1 day", 2, 0),
        ("12 hours", 4, 4),  # 8 halves of a day, 4 of which end on the weekend
    ],
)
def test_an_interval_that_ends_on_a_closed_day_is_not_charged(every: str, days: int, units: int) -> None:
    skipping = rule(every=parse_period(every), closed=ClosedTime.SKIP_INTERVALS)
    due = at(2026, 3, 6, 23, 59)  # a Friday
    assert fine(due, due + timedelta(days=days), skipping, WORKDAYS).units == units


@row("overdue", 15)
@pytest.mark.parametrize("counts", list(GraceCounts))
@pytest.mark.parametrize("grace", [0, 1, 2, 5])
@pytest.mark.parametrize("late", range(12))
def test_for_single_days_it_is_the_same_as_skipping_closed_days(counts: GraceCounts, grace: int, late: int) -> None:
    due = at(2026, 3, 5, 23, 59)
    one, other = (
        fine(
            due,
            due + timedelta(days=late),
            rule(grace=Period(grace, Unit.DAY), grace_counts=counts, closed=closed),
            WORKDAYS,
        )
        for closed in (ClosedTime.SKIP, ClosedTime.SKIP_INTERVALS)
    )
    assert (one.amount, one.units) == (other.amount, other.units)


@row("overdue", 16)
@pytest.mark.parametrize(("late", "expected"), [(3, 90), (4, 120), (9, 120)])
def test_the_last_interval_is_charged_whole(late: int, expected: int) -> None:
    due = at(2026, 3, 1, 23, 59)
    assert fine(due, due + timedelta(days=late), rule(30, cap=100, cap_whole=True), ALWAYS).amount == expected


@row("overdue", 17)
@pytest.mark.parametrize(("late", "expected"), [(5, 1500), (15, 3000)])
def test_f11_a_recalled_loan_has_its_own_fine_and_cap(late: int, expected: int) -> None:
    due = at(2026, 3, 1, 23, 59)
    assert fine(due, due + timedelta(days=late), rule(300, cap=3000, grace=None), ALWAYS).amount == expected


def test_a_fine_tells_its_arithmetic() -> None:
    graced = rule(30, every=Period(2, Unit.DAY), grace=Period(1, Unit.DAY), grace_counts=GraceCounts.DEDUCTED, cap=50)
    answer = fine(at(2026, 3, 6, 23, 59), at(2026, 3, 13, 12), graced, WORKDAYS)
    assert answer == Fine(
        amount=50,
        late=5,
        units=2,
        closed=(date(2026, 3, 7), date(2026, 3, 8)),
        capped_by=CappedBy.RULE,
        grace=1,
        counted=4,
        every=2,
        each=30,
        before_cap=60,
        cap=50,
    )
    assert recompute(answer) == 50
