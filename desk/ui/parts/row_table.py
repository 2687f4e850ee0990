"""What every table of the window shares: calm headings and rows, and a line around the one that the keyboard is on."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desk.ui import paint
from desk.ui.theme import MEDIUM, Look


class HeadingRow(QHeaderView):
    """The headings, drawn in small grey words over a hairline."""

    def __init__(self, look: Look) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._look = look
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.fit()

    def fit(self) -> None:
        """The height of the headings, and how narrow a column may become."""
        self.setMinimumSectionSize(self._look.px(60))
        self.setFixedHeight(self._look.size("heading_row"))

    def sizeHint(self) -> QSize:
        """As high as the tokens say."""
        return QSize(super().sizeHint().width(), self._look.size("heading_row"))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one heading."""
        words = self.model().headerData(section, Qt.Orientation.Horizontal)
        painter.setFont(self._look.font(12, MEDIUM))
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        lead, trail = self._look.px(16 if section == 0 else 12), self._look.px(4)
        inner = rect.adjusted(trail, 0, -lead, 0) if right else rect.adjusted(lead, 0, -trail, 0)
        paint.words(painter, self._look, inner, words, self._look.colour("ink3"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), self._look.colour("line"))


class RowTable(QTableView):
    """Whole rows of one height (a size by its name), one of them chosen."""

    def __init__(self, look: Look, rows: QAbstractItemModel, size: str = "row") -> None:
        super().__init__()
        self._look, self._size = look, size
        self.setModel(rows)
        self.setHorizontalHeader(HeadingRow(look))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_rows()

    def fit(self) -> None:
        """The height of the rows at another zoom."""
        self._fit_rows()

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._look.size(self._size))

    def set_width(self, column: int, pixels: int) -> None:
        """How wide a column is; nought takes what is left."""
        header = self.horizontalHeader()
        mode = QHeaderView.ResizeMode.Fixed if pixels else QHeaderView.ResizeMode.Stretch
        header.setSectionResizeMode(column, mode)
        if pixels:
            header.resizeSection(column, pixels)

    def begin(self) -> None:
        """On the first row, unless one is chosen already."""
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.selectRow(0)

    def asked_row(self, event: QContextMenuEvent) -> QModelIndex:
        """The row under the pointer; for the menu key, the one that the keyboard is on."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        return self.indexAt(self.viewport().mapFromGlobal(event.globalPos())) if by_mouse else self.currentIndex()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and a line around the one that the keyboard is on."""
        super().paintEvent(event)
        row = self.currentIndex().row()
        if self.hasFocus() and row >= 0:
            shown = [at for at in range(self.model().columnCount()) if not self.isColumnHidden(at)]
            first, last = (self.visualRect(self.model().index(row, at)) for at in (shown[0], shown[-1]))
            self.ring(first.united(last))

    def ring(self, around: QRect) -> None:
        """The line that shows where the keyboard is."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = around.adjusted(1, 1, -2, -2)
        paint.box(painter, inside, self._look.px(6), None, self._look.colour("accent"), 2)


class KeyedTable(RowTable):
    """A table whose row is marked only while its keys work."""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A row that no key reaches any more is not marked; while another window is in front it stays."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.unmark()

    def unmark(self) -> None:
        """No row is the one that keys are for."""
        self.clearSelection()
        self.setCurrentIndex(QModelIndex())
