"""The readers of the tour: found, opened, registered without being doubled, restricted, merged."""

from typing import TYPE_CHECKING, cast

from desk.i18n import _
from desk.tour.driver import Driver
from desk.tour.scene import Chapter, Scene

if TYPE_CHECKING:
    from desk.ui.patrons.patrons_page import PatronsPage

MARISOL, YUSUF = "21234000987768", "21234000987842"


def _page(driver: Driver) -> "PatronsPage":
    return cast("PatronsPage", driver.shell.window.page("patrons"))


def _find(driver: Driver) -> None:
    driver.press("Esc")
    driver.press("Esc")
    driver.press("F4")
    page = _page(driver)
    driver.into(page.readers.box, "qvist")
    driver.wait_for(lambda: page.readers.model.rowCount() > 0)


def _open(driver: Driver) -> None:
    page = _page(driver)
    driver.scan(MARISOL)
    driver.wait_for(lambda: page.number == MARISOL)


def _details(driver: Driver) -> None:
    page = _page(driver)
    driver.click(page.view.tabs["details"])
    driver.click(page.view.facts.show_button)
    driver.wait_for(lambda: page.shown is not None)


def _family(driver: Driver) -> None:
    driver.click(_page(driver).view.tabs["family"])


def _note(driver: Driver) -> None:
    page = _page(driver)
    driver.click(page.view.tabs["notes"])
    driver.press("Ctrl+N")
    driver.wait_for(lambda: page.card.ask is not None)


def _new(driver: Driver) -> None:
    page = _page(driver)
    driver.press("Esc")
    driver.press("Esc")
    driver.click(page.view.tabs["loans"])
    driver.into(page.readers.box, "lindqvist, marisol")
    driver.press("Ctrl+N")
    driver.wait_for(lambda: page.form is not None)
    form = page.form
    assert form is not None
    driver.into(form.fields["phone"].line, "555-0101")  # type: ignore[attr-defined]
    driver.wait_for(lambda: bool(form.alike))


def _merge(driver: Driver) -> None:
    page = _page(driver)
    driver.press("Esc")
    driver.scan(MARISOL)
    driver.wait_for(lambda: page.number == MARISOL)
    page.merge_with(YUSUF)
    driver.rest()


def scenes() -> tuple[Scene, ...]:
    """In their order."""
    people = Chapter.PEOPLE
    return (
        Scene(
            "patrons-find",
            _("Any part of a name, card, phone, e-mail or address finds a reader as it is typed."),
            _find,
            people,
            "Enter or the down key goes into the list. A scanned card opens its reader from anywhere on the page.",
        ),
        Scene(
            "patrons-account",
            _("A reader's account: what stands against them, what is out, due and owed."),
            _open,
            people,
            "Ctrl+R renews the loan of the row, or all that is overdue; Ctrl+D gives another due date; the menu key"
            " shows what else can be done with a row. Ctrl+Enter opens the card at check-out.",
        ),
        Scene(
            "patrons-details",
            _("Birth date, address, phone and e-mail are shown when somebody asks; that they looked is written down."),
            _details,
            people,
        ),
        Scene("patrons-family", _("The family: who answers for whom, what each has out and owes."), _family, people),
        Scene(
            "patrons-note",
            _("A note, here or at all branches, until a day or until it is archived."),
            _note,
            people,
            "Notes, restrictions, new cards: each is asked for in the card; Ctrl+Enter says yes, Ctrl+Z takes it back.",
        ),
        Scene(
            "patrons-new",
            _("Ctrl+N registers; whoever may be the same person stands beside the form while it is filled in."),
            _new,
            people,
            "Accents, spelling and the order of the names do not matter; a birth date may be missing on either side.",
        ),
        Scene(
            "patrons-merge",
            _("Two records of one person, side by side. Made one, they can be taken apart for 30 days."),
            _merge,
            people,
        ),
    )
