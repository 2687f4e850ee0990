"""Words about the world outside the page: a strip that stays (database away), and a note that goes by itself."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desk.i18n import _
from desk.ui import paint
from desk.ui.announcements import announce
from desk.ui.parts.buttons import KeyButton, command_button
from desk.ui.parts.labels import IconLabel, Surface, Text
from desk.ui.theme import MEDIUM, Look
from desk.wording.shapes import Command, Tone, Weight

FOOTER = 56
SECONDS = 4
GAP = 12


class Banner(Surface):
    """A strip over the pages that says what is wrong and what can be done."""

    command = Signal(str)
    dismissed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        px = look.px
        self._icon = IconLabel(look, "triangle-alert", 18)
        self._words = Text(look, "", 14, MEDIUM, wrap=True)
        self._act: KeyButton | None = None
        self._close = KeyButton(look, _("Hide"), "", "x", Weight.GHOST, height=32)
        self._close.clicked.connect(self._hide)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(px(14), px(6) + px(GAP), px(8), px(6))
        self._row.setSpacing(px(10))
        self._row.addWidget(self._icon)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._close)
        self._tone = Tone.BAD
        self._sign = "triangle-alert"
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        look.changed.connect(self._dress)
        self.hide()

    def say(
        self, words: str, tone: Tone = Tone.BAD, icon: str = "triangle-alert", command: Command | None = None
    ) -> None:
        """Show the strip until it is hidden."""
        self._tone = tone
        self._words.setText(words)
        self._sign = icon
        self._set_command(command)
        self._dress()
        self.show()
        announce(self, words, urgent=tone is Tone.BAD)

    def words(self) -> str:
        """What the strip says."""
        return "" if self.isHidden() else self._words.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strip, a little below the edge of the window."""
        px = self._look.px
        tone = self._look.tone(self._tone)
        paint.box(paint.smooth(self), self.rect().adjusted(0, px(GAP), 0, 0), px(10), tone.ground, tone.line)

    def _set_command(self, command: Command | None) -> None:
        if self._act is not None:
            self._row.removeWidget(self._act)
            self._act.deleteLater()
            self._act = None
        if command is not None:
            self._act = command_button(self._look, command, self._clicked, height=32)
            self._row.insertWidget(2, self._act)

    def _clicked(self) -> None:
        self.command.emit(self.sender().objectName())

    def _hide(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _dress(self) -> None:
        tone = self._look.tone(self._tone)
        self._words.set_colour(tone.ink)
        self.update()
        self._icon.set_icon(self._sign, tone.ink)


class Toast(Surface):
    """A short note at the lower corner, gone after four seconds. It never covers the scan field."""

    said = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, 10, "ink", None)
        self.setParent(parent)
        self._ground = parent
        row = QHBoxLayout(self)
        px = look.px
        row.setContentsMargins(px(14), px(10), px(14), px(10))
        self._words = Text(look, "", 14, MEDIUM, "oninv")
        row.addWidget(self._words)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, words: str) -> None:
        """Show the note."""
        self._words.setText(words)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, words)
        self.said.emit(words)

    def place(self) -> None:
        """Stand in the lower corner of the window, above the status bar and the buttons of the page."""
        parent, gap = self._ground, self._look.px(16)
        foot = self._look.size("status_bar") + self._look.px(FOOTER)
        self.move(parent.width() - self.width() - gap, parent.height() - self.height() - gap - foot)
