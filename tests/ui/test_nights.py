"""The night's work from the window: by itself and on its page; told once, never among scans, over with the window."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk.models import NightlyRun
from desk.rules.vocabulary import Permission, Reason
from desk.services.circulation.nights import NightReport
from desk.ui import nights as module
from desk.ui.administration.administration_page import AdministrationPage
from desk.ui.frame import MainWindow
from desk.ui.keys import Key
from desk.ui.navigation import Place as NavPlace
from desk.ui.nights import Nights, NightsEnded
from desk.ui.parts.buttons import PaintedButton
from desk.ui.parts.labels import Text
from desk.ui.theme import Look
from desk.wording.context import Place
from desk.wording.nights import nights_sentence, plain_reason
from tests.makers import House
from tests.ui.panels import AtOnce
from tests.ui.test_keys import CTRL, K

AUTO = {"loan": "21 days", "renewals": 3, "auto_renew": "yes"}
HOUR = 3_600_000


@pytest.fixture
def nights(window: MainWindow, house: House) -> Iterator[Nights]:
    """The runner of the window, at the main desk."""
    made = Nights(AtOnce(house.desk(login="admin")), house.database.where, window)
    yield made
    made.stop()


@pytest.fixture
def page(window: MainWindow, look: Look, nights: Nights) -> AdministrationPage:
    """The administration with its nights shown."""
    made = AdministrationPage(look, nights._desk, nights)
    window.add_page(NavPlace("administration", "settings-2", "Administration", Key.ADMINISTRATION, manages=True), made)
    window.show_page("administration")
    made.show_page(made.nights)
    return made


def ended(nights: Nights, qtbot: QtBot, begin: Any) -> NightsEnded:
    """Do something that begins a run, and wait until it is over."""
    with qtbot.waitSignal(nights.ended, timeout=20_000) as heard:
        begin()
    [end] = heard.args
    assert isinstance(end, NightsEnded)
    return end


def due_soon(house: House) -> tuple[str, str]:
    """One loan that renews by itself, one that somebody else waits for; it is the morning of the day they are due."""
    house.policy(AUTO)
    renewed, held = house.item(), house.item()
    for item in (renewed, held):
        house.lend(house.card(), item)
    house.hold(house.card(), held)
    house.clock.set(2026, 3, 31, 8)
    return renewed, held


def test_a_run_by_itself_is_told_in_one_line(nights: Nights, house: House, qtbot: QtBot) -> None:
    due_soon(house)
    told: list[str] = []
    nights.told.connect(told.append)
    end = ended(nights, qtbot, lambda: nights._start((), again=False, wished=False))
    assert not end.wished and told == ["Night of Mon 30 Mar: 1 loan renewed, 1 not renewed"]
    assert ended(nights, qtbot, lambda: nights._start((), again=False, wished=False)).reports == ()
    assert len(told) == 1, "with nothing to do it is quiet"
    assert nights._timer.isActive() and nights._timer.interval() == HOUR


def test_nothing_is_begun_among_scans_nor_by_a_window_of_another_day(
    nights: Nights, house: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights.begin()
    assert nights._timer.interval() == 120_000
    nights._due()
    assert not nights.at_work(), "the clock of this window stands in another month"
    house.clock.now = datetime.now(UTC)
    nights.heard()
    nights._due()
    assert not nights.at_work() and nights._timer.interval() == 60_000
    monkeypatch.setattr(module, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(module, "BREATH_SECONDS", 0.3)
    nights.heard()
    end = ended(nights, qtbot, nights._due)
    assert [report.night for report in end.reports] == [house.clock.now.date() - timedelta(days=1)]


def test_trouble_is_told_once_and_again_after_it_went_well(nights: Nights, house: House, qtbot: QtBot) -> None:
    told: list[str] = []
    nights.told.connect(told.append)
    right, nights.where = nights.where, "/nowhere/at-all.db"
    for _hour in range(2):
        assert ended(nights, qtbot, lambda: nights._start((), again=False, wished=False)).error is not None
    assert len(told) == 1 and told[0].startswith("The night's work was not done.")
    assert nights._timer.isActive()
    nights.where = right
    assert ended(nights, qtbot, lambda: nights._start((), again=False, wished=False)).error is None
    nights.where = "/nowhere/at-all.db"
    ended(nights, qtbot, lambda: nights._start((), again=False, wished=False))
    assert len(told) == 2


def test_the_window_closes_in_the_middle_of_a_night(nights: Nights, house: House, qtbot: QtBot) -> None:
    due_soon(house)
    nights.heard()  # the run waits for the scanning to end
    nights.do()
    assert nights.at_work()
    nights.stop()
    assert not nights.at_work() and not nights._timer.isActive()
    qtbot.wait(30)
    nights.do()
    assert not nights.at_work(), "nothing begins any more"


def test_the_missing_nights_are_done_from_the_page(
    page: AdministrationPage, window: MainWindow, nights: Nights, house: House, qtbot: QtBot
) -> None:
    assert "by itself" in page.nights.grid.empty and not page.nights.again_button.isEnabled()
    assert page.nights.aside.text() == "1 night is still to be done"
    renewed, held = due_soon(house)
    ended(nights, qtbot, lambda: QTest.keyClick(window.focusWidget(), K.Key_Return, CTRL))
    shown = page.nights
    assert shown.told.headline.text() == "Night of Mon 30 Mar: 1 loan renewed, 1 not renewed."
    assert shown.aside.text() == "Every night's work is done"
    assert [shown.grid.model().index(0, at).data() for at in range(5)] == ["Mon 30 Mar", "1", "0", "1", "0"]
    [left] = shown.left.rows.left
    assert left.item == held and left.title and left.reasons == "Someone else is waiting for it"
    ended(nights, qtbot, shown.run_button.click)
    assert shown.told.headline.text() == "Every night's work is done."
    before = house.loan(renewed).due_at
    end = ended(nights, qtbot, shown.again_button.click)
    assert [report.night for report in end.reports] == [date(2026, 3, 30)] and house.loan(renewed).due_at == before


def test_several_nights_are_told_together_and_the_chosen_one_shows_its_own(
    page: AdministrationPage, nights: Nights, house: House, qtbot: QtBot
) -> None:
    renewed, _held = due_soon(house)
    house.put(NightlyRun(night=date(2026, 3, 28), started_at=house.clock(), ended_at=house.clock(), report=""))
    ended(nights, qtbot, page.nights.run_now)
    grid = page.nights.grid
    assert [night.night.day for night in grid.rows.nights] == [30, 29, 28]
    grid.setFocus()
    QTest.keyClick(grid, K.Key_Down)
    QTest.keyClick(grid, K.Key_Down)
    night = grid.night()
    assert night is not None and night.night == date(2026, 3, 28)
    assert page.nights._sums.text() == "Done." and not page.nights.left.rows.left
    assert house.loan(renewed).renewals == 1


def test_what_another_computer_has_begun_is_left_to_it(
    page: AdministrationPage, nights: Nights, house: House, qtbot: QtBot
) -> None:
    due_soon(house)
    house.put(NightlyRun(night=date(2026, 3, 30), started_at=house.clock(), report=""))
    ended(nights, qtbot, page.nights.run_now)
    assert "Another computer" in page.nights.told.headline.text()
    grid = page.nights.grid
    assert grid.model().index(0, 5).data() == "At work, or broken off"


def test_a_library_that_is_away_is_told_on_the_page(page: AdministrationPage, nights: Nights, qtbot: QtBot) -> None:
    nights.where = "/nowhere/at-all.db"
    ended(nights, qtbot, page.nights.run_now)
    assert page.nights.told.isVisible() and page.nights.told.headline.text()


def test_the_pages_are_for_those_who_may(page: AdministrationPage) -> None:
    assert page.allow(frozenset({Permission.NIGHTLY})) and page.current() is page.nights
    assert page.entries[page.rules].isHidden() and not page.entries[page.nights].isHidden()
    assert not page.allow(frozenset({Permission.LEND})) and page.current() is page.keys
    assert page.allow(frozenset({Permission.POLICY})) and not page.entries[page.rules].isHidden()


def test_the_page_is_whole_in_the_smallest_window_and_tab_goes_through_it(
    page: AdministrationPage, window: MainWindow, nights: Nights, house: House, qtbot: QtBot
) -> None:
    due_soon(house)
    ended(nights, qtbot, page.nights.run_now)
    window.resize(QSize(1024, 700))
    qtbot.wait(20)
    for text in page.nights.findChildren(Text):
        if text.isVisible() and not text.wordWrap() and not text._elide:
            assert text.width() >= text.sizeHint().width(), text.text()
    for button in page.nights.findChildren(PaintedButton):
        assert button.mapTo(window, button.rect().bottomRight()).x() <= window.width()
    met: list[QWidget] = []
    page.nights.take_focus()
    while window.focusWidget() not in met:
        met.append(window.focusWidget())
        assert met[-1].accessibleName(), met[-1]
        QTest.keyClick(window.focusWidget(), K.Key_Tab)
    assert [each for each in met if each in page.nights.in_order()] == page.nights.in_order()
    assert page.nights.grid.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff


HERE = Place(datetime(2026, 3, 10, tzinfo=UTC), UTC)


@pytest.mark.parametrize("reason", list(Reason))
def test_no_reason_is_told_with_figures_that_nobody_knows(reason: Reason) -> None:
    words = plain_reason(reason, HERE)
    if reason.value.startswith(("renew", "auto", "owes", "too_many_renewals", "too_many_unseen", "rental", "age")):
        assert "None" not in words and "0" not in words, words


def test_a_sentence_for_nothing_one_and_several() -> None:
    idle, one = NightReport(date(2026, 3, 8)), NightReport(date(2026, 3, 9), ("1", "2"), (), (), 3)
    assert nights_sentence((idle,), HERE) == ""
    assert nights_sentence((idle, one), HERE) == "Night of Mon 9 Mar: 2 loans renewed, 3 copies reshelved"
    assert nights_sentence((one, one), HERE) == "2 nights: 4 loans renewed, 6 copies reshelved"
