"""What a MARC record brings, without a look at the library: the title, and its copies as the mapping finds them."""

import marshal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import Any

from desk.errors import DeskError
from desk.marc.faults import Damaged, Place
from desk.marc.kinds import Tagged
from desk.marc.reader import Read, Share, read_records, whole
from desk.marc.sound import Parts
from desk.marc.title import TitleFacts, facts_of_all
from desk.rules.text import fold
from desk.services.imports import reading as chunked
from desk.services.imports.fields import AnyField, ItemField
from desk.services.imports.mapping import Column, Holdings, Mapping, Source, subfield_place
from desk.services.imports.reading import Setting
from desk.services.imports.report import ImportReport
from desk.services.imports.row import Reading, Refused, Row, facts_of
from desk.services.imports.title_rows import Incoming, incoming

Columns = dict[AnyField, Column]

GROUP = 25
"""So many records are read, then understood, then packed at once: a processor's own memory holds no more of them."""


@dataclass(slots=True)
class Prepared:
    """What one record brings."""

    title: Incoming
    copies: list[Row]


def packed(records: Sequence[Prepared | None]) -> bytes:
    """For the way to another process: bare values, which are taken apart and put together quickest."""
    names = next((tuple(each.title.values) for each in records if each is not None), ())
    return marshal.dumps((names, [None if each is None else _bare(each) for each in records]))


def _bare(record: Prepared) -> tuple[Any, ...]:
    title, place = record.title, record.title.place
    words = (title.identifiers, title.bad_isbns, title.words)
    copies = [tuple(row.facts.values()) for row in record.copies]
    return (place.number, place.offset, place.line), tuple(title.values.values()), words, copies


def unpacked(raw: bytes, mapping: Mapping, reading: Reading) -> list[Prepared | None]:
    """The records that were packed."""
    names, records = marshal.loads(raw)
    facts = tuple(mapping.columns)
    return [None if each is None else _put_together(names, facts, reading, *each) for each in records]


def _put_together(
    names: tuple[str, ...],
    facts: tuple[AnyField, ...],
    reading: Reading,
    where: tuple[Any, ...],
    values: tuple[Any, ...],
    words: tuple[Any, ...],
    copies: list[tuple[str, ...]],
) -> Prepared:
    place = Place(*where)
    rows = [Row(place, dict(zip(facts, said, strict=True)), reading) for said in copies]
    return Prepared(Incoming(place, dict(zip(names, values, strict=True)), *words), rows)


def _groups(records: Iterator[Read | Damaged]) -> Iterator[list[Read | Damaged]]:
    """Some records at a time; those before a trouble come before it.

    A chunk of an import holds whole groups: what is said of a group is said of its chunk.
    """
    size = gcd(GROUP, chunked.CHUNK)
    group: list[Read | Damaged] = []
    try:
        for found in records:
            group.append(found)
            if len(group) == size:
                yield group
                group = []
    except DeskError:
        yield group
        raise
    yield group


