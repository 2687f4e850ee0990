"""Check out at the window: every result that a scan may have, by the table of results of the specification (4.1)."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.errors import DatabaseUnavailable
from desk.models import JournalRow, Loan
from desk.models.search import write_patron_words
from desk.wording.shapes import Sound, Tone
from tests.makers import House
from tests.services.patrons.people import registered
from tests.ui.panels import Counter, not_on_file
from tests.ui.test_keys import CTRL, K


def press(counter: Counter, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, wherever the keyboard is."""
    window = counter.checkout.page.window()
    QTest.keyClick(window.focusWidget() or window, key, modifier)


def test_a_card_opens_a_visit_and_a_copy_is_lent(counter: Counter, house: House) -> None:
    card, item = house.card(), house.item()
    counter.checkout.scan(card)
    assert counter.checkout.visit.card == card and counter.out == []
    assert "Reader" in counter.checkout.page.panel.accessibleDescription()
    counter.checkout.scan(item)
    assert counter.out == ["Checked out"] and counter.headline() == "Due Tuesday 31 March"
    assert house.loan(item).patron_id == house.patron(card)
    assert counter.heard == [Sound.OK, Sound.OK]


def test_a_double_scan_leaves_a_quiet_row(counter: Counter, house: House) -> None:
    item = house.item()
    for code in (house.card(), item, item):
        counter.checkout.scan(code)
    assert counter.out == ["Already scanned", "Checked out"] and counter.heard[-1] is Sound.TICK
    assert house.count(Loan) == 1


def test_the_same_day_again_is_already_lent_and_the_next_day_renewed(counter: Counter, house: House) -> None:
    item = house.item()
    counter.checkout.scan(house.card())
    counter.checkout.scan(item)
    house.clock.now += timedelta(minutes=5)
    counter.checkout.scan(item)
    house.clock.now += timedelta(days=2)
    counter.checkout.scan(item)
    assert counter.out == ["Renewed", "Already lent", "Checked out"]


def test_on_loan_to_another_reader_is_returned_and_lent_with_one_key(counter: Counter, house: House) -> None:
    item, other = house.item(), house.card()
    house.lend(other, item)
    counter.checkout.scan(house.card())
    counter.checkout.scan(item)
    assert counter.headline() == "On loan to another reader, due Tue 31 Mar" and counter.heard[-1] is Sound.BAD
    press(counter, K.Key_F10)
    assert counter.checkout.page.card.ask is None
    house.clock.now += timedelta(minutes=1)
    press(counter, K.Key_Return, CTRL)
    assert counter.out == ["Checked out"] and house.loan(item).patron_id != house.patron(other)


def test_the_readers_own_hold_is_filled(counter: Counter, house: House) -> None:
    card, item = house.card(), house.item()
    house.hold(card, item)
    counter.checkout.scan(card)
    counter.checkout.scan(item)
    assert counter.out == ["Hold filled"] and counter.heard[-1] is Sound.HOLD


def test_held_for_someone_else_is_kept_for_the_shelf_and_names_nobody(counter: Counter, house: House) -> None:
    item, other = house.item(), house.card(family_name="Haddad")
    house.hold(other, item)
    counter.checkout.scan(house.card())
    counter.checkout.scan(item)
    assert counter.out == ["Held"] and counter.headline() == "Someone else is waiting for it"
    press(counter, K.Key_Return, CTRL)
    card = counter.checkout.page.card.card
    assert counter.out == ["Hold shelf"] and card is not None and "Haddad" not in f"{card} {counter.rows}"


def test_held_for_someone_else_is_lent_with_a_reason(counter: Counter, house: House) -> None:
    item = house.item()
    house.hold(house.card(), item)
    counter.checkout.scan(house.card())
    counter.checkout.scan(item)
    press(counter, K.Key_F10)
    assert counter.checkout.page.card.ask is not None
    press(counter, K.Key_Return, CTRL)
    assert counter.out == ["Overridden"] and counter.checkout.page.card.ask is None


