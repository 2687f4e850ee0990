"""The four counters of a check-in session; each shows only its own rows when pressed."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.ui import paint
from desk.ui.parts.buttons import CountButton
from desk.ui.parts.labels import mirrored, width_of
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.shapes import Tone


@dataclass(frozen=True, slots=True)
class CounterKind:
    """What is counted: its name inside, icon, word and tone."""

    name: str
    icon: str
    word: str
    tone: Tone


class Counter(CountButton):
    """A number, what it counts, and a filter while it is pressed."""

    def __init__(self, look: Look, kind: CounterKind) -> None:
        super().__init__(look, kind.word)
        self.kind = kind

    def sizeHint(self) -> QSize:
        """Wide enough for its word; where it is not, the picture goes before a letter does."""
        return QSize(self.look.px(150), self.look.px(66))

    def minimumSizeHint(self) -> QSize:
        """The word and the number."""
        return QSize(width_of(self.look, self.kind.word, 12) + self.look.px(14 + 6), self.look.px(66))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the counter."""
        painter = paint.smooth(self)
        px, colour = self.look.px, self.look.colour
        tone = self.look.tone(self.kind.tone)
        line = QColor(tone.solid) if self.isChecked() else colour("line")
        fill = QColor(tone.ground) if self.isChecked() else colour("hover" if self.hovered() else "surface")
        paint.box(painter, self.rect(), px(12), fill, line)
        beside = px(66 + 6)
        pictured = width_of(self.look, self.kind.word, 12) + beside <= self.width()
        if pictured:
            tile = mirrored(self, QRect(px(14), px(13), px(40), px(40)))
            paint.box(painter, tile, px(8), tone.ground)
            paint.icon(painter, self.look, tile, self.kind.icon, QColor(tone.ink), 20)
        left = px(66 if pictured else 14)
        width = self.width() - left - px(6)
        painter.setFont(self.look.font(20, SEMIBOLD, figures=True))
        number = mirrored(self, QRect(left, px(12), width, px(26)))
        paint.text(painter, number, str(self._count), colour("ink"))
        painter.setFont(self.look.font(12))
        word = mirrored(self, QRect(left, px(36), width, px(18)))
        paint.text(painter, word, self.kind.word, colour("ink3"))
        self.ring(painter, 12)


class Counters(QWidget):
    """The counters side by side; at most one of them filters."""

    filtered = Signal(str)

    def __init__(self, look: Look, kinds: tuple[CounterKind, ...]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(12))
        self.tiles = {kind.name: Counter(look, kind) for kind in kinds}
        for tile in self.tiles.values():
            row.addWidget(tile, 1)
            tile.clicked.connect(self._clicked)

    def set_count(self, name: str, count: int) -> None:
        """Another number on one of them."""
        self.tiles[name].set_count(count)

    def release(self) -> None:
        """Show all rows again."""
        for tile in self.tiles.values():
            tile.setChecked(False)

    def _clicked(self) -> None:
        pressed = self.sender()
        for tile in self.tiles.values():
            tile.setChecked(tile is pressed and tile.isChecked())
        self.filtered.emit(next((name for name, tile in self.tiles.items() if tile.isChecked()), ""))
