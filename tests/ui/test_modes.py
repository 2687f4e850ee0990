"""Switches of check-in, use in the library, costs and what is only asked: each in sight, each with its key."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.models import Branch, Charge, Hold, Item, Loan
from desk.rules.vocabulary import ClaimFound
from desk.services.circulation.marks import ClaimReturned
from desk.ui.frame import SMALLEST, MainWindow
from desk.ui.parts.switches import Switch
from desk.wording.shapes import Sound, Tone
from tests.makers import House
from tests.ui.panels import Counter
from tests.ui.test_checkin_panel import press
from tests.ui.test_keys import CTRL, K

ALT = Qt.KeyboardModifier.AltModifier
BASE = {"loan": "21 days", "renewals": 3, "fine": "0.10", "fine_cap": "5.00", "loans": 30, "debt_limit": "10.00"}


def switch(counter: Counter, name: str) -> Switch:
    """A switch of check-in, pressed as the keyboard presses it."""
    found = counter.checkin.page.switches[name]
    found.setFocus()
    QTest.keyClick(found, K.Key_Space)
    return found


def late_loan(counter: Counter, house: House) -> str:
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now += timedelta(days=25)
    return item


def test_amnesty_is_amber_while_on_forgives_the_fine_and_ends_with_the_session(
    counter: Counter, house: House, window: MainWindow
) -> None:
    window.show_page("checkin")
    item = late_loan(counter, house)
    amnesty = switch(counter, "amnesty")
    assert amnesty.accessibleName() == "Amnesty: no fines"
    assert counter.checkin.page.scan.line.accessibleDescription() == "Amnesty: no fines"
    counter.checkin.scan(item)
    assert house.count(Charge) == 0 and counter.heard == [Sound.OK]
    card = counter.checkin.page.card.card
    assert card is not None and "forgiven" in card.detail
    press(counter, K.Key_F12)
    assert not amnesty.is_on() and amnesty.accessibleName() == "Amnesty: off"
    assert counter.checkin.page.scan.line.accessibleDescription() == ""


def test_no_holds_keeps_nothing(counter: Counter, house: House, window: MainWindow) -> None:
    window.show_page("checkin")
    item = house.item()
    hold = house.hold(house.card(), item)
    switch(counter, "no_holds")
    counter.checkin.scan(item)
    assert counter.back == ["Was on the shelf"] and house.one(Hold, id=hold).status.value == "queued"


def test_inventory_notes_that_the_copy_was_counted(counter: Counter, house: House, window: MainWindow) -> None:
    window.show_page("checkin")
    item = house.item()
    switch(counter, "inventory")
    counter.checkin.scan(item)
    assert house.one(Item, barcode=item).inventoried_at == house.clock.now


def test_floating_has_a_switch_only_where_a_rule_leaves_it_to_the_desk(
    counter: Counter, house: House, window: MainWindow
) -> None:
    window.show_page("checkin")
    floating = counter.checkin.page.switches["floating"]
    assert not floating.isVisible()
    house.policy(BASE | {"floats": "manual"})
    window.show_page("checkout")
    window.show_page("checkin")
    assert floating.isVisible()
    item = house.item(branch="NORTH")
    switch(counter, "floating")
    counter.checkin.scan(item)
    assert house.one(Item, barcode=item).branch_id == house.code(Branch, "MAIN")
    assert counter.checkin.page.card.card is not None and "Stays here" in counter.checkin.page.card.card.detail


def test_a_switch_that_is_on_moves_no_other(counter: Counter, window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("checkin")
    switches = counter.checkin.page.switches
    before = {name: each.geometry() for name, each in switches.items()}
    for name in ("amnesty", "no_holds", "inventory"):
        switch(counter, name)
    qtbot.wait(10)
    assert {name: each.geometry() for name, each in switches.items()} == before


def test_with_every_switch_on_nothing_is_cut_in_the_smallest_window(
    counter: Counter, window: MainWindow, qtbot: QtBot
) -> None:
    window.show_page("checkin")
    page = counter.checkin.page
    page.allow_floating(True)
    window.resize(SMALLEST)
    for name in page.switches:
        switch(counter, name)
    modes = (*page.chips.values(), *page.switches.values())
    qtbot.waitUntil(lambda: all(mode.width() == mode.sizeHint().width() for mode in modes))
    assert window.width() == SMALLEST.width() and page.scan.line.hasFocus()
    assert page.switches["inventory"].y() > page.chips["mode"].y()
    assert all(page.rect().contains(mode.mapTo(page, mode.rect().bottomRight())) for mode in modes)


def claimed(counter: Counter, house: House) -> str:
    """A copy whose reader says that it came back, scanned at check-in twelve days later."""
    item = late_loan(counter, house)
    house.desk().do(ClaimReturned(item))
    house.clock.now += timedelta(days=12)
    counter.checkin.scan(item)
    return item


def test_a_claimed_copy_waits_for_a_word_and_scanning_on_is_safe(
    counter: Counter, house: House, window: MainWindow
) -> None:
    window.show_page("checkin")
    claimed(counter, house)
    assert counter.back == ["Check"] and counter.heard == [Sound.ATTENTION]
    card = counter.checkin.page.card.card
    assert card is not None and [command.key for command in card.commands] == ["Alt 1", "Alt 2", "Esc"]
    counter.checkin.scan(house.item())
    assert counter.back == ["Used here", "Check"]


def test_found_in_the_library_costs_nothing_and_brought_back_costs_the_whole_time(
    counter: Counter, house: House, window: MainWindow
) -> None:
    window.show_page("checkin")
    claimed(counter, house)
    press(counter, K.Key_1, ALT)
    assert counter.back == ["Claim closed"] and house.count(Charge) == 0
    press(counter, K.Key_F12)
    claimed(counter, house)
    press(counter, K.Key_2, ALT)
    assert counter.back == ["Late, $1.60"] and house.one(Charge).amount == 160
    assert ClaimFound.PATRON in counter.checkin.visit.scans[-1].answer.alerts[0].text


def test_a_lost_copy_that_the_rules_ask_about_is_taken_with_one_key(
    counter: Counter, house: House, window: MainWindow
) -> None:
    house.policy(BASE | {"lost_return": "ask"})
    window.show_page("checkin")
    item = house.item(status="lost")
    counter.checkin.scan(item)
    card = counter.checkin.page.card.card
    assert card is not None and (card.headline, card.tone) == ("Marked lost", Tone.WARN)
    assert counter.back == ["Check"]
    press(counter, K.Key_Return, CTRL)
    assert counter.back == ["Found"] and house.one(Item, barcode=item).status.value == "available"


def test_a_refused_withdrawn_copy_has_no_key(counter: Counter, house: House, window: MainWindow) -> None:
    house.policy(BASE | {"withdrawn_return": "refuse"})
    window.show_page("checkin")
    counter.checkin.scan(house.item(status="withdrawn"))
    card = counter.checkin.page.card.card
    assert card is not None and [command.name for command in card.commands] == ["aside"]
    assert counter.back == ["Not taken"] and counter.heard == [Sound.BAD]


# Check-out


def test_use_in_the_library_is_amber_lends_until_closing_and_ends_with_the_visit(
    counter: Counter, house: House
) -> None:
    page, item = counter.checkout.page, house.item()
    counter.checkout.scan(house.card())
    page.chips["use"].choose("here")
    assert not page.chips["use"].is_normal() and "in the library" in page.chips["use"].accessibleName()
    counter.checkout.scan(item)
    assert counter.out == ["In use here"] and house.loan(item).on_site
    assert counter.headline().startswith("To be used here")
    press(counter, K.Key_F12)
    assert page.chips["use"].is_normal() and not counter.checkout.visit.on_site


def test_rental_and_deposit_are_asked_together_and_told_in_the_row(counter: Counter, house: House) -> None:
    house.policy(BASE | {"rental": "1.00", "deposit": "5.00"})
    item, card = house.item(), house.card()
    counter.checkout.scan(card)
    counter.checkout.scan(item)
    assert counter.out == ["Check"] and counter.headline() == "Rental $1.00, to be added to the account"
    press(counter, K.Key_Return, CTRL)
    assert counter.out == ["Lent, $6.00"] and house.count(Charge) == 2
    rows = counter.checkout.page.table.rows
    assert rows.row(rows.key_at(0)).pill.tone is Tone.WARN


def test_a_cost_and_a_block_together_need_a_reason(counter: Counter, house: House) -> None:
    house.policy(BASE | {"rental": "1.00"})
    counter.checkout.scan(house.card())
    counter.checkout.scan(house.item(not_for_loan=True))
    assert counter.headline() == "Not for loan"
    card = counter.checkout.page.card.card
    assert card is not None and "Rental $1.00" in card.detail
    press(counter, K.Key_F10)
    press(counter, K.Key_Return, CTRL)
    assert counter.out == ["Lent, $1.00"]


def test_high_demand_is_confirmed_with_its_shorter_day(counter: Counter, house: House) -> None:
    house.policy(
        BASE | {"high_demand_holds": 1, "high_demand_loan": "3 days", "high_demand_counts": "static"},
    )
    item = house.item()
    title = house.one(Item, barcode=item).title_id
    house.item(title=title)
    house.hold(house.card(), item)
    counter.checkout.scan(house.card())
    counter.checkout.scan(item)
    if counter.headline().startswith("Someone else"):
        press(counter, K.Key_F10)
    press(counter, K.Key_Return, CTRL)
    assert house.loan(item).due_at.day == 13


def test_a_reader_with_overdues_is_asked_about_once_for_the_visit(counter: Counter, house: House) -> None:
    house.policy(BASE | {"overdue_limit": 0, "overdues_are": "ask"})
    card = house.card()
    house.lend(card, house.item())
    house.clock.now += timedelta(days=25)
    counter.checkout.scan(card)
    assert counter.headline() == "1 item overdue" and counter.heard == [Sound.ATTENTION]
    press(counter, K.Key_Return, CTRL)
    assert counter.headline() == "Lending is allowed for this visit"
    for _ in range(2):
        counter.checkout.scan(house.item())
    assert counter.out == ["Checked out", "Checked out"]


def test_copies_wait_while_the_overdues_are_asked_about(counter: Counter, house: House) -> None:
    house.policy(BASE | {"overdue_limit": 0, "overdues_are": "ask"})
    card = house.card()
    house.lend(card, house.item())
    house.clock.now += timedelta(days=25)
    counter.checkout.scan(card)
    counter.checkout.scan(house.item())
    counter.checkout.scan(house.item())
    assert counter.out == ["Waiting", "Waiting"]
    press(counter, K.Key_Return, CTRL)
    assert counter.out == ["Checked out", "Checked out"]


def test_renewing_without_the_copy_is_unseen_and_a_scan_is_seen(counter: Counter, house: House) -> None:
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.now += timedelta(days=3)
    counter.checkout.scan(card)
    press(counter, K.Key_R, CTRL)
    press(counter, K.Key_Return, CTRL)
    assert (house.loan(item).renewals, house.loan(item).unseen_renewals) == (1, 1)
    house.clock.now += timedelta(days=3)
    counter.checkout.scan(item)
    assert (house.loan(item).renewals, house.loan(item).unseen_renewals) == (2, 1)
    assert house.count(Loan) == 1
