"""Why a check-out is not simply done: every block at once, each with its fact and who may lift it.

The numbers are the rows of docs/checkout.md.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desk.rules.calendar import Calendar
from desk.rules.policy import LoanRules
from desk.rules.vocabulary import CardStatus, ItemStatus, Permission, Reason


class Weight(StrEnum):
    """How heavy a block is: asked and confirmed at the desk, lifted by permission, or never lifted."""

    CONFIRM = "confirm"
    OVERRIDE = "override"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Fact:
    """What the sentence about a block needs: a day, a sum or count with its limit, a name."""

    day: date | None = None
    amount: int | None = None
    limit: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One reason why not, and the permission that lifts it; None is never."""

    reason: Reason
    override: Permission | None
    fact: Fact = Fact()

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
}
CONFIRMED = frozenset({Reason.MISSING, Reason.LOST, Reason.IN_TRANSIT, Reason.PIECES, Reason.DUE_IN_PAST})
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
        Reason.LOST_ITEMS,
    }
)
ONCE_A_VISIT = PATRON_REASONS | {Reason.TOO_MANY}
STATUS_REASONS = {
    ItemStatus.ON_ORDER: Reason.ON_ORDER,
    ItemStatus.IN_PROCESS: Reason.IN_PROCESS,
    ItemStatus.MENDING: Reason.MENDING,
    ItemStatus.MISSING: Reason.MISSING,
    ItemStatus.LOST: Reason.LOST,
    ItemStatus.WITHDRAWN: Reason.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class PatronFacts:
    """What the rules need to know of a reader. `owes` counts growing overdue fines; counts are of open loans."""

    card: CardStatus = CardStatus.ACTIVE
    active: bool = True
    barred: bool = False
    address_gone: bool = False
    expires_on: date | None = None
    restricted: bool = False
    restricted_until: date | None = None
    restricted_because: str = ""
    owes: int = 0
    out: int = 0
    overdue: int = 0
    lost: int = 0


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


def block(reason: Reason, fact: Fact | None = None) -> Block:
    """A block with the permission that belongs to its reason."""
    return Block(reason, OVERRIDES.get(reason), fact or Fact())


def patron_blocks(patron: PatronFacts, rules: LoanRules, today: date) -> list[Block]:
    """Rows 1 to 10: what stands against the reader, whatever the copy."""
    found = []
    if patron.card is CardStatus.LOST:
        found.append(block(Reason.CARD_LOST))
    if patron.card is CardStatus.REPLACED:
        found.append(block(Reason.CARD_REPLACED))
    if not patron.active:
        found.append(block(Reason.INACTIVE))
    if patron.expires_on is not None and patron.expires_on < today:
        found.append(block(Reason.EXPIRED, Fact(day=patron.expires_on)))
    if patron.barred:
        found.append(block(Reason.BARRED))
    if patron.restricted:
        found.append(block(Reason.RESTRICTED, Fact(day=patron.restricted_until, name=patron.restricted_because)))
    if patron.address_gone:
        found.append(block(Reason.ADDRESS_GONE))
    return found + _reckoned(patron, rules)


def _reckoned(patron: PatronFacts, rules: LoanRules) -> list[Block]:
    limits = (
        (Reason.OWES, patron.owes, rules.debt_limit.value),
        (Reason.OVERDUES, patron.overdue, rules.overdue_limit.value),
        (Reason.LOST_ITEMS, patron.lost, rules.lost_limit.value),
    )
    return [
        block(reason, Fact(amount=amount, limit=limit))
        for reason, amount, limit in limits
        if limit is not None and amount > 0 and (amount > limit if reason is Reason.OWES else amount >= max(limit, 1))
    ]


def limit_blocks(patron: PatronFacts, item: ItemFacts, rules: LoanRules) -> list[Block]:
    """Rows 11 to 13: how many, in all and of a type; a limit of 0 allows none, no limit allows any number."""
    found = []
    if rules.loan.value is None:
        found.append(block(Reason.NO_RULE))
    if rules.loans.value is not None and patron.out >= rules.loans.value:
        found.append(block(Reason.TOO_MANY, Fact(amount=patron.out, limit=rules.loans.value)))
    for count, limit in ((item.of_type_out, rules.loans_of_type.value), (item.of_family_out, item.family_limit)):
        if limit is not None and count is not None and count >= limit:
            found.append(block(Reason.TOO_MANY_OF_TYPE, Fact(amount=count, limit=limit)))
            break
    return found


def item_blocks(item: ItemFacts) -> list[Block]:
    """Rows 14 to 24: what stands against the copy."""
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


def checkout_blocks(
    patron: PatronFacts, item: ItemFacts, rules: LoanRules, calendar: Calendar, now: datetime, due: datetime | None
) -> tuple[Block, ...]:
    """Everything that stands against lending this copy to this reader now; never only the first.

    `due` is a due date that was set by hand.
    """
    reader = patron_blocks(patron, rules, calendar.today(now))
    return tuple(reader + limit_blocks(patron, item, rules) + item_blocks(item) + past_due(due, calendar, now))


def past_due(due: datetime | None, calendar: Calendar, now: datetime) -> list[Block]:
    """Row 26: a due date set by hand that is past, named by its day at the branch."""
    if due is None or due > now:
        return []
    return [block(Reason.DUE_IN_PAST, Fact(day=calendar.today(due)))]
