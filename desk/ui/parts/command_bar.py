"""Buttons for commands, in as many lines as they need."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.ui.flow import FlowLayout
from desk.ui.parts.buttons import KeyButton, command_button
from desk.ui.theme import Look
from desk.wording.shapes import Command


class CommandBar(QWidget):
    """Each button tells the name of its command when it is pressed; `first` stands before them."""

    command = Signal(str)

    def __init__(
        self, look: Look, commands: tuple[Command, ...], *, first: tuple[QWidget, ...] = (), height: int = 38
    ) -> None:
        super().__init__()
        self.buttons: dict[str, KeyButton] = {
            command.name: command_button(look, command, self._clicked, height=height) for command in commands
        }
        flow = FlowLayout(self, look.px(8))
        for button in (*first, *self.buttons.values()):
            flow.addWidget(button)

    def _clicked(self) -> None:
        self.command.emit(self.sender().objectName())
