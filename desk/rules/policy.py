"""The library's policy: each value by branch, patron category and item type, with the row it came from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

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
from desk.rules.duedates import AfterHours, CalendarMode, DueRule, DueTime, HardDue, Term, TermsAre
from desk.rules.membership import MembershipRule
from desk.rules.overdue import Band, ChargeAt, ClosedTime, Counts, FineRule, GraceCounts
from desk.rules.periods import Period
from desk.rules.rental import RentalRule
from desk.rules.suspension import SuspensionRule
from desk.rules.values import VALUES, Locations, read_value

T = TypeVar("T")


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
    shelf_time: Ruled[Period | None]
    holdable: Ruled[bool]
    hold_damaged: Ruled[bool]
    pickup: Ruled[bool]
    holds: Ruled[int | None]
    holds_of_title: Ruled[int | None]
    holds_a_day: Ruled[int | None]
    holds_here: Ruled[int | None]
    hold_debt_limit: Ruled[int | None]
    hold_on_shelf: Ruled[OnShelf]
    hold_fill: Ruled[FilledFrom]
    hold_order: Ruled[HoldOrder]
    hold_protects: Ruled[Period | None]
    hold_skips_closed: Ruled[bool]
    no_transfer_to: Ruled[tuple[str, ...]]
    hold_expiry: Ruled[Period | None]
    hold_expires_open_days: Ruled[bool]
    hold_expiry_charge: Ruled[int]
    return_to: Ruled[ReturnTo]
    floats: Ruled[str]
    reshelving: Ruled[Period | None]
    returns_to: Ruled[ReturnsTo]
    processed_to: Ruled[ProcessedTo]
    counts_use: Ruled[bool]
    forget_after: Ruled[int]
    claim_found: Ruled[ClaimRule]
    lost_after: Ruled[Period | None]
    lost_price: Ruled[int | None]
    lost_processing: Ruled[int]
    lost_overdue: Ruled[LostOverdue]
    lost_back: Ruled[LostBack]
    lost_back_processing: Ruled[LostBack]
    lost_back_overdue: Ruled[LostBackOverdue]
    lost_back_within: Ruled[Period | None]
    lost_back_paid_within: Ruled[Period | None]
    credit_lost: Ruled[bool]
    credit_overdue: Ruled[bool]
    credit_within: Ruled[Period | None]
    debt_warning: Ruled[int | None]
    cash_rounding: Ruled[int]
    till_tolerance: Ruled[int | None]
    lost_return: Ruled[OddReturn]
    withdrawn_return: Ruled[OddReturn]
    membership: Ruled[Period | None]
    membership_until: Ruled[date | None]
    membership_from: Ruled[MembershipFrom]
    expiry_warning: Ruled[int]
    membership_fee: Ruled[int]
    membership_fee_on_change: Ruled[bool]
    card_fee: Ruled[int]
    guarantor_below: Ruled[int | None]
    adult_at: Ruled[int | None]
    adult_category: Ruled[str | None]

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

    def membership_rule(self) -> MembershipRule:
        """The part that reckons until when a card is good."""
        return MembershipRule(self.membership.value, self.membership_until.value, self.membership_from.value)

    def rental_rule(self) -> RentalRule:
        """The part that reckons what a loan costs from the start."""
        return RentalRule(
            self.rental.value, self.rental_every.value, self.rental_closed.value, self.rental_discount.value
        )


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
