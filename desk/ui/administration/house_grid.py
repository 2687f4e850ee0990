"""A table of the administration: calm rows, one of them chosen, a line around it while the keyboard is there."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desk.ui import paint
from desk.ui.parts.cell_delegate import CellDelegate
from desk.ui.parts.row_table import RowTable
from desk.ui.theme import MEDIUM, REGULAR, SEMIBOLD, Look

Index = QModelIndex | QPersistentModelIndex


class GridRole(IntEnum):
    """What the delegate asks for besides the words: grey words, strong ones, and a picture before them."""

    GREY = Qt.ItemDataRole.UserRole + 1
    STRONG = Qt.ItemDataRole.UserRole + 2
    ICON = Qt.ItemDataRole.UserRole + 3


class GridDelegate(CellDelegate):
    """Draws a cell: its words in ink or grey, on the ground of the chosen row."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(look, parent, "row_compact")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        look, rect, first = self._look, option.rect, index.column() == 0
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("sel"))
            if first:
                bar = QRect(rect.x(), rect.y(), look.px(3), rect.height())
                painter.fillRect(QStyle.visualRect(option.direction, rect, bar), look.colour("accent"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look.colour("line"))
        grey = bool(index.data(GridRole.GREY))
        weight = SEMIBOLD if index.data(GridRole.STRONG) else REGULAR if grey else MEDIUM
        painter.setFont(look.font(14, weight, figures=True))
        lead = 16 if first else 12
        icon = str(index.data(GridRole.ICON) or "")
        if icon:
            spot = QRect(rect.x() + look.px(lead), rect.y(), look.px(16), rect.height())
            paint.icon(painter, look, QStyle.visualRect(option.direction, rect, spot), icon, "ink3", 16)
            lead += 26
        words = QStyle.visualRect(option.direction, rect, rect.adjusted(look.px(lead), 0, -look.px(4), 0))
        paint.words(painter, look, words, str(index.data() or ""), look.colour("ink3" if grey else "ink"), weight)
        painter.restore()


class HouseGrid(RowTable):
    """Up and Down choose a row, Enter goes into it, Del takes it away."""

    entered_row = Signal()
    removed = Signal()

    def __init__(self, look: Look, rows: QAbstractTableModel, name: str) -> None:
        super().__init__(look, rows, "row_compact")
        self.empty = ""
        self.setItemDelegate(GridDelegate(look, self))
        self.setAccessibleName(name)

    def lay_columns(self, widths: Sequence[int], order: Sequence[int], least: int) -> None:
        """Widths at 100 %; nought takes what is left. While that is less than `least`, columns go in this order."""
        px, kept = self._look.px, dict(enumerate(widths))
        for at in order:
            if px(sum(kept.values()) + least) <= self.viewport().width():
                break
            kept.pop(at)
        for at, width in enumerate(widths):
            self.setColumnHidden(at, at not in kept)
            self.set_width(at, px(width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the values, Del takes the row away."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is; the first row where none is chosen yet."""
        super().focusInEvent(event)
        self.begin()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The row stays chosen, its line goes."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or a sentence where there are none."""
        super().paintEvent(event)
        if not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setFont(self._look.font(13))
            room = self.viewport().rect().adjusted(self._look.px(16), self._look.px(10), -self._look.px(8), 0)
            painter.setPen(self._look.colour("ink3"))
            painter.drawText(room, int(Qt.TextFlag.TextWordWrap), self.empty)