def test_not_for_loan_is_counted_as_used_here(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    counter.checkout.scan(house.item(not_for_loan=True))
    assert counter.out == ["Not lent"] and counter.heard[-1] is Sound.BAD
    press(counter, K.Key_Return, CTRL)
    assert counter.out == ["Used here"]


def test_lost_is_found_and_lent(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    counter.checkout.scan(house.item(status="lost"))
    assert counter.out == ["Check"] and counter.heard[-1] is Sound.ATTENTION
    press(counter, K.Key_Return, CTRL)
    assert counter.out == ["Found, lent"]


def test_several_pieces_are_all_there(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    counter.checkout.scan(house.item(pieces=4, pieces_note="3 discs and a booklet"))
    assert counter.headline() == "3 discs and a booklet: check that all are there"
    press(counter, K.Key_Return, CTRL)
    assert counter.out[0] in ("Overridden", "Checked out")


def test_an_item_note_is_told_and_marks_the_row(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    counter.checkout.scan(house.item(note="Water stain p. 40"))
    assert counter.out == ["See note"] and counter.heard[-1] is Sound.ATTENTION


def test_a_number_not_on_file_stays_in_sight(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    counter.checkout.scan(not_on_file())
    assert counter.out == ["Not on file"] and counter.heard[-1] is Sound.ATTENTION
    press(counter, K.Key_Escape)
    assert counter.out == ["Set aside"] and counter.headline() == ""


def test_a_blocked_reader_lets_copies_wait_and_an_override_lends_them_in_order(counter: Counter, house: House) -> None:
    card, items = house.card(), [house.item() for _ in range(3)]
    house.charge(card, 1840)
    for code in (card, *items):
        counter.checkout.scan(code)
    assert counter.out == ["Waiting"] * 3 and counter.heard[0] is Sound.BAD
    press(counter, K.Key_F10)
    counter.desk.late = True
    press(counter, K.Key_Return, CTRL)
    counter.desk.let_go()
    counter.desk.late = False
    assert counter.out == ["Overridden"] * 3
    lent = [row.item_id for row in house.journal()]
    assert lent == sorted(lent) and [row.kind for row in house.journal()] == ["checkout"] * 3
    later = house.item()
    counter.checkout.scan(later)
    assert counter.out[0] == "Overridden"


def test_the_override_may_come_before_the_first_copy(counter: Counter, house: House) -> None:
    card = house.card(barred=True)
    counter.checkout.scan(card)
    assert counter.headline() == "Barred from borrowing"
    press(counter, K.Key_F10)
    press(counter, K.Key_Return, CTRL)
    counter.checkout.scan(house.item())
    assert counter.out == ["Overridden"]


def test_nothing_is_lent_when_the_card_of_what_waits_is_closed(counter: Counter, house: House) -> None:
    blocked, item = house.card(barred=True), house.item()
    counter.checkout.scan(blocked)
    counter.checkout.scan(item)
    counter.checkout.scan(house.card())
    assert counter.out == [] and house.count(Loan) == 0
    assert len(counter.checkout.parked) == 1
    press(counter, K.Key_F8)
    assert counter.checkout.visit.card == blocked and counter.out == ["Waiting"]


def test_the_next_card_finishes_a_visit_that_is_settled(counter: Counter, house: House) -> None:
    first, second = house.card(), house.card()
    for code in (first, house.item(), second):
        counter.checkout.scan(code)
    assert [row.kind for row in house.journal()] == ["checkout", "finish_visit"]
    assert counter.checkout.visit.card == second and counter.out == []
    press(counter, K.Key_F8)
    assert counter.checkout.visit.card == first


def test_f12_shows_first_what_was_not_lent(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    counter.checkout.scan(not_on_file())
    press(counter, K.Key_F12)
    assert counter.headline() == "1 item was not lent" and counter.checkout.visit.card
    press(counter, K.Key_F12)
    assert counter.checkout.visit.card == "" and counter.out == []
    assert counter.heard[-1] is Sound.DONE and counter.headline() == "Visit finished"


def test_the_name_leaves_the_screen_with_the_visit(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card(family_name="Lindqvist"))
    press(counter, K.Key_F12)
    assert "Lindqvist" not in counter.checkout.page.panel.accessibleDescription()
    assert "Lindqvist" not in counter.checkout.page.card.accessibleName()


def test_without_a_reader_a_copy_tells_where_it_is(counter: Counter, house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    counter.checkout.scan(item)
    assert counter.headline() == "On loan, due Tue 31 Mar" and counter.out == ["Looked up"]
    house.clock.now += timedelta(minutes=1)
    press(counter, K.Key_Return, CTRL)
    assert house.one(Loan).returned_at is not None


def test_one_number_for_card_and_copy_is_asked_about(counter: Counter, house: House) -> None:
    card = house.card()
    house.item(barcode=card)
    counter.checkout.scan(card)
    assert counter.headline() == "A card or an item?"
    press(counter, K.Key_1, Qt.KeyboardModifier.AltModifier)
    assert counter.checkout.visit.card == card


def test_a_name_offers_readers_to_pick(counter: Counter, house: House) -> None:
    cards = [house.card(family_name="Lindqvist", given_name=name) for name in ("Aino", "Marisol")]
    with house.database.act() as connection:
        write_patron_words(connection, [(house.patron(card), "Lindqvist") for card in cards])
        connection.commit()
    counter.checkout.scan("lindq")
    assert counter.headline() == "2 found" and counter.out == []
    press(counter, K.Key_Down)
    press(counter, K.Key_Return)
    assert counter.checkout.visit.card in cards


def test_a_name_that_nobody_has(counter: Counter) -> None:
    counter.checkout.scan("zzyzx")
    assert counter.headline() == "Nobody by that name" and counter.out == []


def test_undo_takes_back_one_act_after_another_and_redo_does_it_anew(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    counter.checkout.scan(house.item())
    counter.checkout.scan(house.item())
    press(counter, K.Key_Z, CTRL)
    assert counter.out == ["Undone", "Checked out"]
    press(counter, K.Key_Z, CTRL)
    assert counter.out == ["Undone", "Undone"] and house.count(Loan, undone=False) == 0
    press(counter, K.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert counter.out == ["Undone", "Checked out"]
    press(counter, K.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert counter.out == ["Checked out", "Checked out"] and house.count(Loan, returned_at=None) == 2


def test_del_takes_back_the_row_that_the_keyboard_is_on(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    for _ in range(3):
        counter.checkout.scan(house.item())
    press(counter, K.Key_Down)
    press(counter, K.Key_Down)
    press(counter, K.Key_Delete)
    assert counter.out == ["Checked out", "Undone", "Checked out"]


def test_undoing_the_end_of_a_visit_opens_it_again(counter: Counter, house: House) -> None:
    card = house.card()
    counter.checkout.scan(card)
    counter.checkout.scan(house.item())
    press(counter, K.Key_F12)
    press(counter, K.Key_Z, CTRL)
    assert counter.checkout.visit.card == card and counter.out == ["Checked out"]
    press(counter, K.Key_Z, CTRL)
    assert counter.out == ["Undone"]


def test_after_a_return_and_lend_undo_goes_back_step_by_step(counter: Counter, house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    counter.checkout.scan(house.card())
    counter.checkout.scan(item)
    house.clock.now += timedelta(minutes=1)
    press(counter, K.Key_Return, CTRL)
    press(counter, K.Key_Z, CTRL)
    assert counter.out == ["Reshelve"]
    press(counter, K.Key_Z, CTRL)
    assert counter.out == ["Undone"] and house.count(Loan, returned_at=None) == 1


def test_a_special_due_date_holds_for_this_visit(counter: Counter, house: House) -> None:
    page = counter.checkout.page
    counter.checkout.scan(house.card())
    page.chip_changed.emit("due", "2026-04-20")
    counter.checkout.scan(house.item())
    assert counter.headline() == "Due Monday 20 April" and not page.chips["due"].is_normal()
    press(counter, K.Key_F12)
    assert page.chips["due"].is_normal()


def test_ctrl_r_renews_what_is_overdue_and_offers_the_rest(counter: Counter, house: House) -> None:
    card, items = house.card(), [house.item() for _ in range(2)]
    for item in items:
        house.lend(card, item)
    house.clock.now += timedelta(days=3)
    counter.checkout.scan(card)
    press(counter, K.Key_R, CTRL)
    assert counter.headline() == "Nothing is overdue"
    press(counter, K.Key_Return, CTRL)
    assert counter.out == ["Renewed", "Renewed"]


def test_the_slip_prints_at_the_end_by_the_readers_wish(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card(receipt="print"))
    counter.checkout.scan(house.item())
    press(counter, K.Key_F9)
    assert len(counter.printed) == 1
    press(counter, K.Key_F12)
    assert [len(slip.about) for slip in counter.printed] == [1, 1]


def test_a_slip_that_is_asked_for_is_a_key_on_the_last_card(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card(receipt="ask"))
    counter.checkout.scan(house.item())
    press(counter, K.Key_F12)
    assert counter.printed == []
    press(counter, K.Key_F9)
    assert len(counter.printed) == 1


def test_a_supervisors_pin_lifts_what_the_clerk_may_not(counter: Counter, house: House) -> None:
    counter.desk.desk.staff = house.person("ada")
    counter.desk.stand()
    card, item = house.card(barred=True), house.item()
    counter.checkout.scan(card)
    counter.checkout.scan(item)
    press(counter, K.Key_F10)
    press(counter, K.Key_Return, CTRL)
    ask = counter.checkout.page.card.ask
    assert ask is not None
    for pin, lent in (("9999", False), ("1111", False), ("2222", True)):
        QTest.keyClicks(ask.pin, pin)  # type: ignore[attr-defined]
        QTest.keyClick(ask.pin, K.Key_Return)  # type: ignore[attr-defined]
        assert (counter.out == ["Overridden"]) is lent
    row = house.one(JournalRow, kind="checkout")
    assert row.granted_by == house.person("sue").id and row.staff_id == house.person("ada").id


def test_a_lost_database_leaves_every_scan_as_a_row(counter: Counter, house: House) -> None:
    card, item = house.card(), house.item()
    counter.checkout.scan(card)
    counter.desk.trouble = DatabaseUnavailable("library.db", "away")
    counter.checkout.scan(item)
    assert counter.out == ["Scan it again"] and counter.heard[-1] is Sound.BAD
    counter.desk.trouble = None
    counter.checkout.scan(item)
    assert counter.out == ["Checked out", "Scan it again"]
    assert counter.checkout.page.card.card is not None and counter.checkout.page.card.card.tone is Tone.OK


def test_what_was_lost_is_tried_again_in_its_order_with_one_key(counter: Counter, house: House) -> None:
    one, two, items = house.card(), house.card(), [house.item() for _ in range(3)]
    counter.checkout.scan(one)
    counter.desk.trouble = DatabaseUnavailable("library.db", "away")
    for code in (items[0], two, items[1], items[2]):
        counter.checkout.scan(code)
    assert counter.out == ["Scan it again"] * 4
    counter.desk.trouble = None
    press(counter, K.Key_Return, CTRL)
    assert counter.checkout.visit.card == two and counter.out == ["Checked out"] * 2
    assert house.loan(items[0]).patron_id == house.patron(one)


def test_a_burst_of_cards_and_copies_comes_out_in_its_order(counter: Counter, house: House, qtbot: QtBot) -> None:
    one, two = house.card(), house.card()
    a, b, c = (house.item() for _ in range(3))
    counter.desk.late = True
    for code in (one, a, b, two, c):
        counter.checkout.scan(code)
    qtbot.waitUntil(lambda: counter.out == ["…"] * 5)
    counter.desk.let_go()
    assert counter.checkout.visit.card == two and counter.out == ["Checked out"]
    assert [house.loan(item).patron_id for item in (a, b, c)] == [
        house.patron(one),
        house.patron(one),
        house.patron(two),
    ]


def test_five_hundred_scans_stay_in_their_order(counter: Counter, house: House) -> None:
    house.policy({"loan": "21 days", "loans": 600})
    items = [house.item() for _ in range(500)]
    counter.desk.late = True
    counter.checkout.scan(house.card())
    for item in items:
        counter.checkout.scan(item)
    counter.desk.let_go()
    assert counter.out == ["Checked out"] * 500
    assert [row.barcode.replace(" ", "") for row in counter.checkout.page.table.rows.rows()] == items


def test_a_child_of_age_grows_up_as_the_visit_is_opened(counter: Counter, house: House) -> None:
    house.policy({"loan": "21 days"}, {"category": "child", "adult_at": 18, "adult_category": "adult"})
    card = registered(house, category="child", birth_date=date(2000, 3, 10), given_name="Aino")
    heard = len(counter.heard)
    counter.checkout.scan(card)
    opened = counter.checkout.visit.opened
    assert opened is not None and opened.category == "Adult" and not opened.grows_up
    assert "has grown up" in counter.headline() and len(counter.heard) <= heard + 1
