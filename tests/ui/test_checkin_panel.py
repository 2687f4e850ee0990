"""Check in at the window: each copy is told where to go (4.2 of the specification)."""

from datetime import timedelta

import pytest
from PySide6.QtTest import QTest

from desk.models import Charge, Hold, Loan
from desk.ui.frame import MainWindow
from desk.wording.shapes import Sound
from tests.makers import House
from tests.ui.panels import Counter, not_on_file
from tests.ui.test_keys import CTRL, K


@pytest.fixture(autouse=True)
def at_checkin(counter: Counter, window: MainWindow) -> None:
    """The page that takes back is shown."""
    window.show_page("checkin")


def press(counter: Counter, key: K, modifier: object = K.Key_unknown) -> None:
    """A key, wherever the keyboard is."""
    window = counter.checkin.page.window()
    widget = window.focusWidget() or window
    QTest.keyClick(widget, key) if modifier is K.Key_unknown else QTest.keyClick(widget, key, modifier)


def counted(counter: Counter, name: str) -> str:
    """The number on a counter."""
    return counter.checkin.page.counters.tiles[name].accessibleName().rpartition(" ")[2]


def test_a_copy_that_was_out_goes_to_its_shelf(counter: Counter, house: House) -> None:
    item = house.item()
    house.lend(house.card(family_name="Okonkwo"), item)
    house.clock.now += timedelta(hours=1)
    counter.checkin.scan(item)
    assert counter.back == ["Reshelve"] and counter.heard == [Sound.OK]
    assert counted(counter, "reshelve") == "1"
    rows = counter.checkin.page.table.rows
    assert rows.row(rows.key_at(0)).middle == "Okonkwo, Robin"


def test_a_late_copy_tells_its_fine_and_the_session_adds_up(counter: Counter, house: House) -> None:
    items = [house.item(), house.item()]
    card = house.card()
    for item in items:
        house.lend(card, item)
    house.clock.now += timedelta(days=25)
    for item in items:
        counter.checkin.scan(item)
    assert counter.back == ["Late, $0.40"] * 2 and counter.heard[-1] is Sound.ATTENTION
    assert counter.checkin.page.footer._value.text() == "$0.80"


def test_a_held_copy_goes_to_the_hold_shelf_and_its_slip_prints_by_itself(counter: Counter, house: House) -> None:
    item = house.item()
    house.hold(house.card(), item)
    counter.checkin.scan(item)
    assert counter.back == ["Hold shelf"] and counter.heard == [Sound.HOLD]
    assert len(counter.printed) == 1 and counted(counter, "hold_shelf") == "1"
    press(counter, K.Key_F9)
    assert len(counter.printed) == 2


def test_not_now_puts_the_hold_back_and_reshelves(counter: Counter, house: House) -> None:
    item = house.item()
    hold = house.hold(house.card(), item)
    counter.checkin.scan(item)
    press(counter, K.Key_Escape)
    assert counter.back == ["Was on the shelf"] and house.one(Hold, id=hold).status.value == "queued"


def test_a_copy_of_another_branch_goes_into_its_crate(counter: Counter, house: House) -> None:
    counter.checkin.scan(house.item(branch="NORTH"))
    assert counter.back == ["To Northgate"] and counter.headline(counter.checkin) == "Crate to Northgate"
    assert counted(counter, "transit") == "1"


def test_a_number_not_on_file_needs_a_look(counter: Counter) -> None:
    counter.checkin.scan(not_on_file())
    assert counter.back == ["Not on file"] and counted(counter, "look") == "1"
    press(counter, K.Key_Escape)
    assert counter.back == ["Set aside"] and counted(counter, "look") == "0"


def test_a_number_not_on_file_scanned_twice_stays_one_row(counter: Counter) -> None:
    number = not_on_file()
    counter.checkin.scan(number)
    counter.checkin.scan(number)
    rows = counter.checkin.page.table.rows
    assert counter.back == ["Not on file"] and counted(counter, "look") == "1"
    assert rows.row(rows.key_at(0)).subtitle == "Not on file, scanned twice"
    card = counter.checkin.page.card.card
    assert card is not None and "no misread" in card.detail
    press(counter, K.Key_Escape)
    assert counter.back == ["Set aside"]


def test_a_lost_copy_is_found(counter: Counter, house: House) -> None:
    counter.checkin.scan(house.item(status="lost"))
    assert counter.heard == [Sound.ATTENTION]
    card = counter.checkin.page.card.card
    assert card is not None and "found" in card.detail


