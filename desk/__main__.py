"""`desk`: no command opens the window, a command runs in the terminal."""

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from desk import cli
from desk.errors import WrongUse
from desk.i18n import _
from desk.settings import Theme


def open_window(wanted: cli.Wanted) -> int:
    """Open the window on the library that the command line or the settings name."""
    from desk.app import run_window

    settings = replace(wanted.settings, branch=wanted.branch or wanted.settings.branch)
    return run_window(
        settings, wanted.database, _moment(wanted.at), look_around=wanted.look_around, training=wanted.training
    )


def _moment(text: str) -> datetime | None:
    """A time at the branch, unless its zone is written with it."""
    try:
        at = datetime.fromisoformat(text) if text else None
        return at.replace(hour=12) if at is not None and len(text) <= 10 else at
    except (ValueError, OverflowError) as error:
        raise WrongUse(_("{text} is not a time such as 2026-11-21 17:30.").format(text=text)) from error


@cli.main_group.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--theme", "themes", type=click.Choice([*map(str, Theme)]), multiple=True, help="Colours, also several.")
@click.option(
    "--zoom", "zooms", type=click.Choice([100, 125, 150, 200]), multiple=True, help="Percent; may be repeated."
)
@click.option("--language", default="en", help="The language that the window speaks.")
def tour(folder: Path, themes: tuple[str, ...], zooms: tuple[int, ...], language: str) -> None:
    """Drive the real window through a day and leave its pictures and papers in FOLDER."""
    from desk.app import screen_sentence
    from desk.devices.screen import find_screen
    from desk.errors import ScreenMissing
    from desk.tour.command import Views, take_tour

    try:
        find_screen()
    except ScreenMissing as error:
        click.echo(screen_sentence(error), err=True)
        sys.exit(cli.WORLD)
    plain = Views()
    pictures = take_tour(folder, Views(tuple(map(Theme, themes)) or plain.themes, zooms or plain.zooms, language))
    click.echo(_("{count} pictures are in {folder}.").format(count=len(pictures), folder=folder))


@cli.main_group.command(name="self-test-window", hidden=True)
@click.argument("codes", nargs=-1)
@click.pass_obj
def self_test_window(wanted: cli.Wanted, codes: tuple[str, ...]) -> None:
    """Open the window on the library named and scan CODES in it: what `desk self-test` does in a process of its own."""
    from desk.app import screen_sentence
    from desk.devices.screen import find_screen
    from desk.errors import ScreenMissing

    try:
        find_screen()
    except ScreenMissing as error:
        click.echo(screen_sentence(error), err=True)
        sys.exit(cli.WORLD)
    from desk.tour.unseen import scan_in_window

    scan_in_window(wanted.database, *codes)


def _serve_as_second() -> None:
    """In a bundle every process begins here: one that was begun to read a long import file does that and ends."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()


def main() -> NoReturn:
    """The command `desk`."""
    _serve_as_second()
    cli.OPEN_WINDOW = open_window
    cli.run()


def window() -> NoReturn:
    """The command `desk-window`: the window, without a console."""
    _serve_as_second()
    cli.OPEN_WINDOW = open_window
    cli.run(sys.argv[1:] if len(sys.argv) > 1 else [])


if __name__ == "__main__":
    main()
