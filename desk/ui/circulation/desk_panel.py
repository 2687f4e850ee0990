"""What both panels share: scans in their order, one in flight, each with a row from the start."""

from abc import abstractmethod
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Signal

from desk.i18n import _
from desk.rules.barcodes import Order, read_scan
from desk.rules.blocks import Block
from desk.rules.vocabulary import BarcodeKind, ClaimFound
from desk.services.answers import Refused, Thing, Unknown
from desk.services.circulation.answers import Undone
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.lookup import (
    FoundBoth,
    FoundCard,
    FoundCommand,
    FoundItem,
    FoundSeveral,
    Identify,
    TodayCounts,
)
from desk.services.desk import new_key
from desk.station.store import PageKind, ScanState
from desk.ui.circulation.choosing import Choosing
from desk.ui.circulation.desk_page import DeskPage
from desk.ui.circulation.explaining import Explaining
from desk.ui.circulation.lifting import Lifting
from desk.ui.circulation.listing import Lists
from desk.ui.circulation.looking import Looking
from desk.ui.circulation.lost import failed_card, failed_row, was_lost
from desk.ui.circulation.misread import Misread
from desk.ui.circulation.ordering import Ordering
from desk.ui.circulation.row_actions import RowActions
from desk.ui.circulation.supposing import Supposing
from desk.ui.circulation.taking_back import TakingBack
from desk.ui.circulation.taking_on import TakingOn
from desk.ui.circulation.tools import Done, Slip, Tools, slip_of
from desk.ui.circulation.visit import Scanned, Stage, Visit, stage_of
from desk.ui.desk_thread import Failed
from desk.ui.keys import Key
from desk.ui.parts.chips import DayKind
from desk.wording.checkout import aside_row, waiting_row
from desk.wording.context import Place
from desk.wording.shapes import Card, Figure, Row

Step = Callable[[], None]


