"""`desk nightly`: the work that needs nobody; a timer may call it, and the window does it by itself."""

from datetime import date

import click

from desk.chores.nightly import nightly
from desk.cli.terminal import Terminal, command, read_day
from desk.i18n import _
from desk.services.work import finish
from desk.wording.context import place_of
from desk.wording.nights import night_lines


@command(
    click.option("--night", callback=read_day, metavar="DATE", help="Only this night's work."),
    click.option("--again", is_flag=True, help="Do it once more; nothing is done twice."),
    name="nightly",
)
def nightly_command(terminal: Terminal, night: date | None, again: bool) -> None:
    """Do the night's work: loans that renew by themselves, copies back on their shelves; missed nights too."""
    desk = terminal.open()
    reports = finish(nightly(desk, (night,) if night else (), again=again))
    place = place_of(desk)
    if not reports:
        terminal.say({"answer": "nothing_to_do"}, [_("Every night's work is done.")])
    for report in reports:
        terminal.say(
            {
                "answer": "night",
                "night": report.night.isoformat(),
                "renewed": list(report.renewed),
                "last_time": list(report.last_time),
                "refused": {each.item: [reason.value for reason in each.reasons] for each in report.refused},
                "reshelved": report.reshelved,
            },
            night_lines(report, place),
        )
