"""The session table: what was scanned in this visit or session, newest first."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desk.i18n import _
from desk.ui.parts.labels import Surface, Text
from desk.ui.parts.row_delegate import RowDelegate
from desk.ui.parts.row_filter import RowFilter
from desk.ui.parts.row_table import KeyedTable
from desk.ui.parts.session_rows import Column, SessionRows, Wanted
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.shapes import Row

# What a title needs beside the other columns; with less room they become narrow, or fold away.
ROOM = 230


class RowView(KeyedTable):
    """The table itself. Typing in it goes on in the scan field."""

    opened = Signal(int)
    undone = Signal(int)
    typed = Signal(str)
    left = Signal()
    asked = Signal(int, QPoint)

    def __init__(self, look: Look, rows: SessionRows) -> None:
        super().__init__(look, rows)
        self._rows = rows
        self.setItemDelegate(RowDelegate(look, rows, self))
        self.doubleClicked.connect(self._double_clicked)

    def current_key(self) -> int | None:
        """The key of the row that the keyboard is on."""
        index = self.currentIndex()
        return self._rows.key_at(index.row()) if index.isValid() else None

    def step(self, by: int) -> None:
        """Move the selection, beginning at the top."""
        count = self._rows.rowCount()
        if count:
            now = self.currentIndex().row()
            self.selectRow(max(0, min(count - 1, now + by if now >= 0 else 0)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens a row, Del takes it back, letters and digits go to the scan field."""
        key = self.current_key()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and key is not None:
            self.opened.emit(key)
        elif event.key() == Qt.Key.Key_Delete and key is not None:
            self.undone.emit(key)
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left.emit()
        elif event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button, or the menu key: what can be done with the row."""
        index = self.asked_row(event)
        if index.isValid():
            by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
            spot = event.globalPos() if by_mouse else self.below(index.row())
            self.asked.emit(self._rows.key_at(index.row()), spot)

    def below(self, at: int) -> QPoint:
        """The place on the screen under the beginning of a row."""
        rect = self.visualRect(self._rows.index(at, 0))
        return self.viewport().mapToGlobal(rect.bottomLeft())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab comes to the newest row."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.step(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow table the fixed columns give the titles some room."""
        super().resizeEvent(event)
        self._size_columns()

    def _size_columns(self) -> None:
        narrow = self.viewport().width() < self._look.px(sum(each.width for each in self._rows.columns) + ROOM)
        for at, column in enumerate(self._rows.columns):
            self.setColumnHidden(at, narrow and column.folds)
            self.set_width(at, self._look.px(column.narrow or column.width if narrow else column.width))

    def _double_clicked(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self.opened.emit(self._rows.key_at(index.row()))


class SessionTable(Surface):
    """A card with the title of the session, how many, and the rows."""

    row_opened = Signal(int)
    row_undone = Signal(int)
    typed = Signal(str)
    left = Signal()
    asked = Signal(int, QPoint)

    def __init__(self, look: Look, title: str, columns: tuple[Column, ...]) -> None:
        super().__init__(look)
        self.rows = SessionRows(columns, self)
        self.view = RowView(look, self.rows)
        self.view.setAccessibleName(title)
        self._count = Text(look, "", 13, colour="ink2", elide=True)
        self._order = Text(look, _("Newest first"), 12, colour="ink3")
        self.filter = RowFilter(look)
        self._wanted: Wanted | None = None
        column = QVBoxLayout(self)
        px = look.px
        column.setContentsMargins(px(2), px(12), 1, px(2))
        column.setSpacing(0)
        column.addLayout(self._heading(look, title))
        column.addSpacing(px(3))
        column.addWidget(self.view, 1)
        self.setMinimumHeight(px(118))
        self.rows.rowsInserted.connect(self._show_newest)
        self.view.opened.connect(self.row_opened)
        self.view.undone.connect(self.row_undone)
        self.view.typed.connect(self.typed)
        self.view.left.connect(self.left)
        self.view.asked.connect(self.asked)
        self.filter.textChanged.connect(self._filter)
        self.filter.moved.connect(self._into_rows)

    def _heading(self, look: Look, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(look.px(16), 0, look.px(18), 0)
        row.setSpacing(look.px(9))
        row.addWidget(Text(look, title, 15, SEMIBOLD))
        row.addWidget(self._count, 1)
        row.addWidget(self.filter)
        row.addWidget(self._order)
        return row

    def sizeHint(self) -> QSize:
        """No higher than it must be: it takes what is left, and a low window scrolls only when it has to."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def set_count(self, words: str) -> None:
        """How many rows there are, in words."""
        self._count.setText(words)

    def set_order(self, words: str) -> None:
        """What is shown: the newest first, or what a counter filters."""
        self._order.setText(words)

    def add(self, row: Row, *, waits: bool = False) -> int:
        """A new row on top; the table scrolls to it unless the keyboard is in it. It is seen, whatever was filtered."""
        self.end_filter()
        return self.rows.append(row, waits=waits)

    def _show_newest(self) -> None:
        """All in one painting: Qt would lay the rows out after it, and paint them once more."""
        self.view.executeDelayedItemsLayout()
        if not self.view.hasFocus():
            self.view.unmark()
            self.view.scrollToTop()

    def clear(self) -> None:
        """No rows, and nothing filtered."""
        self._wanted = None
        self.end_filter()
        self.rows.clear()

    def mark(self, key: int) -> None:
        """The keyboard is on this row."""
        place = self.rows.place(key)
        if place is not None:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.view.selectRow(place)

    def below(self, key: int) -> QPoint:
        """The place on the screen under this row."""
        return self.view.below(self.rows.place(key) or 0)

    def ask_filter(self) -> None:
        """Open the line that filters the rows."""
        if self.rows.rows():
            self.filter.show()
            self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.filter.selectAll()

    def end_filter(self) -> bool:
        """All rows again; whether they were filtered."""
        was = not self.filter.isHidden()
        if was:
            self.filter.hide()
            self.filter.clear()
        return was

    def show_only(self, wanted: Wanted | None) -> None:
        """Show the rows that are wanted; None shows all."""
        self._wanted = wanted
        self._filter()

    def _filter(self, _words: str = "") -> None:
        """What is wanted, and has the words that are typed."""
        wanted, words = self._wanted, self.filter.text().strip()
        if not words:
            self.rows.show_only(wanted)
            return
        self.rows.show_only(lambda key, row: self.filter.lets(row) and (wanted is None or wanted(key, row)))

    def _into_rows(self) -> None:
        if self.rows.rowCount():
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.view.step(0)
