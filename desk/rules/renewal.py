"""Whether a loan may be renewed, and until when. The numbers are the rows of docs/renewal.md."""

from dataclasses import dataclass
from datetime import date, datetime

from desk.rules.blocks import Block, Fact, PatronFacts, block, patron_blocks
from desk.rules.calendar import Calendar
from desk.rules.choices import RenewFrom, RenewHeld, RenewOverdue, TooSoonBy
from desk.rules.duedates import Due, due_date
from desk.rules.periods import Period
from desk.rules.policy import LoanRules
from desk.rules.vocabulary import ItemStatus, Reason


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """What the rules need to know of the loan that is to be renewed.

    `seen` is whether the copy is in the hand; `automatic` whether the night's work asks and nobody at a desk.
    """

    due_at: datetime
    renewals: int = 0
    status: ItemStatus = ItemStatus.AVAILABLE
    wanted_by: int = 0
    copies_free: int = 0
    out_at: datetime | None = None
    unseen: int = 0
    seen: bool = True
    on_site: bool = False
    recalled: bool = False
    claimed_on: date | None = None
    automatic: bool = False


def earliest(loan: LoanFacts, rules: LoanRules, calendar: Calendar) -> datetime | None:
    """The first moment at which the loan may be renewed, where the policy names one.

    So many days before the due day begin at midnight, unless the policy counts to the minute.
    """
    ahead = rules.renew_not_before.value
    if ahead is None:
        return None
    if ahead.short:
        return loan.due_at - ahead.delta()
    back = Period(-ahead.length, ahead.unit)
    first = back.after(calendar.today(loan.due_at))
    if rules.renew_not_before_is.value is TooSoonBy.DAY:
        return calendar.at(first, 0)
    local = calendar.local(loan.due_at)
    return calendar.at(first, local.hour * 60 + local.minute)


def renewed_due(loan: LoanFacts, rules: LoanRules, calendar: Calendar, now: datetime, latest: date | None) -> Due:
    """The new due date: the renewal period (or the loan's, where none is set) from today or from the due date.

    An overdue loan always counts from today, so that a renewal never ends in the past.
    """
    period = rules.renewal.value or rules.loan.value
    if period is None:
        return Due(loan.due_at)
    start = loan.due_at if rules.renew_from.value is RenewFrom.DUE and loan.due_at > now else now
    return due_date(start, rules.due_rule(period, latest), calendar)


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
    reader = patron_blocks(patron, rules, today)
    if rules.renew_expired.value:
        reader = [each for each in reader if each.reason is not Reason.EXPIRED]
    found = reader + _loan_blocks(loan, rules, calendar, now) + _state_blocks(loan)
    if loan.automatic:
        found += _automatic(patron, loan, rules, calendar, today)
    found += _late(patron, loan, rules, calendar, now) + _held(loan, rules)
    if due <= loan.due_at:
        found.append(block(Reason.UNCHANGED, Fact(day=calendar.today(loan.due_at))))
    return tuple(found)


def _late(patron: PatronFacts, loan: LoanFacts, rules: LoanRules, calendar: Calendar, now: datetime) -> list[Block]:
    found, by = [], ("renew_overdue", rules.renew_overdue)
    if rules.renew_overdue.value is RenewOverdue.BLOCK_ITEM and loan.due_at < now:
        found.append(block(Reason.RENEW_OVERDUE, Fact(day=calendar.today(loan.due_at)), by=by))
    if rules.renew_overdue.value is RenewOverdue.BLOCK_ALL and patron.overdue:
        found.append(block(Reason.RENEW_OVERDUE, Fact(amount=patron.overdue), by=by))
    return found


def _held(loan: LoanFacts, rules: LoanRules) -> list[Block]:
    """Holds that only this copy can fill, all holds, or none, as the policy has it."""
    how = rules.renew_held.value
    free = loan.copies_free if how is RenewHeld.FREE_COPY else 0
    if how is RenewHeld.ALWAYS or loan.wanted_by <= free:
        return []
    return [block(Reason.RENEW_HELD, Fact(amount=loan.wanted_by), by=("renew_held", rules.renew_held))]


def _loan_blocks(loan: LoanFacts, rules: LoanRules, calendar: Calendar, now: datetime) -> list[Block]:
    found = []
    if rules.loan.value is None and rules.renewal.value is None:
        found.append(block(Reason.NO_RULE, by=("loan", rules.loan)))
    allowed, unseen = rules.renewals.value, rules.renewals_unseen.value
    if allowed is not None and loan.renewals >= allowed:
        fact = Fact(amount=loan.renewals, limit=allowed)
        found.append(block(Reason.TOO_MANY_RENEWALS, fact, by=("renewals", rules.renewals)))
    if unseen is not None and not loan.seen and loan.unseen >= unseen:
        fact = Fact(amount=loan.unseen, limit=unseen)
        found.append(block(Reason.TOO_MANY_UNSEEN, fact, by=("renewals_unseen", rules.renewals_unseen)))
    first = earliest(loan, rules, calendar)
    if first is not None and now < first:
        by = ("renew_not_before", rules.renew_not_before)
        found.append(block(Reason.TOO_SOON, Fact(day=calendar.today(first), at=first), by=by))
    return found


def _state_blocks(loan: LoanFacts) -> list[Block]:
    found = []
    if loan.status is ItemStatus.LOST:
        found.append(block(Reason.RENEW_LOST))
    if loan.on_site:
        found.append(block(Reason.ON_SITE_LOAN))
    if loan.recalled:
        found.append(block(Reason.RECALLED))
    if loan.claimed_on is not None:
        found.append(block(Reason.CLAIMED, Fact(day=loan.claimed_on)))
    return found


def _automatic(patron: PatronFacts, loan: LoanFacts, rules: LoanRules, calendar: Calendar, today: date) -> list[Block]:
    """What ends automatic renewal: it is off, it has gone on for long enough, or the reader owes too much."""
    found = []
    if not rules.auto_renew.value:
        found.append(block(Reason.AUTO_OFF, by=("auto_renew", rules.auto_renew)))
    ends = rules.auto_renew_for.value
    if ends is not None and loan.out_at is not None:
        last = ends.after(calendar.today(loan.out_at))
        if today > last:
            found.append(block(Reason.AUTO_ENDED, Fact(day=last), by=("auto_renew_for", rules.auto_renew_for)))
    limit = rules.auto_renew_debt_limit
    if limit.value is not None and patron.owes > limit.value:
        fact = Fact(amount=patron.owes, limit=limit.value)
        found.append(block(Reason.AUTO_OWES, fact, by=("auto_renew_debt_limit", limit)))
    return found
