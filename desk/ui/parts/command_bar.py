"""Buttons for commands, in as many lines as they need; without their pictures where that would be more than two."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayoutItem, QWidget

from desk.ui.flow import FlowLayout
from desk.ui.parts.buttons import KeyButton, command_button
from desk.ui.parts.fitted import Fitted
from desk.ui.theme import Look
from desk.wording.shapes import Command

LINES = 2


class CommandBar(Fitted):
    """Each button tells the name of its command when it is pressed; `first` stands before them."""

    command = Signal(str)

    def __init__(
        self, look: Look, commands: tuple[Command, ...], *, first: tuple[QWidget, ...] = (), height: int = 38
    ) -> None:
        super().__init__()
        self.buttons: dict[str, KeyButton] = {
            command.name: command_button(look, command, self._clicked, height=height) for command in commands
        }
        self._flow = FlowLayout(self, look.px(8))
        for button in (*first, *self.buttons.values()):
            self._flow.addWidget(button)

    def settle(self) -> None:
        """Where there would be more than two lines the pictures go."""
        plain = self._flow.lines_of(self.width(), _whole_width) > LINES
        for button in self.buttons.values():
            button.set_plain(plain)

    def _clicked(self) -> None:
        self.command.emit(self.sender().objectName())


def _whole_width(item: QLayoutItem) -> int:
    button = item.widget()
    return button.whole_width() if isinstance(button, KeyButton) else item.sizeHint().width()
