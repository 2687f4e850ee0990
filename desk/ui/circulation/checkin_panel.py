"""Check in: what a scan, a key and an answer do on the page that takes back."""

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, ClassVar

from desk.i18n import _, ngettext
from desk.rules.barcodes import Order
from desk.rules.vocabulary import BarcodeKind, CheckinMode
from desk.services.circulation.answers import Added, Backdated, Claimed, Marked, Renewed, Returned, Undone
from desk.services.circulation.checkin import Checkin, UseInHouse
from desk.services.circulation.lookup import ItemShown, LastOpenDay, OpenLoan, OpenLoans
from desk.services.circulation.renew import Renew
from desk.services.desk import Desk
from desk.services.patrons.panel import OpenPatron, PatronOpened
from desk.station.store import PageKind
from desk.ui.circulation.checkin_page import (
    AMNESTY,
    BACKDATE,
    FLOATING,
    HOLD_SHELF,
    INVENTORY,
    LOOK_AT,
    MODE,
    NO_HOLDS,
    RESHELVE,
    RETURNED,
    SLIPS,
    TRANSIT,
    CheckinPage,
)
from desk.ui.circulation.desk_panel import DeskPanel, Step
from desk.ui.circulation.tools import Done, Slip, Tools, slip_of
from desk.ui.circulation.visit import Scanned, Stage, Visit
from desk.ui.desk_thread import Failed
from desk.ui.keys import Key
from desk.ui.parts.chips import Choice
from desk.wording.checkin import Pile, checkin_card, checkin_row, hidden_name, pile_of, without_fine
from desk.wording.checkout import item_card, item_row
from desk.wording.marks import marks_card, marks_row
from desk.wording.shapes import Card, Command, Figure, Pill, Row, Sound, Tone, Weight

TODAY = "today"
COUNTERS = {
    Pile.RESHELVE: RESHELVE,
    Pile.HOLD_SHELF: HOLD_SHELF,
    Pile.TRANSIT: TRANSIT,
    Pile.LOOK: LOOK_AT,
}


