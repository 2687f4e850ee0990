"""What is drawn alike in the cells of every table."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk.ui import paint
from desk.ui.theme import Look
from desk.wording.shapes import Pill

AROUND_PILL = 24


class CellDelegate(QStyledItemDelegate):
    """Rows of one height (a size by its name), in which a right-to-left window turns every place round."""

    def __init__(self, look: Look, parent: QObject, size: str = "row") -> None:
        super().__init__(parent)
        self._look, self._size = look, size

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Every row is of one height."""
        return QSize(self._look.px(80), self._look.size(self._size))

    def _turn(self, option: QStyleOptionViewItem, rect: QRect) -> QRect:
        return QStyle.visualRect(option.direction, option.rect, rect)

    def _draw_pill(
        self, painter: QPainter, option: QStyleOptionViewItem, pill: Pill, edge: int, *, newest: bool = False
    ) -> None:
        """A pill, so far from the beginning of its cell."""
        px, rect, size = self._look.px, option.rect, paint.pill_size(self._look, pill)
        width = min(size.width(), rect.width() - px(AROUND_PILL))
        place = QRect(rect.x() + px(edge), rect.y() + (rect.height() - size.height()) // 2, width, size.height())
        turned = option.direction is Qt.LayoutDirection.RightToLeft
        paint.pill(painter, self._look, self._turn(option, place), pill, newest, turned)
