"""Chips: the desk's modes, each with its value in words, and the small list that a chip opens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desk.i18n import _
from desk.ui import paint
from desk.ui.parts.buttons import PaintedButton
from desk.ui.parts.day_box import DayBox
from desk.ui.parts.labels import Surface, Text, mirrored, width_of
from desk.ui.theme import SEMIBOLD, Look


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a chip or a list: what it is called inside, and the words for it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ChipKind:
    """A mode of the desk: name inside, icon, word, values (the first is the normal one), whether it takes a date.

    A date's value is the ISO day; its words come from the caller with `Chip.set_value`.
    """

    name: str
    icon: str
    word: str
    choices: tuple[Choice, ...]
    takes_date: bool = False
    key: str = ""
    normal: str = field(default="")

    def normal_value(self) -> str:
        """The value that is not amber."""
        return self.normal or self.choices[0].value


@dataclass(frozen=True, slots=True)
class DayKind:
    """How a chip's day is meant: from the branch's today, ahead as a due date or behind as a return."""

    today: Callable[[], date] = date.today
    ahead: bool = True


class ChoicePopup(Surface):
    """A short list inside the window: arrows and Enter choose, Esc or a click elsewhere closes. Scanning on is safe.

    Where a day can be meant, a box for it stands first and has the keyboard.
    """

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget, kind: ChipKind, current: str, days: DayKind) -> None:
        super().__init__(look, 8, "surface", "line2")
        self.setParent(parent)
        column = QVBoxLayout(self)
        edge = look.px(6)
        column.setContentsMargins(edge, edge, edge, edge)
        self.list = self._build_list(kind, current)
        self.date = self._build_box(kind, days) if kind.takes_date else None
        if self.date is not None:
            column.addWidget(Text(look, _("A day, then Enter"), 12, colour="ink3"))
            column.addWidget(self.date)
            self.list.setCurrentRow(-1)  # nothing is chosen while a day may be typed
        column.addWidget(self.list)
        self.setFocusProxy(self.date or self.list)

    def _build_box(self, kind: ChipKind, days: DayKind) -> DayBox:
        usual = kind.choices[0]
        box = DayBox(self._look, _("Day"), days.today(), usual.label, ahead=days.ahead)
        box.line.installEventFilter(self)
        box.entered.connect(self._day_entered)
        return box

    def _day_entered(self, iso_day: str) -> None:
        self.chosen.emit(iso_day or self.list.item(0).data(Qt.ItemDataRole.UserRole))

    def _build_list(self, kind: ChipKind, current: str) -> QListWidget:
        widget = QListWidget()
        widget.setFont(self._look.font(14))
        widget.setAccessibleName(kind.word)
        for choice in kind.choices:
            item = QListWidgetItem(choice.label, widget)
            item.setData(Qt.ItemDataRole.UserRole, choice.value)
            if choice.value == current:
                widget.setCurrentItem(item)
        if widget.currentRow() < 0:
            widget.setCurrentRow(0)
        widget.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        metrics = QFontMetrics(widget.font())
        widest = max(metrics.horizontalAdvance(choice.label) for choice in kind.choices)
        widget.setFixedSize(max(self._look.px(190), widest + self._look.px(40)), self._look.px(34) * len(kind.choices))
        widget.itemActivated.connect(self._activated)
        widget.itemClicked.connect(self._activated)
        widget.installEventFilter(self)
        return widget

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the day, Esc closes, and so does looking elsewhere."""
        if event.type() == QEvent.Type.FocusOut:
            self._focus_left()
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return self._key(watched, event)
        return super().eventFilter(watched, event)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        taken = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() not in taken or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        event.accept()
        if event.type() == QEvent.Type.ShortcutOverride:
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif self.date is not None and watched is self.date.line:
            self.date.submit()
        elif self.list.currentItem() is not None:
            self._activated(self.list.currentItem())
        return True

    def _focus_left(self) -> None:
        now = QApplication.focusWidget()
        if now is None or not self.isAncestorOf(now):
            self.closed.emit()

    def _activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))


