"""This desk is open in another window on this computer: a page says so, and goes on when that window is closed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from desk.i18n import _
from desk.ui.administration.trouble_page import AgainPage
from desk.ui.frame import MainWindow
from desk.ui.parts.buttons import KeyButton
from desk.ui.theme import Look
from desk.wording.shapes import Weight

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desk.settings import Settings
    from desk.station.lock import StationLock

LOOK_MS = 1_000


class AlreadyOpenPage(AgainPage):
    """Where the open desk is to be found, and that this one opens by itself when it can."""

    def __init__(self, look: Look) -> None:
        leave = KeyButton(look, _("Close this window"), "Alt+C", "x", Weight.GHOST)
        how = _("Look for it among the open windows of this computer. A reader's open visit is kept there.")
        super().__init__(look, _("This desk is already open"), leave, hint=how)


def wait_for_station(application: "QApplication", settings: "Settings", lock: "StationLock") -> bool:
    """Stay until the other window has let the station go; False where this one is closed before."""
    window = MainWindow()
    look = Look(application, settings.theme, settings.zoom)
    look.setParent(window)
    window.furnish(look, _("Library desk"))
    page = AlreadyOpenPage(look)
    words = _(
        "Another window on this computer works at this desk. Two would get into each other's way, so only one is open"
        " at a time. As soon as the other is closed, this one goes on by itself."
    )

    def look_again() -> None:
        if lock.take():
            window.close()

    def try_again() -> None:
        page.tell(words, patient=True)
        look_again()

    clock = QTimer(window, interval=LOOK_MS)
    clock.timeout.connect(look_again)
    page.tried_again.connect(try_again)
    page.other_chosen.connect(window.close)
    page.tell(words, patient=True)
    window.show_whole(page)
    window.show()
    clock.start()
    application.exec()
    clock.stop()
    window.deleteLater()
    return lock.is_held
