"""`desk hold` and `desk holds`: placing, changing, and the lists of the holds desk."""

from datetime import date
from typing import Any

import click

from desk.cli import main_group
from desk.cli.lending import OVERRIDE, card_number, numbers, with_grants
from desk.cli.terminal import STAFF, Terminal, command, read_day
from desk.rules.queue import Move
from desk.services.answers import Refused, Unknown
from desk.services.circulation.answers import AlreadyScanned, Returned
from desk.services.desk import Desk
from desk.services.holds.board import LISTS, ListName
from desk.services.holds.changing import ChangePickup, EditHold
from desk.services.holds.ending import CancelHold, ReinstateHold
from desk.services.holds.finding import TitleOf
from desk.services.holds.lists import HoldsOf, Hopeless, Lines, QueueOf, Ratios
from desk.services.holds.place import PlaceHold
from desk.services.holds.queueing import MoveHold, MoveHolds, ResumeHold, SuspendHold
from desk.services.holds.shelf import ClearShelf, NameReader, NotOnShelf
from desk.wording.context import place_of
from desk.wording.holds.terminal import hold_facts, hold_lines, line_facts, list_line, queue_line, ratio_line


def _day(name: str, words: str) -> Any:
    return click.option(name, callback=read_day, metavar="DATE", help=words)


HOLD = click.argument("number", type=int, metavar="HOLD")
PICKUP = click.option("--pickup", metavar="CODE", default="", help="The branch where it is picked up.")
UNTIL = _day("--until", "Until this date.")
BEGINS = _day("--not-before", "From this date on.")
NOTE = click.option("--note", default="", help="A note.")
ON_SLIP = click.option("--note-on-slip", is_flag=True, help="Print the note on the slip.")


@main_group.group()
def hold() -> None:
    """Place a hold, or change one. Lists name each hold by its number."""


@main_group.group()
def holds() -> None:
    """What is to pull, on the shelf, waiting, to clear, in transit."""


def _tell(terminal: Terminal, answer: Any) -> None:
    """An answer of the holds desk; refusals and check-ins are told as everywhere."""
    if isinstance(answer, Refused | Unknown | Returned | AlreadyScanned):
        return terminal.tell(answer)
    assert terminal.desk is not None
    place = place_of(terminal.desk)
    return terminal.say(hold_facts(answer, place), hold_lines(answer, place))


@command(
    click.argument("card"),
    click.argument("item"),
    PICKUP,
    click.option("--this-copy", is_flag=True, help="This copy alone will do."),
    click.option("--volume", default="", help="Any copy of this volume."),
    click.option("--copies", type=click.IntRange(1, 99), default=1, help="Several copies, for a club."),
    click.option("--recall", is_flag=True, help="Call a copy back that is on loan."),
    UNTIL,
    BEGINS,
    NOTE,
    ON_SLIP,
    OVERRIDE,
    STAFF,
    group=hold,
)
def place(
    terminal: Terminal,
    card: str,
    item: str,
    pickup: str,
    this_copy: bool,
    reasons: tuple[str, ...],
    staff: str,
    until: date | None,
    **more: Any,
) -> None:
    """Let the reader with this card wait for a title, named by a copy's barcode or an ISBN."""
    desk = terminal.open(staff)
    wanted = numbers(desk, [item])[0] if this_copy else item
    act = PlaceHold(card_number(desk, card), wanted, only_this=this_copy, pickup=pickup, expires_on=until, **more)
    _tell(terminal, desk.do(with_grants(act, desk, reasons)))


@command(
    HOLD,
    click.argument("to", type=click.Choice([move.value for move in Move])),
    click.option("--place", type=int, default=0, help="The place, counted from 1."),
    STAFF,
    group=hold,
)
def move(terminal: Terminal, number: int, to: str, place: int, staff: str) -> None:
    """Move a waiting hold: top, up, down, bottom, or to a place."""
    _tell(terminal, terminal.open(staff).do(MoveHold(number, Move(to), place)))


@command(HOLD, UNTIL, STAFF, group=hold)
def suspend(terminal: Terminal, number: int, until: date | None, staff: str) -> None:
    """Pass a hold over for a time; it keeps its place."""
    _tell(terminal, terminal.open(staff).do(SuspendHold(number, until)))


@command(HOLD, STAFF, group=hold)
def resume(terminal: Terminal, number: int, staff: str) -> None:
    """Let a suspended hold count again."""
    _tell(terminal, terminal.open(staff).do(ResumeHold(number)))


@command(HOLD, click.option("--because", default="", help="Why it is called off."), STAFF, group=hold)
def cancel(terminal: Terminal, number: int, because: str, staff: str) -> None:
    """Call a hold off."""
    _tell(terminal, terminal.open(staff).do(CancelHold(number, because)))


