"""The library's policy: each value by branch, patron category and item type, with the row it came from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

from desk.rules.duedates import (
    AfterHours,
    CalendarMode,
    DueRule,
    DueTime,
    HardDue,
    Term,
    TermsAre,
    parse_day,
    parse_terms,
)
from desk.rules.money import minor_units
from desk.rules.overdue import Band, ChargeAt, ClosedTime, Counts, FineRule, GraceCounts, parse_bands
from desk.rules.periods import Period, Unit, parse_period
from desk.rules.rental import RentalRule
from desk.rules.suspension import SuspensionRule

T = TypeVar("T")


class RenewFrom(StrEnum):
    """Whether a renewal counts from today or from the date the loan was due."""

    TODAY = "today"
    DUE = "due"


class ReturnTo(StrEnum):
    """Where a copy may be returned."""

    ANYWHERE = "anywhere"
    HOME = "home"
    HOLDING = "holding"
    HOME_OR_HOLDING = "home_or_holding"


class RenewOverdue(StrEnum):
    """Whether an overdue loan may be renewed, or any loan of a reader who has something overdue."""

    ALLOW = "allow"
    BLOCK_ITEM = "block_item"
    BLOCK_ALL = "block_all"


class DemandCounts(StrEnum):
    """Whether high demand begins at so many holds, or at so many more holds than copies that can be lent."""

    STATIC = "static"
    DYNAMIC = "dynamic"


class TooSoonBy(StrEnum):
    """Whether "too soon to renew" ends with midnight of a day, or at the minute of the due time."""

    DAY = "day"
    MINUTE = "minute"


class RenewHeld(StrEnum):
    """Whether holds stop a renewal: unless other copies can fill them, always, or never."""

    FREE_COPY = "free_copy"
    NEVER = "never"
    ALWAYS = "always"


class OverduesAre(StrEnum):
    """Whether too many overdue loans stop the reader, or are only asked about."""

    BLOCK = "block"
    ASK = "ask"


class ReturnsTo(StrEnum):
    """Where a returned copy is put down: on its shelf, or on the cart from which it is shelved."""

    SHELF = "shelf"
    CART = "cart"


class ProcessedTo(StrEnum):
    """Where a copy in process goes when it is checked in: it stays, goes to the cart, or to its shelf."""

    PROCESSING = "processing"
    CART = "cart"
    SHELF = "shelf"


class ClaimRule(StrEnum):
    """How the desk takes a copy that was claimed returned: it asks, or takes it as found here or brought back."""

    ASK = "ask"
    LIBRARY = "library"
    PATRON = "patron"


class OddReturn(StrEnum):
    """What a lost or withdrawn copy at the return desk means: it is taken, asked about, or refused."""

    TAKE = "take"
    ASK = "ask"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a policy row applies, by the ids of branch, category and item type; None is any."""

    branch: int | None = None
    category: int | None = None
    item_type: int | None = None


@dataclass(frozen=True, slots=True)
class RowPlace:
    """The same by codes, for answers; "*" is any branch, category or type, `default` that no row says anything."""

    branch: str = "*"
    category: str = "*"
    item_type: str = "*"
    default: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One value of the policy as it is stored."""

    place: Place
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Ruled(Generic[T]):
    """A value with the place of the row that gave it; no place means the program's own default."""

    value: T
    place: Place | None


def whole_number(text: str) -> int:
    """A count: digits only."""
    if not text.strip().isdecimal():
        raise ValueError(f"{text!r} is not a whole number")
    return int(text)


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
BANDS = "bands"
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
    "suspension_days": (whole_number, 0),
    "suspension_every": (parse_period, Period(1, Unit.DAY)),
    "suspension_cap": (whole_number, None),
    "suspension_cumulative": (yes_no, False),
    "suspension_skips_closed": (yes_no, False),
    "rental": (MONEY, 0),
    "rental_every": (parse_period, None),
    "rental_closed": (one_of(ClosedTime), ClosedTime.SKIP),
    "rental_discount": (percent, 0),
    "deposit": (MONEY, 0),
    "shelf_days": (whole_number, 7),
    "shelf_skips_closed": (yes_no, False),
    "return_to": (one_of(ReturnTo), ReturnTo.ANYWHERE),
    "floats": (floating, "no"),
    "reshelving": (parse_period, None),
    "returns_to": (one_of(ReturnsTo), ReturnsTo.SHELF),
    "processed_to": (one_of(ProcessedTo), ProcessedTo.PROCESSING),
    "counts_use": (yes_no, True),
    "claim_found": (one_of(ClaimRule), ClaimRule.ASK),
    "lost_return": (one_of(OddReturn), OddReturn.TAKE),
    "withdrawn_return": (one_of(OddReturn), OddReturn.TAKE),
}


