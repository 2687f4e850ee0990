"""The rows of a visit or a session: a table model with the newest scan on top."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum, auto

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

from desk.wording.shapes import Row

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Wanted = Callable[[int, Row], bool]
# Most answers are there within ten: the row is then painted once, as what came of it. An eye sees no row come sooner.
ANSWER_MS = 25


class Cell(Enum):
    """What stands in a column."""

    ITEM = auto()
    BARCODE = auto()
    MIDDLE = auto()
    PILL = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its content, heading and width (0 takes what is left); `narrow` is its width in a small window.

    One that folds stands there in the second line of the title instead.
    """

    cell: Cell
    heading: str
    width: int = 0
    narrow: int = 0
    folds: bool = False


class RowRole(IntEnum):
    """What the delegate asks the model for besides the words."""

    ROW = Qt.ItemDataRole.UserRole + 1
    KEY = Qt.ItemDataRole.UserRole + 2
    NEWEST = Qt.ItemDataRole.UserRole + 3


class SessionRows(QAbstractTableModel):
    """Rows as they were scanned, shown newest first. A row's key tells its place in that order and never changes.

    A row that waits for its answer comes into sight with it, or when that takes longer than a moment.
    """

    def __init__(self, columns: tuple[Column, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self._rows: dict[int, Row] = {}
        self._next = 0
        self._shown: list[int] = []
        self._coming: list[int] = []
        self._wanted: Wanted | None = None
        self._patience = QTimer(self, singleShot=True, interval=ANSWER_MS)
        self._patience.timeout.connect(self.show_coming)

    def append(self, row: Row, *, waits: bool = False) -> int:
        """One more row on top; gives its key."""
        key = self._next
        self._next += 1
        self._rows[key] = row
        self._coming.append(key)
        if not waits:
            self.show_coming()
        elif not self._patience.isActive():
            self._patience.start()
        return key

    def show_coming(self) -> None:
        """Nothing is waited for any more: all that was scanned is in sight."""
        self._patience.stop()
        coming = [key for key in self._coming if self._wanted is None or self._wanted(key, self._rows[key])]
        self._coming.clear()
        if coming:
            self.beginInsertRows(NOWHERE, 0, len(coming) - 1)
            self._shown += coming
            self.endInsertRows()
            self._touch(len(coming))

    def replace(self, key: int, row: Row) -> None:
        """Another content for a row that is already there."""
        self._rows[key] = row
        if key in self._coming:
            self.show_coming()
            return
        place = self.place(key)
        if place is not None:
            self._touch(place)

    def remove(self, key: int) -> None:
        """Take a row away: it was a card or a name, and stands in the panel now."""
        if key in self._coming:
            self._coming.remove(key)
        place = self.place(key)
        del self._rows[key]
        if place is not None:
            self.beginRemoveRows(NOWHERE, place, place)
            del self._shown[len(self._shown) - 1 - place]
            self.endRemoveRows()
            self._touch(0)

    def row(self, key: int) -> Row:
        """The row with this key."""
        return self._rows[key]

    def is_newest(self, key: int) -> bool:
        """Whether nothing was scanned after it."""
        return key == next(reversed(self._rows))

    def rows(self) -> list[Row]:
        """Every row, the oldest first, whether it is shown or not."""
        return list(self._rows.values())

    def clear(self) -> None:
        """Forget all rows."""
        self.beginResetModel()
        for keys in (self._rows, self._shown, self._coming):
            keys.clear()
        self._wanted = None
        self.endResetModel()

    def show_only(self, wanted: Wanted | None) -> None:
        """Show the rows that are wanted; None shows all."""
        self.beginResetModel()
        self._wanted = wanted
        self._coming.clear()
        self._shown = [key for key, row in self._rows.items() if wanted is None or wanted(key, row)]
        self.endResetModel()

    def key_at(self, place: int) -> int:
        """The key of the row at this place from the top."""
        return self._shown[len(self._shown) - 1 - place]

    def place(self, key: int) -> int | None:
        """How far from the top the row is; None while it is not shown."""
        at = bisect_left(self._shown, key)
        found = at < len(self._shown) and self._shown[at] == key
        return len(self._shown) - 1 - at if found else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell; for the screen reader with all that the row shows there."""
        if not index.isValid():
            return None
        key = self.key_at(index.row())
        row, cell = self._rows[key], self.columns[index.column()].cell
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(row, cell)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return ", ".join(filter(None, (row.title, row.subtitle))) if cell is Cell.ITEM else _words(row, cell)
        asked = {RowRole.ROW: row, RowRole.KEY: key, RowRole.NEWEST: self.is_newest(key)}
        return asked.get(role)  # type: ignore[call-overload]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.columns[section].heading if orientation is Qt.Orientation.Horizontal else section + 1

    def _touch(self, place: int) -> None:
        if 0 <= place < len(self._shown):
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))


def _words(row: Row, cell: Cell) -> str:
    words = {Cell.ITEM: row.title, Cell.BARCODE: row.barcode, Cell.MIDDLE: row.middle, Cell.PILL: row.pill.text}
    return words[cell]
