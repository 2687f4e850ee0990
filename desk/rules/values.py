"""The values of the loan rules: how each is written in a file or a box, and what holds where no row says anything."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, cast

from desk.rules.choices import (
    ClaimRule,
    DemandCounts,
    FilledFrom,
    HoldOrder,
    LostBack,
    LostBackOverdue,
    LostOverdue,
    MembershipFrom,
    OddReturn,
    OnShelf,
    OverduesAre,
    ProcessedTo,
    RenewFrom,
    RenewHeld,
    RenewOverdue,
    ReturnsTo,
    ReturnTo,
    TooSoonBy,
)
from desk.rules.duedates import AfterHours, CalendarMode, DueTime, HardDue, TermsAre, parse_day, parse_terms
from desk.rules.money import decimal_text, minor_units
from desk.rules.overdue import ChargeAt, ClosedTime, Counts, GraceCounts, parse_bands
from desk.rules.periods import LONGEST, Period, Unit, parse_period


def whole_number(text: str) -> int:
    """A count: digits only."""
    if not text.strip().isdecimal():
        raise ValueError(f"{text!r} is not a whole number")
    return int(text)


def days(text: str) -> int:
    """A number of days, short enough that every date can be reckoned."""
    number = whole_number(text)
    if number > LONGEST[Unit.DAY]:
        raise ValueError(f"{text!r} days are more than a hundred years")
    return number


def money(text: str, currency: str) -> int:
    """A sum in minor units that an account can hold, many times over."""
    amount = minor_units(text, currency)
    if amount > MOST_MONEY:
        raise ValueError(f"{text!r} is too much: a rule has at most {decimal_text(MOST_MONEY, currency)}")
    return amount


def yes_no(text: str) -> bool:
    """ "yes" or "no"."""
    words = {"yes": True, "true": True, "no": False, "false": False}
    if text.strip().lower() not in words:
        raise ValueError(f"{text!r} is neither yes nor no")
    return words[text.strip().lower()]


def one_of(words: type[StrEnum]) -> Callable[[str], StrEnum]:
    """One word of a short list."""

    def read(text: str) -> StrEnum:
        if text.strip() not in {word.value for word in words}:
            raise ValueError(f"{text!r} is not one of {', '.join(word.value for word in words)}")
        return words(text.strip())

    return read


MONEY = "money"
MOST_MONEY = 99_999_999
BANDS = "bands"
# What the rules say of floating in words rather than by the codes of branches.
FLOATS = ("no", "yes", "manual")
NEVER = "never"
Locations = tuple[tuple[tuple[str, ...], int], ...]


def period_or_never(text: str) -> Period | None:
    """A length of time, or "never": this kind is not lent to this reader at all."""
    return None if text.strip() == NEVER else parse_period(text)


def percent(text: str) -> int:
    """A share of a hundred."""
    share = whole_number(text)
    if share > 100:
        raise ValueError(f"{text!r} is more than a hundred per cent")
    return share


def location_limits(text: str) -> Locations:
    """Limits of shelving locations, "new: 2, dvd+games: 3": the places joined by a plus share their limit."""
    limits = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        codes, colon, count = part.rpartition(":")
        if not colon or not codes.strip() or not count.strip().isdecimal():
            raise ValueError(f"{part!r} is not a place and its limit, such as 'new: 2'")
        limits.append((tuple(code.strip() for code in codes.split("+")), int(count)))
    return tuple(limits)


def floating(text: str) -> str:
    """Whether copies stay where they are returned: no, yes, manual, or the codes of the branches among which."""
    if not text.strip():
        raise ValueError("say no, yes, manual, or the codes of the branches among which copies float")
    return text.strip()


def codes(text: str) -> tuple[str, ...]:
    """The codes of branches, one after the other."""
    return tuple(text.replace(",", " ").split())


def code(text: str) -> str:
    """The code of a category of readers."""
    if not text.strip() or " " in text.strip() or text.strip() == UNLIMITED:
        raise ValueError(f"{text!r} is not the code of a category")
    return text.strip()


# Each value of the policy: how it is read, and what holds where no row says anything.
VALUES: dict[str, tuple[Callable[[str], Any] | str, Any]] = {
    "loan": (period_or_never, None),
    "calendar": (one_of(CalendarMode), CalendarMode.DATEDUE),
    "after_hours": (one_of(AfterHours), AfterHours.CLOSE),
    "due_time": (one_of(DueTime), DueTime.END_OF_DAY),
    "until_expiry": (yes_no, False),
    "hard_due": (parse_day, None),
    "hard_due_is": (one_of(HardDue), HardDue.AT_LATEST),
    "terms": (parse_terms, ()),
    "terms_are": (one_of(TermsAre), TermsAre.LATEST),
    "high_demand_holds": (whole_number, None),
    "high_demand_counts": (one_of(DemandCounts), DemandCounts.STATIC),
    "high_demand_loan": (parse_period, None),
    "renewals": (whole_number, 0),
    "renewals_unseen": (whole_number, None),
    "renewal": (parse_period, None),
    "renew_from": (one_of(RenewFrom), RenewFrom.TODAY),
    "renew_not_before": (parse_period, None),
    "renew_not_before_is": (one_of(TooSoonBy), TooSoonBy.DAY),
    "renew_overdue": (one_of(RenewOverdue), RenewOverdue.ALLOW),
    "renew_held": (one_of(RenewHeld), RenewHeld.FREE_COPY),
    "renew_expired": (yes_no, False),
    "auto_renew": (yes_no, False),
    "auto_renew_for": (parse_period, None),
    "auto_renew_debt_limit": (MONEY, None),
    "loans": (whole_number, None),
    "loans_of_type": (whole_number, None),
    "loans_here": (whole_number, None),
    "location_limits": (location_limits, ()),
    "on_site_loans": (whole_number, None),
    "on_site_apart": (yes_no, True),
    "on_site_switch": (yes_no, False),
    "debt_limit": (MONEY, None),
    "guarantees_debt_limit": (MONEY, None),
    "family_debt_limit": (MONEY, None),
    "membership_fee_blocks": (yes_no, False),
    "overdue_limit": (whole_number, None),
    "overdues_are": (one_of(OverduesAre), OverduesAre.BLOCK),
    "lost_limit": (whole_number, None),
    "claims_limit": (whole_number, None),
    "age_limit": (yes_no, True),
    "fine": (MONEY, 0),
    "fine_every": (parse_period, Period(1, Unit.DAY)),
    "fine_bands": (BANDS, ()),
    "fine_counts": (one_of(Counts), Counts.DAYS),
    "fine_charge_at": (one_of(ChargeAt), ChargeAt.END),
    "grace": (parse_period, None),
    "grace_counts": (one_of(GraceCounts), GraceCounts.WHOLE),
    "fine_closed": (one_of(ClosedTime), ClosedTime.SKIP),
    "fine_cap": (MONEY, None),
    "fine_cap_at_price": (yes_no, False),
    "fine_cap_whole": (yes_no, False),
    "recall_fine": (MONEY, None),
    "recall_fine_every": (parse_period, None),
    "recall_fine_cap": (MONEY, None),
    "recall_ignores_grace": (yes_no, False),
    "recall_minimum": (parse_period, None),
    "recall_interval": (parse_period, None),
    "suspension_days": (days, 0),
    "suspension_every": (parse_period, Period(1, Unit.DAY)),
    "suspension_cap": (days, None),
    "suspension_cumulative": (yes_no, False),
    "suspension_skips_closed": (yes_no, False),
    "rental": (MONEY, 0),
    "rental_every": (parse_period, None),
    "rental_closed": (one_of(ClosedTime), ClosedTime.SKIP),
    "rental_discount": (percent, 0),
    "deposit": (MONEY, 0),
    "shelf_days": (days, 7),
    "shelf_skips_closed": (yes_no, False),
    "shelf_time": (parse_period, None),
    "holdable": (yes_no, True),
    "hold_damaged": (yes_no, False),
    "pickup": (yes_no, True),
    "holds": (whole_number, None),
    "holds_of_title": (whole_number, None),
    "holds_a_day": (whole_number, None),
    "holds_here": (whole_number, None),
    "hold_debt_limit": (MONEY, None),
    "hold_on_shelf": (one_of(OnShelf), OnShelf.YES),
    "hold_fill": (one_of(FilledFrom), FilledFrom.ANY),
    "hold_order": (one_of(HoldOrder), HoldOrder.FIRST_COME),
    "hold_protects": (parse_period, None),
    "hold_skips_closed": (yes_no, False),
    "no_transfer_to": (codes, ()),
    "hold_expiry": (parse_period, None),
    "hold_expires_open_days": (yes_no, False),
    "hold_expiry_charge": (MONEY, 0),
    "return_to": (one_of(ReturnTo), ReturnTo.ANYWHERE),
    "floats": (floating, "no"),
    "reshelving": (parse_period, None),
    "returns_to": (one_of(ReturnsTo), ReturnsTo.SHELF),
    "processed_to": (one_of(ProcessedTo), ProcessedTo.PROCESSING),
    "counts_use": (yes_no, True),
    "forget_after": (days, 0),
    "claim_found": (one_of(ClaimRule), ClaimRule.ASK),
    "lost_after": (parse_period, None),
    "lost_price": (MONEY, None),
    "lost_processing": (MONEY, 0),
    "lost_overdue": (one_of(LostOverdue), LostOverdue.KEEP),
    "lost_back": (one_of(LostBack), LostBack.REFUND),
    "lost_back_processing": (one_of(LostBack), LostBack.REFUND),
    "lost_back_overdue": (one_of(LostBackOverdue), LostBackOverdue.KEEP),
    "lost_back_within": (parse_period, None),
    "lost_back_paid_within": (parse_period, None),
    "credit_lost": (yes_no, True),
    "credit_overdue": (yes_no, True),
    "credit_within": (parse_period, None),
    "debt_warning": (MONEY, None),
    "cash_rounding": (MONEY, 0),
    "till_tolerance": (MONEY, None),
    "lost_return": (one_of(OddReturn), OddReturn.TAKE),
    "withdrawn_return": (one_of(OddReturn), OddReturn.TAKE),
    "membership": (parse_period, None),
    "membership_until": (parse_day, None),
    "membership_from": (one_of(MembershipFrom), MembershipFrom.LATER),
    "expiry_warning": (days, 30),
    "membership_fee": (MONEY, 0),
    "membership_fee_on_change": (yes_no, False),
    "card_fee": (MONEY, 0),
    "guarantor_below": (whole_number, None),
    "adult_at": (whole_number, None),
    "adult_category": (code, None),
}


# A value may be left open on purpose: "unlimited" lifts a limit that a wider row sets. It is not the same as 0.
UNLIMITED = "unlimited"
MAY_BE_UNLIMITED = {
    "renewals",
    "loans",
    "loans_of_type",
    "debt_limit",
    "overdue_limit",
    "lost_limit",
    "fine_cap",
    "grace",
    "renew_not_before",
    "renewals_unseen",
    "loans_here",
    "on_site_loans",
    "guarantees_debt_limit",
    "family_debt_limit",
    "claims_limit",
    "auto_renew_for",
    "auto_renew_debt_limit",
    "recall_fine_cap",
    "suspension_cap",
    "high_demand_holds",
    "holds",
    "holds_of_title",
    "holds_a_day",
    "holds_here",
    "hold_debt_limit",
    "till_tolerance",
}
# "none" takes back what a wider row says, where the absence of the thing is no number.
NONE = "none"
MAY_BE_NONE = {
    "hard_due",
    "rental_every",
    "reshelving",
    "recall_fine",
    "recall_fine_every",
    "renewal",
    "grace",
    "renew_not_before",
    "high_demand_loan",
    "recall_minimum",
    "recall_interval",
    "shelf_time",
    "hold_protects",
    "hold_expiry",
    "membership",
    "membership_until",
    "guarantor_below",
    "adult_at",
    "adult_category",
    "lost_after",
    "lost_price",
    "lost_back_within",
    "lost_back_paid_within",
    "credit_within",
    "debt_warning",
}
LISTS = {"terms", "fine_bands", "location_limits", "no_transfer_to"}


def read_value(name: str, text: str, currency: str) -> Any:
    """A stored value as the rules use it. Raises ValueError for an unknown name or a value that cannot be read."""
    if name not in VALUES:
        raise ValueError(f"{name!r} is not a value of the loan rules")
    if text.strip() == UNLIMITED and name in MAY_BE_UNLIMITED:
        return None
    if text.strip() == NONE and (name in MAY_BE_NONE or name in LISTS):
        return () if name in LISTS else None
    reader = VALUES[name][0]
    if reader == MONEY:
        return money(text, currency)
    if reader == BANDS:
        return parse_bands(text, currency)
    return cast(Callable[[str], Any], reader)(text)
