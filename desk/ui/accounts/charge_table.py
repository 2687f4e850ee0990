"""The charges of an account: what stands, ticked for what is done next."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyleOptionViewItem, QVBoxLayout

from desk.i18n import _
from desk.services.accounts.answers import ChargeFace
from desk.ui import paint
from desk.ui.announcements import announce
from desk.ui.parts.cell_delegate import CellDelegate
from desk.ui.parts.labels import Surface, Text
from desk.ui.parts.row_table import HeadingRow, KeyedTable
from desk.ui.theme import MEDIUM, SEMIBOLD, Look
from desk.wording.accounts.money import charge_row
from desk.wording.context import Place
from desk.wording.shapes import Row

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Part(Enum):
    """What stands in a column."""

    WHAT = auto()
    DAY = auto()
    AMOUNT = auto()
    LEFT = auto()
    STATE = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One charge, ready to be drawn."""

    charge: ChargeFace
    row: Row
    amount: str

    @property
    def key(self) -> tuple[int, int]:
        """Its number; of a fine that is still growing, that of its loan."""
        return (self.charge.id, 0) if self.charge.id else (0, self.charge.loan or 0)


class ChargeRows(QAbstractTableModel):
    """The lines, and which of them are ticked."""

    ticked_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.ticked: set[tuple[int, int]] = set()
        self.parts = list(Part)

    def show(self, lines: list[Line]) -> None:
        """Other lines; what was ticked and is still there stays ticked."""
        self.beginResetModel()
        self.lines = lines
        self.ticked &= {line.key for line in lines if line.charge.left > 0}
        self.endResetModel()
        self.ticked_changed.emit()

    def tick(self, row: int) -> None:
        """Tick this line, or not any more; what is settled or a credit cannot be paid."""
        line = self.lines[row]
        if line.charge.left == 0:
            return
        self.ticked ^= {line.key}
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.parts) - 1))
        self.ticked_changed.emit()

    def tick_all(self) -> None:
        """All that is owed; where all of it is ticked, nothing."""
        owed = {line.key for line in self.lines if line.charge.left > 0}
        self.ticked = set() if self.ticked >= owed else owed
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, len(self.parts) - 1))
        self.ticked_changed.emit()

    def chosen(self) -> list[ChargeFace]:
        """What is ticked."""
        return [line.charge for line in self.lines if line.key in self.ticked]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self.parts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell; to a screen reader whether the line is ticked as well."""
        if not index.isValid():
            return None
        line, part = self.lines[index.row()], self.parts[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words_of(line, part)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            if part is not Part.WHAT:
                return words_of(line, part)
            ticked = _("ticked") if line.key in self.ticked else ""
            return ", ".join(filter(None, (line.row.title, line.row.subtitle, ticked)))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return {
            Part.WHAT: _("Charge"),
            Part.DAY: _("Date"),
            Part.AMOUNT: _("Amount"),
            Part.LEFT: _("Left"),
            Part.STATE: _("Status"),
        }[self.parts[section]]


def words_of(line: Line, part: Part) -> str:
    """What a cell says."""
    return {
        Part.WHAT: line.row.title,
        Part.DAY: line.row.barcode,
        Part.AMOUNT: line.amount,
        Part.LEFT: line.row.middle,
        Part.STATE: line.row.pill.text,
    }[part]


class ChargeDelegate(CellDelegate):
    """Draws a line: tick, picture, two lines of words, date, sums, state."""

    def __init__(self, look: Look, model: ChargeRows, parent: QObject) -> None:
        super().__init__(look, parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        line, part = self._model.lines[index.row()], self._model.parts[index.column()]
        ticked = line.key in self._model.ticked
        look, rect = self._look, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected or ticked:
            painter.fillRect(rect, look.colour("sel"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look.colour("line"))
        if part is Part.WHAT:
            self._what(painter, option, line, ticked=ticked)
        elif part is Part.STATE:
            self._draw_pill(painter, option, line.row.pill, 16)
        else:
            self._words(painter, option, line, part)
        painter.restore()

    def _what(self, painter: QPainter, option: QStyleOptionViewItem, line: Line, *, ticked: bool) -> None:
        px, rect, colour, row = self._look.px, option.rect, self._look.colour, line.row
        if line.charge.left:
            name, ink = ("circle-check", "accent") if ticked else ("circle", "edge")
            place = QRect(rect.x() + px(16), rect.y(), px(18), rect.height())
            paint.icon(painter, self._look, self._turn(option, place), name, ink, 18)
        place = QRect(rect.x() + px(48), rect.y(), px(17), rect.height())
        paint.icon(painter, self._look, self._turn(option, place), row.icon, "ink2", 17)
        left, width, middle = rect.x() + px(78), rect.width() - px(86), rect.center().y()
        above = QRect(left, middle - px(18), width, px(20))
        if not row.subtitle:
            above = QRect(left, rect.y(), width, rect.height())
        painter.setFont(self._look.font(14, MEDIUM))
        paint.text(painter, self._turn(option, above), row.title, colour("ink"))
        painter.setFont(self._look.font(12))
        below = QRect(left, middle + px(1), width, px(20))
        paint.text(painter, self._turn(option, below), row.subtitle, colour("ink2"))

    def _words(self, painter: QPainter, option: QStyleOptionViewItem, line: Line, part: Part) -> None:
        money = part is not Part.DAY
        strong = part is Part.LEFT and line.charge.left
        painter.setFont(self._look.font(14 if money else 13, SEMIBOLD if strong else MEDIUM, figures=True))
        rect = option.rect.adjusted(self._look.px(12), 0, -self._look.px(8), 0)
        ink = "ink" if strong or part is Part.DAY else "ink2"
        align = QStyle.visualAlignment(option.direction, paint.TRAILING) if money else paint.LEADING
        place = rect if money else self._turn(option, rect)
        if money:
            painter.setPen(self._look.colour(ink))
            painter.drawText(place, int(align), paint.isolated(words_of(line, part)))
        else:
            paint.text(painter, place, words_of(line, part), self._look.colour(ink))


# Usually, and in a narrow table; the words take what is left.
WIDTHS = {
    Part.WHAT: (0, 0),
    Part.DAY: (110, 106),
    Part.AMOUNT: (92, 84),
    Part.LEFT: (96, 84),
    Part.STATE: (164, 140),
}


class MoneyHeadings(HeadingRow):
    """The headings of sums stand over their sums."""

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one heading."""
        model = self.model()
        if not isinstance(model, ChargeRows) or model.parts[section] not in (Part.AMOUNT, Part.LEFT):
            super().paintSection(painter, rect, section)
            return
        painter.setFont(self._look.font(12, MEDIUM))
        painter.setPen(self._look.colour("ink3"))
        inner = rect.adjusted(self._look.px(8), 0, -self._look.px(8), 0)
        align = QStyle.visualAlignment(self.layoutDirection(), paint.TRAILING)
        painter.drawText(inner, int(align), str(model.headerData(section, Qt.Orientation.Horizontal)))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), self._look.colour("line"))


