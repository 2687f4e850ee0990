"""The coach leads through the first eight acts of the demo, with numbers that work, and only watches."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.app import make_shell
from desk.services.administration.demo import make_demo
from desk.services.administration.demo_size import demo_size
from desk.settings import Settings, Theme
from desk.station.store import StationStore
from desk.ui.circulation.checkin_page import CheckinPage
from desk.ui.circulation.checkout_page import CheckoutPage
from desk.ui.coach.coach import DISMISSED, Coach
from desk.ui.coach.steps import First
from desk.ui.frame import MainWindow
from desk.ui.shell import Shell
from tests.makers import House
from tests.ui.panels import AtOnce, Counter, open_counter
from tests.ui.test_keys import K


class Watched(AtOnce):
    """A desk that answers at once, and tells the coach of every answer."""

    coach: Coach | None = None

    def _answer(self, work, then) -> None:  # type: ignore[no-untyped-def]
        answer = self._try(work)
        then(answer)
        if self.coach is not None:
            self.coach.hear(answer)


@pytest.fixture
def demo(tmp_path: Path, checkin: CheckinPage, checkout: CheckoutPage, monkeypatch: pytest.MonkeyPatch) -> Counter:
    """The demo library at the counter, at an hour at which it is open."""
    database = make_demo(str(tmp_path / "demo.db"))
    house = House(database)
    house.clock.now = datetime.now(UTC).replace(hour=16)
    monkeypatch.setattr("tests.ui.panels.AtOnce", Watched)
    return open_counter(house, tmp_path / "station.db", checkout, checkin, login="amara")


@pytest.fixture
def coach(window: MainWindow, demo: Counter) -> Iterator[Coach]:
    """The coach over the pages."""
    made = Coach(window, demo.desk, demo.store)
    assert isinstance(demo.desk, Watched)
    demo.desk.coach = made
    made.offer(always=True)
    yield made
    demo.desk.coach = None
    demo.store.close()
    demo.house.database.close()


def type_in(page: CheckoutPage | CheckinPage, number: str) -> None:
    """Type a number and press Enter."""
    page.scan.line.setFocus()
    QTest.keyClicks(page.scan.line, number)
    QTest.keyClick(page.scan.line, K.Key_Return)


def number_in(words: str) -> str:
    """The number that the strip names."""
    return next((word.strip(",.:;") for word in words.split() if word.strip(",.:;").isdecimal()), "")


def test_whoever_follows_it_has_lent_three_returned_two_and_renewed_one(
    coach: Coach, demo: Counter, window: MainWindow, checkout: CheckoutPage, checkin: CheckinPage
) -> None:
    window.show_page("checkout")
    for _step in range(5):
        type_in(checkout, number_in(coach.strip.words()))
    assert demo.out == ["Renewed", "Checked out", "Checked out", "Checked out"]
    assert coach.progress.step() is First.FINISH and checkout.scan.line.hasFocus()
    QTest.keyClick(checkout.scan.line, K.Key_F12)
    window.show_page("checkin")
    for _step in range(2):
        assert "Enter" in coach.strip.words()
        type_in(checkin, number_in(coach.strip.words()))
    assert demo.back == ["Reshelve", "Reshelve"] and coach.progress.step() is First.UNDO
    demo.checkin.taking_back.undo_last()
    assert coach.progress.step() is None and len(coach.progress.done()) == 8


def test_the_order_does_not_matter(coach: Coach, demo: Counter, checkin: CheckinPage, window: MainWindow) -> None:
    window.show_page("checkin")
    type_in(checkin, coach.progress.numbers.give_back[0])
    assert coach.progress.step() is First.OPEN and First.RETURN in coach.progress.done()


def test_it_is_hidden_with_its_key_stays_so_and_can_be_shown_again(
    coach: Coach, demo: Counter, window: MainWindow
) -> None:
    assert coach.strip.words() and coach.strip.height() <= 50
    coach.dismiss()
    assert coach.strip.words() == "" and demo.store.counter(DISMISSED) == 1
    other = Coach(window, demo.desk, demo.store)
    other.offer(always=True)
    assert other.strip.words() == ""
    other.show_again()
    assert other.strip.words() and demo.store.counter(DISMISSED) == 0


def test_in_a_library_without_anything_to_lend_it_is_not_offered(
    window: MainWindow, house: House, tmp_path: Path
) -> None:
    store = StationStore(tmp_path / "other.db")
    coach = Coach(window, AtOnce(house.desk()), store)
    coach.offer(always=False)
    assert coach.strip.words() == ""
    coach.show_again()
    assert "card" in coach.strip.words()
    store.close()


def test_the_demo_shows_it_and_the_welcome_page_tells_true_numbers(
    qapp: QApplication, qtbot: QtBot, own_home: Path
) -> None:
    titles, readers = demo_size()
    make_demo(str(own_home / "demo.db")).close()
    quiet = replace(Settings(theme=Theme.LIGHT), sounds=replace(Settings().sounds, on=False))
    shell: Shell = make_shell(qapp, quiet, str(own_home / "demo.db"), lambda: datetime.now(UTC))
    qtbot.addWidget(shell.window)
    shell.start()
    qtbot.waitUntil(lambda: bool(shell.panels) and not shell.coach.strip.isHidden(), timeout=20_000)
    assert f"{titles} titles and {readers} invented readers" in shell.first_run().welcome.demo._words
    shell.scanned(shell.coach.progress.numbers.card)
    qtbot.waitUntil(lambda: shell.coach.progress.step() is First.LEND, timeout=5_000)
    QTest.keyClick(shell.window, K.Key_X, qt_alt())
    assert shell.coach.strip.isHidden()
    shell.window.close()


def qt_alt():  # type: ignore[no-untyped-def]
    """The Alt key."""
    from PySide6.QtCore import Qt

    return Qt.KeyboardModifier.AltModifier
