"""The piece of the day that the tour shows: what is scanned, and the line of text below each picture."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from desk.i18n import _
from desk.tour.driver import Driver
from desk.ui.circulation.checkin_page import AMNESTY, FLOATING
from desk.wording.rule_words import Group

if TYPE_CHECKING:
    from desk.ui.administration.administration_page import AdministrationPage

# Readers and copies of the demo library (resources/demo).
MARISOL, DARIUS = "21234000987768", "21234000988188"
BRAIDING, WILD_THINGS, MOCKINGBIRD, TOMORROW = "30500004128818", "30500002206657", "30500001002313", "30500004310077"
ACHEBE, PIRANESI, WOLF_HALL, NORTHGATES = "30500001001216", "30500003779025", "30500001000911", "30500001000226"
BACH, OF_NORTHGATE = "30500001553307", "30500001002214"
PIN = "2222"


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


def _why(driver: Driver) -> None:
    driver.scan(PIRANESI)
    driver.press("Ctrl+I")


def _switches(driver: Driver) -> None:
    driver.press("Ctrl+I")
    driver.press("F12")
    driver.press("F12")
    switches = driver.shell.panels["checkin"].page.switches
    for name in (AMNESTY, FLOATING):
        driver.click(switches[name])
    driver.scan(OF_NORTHGATE)


def _what_if(driver: Driver) -> None:
    for name in (AMNESTY, FLOATING):
        driver.click(driver.shell.panels["checkin"].page.switches[name])
    driver.press("F2")
    driver.press("Ctrl+Shift+I")
    driver.type(MARISOL, enter=False)
    driver.press("Tab")
    driver.type(TOMORROW, enter=False)
    driver.press("Tab")
    driver.type("+7 10:00")


def _administration(driver: Driver) -> "AdministrationPage":
    return cast("AdministrationPage", driver.shell.window.pages.currentWidget())


def _rules(driver: Driver) -> None:
    driver.press("Ctrl+Shift+I")
    driver.press("Ctrl+Shift+P")
    driver.type(PIN)
    driver.wait_for(driver.shell.window.at_desk)
    driver.press("Ctrl+8")
    rules = _administration(driver).rules
    driver.wait_for(lambda: rules.rules is not None)
    driver.into(rules.details.fields["loan"].box, "4 weeks")
    rules.details.show_part(Group.RENEWING)
    box: Any = rules.details.fields["auto_renew"].box
    box.setFocus()
    box.setCurrentIndex(box.findData("yes"))
    box.activated.emit(box.currentIndex())
    driver.press("Ctrl+Return")


def _days(driver: Driver) -> None:
    driver.press("Ctrl+S")
    page = _administration(driver)
    driver.click(page.entries[page.days])
    driver.wait_for(lambda: page.days.days is not None)
    driver.press("Ctrl+N")
    driver.type("+19", enter=False)
    driver.into(page.days.editor.last.line, "+23")
    driver.into(page.days.editor.note.line, "Painters")
    driver.press("Ctrl+Return")
    driver.press("Ctrl+Return")


def _nights(driver: Driver) -> None:
    driver.press("Ctrl+Z")
    page = _administration(driver)
    driver.click(page.entries[page.nights])
    driver.wait_for(lambda: page.nights.sheet is not None)
    driver.press("Ctrl+Return")
    driver.wait_for(lambda: page.nights.told.isVisible() and not page.nights.nights.at_work())


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
        Scene("checkin-why", _("Ctrl+I: why this fine, step by step, and by which rule."), _why),
        Scene("checkin-switches", _("Switches of check-in: no fines today, and the copy stays here."), _switches),
        Scene("checkout-what-if", _("What if? A reader, a copy and a day are tried out; nothing is lent."), _what_if),
        Scene("rules", _("Loan rules: a change says what it does before it is saved."), _rules),
        Scene("opening-days", _("Opening days: which due dates a closure moves, before it is applied."), _days),
        Scene("nights", _("What was renewed by itself at night, and what was not and why."), _nights),
    )
