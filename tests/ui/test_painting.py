"""How often a scan is painted. Paintings are counted, no time is taken."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk.ui.afterwards import Afterwards
from desk.ui.circulation.checkin_page import LOOK_AT, RESHELVE
from desk.ui.circulation.desk_panel import DeskPanel
from desk.ui.frame import MainWindow
from tests.makers import House
from tests.ui.panels import Counter


class Paintings(QObject):
    """Which widgets were painted, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Every event of the application."""
        if event.type() is QEvent.Type.Paint:
            self.seen.append(watched)
        return False


@pytest.fixture
def paintings(qapp: QApplication) -> Iterator[Paintings]:
    """What is painted from here on."""
    made = Paintings()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def settle(paintings: Paintings) -> None:
    """Everything that has to be laid out and painted is; it counts from here."""
    for _turn in range(5):
        QApplication.processEvents()
    paintings.seen.clear()


def scan(counter: Counter, panel: DeskPanel, code: str, paintings: Paintings) -> None:
    """A scan whose answer comes a turn of the loop later, and before the row's patience ends."""
    panel.page.table.rows._patience.setInterval(60_000)
    settle(paintings)
    counter.desk.late = True
    panel.scan(code)
    QApplication.processEvents()
    assert counter.rows(panel)[:1] != [("…", "…")]
    counter.desk.let_go()
    counter.desk.late = False


def test_a_loan_is_painted_once_with_what_came_of_it(counter: Counter, house: House, paintings: Paintings) -> None:
    counter.checkout.scan(house.card())
    for _copy in range(2):
        scan(counter, counter.checkout, house.item(), paintings)
        QApplication.processEvents()
        assert counter.out[0] == "Checked out"
        assert paintings.seen.count(counter.checkout.page.table.view.viewport()) == 1


def test_a_return_paints_its_row_its_card_and_its_own_counter(
    counter: Counter, house: House, window: MainWindow, paintings: Paintings
) -> None:
    window.show_page("checkin")
    page = counter.checkin.page
    counter.checkin.scan(house.item())
    scan(counter, counter.checkin, house.item(), paintings)
    QApplication.processEvents()
    assert paintings.seen.count(page.table.view.viewport()) == paintings.seen.count(page.card) == 1
    tiles = page.counters.tiles
    assert paintings.seen.count(tiles[RESHELVE]) == 1 and tiles[LOOK_AT] not in paintings.seen


def test_a_row_whose_answer_is_long_in_coming_is_seen_as_it_waits(counter: Counter, house: House, qtbot: QtBot) -> None:
    counter.desk.late = True
    for code in (house.item(), house.item()):
        counter.checkout.scan(code)
    assert len(counter.checkout.page.table.rows.rows()) == 2
    qtbot.waitUntil(lambda: counter.out == ["…", "…"])
    counter.desk.let_go()
    assert len(counter.out) == 2 and "…" not in counter.out


def test_a_card_leaves_no_row_that_was_still_to_come(counter: Counter, house: House) -> None:
    counter.desk.late = True
    counter.checkout.scan(house.card())
    counter.desk.let_go()
    rows = counter.checkout.page.table.rows
    rows.show_coming()
    assert counter.out == [] and not rows.rows()


def test_the_same_dot_and_number_are_not_painted_again(window: MainWindow, paintings: Paintings) -> None:
    row = window.navigation.rows["checkout"]
    row.set_dot(True)
    settle(paintings)
    row.set_dot(True)
    row.set_count(row.count(), row.accessibleDescription())
    QApplication.processEvents()
    assert row not in paintings.seen
    row.set_dot(False)
    QApplication.processEvents()
    assert row in paintings.seen


def test_what_can_wait_comes_after_the_painting_and_once(qtbot: QtBot) -> None:
    said: list[str] = []

    class Sheet(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            said.append("painted")

    sheet = Sheet()
    qtbot.addWidget(sheet)
    sheet.show()
    qtbot.waitExposed(sheet)
    QApplication.processEvents()
    said.clear()
    later = Afterwards(sheet, lambda: said.append("done"))
    later.ask()
    later.ask()
    sheet.update()
    QApplication.processEvents()
    assert said == ["painted", "done"]
    later.ask()
    QApplication.processEvents()
    assert said == ["painted", "done", "done"]
