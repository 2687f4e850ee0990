"""What a tour is made of: windows, the scenes in each, and the chapters of the guide that they make."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from desk.tour.driver import Driver


class Chapter(StrEnum):
    """A page of the guide, by the name of its file."""

    BEGINNING = "beginning"
    LENDING = "lending"
    TAKING_BACK = "taking-back"
    HOLDS = "holds"
    PEOPLE = "people"
    FINDING = "finding"
    MONEY = "money"
    HOUSE = "house"
    PRACTISING = "practising"


class Opens(StrEnum):
    """On what a window opens: no library yet, the demo library, the library to practise in."""

    NOTHING = "nothing"
    DEMO = "demo"
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: what the hands do before it, the line of text below it, and what the guide says besides."""

    name: str
    words: str
    steps: Callable[[Driver], None]
    chapter: Chapter = Chapter.LENDING
    how: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The scenes that one window shows, one after another."""

    opens: Opens
    scenes: tuple[Scene, ...]


def nothing(_driver: Driver) -> None:
    """The window as it opens."""
