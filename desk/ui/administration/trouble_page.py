"""Something cannot be read: why, a button to try again, and one other way on."""

from PySide6.QtCore import Qt, QTime, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from desk.i18n import _
from desk.ui.administration.forms import WholePage
from desk.ui.announcements import announce
from desk.ui.keys import ENTER
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Text
from desk.ui.theme import Look
from desk.wording.shapes import Weight

AGAIN_MS = 3_000


class AgainPage(WholePage):
    """Shown instead of the desk: what is the case and since when, Enter to try again, another key for the other way."""

    tried_again = Signal()
    other_chosen = Signal()

    def __init__(self, look: Look, title: str, other: KeyButton, *, hint: str = "") -> None:
        super().__init__(look, title, width=680)
        _surface, column = self.card()
        self.words = Text(look, "", 15, wrap=True)
        self.note = Text(look, "", 13, colour="ink3", wrap=True, figures=True)
        column.addWidget(self.words)
        column.addWidget(self.note)
        if hint:
            column.addWidget(Text(look, hint, 13, colour="ink3", wrap=True))
        self.other = other
        self.button = KeyButton(look, _("Try again"), ENTER, "refresh-cw", Weight.PRIMARY)
        self.other.clicked.connect(self.other_chosen)
        self.button.clicked.connect(self.tried_again)
        QShortcut(QKeySequence(other.spelled), self).activated.connect(self.other.click)
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(self.button)
        column.addLayout(row)
        self.setFocusProxy(self.button)

    def tell(self, words: str, *, patient: bool = False) -> None:
        """Why, and that it was looked at just now; with `patient` it is looked at again by itself."""
        if words != self.words.text():
            self.words.setText(words)
            announce(self, words, urgent=True)
        told = _("Tried at {time}. It is tried again by itself.") if patient else _("Tried at {time}.")
        self.note.setText(told.format(time=QTime.currentTime().toString("HH:mm:ss")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter tries again, or presses the other button where the keyboard is on that."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.other.hasFocus():
            self.other.click()
        else:
            self.tried_again.emit()


class TroublePage(AgainPage):
    """The library cannot be opened. A clock tries again by itself where that can help."""

    def __init__(self, look: Look) -> None:
        begin = KeyButton(look, _("Begin a new library in its place"), "Alt+N", "plus", Weight.GHOST)
        super().__init__(look, _("The library is not open"), begin)
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self.tried_again)

    def say(self, words: str, *, patient: bool = False, lost: bool = False) -> None:
        """Why. With `patient` it is tried again by itself; `lost` is a library that stood here and is gone."""
        self.tell(words, patient=patient)
        self.other.setVisible(lost)
        self.other.setEnabled(lost)
        if patient:
            self._again.start()
        else:
            self._again.stop()

    def rest(self) -> None:
        """Nobody waits any more."""
        self._again.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown, or the window goes."""
        super().hideEvent(event)
        self.rest()
