"""The pages of the first run and of training, looked at: nothing is cut, nameless or silent in a longer language."""

from collections.abc import Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from desk.i18n import set_language
from desk.services.training.judging import Outcome
from desk.services.training.situations import Kind, Situation
from desk.settings import Settings
from desk.ui.administration.welcome import WelcomePage
from desk.ui.beginning.new_library import NewLibraryPage
from desk.ui.coach.steps import Progress
from desk.ui.coach.strip import Strip
from desk.ui.frame import SMALLEST, MainWindow
from desk.ui.theme import Look
from desk.ui.training.drill import Ended, Result
from desk.ui.training.result_page import ResultPage
from desk.ui.training.strips import DrillStrip, TrainingStrip
from tests.tour.eyes import Eyes

LONGER = "en_XA"
CASE = Situation(
    Kind.WRONG_READER, ("30000000091516",), "20000000090254", "Anna Birch", "20000000090262", "Nils Hollow"
)


@pytest.fixture
def longer() -> Iterator[None]:
    """A language nobody speaks, two fifths longer."""
    set_language(LONGER)
    yield
    set_language("en")


@pytest.fixture
def eyes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Eyes]:
    """Open eyes."""
    with Eyes().open(monkeypatch) as made:
        yield made


def test_the_steps_and_the_first_page(
    longer: None, eyes: Eyes, window: MainWindow, look: Look, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.ui.beginning.devices_step.queues", lambda: ())
    window.resize(SMALLEST)
    welcome = WelcomePage(look, "600")
    window.show_whole(welcome)
    qtbot.wait(10)
    eyes.look(window, "welcome")
    page = NewLibraryPage(look, Settings(), None, date(2026, 11, 22))
    window.show_whole(page)
    page.place.name.line.setText("Millbrook")
    for step in page.steps:
        qtbot.wait(20)
        eyes.look(window, type(step).__name__)
        if step is not page.devices:
            page.go_on()
    qtbot.waitUntil(lambda: page.devices.printer.box.findData("") >= 0, timeout=5_000)
    qtbot.wait(50)
    assert eyes.faults == {}


def test_the_strips_and_the_page_at_the_end(
    longer: None, eyes: Eyes, window: MainWindow, look: Look, qtbot: QtBot
) -> None:
    window.resize(SMALLEST)
    coach, training, drill = Strip(look, 8), TrainingStrip(look), DrillStrip(look)
    for strip in (coach, training, drill):
        window.over_pages.addWidget(strip)
        strip.show()
    coach.say(Progress().words(), (True,) * 3 + (False,) * 5)
    drill.say(CASE, 3, 12)
    drill.show_time(247)
    qtbot.wait(20)
    eyes.look(window, "strips")
    page = ResultPage(look, Result((Ended(CASE, Outcome.NOT_CORRECTED), Ended(CASE, Outcome.RIGHT)), 60.0, 9), "")
    window.show_whole(page)
    qtbot.wait(20)
    eyes.look(window, "result")
    assert eyes.faults == {}
