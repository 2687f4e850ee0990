"""Copies not on file and copies looked up: taken on with three words, claimed, called back, marked; all taken back."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desk.models import Item, Loan, Title
from desk.ui.frame import MainWindow
from desk.ui.parts.item_ask import ItemAsk
from desk.wording.shapes import Sound
from tests.makers import House
from tests.ui.panels import Counter, not_on_file
from tests.ui.test_checkin_panel import press
from tests.ui.test_keys import CTRL, NONE, K

ALT = Qt.KeyboardModifier.AltModifier
ISBN = "9780141439518"


def form(counter: Counter, *, checkin: bool = False) -> ItemAsk:
    """The form in the card."""
    page = (counter.checkin if checkin else counter.checkout).page
    assert isinstance(page.card.ask, ItemAsk)
    return page.card.ask


def write(ask: ItemAsk, title: str, author: str = "", isbn: str = "") -> None:
    """Fill it in as a person does, with Enter between the lines."""
    for line, words in ((ask.title, title), (ask.author, author), (ask.isbn, isbn)):
        assert line.hasFocus() and isinstance(line, QLineEdit)
        QTest.keyClicks(line, words)
        QTest.keyClick(line, K.Key_Return)


def offers(counter: Counter) -> bool:
    """Whether Ctrl+U stands on the card."""
    card = counter.checkout.page.card.card
    return card is not None and any(command.key == "Ctrl U" for command in card.commands)


def twice(counter: Counter, number: str) -> None:
    """Scanned, and scanned again to be sure."""
    counter.checkout.scan(number)
    assert not offers(counter)
    counter.checkout.scan(number)


def test_an_unknown_copy_is_lent_uncatalogued_after_a_second_scan_and_taken_back_step_by_step(
    counter: Counter, house: House
) -> None:
    number = not_on_file()
    counter.checkout.scan(house.card())
    press(counter, K.Key_U, CTRL)
    twice(counter, number)
    assert offers(counter)
    press(counter, K.Key_U, CTRL)
    ask = form(counter)
    write(ask, "Seed catalogue", "A. Grower")
    assert ask.isbn.hasFocus() and house.count(Title, title="Seed catalogue") == 0
    press(counter, K.Key_Return, CTRL)
    assert counter.out == ["Checked out"] and counter.heard[-1] in (Sound.OK, Sound.ATTENTION)
    assert house.loan(number).returned_at is None and house.one(Item, barcode=number).status.value == "uncatalogued"
    press(counter, K.Key_Z, CTRL)
    assert counter.out == ["On file"] and house.count(Loan, returned_at=None, undone=False) == 0
    press(counter, K.Key_Z, CTRL)
    assert counter.out == ["Undone"]


def test_an_isbn_scanned_into_the_form_lands_there_and_nothing_is_lent(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    twice(counter, not_on_file())
    press(counter, K.Key_U, CTRL)
    ask = form(counter)
    QTest.keyClicks(ask.title, "Seed catalogue")
    rows = len(counter.out)
    counter.checkout.scan(ISBN)
    assert ask.isbn.text() == ISBN and len(counter.out) == rows
    press(counter, K.Key_Return, CTRL)
    assert house.one(Item, barcode=not_on_file()).note == ISBN


def test_another_scan_closes_the_form_and_the_row_still_waits(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    twice(counter, not_on_file())
    press(counter, K.Key_U, CTRL)
    counter.checkout.scan(house.item())
    assert counter.out == ["Checked out", "Not on file"] and counter.checkout.page.card.ask is None
    press(counter, K.Key_Down)
    press(counter, K.Key_Down)
    press(counter, K.Key_Return)
    assert offers(counter)


def test_without_a_title_the_form_says_so(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    twice(counter, not_on_file())
    press(counter, K.Key_U, CTRL)
    press(counter, K.Key_Return, CTRL)
    assert form(counter)._trouble.text() == "Write at least its title." and house.count(Loan) == 0


def test_a_blocked_reader_stays_blocked(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card(barred=True))
    twice(counter, not_on_file())
    press(counter, K.Key_U, CTRL)
    write(form(counter), "Seed catalogue")
    press(counter, K.Key_Return, CTRL)
    assert counter.out == ["Waiting"] and house.count(Loan) == 0


def test_no_card_no_isbn_and_no_command_is_taken_for_a_copy(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    for code in (not_on_file("2"), ISBN, "%%LABEL"):
        twice(counter, code)
        assert not offers(counter)


def test_without_a_reader_it_is_only_taken_on_file(counter: Counter, house: House) -> None:
    twice(counter, not_on_file())
    press(counter, K.Key_U, CTRL)
    write(form(counter), "Seed catalogue")
    press(counter, K.Key_Return, CTRL)
    assert counter.out == ["On file"] and counter.headline() == "On file, to be catalogued"


def test_at_check_in_a_second_scan_takes_it_in_for_cataloguing(
    counter: Counter, house: House, window: MainWindow
) -> None:
    window.show_page("checkin")
    for _ in range(2):
        counter.checkin.scan(not_on_file())
    press(counter, K.Key_U, CTRL)
    write(form(counter, checkin=True), "Seed catalogue")
    press(counter, K.Key_Return, CTRL)
    assert counter.back == ["Cataloguing"] and counter.headline(counter.checkin) == "Cataloguing"
    press(counter, K.Key_Z, CTRL)
    press(counter, K.Key_Z, CTRL)
    assert counter.back == ["Undone"] and house.count(Item, barcode=not_on_file()) == 0


def test_a_form_begun_is_still_there_after_another_page_and_after_its_key_again(
    counter: Counter, house: House, window: MainWindow
) -> None:
    window.show_page("checkin")
    for _ in range(2):
        counter.checkin.scan(not_on_file())
    press(counter, K.Key_U, CTRL)
    ask = form(counter, checkin=True)
    QTest.keyClicks(ask.title, "Seed cat")
    press(counter, K.Key_F2)
    counter.checkout.scan(house.card())
    press(counter, K.Key_F3)
    assert form(counter, checkin=True) is ask and ask.title.hasFocus()
    QTest.keyClicks(ask.title, "alogue")
    press(counter, K.Key_U, CTRL)
    assert form(counter, checkin=True) is ask and ask.title.text() == "Seed catalogue"
    press(counter, K.Key_Return, CTRL)
    assert counter.back == ["Cataloguing"]


def test_who_may_not_add_copies_is_not_offered_it(counter: Counter, house: House) -> None:
    from dataclasses import replace

    from desk.rules.vocabulary import Permission

    staff = house.person("ada")
    counter.desk.desk.staff = replace(staff, permissions=staff.permissions - {Permission.ADD_ITEM})
    counter.desk.stand()
    counter.checkout.scan(house.card())
    twice(counter, not_on_file())
    assert not offers(counter)


# The card of a copy that was scanned without a reader


def keys(counter: Counter) -> dict[str, str]:
    """What the card offers, by key."""
    card = counter.checkout.page.card.card
    return {command.key: command.label for command in card.commands} if card is not None else {}


def test_a_copy_on_loan_is_claimed_returned_and_the_claim_taken_back(counter: Counter, house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now += timedelta(days=2)
    counter.checkout.scan(item)
    assert keys(counter) == {
        "Ctrl Enter": "Check it in",
        "Alt 1": "Claimed returned",
        "Alt 2": "Call back",
        "Alt 3": "Mark…",
        "Esc": "Close",
    }
    press(counter, K.Key_1, ALT)
    press(counter, K.Key_Return, CTRL)
    assert counter.out == ["Claimed"] and counter.headline() == "Claimed returned on Thursday 12 March"
    assert house.loan(item).claimed_on is not None and counter.heard[-1] is Sound.ATTENTION
    press(counter, K.Key_Z, CTRL)
    assert counter.headline() == "Claim taken back" and house.loan(item).claimed_on is None


def test_a_claim_counts_from_the_day_that_is_typed(counter: Counter, house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now += timedelta(days=5)
    counter.checkout.scan(item)
    press(counter, K.Key_1, ALT)
    QTest.keyClicks(counter.checkout.page.card.ask.day.line, "-2")  # type: ignore[union-attr]
    press(counter, K.Key_Return, CTRL)
    assert house.loan(item).claimed_on.day == 13  # type: ignore[union-attr]


def test_a_copy_on_loan_is_called_back(counter: Counter, house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now += timedelta(days=2)
    counter.checkout.scan(item)
    press(counter, K.Key_2, ALT)
    assert counter.out == ["Called back"] and counter.headline().startswith("Called back, now due")
    press(counter, K.Key_Z, CTRL)
    assert counter.headline() == "Recall taken back" and house.loan(item).recalled_at is None


def test_a_copy_on_the_shelf_is_marked_by_a_digit_and_put_back(counter: Counter, house: House) -> None:
    item = house.item()
    counter.checkout.scan(item)
    assert keys(counter) == {"Alt 3": "Mark…", "Esc": "Close"}
    press(counter, K.Key_3, ALT)
    press(counter, K.Key_1, ALT)
    assert counter.out == ["Missing"] and house.one(Item, barcode=item).status.value == "missing"
    assert counter.headline() == "Marked missing" and counter.heard[-1] is Sound.OK
    press(counter, K.Key_Z, CTRL)
    assert house.one(Item, barcode=item).status.value == "available" and counter.out == ["Undone"]


def test_a_missing_copy_is_found_and_esc_leaves_everything_as_it_is(counter: Counter, house: House) -> None:
    item = house.item(status="missing")
    counter.checkout.scan(item)
    press(counter, K.Key_3, ALT)
    ask = counter.checkout.page.card.ask
    labels = [ask.list.item(row).text()[4:] for row in range(ask.list.count())]  # type: ignore[union-attr]
    assert labels == ["Lost", "Damaged", "For mending", "To be discarded", "Found, in order"]
    press(counter, K.Key_Escape)
    assert house.one(Item, barcode=item).status.value == "missing"
    press(counter, K.Key_3, ALT)
    press(counter, K.Key_5, ALT)
    assert counter.headline() == "Found, and in order again"


def test_a_clerk_sees_only_what_the_role_may_do(counter: Counter, house: House) -> None:
    from dataclasses import replace

    from desk.rules.vocabulary import Permission

    staff = house.person("ada")
    less = staff.permissions - {Permission.MARK, Permission.RECALL, Permission.CLAIM}
    counter.desk.desk.staff = replace(staff, permissions=less)
    counter.desk.stand()
    counter.checkout.scan(house.item())
    assert keys(counter) == {} and NONE is not None


def test_a_claimed_copy_checked_in_from_its_card_is_settled_there(counter: Counter, house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now += timedelta(days=2)
    counter.checkout.scan(item)
    press(counter, K.Key_1, ALT)
    press(counter, K.Key_Return, CTRL)
    press(counter, K.Key_Escape)
    house.clock.now += timedelta(days=2)
    counter.checkout.scan(item)
    press(counter, K.Key_Return, CTRL)
    assert counter.headline() == "The reader said it came back Thu 12 Mar" and counter.out[0] == "Check"
    press(counter, K.Key_1, ALT)
    assert house.count(Loan, returned_at=None) == 0


def test_only_what_exists_is_done_a_second_time_and_the_refusal_says_so(counter: Counter, house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    for _ in range(2):
        house.clock.now += timedelta(days=2)
        counter.checkout.scan(item)
        press(counter, K.Key_2, ALT)
    assert counter.out[0] == "Not done" and counter.headline() == "Called back already"
