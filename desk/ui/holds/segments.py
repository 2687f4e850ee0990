"""The lists of the page, side by side: one is shown, each says how much is in it."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QGridLayout

from desk.i18n import _
from desk.services.holds.board import ListName
from desk.ui import paint
from desk.ui.parts.buttons import CountButton
from desk.ui.parts.fitted import Fitted
from desk.ui.parts.labels import mirrored, width_of
from desk.ui.theme import MEDIUM, SEMIBOLD, Look
from desk.wording.holds.rows import list_word

HEIGHT, EDGE, GAP = 36, 14, 7


class Segment(CountButton):
    """One list: its name and its number."""

    def __init__(self, look: Look, name: ListName) -> None:
        super().__init__(look, list_word(name))
        self.name = name

    def sizeHint(self) -> QSize:
        """Name and number."""
        words = width_of(self.look, self.label, 14, MEDIUM) + width_of(self.look, str(self._count), 13, SEMIBOLD)
        return QSize(words + self.look.px(2 * EDGE + GAP) + 2, self.look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """All of it, with less air."""
        return self.sizeHint() - QSize(self.look.px(EDGE), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The one that is shown lies on top of the others."""
        painter = paint.smooth(self)
        px, colour, chosen = self.look.px, self.look.colour, self.isChecked()
        if chosen:
            paint.box(painter, self.rect(), px(8), colour("surface"), colour("line2"))
        elif self.hovered():
            paint.box(painter, self.rect(), px(8), colour("hover"))
        words, number = width_of(self.look, self.label, 14, MEDIUM), str(self._count)
        count = width_of(self.look, number, 13, SEMIBOLD)
        left = max(px(4), (self.width() - words - px(GAP) - count) // 2)
        painter.setFont(self.look.font(14, MEDIUM))
        place = mirrored(self, QRect(left, 0, words + 2, self.height()))
        paint.text(painter, place, self.label, colour("ink" if chosen else "ink2"))
        painter.setFont(self.look.font(13, SEMIBOLD, figures=True))
        beside = mirrored(self, QRect(left + words + px(GAP), 0, count + px(6), self.height()))
        paint.text(painter, beside, number, colour("accent" if chosen and self._count else "ink3"))
        self.ring(painter, 8)


class Segments(Fitted):
    """Left and right change the list; so does Ctrl+Page Up and Down from anywhere on the page.

    In a narrow window they stand in two lines.
    """

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName(_("Lists of holds"))
        self._grid = QGridLayout(self)
        edge = look.px(4)
        self._grid.setContentsMargins(edge, edge, edge, edge)
        self._grid.setSpacing(look.px(2))
        self.buttons = {name: Segment(look, name) for name in ListName}
        self._lines = 0
        self._lay(1)
        for button in self.buttons.values():
            button.clicked.connect(self._clicked)
        self.name = ListName.PULL
        self.buttons[self.name].setChecked(True)

    def minimumSizeHint(self) -> QSize:
        """As narrow as in two lines."""
        least = super().minimumSizeHint()
        half = max(button.minimumSizeHint().width() for button in self.buttons.values()) * len(self.buttons) // 2
        return QSize(min(least.width(), half + self._look.px(16)), least.height())

    def settle(self) -> None:
        """One line, or two where one has no room."""
        gaps = self._look.px(4 * 2 + 2 * len(self.buttons))
        wide = sum(button.minimumSizeHint().width() for button in self.buttons.values()) + gaps
        self._lay(1 if wide <= self.width() else 2)

    def _lay(self, lines: int) -> None:
        if lines == self._lines:
            return
        self._lines, across = lines, len(self.buttons) // lines
        for at, button in enumerate(self.buttons.values()):
            self._grid.addWidget(button, at // across, at % across)

    def choose(self, name: ListName) -> None:
        """Show this list."""
        self.name = name
        for each, button in self.buttons.items():
            button.setChecked(each is name)
        self.chosen.emit(name)

    def step(self, by: int) -> None:
        """The next list, or the one before."""
        names = list(ListName)
        self.choose(names[(names.index(self.name) + by) % len(names)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right as they are seen."""
        turned = -1 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 1
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step(turned if event.key() == Qt.Key.Key_Right else -turned)
            self.buttons[self.name].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground on which the lists lie."""
        painter = paint.smooth(self)
        paint.box(painter, self.rect(), self._look.px(11), self._look.colour("hover"), self._look.colour("line"))

    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, Segment):
            self.choose(sender.name)
