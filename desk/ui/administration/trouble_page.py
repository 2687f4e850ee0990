"""The library cannot be opened: why, a button to try again, and a clock that does so by itself."""

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
BEGIN_KEY = "Alt+N"


class TroublePage(WholePage):
    """Shown instead of the desk as long as there is no library to work on."""

    tried_again = Signal()
    began = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, _("The library is not open"), width=640)
        _surface, column = self.card()
        self.words = Text(look, "", 15, wrap=True)
        self._note = Text(look, "", 13, colour="ink3", wrap=True, figures=True)
        column.addWidget(self.words)
        column.addWidget(self._note)
        self.button = KeyButton(look, _("Try again"), ENTER, "refresh-cw", Weight.PRIMARY)
        self.begin_button = KeyButton(look, _("Begin a new library in its place"), BEGIN_KEY, "plus", Weight.GHOST)
        self.button.clicked.connect(self.tried_again)
        self.begin_button.clicked.connect(self.began)
        QShortcut(QKeySequence(BEGIN_KEY), self).activated.connect(self.begin_button.click)
        row = QHBoxLayout()
        row.addWidget(self.begin_button)
        row.addStretch(1)
        row.addWidget(self.button)
        column.addLayout(row)
        self.setFocusProxy(self.button)
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self.tried_again)

    def say(self, words: str, *, patient: bool = False, lost: bool = False) -> None:
        """Why. With `patient` it is tried again by itself; `lost` is a library that stood here and is gone."""
        if words != self.words.text():
            self.words.setText(words)
            announce(self, words, urgent=True)
        told = _("Tried at {time}. It is tried again by itself.") if patient else _("Tried at {time}.")
        self._note.setText(told.format(time=QTime.currentTime().toString("HH:mm:ss")))
        self.begin_button.setVisible(lost)
        self.begin_button.setEnabled(lost)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter tries again."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.begin_button.hasFocus():
            self.tried_again.emit()
        else:
            super().keyPressEvent(event)
