"""Narrow and low windows, at any zoom: what gives way, in which order, and that nothing is cut or out of reach."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk.ui import theme
from desk.ui.administration.forms import WholePage
from desk.ui.administration.night_rows import NIGHT_NARROW, NightGrid
from desk.ui.circulation.checkin_page import CheckinPage
from desk.ui.circulation.checkout_page import CheckoutPage
from desk.ui.commands.key_sheet import COLUMNS, KeySheet
from desk.ui.frame import MainWindow
from desk.ui.holds.segments import Segments
from desk.ui.parts.button_row import ButtonRow
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import KeyCap, Text
from desk.ui.parts.person_panel import NoteCard
from desk.ui.parts.room import Room, move_to, stand_beside
from desk.ui.parts.scan_field import ScanField
from desk.ui.parts.session_table import ROOM
from desk.ui.parts.side_panel import SidePanel
from desk.ui.theme import Look
from desk.wording.shapes import Explanation, Note, Tone
from tests.tour.eyes import has_room
from tests.ui.shapes import a_person, fill

SMALL, LARGE = QSize(1024, 700), QSize(2560, 1440)


@pytest.fixture
def large(look: Look) -> Iterator[Look]:
    """A look whose zoom is set back afterwards."""
    yield look
    look.set_zoom(100)


def shown(qtbot: QtBot, widget: QWidget, wide: int, high: int = 200) -> None:
    qtbot.addWidget(widget)
    widget.resize(wide, high)
    widget.show()
    qtbot.wait(1)


def a_side_panel(look: Look) -> SidePanel:
    """A panel as it explains something."""
    panel = SidePanel(look, "info", "Why?")
    panel.column.addWidget(panel.view, 1)
    panel.column.addLayout(panel.foot())
    panel.view.say(Explanation("Why?", "A title", ()))
    return panel


# The pages of the desk


def test_a_card_is_whole_with_a_panel_below_the_rows(
    window: MainWindow, checkout: CheckoutPage, checkin: CheckinPage, large: Look, qtbot: QtBot
) -> None:
    fill(checkout, checkin)
    window.show_page("checkin")
    checkin.show_beside(a_side_panel(large))
    large.set_zoom(150)
    window.resize(SMALL)
    card = checkin.card
    qtbot.waitUntil(lambda: card.height() >= card.heightForWidth(card.width()), timeout=2_000)
    assert all(button.visibleRegion().boundingRect().height() for button in card.buttons)


def test_in_a_low_window_the_modes_scroll_and_none_is_cut(
    window: MainWindow, checkout: CheckoutPage, checkin: CheckinPage, large: Look, qtbot: QtBot
) -> None:
    fill(checkout, checkin)
    window.show_page("checkin")
    title = next(each for each in checkin.findChildren(Text) if each.text() == "Check in")
    large.set_zoom(200)
    for size in (SMALL, LARGE, SMALL):
        window.resize(size)
        qtbot.wait(20)
        modes = [each for each in (*checkin.chips.values(), *checkin.switches.values()) if each.isVisible()]
        cut = [(each.geometry(), each.parentWidget().rect()) for each in modes if not _is_whole(each)]
        assert not cut, size
        assert checkin._room.isAncestorOf(modes[0]) is (size is SMALL)
        assert checkin.scan.visibleRegion().boundingRect().size() == checkin.scan.size()
        assert title.font().pixelSize() == 40  # it lost nothing on its way
    qtbot.waitUntil(lambda: checkin.card.visibleRegion().boundingRect().top() == 0, timeout=2_000)
    modes[-1].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: not modes[-1].visibleRegion().isEmpty(), timeout=2_000)


def test_letters_are_as_designed_after_any_walk_through_zooms_and_heights(
    window: MainWindow, checkout: CheckoutPage, checkin: CheckinPage, large: Look, qtbot: QtBot
) -> None:
    fill(checkout, checkin)
    window.show_page("checkin")
    title = next(each for each in checkin.findChildren(Text) if each.text() == "Check in")
    for percent, size in ((150, SMALL), (200, SMALL), (100, SMALL), (200, LARGE), (200, SMALL), (100, LARGE)):
        large.set_zoom(percent)
        window.resize(size)
        qtbot.wait(10)
        assert title.font().pixelSize() == round(20 * percent / 100), (percent, size)


def test_a_page_that_becomes_low_while_it_is_enlarged_has_its_letters_as_designed(
    window: MainWindow, checkin: CheckinPage, large: Look, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_page("checkin")
    title = next(each for each in checkin.findChildren(Text) if each.text() == "Check in")
    plain = theme.refit

    def midway(widgets: Iterable[QWidget], old: float, new: float) -> None:
        plain(widgets, old, new)
        checkin.resize(checkin.width(), 300 if new > 1 else 900)  # as a layout does that is in a hurry

    monkeypatch.setattr(theme, "refit", midway)
    for percent in (200, 100, 200, 100):
        large.set_zoom(percent)
        qtbot.wait(10)
        assert title.font().pixelSize() == round(20 * percent / 100), percent


def _is_whole(widget: QWidget) -> bool:
    place = widget.parentWidget()
    return place is not None and place.rect().contains(widget.geometry())


def test_notes_are_as_high_as_their_words_when_the_reader_goes_from_below_the_rows_to_beside_them(
    window: MainWindow, checkout: CheckoutPage, large: Look, qtbot: QtBot
) -> None:
    long = Note(Tone.INFO, "info", "Note from Wed 4 Nov", "Prefers large print. Reads in the Thursday group.", "")
    checkout.show_person(replace(a_person(), notes=(long, replace(long, text=long.text * 2))))
    large.set_zoom(200)
    for size in (SMALL, LARGE, SMALL, QSize(1800, 1440), LARGE):
        window.resize(size)
        qtbot.wait(20)
        cards = checkout.panel.findChildren(NoteCard)
        assert all(has_room(text) for card in cards for text in card.findChildren(Text)), size


@pytest.mark.parametrize(("beside", "folded"), [(False, False), (True, True)])
def test_the_rows_give_up_the_barcode_before_the_title_has_no_room(
    window: MainWindow, checkin: CheckinPage, look: Look, qtbot: QtBot, beside: bool, folded: bool
) -> None:
    window.resize(QSize(1280, 720))
    if beside:
        checkin.show_beside(a_side_panel(look))
    checkin.clear() if not beside else None
    window.show_page("checkin")
    checkin.table.parentWidget().show()
    qtbot.wait(20)
    view = checkin.table.view
    assert view.isColumnHidden(1) is folded
    assert view.columnWidth(0) >= ROOM


def test_a_narrow_scan_field_gives_up_the_hint_then_the_key_before_its_words(look: Look, qtbot: QtBot) -> None:
    field = ScanField(look, "Scan a library card or an item", "Card or item")
    shown(qtbot, field, 900)
    hint, cap = field.findChildren(Text)[0], field.findChildren(KeyCap)[0]
    seen = []
    for wide in (900, 460, 380):
        field.resize(wide, field.height())
        seen.append((hint.isVisible(), cap.isVisible()))
        words = field.line.fontMetrics().horizontalAdvance(field.line.placeholderText())
        qtbot.waitUntil(lambda words=words: words < field.line.width(), timeout=2_000)
    assert seen == [(True, True), (False, True), (False, False)]
    field.resize(900, field.height())
    assert hint.isVisible() and cap.isVisible()


# What stands beside, below, or in another place


def test_a_panel_beside_the_rest_goes_below_as_high_as_it_must_be(look: Look, qtbot: QtBot) -> None:
    across, main, side = QBoxLayout(QBoxLayout.Direction.LeftToRight), QWidget(), QVBoxLayout()
    main.setMinimumHeight(100)
    side.addWidget(Text(look, "Some words that wrap. " * 20, wrap=True))
    room = Room(side)
    across.addWidget(main, 1)
    across.addWidget(room)
    whole = Room(across)
    shown(qtbot, whole, 900, 150)
    stand_beside(across, (room,), 300, below=False)
    qtbot.wait(1)
    assert room.x() > main.x() and room.width() == 300
    stand_beside(across, (room,), 300, below=True)
    room.set_whole(True)
    qtbot.waitUntil(lambda: room.y() > main.y(), timeout=2_000)
    qtbot.waitUntil(lambda: room.verticalScrollBar().maximum() == 0, timeout=2_000)
    assert room.width() > 800 and whole.verticalScrollBar().maximum() > 0


def test_what_moves_keeps_its_letters_and_the_keyboard(look: Look, qtbot: QtBot) -> None:
    page, one, other = QWidget(), QVBoxLayout(), QVBoxLayout()
    below = QVBoxLayout(page)
    below.addLayout(one)
    below.addWidget(Room(other))
    moved, box, words = QWidget(), QLineEdit(), Text(look, "Words", 22)
    inside = QVBoxLayout(moved)
    inside.addWidget(words)
    inside.addWidget(box)
    one.addWidget(moved)
    shown(qtbot, page, 400, 400)
    page.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    for home in (other, one):
        move_to(home, 0, moved, look.zoom)
        assert QApplication.focusWidget() is box and moved.isVisible()
        assert words.font().pixelSize() == 22 and home.indexOf(moved) == 0


# Bars, lists and sheets


def test_a_row_of_buttons_gives_up_pictures_then_keys_then_nothing(look: Look, qtbot: QtBot) -> None:
    bar = ButtonRow(look)
    buttons = [KeyButton(look, f"Words of {number}", "Ctrl+Enter", "check") for number in range(3)]
    for button in buttons:
        bar.row.addWidget(button)
    shown(qtbot, bar, 900)
    seen = []
    for wide in (900, 560, 400):
        bar.resize(wide, 60)
        seen.append((buttons[0]._pictured(), bool(buttons[0]._shown_key())))
        assert all(button.width() >= button.sizeHint().width() for button in buttons)
    assert seen == [(True, True), (False, True), (False, False)]


def test_the_lists_of_holds_stand_in_two_lines_where_one_has_no_room(look: Look, qtbot: QtBot) -> None:
    lists = Segments(look)
    shown(qtbot, lists, 900)
    for wide, lines in ((900, 1), (420, 2), (900, 1)):
        lists.resize(wide, 100)
        qtbot.waitUntil(lambda lines=lines: len({each.y() for each in lists.buttons.values()}) == lines, timeout=2_000)
        assert all(each.width() >= each.minimumSizeHint().width() for each in lists.buttons.values())


@pytest.mark.parametrize(("wide", "hidden"), [(1000, [2]), (640, [2, 4]), (800, [2])])
def test_a_table_of_the_administration_gives_up_columns_in_their_order(
    look: Look, qtbot: QtBot, wide: int, hidden: list[int]
) -> None:
    grid = NightGrid(look)
    shown(qtbot, grid, wide)
    gone = [at for at in range(len(NIGHT_NARROW)) if grid.isColumnHidden(at)]
    assert gone == (hidden if wide < 900 else [])
    assert sum(grid.columnWidth(at) for at in range(len(NIGHT_NARROW))) <= grid.viewport().width()


@pytest.mark.parametrize(("percent", "columns"), [(100, 2), (150, 1), (200, 1)])
def test_the_keys_stand_in_as_many_columns_as_have_room(
    window: MainWindow, checkout: CheckoutPage, large: Look, qtbot: QtBot, percent: int, columns: int
) -> None:
    window.resize(QSize(1366, 768))
    sheet = KeySheet(large, window.ground)
    sheet.show_for("checkout")
    qtbot.wait(10)
    assert _filled(sheet) == COLUMNS
    window.resize(SMALL)
    large.set_zoom(percent)
    qtbot.wait(20)
    assert _filled(sheet) == columns
    assert all(has_room(text) for text in sheet.findChildren(Text) if text.isVisible())
    assert all(each.width() >= each.sizeHint().width() for each in sheet.findChildren(KeyButton))
    sheet.close_over()


def _filled(sheet: KeySheet) -> int:
    return sum(column.count() > 1 for column in sheet._columns)


@pytest.mark.parametrize("wide", [1200, 700, 420])
def test_a_page_over_the_whole_window_is_as_narrow_as_the_window(look: Look, qtbot: QtBot, wide: int) -> None:
    page = WholePage(look, "A title", "Some words below it. " * 12, 860)
    _surface, column = page.card()
    column.addWidget(Text(look, "Words that wrap. " * 30, wrap=True))
    page.foot(860).addWidget(KeyButton(look, "Go on", "Enter", "check"))
    shown(qtbot, page, wide, 900)
    inside = page.area.widget()
    assert inside is not None
    qtbot.waitUntil(lambda: inside.width() <= page.area.viewport().width(), timeout=2_000)
    assert all(has_room(text) for text in page.findChildren(Text))
    if wide > 860:
        assert page.area.verticalScrollBar().maximum() == 0, "what wraps is not held to be higher than it is"
