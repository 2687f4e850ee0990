"""What becomes of a bill for a lost copy when the copy comes back: pure reckoning, in minor units."""

from dataclasses import dataclass
from datetime import datetime

from desk.rules.choices import LostBack, LostBackOverdue
from desk.rules.periods import Period
from desk.rules.policy import LoanRules


@dataclass(frozen=True, slots=True)
class Billed:
    """A charge for the loss as it stands: what is left of it, what was paid of it and when last."""

    amount: int
    left: int
    paid: int = 0
    paid_at: datetime | None = None
    processing: bool = False


def within(since: datetime | None, now: datetime, period: Period | None) -> bool:
    """Whether `now` lies less than this after `since`: on the last day it is too late already."""
    if period is None or since is None:
        return True
    if period.short:
        return now < since + period.delta()
    return now < since + (period.after(since.date()) - since.date())


def taken_back(bill: Billed, rules: LoanRules, lost_at: datetime, now: datetime) -> int:
    """How much of a bill is taken back; more than is left of it makes a credit of what was paid."""
    policy = (rules.lost_back_processing if bill.processing else rules.lost_back).value
    if policy is LostBack.KEEP or not within(lost_at, now, rules.lost_back_within.value):
        return 0
    unpaid = max(bill.left, 0)
    if policy is LostBack.REFUND_UNPAID or not within(bill.paid_at, now, rules.lost_back_paid_within.value):
        return unpaid
    whole = max(bill.left, 0) + bill.paid
    return whole if may_be_credit(rules, bill.paid_at, now, allowed=rules.credit_lost.value) else unpaid


def may_be_credit(rules: LoanRules, paid_at: datetime | None, now: datetime, *, allowed: bool) -> bool:
    """Whether what was paid may become a credit: by the rules, or because it was paid only just now."""
    if allowed:
        return True
    soon = rules.credit_within.value
    return soon is not None and paid_at is not None and within(paid_at, now, soon)


def overdue_again(rules: LoanRules, *, all_back: bool) -> LostBackOverdue:
    """What happens to the fine: it is reckoned anew only where the whole bill was taken back."""
    chosen = rules.lost_back_overdue.value
    return LostBackOverdue.KEEP if chosen is LostBackOverdue.CHARGE and not all_back else chosen
