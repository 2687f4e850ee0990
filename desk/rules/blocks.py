"""Why a check-out is not simply done: every block at once, each with its fact and who may lift it.

The numbers are the rows of docs/checkout.md.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from desk.rules.age import age_on
from desk.rules.calendar import Calendar
from desk.rules.choices import OverduesAre
from desk.rules.policy import LoanRules, Place, RowPlace, Ruled
from desk.rules.vocabulary import CardStatus, ItemStatus, Permission, Reason


class Weight(StrEnum):
    """How heavy a block is: asked and confirmed at the desk, lifted by permission, or never lifted."""

    CONFIRM = "confirm"
    OVERRIDE = "override"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Fact:
    """What the sentence about a block needs: a day or moment, a sum or count with its limit, a name."""

    day: date | None = None
    amount: int | None = None
    limit: int | None = None
    name: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The value of the policy that gave a block its limit, and the row it came from, for whoever asks why."""

    name: str
    row: Place | RowPlace | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One reason why not, and the permission that lifts it; None is never."""

    reason: Reason
    override: Permission | None
    fact: Fact = Fact()
    source: Source | None = None

    @property
    def weight(self) -> Weight:
        """Whether it is confirmed, overridden or final."""
        if self.override is None:
            return Weight.NEVER
        return Weight.CONFIRM if self.reason in CONFIRMED else Weight.OVERRIDE

    @property
    def once_a_visit(self) -> bool:
        """Whether one answer holds for the rest of the visit."""
        return self.reason in ONCE_A_VISIT

    @property
    def about_patron(self) -> bool:
        """Whether it is the reader and not the copy that is blocked: scanned copies then wait."""
        return self.reason in PATRON_REASONS


# One reason, one permission. A reason that is not here can never be overridden.
OVERRIDES: dict[Reason, Permission] = {
    Reason.EXPIRED: Permission.LEND_EXPIRED,
    Reason.BARRED: Permission.LEND_BARRED,
    Reason.RESTRICTED: Permission.LEND_RESTRICTED,
    Reason.ADDRESS_GONE: Permission.LEND_ADDRESS,
    Reason.OWES: Permission.LEND_OWING,
    Reason.OVERDUES: Permission.LEND_OVERDUES,
    Reason.LOST_ITEMS: Permission.LEND_LOST_ITEMS,
    Reason.TOO_MANY: Permission.LEND_OVER_LIMIT,
    Reason.TOO_MANY_OF_TYPE: Permission.LEND_OVER_LIMIT,
    Reason.NOT_FOR_LOAN: Permission.LEND_NOT_FOR_LOAN,
    Reason.ON_ORDER: Permission.LEND_ON_ORDER,
    Reason.IN_PROCESS: Permission.LEND_IN_PROCESS,
    Reason.MENDING: Permission.LEND_MENDING,
    Reason.MISSING: Permission.LEND_MISSING,
    Reason.LOST: Permission.LEND_LOST,
    Reason.WITHDRAWN: Permission.LEND_WITHDRAWN,
    Reason.RESTRICTED_ITEM: Permission.LEND_RESTRICTED_ITEM,
    Reason.IN_TRANSIT: Permission.LEND_IN_TRANSIT,
    Reason.HELD: Permission.LEND_HELD,
    Reason.QUEUED: Permission.LEND_QUEUED,
    Reason.PIECES: Permission.LEND_PIECES,
    Reason.DUE_IN_PAST: Permission.PAST_DUE,
    Reason.TOO_MANY_RENEWALS: Permission.RENEW_TOO_MANY,
    Reason.TOO_SOON: Permission.RENEW_TOO_SOON,
    Reason.RENEW_HELD: Permission.RENEW_HELD,
    Reason.RENEW_OVERDUE: Permission.RENEW_OVERDUE,
    Reason.RENEW_LOST: Permission.RENEW_LOST,
    Reason.RETURN_ELSEWHERE: Permission.RETURN_ELSEWHERE,
    Reason.IN_COLLECTIONS: Permission.LEND_COLLECTIONS,
    Reason.MEMBERSHIP_FEE: Permission.LEND_MEMBERSHIP,
    Reason.GUARANTEES_OWE: Permission.LEND_GUARANTEES,
    Reason.FAMILY_OWES: Permission.LEND_FAMILY,
    Reason.OVERDUES_ASKED: Permission.LEND,
    Reason.CLAIMS: Permission.LEND_CLAIMS,
    Reason.AGE: Permission.LEND_AGE,
    Reason.TOO_MANY_HERE: Permission.LEND_OVER_LIMIT,
    Reason.TOO_MANY_OF_PLACE: Permission.LEND_OVER_LIMIT,
    Reason.TOO_MANY_ON_SITE: Permission.LEND_OVER_LIMIT,
    Reason.DAMAGED: Permission.LEND_DAMAGED,
    Reason.BINDERY: Permission.LEND_BINDERY,
    Reason.DISCARD: Permission.LEND_DISCARD,
    Reason.UNCATALOGUED: Permission.LEND_UNCATALOGUED,
    Reason.HIGH_DEMAND: Permission.LEND_HIGH_DEMAND,
    Reason.RENTAL: Permission.LEND_RENTAL,
    Reason.DEPOSIT: Permission.LEND_DEPOSIT,
    Reason.TOO_MANY_UNSEEN: Permission.RENEW_UNSEEN,
    Reason.RECALLED: Permission.RENEW_RECALLED,
    Reason.CLAIMED: Permission.RENEW_CLAIMED,
    Reason.CLAIM_FOUND: Permission.CLAIM_FOUND,
    Reason.LOST_RETURN: Permission.RETURN_LOST,
    Reason.WITHDRAWN_RETURN: Permission.RETURN_WITHDRAWN,
    Reason.ALREADY_WAITING: Permission.HOLD_WAITING,
    Reason.HAS_IT: Permission.HOLD_HAS_IT,
    Reason.TOO_MANY_HOLDS: Permission.HOLD_LIMIT,
    Reason.TOO_MANY_HOLDS_OF_TITLE: Permission.HOLD_LIMIT,
    Reason.TOO_MANY_HOLDS_TODAY: Permission.HOLD_LIMIT,
    Reason.TOO_MANY_HOLDS_HERE: Permission.HOLD_LIMIT,
    Reason.HOLD_DEBT: Permission.LEND_OWING,
    Reason.NOT_HOLDABLE: Permission.HOLD_NOT_HOLDABLE,
    Reason.NO_COPY: Permission.HOLD_NO_COPY,
    Reason.NO_PICKUP: Permission.HOLD_PICKUP,
    Reason.NO_TRANSFER: Permission.HOLD_TRANSFER,
    Reason.ON_THE_SHELF: Permission.HOLD_ON_SHELF,
    Reason.HOLD_READY: Permission.HOLD_MOVED,
    Reason.CARD_UNFIT: Permission.PATRONS,
    Reason.MAYBE_KNOWN: Permission.PATRONS,
    Reason.GUARANTOR_NEEDED: Permission.NO_GUARANTOR,
    Reason.WAIVING: Permission.WAIVE,
    Reason.WRITING_OFF: Permission.WRITE_OFF,
    Reason.GIVING_CREDIT: Permission.GIVE_CREDIT,
    Reason.REFUNDING: Permission.REFUND,
    Reason.TILL_DIFFERENCE: Permission.TILL_DIFFERENCE,
}
CONFIRMED = frozenset(
    {
        Reason.MISSING,
        Reason.LOST,
        Reason.IN_TRANSIT,
        Reason.PIECES,
        Reason.DUE_IN_PAST,
        Reason.OVERDUES_ASKED,
        Reason.UNCATALOGUED,
        Reason.HIGH_DEMAND,
        Reason.RENTAL,
        Reason.DEPOSIT,
        Reason.CLAIM_FOUND,
        Reason.LOST_RETURN,
        Reason.WITHDRAWN_RETURN,
        Reason.CARD_UNFIT,
        Reason.MAYBE_KNOWN,
    }
)
PATRON_REASONS = frozenset(
    {
        Reason.CARD_LOST,
        Reason.CARD_REPLACED,
        Reason.INACTIVE,
        Reason.EXPIRED,
        Reason.BARRED,
        Reason.RESTRICTED,
        Reason.ADDRESS_GONE,
        Reason.OWES,
        Reason.OVERDUES,
        Reason.OVERDUES_ASKED,
        Reason.LOST_ITEMS,
        Reason.IN_COLLECTIONS,
        Reason.MEMBERSHIP_FEE,
        Reason.GUARANTEES_OWE,
        Reason.FAMILY_OWES,
        Reason.CLAIMS,
    }
)
ONCE_A_VISIT = PATRON_REASONS | {Reason.TOO_MANY, Reason.TOO_MANY_HERE}
STATUS_REASONS = {
    ItemStatus.ON_ORDER: Reason.ON_ORDER,
    ItemStatus.IN_PROCESS: Reason.IN_PROCESS,
    ItemStatus.MENDING: Reason.MENDING,
    ItemStatus.MISSING: Reason.MISSING,
    ItemStatus.LOST: Reason.LOST,
    ItemStatus.WITHDRAWN: Reason.WITHDRAWN,
    ItemStatus.DAMAGED: Reason.DAMAGED,
    ItemStatus.BINDERY: Reason.BINDERY,
    ItemStatus.DISCARD: Reason.DISCARD,
    ItemStatus.UNCATALOGUED: Reason.UNCATALOGUED,
}


@dataclass(frozen=True, slots=True)
class PatronFacts:
    """What the rules need to know of a reader. `owes` counts growing overdue fines; counts are of open loans.

    `here` are the loans made at this branch, `on_site` those that may not leave the building where they were made,
    `on_site_here` those of them that were made at this branch. What guarantees and the whole
    family owe is known only where a rule asks.
    """

    card: CardStatus = CardStatus.ACTIVE
    active: bool = True
    barred: bool = False
    address_gone: bool = False
    expires_on: date | None = None
    restricted: bool = False
    restricted_until: date | None = None
    restricted_because: str = ""
    restricted_by: tuple[str, Ruled[Any]] | None = None
    owes: int = 0
    out: int = 0
    overdue: int = 0
    lost: int = 0
    here: int = 0
    on_site: int = 0
    on_site_here: int = 0
    claims: int = 0
    birth_date: date | None = None
    in_collections: bool = False
    membership_owed: int = 0
    guarantees_owe: int = 0
    family_owes: int = 0


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the rules need to know of a copy, and of who waits for it."""

    status: ItemStatus = ItemStatus.AVAILABLE
    not_for_loan: bool = False
    restricted: bool = False
    pieces: int = 1
    pieces_note: str = ""
    of_type_out: int = 0
    of_family_out: int | None = None
    family_limit: int | None = None
    in_transit_to: str | None = None
    held_for_other: bool = False
    held_since: date | None = None
    queued_for_other: int = 0
    queued_since: date | None = None
    min_age: int | None = None
    at_places: tuple["AtPlace", ...] = ()
    rental: int = 0
    deposit: int = 0
    demand: "Demand | None" = None


