"""Scans that come at a bad moment: while the database goes, the desk is locked, or it is asked who works here."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.errors import DatabaseUnavailable
from desk.models import Item, Loan
from desk.rules.barcodes import Order
from desk.rules.vocabulary import ItemStatus
from desk.ui.circulation.desk_panel import DeskPanel
from desk.ui.commands.turning import Turning
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.shell import Shell
from tests.makers import House
from tests.ui.panels import Counter, not_on_file
from tests.ui.test_shell import Opening, at_desk, opened, results, shows, sign_in

__all__ = ["at_desk", "opened"]


def lock(shell: Shell, qtbot: QtBot) -> None:
    """Ctrl+L, and the sign-in page is there."""
    shell.window.press(Key.LOCK)
    qtbot.waitUntil(lambda: not shell.window.at_desk())


def reader(shell: Shell, house: House, qtbot: QtBot) -> str:
    """A card is scanned and its visit open."""
    card = house.card()
    shell.scanned(card)
    qtbot.waitUntil(lambda: shell.panels["checkout"].visit.card == card)
    return card


# The database goes


@pytest.mark.parametrize("order", ["%%DONE", "%%UNDO", "%%IN"])
def test_a_page_works_on_after_the_database_failed_before_a_command(counter: Counter, house: House, order: str) -> None:
    counter.checkout.scan(house.card())
    counter.desk.late = True
    for code in (house.item(), order, house.item()):
        counter.checkout.scan(code)
    counter.desk.trouble = DatabaseUnavailable("gone")
    counter.desk.let_go()
    counter.desk.trouble, counter.desk.late = None, False
    assert counter.checkout.is_idle() and not counter.checkout.caught
    counter.checkout.scan(house.item())
    assert counter.out[0] == "Checked out" and len(counter.out) == 3
    counter.checkout.try_again()
    assert counter.out == ["Checked out"] * 3


def test_what_was_scanned_after_a_turn_is_never_lent_when_what_came_before_had_no_answer(
    counter: Counter, house: House
) -> None:
    shown: list[DeskPanel] = [counter.checkout]

    def deliver(raw: str) -> DeskPanel:
        panel = shown[-1]
        panel.scan(raw)
        return panel

    panels = {Order.IN: counter.checkin, Order.OUT: counter.checkout}
    turning = Turning(lambda order: shown.append(panels[order]), deliver, counter.checkout)
    for panel in panels.values():
        turning.watch(panel)
    turning.scanned(house.card())
    counter.desk.late = True
    for code in (house.item(), "%%IN", house.item()):
        turning.scanned(code)
    counter.desk.trouble = DatabaseUnavailable("gone")
    while shown[-1] is counter.checkout:
        counter.desk.let_go(1)
    counter.desk.trouble = None
    counter.desk.let_go()
    assert shown[-1] is counter.checkin
    assert len(counter.out) == len(counter.back) == 1 and house.count(Loan) == 0


# The copy that is meant


def test_damaged_is_the_copy_that_was_scanned_last_or_none(counter: Counter, house: House) -> None:
    lent, unknown = house.item(), not_on_file()
    for code in (house.card(), lent, unknown):
        counter.checkout.scan(code)
    counter.heard.clear()
    counter.checkout.scan("%%DAMAGED")
    assert house.one(Item, barcode=lent).status is not ItemStatus.DAMAGED
    assert counter.out == ["Not on file", "Checked out"] and counter.heard
    assert counter.checkout.about is not None and counter.checkout.about.raw == unknown


def test_damaged_with_nothing_scanned_marks_nothing(counter: Counter, house: House) -> None:
    counter.checkout.scan(house.card())
    counter.checkout.scan("%%DAMAGED")
    assert counter.out == [] and counter.checkout.is_idle()


# A panel lies over the page


def test_a_scan_is_not_lost_when_what_had_the_keyboard_is_gone(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    reader(at_desk, house, qtbot)
    at_desk.scanned(not_on_file())
    qtbot.waitUntil(shows(at_desk, "Not on file"))
    page: Any = at_desk.panels["checkout"].page
    next(button for button in page.card.findChildren(KeyButton) if button.isVisible()).setFocus()
    at_desk.window.press(Key.STATUS_SCANNER)
    # The answer of a scan that was in flight puts another card in the place of the first.
    at_desk.panels["checkout"].scan(house.item())
    qtbot.waitUntil(shows(at_desk, "Checked out", "Not on file"))
    qtbot.wait(50)
    at_desk.scanned(house.item())
    qtbot.waitUntil(shows(at_desk, "Checked out", "Checked out", "Not on file"))


@pytest.mark.parametrize("key", [Key.STATUS_SCANNER, Key.HELP, Key.PALETTE])
def test_nothing_lies_over_the_page_that_asks_who_works_here(at_desk: Shell, qtbot: QtBot, key: Key) -> None:
    at_desk.window.press(key)
    at_desk._change_person()
    over = at_desk.commanding.overlays
    assert over.panel.isHidden() and over.finder.isHidden() and over.sheet.isHidden()


# Locked


def test_no_scan_opens_a_locked_desk(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    panel, item = at_desk.panels["checkout"], house.item()
    reader(at_desk, house, qtbot)
    at_desk.window.press(Key.ADMINISTRATION)
    qtbot.waitUntil(lambda: at_desk.window.current() == "administration")
    lock(at_desk, qtbot)
    at_desk.scanned(item)
    qtbot.wait(100)
    assert not at_desk.window.at_desk() and house.count(Loan) == 0
    sign_in(at_desk, qtbot, "Sue Supervisor", "secret-s")
    qtbot.waitUntil(lambda: [each.barcode for each in panel.visit.scans] == [item] and panel.is_idle())
    assert at_desk.window.current() == "checkout" and house.count(Loan) == 0, "it is shown, and lent to nobody"


def test_no_page_is_shown_while_it_is_asked_who_works_here(at_desk: Shell, qtbot: QtBot) -> None:
    lock(at_desk, qtbot)
    at_desk.window.show_page("checkin")
    assert not at_desk.window.at_desk()
    sign_in(at_desk, qtbot, "Sue Supervisor", "secret-s")
    assert at_desk.window.current() == "checkin"


def test_what_is_scanned_after_a_turn_on_a_locked_desk_is_kept(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    items = [house.item(), house.item()]
    lock(at_desk, qtbot)
    for code in ("%%IN", *items):
        at_desk.scanned(code)
    panel = at_desk.panels["checkin"]
    assert not at_desk.window.at_desk() and len(results(at_desk, "checkin")) == 2
    kept: list[Any] = []
    store = at_desk.parts.store
    at_desk.parts.desk.run(
        lambda _desk: [s.raw for v in store.visits(panel.kind) for s in store.scans(v.id)], kept.append
    )
    qtbot.waitUntil(lambda: kept == [items])
    sign_in(at_desk, qtbot, "Sue Supervisor", "secret-s")
    qtbot.waitUntil(shows(at_desk, "Used here", "Used here", page="checkin"))
    assert at_desk.window.current() == "checkin" and results(at_desk) == []


def test_the_last_turn_on_a_locked_desk_is_the_one_that_holds(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    panel, back, shown = at_desk.panels["checkout"], house.item(), house.item()
    reader(at_desk, house, qtbot)
    lock(at_desk, qtbot)
    for code in ("%%IN", back, "%%OUT", shown):
        at_desk.scanned(code)
    sign_in(at_desk, qtbot, "Sue Supervisor", "secret-s")
    qtbot.waitUntil(shows(at_desk, "Used here", page="checkin"))
    qtbot.waitUntil(lambda: [each.barcode for each in panel.visit.scans] == [shown] and panel.is_idle())
    assert at_desk.window.current() == "checkout" and house.count(Loan) == 0
    at_desk.scanned("%%IN")
    qtbot.waitUntil(lambda: at_desk.window.current() == "checkin")


# Somebody else


@pytest.mark.parametrize("early", ["before the library is open", "while it is asked who works here"])
def test_scans_before_the_first_sign_in_keep_their_order(
    opened: Opening, house: House, qtbot: QtBot, early: str
) -> None:
    card, item = house.card(), house.item()
    shell = opened()
    if early.startswith("before"):
        shell.scanned(card)
    qtbot.waitUntil(lambda: shell._sign_in is not None, timeout=10_000)
    if not early.startswith("before"):
        shell.scanned(card)
    shell.scanned(item)
    sign_in(shell, qtbot, "Sue Supervisor", "secret-s")
    qtbot.waitUntil(shows(shell, "Checked out"))
    assert shell.panels["checkout"].visit.card == card and house.loan(item).patron_id == house.patron(card)


def test_a_turn_before_the_library_is_open_holds(opened: Opening, house: House, qtbot: QtBot) -> None:
    shell = opened()
    for code in (house.card(), "%%IN", house.item()):
        shell.scanned(code)
    sign_in(shell, qtbot, "Sue Supervisor", "secret-s")
    qtbot.waitUntil(shows(shell, "Used here", page="checkin"))
    assert shell.window.current() == "checkin" and house.count(Loan) == 0


def test_scans_wait_while_another_person_is_asked_for(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    reader(at_desk, house, qtbot)
    at_desk.window.press(Key.PERSON)
    qtbot.waitUntil(lambda: not at_desk.window.at_desk())
    at_desk.scanned(house.item())
    qtbot.wait(100)
    assert house.count(Loan) == 0 and len(results(at_desk)) == 1
    at_desk._back_to_desk()
    qtbot.waitUntil(shows(at_desk, "Checked out"))


def test_what_waited_is_done_in_the_name_of_whoever_signed_in(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    reader(at_desk, house, qtbot)
    at_desk.window.press(Key.PERSON)
    at_desk.scanned(house.item())
    sign_in(at_desk, qtbot, "Ada Clerk", "secret-a")
    qtbot.waitUntil(shows(at_desk, "Checked out"))
    standing = at_desk.parts.desk.standing
    assert standing is not None and standing.staff.name == "Ada Clerk"


# The keyboard is where typing goes on in a field


def types(code: str) -> None:
    """A scanner that types; each key reaches what has the keyboard then."""
    for char in code:
        QTest.keyClick(QApplication.focusWidget(), char)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def heard(shell: Shell) -> list[str]:
    """What the scanners have handed on from now on."""
    codes: list[str] = []
    for scanner in shell.parts.scanners:
        scanner.scanned.connect(codes.append)
    return codes


def test_a_scan_from_the_list_of_holds_leaves_its_field_as_it_was(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    copies = [house.item(), house.item()]
    for item in copies:
        house.hold(house.card(), item)
    at_desk.window.press(Key.HOLDS)
    page: Any = at_desk.rooms.go("holds")
    qtbot.waitUntil(lambda: len(page.lines) == 2 and page.table.hasFocus())
    codes = heard(at_desk)
    page.field.line.setText("lindq")
    types(copies[0])
    qtbot.waitUntil(lambda: len(page.lines) == 1)
    assert codes == copies[:1] and page.field.text() == "lindq" and page.table.hasFocus()
    page.field.clear()
    types(copies[1])
    qtbot.waitUntil(lambda: page.lines == ())
    assert codes == copies and page.field.text() == ""


@pytest.mark.parametrize("where", ["name", "people", "secret"])
def test_a_scan_while_it_is_asked_who_works_here_leaves_nothing_behind(
    at_desk: Shell, house: House, qtbot: QtBot, where: str
) -> None:
    lock(at_desk, qtbot)
    page: Any = at_desk._sign_in
    codes, item = heard(at_desk), house.item()
    focused = {"name": page.name.line, "people": page.people, "secret": page.secret.line}[where]
    focused.setFocus()
    page.people.setCurrentRow(0)
    types(item)
    assert codes == [item] and (page.name.line.text(), page.secret.line.text()) == ("", "")
    assert QApplication.focusWidget() is focused and not at_desk.window.at_desk()


def test_a_scan_from_a_list_of_readers_or_of_their_account_leaves_the_box_as_it_was(
    at_desk: Shell, house: House, qtbot: QtBot
) -> None:
    cards = [house.card(family_name="Lindqvist", given_name=name) for name in ("Aino", "Per")]
    house.lend(cards[0], house.item())
    page: Any = at_desk.rooms.go("patrons")
    page.readers.box.setText("lindq")
    qtbot.waitUntil(lambda: len(page.readers.model.lines) == 2)
    page.readers.view.setFocus()
    types(cards[0])
    qtbot.waitUntil(lambda: page.number == cards[0])
    assert page.readers.box.text() == "lindq"
    page.view.lists["loans"].view.setFocus()
    types(cards[1])
    qtbot.waitUntil(lambda: page.number == cards[1])
    assert page.readers.box.text() == "lindq"


def test_a_scan_from_a_row_leaves_the_keyboard_on_it(at_desk: Shell, house: House, qtbot: QtBot) -> None:
    reader(at_desk, house, qtbot)
    at_desk.scanned(house.item())
    qtbot.waitUntil(shows(at_desk, "Checked out"))
    page: Any = at_desk.panels["checkout"].page
    page.table.view.setFocus()
    page.table.view.selectRow(0)
    types(house.item())
    qtbot.waitUntil(shows(at_desk, "Checked out", "Checked out"))
    assert page.scan.text() == "" and page.table.view.hasFocus() == bool(page.table.view.selectedIndexes())
