"""A list whose lines are ticked: a click anywhere in a line or Space ticks it, drawn at any zoom and in every theme."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk.ui import paint
from desk.ui.theme import Look

Index = QModelIndex | QPersistentModelIndex
TICK = Qt.ItemDataRole.CheckStateRole
# The room of the box before the words, and all that is not for words.
BEFORE, BESIDE = 38, 44
WRAPPED = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)


class TickDelegate(QStyledItemDelegate):
    """Draws box, tick and words."""

    def __init__(self, look: Look, parent: QListWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._list = parent
        parent.setWordWrap(True)  # laid out anew in another width
        parent.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as a line that is easy to hit, and as its words in the width of the list."""
        px, room = self._look.px, QRect(0, 0, self._list.viewport().width() - self._look.px(BESIDE), 9_999)
        words = option.fontMetrics.boundingRect(room, WRAPPED, str(index.data() or ""))
        return QSize(px(BESIDE), max(px(32), words.height() + px(12)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        look, rect, px = self._look, option.rect, self._look.px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            near = option.state & QStyle.StateFlag.State_HasFocus
            edge = look.colour("accent") if near else None
            paint.box(painter, rect.adjusted(0, 1, -1, -1), px(6), look.colour("sel"), edge)
        ticked = is_ticked(index)
        spot = QRect(rect.x() + px(10), rect.y() + (rect.height() - px(18)) // 2, px(18), px(18))
        spot = QStyle.visualRect(option.direction, rect, spot)
        ground, line = ("accent", "accent") if ticked else ("surface", "edge")
        paint.box(painter, spot, px(4), look.colour(ground), look.colour(line))
        if ticked:
            paint.icon(painter, look, spot, "check", "on_accent", 14)
        painter.setFont(option.font)
        painter.setPen(look.colour("ink" if ticked else "ink3"))
        words = QStyle.visualRect(option.direction, rect, rect.adjusted(px(BEFORE), 0, -px(BESIDE - BEFORE), 0))
        side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(words, int(side) | WRAPPED, paint.isolated(str(index.data() or "")))
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click or Space turns the tick."""
        clicked = isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonRelease
        pressed = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
        if not clicked and not (pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space):
            return False
        state = Qt.CheckState.Unchecked if is_ticked(index) else Qt.CheckState.Checked
        return model.setData(index, state.value, TICK)


def is_ticked(index: Index) -> bool:
    """Whether a line is ticked."""
    return Qt.CheckState(index.data(TICK)) is Qt.CheckState.Checked
