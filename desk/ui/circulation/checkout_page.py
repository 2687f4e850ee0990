"""Check out: the page that lends. It draws; the panel behind it decides."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.ui.circulation.desk_page import DeskPage
from desk.ui.keys import SEQUENCES, Key
from desk.ui.parts.chips import ChipKind, Choice
from desk.ui.parts.empty import ReadyPanel
from desk.ui.parts.footer import Footer
from desk.ui.parts.person_panel import PersonPanel
from desk.ui.parts.scan_field import ScanField
from desk.ui.parts.session_rows import Cell, Column
from desk.ui.parts.session_table import SessionTable
from desk.ui.theme import Look
from desk.wording.shapes import Command, Person, Weight

UNDO, PRINT, FINISH = "undo", "print", "finish"
DUE, RECEIPT, USE = "due", "receipt", "use"
HERE = "here"


def checkout_chips() -> tuple[ChipKind, ...]:
    """Due date, where it is used, and slip, with their usual values first."""
    due = ChipKind(
        DUE, "calendar-days", _("Due"), (Choice("rule", _("by loan rule")),), takes_date=True, key=SEQUENCES[Key.DATE]
    )
    wishes = (Choice("print", _("print")), Choice("ask", _("ask")), Choice("none", _("none")))
    use = ChipKind(USE, "house", _("Use"), (Choice("home", _("take home")), Choice(HERE, _("in the library"))))
    return due, use, ChipKind(RECEIPT, "receipt", _("Receipt"), wishes)


def _columns() -> tuple[Column, ...]:
    return (
        Column(Cell.ITEM, _("Item")),
        Column(Cell.BARCODE, _("Barcode"), 156, folds=True),
        Column(Cell.MIDDLE, _("Due"), 140, 128),
        Column(Cell.PILL, _("Result"), 160, 158),
    )


def _footer(look: Look) -> Footer:
    undo = Command(UNDO, _("Undo last"), SEQUENCES[Key.UNDO], "undo-2", Weight.GHOST)
    why = Command(Key.WHY, _("Why?"), SEQUENCES[Key.WHY], "circle-help", Weight.GHOST)
    slip = Command(PRINT, _("Due slip"), SEQUENCES[Key.PRINT], "receipt")
    finish = Command(FINISH, _("Finish visit"), SEQUENCES[Key.FINISH], "check", Weight.PRIMARY)
    return Footer(look, (undo, why), (slip, finish))


class CheckoutPage(DeskPage):
    """The page that lends, with the reader at its side."""

    note_pressed = Signal(str)

    def __init__(self, look: Look, ways: tuple[Command, ...] = ()) -> None:
        self.panel = PersonPanel(look, ways)
        self._person: Person | None = None
        scan = ScanField(look, _("Scan a library card or an item, or type a name"), _("Card or item"))
        ready = ReadyPanel(
            look,
            "book-open",
            _("Ready for the next reader"),
            _("Scan a library card to begin, or an item to see where it belongs."),
            _("Today at this desk"),
        )
        table = SessionTable(look, _("This visit"), _columns())
        super().__init__(look, _("Check out"), scan, table, _footer(look), ready, checkout_chips())
        self.panel.command.connect(self.command)
        self.panel.note_pressed.connect(self.note_pressed)

    def beside(self) -> QWidget:
        """The reader."""
        return self.panel

    def show_person(self, person: Person | None) -> None:
        """Another reader, or none; the same once more changes nothing, so that nothing flickers."""
        if person == self._person:
            return
        self._person = person
        self.panel.show_person(person)
        self._settle()
        self._order_tabs()

    def is_empty(self) -> bool:
        """Whether no visit is open."""
        return self._person is None and super().is_empty()

    def side_order(self) -> Iterable[QWidget]:
        """What Tab reaches in the reader's panel."""
        return self.panel.focus_order()
