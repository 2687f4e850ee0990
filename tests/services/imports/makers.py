"""Writes small files and takes them in, in as few words as a test wants to say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk.services.database import Database
from desk.services.imports.charges import import_charges
from desk.services.imports.fields import ImportKind
from desk.services.imports.holds import import_holds
from desk.services.imports.items import import_items
from desk.services.imports.loans import import_loans
from desk.services.imports.mapping import Mapping, find_mapping, load_mapping
from desk.services.imports.marc import import_marc
from desk.services.imports.patrons import import_patrons
from desk.services.imports.report import ImportReport
from desk.services.work import finish
from tests.makers import House


@dataclass(frozen=True, slots=True)
class Receiver:
    """What an import needs of a desk, and no more."""

    database: Database
    clock: Callable[[], datetime]


IMPORTS = {
    ImportKind.MARC: import_marc,
    ImportKind.ITEMS: import_items,
    ImportKind.PATRONS: import_patrons,
    ImportKind.LOANS: import_loans,
    ImportKind.HOLDS: import_holds,
    ImportKind.CHARGES: import_charges,
}


def mapping(name: str) -> Mapping:
    """A mapping that comes with the program."""
    return load_mapping(find_mapping(name))


def take(
    house: House, kind: ImportKind, path: Path, with_mapping: Mapping | None = None, *, dry_run: bool = False
) -> ImportReport:
    """Take a file in and give the report."""
    return finish(IMPORTS[kind](Receiver(house.database, house.clock), path, with_mapping, dry_run))


def table(folder: Path, text: str, name: str = "rows.csv", encoding: str = "utf-8") -> Path:
    """A file of rows from an indented text."""
    path = folder / name
    lines = [line.strip() for line in text.strip().splitlines()]
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path


def counts(report: ImportReport) -> tuple[int, int, int]:
    """Added, changed, unchanged."""
    return report.added, report.changed, report.unchanged


def faults(report: ImportReport) -> list[tuple[int | None, str, str]]:
    """Of each refusal: its line (or its number in a MARC file), whose it is, and why."""
    return [(r.place.line or r.place.number, r.number, r.fault.value) for r in report.refused]
