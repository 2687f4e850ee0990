"""`desk till`: open, count and close the drawer, cash in and out, prices, and what was taken."""

from datetime import timedelta
from typing import Any

import click

from desk.cli import main_group
from desk.cli.money import as_facts, read_sum
from desk.cli.terminal import STAFF, Terminal, command, read_moment
from desk.rules.vocabulary import ChargeKind, EntryKind
from desk.services.accounts.answers import SumLine, TillSheet
from desk.services.accounts.products import KINDS, Products, SaveProduct
from desk.services.accounts.reports import DrawerOf, SheetOf
from desk.services.accounts.tills import CloseTill, Count, CountTill, MoveCash, OpenTill, Tills
from desk.services.answers import Refused, Unknown
from desk.wording.accounts.money import charge_word
from desk.wording.accounts.tills import report_lines, sheet_lines, till_card, till_line
from desk.wording.context import place_of

WHY = click.option("--because", "why", metavar="WORDS", default="", help="The reason; it is kept.")


@main_group.group()
def till() -> None:
    """The drawer of this desk."""


def _tell(terminal: Terminal, answer: Any) -> None:
    if isinstance(answer, Refused | Unknown):
        terminal.tell(answer)
        return
    assert terminal.desk is not None
    card = till_card(answer, place_of(terminal.desk))
    terminal.say(as_facts(answer), filter(None, (card.headline, card.detail)))


@command(
    click.option("--float", "amount", metavar="SUM", default="", help="What lies in it; its usual float if not said."),
    click.option("--till", "code", metavar="CODE", default="", help="Another till than this desk's."),
    STAFF,
    group=till,
    name="open",
)
def open_command(terminal: Terminal, amount: str, code: str, staff: str) -> None:
    """Open the till of this desk."""
    desk = terminal.open(staff)
    _tell(terminal, desk.do(OpenTill(read_sum(desk, amount), code)))


@command(
    click.argument("coins", nargs=-1, metavar="[WORTH×NUMBER]..."),
    click.option("--cash", metavar="SUM", default="", help="The whole sum, instead of coins such as 0.25x17."),
    click.option("--card", metavar="SUM", default="", help="The sum of the card slips."),
    click.option("--cheque", metavar="SUM", default="", help="The sum of the cheques."),
    STAFF,
    group=till,
    name="count",
)
def count_command(terminal: Terminal, coins: tuple[str, ...], cash: str, card: str, cheque: str, staff: str) -> None:
    """Count the drawer. What was expected is told only then."""
    desk = terminal.open(staff)
    counted = []
    for each in coins:
        worth, _times, number = each.replace("×", "x").partition("x")
        counted.append(Count(read_sum(desk, worth) or 0, int(number) if number.isdecimal() else -1))
    act = CountTill(tuple(counted), read_sum(desk, cash), read_sum(desk, card), read_sum(desk, cheque))
    _tell(terminal, desk.do(act))


@command(WHY, STAFF, group=till, name="close")
def close_command(terminal: Terminal, why: str, staff: str) -> None:
    """Close the till after it was counted."""
    desk = terminal.open(staff)
    _tell(terminal, desk.do(CloseTill(why)))


def _mover(kind: EntryKind, name: str, words: str) -> click.Command:
    def move(terminal: Terminal, amount: str, why: str, staff: str) -> None:
        desk = terminal.open(staff)
        _tell(terminal, desk.do(MoveCash(kind, read_sum(desk, amount) or 0, why)))

    move.__doc__ = words
    made: click.Command = command(click.argument("amount", default=""), WHY, STAFF, group=till, name=name)(move)
    return made


drop = _mover(EntryKind.DROP, "drop", "Take cash out of the drawer to the safe.")
pay_in = _mover(EntryKind.PAY_IN, "in", "Put cash into the drawer.")
pay_out = _mover(EntryKind.PAY_OUT, "out", "Pay something out of the drawer.")
no_sale = _mover(EntryKind.NO_SALE, "nosale", "Only open the drawer, with the reason.")


