"""Lines to choose from: an icon, what it is, something beside it, and the key that does the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk.ui import paint
from desk.ui.keys import cap
from desk.ui.theme import MEDIUM, Look
from desk.ui.tokens import Scheme

Index = QModelIndex | QPersistentModelIndex
ROW = 39
EDGE, ICON = 13, 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One line; `key` is the standard spelling of the key that does the same, `do` what it does."""

    title: str
    icon: str
    do: Callable[[], None]
    detail: str = ""
    key: str = ""
    heading: bool = False

    def words(self) -> str:
        """All of it, for a screen reader."""
        return ", ".join(filter(None, (self.title, self.detail, cap(self.key))))


class Role(IntEnum):
    """What the delegate asks an item for."""

    ENTRY = Qt.ItemDataRole.UserRole + 1


class EntryDelegate(QStyledItemDelegate):
    """Draws a line."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as a line."""
        return QSize(option.rect.width(), self._look.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground where it is chosen, icon, words, key."""
        entry = index.data(Role.ENTRY)
        if not isinstance(entry, Entry):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if entry.heading:
            self._heading(painter, option.rect, entry, option.direction)
        else:
            self._line(painter, option.rect, entry, chosen, option.direction)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, entry: Entry, direction: Qt.LayoutDirection) -> None:
        px = self._look.px
        painter.setFont(self._look.font(12, MEDIUM))
        words = QStyle.visualRect(direction, rect, rect.adjusted(px(EDGE), px(8), -px(EDGE), 0))
        paint.text(painter, words, entry.title, self._look.colour("ink3"))

    def _line(self, painter: QPainter, rect: QRect, entry: Entry, chosen: bool, way: Qt.LayoutDirection) -> None:
        look, px = self._look, self._look.px
        if chosen:
            line = look.colour("accent") if look.scheme is Scheme.CONTRAST else None
            paint.box(painter, rect, px(8), look.colour("sel"), line)
        ink = "accent_ink" if chosen else "ink2"
        spot = QRect(rect.x() + px(EDGE), rect.y(), px(17), rect.height())
        paint.icon(painter, look, QStyle.visualRect(way, rect, spot), entry.icon, ink, 17)
        end = self._key(painter, rect, entry, way)
        painter.setFont(look.font(14, MEDIUM))
        needed = painter.fontMetrics().horizontalAdvance(entry.title) + px(2)
        words = QRect(rect.x() + px(ICON), rect.y(), min(needed, end - px(ICON)), rect.height())
        paint.text(painter, QStyle.visualRect(way, rect, words), entry.title, look.colour("ink"))
        painter.setFont(look.font(13))
        left = px(ICON) + words.width() + px(9)
        beside = QRect(rect.x() + left, rect.y(), max(0, end - left), rect.height())
        if beside.width() > px(24):
            paint.text(painter, QStyle.visualRect(way, rect, beside), entry.detail, look.colour("ink2"))

    def _key(self, painter: QPainter, rect: QRect, entry: Entry, way: Qt.LayoutDirection) -> int:
        """The keycap at the end; gives how far the words may go."""
        px, words = self._look.px, cap(entry.key)
        if not words:
            return rect.width() - px(EDGE)
        size = paint.cap_size(self._look, words)
        spot = QRect(rect.right() - size.width() - px(9), rect.y() + (rect.height() - size.height()) // 2, 0, 0)
        spot.setSize(size)
        paint.keycap(painter, self._look, QStyle.visualRect(way, rect, spot), words)
        return rect.width() - size.width() - px(18)


class EntryList(QListWidget):
    """The lines. Whoever types stays in their box: the arrows are handed on from there."""

    chosen = Signal(object)
    moved = Signal(object)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName(name)
        self.setItemDelegate(EntryDelegate(look, self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.itemClicked.connect(self._clicked)

    def show_entries(self, entries: Sequence[Entry], keep: bool = False) -> None:
        """Other lines; `keep` leaves the mark on the line that it was on, else the first has it."""
        before = self.current()
        self.clear()
        for entry in entries:
            item = QListWidgetItem(entry.title, self)
            item.setData(Role.ENTRY, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, entry.words())
            item.setToolTip(", ".join(filter(None, (entry.title, entry.detail))))
            if entry.heading:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        wanted = [at for at, each in enumerate(entries) if keep and before is not None and each.title == before.title]
        first = next((at for at, each in enumerate(entries) if not each.heading), -1)
        self.setCurrentRow(wanted[0] if wanted else first)

    def entries(self) -> list[Entry]:
        """What is shown."""
        return [self.item(at).data(Role.ENTRY) for at in range(self.count())]

    def current(self) -> Entry | None:
        """The line that is marked."""
        at = self.currentRow()
        entry = self.item(at).data(Role.ENTRY) if at >= 0 else None
        return entry if isinstance(entry, Entry) and not entry.heading else None

    def step(self, by: int) -> None:
        """Move the mark, past headings, and stop at the ends."""
        at, way = self.currentRow() + by, 1 if by > 0 else -1
        at = max(0, min(self.count() - 1, at))
        while 0 <= at < self.count() and self.item(at).data(Role.ENTRY).heading:
            at += way
        if 0 <= at < self.count():
            self.setCurrentRow(at)
            self.moved.emit(self.current())

    def height_of(self, most: int) -> int:
        """How high it is with all its lines, at most so many."""
        return min(self.count(), most) * self._look.px(ROW) + 2 * self.frameWidth()

    def _clicked(self, item: QListWidgetItem) -> None:
        entry = item.data(Role.ENTRY)
        if isinstance(entry, Entry) and not entry.heading:
            self.chosen.emit(entry)
