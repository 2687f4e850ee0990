"""What a panel works with besides its page: the desk, the sounds, this station's store, the printer, the acts done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any, Protocol

from desk.rules.routing import Destination
from desk.services.answers import Grant
from desk.services.circulation.answers import Returned, Undone
from desk.station.store import PageKind, ScanState, StationStore, StoredGrant, StoredScan, StoredVisit
from desk.ui.circulation.visit import Scanned, Visit
from desk.ui.desk_thread import DeskLine
from desk.wording.shapes import Sound


class SlipKind(StrEnum):
    """What a slip is for."""

    DUE = "due"
    HOLD = "hold"
    TRANSIT = "transit"


@dataclass(frozen=True, slots=True)
class Slip:
    """Something to print: the lines of a visit, or the answer that sends a copy to the hold shelf or on its way."""

    kind: SlipKind
    about: Any


class Doer(Protocol):
    """A page or panel whose acts are taken back in their order."""

    def came_back(self, done: "Done | None", answer: Undone) -> None: ...


@dataclass(slots=True, eq=False)
class Done:
    """An act that stands, done from this window."""

    key: str
    act: Any
    panel: "Doer"
    scanned: Scanned | None = None
    visit: Visit | None = None


@dataclass(slots=True)
class ActsDone:
    """The acts of this window in their order, for undo and redo. Both pages share it."""

    standing: list[Done] = field(default_factory=list)
    undone: list[Done] = field(default_factory=list)

    def add(self, done: Done) -> None:
        """One more act; what was undone before cannot be redone over it."""
        self.standing.append(done)
        self.undone.clear()

    def named(self, key: str) -> Done | None:
        """The act with this key."""
        return next((done for done in reversed(self.standing) if done.key == key), None)

    def next_redo(self) -> "Done | None":
        """What was undone last and can be done anew; an act without its own words (a finished visit) is passed over."""
        while self.undone and self.undone[-1].act is None:
            self.undone.pop()
        return self.undone[-1] if self.undone else None

    def redone(self, done: Done, key: str) -> None:
        """The act stands again, under another name; what was undone before it can still be redone."""
        if done in self.undone:
            self.undone.remove(done)
        self.standing.append(Done(key, done.act, done.panel, None, done.visit))

    def take_back(self, done: Done) -> None:
        """The act stands no longer."""
        if done in self.standing:
            self.standing.remove(done)
        self.undone.append(done)


class Notes:
    """The station store as a panel writes it: in the desk thread's line, so that it never overtakes an answer."""

    def __init__(self, desk: DeskLine, store: StationStore | None) -> None:
        self._desk = desk
        self.store = store

    def keep_visit(self, visit: Visit, page: PageKind, mode: str = "", *, parked: bool = False) -> None:
        """The visit as it is now."""
        grants = tuple(StoredGrant(grant.reason, grant.by, grant.note) for grant in visit.grants)
        self._write("keep_visit", StoredVisit(visit.id, page, visit.card, grants, mode, parked))

    def forget_visit(self, visit: Visit) -> None:
        """The visit is over."""
        self._write("forget_visit", visit.id)

    def keep_scan(self, visit: Visit, scanned: Scanned, state: ScanState) -> None:
        """A scan that has no act."""
        self._write("keep_scan", StoredScan(visit.id, scanned.key, scanned.raw, state))

    def drop_scan(self, visit: Visit, scanned: Scanned) -> None:
        """A scan that needs no note any more."""
        self._write("drop_scan", visit.id, scanned.key)

    def _write(self, what: str, *values: Any) -> None:
        if self.store is not None:
            self._desk.write(partial(getattr(self.store, what), *values))


@dataclass(slots=True)
class Tools:
    """All of it, handed to each panel by the composition root."""

    desk: DeskLine
    sound: Callable[[Sound], None]
    notes: Notes
    print_slip: Callable[[Slip], None]
    receipt: str = "ask"
    acts: ActsDone = field(default_factory=ActsDone)


def usable_grants(stored: tuple[StoredGrant, ...], staff: int) -> tuple[Grant, ...]:
    """After a restart only the person's own grants hold: a supervisor's is asked for again."""
    return tuple(Grant(grant.reason, grant.by, grant.note) for grant in stored if grant.by == staff)


def slip_of(answer: Any) -> Slip | None:
    """The slip that belongs into a returned copy: for the hold shelf, or for its way."""
    match answer:
        case Returned(to=Destination.HOLD_SHELF):
            return Slip(SlipKind.HOLD, answer)
        case Returned(to=Destination.TRANSIT_HOLD | Destination.TRANSIT_HOME):
            return Slip(SlipKind.TRANSIT, answer)
    return None
