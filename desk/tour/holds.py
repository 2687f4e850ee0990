"""The holds of the tour: what is pulled, who waits, what is placed, what leaves the shelf."""

from typing import TYPE_CHECKING, cast

from desk.i18n import _
from desk.tour.driver import Driver
from desk.tour.scene import Chapter, Scene

if TYPE_CHECKING:
    from desk.ui.holds.holds_page import HoldsPage

MARISOL, BRAIDING = "21234000987768", "30500004128818"


def _page(driver: Driver) -> "HoldsPage":
    return cast("HoldsPage", driver.shell.window.page("holds"))


def _pull(driver: Driver) -> None:
    driver.press("Esc")
    driver.press("Esc")
    driver.press("F5")
    page = _page(driver)
    driver.wait_for(lambda: bool(page.lines))
    driver.scan(page.lines[0].barcode)
    driver.wait_for(lambda: page.card.card is not None)


def _missed(driver: Driver) -> None:
    page = _page(driver)
    driver.press("Esc")
    page.table.setFocus()
    driver.press("N")
    driver.wait_for(lambda: page.card.card is not None)


def _queue(driver: Driver) -> None:
    page = _page(driver)
    driver.press("Esc")
    driver.press("Ctrl+PgDown")
    driver.press("Ctrl+PgDown")
    driver.wait_for(lambda: bool(page.lines))
    driver.click(page.footer.buttons["queue"])
    driver.wait_for(lambda: page.queue.list.count() > 0)


def _place(driver: Driver) -> None:
    page = _page(driver)
    driver.press("Ctrl+N")
    driver.scan(MARISOL, BRAIDING)
    driver.wait_for(lambda: page.placing.title.chosen is not None)
    driver.press("Ctrl+Return")
    driver.wait_for(lambda: page.card.card is not None)


def _clear(driver: Driver) -> None:
    page = _page(driver)
    driver.press("Esc")
    driver.press("Esc")
    driver.press("Ctrl+PgDown")
    driver.wait_for(lambda: bool(page.lines))


def scenes() -> tuple[Scene, ...]:
    """In the order of a morning."""
    holds = Chapter.HOLDS
    return (
        Scene(
            "holds-pull",
            _("What is waited for and stands on the shelves here, in their order. A scan says where each goes."),
            _pull,
            holds,
            "P prints the list to take along. Readers are two letters and the end of a card; whose hold it is can be"
            " asked, and the journal notes who did.",
        ),
        Scene(
            "holds-missed",
            _("N: it is not on its shelf. The next item is pulled, and after two misses this one is missing."),
            _missed,
            holds,
        ),
        Scene(
            "holds-queue",
            _("Who waits for a title, beside the list: Alt with the arrows moves one, or drag it."),
            _queue,
            holds,
            "A hold can be suspended and keeps its place; pickup, note and days can be changed, and a hold that was"
            " called off can be taken up again.",
        ),
        Scene(
            "holds-place",
            _("Ctrl+N: a card, an item and Ctrl+Enter. The answer is the place in line and the likely day."),
            _place,
            holds,
            "Everything that stands against it is told at once, and each reason is lifted by its own permission.",
        ),
        Scene(
            "holds-clear",
            _("What has to leave the hold shelf: over, or called off. Each scan says where it goes."),
            _clear,
            holds,
        ),
    )
