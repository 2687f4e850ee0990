"""A file of MARC records, one after the other: each is a record or is told as damaged; none is lost, none made up."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pymarc import Record

from desk.errors import FileUnreadable
from desk.marc import iso2709
from desk.marc.faults import Damaged, Fault, Noted, Place, Remark
from desk.marc.marcxml import XmlRecord, read_xml

_CHUNK = 1 << 20
_LARGEST = 1 << 26
"""Bytes without a record terminator after which a file is taken for something else than MARC."""


class Read(NamedTuple):
    """A record that was read: itself, where it stood, what was odd about it."""

    marc: Record
    place: Place
    remarks: tuple[Noted, ...] = ()


Share = Callable[[int], bool]
"""Whether the how-manieth record of a file, counted from 1, is for this reader of it; asked of each, in their order."""


def whole(_number: int) -> bool:
    """All of them."""
    return True


def read_records(path: Path, encoding: str | None = None, share: Share = whole) -> Iterator[Read | Damaged]:
    """Every record of a MARC file, ISO 2709 or MARCXML, told apart by the file's content; or a share of them.

    `encoding` names the character set of a file that is known to be in neither MARC-8 nor UTF-8 (as `cp1251`).
    Raises `FileUnreadable` when the file itself cannot be opened or read.
    """
    try:
        with path.open("rb") as file:
            if is_xml(file):
                yield from (found for found in map(_plain, read_xml(file)) if share(found.place.number))
            else:
                yield from _read_iso(file, encoding, share)
    except OSError as error:
        raise FileUnreadable(path, str(error.strerror or error)) from error


def is_xml(file: BinaryIO) -> bool:
    """Whether the file is XML; its place is put back to the beginning."""
    head = file.read(512)
    file.seek(0)
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t").startswith(b"<")


def _plain(found: XmlRecord | Damaged) -> Read | Damaged:
    return found if isinstance(found, Damaged) else Read(found.marc, found.place, found.remarks)


def _read_iso(file: BinaryIO, encoding: str | None, share: Share) -> Iterator[Read | Damaged]:
    number = 0
    for offset, raw, ended in _pieces(file):
        filler = iso2709.skip_filler(raw)
        if filler == len(raw) and not ended:
            return
        begins = iso2709.split_joined(raw[filler:]) if raw[filler:] else []
        for begin, end in pairwise([*begins, len(raw) - filler]):
            number += 1
            if not share(number):
                continue
            place = Place(number, offset=offset + filler + begin)
            whole = ended and end == len(raw) - filler
            yield _read_one(raw[filler + begin : filler + end], place, encoding, ended=whole)
        if not raw[filler:]:
            number += 1
            if share(number):
                yield Damaged(Place(number, offset=offset + filler), Fault.EMPTY)


def _pieces(file: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """The file cut at the record terminators: offset, bytes without the terminator, whether there was one."""
    offset, kept = 0, bytearray()
    while chunk := file.read(_CHUNK):
        searched = len(kept)
        kept += chunk
        begin = 0
        while (end := kept.find(iso2709.RECORD_END, max(begin, searched))) >= 0:
            yield offset + begin, bytes(kept[begin:end]), True
            begin = end + 1
        del kept[:begin]
        offset += begin
        if len(kept) > _LARGEST:
            break
    yield offset, bytes(kept), False


def _read_one(raw: bytes, place: Place, encoding: str | None, *, ended: bool) -> Read | Damaged:
    notes = iso2709.Notes()
    leader = iso2709.find_leader(raw)
    if leader:
        # Something torn stands before this leader: told, and the record behind it is still read.
        notes.add(Remark.DEBRIS_BEFORE, str(leader))
        raw, place = raw[leader:], Place(place.number, offset=(place.offset or 0) + leader)
    if not ended:
        notes.add(Remark.NO_TERMINATOR)
    try:
        record = iso2709.decode(raw, notes, encoding)
    except iso2709.Unreadable as error:
        return _damaged(raw, place, error, ended=ended, known=leader is not None)
    return Read(record, place, notes.told())


def _damaged(raw: bytes, place: Place, error: iso2709.Unreadable, *, ended: bool, known: bool) -> Damaged:
    if not known and not ended and place.number == 1:
        return Damaged(place, Fault.NOT_MARC)
    fault = Fault.TRUNCATED if not ended and known else error.fault
    return Damaged(place, fault, error.fact, iso2709.control_number(raw))
