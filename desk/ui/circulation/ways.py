"""How to begin when nobody stands at the desk yet: the last reader, and in the demo something to try."""

from typing import TYPE_CHECKING

from desk.i18n import _
from desk.rules.barcodes import grouped
from desk.ui.keys import SEQUENCES, Key
from desk.wording.shapes import Command

if TYPE_CHECKING:
    from desk.ui.standing import Standing

OWN_LIBRARY = "own_library"


def try_name(number: str) -> str:
    """The command that scans a number of the demo."""
    return f"try {number}"


def ways(standing: "Standing | None", *, has_former: bool) -> tuple[Command, ...]:
    """What can be pressed in the empty panel."""
    found: list[Command] = []
    if has_former:
        found.append(Command(Key.LAST_PATRON, _("Last reader"), SEQUENCES[Key.LAST_PATRON], "history"))
    if standing is not None and standing.demo:
        found += [_try(number) for number in standing.tries]
        found.append(Command(OWN_LIBRARY, _("Start my own library"), "", "sparkles"))
    found.append(Command(Key.WHAT_IF, _("What if?"), SEQUENCES[Key.WHAT_IF], "scale"))
    return tuple(found)


def _try(number: str) -> Command:
    """In the demo there is no card at hand to scan: a number to press, type or scan from the screen."""
    words = _("Try the card {number}") if number.startswith("2") else _("Try the item {number}")
    icon = "id-card" if number.startswith("2") else "book"
    return Command(try_name(number), words.format(number=grouped(number)), "", icon)
