"""What the desk answers, whatever was asked: values that every area shares, never a sentence, never a table's row."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from desk.rules.blocks import Block, Fact
from desk.rules.names import display_name, initials, listed_name
from desk.rules.policy import RowPlace
from desk.rules.vocabulary import Permission, Reason
from desk.services.codec import known, private


@known
@dataclass(frozen=True, slots=True)
class ItemFace:
    """What the desk shows of a copy."""

    id: int
    barcode: str
    title: str
    author: str
    call_number: str
    icon: str
    kind: str
    location: str = ""
    note: str = ""
    pieces: int = 1
    pieces_note: str = ""


@known
@dataclass(frozen=True, slots=True)
class PatronFace:
    """Who a reader is. Everything here is personal."""

    id: int = private(default=0)
    family_name: str = private(default="")
    given_name: str = private(default="")
    preferred_name: str = private(default="")
    card: str = private(default="")

    @property
    def name(self) -> str:
        """The name to say aloud."""
        return display_name(self.family_name, self.given_name, self.preferred_name)

    @property
    def listed(self) -> str:
        """The name in a list, family name first."""
        return listed_name(self.family_name, self.given_name)

    @property
    def initials(self) -> str:
        """Letters for the picture that is not there."""
        return initials(self.family_name, self.given_name, self.preferred_name)


class Thing(StrEnum):
    """What was looked for and is not on file."""

    CARD = "card"
    ITEM = "item"
    BRANCH = "branch"
    VISIT = "visit"
    TITLE = "title"
    HOLD = "hold"
    CHARGE = "charge"
    TILL = "till"
    PRODUCT = "product"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class NotDone:
    """The root of answers after which nothing has changed: no journal row is written."""

    done: ClassVar[bool] = False


@known
@dataclass(frozen=True, slots=True)
class Unknown(NotDone):
    """Nothing on file has this number."""

    thing: Thing
    text: str
    check_ok: bool = True


@known
@dataclass(frozen=True, slots=True)
class Grant:
    """A reason that somebody with the right has lifted for this act; `by` is the granter's staff number."""

    reason: Reason
    by: int
    note: str = private(default="")


def lifts_all(blocks: tuple[Block, ...], permissions: frozenset[Permission]) -> bool:
    """Whether these permissions lift every one of these blocks."""
    return all(block.override in permissions for block in blocks)


@dataclass(frozen=True, slots=True)
class Refused(NotDone):
    """Not done, with every reason why. `item` and `patron` say whom and what it was about, where they are known."""

    act: Any
    blocks: tuple[Block, ...]
    item: ItemFace | None = None
    patron: PatronFace | None = None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons alone."""
        return tuple(block.reason for block in self.blocks)

    @property
    def never(self) -> bool:
        """Whether something here can be lifted by nobody."""
        return any(block.override is None for block in self.blocks)

    def may_override(self, permissions: frozenset[Permission]) -> bool:
        """Whether these permissions lift everything that stands."""
        return lifts_all(self.blocks, permissions)

    def overridden(self, by: int, note: str = "") -> Any:
        """The same act again with these reasons granted. All rules run again: a block that is new still stops it."""
        granted = {grant.reason for grant in self.act.grants}
        fresh = tuple(Grant(reason, by, note) for reason in dict.fromkeys(self.reasons) if reason not in granted)
        return replace(self.act, grants=self.act.grants + fresh)


def refused(act: Any, *reasons: Reason, fact: Fact | None = None) -> Refused:
    """A refusal that no permission lifts."""
    return Refused(act, tuple(Block(reason, None, fact or Fact()) for reason in reasons))


known(RowPlace)


@known
@dataclass(frozen=True, slots=True)
class DueFace:
    """How a due date came about: the rule's row, the closed days it passed, whether the card's expiry cut it."""

    rule: RowPlace = RowPlace(default=True)
    period: str = ""
    skipped: tuple[date, ...] = ()
    cut_to_expiry: bool = False
    special: bool = False
    on_site: bool = False