class ChargeView(KeyedTable):
    """The table itself: Space ticks, Ctrl+A ticks all, Enter does nothing."""

    left = Signal()

    def __init__(self, look: Look, rows: ChargeRows) -> None:
        super().__init__(look, rows)
        self._rows = rows
        self.setItemDelegate(ChargeDelegate(look, rows, self))
        self.setHorizontalHeader(MoneyHeadings(look))
        self.setAccessibleName(_("Charges"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks the row; a key that a scanner sends does nothing here."""
        row = self.currentIndex().row()
        if event.key() == Qt.Key.Key_Space and row >= 0:
            self._rows.tick(row)
            self._say(row)
        elif event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._rows.tick_all()
        elif event.key() == Qt.Key.Key_Up and row <= 0:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _say(self, row: int) -> None:
        line = self._rows.lines[row]
        words = _("ticked") if line.key in self._rows.ticked else _("not ticked")
        announce(self, f"{line.row.title}, {line.row.middle}, {words}", urgent=False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a line ticks it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self._rows.tick(index.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab comes to the first line."""
        super().focusInEvent(event)
        self.begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow table the sums give the words some room."""
        super().resizeEvent(event)
        width = self.viewport().width()
        narrow, very = width < self._look.px(720), width < self._look.px(520)
        for at, part in enumerate(self._rows.parts):
            self.setColumnHidden(at, (part is Part.AMOUNT and narrow) or (part is Part.DAY and very))
            self.set_width(at, self._look.px(WIDTHS[part][narrow]))


class ChargeTable(Surface):
    """A card with whose account it is, what is owed, and the lines."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        px = look.px
        self.rows = ChargeRows(self)
        self.view = ChargeView(look, self.rows)
        self.name = Text(look, _("No account open"), 15, SEMIBOLD, elide=True)
        self.about = Text(look, "", 13, colour="ink2", elide=True)
        self.owed = Text(look, "", 18, SEMIBOLD, figures=True)
        self.more = Text(look, "", 12, colour="ink2", elide=True)
        self.empty = Text(look, "", 14, colour="ink2", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(2), px(12), 1, px(2))
        column.setSpacing(0)
        column.addLayout(self._heading(look))
        column.addSpacing(px(6))
        column.addWidget(self.view, 1)
        column.addWidget(self.empty, 1)
        self.setMinimumHeight(px(150))

    def sizeHint(self) -> QSize:
        """It takes what is left, and is no higher than it must be."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _heading(self, look: Look) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(look.px(16), 0, look.px(18), 0)
        row.setSpacing(look.px(12))
        names, sums = QVBoxLayout(), QVBoxLayout()
        for column in (names, sums):
            column.setSpacing(look.px(2))
        names.addWidget(self.name)
        names.addWidget(self.about)
        sums.addWidget(self.owed)
        sums.addWidget(self.more)
        for text in (self.owed, self.more):
            text.setAlignment(paint.TRAILING)
        row.addLayout(names, 1)
        row.addLayout(sums)
        return row

    def show_charges(self, charges: tuple[ChargeFace, ...], place: Place, empty: str) -> None:
        """These lines, newest on top; words where there are none."""
        lines = [Line(each, charge_row(each, place), place.money(each.amount)) for each in reversed(charges)]
        self.rows.show(lines)
        self.view.setVisible(bool(lines))
        self.empty.setText(empty)
        self.empty.setVisible(not lines)
