"""The piece of the day that the tour shows: what is scanned, and the line of text below each picture."""

from collections.abc import Callable
from dataclasses import dataclass

from desk.i18n import _
from desk.tour.driver import Driver

# Readers and copies of the demo library (resources/demo).
MARISOL, DARIUS = "21234000987768", "21234000988188"
BRAIDING, WILD_THINGS, MOCKINGBIRD, TOMORROW = "30500004128818", "30500002206657", "30500001002313", "30500004310077"
ACHEBE, PIRANESI, WOLF_HALL, NORTHGATES = "30500001001216", "30500003779025", "30500001000911", "30500001000226"
BACH = "30500001553307"


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: what the hands do before it, and what it shows."""

    name: str
    words: str
    steps: Callable[[Driver], None]


def _nothing(_driver: Driver) -> None:
    """The window as it opens."""


def _lend(driver: Driver) -> None:
    driver.scan(MARISOL, MOCKINGBIRD, WILD_THINGS, WOLF_HALL, BRAIDING)


def _held(driver: Driver) -> None:
    driver.scan(TOMORROW)


def _blocked(driver: Driver) -> None:
    driver.press("Esc")
    driver.press("F12")
    driver.scan(DARIUS, ACHEBE)


def _reason(driver: Driver) -> None:
    driver.press("F10")


def _return(driver: Driver) -> None:
    driver.press("Esc")
    driver.press("F12")
    driver.press("F12")
    driver.press("F3")
    driver.scan(BRAIDING, WOLF_HALL, NORTHGATES, BACH, PIRANESI)


def _undo(driver: Driver) -> None:
    driver.press("Ctrl+Z")


def scenes() -> tuple[Scene, ...]:
    """The day, in order."""
    return (
        Scene("checkout-empty", _("The desk waits for the next reader."), _nothing),
        Scene("checkout-lent", _("A card and four items, one of them kept on the hold shelf: five scans."), _lend),
        Scene("checkout-held", _("A copy that somebody else waits for is not lent; the card says what to do."), _held),
        Scene("checkout-blocked", _("A reader who owes too much: items wait until it is settled."), _blocked),
        Scene("checkout-override", _("Lending anyway asks for a reason, on the card and not in a dialog."), _reason),
        Scene("checkin-hold", _("Check in: the headline is the place where the copy goes."), _return),
        Scene("checkin-undone", _("Ctrl+Z takes back the last act."), _undo),
    )
