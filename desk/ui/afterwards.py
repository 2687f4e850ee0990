"""What can wait until the eye has been served."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt

# Qt paints by an event of the low priority, after all layouts; what stands behind that comes after the painting.
BEHIND_PAINTING = Qt.EventPriority.LowEventPriority.value - 1


class Afterwards(QObject):
    """Does one thing once everything that has changed is painted; asked for several times before that, it does it once.

    A timer of no milliseconds would come between layout and painting, where the desk's thread takes Python from both.
    """

    def __init__(self, parent: QObject, step: Callable[[], None]) -> None:
        super().__init__(parent)
        self._step = step
        self._asked = False

    def ask(self) -> None:
        """Do it after the next painting, or at once where nothing is to be painted."""
        if not self._asked:
            self._asked = True
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), BEHIND_PAINTING)

    def customEvent(self, event: QEvent) -> None:
        """Everything that stood before it in the line is done."""
        self._asked = False
        self._step()
