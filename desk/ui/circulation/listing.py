"""A list of barcodes, pasted or read from a file: so many scans one after the other, each with its row."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from desk.i18n import _, ngettext
from desk.rules.barcodes import grouped
from desk.services.answers import Unknown
from desk.services.circulation.lookup import FoundBoth, FoundCard, FoundSeveral
from desk.ui.circulation.visit import Scanned, Stage
from desk.wording.checkout import waiting_row
from desk.wording.shapes import Card, Pill, Sound, Tone

if TYPE_CHECKING:
    from desk.ui.circulation.desk_panel import DeskPanel

# More is no list of a day's work but the wrong file.
MOST = 5_000
# How programs that write such tables call the column, besides the word of the language.
HEADINGS = ("barcode", "item")


class Lists:
    """Belongs to one panel. A line that names no single copy never asks in the midst of the others: its row waits."""

    def __init__(self, panel: "DeskPanel") -> None:
        self._panel = panel
        panel.page.listed.connect(self.take)

    def choose(self) -> None:
        """Ctrl+O: a text file with one barcode a line, or a table with a column of them."""
        words = _("A list of barcodes, one a line")
        path, _kind = QFileDialog.getOpenFileName(self._panel.page, words, "", _("Text files (*.txt *.csv);;All (*)"))
        self._panel.page.take_focus()
        if path:
            self.read(Path(path))

    def read(self, path: Path) -> None:
        """The lines of a file, or the barcodes of a table; one that cannot be read is told on the card."""
        try:
            lines = path.read_text("utf-8-sig", errors="replace").splitlines()
            lines = barcodes_of(lines) if path.suffix.casefold() == ".csv" else lines
        except (OSError, ValueError):
            headline = _("This file cannot be read")
            return self._panel.show(Card(Tone.BAD, "file-text", headline, path.name, sound=Sound.BAD))
        return self.take(lines)

    def take(self, lines: Sequence[str]) -> None:
        """Each line that is not empty, in order."""
        wanted = [line.strip() for line in lines if line.strip()]
        if len(wanted) > MOST:
            told = ngettext("{count} line, at most {most}", "{count} lines, at most {most}", len(wanted))
            detail = told.format(count=len(wanted), most=MOST)
            return self._panel.show(Card(Tone.BAD, "file-text", _("This list is too long"), detail, sound=Sound.BAD))
        for line in wanted:
            self._panel.catch(Scanned(line, waiting_row(line), listed=True))
        return None

    def settles(self, scanned: Scanned, found: Any) -> bool:
        """Whether a line of a list names no single copy; then its row says so and waits for somebody to open it."""
        if not scanned.listed:
            return False
        if isinstance(found, FoundSeveral) and not found.hits:
            self._panel.tell(scanned, Unknown(found.what, found.text))
            return True
        if not isinstance(found, FoundCard | FoundBoth | FoundSeveral):
            return False
        scanned.stage, scanned.answer = Stage.LOOK, found
        pill = _pill(found)
        number = grouped(scanned.raw.strip())
        self._panel.paint(scanned, replace(scanned.row, pill=pill, tone=pill.tone, needs_look=True))
        self._panel.note(scanned)
        self._panel.show(Card(Tone.WARN, pill.icon, _headline(found), number, sound=Sound.ATTENTION), scanned)
        self._panel.settled()
        return True


def barcodes_of(lines: Sequence[str]) -> list[str]:
    """The barcodes in a table: the column that is called so, else the first. A line without digits is headings.

    Raises `ValueError` where it is no table.
    """
    import csv

    first = next(filter(str.strip, lines), "")
    separator = max(";,\t", key=first.count)
    try:
        table = list(csv.reader(lines, delimiter=separator, skipinitialspace=True))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    rows = [row for row in table if any(map(str.strip, row))]
    if not rows:
        return []
    headings = [cell.strip().casefold() for cell in rows[0]]
    if not any(letter.isdigit() for cell in headings for letter in cell):
        rows = rows[1:]
    wanted = (_("Barcode").casefold(), *HEADINGS)
    places = (at for word in wanted for at, heading in enumerate(headings) if word in heading)
    column = next(places, 0)
    return [row[column] for row in rows if column < len(row)]


def _pill(found: FoundCard | FoundBoth | FoundSeveral) -> Pill:
    if isinstance(found, FoundCard):
        return Pill(_("Library card"), Tone.WARN, "id-card")
    return Pill(_("Several"), Tone.WARN, "list-checks")


def _headline(found: FoundCard | FoundBoth | FoundSeveral) -> str:
    if isinstance(found, FoundCard):
        return _("A library card stands in the list")
    return _("A line of the list has several meanings")
