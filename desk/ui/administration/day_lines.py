"""The dated lines of a branch, and those of all branches, as a table."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desk.i18n import _
from desk.services.administration.calendar import DayLine
from desk.ui.administration.days_draft import DaysDraft
from desk.ui.administration.house_grid import GridRole, HouseGrid
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Surface, Text
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.administration import kind_words, line_words, repeat_words
from desk.wording.shapes import Weight

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
WIDTHS = (216, 158, 178, 138, 0)
NARROW = (196, 120, 166, 0, 0)
NARROW_UNDER = 760


class LineRows(QAbstractTableModel):
    """The lines that are about one branch, the earliest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft: DaysDraft | None = None
        self.shown: list[int] = []

    def show(self, draft: DaysDraft, code: str) -> None:
        """Another draft, another branch, or other lines."""
        self.beginResetModel()
        self._draft = draft
        self.shown = draft.shown(code)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """When, how often, what, where, why."""
        return 0 if parent.isValid() else len(WIDTHS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell."""
        if not index.isValid() or self._draft is None:
            return None
        if role == GridRole.GREY:
            return index.column() in (1, 3, 4)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(self._draft.lines[self.shown[index.row()]], index.column())
        return None

    def _words(self, line: DayLine, column: int) -> str:
        assert self._draft is not None
        where = self._draft.branch(line.branch).name if line.branch else _("All branches")
        return (line_words(line), repeat_words(line), kind_words(line), where, line.note)[column]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return (_("When"), _("Repeats"), _("What"), _("Where"), _("Note"))[section]


class LineGrid(HouseGrid):
    """The table of the lines."""

    def __init__(self, look: Look) -> None:
        self.rows = LineRows()
        super().__init__(look, self.rows, _("Dated lines"))
        self.rows.setParent(self)
        self.empty = _("None yet. Add a line for a holiday, or click on a day above.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The note takes what is left, in a narrow table with the branch; then the repeating and the note itself go."""
        super().resizeEvent(event)
        narrow = self.viewport().width() < self._look.px(NARROW_UNDER)
        self.lay_columns(NARROW if narrow else WIDTHS, (1, 4), 160 if narrow else 0)


class DayLines(Surface):
    """The card of the lines: add one, change one, take one away."""

    added = Signal()
    changed = Signal(int)
    removed = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        px = look.px
        self.grid = LineGrid(look)
        self.add_button = KeyButton(look, _("Add"), "Ctrl+N", "plus", Weight.GHOST, height=32)
        self.change_button = KeyButton(look, _("Change"), "Enter", "pencil", Weight.GHOST, height=32)
        self.remove_button = KeyButton(look, _("Remove"), "Del", "trash-2", Weight.GHOST, height=32)
        self.add_button.clicked.connect(self.added)
        self.change_button.clicked.connect(self._change)
        self.remove_button.clicked.connect(self._remove)
        self.grid.entered_row.connect(self._change)
        self.grid.doubleClicked.connect(self._change)
        self.grid.removed.connect(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(2), px(8), 1, px(4))
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(px(16), 0, px(10), 0)
        head.addWidget(Text(look, _("Closures and special openings"), 15, SEMIBOLD, elide=True), 1)
        for button in (self.add_button, self.change_button, self.remove_button):
            head.addWidget(button)
        column.addLayout(head)
        column.addWidget(self.grid, 1)
        self.setMinimumHeight(px(106))

    def show_lines(self, draft: DaysDraft, code: str, chosen: int | None = None) -> None:
        """The lines of a branch; the row that was just changed is chosen."""
        self.grid.rows.show(draft, code)
        shown = self.grid.rows.shown
        if chosen in shown:
            self.grid.selectRow(shown.index(chosen))
        for button in (self.change_button, self.remove_button):
            button.setEnabled(bool(shown))

    def _at(self) -> int | None:
        row = self.grid.currentIndex().row()
        shown = self.grid.rows.shown
        return shown[row] if 0 <= row < len(shown) else None

    def _change(self) -> None:
        at = self._at()
        if at is not None:
            self.changed.emit(at)

    def _remove(self) -> None:
        at = self._at()
        if at is not None:
            self.removed.emit(at)
