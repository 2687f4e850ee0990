"""The foot of a page: take back, print, finish."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desk.ui.keys import Key, key_named
from desk.ui.parts.buttons import KeyButton, command_button
from desk.ui.parts.fitted import Fitted
from desk.ui.parts.labels import Text
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.shapes import Command


class Footer(Fitted):
    """Undo and why at the start, the rest at the end, and a small tally between."""

    command = Signal(str)

    def __init__(self, look: Look, first: tuple[Command, ...], rest: tuple[Command, ...]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        self.buttons = {command.name: command_button(look, command, self._clicked) for command in (*first, *rest)}
        self._label = Text(look, "", 14, colour="ink2", elide=True)
        self._value = Text(look, "", 14, SEMIBOLD, figures=True)
        for command in first:
            row.addWidget(self.buttons[command.name])
        row.addStretch(1)
        row.addWidget(self._label)
        row.addWidget(self._value)
        row.addSpacing(look.px(8))
        for command in rest:
            row.addWidget(self.buttons[command.name])
        self._extra = [self.buttons[command.name] for command in first[1:]]
        self._keys = {key_named(command.key): command.name for command in (*first, *rest)}
        self.set_tally("", "")

    def settle(self) -> None:
        """Where all of it has no room, what can be left out by sight goes, then icons, then keys. These still work."""
        kept = [button for button in self.buttons.values() if button not in self._extra]
        room = self.width() - self._wide(self._value)
        told = bool(self._label.text()) and self._needed(kept) + self._wide(self._label) <= room
        self._label.setVisible(told)
        room -= self._wide(self._label) if told else 0
        wide = self._needed(self.buttons.values()) <= room
        for button in self._extra:
            button.setVisible(wide)
        plain = not wide and self._needed(kept) > room
        capless = plain and self._needed(kept, plain=True) > room
        for button in kept:
            button.set_plain(plain)
            button.set_capless(capless)

    def _needed(self, buttons: Iterable[KeyButton], *, plain: bool = False) -> int:
        gap = self._gap()
        return sum(button.whole_width(plain=plain) + gap for button in buttons) + 2 * gap

    def _gap(self) -> int:
        layout = self.layout()
        return layout.spacing() if layout is not None else 0

    def _wide(self, text: Text) -> int:
        return text.sizeHint().width() + self._gap() if text.text() else 0

    def _clicked(self) -> None:
        self.command.emit(self.sender().objectName())

    def set_tally(self, label: str, value: str) -> None:
        """A small sum, such as the fines of the session."""
        self._label.setText(label)
        self._value.setText(value)
        self._label.setVisible(bool(label))
        self._value.setVisible(bool(value))

    def press(self, key: Key) -> bool:
        """Do what this key does here; False when nothing has it."""
        name = self._keys.get(key)
        if name is None or not self.buttons[name].isEnabled():
            return False
        self.command.emit(name)
        return True
