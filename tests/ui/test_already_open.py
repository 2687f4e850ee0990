"""A second window at the same station waits until the first is closed; the libraries beside it do not wait."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.app import demo_place, hold_station, station_file
from desk.settings import Settings
from desk.station.lock import StationLock
from desk.ui.administration import already_open
from desk.ui.administration.already_open import AlreadyOpenPage
from desk.ui.frame import MainWindow
from tests.ui.panels import at_page
from tests.ui.test_keys import K

LIBRARY = "library.db"


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Iterator[StationLock]:
    """Another window has the station of the library."""
    monkeypatch.setattr(already_open, "LOOK_MS", 20)
    lock = StationLock(station_file(LIBRARY))
    assert lock.take()
    yield lock
    lock.free()


def test_it_says_so_and_goes_on_by_itself_when_the_other_is_closed(qapp: QApplication, other: StationLock) -> None:
    told: list[str] = []
    bare = MainWindow()
    bare.show()

    def deed(page: AlreadyOpenPage) -> None:
        QTest.keyClick(page.button, K.Key_Return)
        told.append(page.words.text())
        assert page.isVisible() and not bare.isVisible()
        other.free()

    at_page(qapp, AlreadyOpenPage, deed)
    held = hold_station(qapp, Settings(), LIBRARY, None, bare)
    assert held is not None and held.is_held and "Another window on this computer" in told[0]
    assert hold_station(qapp, Settings(), "of another file.db", held, None) is held, "they share the station"
    held.free()
    bare.deleteLater()


def test_whoever_does_not_wait_closes_it_and_nothing_is_opened(qapp: QApplication, other: StationLock) -> None:
    at_page(qapp, AlreadyOpenPage, lambda page: page.other.click())
    assert hold_station(qapp, Settings(), LIBRARY, None, None) is None
    assert other.is_held


def test_the_demo_waits_for_nobody(qapp: QApplication, other: StationLock) -> None:
    demo = hold_station(qapp, Settings(), demo_place(), None, None)
    assert demo is not None and demo.path != other.path
    assert other.is_held
    demo.free()
