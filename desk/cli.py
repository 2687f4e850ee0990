"""The desk from a terminal: the same acts, for scripts, support and tests. `desk` alone opens the window."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import update_wrapper
from pathlib import Path
from typing import Any, NoReturn

import click

from desk import __version__
from desk.errors import DatabaseMissing, DeskError, WrongUse
from desk.i18n import _, set_language
from desk.rules.barcodes import read_scan
from desk.rules.vocabulary import BarcodeKind, Permission, Reason, RenewalSource
from desk.services.administration import policy as policy_files
from desk.services.administration.demo import DEMO, make_demo
from desk.services.administration.doctor import CheckUp, file_findings
from desk.services.administration.library import (
    TEMPLATES,
    NewBranch,
    NewLibrary,
    NewStaff,
    WhoWorksHere,
    make_library,
    open_desk,
    staff_of,
    system_zone,
)
from desk.services.administration.staff import SignedIn, SignIn
from desk.services.answers import Grant, Refused, Thing, Unknown
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
from desk.services.database import HEAD, back_up, connect, revision, upgrade
from desk.services.desk import Desk, StaffFace
from desk.services.imports.by_kind import import_file
from desk.services.imports.fields import ImportKind
from desk.services.imports.mapping import find_mapping, load_mapping
from desk.services.patrons.find import FindPatrons
from desk.services.patrons.panel import OpenPatron
from desk.services.work import finish
from desk.settings import Settings, load
from desk.wording.context import place_of
from desk.wording.errors import error_sentence
from desk.wording.terminal import facts, finding_lines, import_lines, import_report, lines, searched

DONE, REFUSED, WRONG, WORLD = 0, 1, 2, 3
PIN_VARIABLE = "DESK_PIN"
# What anybody may do who sits at the terminal of a library where staff have passwords: the work, and no overrides.
AT_TERMINAL = frozenset(each for each in Permission if not each.value.startswith("override."))


@dataclass(slots=True)
class Terminal:
    """One command's settings: which library, whose clock, how to answer."""

    database: str
    at: str
    branch: str
    as_json: bool
    settings: Settings
    status: int = DONE
    desk: Desk | None = field(default=None)

    def open(self, staff: str = "") -> Desk:
        """Open the desk, with the clock set and somebody at it."""
        desk = self.desk = open_desk(
            self.database, branch=self.branch or self.settings.branch, station=self.settings.station
        )
        if self.at:
            moment = read_moment(self.at, desk)
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


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--database", metavar="URL", help="The library: a file, or a PostgreSQL URL.")
@click.option("--at", metavar="TIME", default="", help="Do it as at this time at the branch, 2026-11-21 17:30.")
@click.option("--branch", metavar="CODE", default="", help="The branch where it is done.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, one object a line.")
@click.version_option(__version__, prog_name="desk")
@click.pass_context
def main_group(context: click.Context, database: str | None, at: str, branch: str, as_json: bool) -> None:
    """The circulation desk. Without a command it opens the window."""
    settings = load()
    set_language(settings.language or None)
    where = database or settings.database
    context.obj = Terminal(where, at, branch, as_json, settings)
    if context.invoked_subcommand is None:
        raise SystemExit(OPEN_WINDOW(context.obj))


def _no_window(_terminal: Terminal) -> int:
    return WRONG


# Set by __main__, which alone knows the window: the commands must not load Qt.
OPEN_WINDOW: Callable[[Terminal], int] = _no_window


def command(*parameters: Any, group: click.Group = main_group, name: str | None = None) -> Callable[[Any], Any]:
    """A command that is given the terminal, and whose exit status is the terminal's."""

    def wrap(run: Callable[..., None]) -> click.Command:
        def called(*args: Any, **options: Any) -> None:
            terminal = click.get_current_context().find_object(Terminal)
            assert terminal is not None
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


