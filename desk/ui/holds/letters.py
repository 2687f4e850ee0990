"""The letters that are keys of a list: each acts once no other key follows, for it may be the first of a scan."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk.ui.parts.picking import PAUSE_MS


class Letters(QObject):
    """Watches a list. It sees each key before the scanner's watch, and keeps none."""

    pressed = Signal(str)
    begun = Signal(str)

    def __init__(self, lines: QWidget, letters: str) -> None:
        super().__init__(lines)
        self._lines, self._letters, self._letter = lines, letters, ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._alone)
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def waits(self) -> bool:
        """Whether one was just pressed, and it is not known yet what it means."""
        return self._timer.isActive()

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """A further key makes the letter the beginning of a word or a code; another place for the keyboard ends it."""
        if receiver is not self._lines:
            return False
        if event.type() is QEvent.Type.FocusOut:
            self._timer.stop()
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            if self._timer.isActive():
                self._timer.stop()
                self.begun.emit(self._letter)
            elif event.text() and event.text().casefold() in self._letters and not event.modifiers():
                self._letter = event.text()
                self._timer.start()
        return False

    def _alone(self) -> None:
        if self._lines.hasFocus():
            self.pressed.emit(self._letter)
