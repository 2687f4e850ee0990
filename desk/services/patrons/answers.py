"""What the desk answers to acts on readers."""

from dataclasses import dataclass, field
from datetime import date

from desk.rules.vocabulary import CardStatus, Mark, NoteKind, RestrictionKind
from desk.services.answers import PatronFace
from desk.services.codec import known, private

UNWRITTEN = {"secret": True}


@known
@dataclass(frozen=True, slots=True)
class Registered:
    """Somebody new is a reader here; `charged` is the membership fee."""

    patron: PatronFace
    expires_on: date | None
    charged: int = 0


@known
@dataclass(frozen=True, slots=True)
class Changed:
    """The record of a reader is changed; `what` are the fields."""

    patron: PatronFace
    what: tuple[str, ...] = ()
    charged: int = 0


@known
@dataclass(frozen=True, slots=True)
class MembershipRenewed:
    """The card is good for longer."""

    patron: PatronFace
    was: date | None
    expires_on: date
    charged: int = 0


@known
@dataclass(frozen=True, slots=True)
class CardGiven:
    """The reader has a new card; `replaces` says what became of the one before."""

    patron: PatronFace
    number: str = private(default="")
    replaces: CardStatus | None = None
    charged: int = 0


@known
@dataclass(frozen=True, slots=True)
class CardMarked:
    """A card is lost, found again, or no longer in use."""

    patron: PatronFace
    status: CardStatus
    was: CardStatus
    number: str = private(default="")


@known
@dataclass(frozen=True, slots=True)
class MarkedReader:
    """Something is said of the whole account, or no longer."""

    patron: PatronFace
    mark: Mark
    on: bool = False


@known
@dataclass(frozen=True, slots=True)
class Restricted:
    """The reader may not borrow for a while."""

    patron: PatronFace
    kind: RestrictionKind
    until: date | None = None


@known
@dataclass(frozen=True, slots=True)
class Lifted:
    """A restriction stands no more."""

    patron: PatronFace
    kind: RestrictionKind


@known
@dataclass(frozen=True, slots=True)
class Noted:
    """A note stands on the account."""

    patron: PatronFace
    kind: NoteKind


@known
@dataclass(frozen=True, slots=True)
class Archived:
    """A note is kept, and shown no more."""

    patron: PatronFace
    kind: NoteKind


@known
@dataclass(frozen=True, slots=True)
class Linked:
    """Somebody answers for this reader, or nobody does any longer."""

    patron: PatronFace
    guarantor: PatronFace | None = None


@known
@dataclass(frozen=True, slots=True)
class GrownUp:
    """A child's category has changed by its birthday."""

    patron: PatronFace
    was: str
    category: str
    charged: int = 0


@known
@dataclass(frozen=True, slots=True)
class Merged:
    """Two records are one; the counts are what moved."""

    patron: PatronFace
    away: PatronFace
    loans: int = 0
    holds: int = 0
    charges: int = 0
    cards: int = 0
    notes: int = 0


@known
@dataclass(frozen=True, slots=True)
class Filed:
    """A picture or a paper belongs to the account."""

    patron: PatronFace
    file: int
    name: str = private(default="")


@known
@dataclass(frozen=True, slots=True)
class Unfiled:
    """A picture or a paper is taken away."""

    patron: PatronFace
    file: int


@known
@dataclass(frozen=True, slots=True)
class ManyChanged:
    """A named change of many readers."""

    name: str
    changed: int
    same: int = 0


@known
@dataclass(frozen=True, slots=True)
class Forgotten:
    """Readers are deleted, with all that told who they were."""

    count: int


@known
@dataclass(frozen=True, slots=True)
class Cleared:
    """The reader has nothing and owes nothing: the letter may be given, and the account is no longer in use."""

    patron: PatronFace
    day: date


@known
@dataclass(frozen=True, slots=True)
class PersonalShown:
    """What is hidden until somebody asks: that it was shown is written down, and not what."""

    patron: PatronFace
    birth_date: date | None = field(default=None, repr=False, metadata=UNWRITTEN)
    address: str = field(default="", repr=False, metadata=UNWRITTEN)
    city: str = field(default="", repr=False, metadata=UNWRITTEN)
    region: str = field(default="", repr=False, metadata=UNWRITTEN)
    postcode: str = field(default="", repr=False, metadata=UNWRITTEN)
    phone: str = field(default="", repr=False, metadata=UNWRITTEN)
    email: str = field(default="", repr=False, metadata=UNWRITTEN)
