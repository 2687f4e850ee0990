"""Days without lending, row by row of docs/overdue.md. Cases S… are Koha's own (design/cases.md 3)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desk.rules.calendar import Calendar, SpecialDay
from desk.rules.overdue import ClosedTime, GraceCounts
from desk.rules.periods import Period, Unit, parse_period
from desk.rules.suspension import Suspension, SuspensionRule, suspension
from desk.rules.vocabulary import DayKind
from tests.rows import row

ALWAYS = Calendar(UTC)
RETURNED = datetime(2026, 3, 20, 12, tzinfo=UTC)
TODAY = RETURNED.date()


def days(number: int) -> Period:
    return Period(number, Unit.DAY)


def suspended(
    late: int, rule: SuspensionRule, calendar: Calendar = ALWAYS, standing_until: date | None = None
) -> Suspension:
    """The suspension for a copy that comes back on 20 March, so many days late."""
    return suspension(calendar.end_of(TODAY - timedelta(days=late)), RETURNED, rule, calendar, standing_until)


def shut(*distances: int) -> Calendar:
    """A branch that is closed so many days after 20 March."""
    closed = [TODAY + timedelta(days=distance) for distance in distances]
    return Calendar(UTC, days=tuple(SpecialDay(DayKind.CLOSED, day, day) for day in closed))


@row("overdue", 18, 19, 20)
@pytest.mark.parametrize(
    ("late", "rule", "expected"),
    [
        (20, SuspensionRule(1, cap=10), 10),  # S2
        (365, SuspensionRule(7, days(15)), 170),  # S3
        (365, SuspensionRule(15, days(7), cap=333), 333),  # S4
        (5, SuspensionRule(2), 10),  # S7
        (5, SuspensionRule(2, days(2)), 5),
        (5, SuspensionRule(2, days(3), days(1)), 2),
        (5, SuspensionRule(2, days(1), days(5)), 0),
        (5, SuspensionRule(2, days(1), days(4)), 2),
        (5, SuspensionRule(2, days(1), days(4), grace_counts=GraceCounts.WHOLE), 10),
        (5, SuspensionRule(0), 0),
        (0, SuspensionRule(2), 0),
    ],
)
def test_s2_so_many_days_for_each_interval(late: int, rule: SuspensionRule, expected: int) -> None:
    answer = suspended(late, rule)
    assert answer.days == expected
    assert answer.until == (TODAY + timedelta(days=expected) if expected else None)
    assert answer.capped is (expected in (10, 333) and rule.cap is not None)


@row("overdue", 21, 22)
def test_s8_closed_days_are_not_late_and_lengthen_the_suspension() -> None:
    rule = SuspensionRule(2, skips_closed=True)
    assert suspended(5, rule, shut(-2)).days == 8
    assert suspended(5, rule, shut(-2)).until == TODAY + timedelta(days=8)
    assert suspended(5, rule, shut(-2, 3)).until == TODAY + timedelta(days=9)
    assert suspended(5, rule, shut(-2, 3)).closed == (TODAY + timedelta(days=3),)
    assert suspended(5, SuspensionRule(2), shut(-2, 3)).until == TODAY + timedelta(days=8)
    assert suspended(5, SuspensionRule(2, closed=ClosedTime.COUNT), shut(-2)).days == 10


@row("overdue", 23, 24)
@pytest.mark.parametrize(
    ("standing", "cumulative", "until", "from_day", "extended"),
    [
        (6, False, 6, 1, False),
        (2, False, 4, 1, False),
        (6, True, 10, 7, True),
        (-1, True, 4, 1, False),
    ],
)
def test_a_standing_suspension_is_kept_or_added_to(
    standing: int, cumulative: bool, until: int, from_day: int, extended: bool
) -> None:
    answer = suspended(2, SuspensionRule(2, cumulative=cumulative), standing_until=TODAY + timedelta(days=standing))
    assert (answer.days, answer.extended) == (4, extended)
    assert (answer.from_day, answer.until) == (TODAY + timedelta(days=from_day), TODAY + timedelta(days=until))


@row("overdue", 18)
def test_hours_late_count_in_minutes() -> None:
    hourly = SuspensionRule(1, parse_period("12 hours"))
    answer = suspension(RETURNED - timedelta(hours=30), RETURNED, hourly, ALWAYS)
    assert (answer.days, answer.late) == (2, 1800)


@row("overdue", 22)
def test_a_branch_that_never_opens_still_suspends_and_ends_it() -> None:
    never = Calendar(UTC, ((),) * 7)
    rule = SuspensionRule(1, closed=ClosedTime.COUNT, skips_closed=True)
    assert suspended(3, rule, never).until == TODAY + timedelta(days=3)
