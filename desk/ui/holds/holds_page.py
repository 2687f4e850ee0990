"""The page of the holds: six lists, each worked with the scanner; placing and queues open beside them."""

from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QComboBox, QSpinBox, QVBoxLayout, QWidget

from desk.devices.focus_memory import TYPES_INTO
from desk.i18n import _, format_when, ngettext
from desk.rules.vocabulary import BarcodeKind, Permission
from desk.services.answers import Refused, Unknown
from desk.services.circulation.answers import Returned, Undone
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.lookup import FoundSeveral
from desk.services.holds.answers import HoldPlaced
from desk.services.holds.board import Board, HoldBoard, ListName, PickupBranches
from desk.services.holds.lists import HoldLine, HoldsOf, Lines, QueueOf
from desk.services.holds.shelf import ClearShelf
from desk.services.holds.titles import FindTitles
from desk.services.patrons.panel import OpenPatron, PatronOpened
from desk.ui.circulation.tools import Done, slip_of
from desk.ui.holds.edit_panel import EditPanel
from desk.ui.holds.hold_acts import HoldActs
from desk.ui.holds.hold_table import HoldTable
from desk.ui.holds.letters import Letters
from desk.ui.holds.line_menu import LineMenu
from desk.ui.holds.place_panel import PlacePanel
from desk.ui.holds.printing import pull_page, slip_of_line
from desk.ui.holds.queue_panel import QueuePanel
from desk.ui.holds.reader_finding import ReaderFinding
from desk.ui.holds.segments import Segments
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.empty import ReadyPanel
from desk.ui.parts.footer import Footer
from desk.ui.parts.labels import Surface, Text
from desk.ui.parts.scan_field import ScanField
from desk.ui.parts.side_panel import SidePanel
from desk.ui.workroom import WorkPage, Workplace
from desk.wording.checkin import checkin_card
from desk.wording.holds.cards import hold_card, in_public
from desk.wording.holds.rows import empty_words, headings, hold_row, scan_words
from desk.wording.shapes import Card, Command, Sound, Tone, Weight

# A scan names what is waited for in these lists; in the others it says that the copy is in the hand.
BY_NAME = {Key.HOLD_QUEUE: "queue", Key.HOLD_MISSED: "missing", Key.HOLD_LIST: "print"}
LOOKED_UP = (ListName.WAITING, ListName.ALL)
# Below this width, at 100 %, a panel stands under the list.
BESIDE_FROM = 820


