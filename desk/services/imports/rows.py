"""Rows of a file with a heading, turned into facts by a mapping: what items, patrons and loans have in common."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk.errors import FileUnreadable
from desk.i18n import _
from desk.marc.faults import Place
from desk.services.imports.fields import NEEDED, AnyField, ImportKind
from desk.services.imports.intake import Receiving, Step, run, setting
from desk.services.imports.mapping import Mapping, plain_mapping
from desk.services.imports.reading import Setting
from desk.services.imports.report import ImportRemark, ImportReport
from desk.services.imports.row import Reading, Refused, Row, facts_of
from desk.services.imports.table import Cells, TableFile, Torn, open_table
from desk.services.work import Work


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is about to be taken in."""

    file: TableFile
    mapping: Mapping
    setting: Setting
    report: ImportReport
    now: datetime

    @property
    def reading(self) -> Reading:
        """How its dates and sums are written."""
        zone = self.mapping.time_zone or self.setting.zone
        today = self.now.astimezone(zone).date() if self.mapping.relative_dates else None
        return Reading(zone, self.setting.currency, self.mapping.dates, today)


def open_rows(desk: Receiving, path: Path, kind: ImportKind, mapping: Mapping | None, *, dry_run: bool) -> Opened:
    """Look at the file and its headings. Raises `FileUnreadable` when mapping and file do not fit."""
    chosen = mapping or plain_mapping(kind)
    if chosen.kind is not kind:
        sentence = _("The mapping {name} is for another kind of file ({kind}).")
        raise FileUnreadable(path, sentence.format(name=chosen.name, kind=chosen.kind.value))
    file = open_table(path, chosen.encoding, chosen.delimiter)
    _check_headings(file, chosen)
    report = ImportReport(kind, path, dry_run)
    if file.guessed:
        report.remark(Place(0), "", ImportRemark.NOT_UTF8, file.encoding)
    return Opened(file, chosen, setting(desk.database), report, desk.clock())


def _check_headings(file: TableFile, mapping: Mapping) -> None:
    known = set(file.headings)
    wanted = [name for column in mapping.columns.values() for source in column.sources for name in source.columns]
    missing = [name for name in wanted if name not in known]
    needed = [name for each in NEEDED[mapping.kind] for name in _absent(mapping, each, known)]
    missing = missing if mapping.columns_required or len(missing) == len(wanted) else needed
    if missing:
        sentence = _("It has no column {missing}. Its columns are: {known}.")
        raise FileUnreadable(file.path, sentence.format(missing=missing[0], known=", ".join(file.headings)))


def _absent(mapping: Mapping, fact: AnyField, known: set[str]) -> list[str]:
    """The first column of a fact that no row of this file can say."""
    column = mapping.columns.get(fact)
    names = [name for source in column.sources for name in source.columns] if column else []
    return [] if column is None or column.default or known.intersection(names) else names[:1]


def run_rows(
    desk: Receiving,
    opened: Opened,
    number: AnyField,
    take: Callable[[Step, list[Row]], None],
) -> Work[ImportReport]:
    """Take in every row; those that make no sense are put on the list. `number` is the field that names a row."""

    def chunk(step: Step, cells: list[Cells | Torn]) -> None:
        take(step, list(_understood(opened, number, cells)))

    return run(desk, opened.report, opened.file.rows(), max(opened.file.lines - 1, 0), chunk)


def _understood(opened: Opened, number: AnyField, chunk: list[Cells | Torn]) -> Iterator[Row]:
    columns, reading = opened.mapping.columns, opened.reading
    present = {
        name: column
        for name, column in columns.items()
        if column.default or any(each in opened.file.headings for source in column.sources for each in source.columns)
    }
    for found in chunk:
        if isinstance(found, Torn):
            opened.report.refuse(found.place, "", found.fault, found.fact)
            continue
        cells = found.cells
        try:
            facts = facts_of(present, lambda name, cells=cells: cells.get(name, "").replace("\x00", ""))  # type: ignore[misc]
        except Refused as refused:
            opened.report.refuse(found.place, _named(opened, number, cells), refused.fault, refused.fact)
            continue
        yield Row(found.place, facts, reading)


def _named(opened: Opened, number: AnyField, cells: dict[str, str]) -> str:
    column = opened.mapping.columns.get(number)
    names = [name for source in column.sources for name in source.columns] if column else []
    return " ".join(cells.get(name, "").strip() for name in names)
