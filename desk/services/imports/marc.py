"""Titles from a file of MARC records, with their copies where the mapping says in which field those stand."""

import re
from pathlib import Path

from desk.errors import FileUnreadable
from desk.i18n import _
from desk.marc.reader import is_xml
from desk.services.imports.codes import Codes
from desk.services.imports.copies import CopyIntake
from desk.services.imports.elsewhere import read_elsewhere, worth_processes
from desk.services.imports.fields import ImportKind
from desk.services.imports.intake import Receiving, Step, run, setting
from desk.services.imports.mapping import Mapping, plain_mapping
from desk.services.imports.marc_records import MarcReading, Prepared
from desk.services.imports.reading import Setting
from desk.services.imports.report import ImportReport
from desk.services.imports.titles import TitleIntake
from desk.services.work import Work

_CHUNK = 1 << 20
_RECORD_START = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?record[\s>]")


def import_marc(
    desk: Receiving,
    path: Path,
    mapping: Mapping | None = None,
    dry_run: bool = False,
    apart: bool | None = None,
) -> Work[ImportReport]:
    """Take titles in from MARC, ISO 2709 or XML; with a mapping that names a holdings field, their copies too.

    `apart` says whether other processes read the file; left open, they do where it is long enough.
    """
    chosen = mapping or plain_mapping(ImportKind.MARC)
    if chosen.kind is not ImportKind.MARC:
        raise FileUnreadable(path, _("The mapping {name} is not one for MARC records.").format(name=chosen.name))
    report = ImportReport(ImportKind.MARC, path, dry_run)
    total = count_records(path)
    place = setting(desk.database)
    if worth_processes(total) if apart is None else apart:
        prepared, beside = read_elsewhere(path, chosen, place, report), False
    else:
        prepared, beside = MarcReading(chosen, report, place).all(path), True
    return run(desk, report, prepared, total, _MarcIntake(chosen, report, place).take, beside=beside)


def count_records(path: Path) -> int:
    """About how many records a file holds, for the progress: terminators, or record tags in XML."""
    try:
        with path.open("rb") as file:
            xml = is_xml(file)
            pieces = iter(lambda: file.read(_CHUNK), b"")
            return sum(len(_RECORD_START.findall(piece)) if xml else piece.count(b"\x1d") for piece in pieces)
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error


class _MarcIntake:
    """Takes what records bring in, by chunks."""

    def __init__(self, mapping: Mapping, report: ImportReport, place: Setting) -> None:
        zone = mapping.time_zone or place.zone
        self.titles = TitleIntake(mapping.titles, report, report.done)
        codes = Codes(report, create=mapping.create, time_zone=zone.key)
        self.copies = CopyIntake(report, report.copies, codes, place)

    def take(self, step: Step, records: list[Prepared | None]) -> None:
        """One chunk of the file: its titles, then the copies that stand in them."""
        taken = [each for each in records if each is not None]
        self.titles.take(step, [each.title for each in taken])
        self.copies.take(
            step, [(row, each.title.id) for each in taken if each.title.id is not None for row in each.copies]
        )
