"""`desk command-sheet`: the card of command barcodes, for a trolley with only a scanner."""

from pathlib import Path

import click

from desk.cli.terminal import Terminal, command
from desk.errors import FileUnwritable
from desk.i18n import _
from desk.printing.sheets import command_sheet, order_lines


@command(click.argument("file", type=click.Path(path_type=Path, dir_okay=False)), name="command-sheet")
def command_sheet_command(terminal: Terminal, file: Path) -> None:
    """Write the command barcodes as a PDF on A5 to FILE."""
    try:
        file.write_bytes(command_sheet(order_lines()))
    except OSError as error:
        raise FileUnwritable(file, error.strerror or str(error)) from error
    said = _("The command barcodes are in {file}. Print them on A5.").format(file=file)
    terminal.say({"answer": "command_sheet", "file": str(file)}, [said])
