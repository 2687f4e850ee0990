"""Which hold gets which copy. The numbers are the rows of docs/holds.md."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from desk.rules.choices import FilledFrom, HoldOrder
from desk.rules.policy import LoanRules
from desk.rules.routing import HoldFacts

# A copy that was looked for so often and not found is missing.
MISSES = 2


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """A copy that could fill a hold: where it belongs, where it is, and how often it was looked for in vain."""

    id: int
    home: int
    here: int
    since: date
    volume: str = ""
    misses: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """What the rules say of one copy: where its holds may be picked up (None is anywhere), and who comes first."""

    pickups: frozenset[int] | None = None
    first_at: int | None = None
    readers_first: bool = False

    def lets(self, pickup: int) -> bool:
        """Whether a hold that is picked up there may have the copy."""
        return self.pickups is None or pickup in self.pickups

    def preferred(self, hold: HoldFacts) -> bool:
        """Whether this hold comes before others that were placed earlier."""
        if self.first_at is None:
            return False
        return (hold.reader_branch if self.readers_first else hold.pickup_branch) == self.first_at


ANY = Choice()


def choice_for(copy: CopyFacts, rules: LoanRules, branches: Mapping[str, int], today: date) -> Choice:
    """What the rules of the copy's branch say of it; `branches` are all there are, by their codes."""
    allowed = set(branches.values())
    if rules.hold_fill.value is FilledFrom.HOME:
        allowed &= {copy.home}
    elif rules.hold_fill.value is FilledFrom.HOLDING:
        allowed &= {copy.here}
    protected = rules.hold_protects.value
    if protected is not None and not protected.short and protected.after(copy.since) > today:
        allowed &= {copy.home}
    # What need not travel is not stopped by a limit to transfers.
    allowed -= {branches[code] for code in rules.no_transfer_to.value if code in branches} - {copy.here}
    whole = len(allowed) == len(branches)
    order = rules.hold_order.value
    first_at = {
        HoldOrder.FIRST_COME: None,
        HoldOrder.PICKUP_HERE: copy.here,
        HoldOrder.READERS_HERE: copy.here,
        HoldOrder.PICKUP_HOME: copy.home,
        HoldOrder.READERS_HOME: copy.home,
    }[order]
    readers = order in (HoldOrder.READERS_HERE, HoldOrder.READERS_HOME)
    return Choice(None if whole else frozenset(allowed), first_at, readers)


def may_fill(hold: HoldFacts, copy: CopyFacts, choice: Choice, today: date) -> bool:
    """Whether this copy could fill this hold today."""
    return hold.wants(copy.id, today, copy.volume) and choice.lets(hold.pickup_branch)


def assign(
    holds: Iterable[HoldFacts],
    copies: Iterable[CopyFacts],
    choices: Mapping[int, Choice],
    today: date,
    closed: Collection[int] = (),
) -> dict[int, int]:
    """Each hold of one title with the copy that is pulled for it, holds in the order of the queue.

    A hold that comes first takes the copy that was not missed before, then the one that need not travel. Copies at a
    branch in `closed` are not asked for.
    """
    able = [copy for copy in copies if copy.here not in closed]
    pairs = [
        (not choices[copy.id].preferred(hold), place, copy.misses, copy.here != hold.pickup_branch, copy.id, hold.id)
        for place, hold in enumerate(holds)
        for copy in able
        if may_fill(hold, copy, choices[copy.id], today)
    ]
    given: dict[int, int] = {}
    taken: set[int] = set()
    for *_order, copy, hold in sorted(pairs):
        if hold not in given and copy not in taken:
            given[hold] = copy
            taken.add(copy)
    return given
