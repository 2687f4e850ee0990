"""The loan rules as one table: a row for each place, the main values across, lighter where it takes one from above."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent

from desk.i18n import _
from desk.rules.policy import Place
from desk.ui.administration.house_grid import GridRole, HouseGrid
from desk.ui.administration.rules_draft import EVERYWHERE, RulesDraft
from desk.ui.theme import Look
from desk.wording.rule_words import rule_label

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
# The values shown across, the most asked for first: a narrow table shows fewer. With their widths.
ACROSS = {
    "loan": 98,
    "renewals": 88,
    "loans": 108,
    "fine": 76,
    "fine_cap": 122,
    "grace": 84,
    "shelf_days": 140,
    "debt_limit": 214,
    "renewal": 136,
}
PLACE = 176


class RuleRows(QAbstractTableModel):
    """The rows of a draft."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.draft: RulesDraft | None = None
        self.places: list[Place] = []
        self.names = tuple(ACROSS)

    def show(self, draft: RulesDraft) -> None:
        """Another draft, or other rows in it."""
        self.beginResetModel()
        self.draft = draft
        self.places = draft.places()
        self.endResetModel()

    def touch(self) -> None:
        """A value has changed: it may be taken from here in any row."""
        if self.places:
            last = self.index(len(self.places) - 1, len(self.names))
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.places)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """The place, then its values."""
        return 0 if parent.isValid() else len(self.names) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell; for the screen reader with where they come from."""
        if not index.isValid() or self.draft is None:
            return None
        place = self.places[index.row()]
        if index.column() == 0:
            return self._where(place, role)
        return self._value(place, self.names[index.column() - 1], role)

    def _where(self, place: Place, role: int) -> object:
        assert self.draft is not None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.draft.words(place)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.draft.long_words(place)
        if role == GridRole.ICON:
            return _icon(place)
        return place == EVERYWHERE if role == GridRole.STRONG else None

    def _value(self, place: Place, name: str, role: int) -> object:
        assert self.draft is not None
        if role == GridRole.GREY:
            return not self.draft.stated(place, name)
        words, source = self.draft.holds(place, name)
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return _("{value}, {source}").format(value=words, source=source) if source else words
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return _("Where") if section == 0 else rule_label(self.names[section - 1])


def _icon(place: Place) -> str:
    """What a row is for, as a picture."""
    stated = {
        "building-2": place.branch is not None,
        "users": place.category is not None,
        "book": place.item_type is not None,
    }
    icons = [icon for icon, here in stated.items() if here]
    return icons[0] if len(icons) == 1 else "layers" if icons else "library-big"


class RuleGrid(HouseGrid):
    """The table of the rules."""

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        self.rows = RuleRows()
        super().__init__(look, self.rows, _("Loan rules"))
        self.rows.setParent(self)
        self.selectionModel().currentRowChanged.connect(self._row_changed)

    def place(self) -> Place | None:
        """The row that is chosen."""
        row = self.currentIndex().row()
        return self.rows.places[row] if 0 <= row < len(self.rows.places) else None

    def choose(self, place: Place) -> None:
        """Go to a row."""
        if place in self.rows.places:
            self.setCurrentIndex(self.rows.index(self.rows.places.index(place), 0))

    def _row_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(self.rows.places[now.row()])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many values as fit beside the names of the places."""
        super().resizeEvent(event)
        px = self._look.px
        left = self.viewport().width() - px(PLACE)
        self.set_width(0, 0)
        for column, width in enumerate(ACROSS.values(), 1):
            left -= px(width)
            self.setColumnHidden(column, left < 0)
            self.set_width(column, px(width))