class HoldsPage(WorkPage):
    """Holds."""

    reading: ClassVar[BarcodeKind] = BarcodeKind.ITEM

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, _("Holds"))
        self.lines: Lines = ()
        self.refused: Refused | None = None
        self.branches: tuple[tuple[str, str], ...] = ()
        self.of_card = ""
        self._last: Returned | None = None
        self._printed = ""
        self._build()
        self.acts = HoldActs(self)
        self.menu = LineMenu(self)
        self.finding = ReaderFinding(self)
        self._connect()
        self._choose(ListName.PULL)

    # The page

    def _build(self) -> None:
        look, today = self.look, self.place().today
        self.new = KeyButton(look, _("Place hold"), Key.NEW, "plus", Weight.PRIMARY)
        self.head.addWidget(self.new)
        self.field = ScanField(look, scan_words(ListName.PULL), _("Item or card"))
        self.column.insertWidget(1, self.field)
        self.segments = Segments(look)
        self.table = HoldTable(look, _("Holds"))
        self.table.setProperty(TYPES_INTO, self.field.line)
        self.count = Text(look, "", 13, colour="ink2", elide=True)
        self.empty = ReadyPanel(look, "bookmark-check", "", "", "")
        self.queue, self.placing = QueuePanel(look), PlacePanel(look, today)
        self.editing = EditPanel(look, today)
        self.footer = Footer(look, *_footer())
        self.body.addWidget(self.segments)
        self.body.addLayout(self._middle(), 1)
        self.body.addWidget(self.footer)

    def _middle(self) -> QBoxLayout:
        px = self.look.px
        self.sheet = Surface(self.look)
        inside = QVBoxLayout(self.sheet)
        inside.setContentsMargins(px(2), px(4), 1, px(2))
        inside.addWidget(self.table)
        self.sheet.setMinimumHeight(px(150))
        row = self.lay_beside(self._panels(), BESIDE_FROM)
        row.addWidget(self.sheet, 1)
        row.addWidget(self.empty, 1)
        for panel in self._panels():
            row.addWidget(panel)
            panel.hide()
            panel.closed.connect(self.close_panel)
        return row

    def _panels(self) -> tuple[SidePanel, ...]:
        return self.queue, self.placing, self.editing

    def panel(self) -> SidePanel | None:
        """What stands beside the list."""
        return next((each for each in self._panels() if not each.isHidden()), None)

    def _connect(self) -> None:
        self.new.clicked.connect(partial(self.press, Key.NEW))
        self.field.submitted.connect(self.scan)
        self.field.moved.connect(self._into_rows)
        self.segments.chosen.connect(self._choose)
        self.table.opened.connect(self._open_queue)
        self.letters = Letters(self.table, "np")
        self.letters.pressed.connect(self._letter_pressed)
        self.letters.begun.connect(self.field.type_on)
        self.table.typed.connect(self._typed)
        self.table.left.connect(self.field.setFocus)
        self.table.removed.connect(lambda at: self.acts.run("cancel", self.lines[at]))
        self.table.asked.connect(lambda at: self.menu.open(self.lines[at]))
        self.footer.command.connect(self.run_command)
        self.queue.command.connect(self._of_queue)
        self.queue.moved.connect(self.acts.move)
        self.queue.list.asked.connect(self.menu.open_queued)
        self.queue.listen_on(self)
        self.queue.removed.connect(lambda _hold: self._of_queue("cancel"))
        self.placing.reader_asked.connect(self.finding.find)
        self.placing.title_asked.connect(lambda words: self.ask(FindTitles(words), self.placing.offer_titles))
        self.placing.placed.connect(self._place)
        self.editing.saved.connect(self._save)
        self.card.ask_closed.disconnect(self.take_focus)
        self.card.ask_closed.connect(self.acts.ask_left)

    def allow(self, permissions: frozenset[Permission]) -> None:
        """Without the permission there is no page; the lists are read when it is shown."""
        if Permission.HOLDS in permissions:
            self.ask(PickupBranches(), self._branches_told)

    def _branches_told(self, answer: Any) -> None:
        self.branches = answer.branches
        self.placing.set_branches(answer.branches, answer.here)

    def take_focus(self) -> None:
        """In the lines where there are any, else where one types."""
        if not self.table.isHidden() and self.lines:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def in_order(self) -> list[QWidget]:
        """Scan field, lists, lines, what stands beside them, the foot."""
        panel = self.panel()
        beside = [each for each in panel.findChildren(QWidget) if self._reached(each)] if panel is not None else []
        rows: list[QWidget] = [self.table] if self.lines else []
        feet = [button for button in self.footer.buttons.values() if not button.isHidden()]
        return [self.new, self.field.line, *self.segments.buttons.values(), *rows, *beside, *feet]

    def _reached(self, widget: QWidget) -> bool:
        """Whether Tab stops there: not at what opens from a box or stands inside one."""
        inside = isinstance(widget.parent(), QComboBox | QSpinBox) or widget.window() is not self.window()
        return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not widget.isHidden() and not inside

    def clear(self) -> None:
        """Nobody sees whose hold was looked at, or who was about to place one."""
        super().clear()
        self.of_card, self._last, self.refused = "", None, None
        self.placing.clear()
        self.close_panel()

    # The lists

    def refresh(self) -> None:
        """Read the list that is shown, the counts of all, and the queue beside it."""
        self.workplace.lists.find(HoldBoard(self.segments.name), self._board_told)
        if not self.queue.isHidden():
            self.ask(QueueOf(self.queue.title_id), self._queue_told)

    def _board_told(self, board: Any) -> None:
        if not isinstance(board, Board):  # the desk's own line tells what is the matter
            return self.ask(HoldBoard(self.segments.name), self._board_told)
        for name, count in board.counts.items():
            self.segments.buttons[name].set_count(count)
        self.workplace.badge("holds", board.counts[ListName.PULL], _to_pull(board.counts[ListName.PULL]))
        if board.name is not self.segments.name:
            return None
        if self.of_card:
            return self.ask(HoldsOf(self.of_card, ended=True), self._show_lines)
        return self._show_lines(board.lines)

    def _show_lines(self, lines: Lines) -> None:
        place = self.place()
        name = ListName.ALL if self.of_card else self.segments.name
        first = not self.lines
        self.lines = lines
        self.table.show_rows(headings(name), [hold_row(name, line, place) for line in lines])
        self.sheet.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._say_empty(name)
        self._offer()
        if first and self._is_free():
            self.take_focus()
        self.order_tabs()

    def _is_free(self) -> bool:
        """Nobody has the keyboard for anything else on this page."""
        now = QApplication.focusWidget()
        elsewhere = now is not None and (self.segments.isAncestorOf(now) or not self.isAncestorOf(now))
        return self.card.ask is None and not elsewhere and self.panel() is None and not self.field.text()

    def _say_empty(self, name: ListName) -> None:
        headline, text = empty_words(name, self._printed)
        if self.of_card:
            headline, text = _("This reader waits for nothing"), _("Ctrl+N places a hold.")
        self.empty.say(headline, text)

    def _choose(self, name: str) -> None:
        self.of_card, self.refused = "", None
        self.lines = ()
        self.show_card(None)  # it told of a line of the other list
        self.field.set_mode(scan_words(ListName(name)))
        self.table.setCurrentIndex(self.table.rows.index(-1, -1))
        if self.workplace.desk.standing is not None:
            self.refresh()

    def _offer(self) -> None:
        """At the foot stands what this list is worked with."""
        name, buttons = self.segments.name, self.footer.buttons
        buttons["missing"].setVisible(name is ListName.PULL and bool(self.lines))
        buttons["print"].setVisible(name in (ListName.PULL, ListName.SHELF, ListName.TRANSIT) and bool(self.lines))
        buttons["queue"].setVisible(bool(self.lines))

    def _into_rows(self, by: int) -> None:
        if self.lines and by > 0:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, letter: str) -> None:
        """Whatever is typed is a number or a name, but for the keys of the list."""
        if not self.letters.waits():
            self.field.type_on(letter)

    def _letter_pressed(self, letter: str) -> None:
        """N and P are keys of the list; N only where copies are to be pulled."""
        pulls = self.segments.name is ListName.PULL
        name = {"p": "print", "n": "missing" if pulls else ""}[letter.casefold()]
        self.run_command(name) if name else self.field.type_on(letter)

    def line(self) -> HoldLine | None:
        """The line that the keyboard is on, else the first."""
        at = self.table.place()
        if at is None or at >= len(self.lines):
            return self.lines[0] if self.lines else None
        return self.lines[at]

    # Keys

    def press(self, key: Key) -> bool:
        """A key of the table; the panels have their own Ctrl+Enter and Esc."""
        panel = self.panel()
        if key is Key.NEW:
            self.open_place()
        elif key in (Key.LIST_NEXT, Key.LIST_BACK):
            self.segments.step(1 if key is Key.LIST_NEXT else -1)
        elif key in BY_NAME:
            self.run_command(BY_NAME[key])
        elif key is Key.PRINT:
            self.print_slip(self._line_here())
        elif key is Key.ROW_ACTIONS:
            self.menu.open_here()
        elif key is Key.RECOMMENDED and self.card.ask is None and panel in (self.placing, self.editing):
            self._place() if panel is self.placing else self._save()
        elif key is Key.ASIDE and self.card.isHidden() and panel is not None:
            self.close_panel()
        else:
            return self.queue.press_key(key) or super().press(key)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del that nothing else has a use for is the queue's, as its button says."""
        if event.key() != Qt.Key.Key_Delete or self.card.ask is not None or not self.queue.press("Del"):
            super().keyPressEvent(event)

    def set_aside(self) -> None:
        """Esc: the card goes; without one the reader's own list ends. Whoever works beside the list stays there."""
        if self.card.isHidden() and self.of_card:
            self._choose(self.segments.name)
        panel, now = self.panel(), QApplication.focusWidget()
        if panel is not None and now is not None and panel.isAncestorOf(now):
            self.show_card(None)
        else:
            super().set_aside()

    def run_command(self, name: str) -> None:
        """A button of the card or at the foot, a key of the list."""
        line = self.line()
        match name:
            case "undo":
                self.undo()
            case "override":
                self.acts.anyway()
            case "aside":
                self.set_aside()
            case "slip":
                self.print_slip(self._line_here())
            case "print":
                self._print()
            case "queue":
                self._open_queue(self.table.place() or 0)
            case _ if line is not None:
                self.acts.run(name, line)

    # Scans

    def item_scanned(self, barcode: str) -> None:
        """What the list is for: found on the shelf, off the hold shelf, out of the crate; or who waits for it."""
        self.card.close_ask()
        if not self.placing.isHidden():
            self.ask(FindTitles(barcode), self.placing.offer_titles)
        elif self.segments.name in LOOKED_UP or self.acts.wants_title:
            self.ask(FindTitles(barcode), self._title_scanned)
        else:
            clears = self.segments.name is ListName.CLEAR
            self.do(ClearShelf(barcode) if clears else Checkin(barcode), self._item_done)

    def several(self, raw: str, found: FoundSeveral) -> None:
        """Words or an ISBN of several copies: a title to wait for."""
        if not self.placing.isHidden() or self.segments.name in LOOKED_UP:
            then = self.placing.offer_titles if not self.placing.isHidden() else self._title_scanned
            self.ask(FindTitles(raw), then)
        else:
            super().several(raw, found)

    def _title_scanned(self, hits: Any) -> None:
        if len(hits) == 1 and self.acts.takes_title(hits[0].id):
            return
        if len(hits) == 1:
            self.show_queue(hits[0].id)
        elif hits:
            self.open_place()
            self.placing.offer_titles(hits)
        else:
            headline = _("No such title")
            self.show_card(Card(Tone.WARN, "circle-help", headline, sound=Sound.ATTENTION))

    def _item_done(self, answer: Any) -> None:
        self._last = answer if isinstance(answer, Returned) else None
        self.refused = answer if isinstance(answer, Refused) else None
        self.show_card(in_public(checkin_card(answer, self.place()), answer))
        slip = slip_of(answer)
        if slip is not None:
            self.workplace.slips.print_slip(slip)
        self.refresh()

    def card_scanned(self, number: str) -> None:
        """A library card: who wants to place a hold, or whose holds are shown."""
        self.card.close_ask()
        self.ask(OpenPatron(number), partial(self._reader_told, number))

    def _reader_told(self, number: str, answer: Any) -> None:
        if not isinstance(answer, PatronOpened):
            if isinstance(answer, Unknown):
                self.show_card(hold_card(answer, self.place()))
            return
        if not self.placing.isHidden():
            self.placing.show_reader(number, answer.patron.name)
            return
        self.of_card = number
        told = _("Card …{digits}").format(digits=number[-4:])
        headline = _("Holds of {name}").format(name=answer.patron.name)
        self.show_card(Card(Tone.INFO, "id-card", headline, told, sound=Sound.OK))
        self.ask(HoldsOf(number, ended=True), self._show_lines)

    # Beside the list

    def open_place(self, card: str = "") -> None:
        """Ctrl+N: who wants what."""
        self._show_panel(self.placing)
        self.placing.clear()
        if card or self.of_card:
            self.card_scanned(card or self.of_card)
        else:
            self.placing.reader.setFocus()

    def _place(self) -> None:
        act = self.placing.act()
        if act is None:
            self.placing.want_missing()
        else:
            self.do(act, self._placed)

    def _placed(self, answer: Any) -> None:
        self.acts.done(answer)
        if isinstance(answer, HoldPlaced):
            self.placing.clear(keep_reader=True)
            self.placing.title.setFocus()

    def edit(self, line: HoldLine) -> None:
        """Note and days of this hold."""
        self._show_panel(self.editing)
        self.editing.show_hold(line)

    def _save(self) -> None:
        act = self.editing.act()
        if act is not None:
            self.close_panel()
            self.acts.save(act)

    def _open_queue(self, at: int) -> None:
        if at < len(self.lines):
            self.show_queue(self.lines[at].title_id, self.lines[at].hold)

    def show_queue(self, title: int, hold: int = 0) -> None:
        """Who waits for a title, beside the list; the keyboard is on this hold, or on the first."""
        self.queue.title_id = title
        self._show_panel(self.queue)
        self.ask(QueueOf(title), partial(self._queue_told, hold=hold, focus=True))

    def _queue_told(self, lines: Lines, hold: int = 0, *, focus: bool = False) -> None:
        self.queue.show_queue(self.queue.title_id, lines, self.place(), hold)
        if focus:
            self.queue.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.order_tabs()

    def _of_queue(self, name: str) -> None:
        line = self.queue.list.hold()
        if line is not None:
            self.acts.run(name, line)

    def _show_panel(self, panel: SidePanel) -> None:
        for each in self._panels():
            each.setVisible(each is panel)
        self.new.setVisible(panel is not self.placing)
        self.show_card(None)
        self.order_tabs()

    def close_panel(self) -> None:
        """The list alone."""
        for panel in self._panels():
            panel.hide()
        self.new.show()
        self.take_focus()
        self.order_tabs()

    # Printing and taking back

    def _print(self) -> None:
        """P: the list as it hangs on the trolley."""
        standing = self.desk.standing
        if standing is None or not self.lines:
            return
        self.workplace.slips.print_page("list", pull_page(self.segments.name, self.lines, standing))
        here = self.place()
        self._printed = format_when(here.local(here.now), here.today)
        self.workplace.say(_("The list is on its way to the printer"))

    def _line_here(self) -> HoldLine | None:
        """The line that the keyboard is on, in the list or in the queue; none while it is elsewhere."""
        at = self.table.place() if self.table.hasFocus() else None
        if self.queue.list.hasFocus():
            return self.queue.list.hold()
        return self.lines[at] if at is not None and at < len(self.lines) else None

    def print_slip(self, line: HoldLine | None) -> None:
        """F9: the slip of this line, else of the last scan."""
        slip = slip_of_line(line, self.place()) if line is not None else None
        slip = slip or (slip_of(self._last) if self._last is not None else None)
        if slip is not None:
            self.workplace.slips.print_slip(slip)
        else:
            self.workplace.say(_("There is no slip for this line"))

    def came_back(self, done: Done | None, answer: Undone) -> None:
        """An act of this page was undone: what it said is not so any more."""
        self._last = None
        super().came_back(done, answer)


def _footer() -> tuple[tuple[Command, ...], tuple[Command, ...]]:
    return (
        (Command("undo", _("Undo last"), "Ctrl Z", "undo-2", Weight.GHOST),),
        (
            Command("queue", _("Queue"), "Enter", "list-checks"),
            Command("missing", _("Not on shelf"), "N", "circle-question-mark"),
            Command("print", _("Print list"), "P", "printer"),
        ),
    )


def _to_pull(count: int) -> str:
    return ngettext("{count} copy to pull", "{count} copies to pull", count).format(count=count)
