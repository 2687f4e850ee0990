"""The letters that are keys of a list: each acts once no other key follows, for it may be the first of a scan."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk.ui.parts.picking import PAUSE_MS


class Letters(QObject):
    """Watches a list, as long as the keyboard is there: the scans of other pages do not pass here. It sees each key
    before the scanner's watch, and keeps none.
    """

    pressed = Signal(str)
    begun = Signal(str)

    def __init__(self, lines: QWidget, letters: str) -> None:
        super().__init__(lines)
        self._lines, self._letters, self._letter = lines, letters, ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._alone)
        lines.installEventFilter(_Presence(self))

    def waits(self) -> bool:
        """Whether one was just pressed, and it is not known yet what it means."""
        return self._timer.isActive()

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """A further key makes the letter the beginning of a word or a code."""
        if receiver is not self._lines:
            return False
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            if self._timer.isActive():
                self._timer.stop()
                self.begun.emit(self._letter)
            elif event.text() and event.text().casefold() in self._letters and not event.modifiers():
                self._letter = event.text()
                self._timer.start()
        return False

    def watch(self, *, on: bool) -> None:
        """The keyboard has come, or has left and takes back what waits."""
        self._timer.stop()
        application = QCoreApplication.instance()
        if application is not None and on:
            application.installEventFilter(self)
        elif application is not None:
            application.removeEventFilter(self)

    def _alone(self) -> None:
        if self._lines.hasFocus():
            self.pressed.emit(self._letter)


class _Presence(QObject):
    """Tells when the keyboard comes to the list and leaves it."""

    def __init__(self, letters: Letters) -> None:
        super().__init__(letters)
        self._letters = letters

    def eventFilter(self, _receiver: QObject, event: QEvent) -> bool:
        """Nothing is kept."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._letters.watch(on=event.type() is QEvent.Type.FocusIn)
        return False
