"""A line over the rows: only those stay in sight in which every word stands."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desk.i18n import _
from desk.rules.text import fold
from desk.ui.theme import Look
from desk.wording.shapes import Row

WIDTH = 220


class RowFilter(QLineEdit):
    """Hidden until somebody wants it. Enter and down go into the rows."""

    moved = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setAccessibleName(_("Filter the rows"))
        self.setPlaceholderText(_("Filter the rows"))
        self.setFont(look.font(13))
        self.setFixedWidth(look.px(WIDTH))
        self.hide()

    def lets(self, row: Row) -> bool:
        """Whether this row stays in sight."""
        number = "".join(row.barcode.split())  # shown in groups, and typed as it comes
        words = fold(" ".join((row.title, row.subtitle, row.barcode, number, row.middle, row.pill.text)))
        return all(part in words for part in fold(self.text()).split())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, down and up go on in the rows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit()
        else:
            super().keyPressEvent(event)
