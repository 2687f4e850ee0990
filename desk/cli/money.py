"""The commands about accounts: what a reader owes, pays, is charged, let off and given back; and lost copies."""

import re
from typing import Any

import click

from desk.cli.lending import card_number, numbers
from desk.cli.terminal import STAFF, Terminal, command
from desk.errors import WrongUse
from desk.i18n import _
from desk.rules.money import minor_units
from desk.rules.vocabulary import ChargeKind, PaymentKind, Spread
from desk.services.accounts.account import AccountOf
from desk.services.accounts.answers import Account
from desk.services.accounts.losses import DeclareLost
from desk.services.accounts.pay import Pay, Sell, Sold
from desk.services.accounts.settling import AddCharge, AddCredit, BillItem, Refund, Transfer, VoidPayment, Waive
from desk.services.answers import Refused, Unknown
from desk.services.codec import encode
from desk.services.desk import Desk
from desk.wording.accounts.money import account_figures, charge_row, money_card
from desk.wording.context import place_of

METHODS = tuple(kind.value for kind in (PaymentKind.CASH, PaymentKind.CARD, PaymentKind.CHEQUE, PaymentKind.OTHER))
CARD = click.argument("card")
AMOUNT = click.option("--amount", metavar="SUM", default="", help="How much; all of it where nothing is said.")
ONLY = click.option(
    "--charge", "charges", multiple=True, type=int, metavar="NUMBER", help="Only this charge; repeatable."
)
WHY = click.option("--because", "why", metavar="WORDS", default="", help="The reason; it is kept with the line.")
METHOD = click.option("--by", "method", type=click.Choice(METHODS), default=METHODS[0], help="The kind of money.")
REFERENCE = click.option("--reference", metavar="WORDS", default="", help="The number of the slip or cheque.")


def read_sum(desk: Desk, text: str) -> int | None:
    """A sum on the command line; nothing where none was named."""
    if not text:
        return None
    try:
        return minor_units(text, desk.rulebook().currency)
    except ValueError as error:
        raise WrongUse(_("{text} is not an amount such as 1.50.").format(text=text)) from error


def tell_money(terminal: Terminal, answer: Any) -> None:
    """An answer about money: to a script as plain facts without the reader, to a person as the card says it."""
    if isinstance(answer, Refused | Unknown):
        terminal.tell(answer)
        return
    assert terminal.desk is not None
    card = money_card(answer, place_of(terminal.desk))
    terminal.say(as_facts(answer), filter(None, (card.headline, card.detail, card.aside)))


def as_facts(answer: Any) -> dict[str, Any]:
    """An answer without anything personal, under its own name; a receipt's reference is what the clerk typed."""
    told, hidden = encode(answer)
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", str(told.pop("is"))).lower()
    told.pop("patron", None)
    told.pop("to", None)
    return {"answer": name} | told | {each: hidden[each] for each in ("reference", "why") if each in hidden}


@command(CARD, click.option("--all", "settled", is_flag=True, help="Also what is settled."), STAFF)
def account(terminal: Terminal, card: str, settled: bool, staff: str) -> None:
    """Show what a reader owes: each charge with its number, what is left of it, and what still grows."""
    desk = terminal.open(staff)
    found = desk.ask(AccountOf(card_number(desk, card), settled))
    if not isinstance(found, Account):
        return terminal.tell(found)
    place = place_of(desk)
    data = {
        "answer": "account",
        "owed": found.owed,
        "growing": found.growing,
        "credit": found.credit,
        "charges": [
            {
                "charge": c.id,
                "kind": c.kind.value,
                "amount": c.amount,
                "left": c.left,
                "item": c.barcode,
                "loan": c.loan,
            }
            for c in found.charges
        ],
    }
    lines = ["  ".join(f"{figure.label} {figure.value}" for figure in account_figures(found, place))]
    for charge in found.charges:
        row = charge_row(charge, place)
        words = (row.title, row.subtitle, row.barcode, row.middle, row.pill.text)
        lines.append(f"{charge.id or '–':>6}  " + "  ".join(filter(None, words)))
    return terminal.say(data, lines)


@command(
    CARD,
    AMOUNT,
    ONLY,
    METHOD,
    click.option("--given", metavar="SUM", default="", help="The cash that was given; the change is told."),
    click.option("--from-credit", is_flag=True, help="Pay from the credit of the account."),
    click.option("--keep", is_flag=True, help="Keep what is too much as a credit."),
    click.option("--evenly", is_flag=True, help="Spread it evenly, instead of the oldest first."),
    click.option(
        "--loan", "loans", multiple=True, type=int, metavar="NUMBER", help="The growing fine of this loan too."
    ),
    REFERENCE,
    STAFF,
)
def pay(terminal: Terminal, card: str, amount: str, method: str, given: str, staff: str, **more: Any) -> None:
    """Take a payment. Cash needs an open till at this desk."""
    desk = terminal.open(staff)
    kind = PaymentKind.CREDIT if more["from_credit"] else PaymentKind(method)
    act = Pay(
        card_number(desk, card),
        read_sum(desk, amount),
        kind,
        tuple(more["charges"]),
        tuple(more["loans"]),
        read_sum(desk, given),
        credit=more["keep"],
        spread=Spread.EVEN if more["evenly"] else Spread.OLDEST,
        reference=more["reference"],
    )
    tell_money(terminal, desk.do(act))


