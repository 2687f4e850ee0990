"""The commands that need the window: joined to those of the terminal, which must not load Qt."""

import sys
from pathlib import Path

import click

from desk import cli
from desk.i18n import _
from desk.settings import Theme


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
