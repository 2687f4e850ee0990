"""The strip over the page in training: what it is, how to leave it; in a drill what happens and what to scan."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.i18n import _
from desk.services.training.situations import Situation
from desk.ui import paint
from desk.ui.announcements import announce
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Text
from desk.ui.theme import MEDIUM, SEMIBOLD, Look
from desk.wording.shapes import Weight
from desk.wording.training import duration_words, number_words, situation_words

NEXT_KEY, STOP_KEY = "Alt+N", "Alt+Q"
TICK_MS = 1_000


class DrillStrip(QWidget):
    """Two slim lines; no part of it takes the keyboard from the scan field."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._head = Text(look, "", 14, SEMIBOLD, "accent_ink", figures=True)
        self._words = Text(look, "", 14, MEDIUM, wrap=True)
        self._numbers = Text(look, "", 14, colour="ink2", wrap=True, figures=True)
        self._time = Text(look, "", 13, MEDIUM, "ink2", figures=True)
        self.next = KeyButton(look, _("Next"), NEXT_KEY, "arrow-right", Weight.SECONDARY, height=30)
        self.stop = KeyButton(look, _("Stop"), STOP_KEY, "x", Weight.GHOST, height=30)
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(_("Drill"))
        look.changed.connect(self.update)
        self.hide()

    def _lay_out(self) -> None:
        size = self._look.px
        first = QHBoxLayout()
        first.setSpacing(size(10))
        first.addWidget(self._head)
        first.addWidget(self._words, 1)
        for widget in (self._time, self.next, self.stop):
            first.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(size(36), size(10), size(28), size(6))
        column.setSpacing(size(1))
        column.addLayout(first)
        column.addWidget(self._numbers)

    def say(self, situation: Situation, number: int, count: int) -> None:
        """One situation."""
        words, numbers = situation_words(situation), number_words(situation)
        self._head.setText(_("{number} of {count}").format(number=number, count=count))
        self._words.setText(words)
        self._numbers.setText(numbers)
        self.next.setToolTip(_("Nothing may be lent? Then go on.") if situation.stops else _("Go on without it"))
        self.setAccessibleDescription(f"{words} {numbers}")
        announce(self, f"{self._head.text()}. {words} {numbers}")

    def words(self) -> str:
        """What happens now."""
        return "" if self.isHidden() else self._words.text()

    def show_time(self, seconds: float) -> None:
        """How long it lasts."""
        self._time.setText(duration_words(seconds))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of the strip."""
        px, colour = self._look.px, self._look.colour
        ground = self.rect().adjusted(px(24), px(6), -px(24), 0)
        paint.box(paint.smooth(self), ground, px(8), colour("accent_bg"), colour("line2"))


class TrainingStrip(QWidget):
    """One slim line while no drill is on: that nothing here is real, and the two ways on."""

    drill_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        px = look.px
        words = _("Training: nothing here is real. Lend and take back as you like.")
        self.drill = KeyButton(look, _("Begin a drill"), Key.DRILL, "list-checks", Weight.SECONDARY, height=30)
        self.leave = KeyButton(look, _("Leave training"), Key.TRAINING, "log-out", Weight.GHOST, height=30)
        self.drill.clicked.connect(self.drill_wanted)
        self.leave.clicked.connect(self.leave_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(6), px(24), 0)
        row.setSpacing(px(8))
        row.addWidget(Text(look, words, 13, MEDIUM, "ink2", wrap=True), 1)
        row.addWidget(self.drill)
        row.addWidget(self.leave)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)


def ticking(parent: QWidget) -> QTimer:
    """A clock that moves the time in the strip."""
    timer = QTimer(parent)
    timer.setInterval(TICK_MS)
    return timer
