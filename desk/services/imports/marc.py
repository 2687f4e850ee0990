"""Titles from a file of MARC records, with their copies where the mapping says in which field those stand."""

import re
from dataclasses import dataclass
from pathlib import Path

from pymarc import Field

from desk.errors import FileUnreadable
from desk.i18n import _
from desk.marc.faults import Damaged, Place
from desk.marc.kinds import Tagged
from desk.marc.reader import Read, is_xml, read_records
from desk.services.imports.codes import Codes
from desk.services.imports.copies import CopyIntake
from desk.services.imports.fields import ImportKind, ItemField
from desk.services.imports.intake import Receiving, Setting, Step, run, setting
from desk.services.imports.mapping import Holdings, Mapping, plain_mapping, subfield_place
from desk.services.imports.report import ImportReport
from desk.services.imports.row import Reading, Refused, Row, facts_of
from desk.services.imports.titles import Incoming, TitleIntake, incoming
from desk.services.work import Work

_CHUNK = 1 << 20
_RECORD_START = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?record[\s>]")


def import_marc(
    desk: Receiving, path: Path, mapping: Mapping | None = None, dry_run: bool = False
) -> Work[ImportReport]:
    """Take titles in from MARC, ISO 2709 or XML; with a mapping that names a holdings field, their copies too."""
    chosen = mapping or plain_mapping(ImportKind.MARC)
    if chosen.kind is not ImportKind.MARC:
        raise FileUnreadable(path, _("The mapping {name} is not one for MARC records.").format(name=chosen.name))
    report = ImportReport(ImportKind.MARC, path, dry_run)
    total = count_records(path)
    intake = _MarcIntake(chosen, report, setting(desk.database))
    # Each record is understood as it streams by: what waits for its chunk is rows, not MARC objects by the thousand.
    prepared = (intake.understood(found) for found in read_records(path, chosen.encoding))
    return run(desk, report, prepared, total, intake.take)


def count_records(path: Path) -> int:
    """About how many records a file holds, for the progress: terminators, or record tags in XML."""
    try:
        with path.open("rb") as file:
            xml = is_xml(file)
            pieces = iter(lambda: file.read(_CHUNK), b"")
            return sum(len(_RECORD_START.findall(piece)) if xml else piece.count(b"\x1d") for piece in pieces)
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one record brings."""

    title: Incoming
    copies: list[Row]


class _MarcIntake:
    """Understands records one by one, and takes them in by chunks."""

    def __init__(self, mapping: Mapping, report: ImportReport, place: Setting) -> None:
        self.mapping = mapping
        self.report = report
        zone = mapping.time_zone or place.zone
        self.reading = Reading(zone, place.currency, mapping.dates)
        self.titles = TitleIntake(mapping.titles, report, report.done)
        codes = Codes(report, create=mapping.create, time_zone=zone.key)
        self.copies = CopyIntake(report, report.copies, codes, place)

    def understood(self, found: Read | Damaged) -> Prepared | None:
        """The title and the copies in a record; None when it is left out."""
        if isinstance(found, Damaged):
            self.report.damaged(found)
            return None
        record = Tagged(found.marc)
        number = next((f.data or "" for f in record.get_fields("001")), "").strip()
        try:
            title = incoming(found.marc, found.place, self.mapping.titles, tagged=record)
        except Refused as refused:
            self.report.refuse(found.place, number, refused.fault, refused.fact)
            return None
        self.report.noted(found.place, number, found.remarks)
        holdings = self.mapping.holdings
        return Prepared(title, self._rows(found.place, record, holdings) if holdings is not None else [])

    def take(self, step: Step, records: list[Prepared | None]) -> None:
        """One chunk of the file: its titles, then the copies that stand in them."""
        taken = [each for each in records if each is not None]
        self.titles.take(step, [each.title for each in taken])
        self.copies.take(
            step, [(row, each.title.id) for each in taken if each.title.id is not None for row in each.copies]
        )

    def _rows(self, place: Place, record: Tagged, holdings: Holdings) -> list[Row]:
        found = []
        for each in record.get_fields(holdings.tag):
            if holdings.indicators and "".join(each.indicators or ()) != holdings.indicators:
                continue
            held = _Held(record, each)
            try:
                found.append(Row(place, facts_of(self.mapping.columns, held.text), self.reading))
            except Refused as refused:
                barcode = facts_or_nothing(self.mapping, held)
                self.report.refuse(place, barcode, refused.fault, refused.fact)
        return found


def facts_or_nothing(mapping: Mapping, held: "_Held") -> str:
    """The barcode of a copy that was refused, to name it in the report."""
    column = mapping.columns.get(ItemField.BARCODE)
    names = [name for source in column.sources for name in source.columns] if column else []
    return next((text for text in map(held.text, names) if text), "")


@dataclass(frozen=True, slots=True)
class _Held:
    """One holdings field, asked by the words of a mapping: `p`, `b#2`, `852$b`."""

    record: Tagged
    field: Field

    def text(self, wanted: str) -> str:
        """The subfield, or an empty text."""
        place = subfield_place(wanted)
        if place is None:
            return ""
        fields = [self.field] if not place.tag else self._linked(place.tag)
        values = [s.value for field in fields for s in field.subfields if s.code == place.code]
        return values[place.nth - 1].strip().replace("\x00", "") if len(values) >= place.nth else ""

    def _linked(self, tag: str) -> list[Field]:
        """The other field of the same holding: the one with the same link ($8) or the same source ($3), else all."""
        fields = self.record.get_fields(tag)
        for code in ("8", "3"):
            mine = {s.value.split(".")[0] for s in self.field.subfields if s.code == code}
            linked = [f for f in fields if mine & {s.value.split(".")[0] for s in f.subfields if s.code == code}]
            if linked:
                return linked
        return fields