@dataclass(frozen=True, slots=True)
class AtPlace:
    """How many copies of these shelving locations the reader has out, and how many the rules allow."""

    codes: tuple[str, ...]
    count: int
    limit: int


@dataclass(frozen=True, slots=True)
class Demand:
    """Others wait for the title: how many, and the day to which the loan is shortened."""

    holds: int
    until: date


def block(reason: Reason, fact: Fact | None = None, *, by: tuple[str, Ruled[Any]] | None = None) -> Block:
    """A block with the permission that belongs to its reason; `by` names the value that gave the limit."""
    return Block(reason, OVERRIDES.get(reason), fact or Fact(), Source(by[0], by[1].place) if by else None)


def patron_blocks(patron: PatronFacts, rules: LoanRules, today: date) -> list[Block]:
    """Rows 1 to 10 and 39 to 44: what stands against the reader, whatever the copy."""
    found = []
    if patron.card is CardStatus.LOST:
        found.append(block(Reason.CARD_LOST))
    if patron.card is CardStatus.REPLACED:
        found.append(block(Reason.CARD_REPLACED))
    found += record_blocks(patron, today)
    if patron.address_gone:
        found.append(block(Reason.ADDRESS_GONE))
    if patron.in_collections:
        found.append(block(Reason.IN_COLLECTIONS))
    if patron.membership_owed and rules.membership_fee_blocks.value:
        by = ("membership_fee_blocks", rules.membership_fee_blocks)
        found.append(block(Reason.MEMBERSHIP_FEE, Fact(amount=patron.membership_owed), by=by))
    return found + _reckoned(patron, rules)


