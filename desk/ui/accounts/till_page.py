"""The page itself: the account of a reader, the pay bar, and beside them the till and what is sold."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from desk.i18n import _, ngettext
from desk.rules.barcodes import order_of
from desk.rules.vocabulary import PaymentKind, Permission, Reason
from desk.services.accounts.account import AccountOf, ReceiptOf
from desk.services.accounts.answers import (
    Account,
    Paid,
    ProductFace,
    Receipt,
    Refunded,
    TillClosed,
    TillFace,
    TillSheet,
)
from desk.services.accounts.pay import Pay, Sell, Sold
from desk.services.accounts.products import Products
from desk.services.accounts.reports import SheetOf
from desk.services.accounts.tills import TillHere
from desk.services.answers import PatronFace, Refused, Unknown
from desk.services.circulation.answers import Undone
from desk.ui.accounts.asks import CountAsk, FormAsk
from desk.ui.accounts.charge_table import ChargeTable
from desk.ui.accounts.deeds import MoneyDeeds
from desk.ui.accounts.drawer_card import DrawerCard, DrawerReports
from desk.ui.accounts.pay_bar import PayBar
from desk.ui.accounts.till_deeds import TillDeeds
from desk.ui.accounts.till_side import SaleCard, TillCard
from desk.ui.circulation.tools import Done
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.card_ask import GrantAsk
from desk.ui.parts.room import Room
from desk.ui.parts.scan_field import ScanField
from desk.ui.workroom import WorkPage, Workplace
from desk.wording.accounts.money import OVERRIDE, RECEIPT, account_card, account_figures, money_card
from desk.wording.shapes import Card, Command, Sound, Tone, Weight

SIDE = 320
# Below this the till and the sales stand under the account and not beside it.
NARROW = 900


class TillPage(WorkPage):
    """Fines and till."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, _("Fines and till"))
        self.account: Account | None = None
        self.settled = False
        self.basket: dict[str, int] = {}
        self.products: dict[str, ProductFace] = {}
        self.till: TillFace | None = None
        self.sheet: TillSheet | None = None
        self.last_receipt = 0
        # Scans that are not yet read, and whose account is the one to be shown: money waits for both.
        self._scans, self._whose = 0, 0
        self._refused: Refused | None = None
        self._may: frozenset[Permission] = frozenset()
        self.money, self.tills = MoneyDeeds(self), TillDeeds(self)
        self._build()

    def _build(self) -> None:
        look, px = self.look, self.look.px
        self.field = ScanField(look, _("Scan a library card, or type its number"), _("Account"))
        self.table = ChargeTable(look)
        self.bar = PayBar(look, self.money.commands())
        self.till_side = TillCard(look, self.tills.commands())
        self.sale = SaleCard(look, self.tills.sale_commands())
        self.drawer = DrawerReports(self, DrawerCard(look))
        self.ended = KeyButton(look, _("Show settled"), Key.SETTLED, "history", Weight.GHOST)
        self.head.addWidget(self.ended)
        main, side = QVBoxLayout(), QVBoxLayout()
        for column in (main, side):
            column.setSpacing(px(12))
            column.setContentsMargins(0, 0, 0, 0)
        main.addWidget(self.table, 1)
        main.addWidget(self.bar)
        side.addWidget(self.till_side)
        side.addWidget(self.drawer.card)
        side.addWidget(self.sale)
        side.addStretch(1)
        self.beside = Room(side)
        across = self.lay_beside((self.beside,), NARROW, SIDE)
        across.addLayout(main, 1)
        across.addWidget(self.beside)
        self.body.addLayout(across, 1)
        self.column.insertWidget(1, self.field)
        self._connect()
        self.table.show_charges((), self.place(), _("Scan a card to see what is owed, or sell something at the right."))
        self.bar.set_sum(_("Nothing to pay"), 0, self.place(), 0)
        self.setFocusProxy(self.field)

    def _connect(self) -> None:
        self.field.submitted.connect(self.scan)
        self.field.moved.connect(self._into_rows)
        self.table.view.left.connect(self.take_focus)
        self.table.rows.ticked_changed.connect(self._sum_up)
        self.bar.pay_wanted.connect(self.pay)
        self.bar.command.connect(self.run_command)
        self.till_side.command.connect(self.run_command)
        self.sale.command.connect(self.run_command)
        self.sale.sold.connect(self.put_in_basket)
        self.ended.clicked.connect(self._turn_settled)
        self.card.ask_closed.connect(self._ask_over)

    # What every page says of itself

    def refresh(self) -> None:
        """Read anew what the page shows."""
        if self.account is not None:
            self.ask(AccountOf(self.account.patron.card, settled=self.settled), partial(self._read, self._whose))
        self.ask(TillHere(), self._till_read)
        self.ask(Products(), self._products_read)

    def take_focus(self) -> None:
        """The scan field listens."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def in_order(self) -> list[QWidget]:
        """Scan field, charges, pay bar, till, sales."""
        bar = self.bar
        boxes: list[QWidget] = [bar.amount.line, bar.method.box, bar.given.line, bar.reference.line, bar.pay]
        side: list[QWidget] = [*self.till_side.buttons.values(), self.drawer.card.printer, self.drawer.card.closer]
        side += [*self.sale.keys, *self.sale.buttons.values()]
        return [self.field.line, self.table.view, *boxes, *bar.buttons.values(), *side, self.ended]

    def allow(self, permissions: frozenset[Permission]) -> None:
        """Prices are changed by whoever may."""
        self._may = permissions
        for name in ("prices",):
            self.sale.buttons[name].setVisible(Permission.PRICES in permissions)

    def clear(self) -> None:
        """Nobody may see any longer whose account it was."""
        super().clear()
        self.basket.clear()
        self._nobody()

    def enter_presses(self, _button: QAbstractButton) -> bool:
        """No bare Enter presses anything here: money moves on Ctrl+Enter, a click or the space bar."""
        return False

    def press(self, key: Key) -> bool:
        """The keys of this page."""
        ask = self.card.ask
        if ask is not None and key in (Key.RECOMMENDED, Key.ASIDE):
            return super().press(key)
        if key is Key.RECOMMENDED:
            self.pay()
            return True
        if key is Key.OVERRIDE and self._refused is not None:
            self._allow()
            return True
        if key is Key.ASIDE and self.card.card is None and self.field.text() == "":
            self._leave()
            return True
        done = {
            Key.PRINT: self.print_last,
            Key.REPRINT: self.print_again,
            Key.SETTLED: self._turn_settled,
            **self.money.keys(),
            **self.tills.keys(),
        }.get(key)
        if done is not None:
            done()
            return True
        return super().press(key)

    def run_command(self, name: str) -> None:
        """A button of the page or of the card."""
        known = {
            RECEIPT: self.print_last,
            OVERRIDE: self._allow,
            "aside": self.set_aside,
            **self.money.names(),
            **self.tills.names(),
        }
        if name in known:
            known[name]()

    def set_aside(self) -> None:
        """Esc: the card goes, and the scan field listens."""
        self._refused = None
        super().set_aside()
        self.show_till()

    def _leave(self) -> None:
        """Esc on an empty field: the account is put away, and the basket emptied."""
        self.clear()
        self.take_focus()

    # Scans

    def scan(self, raw: str) -> None:
        """Until it is known what was scanned, nothing is paid: it may be somebody else's card."""
        if order_of(raw) is None:
            self._scans += 1
        super().scan(raw)

    def identified(self, raw: str, found: Any) -> None:
        """What the scan names."""
        self._scans -= 1
        super().identified(raw, found)

    def _nobody(self) -> None:
        """Nobody's account is open, and no answer that is still on its way opens one."""
        self.account = None
        self._whose += 1
        self.last_receipt = 0
        self._refused = None
        self.bar.clear()
        self.table.rows.ticked.clear()
        self._show_account()

    def card_scanned(self, number: str) -> None:
        """A library card: its account; while a form asks for a card, that."""
        ask = self.card.ask
        if isinstance(ask, FormAsk) and ask.take_scan("to", number):
            return
        self.show_card(None)
        self._nobody()
        self.ask(AccountOf(number, settled=self.settled), partial(self._opened, self._whose))
        self.ask(TillHere(), self._till_read)
        self.ask(Products(), self._products_read)

    def item_scanned(self, barcode: str) -> None:
        """A copy: it goes into the form that asks for one, or is billed for damage or a loss."""
        ask = self.card.ask
        if isinstance(ask, FormAsk) and ask.take_scan("item", barcode):
            return
        self.money.bill(barcode)

    def _opened(self, whose: int, answer: Any) -> None:
        if isinstance(answer, Unknown):
            self.show_card(money_card(answer, self.place()))
            return
        self._read(whose, answer)
        told = account_card(answer, self.place())
        if told is not None:
            self.show_card(told)
        else:
            self.workplace.sound(Sound.TICK)

    def _read(self, whose: int, answer: Any) -> None:
        if isinstance(answer, Account) and whose == self._whose:
            self.account = answer
            self._show_account()

    def _till_read(self, till: Any) -> None:
        self.till = till
        self.ask(SheetOf(), self._sheet_read)

    def _sheet_read(self, sheet: Any) -> None:
        self.sheet = sheet if isinstance(sheet, TillSheet) else None
        self.show_till()
        self.order_tabs()

    def show_till(self) -> None:
        """As it was read last: also its sums, which a count hides."""
        self.till_side.show_till(self.till, self.sheet, self.place())

    def _products_read(self, products: Any) -> None:
        self.products = {each.code: each for each in products}
        self.sale.show_products(products, self.place())
        self.allow(self._may)
        self._sum_up()
        self.order_tabs()

    # What is shown

    def _show_account(self) -> None:
        account, place = self.account, self.place()
        if account is None:
            empty = _("Scan a card to see what is owed, or sell something at the right.")
            self.table.show_charges((), place, empty)
            self.table.name.setText(_("No account open"))
            for text in (self.table.about, self.table.owed, self.table.more):
                text.setText("")
        else:
            figures = account_figures(account, place)
            self.table.show_charges(account.charges, place, _("Nothing owed"))
            self.table.name.setText(account.patron.name)
            self.table.about.setText(_("Card ending in {digits}").format(digits=account.patron.card[-4:]))
            self.table.owed.setText(figures[0].value)
            self.table.owed.set_colour("bad_ink" if figures[0].tone is Tone.BAD else "ink")
            more = " · ".join(f"{figure.label} {figure.value}" for figure in figures[1:])
            self.table.more.setText(more or figures[0].label)
        self._sum_up()

    def _sum_up(self) -> None:
        """What would be paid: the basket, what is ticked, or all that is owed."""
        place = self.place()
        step = self._step()
        if self.basket:
            total = sum(self.products[code].price * count for code, count in self.basket.items())
            words = ", ".join(f"{count} × {self.products[code].name}" for code, count in self.basket.items())
            self.bar.set_sum(_("Sale"), total, place, step)
            self.sale.show_basket(words)
            return
        self.sale.show_basket("")
        chosen = self.table.rows.chosen()
        if chosen:
            words = ngettext("{count} ticked", "{count} ticked", len(chosen)).format(count=len(chosen))
            self.bar.set_sum(words, sum(each.left for each in chosen), place, step)
        elif self.account is not None and self.account.owed:
            self.bar.set_sum(_("All that is owed"), self.account.owed, place, step)
        else:
            self.bar.set_sum(_("Nothing to pay"), 0, place, step)

    def _step(self) -> int:
        standing = self.desk.standing
        return standing.coin_step if standing is not None else 0

    def _into_rows(self, by: int) -> None:
        if by > 0 and self.table.rows.rowCount():
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn_settled(self) -> None:
        self.settled = not self.settled
        self.ended.label = _("Hide settled") if self.settled else _("Show settled")
        self.ended.respell()
        self.refresh()

    # Money

    def put_in_basket(self, code: str) -> None:
        """One more of this."""
        self.basket[code] = self.basket.get(code, 0) + 1
        self._sum_up()

    def empty_basket(self) -> None:
        """Nothing is sold after all."""
        self.basket.clear()
        self._sum_up()

    def pay(self) -> None:
        """Ctrl+Enter: what is in the basket, ticked, or owed, with the money that was given."""
        bar = self.bar
        if self._scans:
            return self.workplace.sound(Sound.BAD)
        typed = self.field.text().strip()
        if typed:  # it was meant for the scan field, or for another box: no money moves before it is read
            self.field.clear()
            return self.scan(typed)
        for field in (bar.amount, bar.given):
            field.set_trouble("")
        try:
            amount = bar.entered()
        except ValueError as error:
            return self._no_sum(bar.amount, str(error))
        try:
            given = bar.given_sum()
        except ValueError as error:
            return self._no_sum(bar.given, str(error))
        reference = bar.reference.value()
        if self.basket:
            sold = tuple(Sold(code, count) for code, count in self.basket.items())
            if bar.kind() is PaymentKind.CREDIT:
                return self._no_sum(bar.amount, _("A sale is paid with money."))
            return self.do(Sell(sold, bar.kind(), given, reference), self.done)
        if self.account is None:
            self.show_card(Card(Tone.MUTE, "wallet", _("Nobody's account is open"), _("Scan a card first.")))
            return None
        chosen = self.table.rows.chosen()
        act = Pay(
            self.account.patron.card,
            amount,
            bar.kind(),
            tuple(each.id for each in chosen if each.id),
            tuple(each.loan for each in chosen if each.growing and each.loan is not None),
            given,
            reference=reference,
        )
        return self.do(act, self.done)

    def _no_sum(self, field: Any, words: str) -> None:
        field.set_trouble(words)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.workplace.sound(Sound.BAD)

    def done(self, answer: Any) -> None:
        """Any answer about money: told, and the account read anew."""
        if isinstance(answer, Refused):
            self._refuse(answer)
            return
        self._refused = None
        if isinstance(answer, Paid | Refunded) and answer.receipt and self._is_here(answer.patron):
            self.last_receipt = answer.receipt
        if isinstance(answer, Paid | TillClosed):  # what was typed for a payment belongs to none after it
            self.bar.clear()
        if isinstance(answer, Paid):
            self.basket.clear()
            self.table.rows.ticked.clear()
        self.show_card(self.tills.card_of(answer) or money_card(answer, self.place()))
        self.refresh()
        if self.card.ask is None:
            self.take_focus()

    def _refuse(self, answer: Refused) -> None:
        self._refused = None if answer.never else answer
        card = money_card(answer, self.place())
        if Reason.NO_TILL in answer.reasons:
            opens = Command("open_till", _("Open the till"), "Alt+O", "lock-open", Weight.SECONDARY)
            card = Card(card.tone, "lock", card.headline, card.detail, (opens,), sound=card.sound)
        if Reason.TOO_MUCH in answer.reasons and isinstance(answer.act, Pay):
            keep = Command("keep_credit", _("Keep the rest as credit"), "Alt 1", "wallet")
            card = Card(card.tone, card.icon, card.headline, card.detail, (keep,), sound=card.sound)
            self.money.too_much = answer.act
        self.show_card(card)
        if self._refused is not None and not card.commands:
            self._allow()  # it was begun by hand: whoever may say yes is asked at once, hidden as a PIN is

    def _allow(self) -> None:
        """F10: somebody who may says yes, with their PIN where the clerk may not."""
        refused = self._refused
        if refused is not None:
            self.lifting.confirm(
                refused.blocks, lambda by, why: self.do(refused.overridden(by, why), self.done), _("Allow it")
            )

    def came_back(self, _done: Done | None, _answer: Undone) -> None:
        """An act of this page was undone: the account as it stands now."""
        self.bar.clear()
        self.refresh()

    # Receipts

    def print_last(self) -> None:
        """F9: the receipt of what was just paid, or the sheet of a till that was just closed."""
        if self.tills.print_sheet():
            return
        self._print(again=False)

    def print_again(self) -> None:
        """Shift+F9: the last receipt of this desk once more."""
        self._print(again=True)

    def _is_here(self, patron: PatronFace | None) -> bool:
        """Whether an answer is of the account that is open, or of nobody's, as a sale is."""
        return patron is None or (self.account is not None and self.account.patron.card == patron.card)

    def _print(self, *, again: bool) -> None:
        if not again and not self.last_receipt:
            return self.workplace.say(_("There is no receipt to print"))
        self.ask(ReceiptOf(0 if again else self.last_receipt), lambda answer: self._receipt_read(answer, again=again))
        return None

    def _receipt_read(self, answer: Any, *, again: bool) -> None:
        if not isinstance(answer, Receipt):
            self.workplace.say(_("There is no receipt to print"))
            return
        place = self.place()
        self.workplace.slips.print_page("receipt", lambda: _receipt_pdf(answer, place, again=again))

    def ask_form(self, ask: FormAsk | CountAsk, prompt: str, icon: str) -> None:
        """A form in a calm card that says what it is about. The pay bar waits: one filled button at a time."""
        self._refused = None
        self.show_card(Card(Tone.MUTE, icon, prompt))
        self.card.ask_form(ask)
        self.bar.hide()
        ask.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_grant(self, prompt: str, yes: str) -> None:
        """A supervisor's PIN: the pay bar waits meanwhile."""
        super().ask_grant(prompt, yes)
        if isinstance(self.card.ask, GrantAsk):
            self.card.ask.want_ctrl()
        self.bar.hide()

    def _ask_over(self) -> None:
        self.bar.show()


def _receipt_pdf(receipt: Receipt, place: Any, *, again: bool) -> bytes:
    from desk.printing.receipts import money_receipt

    return money_receipt(receipt, place, again=again)
