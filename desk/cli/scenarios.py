"""The command that checks the rules with scenarios: stories that a librarian reads, each in a library of its own."""

from pathlib import Path

import click

from desk.chores.driver import DeskDriver
from desk.chores.house import Unfit
from desk.chores.language.parse import TABLES, read_all
from desk.chores.language.tree import Scenario
from desk.chores.language.words import Unreadable
from desk.chores.libraries import file_libraries
from desk.chores.scenarios import Outcome, run_scenario
from desk.cli import REFUSED
from desk.cli.terminal import Terminal, command
from desk.errors import WrongUse
from desk.i18n import _


@command(
    click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…"),
    click.option("--row", default="", metavar="ROW", help='Only what shows this row, such as "checkout 12".'),
)
def scenario(terminal: Terminal, files: tuple[Path, ...], row: str) -> None:
    """Run the scenarios of these files and say which hold; the library at work is never touched."""
    readings = [read_all(file) for file in files]
    faults = [unreadable_sentence(fault) for reading in readings for fault in reading.faults]
    stories = [story for reading in readings for story in reading.stories if not row or _shows(story, row)]
    if row and not stories and not faults:
        raise WrongUse(_nothing_shows(row))
    heads = {story.line.file: "" for story in stories} if row else {}
    with file_libraries() as libraries:
        for story in stories:
            try:
                outcome = run_scenario(story, libraries, libraries.folder, DeskDriver)
            except Unfit as error:
                faults.append(str(error))
                continue
            if not outcome.ok:
                terminal.status = REFUSED
            before = _before(story, first=heads.pop(story.line.file, None) is not None) if row else []
            terminal.say(_facts(outcome), before + _lines(outcome))
    if faults:
        raise WrongUse("\n".join(faults))


def _nothing_shows(row: str) -> str:
    """No story shows a row: which tables there are, and that some rows have none."""
    tables = ", ".join(TABLES)
    if row.split()[0] not in TABLES:
        sentence = _("There is no table {row}. A row is named by its table and its number; the tables are: {tables}.")
        return sentence.format(row=row, tables=tables)
    return _(
        "No scenario in these files shows {row}. The few rows that a test shows instead stand at the end of"
        " docs/scenarios.md."
    ).format(row=row)


def _shows(story: Scenario, row: str) -> bool:
    return any(f"{each.table} {each.row}" == " ".join(row.split()) for each in story.shows)


def _before(story: Scenario, *, first: bool) -> list[str]:
    """The story as it stands in its file, up to the next; before the first one of a file what is said before each."""
    lines = Path(story.line.file).read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("scenario:")]
    at = story.line.number - 1
    ends = next((number for number in starts if number > at), len(lines))
    told = _("{place}, before each story:").format(place=story.line.file) if first else ""
    head = [line.rstrip() for line in lines[: starts[0]] if line.strip()]
    return [
        *(["", told, *head] if first and head else []),
        "",
        f"{story.line.where}:",
        *(line.rstrip() for line in lines[at:ends] if line.strip()),
    ]


def unreadable_sentence(error: Unreadable) -> str:
    """Where a line makes no sense, and what is expected there."""
    place = f"{error.file}:{error.line}:{error.column}"
    if not error.word:
        return _("{place}: the line ends where this is expected: {expected}").format(
            place=place, expected=error.expected
        )
    if error.meant:
        return _("{place}: {word} is not known here. Did you mean {meant}?").format(
            place=place, word=repr(error.word), meant=error.meant
        )
    return _("{place}: {word} stands where this is expected: {expected}").format(
        place=place, word=repr(error.word), expected=error.expected
    )


def _facts(outcome: Outcome) -> dict[str, object]:
    failure = outcome.failure
    told: dict[str, object] = {"answer": "scenario", "title": outcome.scenario.title, "ok": outcome.ok}
    if failure is None:
        return told
    return told | {"where": failure.line.where, "line": failure.line.said, "instead": failure.instead}


def _lines(outcome: Outcome) -> list[str]:
    failure, title = outcome.failure, outcome.scenario.title
    if failure is None:
        return [_("ok      {title}").format(title=title)]
    return [
        _("FAILED  {title}").format(title=title),
        f"  {failure.line.where}: {failure.line.said}",
        "  " + _("instead: {what}").format(what=failure.instead),
    ]