def record_blocks(patron: PatronFacts, today: date) -> list[Block]:
    """What the record itself says against the reader, to a loan and to a hold alike; a debt is not among it."""
    found = []
    if not patron.active:
        found.append(block(Reason.INACTIVE))
    if patron.expires_on is not None and patron.expires_on < today:
        found.append(block(Reason.EXPIRED, Fact(day=patron.expires_on)))
    if patron.barred:
        found.append(block(Reason.BARRED))
    if patron.restricted:
        fact = Fact(day=patron.restricted_until, name=patron.restricted_because)
        found.append(block(Reason.RESTRICTED, fact, by=patron.restricted_by))
    return found


def _reckoned(patron: PatronFacts, rules: LoanRules) -> list[Block]:
    asked = rules.overdues_are.value is OverduesAre.ASK
    sums = (
        (Reason.OWES, patron.owes, "debt_limit"),
        (Reason.GUARANTEES_OWE, patron.guarantees_owe, "guarantees_debt_limit"),
        (Reason.FAMILY_OWES, patron.family_owes, "family_debt_limit"),
    )
    counts = (
        (Reason.OVERDUES_ASKED if asked else Reason.OVERDUES, patron.overdue, "overdue_limit"),
        (Reason.LOST_ITEMS, patron.lost, "lost_limit"),
        (Reason.CLAIMS, patron.claims, "claims_limit"),
    )
    found = []
    for reason, amount, name in sums:
        ruled: Ruled[int | None] = getattr(rules, name)
        if ruled.value is not None and amount > max(ruled.value, 0):
            found.append(block(reason, Fact(amount=amount, limit=ruled.value), by=(name, ruled)))
    for reason, amount, name in counts:
        ruled = getattr(rules, name)
        if ruled.value is not None and amount >= max(ruled.value, 1):
            found.append(block(reason, Fact(amount=amount, limit=ruled.value), by=(name, ruled)))
    return found


