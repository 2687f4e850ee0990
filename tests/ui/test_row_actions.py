"""The menu of a row, and the line that filters the rows."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desk.models import Item, Loan
from desk.rules.vocabulary import ItemStatus
from desk.ui.circulation.desk_panel import DeskPanel
from tests.makers import House
from tests.ui.panels import Counter, not_on_file
from tests.ui.test_keys import CTRL, K

SHIFT = Qt.KeyboardModifier.ShiftModifier


def menu(panel: DeskPanel, row: int = 0) -> QMenu:
    """The menu of a row, counted from the top."""
    table = panel.page.table
    panel.row_actions.open_at(table.rows.key_at(row), QPoint(5, 5))
    opened = panel.row_actions._menu
    assert opened is not None
    return opened


def lines(opened: QMenu) -> list[str]:
    """What stands in it, without the keys."""
    return [action.text().split("\t")[0] for action in opened.actions()]


def take(opened: QMenu, label: str) -> None:
    """Choose a line, in the menu or in the one about the state."""
    inside = [action for each in opened.findChildren(QMenu) for action in each.actions()]
    next(action for action in (*opened.actions(), *inside) if action.text().split("\t")[0] == label).trigger()


def lend(counter: Counter, house: House) -> str:
    """A visit with one copy."""
    item = house.item()
    counter.checkout.scan(house.card())
    counter.checkout.scan(item)
    return item


def test_a_lent_copy_is_undone_renewed_marked_and_claimed(counter: Counter, house: House) -> None:
    item = lend(counter, house)
    opened = menu(counter.checkout)
    assert lines(opened) == [
        "Show its card",
        "Undo this",
        "Why?",
        "Renew",
        "Print the slip",
        "Where it belongs",
        "The reader says it came back",
        "Mark",
        "Copy the barcode",
    ]
    assert next(each.text() for each in opened.actions() if "Renew" in each.text()) == "Renew\tCtrl R"
    take(opened, "Damaged")
    assert counter.out == ["Damaged"] and house.one(Item, barcode=item).status is ItemStatus.DAMAGED
    assert counter.checkout.visit.count() == 1, "the reader takes it along all the same"
    take(menu(counter.checkout), "The reader says it came back")
    assert counter.out == ["Claimed"] and house.loan(item).claimed_on is not None
    for _act in range(3):
        take(menu(counter.checkout), "Undo this")
    assert counter.out == ["Undone"] and house.count(Loan, undone=False) == 0


def test_what_a_row_does_not_allow_is_absent(counter: Counter, house: House) -> None:
    counter.checkout.scan(not_on_file())
    assert lines(menu(counter.checkout)) == ["Show its card", "Set it aside", "Why?", "Copy the barcode"]
    take(menu(counter.checkout), "Set it aside")
    assert counter.out == ["Set aside"]
    assert lines(menu(counter.checkout)) == ["Why?", "Copy the barcode"]


def test_a_returned_copy_can_count_from_an_earlier_day_and_be_looked_up(counter: Counter, house: House) -> None:
    item = lend(counter, house)
    counter.checkin.scan(item)
    opened = menu(counter.checkin)
    assert "It came back earlier" in lines(opened) and "Renew" not in lines(opened)
    take(opened, "Where it belongs")
    assert counter.back == ["Looked up", "Reshelve"]
    take(menu(counter.checkin, row=1), "Missing")
    assert counter.back == ["Looked up", "Missing"]


def test_the_number_is_copied(counter: Counter, house: House) -> None:
    item = lend(counter, house)
    take(menu(counter.checkout), "Copy the barcode")
    assert QGuiApplication.clipboard().text() == item


def test_the_menu_opens_by_key_by_the_right_button_and_closes_with_the_next_scan(
    counter: Counter, house: House
) -> None:
    lend(counter, house)
    page = counter.checkout.page
    QTest.keyClick(page.scan.line, K.Key_F10, SHIFT)
    opened = counter.checkout.row_actions._menu
    assert opened is not None and opened.isVisible() and page.table.view.hasFocus()
    counter.checkout.scan(house.item())
    assert not opened.isVisible() and counter.checkout.row_actions._menu is None
    view = page.table.view.viewport()
    spot = page.table.view.visualRect(page.table.rows.index(1, 0)).center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, view.mapToGlobal(spot))
    QApplication.sendEvent(view, asked)
    assert counter.checkout.row_actions._menu is not None
    assert page.current_row() == page.table.rows.key_at(1)
    counter.checkout.row_actions.close()


def test_the_rows_are_filtered_until_esc_or_the_next_scan(counter: Counter, house: House) -> None:
    first = lend(counter, house)
    counter.checkout.scan(house.item())
    page = counter.checkout.page
    QTest.keyClick(page.scan.line, K.Key_F, CTRL)
    assert page.table.filter.hasFocus()
    QTest.keyClicks(page.table.filter, first[-6:])
    assert page.table.rows.rowCount() == 1
    QTest.keyClick(page.table.filter, K.Key_Down)
    assert page.table.view.hasFocus() and page.current_row() == page.table.rows.key_at(0)
    QTest.keyClick(page.table.view, K.Key_Escape)
    assert page.table.rows.rowCount() == 2 and page.table.filter.isHidden() and page.scan.line.hasFocus()
    QTest.keyClick(page.scan.line, K.Key_F, CTRL)
    QTest.keyClicks(page.table.filter, "nothing")
    assert page.table.rows.rowCount() == 0
    counter.checkout.scan(house.item())
    assert page.table.rows.rowCount() == 3


def test_a_counter_and_the_filter_hold_together(counter: Counter, house: House) -> None:
    item = lend(counter, house)
    counter.checkin.scan(item)
    counter.checkin.scan(not_on_file())
    page = counter.checkin.page
    page.window().show_page("checkin")  # type: ignore[attr-defined]
    page.counters.tiles["reshelve"].click()
    assert page.table.rows.rowCount() == 1
    page.table.ask_filter()
    page.table.filter.setText("on file")
    assert page.table.rows.rowCount() == 0
    page.table.filter.setText("")
    assert page.table.rows.rowCount() == 1