@dataclass(frozen=True, slots=True)
class LoanRules:
    """What the policy says for one branch, category and item type, every value with its row."""

    loan: Ruled[Period | None]
    calendar: Ruled[CalendarMode]
    after_hours: Ruled[AfterHours]
    due_time: Ruled[DueTime]
    until_expiry: Ruled[bool]
    hard_due: Ruled[date | None]
    hard_due_is: Ruled[HardDue]
    terms: Ruled[tuple[Term, ...]]
    terms_are: Ruled[TermsAre]
    high_demand_holds: Ruled[int | None]
    high_demand_counts: Ruled[DemandCounts]
    high_demand_loan: Ruled[Period | None]
    renewals: Ruled[int | None]
    renewals_unseen: Ruled[int | None]
    renewal: Ruled[Period | None]
    renew_from: Ruled[RenewFrom]
    renew_not_before: Ruled[Period | None]
    renew_not_before_is: Ruled[TooSoonBy]
    renew_overdue: Ruled[RenewOverdue]
    renew_held: Ruled[RenewHeld]
    renew_expired: Ruled[bool]
    auto_renew: Ruled[bool]
    auto_renew_for: Ruled[Period | None]
    auto_renew_debt_limit: Ruled[int | None]
    loans: Ruled[int | None]
    loans_of_type: Ruled[int | None]
    loans_here: Ruled[int | None]
    location_limits: Ruled[Locations]
    on_site_loans: Ruled[int | None]
    on_site_apart: Ruled[bool]
    on_site_switch: Ruled[bool]
    debt_limit: Ruled[int | None]
    guarantees_debt_limit: Ruled[int | None]
    family_debt_limit: Ruled[int | None]
    membership_fee_blocks: Ruled[bool]
    overdue_limit: Ruled[int | None]
    overdues_are: Ruled[OverduesAre]
    lost_limit: Ruled[int | None]
    claims_limit: Ruled[int | None]
    age_limit: Ruled[bool]
    fine: Ruled[int]
    fine_every: Ruled[Period]
    fine_bands: Ruled[tuple[Band, ...]]
    fine_counts: Ruled[Counts]
    fine_charge_at: Ruled[ChargeAt]
    grace: Ruled[Period | None]
    grace_counts: Ruled[GraceCounts]
    fine_closed: Ruled[ClosedTime]
    fine_cap: Ruled[int | None]
    fine_cap_at_price: Ruled[bool]
    fine_cap_whole: Ruled[bool]
    recall_fine: Ruled[int | None]
    recall_fine_every: Ruled[Period | None]
    recall_fine_cap: Ruled[int | None]
    recall_ignores_grace: Ruled[bool]
    recall_minimum: Ruled[Period | None]
    recall_interval: Ruled[Period | None]
    suspension_days: Ruled[int]
    suspension_every: Ruled[Period]
    suspension_cap: Ruled[int | None]
    suspension_cumulative: Ruled[bool]
    suspension_skips_closed: Ruled[bool]
    rental: Ruled[int]
    rental_every: Ruled[Period | None]
    rental_closed: Ruled[ClosedTime]
    rental_discount: Ruled[int]
    deposit: Ruled[int]
    shelf_days: Ruled[int]
    shelf_skips_closed: Ruled[bool]
    return_to: Ruled[ReturnTo]
    floats: Ruled[str]
    reshelving: Ruled[Period | None]
    returns_to: Ruled[ReturnsTo]
    processed_to: Ruled[ProcessedTo]
    counts_use: Ruled[bool]
    claim_found: Ruled[ClaimRule]
    lost_return: Ruled[OddReturn]
    withdrawn_return: Ruled[OddReturn]

    def fine_rule(self, *, recalled: bool = False) -> FineRule:
        """The part that reckons fines; a recalled loan may cost more, and have no grace."""
        amount, every, cap, grace = self.fine.value, self.fine_every.value, self.fine_cap.value, self.grace.value
        bands = self.fine_bands.value
        if recalled and self.recall_fine.value is not None:
            amount, bands = self.recall_fine.value, ()
            every = self.recall_fine_every.value or every
            cap = self.recall_fine_cap.value
        return FineRule(
            amount=amount,
            every=every,
            bands=bands,
            counts=self.fine_counts.value,
            charge_at=self.fine_charge_at.value,
            grace=None if recalled and self.recall_ignores_grace.value else grace,
            grace_counts=self.grace_counts.value,
            closed=self.fine_closed.value,
            cap=cap,
            cap_at_price=self.fine_cap_at_price.value,
            cap_whole=self.fine_cap_whole.value,
        )

    def due_rule(self, period: Period, latest: date | None = None, shortened: Period | None = None) -> DueRule:
        """The part that reckons due dates, for a loan or a renewal of this length."""
        return DueRule(
            period,
            self.calendar.value,
            self.after_hours.value,
            self.due_time.value,
            latest,
            hard=self.hard_due.value,
            hard_is=self.hard_due_is.value,
            terms=self.terms.value,
            terms_are=self.terms_are.value,
            shortened=shortened,
        )

    def suspension_rule(self) -> SuspensionRule:
        """The part that reckons how long a late return keeps its reader from borrowing."""
        return SuspensionRule(
            days=self.suspension_days.value,
            every=self.suspension_every.value,
            grace=self.grace.value,
            closed=self.fine_closed.value,
            cap=self.suspension_cap.value,
            cumulative=self.suspension_cumulative.value,
            skips_closed=self.suspension_skips_closed.value,
        )

    def rental_rule(self) -> RentalRule:
        """The part that reckons what a loan costs from the start."""
        return RentalRule(
            self.rental.value, self.rental_every.value, self.rental_closed.value, self.rental_discount.value
        )


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
}
# "none" takes back what a wider row says, where the absence of the thing is no number.
NONE = "none"
MAY_BE_NONE = {"hard_due", "rental_every", "reshelving", "recall_fine", "recall_fine_every", "renewal"}
LISTS = {"terms", "fine_bands", "location_limits"}


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
        return minor_units(text, currency)
    if reader == BANDS:
        return parse_bands(text, currency)
    return cast(Callable[[str], Any], reader)(text)


