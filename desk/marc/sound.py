"""A sound record, in which everything is as it should be: kept as its text until somebody asks for a field.

Nearly every record of a file is one. Of its fields an import looks at half, and keeps all: to make pymarc's objects of
them would be most of its work. So they are looked at in parts: bare texts, cut where the subfields begin, and only
those of the fields that are asked for.
"""

import re
from typing import Any

from pymarc import Field, Indicators, Leader, Record, Subfield

Parts = list[str]
"""A field cut in parts: HEAD and its indicators (or its data), then each subfield, a code of one letter and a text."""
HEAD = "\x1e"
"""Stands where a subfield has its code, and is none."""
MARK = "\x1f"
"""Stands before each subfield."""
_EMPTY_PART = re.compile("\x1f(?:[\x1e\x1f]|$)")
_CUT_HERE = "\x1d"
"""Ends a record, so that it stands in none."""
_pair: Any = tuple.__new__
_blank: Any = Field.__new__


class SoundRecord(Record):
    """A pymarc record that makes its fields when they are asked for."""

    def __init__(self, leader: Leader, tags: list[str], texts: list[str]) -> None:
        """`texts` are the fields, each begun by HEAD; `whole` is all of them in one."""
        # pymarc's own way to begin would make the leader anew, twice.
        self.leader = leader
        self.pos = 0
        self.force_utf8 = False
        self.to_unicode = True
        self.tags = tags
        self.texts = texts
        self.whole = "".join(texts)
        self._made: list[Any] | None = None

    @property
    def untouched(self) -> bool:
        """Whether the text is still the whole of it: nobody has the fields, who could change them."""
        return self._made is None

    @property
    def fields(self) -> list[Any]:
        """All fields, made now."""
        if self._made is None:
            self._made = [_made(tag, text.split(MARK)) for tag, text in zip(self.tags, self.texts, strict=True)]
        return self._made

    @fields.setter
    def fields(self, fields: list[Any]) -> None:
        self._made = fields


def is_control(tag: str) -> bool:
    """Whether a field with this tag has data and no subfields."""
    return tag < "010" and tag.isdigit()


def text_of(field: Field) -> str:
    """One of pymarc's fields as the text of it: as it would stand in a file."""
    if field.control_field:
        return HEAD + (field.data or "")
    first, second = field.indicators or (" ", " ")
    # A code that is no letter is one that nobody asks for.
    parts = [(s.code if len(s.code) == 1 else HEAD) + s.value.replace(MARK, " ") for s in field.subfields]
    return MARK.join([f"{HEAD}{first or ' '}{second or ' '}", *parts])


def _made(tag: str, parts: Parts) -> Field:
    """The field of a tag and its parts, without pymarc's looking at what is known already."""
    field: Field = _blank(Field)
    head = parts[0]
    field.tag = tag
    if is_control(tag):
        field.control_field, field.data, field.subfields, field._indicators = True, head[1:], [], None
        return field
    field.control_field, field.data = False, None
    field._indicators = _pair(Indicators, (head[1], head[2]))
    field.subfields = [_pair(Subfield, (part[0], part[1:])) for part in parts[1:]]
    return field


def split_fields(body: str) -> list[str]:
    """The texts of a record's fields, each begun by HEAD."""
    return f"{HEAD}{body}".replace(HEAD, _CUT_HERE + HEAD)[1:].split(_CUT_HERE)


def sound_fields(tags: list[str], texts: list[str]) -> list[str] | None:
    """The fields again, without subfields that have no code; None unless each begins as it must.

    That is: two indicators, then a subfield or nothing, and codes that are ASCII.
    """
    whole = "".join(texts)
    if _EMPTY_PART.search(whole):
        texts = [MARK.join(filter(None, text.split(MARK))) for text in texts]
    for tag, text in zip(tags, texts, strict=True):
        if tag < "010" and tag.isdigit():
            if MARK in text:
                return None
        elif text.find(MARK) != 3 and (MARK in text or len(text) != 3):
            return None
    return texts if whole.isascii() or all(map(_known, tags, texts)) else None


def _known(tag: str, text: str) -> bool:
    head, *rest = text.split(MARK)
    return is_control(tag) or (head.isascii() and all(part[0].isascii() for part in rest))
