"""What a scenario says, as plain values: what is there, what is done, and what must come of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum, auto
from typing import Any

from desk.chores.language.words import Line
from desk.rules.periods import Period
from desk.rules.queue import Move
from desk.rules.vocabulary import DayKind
from desk.services.imports.fields import AnyField, ImportKind


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """In which time zone the library stands, and in which currency it charges."""

    line: Line
    zone: str
    currency: str


@dataclass(frozen=True, slots=True)
class BranchLine:
    """One more branch."""

    line: Line
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class HoursLine:
    """The weekly opening hours, of one branch or of all; no hours at all mean that it is always open."""

    line: Line
    branch: str
    week: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class DayLine:
    """A closure or an opening by date."""

    line: Line
    kind: DayKind
    branch: str
    first: date
    last: date
    hours: str = ""
    every: Period | None = None
    until: date | None = None
    by_weekday: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """Values of the policy for a branch, a category, a kind; `codes` are categories or kinds, whichever they are."""

    line: Line
    branch: str
    codes: tuple[str, ...]
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NoRulesLine:
    """The rules stated so far hold no more."""

    line: Line


@dataclass(frozen=True, slots=True)
class WhoseLine:
    """Whose branch's rules hold for loans, or for returns."""

    line: Line
    name: str
    whose: str


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A reader, a copy, a hold, a charge or a loan that is there; `links` are names in place of numbers."""

    line: Line
    kind: ImportKind
    name: str
    cells: tuple[tuple[AnyField, str], ...]
    links: tuple[tuple[AnyField, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ClockLine:
    """What time it is, or how much later it is now."""

    line: Line
    moment: datetime | None = None
    later: Period | None = None


@dataclass(frozen=True, slots=True)
class DeskLine:
    """At which branch the desk stands, or who is signed in, from here on."""

    line: Line
    branch: str = ""
    login: str = ""


class Deed(Enum):
    """What is done at the desk."""

    TAKES = auto()
    COMES_BACK = auto()
    RENEWS = auto()
    USED_HERE = auto()
    CLAIMS = auto()
    RECALLS = auto()
    MARKS = auto()
    ADDS = auto()
    BACKDATES = auto()
    FINISHES = auto()
    UNDOES = auto()
    UNDOES_ALL = auto()
    UNDOES_BY_SCAN = auto()
    LIFTS = auto()
    CONFIRMS = auto()
    NIGHT = auto()
    TRIES_RULES = auto()
    TRIES_CALENDAR = auto()
    HOLDS = auto()
    MONEY = auto()
    READER = auto()


class Way(Enum):
    """How it is done, where it is not the usual way."""

    ON_SITE = auto()
    UNSEEN = auto()
    OLD_CARD = auto()
    BOOK_DROP = auto()
    NO_HOLDS = auto()
    AMNESTY = auto()
    FLOATING = auto()
    INVENTORY = auto()
    FOUND_IN_LIBRARY = auto()
    BROUGHT_BY_READER = auto()
    WHAT_IF = auto()


@dataclass(frozen=True, slots=True)
class How:
    """The modifiers of an action: where, by whom, a day set by hand, a file, and the ways."""

    branch: str = ""
    by: str = ""
    day: date | None = None
    moment: datetime | None = None
    status: str = ""
    text: str = ""
    phone: str = ""
    ways: frozenset[Way] = frozenset()
    more: tuple[tuple[str, str], ...] = ()
    wish: "HoldWish | None" = None


class HoldDeed(StrEnum):
    """What is done about a hold."""

    PLACED = "placed"
    MOVED = "moved"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    PICKUP = "pickup"
    NOTED = "noted"
    NAMED = "named"
    ALL_MOVED = "all_moved"
    NOT_ON_SHELF = "not_on_shelf"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class HoldWish:
    """What is said of a hold besides its reader and its title."""

    deed: HoldDeed
    pickup: str = ""
    only_this: bool = False
    volume: str = ""
    copies: int = 1
    begins: date | None = None
    until: date | None = None
    shelf: date | None = None
    note: str = ""
    recall: bool = False
    move: Move = Move.TOP
    place: int = 0
    other: str = ""


class Says(Enum):
    """What an answer must say."""

    LENT = auto()
    RENEWED = auto()
    GOES_TO = auto()
    REFUSED = auto()
    ALREADY_SCANNED = auto()
    ALREADY_LENT = auto()
    UNKNOWN_CARD = auto()
    UNKNOWN_ITEM = auto()
    USED = auto()
    UNDONE = auto()
    BACKDATED = auto()
    CLAIMED = auto()
    RECALLED = auto()
    MARKED = auto()
    ADDED = auto()
    FINISHED = auto()
    NOTHING = auto()
    TAKEN = auto()
    NOT_TAKEN = auto()
    DUE = auto()
    WAS_DUE = auto()
    FINE = auto()
    WAS_FINE = auto()
    NO_FINE = auto()
    CHARGED = auto()
    FORGIVEN = auto()
    LATE = auto()
    CAPPED = auto()
    IN_GRACE = auto()
    HOLD_FILLED = auto()
    FOR = auto()
    UNTIL = auto()
    TOLD = auto()
    NOTHING_TOLD = auto()
    LIFTED = auto()
    ROW = auto()
    PERIOD = auto()
    SKIPPED = auto()
    CUT = auto()
    BY_HAND = auto()
    RENEWALS = auto()
    NOT_ON_LOAN = auto()
    SUSPENDED = auto()
    USE_COUNTED = auto()
    USE_NOT_COUNTED = auto()
    ON_SITE = auto()
    LAST_TIME = auto()
    NIGHTS = auto()
    NIGHT_RENEWS = auto()
    NIGHT_LEAVES = auto()
    NIGHT_RESHELVES = auto()
    NIGHT_EXPIRES = auto()
    HOLD_PLACED = auto()
    HOLD_MOVED = auto()
    HOLD_SUSPENDED = auto()
    HOLD_RESUMED = auto()
    HOLD_CHANGED = auto()
    HOLD_CANCELLED = auto()
    HOLD_REINSTATED = auto()
    PICKUP_CHANGED = auto()
    HOLDS_MOVED = auto()
    IN_LINE = auto()
    LIKELY = auto()
    ON_SHELVES = auto()
    CALLED_BACK = auto()
    PASSED_ON = auto()
    MISSED = auto()
    NAMED = auto()
    PAID = auto()
    WAIVED = auto()
    WRITTEN_OFF = auto()
    GIVEN_BACK = auto()
    TRANSFERRED = auto()
    ON_ACCOUNT = auto()
    LOST = auto()
    BILLED = auto()
    VOIDED = auto()
    TILL_OPEN = auto()
    TILL_COUNTED = auto()
    TILL_CLOSED = auto()
    CASH_MOVED = auto()
    PRICED = auto()
    ALREADY_OPEN = auto()
    REPORTED = auto()
    NOT_SOLD = auto()
    SUM = auto()
    CHANGE = auto()
    ROUNDED = auto()
    CREDIT = auto()
    BALANCE = auto()
    EXPECTED = auto()
    DIFFERENCE = auto()
    INCOME = auto()
    PAYOUT = auto()
    PRICE = auto()
    PROCESSING = auto()
    AWAY = auto()
    SHEET = auto()
    REGISTERED = auto()
    CHANGED = auto()
    CARD_RENEWED = auto()
    CARD_GIVEN = auto()
    RESTRICTED = auto()
    NO_LONGER_RESTRICTED = auto()
    NOTED = auto()
    LINKED = auto()
    GROWN_UP = auto()
    MERGED = auto()
    DELETED = auto()
    CLEARED = auto()
    SHOWN = auto()
    GOOD_UNTIL = auto()


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that an answer must say."""

    says: Says
    value: Any = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason of a refusal, with the figures that were given."""

    reason: str
    amount: str = ""
    limit: str = ""
    day: date | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """A line that says what must come of the action above it."""

    line: Line
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """Something that is done: who, with what, how; and what must come of it."""

    line: Line
    deed: Deed
    who: str = ""
    what: str = ""
    how: How = How()
    tries: "RuleLine | HoursLine | DayLine | None" = None
    then: tuple[Expected, ...] = ()


class About(StrEnum):
    """What a statement is about; it holds at the moment where it stands."""

    OWES = "owes"
    CREDIT = "credit"
    HAS = "has"
    BLOCKED = "blocked"
    STATUS = "status"
    ON_LOAN = "on loan"
    KEPT = "kept"
    TRANSIT = "transit"
    STANDS = "stands"
    WAITING = "waiting"
    INVENTORY = "inventory"
    SEVERED = "severed"
    HOLD_LIST = "hold list"
    QUEUE = "queue"
    HOLD_STATE = "hold state"
    OPEN = "open"
    NEXT_OPEN = "next open"
    PREVIOUS_OPEN = "previous open"
    OPEN_DAYS = "open days"
    OPEN_DAYS_AFTER = "open days after"
    OPEN_MINUTES = "open minutes"
    RULE = "rule"
    MINUTES = "minutes"
    AGE = "age"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement that must be true now."""

    line: Line
    about: About
    subject: str = ""
    value: Any = None
    branch: str = ""
    first: Any = None
    last: Any = None


RulesLine = HoursLine | DayLine | RuleLine | NoRulesLine | WhoseLine
SetUp = LibraryLine | BranchLine | RulesLine | RecordLine | ClockLine | DeskLine
Statement = SetUp | Action | Fact


@dataclass(frozen=True, slots=True)
class Shows:
    """Which row of a decision table a scenario shows."""

    table: str
    row: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story of a file, with the lines that every story of the file begins with."""

    line: Line
    title: str
    shows: tuple[Shows, ...]
    statements: tuple[Statement, ...]