class CheckinPanel(DeskPanel):
    """Takes back. Each answer says first where the copy goes."""

    page: CheckinPage
    reading: ClassVar[BarcodeKind] = BarcodeKind.ITEM
    kind: ClassVar[PageKind] = PageKind.CHECK_IN

    def __init__(self, page: CheckinPage, tools: Tools) -> None:
        super().__init__(page, tools)
        self.mode = CheckinMode.NORMAL
        self.returned_on: date | None = None
        self._fines: dict[Scanned, int] = {}
        self._day_for: Scanned | None = None
        self._all: Step | None = None
        page.day_chosen.connect(self._day_chosen)
        page.all_picked.connect(self._all_picked)
        page.switched.connect(self._switched)
        page.came_into_sight.connect(self._look_at_rules)

    def commands(self) -> dict[str, Step]:
        """What each command does here."""
        return super().commands() | {
            "finish": self.finish,
            "print": self.print_slip,
            BACKDATE: self._ask_day,
            "backdate_all": self._backdate_all,
            Key.RENEW: self._renew_row,
            Key.MODE_NORMAL: partial(self._choose_mode, CheckinMode.NORMAL),
            Key.MODE_BOOK_DROP: partial(self._choose_mode, CheckinMode.BOOK_DROP),
            Key.MODE_IN_HOUSE: partial(self._choose_mode, CheckinMode.IN_HOUSE),
            Key.MODE_RENEW: partial(self._choose_mode, CheckinMode.RENEW),
        }

    def orders(self) -> dict[Order, Step]:
        """What each command barcode does here. The mode comes back to the usual one by the same barcode."""
        return super().orders() | {
            Order.IN: self._take_back_again,
            Order.RENEW: partial(self._turn_mode, CheckinMode.RENEW),
            Order.USE: partial(self._turn_mode, CheckinMode.IN_HOUSE),
        }

    def _take_back_again(self) -> None:
        if self.mode in (CheckinMode.RENEW, CheckinMode.IN_HOUSE):
            self._choose_mode(CheckinMode.NORMAL)
        self.turned.emit(Order.IN)

    def _turn_mode(self, mode: CheckinMode) -> None:
        self._choose_mode(CheckinMode.NORMAL if self.mode is mode else mode)

    def _choose_mode(self, mode: CheckinMode) -> None:
        self.page.chips[MODE].choose(mode)

    # Scans

    def item_scanned(self, scanned: Scanned, barcode: str) -> None:
        """What a scan means is the mode of the page."""
        self.act(scanned, self._act_for(barcode))

    def _act_for(self, barcode: str) -> Checkin | UseInHouse | Renew:
        match self.mode:
            case CheckinMode.IN_HOUSE:
                return UseInHouse(barcode, self.visit.id)
            case CheckinMode.RENEW:
                return Renew(barcode, self.visit.id)
            case _:
                return self._checkin(barcode)

    def _checkin(self, barcode: str) -> Checkin:
        """With the day and the switches of the page."""
        on = {name for name, switch in self.page.switches.items() if switch.is_on()}
        return Checkin(
            barcode,
            self.visit.id,
            returned_on=self.returned_on,
            trap=NO_HOLDS not in on,
            amnesty=AMNESTY in on,
            floating=FLOATING in on,
            inventory=INVENTORY in on,
        )

    def adding_words(self) -> str:
        """Taken in, and sent to cataloguing."""
        return _("Take it in for cataloguing")

    def after_adding(self, barcode: str) -> Checkin:
        """A check-in says where it goes."""
        return self._checkin(barcode)

    def card_scanned(self, scanned: Scanned, number: str) -> None:
        """A library card: what its reader has, to take back one or all."""
        self.drop(scanned)
        self.desk.ask(OpenPatron(number), partial(self._reader_told, number))

    def _reader_told(self, number: str, answer: Any) -> None:
        if isinstance(answer, Failed):
            self.show_failure(answer)
            return self.settled()
        name = answer.patron.name if isinstance(answer, PatronOpened) else ""
        return self.desk.ask(OpenLoans(number), partial(self._loans_told, name))

    def _loans_told(self, name: str, answer: Any) -> None:
        if isinstance(answer, Failed):
            self.show_failure(answer)
        else:
            self._offer_loans(name, answer if isinstance(answer, tuple) else ())
        self.settled()

    def _offer_loans(self, name: str, loans: tuple[OpenLoan, ...]) -> None:
        """The reader is named: this page is not faced to the public."""
        if not loans:
            headline = _("{name} has nothing out").format(name=name)
            self.show(Card(Tone.MUTE, "id-card", headline, sound=Sound.TICK))
            return
        place = self.place()
        headline = ngettext("{name} has {count} item", "{name} has {count} items", len(loans))
        self.show(Card(Tone.INFO, "id-card", headline.format(name=name, count=len(loans)), sound=Sound.OK))
        choices = tuple(Choice(loan.item.barcode, f"{loan.item.title}   {place.due(loan.due)}") for loan in loans)
        every = ngettext("Check in the {count} item", "Check in all {count} items", len(loans))
        self.page.ask_pick(_("Which one came back?"), choices, every.format(count=len(loans)))
        self.choosing.picked = self.scan
        self._all = partial(self._scan_all, tuple(loan.item.barcode for loan in loans))

    def _scan_all(self, barcodes: tuple[str, ...]) -> None:
        for barcode in barcodes:
            self.scan(barcode)

    def _all_picked(self) -> None:
        every, self._all = self._all, None
        self.page.card.close_ask()
        if every is not None:
            every()

    # Answers

    def words(self, answer: Any) -> tuple[Card, Row]:
        """Card and row. A book drop goes quickly: what is late stands in the sum at the foot."""
        place = self.place()
        if isinstance(answer, Added | Claimed | Marked):
            return marks_card(answer, place), marks_row(answer, place)
        if isinstance(answer, ItemShown):
            return item_card(answer, place), item_row(answer.item, "", Pill(_("Looked up"), Tone.MUTE, "eye"))
        said = without_fine(answer) if self.mode is CheckinMode.BOOK_DROP else answer
        return checkin_card(said, place), checkin_row(said, place)

    def take(self, scanned: Scanned, answer: Any) -> Card:
        """Its row and its counter; its slip prints by itself where that is wished."""
        card = super().take(scanned, answer)
        self._count(scanned)
        slip = slip_of(answer)
        if slip is not None and self.page.chips[SLIPS].value == "print":
            self.print(slip)
        return card

    def _count(self, scanned: Scanned) -> None:
        pile = _pile(scanned)
        if scanned.place is not None:
            self.page.set_pile(scanned.place, COUNTERS[pile] if pile is not None else "")

    def paint(self, scanned: Scanned, row: Row) -> None:
        """The row, and the sums of the session."""
        self._note_fine(scanned)
        super().paint(scanned, row)
        self._count(scanned)

    def _note_fine(self, scanned: Scanned) -> None:
        """Only what costs something is summed up: a session may have a thousand rows, and each scan asks."""
        self._fines.pop(scanned, None)
        fine = _fine(scanned)
        if fine and scanned in self.visit.scans:
            self._fines[scanned] = fine

    def count_rows(self) -> None:
        """ "52 items", and the fines of the session."""
        scans = self.visit.scans
        words = ngettext("{count} item", "{count} items", len(scans)).format(count=len(scans))
        self.page.table.set_count(words if scans else "")
        fines = sum(self._fines.values())
        self.page.footer.set_tally(_("Fines this session") if fines else "", self.place().money(fines) if fines else "")

    def came_back(self, done: Done | None, answer: Undone) -> None:
        """The sums have changed."""
        self.count_rows()

    # Modes

    def chip_changed(self, name: str, value: str) -> None:
        """Mode and return date."""
        if name == MODE:
            self._set_mode(CheckinMode(value))
        elif name == RETURNED:
            self._set_day(None if value == TODAY else date.fromisoformat(value))
            self._offer_all()

    def _switched(self, _name: str, _on: bool) -> None:
        """A screen reader is told with the field what a scan does now."""
        self.page.tell_switches()

    def _look_at_rules(self) -> None:
        """Whether a rule leaves floating to the desk: only then is there a switch for it."""
        if self.is_ready():
            self.desk.run(floats_by_hand, self._rules_told)

    def _rules_told(self, answer: Any) -> None:
        if not isinstance(answer, Failed):
            self.page.allow_floating(answer is True)

    def _set_mode(self, mode: CheckinMode) -> None:
        self.mode = mode
        words = {
            CheckinMode.BOOK_DROP: _("Scan the book drop: it counts from the day shown"),
            CheckinMode.IN_HOUSE: _("Scan items that were used in the library"),
            CheckinMode.RENEW: _("Scan items to renew"),
        }
        self.page.scan.set_mode(words.get(mode, ""))
        self.page.tell_switches()
        if mode is CheckinMode.BOOK_DROP:
            self.then(lambda: self.desk.ask(LastOpenDay(), self._last_open_day))
        else:
            self._set_day(None)

    def _last_open_day(self, answer: Any) -> None:
        if isinstance(answer, Failed):
            self.show_failure(answer)
        elif self.mode is CheckinMode.BOOK_DROP:
            self._set_day(answer)
        self.settled()

    def _set_day(self, day: date | None) -> None:
        self.returned_on = day
        if day is None:
            self.page.chips[RETURNED].reset()
        else:
            self.page.set_chip(RETURNED, day.isoformat(), self.place().day(day))

    # Commands

    def _selected(self) -> Scanned | None:
        row = self.page.current_row()
        return self.scanned_at(row) if row is not None else None

    def print_slip(self) -> None:
        """F9: the slip of the row that the keyboard is on, else of the card, else of the last copy that has one."""
        scanned = self._selected() or self.about
        slip = _slip(scanned) if scanned is not None else None
        if slip is None:
            slips = (_slip(each) for each in reversed(self.visit.scans))
            slip = next((each for each in slips if each is not None), None)
        if slip is not None:
            self.print(slip)

    def _ask_day(self) -> None:
        """Ctrl+D on a row: let it count from another day."""
        scanned = self._selected()
        returned = scanned.returned() if scanned is not None else None
        if scanned is None or returned is None:
            return
        self.show(Card(Tone.INFO, "calendar-days", _("Came back earlier?"), returned[1].item.title), scanned)
        self._day_for = scanned
        today = self.place().today.isoformat()
        self.page.ask_day(_("The day from which it counts as returned"), today, _("Set the day"))

    def _day_chosen(self, iso: str) -> None:
        scanned, self._day_for = self._day_for, None
        self.page.card.close_ask()
        returned = scanned.returned() if scanned is not None else None
        if scanned is not None and returned is not None:
            from desk.services.circulation.backdate import Backdate

            act = Backdate(returned[0], date.fromisoformat(iso))
            self.then(partial(self.act, scanned, act, again=True))

    def _offer_all(self) -> None:
        """A day set too late: what was taken back before may count from it as well."""
        count = len(self._earlier())
        if self.returned_on is None or not count:
            return
        label = ngettext("Also for the {count} item below", "Also for the {count} items below", count)
        every = Command("backdate_all", label.format(count=count), "Ctrl Enter", "calendar-days")
        aside = Command("aside", _("From now on only"), "Esc", weight=Weight.GHOST)
        day = self.place().long_day(self.returned_on)
        headline = _("Counts as returned {day}").format(day=day)
        self.show(Card(Tone.INFO, "calendar-days", headline, commands=(every, aside)))

    def _earlier(self) -> list[Scanned]:
        """What was taken back in this session and counts from its own moment."""
        scans = (scanned for scanned in self.visit.scans if scanned.stage is Stage.DONE)
        return [scanned for scanned in scans if isinstance(scanned.answer, Returned) and scanned.answer.was_out]

    def _backdate_all(self) -> None:
        day = self.returned_on
        if day is not None:
            from desk.services.circulation.backdate import Backdate

            acts = ((scanned, Backdate(scanned.last_key(), day)) for scanned in self._earlier())
            self.first(*(partial(self.act, scanned, act, again=True) for scanned, act in acts))

    def _renew_row(self) -> None:
        """Ctrl+R: renew the copy of the row instead."""
        scanned = self._selected()
        if scanned is not None and scanned.barcode:
            self.then(partial(self.act, scanned, Renew(scanned.barcode, self.visit.id), again=True))

    def finish(self) -> None:
        """F12: a new session, in the usual mode."""
        self.then(self.end)

    def end(self) -> None:
        """In a step: a new session, in the usual mode."""
        visit = self.visit
        totals = Counter(_pile(scanned) for scanned in visit.scans)
        for scanned in visit.scans:
            scanned.place = None
        self.tools.notes.forget_visit(visit)
        self.visit = Visit()
        self._clear()
        self._show_totals(totals)
        self.tools.sound(Sound.DONE)
        self.settled()

    def names_somebody(self) -> bool:
        """Whether a row or the card says who had something, or for whom it is kept."""
        return self.page.card.card is not None or any(_names(scanned) for scanned in self.visit.scans)

    def hide_names(self) -> None:
        """Nobody is at the desk: the session goes on, without saying whose anything was."""
        self.show(None)
        for scanned in self.visit.scans:
            if _names(scanned):
                self.paint(scanned, replace(scanned.row, middle=hidden_name()))

    def _clear(self) -> None:
        self.about = None
        self._fines.clear()
        self.page.clear()
        for chip in (MODE, RETURNED):
            self.page.chips[chip].reset()
        for switch in self.page.switches.values():
            switch.reset()
        self._set_mode(CheckinMode.NORMAL)
        self.repaint()

    def _show_totals(self, totals: Counter[Pile | None]) -> None:
        words = {Pile.RESHELVE: _("to reshelve"), Pile.HOLD_SHELF: _("on hold shelf"), Pile.TRANSIT: _("in transit")}
        self.page.set_day_counts(tuple(Figure(str(totals[pile]), word) for pile, word in words.items()))

    def take_up(self, visits: list[Visit]) -> None:
        """The session that a crash cut off."""
        if visits:
            self.then(partial(self._resume, visits[-1]))

    def _resume(self, visit: Visit) -> None:
        self.visit = visit
        self.keep()
        self.page.clear()
        for scanned in visit.scans:
            self._note_fine(scanned)
        self.repaint()
        for scanned in visit.scans:
            self._count(scanned)
        self.settled()

    def nobody(self, words: str) -> Card:
        """No title has such words."""
        return Card(Tone.WARN, "search", _("Nothing by that name"), words, sound=Sound.ATTENTION)

    def several(self, count: int) -> str:
        """How many were found."""
        return ngettext("{count} copy found", "{count} copies found", count).format(count=count)


def floats_by_hand(desk: Desk) -> bool:
    """Whether some rule of the library lets the desk decide that a copy stays."""
    values = desk.rulebook().policy.values.items()
    return any(name == "floats" and value == "manual" for (name, _place), value in values)


def _fine(scanned: Scanned) -> int:
    """What this scan costs its reader."""
    answer = scanned.answer
    stands = scanned.stage is Stage.DONE and isinstance(answer, Returned | Backdated | Renewed)
    return int(answer.fine) if stands else 0


def _pile(scanned: Scanned) -> Pile | None:
    """The counter of a scan: where the copy went; what needs a look; none for what was taken back or put off."""
    returned = scanned.returned()
    if scanned.stage is Stage.LOOK:
        return Pile.LOOK
    if returned is not None and scanned.stage is Stage.DONE:
        return pile_of(returned[1])
    return pile_of(scanned.answer) if scanned.stage is Stage.DONE else None


def _slip(scanned: Scanned) -> Slip | None:
    returned = scanned.returned()
    return slip_of(returned[1]) if returned is not None else None


def _names(scanned: Scanned) -> bool:
    """Whether the row of a scan says who had the copy."""
    return getattr(scanned.answer, "patron", None) is not None and scanned.row.middle not in ("", hidden_name())
