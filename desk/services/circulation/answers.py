"""What the desk answers to a check-out, a check-in, a renewal, a finished visit and an undo."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desk.rules.overdue import Fine
from desk.rules.routing import Destination
from desk.rules.vocabulary import HoldStatus, ItemStatus, Reason, TransitReason
from desk.services.answers import DueFace, ItemFace, NotDone, PatronFace
from desk.services.codec import known, private

known(Fine)
NO_ONE = PatronFace()


class AlertKind(StrEnum):
    """What is told beside a positive answer, and not asked."""

    ITEM_NOTE = "item_note"
    PIECES = "pieces"
    FOUND = "found"
    LOST_BILL = "lost_bill"
    DUE_CUT = "due_cut"
    HELD_COPY_LEFT = "held_copy_left"
    CAME_FROM_TRANSIT = "came_from_transit"
    WRONG_TRANSIT = "wrong_transit"
    RENTAL = "rental"
    DEPOSIT = "deposit"
    DEPOSIT_BACK = "deposit_back"
    SUSPENDED = "suspended"
    FORGIVEN = "forgiven"
    CLAIM_CLOSED = "claim_closed"
    FLOATED = "floated"
    DUE_SHORTENED = "due_shortened"
    ON_SITE_ENDED = "on_site_ended"
    LOST_BACK = "lost_back"
    LOST_CREDIT = "lost_credit"
    LOST_KEPT = "lost_kept"


@known
@dataclass(frozen=True, slots=True)
class Alert:
    """Something the clerk should know; `code` is a place on the hold shelf, which tells of its reader."""

    kind: AlertKind
    text: str = ""
    amount: int = 0
    day: date | None = None
    status: ItemStatus | None = None
    code: str = private(default="")


@known
@dataclass(frozen=True, slots=True)
class Lent:
    """The copy is lent."""

    item: ItemFace
    due: datetime
    why: DueFace
    loan: int
    out: int
    patron: PatronFace = NO_ONE
    hold_filled: bool = False
    overridden: tuple[Reason, ...] = ()
    alerts: tuple[Alert, ...] = ()
    on_site: bool = False
    charged: int = 0


@known
@dataclass(frozen=True, slots=True)
class AlreadyScanned(NotDone):
    """The same code came twice within ten seconds: nothing has changed."""

    item: ItemFace
    due: datetime | None = None


@known
@dataclass(frozen=True, slots=True)
class AlreadyLent(NotDone):
    """This reader has the copy since earlier today."""

    item: ItemFace
    due: datetime


@known
@dataclass(frozen=True, slots=True)
class Renewed:
    """The loan goes on."""

    item: ItemFace
    due: datetime
    was_due: datetime
    why: DueFace
    loan: int
    renewals: int
    allowed: int | None = None
    patron: PatronFace = NO_ONE
    fine: int = 0
    overridden: tuple[Reason, ...] = ()
    charged: int = 0
    final: bool = False


@known
@dataclass(frozen=True, slots=True)
class HoldFace:
    """A hold as the desk shows it: the shelf code stands for the reader where the public can see."""

    id: int
    status: HoldStatus
    pickup: str
    until: date | None = None
    shelf_code: str = private(default="")
    patron: PatronFace = NO_ONE
    until_at: datetime | None = None
    slip_note: str = private(default="")


@known
@dataclass(frozen=True, slots=True)
class Returned:
    """The copy is back; `to` is where to put it."""

    item: ItemFace
    to: Destination
    at: datetime
    branch: str = ""
    was_out: bool = True
    due: datetime | None = None
    days_late: int = 0
    fine: int = 0
    reckoned: Fine | None = None
    hold: HoldFace | None = None
    patron: PatronFace | None = None
    alerts: tuple[Alert, ...] = ()
    backdated: bool = False
    used: bool = False
    forgiven: int = 0
    suspended_until: date | None = None


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """What became of the bill: taken back (of which so much is a credit now), kept, and the fine that came with it."""

    back: int = 0
    credit: int = 0
    kept: int = 0
    fine: int = 0


@known
@dataclass(frozen=True, slots=True)
class Used:
    """The copy was used in the library: counted, not lent."""

    item: ItemFace


@known
@dataclass(frozen=True, slots=True)
class Backdated:
    """A check-in now counts from an earlier day; the fine was reckoned anew."""

    item: ItemFace
    at: datetime
    fine: int
    was_fine: int
    patron: PatronFace | None = None


@known
@dataclass(frozen=True, slots=True)
class Claimed:
    """The reader says that the copy came back on this day; it is looked for, and the fine grows no more."""

    item: ItemFace
    on: date
    claims: int
    patron: PatronFace = NO_ONE


@known
@dataclass(frozen=True, slots=True)
class Recalled:
    """The copy was called back for another reader: it may be due earlier than before."""

    item: ItemFace
    due: datetime
    was_due: datetime
    patron: PatronFace = NO_ONE


@known
@dataclass(frozen=True, slots=True)
class Marked:
    """The copy's state was set by hand."""

    item: ItemFace
    status: ItemStatus
    was: ItemStatus


@known
@dataclass(frozen=True, slots=True)
class Added:
    """A copy that stood in no catalogue was taken on file, so that it can be lent now and catalogued later."""

    item: ItemFace


@known
@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line of a due slip."""

    title: str
    barcode: str
    due: datetime


@known
@dataclass(frozen=True, slots=True)
class VisitFinished:
    """The reader is done."""

    lines: tuple[SlipLine, ...] = ()
    lent: int = 0
    renewed: int = 0
    patron: PatronFace = NO_ONE


@known
@dataclass(frozen=True, slots=True)
class Undone:
    """An act was taken back: `what` is its kind, `key` its name in the journal.

    `kept` loans keep a due date that they got after the change of the opening days that was taken back; `amount` is the
    sum of an act on money.
    """

    what: str
    key: str
    item: ItemFace | None = None
    due: datetime | None = None
    patron: PatronFace | None = None
    kept: int = 0
    amount: int | None = None


# What undo needs, kept in the journal row of each act.


@known
@dataclass(frozen=True, slots=True)
class HoldBefore:
    """A hold as it was before an act touched it."""

    id: int
    status: HoldStatus
    copy: int | None = None
    ready_at: datetime | None = None
    until: date | None = None
    ended_at: datetime | None = None
    shelf_code: str = private(default="")
    until_at: datetime | None = None


@known
@dataclass(frozen=True, slots=True)
class Before:
    """A copy, its loan, hold and transits as they were before an act."""

    status: ItemStatus
    holding: int
    seen: datetime | None = None
    loan: int | None = None
    due: datetime | None = None
    renewals: int = 0
    renewed_at: datetime | None = None
    returned_at: datetime | None = None
    hold: HoldBefore | None = None
    displaced: HoldBefore | None = None
    closed_transit: int | None = None
    opened_transit: int | None = None
    transit_reason: TransitReason | None = None
    charges: tuple[int, ...] = ()
    void: int = 0
    unseen: int = 0
    on_site: bool = False
    home: int | None = None
    inventoried_at: datetime | None = None
    restriction_of: int | None = None
    refunded: int | None = None
    barred: date | None = None
    claimed_on: date | None = None
    recalled_at: datetime | None = None
    item_note: str | None = None
    made_item: bool = False
    fined: int = 0
    lost_at: datetime | None = None
    written_note: int | None = None
