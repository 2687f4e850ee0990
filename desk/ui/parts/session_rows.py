"""The rows of a visit or a session: a table model with the newest scan on top."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum, auto

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desk.wording.shapes import Row

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Wanted = Callable[[int, Row], bool]


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
    """Rows as they were scanned, shown newest first. A row's key tells its place in that order and never changes."""

    def __init__(self, columns: tuple[Column, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self._rows: dict[int, Row] = {}
        self._next = 0
        self._shown: list[int] = []
        self._wanted: Wanted | None = None

    def append(self, row: Row) -> int:
        """One more row on top; gives its key."""
        key = self._next
        self._next += 1
        self._rows[key] = row
        if self._wanted is None or self._wanted(key, row):
            self.beginInsertRows(NOWHERE, 0, 0)
            self._shown.append(key)
            self.endInsertRows()
            self._touch(1)
        return key

    def replace(self, key: int, row: Row) -> None:
        """Another content for a row that is already there."""
        self._rows[key] = row
        place = self.place(key)
        if place is not None:
            self._touch(place)

    def remove(self, key: int) -> None:
        """Take a row away: it was a card or a name, and stands in the panel now."""
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

    def rows(self) -> list[Row]:
        """Every row, the oldest first, whether it is shown or not."""
        return list(self._rows.values())

    def clear(self) -> None:
        """Forget all rows."""
        self.beginResetModel()
        self._rows.clear()
        self._shown.clear()
        self._wanted = None
        self.endResetModel()

    def show_only(self, wanted: Wanted | None) -> None:
        """Show the rows that are wanted; None shows all."""
        self.beginResetModel()
        self._wanted = wanted
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
        asked = {RowRole.ROW: row, RowRole.KEY: key, RowRole.NEWEST: key == next(reversed(self._rows))}
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
