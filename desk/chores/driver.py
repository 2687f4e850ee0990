"""How a scenario's scans and keys are done: the hands of a clerk, at a desk without a window or at the real window."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from desk.chores.language.tree import Way
from desk.services.answers import Grant, NotDone, Refused
from desk.services.circulation.answers import Returned
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.marks import ClaimReturned, MarkItem, Recall
from desk.services.circulation.uncatalogued import AddUncatalogued
from desk.services.circulation.undo import Undo
from desk.services.circulation.visit import FinishVisit
from desk.services.desk import Desk, StaffFace, new_key


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done and stands, with its key and answer."""

    key: str
    act: Any
    answer: Any


class Driver(Protocol):
    """What a scenario asks of the hands. Every answer is the desk's own."""

    @property
    def done(self) -> Sequence[Done]:
        """The acts that stand, oldest first."""
        ...

    def go(self, desk: Desk) -> None:
        """Work at this desk from here on."""
        ...

    def do(self, act: Any, ways: frozenset[Way] = frozenset()) -> Any:
        """Do an act as a clerk would: scans, chips and keys."""
        ...

    def lift(self, by: StaffFace | None) -> Any:
        """Allow what was just refused; by somebody else, if one is named. None where nothing was refused."""
        ...

    def confirm(self) -> Any:
        """Say yes to what was just asked to be sure. None where nothing was asked."""
        ...

    def undo(self, *, scanned: bool = False) -> Any:
        """Take back the last act."""
        ...

    def finish(self) -> Any:
        """End the visit."""
        ...

    def wrong(self) -> str:
        """What a clerk could not see of the last answer, in words; empty where all of it is shown."""
        ...

    def close(self) -> None:
        """The scenario is over."""
        ...


def checkin_key(done: Sequence[Done], barcode: str) -> str:
    """The name of the last check-in of a copy; empty where there was none."""
    returned = (each for each in reversed(done) if isinstance(each.answer, Returned))
    return next((each.key for each in returned if each.answer.item.barcode == barcode), "")


@dataclass(slots=True)
class AtDesk:
    """A visit: its card, what was allowed once for all of it, and what waits until the reader's trouble is settled."""

    card: str = ""
    visit: str = field(default_factory=new_key)
    grants: tuple[Grant, ...] = ()
    waiting: list[Refused] = field(default_factory=list)


@dataclass(slots=True)
class DeskDriver:
    """Does the acts at the desk itself, and keeps a visit as the window would."""

    desk: Desk | None = None
    done: list[Done] = field(default_factory=list)
    visit: AtDesk = field(default_factory=AtDesk)
    refused: Refused | None = None

    def go(self, desk: Desk) -> None:
        """Another desk, another visit."""
        if desk is not self.desk:
            self.desk, self.visit = desk, AtDesk()

    def do(self, act: Any, ways: frozenset[Way] = frozenset()) -> Any:
        """Run it; a check-out belongs to the visit of its card."""
        if isinstance(act, Checkout):
            if act.card != self.visit.card:
                self.visit = AtDesk(act.card)
            act = replace(act, visit=self.visit.visit, grants=self.visit.grants)
        elif isinstance(act, ClaimReturned | Recall | MarkItem | AddUncatalogued):
            self.visit = AtDesk()  # the window says these of a copy that is scanned without a reader
        return self._do(act)

    def _do(self, act: Any) -> Any:
        assert self.desk is not None
        key = new_key()
        answer = self.desk.do(act, key)
        self.refused = answer if isinstance(answer, Refused) else None
        if self.refused is not None and isinstance(act, Checkout) and _waits(self.refused):
            self.visit.waiting.append(self.refused)
        if not isinstance(answer, NotDone):
            self.done.append(Done(key, act, answer))
        return answer

    def lift(self, by: StaffFace | None) -> Any:
        """The same act again with its reasons granted; with it all that waited for the same."""
        assert self.desk is not None
        refused = self.refused
        if refused is None or refused.never:
            return None
        who = by or self.desk.staff
        self.desk.granters[who.id] = who.permissions
        known = {grant.reason for grant in self.visit.grants}
        once = {block.reason for block in refused.blocks if block.once_a_visit} - known
        self.visit.grants += tuple(Grant(reason, who.id) for reason in sorted(once))
        waiting, self.visit.waiting = self.visit.waiting, []
        for earlier in waiting:
            if earlier is not refused:
                self._do(replace(earlier.act, grants=self.visit.grants))
        return self._do(refused.overridden(who.id))

    def confirm(self) -> Any:
        """The same, by whoever is at the desk."""
        return self.lift(None)

    def undo(self, *, scanned: bool = False) -> Any:
        """Take back the last act that stands, by the key or by the command barcode."""
        assert self.desk is not None
        self.refused = None
        answer = self.desk.do(Undo(self.done[-1].key if self.done else "", scanned))
        if not isinstance(answer, NotDone):
            self.done.pop()
        return answer

    def finish(self) -> Any:
        """End the visit."""
        answer = self._do(FinishVisit(self.visit.visit, self.visit.card))
        self.visit = AtDesk()
        return answer

    def wrong(self) -> str:
        """There is nothing to see."""
        return ""

    def close(self) -> None:
        """Nothing is open."""


def _waits(refused: Refused) -> bool:
    return bool(refused.blocks) and all(block.about_patron for block in refused.blocks)
