"""A page of the desk's other work (readers, holds, money): what it works with, and what all of them share."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.errors import DeskError
from desk.i18n import _
from desk.rules.barcodes import Order, order_of, read_scan
from desk.rules.vocabulary import BarcodeKind, Permission
from desk.services.answers import NotDone, Refused, Thing, Unknown
from desk.services.circulation.answers import Undone
from desk.services.circulation.lookup import FoundBoth, FoundCard, FoundItem, FoundSeveral, Identify
from desk.services.desk import new_key
from desk.ui.circulation.lifting import Lifting
from desk.ui.circulation.tools import ActsDone, Doer, Done
from desk.ui.desk_thread import DeskLine, Failed, LookupThread
from desk.ui.keys import Key
from desk.ui.page import Page, tab_through
from desk.ui.parts.chips import Choice
from desk.ui.parts.labels import Text
from desk.ui.parts.result_card import ResultCard
from desk.ui.parts.room import Room, bring_into_sight, move_to, stand_beside
from desk.ui.slip_queue import SlipQueue
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.checkout import refused_card, unknown_card
from desk.wording.errors import error_sentence
from desk.wording.shapes import Card, Sound, Tone
from desk.wording.undone import undone_card

Then = Callable[[Any], None]
# In a page lower than this, at 100 %, the last result scrolls with the rest; a panel below it is so high at least.
LOW, LEAST = 560, 320


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the main part of a page, so wide; in a page narrower than `least` it stands below."""

    across: QBoxLayout
    panels: tuple[QWidget, ...]
    least: int
    wide: int

    def fit(self, look: Look, width: int) -> None:
        """The page has this width."""
        below = width < look.px(self.least)
        wide = look.px(self.wide) if self.wide else look.size("context_panel")
        stand_beside(self.across, self.panels, wide, below=below)
        for panel in self.panels:
            if isinstance(panel, Room):
                panel.set_whole(below)
            else:
                panel.setMinimumHeight(look.px(LEAST) if below else 0)


@dataclass(slots=True)
class Workplace:
    """What every such page is handed by the shell.

    `say` is a passing message; `go` turns to another page and gives it; `lend_to` opens a card at check-out;
    `undo_there` takes back the last act where it is a scan's, on its own page, and says whether it is one, `redo_there`
    does it anew; `badge` is the number beside a page in the navigation, with the words for it. Long lists are read by
    `lists`, beside the desk's own line, so that no scan waits for them.
    """

    look: Look
    desk: DeskLine
    lookup: LookupThread
    lists: LookupThread
    slips: SlipQueue
    acts: ActsDone
    sound: Callable[[Sound], None]
    say: Callable[[str], None]
    go: Callable[[str], QWidget]
    lend_to: Callable[[str], None]
    undo_there: Callable[[Doer], bool]
    badge: Callable[[str, int, str], None]
    redo_there: Callable[[Doer], bool] = lambda _doer: False