def limit_blocks(patron: PatronFacts, item: ItemFacts, rules: LoanRules, *, on_site: bool = False) -> list[Block]:
    """Rows 11 to 13 and 45 to 48: how many, in all, here, on site, of a kind, of a place.

    A limit of 0 allows none, no limit allows any number.
    """
    found = []
    if rules.loan.value is None and not on_site:
        never = rules.loan.place is not None
        found.append(block(Reason.NEVER_LENT if never else Reason.NO_RULE, by=("loan", rules.loan)))
    apart = rules.on_site_apart.value
    counted, here = patron.out, patron.here
    if apart:
        counted, here = counted - patron.on_site, here - patron.on_site_here
    limits = (
        [] if on_site and apart else [(Reason.TOO_MANY, counted, "loans"), (Reason.TOO_MANY_HERE, here, "loans_here")]
    )
    if on_site:
        limits.append((Reason.TOO_MANY_ON_SITE, patron.on_site, "on_site_loans"))
    for reason, count, name in limits:
        ruled: Ruled[int | None] = getattr(rules, name)
        if ruled.value is not None and count >= ruled.value:
            found.append(block(reason, Fact(amount=count, limit=ruled.value), by=(name, ruled)))
    return found + _kind_blocks(item, rules)


def _kind_blocks(item: ItemFacts, rules: LoanRules) -> list[Block]:
    found = []
    for count, limit in ((item.of_type_out, rules.loans_of_type.value), (item.of_family_out, item.family_limit)):
        if limit is not None and count is not None and count >= limit:
            by = ("loans_of_type", rules.loans_of_type)
            found.append(block(Reason.TOO_MANY_OF_TYPE, Fact(amount=count, limit=limit), by=by))
            break
    for place in item.at_places:
        if place.count >= place.limit:
            fact = Fact(amount=place.count, limit=place.limit, name=", ".join(place.codes))
            found.append(block(Reason.TOO_MANY_OF_PLACE, fact, by=("location_limits", rules.location_limits)))
    return found


