"""The commands that make a library, fill it, change its rules and look after it."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from desk.cli import REFUSED, main_group
from desk.cli.terminal import STAFF, Terminal, command
from desk.errors import WrongUse
from desk.i18n import _
from desk.rules.vocabulary import Permission
from desk.services.administration.calendar import LoadCalendar, PreviewCalendar, ReadCalendar, ShowCalendar
from desk.services.administration.demo import DEMO, make_demo
from desk.services.administration.doctor import CheckUp, file_findings
from desk.services.administration.library import NewBranch, NewLibrary, NewStaff, make_library, system_zone
from desk.services.administration.policy import LoadPolicy, PreviewPolicy, ReadPolicy, ShowPolicy
from desk.services.administration.rule_files import read_file
from desk.services.administration.templates import TEMPLATES
from desk.services.circulation.undo import Undo
from desk.services.database import HEAD, bring_up, connect, stands_at
from desk.services.imports.by_kind import import_file
from desk.services.imports.fields import ImportKind
from desk.services.imports.mapping import find_mapping, load_mapping
from desk.services.work import Cancelled, Progress, Work, cancel, finish
from desk.wording.administration import calendar_facts, calendar_lines, policy_facts, policy_lines
from desk.wording.context import place_of
from desk.wording.terminal import finding_lines, import_lines, import_report


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


# The key of no act at all: there is nothing to undo.
NO_ACT = "-"
FILE = click.argument("file", type=click.Path(path_type=Path))


@command(group=policy_group, name="show")
def show_policy(terminal: Terminal) -> None:
    """Print the rules."""
    text = terminal.open().ask(ShowPolicy())
    terminal.say({"answer": "policy", "text": text}, [text])


PREVIEW = click.option("--preview", is_flag=True, help="Tell what would change and write nothing.")


@command(FILE, PREVIEW, STAFF, group=policy_group, name="load")
def load_policy(terminal: Terminal, file: Path, preview: bool, staff: str) -> None:
    """Put the rules of a file in the place of all rules."""
    desk, text = terminal.open(staff), read_file(file)
    if preview:
        effect = desk.ask(PreviewPolicy(text, str(file)))
        return terminal.say(policy_facts(effect), policy_lines(effect, place_of(desk)))
    return terminal.tell(desk.do(LoadPolicy(text, str(file))))


@command(STAFF, group=policy_group, name="undo")
def undo_policy(terminal: Terminal, staff: str) -> None:
    """Bring the rules back that held before the last change."""
    desk = terminal.open(staff)
    last = desk.ask(ReadPolicy()).change
    terminal.tell(desk.do(Undo(last.key if last is not None else NO_ACT)))


@command(group=calendar_group, name="show")
def show_calendar(terminal: Terminal) -> None:
    """Print the opening days."""
    text = terminal.open().ask(ShowCalendar())
    terminal.say({"answer": "calendar", "text": text}, [text])


@command(FILE, PREVIEW, STAFF, group=calendar_group, name="load")
def load_calendar(terminal: Terminal, file: Path, preview: bool, staff: str) -> None:
    """Put the opening days of a file in the place of those there are, and move the due dates that this closes."""
    desk, text = terminal.open(staff), read_file(file)
    if preview:
        effect = desk.ask(PreviewCalendar(text, str(file)))
        return terminal.say(calendar_facts(effect), calendar_lines(effect, place_of(desk)))
    return terminal.tell(desk.do(LoadCalendar(text, str(file))))


@command(STAFF, group=calendar_group, name="undo")
def undo_calendar(terminal: Terminal, staff: str) -> None:
    """Bring the opening days back that held before the last change, and the due dates that it moved."""
    desk = terminal.open(staff)
    last = desk.ask(ReadCalendar()).change
    terminal.tell(desk.do(Undo(last.key if last is not None else NO_ACT)))


@command(
    click.argument("kind", type=click.Choice([kind.value for kind in ImportKind])),
    FILE,
    click.option("--mapping", default="", metavar="FILE", help="A mapping file, or the name of one that is shipped."),
    click.option("--dry-run", is_flag=True, help="Tell what would be done and write nothing."),
    STAFF,
    name="import",
)
def import_command(terminal: Terminal, kind: str, file: Path, mapping: str, dry_run: bool, staff: str) -> None:
    """Bring in records of another system: a MARC file, or items, patrons, loans, holds or charges from a CSV file."""
    desk = terminal.open(staff)
    if Permission.IMPORT not in desk.staff.permissions:
        raise WrongUse(_("This person may not import."))
    chosen = load_mapping(find_mapping(mapping)) if mapping else None
    work = import_file(ImportKind(kind), desk, file, chosen, dry_run=dry_run)
    report = _finish(work, None if terminal.as_json else bar())
    if report.refused or report.cancelled:
        terminal.status = REFUSED
    terminal.say(import_report(report), import_lines(report))


def _finish(work: Work[Any], told: Callable[[Progress], None] | None) -> Any:
    """Do the work to its end. Ctrl+C stops it behind the step that is under way, with the report of what is in."""
    stops: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: stops.append(number))

    def step(progress: Progress) -> None:
        if told is not None:
            told(progress)
        if stops:
            raise Cancelled

    try:
        return finish(work, step)
    except Cancelled:
        return cancel(work)
    finally:
        signal.signal(signal.SIGINT, before)


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
        found = stands_at(database)
        bring_up(database, found)
    finally:
        database.close()
    terminal.say(
        {"answer": "upgraded", "from": found, "to": HEAD},
        [_("The library is at version {version}.").format(version=HEAD)],
    )
