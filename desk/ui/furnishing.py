"""Behind the first scan: what it did not need is imported while nobody scans, so that nothing waits for it later."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desk.services.furnishing import pieces

if TYPE_CHECKING:
    from desk.ui.shell import Shell

# The pages that are made when somebody first goes there.
PAGES = (
    "desk.ui.commands.overlays",
    "desk.ui.patrons.patrons_page",
    "desk.ui.holds.holds_page",
    "desk.ui.accounts.till_page",
    "desk.ui.administration.administration_page",
)
# Between two pieces, for whatever came meanwhile; and how long nobody may have scanned or typed.
BREATH_MS = 10
QUIET_S = 0.5


class Furnishing(QObject):
    """One piece after the other on the desk thread; a scan that comes meanwhile waits for one at most."""

    finished = Signal()

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell
        self._left: list[Callable[..., object]] = list(pieces(*PAGES))
        self._begun = False
        self._timer = QTimer(self, interval=BREATH_MS, singleShot=True)
        self._timer.timeout.connect(self._next)

    def is_done(self) -> bool:
        """Whether all is there, and nobody scans at this moment."""
        return not self._left and not self._shell.resting.busy(QUIET_S)

    def begin(self) -> None:
        """The desk is of use, or waits for somebody's password."""
        if not self._begun:
            self._begun = True
            self._timer.start()

    def then(self, step: Callable[[], object]) -> None:
        """Do this when all is there: nobody waits for it."""
        if self._left:
            self.finished.connect(step)
        else:
            step()

    def stop(self) -> None:
        """The window goes."""
        self._timer.stop()

    def _next(self) -> None:
        if self._shell.resting.busy(QUIET_S):
            self._timer.start(int(QUIET_S * 1000))
        else:
            self._shell.parts.desk.run(self._left[0], self._brought)

    def _brought(self, _answer: Any) -> None:
        del self._left[:1]
        if self._left:
            self._timer.start(BREATH_MS)
        else:
            self.finished.emit()
