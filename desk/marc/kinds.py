"""What sort of thing a MARC record describes, and for whom: leader, 007, 008, and what the record says in words."""

import re
from collections.abc import Iterable
from enum import StrEnum

from pymarc import Record

from desk.marc.sound import Parts, SoundRecord, parts_of


class Kind(StrEnum):
    """The sort of material, as a reader would name it."""

    BOOK = "book"
    LARGE_PRINT = "large_print"
    SERIAL = "serial"
    DVD = "dvd"
    BLU_RAY = "blu_ray"
    VIDEO = "video"
    CD = "cd"
    AUDIOBOOK = "audiobook"
    SCORE = "score"
    MAP = "map"
    PICTURE = "picture"
    KIT = "kit"
    GAME = "game"
    OBJECT = "object"
    SOFTWARE = "software"
    EBOOK = "ebook"
    ONLINE = "online"
    MIXED = "mixed"


class Audience(StrEnum):
    """For whom a title is meant (008 place 22)."""

    JUVENILE = "juvenile"
    YOUNG_ADULT = "young_adult"
    ADULT = "adult"


_NONE: list[Parts] = []


class Tagged:
    """A record whose fields are sorted by tag once, because some forty questions are asked of each."""

    __slots__ = ("by_tag", "fixed", "leader", "whole")

    def __init__(self, record: Record) -> None:
        """`whole` is the text of all fields, where it is at hand."""
        self.leader = str(record.leader)
        self.by_tag: dict[str, list[Parts]] = {}
        self.whole: str | None = None
        if isinstance(record, SoundRecord) and record.untouched:
            self.whole = record.whole
            fields: Iterable[tuple[str, Parts]] = zip(record.tags, record.parts, strict=True)
        else:
            fields = ((field.tag, parts_of(field)) for field in record.fields)
        by_tag = self.by_tag
        for tag, parts in fields:
            if tag in by_tag:
                by_tag[tag].append(parts)
            else:
                by_tag[tag] = [parts]
        self.fixed = next(iter(self.data("008")), "")

    def get(self, tag: str) -> list[Parts]:
        """The fields with this tag."""
        return self.by_tag.get(tag, _NONE)

    def get_fields(self, *tags: str) -> list[Parts]:
        """The fields with any of these tags, in the order of the tags."""
        by_tag = self.by_tag
        here = [by_tag[tag] for tag in tags if tag in by_tag]
        if not here:
            return _NONE
        return here[0] if len(here) == 1 else [parts for fields in here for parts in fields]

    def data(self, tag: str) -> list[str]:
        """What stands in the control fields with this tag."""
        return [parts[0][1:] for parts in self.by_tag.get(tag, ())]


FIXED_LENGTH = 40
"""The length of an 008. Where blanks were squeezed out on the way, its later places mean nothing any more."""

_BY_TYPE = {
    "c": Kind.SCORE,
    "d": Kind.SCORE,
    "e": Kind.MAP,
    "f": Kind.MAP,
    "g": Kind.VIDEO,
    "i": Kind.AUDIOBOOK,
    "j": Kind.CD,
    "k": Kind.PICTURE,
    "m": Kind.SOFTWARE,
    "o": Kind.KIT,
    "p": Kind.MIXED,
    "r": Kind.OBJECT,
}
_AUDIENCES = {
    "a": Audience.JUVENILE,
    "b": Audience.JUVENILE,
    "c": Audience.JUVENILE,
    "d": Audience.YOUNG_ADULT,
    "e": Audience.ADULT,
    "f": Audience.ADULT,
    "j": Audience.JUVENILE,
}
_WITH_AUDIENCE = "acdgijkmort"
_FORM_AT_23 = "acdijmopt"
_LARGE_PRINT = re.compile(r"\blarge[ -](print|type)\b", re.IGNORECASE)
_DISC = re.compile(r"\bblu-?ray\b|\bdvds?\b|\bvideodiscs?\b", re.IGNORECASE)


def kind_of(record: Tagged) -> Kind:
    """The sort of material a record describes; a book where it says nothing else."""
    leader = record.leader
    kind, level = _BY_TYPE.get(leader[6:7]), leader[7:8]
    if kind is Kind.VIDEO:
        return _moving(record)
    if kind is Kind.OBJECT:
        return Kind.GAME if record.fixed[33:34] == "g" else kind
    if _is_online(record, leader):
        return Kind.EBOOK if kind is None and level not in "bis" else kind or Kind.ONLINE
    if kind is None and level in "bis":
        return Kind.SERIAL
    return kind or (Kind.LARGE_PRINT if _is_large(record) else Kind.BOOK)


def audience_of(record: Tagged) -> Audience | None:
    """For whom the title is meant, or None when the record does not say."""
    whole = record.fixed
    if len(whole) != FIXED_LENGTH or record.leader[6:7] not in _WITH_AUDIENCE:
        return None
    return _AUDIENCES.get(whole[22])


def _form(record: Tagged, leader: str) -> str:
    whole = record.fixed
    return whole[23] if len(whole) == FIXED_LENGTH and leader[6:7] in _FORM_AT_23 else ""


def _is_online(record: Tagged, leader: str) -> bool:
    carriers = record.data("007")
    return _form(record, leader) in ("o", "s") or any(data.startswith("cr") for data in carriers)


def _is_large(record: Tagged) -> bool:
    if _form(record, record.leader) == "d":
        return True
    # Where the words stand nowhere at all, the fields that may hold them need not be made.
    anywhere = record.whole is None or "large" in record.whole.lower()
    return anywhere and bool(_LARGE_PRINT.search(_words(record)))


def _moving(record: Tagged) -> Kind:
    carriers = record.data("007")
    medium = next((data[4:5] for data in carriers if data.startswith("v") and len(data) > 4), "")
    if medium in ("v", "s"):
        return Kind.DVD if medium == "v" else Kind.BLU_RAY
    found = _DISC.search(_words(record)) if medium == "" else None
    if found is None:
        return Kind.VIDEO
    return Kind.BLU_RAY if found.group().lower().startswith("blu") else Kind.DVD


def _words(record: Tagged) -> str:
    """What the record says of its form in words: medium, edition, extent, carrier, system, genre."""
    codes = {"245": "h", "250": "ab", "300": "a", "338": "ab", "340": "ab", "538": "ab", "655": "a"}
    fields = [(wanted, parts) for tag, wanted in codes.items() for parts in record.get(tag)]
    return " ".join([part[1:] for wanted, parts in fields for part in parts if part[0] in wanted])
