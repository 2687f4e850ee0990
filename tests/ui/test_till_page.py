"""Fines and till in the window: by keyboard and scanner alone, and never a cent by accident."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desk.models import Charge, Payment, TillEntry, TillSession
from desk.rules.vocabulary import ChargeKind, EntryKind, PaymentKind
from desk.services.accounts.products import SaveProduct
from desk.services.accounts.tills import OpenTill
from desk.ui import paint
from desk.ui.accounts.asks import CountAsk, FormAsk, read_sum
from desk.ui.accounts.charge_table import Part
from desk.ui.accounts.till_page import TillPage
from desk.ui.administration.forms import LineField, PickField
from desk.ui.circulation.tools import ActsDone
from desk.ui.keys import Key
from desk.ui.parts.cell_delegate import AROUND_PILL
from desk.ui.theme import Look
from desk.ui.workroom import Workplace
from desk.wording.shapes import Pill, Sound, Tone
from tests.makers import House
from tests.ui.panels import AtOnce


class Slips:
    """What was sent to the printer."""

    def __init__(self) -> None:
        self.made: list[tuple[str, bytes]] = []

    def print_page(self, kind: str, make: Callable[[], bytes]) -> None:
        self.made.append((kind, make()))


@pytest.fixture
def sounds() -> list[Sound]:
    return []


@pytest.fixture
def page_for(qapp: QApplication, qtbot: Any, house: House, sounds: list[Sound]) -> Callable[[str], TillPage]:
    """The page with somebody signed in."""
    look = Look(qapp)

    def made(login: str = "sue") -> TillPage:
        workplace = Workplace(
            look=look,
            desk=AtOnce(house.desk(login=login)),
            lookup=None,  # type: ignore[arg-type]
            lists=None,  # type: ignore[arg-type]
            slips=Slips(),  # type: ignore[arg-type]
            acts=ActsDone(),
            sound=sounds.append,
            say=lambda _words: None,
            go=lambda _name: QWidget(),
            lend_to=lambda _card: None,
            undo_there=lambda _doer: False,
            badge=lambda *_told: None,
        )
        page = TillPage(workplace)
        page.allow(house.person(login).permissions)
        qtbot.addWidget(page)
        page.resize(1100, 800)
        page.refresh()
        page.show()
        return page

    return made


@pytest.fixture
def page(page_for: Callable[[str], TillPage]) -> TillPage:
    return page_for("sue")


def owing(house: House, *amounts: int) -> str:
    card = house.card()
    for amount in amounts:
        house.charge(card, amount)
    return card


def headline(page: TillPage) -> str:
    return page.card.card.headline if page.card.card is not None else ""


def fill(page: TillPage, **words: str) -> None:
    """Write into the form that is open, and say yes by Ctrl+Enter."""
    ask = page.card.ask
    assert isinstance(ask, FormAsk)
    for name, text in words.items():
        box = ask.boxes[name]
        if isinstance(box, LineField):
            box.line.setText(text)
        elif isinstance(box, PickField) and box.box.isEditable():
            box.box.setEditText(text)
        elif isinstance(box, PickField):
            box.box.setCurrentIndex(box.box.findData(text))
    page.press(Key.RECOMMENDED)


def test_a_reader_pays_in_cash_and_the_change_is_large(page: TillPage, house: House, sounds: list[Sound]) -> None:
    house.desk().do(OpenTill(2000))
    card = owing(house, 400, 340)
    page.scan(card)
    assert page.table.owed.text() == "$7.40"
    assert page.bar.amount.line.text() == ""
    page.bar.given.line.setText("10")
    assert page.bar.change.text() == "$2.60"
    page.press(Key.RECOMMENDED)
    assert headline(page) == "Change $2.60"
    assert sounds[-1] is Sound.DONE
    assert house.one(TillEntry, kind=EntryKind.PAYMENT).amount == 740
    page.press(Key.PRINT)
    slips: Any = page.workplace.slips
    assert [kind for kind, _pdf in slips.made] == ["receipt"]
    page.press(Key.REPRINT)
    assert len(slips.made) == 2
    page.press(Key.UNDO)
    assert headline(page) == "Payment taken back"
    assert page.table.owed.text() == "$7.40"


def test_space_ticks_and_all_are_ticked_at_once(page: TillPage, house: House) -> None:
    house.desk().do(OpenTill(0))
    page.scan(owing(house, 100, 200, 300))
    view = page.table.view
    view.setFocus()
    view.selectRow(0)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert page.bar.sum.text() == "$3.00"
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.bar.sum.text() == "$6.00"
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_Space)
    page.press(Key.RECOMMENDED)
    assert sorted(each.outstanding for each in all_of(house, Charge)) == [0, 100, 200]


def all_of(house: House, model: Any) -> list[Any]:
    from sqlalchemy import select

    with house.database.question() as connection:
        return list(connection.execute(select(model.__table__)))


def test_cash_without_an_open_till_leads_to_opening_it(page: TillPage, house: House) -> None:
    page.scan(owing(house, 100))
    page.press(Key.RECOMMENDED)
    assert house.count(TillEntry) == 0
    card = page.card.card
    assert card is not None
    assert [command.name for command in card.commands] == ["open_till"]
    page.press(Key.OPEN_TILL)
    fill(page, amount="50,00")
    assert headline(page) == "The till is open, float $50.00"
    assert house.one(TillSession).float_amount == 5000
    page.press(Key.RECOMMENDED)
    assert house.one(TillEntry).amount == 100


@pytest.mark.parametrize("typed", ["eleven", "-5", "1.005", "0"])
def test_what_is_no_amount_is_told_and_nothing_is_paid(page: TillPage, house: House, typed: str) -> None:
    house.desk().do(OpenTill(0))
    page.scan(owing(house, 100))
    page.bar.amount.line.setText(typed)
    page.press(Key.RECOMMENDED)
    assert house.count(TillEntry) == 0
    assert page.bar.amount.trouble() or headline(page)


def test_too_much_is_asked_about_and_kept_as_credit(page: TillPage, house: House) -> None:
    page.scan(owing(house, 100))
    page.bar.method.box.setCurrentIndex(1)
    page.bar.amount.line.setText("5")
    page.press(Key.RECOMMENDED)
    assert house.count(TillEntry) == 0
    page.run_command("keep_credit")
    assert page.account is not None
    assert page.account.credit == 400


def test_a_clerk_waives_with_a_supervisors_pin(page_for: Callable[[str], TillPage], house: House) -> None:
    page = page_for("ada")
    page.scan(owing(house, 420))
    page.press(Key.WAIVE)
    fill(page, amount="2.00", why="Illness")
    assert house.count(Payment) == 0
    assert "needs somebody who may" in headline(page)
    page.press(Key.OVERRIDE)
    ask: Any = page.card.ask
    ask.pin.setText("2222")
    page.press(Key.RECOMMENDED)
    assert headline(page) == "Waived $2.00"
    assert house.one(Payment).kind is PaymentKind.WAIVER
    assert house.journal()[-1].granted_by == house.person("sue").id


def test_no_bare_key_and_no_scan_moves_money(page: TillPage, house: House, qtbot: Any) -> None:
    house.desk().do(OpenTill(0))
    card = owing(house, 100)
    house.desk().do(SaveProduct("bag", "Bag", 350, place=1))
    page.scan(card)
    page.refresh()
    page.bar.given.line.setText("1")
    before = house.count(TillEntry)
    for button in page.findChildren(QAbstractButton):
        if button.isVisible():
            button.setFocus()
            QTest.keyClick(button, Qt.Key.Key_Return)
    for box in (page.bar.amount.line, page.bar.given.line, page.field.line, page.table.view):
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Return)
    for number in range(35):
        QTest.keyClick(page, Qt.Key(Qt.Key.Key_F1 + number))
    for code in ("%%DONE", "%%UNDO", "%%RECEIPT", "%%SIDE", card, "3999000000000"):
        page.scan(code)
    assert house.count(TillEntry) == before
    assert house.count(Payment) == 0
    functional = [key for key in Key if key is not Key.RECOMMENDED]
    from desk.ui.keys import SEQUENCES

    for key in functional:
        if SEQUENCES[key].startswith("F"):
            page.press(key)
    assert house.count(Payment) == 0


def test_a_refund_a_transfer_a_credit_a_charge_and_a_void(page: TillPage, house: House) -> None:
    house.desk().do(OpenTill(5000))
    card, other = owing(house, 600), house.card()
    page.scan(card)
    page.press(Key.RECOMMENDED)
    receipt = page.last_receipt
    page.press(Key.VOID)
    fill(page, why="Wrong card")
    assert headline(page) == f"Receipt {receipt} voided"
    page.press(Key.NEW)
    fill(page, of=ChargeKind.PRINTING.value, amount="0.40", note="8 pages")
    assert headline(page) == "Charged $0.40"
    page.press(Key.TRANSFER)
    page.scan(other)
    fill(page, amount="1.00")
    assert headline(page) == "$1.00 transferred to Robin Reader2"
    page.press(Key.CREDIT)
    fill(page, amount="3", why="Gift")
    assert page.account is not None
    assert page.account.credit == 300
    page.press(Key.REFUND)
    fill(page, why="Moves away")
    assert headline(page) == "Give back $3.00, cash"
    page.press(Key.WAIVE)
    fill(page, amount="1.00", why="")
    assert page.card.ask is not None


def test_a_copy_that_is_scanned_is_billed(page: TillPage, house: House) -> None:
    card, item = house.card(), house.item(price=1500)
    house.lend(card, item)
    page.scan(item)
    fill(page, of=ChargeKind.LOST.value)
    assert headline(page) == "Declared lost"
    house.clock.now += timedelta(minutes=1)
    other = house.item(price=700)
    house.lend(house.card(), other)
    house.take_back(other)
    page.scan(other)
    fill(page, note="Coffee")
    assert headline(page) == "Billed $7.00"


def test_something_is_sold_by_its_quick_key(page: TillPage, house: House) -> None:
    house.desk().do(OpenTill(0))
    page.press(Key.PRICES)
    fill(page, code="bag", name="Tote bag", price="3.50", place="1")
    key = page.sale.keys[0]
    assert key.accessibleName() == "Tote bag, $3.50"
    key.click()
    key.click()
    assert page.bar.sum.text() == "$7.00"
    page.run_command("empty_basket")
    assert page.bar.sum.text() == "$0.00"
    key.click()
    page.bar.given.line.setText("5.00")
    page.press(Key.RECOMMENDED)
    assert headline(page) == "Change $1.50"
    assert house.one(Charge).patron_id is None
    assert page.basket == {}


def test_the_drawer_is_counted_blind_and_closed(page: TillPage, house: House) -> None:
    house.desk().do(OpenTill(1000))
    page.scan(owing(house, 250))
    page.press(Key.RECOMMENDED)
    assert page.sheet is not None
    assert page.sheet.expected is None
    page.press(Key.COUNT_TILL)
    ask = page.card.ask
    assert isinstance(ask, CountAsk)
    page.press(Key.RECOMMENDED)
    assert page.card.ask is ask
    ask.lines[1000].setText("1")
    ask.lines[100].setText("2")
    ask.lines[25].setText("x")
    page.press(Key.RECOMMENDED)
    assert page.card.ask is ask
    ask.lines[25].setText("1")
    assert ask.sum.text() == "$12.25"
    page.press(Key.RECOMMENDED)
    assert headline(page) == "Short by $0.25"
    page.bar.amount.line.setText("5")
    page.run_command("close_till")
    fill(page, why="A coin fell down")
    assert headline(page) == "The till is closed. Short by $0.25" and page.bar.amount.line.text() == ""
    page.press(Key.PRINT)
    slips: Any = page.workplace.slips
    assert [kind for kind, _pdf in slips.made] == ["till-sheet"]
    page.press(Key.UNDO)
    assert headline(page) == "Till open again"


def test_cash_goes_to_the_safe_and_a_till_has_a_name(page: TillPage, house: House) -> None:
    page.run_command("open_till")
    fill(page, amount="20")
    page.press(Key.MOVE_CASH)
    fill(page, what=EntryKind.DROP.value, amount="5")
    assert headline(page) == "To the safe: $5.00"
    page.run_command("save_till")
    fill(page, name="Front drawer", float="30")
    assert page.till is not None
    assert (page.till.name, page.till.float_amount) == ("Front drawer", 3000)


def test_what_is_settled_is_shown_on_wish_and_nobody_is_seen_after_clearing(page: TillPage, house: House) -> None:
    page.scan(owing(house, 100))
    page.bar.method.box.setCurrentIndex(1)
    page.press(Key.RECOMMENDED)
    assert page.table.empty.text() == "Nothing owed"
    page.press(Key.SETTLED)
    assert [line.row.pill.text for line in page.table.rows.lines] == ["Paid"]
    page.clear()
    assert page.account is None
    assert page.table.rows.lines == []
    assert page.table.name.text() == "No account open"


def test_a_card_that_nobody_has_is_told(page: TillPage, house: House, sounds: list[Sound]) -> None:
    page.card_scanned("29990000099999")
    assert headline(page) == "This card is not on file"
    assert sounds[-1] is Sound.BAD
    page.press(Key.WAIVE)
    assert headline(page) == "Nobody's account is open"


def test_how_a_charge_stands_is_never_cut(page: TillPage, house: House) -> None:
    page.resize(900, 700)
    page.scan(owing(house, 500))
    rows, look = page.table.rows, page.workplace.look
    longer = Pill("It goes on growing from day to day", Tone.WARN, "hourglass")
    rows.show([replace(each, row=replace(each.row, pill=longer)) for each in rows.lines])
    wide = paint.pill_size(look, longer).width() + look.px(AROUND_PILL)
    assert page.table.view.columnWidth(rows.parts.index(Part.STATE)) == wide


def test_a_late_copy_that_is_still_out_is_paid(page: TillPage, house: House) -> None:
    house.policy({"loan": "21 days", "fine": "0.10"})
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.now += timedelta(days=25)
    page.scan(card)
    assert page.table.rows.lines[0].row.pill.text == "Still growing"
    page.table.rows.tick(0)
    page.bar.method.box.setCurrentIndex(1)
    page.press(Key.RECOMMENDED)
    assert house.loan(item).fined == 40


def test_an_account_over_the_limit_says_so(page: TillPage, house: House) -> None:
    page.scan(owing(house, 1100))
    assert headline(page) == "Owes $11.00, limit is $10.00"
    house.policy({"loan": "21 days", "debt_warning": "5.00"})
    page.scan(owing(house, 600))
    assert headline(page) == "Owes $6.00"


@pytest.mark.parametrize(
    ("words", "amount"), [("", None), ("5", 500), ("5.5", 550), ("5,50", 550), (" 1 000.00 ", 100000)]
)
def test_sums_are_read_as_they_are_written(words: str, amount: int | None) -> None:
    assert read_sum(words, "USD") == amount


def test_what_was_taken_between_two_moments_is_shown_and_printed(page: TillPage, house: House) -> None:
    house.desk().do(OpenTill(5000))
    page.refresh()
    page.card_scanned(owing(house, 600))
    page.bar.amount.line.setText("2.00")
    page.press(Key.RECOMMENDED)
    page.press(Key.DRAWER)
    ask = page.card.ask
    assert isinstance(ask, FormAsk)
    ask.accept()
    card = page.drawer.card
    assert card.isVisible() and card.report is not None
    assert (card.report.income, [each.name for each in card.report.by_person]) == (200, ["Sue Supervisor"])
    card.printer.click()
    assert page.workplace.slips.made[-1][0] == "drawer"  # type: ignore[attr-defined]
    assert page.workplace.slips.made[-1][1].startswith(b"%PDF")  # type: ignore[attr-defined]
    card.closer.click()
    assert card.isHidden()


def test_a_key_pressed_twice_pays_and_sells_once(page: TillPage, house: House) -> None:
    house.desk().do(OpenTill(0))
    house.desk().do(SaveProduct("bag", "Bag", 350, place=1))
    page.scan(owing(house, 2000))
    page.refresh()
    page.bar.amount.line.setText("5.00")
    desk: Any = page.desk
    for money in (500, 850):
        desk.late = True
        page.press(Key.RECOMMENDED)
        page.press(Key.RECOMMENDED)
        desk.late = False
        desk.let_go()
        assert sum(each.amount for each in all_of(house, TillEntry)) == money
        page.put_in_basket("bag")
    page.press(Key.RECOMMENDED)
    assert sum(each.amount for each in all_of(house, TillEntry)) == 1200


def test_nobody_pays_while_the_next_card_is_being_read(page: TillPage, house: House) -> None:
    house.desk().do(OpenTill(0))
    first, second = owing(house, 2000), owing(house, 300)
    page.scan(first)
    desk: Any = page.desk
    for steps in (0, 1):
        desk.late = True
        page.scan(second)
        desk.let_go(steps)
        page.press(Key.RECOMMENDED)
        assert house.count(Payment) == 0
        desk.late = False
        desk.let_go()
        assert house.count(Payment) == 0
        assert page.account is not None
        assert page.account.owed == 300
        page.scan(first)
    page.press(Key.RECOMMENDED)
    assert house.one(Payment).amount == 2000


def test_an_account_that_is_read_late_opens_nothing(page: TillPage, house: House) -> None:
    first, second = owing(house, 2000), owing(house, 300)
    page.scan(first)
    desk: Any = page.desk
    desk.late = True
    page.refresh()
    page.card_scanned(second)
    desk.let_go(1)
    assert page.account is None
    page.clear()
    desk.let_go()
    assert page.account is None


def test_f9_prints_nothing_of_the_account_before(page: TillPage, house: House) -> None:
    house.desk().do(OpenTill(0))
    page.scan(owing(house, 500))
    page.press(Key.RECOMMENDED)
    page.scan(owing(house, 300))
    page.press(Key.PRINT)
    slips: Any = page.workplace.slips
    assert slips.made == []
    page.press(Key.REPRINT)
    assert len(slips.made) == 1


def test_a_scanned_undo_takes_no_money_back(page: TillPage, house: House) -> None:
    house.desk().do(OpenTill(0))
    page.scan(owing(house, 500))
    page.scan("%%UNDO")
    assert "by hand" in headline(page)
    page.press(Key.RECOMMENDED)
    page.scan("%%UNDO")
    assert "by hand" in headline(page)
    assert sum(each.amount for each in all_of(house, TillEntry)) == 500
    page.press(Key.UNDO)
    assert sum(each.amount for each in all_of(house, TillEntry)) == 0


def test_what_stands_in_the_scan_field_is_read_before_any_money_moves(page: TillPage, house: House) -> None:
    house.desk().do(OpenTill(5000))
    page.refresh()
    page.card_scanned(owing(house, 600))
    page.field.line.setText("-1")
    page.press(Key.RECOMMENDED)
    assert all_of(house, TillEntry) == [] and page.field.text() == ""


@pytest.mark.parametrize(
    ("wide", "below", "lines"), [(1300, False, 1), (960, False, 1), (640, True, 1), (420, True, 2)]
)
def test_in_a_narrow_page_the_till_stands_below_and_nothing_is_cut_at_the_side(
    page: TillPage, house: House, qtbot: Any, wide: int, below: bool, lines: int
) -> None:
    page.card_scanned(owing(house, 1_800))
    page.resize(wide, 800)
    qtbot.wait(20)
    assert (page.beside.y() > page.table.y()) is below
    bar, inside = page.bar, page.room.widget()
    assert len({each.mapTo(bar, QPoint()).y() for each in (bar._sums, bar._fields)}) == lines
    assert inside is not None and inside.width() <= page.room.viewport().width()
    for each in (*bar.buttons.values(), bar.change, bar.given, *page.till_side.buttons.values()):
        assert each.isHidden() or each.mapTo(inside, each.rect().topRight()).x() < inside.width()


def test_in_a_low_page_the_last_result_scrolls_with_the_rest_and_a_form_in_it_keeps_the_keyboard(
    page: TillPage, house: House, qtbot: Any
) -> None:
    page.card_scanned(owing(house, 1_800))
    page.setMinimumSize(300, 300)  # as in a window, which may be lower than all of it
    page.tills.count()
    qtbot.wait(10)
    ask = page.card.ask
    assert isinstance(ask, CountAsk)
    held = QApplication.focusWidget()
    for high in (400, 800, 400):
        page.resize(1100, high)
        qtbot.waitUntil(lambda high=high: page.room.isAncestorOf(page.card) is (high == 400), timeout=2_000)
        assert page.card.ask is ask and QApplication.focusWidget() is held
