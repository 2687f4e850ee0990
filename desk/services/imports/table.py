"""A file of rows (CSV), as other programs write it: any usual separator, UTF-8 or Windows-1252, damaged rows told."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from desk.errors import FileUnreadable
from desk.i18n import _
from desk.marc.faults import Place
from desk.services.imports.report import ImportFault

_CHUNK = 1 << 20
_DELIMITERS = ",;\t|"
_LONGEST = 100
"""Lines a quoted cell may span. A longer one is a quote that was never closed and would swallow the file."""


@dataclass(frozen=True, slots=True)
class Cells:
    """One row: its line in the file and its cells by the heading."""

    place: Place
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Torn:
    """A row that does not fit its heading, or whose quotes do not close."""

    place: Place
    fault: ImportFault
    fact: str


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file of rows, looked at: its character set (and whether that was a guess), its separator, its headings."""

    path: Path
    encoding: str
    guessed: bool
    delimiter: str
    headings: tuple[str, ...]
    lines: int

    def rows(self) -> Iterator[Cells | Torn]:
        """Every row below the headings, in order; empty lines are none."""
        with self.path.open("r", encoding=self.encoding, errors="replace", newline="") as file:
            records = _records(file, self.delimiter)
            next(records, None)
            number = 0
            for line, found in records:
                if found == [] or (isinstance(found, list) and not any(cell.strip() for cell in found)):
                    continue
                number += 1
                yield self._row(Place(number, line=line), found)

    def _row(self, place: Place, found: list[str] | str) -> Cells | Torn:
        if isinstance(found, str):
            return Torn(place, ImportFault.QUOTES, found[:80])
        extra = [cell for cell in found[len(self.headings) :] if cell.strip()]
        if len(found) < len(self.headings) or extra:
            return Torn(place, ImportFault.COLUMNS, f"{len(found)}/{len(self.headings)}")
        return Cells(place, dict(zip(self.headings, found, strict=False)))


def open_table(path: Path, encoding: str | None = None, delimiter: str | None = None) -> TableFile:
    """Look at a file of rows. Raises `FileUnreadable` when it cannot be opened or has no headings."""
    try:
        found, lines, guessed = _look(path) if encoding is None else (encoding, _count_lines(path), False)
        with path.open("r", encoding=found, errors="replace", newline="") as file:
            first = next((line for line in file if line.strip()), "")
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error
    if "\x00" in first or not first:
        raise FileUnreadable(path, _("It has no row of headings."))
    mark = delimiter or max(_DELIMITERS, key=lambda each: _outside_quotes(first).count(each))
    headings = tuple(cell.strip() for cell in next(csv.reader([first], delimiter=mark)))
    twice = next((name for name in headings if name and headings.count(name) > 1), None)
    if twice:
        raise FileUnreadable(path, _("Two columns are called {name}.").format(name=twice))
    return TableFile(path, found, guessed, mark, headings, lines)


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _count_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_CHUNK), b""))


def _look(path: Path) -> tuple[str, int, bool]:
    """The character set, the number of lines, and whether the first had to be guessed."""
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16", _count_lines(path), False
    lines, decoder = 0, codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                lines += chunk.count(b"\n")
                decoder.decode(chunk)
            decoder.decode(b"", True)
    except UnicodeDecodeError:
        return "cp1252", _count_lines(path), True
    return "utf-8-sig", lines, False


def _records(file: TextIO, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each record with its first line: its cells, or its text when the quotes in it do not close."""
    waiting: list[str] = []
    number = 0

    def following() -> str:
        return waiting.pop(0) if waiting else file.readline()

    while line := following():
        number += 1
        begun, lines, quotes = number, [line], line.count('"')
        while quotes % 2 and len(lines) < _LONGEST and (more := following()):
            lines.append(more)
            quotes += more.count('"')
        if quotes % 2:
            # The rows behind an open quote are read again, each for itself: only this one is lost.
            waiting[:0] = lines[1:]
            yield begun, line.rstrip("\r\n")
            continue
        number += len(lines) - 1
        yield begun, _cells(lines, delimiter)


def _cells(lines: list[str], delimiter: str) -> list[str] | str:
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True), [])
    except csv.Error:
        return lines[0].rstrip("\r\n")
