"""Switches: a mode of the desk that is off or on, shown beside the chips. Amber, and told in words, while it is on."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPaintEvent

from desk.i18n import _
from desk.ui import paint
from desk.ui.parts.buttons import PaintedButton
from desk.ui.parts.labels import mirrored, width_of
from desk.ui.theme import SEMIBOLD, Look


@dataclass(frozen=True, slots=True)
class SwitchKind:
    """A switch: its name inside, its word, and what it means while it is on."""

    name: str
    word: str
    means: str


class Switch(PaintedButton):
    """Off it is a quiet word with an empty ring; on it is amber, ticked, and says what it does."""

    switched = Signal(str, bool)

    def __init__(self, look: Look, kind: SwitchKind) -> None:
        super().__init__(look, kind.word)
        self.kind = kind
        self.setCheckable(True)
        self.setFixedHeight(look.size("chip"))
        self.toggled.connect(self._tell)
        self.clicked.connect(self._clicked)
        self._tell(False)

    def is_on(self) -> bool:
        """Whether it is on."""
        return self.isChecked()

    def reset(self) -> None:
        """Off again."""
        self.setChecked(False)

    def _clicked(self, on: bool) -> None:
        self.switched.emit(self.kind.name, on)

    def _tell(self, on: bool) -> None:
        value = self.kind.means if on else _("off")
        self.setAccessibleName(f"{self.kind.word}: {value}")
        self.setToolTip(f"{self.kind.word}: {self.kind.means}")
        self.updateGeometry()
        self.update()

    def _parts(self) -> Sequence[int]:
        px = self.look.px
        word = width_of(self.look, self.kind.word, 13)
        means = width_of(self.look, self.kind.means, 13, SEMIBOLD) if self.isChecked() else 0
        return px(11), px(15), px(5), word, px(5) if means else 0, means, px(11)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(sum(self._parts()), self.look.size("chip"))

    def minimumSizeHint(self) -> QSize:
        """A switch is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the switch."""
        painter = paint.smooth(self)
        colour, on = self.look.colour, self.isChecked()
        fill = colour("warn_bg" if on else "hover" if self.hovered() else "surface")
        paint.box(painter, self.rect(), self.look.px(8), fill, colour("warn_line" if on else "line2"))
        ink = "warn_ink" if on else "ink2"
        pad, icon, gap, word, space, means, _end = self._parts()
        at, height = pad, self.height()
        mark = mirrored(self, QRect(at, 0, icon, height))
        paint.icon(painter, self.look, mark, "circle-check" if on else "circle", ink, 15)
        at += icon + gap
        painter.setFont(self.look.font(13))
        paint.text(painter, mirrored(self, QRect(at, 0, word, height)), self.kind.word, colour(ink), paint.CENTRE)
        at += word + space
        painter.setFont(self.look.font(13, SEMIBOLD))
        paint.text(painter, mirrored(self, QRect(at, 0, means, height)), self.kind.means, colour(ink), paint.CENTRE)
        self.ring(painter, 8)
