"""What a person is shown, as plain values: cards, rows, pills, notes. Widgets and the terminal draw these."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a result feels. Each tone has its own colours, and is never told by colour alone."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    HOLD = "hold"
    INFO = "info"
    MUTE = "mute"


class Sound(StrEnum):
    """The six sounds of the desk; one for each scan, the most important wins."""

    BAD = "bad"
    HOLD = "hold"
    ATTENTION = "attention"
    OK = "ok"
    TICK = "tick"
    DONE = "done"


class Weight(StrEnum):
    """How a command is drawn: one filled button on a card at most."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    GHOST = "ghost"


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can do from a card: `name` is what the panel runs, `key` the key that does it."""

    name: str
    label: str
    key: str
    icon: str = ""
    weight: Weight = Weight.SECONDARY


@dataclass(frozen=True, slots=True)
class Pill:
    """A small coloured word with an icon, at the end of a row or beside a name."""

    text: str
    tone: Tone
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """The large result area: what to say to the reader first, then the item, then what can be done.

    `aside` stands at the right (a name or a count) with `aside_detail` below it; `figure` is drawn as a large number.
    """

    tone: Tone
    icon: str
    headline: str
    detail: str = ""
    commands: tuple[Command, ...] = ()
    aside: str = ""
    aside_detail: str = ""
    figure: str = ""
    sound: Sound | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One scan in the session table. `middle` is the due date at check-out and the reader at check-in."""

    icon: str
    title: str
    subtitle: str
    barcode: str
    middle: str
    pill: Pill
    tone: Tone
    needs_look: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the four numbers of the patron panel."""

    value: str
    label: str
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """One card of the patron panel: a block, a hold that is ready, something overdue, a note."""

    tone: Tone
    icon: str
    title: str
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an explanation: what it is about, and the steps of the reckoning, a line each."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why something is so, in words."""

    title: str
    detail: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """The head and body of the patron panel."""

    name: str
    initials: str
    card: str
    pills: tuple[Pill, ...]
    figures: tuple[Figure, ...]
    notes: tuple[Note, ...]
    foot_left: str
    foot_right: str
    pronouns: str = ""