@command(
    click.option("--since", metavar="TIME", default="", help="From this moment on; else the last day."),
    click.option("--until", "until", metavar="TIME", default="", help="Up to this moment; else now."),
    click.option("--till", "code", metavar="CODE", default="", help="Of this till alone."),
    click.option("--at-branch", "branch", metavar="CODE", default="", help="Of this branch alone."),
    STAFF,
    group=till,
    name="report",
)
def report_command(terminal: Terminal, since: str, until: str, code: str, branch: str, staff: str) -> None:
    """What was taken and given back between two moments: by kind of money, by what for, by branch, till, person."""
    desk = terminal.open(staff)
    end = read_moment(until, desk) if until else desk.clock()
    begin = read_moment(since, desk) if since else end - timedelta(days=1)
    found = desk.ask(DrawerOf(begin, end, branch, code))
    lines = [f"{label:<32} {amount:>12}" for label, amount in report_lines(found, place_of(desk))]
    parts = ("by_method", "by_type", "by_branch", "by_till", "by_person")
    data = {"answer": "drawer_report", "count": found.total.count, "total": found.total.amount}
    data |= {"income": found.income, "payout": found.payout, "waived": found.waived.amount}
    sums = {name: [_sum(each) for each in getattr(found, name)] for name in parts}
    terminal.say(data | sums, lines)


def _sum(line: SumLine) -> dict[str, Any]:
    return {"name": line.name, "count": line.count, "amount": line.amount}


@command(
    click.argument("number", type=int, default=0),
    click.option("--till", "code", metavar="CODE", default=""),
    STAFF,
    group=till,
)
def sheet(terminal: Terminal, number: int, code: str, staff: str) -> None:
    """The sheet of a till: the one that is open, or a closed one by its number."""
    desk = terminal.open(staff)
    found = desk.ask(SheetOf(number, code))
    if not isinstance(found, TillSheet):
        return terminal.tell(found)
    lines = [f"{label:<32} {amount:>12}" for label, amount in sheet_lines(found, place_of(desk))]
    return terminal.say(as_facts(found), lines)


@command(STAFF, group=till, name="list")
def list_command(terminal: Terminal, staff: str) -> None:
    """All tills, and which are open."""
    desk = terminal.open(staff)
    for each in desk.ask(Tills()):
        terminal.say(as_facts(each), [f"{each.code:<12} {each.name:<24} {till_line(each, place_of(desk))}"])


@command(STAFF, group=till)
def prices(terminal: Terminal, staff: str) -> None:
    """What is sold at the desk, and what it costs."""
    desk = terminal.open(staff)
    place = place_of(desk)
    for each in desk.ask(Products()):
        stock = "" if each.stock is None else str(each.stock)
        line = f"{each.code:<12} {each.name:<24} {place.money(each.price):>10} {charge_word(each.kind):<16} {stock}"
        terminal.say(as_facts(each), [line.rstrip()])


@command(
    click.argument("code"),
    click.argument("name"),
    click.argument("amount"),
    click.option("--for", "of", type=click.Choice([kind.value for kind in KINDS]), default="sale"),
    click.option("--key", "place", type=int, help="Its quick key, 1 to 12."),
    click.option("--stock", type=int, help="How many there are; not counted if not said."),
    click.option("--gone", is_flag=True, help="It is sold no more."),
    STAFF,
    group=till,
)
def price(terminal: Terminal, code: str, name: str, amount: str, of: str, staff: str, **more: Any) -> None:
    """Add something that is sold, or change it."""
    desk = terminal.open(staff)
    kind, cost = ChargeKind(of), read_sum(desk, amount) or 0
    _tell(terminal, desk.do(SaveProduct(code, name, cost, kind, more["place"], more["stock"], not more["gone"])))
