"""One of several by its number: the digit alone opens the line, unless it was the first of a scan."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget

from desk.i18n import _
from desk.ui.keys import ENTER, Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.card_ask import PickAsk
from desk.ui.parts.chips import Choice
from desk.ui.theme import Look
from desk.wording.shapes import Weight

# Longer than a scanner needs for its second key, so that the first digit of a scan never picks.
PAUSE_MS = 160
ROW = 36


class DigitPress(QObject):
    """Watches a list for a digit with no key behind it. It sees each key before the scanner's watch, and keeps none."""

    def __init__(self, lines: QListWidget) -> None:
        super().__init__(lines)
        self._lines = lines
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._pick)
        self._row = -1
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """Any further key, or another place for the keyboard, takes the digit back."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and receiver is self._lines:
            self._pressed(event)
        elif event.type() is QEvent.Type.FocusOut and receiver is self._lines:
            self._timer.stop()
        return False

    def _pressed(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        second = self._timer.isActive()
        self._timer.stop()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        number = event.key() - Qt.Key.Key_0
        if plain and not second and 1 <= number <= min(9, self._lines.count()):
            self._row = number - 1
            self._timer.start()

    def _pick(self) -> None:
        item = self._lines.item(self._row)
        if self._lines.hasFocus():
            self._lines.setCurrentItem(item)
            self._lines.itemActivated.emit(item)


class NumberedPick(PickAsk):
    """The list of those that may be meant, at most so many lines high, with the keys that take one or leave."""

    def __init__(
        self, look: Look, prompt: str, choices: tuple[Choice, ...], every: str = "", *, rows: int, typing: bool = False
    ) -> None:
        super().__init__(look, prompt, choices, every)
        self.list.setFixedHeight(look.px(ROW) * min(rows, len(choices)) + look.px(4))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        DigitPress(self.list)
        if not every:
            self._column.addLayout(self._ways(typing))

    def buttons(self, label: str) -> QHBoxLayout:
        """Before all of them, the one that is marked."""
        row = super().buttons(label)
        row.insertWidget(0, self._one())
        return row

    def _ways(self, typing: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._look.px(8))
        if not typing:
            row.addWidget(self._one())
        back = KeyButton(self._look, _("Back"), Key.ASIDE, "", Weight.GHOST)
        back.clicked.connect(self.cancelled)
        row.addWidget(back)
        row.addStretch(1)
        return row

    def _one(self) -> KeyButton:
        one = KeyButton(self._look, _("This one"), ENTER, "check")
        one.clicked.connect(self._take_current)
        return one

    def _take_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._activated(item)
