"""The window for the tests: filled with plain values, or with a desk behind it that answers at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.settings import Theme
from desk.ui.circulation.checkin_page import CheckinPage
from desk.ui.circulation.checkout_page import CheckoutPage
from desk.ui.frame import DESIGNED, MainWindow
from desk.ui.keys import Key
from desk.ui.navigation import Place
from desk.ui.theme import Look
from tests.makers import House, copy_file, prepare
from tests.ui.panels import Counter, open_counter


@pytest.fixture(scope="session")
def look(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Look:
    """The light look of the window."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK_HOME", str(tmp_path_factory.mktemp("look")))
        return Look(qapp, Theme.LIGHT)


@pytest.fixture
def window(qtbot: QtBot, look: Look) -> Iterator[MainWindow]:
    """A window with its two pages, on the screen."""
    look.set_theme(Theme.LIGHT)
    window = MainWindow(look, "Millbrook Library")
    window.resize(DESIGNED)  # the screen of a test may be smaller
    qtbot.addWidget(window)
    window.add_page(Place("checkout", "arrow-up-from-line", "Check out", Key.CHECK_OUT), CheckoutPage(look))
    window.add_page(Place("checkin", "arrow-down-to-line", "Check in", Key.CHECK_IN), CheckinPage(look))
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    yield window
    look.set_theme(Theme.LIGHT)


@pytest.fixture
def checkout(window: MainWindow) -> CheckoutPage:
    """The page that lends, shown."""
    page = window.findChild(CheckoutPage)
    assert isinstance(page, CheckoutPage)
    window.show_page("checkout")
    return page


@pytest.fixture
def checkin(window: MainWindow) -> CheckinPage:
    """The page that takes back, shown."""
    page = window.findChild(CheckinPage)
    assert isinstance(page, CheckinPage)
    window.show_page("checkin")
    return page


@pytest.fixture(scope="session")
def library_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library made once."""
    path = tmp_path_factory.mktemp("ui-template") / "library.db"
    prepare(str(path))
    return path


@pytest.fixture
def house(library_template: Path, tmp_path: Path) -> Iterator[House]:
    """A library of its own for each test."""
    made = copy_file(library_template, tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def counter(house: House, tmp_path: Path, checkin: CheckinPage, checkout: CheckoutPage) -> Iterator[Counter]:
    """Both panels at work, with the supervisor signed in."""
    made = open_counter(house, tmp_path / "station.db", checkout, checkin)
    yield made
    made.store.close()
