"""What the desk answers to the acts on holds, and what their undo needs."""

from dataclasses import dataclass
from datetime import date, datetime

from desk.rules.vocabulary import HoldStatus, ItemStatus, Reason, TransitReason
from desk.services.answers import ItemFace, PatronFace
from desk.services.circulation.answers import NO_ONE
from desk.services.codec import known, private


@known
@dataclass(frozen=True, slots=True)
class TitleFace:
    """What the desk shows of a title."""

    id: int
    title: str
    author: str = ""
    icon: str = "book"


@known
@dataclass(frozen=True, slots=True)
class CalledBack:
    """A loan that was shortened for a hold: the copy, when it is due now, and when it was."""

    item: ItemFace
    due: datetime
    was_due: datetime


@known
@dataclass(frozen=True, slots=True)
class HoldPlaced:
    """The reader waits: at which place, for how long about, and whether a copy stands on a shelf to be pulled."""

    title: TitleFace
    holds: tuple[int, ...]
    position: int
    waiting: int
    pickup: str
    likely: date | None = None
    free: int = 0
    recalled: CalledBack | None = None
    patron: PatronFace = NO_ONE
    overridden: tuple[Reason, ...] = ()


@known
@dataclass(frozen=True, slots=True)
class HoldMoved:
    """The hold stands at another place of its queue."""

    hold: int
    title: TitleFace
    position: int
    waiting: int


@known
@dataclass(frozen=True, slots=True)
class HoldSuspended:
    """The hold is passed over until the day, or until somebody resumes it; it keeps its place."""

    hold: int
    title: TitleFace
    until: date | None


@known
@dataclass(frozen=True, slots=True)
class HoldResumed:
    """The hold counts again, at the place it kept."""

    hold: int
    title: TitleFace
    position: int


@known
@dataclass(frozen=True, slots=True)
class HoldChanged:
    """Note, days or place on the shelf of a hold are others now."""

    hold: int
    title: TitleFace


@known
@dataclass(frozen=True, slots=True)
class HoldCancelled:
    """The hold is called off. A copy that stood on the shelf is still there, one on its way may have another reader."""

    hold: int
    title: TitleFace
    shelved: bool = False
    passed_on: bool = False
    shelf_code: str = private(default="")


@known
@dataclass(frozen=True, slots=True)
class HoldReinstated:
    """A hold that was called off or ran out stands again, in its old place."""

    hold: int
    title: TitleFace
    status: HoldStatus
    position: int


@known
@dataclass(frozen=True, slots=True)
class PickupChanged:
    """The hold is picked up at another branch. A copy that is elsewhere goes there when it is scanned."""

    hold: int
    title: TitleFace
    pickup: str
    was: str
    status: HoldStatus


@known
@dataclass(frozen=True, slots=True)
class HoldsMoved:
    """So many holds wait for another title now, at the place that their time gives them; `left` want one copy alone."""

    count: int
    title: TitleFace
    to: TitleFace
    left: int = 0


@known
@dataclass(frozen=True, slots=True)
class HoldExpired:
    """The hold ran out. What stood on the shelf for it has to be cleared away; it may have cost something."""

    hold: int
    title: TitleFace
    shelved: bool = False
    charged: int = 0


@known
@dataclass(frozen=True, slots=True)
class NotFound:
    """A copy was not in its place: the next one is looked for, and after two misses the copy is missing."""

    item: ItemFace
    misses: int
    missing: bool = False
    next_item: str = ""
    next_branch: str = ""


@known
@dataclass(frozen=True, slots=True)
class ReaderNamed:
    """Who waits: shown because somebody asked, and noted that they did."""

    hold: int
    patron: PatronFace = NO_ONE


# What undo needs.


@known
@dataclass(frozen=True, slots=True)
class HoldState:
    """A whole hold as it was before an act touched it."""

    id: int
    title: int
    status: HoldStatus
    rank: int
    pickup: int
    copy: int | None = None
    ready_at: datetime | None = None
    until: date | None = None
    until_at: datetime | None = None
    suspended_until: date | None = None
    not_before: date | None = None
    expires_on: date | None = None
    ended_at: datetime | None = None
    note_on_slip: bool = False
    shelf_code: str = private(default="")
    note: str = private(default="")
    ended_because: str = private(default="")


@known
@dataclass(frozen=True, slots=True)
class HoldsBefore:
    """What stood before an act on holds: holds, ranks, a loan that was called back, a transit, a copy's state."""

    holds: tuple[HoldState, ...] = ()
    made: tuple[int, ...] = ()
    ranks: tuple[tuple[int, int], ...] = ()
    loan: int | None = None
    due: datetime | None = None
    transit: int | None = None
    transit_hold: int | None = None
    transit_reason: TransitReason | None = None
    charges: tuple[int, ...] = ()
    miss: int | None = None
    item_status: ItemStatus | None = None


@known
@dataclass(frozen=True, slots=True)
class ClearedBefore:
    """What clearing a copy off the hold shelf needs to be taken back: the check-in, and the hold that ran out.

    What the hold had cost stands among the charges of the check-in.
    """

    checkin: object
    expired: HoldState | None = None
