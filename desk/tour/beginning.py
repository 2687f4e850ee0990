"""The first run: the first page, and a library of one's own in five short steps."""

from typing import TYPE_CHECKING

from desk.i18n import _
from desk.tour.driver import Driver
from desk.tour.scene import Chapter, Opens, Part, Scene, nothing

if TYPE_CHECKING:
    from desk.ui.beginning.new_library import NewLibraryPage

CARDS = ("21234000987768", "21234000988188")
ITEMS = ("30500004128818", "30500001002313")


def _page(driver: Driver) -> "NewLibraryPage":
    from desk.ui.beginning.new_library import NewLibraryPage

    found = driver.shell.window.findChild(NewLibraryPage)
    assert found is not None, "the pages of a new library are open"
    return found


def _place(driver: Driver) -> None:
    driver.press("Alt+N")
    driver.wait_for(lambda: not driver.shell.window.at_desk())
    driver.type("Millbrook Library", enter=False)


def _on(driver: Driver) -> None:
    before = _page(driver).at()
    _page(driver).go_on()
    driver.wait_for(lambda: _page(driver).at() == before + 1)
    driver.rest()


def _numbers(driver: Driver) -> None:
    _on(driver)
    page = _page(driver)
    for code in (CARDS[0], *ITEMS):
        page.scan(code)
        driver.rest()


def part() -> Part:
    """From nothing to the last step; nothing is written, because the window is closed before it."""
    begin = Chapter.BEGINNING
    return Part(
        Opens.NOTHING,
        (
            Scene(
                "welcome",
                _("The first page: look around in the demo, begin a library, practise, or bring records in."),
                nothing,
                begin,
                "Enter looks around: a demo library with invented readers stands there within seconds, in a file of"
                " its own. Alt+N begins a library, Alt+I brings one from another system. Nothing is lost by looking"
                " first: the demo is never in the way of a library of your own.",
            ),
            Scene(
                "new-library-place",
                _("A new library, step 1: its name and country. Language, currency and time zone follow from it."),
                _place,
                begin,
                "Enter goes on, Esc goes back, Alt+S skips a step with what is usual. Nothing is written until the"
                " last step is done, so any of it can be tried.",
            ),
            Scene(
                "new-library-days",
                _("Step 2: the opening hours of a week, and the holidays of the country, each to be ticked off."),
                _on,
                begin,
            ),
            Scene(
                "new-library-rules",
                _("Step 3: loan lengths, renewals, fines and limits in one table, from a template, changed in place."),
                _on,
                begin,
            ),
            Scene(
                "new-library-numbers",
                _("Step 4: scan one of your cards and one of your items; the desk learns to tell them apart."),
                _numbers,
                begin,
                "Any scanner will do. The length, the first digits and the check digit are worked out and said in"
                " words; a second scan of each makes them surer.",
            ),
            Scene(
                "new-library-devices",
                _("Step 5: only devices that are there are offered, each with a test; then who administers it all."),
                _on,
                begin,
            ),
        ),
    )
