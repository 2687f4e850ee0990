"""A calm list of rows under a heading of the account: two lines, a number, a pill; Enter does the usual thing."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from desk.i18n import _
from desk.ui.parts.labels import Text
from desk.ui.parts.session_rows import Cell, Column, RowRole, SessionRows
from desk.ui.parts.session_table import RowView
from desk.ui.theme import Look
from desk.wording.shapes import Row

MIDDLE = Qt.AlignmentFlag.AlignCenter


class PlainRows(SessionRows):
    """Rows in the order in which they are given; none of them is new."""

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other rows, the first on top."""
        self.clear()
        for row in reversed(rows):
            self.append(row)

    def place_of(self, key: int) -> int:
        """How far from the top a row is."""
        place = self.place(key)
        return -1 if place is None else place

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """No row is tinted as the newest."""
        return False if role == RowRole.NEWEST else super().data(index, role)


class RowList(QWidget):
    """The rows, or a sentence where there are none."""

    opened = Signal(int)
    asked = Signal(int, QPoint)
    left = Signal()
    typed = Signal(str)

    def __init__(self, look: Look, name: str, empty: str, *, headings: tuple[str, str] = ("", "")) -> None:
        super().__init__()
        columns = (
            Column(Cell.ITEM, name),
            Column(Cell.BARCODE, headings[0], 150, 130, folds=True),
            Column(Cell.MIDDLE, headings[1], 140, 128),
            Column(Cell.PILL, "", 170, 150),
        )
        self.rows = PlainRows(columns, self)
        self.view = RowView(look, self.rows)
        self.view.setAccessibleName(name)
        self.view.opened.connect(self._opened)
        self.view.asked.connect(self._asked)
        self.view.left.connect(self.left)
        self.view.typed.connect(self.typed)
        self._empty = Text(look, empty, 14, colour="ink2", wrap=True)
        self._empty.setAlignment(MIDDLE)
        nobody = QWidget()
        column = QVBoxLayout(nobody)
        column.setContentsMargins(look.px(24), look.px(24), look.px(24), look.px(24))
        column.addStretch(1)
        column.addWidget(self._empty)
        column.addStretch(2)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(nobody)
        self._stack.addWidget(self.view)
        self.setMinimumHeight(look.px(120))

    def set_empty(self, words: str) -> None:
        """Another sentence for when nothing is here."""
        self._empty.setText(words)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other rows; the one that was chosen stays so, by its place."""
        chosen = self.chosen()
        self.rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        if rows and self.view.hasFocus():
            self.view.selectRow(min(max(chosen, 0), len(rows) - 1))

    def chosen(self) -> int:
        """The place of the row that the keyboard is on; -1 where it is on none."""
        key = self.view.current_key()
        return -1 if key is None else self.rows.place_of(key)

    def stops(self) -> list[QWidget]:
        """What Tab reaches."""
        return [self.view] if self._stack.currentIndex() else []

    def _opened(self, key: int) -> None:
        self.opened.emit(self.rows.place_of(key))

    def _asked(self, key: int, spot: QPoint) -> None:
        self.asked.emit(self.rows.place_of(key), spot)


def nothing_here() -> str:
    """The usual sentence."""
    return _("Nothing here")
