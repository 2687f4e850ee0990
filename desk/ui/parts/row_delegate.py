"""How a row of the session table is drawn: two lines and a pill, the newest tinted."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from desk.ui import paint
from desk.ui.parts.cell_delegate import CellDelegate
from desk.ui.parts.session_rows import Cell, SessionRows
from desk.ui.theme import MEDIUM, Look
from desk.wording.shapes import Row, Tone


class RowDelegate(CellDelegate):
    """Draws the cells of one row."""

    def __init__(self, look: Look, model: SessionRows, parent: QObject) -> None:
        super().__init__(look, parent)
        self._model = model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        # Asked of the model itself: by way of Qt each answer is wrapped and unwrapped, for every cell.
        key = self._model.key_at(index.row())
        row, newest = self._model.row(key), self._model.is_newest(key)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option, index.column(), row, newest)
        cell = self._model.columns[index.column()].cell
        if cell is Cell.ITEM:
            self._item(painter, option, row)
        elif cell is Cell.PILL:
            self._draw_pill(painter, option, row.pill, 12, newest=newest)
        else:
            self._words(painter, option, row, cell)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, column: int, row: Row, newest: bool) -> None:
        look, rect = self._look, option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("sel"))
        elif newest:
            fresh = look.colour("fresh") if row.tone is Tone.OK else QColor(look.tone(row.tone).ground)
            painter.fillRect(rect, fresh)
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look.colour("line"))
        if column == 0 and newest:
            bar = QRect(rect.x(), rect.y(), look.px(3), rect.height())
            painter.fillRect(QStyle.visualRect(option.direction, rect, bar), QColor(look.tone(row.tone).solid))

    def _item(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        px, rect, colour = self._look.px, option.rect, self._look.colour
        place = QRect(rect.x() + px(16), rect.y(), px(17), rect.height())
        paint.icon(painter, self._look, self._turn(option, place), row.icon, "ink2", 17)
        left, width, middle = rect.x() + px(48), rect.width() - px(48 + 8), rect.center().y()
        painter.setFont(self._look.font(14, MEDIUM))
        above = QRect(left, middle - px(18), width, px(20))
        if not row.subtitle:
            above = QRect(left, rect.y(), width, rect.height())
        paint.text(painter, self._turn(option, above), row.title, colour("ink"))
        painter.setFont(self._look.font(12))
        below = QRect(left, middle + px(1), width, px(20))
        paint.text(painter, self._turn(option, below), self._second(option, row), colour("ink2"))

    def _second(self, option: QStyleOptionViewItem, row: Row) -> str:
        """In a narrow table the barcode stands before author and call number."""
        view = option.widget
        columns = enumerate(self._model.columns)
        folded = isinstance(view, QTableView) and any(view.isColumnHidden(at) for at, column in columns if column.folds)
        barcode = row.barcode if folded and row.barcode != row.title else ""
        return " · ".join(filter(None, (barcode, row.subtitle)))

    def _words(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, cell: Cell) -> None:
        barcode = cell is Cell.BARCODE
        painter.setFont(self._look.font(13, barcode=True) if barcode else self._look.font(14, MEDIUM, figures=True))
        rect = option.rect.adjusted(self._look.px(12), 0, -self._look.px(6), 0)
        words, ink = (row.barcode, "ink2") if barcode else (row.middle, "ink")
        paint.text(painter, self._turn(option, rect), words, self._look.colour(ink))
