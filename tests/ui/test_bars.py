"""Bars of buttons in narrow windows: pictures go before words are cut, and come back with the room."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.command_bar import CommandBar
from desk.ui.parts.footer import Footer
from desk.ui.theme import Look
from desk.wording.shapes import Command

COMMANDS = tuple(Command(str(number), f"Command number {number}", "Alt+W", "check") for number in range(6))


def shown(qtbot: QtBot, bar: QWidget, width: int) -> None:
    qtbot.addWidget(bar)
    bar.resize(width, 200)
    bar.show()
    qtbot.wait(1)


def pictured(buttons: dict[str, KeyButton]) -> bool:
    return any(button._pictured() for button in buttons.values() if not button.isHidden())


@pytest.mark.parametrize(("width", "pictures"), [(1_500, True), (800, True), (640, False)])
def test_more_than_two_lines_of_commands_do_without_pictures(
    look: Look, qtbot: QtBot, width: int, pictures: bool
) -> None:
    bar = CommandBar(look, COMMANDS)
    shown(qtbot, bar, width)
    assert pictured(bar.buttons) is pictures
    bar.resize(1_500, 200)
    assert pictured(bar.buttons)


def test_the_foot_gives_way_when_its_words_grow_and_not_only_when_it_is_made_narrow(look: Look, qtbot: QtBot) -> None:
    foot = Footer(look, COMMANDS[:2], COMMANDS[2:4])
    shown(qtbot, foot, 1_100)
    assert pictured(foot.buttons) and foot.buttons["1"].isVisible()
    look.set_zoom(150)
    qtbot.waitUntil(lambda: not foot.buttons["1"].isVisible(), timeout=2_000)
    kept = [each for each in foot.buttons.values() if each.isVisible()]
    qtbot.waitUntil(lambda: all(each.width() >= each.sizeHint().width() for each in kept), timeout=2_000)
    look.set_zoom(100)
    qtbot.waitUntil(foot.buttons["1"].isVisible, timeout=2_000)
