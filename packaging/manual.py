"""Writes the manual page from the commands themselves; with a folder also what shells complete, into that.

Run it after changing a command: `.venv/bin/python packaging/manual.py`. A test keeps the page true.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

import desk.commands  # noqa: F401  # they know the command `tour`
from desk import __version__
from desk.cli import main_group

PAGE = Path(__file__).resolve().parent / "linux" / "desk.1"
SHELLS: dict[str, type[ShellComplete]] = {"desk.bash": BashComplete, "_desk": ZshComplete, "desk.fish": FishComplete}
ENDS = (
    ("0", "Done."),
    ("1", "Refused: the rules of the library, or a part that is broken. The answer says why."),
    ("2", "The words on the command line do not fit."),
    ("3", "The world: the library is away, a file cannot be read, this computer lacks something."),
)
ENVIRONMENT = (
    ("DESK_HOME", "A folder for everything that this desk keeps, its settings too."),
    ("DESK_PIN", "The PIN of the person named with --staff, so that nobody has to type it."),
    ("DESK_PASSWORD", "The administrator's password for desk new."),
)
FILES = (
    ("~/.config/circulation-desk/station.toml", "The settings of this desk."),
    ("~/.local/share/circulation-desk/", "The library's file, slips that wait for the printer, reports."),
)


def page() -> str:
    """The manual page of `desk` and `desk-window`."""
    return "\n".join(
        (
            f'.TH DESK 1 "" "circulation\\-desk {__version__}" "User Commands"',
            ".ad l",
            ".SH NAME",
            "desk, desk\\-window \\- the circulation desk of a library",
            ".SH SYNOPSIS",
            ".B desk\n.RI [ OPTIONS ]\n.RI [ COMMAND\\ ... ]",
            ".br\n.B desk\\-window\n.RI [ OPTIONS ]",
            ".SH DESCRIPTION",
            "Lends, takes back and renews a library's items, from a scan. Without a command",
            ".B desk\nopens the window;\n.B desk\\-window\ndoes so without a console. With a command it answers in the",
            "terminal, by the same rules.",
            ".SH OPTIONS",
            *_options(main_group),
            ".SH COMMANDS",
            *(line for names, command in commands() for line in _section(names, command)),
            ".SH EXIT STATUS",
            *_pairs(ENDS),
            ".SH ENVIRONMENT",
            *_pairs(ENVIRONMENT),
            ".SH FILES",
            *_pairs(FILES),
            "",
        )
    )


def commands() -> Iterator[tuple[str, click.Command]]:
    """Each command that a person may use, by the words that call it."""
    yield from _within(main_group, "")


def _within(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _within(command, f"{before}{name} ")
        elif command is not None and not command.hidden:
            yield before + name, command


def _section(names: str, command: click.Command) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(click.Context(command)))
    yield f".SS desk {_plain(f'{names} {usage}')}"
    yield _plain(" ".join((command.help or "").split()))
    yield from _options(command)


def _options(command: click.Command) -> Iterator[str]:
    context = click.Context(command)
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and "--help" not in record[0] and record[1]:
            yield from _pairs([record])


def _pairs(pairs: "tuple[tuple[str, str], ...] | list[tuple[str, str]]") -> Iterator[str]:
    for name, words in pairs:
        yield f".TP\n.B {_plain(name)}\n{_plain(words)}"


def _plain(text: str) -> str:
    """Words as roff takes them: a hyphen that stays one, no command by chance."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


def completions() -> dict[str, str]:
    """What each shell reads to complete the command's words, by the name of the file that it looks for."""
    return {name: shell(main_group, {}, "desk", "_DESK_COMPLETE").source() for name, shell in SHELLS.items()}


def main(folders: list[str]) -> None:
    """Write the page, and the completions into the folders named."""
    PAGE.write_text(page(), encoding="utf-8")
    for folder in map(Path, folders):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in completions().items():
            (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
