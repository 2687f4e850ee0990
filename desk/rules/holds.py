"""Why a hold is not simply placed, or its pickup not simply changed: every block at once.

The numbers are the rows of docs/holds.md.
"""

from dataclasses import dataclass, field
from datetime import date

from desk.rules.age import age_on
from desk.rules.blocks import Block, Fact, PatronFacts, block, record_blocks
from desk.rules.choices import OnShelf
from desk.rules.policy import LoanRules, Ruled
from desk.rules.vocabulary import CardStatus, ItemStatus, Reason

# A copy in one of these states comes back into use, so that it can be waited for.
WAITED_FOR = frozenset(
    {
        ItemStatus.AVAILABLE,
        ItemStatus.RESHELVING,
        ItemStatus.ON_ORDER,
        ItemStatus.IN_PROCESS,
        ItemStatus.MENDING,
        ItemStatus.BINDERY,
        ItemStatus.MISSING,
        ItemStatus.UNCATALOGUED,
    }
)
PULLED = frozenset({ItemStatus.AVAILABLE, ItemStatus.RESHELVING})


@dataclass(frozen=True, slots=True)
class CopyState:
    """What placing a hold needs to know of one copy: whether its kind can be waited for, and where it is now."""

    status: ItemStatus
    rules: LoanRules
    lendable: bool = True
    free: bool = False
    out: bool = False
    sent: bool = True

    @property
    def holdable(self) -> bool:
        """Whether this copy may ever fill a hold."""
        damaged = self.status is ItemStatus.DAMAGED and self.rules.hold_damaged.value
        return self.lendable and self.rules.holdable.value and (damaged or self.status in WAITED_FOR)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader asks for: how many copies, and what they have and wait for already.

    `live` counts all live holds of the reader, `today` those placed today, `here` those picked up at the same branch,
    `of_title` those on this title. `has` says that the reader has a copy of it.
    """

    copies: int = 1
    live: int = 0
    today: int = 0
    here: int = 0
    of_title: int = 0
    has: bool = False
    min_age: int | None = None
    pickup: str = ""
    pickup_rules: LoanRules | None = None
    states: tuple[CopyState, ...] = field(default=())


def hold_blocks(patron: PatronFacts, wish: Wish, rules: LoanRules, today: date) -> tuple[Block, ...]:
    """Everything that stands against this hold; never only the first."""
    return tuple(
        reader_blocks(patron, rules, today) + _limits(wish, rules) + _age(patron, wish, rules, today) + _copies(wish)
    )


def reader_blocks(patron: PatronFacts, rules: LoanRules, today: date) -> list[Block]:
    """Rows 1 to 6: what stands against the reader. A debt counts only where the rules say from which sum."""
    found = [block(Reason.CARD_LOST)] if patron.card is CardStatus.LOST else []
    found += record_blocks(patron, today)
    limit = rules.hold_debt_limit
    if limit.value is not None and patron.owes > max(limit.value, 0):
        fact = Fact(amount=patron.owes, limit=limit.value)
        found.append(block(Reason.HOLD_DEBT, fact, by=("hold_debt_limit", limit)))
    return found


def _limits(wish: Wish, rules: LoanRules) -> list[Block]:
    """Rows 7 to 12: what the reader has and waits for already. A limit of 0 allows none."""
    found = []
    if wish.of_title:
        found.append(block(Reason.ALREADY_WAITING, Fact(amount=wish.of_title)))
    if wish.has:
        found.append(block(Reason.HAS_IT))
    limits = (
        (Reason.TOO_MANY_HOLDS, wish.live, "holds"),
        (Reason.TOO_MANY_HOLDS_OF_TITLE, wish.of_title, "holds_of_title"),
        (Reason.TOO_MANY_HOLDS_TODAY, wish.today, "holds_a_day"),
        (Reason.TOO_MANY_HOLDS_HERE, wish.here, "holds_here"),
    )
    for reason, count, name in limits:
        ruled: Ruled[int | None] = getattr(rules, name)
        if ruled.value is not None and count + wish.copies > ruled.value:
            fact = Fact(amount=count, limit=ruled.value, name=wish.pickup)
            found.append(block(reason, fact, by=(name, ruled)))
    return found


def _age(patron: PatronFacts, wish: Wish, rules: LoanRules, today: date) -> list[Block]:
    """Row 13: the record says from which age, and the reader is younger."""
    if wish.min_age is None or patron.birth_date is None or not rules.age_limit.value:
        return []
    age = age_on(patron.birth_date, today)
    if age >= wish.min_age:
        return []
    return [block(Reason.AGE, Fact(amount=age, limit=wish.min_age), by=("age_limit", rules.age_limit))]


def _copies(wish: Wish) -> list[Block]:
    """Rows 14 to 18: whether any copy could ever fill it, be sent there, and has not to be fetched from its shelf."""
    found = pickup_blocks(wish)
    holdable = [state for state in wish.states if state.holdable]
    if wish.states and not holdable:
        forbidden = next((state for state in wish.states if not state.rules.holdable.value), None)
        by = ("holdable", forbidden.rules.holdable) if forbidden is not None else None
        found.append(block(Reason.NOT_HOLDABLE, by=by))
    elif not wish.states:
        found.append(block(Reason.NO_COPY))
    elif not any(state.sent for state in holdable):
        found.append(block(Reason.NO_TRANSFER, Fact(name=wish.pickup)))
    shelved = [state for state in holdable if state.free]
    rule = shelved[0].rules.hold_on_shelf if shelved else None
    some_out = any(state.out for state in holdable)
    if rule is not None and (rule.value is OnShelf.ALL_OUT or (rule.value is OnShelf.ANY_OUT and not some_out)):
        found.append(block(Reason.ON_THE_SHELF, Fact(amount=len(shelved)), by=("hold_on_shelf", rule)))
    return found


def pickup_blocks(wish: Wish) -> list[Block]:
    """Row 14: holds are not picked up at this branch."""
    rules = wish.pickup_rules
    if rules is None or rules.pickup.value:
        return []
    return [block(Reason.NO_PICKUP, Fact(name=wish.pickup), by=("pickup", rules.pickup))]