def item_blocks(item: ItemFacts) -> list[Block]:
    """Rows 14 to 25 and 49 to 52: what stands against the copy."""
    found = []
    if item.not_for_loan:
        found.append(block(Reason.NOT_FOR_LOAN))
    if item.status in STATUS_REASONS:
        found.append(block(STATUS_REASONS[item.status]))
    if item.restricted:
        found.append(block(Reason.RESTRICTED_ITEM))
    if item.in_transit_to is not None:
        found.append(block(Reason.IN_TRANSIT, Fact(name=item.in_transit_to)))
    if item.held_for_other:
        found.append(block(Reason.HELD, Fact(day=item.held_since)))
    elif item.queued_for_other:
        found.append(block(Reason.QUEUED, Fact(day=item.queued_since, amount=item.queued_for_other)))
    if item.pieces > 1:
        found.append(block(Reason.PIECES, Fact(amount=item.pieces, name=item.pieces_note)))
    return found


def age_blocks(patron: PatronFacts, item: ItemFacts, rules: LoanRules, today: date) -> list[Block]:
    """Row 53: the record says from which age, and the reader is younger. Without a birth date nothing is known."""
    if item.min_age is None or patron.birth_date is None or not rules.age_limit.value:
        return []
    age = age_on(patron.birth_date, today)
    if age >= item.min_age:
        return []
    return [block(Reason.AGE, Fact(amount=age, limit=item.min_age), by=("age_limit", rules.age_limit))]


def cost_blocks(item: ItemFacts, rules: LoanRules) -> list[Block]:
    """Rows 54 to 56: what lending costs or shortens, asked before it is done."""
    found = []
    if item.rental:
        found.append(block(Reason.RENTAL, Fact(amount=item.rental), by=("rental", rules.rental)))
    if item.deposit:
        found.append(block(Reason.DEPOSIT, Fact(amount=item.deposit), by=("deposit", rules.deposit)))
    if item.demand is not None:
        fact = Fact(day=item.demand.until, amount=item.demand.holds, limit=rules.high_demand_holds.value)
        found.append(block(Reason.HIGH_DEMAND, fact, by=("high_demand_loan", rules.high_demand_loan)))
    return found


def checkout_blocks(
    patron: PatronFacts,
    item: ItemFacts,
    rules: LoanRules,
    calendar: Calendar,
    now: datetime,
    due: datetime | None,
    *,
    on_site: bool = False,
) -> tuple[Block, ...]:
    """Everything that stands against lending this copy to this reader now; never only the first.

    `due` is a due date that was set by hand. What may not leave the building may be lent on site.
    """
    today = calendar.today(now)
    copy = [each for each in item_blocks(item) if not (on_site and each.reason in LIFTED_ON_SITE)]
    return tuple(
        patron_blocks(patron, rules, today)
        + limit_blocks(patron, item, rules, on_site=on_site)
        + copy
        + age_blocks(patron, item, rules, today)
        + cost_blocks(item, rules)
        + past_due(due, calendar, now)
    )


# An on-site loan is what these copies are for.
LIFTED_ON_SITE = frozenset({Reason.NOT_FOR_LOAN, Reason.RESTRICTED_ITEM})


def past_due(due: datetime | None, calendar: Calendar, now: datetime) -> list[Block]:
    """Row 26: a due date set by hand that is past, named by its day at the branch."""
    if due is None or due > now:
        return []
    return [block(Reason.DUE_IN_PAST, Fact(day=calendar.today(due)))]
