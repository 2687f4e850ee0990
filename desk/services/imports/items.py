"""Copies from a file of rows. Each names its title: by control number, by ISBN, or by title and author."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from pymarc import Field, Indicators, Leader, Record, Subfield
from sqlalchemy import select

from desk.marc.kinds import Kind, Tagged
from desk.marc.title import isbn13, title_facts
from desk.models import Title, TitleIdentifier
from desk.rules.text import fold
from desk.services.imports.codes import Codes
from desk.services.imports.copies import CopyIntake
from desk.services.imports.fields import ImportKind, ItemField
from desk.services.imports.intake import Receiving, Step
from desk.services.imports.mapping import Mapping
from desk.services.imports.report import ImportFault, ImportReport, Tally
from desk.services.imports.row import Refused, Row
from desk.services.imports.rows import Opened, open_rows, run_rows
from desk.services.imports.title_rows import Incoming, incoming
from desk.services.imports.titles import TitleIntake
from desk.services.work import Work


def import_items(
    desk: Receiving, path: Path, mapping: Mapping | None = None, dry_run: bool = False
) -> Work[ImportReport]:
    """Take copies in from a file of rows."""
    opened = open_rows(desk, path, ImportKind.ITEMS, mapping, dry_run=dry_run)
    return run_rows(desk, opened, ItemField.BARCODE, _ItemRows.of(opened).take)


@dataclass(slots=True)
class _ItemRows:
    """Finds the title of each row, makes it where the row brings one of its own, and passes the copy on."""

    opened: Opened
    copies: CopyIntake
    titles: TitleIntake
    by_number: "dict[tuple[str, ...], int]" = field(default_factory=dict)

    @classmethod
    def of(cls, opened: Opened) -> "_ItemRows":
        """For one file."""
        report, mapping = opened.report, opened.mapping
        codes = Codes(report, create=mapping.create, time_zone=opened.reading.zone.key)
        copies = CopyIntake(report, report.done, codes, opened.setting)
        return cls(opened, copies, TitleIntake(mapping.titles, report, Tally()))

    def take(self, step: Step, rows: list[Row]) -> None:
        """One chunk of rows."""
        known = _Known.of(step, rows, self.opened.mapping.titles.control_source)
        paired: list[tuple[Row, int]] = []
        own: list[tuple[Row, Incoming]] = []
        for row in rows:
            try:
                title = known.title_of(row)
                if title is not None:
                    paired.append((row, title))
                else:
                    own.append((row, self._own_title(row)))
            except Refused as refused:
                self._refuse(row, refused)
        paired += self._written(step, own)
        paired.sort(key=lambda pair: pair[0].place.number)
        self.copies.take(step, paired)

    def _refuse(self, row: Row, refused: Refused) -> None:
        self.opened.report.refuse(row.place, row.text(ItemField.BARCODE), refused.fault, refused.fact)

    def _own_title(self, row: Row) -> Incoming:
        """The title that a row describes with its own columns."""
        if not row.text(ItemField.TITLE):
            raise Refused(ImportFault.EMPTY, ItemField.TITLE.value)
        lengths = self.opened.setting.title_lengths
        kind = row.text(ItemField.KIND)
        record = _record(row)
        tagged = Tagged(record)
        facts = title_facts(tagged)
        words = fold(facts.searchable) if facts is not None else ""
        return incoming(record, tagged, facts, words, row.place, self.opened.mapping.titles, lengths, kind)

    def _written(self, step: Step, own: list[tuple[Row, Incoming]]) -> list[tuple[Row, int]]:
        """Many copies of one title bring it many times; it is taken in once."""
        fresh: dict[tuple[str, ...], Incoming] = {}
        for _row, title in own:
            if _same(title) not in self.by_number:
                fresh.setdefault(_same(title), title)
        self.titles.take(step, list(fresh.values()))
        self.by_number |= {key: title.id for key, title in fresh.items() if title.id is not None}
        return [(row, self.by_number[_same(title)]) for row, title in own if _same(title) in self.by_number]


def _same(title: Incoming) -> tuple[str, ...]:
    values = title.values
    isbns = [number for number, kind in title.identifiers if kind == "isbn"]
    if isbns:
        return (values["title_sort"], isbns[0])
    return (values["title_sort"], values["author_sort"], values["year"], values["kind"])


@dataclass(slots=True)
class _Known:
    """The titles of the library that the rows of a chunk name by number."""

    by_control: dict[str, set[int]]
    by_isbn: dict[str, set[int]]

    @classmethod
    def of(cls, step: Step, rows: list[Row], source: str | None) -> "_Known":
        """Look all of them up at once."""
        known = cls(defaultdict(set), defaultdict(set))
        numbers = {row.text(ItemField.CONTROL_NUMBER) for row in rows} - {""}
        isbns = {isbn13(row.text(ItemField.ISBN)) or "" for row in rows} - {""}
        known._controls(step, numbers, source)
        found = select(TitleIdentifier.value, TitleIdentifier.title_id).where(TitleIdentifier.value.in_(isbns))
        for value, title in step.db.execute(found) if isbns else ():
            known.by_isbn[value].add(title)
        return known

    def _controls(self, step: Step, numbers: set[str], source: str | None) -> None:
        if not numbers:
            return
        # The index begins with the source, so every source is asked by its name.
        sources = [source] if source is not None else step.db.execute(select(Title.control_source).distinct()).scalars()
        for each in list(sources):
            wanted = (Title.control_source == each) & Title.control_number.in_(numbers)
            for number, title in step.db.execute(select(Title.control_number, Title.id).where(wanted)):
                self.by_control[str(number)].add(title)

    def title_of(self, row: Row) -> int | None:
        """The title a row names; None when it brings one of its own. Raises `Refused` when there is none."""
        number = row.text(ItemField.CONTROL_NUMBER)
        if number:
            return _only(self.by_control.get(number, set()), number)
        written = row.text(ItemField.ISBN)
        if not written:
            return None
        found = self.by_isbn.get(isbn13(written) or "", set())
        return None if not found and row.text(ItemField.TITLE) else _only(found, written)


def _only(found: set[int], number: str) -> int:
    if len(found) != 1:
        raise Refused(ImportFault.TITLE_AMBIGUOUS if found else ImportFault.TITLE_UNKNOWN, number)
    return next(iter(found))


def _record(row: Row) -> Record:
    """A short MARC record of what the row says of its title, so that every title has one."""
    record = Record()
    record.leader = Leader(f"00000n{_LEADER_TYPE.get(row.text(ItemField.KIND), 'a')}m a2200000 a 4500")
    author, isbn = row.text(ItemField.AUTHOR), row.text(ItemField.ISBN)
    if isbn:
        record.fields.append(_data("020", "  ", "a", isbn))
    if author:
        record.fields.append(_data("100", "1 " if "," in author else "0 ", "a", author))
    record.fields.append(_data("245", "10" if author else "00", "a", row.text(ItemField.TITLE)))
    if year := row.text(ItemField.YEAR):
        record.fields.append(_data("264", " 1", "c", year))
    if age := row.text(ItemField.AGE):
        record.fields.append(_data("521", "  ", "a", age))
    return record


def _data(tag: str, indicators: str, code: str, value: str) -> Field:
    return Field(tag=tag, indicators=Indicators(indicators[0], indicators[1]), subfields=[Subfield(code, value)])


_LEADER_TYPE: dict[str, str] = {
    Kind.SCORE.value: "c",
    Kind.MAP.value: "e",
    Kind.DVD.value: "g",
    Kind.BLU_RAY.value: "g",
    Kind.VIDEO.value: "g",
    Kind.AUDIOBOOK.value: "i",
    Kind.CD.value: "j",
    Kind.SOFTWARE.value: "m",
    Kind.KIT.value: "o",
    Kind.GAME.value: "r",
    Kind.OBJECT.value: "r",
}
