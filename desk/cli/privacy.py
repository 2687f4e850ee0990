"""`desk privacy`: whether everything that is over is severed from its reader, and where anything of somebody stands."""

import click

from desk.cli import REFUSED, main_group
from desk.cli.terminal import Terminal, command
from desk.services.patrons.proof import CheckPrivacy, look_everywhere
from desk.services.work import finish
from desk.settings import station_files
from desk.wording.context import place_of
from desk.wording.patrons.privacy import found_headline, found_line, privacy_headline, privacy_lines


@main_group.group()
def privacy() -> None:
    """Prove that what is over no longer says who it was."""


@command(group=privacy)
def check(terminal: Terminal) -> None:
    """Look at every loan, hold, charge and line of the journal. The exit status is 1 if something was not severed."""
    desk = terminal.open()
    found = desk.ask(CheckPrivacy())
    place = place_of(desk)
    data = {
        "answer": "privacy",
        "night": found.night.isoformat(),
        "severed": found.severed,
        "kept": {why.value: count for why, count in found.kept},
        "traces": {trace.value: count for trace, count in found.traces},
    }
    terminal.say(data, [privacy_headline(found, place), *(f"  {line}" for line in privacy_lines(found))])
    if not found.is_clean:
        terminal.status = REFUSED


@command(click.argument("words", nargs=-1, required=True), group=privacy)
def search(terminal: Terminal, words: tuple[str, ...]) -> None:
    """Look for words (a name, a card number) in every table, every index, this station's files and the file's bytes."""
    desk = terminal.open()
    found = finish(look_everywhere(desk, words, station_files()))
    places = [{"place": each.place, "part": each.part, "count": each.count} for each in found]
    terminal.say(
        {"answer": "found", "places": places}, [found_headline(found), *(f"  {found_line(each)}" for each in found)]
    )
