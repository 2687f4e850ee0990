"""The page of the holds by scanner and keys alone, on a desk that answers at once."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk.models import Hold, Item
from desk.rules.vocabulary import HoldStatus, ItemStatus, Permission
from desk.services.holds.board import ListName
from desk.tour.scenarios import AtOnce
from desk.ui.circulation.tools import ActsDone
from desk.ui.holds.hold_table import LEAST
from desk.ui.holds.holds_page import HoldsPage
from desk.ui.keys import Key
from desk.ui.theme import Look
from desk.ui.workroom import Workplace
from desk.wording.shapes import Sound
from tests.makers import House

K = Qt.Key


class Room:
    """The page at work: what it printed, played and said."""

    def __init__(self, look: Look, house: House) -> None:
        self.house, self.line = house, AtOnce()
        self.line.move(house.desk())
        self.slips: list[Any] = []
        self.sounds: list[Sound] = []
        self.said: list[str] = []
        self.badge = 0
        slips: Any = SimpleNamespace(
            print_slip=self.slips.append, print_page=lambda kind, make: self.slips.append((kind, make()))
        )
        line: Any = self.line
        self.page = HoldsPage(
            Workplace(
                look=look,
                desk=line,
                lookup=line,
                lists=SimpleNamespace(find=line.ask),  # type: ignore[arg-type]
                slips=slips,
                acts=ActsDone(),
                sound=self.sounds.append,
                say=self.said.append,
                go=lambda _name: QWidget(),
                lend_to=lambda _card: None,
                undo_there=lambda _doer: False,
                badge=self._badge,
            )
        )
        self.page.allow(frozenset(Permission))

    def _badge(self, _name: str, count: int, _words: str) -> None:
        self.badge = count

    def show(self, name: ListName) -> None:
        self.page.segments.choose(name)

    def headline(self) -> str:
        card = self.page.card.card
        return card.headline if card is not None else ""

    def press(self, key: Key) -> None:
        assert self.page.press(key)

    def pick(self, place: int = 0) -> None:
        """Take a line of what the card asks."""
        ask: Any = self.page.card.ask
        ask.list.setCurrentRow(place)
        ask.list.itemActivated.emit(ask.list.currentItem())


@pytest.fixture
def room(qtbot: QtBot, look: Look, house: House) -> Iterator[Room]:
    made = Room(look, house)
    qtbot.addWidget(made.page)
    made.page.resize(1100, 720)
    made.page.show()
    made.page.activateWindow()
    yield made


def tick(house: House, minutes: int = 1) -> None:
    house.clock.now += timedelta(minutes=minutes)


def test_the_pull_list_is_worked_with_the_scanner(room: Room) -> None:
    house = room.house
    item, other = house.item(call_number="B"), house.item(call_number="A")
    house.hold(house.card(family_name="Haddad"), item)
    house.hold(house.card(), other, pickup="NORTH")
    room.page.refresh()
    assert [line.barcode for line in room.page.lines] == [other, item] and room.badge == 2
    assert "Haddad" not in "".join(row.spoken() for row in room.page.table.rows.rows)
    room.page.scan(item)
    assert room.headline().startswith("Hold shelf, HAD-") and room.sounds[-1] is Sound.HOLD
    card = room.page.card.card
    assert card is not None and "Haddad" not in card.aside
    assert len(room.slips) == 1 and [line.barcode for line in room.page.lines] == [other]
    room.page.scan(other)
    assert room.headline() == "Crate to Northgate" and room.badge == 0
    assert not room.page.empty.isHidden()
    room.press(Key.UNDO)
    assert len(room.page.lines) == 1, "the copy is to be pulled again"


def test_n_says_that_a_copy_is_not_on_its_shelf_and_p_prints(room: Room, qtbot: QtBot) -> None:
    item = room.house.item()
    room.house.hold(room.house.card(), item)
    room.page.refresh()
    room.page.table.setFocus()
    QTest.keyClick(room.page.table, K.Key_N)
    qtbot.waitUntil(lambda: room.headline() == "Not found")
    assert room.page.table.rows.rows[0].pill.text == "Not found once"
    QTest.keyClick(room.page.table, K.Key_P)
    qtbot.waitUntil(lambda: bool(room.slips))
    assert room.slips[-1][0] == "list" and room.slips[-1][1].startswith(b"%PDF")
    QTest.keyClick(room.page.table, K.Key_N)
    qtbot.waitUntil(lambda: room.headline() == "Marked missing")
    assert room.house.one(Item, barcode=item).status is ItemStatus.MISSING


def test_a_hold_is_placed_by_scans_and_one_key(room: Room) -> None:
    house = room.house
    card, item = house.card(family_name="Lindqvist"), house.item()
    room.press(Key.NEW)
    room.page.scan(card)
    room.page.scan(item)
    room.press(Key.RECOMMENDED)
    assert room.headline() == "First in line" and house.count(Hold) == 1
    assert room.page.placing.reader.chosen == card, "the reader may want more"
    room.page.scan(item)
    room.press(Key.RECOMMENDED)
    assert room.headline() == "The reader waits for it already"
    room.press(Key.OVERRIDE)
    room.press(Key.RECOMMENDED)
    assert room.headline() == "2 of 2 in line" and house.count(Hold) == 2


def test_readers_and_titles_are_found_by_words(room: Room) -> None:
    house = room.house
    card = house.card(family_name="Lindqvist")
    house.item(title=house.title("The Odyssey"))
    room.press(Key.NEW)
    panel = room.page.placing
    panel.reader.line.setText("lindq")
    QTest.keyClick(panel.reader.line, K.Key_Return)
    assert panel.reader.chosen == card
    panel.title.line.setText("odys")
    QTest.keyClick(panel.title.line, K.Key_Return)
    room.press(Key.RECOMMENDED)
    assert house.one(Hold).patron_id == house.patron(card)
    panel.title.line.setText("nothing like it")
    QTest.keyClick(panel.title.line, K.Key_Return)
    assert panel.title.said.text() == "No such title"
    room.press(Key.RECOMMENDED)
    assert not panel.title.trouble.isHidden() and panel.title.trouble.text() == "Choose a reader and a title first"


def test_a_queue_is_put_in_order_by_keys(room: Room) -> None:
    house = room.house
    item = house.item()
    house.lend(house.card(), item)
    holds = [house.hold(house.card(), item) for _number in range(3)]
    room.show(ListName.WAITING)
    room.page.table.setFocus()
    QTest.keyClick(room.page.table, K.Key_Return)
    queue = room.page.queue.list
    QTest.keyClick(queue, K.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert room.headline() == "2 of 3 in line"
    assert [queue.item(at).data(Qt.ItemDataRole.UserRole).hold for at in range(3)] == [holds[1], holds[0], holds[2]]
    line = queue.hold()
    assert line is not None and line.hold == holds[0], "the keyboard stays on the hold that was moved"
    QTest.keyClick(queue, K.Key_Home, Qt.KeyboardModifier.AltModifier)
    assert room.headline() == "First in line"
    room.press(Key.UNDO)
    assert room.headline() == "At its old place in line"


def test_a_hold_is_suspended_resumed_moved_elsewhere_and_called_off(room: Room) -> None:
    house = room.house
    hold = house.hold(house.card(), house.item())
    room.show(ListName.WAITING)
    room.page._open_queue(0)
    room.page.queue.command.emit("suspend")
    room.pick(4)
    assert room.headline() == "Suspended until it is resumed"
    room.page.queue.command.emit("resume")
    assert room.headline() == "Counts again, at place 1"
    room.page.queue.command.emit("pickup")
    room.pick()
    assert room.headline() == "Pickup at Northgate now"
    room.page.queue.command.emit("who")
    assert room.headline().startswith("Robin Reader") and house.journal()[-1].kind == "name_reader"
    room.show(ListName.ALL)
    room.page.acts.run("cancel", room.page.lines[0])
    room.pick()
    assert room.headline() == "Called off" and house.one(Hold, id=hold).status is HoldStatus.CANCELLED
    room.press(Key.UNDO)
    assert room.headline() == "The hold stands again"


def test_note_and_days_are_written_beside_the_list(room: Room) -> None:
    house = room.house
    hold = house.hold(house.card(), house.item())
    room.show(ListName.WAITING)
    room.page.acts.run("edit", room.page.lines[0])
    room.page.editing.note.setText("Ring first")
    room.page.editing.until.line.setText("2026-12-24")
    room.press(Key.RECOMMENDED)
    kept = house.one(Hold, id=hold)
    assert (kept.note, str(kept.expires_on)) == ("Ring first", "2026-12-24") and room.page.editing.isHidden()


def test_the_shelf_is_cleared_by_scans(room: Room) -> None:
    house = room.house
    item = house.item()
    hold = house.hold(house.card(), item)
    house.take_back(item)
    house.change(Hold, hold, shelf_until=house.clock().date() - timedelta(days=1))
    tick(house)
    room.show(ListName.CLEAR)
    assert room.page.table.rows.rows[0].pill.text == "Time is over"
    room.page.scan(item)
    assert room.headline().startswith("Reshelve") and room.page.lines == ()
    assert house.one(Hold, id=hold).status is HoldStatus.EXPIRED
    room.press(Key.UNDO)
    assert len(room.page.lines) == 1


def test_a_card_shows_its_readers_holds_and_a_copy_who_waits_for_it(room: Room) -> None:
    house = room.house
    card, item = house.card(), house.item()
    house.hold(card, item)
    house.hold(house.card(), house.item())
    room.show(ListName.WAITING)
    room.page.scan(card)
    assert room.headline().startswith("Holds of") and len(room.page.lines) == 1
    room.press(Key.ASIDE)
    room.press(Key.ASIDE)
    assert len(room.page.lines) == 2
    room.page.scan(item)
    assert not room.page.queue.isHidden() and room.page.queue.list.count() == 1
    room.page.scan("39990000999999")
    assert room.sounds[-1] in (Sound.ATTENTION, Sound.BAD)


def test_slips_are_printed_again_from_the_lists(room: Room) -> None:
    house = room.house
    item = house.item()
    house.hold(house.card(), item, note="Large print", note_on_slip=True)
    house.take_back(item)
    room.show(ListName.SHELF)
    room.page.table.setFocus()
    room.press(Key.PRINT)
    assert room.slips[-1].about.hold.slip_note == "Large print"
    room.page.table.setCurrentIndex(room.page.table.rows.index(-1, -1))


def test_the_lists_are_turned_by_keys_and_a_locked_desk_shows_nobody(room: Room) -> None:
    for wanted in (ListName.SHELF, ListName.WAITING):
        room.press(Key.LIST_NEXT)
        assert room.page.segments.name is wanted
    room.press(Key.LIST_BACK)
    assert room.page.segments.name is ListName.SHELF
    room.press(Key.NEW)
    room.page.scan(room.house.card(family_name="Lindqvist"))
    room.page.clear()
    assert room.page.placing.reader.chosen is None and room.page.placing.isHidden()


def test_every_line_offers_what_its_state_allows(room: Room) -> None:
    house = room.house
    item = house.item()
    house.hold(house.card(), item)
    room.page.refresh()
    names = [name for name, *_rest in room.page.menu.entries(room.page.lines[0])]
    assert names == ["queue", "move_all", "who", "edit", "pickup", "suspend", "cancel", "missing"]
    house.take_back(item)
    room.show(ListName.SHELF)
    names = [name for name, *_rest in room.page.menu.entries(room.page.lines[0])]
    assert names == ["queue", "who", "edit", "pickup", "cancel", "slip"]
    room.page.menu.open(room.page.lines[0])
    room.page.menu.close()


def test_everybody_who_waits_goes_to_another_title(room: Room, house: House) -> None:
    gone, there = house.item(title=house.title("Old")), house.item(title=house.title("New"))
    house.lend(house.card(), gone)
    hold = house.hold(house.card(), gone)
    room.page.segments.choose(ListName.WAITING)
    line = next(each for each in room.page.lines if each.hold == hold)
    assert any(name == "move_all" for name, *_rest in room.page.menu.entries(line))
    room.page.acts.run("move_all", line)
    room.page.item_scanned(there)
    assert house.one(Hold, id=hold).title_id == house.one(Item, barcode=there).title_id
    room.page.press(Key.UNDO)
    assert house.one(Hold, id=hold).title_id == house.one(Item, barcode=gone).title_id


@pytest.mark.parametrize(("wide", "below"), [(1200, False), (700, True), (420, True)])
def test_in_a_narrow_page_a_panel_stands_below_the_list_and_titles_can_be_read(
    room: Room, qtbot: QtBot, wide: int, below: bool
) -> None:
    page, house = room.page, room.house
    house.hold(house.card(), house.item())
    room.show(ListName.ALL)
    page.open_place()
    page.resize(wide, 600)
    qtbot.wait(20)
    assert (page.placing.y() > page.sheet.y()) is below
    assert page.table.columnWidth(0) >= page.look.px(LEAST)
    assert page.room.widget().width() <= page.room.viewport().width()
