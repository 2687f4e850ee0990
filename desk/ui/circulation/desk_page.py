"""What check out and check in have in common: chips, the scan field, the last result, the rows, the foot."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QScrollBar, QVBoxLayout, QWidget

from desk.devices.focus_memory import TYPES_INTO
from desk.ui.flow import FlowLayout
from desk.ui.keys import Key, key_named
from desk.ui.page import tab_through
from desk.ui.parts.chips import Chip, ChipKind, Choice, DayKind
from desk.ui.parts.empty import ReadyPanel
from desk.ui.parts.footer import Footer
from desk.ui.parts.item_ask import ItemAsk
from desk.ui.parts.labels import Text
from desk.ui.parts.result_card import ResultCard
from desk.ui.parts.room import Room, bring_into_sight, move_to, stand_beside
from desk.ui.parts.scan_field import ScanField
from desk.ui.parts.session_table import SessionTable
from desk.ui.parts.switches import Switch, SwitchKind
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.shapes import Card, Figure, Row

SHORTCUT = Qt.FocusReason.ShortcutFocusReason
# Below this width, at 100 %, what stands beside the rows stands under them.
BESIDE_FROM = 820
# Below this height the title and the modes scroll with the rows; the scan field stays.
LOW = 400


class DeskPage(QWidget):
    """A page that listens to scans. It shows plain values and says what a person did; it knows no library."""

    submitted = Signal(str)
    edited = Signal(str)
    command = Signal(str)
    chip_changed = Signal(str, str)
    row_opened = Signal(int)
    row_undone = Signal(int)
    reason_chosen = Signal(str)
    granted = Signal(str)
    day_chosen = Signal(str)
    picked = Signal(str)
    all_picked = Signal()
    form_filled = Signal(str, str, str)
    listed = Signal(list)
    switched = Signal(str, bool)
    came_into_sight = Signal()

    def __init__(
        self,
        look: Look,
        title: str,
        scan: ScanField,
        table: SessionTable,
        footer: Footer,
        ready: ReadyPanel,
        chips: tuple[ChipKind, ...],
        switches: tuple[SwitchKind, ...] = (),
    ) -> None:
        super().__init__()
        self.look = look
        self.scan, self.table, self.footer, self.ready = scan, table, footer, ready
        self.card = ResultCard(look)
        self.card.show_card(None)
        self.chips = {kind.name: Chip(look, kind) for kind in chips}
        self.switches = {kind.name: Switch(look, kind) for kind in switches}
        self._work = self._build_work()
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._usual: QWidget | None = None
        self._beside: QWidget | None = None
        self._build(title)
        self._connect()
        self._settle()

    def beside(self) -> QWidget | None:
        """What stands beside the result and the rows."""
        return None

    def over_table(self) -> QWidget | None:
        """What stands between the result and the rows."""
        return None

    def _build(self, title: str) -> None:
        px = self.look.px
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(px(21), px(12), px(21), 0)
        column.setSpacing(px(10))
        self._top = self._head(title)
        column.addWidget(self._top)
        column.addWidget(self.scan)
        self._inside, across = QVBoxLayout(), self._across
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(px(10))
        self._inside.addLayout(across, 1)
        self._room = Room(self._inside)
        across.setContentsMargins(px(3), 0, px(3), px(16))
        across.setSpacing(px(16))
        across.addLayout(self._middle(), 1)
        self._usual = self.beside()
        if self._usual is not None:
            across.addWidget(self._usual)
        column.addWidget(self._room, 1)

    def _head(self, title: str) -> QWidget:
        px = self.look.px
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(px(3), px(4), px(3), px(0))
        row.setSpacing(px(8))
        row.addWidget(Text(self.look, title, 20, SEMIBOLD), 0, Qt.AlignmentFlag.AlignTop)
        modes = QWidget()
        flow = FlowLayout(modes, px(8), at_end=True)
        for mode in (*self.chips.values(), *self.switches.values()):
            flow.addWidget(mode)
        row.addWidget(modes, 1)
        return head

    def _middle(self) -> QLayout:
        """What is going on, or that nothing is: one of the two is hidden. (A stack would be as high as the higher.)"""
        either = QVBoxLayout()
        either.addWidget(self.ready)
        either.addWidget(self._work)
        return either

    def _build_work(self) -> QWidget:
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.look.px(12))
        column.addWidget(self.card)
        between = self.over_table()
        if between is not None:
            column.addWidget(between)
        column.addWidget(self.table, 1)
        column.addWidget(self.footer)
        return work

    def _connect(self) -> None:
        self.scan.submitted.connect(self.submitted)
        self.scan.edited.connect(self.edited)
        self.scan.listed.connect(self.listed)
        self.scan.moved.connect(self._into_table)
        self.table.row_opened.connect(self.row_opened)
        self.table.row_undone.connect(self.row_undone)
        self.table.typed.connect(self.scan.type_on)
        self.table.view.setProperty(TYPES_INTO, self.scan.line)
        self.table.left.connect(self.take_focus)
        self.footer.command.connect(self.command)
        self.card.command.connect(self.command)
        self.card.reason_chosen.connect(self.reason_chosen)
        self.card.granted.connect(self.granted)
        self.card.day_chosen.connect(self.day_chosen)
        self.card.form_filled.connect(self.form_filled)
        self.card.picked.connect(self.picked)
        self.card.all_picked.connect(self.all_picked)
        self.card.ask_closed.connect(self.take_focus)
        for chip in self.chips.values():
            chip.changed.connect(self.chip_changed)
            chip.released.connect(self.take_focus)
        for switch in self.switches.values():
            switch.switched.connect(self.switched)
            switch.clicked.connect(self.take_focus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow or much enlarged window the reader stands under the rows, and in a low one the modes scroll."""
        super().resizeEvent(event)
        self._fit_beside()
        if self._home().indexOf(self._top) < 0:
            QTimer.singleShot(0, self, self._place_head)  # a zoom on its way has reached the letters by then
        if self._home() is self._inside and self.card.card is not None:
            bring_into_sight(self.card)

    def _home(self) -> QVBoxLayout:
        """Where title and modes stand at this height."""
        return self._inside if self.height() < self.look.px(LOW) else self._column

    def _place_head(self) -> None:
        if self._home().indexOf(self._top) < 0:
            move_to(self._home(), 0, self._top, self.look.zoom)

    def _fit_beside(self) -> None:
        panels = [panel for panel in (self._usual, self._beside) if panel is not None]
        below = self.width() < self.look.px(BESIDE_FROM)
        stand_beside(self._across, panels, self.look.size("context_panel"), below=below)

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody has come to this page."""
        super().showEvent(event)
        self.came_into_sight.emit()

    def take_focus(self) -> None:
        """Listen to typing again: a form that somebody has begun to fill goes on, else the field listens."""
        ask = self.card.ask
        line = ask.left_at() if isinstance(ask, ItemAsk) else self.scan.line
        line.setFocus(SHORTCUT)

    def show_card(self, card: Card | None) -> None:
        """The last result; None takes it away."""
        self.card.show_card(card)
        self._settle()
        self._order_tabs()
        if card is not None:
            self._room.bring(self.card)

    def add_row(self, row: Row, *, waits: bool = False) -> int:
        """One more scan on top; gives the key by which it is changed. One that waits is seen with its answer."""
        key = self.table.add(row, waits=waits)
        self._settle()
        return key

    def update_row(self, key: int, row: Row) -> None:
        """A row that has become something else."""
        self.table.rows.replace(key, row)

    def remove_row(self, key: int) -> None:
        """A scan that turned out to be no copy: a card, a name."""
        self.table.rows.remove(key)
        self._settle()

    def clear(self) -> None:
        """A new visit or session: no result, no rows, nothing typed, nothing about whoever has gone."""
        self.close_beside()
        self.card.show_card(None)
        self.table.clear()
        self.table.set_count("")
        self.scan.clear()
        self._settle()

    def set_chip(self, name: str, value: str, label: str = "") -> None:
        """The value of a mode, and the words for it where it is a day."""
        self.chips[name].set_value(value, label)

    def read_days(self, days: DayKind) -> None:
        """How a day typed on this page is meant."""
        for chip in self.chips.values():
            chip.days = days

    def set_day_counts(self, figures: tuple[Figure, ...]) -> None:
        """What the desk did today."""
        self.ready.set_counts(figures)

    def ask_reason(self, prompt: str, choices: tuple[Choice, ...], yes: str) -> None:
        """Ask for a reason in the card."""
        self.card.ask_reason(prompt, choices, yes)

    def ask_grant(self, prompt: str, yes: str) -> None:
        """Ask in the card for the PIN of somebody who may say yes."""
        self.card.ask_grant(prompt, yes)

    def ask_pick(self, prompt: str, choices: tuple[Choice, ...], every: str = "", *, focus: bool = True) -> None:
        """Ask in the card which one is meant."""
        self.card.ask_pick(prompt, choices, every, focus=focus)

    def ask_day(self, prompt: str, iso_day: str, yes: str) -> None:
        """Ask in the card for the day something came back; `iso_day` is today."""
        self.card.ask_day(prompt, iso_day, yes)

    def ask_item(self, prompt: str, yes: str) -> None:
        """Ask in the card what a copy is that stands in no catalogue."""
        self.card.ask_item(prompt, yes)

    def show_beside(self, panel: QWidget) -> None:
        """Open a panel beside the rows, in the place of what usually stands there."""
        if self._across.indexOf(panel) < 0:
            self._across.addWidget(panel)
        for other in (self._usual, self._beside):
            if other is not None and other is not panel:
                other.hide()
        self._beside = panel
        self._fit_beside()
        panel.show()
        self._order_tabs()

    def is_beside(self, panel: QWidget) -> bool:
        """Whether this panel is open beside the rows."""
        return self._beside is panel

    def close_beside(self) -> None:
        """What usually stands beside the rows is back, and the field listens."""
        panel, self._beside = self._beside, None
        if panel is None:
            return
        typed_in = panel.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        panel.hide()
        if self._usual is not None:
            self._usual.show()
        if typed_in:
            self.take_focus()
        self._order_tabs()

    def current_row(self) -> int | None:
        """The key of the row that the keyboard is on."""
        return self.table.view.current_key() if self.table.view.hasFocus() else None

    def press(self, key: Key) -> bool:
        """A key of the table: what is open beside the rows has it first, then the card, the foot, the chips."""
        if key is Key.ASIDE and self._beside is not None and self.card.ask is None:
            self.close_beside()
            return True
        if key is Key.FILTER:
            self.table.ask_filter()
            return True
        if self.card.press(key) or (key is Key.ASIDE and self._set_aside()):
            return True
        if self.footer.press(key):
            return True
        chip = next((chip for chip in self.chips.values() if chip.key and key_named(chip.key) is key), None)
        if chip is not None:
            chip.open()
        elif key is not Key.ASIDE:
            self.command.emit(str(key))
        return True

    def _set_aside(self) -> bool:
        """Esc without a card that has it: all rows, and back to the field; and again: empty it."""
        if self.table.end_filter() or not self.scan.line.hasFocus():
            self.take_focus()
        else:
            self.scan.clear()
        return True

    def _into_table(self, by: int) -> None:
        if self.table.rows.rowCount():
            self.table.view.setFocus(SHORTCUT)
            self.table.view.step(by)

    def is_empty(self) -> bool:
        """Whether nothing is going on."""
        return self.card.card is None and not self.table.rows.rows()

    def _settle(self) -> None:
        empty = self.is_empty()
        if empty != self.ready.isVisibleTo(self) or empty == self._work.isVisibleTo(self):
            self.ready.setVisible(empty)
            self._work.setVisible(not empty)

    def focus_order(self) -> Iterable[QWidget]:
        """Scan field, card, table, side panel, foot, chips, switches."""
        yield self.scan.line
        yield from self.card.buttons
        yield self.table.filter
        yield self.table.view
        if self._beside is not None:
            yield from _stops(self._beside)
        yield from self.side_order()
        yield from self.footer.buttons.values()
        yield from self.chips.values()
        yield from self.switches.values()

    def side_order(self) -> Iterable[QWidget]:
        """What Tab reaches beside the rows."""
        return ()

    def _order_tabs(self) -> None:
        tab_through(self.focus_order())


def _stops(panel: QWidget) -> list[QWidget]:
    """What Tab reaches in a panel, in the order in which it was made."""
    tabbed = Qt.FocusPolicy.TabFocus.value
    inside = (each for each in panel.findChildren(QWidget) if each.focusPolicy().value & tabbed)
    return [each for each in inside if not isinstance(each, QScrollBar)]