class MarcReading:
    """Understands records one by one; what cannot be understood goes on the report."""

    def __init__(self, mapping: Mapping, report: ImportReport, place: Setting) -> None:
        self.mapping = mapping
        self.report = report
        self.lengths = place.title_lengths
        self.reading = Reading(mapping.time_zone or place.zone, place.currency, mapping.dates)
        self._plain = _plain_columns(mapping.columns)

    def all(self, path: Path, share: Share = whole) -> Iterator[Prepared | None]:
        """Each record of a file as it streams by, so that no more than a chunk is ever in memory."""
        for group in _groups(read_records(path, self.mapping.encoding, share)):
            yield from self.understood(group)

    def understood(self, group: Sequence[Read | Damaged]) -> Iterator[Prepared | None]:
        """The titles and copies in some records; None for one that is left out. Step by step for all of them, too."""
        sound = [found for found in group if isinstance(found, Read)]
        tagged = [Tagged(found.marc) for found in sound]
        facts = facts_of_all(tagged)
        words = [fold(each.searchable) if each is not None else "" for each in facts]
        titles = list(map(self._title, sound, tagged, facts, words))
        prepared = iter(list(map(self._prepared, titles, tagged)))
        for found in group:
            if isinstance(found, Damaged):
                self.report.damaged(found)
            yield next(prepared) if isinstance(found, Read) else None

    def _title(self, found: Read, record: Tagged, facts: TitleFacts | None, words: str) -> Incoming | None:
        try:
            title = incoming(found.marc, record, facts, words, found.place, self.mapping.titles, self.lengths)
        except Refused as refused:
            self.report.refuse(found.place, _number(record), refused.fault, refused.fact)
            return None
        if found.remarks:
            self.report.noted(found.place, _number(record), found.remarks)
        return title

    def _prepared(self, title: Incoming | None, record: Tagged) -> Prepared | None:
        holdings = self.mapping.holdings
        if title is None:
            return None
        return Prepared(title, self._rows(title.place, record, holdings) if holdings is not None else [])

    def _rows(self, place: Place, record: Tagged, holdings: Holdings) -> list[Row]:
        found = []
        for each in record.get_fields(holdings.tag):
            if holdings.indicators and each[0][1:] != holdings.indicators:
                continue
            if self._plain:
                found.append(Row(place, _plain_facts(self._plain, each), self.reading))
                continue
            held = _Held(record, each)
            try:
                found.append(Row(place, facts_of(self.mapping.columns, held.text), self.reading))
            except Refused as refused:
                barcode = facts_or_nothing(self.mapping, held)
                self.report.refuse(place, barcode, refused.fault, refused.fact)
        return found


def _plain_columns(columns: Columns) -> tuple[tuple[AnyField, str, str], ...]:
    """Fact, subfield and default, where each fact is one subfield of the holding as it stands there; else nothing."""
    found = []
    for name, column in columns.items():
        words = column.sources[0].columns if len(column.sources) == 1 else ()
        place = subfield_place(words[0]) if len(words) == 1 and column.sources[0] == Source(words) else None
        if place is None or place.tag or place.nth != 1:
            return ()
        found.append((name, place.code, column.default))
    return tuple(found)


def _plain_facts(plain: tuple[tuple[AnyField, str, str], ...], parts: Parts) -> dict[AnyField, str]:
    first = {part[0]: part[1:] for part in reversed(parts)}
    return {name: first.get(code, "").strip().replace("\x00", "") or default for name, code, default in plain}


def _number(record: Tagged) -> str:
    return next(iter(record.data("001")), "").strip()


def facts_or_nothing(mapping: Mapping, held: "_Held") -> str:
    """The barcode of a copy that was refused, to name it in the report."""
    column = mapping.columns.get(ItemField.BARCODE)
    names = [name for source in column.sources for name in source.columns] if column else []
    return next((text for text in map(held.text, names) if text), "")


@dataclass(frozen=True, slots=True)
class _Held:
    """One holdings field, asked by the words of a mapping: `p`, `b#2`, `852$b`."""

    record: Tagged
    field: Parts

    def text(self, wanted: str) -> str:
        """The subfield, or an empty text."""
        place = subfield_place(wanted)
        if place is None:
            return ""
        fields = [self.field] if not place.tag else self._linked(place.tag)
        values = [part[1:] for parts in fields for part in parts if part[0] == place.code]
        return values[place.nth - 1].strip().replace("\x00", "") if len(values) >= place.nth else ""

    def _linked(self, tag: str) -> list[Parts]:
        """The other field of the same holding: the one with the same link ($8) or the same source ($3), else all."""
        fields = self.record.get_fields(tag)
        for code in ("8", "3"):
            mine = _links(self.field, code)
            linked = [parts for parts in fields if mine & _links(parts, code)]
            if linked:
                return linked
        return fields


def _links(parts: Parts, code: str) -> set[str]:
    return {part[1:].split(".")[0] for part in parts if part[0] == code}
