"""The words that values of the loan rules may have."""

from enum import StrEnum


class RenewFrom(StrEnum):
    """Whether a renewal counts from today or from the date the loan was due."""

    TODAY = "today"
    DUE = "due"


class ReturnTo(StrEnum):
    """Where a copy may be returned."""

    ANYWHERE = "anywhere"
    HOME = "home"
    HOLDING = "holding"
    HOME_OR_HOLDING = "home_or_holding"


class RenewOverdue(StrEnum):
    """Whether an overdue loan may be renewed, or any loan of a reader who has something overdue."""

    ALLOW = "allow"
    BLOCK_ITEM = "block_item"
    BLOCK_ALL = "block_all"


class DemandCounts(StrEnum):
    """Whether high demand begins at so many holds, or at so many more holds than copies that can be lent."""

    STATIC = "static"
    DYNAMIC = "dynamic"


class TooSoonBy(StrEnum):
    """Whether "too soon to renew" ends with midnight of a day, or at the minute of the due time."""

    DAY = "day"
    MINUTE = "minute"


class RenewHeld(StrEnum):
    """Whether holds stop a renewal: unless other copies can fill them, always, or never."""

    FREE_COPY = "free_copy"
    NEVER = "never"
    ALWAYS = "always"


class OverduesAre(StrEnum):
    """Whether too many overdue loans stop the reader, or are only asked about."""

    BLOCK = "block"
    ASK = "ask"


class ReturnsTo(StrEnum):
    """Where a returned copy is put down: on its shelf, or on the cart from which it is shelved."""

    SHELF = "shelf"
    CART = "cart"


class ProcessedTo(StrEnum):
    """Where a copy in process goes when it is checked in: it stays, goes to the cart, or to its shelf."""

    PROCESSING = "processing"
    CART = "cart"
    SHELF = "shelf"


class ClaimRule(StrEnum):
    """How the desk takes a copy that was claimed returned: it asks, or takes it as found here or brought back."""

    ASK = "ask"
    LIBRARY = "library"
    PATRON = "patron"


class OddReturn(StrEnum):
    """What a lost or withdrawn copy at the return desk means: it is taken, asked about, or refused."""

    TAKE = "take"
    ASK = "ask"
    REFUSE = "refuse"


class OnShelf(StrEnum):
    """Whether a hold is taken while copies stand on the shelf: yes, once any copy is out, or once all of them are."""

    YES = "yes"
    ANY_OUT = "any_out"
    ALL_OUT = "all_out"


class FilledFrom(StrEnum):
    """Which copies fill a hold: any, those that belong to the pickup branch, or those that are there now."""

    ANY = "any"
    HOME = "home"
    HOLDING = "holding"


class HoldOrder(StrEnum):
    """Whose hold a copy fills first: who came first, or first of all those it need not travel for, or its own readers.

    `pickup_here` puts the holds that are picked up where the copy is before the others, `pickup_home` those picked up
    where it belongs, `readers_here` the readers of the branch where it is, `readers_home` those of its home branch.
    """

    FIRST_COME = "first_come"
    PICKUP_HERE = "pickup_here"
    PICKUP_HOME = "pickup_home"
    READERS_HERE = "readers_here"
    READERS_HOME = "readers_home"


class MembershipFrom(StrEnum):
    """From which day a card is renewed: the day it expires, today, or the later of the two."""

    EXPIRY = "expiry"
    TODAY = "today"
    LATER = "later"


class LostOverdue(StrEnum):
    """Whether the fine of a loan stands beside the bill for its loss, or is let off."""

    KEEP = "keep"
    FORGIVE = "forgive"


class LostBack(StrEnum):
    """What becomes of a bill for a loss when the copy comes back: given back, only what is unpaid taken back, kept."""

    REFUND = "refund"
    REFUND_UNPAID = "refund_unpaid"
    KEEP = "keep"


class LostBackOverdue(StrEnum):
    """The fine of a lost copy that comes back: as it stands, what was let off is owed again, or reckoned anew."""

    KEEP = "keep"
    RESTORE = "restore"
    CHARGE = "charge"
