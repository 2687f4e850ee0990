"""From the picture of the window to the desk: what is painted, and what is done with a key that comes too early."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk import app
from desk.devices.sounds import SoundPlayer
from desk.settings import Settings, Theme
from desk.ui.shell import Shell
from tests.makers import House
from tests.ui.test_keys import K
from tests.ui.test_shell import sign_in

Starting = Callable[[], tuple[Shell, list[bool]]]


class Paintings(QObject):
    """Whether the library was open, at each painting of anything in a window."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.shell = shell
        self.seen: list[bool] = []
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what is painted in mind."""
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget) and watched.window() is self.shell.window:
            self.seen.append(self.shell.parts.desk.standing is not None)
        return False


@pytest.fixture
def started(qapp: QApplication, qtbot: QtBot, house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Starting]:
    """Starts a window as the program does: its picture first, the rest behind it."""
    shells: list[Shell] = []
    monkeypatch.setattr(SoundPlayer, "start", lambda _self: None)
    monkeypatch.setattr("desk.devices.system_printer.queues", lambda: ())

    def start() -> tuple[Shell, list[bool]]:
        quiet = replace(Settings(theme=Theme.LIGHT), sounds=replace(Settings().sounds, on=False))
        window = app.draw_curtain()
        shell = app.make_shell(qapp, quiet, house.database.where, house.clock, window)
        qtbot.addWidget(shell.window)
        shells.append(shell)
        paintings = Paintings(shell)
        shell.start()
        return shell, paintings.seen

    yield start
    for shell in shells:
        shell.window.close()


def slowly(job: Callable[..., Any], *words: Any) -> Any:
    """As a library on a network, or one that another program holds."""
    time.sleep(0.6)
    return job(*words)


def test_all_is_painted_once_with_the_library_open(started: Starting, qtbot: QtBot) -> None:
    shell, seen = started()
    qtbot.waitUntil(lambda: shell._sign_in is not None, timeout=10_000)
    qtbot.waitUntil(lambda: len(seen) > 0, timeout=10_000)
    assert all(seen)
    sign_in(shell, qtbot, "Sue Supervisor", "secret-s")
    qtbot.waitUntil(lambda: shell.window.at_desk() and shell.window.navigation.isVisible(), timeout=10_000)


def test_a_slow_library_lets_the_window_say_that_it_is_opened(
    started: Starting, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "open_library", partial(slowly, app.open_library))
    shell, seen = started()
    qtbot.waitUntil(lambda: len(seen) > 0, timeout=10_000)
    assert seen[0] is False and shell.window.status.database.words() == "Opening the library"
    qtbot.waitUntil(lambda: shell._sign_in is not None, timeout=10_000)


def test_a_key_that_comes_too_early_is_obeyed_when_the_desk_is_open(
    started: Starting, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "open_library", partial(slowly, app.open_library))
    shell, seen = started()
    qtbot.waitUntil(lambda: len(seen) > 0, timeout=10_000)
    assert shell.parts.desk.standing is None
    QTest.keyClick(shell.window, K.Key_F1)
    qtbot.waitUntil(lambda: shell._sign_in is not None, timeout=10_000)
    qtbot.waitUntil(lambda: shell.commanding.overlays.sheet.isVisible(), timeout=10_000)
