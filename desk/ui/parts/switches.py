"""Switches: a mode of the desk that is off or on, shown beside the chips. Amber, and told in words, while it is on."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPaintEvent

from desk.i18n import _
from desk.ui import paint
from desk.ui.parts.buttons import PaintedButton
from desk.ui.parts.labels import mirrored, width_of
from desk.ui.theme import MEDIUM, SEMIBOLD, Look


@dataclass(frozen=True, slots=True)
class SwitchKind:
    """A switch: its name inside, its word, and what it means while it is on."""

    name: str
    word: str
    means: str


class Switch(PaintedButton):
    """Off it is a quiet word with an empty ring; on it is amber, ticked, and says what it does.

    It is as wide off as on, so that the next switch stays where it is.
    """

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

    def _value(self) -> str:
        return self.kind.means if self.isChecked() else _("off")

    def _tell(self, _on: bool) -> None:
        self.setAccessibleName(f"{self.kind.word}: {self._value()}")
        self.setToolTip(f"{self.kind.word}: {self.kind.means}")
        self.update()

    def _parts(self) -> Sequence[int]:
        px = self.look.px
        word = width_of(self.look, self.kind.word, 13)
        value = max(width_of(self.look, words, 13, SEMIBOLD) for words in (self.kind.means, _("off")))
        return px(11), px(15), px(5), word, px(5), value, px(11)

    def sizeHint(self) -> QSize:
        """As wide as the longer of its words."""
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
        pad, icon, gap, word, space, value, _end = self._parts()
        at, height = pad, self.height()
        mark = mirrored(self, QRect(at, 0, icon, height))
        paint.icon(painter, self.look, mark, "circle-check" if on else "circle", ink, 15)
        at += icon + gap
        painter.setFont(self.look.font(13))
        paint.text(painter, mirrored(self, QRect(at, 0, word, height)), self.kind.word, colour(ink), paint.CENTRE)
        at += word + space
        painter.setFont(self.look.font(13, SEMIBOLD if on else MEDIUM))
        ink = ink if on else "ink3"
        paint.text(painter, mirrored(self, QRect(at, 0, value, height)), self._value(), colour(ink))
        self.ring(painter, 8)
