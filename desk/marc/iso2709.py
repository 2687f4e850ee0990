"""One record in the exchange format ISO 2709, from its bytes, however its directory or its lengths may be damaged."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import Any

from pymarc import Field, Indicators, Leader, Record, Subfield

from desk.marc import marc8
from desk.marc.faults import Fault, Noted, Remark
from desk.marc.sound import SoundRecord, sound_fields, split_fields

RECORD_END, FIELD_END, SUBFIELD = b"\x1d", b"\x1e", b"\x1f"
LEADER_LENGTH, ENTRY_LENGTH = 24, 12
_SHORT = 10_000
"""Nearly all records are shorter than so many bytes."""
FILLER = b"\r\n\x00 \x1a"
"""What programs and media leave between two records: line ends, NUL, blanks, the DOS end of file."""

_LEADER = re.compile(rb"[0-9]{5}[a-z ][a-z][ -~]{2}[ a0-9][ -~]{14}", re.DOTALL)
_BOM = b"\xef\xbb\xbf"


class Unreadable(Exception):
    """No record can be made of these bytes; the reader turns it into a `Damaged`."""

    def __init__(self, fault: Fault, fact: str = "") -> None:
        super().__init__(fault, fact)
        self.fault = fault
        self.fact = fact


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the directory: which field, how long, where."""

    tag: str
    length: int
    start: int


@dataclass(slots=True)
class Notes:
    """The remarks on one record while it is read; many of one kind become one remark with their number."""

    found: dict[Remark, list[str]] = field(default_factory=dict)

    def add(self, remark: Remark, *facts: str) -> None:
        """Note a remark, with what it is about."""
        self.found.setdefault(remark, []).extend(facts)

    def told(self) -> tuple[Noted, ...]:
        """All remarks, each kind once."""
        return tuple([Noted(remark, _short(facts)) for remark, facts in self.found.items()]) if self.found else ()


def _short(facts: list[str]) -> str:
    different = list(dict.fromkeys(facts))
    shown = " ".join(different[:8])
    return shown if len(facts) == len(different) <= 8 else f"{len(facts)} × {shown}{' …' if len(different) > 8 else ''}"


def skip_filler(raw: bytes) -> int:
    """How many bytes of filler stand before the record."""
    bom = len(_BOM) if raw.startswith(_BOM) else 0
    return len(raw) - len(raw[bom:].lstrip(FILLER))


def find_leader(raw: bytes) -> int | None:
    """Where a leader begins in bytes that do not begin with one, or None."""
    found = _LEADER.search(raw)
    return found.start() if found else None


def split_joined(raw: bytes) -> list[int]:
    """Where records begin in bytes between two terminators: more than one when a terminator was lost."""
    begins = [0]
    while True:
        at = begins[-1]
        length = raw[at : at + 5]
        ends = (at + int(length) - 1, at + int(length)) if length.isdigit() else ()
        following = next((end for end in ends if end > at and _LEADER.match(raw, end)), None)
        if following is None:
            return begins
        begins.append(following)


def decode(raw: bytes, notes: Notes, encoding: str | None = None) -> Record:
    """The record in `raw` (from its leader, without its terminator). Raises `Unreadable`.

    `encoding` overrides what the leader says, for a file known to be in another character set.
    """
    leader = _leader(raw)
    if raw[:5].isdigit() and int(raw[:5]) != len(raw) + 1:
        notes.add(Remark.WRONG_LENGTH, raw[:5].decode())
    end = raw.find(FIELD_END)
    if end < LEADER_LENGTH:
        raise Unreadable(Fault.TRUNCATED if end < 0 else Fault.DIRECTORY)
    if raw[12:17] != b"%05d" % (end + 1):
        notes.add(Remark.WRONG_BASE_ADDRESS, raw[12:17].decode("ascii", "replace"))
    if encoding is None and (leader[9] == "a" or (raw.isascii() and b"\x1b" not in raw)):
        sound = _sound(_settled(leader), raw[LEADER_LENGTH:end], raw[end + 1 :])
        if sound is not None:
            return sound
    record = Record(leader=str(leader))
    record.fields = _mended_fields(raw, end, _text_reader(raw, leader, notes, encoding), notes)
    return record


def _settled(leader: Leader) -> Leader:
    """The leader with the counts that are the same in every record, as pymarc keeps it."""
    text = str(leader)
    return leader if text[10:12] == "22" and text[20:] == "4500" else Leader(f"{text[:10]}22{text[12:20]}4500")


