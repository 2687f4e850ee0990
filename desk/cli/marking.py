"""The commands that say something of a copy: claimed returned, called back, lost, damaged, found, not catalogued."""

from datetime import date

import click

from desk.cli.lending import numbers
from desk.cli.terminal import STAFF, Terminal, command, read_day
from desk.rules.vocabulary import ItemStatus
from desk.services.circulation.marks import BY_HAND, ClaimReturned, MarkItem, Recall
from desk.services.circulation.uncatalogued import AddUncatalogued

ITEM = click.argument("item")


@command(
    ITEM, click.option("--on", callback=read_day, metavar="DATE", help="The day; today where none is named."), STAFF
)
def claim(terminal: Terminal, item: str, on: date | None, staff: str) -> None:
    """Note that the reader says this copy came back."""
    desk = terminal.open(staff)
    terminal.tell(desk.do(ClaimReturned(numbers(desk, [item])[0], on)))


@command(ITEM, STAFF)
def recall(terminal: Terminal, item: str, staff: str) -> None:
    """Call a copy back for another reader."""
    desk = terminal.open(staff)
    terminal.tell(desk.do(Recall(numbers(desk, [item])[0])))


@command(
    ITEM,
    click.argument("status", type=click.Choice([each.value for each in BY_HAND])),
    click.option("--note", default="", help="A note that stands on the copy from now on."),
    STAFF,
)
def mark(terminal: Terminal, item: str, status: str, note: str, staff: str) -> None:
    """Say by hand what the state of a copy is: missing, lost, damaged, available."""
    desk = terminal.open(staff)
    terminal.tell(desk.do(MarkItem(numbers(desk, [item])[0], ItemStatus(status), note)))


@command(
    click.argument("barcode"),
    click.argument("title"),
    click.option("--author", default=""),
    click.option("--isbn", default=""),
    click.option(
        "--type", "item_type", default="", metavar="CODE", help="Its kind; the library's first where none is named."
    ),
    STAFF,
)
def add(terminal: Terminal, barcode: str, title: str, author: str, isbn: str, item_type: str, staff: str) -> None:
    """Take a copy on file that nobody has catalogued yet."""
    desk = terminal.open(staff)
    terminal.tell(desk.do(AddUncatalogued(numbers(desk, [barcode])[0], title, author, isbn, item_type)))