class WorkPage(Page):
    """One page. Its acts join those of check-out and check-in, so that Ctrl+Z means the last one of the window.

    `reading` is what a number is taken for that could be a card or a copy.
    """

    reason_chosen = Signal(str)
    granted = Signal(str)
    reading: ClassVar[BarcodeKind] = BarcodeKind.PATRON

    def __init__(self, workplace: Workplace, title: str) -> None:
        super().__init__(workplace.look, workplace.desk)
        self.workplace = workplace
        px = self.look.px
        self.card = ResultCard(self.look)
        self.card.show_card(None)
        self.head = QHBoxLayout()
        self.head.setSpacing(px(12))
        self.head.addWidget(Text(self.look, title, 20, SEMIBOLD))
        self.head.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(12))
        self.body.setContentsMargins(0, 0, 0, 0)
        self.room = Room(self.body)
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(12))
        column.addLayout(self.head)
        column.addWidget(self.card)
        column.addWidget(self.room, 1)
        self._sides: Beside | None = None
        self.lifting = Lifting(self, self.desk)
        self._running: list[Any] = []
        self.card.command.connect(self.run_command)
        self.card.reason_chosen.connect(self.reason_chosen)
        self.card.granted.connect(self.granted)
        self.card.ask_closed.connect(self.take_focus)
        self.card.ask_closed.connect(self._settle_card)

    # Its room

    def lay_beside(self, panels: tuple[QWidget, ...], least: int, wide: int = 0) -> QBoxLayout:
        """Where the main part stands, and these panels beside it or in a narrow page below it; usually as all are."""
        across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        across.setSpacing(self.look.px(16))
        self._sides = Beside(across, panels, least, wide)
        return across

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow page what stands beside goes below; in a low one the last result scrolls with the rest."""
        super().resizeEvent(event)
        if self._sides is not None:
            self._sides.fit(self.look, self.width())
        self._settle_card()
        now = QApplication.focusWidget()
        if isinstance(now, QAbstractItemView) and self.card.card is not None:
            bring_into_sight(self.card)  # whoever is in a list looks at what came of it
        elif now is not None and self.room.isAncestorOf(now):
            bring_into_sight(now)

    def event(self, event: QEvent) -> bool:
        """The last result is of another height: something is asked in it."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._settle_card()
        return super().event(event)

    def _settle_card(self) -> None:
        if self._home().indexOf(self.card) < 0:
            QTimer.singleShot(0, self, self._place_card)  # a zoom on its way has reached the letters by then

    def _home(self) -> QVBoxLayout:
        """Where the last result stands: in a low page, or when it takes half of it, it scrolls with the rest."""
        px = self.look.px
        high = 0 if self.card.isHidden() else self.card.heightForWidth(self.width() - 2 * px(24))
        return self.body if self.height() < px(LOW) or 2 * high > self.height() else self.column

    def _place_card(self) -> None:
        home = self._home()
        if home.indexOf(self.card) < 0:
            move_to(home, max(0, home.indexOf(self.room)), self.card, self.look.zoom)

    # What each page says of itself

    @abstractmethod
    def card_scanned(self, number: str) -> None:
        """A library card."""

    @abstractmethod
    def item_scanned(self, barcode: str) -> None:
        """A copy."""

    def allow(self, permissions: frozenset[Permission]) -> None:
        """Somebody else is signed in: acts that their role may not use are absent."""

    def clear(self) -> None:
        """Nobody may see any longer whom the page was about: the desk is locked, or nobody was here for a while."""
        self.card.show_card(None)

    def shows(self) -> bool:
        """Whether anything on the page says who somebody is."""
        return self.card.card is not None

    def run_command(self, _name: str) -> None:
        """A button of the card was pressed."""

    # Keys and scans

    def press(self, key: Key) -> bool:
        """A key of the table; False when the page has no use for it."""
        if self.card.press(key):
            return True
        match key:
            case Key.UNDO:
                self.undo()
            case Key.REDO:
                self.redo()
            case Key.ASIDE:
                self.set_aside()
            case _:
                return False
        return True

    def set_aside(self) -> None:
        """Esc: the card goes, and the keyboard is where the page begins."""
        self.card.show_card(None)
        self.take_focus()

    def scan(self, raw: str) -> None:
        """A scan from any scanner. Answers come in the order of the scans: the desk thread has one line."""
        order = order_of(raw)
        if order is not None:
            self.obey(order)
            return
        standing = self.desk.standing
        assert standing is not None
        read = read_scan(raw, standing.patterns)
        self.desk.ask(Identify(read, self.reading), partial(self.identified, raw))

    def obey(self, order: Order) -> None:
        """A command barcode: undo, set aside, print; the others mean nothing here."""
        if order is Order.UNDO:
            self.undo(scanned=True)
            return
        keys = {Order.SIDE: Key.ASIDE, Order.RECEIPT: Key.PRINT, Order.DONE: Key.FINISH}
        if order not in keys or not self.press(keys[order]):
            self.workplace.say(_("This command does nothing on this page"))

    def identified(self, raw: str, found: Any) -> None:
        """What the scan names. What could be both is taken for what this page reads."""
        match found:
            case FoundCard():
                self.card_scanned(found.number)
            case FoundItem():
                self.item_scanned(found.barcode)
            case FoundBoth() if self.reading is BarcodeKind.PATRON:
                self.card_scanned(found.number)
            case FoundBoth():
                self.item_scanned(found.number)
            case FoundSeveral():
                self.several(raw, found)
            case Failed():
                self.fail(found)
            case Unknown():
                self.show_card(unknown_card(found))
            case _:
                self.show_card(unknown_card(Unknown(Thing.ITEM, raw.strip())))

    def several(self, raw: str, _found: FoundSeveral) -> None:
        """The last digits of several numbers."""
        self.show_card(unknown_card(Unknown(Thing.ITEM, raw.strip())))

    # Acts

    def do(self, act: Any, then: Then) -> None:
        """Run an act. What stands joins the acts of the window; `then` hears every answer but a failure.

        The same act again before its answer is there is a key pressed twice: it is done once.
        """
        if act in self._running:
            return
        self._running.append(act)
        key = new_key()
        self.desk.do(act, partial(self._done, act, key, then), key)

    def ask(self, question: Any, then: Then) -> None:
        """Ask something; `then` hears the answer unless it failed."""
        self.desk.ask(question, partial(self._answered, then))

    def _done(self, act: Any, key: str, then: Then, answer: Any) -> None:
        self._running.remove(act)
        if isinstance(answer, Failed):
            return self.fail(answer)
        if not isinstance(answer, NotDone):
            self.workplace.acts.add(Done(key, act, self))
        return then(answer)

    def _answered(self, then: Then, answer: Any) -> None:
        if isinstance(answer, Failed):
            return self.fail(answer)
        return then(answer)

    def offer_override(self, refused: Refused, yes: str, then: Then) -> None:
        """The reasons are on the card: somebody who may says yes, with a reason, and a PIN where the clerk may not."""
        self.lifting.ask(refused.blocks, lambda by, why: self.do(refused.overridden(by, why), then), yes)

    def undo(self, *, scanned: bool = False) -> None:
        """Ctrl+Z: the last act of this person at this desk, whichever page did it. A scan moves no money back."""
        standing = self.workplace.acts.standing
        done = standing[-1] if standing else None
        if done is not None and self.workplace.undo_there(done.panel):
            return
        from desk.services.circulation.undo import Undo

        self.desk.do(Undo(done.key if done is not None else "", scanned), partial(self._undone, done))

    def _undone(self, done: Done | None, answer: Any) -> None:
        if isinstance(answer, Failed):
            return self.fail(answer)
        if isinstance(answer, Undone):
            acts = self.workplace.acts
            done = done or acts.named(answer.key)
            if done is not None:
                acts.take_back(done)
                done.panel.came_back(done, answer)
            self.show_card(undone_card(answer, self.place()))
            if done is None or done.panel is not self:
                self.refresh()
            return None
        return self.show_card(refused_card(answer, self.place()))

    def redo(self) -> None:
        """Ctrl+Shift+Z: the original act anew."""
        done = self.workplace.acts.next_redo()
        if done is None:
            return
        if done.scanned is not None:  # a scan is done anew on the page that has its row
            self.workplace.redo_there(done.panel)
            return
        key = new_key()
        self.desk.do(done.act, partial(self._redone, done, key), key)

    def _redone(self, done: Done, key: str, answer: Any) -> None:
        if isinstance(answer, Failed):
            return self.fail(answer)
        if isinstance(answer, Refused):
            return self.show_card(refused_card(answer, self.place()))
        if isinstance(answer, Unknown):
            return self.show_card(unknown_card(answer))
        if not isinstance(answer, NotDone):
            self.workplace.acts.redone(done, key)
            self.show_card(Card(Tone.INFO, "redo-2", _("Done again"), sound=Sound.OK))
        return self.refresh()

    def came_back(self, _done: Done | None, _answer: Undone) -> None:
        """An act of this page was undone, here or elsewhere."""
        self.refresh()

    # What is told

    def show_card(self, card: Card | None) -> None:
        """The last result, with its sound once."""
        self.card.show_card(card)
        self._settle_card()
        if card is not None:
            bring_into_sight(self.card)
        if card is not None and card.sound is not None:
            self.workplace.sound(card.sound)
        self.order_tabs()

    def fail(self, answer: Any) -> None:
        """The world came between: nothing is lost, nothing is done."""
        error = answer.error if isinstance(answer, Failed) else answer
        why = error_sentence(error) if isinstance(error, DeskError) else _("The program made a mistake.")
        self.show_card(Card(Tone.BAD, "cloud-off", _("Not done"), why, sound=Sound.BAD))

    def ask_reason(self, prompt: str, choices: tuple[Choice, ...], yes: str) -> None:
        """Ask for a reason in the card."""
        self.card.ask_reason(prompt, choices, yes)

    def ask_grant(self, prompt: str, yes: str) -> None:
        """Ask in the card for the PIN of somebody who may say yes."""
        self.card.ask_grant(prompt, yes)

    def order_tabs(self) -> None:
        """Tab goes through the card, and then through the page as it is read."""
        tab_through([*self.card.buttons, *self.in_order()])
