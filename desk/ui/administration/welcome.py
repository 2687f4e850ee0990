"""The first page of all: look around, begin a library, or bring one in."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from desk.i18n import _
from desk.ui import paint
from desk.ui.administration.forms import WholePage
from desk.ui.keys import ENTER
from desk.ui.parts.buttons import KeyButton, PaintedButton
from desk.ui.parts.labels import Text, mirrored
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.shapes import Weight

NEW_KEY, IMPORT_KEY, TRAINING_KEY = "Alt+N", "Alt+I", "Alt+T"


class WayCard(PaintedButton):
    """A large card to press: a picture, what it does, and its key."""

    def __init__(self, look: Look, icon: str, label: str, words: str, key: str) -> None:
        super().__init__(look, label, key)
        self._icon = icon
        self._words = words
        self.setAccessibleDescription(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Large enough for three lines."""
        return QSize(self.look.px(300), self.look.px(216))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        painter = paint.smooth(self)
        px, colour = self.look.px, self.look.colour
        paint.box(painter, self.rect(), px(12), colour("surface"), colour("edge" if self.hovered() else "line2"))
        tile = mirrored(self, QRect(px(20), px(20), px(48), px(48)))
        paint.box(painter, tile, px(12), colour("accent_bg"))
        paint.icon(painter, self.look, tile, self._icon, "accent_ink", 24)
        size = paint.cap_size(self.look, self.key)
        at = QRect(self.width() - px(20) - size.width(), px(20), size.width(), size.height())
        paint.keycap(painter, self.look, mirrored(self, at), self.key)
        painter.setFont(self.look.font(18, SEMIBOLD))
        head = QRect(px(20), px(84), self.width() - px(40), px(26))
        paint.text(painter, mirrored(self, head), self.label, colour("ink"))
        painter.setFont(self.look.font(14))
        painter.setPen(colour("ink2"))
        body = QRect(px(20), px(114), self.width() - px(40), self.height() - px(126))
        side = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        painter.drawText(mirrored(self, body), int(side | Qt.TextFlag.TextWordWrap), self._words)
        self.ring(painter, 12)

    def fits(self) -> bool:
        """Whether all the words have room, for the tests."""
        width, flags = self.width() - self.look.px(40), int(Qt.TextFlag.TextWordWrap)
        need = QFontMetrics(self.look.font(14)).boundingRect(QRect(0, 0, width, 999), flags, self._words)
        return need.height() <= self.height() - self.look.px(126)


class WelcomePage(WholePage):
    """Shown once, while this computer knows no library."""

    look_around_chosen = Signal()
    new_library_chosen = Signal()
    bring_records_chosen = Signal()
    training_chosen = Signal()

    def __init__(self, look: Look, demo: str) -> None:
        super().__init__(look, _("Welcome"), _("How would you like to begin? Nothing is lost by looking first."))
        self.demo = WayCard(look, "book-open", _("Look around"), demo, ENTER)
        words = _("Five short steps, each of which can be skipped. One file on this computer holds it.")
        self.new = WayCard(look, "sparkles", _("New library"), words, NEW_KEY)
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        row.addWidget(self.demo)
        row.addWidget(self.new)
        self.column.addLayout(row)
        self.bring = KeyButton(look, _("Bring records from another system"), IMPORT_KEY, "file-up", Weight.SECONDARY)
        self.training = KeyButton(look, _("Practise in training"), TRAINING_KEY, "school", Weight.SECONDARY)
        below = QHBoxLayout()
        below.setSpacing(look.px(8))
        below.addWidget(self.bring)
        below.addWidget(self.training)
        below.addStretch(1)
        self.column.addLayout(below)
        self._trouble = Text(look, "", 14, colour="bad_ink", wrap=True)
        self._trouble.hide()
        self.column.addWidget(self._trouble)
        self.demo.clicked.connect(self.look_around_chosen)
        self.new.clicked.connect(self.new_library_chosen)
        self.bring.clicked.connect(self.bring_records_chosen)
        self.training.clicked.connect(self.training_chosen)
        for key, button in ((NEW_KEY, self.new), (IMPORT_KEY, self.bring), (TRAINING_KEY, self.training)):
            QShortcut(QKeySequence(key), self).activated.connect(button.click)
        self.setFocusProxy(self.demo)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter looks around, or presses what the keyboard is on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            chosen = next((way for way in (self.new, self.bring, self.training) if way.hasFocus()), self.demo)
            chosen.click()
        else:
            super().keyPressEvent(event)

    def show_place(self, where: str) -> None:
        """Which library was asked for: a mistyped name, or a disk that is not there, is seen before one is made."""
        self._say(_("There is no library at {where} yet.").format(where=where), "ink2")

    def show_busy(self, words: str) -> None:
        """Something is being prepared."""
        self._say(words, "ink2")
        for way in (self.demo, self.new, self.bring, self.training):
            way.setEnabled(not words)

    def show_trouble(self, words: str) -> None:
        """What went wrong."""
        self.show_busy("")
        self._say(words, "bad_ink")

    def _say(self, words: str, colour: str) -> None:
        self._trouble.set_colour(colour)
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))
