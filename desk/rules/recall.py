"""When a loan is due that another reader has called back."""

from dataclasses import replace
from datetime import UTC, datetime

from desk.rules.calendar import Calendar
from desk.rules.duedates import Due, DueRule, DueStep, StepKind, due_date
from desk.rules.periods import Period


def recalled_due(
    out_at: datetime,
    due: datetime,
    now: datetime,
    minimum: Period | None,
    interval: Period | None,
    rule: DueRule,
    calendar: Calendar,
) -> Due:
    """The due date after a recall at `now`: the reader keeps the copy for the `minimum` since it was lent, and for
    the `interval` from now on; with neither it is due at once. A recall never makes a loan due later.
    """
    plain = replace(rule, latest=None, hard=None, terms=(), shortened=None)
    ends = [] if minimum is None else [due_date(out_at, replace(plain, period=minimum), calendar)]
    if interval is not None:
        ends.append(due_date(now, replace(plain, period=interval), calendar))
    ends.append(Due(now, (DueStep(StepKind.BEGAN, now.astimezone(UTC)),)))
    latest = max(ends, key=lambda end: end.at)
    if latest.at >= due:
        return Due(due, (DueStep(StepKind.NOT_LATER, due.astimezone(UTC)),))
    at = latest.at.astimezone(UTC)
    return Due(at, (*latest.steps, DueStep(StepKind.RECALLED, at)))
