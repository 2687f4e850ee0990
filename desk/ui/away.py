"""The library does not answer: at the start a page, later a strip over the page. It is tried again by itself."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desk.errors import DatabaseMissing, DatabaseUnavailable, DeskError
from desk.i18n import _
from desk.ui.trouble import trouble_words
from desk.wording.shapes import Command, Tone

if TYPE_CHECKING:
    from desk.ui.administration.trouble_page import TroublePage
    from desk.ui.shell import Shell

OPENED = "opened"
"""The station counts that it has opened a library: one that is missing then is lost, not yet to be made."""
AGAIN = "try_again"


class Away(QObject):
    """Belongs to the shell."""

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell
        self._page: TroublePage | None = None
        self.is_away = False
        parts = shell.parts
        parts.desk.trouble.connect(self.troubled)
        parts.desk.recovered.connect(self.recovered)
        shell.window.banner.command.connect(self._pressed)

    def stood(self, *, first: bool) -> None:
        """The library is open. That it ever was is kept behind the first scan."""
        self.is_away = False
        if self._page is not None:
            self._page.rest()
        if first:
            self._shell.furnishing.then(lambda: self._shell.parts.desk.write(self._remember))

    def _remember(self) -> None:
        """On the desk thread."""
        store = self._shell.parts.store
        if not store.counter(OPENED):
            store.count(OPENED)

    @Slot(object)
    def troubled(self, error: DeskError) -> None:
        """The world came between."""
        shell, words = self._shell, trouble_words(error)
        missing = not shell.panels and isinstance(error, DatabaseMissing)
        lost = missing and bool(shell.parts.store.counter(OPENED))
        self.is_away = True
        shell.telling.away(missing=missing and not lost)
        if shell.panels:
            again = Command(AGAIN, _("Try again"), "", "refresh-cw")
            shell.window.banner.say(words, Tone.BAD, "cloud-off", again)
        elif missing and not lost:
            shell.first_run().begin()
        else:
            self._show(lost_words(error) if lost else words, error, lost=lost)

    def _show(self, words: str, error: DeskError, *, lost: bool) -> None:
        page = self.page()
        page.say(words, patient=lost or isinstance(error, DatabaseUnavailable), lost=lost)
        if not page.isVisible():
            self._shell.window.show_whole(page)

    def page(self) -> "TroublePage":
        """What is shown instead of the desk; most never see it."""
        if self._page is None:
            from desk.ui.administration.trouble_page import TroublePage

            self._page = TroublePage(self._shell.parts.look)
            self._page.tried_again.connect(self._shell.parts.desk.reopen)
            self._page.other_chosen.connect(self._begin)
        return self._page

    def _begin(self) -> None:
        """There shall be a new library in the place of the one that is missing."""
        self.page().rest()
        self._shell.first_run().begin()

    @Slot()
    def recovered(self) -> None:
        """The library answers again."""
        self._shell.window.banner.hide()
        self.is_away = False
        standing = self._shell.parts.desk.standing
        if standing is not None:
            self._shell.telling.database(standing)

    def _pressed(self, name: str) -> None:
        if name == AGAIN:
            self._shell.parts.desk.run(lambda desk: desk.rulebook().version, self._tried)

    def _tried(self, _answer: object) -> None:
        for panel in self._shell.panels.values():
            panel.go_on()


def lost_words(error: DeskError) -> str:
    """The library that this station worked with is not where it was."""
    words = _(
        "The library {where} is not there. Its drive or share may not be connected, or the file was moved or renamed."
        " Nothing is lost: it opens as soon as it is there again."
    )
    return words.format(**error.facts)
