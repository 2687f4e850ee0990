"""Recalls, rows 26 and 27 of docs/duedates.md. Cases Q… are FOLIO's own (design/cases.md 7)."""

from datetime import UTC, datetime, timedelta

import pytest

from desk.rules.calendar import Calendar
from desk.rules.duedates import DueRule, DueTime, HardDue, StepKind
from desk.rules.periods import Period, Unit, parse_period
from desk.rules.recall import recalled_due
from tests.rows import row

ALWAYS = Calendar(UTC)
OUT = datetime(2019, 1, 25, 10, tzinfo=UTC)  # a Friday
NOW = OUT + timedelta(days=3)
EXACT = DueRule(Period(3, Unit.WEEK), due_time=DueTime.SAME_TIME)
DUE = OUT + timedelta(weeks=3)


def period(text: str | None) -> Period | None:
    return parse_period(text) if text else None


@row("duedates", 26, 27)
@pytest.mark.parametrize(
    ("minimum", "interval", "expected"),
    [
        (None, None, NOW),  # Q1
        ("2 weeks", "2 months", DUE),  # Q2
        (None, "1 week", NOW + timedelta(weeks=1)),  # Q4
        ("2 weeks", None, OUT + timedelta(weeks=2)),
        ("1 week", "5 days", NOW + timedelta(days=5)),
        ("1 day", None, NOW),  # the reader has had it longer than that
    ],
)
def test_q1_what_a_recall_leaves(minimum: str | None, interval: str | None, expected: datetime) -> None:
    answer = recalled_due(OUT, DUE, NOW, period(minimum), period(interval), EXACT, ALWAYS)
    assert answer.at == expected
    assert answer.steps[-1].kind is (StepKind.NOT_LATER if expected == DUE else StepKind.RECALLED)
    assert answer.steps[-1].at == answer.at


@row("duedates", 27)
def test_q5_a_closed_day_is_passed_over() -> None:
    weekdays = Calendar(UTC, (*(((540, 1080),),) * 5, (), ()))
    rule = DueRule(Period(3, Unit.WEEK))
    answer = recalled_due(OUT, DUE, NOW, period("8 days"), None, rule, weekdays)
    assert answer.at == datetime(2019, 2, 4, 23, 59, tzinfo=UTC)


@row("duedates", 26, 27)
def test_an_overdue_loan_is_not_due_later() -> None:
    assert recalled_due(OUT, NOW - timedelta(days=1), NOW, None, period("1 week"), EXACT, ALWAYS).at < NOW


@row("duedates", 27)
def test_a_fixed_date_does_not_put_off_a_recall() -> None:
    hard = DueRule(Period(3, Unit.WEEK), hard=DUE.date(), hard_is=HardDue.EXACTLY, due_time=DueTime.SAME_TIME)
    assert recalled_due(OUT, DUE, NOW, None, period("1 week"), hard, ALWAYS).at == NOW + timedelta(weeks=1)
