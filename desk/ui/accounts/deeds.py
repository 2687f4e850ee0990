"""What can be done with an account besides paying: each asks in the card, and is done by Ctrl+Enter or a click."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from desk.i18n import _, pgettext
from desk.rules.vocabulary import ChargeKind, PaymentKind
from desk.services.accounts.losses import DeclareLost
from desk.services.accounts.pay import Pay
from desk.services.accounts.settling import AddCharge, AddCredit, BillItem, Refund, Transfer, VoidPayment, Waive
from desk.ui.accounts.asks import Blank
from desk.ui.accounts.page_deeds import PageDeeds, Read
from desk.ui.keys import Key
from desk.ui.parts.chips import Choice
from desk.wording.accounts.money import charge_word, money_word
from desk.wording.shapes import Card, Command, Sound, Tone, Weight

if TYPE_CHECKING:
    from desk.ui.accounts.till_page import TillPage

OFTEN = (
    ChargeKind.MANUAL,
    ChargeKind.PRINTING,
    ChargeKind.REPLACEMENT_CARD,
    ChargeKind.DAMAGE,
    ChargeKind.PIECES,
    ChargeKind.LOST,
    ChargeKind.PROCESSING,
    ChargeKind.MEMBERSHIP,
)


def reasons() -> tuple[Choice, ...]:
    """Why something is let off or given back, most often; another can be written."""
    words = (
        _("The library's mistake"),
        _("Illness or hardship"),
        _("Goodwill"),
        _("Item found on the shelf"),
        _("Moved away"),
    )
    return tuple(Choice(word, word) for word in words)


class MoneyDeeds(PageDeeds):
    """The deeds of the buttons under the pay bar."""

    icon = "coins"

    def __init__(self, page: "TillPage") -> None:
        super().__init__(page)
        self.too_much: Pay | None = None

    def commands(self) -> tuple[Command, ...]:
        """The buttons under the pay bar."""
        return (
            Command("waive", _("Waive"), "Alt+W", "check"),
            Command("refund", _("Give back"), "Alt+G", "undo-2"),
            Command("add_charge", _("Add charge"), "Ctrl+N", "plus"),
            Command("transfer", _("Transfer"), "Alt+T", "arrow-left-right", Weight.GHOST),
            Command("credit", _("Give credit"), "", "wallet", Weight.GHOST),
            Command("void", _("Void receipt"), "", "receipt", Weight.GHOST),
        )

    def keys(self) -> dict[Key, Callable[[], None]]:
        """What the keys of the table do here."""
        return {
            Key.NEW: self.add_charge,
            Key.WAIVE: self.waive,
            Key.REFUND: self.refund,
            Key.TRANSFER: self.transfer,
            Key.CREDIT: self.credit,
            Key.VOID: self.void,
        }

    def names(self) -> dict[str, Callable[[], None]]:
        """The same by the names of the buttons."""
        return {
            "waive": self.waive,
            "refund": self.refund,
            "add_charge": self.add_charge,
            "transfer": self.transfer,
            "credit": self.credit,
            "void": self.void,
            "keep_credit": self.keep_credit,
        }

    def _card(self) -> str:
        """The open account's card; without one the clerk is told."""
        page = self._page
        if page.account is None:
            page.show_card(
                Card(Tone.MUTE, "wallet", _("Nobody's account is open"), _("Scan a card first."), sound=Sound.BAD)
            )
            return ""
        return page.account.patron.card

    def _chosen(self) -> tuple[int, ...]:
        return tuple(each.id for each in self._page.table.rows.chosen() if each.id)

    def _sum(self) -> str:
        """What an empty amount means, in grey."""
        page = self._page
        chosen = page.table.rows.chosen()
        owed = page.account.owed if page.account is not None else 0
        return page.place().money(sum(each.left for each in chosen) if chosen else owed)

    def waive(self) -> None:
        """Let off what is ticked, or all of it, or a part; with the reason."""
        card, chosen = self._card(), self._chosen()
        if not card:
            return
        what = (Choice("waive", _("Waive: it was not owed")), Choice("off", _("Write off: never to be paid")))
        blanks = (
            Blank("amount", _("Amount"), self._sum(), sum=True),
            Blank("why", _("Reason"), choices=reasons(), own=True, needed=True),
            Blank("what", _("What"), choices=what, begins="waive"),
        )

        def filled(read: Read) -> None:
            self._do(Waive(card, str(read["why"]), chosen, read["amount"], written_off=read["what"] == "off"))

        self.form(_("Let off what is owed"), blanks, _("Waive"), filled)

    def refund(self) -> None:
        """Give back what was paid of the ticked charges; with nothing ticked, the credit."""
        card, chosen = self._card(), self._chosen()
        if not card:
            return
        kinds = (PaymentKind.CASH, PaymentKind.CARD, PaymentKind.CHEQUE, PaymentKind.OTHER)
        blanks = (
            Blank("amount", _("Amount"), _("all of it"), sum=True),
            Blank("why", _("Reason"), choices=reasons(), own=True, needed=True),
            Blank("method", _("Kind"), choices=tuple(Choice(k.value, money_word(k)) for k in kinds), begins="cash"),
        )

        def filled(read: Read) -> None:
            self._do(Refund(card, str(read["why"]), chosen, read["amount"], PaymentKind(read["method"])))

        prompt = _("Give back what was paid of what is ticked") if chosen else _("Pay out the credit of this account")
        self.form(prompt, blanks, _("Give back"), filled)

    def transfer(self) -> None:
        """To another reader by card, or to an agency by name."""
        card, chosen = self._card(), self._chosen()
        if not card:
            return
        blanks = (
            Blank("to", _("Card of the other reader"), _("scan it")),
            Blank("agency", _("Or an agency")),
            Blank("amount", _("Amount"), self._sum(), sum=True),
        )

        def filled(read: Read) -> None:
            self._do(Transfer(card, str(read["to"]), str(read["agency"]), chosen, read["amount"]))

        self.form(_("Transfer what is owed"), blanks, _("Transfer"), filled)

    def credit(self) -> None:
        """A credit that nobody has paid."""
        card = self._card()
        if not card:
            return
        blanks = (
            Blank("amount", _("Amount"), sum=True, needed=True),
            Blank("why", _("Reason"), choices=reasons(), own=True, needed=True),
        )
        act = AddCredit(card)
        self.form(
            _("Give a credit"),
            blanks,
            _("Give credit"),
            lambda read: self._do(replace(act, amount=read["amount"] or 0, why=str(read["why"]))),
        )

    def void(self) -> None:
        """Take a payment back by the number on its receipt."""
        last = str(self._page.last_receipt or "")
        blanks = (
            Blank("receipt", _("Number of the receipt"), begins=last, needed=True),
            Blank("why", _("Reason"), choices=reasons(), own=True, needed=True),
        )

        def filled(read: Read) -> None:
            number = str(read["receipt"])
            self._do(VoidPayment(int(number) if number.isdecimal() else 0, str(read["why"])))

        self.form(_("Void a payment: what it settled is owed again"), blanks, _("Void"), filled)

    def add_charge(self) -> None:
        """Ctrl+N: charge this reader by hand; a scan fills in the copy."""
        card = self._card()
        if not card:
            return
        blanks = (
            Blank("of", pgettext("what is charged", "For"), choices=_kinds(OFTEN), begins=ChargeKind.MANUAL.value),
            Blank("amount", _("Amount"), _("as the rules say"), sum=True),
            Blank("note", _("Note")),
            Blank("item", _("Item"), _("scan it, if it is about one")),
        )

        def filled(read: Read) -> None:
            of, note, item = ChargeKind(read["of"]), str(read["note"]), str(read["item"])
            self._do(AddCharge(card, of, read["amount"], note, item))

        self.form(_("Charge this reader"), blanks, _("Charge"), filled)

    def bill(self, item: str) -> None:
        """A copy was scanned: whoever has it, or had it last, is billed for it."""
        kinds = (ChargeKind.DAMAGE, ChargeKind.PIECES, ChargeKind.LOST)
        blanks = (
            Blank("of", pgettext("what is charged", "For"), choices=_kinds(kinds), begins=ChargeKind.DAMAGE.value),
            Blank("amount", _("Amount"), _("its price"), sum=True),
            Blank("note", _("Note")),
        )

        def filled(read: Read) -> None:
            of = ChargeKind(read["of"])
            if of is ChargeKind.LOST:
                self._do(DeclareLost(item, read["amount"]))
            else:
                self._do(BillItem(item, of, read["amount"], str(read["note"])))

        prompt = _("Bill whoever had this item: {number}").format(number=item)
        self.form(prompt, blanks, _("Bill"), filled)

    def keep_credit(self) -> None:
        """More was paid than is owed: the rest stays on the account."""
        if self.too_much is not None:
            act, self.too_much = replace(self.too_much, credit=True), None
            self._do(act)


def _kinds(kinds: tuple[ChargeKind, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(kind.value, charge_word(kind)) for kind in kinds)
