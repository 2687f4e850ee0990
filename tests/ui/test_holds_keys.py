"""The keys that are printed on the page of the holds and on what opens beside its lists: each is pressed."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.models import Hold
from desk.rules.vocabulary import HoldStatus
from desk.services.holds.board import ListName
from desk.ui import keys
from desk.ui.keys import Key, Keys
from desk.ui.parts.buttons import KeyButton
from desk.ui.theme import Look
from tests.makers import House
from tests.ui.test_holds_page import Room

K = Qt.Key
NONE, CTRL, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PRINTED = {"Alt S": K.Key_S, "Alt P": K.Key_P, "Alt E": K.Key_E, "Alt W": K.Key_W}


class Keyed(Room):
    """The page with the keys of the window, which reach it as they do there."""

    def __init__(self, look: Look, house: House) -> None:
        super().__init__(look, house)
        self.keys = Keys(self.page)
        self.keys.pressed.connect(self.page.press)

    def type(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """A key where the keyboard is now."""
        QTest.keyClick(QApplication.focusWidget() or self.page, key, modifier)

    def queue_of(self, *holds: int) -> Any:
        """The waiting list with the queue beside it; the keyboard is on the first of these holds of one title."""
        self.show(ListName.WAITING)
        self.page.table.setFocus()
        self.page.table.selectRow([line.hold for line in self.page.lines].index(holds[0]))
        self.type(K.Key_Return)
        queue = self.page.queue.list
        assert queue.hasFocus() and self.queued() == holds[0]
        return queue

    def queued(self) -> int:
        """The hold that the keyboard is on in the queue."""
        line = self.page.queue.list.hold()
        return line.hold if line is not None else 0


@pytest.fixture
def room(qtbot: QtBot, look: Look, house: House) -> Iterator[Keyed]:
    made = Keyed(look, house)
    qtbot.addWidget(made.page)
    made.page.resize(1100, 720)
    made.page.show()
    made.page.activateWindow()
    qtbot.waitActive(made.page)
    yield made


def waiting(house: House, readers: int = 3) -> list[int]:
    """Holds on one title, in their order."""
    item = house.item()
    house.lend(house.card(), item)
    return [house.hold(house.card(), item) for _reader in range(readers)]


def caps(widget: Any) -> dict[str, KeyButton]:
    """The buttons that can be pressed, by the key that stands on them."""
    found = widget.findChildren(KeyButton)
    return {each.key: each for each in found if each.key and not each.isHidden() and each.isEnabled()}


@pytest.mark.parametrize("where", ["queue", "list", "scan field", "footer", "a button of the queue"])
def test_every_key_on_a_button_of_the_queue_means_its_line_wherever_the_keyboard_is(room: Keyed, where: str) -> None:
    page, other, holds = room.page, waiting(room.house, 1)[0], waiting(room.house)
    room.queue_of(*holds)
    assert {*caps(page.queue)} == {*PRINTED, "Del", "Esc"}

    def go() -> None:
        page.table.selectRow([line.hold for line in page.lines].index(other))
        at: Any = {"queue": page.queue.list, "list": page.table, "scan field": page.field.line}
        at |= {"footer": page.footer.buttons["undo"], "a button of the queue": page.queue.buttons["who"]}
        at[where].setFocus()
        page.queue.list.setCurrentRow(1)

    asked = {K.Key_S: "Suspend this hold?", K.Key_P: "Pickup elsewhere?"}
    for key, headline in asked.items():
        go()
        room.type(key, ALT)
        assert room.headline() == headline
        room.pick()
    suspended = room.house.one(Hold, id=holds[1])
    assert suspended.suspended_until is not None and suspended.pickup_branch_id != 1
    go()
    room.type(K.Key_S, ALT)
    assert room.headline().startswith("Counts again")
    go()
    room.type(K.Key_W, ALT)
    assert room.house.journal()[-1].kind == "name_reader" and room.house.journal()[-1].hold_id == holds[1]
    go()
    room.type(K.Key_E, ALT)
    assert not page.editing.isHidden() and page.editing.line.hold == holds[1]  # type: ignore[union-attr]


@pytest.mark.parametrize("where", ["queue", "footer", "a button of the queue"])
def test_del_calls_off_the_line_of_the_queue_and_esc_leaves_all_as_it_was(room: Keyed, where: str) -> None:
    page, holds = room.page, waiting(room.house)
    queue = room.queue_of(*holds)
    queue.setCurrentRow(1)
    focused: Any = {"queue": queue, "footer": page.footer.buttons["undo"]}.get(where, page.queue.buttons["cancel"])
    focused.setFocus()
    room.type(K.Key_Delete)
    assert room.headline() == "Call this hold off?"
    room.type(K.Key_Escape)
    assert page.card.isHidden() and page.card.card is None and focused.hasFocus()
    assert room.queued() == holds[1] and room.house.one(Hold, id=holds[1]).status is HoldStatus.QUEUED
    queue.setFocus()
    room.type(K.Key_Delete)
    room.pick()
    assert room.headline() == "Called off" and queue.hasFocus() and room.queued() == holds[2]
    room.type(K.Key_Z, CTRL)
    assert room.headline() == "The hold stands again"
    room.type(K.Key_Escape)
    assert page.card.isHidden() and queue.hasFocus(), "the card alone goes"
    room.type(K.Key_Escape)
    assert page.queue.isHidden() and page.table.hasFocus()


def test_del_in_the_list_and_in_the_scan_field_means_what_it_meant(room: Keyed) -> None:
    page, other, holds = room.page, waiting(room.house, 1)[0], waiting(room.house)
    room.queue_of(*holds)
    page.field.line.setText("12")
    page.field.line.setFocus()
    page.field.line.home(False)
    room.type(K.Key_Delete)
    assert page.field.text() == "2" and page.card.isHidden()
    page.table.setFocus()
    page.table.selectRow([line.hold for line in page.lines].index(other))
    room.type(K.Key_Delete)
    room.pick()
    assert room.house.one(Hold, id=other).status is HoldStatus.CANCELLED


def test_the_keys_of_a_queue_that_is_not_open_do_nothing_and_a_stations_own_key_means_what_it_says(
    room: Keyed, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds = waiting(room.house)
    room.show(ListName.WAITING)
    room.page.table.setFocus()
    for key in (K.Key_S, K.Key_P, K.Key_E, K.Key_W):
        room.type(key, ALT)
    assert room.page.card.isHidden() and room.page.editing.isHidden()
    monkeypatch.setattr(keys, "_own", {Key.MERGE: "Alt+P", Key.WAIVE: "Alt+J"})
    room.keys.listen()
    for button in room.page.queue.buttons.values():
        button.respell()
    room.queue_of(*holds)
    room.type(K.Key_P, ALT)
    assert room.page.card.isHidden()
    room.type(K.Key_W, ALT)
    assert room.page.card.isHidden() and "Alt J" in caps(room.page.queue)
    room.type(K.Key_J, ALT)
    assert room.house.journal()[-1].kind == "name_reader"
    monkeypatch.undo()


def test_the_keys_on_the_panels_for_placing_and_changing_are_theirs(room: Keyed) -> None:
    page, house = room.page, room.house
    room.type(K.Key_N, CTRL)
    assert {*caps(page.placing)} == {"Ctrl Enter", "Esc"} and page.placing.reader.line.hasFocus()
    page.scan(house.card())
    page.scan(house.item())
    room.type(K.Key_Return, CTRL)
    assert room.headline() == "First in line" and house.count(Hold) == 1
    room.type(K.Key_Escape)
    room.type(K.Key_Escape)
    assert page.placing.isHidden() and page.table.hasFocus()
    room.show(ListName.WAITING)
    page.acts.run("edit", page.lines[0])
    assert {*caps(page.editing)} == {"Ctrl Enter", "Esc"}
    page.editing.note.setText("Ring first")
    room.type(K.Key_Return, CTRL)
    assert house.one(Hold).note == "Ring first" and page.editing.isHidden()
    page.acts.run("edit", page.lines[0])
    room.type(K.Key_Escape)
    room.type(K.Key_Escape)
    assert page.editing.isHidden()


def test_the_keys_at_the_foot_work_the_list(room: Keyed, qtbot: QtBot) -> None:
    page, house = room.page, room.house
    item = house.item()
    house.hold(house.card(), item)
    page.refresh()
    page.table.setFocus()
    assert {*caps(page.footer)} == {"Ctrl Z", "Enter", "N", "P"}
    room.type(K.Key_P)
    qtbot.waitUntil(lambda: bool(room.slips) and room.slips[-1][0] == "list")
    room.type(K.Key_N)
    qtbot.waitUntil(lambda: room.headline() == "Not found")
    room.type(K.Key_Z, CTRL)
    assert page.table.rows.rows[0].pill.text != "Not found once"
    room.type(K.Key_Return)
    assert not page.queue.isHidden()


def test_a_code_that_begins_with_a_key_of_the_list_is_no_order(room: Keyed, qtbot: QtBot) -> None:
    page, house = room.page, room.house
    house.hold(house.card(), house.item())
    page.refresh()
    page.table.setFocus()
    for letter in "NP12":
        room.type(getattr(K, f"Key_{letter}"))
    qtbot.wait(250)
    assert room.slips == [] and room.headline() == "" and page.field.text().casefold() == "np12"


def entries(room: Keyed) -> list[str]:
    """What the menu that is open offers."""
    menu = room.page.menu._menu
    return [action.text().split("\t")[0] for action in menu.actions()] if menu is not None else []


@pytest.mark.parametrize("how", ["key", "menu key", "mouse"])
def test_the_menu_in_the_queue_is_that_of_its_line(room: Keyed, how: str) -> None:
    page, other, holds = room.page, waiting(room.house, 1)[0], waiting(room.house)
    queue = room.queue_of(*holds)
    queue.setCurrentRow(2)
    page.table.selectRow([line.hold for line in page.lines].index(other))
    if how == "key":
        room.press(Key.ROW_ACTIONS)
    else:
        reason = QContextMenuEvent.Reason.Keyboard if how == "menu key" else QContextMenuEvent.Reason.Mouse
        place = queue.visualItemRect(queue.item(2)).center()
        QApplication.sendEvent(
            queue.viewport(), QContextMenuEvent(reason, place, queue.viewport().mapToGlobal(QPoint(place)))
        )
    assert "Whose hold is it?" in entries(room) and "Who waits for it" not in entries(room)
    menu: Any = page.menu._menu
    next(action for action in menu.actions() if action.text().startswith("Whose")).trigger()
    page.menu.close()
    assert room.house.journal()[-1].hold_id == holds[2]


def test_a_panel_with_a_form_has_no_menu_and_the_list_has_that_of_its_own_line(room: Keyed) -> None:
    waiting(room.house, 1)
    room.show(ListName.WAITING)
    room.type(K.Key_N, CTRL)
    room.press(Key.ROW_ACTIONS)
    assert room.page.menu._menu is None
    room.page.table.setFocus()
    room.press(Key.ROW_ACTIONS)
    assert "Who waits for it" in entries(room)
    room.page.menu.close()


def test_the_line_of_the_queue_has_a_frame_while_the_keyboard_is_on_it(room: Keyed) -> None:
    queue = room.queue_of(*waiting(room.house))
    rect = queue.visualItemRect(queue.item(0))
    accent = room.page.look.colour("accent").rgb()

    def framed() -> bool:
        image: QImage = queue.viewport().grab().toImage()
        middle = rect.center().x()
        return any(image.pixel(middle, y) == accent for y in range(rect.y(), rect.y() + 5))

    assert framed()
    room.page.field.line.setFocus()
    assert not framed()


# Placing


def test_after_the_title_the_keyboard_is_where_the_next_thing_is_said(room: Keyed) -> None:
    house, panel = room.house, room.page.placing
    card = house.card(family_name="Lindqvist")
    item = house.item(title=house.title("The Odyssey"))
    room.type(K.Key_N, CTRL)
    room.page.scan(item)
    assert panel.reader.line.hasFocus(), "who wants it is still to be said"
    panel.reader.line.setText("lindq")
    room.type(K.Key_Return)
    assert panel.reader.chosen == card and panel.pickup.hasFocus()
    panel.title.line.setFocus()
    panel.title.line.setText("odys")
    panel.title._edited("odys")
    room.type(K.Key_Return)
    assert panel.title.chosen is not None and panel.pickup.hasFocus()
    panel.note.setFocus()
    room.page.scan(item)
    assert panel.note.hasFocus(), "somebody is further on already"
    room.type(K.Key_Return, CTRL)
    assert room.headline() == "First in line" and panel.title.line.hasFocus()


def test_one_of_several_titles_is_taken_and_the_keyboard_goes_on(room: Keyed) -> None:
    house, panel = room.house, room.page.placing
    for name in ("The Odyssey", "Odyssey of an artist"):
        house.item(title=house.title(name))
    room.type(K.Key_N, CTRL)
    room.page.scan(house.card())
    assert panel.title.line.hasFocus()
    panel.title.line.setText("odys")
    room.type(K.Key_Return)
    assert panel.title.list.hasFocus()
    room.type(K.Key_Return)
    assert panel.title.chosen is not None and panel.pickup.hasFocus()


def test_what_is_missing_is_said_in_the_panel_and_has_the_keyboard(room: Keyed) -> None:
    panel = room.page.placing
    room.type(K.Key_N, CTRL)
    panel.note.setFocus()
    room.type(K.Key_Return, CTRL)
    assert panel.reader.trouble.isVisible() and panel.reader.line.hasFocus() and room.said == []
    room.page.scan(room.house.card())
    assert panel.reader.trouble.isHidden()
    panel.note.setFocus()
    room.type(K.Key_Return, CTRL)
    assert panel.title.trouble.text() == "Choose a reader and a title first" and panel.title.line.hasFocus()
    room.type(K.Key_O)
    assert panel.title.trouble.isHidden() and room.said == [] and room.house.count(Hold) == 0


def test_a_card_goes_with_the_list_that_it_told_of(room: Keyed) -> None:
    house = room.house
    card, item = house.card(), house.item()
    house.hold(card, item)
    room.page.refresh()
    room.page.scan(item)
    assert room.headline().startswith("Hold shelf")
    room.type(K.Key_PageDown, CTRL)
    assert room.page.segments.name is ListName.SHELF and room.page.card.isHidden()
    room.page.scan(card)
    assert room.headline().startswith("Holds of")
    room.type(K.Key_PageUp, CTRL)
    assert room.page.segments.name is ListName.PULL and room.page.card.isHidden()
