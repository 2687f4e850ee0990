"""Coming back to a visit that was left open: what happened to its reader elsewhere is seen, and what waited is lent."""

from datetime import timedelta

from PySide6.QtWidgets import QApplication

from desk.models import Loan
from desk.ui.frame import MainWindow
from tests.makers import House
from tests.ui.panels import Counter
from tests.ui.test_checkout_panel import press
from tests.ui.test_keys import CTRL, K

DEPOSIT = {"loan": "14 days", "deposit": "20.00", "debt_limit": "10.00", "loans": 2}


def figures(counter: Counter) -> list[str]:
    """The reader's numbers in the panel. They are read once the last row is painted."""
    QApplication.processEvents()
    person = counter.checkout.page._person
    return [figure.value for figure in person.figures] if person is not None else []


def test_a_deposit_given_back_at_check_in_settles_the_visit_that_waits(
    counter: Counter, house: House, window: MainWindow
) -> None:
    house.policy(DEPOSIT | {"deposit": "0.00"}, {"type": "dvd", "deposit": "20.00"})
    disc, book = house.item(kind="dvd"), house.item()
    for code in (house.card(), disc):
        counter.checkout.scan(code)
    press(counter, K.Key_Return, CTRL)
    counter.checkout.scan(book)
    assert counter.out == ["Waiting", "Lent, $20.00"] and figures(counter) == ["1 / 2", "0", "0", "$20.00"]
    house.clock.now += timedelta(minutes=5)
    window.show_page("checkin")
    counter.checkin.scan(disc)
    window.show_page("checkout")
    assert counter.out == ["Checked out", "Returned"]
    assert figures(counter) == ["1 / 2", "0", "0", "$0.00"] and house.loan(book) is not None
    assert counter.checkout.visit.count() == 1


def test_a_return_that_is_undone_lends_the_row_again(counter: Counter, house: House, window: MainWindow) -> None:
    item = house.item()
    for code in (house.card(), item):
        counter.checkout.scan(code)
    house.clock.now += timedelta(minutes=5)
    window.show_page("checkin")
    counter.checkin.scan(item)
    window.show_page("checkout")
    assert counter.out == ["Returned"]
    press(counter, K.Key_Z, CTRL)
    assert counter.out == ["Checked out"] and house.count(Loan, returned_at=None) == 1


def test_what_is_asked_about_a_copy_that_waited_is_asked_once_its_reader_is_settled(
    counter: Counter, house: House, window: MainWindow
) -> None:
    house.policy(DEPOSIT)
    card, first, second = house.card(), house.item(), house.item()
    for code in (card, first):
        counter.checkout.scan(code)
    press(counter, K.Key_Return, CTRL)
    counter.checkout.scan(second)
    heard = len(counter.heard)
    window.show_page("checkin")
    window.show_page("checkout")
    assert counter.out[0] == "Waiting" and len(counter.heard) == heard
    window.show_page("checkin")
    house.clock.now += timedelta(minutes=5)
    counter.checkin.scan(first)
    window.show_page("checkout")
    assert counter.out == ["Check", "Returned"] and counter.headline().startswith("Deposit $20.00")


def test_a_blocked_card_that_is_settled_elsewhere_leaves_the_screen(
    counter: Counter, house: House, window: MainWindow
) -> None:
    house.policy(DEPOSIT)
    card, item = house.card(), house.item()
    counter.checkout.scan(card)
    counter.checkout.scan(item)
    press(counter, K.Key_Return, CTRL)
    press(counter, K.Key_F12)
    house.clock.now += timedelta(minutes=5)
    counter.checkout.scan(card)
    assert counter.headline().startswith("Owes $20.00")
    window.show_page("checkin")
    counter.checkin.scan(item)
    window.show_page("checkout")
    assert counter.headline() == "" and counter.checkout.visit.card == card


def test_a_loan_that_stays_in_the_building_counts_towards_the_limit_only_where_the_rules_say_so(
    counter: Counter, house: House
) -> None:
    card = house.card()
    for rules, out in (({"on_site_apart": True}, "1 / 30"), ({"on_site_apart": False}, "2 / 30")):
        house.policy({"loan": "21 days", "loans": 30} | rules)
        if out == "1 / 30":
            house.lend(card, house.item())
            house.lend(card, house.item(), on_site=True)
        counter.checkout.scan(card)
        assert figures(counter)[0] == out


def test_a_card_that_was_just_read_is_read_again_only_after_a_loan(counter: Counter, house: House) -> None:
    counter.desk.late = True
    counter.checkout.scan(house.card())
    counter.desk.let_go()
    QApplication.processEvents()
    assert figures(counter)[0] == "0 / 30" and not counter.desk._kept
    counter.checkout.scan(house.item())
    counter.desk.let_go()
    QApplication.processEvents()
    assert len(counter.desk._kept) == 1
    counter.desk.let_go()
    assert figures(counter)[0] == "1 / 30"
