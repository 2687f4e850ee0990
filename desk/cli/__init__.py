"""The desk from a terminal: the same acts, for scripts, support and tests. `desk` alone opens the window.

This module is light: the commands, and with them the database layer, are loaded only when a command is named, so that
the window is painted before any of it.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import NoReturn

import click

from desk import __version__
from desk.errors import DeskError, WrongUse
from desk.i18n import set_language
from desk.settings import Settings, load

DONE, REFUSED, WRONG, WORLD = 0, 1, 2, 3
ROOMS = tuple(
    f"desk.cli.{room}"
    for room in (
        "lending",
        "marking",
        "patrons",
        "asking",
        "library",
        "scenarios",
        "nights",
        "money",
        "till",
        "privacy",
        "holds",
        "sheets",
        "self_test",
    )
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options before the command say: which library, whose clock, how to answer."""

    database: str
    at: str
    branch: str
    as_json: bool
    look_around: bool
    training: bool
    settings: Settings


class Commands(click.Group):
    """The commands, loaded when one of them is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All of them, for the help."""
        self._load()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them."""
        if cmd_name not in self.commands:
            self._load()
        return super().get_command(ctx, cmd_name)

    @staticmethod
    def _load() -> None:
        for room in ROOMS:
            import_module(room)


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--database", metavar="URL", help="The library: a file, or a PostgreSQL URL.")
@click.option("--at", metavar="TIME", default="", help="Do it as at this time at the branch, 2026-11-21 17:30.")
@click.option("--branch", metavar="CODE", default="", help="The branch where it is done.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, one object a line.")
@click.option("--demo", "look_around", is_flag=True, help="Open the demo library if there is no library yet.")
@click.option("--training", is_flag=True, help="Open a library to practise in, made anew; nothing in it is real.")
@click.version_option(__version__, prog_name="desk")
@click.pass_context
def main_group(
    context: click.Context,
    database: str | None,
    at: str,
    branch: str,
    as_json: bool,
    look_around: bool,
    training: bool,
) -> None:
    """The circulation desk. Without a command it opens the window."""
    settings = load()
    set_language(settings.language or None)
    context.obj = Wanted(database or settings.database, at, branch, as_json, look_around, training, settings)
    if context.invoked_subcommand is None:
        raise SystemExit(OPEN_WINDOW(context.obj))


def _no_window(_wanted: Wanted) -> int:
    return WRONG


# Set by __main__, which alone knows the window: the commands must not load Qt.
OPEN_WINDOW: Callable[[Wanted], int] = _no_window


def run(arguments: list[str] | None = None) -> NoReturn:
    """Run a command; the exit status says what became of it."""
    try:
        main_group.main(arguments, prog_name="desk", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG)
    except click.exceptions.Abort:
        sys.exit(WRONG)
    except DeskError as error:
        sys.exit(failed(error))
    sys.exit(DONE)


def failed(error: DeskError) -> int:
    """Say what came between, and give the exit status for it."""
    if isinstance(error, WrongUse):
        click.echo(str(error), err=True)
        return WRONG
    from desk.wording.errors import error_sentence

    click.echo(error_sentence(error), err=True)
    return WORLD
