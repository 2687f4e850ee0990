"""The lists of the holds page together: one as it is shown, all as they are counted."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from desk.models import IS_LIVE, Hold
from desk.services.desk import Unit
from desk.services.holds.lists import AllHolds, InTransit, Lines, OnShelf, ToClear, ToPull, Waiting, count_to_pull


class ListName(StrEnum):
    """The lists of the page, as they are called everywhere."""

    PULL = "pull"
    SHELF = "shelf"
    WAITING = "waiting"
    CLEAR = "clear"
    TRANSIT = "transit"
    ALL = "all"


LISTS: dict[ListName, Callable[[], Any]] = {
    ListName.PULL: ToPull,
    ListName.SHELF: OnShelf,
    ListName.WAITING: Waiting,
    ListName.CLEAR: ToClear,
    ListName.TRANSIT: InTransit,
    ListName.ALL: AllHolds,
}


@dataclass(frozen=True, slots=True)
class Board:
    """One list as it is shown, and how many lines each of them has."""

    name: ListName
    lines: Lines
    counts: dict[ListName, int]


@dataclass(frozen=True, slots=True)
class HoldBoard:
    """Everything that the page of the holds shows."""

    name: ListName

    def ask(self, unit: Unit) -> Board:
        """All lists are read, so that the counts are those of the lists."""
        lists: dict[ListName, Lines] = {name: LISTS[name]().ask(unit) for name in LISTS if name is not ListName.ALL}
        counts = {name: len(lines) for name, lines in lists.items()}
        counts[ListName.ALL] = int(unit.db.scalar(select(func.count()).select_from(Hold).where(IS_LIVE)) or 0)
        shown = lists[self.name] if self.name in lists else AllHolds().ask(unit)
        return Board(self.name, shown, counts)


@dataclass(frozen=True, slots=True)
class CountToPull:
    """How many copies there are to pull here: the number in the navigation."""

    def ask(self, unit: Unit) -> int:
        """As long as the list is."""
        return count_to_pull(unit)


@dataclass(frozen=True, slots=True)
class Pickups:
    """Where holds may be picked up."""

    branches: tuple[tuple[str, str], ...]
    here: str


@dataclass(frozen=True, slots=True)
class PickupBranches:
    """The branches at which the rules let holds be picked up, by name."""

    def ask(self, unit: Unit) -> Pickups:
        """This one is thought of first."""
        book = unit.policy
        open_to = [
            (branch.code, branch.name)
            for number, branch in book.branches.items()
            if book.rules(number, 0, 0).pickup.value or number == unit.branch
        ]
        return Pickups(tuple(sorted(open_to, key=lambda each: each[1])), book.branches[unit.branch].code)