ITEMS = click.argument("items", nargs=-1, required=True, metavar="ITEM…")
STAFF = click.option(
    "--staff", metavar="NAME", default="", help="Who does it; the PIN is asked, or taken from DESK_PIN."
)
OVERRIDE = click.option(
    "--override",
    "reasons",
    multiple=True,
    type=click.Choice([each.value for each in Reason]),
    metavar="REASON",
    help="Lift this block.",
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


@command(click.argument("card"), ITEMS, DUE, OVERRIDE, STAFF)
def checkout(
    terminal: Terminal, card: str, items: tuple[str, ...], due: str | None, reasons: tuple[str, ...], staff: str
) -> None:
    """Lend items to the reader with this card."""
    desk = terminal.open(staff)
    wanted = read_due(terminal, due)
    number = card_number(desk, card)
    for item in numbers(desk, items):
        terminal.tell(desk.do(with_grants(Checkout(number, item, **wanted), desk, reasons)))


RETURNED = click.option("--returned", callback=read_day, metavar="DATE", help="Count it as returned on this date.")


@command(ITEMS, RETURNED, DUE, OVERRIDE, STAFF)
def checkin(
    terminal: Terminal,
    items: tuple[str, ...],
    returned: date | None,
    due: str | None,
    reasons: tuple[str, ...],
    staff: str,
) -> None:
    """Take items back."""
    if due is not None:
        raise WrongUse(_("A check-in has no due date; --returned sets the day from which it counts."))
    desk = terminal.open(staff)
    for item in numbers(desk, items):
        terminal.tell(desk.do(with_grants(Checkin(item, returned_on=returned), desk, reasons)))


@command(
    click.argument("items", nargs=-1, metavar="ITEM…"),
    click.option("--patron", "card", metavar="CARD", default="", help="Renew everything that this reader has."),
    DUE,
    OVERRIDE,
    STAFF,
)
def renew(
    terminal: Terminal, items: tuple[str, ...], card: str, due: str | None, reasons: tuple[str, ...], staff: str
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
        act = Renew(barcode, source=RenewalSource.TERMINAL, **wanted)
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


@command(
    click.option("--template", type=click.Choice(TEMPLATES), default="public", help="Whose rules it begins with."),
    click.option("--demo", is_flag=True, help="The demo library, with titles, readers and loans."),
    click.option("--name", default="", help="What the library is called."),
    click.option("--currency", default="USD", help="Three letters, such as EUR."),
    click.option("--zone", default="", help="Its time zone, such as Europe/Vienna."),
    click.option("--branch-name", default="Main branch"),
    click.option("--branch-code", default="MAIN"),
    click.option("--admin", default="admin", help="The administrator's name to sign in with."),
    click.option("--password", envvar="DESK_PASSWORD", default="", help="The administrator's password."),
)
def new(terminal: Terminal, template: str, demo: bool, **said: str) -> None:
    """Make a library in an empty place."""
    if demo:
        make_demo(terminal.database).close()
        return terminal.say({"answer": "made", "library": DEMO.name}, [_("The demo library is ready.")])
    wanted = NewLibrary(
        name=said["name"] or _("My library"),
        template=template,
        currency=said["currency"],
        time_zone=said["zone"] or system_zone(),
        branches=(NewBranch(said["branch_code"], said["branch_name"]),),
        staff=(NewStaff(said["admin"], said["admin"], "administrator", said["password"]),),
    )
    make_library(terminal.database, wanted).close()
    return terminal.say({"answer": "made", "library": wanted.name}, [_("{name} is ready.").format(name=wanted.name)])


@main_group.group(name="policy")
def policy_group() -> None:
    """The loan rules as a file."""


@main_group.group(name="calendar")
def calendar_group() -> None:
    """The opening days as a file."""


FILE = click.argument("file", type=click.Path(path_type=Path))


@command(group=policy_group, name="show")
def show_policy(terminal: Terminal) -> None:
    """Print the rules."""
    text = terminal.open().ask(policy_files.ShowPolicy())
    terminal.say({"answer": "policy", "text": text}, [text])


@command(FILE, STAFF, group=policy_group, name="load")
def load_policy(terminal: Terminal, file: Path, staff: str) -> None:
    """Put the rules of a file in the place of all rules."""
    terminal.tell(terminal.open(staff).do(policy_files.LoadPolicy(policy_files.read_file(file), str(file))))


@command(group=calendar_group, name="show")
def show_calendar(terminal: Terminal) -> None:
    """Print the opening days."""
    text = terminal.open().ask(policy_files.ShowCalendar())
    terminal.say({"answer": "calendar", "text": text}, [text])


@command(FILE, STAFF, group=calendar_group, name="load")
def load_calendar(terminal: Terminal, file: Path, staff: str) -> None:
    """Put the opening days of a file in the place of those there are."""
    terminal.tell(terminal.open(staff).do(policy_files.LoadCalendar(policy_files.read_file(file), str(file))))


@command(
    click.argument("kind", type=click.Choice(["marc", "items", "patrons", "loans"])),
    FILE,
    click.option("--mapping", default="", metavar="FILE", help="A mapping file, or the name of one that is shipped."),
    click.option("--dry-run", is_flag=True, help="Tell what would be done and write nothing."),
    STAFF,
    name="import",
)
def import_command(terminal: Terminal, kind: str, file: Path, mapping: str, dry_run: bool, staff: str) -> None:
    """Bring in records from another system: a MARC file, or items, patrons or open loans from a CSV file."""
    desk = terminal.open(staff)
    if Permission.IMPORT not in desk.staff.permissions:
        raise WrongUse(_("This person may not import."))
    chosen = load_mapping(find_mapping(mapping)) if mapping else None
    work = import_file(ImportKind(kind), desk, file, chosen, dry_run=dry_run)
    report = finish(work, None if terminal.as_json else bar())
    if report.refused:
        terminal.status = REFUSED
    terminal.say(import_report(report), import_lines(report))


def bar() -> Callable[[Any], None]:
    """A line that says how far the work is, on a terminal only."""
    shown = sys.stderr.isatty()

    def show(step: Any) -> None:
        if shown:
            share = f"{step.done} / {step.total}" if step.total else str(step.done)
            click.echo(f"\r{share} {step.note}\x1b[K", nl=False, err=True)

    return show


@command()
def doctor(terminal: Terminal) -> None:
    """Look the library over: the file, its version, its records, its rules."""
    desk = terminal.open()
    findings = file_findings(desk.database) + desk.ask(CheckUp())
    if not all(finding.ok for finding in findings):
        terminal.status = REFUSED
    data = {"answer": "doctor", "findings": [{"check": f.check.value, "ok": f.ok, "fact": f.fact} for f in findings]}
    terminal.say(data, finding_lines(findings))


@command(name="upgrade")
def upgrade_command(terminal: Terminal) -> None:
    """Bring the database to this version of the program."""
    database = connect(terminal.database)
    try:
        with database.question() as connection:
            found = revision(connection)
        if found is None:
            raise DatabaseMissing(database.where)
        if found != HEAD and database.sqlite:
            back_up(database, found)
        upgrade(database)
    finally:
        database.close()
    terminal.say(
        {"answer": "upgraded", "from": found, "to": HEAD},
        [_("The library is at version {version}.").format(version=HEAD)],
    )


def run(arguments: list[str] | None = None) -> NoReturn:
    """Run a command; the exit status says what became of it."""
    try:
        main_group.main(arguments, prog_name="desk", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG)
    except click.exceptions.Abort:
        sys.exit(WRONG)
    except WrongUse as error:
        click.echo(str(error), err=True)
        sys.exit(WRONG)
    except DeskError as error:
        click.echo(error_sentence(error), err=True)
        sys.exit(WORLD)
    sys.exit(DONE)