def _sound(leader: Leader, directory: bytes, data: bytes) -> SoundRecord | None:
    """A record in which everything is as it should be, as in nearly every one; else None."""
    body = data.removesuffix(FIELD_END)
    try:
        texts = split_fields(body.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    # The mark that ends a field in the file begins it here, so that a text in ASCII is as long as its bytes.
    lengths = [len(text) for text in texts] if body.isascii() else [len(part) + 1 for part in body.split(FIELD_END)]
    tags = _true_tags(directory, lengths, short=len(body) < _SHORT)
    found = sound_fields(tags, texts) if tags else None
    return None if found is None else SoundRecord(leader, tags, found)


def _true_tags(directory: bytes, lengths: list[int], *, short: bool) -> list[str]:
    """The tags of a directory that says of every field how long it is; none when it is wrong anywhere."""
    if len(directory) != len(lengths) * ENTRY_LENGTH or not directory.isascii():
        return []
    text = directory.decode("ascii")
    tags = [text[at : at + 3] for at in range(0, len(text), ENTRY_LENGTH)]
    starts = accumulate(lengths[:-1], initial=0)
    said: list[Any] = [""] * (3 * len(lengths))
    said[::3] = tags
    if short:
        four, five = _written_numbers()
        said[1::3], said[2::3] = map(four.__getitem__, lengths), map(five.__getitem__, starts)
    else:
        said[1::3], said[2::3] = map("{:04}".format, lengths), map("{:05}".format, starts)
    return tags if "".join(said) == text else []


@cache
def _written_numbers() -> tuple[list[str], list[str]]:
    """The numbers of a directory in four and in five digits: to look them up is quicker than to write them anew."""
    numbers = range(_SHORT + 1)
    return [f"{number:04}" for number in numbers], [f"{number:05}" for number in numbers]


def _mended_fields(raw: bytes, end: int, read: "TextReader", notes: Notes) -> list[Field]:
    entries = _directory(raw[LEADER_LENGTH:end], raw[end + 1 :])
    return [_field(tag, data, read, notes) for tag, data in _fields(raw[end + 1 :], entries, notes)]


def control_number(raw: bytes) -> str | None:
    """The 001 of a record that may be damaged, if it can be made out: the first field, when the directory begins so."""
    end = raw.find(FIELD_END)
    if raw[LEADER_LENGTH : LEADER_LENGTH + 3] != b"001" or end < 0:
        return None
    data = raw[end + 1 :].split(FIELD_END, 1)[0]
    return data.decode("ascii", "replace").strip()[:40] or None if SUBFIELD not in data else None


def _leader(raw: bytes) -> Leader:
    head = raw[:LEADER_LENGTH]
    if len(head) < LEADER_LENGTH or not head.isascii() or FIELD_END in head:
        raise Unreadable(Fault.LEADER, head.decode("ascii", "replace"))
    return Leader(head.decode("ascii"))


def _directory(raw: bytes, data: bytes) -> list[Entry]:
    if not raw:
        raise Unreadable(Fault.NO_FIELDS)
    if len(raw) % ENTRY_LENGTH:
        return _too_wide(raw, data)
    return [_entry(raw[at : at + ENTRY_LENGTH]) for at in range(0, len(raw), ENTRY_LENGTH)]


def _too_wide(raw: bytes, data: bytes) -> list[Entry]:
    """A directory with five-digit lengths or six-digit places, as some programs write for fields that are too long.

    What each entry must say is known from the fields themselves; any other directory is not believed.
    """
    at = place = 0
    found = []
    for part in data.removesuffix(FIELD_END).split(FIELD_END):
        says = b"%04d%05d" % (len(part) + 1, place)
        if raw[at + 3 : at + 3 + len(says)] != says:
            break
        found.append(Entry(raw[at : at + 3].decode("ascii", "replace"), len(part) + 1, place))
        at, place = at + 3 + len(says), place + len(part) + 1
    if at != len(raw):
        raise Unreadable(Fault.DIRECTORY, str(len(raw)))
    return found


def _entry(raw: bytes) -> Entry:
    if not raw.isascii() or not raw[3:].isdigit():
        raise Unreadable(Fault.DIRECTORY, raw.decode("ascii", "replace"))
    return Entry(raw[:3].decode("ascii"), int(raw[3:7]), int(raw[7:12]))


def _fields(data: bytes, entries: list[Entry], notes: Notes) -> Iterator[tuple[str, bytes]]:
    """The tag and bytes of every field: by the directory where it is true, else by the terminators.

    A field over 9,999 bytes or a record over 99,999 overflows the directory, and some vendors count characters
    instead of bytes; the terminators are right in both cases as long as there is one for each entry.
    """
    body = data[:-1] if data.endswith(FIELD_END) else data
    parts = body.split(FIELD_END)
    if _in_order(entries, parts):
        return ((entry.tag, part) for entry, part in zip(entries, parts, strict=True))
    if all(_at_terminators(data, entry) for entry in entries):
        if len(parts) > len(entries):
            notes.add(Remark.EXTRA_FIELDS, str(len(parts) - len(entries)))
        return ((e.tag, data[e.start : e.start + e.length - 1]) for e in entries)
    if not data.endswith(FIELD_END):
        raise Unreadable(Fault.TRUNCATED, f"{len(parts)}/{len(entries)}")
    if len(parts) != len(entries):
        raise Unreadable(
            Fault.TRUNCATED if len(parts) < len(entries) else Fault.DIRECTORY, f"{len(parts)}/{len(entries)}"
        )
    notes.add(Remark.READ_BY_TERMINATORS)
    return ((entry.tag, part) for entry, part in zip(entries, parts, strict=True))


def _in_order(entries: list[Entry], parts: list[bytes]) -> bool:
    if len(entries) != len(parts):
        return False
    at = 0
    for entry, part in zip(entries, parts, strict=True):
        if entry.start != at or entry.length != len(part) + 1:
            return False
        at += entry.length
    return True


def _at_terminators(data: bytes, entry: Entry) -> bool:
    last = entry.start + entry.length - 1
    begins = entry.start == 0 or data[entry.start - 1 : entry.start] == FIELD_END
    return begins and entry.length > 0 and data[last : last + 1] == FIELD_END


class TextReader:
    """Turns the bytes of one record into text, by the character set decided for it."""

    def __init__(self, notes: Notes, encoding: str) -> None:
        self.notes = notes
        self.encoding = encoding

    def text(self, raw: bytes) -> str:
        """The text of a field or subfield; what cannot be read stays visible and is noted."""
        if raw.isascii() and (self.encoding != "marc8" or b"\x1b" not in raw):
            return raw.decode("ascii")
        if self.encoding == "marc8":
            return self._marc8(raw)
        try:
            return raw.decode(self.encoding)
        except UnicodeDecodeError as error:
            self.notes.add(Remark.BAD_UTF8, raw[error.start : error.end].hex())
            return raw.decode(self.encoding, "replace")

    def _marc8(self, raw: bytes) -> str:
        decoded = marc8.decode(raw)
        if decoded.unmapped:
            self.notes.add(Remark.UNMAPPED_MARC8, *decoded.unmapped)
        if decoded.broken_escape:
            self.notes.add(Remark.BROKEN_ESCAPE)
        return decoded.text


def _text_reader(raw: bytes, leader: Leader, notes: Notes, encoding: str | None) -> TextReader:
    """Decide the character set of this record: what it says, unless its bytes are plainly something else."""
    if encoding is not None:
        return TextReader(notes, encoding)
    if leader[9] == "a":
        return TextReader(notes, "utf-8")
    if raw.isascii() or not _is_utf8(raw):
        return TextReader(notes, "marc8")
    notes.add(Remark.UTF8_NOT_DECLARED)
    return TextReader(notes, "utf-8")


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _field(tag: str, data: bytes, read: TextReader, notes: Notes) -> Field:
    if tag.isdigit() and tag < "010":
        return Field(tag=tag, data=read.text(data))
    head, *rest = data.split(SUBFIELD)
    if len(head) != 2 or not head.isascii():
        # Text that stands before the first subfield has no place in a record; it goes into the remark instead.
        notes.add(Remark.INDICATORS, f"{tag} {read.text(head[2:])}".strip())
    marks = (head.decode("ascii", "replace") + "  ")[:2]
    subfields = [_subfield(tag, part, read, notes) for part in rest if part]
    return Field(tag=tag, indicators=Indicators(marks[0], marks[1]), subfields=subfields)


def _subfield(tag: str, part: bytes, read: TextReader, notes: Notes) -> Subfield:
    if part[0] < 0x80:
        return Subfield(chr(part[0]), read.text(part[1:]))
    # A code outside ASCII is a typing or conversion fault: keep what stands there, whole, and say so.
    notes.add(Remark.SUBFIELD_CODE, tag)
    text = read.text(part)
    return Subfield(text[:1], text[1:])