def places(branch: int, category: int, item_type: int) -> tuple[Place, ...]:
    """Where to look, nearest first: branch before category before item type, then wider (Koha's order)."""
    return (
        Place(branch, category, item_type),
        Place(branch, category, None),
        Place(branch, None, item_type),
        Place(branch, None, None),
        Place(None, category, item_type),
        Place(None, category, None),
        Place(None, None, item_type),
        Place(),
    )


@dataclass(frozen=True, slots=True)
class Policy:
    """All rows of the policy. Each value is resolved on its own; 0 is a value, only a missing row is not."""

    values: dict[tuple[str, Place], Any]
    currency: str = "USD"
    _known: dict[tuple[int, int, int], LoanRules] = field(default_factory=dict, compare=False, repr=False)
    _named: frozenset[str] = frozenset()

    def value(self, name: str, branch: int, category: int, item_type: int) -> Ruled[Any]:
        """One value, from the nearest row that has it."""
        for place in places(branch, category, item_type):
            if (name, place) in self.values:
                return Ruled(self.values[name, place], place)
        return Ruled(VALUES[name][1], None)

    def uses(self, *names: str) -> bool:
        """Whether any row sets one of these values: what no row asks for is not looked up at a scan."""
        return not self._named.isdisjoint(names)

    def rules(self, branch: int, category: int, item_type: int) -> LoanRules:
        """Everything that holds for this branch, category and item type."""
        key = (branch, category, item_type)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = LoanRules(**{name: self.value(name, *key) for name in VALUES})
        return known


def read_policy(rows: Iterable[Row], currency: str) -> Policy:
    """The policy from its stored rows."""
    values = {(row.name, row.place): read_value(row.name, row.value, currency) for row in rows}
    return Policy(values, currency, _named=frozenset(name for name, _place in values))
