"""The result card, the chips and the reader's panel."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desk.ui.circulation.checkin_page import CheckinPage
from desk.ui.circulation.checkout_page import CheckoutPage
from desk.ui.frame import MainWindow
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.card_ask import DayAsk, GrantAsk, PickAsk, ReasonAsk
from desk.ui.parts.chips import Choice, DayKind
from desk.ui.parts.picking import PAUSE_MS
from desk.wording.shapes import Card, Command, Tone
from tests.ui.shapes import a_block, a_person, a_row
from tests.ui.test_keys import CTRL, K, heard

REASONS = (
    Choice("agreed", "The other reader agreed"),
    Choice("copy", "Wrong copy held"),
    Choice("staff", "Staff say so"),
)


def test_a_button_of_the_card_says_its_command(checkout: CheckoutPage, qtbot: QtBot) -> None:
    checkout.show_card(a_block())
    said = heard(checkout.command)
    for button in checkout.card.buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert said == ["keep", "override", "aside"]


def test_a_click_on_the_card_leaves_the_scan_field_listening(checkout: CheckoutPage, qtbot: QtBot) -> None:
    checkout.show_card(a_block())
    qtbot.mouseClick(checkout.card.buttons[0], Qt.MouseButton.LeftButton)
    assert checkout.scan.line.hasFocus()


def test_a_new_result_takes_the_place_of_the_old_commands(checkout: CheckoutPage) -> None:
    checkout.show_card(a_block())
    checkout.show_card(Card(Tone.OK, "check", "Due Saturday 12 December", "A title", figure="5", aside_detail="items"))
    said = heard(checkout.command)
    QTest.keyClick(checkout.scan.line, K.Key_Return, CTRL)
    assert checkout.card.buttons == [] and "keep" not in said
    assert checkout.card.accessibleName() == "Due Saturday 12 December, 5, A title"


def test_a_reason_is_chosen_in_the_card_and_never_by_a_bare_enter(checkout: CheckoutPage) -> None:
    checkout.show_card(a_block())
    chosen = heard(checkout.reason_chosen)
    checkout.ask_reason("Why is it lent anyway?", REASONS, "Lend anyway")
    ask = checkout.card.ask
    assert isinstance(ask, ReasonAsk) and ask.list.hasFocus()
    QTest.keyClick(ask.list, K.Key_Return)
    assert chosen == []
    QTest.keyClick(ask.list, K.Key_Down)
    QTest.keyClick(ask.list, K.Key_Return, CTRL)
    assert chosen == ["copy"]


def test_escape_leaves_the_question_and_listens_again(checkout: CheckoutPage) -> None:
    checkout.show_card(a_block())
    said = heard(checkout.command)
    checkout.ask_reason("Why is it lent anyway?", REASONS, "Lend anyway")
    QTest.keyClick(checkout.window().focusWidget(), K.Key_Escape)
    assert checkout.card.ask is None and checkout.scan.line.hasFocus()
    assert said == []


def test_a_supervisor_gives_a_pin_that_is_hidden(checkout: CheckoutPage) -> None:
    checkout.show_card(a_block())
    given = heard(checkout.granted)
    checkout.ask_grant("This needs somebody who may override holds.", "Lend anyway")
    ask = checkout.card.ask
    assert isinstance(ask, GrantAsk) and ask.pin.echoMode() is QLineEdit.EchoMode.Password
    assert ask.pin.hasFocus()
    QTest.keyClicks(ask.pin, "4711")
    QTest.keyClick(ask.pin, K.Key_Return)
    assert given == ["4711"] and ask.pin.text() == ""
    checkout.card.show_ask_trouble("That PIN is not right.")
    assert checkout.card.ask is ask


def test_a_day_is_asked_for_in_the_card(checkout: CheckoutPage) -> None:
    checkout.show_card(a_block())
    days = heard(checkout.day_chosen)
    checkout.ask_day("Until when?", "2026-12-12", "Lend until then")
    ask = checkout.card.ask
    assert isinstance(ask, DayAsk)
    assert ask.day.line.hasFocus() and ask.day.words.text() == "Empty: today"
    for text in ("soon", "24", "13.12.2026", "", "-1"):
        ask.day.line.selectAll()
        QTest.keyClick(ask.day.line, K.Key_Delete)
        QTest.keyClicks(ask.day.line, text)
        QTest.keyClick(ask.day.line, K.Key_Return)
    ask.accept()
    assert days == ["2026-11-24", "2026-12-12", "2026-12-11", "2026-12-11"]


def test_a_scan_handed_on_while_the_card_asks_is_not_lost(checkout: CheckoutPage) -> None:
    checkout.show_card(a_block())
    checkout.ask_reason("Why is it lent anyway?", REASONS, "Lend anyway")
    handed = heard(checkout.submitted)
    checkout.scan.submitted.emit("30500004128818")
    assert handed == ["30500004128818"]


def test_a_chip_that_is_not_as_usual_says_so(checkin: CheckinPage) -> None:
    mode = checkin.chips["mode"]
    assert mode.is_normal()
    mode.open()
    changes = heard(checkin.chip_changed)
    assert mode._popup is not None
    QTest.keyClick(mode._popup.list, K.Key_Down)
    QTest.keyClick(mode._popup.list, K.Key_Return)
    assert changes == [("mode", "book_drop")]
    assert not mode.is_normal() and mode.accessibleName() == "Mode: Book drop"
    assert checkin.scan.line.hasFocus()


def test_a_chip_takes_a_day(checkin: CheckinPage) -> None:
    chip = checkin.chips["returned"]
    checkin.read_days(DayKind(lambda: date(2026, 11, 21), ahead=False))
    changes = heard(checkin.chip_changed)
    chip.open()
    assert chip._popup is not None and chip._popup.date is not None
    box = chip._popup.date
    assert box.line.width() > 150 and box.line.hasFocus()
    QTest.keyClicks(box.line, "20.11")
    assert box.words.text() == "Friday 20 November"
    QTest.keyClick(box.line, K.Key_Return)
    checkin.set_chip("returned", "2026-11-20", "Fri 20 Nov")
    assert changes == [("returned", "2026-11-20")]
    assert chip.accessibleName() == "Returned: Fri 20 Nov, Ctrl D"


def test_what_is_no_day_is_said_and_sets_nothing(checkout: CheckoutPage) -> None:
    chip = checkout.chips["due"]
    checkout.read_days(DayKind(lambda: date(2026, 11, 12), ahead=True))
    changes = heard(checkout.chip_changed)
    chip.open()
    assert chip._popup is not None and chip._popup.date is not None
    box = chip._popup.date
    for text, words in (("32", "That is no day. Write 19, 11/19 or +7."), ("2026-11-09", "Monday 9 November is over.")):
        box.line.setText(text)
        QTest.keyClick(box.line, K.Key_Return)
        assert box.words.text() == words and box.words.width() >= box.words.sizeHint().width()
    assert changes == [] and chip._popup is not None
    box.line.setText("+7")
    assert box.words.text() == "Thursday 19 November"
    QTest.keyClick(box.line, K.Key_Return)
    assert changes == [("due", "2026-11-19")]


def test_an_empty_day_is_the_usual_one(checkout: CheckoutPage) -> None:
    chip = checkout.chips["due"]
    checkout.set_chip("due", "2026-12-12", "Sat 12 Dec")
    changes = heard(checkout.chip_changed)
    chip.open()
    assert chip._popup is not None and chip._popup.date is not None
    assert chip._popup.date.words.text() == "Empty: by loan rule"
    QTest.keyClick(chip._popup.date.line, K.Key_Return)
    assert changes == [("due", "rule")] and chip.is_normal()
    assert checkout.scan.line.hasFocus()


def test_the_scan_field_says_what_a_scan_does_now(checkin: CheckinPage) -> None:
    checkin.scan.set_mode("Scan items to renew")
    assert checkin.scan.line.placeholderText() == "Scan items to renew"
    checkin.scan.set_mode("")
    assert checkin.scan.line.placeholderText() == "Scan returned items"


def test_a_chips_list_closes_with_escape_and_changes_nothing(checkin: CheckinPage) -> None:
    chip = checkin.chips["mode"]
    changes = heard(checkin.chip_changed)
    chip.open()
    assert chip._popup is not None
    QTest.keyClick(chip._popup.list, K.Key_Escape)
    assert chip._popup is None and changes == []


def test_the_readers_panel_offers_what_a_note_says(checkout: CheckoutPage, qtbot: QtBot) -> None:
    checkout.show_person(a_person())
    pressed = heard(checkout.note_pressed)
    qtbot.mouseClick(checkout.panel.focus_order()[0], Qt.MouseButton.LeftButton)
    assert pressed == ["Ctrl+R"]
    assert "Marisol Lindqvist" in checkout.panel.accessibleDescription()
    checkout.show_person(None)
    assert checkout.is_empty()


def test_the_banner_says_what_is_wrong_until_it_is_hidden(window: MainWindow) -> None:
    window.banner.say("The database cannot be reached.")
    assert window.banner.words() == "The database cannot be reached."
    window.banner._hide()
    assert window.banner.words() == ""


def test_a_page_without_anything_going_on_is_calm(checkout: CheckoutPage) -> None:
    assert checkout.is_empty() and checkout.ready.isVisible()
    checkout.add_row(a_row())
    assert not checkout.is_empty() and not checkout.ready.isVisible()
    checkout.clear()
    assert checkout.ready.isVisible()


def test_the_ways_to_begin_change_while_nobody_is_at_the_desk(checkout: CheckoutPage, qtbot: QtBot) -> None:
    said = heard(checkout.command)
    checkout.panel.set_ways((Command("last_patron", "Last reader, Tobias Renner", "F8", "history"),))
    qtbot.mouseClick(checkout.panel.focus_order()[0], Qt.MouseButton.LeftButton)
    assert said == ["last_patron"]


def test_a_digit_alone_opens_its_line_and_the_first_of_a_scan_does_not(checkout: CheckoutPage, qtbot: QtBot) -> None:
    checkout.show_card(Card(Tone.INFO, "search", "Three found"))
    picked = heard(checkout.picked)
    checkout.ask_pick("Which one is meant?", REASONS)
    lines = checkout.window().focusWidget()
    QTest.keyClicks(lines, "21234")
    qtbot.wait(PAUSE_MS * 2)
    assert picked == []
    QTest.keyClick(lines, K.Key_3)
    qtbot.waitUntil(lambda: picked == ["staff"])


def test_a_long_list_scrolls_and_says_its_keys(checkin: CheckinPage) -> None:
    checkin.show_card(Card(Tone.INFO, "id-card", "Darius Coleman has 9 items"))
    checkin.ask_pick("Which one came back?", REASONS * 3, "Check in all 9 items")
    ask = checkin.card.ask
    assert isinstance(ask, PickAsk) and ask.list.height() < ask.list.count() * ask.list.sizeHintForRow(0)
    assert [button.key for button in ask.findChildren(KeyButton)] == ["Enter", "Ctrl Enter", "Esc"]
