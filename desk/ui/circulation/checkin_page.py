"""Check in: the page that takes back. It draws; the panel behind it decides."""

from collections import Counter
from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.rules.vocabulary import CheckinMode
from desk.ui.circulation.desk_page import DeskPage
from desk.ui.keys import SEQUENCES, Key, cap
from desk.ui.parts.chips import ChipKind, Choice
from desk.ui.parts.counters import CounterKind, Counters
from desk.ui.parts.empty import ReadyPanel
from desk.ui.parts.footer import Footer
from desk.ui.parts.scan_field import ScanField
from desk.ui.parts.session_rows import Cell, Column
from desk.ui.parts.session_table import SessionTable
from desk.ui.parts.switches import SwitchKind
from desk.ui.theme import Look
from desk.wording.shapes import Command, Tone, Weight

UNDO, PRINT, FINISH = "undo", "print", "finish"
MODE, RETURNED, SLIPS = "mode", "returned", "slips"
AMNESTY, NO_HOLDS, FLOATING, INVENTORY = "amnesty", "no_holds", "floating", "inventory"
RESHELVE, HOLD_SHELF, TRANSIT, LOOK_AT = "reshelve", "hold_shelf", "transit", "look"
BACKDATE = "backdate"
# The counters take their share of the height.
PICK_ROWS = 4
# A page lower than this has no room for the counters and a list to pick from.
ROOM_FOR_BOTH = 720


def checkin_chips() -> tuple[ChipKind, ...]:
    """Mode, return day and slips, with their usual values first."""
    modes = (
        Choice(CheckinMode.NORMAL, _("Normal")),
        Choice(CheckinMode.BOOK_DROP, _("Book drop")),
        Choice(CheckinMode.IN_HOUSE, _("In-house use")),
        Choice(CheckinMode.RENEW, _("Renew")),
    )
    returned = ChipKind(
        RETURNED,
        "calendar-days",
        _("Returned"),
        (Choice("today", _("today")),),
        takes_date=True,
        key=SEQUENCES[Key.DATE],
    )
    slips = ChipKind(SLIPS, "printer", _("Slips"), (Choice("print", _("print")), Choice("none", _("none"))))
    return ChipKind(MODE, "package-open", _("Mode"), modes), returned, slips


def checkin_switches() -> tuple[SwitchKind, ...]:
    """What a check-in may leave out or do besides, each off until it is switched on."""
    return (
        SwitchKind(AMNESTY, _("Amnesty"), _("no fines")),
        SwitchKind(NO_HOLDS, _("No holds"), _("none kept")),
        SwitchKind(FLOATING, _("Floating"), _("it stays here")),
        SwitchKind(INVENTORY, _("Inventory"), _("counted")),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(Cell.ITEM, _("Item")),
        Column(Cell.BARCODE, _("Barcode"), 156, folds=True),
        Column(Cell.MIDDLE, _("Was with"), 190, 150),
        Column(Cell.PILL, _("Goes to"), 176, 162),
    )


def _counters(look: Look) -> Counters:
    return Counters(
        look,
        (
            CounterKind(RESHELVE, "library", _("Reshelve"), Tone.OK),
            CounterKind(HOLD_SHELF, "bookmark", _("Hold shelf"), Tone.HOLD),
            CounterKind(TRANSIT, "truck", _("Transit"), Tone.INFO),
            CounterKind(LOOK_AT, "eye", _("Needs a look"), Tone.WARN),
        ),
    )


def _footer(look: Look) -> Footer:
    undo = Command(UNDO, _("Undo last"), SEQUENCES[Key.UNDO], "undo-2", Weight.GHOST)
    why = Command(Key.WHY, _("Why?"), SEQUENCES[Key.WHY], "circle-help", Weight.GHOST)
    listing = Command(PRINT, _("Slip"), SEQUENCES[Key.PRINT], "receipt")
    finish = Command(FINISH, _("New session"), SEQUENCES[Key.FINISH], "check", Weight.PRIMARY)
    return Footer(look, (undo, why), (listing, finish))


class CheckinPage(DeskPage):
    """The page that takes back, with its four counters."""

    def __init__(self, look: Look) -> None:
        self.counters = _counters(look)
        self._piles: dict[int, str] = {}
        self._counts: Counter[str] = Counter()
        scan = ScanField(look, _("Scan returned items"), _("Item"))
        ready = ReadyPanel(
            look,
            "arrow-down-to-line",
            _("Scan what came back"),
            _(
                "Each scan says where the item goes. A list of barcodes can be pasted here, or opened with {key}."
            ).format(key=cap(Key.LIST)),
            _("Last session"),
        )
        table = SessionTable(look, _("This session"), _columns())
        super().__init__(look, _("Check in"), scan, table, _footer(look), ready, checkin_chips(), checkin_switches())
        self.allow_floating(False)
        self.card.pick_rows = PICK_ROWS
        self.card.ask_closed.connect(self.counters.show)
        self.counters.filtered.connect(self._filtered)

    def over_table(self) -> QWidget:
        """The counters."""
        return self.counters

    def ask_pick(self, prompt: str, choices: tuple[Choice, ...], every: str = "", *, focus: bool = True) -> None:
        """On a low screen the counters make room for the list."""
        super().ask_pick(prompt, choices, every, focus=focus)
        self.counters.setVisible(self.height() >= self.look.px(ROOM_FOR_BOTH))

    def allow_floating(self, allowed: bool) -> None:
        """The switch for it is there only where a rule leaves it to the desk."""
        switch = self.switches[FLOATING]
        switch.setVisible(allowed)
        if not allowed:
            switch.reset()

    def tell_switches(self) -> None:
        """What is on besides the mode stands in the field's description for a screen reader."""
        on = [switch.accessibleName() for switch in self.switches.values() if switch.is_on()]
        mode = [self.scan.line.placeholderText()] if not self.chips[MODE].is_normal() else []
        self.scan.line.setAccessibleDescription(". ".join([*mode, *on]))

    def set_counts(self, counts: dict[str, int]) -> None:
        """The numbers of the four counters, by their names."""
        for name, count in counts.items():
            self.counters.set_count(name, count)

    def set_pile(self, row: int, pile: str) -> None:
        """Which counter a row belongs to; none for a scan that changed nothing. The counters count themselves."""
        before = self._piles.get(row, "")
        self._piles[row] = pile
        if pile != before:
            self._counts.update({before: -1, pile: +1})
            self.set_counts({name: self._counts[name] for name in self.counters.tiles})

    def press(self, key: Key) -> bool:
        """With the keyboard on a row, the date key asks from which day that row counts."""
        if key is Key.DATE and self.current_row() is not None:
            self.command.emit(BACKDATE)
            return True
        return super().press(key)

    def clear(self) -> None:
        """A new session."""
        super().clear()
        self._piles.clear()
        self._counts.clear()
        self.counters.release()
        self.set_counts(dict.fromkeys(self.counters.tiles, 0))
        self.footer.set_tally("", "")

    def side_order(self) -> Iterable[QWidget]:
        """What Tab reaches between the table and the foot."""
        return self.counters.tiles.values()

    def _filtered(self, name: str) -> None:
        self.table.show_only((lambda key, _row: self._piles.get(key) == name) if name else None)
        self.table.set_order(self.counters.tiles[name].kind.word if name else _("Newest first"))
