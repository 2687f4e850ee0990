"""A slim strip over the page: how far somebody is, what to do next, and a key to hide it. It never takes the focus."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desk.i18n import _
from desk.ui import paint
from desk.ui.announcements import announce
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.fitted import Fitted
from desk.ui.parts.labels import IconLabel, Text, mirrored
from desk.ui.theme import MEDIUM, SEMIBOLD, Look
from desk.wording.shapes import Weight

HIDE_KEY = "Alt+X"
HEIGHT = 38
ROOM_FOR_TICKS = 760
DOT, GAP = 8, 5


class Ticks(QWidget):
    """A dot for each step, filled when it is done; the words beside say the same."""

    def __init__(self, look: Look, count: int) -> None:
        super().__init__()
        self._look, self._done = look, (False,) * count
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_done(self, done: tuple[bool, ...]) -> None:
        """Which steps are done."""
        self._done = done
        self.update()

    def sizeHint(self) -> QSize:
        """The dots in a line."""
        px, count = self._look.px, len(self._done)
        return QSize(count * px(DOT) + (count - 1) * px(GAP), px(DOT))

    def minimumSizeHint(self) -> QSize:
        """The dots are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dots: full ones are done."""
        px, colour, painter = self._look.px, self._look.colour, paint.smooth(self)
        for at, done in enumerate(self._done):
            dot = mirrored(self, QRect(at * (px(DOT) + px(GAP)), 0, px(DOT), px(DOT)))
            paint.box(painter, dot, px(DOT // 2), colour("accent") if done else None, colour("accent"))


class Strip(Fitted):
    """One line of help over the page; in a narrow window as many as its words need."""

    hidden_by_person = Signal()

    def __init__(self, look: Look, count: int) -> None:
        super().__init__()
        self._look = look
        px = look.px
        self._icon = IconLabel(look, "sparkles", 17, "accent_ink")
        self._count = Text(look, "", 13, SEMIBOLD, "accent_ink", figures=True)
        self._ticks = Ticks(look, count)
        self._words = Text(look, "", 14, MEDIUM, wrap=True, figures=True)
        self.close_button = KeyButton(look, _("Hide"), HIDE_KEY, "x", Weight.GHOST, height=30)
        self.close_button.clicked.connect(self.hidden_by_person)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24 + 12), px(6), px(24 + 4), 0)
        row.setSpacing(px(10))
        for widget in (self._icon, self._count, self._ticks):
            row.addWidget(widget)
        row.addWidget(self._words, 1)
        row.addWidget(self.close_button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(_("First steps"))
        look.changed.connect(self.update)
        self.hide()

    def settle(self) -> None:
        """As high as its words; the dots say what the count says, and give their room."""
        px, row = self._look.px, self.layout()
        assert row is not None
        self._ticks.setVisible(self.width() >= px(ROOM_FOR_TICKS))
        self.setFixedHeight(max(px(HEIGHT + 6), row.heightForWidth(self.width())))

    def say(self, words: str, done: tuple[bool, ...]) -> None:
        """What to do next, aloud too."""
        count = sum(done)
        self._words.setText(words)
        self._ticks.show_done(done)
        told = _("{count} of {all}").format(count=count, all=len(done))
        self._count.setText(told)
        self._icon.set_icon("circle-check" if all(done) else "sparkles")
        self.setAccessibleDescription(f"{told}. {words}")
        announce(self, f"{told}. {words}")

    def words(self) -> str:
        """What the strip says."""
        return "" if self.isHidden() else self._words.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of the strip."""
        px, colour = self._look.px, self._look.colour
        ground = self.rect().adjusted(px(24), px(6), -px(24), 0)
        paint.box(paint.smooth(self), ground, px(8), colour("accent_bg"), colour("line2"))
