"""A new library in five steps: what is suggested, learnt and corrected is in force, and lends at once."""

import os
import pty
import tty
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.app import make_shell
from desk.devices.sounds import SoundPlayer
from desk.devices.states import DeviceState
from desk.models import BarcodePattern, CalendarDay, Library
from desk.rules.vocabulary import BarcodeKind
from desk.services.administration.library import make_library
from desk.services.circulation.answers import Lent
from desk.services.circulation.checkout import Checkout
from desk.settings import Settings
from desk.ui.beginning.draft import Draft
from desk.ui.beginning.new_library import NewLibraryPage
from desk.ui.frame import MainWindow
from desk.ui.theme import Look
from tests.makers import House
from tests.ui.test_keys import CTRL, K, heard

TODAY = date(2026, 11, 22)
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(window: MainWindow, look: Look, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[NewLibraryPage]:
    """The first step, on the screen."""
    monkeypatch.setattr("desk.ui.beginning.devices_step.queues", lambda: ("Desk printer",))
    monkeypatch.setattr("desk.ui.beginning.listening.serial_ports", lambda: ())
    made = NewLibraryPage(look, Settings(), None, TODAY)
    window.show_whole(made)
    window.resize(1024, 700)
    choose_country(made, "AT")
    made.place.name.line.setText("Millbrook Library")
    yield made
    made.listening.stop()
    qtbot.waitUntil(lambda: made.devices._job is None or made.devices._job.wait(0.1), timeout=5_000)
    qtbot.wait(20)


def choose_country(page: NewLibraryPage, code: str) -> None:
    """As somebody picks it from the list."""
    page.place.country.box.setCurrentIndex(page.place.country.box.findData(code))
    page.place.country.box.activated.emit(page.place.country.box.currentIndex())


def enter(page: NewLibraryPage) -> None:
    """Enter, wherever the keyboard is."""
    QTest.keyClick(page.window().focusWidget(), K.Key_Return)


def made_of(page: NewLibraryPage, folder: Path) -> House:
    """The library that the draft makes."""
    return House(make_library(str(folder / "made.db"), page.draft.new_library()))


def test_enter_alone_leads_to_a_library_and_nothing_is_told_before_the_last_step(
    page: NewLibraryPage, qtbot: QtBot
) -> None:
    created = heard(page.created)
    for number in range(4):
        assert page.at() == number and created == []
        enter(page)
    qtbot.waitUntil(page.devices.print_test.isEnabled, timeout=5_000)
    QTest.keyClicks(page.devices.password.line, "twelve books")
    enter(page)
    assert page.devices.again.line.hasFocus() and created == []
    QTest.keyClicks(page.devices.again.line, "twelve books")
    enter(page)
    assert len(created) == 1 and isinstance(created[0], Draft) and "twelve books" not in repr(created[0])
    QTest.keyClick(page, K.Key_Escape)
    assert page.at() == 3


def test_the_country_says_language_currency_and_time_zone_and_all_can_be_changed(page: NewLibraryPage) -> None:
    place = page.place
    assert (place.currency.value(), place.zone.value()) == ("EUR", "Europe/Vienna")
    choose_country(page, "US")
    assert (place.currency.value(), place.language.value()) == ("USD", "en_US")
    line = place.zone.box.lineEdit()
    assert line is not None
    line.setText("anchorage")
    place.zone.settle()
    page.go_on()
    assert (page.draft.zone, page.draft.country) == ("America/Anchorage", "US")


def test_what_is_wrong_is_said_at_its_field_and_no_step_is_left(page: NewLibraryPage) -> None:
    page.place.name.line.clear()
    page.go_on()
    assert page.at() == 0 and page.place.name.trouble() and page.place.name.line.hasFocus()
    page.skip()
    page.days.boxes[2].setText("nine to five")
    page.go_on()
    assert page.at() == 1 and page.days.boxes[2].property("wrong") and page.days.trouble.text()
    for box in page.days.boxes:
        box.clear()
    page.go_on()
    assert page.at() == 1


def test_holidays_of_the_country_can_be_unticked_and_are_closed_days(page: NewLibraryPage, tmp_path: Path) -> None:
    page.go_on()
    names = [each.name for each in page.draft.closed]
    assert "Christmas Day" in names and all(each.day >= TODAY for each in page.draft.closed)
    page.days.list.item(names.index("Christmas Day")).setCheckState(Qt.CheckState.Unchecked)
    page.days.boxes[6].setText("10:00-12:00")
    page.go_on()
    house = made_of(page, tmp_path)
    closed = {row.first for row in rows(house)}
    assert date(2026, 12, 25) not in closed and {date(2026, 12, 26), date(2027, 1, 1)} <= closed
    calendar = house.desk(login="admin").rulebook().calendars[1]
    assert calendar.hours(date(2026, 11, 29)) == ((600, 720),) and not calendar.is_open(date(2027, 1, 6))
    house.database.close()


def rows(house: House) -> list[CalendarDay]:
    """The dated lines."""
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    with house.database.question() as connection, Session(connection) as db:
        return list(db.scalars(select(CalendarDay)))


def test_a_part_of_the_country_has_holidays_of_its_own(page: NewLibraryPage) -> None:
    choose_country(page, "DE")
    page.go_on()
    before = len(page.draft.closed)
    page.days.region.box.setCurrentIndex(page.days.region.box.findData("BY"))
    page.days.region.box.activated.emit(page.days.region.box.currentIndex())
    assert len(page.draft.closed) > before and page.draft.region == "BY"


def test_a_rule_is_corrected_in_the_table_and_what_cannot_be_read_is_not_taken(
    page: NewLibraryPage, tmp_path: Path, qtbot: QtBot
) -> None:
    page.skip()
    page.skip()
    table = page.rules.table
    table.setFocus()
    table.setCurrentIndex(table.rows.index(0, 1))
    QTest.keyClicks(table, "5")
    editor = table.viewport().findChildren(type(page.place.name.line))[0]
    QTest.keyClicks(editor, " weeks")
    QTest.keyClick(editor, K.Key_Return)
    qtbot.waitUntil(lambda: not table.is_editing())
    assert page.at() == 2 and table.rows.index(0, 1).data() == "5 weeks"
    assert not table.rows.setData(table.rows.index(0, 3), "much") and page.rules.trouble.text()
    enter(page)
    assert page.at() == 3
    house = made_of(page, tmp_path)
    rule = house.desk(login="admin").rulebook().rules(1, house_category(house), house_kind(house))
    assert str(rule.loan.value) == "5 weeks"
    house.database.close()


def house_category(house: House) -> int:
    """Adults."""
    from desk.models import PatronCategory

    return house.code(PatronCategory, "adult")


def house_kind(house: House) -> int:
    """Books."""
    from desk.models import ItemType

    return house.code(ItemType, "book")


def test_another_template_brings_its_own_table(page: NewLibraryPage) -> None:
    page.skip()
    page.skip()
    page.rules.templates.button(1).click()
    assert page.draft.template == "school" and page.rules.table.rows.index(0, 1).data() == "2 weeks"
    assert page.draft.new_library().template == "school"


def test_numbers_are_learnt_from_scans_and_lend_at_once(page: NewLibraryPage, tmp_path: Path) -> None:
    for _step in range(3):
        page.skip()
    assert page.numbers.cards.field.hasFocus()
    page.scan("P00123\r")
    assert page.numbers.items.field.hasFocus()
    page.scan("P00123")
    assert "card" in page.numbers.items.trouble()
    page.scan("9780385537674")
    assert "publisher" in page.numbers.items.trouble()
    QTest.keyClicks(page.numbers.items.field, "400800")
    enter(page)
    assert page.at() == 3 and page.numbers.items.trouble() == ""
    enter(page)
    assert page.at() == 4
    page.skip()
    house = made_of(page, tmp_path)
    assert house.one(BarcodePattern, kind=BarcodeKind.PATRON).prefix == "P"
    assert (house.one(BarcodePattern, kind=BarcodeKind.ITEM).shortest, house.one(Library).currency) == (6, "EUR")
    card, item = house.card(), house.item()
    answer = house.desk(login="admin").do(Checkout(card, item))
    assert isinstance(answer, Lent)
    house.database.close()


def test_a_torn_scan_gets_a_clear_word_and_teaches_nothing(page: NewLibraryPage) -> None:
    for _step in range(3):
        page.skip()
    page.scan("21234000987768")
    page.numbers.cards.field.setFocus()
    page.scan("4000987")
    assert "part of a number" in page.numbers.cards.trouble()
    page.go_on()
    assert page.draft.samples.cards == ("21234000987768",)
    page.go_back()
    QTest.keyClick(page, K.Key_A, ALT)
    page.go_on()
    assert page.draft.samples.cards == ()


def test_skipping_everything_gives_the_usual_library(page: NewLibraryPage, tmp_path: Path) -> None:
    page.place.name.line.clear()
    for _step in range(5):
        QTest.keyClick(page, K.Key_S, ALT)
    new = page.draft.new_library()
    assert (new.name, new.branches[0].name, new.staff[0].password) == ("My library", "Main branch", "")
    house = made_of(page, tmp_path)
    assert house.one(BarcodePattern, kind=BarcodeKind.PATRON).prefix == "2"
    house.database.close()


def test_only_devices_that_are_here_are_offered_and_the_scanner_is_tried(page: NewLibraryPage, qtbot: QtBot) -> None:
    for _step in range(4):
        page.skip()
    devices = page.devices
    qtbot.waitUntil(lambda: devices.printer.box.findData("Desk printer") >= 0, timeout=5_000)
    assert devices.scanner.box.count() == 1 and not devices.sound_test.isEnabled()
    page.scan("21234000987768\r")
    assert devices.heard.value() == "21234000987768" and "works" in devices.said.text()
    devices.printer.box.setCurrentIndex(devices.printer.box.findData("Desk printer"))
    QTest.keyClick(page, K.Key_Return, CTRL)
    assert page.at() == 4 and devices.password.trouble()
    page.skip()
    assert page.draft.settings.slip_printer.name == "Desk printer"


def test_each_step_fits_a_small_screen_without_scrolling(page: NewLibraryPage, qtbot: QtBot) -> None:
    window = page.window()
    qtbot.wait(10)
    assert (window.width(), window.height()) == (1024, 700)
    for _step in range(5):
        assert page.step().minimumSizeHint().height() <= page.step().height()
        for text in (page.back, page.next, page.make):
            assert text.isHidden() or page.rect().contains(text.mapTo(page, text.rect().bottomRight()))
        page.skip() if page.at() < 4 else None


def test_the_wire_that_the_window_reads_is_not_opened_twice(window: MainWindow, look: Look) -> None:
    settings = Settings()
    settings = replace(settings, scanner=replace(settings.scanner, port="wire0"))
    page = NewLibraryPage(look, settings, None, TODAY)
    assert any(choice.value == "wire0" for choice in page.listening.choices())
    page.listening.choose("")
    page.listening.choose("wire0")
    assert page.listening._wire is None and page.listening.settings.port == "wire0"
    page.deleteLater()


def test_space_and_a_click_tick_a_holiday(page: NewLibraryPage, qtbot: QtBot) -> None:
    page.go_on()
    days = page.days
    days.list.setFocus()
    QTest.keyClick(days.list, K.Key_Space)
    assert not page.draft.closed[0].kept and page.at() == 1
    qtbot.wait(10)
    place = days.list.visualItemRect(days.list.item(0)).center()
    qtbot.mouseClick(days.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.draft.closed[0].kept and days.count.text().startswith("Closed on")


def test_a_long_name_of_a_holiday_is_wrapped_and_nothing_moves_sideways(
    page: NewLibraryPage, window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(1024, 700)
    page.go_on()
    page.draft.closed[1].name = "The day on which everybody remembers whoever it was that founded the library here"
    page.days.show_draft(page.draft)
    qtbot.wait(20)
    days = page.days.list
    short, long = (days.visualItemRect(days.item(row)) for row in (0, 1))
    assert long.height() > short.height() and long.width() <= days.viewport().width()
    assert days.horizontalScrollBar().maximum() == 0
    window.resize(1366, 700)
    qtbot.wait(20)
    assert days.visualItemRect(days.item(1)).width() <= days.viewport().width()


def test_the_wire_and_the_wedge_both_reach_the_step_that_learns(
    qapp: QApplication, qtbot: QtBot, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SoundPlayer, "start", lambda _self: None)
    hand, port = pty.openpty()
    tty.setraw(port)
    settings = replace(Settings(), database=str(own_home / "library.db"), sounds=replace(Settings().sounds, on=False))
    settings = replace(settings, scanner=replace(settings.scanner, port=os.ttyname(port)))
    shell = make_shell(qapp, settings, settings.database, lambda: datetime.now(UTC))
    qtbot.addWidget(shell.window)
    shell.start()
    shell.window.activateWindow()
    qtbot.waitUntil(lambda: shell.first_run().welcome.isVisible(), timeout=10_000)
    shell.first_run().welcome.new.click()
    page = shell.first_run().making
    assert page is not None
    for _step in range(3):
        page.skip()
    qtbot.waitUntil(lambda: shell.parts.scanners[-1].state is DeviceState.READY, timeout=5_000)
    os.write(hand, b"21234000987768\r")
    qtbot.waitUntil(page.numbers.items.field.hasFocus, timeout=5_000)
    QTest.keyClicks(page.numbers.items.field, "30500004128818")
    QTest.keyClick(page.numbers.items.field, K.Key_Return)
    page.go_on()
    assert page.draft.samples.cards == ("21234000987768",) and page.draft.samples.items == ("30500004128818",)
    shell.window.close()
    os.close(hand)
    os.close(port)


def test_what_was_learnt_is_kept_by_whoever_goes_back(page: NewLibraryPage) -> None:
    for _step in range(3):
        page.skip()
    page.scan("21234000987768")
    page.go_back()
    page.skip()
    assert page.numbers._samples.cards and page.draft.samples.cards
