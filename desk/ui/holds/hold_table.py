"""A list of holds: two-line rows that end in a pill, in columns that each list has of its own."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desk.ui import paint
from desk.ui.parts.cell_delegate import AROUND_PILL, CellDelegate
from desk.ui.parts.labels import width_of
from desk.ui.parts.row_table import RowTable
from desk.ui.theme import MEDIUM, SEMIBOLD, Look
from desk.wording.holds.rows import Cell, Heading, HoldRow
from desk.wording.shapes import Pill, Tone

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW = Qt.ItemDataRole.UserRole + 1
EDGE = 14
# What a title needs beside the other columns; with less room some of these fold away.
ROOM = 230
# With less than this left for the title, beside an open panel or in a narrow window, more of them give way.
LEAST = 150


class HoldRows(QAbstractTableModel):
    """The lines as they are shown; their places are those of the list that was asked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headings: tuple[Heading, ...] = ()
        self.rows: list[HoldRow] = []

    def show(self, headings: tuple[Heading, ...], rows: Sequence[HoldRow]) -> None:
        """Another list, or the same anew."""
        self.beginResetModel()
        self.headings, self.rows = headings, list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell; for the screen reader both lines of it."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            if index.column() >= len(row.cells):
                return row.pill.text
            cell = row.cells[index.column()]
            whole = role != Qt.ItemDataRole.DisplayRole
            return ", ".join(filter(None, (cell.text, cell.below))) if whole else cell.text
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.headings[section].words if orientation is Qt.Orientation.Horizontal else section + 1


class HoldDelegate(CellDelegate):
    """Draws the cells of one line."""

    def __init__(self, look: Look, rows: HoldRows, parent: QObject) -> None:
        super().__init__(look, parent)
        self._rows = rows

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        row: HoldRow = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, look = option.rect, self._look
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("sel"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look.colour("line"))
        column = index.column()
        if column >= len(row.cells):
            self._pill(painter, option, row)
        else:
            heading = self._rows.headings[column]
            self._cell(painter, option, row.cells[column], row.icon if not heading.width else "", heading)
        painter.restore()

    def _cell(self, painter: QPainter, option: QStyleOptionViewItem, cell: Cell, icon: str, heading: Heading) -> None:
        px, rect, colour = self._look.px, option.rect, self._look.colour
        left = rect.x() + px(EDGE)
        if icon:
            place = QRect(left, rect.y(), px(17), rect.height())
            paint.icon(painter, self._look, self._turn(option, place), icon, "ink2", 17)
            left += px(17 + 13)
        width, middle = rect.right() - left - px(6), rect.center().y()
        painter.setFont(self._look.font(14, SEMIBOLD if heading.code else MEDIUM, figures=not heading.code))
        above = (
            QRect(left, middle - px(18), width, px(20)) if cell.below else QRect(left, rect.y(), width, rect.height())
        )
        paint.text(painter, self._turn(option, above), cell.text, colour("ink"))
        if cell.below:
            painter.setFont(self._look.font(12))
            below = QRect(left, middle + px(1), width, px(20))
            paint.text(painter, self._turn(option, below), cell.below, colour("ink2"))

    def _pill(self, painter: QPainter, option: QStyleOptionViewItem, row: HoldRow) -> None:
        if not row.pill.text:
            return
        px, rect = self._look.px, option.rect
        if _is_plain(row.pill):
            painter.setFont(self._look.font(14, figures=True))
            plain = rect.adjusted(px(EDGE), 0, -px(6), 0)
            paint.text(painter, self._turn(option, plain), row.pill.text, self._look.colour("ink2"))
            return
        self._draw_pill(painter, option, row.pill, EDGE)


class HoldTable(RowTable):
    """The table itself. A letter is a key of the page, digits go on in the scan field."""

    opened = Signal(int)
    removed = Signal(int)
    typed = Signal(str)
    left = Signal()
    moved = Signal(int)
    asked = Signal(int)

    def __init__(self, look: Look, name: str) -> None:
        self.rows = HoldRows()
        super().__init__(look, self.rows)
        self.rows.setParent(self)
        self.setItemDelegate(HoldDelegate(look, self.rows, self))
        self.setAccessibleName(name)
        self.setObjectName("holds")
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.selectionModel().currentRowChanged.connect(lambda now, _was: self.moved.emit(now.row()))

    def show_rows(self, headings: tuple[Heading, ...], rows: Sequence[HoldRow]) -> None:
        """Another list; the keyboard stays at its place, or at the last line."""
        at = self.currentIndex().row()
        self.rows.show(headings, rows)
        self._size_columns()
        if rows and (at >= 0 or self.hasFocus()):
            self.selectRow(max(0, min(at, len(rows) - 1)))

    def place(self) -> int | None:
        """The line that the keyboard is on."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens a line, Del calls its hold off, letters and digits are handed on."""
        self.begin()
        at = self.place()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at is not None:
            self.opened.emit(at)
        elif event.key() == Qt.Key.Key_Delete and at is not None:
            self.removed.emit(at)
        elif event.key() == Qt.Key.Key_Up and (at is None or at <= 0):
            self.left.emit()
        elif event.text().isprintable() and event.text().strip() and not event.modifiers():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the line."""
        index = self.asked_row(event)
        if index.isValid():
            self.selectRow(index.row())
            self.asked.emit(index.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes here is on a line."""
        super().focusInEvent(event)
        self.begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow table some columns give the titles their room."""
        super().resizeEvent(event)
        self._size_columns()

    def fit(self) -> None:
        """Another zoom."""
        super().fit()
        self._size_columns()

    def _size_columns(self) -> None:
        headings, last, px = self.rows.headings, self.rows.columnCount() - 1, self._look.px
        narrow = self.viewport().width() < px(sum(heading.width for heading in headings) + ROOM)
        widths = [px(heading.width) for heading in headings]
        if narrow:
            # What has no narrow width of its own folds away; the title takes what is left.
            widths = [px(heading.narrow) for heading in headings]
            widths[last:] = [min(width, self._needed(headings[last])) for width in widths[last:]]
            self._give_up(widths)
        for at, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            self.setColumnHidden(at, bool(heading.width) and not width)
            self.set_width(at, width or px(heading.width))

    def _give_up(self, widths: list[int]) -> None:
        """While the title has too little, columns go: the spare ones first, then the others from their end."""
        headings, last = self.rows.headings, len(widths) - 1
        others = [at for at in reversed(range(last)) if not headings[at].spare]
        for at in (*(at for at in range(last) if headings[at].spare), *others):
            if sum(widths) + self._look.px(LEAST) <= self.viewport().width():
                break
            widths[at] = 0

    def _needed(self, heading: Heading) -> int:
        """How wide the last column must be for what stands in it now: its words or the widest of its pills."""
        look = self._look
        words = [width_of(look, heading.words, 13, MEDIUM)]
        for pill in {row.pill for row in self.rows.rows}:
            plain = _is_plain(pill)
            words.append(width_of(look, pill.text, 14) if plain else paint.pill_size(look, pill).width())
        return max(words) + look.px(EDGE + AROUND_PILL)


def _is_plain(pill: Pill) -> bool:
    """The ordinary is in plain words."""
    return pill.tone is Tone.MUTE and not pill.icon
