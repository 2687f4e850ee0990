"""`desk`: no command opens the window, a command runs in the terminal.

The window is painted before anything else is loaded, the words of the command line and what reads them included.
"""

import sys
from typing import TYPE_CHECKING, NoReturn

from desk import enumerations, methods

if TYPE_CHECKING:
    from datetime import datetime

    from desk.cli import Wanted
    from desk.settings import Settings

# With these alone there is nothing to read on the command line that could be wrong.
PLAIN = {"--demo", "--training"}


def open_window(wanted: "Wanted") -> int:
    """Open the window on the library that the command line or the settings name."""
    from dataclasses import replace

    from desk.app import run_window

    settings = replace(wanted.settings, branch=wanted.branch or wanted.settings.branch)
    return run_window(
        settings, wanted.database, _moment(wanted.at), look_around=wanted.look_around, training=wanted.training
    )


def open_at_once(words: set[str]) -> int:
    """Open the station's own window without reading a command line."""
    from desk.app import run_window
    from desk.errors import DeskError

    try:
        settings = _settings()
        return run_window(settings, settings.database, look_around="--demo" in words, training="--training" in words)
    except DeskError as error:
        from desk import cli

        return cli.failed(error)


def _settings() -> "Settings":
    """The station's; where they cannot be read a window says so, since nobody sees a terminal behind an icon."""
    from desk.errors import FileUnreadable
    from desk.settings import load

    try:
        return load()
    except FileUnreadable as error:
        from desk.app import wait_for_settings

        mended = wait_for_settings(error)
        if mended is None:
            raise
        return mended


def _moment(text: str) -> "datetime | None":
    """A time at the branch, unless its zone is written with it."""
    from datetime import datetime

    from desk.errors import WrongUse
    from desk.i18n import _

    try:
        at = datetime.fromisoformat(text) if text else None
        return at.replace(hour=12) if at is not None and len(text) <= 10 else at
    except (ValueError, OverflowError) as error:
        raise WrongUse(_("{text} is not a time such as 2026-11-21 17:30.").format(text=text)) from error


def _serve_as_second() -> None:
    """In a bundle every process begins here: one that was begun to read a long import file does that and ends."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()


def main() -> NoReturn:
    """The command `desk`, and `desk-window`: the same without a console."""
    _serve_as_second()
    methods.use()
    enumerations.use()
    words = set(sys.argv[1:])
    if words <= PLAIN:
        sys.exit(open_at_once(words))
    from desk import cli
    from desk import commands as _commands  # noqa: F401  they join those of the terminal

    cli.OPEN_WINDOW = open_window
    cli.run(sys.argv[1:])


window = main

if __name__ == "__main__":
    main()
