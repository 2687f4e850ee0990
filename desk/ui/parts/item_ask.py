"""What a card asks for a copy that stands in no catalogue: title, author, ISBN."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit

from desk.i18n import _
from desk.ui.parts.card_ask import CardAsk
from desk.ui.parts.labels import Text
from desk.ui.theme import Look


class ItemAsk(CardAsk):
    """Three lines. Enter goes to the next one and stops in the last, where a scanner's Enter must do nothing."""

    filled = Signal(str, str, str)

    def __init__(self, look: Look, prompt: str, yes: str) -> None:
        super().__init__(look, prompt)
        self.title = self._line(_("Title"))
        self.author = self._line(_("Author"))
        self.isbn = self._line(_("ISBN"))
        self.title.returnPressed.connect(self.author.setFocus)
        self.author.returnPressed.connect(self.isbn.setFocus)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self.title, 5)
        row.addWidget(self.author, 3)
        row.addWidget(self.isbn, 3)
        self._column.addLayout(row)
        self._trouble = Text(look, "", 13, colour="bad_ink", wrap=True)
        self._trouble.hide()
        self._column.addWidget(self._trouble)
        self._column.addLayout(self.buttons(yes))
        self.setFocusProxy(self.title)

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setFont(self._look.font(14))
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.setMinimumWidth(self._look.px(110))
        return line

    def has_focus(self) -> bool:
        """Whether the keyboard is in one of the lines."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def left_at(self) -> QLineEdit:
        """The line that was filled last, or the first while all are empty."""
        lines = (self.isbn, self.author, self.title)
        return next((line for line in lines if line.text()), self.title)

    def accept(self) -> None:
        """A title is the least that somebody has to say."""
        title = self.title.text().strip()
        self._trouble.setText("" if title else _("Write at least its title."))
        self._trouble.setVisible(not title)
        if title:
            self.filled.emit(title, self.author.text().strip(), self.isbn.text().strip())
        else:
            self.title.setFocus(Qt.FocusReason.OtherFocusReason)
