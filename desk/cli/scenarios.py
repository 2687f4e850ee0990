"""The command that checks the rules with scenarios: stories that a librarian reads, each in a library of its own."""

from pathlib import Path

import click

from desk.chores.house import Unfit
from desk.chores.language.parse import read_scenarios
from desk.chores.language.tree import Scenario
from desk.chores.language.words import Unreadable
from desk.chores.libraries import file_libraries
from desk.chores.scenarios import Outcome, run_scenarios
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
    try:
        stories = [story for file in files for story in read_scenarios(file) if not row or _shows(story, row)]
        if row and not stories:
            raise WrongUse(_("No scenario in these files shows {row}.").format(row=row))
        with file_libraries() as libraries:
            for outcome in run_scenarios(stories, libraries, libraries.folder):
                if not outcome.ok:
                    terminal.status = REFUSED
                terminal.say(_facts(outcome), (_text(outcome.scenario) if row else []) + _lines(outcome))
    except Unreadable as error:
        raise WrongUse(unreadable_sentence(error)) from error
    except Unfit as error:
        raise WrongUse(str(error)) from error


def _shows(story: Scenario, row: str) -> bool:
    return any(f"{each.table} {each.row}" == " ".join(row.split()) for each in story.shows)


def _text(story: Scenario) -> list[str]:
    """The story as it stands in its file, up to the next."""
    lines = Path(story.line.file).read_text(encoding="utf-8").splitlines()[story.line.number - 1 :]
    ends = (number for number, line in enumerate(lines) if number and line.startswith("scenario:"))
    return ["", *(line.rstrip() for line in lines[: next(ends, len(lines))] if line.strip())]


def unreadable_sentence(error: Unreadable) -> str:
    """Where a line makes no sense, and what is expected there."""
    place = f"{error.file}:{error.line}:{error.column}"
    if not error.word:
        return _("{place}: the line ends where this is expected: {expected}").format(
            place=place, expected=error.expected
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
