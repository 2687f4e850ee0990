"""Administration: loan rules and opening days are changed as a draft, previewed, saved and taken back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from desk.app import make_shell
from desk.devices.sounds import SoundPlayer
from desk.models import Branch, Hold, ItemType, PatronCategory
from desk.rules.policy import Place
from desk.rules.values import VALUES
from desk.rules.vocabulary import HoldStatus
from desk.services.administration.policy import ReadPolicy, ShowPolicy
from desk.settings import Settings, Theme
from desk.ui.administration.administration_page import AdministrationPage
from desk.ui.administration.rule_details import PartTab
from desk.ui.administration.rules_draft import EVERYWHERE
from desk.ui.frame import MainWindow
from desk.ui.keys import Key
from desk.ui.navigation import Place as NavPlace
from desk.ui.nights import Nights
from desk.ui.parts.buttons import PaintedButton
from desk.ui.parts.labels import Text
from desk.ui.shell import Shell
from desk.ui.theme import Look
from desk.wording.rule_words import CHOICES, WORDS, Form, Group, choices, default_words, rule_names, rule_trouble
from desk.wording.shapes import Tone
from tests.makers import House
from tests.ui.panels import AtOnce
from tests.ui.test_keys import CTRL, K

MAIN_DAY = "09:00-18:00"


@pytest.fixture
def page(window: MainWindow, look: Look, house: House) -> AdministrationPage:
    """The administration, shown to the administrator."""
    line = AtOnce(house.desk(login="admin"))
    made = AdministrationPage(look, line, Nights(line, house.database.where, window))
    window.add_page(NavPlace("administration", "settings-2", "Administration", Key.ADMINISTRATION, manages=True), made)
    window.show_page("administration")
    return made


def type_into(box: QWidget, words: str) -> None:
    """What a person types, in the place of what stands there."""
    box.setFocus()
    assert isinstance(box, QLineEdit)
    box.selectAll()
    QTest.keyClicks(box, words) if words else QTest.keyClick(box, K.Key_Delete)


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
    """A key of the table, wherever the keyboard is."""
    QTest.keyClick(window.focusWidget(), key, modifier)


# --- Loan rules ---


def test_a_value_is_changed_previewed_saved_and_taken_back(page: AdministrationPage, window: MainWindow) -> None:
    rules = page.rules
    desk: Any = rules.desk
    before = desk.desk.ask(ShowPolicy())
    assert not rules.save_button.isEnabled() and not rules.undo_button.isEnabled()
    rules.details.show_part(Group.FINES)
    type_into(rules.details.fields["fine"].box, "0.25")
    assert page.entries[rules].accessibleDescription() and desk.desk.ask(ShowPolicy()) == before
    press(window, K.Key_Return)
    assert "1 value changes" in rules.told.headline.text()
    assert "$0.10 becomes $0.25" in rules.told.lines.text()
    press(window, K.Key_S)
    assert desk.desk.ask(ReadPolicy()).rows[EVERYWHERE]["fine"] == "0.25"
    assert "Ann Admin" in rules.aside.text() and not rules.is_drafted()
    rules.grid.setFocus()
    press(window, K.Key_Z)
    assert desk.desk.ask(ShowPolicy()) == before
    assert rules.details.fields["fine"].box.text() == "0.10"  # type: ignore[union-attr]


def test_what_cannot_be_read_is_said_at_its_box_and_nothing_can_be_saved(page: AdministrationPage) -> None:
    rules = page.rules
    field = rules.details.fields["loan"]
    type_into(field.box, "three weeks")
    assert "21 days" in field.below.text() and field.box.property("wrong")
    assert not rules.save_button.isEnabled() and "Loan" in rules._trouble.text()
    type_into(field.box, "3 weeks")
    assert not field.box.property("wrong") and rules.save_button.isEnabled()


def test_a_row_takes_from_above_what_it_does_not_state(page: AdministrationPage, house: House) -> None:
    rules = page.rules
    child = Place(None, house.code(PatronCategory, "child"), None)
    rules.add(child)
    assert rules.grid.place() == child and rules.details.fields["loan"].box.hasFocus()
    box, below = rules.details.fields["loan"].box, rules.details.fields["loan"].below
    assert isinstance(box, QLineEdit)
    assert (box.text(), box.placeholderText(), below.text()) == ("", "21 days", "as for all")
    rules.details.show_part(Group.LIMITS)
    type_into(rules.details.fields["loans"].box, "5")
    rules.trying.category.setCurrentIndex(rules.trying.category.findText("Child"))
    said = {cell.name: cell.accessibleName() for cell in rules.trying.cells}
    assert "5, from Child" in said["loans"] and "21 days, as for all" in said["loan"]
    rules.save()
    assert rules.rules is not None and rules.rules.rows[child] == {"loans": "5"}
    rules.grid.setFocus()
    QTest.keyClick(rules.grid, K.Key_Delete)
    assert child not in rules.rules.rows and rules.grid.place() == EVERYWHERE
    QTest.keyClick(rules.grid, K.Key_Delete)
    assert EVERYWHERE in rules.rules.rows, "the widest row stays"


def test_another_part_takes_the_keyboard_along_and_nothing_is_dropped_by_space(
    page: AdministrationPage, window: MainWindow
) -> None:
    rules = page.rules
    type_into(rules.details.fields["loan"].box, "14 days")
    QTest.mouseClick(rules.details.tabs[Group.RENEWING], Qt.MouseButton.LeftButton)
    assert rules.details.fields["renewals"].box.hasFocus()
    QTest.keyClick(window.focusWidget(), K.Key_Space)
    assert rules.is_drafted()


def test_a_new_row_asks_for_whom_before_it_is_made(page: AdministrationPage, window: MainWindow) -> None:
    rules = page.rules
    rules.grid.setFocus()
    QTest.keyClick(rules.grid, K.Key_N, CTRL)
    picking = rules.trying.category
    assert picking.view().isVisible() and not rules.is_drafted()
    picking.hidePopup()
    picking.setCurrentIndex(picking.findText("Child"))
    QTest.keyClick(window.focusWidget(), K.Key_N, CTRL)
    assert rules.grid.place() == rules.trying.place() != EVERYWHERE


def test_a_choice_left_open_is_taken_from_elsewhere(page: AdministrationPage) -> None:
    rules = page.rules
    box = rules.details.fields["calendar"].box
    assert isinstance(box, QComboBox) and box.currentData() == ""
    assert box.itemText(0) == f"({default_words('calendar', 'USD')})"
    box.setCurrentIndex(box.findData("previous"))
    box.activated.emit(box.currentIndex())
    assert rules.rules is not None and rules.rules.stated(EVERYWHERE, "calendar") == "previous"
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert not rules.is_drafted()


def test_whose_rules_hold_is_chosen_on_the_widest_row(page: AdministrationPage) -> None:
    rules = page.rules
    box = rules.details.fields["loan_rules_of"].box
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("home"))
    box.activated.emit(box.currentIndex())
    rules.save()
    desk: Any = rules.desk
    assert desk.desk.ask(ShowPolicy()).startswith('loan_rules_of = "home"')


def test_what_somebody_else_saved_meanwhile_is_not_written_over(page: AdministrationPage, house: House) -> None:
    rules = page.rules
    type_into(rules.details.fields["loan"].box, "14 days")
    house.policy({"loan": "7 days"})
    rules.save()
    assert "Somebody else" in rules.told.headline.text() and rules.is_drafted()
    rules.drop()
    assert rules.rules is not None and rules.rules.rows[EVERYWHERE] == {"loan": "7 days"}


def test_ctrl_z_drops_a_draft_before_it_takes_a_change_back(page: AdministrationPage, window: MainWindow) -> None:
    rules = page.rules
    type_into(rules.details.fields["loan"].box, "14 days")
    rules.grid.setFocus()
    press(window, K.Key_Z)
    assert not rules.is_drafted() and rules.rules is not None
    assert rules.rules.stated(EVERYWHERE, "loan") == "21 days"


@pytest.mark.parametrize("name", list(VALUES))
def test_every_value_of_the_rules_has_its_words(name: str) -> None:
    assert name in WORDS and name in rule_names(WORDS[name].group) and WORDS[name].label()
    assert default_words(name, "USD")
    for word in choices(name):
        assert rule_trouble(name, word, "USD") == "", word
    assert not set(CHOICES.get(name, dict)()) or WORDS[name].form is Form.WORD


# --- Opening days ---


def week(page: AdministrationPage) -> None:
    """Both branches are open every day."""
    days = page.days
    page.show_page(days)
    assert days.days is not None
    for code in ("MAIN", "NORTH"):
        days.days.weeks[code] = [MAIN_DAY] * 7
    days._show()
    days.touched()
    days.save()
    assert not days.is_drafted(), days.told.headline.text()


def close(page: AdministrationPage, words: str) -> None:
    """A new line for a day, as it is typed."""
    page.days.add()
    type_into(page.days.editor.first.line, words)
    QTest.keyClick(page.days.editor.first.line, K.Key_Return)


def test_a_closure_is_previewed_in_one_sentence_applied_and_taken_back(
    page: AdministrationPage, house: House, window: MainWindow
) -> None:
    week(page)
    days, item = page.days, house.item()
    house.lend(house.card(), item)
    hold = house.hold(house.card(), house.item(), status=HoldStatus.READY, shelf_until=date(2026, 3, 31))
    close(page, "2026-03-31")
    assert days.lines.grid.hasFocus() and house.loan(item).due_at.day == 31
    press(window, K.Key_Return)
    told = days.told.headline.text()
    assert told == "Closing Tue 31 Mar moves 1 due date and keeps 1 hold longer."
    press(window, K.Key_S)
    assert house.loan(item).due_at.day == 1 and house.one(Hold, id=hold).shelf_until == date(2026, 4, 1)
    press(window, K.Key_Z)
    assert house.loan(item).due_at.day == 31 and house.one(Hold, id=hold).shelf_until == date(2026, 3, 31)
    assert days.days is not None and days.days.lines == []


def test_a_line_is_written_as_people_write_it(page: AdministrationPage) -> None:
    week(page)
    days, editor = page.days, page.days.editor
    days.add()
    type_into(editor.first.line, "24.12.")
    assert "24 December" in editor.first._below.text()
    type_into(editor.last.line, "2026-12-20")
    QTest.keyClick(editor.last.line, K.Key_Return)
    assert editor.last.trouble() and editor.isVisible()
    type_into(editor.last.line, "26.12.")
    editor.unit.box.setCurrentIndex(editor.unit.box.findData("year"))
    type_into(editor.note.line, "Christmas")
    QTest.keyClick(editor.note.line, K.Key_Return)
    assert days.days is not None
    [line] = days.days.lines
    assert (line.first, line.last, line.every) == (date(2026, 12, 24), date(2026, 12, 26), "1 year")
    assert days.days.calendar("MAIN") is not None and not days.days.calendar("MAIN").is_open(date(2027, 12, 25))  # type: ignore[union-attr]
    days.change_line(0)
    assert editor.unit.value() == "year" and editor.note.value() == "Christmas"
    type_into(editor.hours.line, "12:00-14:00, 16:00-18:00")
    editor.take()
    assert [each.hours for each in days.days.lines] == [(720, 840), (960, 1080)]
    days.lines.grid.selectRow(0)
    QTest.keyClick(days.lines.grid, K.Key_Delete)
    assert len(days.days.lines) == 1


def test_hours_that_cannot_be_read_are_marked_and_nothing_is_applied(page: AdministrationPage) -> None:
    week(page)
    days = page.days
    type_into(days.week.boxes[2], "nine to five")
    assert days.week.boxes[2].property("wrong") and "Wednesday" in days._trouble.text()
    assert not days.save_button.isEnabled()
    type_into(days.week.boxes[2], "09:00-12:00, 13:30-18:00")
    assert days.save_button.isEnabled()
    for box in days.week.boxes:
        type_into(box, "")
    assert "a week without opening hours" in days._trouble.text(), "K7"


def test_a_click_on_a_day_begins_its_line(page: AdministrationPage, qtbot: QtBot) -> None:
    week(page)
    months = page.days.months.months
    qtbot.wait(10)
    spot = next(spot for month, place in months._places() for day, spot in months._days(month, place) if day.day == 20)
    QTest.mouseClick(months, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot.center())
    assert page.days.editor.isVisible() and page.days.editor.first.day() == date(2026, 3, 20)
    page.press(Key.ASIDE)
    assert not page.days.editor.isVisible()


# --- The window ---


@pytest.mark.parametrize("which", ["rules", "days"])
def test_nothing_is_cut_or_overflows_in_the_smallest_window(
    page: AdministrationPage, window: MainWindow, qtbot: QtBot, which: str
) -> None:
    page.show_page(getattr(page, which))
    window.resize(QSize(1024, 700))
    qtbot.wait(20)
    assert window.size() == QSize(1024, 700)
    for text in page.findChildren(Text):
        if text.isVisible() and not text.wordWrap() and not text._elide:
            assert text.width() >= text.sizeHint().width(), text.text()
    for button in page.findChildren(PaintedButton):
        if button.isVisible() and not button.visibleRegion().isEmpty():
            corner = button.mapTo(window, button.rect().bottomRight())
            assert corner.x() <= window.width() and corner.y() <= window.height(), button.label


def test_every_control_has_a_name_and_tab_goes_through_all(page: AdministrationPage, window: MainWindow) -> None:
    for shown in (page.rules, page.days):
        page.show_page(shown)
        kinds = (QLineEdit, QComboBox, QListWidget, PaintedButton)
        for control in (each for kind in kinds for each in shown.findChildren(kind)):
            assert control.accessibleName(), control
        met: list[QWidget] = []
        shown.take_focus()
        while window.focusWidget() not in met:
            met.append(window.focusWidget())
            QTest.keyClick(window.focusWidget(), K.Key_Tab)
        wanted = [each for each in shown.in_order() if each.isVisible() and each.isEnabled()]
        wanted = [each for each in wanted if not isinstance(each, PartTab) or each.isChecked()]
        assert [each for each in met if each in wanted] == wanted


@pytest.fixture
def opened(
    qapp: QApplication, qtbot: QtBot, house: House, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Shell]]:
    """The whole window with somebody signed in."""
    shells: list[Shell] = []
    monkeypatch.setattr(SoundPlayer, "start", lambda _self: None)
    monkeypatch.setattr("desk.devices.system_printer.queues", lambda: ())

    def open_window(secret: str) -> Shell:
        quiet = replace(Settings(theme=Theme.LIGHT), sounds=replace(Settings().sounds, on=False))
        shell = make_shell(qapp, quiet, house.database.where, house.clock)
        qtbot.addWidget(shell.window)
        shells.append(shell)
        shell.start()
        qtbot.waitUntil(lambda: shell._sign_in is not None, timeout=10_000)
        become(shell, qtbot, secret)
        return shell

    yield open_window
    for shell in shells:
        shell.window.close()


def become(shell: Shell, qtbot: QtBot, secret: str) -> None:
    """Somebody signs in by PIN."""
    assert shell._sign_in is not None
    shell._sign_in.secret.line.setText(secret)
    shell._sign_in.submit()
    qtbot.waitUntil(lambda: shell.window.at_desk() and shell.panels["checkout"].is_idle(), timeout=10_000)


def test_a_clerk_sees_the_keys_alone_and_a_supervisor_the_rules(opened: Callable[[str], Shell], qtbot: QtBot) -> None:
    shell = opened("1111")
    row = shell.window.navigation.rows["administration"]
    press(shell.window, K.Key_8)
    page = shell.administration
    assert row.isVisible() and [each for each, entry in page.entries.items() if entry.isVisible()] == [page.keys]
    shell._change_person()
    become(shell, qtbot, "2222")
    press(shell.window, K.Key_8)
    assert shell.window.current() == "administration"
    page.show_page(page.rules)
    shell._change_person()
    become(shell, qtbot, "1111")
    assert shell.window.current() == "checkout"


def test_a_scan_on_a_page_of_the_administration_goes_to_the_desk(
    opened: Callable[[str], Shell], house: House, qtbot: QtBot
) -> None:
    shell = opened("2222")
    press(shell.window, K.Key_8)
    page: Any = shell.window.pages.currentWidget()
    qtbot.waitUntil(lambda: page.rules.rules is not None)
    box = page.rules.details.fields["loan"].box
    box.setText("1 month")  # keys of a test come as fast as a scanner's
    box.textEdited.emit("1 month")
    box.setFocus()
    card = house.card()
    QTest.keyClicks(box, card)
    QTest.keyClick(box, K.Key_Return)
    qtbot.waitUntil(lambda: shell.window.current() == "checkout")
    qtbot.waitUntil(lambda: shell.panels["checkout"].visit.card == card)
    assert box.text() == "1 month" and page.rules.is_drafted()
    assert shell.window.navigation.rows["administration"].has_dot()


def test_the_lines_stay_while_it_is_said_what_they_do(
    page: AdministrationPage, window: MainWindow, qtbot: QtBot
) -> None:
    week(page)
    days = page.days
    window.resize(QSize(1366, 768))
    qtbot.wait(20)
    close(page, "2026-03-31")
    days.preview()
    days.tell([days.told.headline.text(), *("A line about a due date",) * 9], Tone.INFO, "eye")
    qtbot.wait(20)
    assert days.told.isVisible() and days.lines.isVisible()
    for inside in (days.week.boxes[-1], days.lines.grid, days.told, days.save_button):
        corner = inside.mapTo(window, inside.rect().bottomRight())
        assert corner.y() <= window.height() and not inside.visibleRegion().isEmpty()
    assert days.week.boxes[-1].visibleRegion().boundingRect().height() == days.week.boxes[-1].height()


def test_the_reason_below_the_hours_is_seen_whole(page: AdministrationPage, window: MainWindow, qtbot: QtBot) -> None:
    week(page)
    window.resize(QSize(1366, 768))
    editor = page.days.editor
    page.days.add()
    type_into(editor.first.line, "2026-03-31")
    editor.unit.box.setCurrentIndex(editor.unit.box.findData("month"))
    type_into(editor.hours.line, "x")
    QTest.keyClick(editor.hours.line, K.Key_Return)
    qtbot.wait(20)
    below = editor.hours.findChildren(Text)[-1]
    assert editor.hours.trouble() and below.visibleRegion().boundingRect().height() == below.height()


def test_that_something_was_done_goes_again(page: AdministrationPage) -> None:
    rules = page.rules
    type_into(rules.details.fields["loan"].box, "14 days")
    rules.preview()
    assert not rules._passing.isActive(), "a preview stays"
    rules.save()
    assert rules.told.isVisible() and rules._passing.isActive()
    rules.grid.setFocus()
    QTest.keyClick(rules.grid, K.Key_Down)
    if rules.told.isVisible():
        rules._passing.timeout.emit()
    assert not rules.told.isVisible()
    rules.undo()
    assert rules.told.isVisible()
    page.show_page(page.days)
    page.show_page(rules)
    assert not rules.told.isVisible()


def test_where_a_value_is_taken_from_is_never_cut(page: AdministrationPage, house: House, qtbot: QtBot) -> None:
    rules = page.rules
    place = Place(house.code(Branch, "MAIN"), None, house.code(ItemType, "dvd"))
    rules.add(place)
    type_into(rules.details.fields["loan"].box, "10 days")
    for box, name in ((rules.trying.kind, "DVD"), (rules.trying.branch, "Main branch")):
        box.setCurrentIndex(box.findText(name))
    qtbot.wait(20)
    source = next(cell for cell in rules.trying.cells if cell.name == "loan")._source
    assert source.text() == source.toolTip() == "from Main branch · DVD"
    assert source.height() >= source.heightForWidth(source.width())


def test_a_readers_field_is_made_changed_retired_and_taken_back(page: AdministrationPage, house: House) -> None:
    fields = page.fields
    page.show_page(fields)
    fields.take_focus()
    fields.press(Key.NEW)
    for box, words in ((fields.code, "school"), (fields.name, "School"), (fields.choices, "Elm, old; Oak")):
        box.line.setText(words)
    fields.press(Key.SAVE)
    (made,) = fields.known
    assert (made.code, made.choices) == ("school", ("Elm, old", "Oak")) and fields.code.line.isReadOnly()
    assert fields.told.headline.text() == "School is asked in the form"
    fields.press(Key.SAVE)
    assert fields.told.headline.text() == "Nothing would change"
    fields.asked.setChecked(False)
    fields.press(Key.SAVE)
    assert not fields.known[0].active
    fields.press(Key.UNDO)
    assert fields.known[0].active
    fields.press(Key.UNDO)
    assert fields.known == () and fields.told.headline.text() == "The field is as it was"
