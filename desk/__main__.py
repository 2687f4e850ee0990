"""`desk`: no command opens the window, a command runs in the terminal."""

import sys
from typing import NoReturn

from desk import cli


def open_window(terminal: cli.Terminal) -> int:
    """Open the window on the library that the command line or the settings name."""
    from desk.app import run_window

    return run_window(terminal.settings, terminal.database)


def main() -> NoReturn:
    """The command `desk`."""
    cli.OPEN_WINDOW = open_window
    cli.run()


def window() -> NoReturn:
    """The command `desk-window`: the window, without a console."""
    cli.OPEN_WINDOW = open_window
    cli.run(sys.argv[1:] if len(sys.argv) > 1 else [])


if __name__ == "__main__":
    main()
