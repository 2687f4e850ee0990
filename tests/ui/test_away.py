"""The library is not there at the start: locked, lost, or the settings are wrong. It is told, and goes on by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk import __main__ as program
from desk.cli import WORLD
from desk.errors import DatabaseUnavailable
from desk.settings import load, settings_file
from desk.ui.administration import trouble_page, wrong_settings
from desk.ui.administration.trouble_page import TroublePage
from desk.ui.administration.wrong_settings import WrongSettingsPage
from desk.ui.away import OPENED
from desk.ui.desk_thread import DeskThread
from desk.ui.shell import Shell
from tests.makers import House
from tests.ui.panels import at_page
from tests.ui.test_keys import K
from tests.ui.test_shell import Opening, opened, sign_in

__all__ = ["opened"]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trouble_page, "AGAIN_MS", 50)


def trouble(shell: Shell, qtbot: QtBot) -> TroublePage:
    """The page that says why."""
    qtbot.waitUntil(lambda: shell.away._page is not None and shell.away._page.isVisible(), timeout=10_000)
    page = shell.away._page
    assert page is not None
    return page


def test_a_library_that_a_neighbour_holds_opens_by_itself_when_it_is_free(
    opened: Opening, house: House, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    held = [True]
    really = DeskThread.__init__

    def opening(self: DeskThread, open_it: Callable[[], object], parent: object = None) -> None:
        def try_it() -> object:
            if held[0]:
                raise DatabaseUnavailable("library.db", "database is locked")
            return open_it()

        really(self, try_it, parent)  # type: ignore[arg-type]

    monkeypatch.setattr(DeskThread, "__init__", opening)
    shell = opened()
    page = trouble(shell, qtbot)
    assert "locked" in page.words.text() and page._again.isActive() and not page.other.isVisible()
    shell.scanned(card := house.card())
    held[0] = False
    sign_in(shell, qtbot, "sue", "2222")
    qtbot.waitUntil(lambda: shell.panels["checkout"].visit.card == card, timeout=10_000)
    assert not page._again.isActive()


def test_a_library_that_this_desk_worked_with_is_lost_and_not_to_be_made(
    opened: Opening, house: House, own_home: Path, qtbot: QtBot
) -> None:
    file = house.database.file
    if file is None:
        pytest.skip("a server's library is no file")
    first = opened()
    qtbot.waitUntil(lambda: first._sign_in is not None and first.parts.store.counter(OPENED) == 1, timeout=10_000)
    first.window.close()
    house.database.close()
    aside = file.with_name("aside.db")
    file.rename(aside)
    again = opened()
    page = trouble(again, qtbot)
    assert str(file) in page.words.text() and page.other.isVisible()
    assert again._first is None, "nobody is asked to begin a library"
    aside.rename(file)
    sign_in(again, qtbot, "sue", "2222")
    again.window.close()
    file.rename(aside)
    third = opened()
    QTest.keyClick(trouble(third, qtbot).button, K.Key_N, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: third.first_run().welcome.isVisible(), timeout=10_000)
    qtbot.wait(120)
    assert third.first_run().welcome.isVisible(), "the clock of the page rests"
    aside.rename(file)


@pytest.fixture
def broken(own_home: Path) -> Path:
    """Settings that nobody can read."""
    file = settings_file()
    file.write_text("theme = [", encoding="utf-8")
    return file


def test_wrong_settings_are_put_aside_and_kept(qapp: QApplication, broken: Path) -> None:
    told: list[str] = []

    def deed(page: WrongSettingsPage) -> None:
        told.append(page.words.text())
        QTest.keyClick(page.button, K.Key_Return)
        told.append(page.words.text())
        page.other.click()

    at_page(qapp, WrongSettingsPage, deed)
    assert program._settings() == load()
    assert all("station.toml" in words for words in told) and not broken.exists()
    assert broken.with_name("station.toml.wrong").read_text(encoding="utf-8") == "theme = ["
    broken.write_text("zoom = 'x'", encoding="utf-8")
    assert wrong_settings.set_aside(broken).name == "station.toml.wrong1", "the first one stays"


def test_mended_settings_are_read_again(qapp: QApplication, broken: Path) -> None:
    def deed(page: WrongSettingsPage) -> None:
        broken.write_text("zoom = 120", encoding="utf-8")
        QTest.keyClick(page.button, K.Key_Return)

    at_page(qapp, WrongSettingsPage, deed)
    assert program._settings().zoom == 120


def test_whoever_closes_the_window_reads_why_in_the_terminal(
    qapp: QApplication, broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at_page(qapp, WrongSettingsPage, lambda page: page.window().close())
    assert program.open_at_once(set()) == WORLD
    assert "station.toml" in capsys.readouterr().err and broken.exists()
