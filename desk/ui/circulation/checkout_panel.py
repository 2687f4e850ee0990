"""Check out: what a scan, a key and an answer do on the page that lends."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Signal

from desk.i18n import _, ngettext
from desk.rules.barcodes import Order
from desk.rules.blocks import Block
from desk.rules.vocabulary import BarcodeKind, Permission, Reason
from desk.services.answers import Grant, Refused
from desk.services.circulation.answers import (
    Added,
    Backdated,
    Claimed,
    Marked,
    Recalled,
    Returned,
    Undone,
    VisitFinished,
)
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.lookup import CountToday, ItemShown
from desk.services.circulation.visit import FinishVisit
from desk.services.desk import new_key
from desk.services.patrons.panel import OpenPatron, PatronOpened
from desk.settings import ReceiptWish
from desk.station.store import PageKind
from desk.ui.circulation.allowing import Allowing
from desk.ui.circulation.checkout_page import DUE, HERE, RECEIPT, USE, CheckoutPage
from desk.ui.circulation.desk_panel import DeskPanel, Step
from desk.ui.circulation.due_slips import DueSlips
from desk.ui.circulation.former import Former
from desk.ui.circulation.growing_up import grow_up
from desk.ui.circulation.instead import Instead
from desk.ui.circulation.marking import Marking
from desk.ui.circulation.renewing import Renewing
from desk.ui.circulation.seeing_again import SeeingAgain
from desk.ui.circulation.tools import Done, Tools
from desk.ui.circulation.visit import Scanned, Visit
from desk.ui.circulation.ways import OWN_LIBRARY, try_name, ways
from desk.ui.desk_thread import Failed
from desk.ui.keys import SEQUENCES, Key
from desk.wording.checkin import checkin_card, checkin_row
from desk.wording.checkout import (
    PAY,
    checkout_card,
    checkout_row,
    finished_card,
    item_card,
    item_row,
    unsettled_card,
)
from desk.wording.context import Place
from desk.wording.marks import item_commands, marks_card, marks_row
from desk.wording.patrons.panel import opened_card, person
from desk.wording.shapes import Card, Command, Pill, Row, Sound, Tone


class CheckoutPanel(DeskPanel):
    """Lends. A card opens a visit, a copy is lent in it, the next card or F12 ends it."""

    own_library = Signal()
    payment = Signal()
    newcomer = Signal(str)
    page: CheckoutPage
    reading: ClassVar[BarcodeKind] = BarcodeKind.PATRON
    kind: ClassVar[PageKind] = PageKind.CHECK_OUT

    def __init__(self, page: CheckoutPage, tools: Tools) -> None:
        self.page = page
        self.renewing = Renewing(self)
        self.allowing = Allowing(self)
        self.instead = Instead(self)
        self.marking = Marking(self)
        self.due_slips = DueSlips(self)
        super().__init__(page, tools)
        self.again = SeeingAgain(self)
        self.parked: list[Visit] = []
        self.former = Former(self)
        page.note_pressed.connect(self._note_pressed)
        page.chips[RECEIPT].set_normal(tools.receipt)
        self._show_ways()

    def commands(self) -> dict[str, Step]:
        """What each command does here."""
        return super().commands() | {
            "keep": self.instead.take_back,
            "return": self.instead.take_back,
            "return_and_lend": self.instead.return_and_lend,
            "use": self.instead.use_here,
            "claim": self.marking.claim,
            "recall": self.marking.recall,
            "mark": self.marking.mark,
            "finish": self.finish,
            "print": self.due_slips.so_far,
            "slip": self.print_slip,
            "renew_all": partial(self.renewing.loans, every=True),
            Key.RENEW: self.renewing.renew,
            Key.LAST_PATRON: self.last_patron,
            Key.NEW: self._register,
        }

    def orders(self) -> dict[Order, Step]:
        """What each command barcode does here."""
        return super().orders() | {
            Order.RENEW: self.renewing.order,
            Order.RECEIPT: self.due_slips.order,
            Order.USE: self._turn_use,
        }

    def _turn_use(self) -> None:
        self.page.chips[USE].choose(HERE if self.page.chips[USE].is_normal() else "home")

    # Scans

    def catch(self, scanned: Scanned) -> None:
        """A scan ends the walk back through former readers."""
        self.former.stay()
        super().catch(scanned)

    def item_scanned(self, scanned: Scanned, barcode: str) -> None:
        """Lend it; without a reader, tell where it is and belongs."""
        if self.visit.card:
            self.act(scanned, self.checkout(barcode))
        else:
            self.looking.ask(scanned, barcode)

    def checkout(self, barcode: str) -> Checkout:
        """Lend this copy in this visit, with what was set and allowed for it."""
        visit = self.visit
        return Checkout(visit.card, barcode, visit.id, due_on=visit.due_on, on_site=visit.on_site, grants=visit.grants)

    def adding_words(self) -> str:
        """Lent to the reader; without one it is only taken on file."""
        return _("Lend uncatalogued") if self.visit.card else _("Take it on file")

    def after_adding(self, barcode: str) -> Checkout | None:
        """Whoever says that it is lent uncatalogued is not asked again; what else stands in the way still does."""
        standing = self.desk.standing
        if not self.visit.card or standing is None:
            return None
        act = self.checkout(barcode)
        if Permission.LEND_UNCATALOGUED not in standing.staff.permissions:
            return act
        return replace(act, grants=(*act.grants, Grant(Reason.UNCATALOGUED, standing.staff.id)))

    def reader_blocks(self) -> tuple[Block, ...]:
        """What nobody has lifted yet."""
        return self.visit.standing_blocks()

    def card_scanned(self, scanned: Scanned, number: str) -> None:
        """The same card again refreshes; another one ends or parks the visit and opens the next."""
        self.visit.scans.remove(scanned)
        self.tools.notes.drop_scan(self.visit, scanned)
        if number == self.visit.card:
            self.desk.ask(OpenPatron(number), partial(self._same_reader, scanned))
        else:
            self._leave(scanned, partial(self._open, scanned, number))

    def _same_reader(self, scanned: Scanned, answer: Any) -> None:
        if isinstance(answer, Failed):
            return self.fail(scanned, answer)
        self.drop(scanned)
        self.show_reader(answer)
        card = opened_card(answer, self.place())
        here = Card(Tone.MUTE, "user-round", _("This reader is open already"), sound=Sound.TICK)
        self.show(card if card is not None and self.visit.standing_blocks() else here)
        return self.settled()

    # Visits

    def _open(self, scanned: Scanned | None, number: str) -> None:
        self.desk.ask(OpenPatron(number), partial(self._opened, scanned, number))

    def _opened(self, scanned: Scanned | None, number: str, answer: Any) -> None:
        if not isinstance(answer, PatronOpened):
            return self._not_opened(scanned, answer)
        if scanned is not None:
            self.drop(scanned)
        old, self.visit = self.visit, Visit(card=number, opened=answer, wish=self._wish(answer.receipt))
        if not old.card:
            self.visit.scans, self.visit.due_on = old.unsettled(), old.due_on
            self.visit.on_site = old.on_site
            self.tools.notes.forget_visit(old)
        self.keep()
        self._begin_page()
        self.show_reader(answer)
        self._greet(answer)
        if answer.grows_up:
            grow_up(self)
        with self.again.just_read(nothing_waits=not self._steps):
            return self.settled()

    def _wish(self, of_reader: str) -> str:
        """What happens with the slip: the reader's wish where this desk can fulfil it, else the desk's habit."""
        return of_reader if of_reader in set(ReceiptWish) else self.tools.receipt

    def _not_opened(self, scanned: Scanned | None, answer: Any) -> None:
        if scanned is not None:
            self.visit.scans.append(scanned)
        if not self.visit.card:
            self.page.show_person(None)
            self._begin_page()
        if scanned is not None:
            self.fail(scanned, answer) if isinstance(answer, Failed) else self.tell(scanned, answer)
            return
        if isinstance(answer, Failed):
            self.show_failure(answer)
        self.settled()

    def _greet(self, opened: PatronOpened) -> None:
        card = opened_card(opened, self.place()) if self.visit.standing_blocks() or not opened.blocks else None
        self.show(card)
        if card is None:
            self.tools.sound(Sound.OK)

    def _begin_page(self) -> None:
        """An empty page with the rows and modes of this visit."""
        visit = self.visit
        self.page.clear()
        self.repaint()
        due = visit.due_on
        self.page.set_chip(DUE, due.isoformat() if due else "rule", self.place().day(due) if due else "")
        self.page.set_chip(USE, HERE if visit.on_site else "home")
        self.page.chips[RECEIPT].set_normal(visit.wish or self.tools.receipt)
        self.changed.emit()

    def _leave(self, scanned: Scanned | None, then: Step) -> None:
        """Finish this visit for another, or park it while something in it needs a look."""
        visit = self.visit
        if not visit.card or not visit.scans:
            self._remember(visit)
            return then()
        if visit.unsettled():
            self._park()
            return then()
        key = new_key()
        return self.desk.do(FinishVisit(visit.id, visit.card), partial(self._left, scanned, then, key), key)

    def _left(self, scanned: Scanned | None, then: Step, key: str, answer: Any) -> None:
        if isinstance(answer, Failed):
            return self._not_opened(scanned, answer)
        self._finished_visit(key, answer)
        return then()

    def _park(self) -> None:
        visit = self.visit
        for scanned in visit.scans:
            scanned.place = None
        for scanned in self.caught:
            self.tools.notes.drop_scan(visit, scanned)
        visit.warned = False
        self.parked.append(visit)
        self.tools.notes.keep_visit(visit, self.kind, parked=True)
        self.visit = Visit()

    def _remember(self, visit: Visit) -> None:
        """A visit in which nothing was scanned leaves nothing behind but F8."""
        if visit.card:
            self.former.remember(visit)
            self.tools.notes.forget_visit(visit)
            self.visit = Visit()

    def _finished_visit(self, key: str, answer: VisitFinished) -> None:
        visit = self.visit
        for scanned in visit.scans:
            scanned.place = None
        self.former.remember(visit)
        self.tools.notes.forget_visit(visit)
        self.tools.acts.add(Done(key, None, self, None, visit))
        self.visit = Visit()
        self.due_slips.ended(answer.lines, visit.wish)

    # F12, F8

    def finish(self) -> None:
        """F12: what was not lent is shown once; again, and the visit is over."""
        self.then(self.end)

    def end(self) -> None:
        """In a step: what was not lent is shown once; again, and the visit is over."""
        visit, unsettled = self.visit, self.visit.unsettled()
        if unsettled and not visit.warned:
            visit.warned = True
            self.show(unsettled_card(len(unsettled)))
            return self.settled()
        if not visit.card:
            self.tools.notes.forget_visit(visit)
            self.visit = Visit()
            self._clear(None)
            return self.settled()
        key = new_key()
        return self.desk.do(FinishVisit(visit.id, visit.card), partial(self._finished, key), key)

    def _finished(self, key: str, answer: Any) -> None:
        if isinstance(answer, Failed):
            self.show_failure(answer)
            return self.settled()
        wish = self.visit.wish
        self._finished_visit(key, answer)
        card = finished_card(answer)
        if answer.lines and wish == "ask":
            ask = Command("slip", _("Print the due slip"), SEQUENCES[Key.PRINT], "receipt")
            card = replace(card, commands=(ask,))
        self._clear(card)
        return self.settled()

    def _clear(self, card: Card | None) -> None:
        """The reader's name and rows leave the screen."""
        self.page.show_person(None)
        self._begin_page()
        self.page.chips[DUE].reset()
        self._show_ways()
        self.show(card)
        self.count_today()

    def forget_reader(self) -> None:
        """Nobody is at the desk: the visit is finished or parked, and the screen is empty."""
        if self.visit.card:
            self.then(partial(self._leave, None, self._forgotten))
        elif self.page.card.card is not None:
            self.show(None)

    def _forgotten(self) -> None:
        self._clear(None)
        self.settled()

    def last_patron(self) -> None:
        """F8: the visit that was parked last; else the reader before this one, and again the one before."""
        self.then(self.former.back)

    def _register(self) -> None:
        """Ctrl+N: somebody who has no card yet; what was typed to find them begins their form. The visit stays."""
        words = self.page.scan.text().strip()
        self.page.scan.clear()
        self.page.edited.emit("")
        self.newcomer.emit(words)

    def open_reader(self, card: str) -> None:
        """In a step: another reader, as if their card were scanned."""
        self._leave(None, partial(self._open, None, card))

    def go_to(self, visit: Visit) -> None:
        """In a step: a visit that was left goes on."""
        self._leave(None, partial(self._resume, visit))

    def _resume(self, visit: Visit) -> None:
        """A visit that was parked, finished by mistake, or cut off by a crash."""
        self.visit = visit
        self.keep()
        self._begin_page()
        self.show(None)
        if visit.card:
            self.desk.ask(OpenPatron(visit.card), partial(self._resumed, visit))
        else:
            self.settled()

    def _resumed(self, visit: Visit, answer: Any) -> None:
        if isinstance(answer, PatronOpened):
            visit.wish = visit.wish or self._wish(answer.receipt)
            self.page.chips[RECEIPT].set_normal(visit.wish)
            self.show_reader(answer)
            self._greet(answer)
            self.again.look()
        elif isinstance(answer, Failed):
            self.show_failure(answer)
        self.settled()

    def take_up(self, visits: list[Visit]) -> None:
        """Visits that a crash cut off: the last is open again, the others are parked."""
        if visits:
            *parked, last = visits
            self.parked[:0] = parked
            self.then(partial(self._resume, last))

    # The reader

    def show_reader(self, opened: PatronOpened) -> None:
        """The reader of this visit, beside the rows."""
        self.visit.opened = opened
        self.page.show_person(person(opened, self.place()))

    def came_to_rest(self) -> None:
        """After the last scan of a burst the numbers of the reader are read again; the same numbers change nothing."""
        self.again.refresh_soon()

    def count_today(self) -> None:
        """What the desk did today, for the empty page."""
        if self.is_ready():
            self.desk.ask(CountToday(), self.show_today)

    def _show_ways(self) -> None:
        for number in self.desk.standing.tries if self.desk.standing else ():
            self._commands[try_name(number)] = partial(self.scan, number)
        self._commands[OWN_LIBRARY] = self.own_library.emit
        self._commands[PAY] = self.payment.emit
        self.page.panel.set_ways(ways(self.desk.standing, has_former=bool(self.former.readers or self.parked)))

    def _note_pressed(self, key: str) -> None:
        if key.replace(" ", "+") == SEQUENCES[Key.RENEW]:
            self.renewing.renew()

    # Answers

    def words(self, answer: Any) -> tuple[Card, Row]:
        """Card and row. Where a copy goes is told without the name of another reader: the public can see this page."""
        place = self.place()
        match answer:
            case ItemShown():
                return _shown(answer, item_card(answer, place), place)
            case Claimed() | Recalled() | Marked() | Added():
                return marks_card(answer, place), marks_row(answer, place)
            case Refused() if isinstance(answer.act, Checkin):
                return checkin_card(answer, place), checkin_row(answer, place)
            case Returned() | Backdated():
                card = replace(checkin_card(answer, place), aside="", aside_detail="")
                return card, replace(checkin_row(answer, place), middle=_("Not lent"))
        return checkout_card(answer, place, self.visit.count()), checkout_row(answer, place)

    def count_rows(self) -> None:
        """ "5 items, 1 waiting"."""
        count, look = self.visit.count(), len(self.visit.unsettled())
        words = [ngettext("{count} item", "{count} items", count).format(count=count)] if count else []
        if look:
            words.append(ngettext("{count} needs a look", "{count} need a look", look).format(count=look))
        self.page.table.set_count(", ".join(words))

    def came_back(self, done: Done | None, answer: Undone) -> None:
        """A visit that was finished by mistake is opened again."""
        if answer.what != FinishVisit.kind:
            return self.again.look()
        if done is not None and done.visit is not None:
            return self.first(partial(self.go_to, done.visit))
        if answer.patron is not None and answer.patron.card:
            return self.first(partial(self.open_reader, answer.patron.card))
        return None

    # Commands

    def override(self) -> None:
        """F10 on the reader's own card lifts their blocks for this visit; on a row, what stands against that copy."""
        if not self.allowing.override():
            super().override()

    def confirm(self) -> None:
        """Ctrl+Enter the same way, for what is only asked to be sure."""
        if not self.allowing.confirm():
            super().confirm()

    def lifted(self, scanned: Scanned, refused: Refused, by: int, why: str) -> None:
        """What was asked once holds for the visit, and what waited for it is lent."""
        if scanned.waits_for_reader:
            self.visit.grant(refused.blocks, by, why)
        else:
            super().lifted(scanned, refused, by, why)
        self.keep()
        if any(block.about_patron for block in refused.blocks):
            self.allowing.lend_waiting()

    # Chips and slips

    def chip_changed(self, name: str, value: str) -> None:
        """A special due date, or what happens with the slip, for this visit."""
        if name == RECEIPT:
            self.visit.wish = value
            return
        if name == USE:
            self.visit.on_site = value == HERE
            return
        self.visit.due_on = None if value == "rule" else date.fromisoformat(value)
        if self.visit.due_on is not None:
            self.page.set_chip(DUE, value, self.place().day(self.visit.due_on))

    def print_slip(self) -> None:
        """F9 on a card: the due slip of the visit that has just ended, or the slip that goes into the copy."""
        if not self.due_slips.print_last():
            super().print_slip()

    def nobody(self, words: str) -> Card:
        """No reader has such a name."""
        return Card(Tone.WARN, "search", _("Nobody by that name"), words, sound=Sound.ATTENTION)

    def several(self, count: int) -> str:
        """How many were found."""
        return ngettext("{count} found", "{count} found", count).format(count=count)


def _shown(shown: ItemShown, card: Card, place: Place) -> tuple[Card, Row]:
    """A copy that was only looked at, with what can be said of it."""
    card = replace(card, commands=card.commands + item_commands(shown, place))
    return card, item_row(shown.item, "", Pill(_("Looked up"), Tone.MUTE, "eye"))
