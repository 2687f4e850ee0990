"""The commands that ask why it is so, and what would be."""

import click

from desk.cli import REFUSED
from desk.cli.lending import card_number, numbers
from desk.cli.terminal import Terminal, command, read_moment
from desk.services.answers import Refused, Unknown
from desk.services.circulation.why import Explained, WhatIf, WhyLoan
from desk.wording.context import place_of
from desk.wording.terminal import explained
from desk.wording.why import explanation, names_of, supposition


@command(
    click.argument("card"),
    click.argument("item"),
    click.option(
        "--at", "when", metavar="TIME", default="", help="On this day or at this time at the branch; else now."
    ),
    click.option("--on-site", is_flag=True, help="To be used in the library only."),
)
def whatif(terminal: Terminal, card: str, item: str, when: str, on_site: bool) -> None:
    """Say what would happen if this reader took this copy. Nothing is lent."""
    desk = terminal.open()
    at = read_moment(when, desk) if when else None
    said = desk.do(WhatIf(card_number(desk, card), numbers(desk, [item])[0], at, on_site))
    if isinstance(said.answer, Refused | Unknown):
        terminal.status = REFUSED
    terminal.say(*explained(supposition(said, place_of(desk), names_of(desk.rulebook())), "what_if"))


@command(click.argument("item"))
def why(terminal: Terminal, item: str) -> None:
    """Say why a copy is due when it is, and what it costs by now."""
    desk = terminal.open()
    said = desk.ask(WhyLoan(numbers(desk, [item])[0]))
    if not isinstance(said, Explained):
        return terminal.tell(said)
    return terminal.say(*explained(explanation(said, place_of(desk), names_of(desk.rulebook())), "why"))
