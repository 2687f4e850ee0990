"""A visit as the window knows it: who stands at the desk, what was scanned, what was allowed. A value, no widget."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from typing import Any

from desk.rules.barcodes import order_of
from desk.rules.blocks import Block
from desk.services.answers import Grant, NotDone, Refused
from desk.services.circulation.answers import Lent, Renewed, Returned
from desk.services.desk import new_key
from desk.services.patrons.panel import PatronOpened
from desk.wording.checkout import leading
from desk.wording.shapes import Row


class Stage(Enum):
    """How far a scan has come. A copy is back that was lent here and has been returned since."""

    CAUGHT = auto()
    ASKED = auto()
    DONE = auto()
    QUIET = auto()
    LOOK = auto()
    ASIDE = auto()
    UNDONE = auto()
    BACK = auto()


@dataclass(slots=True, eq=False)
class Scanned:
    """One scan from the wire to its row. `key` names its act in the journal; `done` are the acts that stand, oldest
    first, with their answers.

    `seen` says that the copy is in the hand, `listed` that it came with many others as a list, `sure` that a number
    not on file was read twice, `typed` that a person wrote it: only then it may be the end of a number.
    """

    raw: str
    row: Row
    key: str = field(default_factory=new_key)
    place: int | None = None
    stage: Stage = Stage.CAUGHT
    answer: Any = None
    done: dict[str, Any] = field(default_factory=dict)
    seen: bool = True
    listed: bool = False
    typed: bool = False
    sure: bool = False

    @property
    def barcode(self) -> str:
        """The copy that it named, as far as known."""
        item = getattr(self.answer, "item", None)
        return item.barcode if item is not None else ""

    @property
    def is_order(self) -> bool:
        """Whether it is a command and no copy: it has no row and is not kept."""
        return order_of(self.raw) is not None

    def last_key(self) -> str:
        """The act that is taken back first."""
        return next(reversed(self.done), "")

    def is_held(self) -> bool:
        """Whether the reader takes it along, whatever was said of the copy besides."""
        answers = (*self.done.values(), self.answer)
        ends = [answer for answer in answers if isinstance(answer, Lent | Renewed | Returned)]
        return bool(ends) and not isinstance(ends[-1], Returned)

    def returned(self) -> tuple[str, Returned] | None:
        """The check-in among its acts, with its key."""
        found = ((key, answer) for key, answer in reversed(self.done.items()) if isinstance(answer, Returned))
        return next(found, None)

    @property
    def waits_for_reader(self) -> bool:
        """Whether it is the reader and not the copy that is blocked: lent by itself once that is settled."""
        return self.stage is Stage.LOOK and isinstance(self.answer, Refused) and leads_to_reader(self.answer)

    @property
    def says_waiting(self) -> bool:
        """Whether its row says so: the reader comes first, and what is asked about the copy only after that."""
        return (
            self.stage is Stage.LOOK and isinstance(self.answer, Refused) and leading(self.answer.blocks).about_patron
        )


def leads_to_reader(answer: Refused) -> bool:
    """Whether everything that stands in the way is about the reader."""
    return bool(answer.blocks) and all(block.about_patron for block in answer.blocks)


@dataclass(slots=True, eq=False)
class Visit:
    """One reader at the desk, or one session of check-in."""

    id: str = field(default_factory=new_key)
    card: str = ""
    opened: PatronOpened | None = None
    grants: tuple[Grant, ...] = ()
    scans: list[Scanned] = field(default_factory=list)
    due_on: date | None = None
    on_site: bool = False
    wish: str = ""
    warned: bool = False
    kept: bool = False

    def unsettled(self) -> list[Scanned]:
        """What still needs a look."""
        return [scanned for scanned in self.scans if scanned.stage is Stage.LOOK]

    def waiting(self) -> list[Scanned]:
        """What is lent, or asked about, once the reader's own trouble is settled, in the order of scanning."""
        return [scanned for scanned in self.scans if scanned.says_waiting]

    def count(self) -> int:
        """How many copies the reader takes along from this visit."""
        return len({s.barcode for s in self.scans if s.stage is Stage.DONE and s.is_held()})

    def standing_blocks(self) -> tuple[Block, ...]:
        """The reader's blocks that nobody has lifted."""
        lifted = {grant.reason for grant in self.grants}
        blocks = self.opened.blocks if self.opened is not None else ()
        return tuple(block for block in blocks if block.reason not in lifted)

    def grant(self, blocks: tuple[Block, ...], by: int, note: str) -> None:
        """Remember what was allowed for the rest of the visit."""
        known = {grant.reason for grant in self.grants}
        fresh = dict.fromkeys(block.reason for block in blocks if block.once_a_visit and block.reason not in known)
        self.grants += tuple(Grant(reason, by, note) for reason in fresh)


def stage_of(answer: Any) -> Stage:
    """How far an answer brings a scan."""
    if not isinstance(answer, NotDone):
        return Stage.DONE
    return Stage.LOOK if isinstance(answer, Refused) or hasattr(answer, "thing") else Stage.QUIET
