"""Whether a loan may be renewed, and until when. The numbers are the rows of docs/renewal.md."""

from dataclasses import dataclass
from datetime import date, datetime

from desk.rules.blocks import Block, Fact, PatronFacts, block, patron_blocks
from desk.rules.calendar import Calendar
from desk.rules.duedates import Due, DueRule, due_date
from desk.rules.periods import Period
from desk.rules.policy import LoanRules, RenewFrom, RenewOverdue
from desk.rules.vocabulary import ItemStatus, Reason


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """What the rules need to know of the loan that is to be renewed."""

    due_at: datetime
    renewals: int = 0
    status: ItemStatus = ItemStatus.AVAILABLE
    wanted_by: int = 0
    copies_free: int = 0


def earliest(loan: LoanFacts, rules: LoanRules, calendar: Calendar) -> datetime | None:
    """The first moment at which the loan may be renewed, where the policy names one: days begin at midnight."""
    ahead = rules.renew_not_before.value
    if ahead is None:
        return None
    if ahead.short:
        return loan.due_at - ahead.delta()
    return calendar.at(Period(-ahead.length, ahead.unit).after(calendar.today(loan.due_at)), 0)


def renewed_due(loan: LoanFacts, rules: LoanRules, calendar: Calendar, now: datetime, latest: date | None) -> Due:
    """The new due date: the renewal period (or the loan's, where none is set) from today or from the due date.

    An overdue loan always counts from today, so that a renewal never ends in the past.
    """
    period = rules.renewal.value or rules.loan.value
    if period is None:
        return Due(loan.due_at)
    start = loan.due_at if rules.renew_from.value is RenewFrom.DUE and loan.due_at > now else now
    rule = DueRule(period, rules.calendar.value, rules.after_hours.value, rules.due_time.value, latest)
    return due_date(start, rule, calendar)


def renewal_blocks(
    patron: PatronFacts,
    loan: LoanFacts,
    rules: LoanRules,
    calendar: Calendar,
    now: datetime,
    due: datetime,
) -> tuple[Block, ...]:
    """Everything that stands against renewing; all of it, never only the first."""
    today = calendar.today(now)
    found = patron_blocks(patron, rules, today) + _loan_blocks(loan, rules, calendar, now)
    late = loan.due_at < now
    if rules.renew_overdue.value is RenewOverdue.BLOCK_ITEM and late:
        found.append(block(Reason.RENEW_OVERDUE, Fact(day=calendar.today(loan.due_at))))
    if rules.renew_overdue.value is RenewOverdue.BLOCK_ALL and patron.overdue:
        found.append(block(Reason.RENEW_OVERDUE, Fact(amount=patron.overdue)))
    if loan.wanted_by > loan.copies_free:
        found.append(block(Reason.RENEW_HELD, Fact(amount=loan.wanted_by)))
    if due <= loan.due_at:
        found.append(block(Reason.UNCHANGED, Fact(day=calendar.today(loan.due_at))))
    return tuple(found)


def _loan_blocks(loan: LoanFacts, rules: LoanRules, calendar: Calendar, now: datetime) -> list[Block]:
    found = []
    if rules.loan.value is None and rules.renewal.value is None:
        found.append(block(Reason.NO_RULE))
    allowed = rules.renewals.value
    if allowed is not None and loan.renewals >= allowed:
        found.append(block(Reason.TOO_MANY_RENEWALS, Fact(amount=loan.renewals, limit=allowed)))
    first = earliest(loan, rules, calendar)
    if first is not None and now < first:
        found.append(block(Reason.TOO_SOON, Fact(day=calendar.today(first))))
    if loan.status is ItemStatus.LOST:
        found.append(block(Reason.RENEW_LOST))
    return found
