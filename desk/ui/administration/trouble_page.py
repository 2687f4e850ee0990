"""The library cannot be opened: why, and a button to try again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from desk.i18n import _
from desk.ui.administration.forms import WholePage
from desk.ui.keys import ENTER
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Text
from desk.ui.theme import Look
from desk.wording.shapes import Weight


class TroublePage(WholePage):
    """Shown instead of the desk as long as there is no library to work on."""

    tried_again = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, _("The library is not open"), width=640)
        _surface, column = self.card()
        self.words = Text(look, "", 15, wrap=True)
        column.addWidget(self.words)
        self.button = KeyButton(look, _("Try again"), ENTER, "refresh-cw", Weight.PRIMARY)
        self.button.clicked.connect(self.tried_again)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        column.addLayout(row)
        self.setFocusProxy(self.button)

    def say(self, words: str) -> None:
        """Why."""
        self.words.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter tries again."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.tried_again.emit()
        else:
            super().keyPressEvent(event)
