"""The commands about readers: found, registered, renewed, restricted, merged, told, deleted."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from desk.cli import REFUSED, main_group
from desk.cli.terminal import STAFF, Terminal, command, read_day
from desk.rules.money import minor_units
from desk.rules.vocabulary import CardStatus, Mark, NoteKind, Reason, RestrictionKind
from desk.services.answers import Grant, Refused, Unknown
from desk.services.codec import encode
from desk.services.desk import Desk
from desk.services.patrons.answers import Cleared
from desk.services.patrons.cards import GiveCard, MarkCard
from desk.services.patrons.details import Details
from desk.services.patrons.duplicates import TwiceHere
from desk.services.patrons.export import Exported, ExportReader
from desk.services.patrons.family import LinkGuarantor
from desk.services.patrons.files import AttachFile
from desk.services.patrons.find import FindReaders
from desk.services.patrons.leaving import ClearReader, DeleteReader, PurgeReaders, ShowPurge
from desk.services.patrons.many import Change, ChangeMany, Chosen, ShowMany
from desk.services.patrons.merge import MergeReaders
from desk.services.patrons.notes import WriteNote
from desk.services.patrons.register import Register, RenewMembership
from desk.services.patrons.standing import LiftRestriction, MarkReader, Restrict
from desk.services.patrons.statistics import SaveStatistic, Statistics
from desk.wording.context import place_of
from desk.wording.patrons.account import reader_words
from desk.wording.patrons.alike import alike_words
from desk.wording.patrons.done import done_card

CARD = click.argument("card")
OVERRIDE = click.option(
    "--override", "reasons", multiple=True, type=click.Choice([each.value for each in Reason]), metavar="REASON"
)


@main_group.group()
def reader() -> None:
    """Readers: find, register, change, restrict, merge, tell, delete."""


def _told(terminal: Terminal, desk: Desk, answer: Any) -> None:
    """An answer as a sentence, or as plain facts; a refusal has an exit status of its own."""
    if isinstance(answer, Refused | Unknown):
        terminal.tell(answer)
        return
    card = done_card(answer, place_of(desk))
    kept, hidden = encode(answer)
    data = {"answer": kept.pop("is").lower()} | json.loads(json.dumps(kept | {"private": hidden}, default=str))
    terminal.say(data, [part for part in (card.headline, card.detail) if part])


def _do(terminal: Terminal, staff: str, act: Any, reasons: tuple[str, ...] = ()) -> Any:
    """Run an act with these reasons lifted, and tell what came of it."""
    from dataclasses import replace

    desk = terminal.open(staff)
    if reasons:
        act = replace(act, grants=tuple(Grant(Reason(reason), desk.staff.id) for reason in reasons))
    answer = desk.do(act)
    _told(terminal, desk, answer)
    return answer


@command(click.argument("words", nargs=-1, required=True), STAFF, group=reader)
def find(terminal: Terminal, words: tuple[str, ...], staff: str) -> None:
    """Find readers by any part of a name, card, phone, e-mail or address."""
    desk = terminal.open(staff)
    found = desk.ask(FindReaders(" ".join(words)))
    place = place_of(desk)
    for line in found.readers:
        name, second, _tone = reader_words(line, place)
        terminal.say({"card": line.card, "name": line.name, "out": line.out, "owes": line.owes}, [f"{name}  {second}"])
    if not found.readers:
        terminal.status = REFUSED


@command(
    CARD,
    click.argument("family_name"),
    click.argument("given_name", default=""),
    click.option("--category", default="adult", show_default=True),
    click.option("--home", metavar="BRANCH", default="", help="The home branch; this one where none is named."),
    click.option("--born", callback=read_day, metavar="DATE"),
    click.option("--phone", default=""),
    click.option("--email", default=""),
    click.option("--address", default=""),
    click.option("--postcode", default=""),
    click.option("--city", default=""),
    click.option("--guarantor", default="", metavar="CARD", help="Who answers for the reader."),
    click.option("--expires", callback=read_day, metavar="DATE"),
    OVERRIDE,
    STAFF,
    group=reader,
)
def register(terminal: Terminal, card: str, reasons: tuple[str, ...], staff: str, **said: Any) -> None:
    """Register a reader with this card."""
    desk = terminal.open(staff)
    branch = said.pop("home") or desk.rulebook().branches[desk.station.branch].code
    born, expires = said.pop("born"), said.pop("expires")
    details = Details(**said, branch=branch, birth_date=born, expires_on=expires)
    grants = tuple(Grant(Reason(reason), desk.staff.id) for reason in reasons)
    _told(terminal, desk, desk.do(Register(card, details, grants)))


@command(CARD, click.option("--until", callback=read_day, metavar="DATE"), STAFF, group=reader)
def renew(terminal: Terminal, card: str, until: date | None, staff: str) -> None:
    """Make a card good for longer: as the rules say, or until a day."""
    _do(terminal, staff, RenewMembership(card, until))


@command(
    CARD,
    click.argument("number"),
    click.option("--replaces", is_flag=True, help="The card before is no longer used."),
    click.option("--lost", is_flag=True, help="The card before is lost."),
    OVERRIDE,
    STAFF,
    group=reader,
)
def card(
    terminal: Terminal, card: str, number: str, replaces: bool, lost: bool, reasons: tuple[str, ...], staff: str
) -> None:
    """Give a reader another card, besides or in place of this one."""
    before = CardStatus.LOST if lost else CardStatus.REPLACED if replaces else None
    _do(terminal, staff, GiveCard(card, number, before), reasons)


@command(
    CARD,
    click.argument("status", type=click.Choice([each.value for each in CardStatus])),
    STAFF,
    group=reader,
    name="mark-card",
)
def mark_card(terminal: Terminal, card: str, status: str, staff: str) -> None:
    """Say that a card is lost, found (active), or out of use (replaced)."""
    _do(terminal, staff, MarkCard(card, CardStatus(status)))


@command(
    CARD,
    click.argument("mark", type=click.Choice([each.value for each in Mark])),
    click.option("--off", is_flag=True, help="No longer."),
    STAFF,
    group=reader,
    name="mark",
)
def mark_reader(terminal: Terminal, card: str, mark: str, off: bool, staff: str) -> None:
    """Say something of a whole account: barred, inactive, deceased, address gone."""
    _do(terminal, staff, MarkReader(card, Mark(mark), not off))


@command(
    CARD,
    click.argument("reason", default=""),
    click.option("--kind", type=click.Choice([each.value for each in RestrictionKind]), default="manual"),
    click.option("--until", callback=read_day, metavar="DATE"),
    click.option("--above", metavar="SUM", help="Only while more than this is owed."),
    click.option("--while-overdue", is_flag=True, help="Only while something is overdue."),
    STAFF,
    group=reader,
)
def restrict(
    terminal: Terminal,
    card: str,
    reason: str,
    kind: str,
    until: date | None,
    above: str | None,
    while_overdue: bool,
    staff: str,
) -> None:
    """Lend nothing to a reader for a while."""
    desk = terminal.open(staff)
    try:
        limit = minor_units(above, desk.rulebook().currency) if above else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    _told(terminal, desk, desk.do(Restrict(card, RestrictionKind(kind), reason, until, limit, while_overdue)))


@command(CARD, STAFF, group=reader)
def lift(terminal: Terminal, card: str, staff: str) -> None:
    """Lift the restriction of a reader that lasts longest."""
    _do(terminal, staff, LiftRestriction(card))


@command(
    CARD,
    click.argument("text"),
    click.option("--sort", type=click.Choice([each.value for each in NoteKind]), default="note"),
    click.option("--until", callback=read_day, metavar="DATE"),
    click.option("--only-at", default="", metavar="BRANCH"),
    STAFF,
    group=reader,
)
def note(terminal: Terminal, card: str, text: str, sort: str, until: date | None, only_at: str, staff: str) -> None:
    """Write a note on an account."""
    _do(terminal, staff, WriteNote(card, NoteKind(sort), text, until, only_at))


@command(CARD, click.argument("guarantor", default=""), OVERRIDE, STAFF, group=reader)
def guarantor(terminal: Terminal, card: str, guarantor: str, reasons: tuple[str, ...], staff: str) -> None:
    """Say who answers for a reader; without a second card nobody does any longer."""
    _do(terminal, staff, LinkGuarantor(card, guarantor), reasons)


@command(STAFF, group=reader)
def twice(terminal: Terminal, staff: str) -> None:
    """List pairs of readers who may be one person."""
    desk = terminal.open(staff)
    for one, other in desk.ask(TwiceHere()):
        words = f"{one.patron.card} {one.patron.name} = {other.patron.card} {other.patron.name}: {alike_words(one)}"
        terminal.say({"keep": one.patron.card, "away": other.patron.card, "by": list(one.by)}, [words])


@command(
    click.argument("keep"),
    click.argument("away"),
    click.option("--take", "taken", multiple=True, metavar="FIELD", help="This value comes from the one that goes."),
    STAFF,
    group=reader,
)
def merge(terminal: Terminal, keep: str, away: str, taken: tuple[str, ...], staff: str) -> None:
    """Make two records one. `desk undo` takes them apart for 30 days."""
    _do(terminal, staff, MergeReaders(keep, away, taken))


@command(CARD, click.argument("folder", type=click.Path(path_type=Path)), STAFF, group=reader)
def tell(terminal: Terminal, card: str, folder: Path, staff: str) -> None:
    """Write all that is kept of a reader into a folder, as JSON and as a page to read."""
    from desk.printing.person import person_page

    desk = terminal.open(staff)
    answer = desk.do(ExportReader(card))
    if not isinstance(answer, Exported) or answer.content is None:
        _told(terminal, desk, answer)
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{card}.json").write_text(answer.content.json(), encoding="utf-8")
    (folder / f"{card}.html").write_text(person_page(answer.content, answer.patron.name), encoding="utf-8")
    names = [str(folder / f"{card}.{ending}") for ending in ("json", "html")]
    terminal.say({"files": names}, names)


@command(CARD, click.argument("file", type=click.Path(path_type=Path)), STAFF, group=reader)
def clearance(terminal: Terminal, card: str, file: Path, staff: str) -> None:
    """Write the letter that a reader has and owes nothing, as PDF, and close the account."""
    from desk.printing.letters import clearance_letter

    answer = _do(terminal, staff, ClearReader(card))
    if isinstance(answer, Cleared) and terminal.desk is not None:
        book = terminal.desk.rulebook()
        branch = book.branches[terminal.desk.station.branch].name
        file.write_bytes(clearance_letter(answer, book.library, branch))


@command(CARD, click.argument("file", type=click.Path(exists=True, path_type=Path)), STAFF, group=reader)
def attach(terminal: Terminal, card: str, file: Path, staff: str) -> None:
    """Put a paper to an account."""
    _do(terminal, staff, AttachFile(card, name=file.name, content=file.read_bytes()))


@command(CARD, click.confirmation_option(prompt="Nothing will be left of this reader. Go on?"), STAFF, group=reader)
def delete(terminal: Terminal, card: str, staff: str) -> None:
    """Delete a reader. It cannot be taken back."""
    _do(terminal, staff, DeleteReader(card))


@command(
    click.argument("before", callback=read_day, metavar="DATE"),
    click.option("--preview", is_flag=True, help="Only say how many there are."),
    STAFF,
    group=reader,
)
def purge(terminal: Terminal, before: date, preview: bool, staff: str) -> None:
    """Delete the readers whose cards expired before a day and whom nothing binds. It cannot be taken back."""
    if not preview:
        _do(terminal, staff, PurgeReaders(before))
        return
    shown = terminal.open(staff).ask(ShowPurge(before))
    names = [f"{face.card} {face.name}" for face in shown.examples]
    terminal.say({"count": shown.count, "kept": shown.kept}, [f"{shown.count} / {shown.count + shown.kept}", *names])


@command(
    click.argument("name"),
    click.option("--cards", type=click.File("r"), help="A file with a card number on each line."),
    click.option("--of", "category", default="", metavar="CATEGORY"),
    click.option("--at", "home", default="", metavar="BRANCH"),
    click.option("--expires-by", callback=read_day, metavar="DATE"),
    click.option("--to-category", default="", metavar="CATEGORY"),
    click.option("--to-branch", default="", metavar="BRANCH"),
    click.option("--to-expiry", callback=read_day, metavar="DATE"),
    click.option("--active/--inactive", default=None),
    click.option("--preview", is_flag=True, help="Only say how many would change."),
    STAFF,
    group=reader,
)
def many(terminal: Terminal, name: str, preview: bool, staff: str, **said: Any) -> None:
    """Change many readers at once, under a name. `desk undo` takes all of it back."""
    numbers = tuple(line.strip() for line in said["cards"] or () if line.strip())
    chosen = Chosen(numbers, said["category"], said["home"], said["expires_by"])
    change = Change(said["to_category"], said["to_branch"], said["to_expiry"], said["active"])
    if not preview:
        _do(terminal, staff, ChangeMany(name, chosen, change))
        return
    shown = terminal.open(staff).ask(ShowMany(chosen, change))
    told = {"count": shown.count, "changes": shown.changes, "unknown": list(shown.unknown)}
    terminal.say(told, [f"{shown.changes} / {shown.count}", *(f"? {card}" for card in shown.unknown)])


@command(
    click.argument("code", default=""),
    click.argument("name", default=""),
    click.option("--choice", "choices", multiple=True, metavar="WORD", help="One of the codes to choose; repeat it."),
    click.option("--retire", is_flag=True, help="Ask it no more; what readers count as stays."),
    STAFF,
    group=reader,
    name="field",
)
def statistic_field(
    terminal: Terminal, code: str, name: str, choices: tuple[str, ...], retire: bool, staff: str
) -> None:
    """Define, change or retire a field that readers are counted by; without a code, list the fields."""
    desk = terminal.open(staff)
    known = {each.code: each for each in desk.ask(Statistics(all=True))}
    if not code:
        for each in known.values():
            told = {"code": each.code, "name": each.name, "choices": list(each.choices), "active": each.active}
            terminal.say(told, [f"{each.code}  {each.name}  {', '.join(each.choices)}".rstrip()])
        return
    old = known.get(code.strip().casefold())
    if old is not None:
        name, choices = name or old.name, choices or old.choices
    _told(terminal, desk, desk.do(SaveStatistic(code, name, choices, not retire)))