def test_a_double_scan_changes_nothing(counter: Counter, house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now += timedelta(minutes=1)
    counter.checkin.scan(item)
    counter.checkin.scan(item)
    assert counter.back == ["Already scanned", "Reshelve"] and counter.heard[-1] is Sound.TICK


def test_the_book_drop_counts_from_the_last_open_day_until_the_session_ends(counter: Counter, house: House) -> None:
    item, page = house.item(), counter.checkin.page
    house.lend(house.card(), item)
    house.clock.now += timedelta(days=22)
    page.chip_changed.emit("mode", "book_drop")
    assert not page.chips["returned"].is_normal() and "Tue 31 Mar" in page.chips["returned"].accessibleName()
    counter.checkin.scan(item)
    assert counter.back == ["Reshelve"] and house.count(Charge) == 0
    press(counter, K.Key_F12)
    assert page.chips["returned"].is_normal() and page.chips["mode"].is_normal() and counter.back == []


def test_a_return_date_by_hand_is_amber_and_counts(counter: Counter, house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now += timedelta(days=25)
    counter.checkin.page.chip_changed.emit("returned", "2026-03-31")
    counter.checkin.scan(item)
    assert counter.back == ["Reshelve"]


def test_in_house_use_is_counted_and_renewal_renews(counter: Counter, house: House) -> None:
    page, item = counter.checkin.page, house.item()
    page.chip_changed.emit("mode", "in_house")
    counter.checkin.scan(item)
    house.lend(house.card(), item)
    house.clock.now += timedelta(days=2)
    page.chip_changed.emit("mode", "renew")
    counter.checkin.scan(item)
    assert counter.back[1] == "Used here" and counter.back[0].startswith("Renewed")


def test_a_row_is_let_count_from_an_earlier_day(counter: Counter, house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now += timedelta(days=25)
    counter.checkin.scan(item)
    press(counter, K.Key_Down)
    press(counter, K.Key_D, CTRL)
    ask = counter.checkin.page.card.ask
    assert ask is not None
    counter.checkin.page.day_chosen.emit("2026-03-31")
    assert counter.back == ["Backdated"] and counter.checkin.page.footer._value.text() == ""
    press(counter, K.Key_Z, CTRL)
    assert counter.back == ["Late, $0.40"]


def test_a_day_set_too_late_reaches_back_over_the_session(counter: Counter, house: House) -> None:
    card = house.card()
    for item in (items := [house.item() for _ in range(2)]):
        house.lend(card, item)
    house.clock.now += timedelta(days=25)
    for item in items:
        counter.checkin.scan(item)
    counter.checkin.page.chip_changed.emit("returned", "2026-03-31")
    press(counter, K.Key_Return, CTRL)
    assert counter.back == ["Backdated"] * 2 and counter.checkin.page.footer._value.text() == ""


def test_a_library_card_shows_what_is_out_and_takes_back_all(counter: Counter, house: House) -> None:
    card = house.card(given_name="Darius", family_name="Coleman")
    for _ in range(3):
        house.lend(card, house.item())
    house.clock.now += timedelta(minutes=1)
    counter.checkin.scan(card)
    assert counter.headline(counter.checkin) == "Darius Coleman has 3 items" and counter.back == []
    press(counter, K.Key_Return, CTRL)
    assert counter.back == ["Reshelve"] * 3 and house.count(Loan, returned_at=None) == 0


def test_undo_puts_the_loan_back(counter: Counter, house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now += timedelta(minutes=1)
    counter.checkin.scan(item)
    press(counter, K.Key_Z, CTRL)
    assert counter.back == ["Undone"] and house.loan(item) and counted(counter, "reshelve") == "0"


def test_undo_on_one_page_takes_back_the_last_act_of_the_window(counter: Counter, house: House) -> None:
    item = house.item()
    counter.checkout.scan(house.card())
    counter.checkout.scan(item)
    press(counter, K.Key_Z, CTRL)
    assert counter.out == ["Undone"]


def test_a_counter_shows_only_its_rows(counter: Counter, house: House) -> None:
    counter.checkin.scan(house.item())
    counter.checkin.scan(not_on_file())
    counter.checkin.page.counters.tiles["look"].click()
    assert counter.back == ["Not on file"]


def test_a_torn_scan_is_never_taken_for_the_end_of_a_number(counter: Counter, house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    counter.checkin.scan(item[-5:])
    assert house.count(Loan, returned_at=None) == 1
    assert counter.back[0] == "Not on file"
    counter.checkin.enter(item[-5:])
    assert house.count(Loan, returned_at=None) == 0
