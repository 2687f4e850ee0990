"""Nobody at the desk: counted, announced, cleared; never while scans come, and nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.models import Loan
from desk.settings import load
from desk.ui.keys import Key
from desk.ui.shell import Shell
from tests.makers import House
from tests.rows import row
from tests.ui.test_keys import K
from tests.ui.test_shell import at_desk, opened, shows

__all__ = ["at_desk", "opened"]


@pytest.fixture
def rest(at_desk: Shell) -> Callable[[float], None]:
    """Lets so many seconds pass in which nobody does anything, second by second near the end."""
    resting, now = at_desk.resting, [1000.0]
    resting._timer.stop()
    resting.clock = lambda: now[0]
    resting.heard()

    def pass_by(seconds: float) -> None:
        now[0] += seconds
        resting.tick()

    return pass_by


def reader(shell: Shell, house: House, qtbot: QtBot) -> str:
    """A reader at check-out."""
    card = house.card(family_name="Lindqvist")
    shell.scanned(card)
    panel: Any = shell.panels["checkout"]
    qtbot.waitUntil(lambda: panel.visit.card == card and panel.is_idle())
    return card


@row("privacy", 14)
def test_the_reader_is_cleared_after_a_countdown_and_f8_brings_them_back(
    at_desk: Shell, house: House, qtbot: QtBot, rest: Callable[[float], None]
) -> None:
    card, item = reader(at_desk, house, qtbot), house.item()
    at_desk.scanned(item)
    qtbot.waitUntil(shows(at_desk, "Checked out"))
    panel: Any = at_desk.panels["checkout"]
    rest(159)
    assert at_desk.resting.strip.isHidden()
    rest(6)
    assert "15 seconds" in at_desk.resting.strip.words.text() and at_desk.resting.strip.isVisible()
    rest(16)
    qtbot.waitUntil(lambda: panel.visit.card == "" and panel.is_idle())
    assert at_desk.resting.strip.isHidden() and house.count(Loan) == 1
    assert panel.page.table.rows.rowCount() == 0 and not panel.parked
    at_desk.window.press(Key.LAST_PATRON)
    qtbot.waitUntil(lambda: panel.visit.card == card)


def test_any_key_keeps_the_reader(at_desk: Shell, house: House, qtbot: QtBot, rest: Callable[[float], None]) -> None:
    card = reader(at_desk, house, qtbot)
    panel: Any = at_desk.panels["checkout"]
    rest(170)
    assert at_desk.resting.strip.isVisible()
    QTest.keyClick(at_desk.window.windowHandle(), K.Key_Shift)
    assert at_desk.resting.strip.isHidden()
    rest(100)
    assert panel.visit.card == card


def test_a_run_of_scans_is_never_cut_off(
    at_desk: Shell, house: House, qtbot: QtBot, rest: Callable[[float], None]
) -> None:
    card = reader(at_desk, house, qtbot)
    panel: Any = at_desk.panels["checkout"]
    rest(175)
    panel._busy = True  # an answer is on its way
    rest(10)
    assert panel.visit.card == card and at_desk.resting.strip.isHidden()
    panel._busy = False
    rest(100)
    assert panel.visit.card == card


def test_a_visit_in_which_something_needs_a_look_is_parked(
    at_desk: Shell, house: House, qtbot: QtBot, rest: Callable[[float], None]
) -> None:
    reader(at_desk, house, qtbot)
    lent = house.item()
    house.lend(house.card(), lent)
    at_desk.scanned(lent)
    panel: Any = at_desk.panels["checkout"]
    qtbot.waitUntil(lambda: panel.page.table.rows.rowCount() == 1 and panel.is_idle())
    rest(181)
    qtbot.waitUntil(lambda: len(panel.parked) == 1)
    assert panel.visit.card == "" and panel.page.table.rows.rowCount() == 0


def test_check_in_goes_on_without_names(
    at_desk: Shell, house: House, qtbot: QtBot, rest: Callable[[float], None]
) -> None:
    item = house.item()
    house.lend(house.card(family_name="Lindqvist"), item)
    at_desk.window.show_page("checkin")
    at_desk.scanned(item)
    panel: Any = at_desk.panels["checkin"]
    qtbot.waitUntil(lambda: panel.page.table.rows.rowCount() == 1 and panel.is_idle())
    rows = panel.page.table.rows
    assert "Lindqvist" in rows.row(rows.key_at(0)).middle
    rest(181)
    assert rows.row(rows.key_at(0)).middle == "Name hidden" and rows.rowCount() == 1
    assert not panel.names_somebody()


def test_an_empty_screen_counts_nothing(at_desk: Shell, rest: Callable[[float], None]) -> None:
    rest(175)
    assert at_desk.resting.strip.isHidden()


@row("privacy", 15)
def test_later_the_desk_locks_and_never_where_that_is_switched_off(
    at_desk: Shell, house: House, qtbot: QtBot, rest: Callable[[float], None]
) -> None:
    at_desk.resting._keep(0, 0)
    card = reader(at_desk, house, qtbot)
    rest(100_000)
    panel: Any = at_desk.panels["checkout"]
    assert panel.visit.card == card and at_desk.window.at_desk()
    at_desk.resting._keep(0, 10)
    rest(601)
    qtbot.waitUntil(lambda: not at_desk.window.at_desk())


def test_the_times_are_set_on_the_page_of_privacy(at_desk: Shell, qtbot: QtBot, tmp_path: Any) -> None:
    at_desk.parts.settings_file = tmp_path / "station.toml"
    at_desk.window.press(Key.ADMINISTRATION)
    page = at_desk.administration.privacy
    at_desk.administration.show_page(page)
    qtbot.waitUntil(lambda: "says who it was" in page.headline.text(), timeout=10_000)
    page.idle.box.setCurrentIndex(page.idle.box.findData("5"))
    page.idle.box.activated.emit(page.idle.box.currentIndex())
    assert load(at_desk.parts.settings_file).idle_minutes == 5


def test_a_word_is_looked_for_everywhere(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    house.card(family_name="Quillfeather")
    at_desk.window.press(Key.ADMINISTRATION)
    page = at_desk.administration.privacy
    at_desk.administration.show_page(page)
    qtbot.waitUntil(lambda: page._job is None, timeout=10_000)
    page.search()
    assert page.words.trouble()
    page.words.line.setText("Quillfeather, 123456789")
    page.search()
    qtbot.waitUntil(lambda: "patrons family_name" in page.result.text(), timeout=10_000)