class DeskPanel(QObject):
    """Makes acts of scans and keys, and shows what came of them. It holds a page and is itself no widget."""

    answered = Signal(object)
    changed = Signal()
    turned = Signal(object)
    rested = Signal()
    reading: ClassVar[BarcodeKind]
    kind: ClassVar[PageKind]

    def __init__(self, page: DeskPage, tools: Tools) -> None:
        super().__init__(page)
        self.page = page
        self.tools = tools
        self.desk = tools.desk
        self.visit = Visit()
        self.caught: list[Scanned] = []
        self.about: Scanned | None = None
        self.restored = False
        # Scans that came while the visit of before a crash was read: they belong to what is open then.
        self.held_back: list[Scanned] | None = None
        self.held = False
        self._steps: deque[Step] = deque()
        self._busy = self._stepping = self._moved = False
        self._last_slip: Slip | None = None
        self.lifting = Lifting(page, tools.desk)
        self.taking_back = TakingBack(self)
        self.choosing = Choosing(self)
        self.misread = Misread(self)
        self.explaining = Explaining(self)
        self.supposing = Supposing(self)
        self.taking_on = TakingOn(self)
        self.lists = Lists(self)
        self.ordering = Ordering(self)
        self.row_actions = RowActions(self)
        self.looking = Looking(self)
        self._commands = self.commands()
        self._connect()

    def _connect(self) -> None:
        page = self.page
        page.submitted.connect(self.enter)
        page.command.connect(self.run_command)
        page.row_opened.connect(self.open_row)
        page.row_undone.connect(self.taking_back.undo_row)
        page.chip_changed.connect(self.chip_changed)
        page.read_days(DayKind(lambda: self.place().today, ahead=self.kind is PageKind.CHECK_OUT))

    def commands(self) -> dict[str, Step]:
        """What each command of a card, the foot or a key does here."""
        return {
            "override": self.override,
            "confirm": self.confirm,
            "aside": self.set_aside,
            "again": self.try_again,
            "undo": self.taking_back.undo_last,
            "reshelve": self.taking_back.reshelve,
            "slip": self.print_slip,
            Key.REDO: self.taking_back.redo,
            Key.REPRINT: self.reprint,
            "found_here": partial(self.claim_settled, ClaimFound.LIBRARY),
            "brought_back": partial(self.claim_settled, ClaimFound.PATRON),
            Key.WHY: self.explaining.why,
            Key.WHAT_IF: self.supposing.open,
            Key.UNCATALOGUED: self.taking_on.ask,
            Key.LIST: self.lists.choose,
            Key.ROW_ACTIONS: self.row_actions.open,
            "as_card": partial(self.choosing.chosen, as_card=True),
            "as_item": partial(self.choosing.chosen, as_card=False),
        }

    def orders(self) -> dict[Order, Step]:
        """What each command barcode does here, in a step of its own."""
        return self.ordering.known()

    @abstractmethod
    def end(self) -> None:
        """In a step: the visit or session is over."""

    # The line of scans

    def place(self) -> Place:
        """Where and when a sentence is said."""
        standing = self.desk.standing
        assert standing is not None, "nothing is said before the desk is open"
        return standing.here()

    def is_ready(self) -> bool:
        """Whether the library is open, somebody is signed in, and nobody else is about to be."""
        return not self.held and self.desk.standing is not None and self.desk.standing.staff.id != 0

    def scan(self, raw: str) -> None:
        """A scan from any scanner; a line that waits for one may take it."""
        self._hear(Scanned(raw, waiting_row(raw.strip())))

    def enter(self, raw: str) -> None:
        """A number or name that was typed: it may be the last digits of one."""
        self._hear(Scanned(raw, waiting_row(raw.strip()), typed=True))

    def _hear(self, scanned: Scanned) -> None:
        raw = scanned.raw
        if scanned.is_order or not (self.supposing.takes(raw) or self.taking_on.takes(raw)):
            self.catch(scanned)

    def catch(self, scanned: Scanned) -> None:
        """One more scan: it has its row before anything is asked."""
        if self.held_back is not None:
            return self.held_back.append(scanned)
        self.explaining.close()
        self.row_actions.close()
        self.caught.append(scanned)
        if not scanned.is_order:
            scanned.place = self.page.add_row(scanned.row, waits=self.is_ready())
            self.visit.warned = False
            if not self.visit.kept:
                self.keep()
            self.tools.notes.keep_scan(self.visit, scanned, ScanState.WAITING)
        return self.then(partial(self.begin, scanned))

    def then(self, step: Step) -> None:
        """Do this after everything that waits already."""
        self._steps.append(step)
        self.go_on()

    def first(self, *steps: Step) -> None:
        """Do this, in this order, before the scans that wait: it answers the question on the card."""
        self._steps.extendleft(reversed(steps))
        self.go_on()

    def go_on(self) -> None:
        """Take the next step when nothing is in flight. A loop, because an answer may come at once."""
        if self._stepping or not self.is_ready():
            return
        self._stepping = True
        try:
            while self._steps and not self._busy:
                self._busy = self._moved = True
                self._steps.popleft()()
        finally:
            self._stepping = False
        if self._moved and self.is_idle():
            self._moved = False
            self.came_to_rest()
            self.rested.emit()

    def settled(self) -> None:
        """The step is over."""
        self._busy = False
        self.go_on()

    def keep(self) -> None:
        """This visit and all that waits for it, in the store."""
        self.visit.kept = True
        self.tools.notes.keep_visit(self.visit, self.kind)
        for scanned in self.visit.scans:
            self.note(scanned)
        for scanned in (each for each in self.caught if not each.is_order):
            self.tools.notes.keep_scan(self.visit, scanned, ScanState.WAITING)

    def is_idle(self) -> bool:
        """Whether no scan is in flight or waits."""
        return not self._busy and not self._steps and not self.held_back

    def take_up(self, visits: list[Visit]) -> None:
        """What a crash cut off goes on."""

    def came_to_rest(self) -> None:
        """Nothing waits any more: the time to refresh what stands beside the rows."""

    def begin(self, scanned: Scanned) -> None:
        if scanned.stage is not Stage.CAUGHT:
            return self.settled()
        self.caught.remove(scanned)
        self.visit.scans.append(scanned)
        scanned.stage = Stage.ASKED
        if scanned.is_order:
            return self.ordering.obey(scanned)
        standing = self.desk.standing
        assert standing is not None
        read = read_scan(scanned.raw, standing.patterns, typed=scanned.typed)
        return self.desk.ask(Identify(read, self.reading), partial(self.identified, scanned))

    def identified(self, scanned: Scanned, found: Any) -> None:
        """What the scan names: a card, a copy, both, several, nothing."""
        if self.lists.settles(scanned, found):
            return
        match found:
            case Failed():
                self.fail(scanned, found)
            case FoundCard():
                self.card_scanned(scanned, found.number)
            case FoundItem():
                self.item_scanned(scanned, found.barcode)
            case FoundBoth():
                self.choosing.card_or_item(scanned, found)
            case FoundSeveral():
                self.choosing.one_of(scanned, found)
            case FoundCommand():
                self.tell(scanned, Unknown(Thing.ITEM, scanned.raw.strip()))
            case _:
                self.tell(scanned, found)

    @abstractmethod
    def card_scanned(self, scanned: Scanned, number: str) -> None:
        """A library card; each page has its own use for it."""

    @abstractmethod
    def item_scanned(self, scanned: Scanned, barcode: str) -> None:
        """A copy; each page has its own use for it."""

    @abstractmethod
    def words(self, answer: Any) -> tuple[Card, Row]:
        """An answer as card and row of this page."""

    # Acts and their answers

    def act(self, scanned: Scanned, act: Any, *, again: bool = False) -> None:
        """Run an act for a scan. The first has the scan's own key, so that a crash in between is seen."""
        key = new_key() if again or scanned.done else scanned.key
        self.desk.do(act, partial(self.acted, scanned, act, key), key)

    def acted(self, scanned: Scanned, act: Any, key: str, answer: Any) -> None:
        """The answer of an act: its row, its card, its sound."""
        if isinstance(answer, Failed):
            return self.fail(scanned, answer)
        if stage_of(answer) is Stage.DONE:
            self.stood(Done(key, act, self, scanned, self.visit), answer)
        self.tell(scanned, answer)
        return None

    def stood(self, done: Done, answer: Any) -> None:
        """An act is in the journal."""
        if done.scanned is not None:
            done.scanned.done[done.key] = answer
        self.tools.acts.add(done)

    def tell(self, scanned: Scanned, answer: Any) -> None:
        """Show an answer and go on with the next scan. A number that is not on file is asked about once."""
        if self.misread.confirmed(scanned, answer):
            return
        self.show(self.take(scanned, answer), scanned)
        self.settled()

    def take(self, scanned: Scanned, answer: Any) -> Card:
        """The row of an answer; gives its card."""
        scanned.answer, scanned.stage = answer, stage_of(answer)
        card, row = self.words(answer)
        self.paint(scanned, row)
        self.note(scanned)
        self.answered.emit(answer)
        return card

    def paint(self, scanned: Scanned, row: Row) -> None:
        """The row of a scan as it is now; a parked visit's rows are only remembered."""
        scanned.row = row
        if scanned.place is not None:
            self.page.update_row(scanned.place, row)
        self.count_rows()

    def note(self, scanned: Scanned) -> None:
        """Leave a note in this station's store as long as the scan has no act."""
        states = {Stage.LOOK: ScanState.REFUSED, Stage.ASIDE: ScanState.ASIDE}
        state = states.get(scanned.stage)
        if isinstance(scanned.answer, Unknown) and scanned.stage is Stage.LOOK:
            state = ScanState.UNKNOWN
        if state is None:
            self.tools.notes.drop_scan(self.visit, scanned)
        else:
            self.tools.notes.keep_scan(self.visit, scanned, state)

    def show(self, card: Card | None, about: Scanned | None = None) -> None:
        """The card, and its sound once."""
        self.about = about
        self.choosing.picked = None
        self.page.show_card(card)
        if card is not None and card.sound is not None:
            self.tools.sound(card.sound)

    def drop(self, scanned: Scanned) -> None:
        """The scan was a card or a name: it is no row of the table."""
        if scanned in self.visit.scans:
            self.visit.scans.remove(scanned)
        if scanned.place is not None:
            self.page.remove_row(scanned.place)
            scanned.place = None
        self.tools.notes.drop_scan(self.visit, scanned)

    def fail(self, scanned: Scanned, failed: Failed) -> None:
        """No answer: this scan and all behind it stay as rows that say so. Nothing is tried again by itself.

        A command that was to come after them is not obeyed: it counted on their answers.
        """
        for each in self.caught:
            each.stage = Stage.ASIDE
        for each in (scanned, *(each for each in self.caught if not each.is_order)):
            each.stage, each.answer = Stage.LOOK, failed
            if each not in self.visit.scans:
                self.visit.scans.append(each)
            self.paint(each, failed_row(each.row))
            self.note(each)
        self.caught.clear()
        self.show(failed_card(failed), scanned)
        self.settled()

    def count_rows(self) -> None:
        """How many, in words, over the table."""

    @abstractmethod
    def several(self, count: int) -> str:
        """How many were found, in words."""

    @abstractmethod
    def nobody(self, words: str) -> Card:
        """Nothing was found for words."""

    def show_failure(self, failed: Failed) -> None:
        """An act without a row had no answer."""
        self.show(failed_card(failed))

    def came_back(self, done: Done | None, answer: Undone) -> None:
        """An act of this panel was undone."""

    def print_slip(self) -> None:
        """F9 for the card: the slip that goes into the copy."""
        answer = self.about.answer if self.about is not None else None
        slip = slip_of(answer)
        if slip is not None:
            self.print(slip)

    def print(self, slip: Slip) -> None:
        """Print it, and remember it for another time."""
        self._last_slip = slip
        self.tools.print_slip(slip)

    def reprint(self) -> None:
        """The last slip once more."""
        if self._last_slip is not None:
            self.tools.print_slip(self._last_slip)

    # Keys and commands

    def run_command(self, name: str) -> None:
        """A command of the card, the foot, the panel or a key."""
        known = self._commands.get(name)
        if known is not None:
            known()

    @abstractmethod
    def adding_words(self) -> str:
        """What this page does with a copy that stands in no catalogue."""

    @abstractmethod
    def after_adding(self, barcode: str) -> Any:
        """The act that follows once such a copy is on file; none where there is nothing more to do."""

    def reader_blocks(self) -> tuple[Block, ...]:
        """What stands against the reader at this page."""
        return ()

    def claim_settled(self, how: ClaimFound) -> None:
        """A copy that was claimed returned is in the hand: it is taken in, and the claim closed."""
        refused, scanned = self._refused(), self.about
        if refused is not None and scanned is not None and isinstance(refused.act, Checkin):
            self.first(partial(self.act, scanned, replace(refused.act, claim=how), again=True))

    def override(self) -> None:
        """F10: lend or take it anyway."""
        refused = self._refused()
        if refused is not None and not refused.never:
            assert self.about is not None
            self.lifting.ask(refused.blocks, partial(self.lifted, self.about, refused), _("Allow it"))

    def confirm(self) -> None:
        """Yes to what was asked to be sure."""
        refused = self._refused()
        if refused is not None and not refused.never:
            assert self.about is not None
            self.lifting.confirm(refused.blocks, partial(self.lifted, self.about, refused), _("Allow it"))

    def _refused(self) -> Refused | None:
        answer = self.about.answer if self.about is not None and self.about.stage is Stage.LOOK else None
        return answer if isinstance(answer, Refused) else None

    def lifted(self, scanned: Scanned, refused: Refused, by: int, why: str) -> None:
        """Somebody said yes: the same act again with these reasons granted."""
        self.visit.grant(refused.blocks, by, why)
        scanned.stage = Stage.ASKED
        act = refused.overridden(by, why)
        self.first(lambda: self.act(scanned, act, again=True))

    def try_again(self) -> None:
        """Every scan without an answer once more, in order. One whose act was done unseen gets its first answer."""
        for scanned in [s for s in self.visit.scans if s.stage is Stage.LOOK and was_lost(s)]:
            self.visit.scans.remove(scanned)
            scanned.stage = Stage.CAUGHT
            self.caught.append(scanned)
            self.paint(scanned, waiting_row(scanned.raw.strip()))
            self._steps.append(partial(self.begin, scanned))
        self.show(None)
        self.go_on()

    def set_aside(self) -> None:
        """Esc: the question on the card is put off; its row stays and asks for nothing more."""
        if self.about is not None and self.about.stage is Stage.LOOK:
            self.put_aside(self.about)
        self.show(None)
        self.page.take_focus()

    def put_aside(self, scanned: Scanned) -> None:
        """This row asks for nothing more."""
        scanned.stage = Stage.ASIDE
        self.paint(scanned, aside_row(scanned.row))
        self.note(scanned)

    def chip_changed(self, name: str, value: str) -> None:
        """A mode was changed."""

    def scanned_at(self, place: int | None) -> Scanned | None:
        """The scan in this row."""
        return next((s for s in (*self.visit.scans, *self.caught) if s.place == place), None)

    def open_row(self, place: int) -> None:
        """Enter on a row: what it said, and what can be done about it. The keyboard stays on the row, for Del."""
        scanned = self.scanned_at(place)
        if scanned is None or scanned.stage in (Stage.UNDONE, Stage.BACK, Stage.ASIDE, Stage.CAUGHT, Stage.ASKED):
            return
        if was_lost(scanned):
            self.show(replace(failed_card(scanned.answer), sound=None), scanned)
        elif isinstance(scanned.answer, FoundBoth | FoundSeveral | FoundCard):
            scanned.listed = False
            self.first(partial(self.identified, scanned, scanned.answer))
        else:
            card = self.misread.card(scanned) or self.words(scanned.answer)[0]
            self.show(replace(card, sound=None), scanned)

    def repaint(self) -> None:
        """Every row anew on an empty table, the oldest first."""
        for scanned in (*self.visit.scans, *self.caught):
            scanned.place = self.page.add_row(scanned.row)
        self.count_rows()

    def show_today(self, counts: Any) -> None:
        """What the desk did today, on the empty page."""
        if isinstance(counts, TodayCounts):
            told = ((counts.lent, _("out")), (counts.returned, _("in")), (counts.renewed, _("renewed")))
            self.page.set_day_counts(tuple(Figure(str(count), word) for count, word in told))
