"""Why? and what if? beside the rows: asked with a key, read, copied, closed; never in the way of a scan."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desk.errors import DatabaseUnavailable
from desk.models import JournalRow, Loan
from desk.settings import Theme
from desk.ui.circulation.desk_panel import DeskPanel
from desk.ui.frame import MainWindow
from desk.ui.theme import Look
from desk.ui.why.what_if_panel import WhatIfPanel
from desk.ui.why.why_panel import WhyPanel
from tests.makers import House
from tests.ui.panels import Counter, not_on_file
from tests.ui.test_checkin_panel import press
from tests.ui.test_keys import CTRL, K

SHIFT = Qt.KeyboardModifier.ShiftModifier


def why(panel: DeskPanel) -> WhyPanel:
    """The open explanation."""
    shown = panel.page.findChild(WhyPanel)
    assert isinstance(shown, WhyPanel) and shown.isVisible() and panel.page.is_beside(shown)
    return shown


def said(panel: DeskPanel) -> str:
    """All that it says."""
    return why(panel).view.words()


def what_if(counter: Counter) -> WhatIfPanel:
    """The open question."""
    shown = counter.checkout.page.findChild(WhatIfPanel)
    assert isinstance(shown, WhatIfPanel) and shown.isVisible()
    return shown


def test_a_loan_is_explained_and_the_reader_comes_back_when_it_closes(counter: Counter, house: House) -> None:
    page = counter.checkout.page
    counter.checkout.scan(house.card())
    counter.checkout.scan(house.item())
    press(counter, K.Key_I, CTRL)
    assert "Due Tuesday 31 March" in said(counter.checkout) and "the rule for everybody" in said(counter.checkout)
    assert not page.panel.isVisible() and page.scan.line.hasFocus()
    press(counter, K.Key_I, CTRL)
    assert page.panel.isVisible()
    press(counter, K.Key_I, CTRL)
    assert why(counter.checkout).isVisible()
    press(counter, K.Key_Escape)
    assert page.panel.isVisible() and counter.headline() == "Due Tuesday 31 March"


def test_scanning_on_closes_it(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    counter.checkout.scan(house.item())
    press(counter, K.Key_I, CTRL)
    counter.checkout.scan(house.item())
    assert counter.checkout.page.panel.isVisible() and counter.out == ["Checked out", "Checked out"]


def test_the_row_that_the_keyboard_is_on_is_explained(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    first = house.item()
    counter.checkout.scan(first)
    counter.checkout.scan(not_on_file())
    press(counter, K.Key_I, CTRL)
    assert "Nothing on file has this number" in said(counter.checkout)
    press(counter, K.Key_I, CTRL)
    press(counter, K.Key_Down)
    press(counter, K.Key_Down)
    press(counter, K.Key_I, CTRL)
    assert "Due Tuesday 31 March" in said(counter.checkout)


def test_a_refusal_names_its_rule_and_who_lifts_it(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    counter.checkout.scan(house.item(not_for_loan=True))
    press(counter, K.Key_I, CTRL)
    shown = why(counter.checkout)
    assert shown.accessibleName() == "Why not?" and "Not for loan" in said(counter.checkout)
    assert "can lift it" in said(counter.checkout)


def test_the_readers_own_block_is_explained(counter: Counter, house: House) -> None:
    card = house.card()
    house.charge(card, 1840)
    counter.checkout.scan(card)
    press(counter, K.Key_I, CTRL)
    assert "Owes $18.40, limit is $10.00" in said(counter.checkout) and "It comes from" in said(counter.checkout)
    assert "$18.40." in said(counter.checkout)


def test_a_fine_at_check_in_tells_its_arithmetic(counter: Counter, house: House, window: MainWindow) -> None:
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now += timedelta(days=25)
    window.show_page("checkin")
    counter.checkin.scan(item)
    press(counter, K.Key_I, CTRL)
    assert "4 × $0.10 = $0.40" in said(counter.checkin)
    press(counter, K.Key_Escape)
    assert not counter.checkin.page.findChild(WhyPanel).isVisible()  # type: ignore[union-attr]


def test_the_card_of_a_copy_on_loan_tells_its_growing_fine(counter: Counter, house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now += timedelta(days=25)
    counter.checkout.scan(item)
    press(counter, K.Key_I, CTRL)
    assert "if it came back now" in said(counter.checkout)


def test_what_was_taken_back_and_nothing_at_all_are_said_in_words(counter: Counter, house: House) -> None:
    press(counter, K.Key_I, CTRL)
    assert "Nothing to explain yet" in said(counter.checkout)
    press(counter, K.Key_Escape)
    counter.checkout.scan(house.card())
    counter.checkout.scan(house.item())
    press(counter, K.Key_Z, CTRL)
    press(counter, K.Key_I, CTRL)
    assert "Undone" in said(counter.checkout)


def test_the_text_is_marked_and_copied_whole(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    counter.checkout.scan(house.item())
    press(counter, K.Key_I, CTRL)
    view = why(counter.checkout).view
    view.setFocus()
    QTest.keyClick(view, K.Key_C, CTRL)
    copied = QGuiApplication.clipboard().text()
    assert "Due Tuesday 31 March" in copied and not view.textCursor().hasSelection()
    QTest.keyClick(view, K.Key_Escape)
    assert counter.checkout.page.scan.line.hasFocus()


def test_it_stays_readable_when_the_theme_changes(counter: Counter, house: House, look: Look) -> None:
    counter.checkout.scan(house.card())
    counter.checkout.scan(house.item())
    press(counter, K.Key_I, CTRL)
    before = said(counter.checkout)
    look.set_theme(Theme.DARK)
    view = why(counter.checkout).view
    colour = view.document().lastBlock().begin().fragment().charFormat().foreground().color()
    assert said(counter.checkout) == before and colour == look.colour("ink2")


def test_a_lost_database_is_told_on_the_card(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    counter.checkout.scan(house.item())
    counter.desk.trouble = DatabaseUnavailable("library.db", "away")
    press(counter, K.Key_I, CTRL)
    assert counter.headline() == "Nothing was done: scan it again"


# What if?


def test_the_open_reader_and_the_last_copy_stand_there_already(counter: Counter, house: House) -> None:
    card, item = house.card(), house.item()
    counter.checkout.scan(card)
    counter.checkout.scan(item)
    press(counter, K.Key_I, CTRL | SHIFT)
    shown = what_if(counter)
    assert shown.reader.text().replace(" ", "") == card and shown.item.text().replace(" ", "") == item
    assert shown._headline.text() == "This reader has it already"


def test_another_day_shows_another_date_and_nothing_is_written(counter: Counter, house: House) -> None:
    card, item = house.card(), house.item()
    press(counter, K.Key_I, CTRL | SHIFT)
    shown = what_if(counter)
    QTest.keyClicks(shown.reader, card)
    QTest.keyClick(shown.reader, K.Key_Return)
    assert shown._headline.text() == "Say which reader, and which item."
    QTest.keyClicks(shown.item, item)
    QTest.keyClick(shown.item, K.Key_Return)
    assert shown._headline.text() == "It would be lent, due Tuesday 31 March"
    QTest.keyClicks(shown.when, "+7 14:30")
    assert shown._understood.text() == "Tue 17 Mar, 14:30"
    QTest.keyClick(shown.when, K.Key_Return)
    assert shown._headline.text() == "It would be lent, due Tuesday 7 April"
    assert house.count(Loan) == 0 and house.count(JournalRow) == 0 and counter.out == []


def test_a_scan_into_its_lines_fills_them_and_lends_nothing(counter: Counter, house: House) -> None:
    card, item = house.card(), house.item()
    press(counter, K.Key_I, CTRL | SHIFT)
    shown = what_if(counter)
    counter.checkout.scan(item)
    counter.checkout.scan(card)
    assert shown._headline.text().startswith("It would be lent") and house.count(Loan) == 0
    assert counter.checkout.visit.card == "" and counter.out == []


def test_with_the_keyboard_in_the_field_a_scan_is_a_scan(counter: Counter, house: House) -> None:
    press(counter, K.Key_I, CTRL | SHIFT)
    counter.checkout.page.take_focus()
    counter.checkout.scan(house.card())
    counter.checkout.scan(house.item())
    assert counter.out == ["Checked out"]


def test_nothing_about_a_reader_stays_beside_the_rows_when_the_visit_ends(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    press(counter, K.Key_I, CTRL | SHIFT)
    shown = what_if(counter)
    press(counter, K.Key_F12)
    assert not shown.isVisible()
    press(counter, K.Key_I, CTRL | SHIFT)
    assert shown.isVisible() and shown.reader.text() == ""


def test_use_in_the_library_is_asked_too(counter: Counter, house: House) -> None:
    card, item = house.card(), house.item()
    press(counter, K.Key_I, CTRL | SHIFT)
    shown = what_if(counter)
    counter.checkout.scan(card)
    counter.checkout.scan(item)
    shown.on_site.click()
    assert "may not leave the building" in shown.view.words()


def test_a_refusal_is_told_with_its_rule(counter: Counter, house: House) -> None:
    press(counter, K.Key_I, CTRL | SHIFT)
    shown = what_if(counter)
    counter.checkout.scan(house.card(barred=True))
    counter.checkout.scan(house.item())
    assert shown._headline.text() == "It would not be lent: Barred from borrowing"


def test_a_name_is_looked_up_and_one_of_several_is_picked(counter: Counter, house: House) -> None:
    item = house.item()
    cards = [house.card(family_name="Lindqvist", given_name=name) for name in ("Aino", "Marisol")]
    press(counter, K.Key_I, CTRL | SHIFT)
    shown = what_if(counter)
    shown.item.setText(item)
    shown.reader.setFocus()
    QTest.keyClicks(shown.reader, "lindq")
    QTest.keyClick(shown.reader, K.Key_Return)
    assert shown._choices.isVisible() and shown._choices.count() == 2
    QTest.keyClick(shown._choices, K.Key_Return)
    assert shown.reader.text().replace(" ", "") in cards and shown._headline.text().startswith("It would be lent")


@pytest.mark.parametrize(
    ("reader", "item", "when", "words"),
    [
        ("zzyzx", "", "", "Say which reader, and which item."),
        ("zzyzx", "3", "", "No reader has this card or name."),
        ("", "zzyzx", "", "No copy has this barcode or title."),
    ],
)
def test_what_is_not_found_is_said(
    counter: Counter, house: House, reader: str, item: str, when: str, words: str
) -> None:
    press(counter, K.Key_I, CTRL | SHIFT)
    shown = what_if(counter)
    shown.reader.setText(reader or house.card())
    shown.item.setText(item)
    shown.when.setText(when)
    QTest.keyClick(shown.item, K.Key_Return)
    assert shown._headline.text() == words


def test_a_day_that_is_none_is_said_and_asked_again(counter: Counter, house: House) -> None:
    press(counter, K.Key_I, CTRL | SHIFT)
    shown = what_if(counter)
    counter.checkout.scan(house.card())
    shown.when.setText("someday")
    assert "no day" in shown._understood.text()
    counter.checkout.scan(house.item())
    assert shown.when.hasFocus() and shown._headline.text() == ""


def test_esc_closes_it(counter: Counter, house: House) -> None:
    press(counter, K.Key_I, CTRL | SHIFT)
    shown = what_if(counter)
    press(counter, K.Key_Escape)
    assert not shown.isVisible() and counter.checkout.page.scan.line.hasFocus()
