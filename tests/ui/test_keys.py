"""Every key does its work whatever has the focus."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.ui.circulation.checkin_page import CheckinPage
from desk.ui.circulation.checkout_page import CheckoutPage
from desk.ui.frame import MainWindow
from desk.ui.keys import SEQUENCES, Key, cap, key_named, normal
from tests.ui.shapes import a_block, a_row

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
K = Qt.Key


def heard(signal) -> list:  # type: ignore[no-untyped-def,type-arg]
    """What a signal says from now on."""
    words: list[object] = []
    signal.connect(lambda *args: words.append(args[0] if len(args) == 1 else args))
    return words


def test_no_key_stands_for_two_things() -> None:
    spelled = [normal(sequence) for sequence in SEQUENCES.values() if sequence]
    assert len(set(spelled)) == len(spelled)
    assert set(SEQUENCES) == set(Key)


def test_a_key_may_be_written_in_several_ways() -> None:
    assert key_named("Ctrl Enter") is key_named("Ctrl+Return") is Key.RECOMMENDED
    assert cap(Key.RECOMMENDED) == cap("Ctrl+Return") == "Ctrl Enter"


def test_f2_and_f3_change_the_page_and_keep_what_each_shows(window: MainWindow, checkout: CheckoutPage) -> None:
    checkout.add_row(a_row(1))
    QTest.keyClick(window.focusWidget(), K.Key_F3)
    assert window.current() == "checkin"
    QTest.keyClick(window.focusWidget(), K.Key_F2)
    assert window.current() == "checkout"
    assert checkout.table.rows.rowCount() == 1
    assert checkout.scan.line.hasFocus()


def test_the_keys_of_a_card_work_from_the_scan_field(checkout: CheckoutPage) -> None:
    said = heard(checkout.command)
    checkout.show_card(a_block())
    line = checkout.scan.line
    QTest.keyClick(line, K.Key_F10)
    QTest.keyClick(line, K.Key_Return, CTRL)
    QTest.keyClick(line, K.Key_Enter, CTRL)
    QTest.keyClick(line, K.Key_Escape)
    assert said == ["override", "keep", "keep", "aside"]


def test_the_keys_of_a_card_work_from_a_button_the_table_and_a_chip(checkout: CheckoutPage) -> None:
    checkout.add_row(a_row(1))
    checkout.show_card(a_block())
    said = heard(checkout.command)
    for widget in (checkout.footer.buttons["finish"], checkout.table.view, checkout.chips["due"]):
        widget.setFocus()
        QTest.keyClick(widget, K.Key_F10)
    assert said == ["override"] * 3


def test_ctrl_z_takes_back_typing_first_and_then_the_last_act(checkout: CheckoutPage) -> None:
    said = heard(checkout.command)
    checkout.add_row(a_row(1))
    line = checkout.scan.line
    QTest.keyClicks(line, "lind")
    QTest.keyClick(line, K.Key_Z, CTRL)
    assert (line.text(), said) == ("", [])
    checkout.scan.clear()
    QTest.keyClick(line, K.Key_Z, CTRL)
    assert said == ["undo"]


def test_ctrl_z_is_the_last_act_after_a_scan_was_handed_on(checkout: CheckoutPage) -> None:
    said = heard(checkout.command)
    checkout.add_row(a_row(1))
    QTest.keyClicks(checkout.scan.line, "30500004128818")
    QTest.keyClick(checkout.scan.line, K.Key_Return)
    QTest.keyClick(checkout.scan.line, K.Key_Z, CTRL)
    assert said == ["undo"]


def test_down_goes_into_the_table_where_enter_opens_and_del_takes_back(checkout: CheckoutPage) -> None:
    keys = [checkout.add_row(a_row(n)) for n in range(3)]
    opened, undone = heard(checkout.row_opened), heard(checkout.row_undone)
    QTest.keyClick(checkout.scan.line, K.Key_Down)
    view = checkout.table.view
    assert view.hasFocus() and checkout.current_row() == keys[2]
    QTest.keyClick(view, K.Key_Down)
    QTest.keyClick(view, K.Key_Return)
    QTest.keyClick(view, K.Key_Delete)
    assert (opened, undone) == ([keys[1]], [keys[1]])


def test_del_in_the_scan_field_takes_nothing_back(checkout: CheckoutPage) -> None:
    checkout.add_row(a_row(1))
    undone = heard(checkout.row_undone)
    QTest.keyClick(checkout.scan.line, K.Key_Delete)
    assert undone == []


def test_typing_in_the_table_goes_on_in_the_scan_field(checkout: CheckoutPage) -> None:
    checkout.add_row(a_row(1))
    QTest.keyClick(checkout.scan.line, K.Key_Down)
    QTest.keyClicks(checkout.table.view, "3")
    assert checkout.scan.line.hasFocus() and checkout.scan.text() == "3"


def test_escape_goes_back_to_the_field_and_then_empties_it(checkout: CheckoutPage) -> None:
    checkout.add_row(a_row(1))
    QTest.keyClicks(checkout.scan.line, "abc")
    checkout.table.view.setFocus()
    QTest.keyClick(checkout.table.view, K.Key_Escape)
    assert checkout.scan.line.hasFocus() and checkout.scan.text() == "abc"
    QTest.keyClick(checkout.scan.line, K.Key_Escape)
    assert checkout.scan.text() == ""


def test_a_bare_enter_on_an_empty_field_does_nothing(checkout: CheckoutPage) -> None:
    checkout.show_card(a_block())
    said, handed = heard(checkout.command), heard(checkout.submitted)
    QTest.keyClick(checkout.scan.line, K.Key_Return)
    assert (said, handed) == ([], [])


def test_f12_finishes_and_f9_prints_on_both_pages(checkout: CheckoutPage, window: MainWindow) -> None:
    said = heard(checkout.command)
    QTest.keyClick(checkout.scan.line, K.Key_F12)
    QTest.keyClick(checkout.scan.line, K.Key_F9)
    window.show_page("checkin")
    page = window.findChild(CheckinPage)
    assert page is not None
    there = heard(page.command)
    QTest.keyClick(page.scan.line, K.Key_F12)
    QTest.keyClick(page.scan.line, K.Key_F9)
    assert said == there == ["finish", "print"]


def test_the_frame_has_keys_for_mute_navigation_and_full_screen(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.mute_pressed):
        QTest.keyClick(window.focusWidget(), K.Key_M, CTRL)
    QTest.keyClick(window.focusWidget(), K.Key_B, CTRL)
    assert window.navigation.narrow
    QTest.keyClick(window.focusWidget(), K.Key_B, CTRL)
    assert not window.navigation.narrow
    QTest.keyClick(window.focusWidget(), K.Key_F11)
    assert window.isFullScreen()
    QTest.keyClick(window.focusWidget(), K.Key_F11)
    assert not window.isFullScreen()


def test_ctrl_d_opens_the_date_chip(checkout: CheckoutPage) -> None:
    QTest.keyClick(checkout.scan.line, K.Key_D, CTRL)
    chip = checkout.chips["due"]
    assert chip._popup is not None
    chip.open()
    assert chip._popup is None
