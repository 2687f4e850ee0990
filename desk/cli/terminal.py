"""A command at its terminal: the desk it opens, who acts, how answers are printed."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import update_wrapper
from typing import Any

import click

from desk.cli import DONE, REFUSED, Wanted, main_group
from desk.errors import WrongUse
from desk.i18n import _
from desk.rules.vocabulary import Permission
from desk.services.administration.opening import WhoWorksHere, open_desk, staff_of
from desk.services.administration.staff import SignedIn, SignIn
from desk.services.answers import Refused, Unknown
from desk.services.desk import Desk, StaffFace
from desk.wording.context import place_of
from desk.wording.terminal import facts, lines

PIN_VARIABLE = "DESK_PIN"
# What anybody may do who sits at the terminal of a library where staff have passwords: the work, and no overrides.
AT_TERMINAL = frozenset(each for each in Permission if not each.value.startswith("override."))


@dataclass(slots=True)
class Terminal:
    """One command at work: its desk, its answers, its exit status."""

    wanted: Wanted
    status: int = DONE
    desk: Desk | None = None

    @property
    def database(self) -> str:
        """The library that was named."""
        return self.wanted.database

    @property
    def as_json(self) -> bool:
        """Whether a script is listening."""
        return self.wanted.as_json

    def open(self, staff: str = "") -> Desk:
        """Open the desk, with the clock set and somebody at it."""
        wanted = self.wanted
        branch = wanted.branch or wanted.settings.branch
        desk = self.desk = open_desk(wanted.database, branch=branch, station=wanted.settings.station)
        if wanted.at:
            moment = read_moment(wanted.at, desk)
            desk.clock, desk.own_clock = (lambda: moment), False
        desk.staff = sign_in(desk, staff)
        return desk

    def tell(self, answer: Any) -> None:
        """Print one answer: one JSON object a line, or sentences."""
        assert self.desk is not None
        if isinstance(answer, Refused | Unknown):
            self.status = REFUSED
        place = place_of(self.desk)
        if self.as_json:
            click.echo(json.dumps(facts(answer, place), ensure_ascii=False))
        else:
            for line in lines(answer, place):
                click.echo(line)

    def say(self, data: dict[str, Any], text: Iterable[str]) -> None:
        """Print something that is no answer of an act."""
        if self.as_json:
            click.echo(json.dumps(data, ensure_ascii=False))
        else:
            for line in text:
                click.echo(line)


def read_moment(text: str, desk: Desk) -> datetime:
    """A time as it is written at the branch: "2026-11-21 17:30"; a date alone is noon."""
    zone = desk.rulebook().calendars[desk.station.branch].zone
    try:
        moment = datetime.fromisoformat(text)
        if len(text) <= 10:
            moment = moment.replace(hour=12)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise WrongUse(_("{text} is not a time such as 2026-11-21 17:30.").format(text=text)) from error


def sign_in(desk: Desk, name: str) -> StaffFace:
    """Who acts: the person named, after their PIN; without a name an administrator who has no password yet."""
    if not name:
        return _owner(desk)
    found = staff_of(desk, name)
    if found is None:
        raise WrongUse(_("Nobody called {name} works here.").format(name=name))
    face, has_secret = found
    if not has_secret:
        return face
    secret = os.environ.get(PIN_VARIABLE) or click.prompt(_("PIN"), hide_input=True, err=True)
    answer = desk.do(SignIn(name, secret))
    if isinstance(answer, SignedIn):
        return answer.face()
    raise WrongUse(_("The name {name} and this PIN do not belong together.").format(name=name))


def _owner(desk: Desk) -> StaffFace:
    for person in desk.ask(WhoWorksHere()):
        found = staff_of(desk, person.login) if not person.has_secret else None
        if found is not None and Permission.STAFF in found[0].permissions:
            return found[0]
    return StaffFace(0, "", _("Terminal"), "", AT_TERMINAL)


def read_day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    """A date on the command line."""
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(_("{text} is not a date such as 2026-11-21.").format(text=value)) from error


def read_due(terminal: Terminal, text: str | None) -> dict[str, Any]:
    """A due date, or a due time, as the acts take it."""
    if text is None:
        return {}
    assert terminal.desk is not None
    try:
        return {"due_on": date.fromisoformat(text)}
    except ValueError:
        return {"due_at": read_moment(text, terminal.desk)}


def command(*parameters: Any, group: click.Group = main_group, name: str | None = None) -> Callable[[Any], Any]:
    """A command that is given the terminal, and whose exit status is the terminal's."""

    def wrap(run: Callable[..., None]) -> click.Command:
        def called(*args: Any, **options: Any) -> None:
            wanted = click.get_current_context().find_object(Wanted)
            assert wanted is not None
            terminal = Terminal(wanted)
            try:
                run(terminal, *args, **options)
            finally:
                if terminal.desk is not None:
                    terminal.desk.database.close()
            if terminal.status:
                sys.exit(terminal.status)

        wrapped: Any = update_wrapper(called, run)
        for parameter in reversed(parameters):
            wrapped = parameter(wrapped)
        return group.command(name or run.__name__.removesuffix("_command"))(wrapped)

    return wrap


STAFF = click.option(
    "--staff",
    metavar="NAME",
    default="",
    help="Who does it; the PIN is asked, or in DESK_PIN. Without it an administrator who has no password.",
)
