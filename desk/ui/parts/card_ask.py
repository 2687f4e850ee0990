"""What a card asks for inside itself: a reason, a supervisor, a day. Never a dialog; scanning on is always safe."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desk.i18n import _
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.chips import Choice
from desk.ui.parts.day_box import DayBox
from desk.ui.parts.labels import Text
from desk.ui.theme import MEDIUM, Look
from desk.wording.shapes import Weight


class CardAsk(QWidget):
    """A strip in the card. What it says yes to needs Ctrl+Enter or a click: no scanner can send that."""

    answered = Signal(str)
    all_taken = Signal()
    cancelled = Signal()

    def __init__(self, look: Look, prompt: str) -> None:
        super().__init__()
        self._look = look
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, look.px(12), 0, 0)
        self._column.setSpacing(look.px(8))
        self._column.addWidget(Text(look, prompt, 14, MEDIUM, wrap=True))

    def accept(self) -> None:
        """Say yes to what is entered."""

    def buttons(self, label: str) -> QHBoxLayout:
        """The two ways out of the strip."""
        row = QHBoxLayout()
        row.setSpacing(self._look.px(8))
        yes = KeyButton(self._look, label, Key.RECOMMENDED, "check", Weight.PRIMARY)
        no = KeyButton(self._look, _("Back"), Key.ASIDE, "", Weight.GHOST)
        yes.clicked.connect(self.accept)
        no.clicked.connect(self.cancelled)
        row.addWidget(yes)
        row.addWidget(no)
        row.addStretch(1)
        return row


class ReasonAsk(CardAsk):
    """Choose a reason: the arrows or Alt and a digit move, Ctrl+Enter takes it. The first is the one used last."""

    def __init__(self, look: Look, prompt: str, choices: tuple[Choice, ...], yes: str) -> None:
        super().__init__(look, prompt)
        self.list = QListWidget()
        self.list.setFont(look.font(14))
        self.list.setAccessibleName(prompt)
        for number, choice in enumerate(choices, 1):
            item = QListWidgetItem(f"{number}   {choice.label}", self.list)
            item.setData(Qt.ItemDataRole.UserRole, choice.value)
            self._number_key(number)
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(look.px(34) * min(5, len(choices)))
        self.list.itemDoubleClicked.connect(self.accept)
        self._column.addWidget(self.list)
        self._column.addLayout(self.buttons(yes))
        self.setFocusProxy(self.list)

    def _number_key(self, number: int) -> None:
        if number < 10:
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(self._number_pressed)
            shortcut.setObjectName(str(number))

    def _number_pressed(self) -> None:
        sender = self.sender()
        self.list.setCurrentRow(int(sender.objectName()) - 1)

    def accept(self) -> None:
        """Take the chosen reason."""
        item = self.list.currentItem()
        if item is not None:
            self.answered.emit(item.data(Qt.ItemDataRole.UserRole))


class PickAsk(CardAsk):
    """Choose one of several that a scan or a name may mean: arrows, Enter, or Alt and a digit. It changes nothing yet.

    With a word for all of them, Ctrl+Enter takes them all; without one it takes the chosen one.
    """

    def __init__(self, look: Look, prompt: str, choices: tuple[Choice, ...], every: str = "") -> None:
        super().__init__(look, prompt)
        self._every = every
        self.list = self._build_list(prompt, choices)
        self._column.addWidget(self.list)
        for number in range(1, min(10, len(choices) + 1)):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.setObjectName(str(number))
            shortcut.activated.connect(self._number_pressed)
        if every:
            self._column.addLayout(self.buttons(every))
        self.setFocusProxy(self.list)

    def _build_list(self, prompt: str, choices: tuple[Choice, ...]) -> QListWidget:
        lines = QListWidget()
        lines.setFont(self._look.font(14))
        lines.setAccessibleName(prompt)
        for number, choice in enumerate(choices, 1):
            label = f"{number}   {choice.label}" if number < 10 else f"     {choice.label}"
            QListWidgetItem(label, lines).setData(Qt.ItemDataRole.UserRole, choice.value)
        lines.setCurrentRow(0)
        lines.setFixedHeight(self._look.px(36) * min(6, len(choices)) + self._look.px(4))
        lines.itemActivated.connect(self._activated)
        lines.itemClicked.connect(self._activated)
        return lines

    def _number_pressed(self) -> None:
        self._activated(self.list.item(int(self.sender().objectName()) - 1))

    def _activated(self, item: QListWidgetItem) -> None:
        self.answered.emit(item.data(Qt.ItemDataRole.UserRole))

    def accept(self) -> None:
        """Take all, or the chosen one where all makes no sense."""
        if self._every:
            self.all_taken.emit()
        elif self.list.currentItem() is not None:
            self._activated(self.list.currentItem())


class GrantAsk(CardAsk):
    """Somebody with the right says yes here by their PIN, which tells who it is and is never shown."""

    def __init__(self, look: Look, prompt: str, yes: str) -> None:
        super().__init__(look, prompt)
        self.pin = _line(look, _("PIN"), "")
        self.pin.setMaximumWidth(look.px(220))
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._trouble = Text(look, "", 13, colour="bad_ink", wrap=True)
        self._trouble.hide()
        self.pin.returnPressed.connect(self.accept)
        self._column.addWidget(self.pin)
        self._column.addWidget(self._trouble)
        self._column.addLayout(self.buttons(yes))
        self.setFocusProxy(self.pin)

    def want_ctrl(self) -> None:
        """A bare Enter is not enough: what is allowed here moves money."""
        self.pin.returnPressed.disconnect(self.accept)

    def accept(self) -> None:
        """Hand the PIN on, and forget it."""
        if self.pin.text():
            pin = self.pin.text()
            self.pin.clear()
            self.answered.emit(pin)

    def show_trouble(self, words: str) -> None:
        """Why the PIN was not taken."""
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))
        self.pin.setFocus()


class DayAsk(CardAsk):
    """The day something came back: the last such day until `iso_day`, which is today and what an empty box means."""

    def __init__(self, look: Look, prompt: str, iso_day: str, yes: str) -> None:
        super().__init__(look, prompt)
        self._today = iso_day
        self.day = DayBox(look, prompt, date.fromisoformat(iso_day), _("today"), ahead=False)
        self.day.setMaximumWidth(look.px(290))
        self.day.line.returnPressed.connect(self.accept)
        self.day.entered.connect(self._entered)
        self._column.addWidget(self.day)
        self._column.addLayout(self.buttons(yes))
        self.setFocusProxy(self.day)

    def accept(self) -> None:
        """Take the day."""
        self.day.submit()

    def _entered(self, iso_day: str) -> None:
        self.answered.emit(iso_day or self._today)


def _line(look: Look, name: str, words: str) -> QLineEdit:
    line = QLineEdit(words)
    line.setPlaceholderText(name)
    line.setAccessibleName(name)
    line.setFont(look.font(14))
    return line