@command(HOLD, STAFF, group=hold)
def reinstate(terminal: Terminal, number: int, staff: str) -> None:
    """Take a hold up again that was called off or ran out."""
    _tell(terminal, terminal.open(staff).do(ReinstateHold(number)))


@command(HOLD, click.argument("branch", metavar="CODE"), OVERRIDE, STAFF, group=hold)
def pickup(terminal: Terminal, number: int, branch: str, reasons: tuple[str, ...], staff: str) -> None:
    """Let a hold be picked up at another branch."""
    desk = terminal.open(staff)
    _tell(terminal, desk.do(with_grants(ChangePickup(number, branch), desk, reasons)))


@command(HOLD, NOTE, ON_SLIP, BEGINS, UNTIL, _day("--shelf-until", "The last day on the shelf."), STAFF, group=hold)
def edit(terminal: Terminal, number: int, until: date | None, staff: str, **more: Any) -> None:
    """Set note and days of a hold; what is left out is empty then."""
    _tell(terminal, terminal.open(staff).do(EditHold(number, expires_on=until, **more)))


@command(HOLD, STAFF, group=hold)
def whose(terminal: Terminal, number: int, staff: str) -> None:
    """Say whose hold it is; the journal notes who asked."""
    _tell(terminal, terminal.open(staff).do(NameReader(number)))


@command(click.argument("name", type=click.Choice([name.value for name in ListName])), group=holds, name="list")
def list_command(terminal: Terminal, name: str) -> None:
    """One list of this branch, in its order."""
    desk = terminal.open()
    _say_lines(terminal, desk, ListName(name), desk.ask(LISTS[ListName(name)]()))


@command(click.argument("card"), group=holds)
def of(terminal: Terminal, card: str) -> None:
    """What the reader with this card waits for."""
    desk = terminal.open()
    _say_lines(terminal, desk, ListName.ALL, desk.ask(HoldsOf(card_number(desk, card), ended=True)))


@command(group=holds)
def hopeless(terminal: Terminal) -> None:
    """Waiting holds that no copy can ever fill."""
    desk = terminal.open()
    _say_lines(terminal, desk, ListName.ALL, desk.ask(Hopeless()))


def _say_lines(terminal: Terminal, desk: Desk, name: ListName, lines: Lines) -> None:
    place = place_of(desk)
    for line in lines:
        terminal.say(line_facts(line, place), [list_line(name, line, place)])


@command(click.argument("item"), group=holds)
def queue(terminal: Terminal, item: str) -> None:
    """Who waits for a title, first in line first."""
    desk = terminal.open()
    title = desk.ask(TitleOf(item))
    if isinstance(title, Unknown):
        return terminal.tell(title)
    place = place_of(desk)
    for line in desk.ask(QueueOf(title)):
        terminal.say(line_facts(line, place), [queue_line(line, place)])
    return None


@command(click.option("--least", type=float, default=3, help="More than so many for each copy."), group=holds)
def ratios(terminal: Terminal, least: float) -> None:
    """The titles for which many wait, for each copy."""
    for each in terminal.open().ask(Ratios(least)):
        data = {"title": each.title, "waiting": each.waiting, "copies": each.copies, "per_copy": each.per_copy}
        terminal.say({"answer": "ratio"} | data, [ratio_line(each)])


@command(click.argument("item"), click.argument("other", metavar="TO"), STAFF, group=holds)
def transfer(terminal: Terminal, item: str, other: str, staff: str) -> None:
    """Let everybody who waits for one title wait for another."""
    desk = terminal.open(staff)
    titles = [desk.ask(TitleOf(each)) for each in (item, other)]
    for title in titles:
        if isinstance(title, Unknown):
            return terminal.tell(title)
    _tell(terminal, desk.do(MoveHolds(*[title for title in titles if isinstance(title, int)])))
    return None


@command(click.argument("items", nargs=-1, required=True, metavar="ITEM…"), STAFF, group=holds)
def missed(terminal: Terminal, items: tuple[str, ...], staff: str) -> None:
    """Say that copies are not on their shelves: the next ones are pulled."""
    desk = terminal.open(staff)
    for item in numbers(desk, items):
        _tell(terminal, desk.do(NotOnShelf(item)))


@command(click.argument("items", nargs=-1, required=True, metavar="ITEM…"), STAFF, group=holds)
def clear(terminal: Terminal, items: tuple[str, ...], staff: str) -> None:
    """Clear copies off the hold shelf, and say where each goes."""
    desk = terminal.open(staff)
    for item in numbers(desk, items):
        _tell(terminal, desk.do(ClearShelf(item)))
