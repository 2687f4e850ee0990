"""The commands that lend, take back, renew, undo and look up."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import click

from desk.cli import DONE, REFUSED
from desk.cli.terminal import STAFF, Terminal, command, read_day, read_due
from desk.errors import WrongUse
from desk.i18n import _
from desk.rules.barcodes import read_scan
from desk.rules.vocabulary import BarcodeKind, ClaimFound, Reason, RenewalSource
from desk.services.answers import Grant, Thing, Unknown
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.lookup import (
    FindItems,
    FoundCard,
    FoundItem,
    FoundSeveral,
    Identify,
    OpenLoans,
    ShowItem,
)
from desk.services.circulation.renew import Renew
from desk.services.circulation.undo import Undo
from desk.services.desk import Desk
from desk.services.patrons.find import FindPatrons
from desk.services.patrons.panel import OpenPatron
from desk.wording.terminal import searched

ITEMS = click.argument("items", nargs=-1, required=True, metavar="ITEM…")
OVERRIDE = click.option(
    "--override",
    "reasons",
    multiple=True,
    type=click.Choice([each.value for each in Reason]),
    metavar="REASON",
    help="Lift this block, such as owes, expired, held (a refusal names its own).",
)
DUE = click.option("--due", metavar="DATE", help="Due on this date, or at this time.")


def with_grants(act: Any, desk: Desk, reasons: tuple[str, ...]) -> Any:
    """The act with these reasons lifted by whoever is at the desk."""
    return replace(act, grants=tuple(Grant(Reason(reason), desk.staff.id) for reason in reasons))


def numbers(desk: Desk, texts: Iterable[str]) -> list[str]:
    """Barcodes as they are on file, whatever a scanner or a person wrote."""
    patterns, found = desk.rulebook().patterns, []
    for text in texts:
        scan = read_scan(text, patterns)
        answer = desk.ask(Identify(scan, BarcodeKind.ITEM))
        found.append(answer.barcode if isinstance(answer, FoundItem) else scan.text)
    return found


def card_number(desk: Desk, text: str) -> str:
    """A card as it is on file."""
    scan = read_scan(text, desk.rulebook().patterns)
    answer = desk.ask(Identify(scan))
    return answer.number if isinstance(answer, FoundCard) else scan.text


ON_SITE = click.option("--on-site", is_flag=True, help="To be used in the library only.")


@command(click.argument("card"), ITEMS, DUE, ON_SITE, OVERRIDE, STAFF)
def checkout(
    terminal: Terminal,
    card: str,
    items: tuple[str, ...],
    due: str | None,
    on_site: bool,
    reasons: tuple[str, ...],
    staff: str,
) -> None:
    """Lend items to the reader with this card."""
    desk = terminal.open(staff)
    wanted = read_due(terminal, due)
    number = card_number(desk, card)
    for item in numbers(desk, items):
        terminal.tell(desk.do(with_grants(Checkout(number, item, on_site=on_site, **wanted), desk, reasons)))


RETURNED = click.option("--returned", callback=read_day, metavar="DATE", help="Count it as returned on this date.")


CLAIM = click.option(
    "--claim",
    type=click.Choice([each.value for each in ClaimFound]),
    help="How a copy that was claimed returned came to light.",
)


@command(
    ITEMS,
    RETURNED,
    DUE,
    click.option("--amnesty", is_flag=True, help="Forgive the fines."),
    click.option("--no-holds", is_flag=True, help="Keep nothing for holds now."),
    click.option("--floating", is_flag=True, help="Let copies stay here where the rules leave that to the desk."),
    click.option("--inventory", is_flag=True, help="Note that they were counted."),
    CLAIM,
    OVERRIDE,
    STAFF,
)
def checkin(
    terminal: Terminal,
    items: tuple[str, ...],
    returned: date | None,
    due: str | None,
    claim: str | None,
    reasons: tuple[str, ...],
    staff: str,
    no_holds: bool,
    **switches: Any,
) -> None:
    """Take items back."""
    if due is not None:
        raise WrongUse(_("A check-in has no due date; --returned sets the day from which it counts."))
    desk = terminal.open(staff)
    found = ClaimFound(claim) if claim else None
    for item in numbers(desk, items):
        act = Checkin(item, returned_on=returned, trap=not no_holds, claim=found, **switches)
        terminal.tell(desk.do(with_grants(act, desk, reasons)))


@command(
    click.argument("items", nargs=-1, metavar="ITEM…"),
    click.option("--patron", "card", metavar="CARD", default="", help="Renew everything that this reader has."),
    DUE,
    click.option("--unseen", is_flag=True, help="The items are not at hand, as on the telephone."),
    OVERRIDE,
    STAFF,
)
def renew(
    terminal: Terminal,
    items: tuple[str, ...],
    card: str,
    due: str | None,
    unseen: bool,
    reasons: tuple[str, ...],
    staff: str,
) -> None:
    """Renew items, or everything that a reader has."""
    if bool(items) == bool(card):
        raise WrongUse(_("Name the items, or one reader with --patron."))
    desk = terminal.open(staff)
    wanted = read_due(terminal, due)
    barcodes = numbers(desk, items)
    if card:
        loans = desk.ask(OpenLoans(card_number(desk, card)))
        if isinstance(loans, Unknown):
            return terminal.tell(loans)
        barcodes = [loan.item.barcode for loan in loans]
    for barcode in barcodes:
        act = Renew(barcode, source=RenewalSource.TERMINAL, seen=not (unseen or card), **wanted)
        terminal.tell(desk.do(with_grants(act, desk, reasons)))
    return None


@command(click.option("--key", default="", help="The act to take back; without it the last one."), STAFF)
def undo(terminal: Terminal, key: str, staff: str) -> None:
    """Take back the last act of this person at this desk."""
    desk = terminal.open(staff)
    terminal.tell(desk.do(Undo(key)))


@command(click.argument("card"))
def patron(terminal: Terminal, card: str) -> None:
    """Show a reader: what they have and owe, and what stands against them."""
    desk = terminal.open()
    number = card_number(desk, card)
    terminal.tell(desk.ask(OpenPatron(number)))
    loans = desk.ask(OpenLoans(number))
    for loan in loans if isinstance(loans, tuple) else ():
        terminal.tell(loan)


@command(click.argument("barcode"))
def item(terminal: Terminal, barcode: str) -> None:
    """Show where a copy is and belongs."""
    desk = terminal.open()
    terminal.tell(desk.ask(ShowItem(numbers(desk, [barcode])[0])))


@command(click.argument("words", nargs=-1, required=True))
def find(terminal: Terminal, words: tuple[str, ...]) -> None:
    """Find copies and readers by words."""
    desk = terminal.open()
    scan = read_scan(" ".join(words), desk.rulebook().patterns)
    found = [desk.ask(Identify(scan, first)) for first in reversed(BarcodeKind)]
    found.append(FoundSeveral(scan.text, desk.ask(FindItems(scan.text)), Thing.ITEM))
    found.append(FoundSeveral(scan.text, desk.ask(FindPatrons(scan.text)), Thing.CARD))
    data, text = searched(found)
    terminal.status = DONE if data["hits"] else REFUSED
    terminal.say(data, text)
