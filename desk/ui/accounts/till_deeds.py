"""What can be done with the till: open, count, close, cash in and out; and the price list."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desk.i18n import _
from desk.rules.vocabulary import ChargeKind, EntryKind, PaymentKind
from desk.services.accounts.answers import (
    AlreadyOpen,
    CashMoved,
    ProductSaved,
    TillClosed,
    TillCounted,
    TillOpened,
    TillSaved,
    TillSheet,
)
from desk.services.accounts.products import KINDS, SaveProduct
from desk.services.accounts.reports import SheetOf
from desk.services.accounts.tills import CloseTill, Count, CountTill, MoveCash, OpenTill, SaveTill
from desk.ui.accounts.asks import Blank, CountAsk
from desk.ui.accounts.page_deeds import PageDeeds, Read
from desk.ui.keys import Key
from desk.ui.parts.chips import Choice
from desk.wording.accounts.money import charge_word, entry_word, money_word
from desk.wording.accounts.tills import till_card
from desk.wording.context import Place
from desk.wording.shapes import Card, Command, Weight

if TYPE_CHECKING:
    from desk.ui.accounts.till_page import TillPage

ANSWERS = (TillOpened, AlreadyOpen, TillCounted, TillClosed, CashMoved, ProductSaved, TillSaved)
MOVES = (EntryKind.DROP, EntryKind.PAY_OUT, EntryKind.PAY_IN, EntryKind.NO_SALE)


class TillDeeds(PageDeeds):
    """The deeds of the buttons of the till's card, and of those under the quick keys."""

    icon = "wallet"

    def __init__(self, page: "TillPage") -> None:
        super().__init__(page)
        self._closed: TillClosed | None = None

    def commands(self) -> tuple[Command, ...]:
        """The buttons of the till's card."""
        return (
            Command("open_till", _("Open the till"), "Alt+O", "lock-open"),
            Command("count_till", _("Count"), "Alt+C", "scale"),
            Command("move_cash", _("Cash in or out"), "Alt+M", "coins", Weight.GHOST),
            Command("close_till", _("Close the till"), "", "lock", Weight.GHOST),
            Command("till_report", _("Print the sheet"), "", "receipt", Weight.GHOST),
            Command("drawer_report", _("Drawer report"), "", "chart-column", Weight.GHOST),
        )

    def sale_commands(self) -> tuple[Command, ...]:
        """The buttons under the quick keys."""
        return (
            Command("empty_basket", _("Empty the basket"), "", "x", Weight.GHOST),
            Command("prices", _("Prices"), "", "pencil", Weight.GHOST),
            Command("save_till", _("Name and float of the till"), "", "settings-2", Weight.GHOST),
        )

    def keys(self) -> dict[Key, Callable[[], None]]:
        """What the keys of the table do here."""
        return {
            Key.OPEN_TILL: self.open_till,
            Key.COUNT_TILL: self.count,
            Key.MOVE_CASH: self.move,
            Key.CLOSE_TILL: self.close,
            Key.PRICES: self.prices,
            Key.DRAWER: self._page.drawer.ask,
        }

    def names(self) -> dict[str, Callable[[], None]]:
        """The same by the names of the buttons."""
        return {
            "open_till": self.open_till,
            "count_till": self.count,
            "move_cash": self.move,
            "close_till": self.close,
            "till_report": self.print_now,
            "sheet": self.print_now,
            "empty_basket": self._page.empty_basket,
            "prices": self.prices,
            "save_till": self.save_till,
            "drawer_report": self._page.drawer.ask,
        }

    def card_of(self, answer: Any) -> Card | None:
        """The card of an answer about a till; None for any other."""
        self._closed = answer if isinstance(answer, TillClosed) else None
        return till_card(answer, self._page.place()) if isinstance(answer, ANSWERS) else None

    def open_till(self) -> None:
        """With its usual float, or what is counted into it."""
        page, place = self._page, self._page.place()
        usual = place.money(page.till.float_amount if page.till is not None else 0)
        blanks = (Blank("amount", _("Float in the drawer"), usual, sum=True), Blank("till", _("Another till, by code")))
        self.form(
            _("Open the till"),
            blanks,
            _("Open the till"),
            lambda read: self._do(OpenTill(read["amount"], str(read["till"]))),
        )

    def count(self) -> None:
        """Coins and notes, and slips of the other kinds."""
        page, place = self._page, self._page.place()
        kinds = (PaymentKind.CARD, PaymentKind.CHEQUE)
        others = tuple(Blank(kind.value, money_word(kind), _("sum of the slips"), sum=True) for kind in kinds)
        ask = CountAsk(page.look, place.currency, place.money, others)
        ask.counted.connect(self._counted)
        ask.cancelled.connect(page.show_till)
        page.till_side.hide_sums()
        page.ask_form(ask, _("Count what lies in the drawer. What is expected is told afterwards."), "scale")

    def _counted(self, counted: Any) -> None:
        coins, others = counted
        act = CountTill(
            tuple(Count(worth, number) for worth, number in coins),
            None if coins else 0,
            card=others.get("card"),
            cheque=others.get("cheque"),
        )
        self._do(act)

    def close(self) -> None:
        """After the count; the reason is asked only where something differs."""
        sheet = self._page.sheet
        counted = sheet is not None and sheet.counted is not None and sheet.expected is not None
        if not counted or sheet is None or sheet.counted == sheet.expected:
            return self._do(CloseTill())
        blanks = (Blank("why", _("Why the count differs"), needed=True),)
        return self.form(
            _("Close the till"), blanks, _("Close the till"), lambda read: self._do(CloseTill(str(read["why"])))
        )

    def move(self) -> None:
        """To the safe, paid out, put in, or only opened."""
        kinds = tuple(Choice(kind.value, entry_word(kind)) for kind in MOVES)
        blanks = (
            Blank("what", _("What"), choices=kinds, begins=EntryKind.DROP.value),
            Blank("amount", _("Amount"), sum=True),
            Blank("why", _("What for")),
        )

        def filled(read: Read) -> None:
            self._do(MoveCash(EntryKind(read["what"]), read["amount"] or 0, str(read["why"])))

        self.form(_("Cash in or out of the drawer"), blanks, _("Write it down"), filled)

    def prices(self) -> None:
        """Add something that is sold, or change it by its code."""
        kinds = tuple(Choice(kind.value, charge_word(kind)) for kind in KINDS)
        blanks = (
            Blank("code", _("Code"), needed=True),
            Blank("name", _("Name"), needed=True),
            Blank("price", _("Price"), sum=True, needed=True),
            Blank("of", _("Kind"), choices=kinds, begins=ChargeKind.SALE.value),
            Blank("place", _("Quick key, 1 to 12")),
            Blank("stock", _("In stock"), _("not counted")),
        )

        def filled(read: Read) -> None:
            place, stock = str(read["place"]), str(read["stock"])
            act = SaveProduct(
                str(read["code"]),
                str(read["name"]),
                read["price"] or 0,
                ChargeKind(read["of"]),
                int(place) if place.isdecimal() else None,
                int(stock) if stock.isdecimal() else None,
            )
            self._do(act)

        self.form(_("What is sold at the desk, and what it costs"), blanks, _("Save"), filled)

    def save_till(self) -> None:
        """The name of this desk's till, and what lies in it when it is opened."""
        till = self._page.till
        blanks = (
            Blank("code", _("Code"), begins=till.code if till is not None else "", needed=True),
            Blank("name", _("Name"), begins=till.name if till is not None else "", needed=True),
            Blank("float", _("Usual float"), sum=True),
        )

        def filled(read: Read) -> None:
            self._do(SaveTill(str(read["code"]), str(read["name"]), read["float"] or 0))

        self.form(_("Name and float of a till"), blanks, _("Save"), filled)

    # The sheet

    def print_sheet(self) -> bool:
        """F9 right after the closing: the sheet. Whether there was one."""
        if self._closed is None:
            return False
        self.print_now()
        return True

    def print_now(self) -> None:
        """The sheet of the till as it stands, or of the one that was just closed."""
        closed = self._closed
        question = SheetOf(closed.number, closed.till.code) if closed is not None else SheetOf()
        self._page.ask(question, self._sheet_read)

    def _sheet_read(self, sheet: Any) -> None:
        page = self._page
        standing = page.desk.standing
        if not isinstance(sheet, TillSheet) or standing is None:
            page.workplace.say(_("There is no sheet to print"))
            return
        place, library = page.place(), standing.library
        page.workplace.slips.print_page("till-sheet", lambda: _sheet_pdf(sheet, place, library))


def _sheet_pdf(sheet: TillSheet, place: Place, library: str) -> bytes:
    from desk.printing.receipts import till_sheet

    return till_sheet(sheet, place, library)
