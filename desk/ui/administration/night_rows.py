"""The nights as a table, and below it the loans that the chosen night did not renew."""

from datetime import date, datetime
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent

from desk.i18n import _
from desk.services.circulation.nights import NightReport
from desk.ui.administration.house_grid import GridRole, HouseGrid
from desk.ui.theme import Look
from desk.wording.context import Place
from desk.wording.nights import ended_words, plain_reasons

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
NIGHT_WIDTHS, NIGHT_NARROW = (190, 120, 150, 130, 120, 0), (150, 100, 150, 120, 110, 0)
LEFT_WIDTHS, LEFT_NARROW = (330, 170, 0), (240, 150, 0)
NARROW_UNDER = 900


class Night(NamedTuple):
    """One line of the list of nights."""

    night: date
    ended: datetime | None
    report: NightReport | None


class Left(NamedTuple):
    """One loan that was not renewed."""

    item: str
    title: str
    reasons: str


class NightRows(QAbstractTableModel):
    """The last nights, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.nights: tuple[Night, ...] = ()
        self._place: Place | None = None

    def show(self, nights: tuple[Night, ...], place: Place) -> None:
        """Other nights."""
        self.beginResetModel()
        self.nights, self._place = nights, place
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many nights there are."""
        return 0 if parent.isValid() else len(self.nights)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """The night, what it did, and when that was done."""
        return 0 if parent.isValid() else len(NIGHT_WIDTHS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell; a nought is grey."""
        if not index.isValid() or self._place is None:
            return None
        night, column = self.nights[index.row()], index.column()
        words = self._words(night, column, self._place)
        if role == GridRole.GREY:
            return column == len(NIGHT_WIDTHS) - 1 or words == "0"
        return words if role in SPOKEN else None

    def _words(self, night: Night, column: int, place: Place) -> str:
        if column == 0:
            return place.day(night.night)
        if column == len(NIGHT_WIDTHS) - 1:
            return ended_words(night.ended, place)
        if night.report is None:
            return ""
        did = night.report
        return str((len(did.renewed), len(did.last_time), len(did.refused), did.reshelved)[column - 1])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return (_("Night of"), _("Renewed"), _("For the last time"), _("Not renewed"), _("Reshelved"), _("Done"))[
            section
        ]


class NightGrid(HouseGrid):
    """The table of the nights."""

    def __init__(self, look: Look) -> None:
        self.rows = NightRows()
        super().__init__(look, self.rows, _("Nights"))
        self.rows.setParent(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow table the last renewals are not told apart, and then not what was reshelved."""
        super().resizeEvent(event)
        narrow = self.viewport().width() < self._look.px(NARROW_UNDER)
        self.lay_columns(NIGHT_NARROW if narrow else NIGHT_WIDTHS, (2, 4), 200)

    def night(self) -> Night | None:
        """The night that is chosen."""
        row = self.currentIndex().row()
        return self.rows.nights[row] if 0 <= row < len(self.rows.nights) else None


class LeftRows(QAbstractTableModel):
    """The loans that one night did not renew."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.left: tuple[Left, ...] = ()

    def show(self, left: tuple[Left, ...]) -> None:
        """Other loans."""
        self.beginResetModel()
        self.left = left
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self.left)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Title, copy, why."""
        return 0 if parent.isValid() else len(LEFT_WIDTHS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell."""
        if not index.isValid():
            return None
        row = self.left[index.row()]
        if role == GridRole.GREY:
            return index.column() == 1
        return (row.title, row.item, row.reasons)[index.column()] if role in SPOKEN else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return (_("Title"), _("Barcode"), _("Why not renewed"))[section]


class LeftGrid(HouseGrid):
    """The table of the loans that were not renewed."""

    def __init__(self, look: Look) -> None:
        self.rows = LeftRows()
        super().__init__(look, self.rows, _("Not renewed"))
        self.rows.setParent(self)

    def show_left(self, night: Night | None, titles: dict[str, str], place: Place) -> None:
        """The loans of another night."""
        refused = night.report.refused if night is not None and night.report is not None else ()
        self.rows.show(
            tuple(Left(each.item, titles.get(each.item, ""), plain_reasons(each.reasons, place)) for each in refused)
        )
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The reasons take what is left; where that is little, the title says enough of the copy."""
        super().resizeEvent(event)
        narrow = self.viewport().width() < self._look.px(NARROW_UNDER)
        self.lay_columns(LEFT_NARROW if narrow else LEFT_WIDTHS, (1,), 180)
