"""What sort of thing a MARC record describes, and for whom: leader, 007, 008, and what the record says in words."""

import re
from collections.abc import Iterable
from enum import StrEnum

from pymarc import Record

from desk.marc.sound import MARK, Parts, SoundRecord, is_control, text_of


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

    __slots__ = ("_cut", "fixed", "leader", "texts", "whole")

    def __init__(self, record: Record) -> None:
        """`texts` are the fields as they stand in a file; `whole` is the text of all, where it is at hand."""
        self.leader = str(record.leader)
        self.texts: dict[str, list[str]] = {}
        self.whole: str | None = None
        self._cut: dict[str, list[Parts]] = {}
        if isinstance(record, SoundRecord) and record.untouched:
            self.whole = record.whole
            fields: Iterable[tuple[str, str]] = zip(record.tags, record.texts, strict=True)
        else:
            fields = ((field.tag, text_of(field)) for field in record.fields)
        texts = self.texts
        for tag, text in fields:
            if tag in texts:
                texts[tag].append(text)
            else:
                texts[tag] = [text]
        self.fixed = texts["008"][0][1:] if "008" in texts else ""

    def get(self, tag: str) -> list[Parts]:
        """The fields with this tag."""
        found = self._cut.get(tag)
        if found is None:
            texts = self.texts.get(tag)
            if texts is None:
                return _NONE
            found = [[text] for text in texts] if is_control(tag) else [text.split(MARK) for text in texts]
            self._cut[tag] = found
        return found

    def get_fields(self, *tags: str) -> list[Parts]:
        """The fields with any of these tags, in the order of the tags."""
        found, texts = _NONE, self.texts
        for tag in tags:
            if tag in texts:
                found = found + self.get(tag) if found else self.get(tag)
        return found

    def data(self, tag: str) -> list[str]:
        """What stands in the control fields with this tag."""
        return [text[1:] for text in self.texts.get(tag, ())]


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
    if _form(record, leader) in ("o", "s"):
        return True
    return "007" in record.texts and any(data.startswith("cr") for data in record.data("007"))


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
