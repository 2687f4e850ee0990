"""The rows of a visit: newest first, quick, and readable aloud."""

from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from desk.devices.wedge import WedgeScanner
from desk.settings import Scanner
from desk.ui.circulation.checkin_page import LOOK_AT, CheckinPage
from desk.ui.circulation.checkout_page import CheckoutPage
from desk.ui.parts.session_rows import Cell, Column, RowRole, SessionRows
from desk.wording.shapes import Tone
from tests.ui.shapes import a_row

COLUMNS = (Column(Cell.ITEM, "Item"), Column(Cell.BARCODE, "Barcode", 156), Column(Cell.PILL, "Result", 139))


def titles(rows: SessionRows) -> list[str]:
    """What is shown, from the top."""
    return [rows.index(at, 0).data() for at in range(rows.rowCount())]


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    rows = SessionRows(COLUMNS)
    for number in range(5):
        rows.append(a_row(number))
    rows.replace(2, a_row(22))
    rows.show_only(lambda _key, row: row.title != "Title 3")
    rows.append(a_row(6))
    rows.append(a_row(3))
    qtmodeltester.check(rows)


def test_the_newest_is_on_top_and_keys_stay() -> None:
    rows = SessionRows(COLUMNS)
    keys = [rows.append(a_row(number)) for number in range(3)]
    assert titles(rows) == ["Title 2", "Title 1", "Title 0"]
    rows.replace(keys[0], a_row(9))
    assert titles(rows) == ["Title 2", "Title 1", "Title 9"]
    assert rows.index(0, 0).data(RowRole.NEWEST) and not rows.index(1, 0).data(RowRole.NEWEST)


def test_a_filter_shows_some_and_keeps_the_others() -> None:
    rows = SessionRows(COLUMNS)
    keys = [rows.append(a_row(n, Tone.BAD if n % 2 else Tone.OK)) for n in range(4)]
    rows.show_only(lambda _key, row: row.tone is Tone.BAD)
    assert titles(rows) == ["Title 3", "Title 1"]
    assert rows.place(keys[1]) == 1 and rows.place(keys[2]) is None
    rows.append(a_row(4))
    assert titles(rows) == ["Title 3", "Title 1"]
    rows.show_only(None)
    assert len(titles(rows)) == 5


def test_a_hundred_thousand_rows_cost_nothing_extra(checkout: CheckoutPage) -> None:
    rows = checkout.table.rows
    rows._rows = {number: a_row(number) for number in range(99_000)}
    rows._next = 99_000
    rows.show_only(None)
    began = perf_counter()
    for number in range(100):
        checkout.add_row(a_row(number))
    assert (perf_counter() - began) / 100 < 0.02
    assert rows.rowCount() == 99_100


def test_a_burst_of_500_scans_stands_in_its_order(checkout: CheckoutPage) -> None:
    checkout.submitted.connect(lambda words: checkout.add_row(a_row(int(words))))
    for number in range(500):
        checkout.scan.line.setText(str(number))
        checkout.scan.line._hand_on()
    assert titles(checkout.table.rows) == [f"Title {number}" for number in range(499, -1, -1)]


def test_enter_stays_on_the_row_and_del_takes_it_back(checkout: CheckoutPage) -> None:
    keys = [checkout.add_row(a_row(number)) for number in range(2)]
    said: list[tuple[str, int]] = []
    checkout.row_opened.connect(lambda key: said.append(("opened", key)))
    checkout.row_undone.connect(lambda key: said.append(("undone", key)))
    QTest.keyClick(checkout.scan.line, Qt.Key.Key_Down)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Delete):
        QTest.keyClick(checkout.table.view, key)
    assert said == [("opened", keys[0]), ("undone", keys[0])]


def test_a_row_is_marked_only_while_the_keyboard_is_on_it(checkout: CheckoutPage) -> None:
    checkout.add_row(a_row(1))
    view = checkout.table.view
    QTest.keyClick(checkout.scan.line, Qt.Key.Key_Down)
    assert view.current_key() is not None and view.selectionModel().hasSelection()
    checkout.take_focus()
    assert view.current_key() is None and not view.selectionModel().hasSelection()
    place = view.visualRect(checkout.table.rows.index(0, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.hasFocus() and view.current_key() is not None


def test_a_cell_is_read_with_all_that_it_shows(checkout: CheckoutPage) -> None:
    checkout.add_row(a_row(7))
    rows = checkout.table.rows
    spoken = [rows.index(0, at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(4)]
    assert spoken == ["Title 7, An author · FIC AUT", "30500 000000007", "Sat 12 Dec", "Checked out"]


def test_a_counter_filters_the_rows_and_lets_go_again(checkin: CheckinPage) -> None:
    checkin.add_row(a_row(1))
    checkin.set_pile(checkin.add_row(a_row(2, Tone.WARN, needs_look=True)), LOOK_AT)
    tile = checkin.counters.tiles[LOOK_AT]
    tile.click()
    assert titles(checkin.table.rows) == ["Title 2"]
    tile.click()
    assert titles(checkin.table.rows) == ["Title 2", "Title 1"]


def test_a_new_session_forgets_the_rows_and_the_counts(checkin: CheckinPage) -> None:
    checkin.add_row(a_row(1))
    checkin.set_counts({"reshelve": 1})
    checkin.clear()
    assert checkin.is_empty() and checkin.counters.tiles["reshelve"].accessibleName() == "Reshelve: 0"


def test_a_scan_that_begins_on_a_row_leaves_nothing_in_the_scan_field(checkout: CheckoutPage) -> None:
    wedge = WedgeScanner(Scanner())
    codes: list[str] = []
    wedge.scanned.connect(codes.append)
    checkout.add_row(a_row(1))
    wedge.start()
    try:
        for code in ("30500004128818", "30500004128826"):
            QTest.keyClick(checkout.scan.line, Qt.Key.Key_Down)
            for char in code:
                QTest.keyClick(QApplication.focusWidget(), char)
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            assert checkout.scan.text() == ""
            checkout.take_focus()
    finally:
        wedge.stop()
    assert codes == ["30500004128818", "30500004128826"]