class Chip(PaintedButton):
    """One mode of the desk. Amber and in words while it is not at its normal value."""

    changed = Signal(str, str)
    released = Signal()

    def __init__(self, look: Look, kind: ChipKind) -> None:
        super().__init__(look, kind.word, kind.key)
        self.kind = kind
        self.normal = kind.normal_value()
        self.value = self.normal
        self._shown = ""
        self.days = DayKind()
        self._popup: ChoicePopup | None = None
        self.setFixedHeight(look.size("chip"))
        self.set_value(self.value)
        self.clicked.connect(self.open)

    def set_value(self, value: str, label: str = "") -> None:
        """Show a value; a day needs its words."""
        self.value = value
        known = next((choice.label for choice in self.kind.choices if choice.value == value), value)
        self._shown = label or known
        self.setAccessibleName(f"{self.kind.word}: {self._shown}" + (f", {self.key}" if self.key else ""))
        self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    def respell(self) -> None:
        """The key as it is now; the value stands in the name too."""
        super().respell()
        self.set_value(self.value, self._shown)

    def reset(self) -> None:
        """Back to the normal value."""
        self.set_value(self.normal)

    def set_normal(self, value: str) -> None:
        """What is usual here now: the desk's setting, or the wish of the reader who has come."""
        self.normal = value
        self.set_value(value)

    def is_normal(self) -> bool:
        """Whether the desk works as usual here."""
        return self.value == self.normal

    def open(self) -> None:
        """Show the values to choose from."""
        if self._popup is not None:
            self._close()
            return
        popup = ChoicePopup(self.look, self.window(), self.kind, self.value, self.days)
        popup.chosen.connect(self.choose)
        popup.closed.connect(self._close)
        popup.adjustSize()
        corner = self.mapTo(self.window(), QPoint(self.width() - popup.width(), self.height() + self.look.px(4)))
        popup.move(max(0, corner.x()), corner.y())
        popup.show()
        popup.raise_()
        self._popup = popup
        popup.setFocus(Qt.FocusReason.PopupFocusReason)

    def choose(self, value: str) -> None:
        """This value, as if it were picked from the list."""
        self._close()
        self.set_value(value)
        self.changed.emit(self.kind.name, value)

    def _close(self) -> None:
        popup, self._popup = self._popup, None
        if popup is not None:
            popup.hide()
            popup.deleteLater()
            self.released.emit()

    def _parts(self) -> Sequence[int]:
        px = self.look.px
        word = width_of(self.look, self.kind.word, 13)
        value = width_of(self.look, self._shown, 13, SEMIBOLD)
        return px(11), px(15), px(5), word, px(5), value, px(5), px(14), px(9)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(sum(self._parts()), self.look.size("chip"))

    def minimumSizeHint(self) -> QSize:
        """A chip is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = paint.smooth(self)
        usual = self.is_normal()
        warn, colour = self.look.colour, self.look.colour
        fill = colour("hover") if self.hovered() and usual else colour("surface" if usual else "warn_bg")
        paint.box(painter, self.rect(), self.look.px(8), fill, warn("line2" if usual else "warn_line"))
        inks = ("ink2", "ink2", "ink", "ink2") if usual else ("warn_ink",) * 4
        pad, icon, gap, word, space, value, gap2, arrow, _end = self._parts()
        at, height = pad, self.height()
        paint.icon(painter, self.look, mirrored(self, QRect(at, 0, icon, height)), self.kind.icon, inks[0], 15)
        at += icon + gap
        painter.setFont(self.look.font(13))
        paint.text(painter, mirrored(self, QRect(at, 0, word, height)), self.kind.word, colour(inks[1]), paint.CENTRE)
        at += word + space
        painter.setFont(self.look.font(13, SEMIBOLD))
        paint.text(painter, mirrored(self, QRect(at, 0, value, height)), self._shown, colour(inks[2]), paint.CENTRE)
        at += value + gap2
        paint.icon(painter, self.look, mirrored(self, QRect(at, 0, arrow, height)), "chevron-down", inks[3], 14)
        self.ring(painter, 8)
