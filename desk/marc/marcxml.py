"""MARCXML, read as it streams by: flat memory, no entities of its own, and on past a damaged place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from pymarc import Field, Indicators, Leader, Record, Subfield

from desk.marc.faults import Damaged, Fault, Noted, Place, Remark
from desk.marc.iso2709 import LEADER_LENGTH

_CHUNK = 1 << 18
_RECORD_START = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?record[\s>]")
_UNTAGGED = "???"


class _Refused(Exception):
    """The file holds a declaration that a MARC file has no business with (entities that expand or reach outside)."""


@dataclass(slots=True)
class Element:
    """A record as its XML says it, before it is judged."""

    line: int
    leader: str | None = None
    fields: list[Field] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class XmlRecord:
    """A record that was read from XML, with its place and remarks."""

    marc: Record
    place: Place
    remarks: tuple[Noted, ...] = ()


@dataclass(slots=True)
class _Build:
    """What the parser has in its hands: the record, the field, the subfield, the text."""

    ready: list[Element] = field(default_factory=list)
    record: Element | None = None
    begun: Field | None = None
    code: str | None = None
    text: list[str] = field(default_factory=list)
    root: str | None = None


class _Parser:
    """expat with our handlers; every element is known by its local name, so that any prefix will do."""

    def __init__(self, encoding: str | None = None, root: str | None = None, lines_before: int = 0) -> None:
        self.build = _Build()
        self.lines_before = lines_before
        self.encoding = encoding
        self.expat = expat.ParserCreate(encoding)
        self.expat.buffer_text = True
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self.build.text.append
        self.expat.EntityDeclHandler = self._entity
        self.expat.XmlDeclHandler = self._declared
        self.fed = self.chunk_at = 0
        if root is not None:
            self.feed(f"<{root}>".encode(), last=False)

    @property
    def line(self) -> int:
        """The line of the file that is being read."""
        return self.lines_before + self.expat.CurrentLineNumber

    def feed(self, chunk: bytes, *, last: bool) -> None:
        """Read on; raises what expat has against it."""
        self.chunk_at, self.fed = self.fed, self.fed + len(chunk)
        self.expat.Parse(chunk, last)

    def take(self) -> list[Element]:
        """The records that are whole by now."""
        ready, self.build.ready = self.build.ready, []
        return ready

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = self.encoding or encoding

    def _entity(self, *_: object) -> None:
        raise _Refused

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        build, local = self.build, name.rpartition(":")[2]
        build.root = build.root or name
        build.text.clear()
        if local == "record":
            build.record = Element(self.line)
        elif local in ("controlfield", "datafield"):
            build.begun = _begin_field(attributes)
        elif local == "subfield":
            build.code = attributes.get("code", " ")

    def _end(self, name: str) -> None:
        build, local = self.build, name.rpartition(":")[2]
        text = "".join(build.text)
        build.text.clear()
        if local == "record" and build.record is not None:
            build.ready.append(build.record)
            build.record = None
        elif local == "leader" and build.record is not None:
            build.record.leader = text
        elif local == "subfield" and build.begun is not None:
            build.begun.subfields.append(Subfield(build.code or " ", text))
        elif local in ("controlfield", "datafield") and build.begun is not None:
            _end_field(build, build.begun, text)


def _begin_field(attributes: dict[str, str]) -> Field:
    first, second = (attributes.get("ind1") or " ")[:1], (attributes.get("ind2") or " ")[:1]
    return Field(tag=attributes.get("tag") or _UNTAGGED, indicators=Indicators(first, second))


def _end_field(build: _Build, built: Field, text: str) -> None:
    if built.control_field:
        built.data = text
    if build.record is not None:
        build.record.fields.append(built)
    build.begun = None


def read_xml(file: BinaryIO) -> Iterator[XmlRecord | Damaged]:
    """Every record of a MARCXML file. After a damaged place reading goes on at the next record."""
    parser, number, rest = _Parser(), 0, b""
    while True:
        chunk = rest or file.read(_CHUNK)
        rest = b""
        try:
            parser.feed(chunk, last=not chunk)
            damage = None
        except (expat.ExpatError, _Refused) as error:
            damage = error
        for element in parser.take():
            number += 1
            yield _judge(element, number)
        if isinstance(damage, _Refused):
            yield Damaged(Place(number + 1, line=parser.line), Fault.ENTITY)
            return
        if damage is not None:
            number += 1
            yield _torn(parser, number, damage)
            parser, rest = _resume(parser, file, chunk)
            if not rest:
                return
        elif not chunk:
            return


def _torn(parser: _Parser, number: int, damage: expat.ExpatError) -> Damaged:
    begun = parser.build.record
    place = Place(number, line=parser.line if begun is None else begun.line)
    return Damaged(
        place, Fault.XML, f"{damage.lineno + parser.lines_before}: {expat.ErrorString(damage.code)}", _number(begun)
    )


def _resume(parser: _Parser, file: BinaryIO, chunk: bytes) -> tuple[_Parser, bytes]:
    """A new parser and the bytes from the next record on; no bytes when there is no other record."""
    at = max(parser.expat.ErrorByteIndex - parser.chunk_at, 0)
    lines = parser.lines_before + parser.expat.ErrorLineNumber - 1
    rest = chunk[at:] if at < len(chunk) else b""
    while True:
        found = _RECORD_START.search(rest, 1)
        if found:
            lines += rest.count(b"\n", 0, found.start())
            fresh = _Parser(parser.encoding, parser.build.root or "collection", lines)
            return fresh, rest[found.start() :]
        more = file.read(_CHUNK)
        if not more:
            return parser, b""
        lines += rest[:-64].count(b"\n")
        rest = rest[-64:] + more


def _judge(element: Element, number: int) -> XmlRecord | Damaged:
    place = Place(number, line=element.line)
    if element.leader is None or len(element.leader) != LEADER_LENGTH:
        return Damaged(place, Fault.LEADER, element.leader or "", _number(element))
    if not element.fields:
        return Damaged(place, Fault.NO_FIELDS)
    record = Record(leader=element.leader)
    record.leader = Leader(element.leader)
    record.fields = element.fields
    untagged = tuple(Noted(Remark.INDICATORS, _UNTAGGED) for f in element.fields if f.tag == _UNTAGGED)
    return XmlRecord(record, place, untagged[:1])


def _number(element: Element | None) -> str | None:
    fields = element.fields if element is not None else []
    return next((f.data.strip() for f in fields if f.tag == "001" and f.data), None)