@command(
    CARD,
    click.option("--for", "of", type=click.Choice([kind.value for kind in ChargeKind]), default="manual"),
    AMOUNT,
    click.option("--note", default="", help="What it is for, in words."),
    click.option("--item", default="", metavar="BARCODE", help="The copy it is about."),
    STAFF,
)
def charge(terminal: Terminal, card: str, of: str, amount: str, note: str, item: str, staff: str) -> None:
    """Charge a reader by hand."""
    desk = terminal.open(staff)
    barcode = numbers(desk, [item])[0] if item else ""
    act = AddCharge(card_number(desk, card), ChargeKind(of), read_sum(desk, amount), note, barcode)
    tell_money(terminal, desk.do(act))


@command(CARD, AMOUNT, ONLY, WHY, click.option("--write-off", is_flag=True, help="It will never be paid."), STAFF)
def waive(
    terminal: Terminal, card: str, amount: str, charges: tuple[int, ...], why: str, write_off: bool, staff: str
) -> None:
    """Let off what a reader owes, or a part of it."""
    desk = terminal.open(staff)
    act = Waive(card_number(desk, card), why, tuple(charges), read_sum(desk, amount), write_off)
    tell_money(terminal, desk.do(act))


@command(CARD, AMOUNT, ONLY, METHOD, WHY, REFERENCE, STAFF)
def refund(
    terminal: Terminal,
    card: str,
    amount: str,
    charges: tuple[int, ...],
    method: str,
    why: str,
    reference: str,
    staff: str,
) -> None:
    """Give back what was paid of these charges; without any, the credit of the account."""
    desk = terminal.open(staff)
    kind = PaymentKind(method)
    act = Refund(card_number(desk, card), why, tuple(charges), read_sum(desk, amount), kind, reference)
    tell_money(terminal, desk.do(act))


@command(CARD, click.argument("amount"), WHY, STAFF)
def credit(terminal: Terminal, card: str, amount: str, why: str, staff: str) -> None:
    """Give a reader a credit that nobody has paid."""
    desk = terminal.open(staff)
    tell_money(terminal, desk.do(AddCredit(card_number(desk, card), read_sum(desk, amount) or 0, why)))


@command(
    CARD,
    click.option("--to", "to", metavar="CARD", default="", help="The other reader."),
    click.option("--agency", metavar="NAME", default="", help="An agency that collects it."),
    AMOUNT,
    ONLY,
    STAFF,
)
def transfer(
    terminal: Terminal, card: str, to: str, agency: str, amount: str, charges: tuple[int, ...], staff: str
) -> None:
    """Transfer what a reader owes to another reader or to an agency."""
    desk = terminal.open(staff)
    other = card_number(desk, to) if to else ""
    act = Transfer(card_number(desk, card), other, agency, tuple(charges), read_sum(desk, amount))
    tell_money(terminal, desk.do(act))


@command(click.argument("receipt", type=int), WHY, STAFF, name="void")
def void_command(terminal: Terminal, receipt: int, why: str, staff: str) -> None:
    """Take a payment back by the number of its receipt."""
    desk = terminal.open(staff)
    tell_money(terminal, desk.do(VoidPayment(receipt, why)))


@command(click.argument("item"), click.option("--price", metavar="SUM", default="", help="Instead of its own."), STAFF)
def lost(terminal: Terminal, item: str, price: str, staff: str) -> None:
    """Declare a copy on loan lost, and bill its reader."""
    desk = terminal.open(staff)
    tell_money(terminal, desk.do(DeclareLost(numbers(desk, [item])[0], read_sum(desk, price))))


@command(
    click.argument("item"),
    click.option("--for", "of", type=click.Choice(["damage", "pieces"]), default="damage"),
    AMOUNT,
    click.option("--note", default="", help="What is damaged or missing."),
    STAFF,
)
def bill(terminal: Terminal, item: str, of: str, amount: str, note: str, staff: str) -> None:
    """Bill whoever had a copy for damage or missing pieces."""
    desk = terminal.open(staff)
    act = BillItem(numbers(desk, [item])[0], ChargeKind(of), read_sum(desk, amount), note)
    tell_money(terminal, desk.do(act))


@command(
    click.argument("code"),
    click.argument("count", type=int, default=1),
    METHOD,
    click.option("--given", metavar="SUM", default="", help="The cash that was given; the change is told."),
    STAFF,
)
def sell(terminal: Terminal, code: str, count: int, method: str, given: str, staff: str) -> None:
    """Sell something of the price list to nobody by name."""
    desk = terminal.open(staff)
    act = Sell((Sold(code, count),), PaymentKind(method), read_sum(desk, given))
    tell_money(terminal, desk.do(act))
