"""A sound record, in which everything is as it should be: kept as its text until somebody asks for a field.

Nearly every record of a file is one. Of its fields an import looks at half, and keeps all: to make pymarc's objects of
them would be most of its work. So they are looked at in parts: bare texts, cut where the subfields begin.
"""

import re
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any

from pymarc import Field, Indicators, Leader, Record, Subfield

Parts = list[str]
"""A field cut in parts: HEAD and its indicators (or its data), then each subfield, a code of one letter and a text."""
HEAD = "\x1e"
"""Stands where a subfield has its code, and is none."""
# What JSON does not write as it stands. The marks between fields and subfields never come so far.
_ODD = re.compile(r'[\x00-\x1d"\\]')
_EMPTY_PART = re.compile("\x1f(?:[\x1e\x1f]|$)")
_INNER = '"},{"'
_pair: Any = tuple.__new__
_blank: Any = Field.__new__


class SoundRecord(Record):
    """A pymarc record that makes its fields when they are asked for."""

    def __init__(self, leader: Leader, tags: list[str], whole: str, parts: list[Parts]) -> None:
        """`whole` is the text of all fields, parted by their ends; `parts` is the same cut."""
        # pymarc's own way to begin would make the leader anew, twice.
        self.leader = leader
        self.pos = 0
        self.force_utf8 = False
        self.to_unicode = True
        self.tags = tags
        self.whole = whole
        self.parts = parts
        self._made: list[Any] | None = None

    @property
    def untouched(self) -> bool:
        """Whether the text is still the whole of it: nobody has the fields, who could change them."""
        return self._made is None

    @property
    def fields(self) -> list[Any]:
        """All fields, made now."""
        if self._made is None:
            self._made = [_made(tag, parts) for tag, parts in zip(self.tags, self.parts, strict=True)]
        return self._made

    @fields.setter
    def fields(self, fields: list[Any]) -> None:
        self._made = fields

    def written(self) -> str:
        """The record in MARC-in-JSON, the same as is made of its fields one by one."""
        odd = not "".join(self.tags).isalnum() or _ODD.search(self.whole)
        fields = (_careful if odd else _plain)(self.tags, self.parts)
        return f'{{"leader":{quoted(str(self.leader))},"fields":[{",".join(fields)}]}}'


def is_control(tag: str) -> bool:
    """Whether a field with this tag has data and no subfields."""
    return tag < "010" and tag.isdigit()


def parts_of(field: Field) -> Parts:
    """One of pymarc's fields cut in parts."""
    if field.control_field:
        return [HEAD + (field.data or "")]
    first, second = field.indicators or (" ", " ")
    # A code that is no letter is one that nobody asks for.
    subfields = [(s.code if len(s.code) == 1 else HEAD) + s.value for s in field.subfields]
    return [f"{HEAD}{first or ' '}{second or ' '}", *subfields]


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


def cut(tags: list[str], whole: str) -> list[Parts] | None:
    """The fields of a record in parts; None unless each begins as it must.

    That is: two indicators, then a subfield or nothing, and codes that are ASCII.
    """
    fields = [f"\x1e{text}".split("\x1f") for text in whole.split("\x1e")]
    if _EMPTY_PART.search(whole):
        fields = [[part for part in parts if part] for parts in fields]
    for tag, parts in zip(tags, fields, strict=True):
        if len(parts) > 1 if tag < "010" and tag.isdigit() else len(parts[0]) != 3:
            return None
    return fields if whole.isascii() or all(map(_known, tags, fields)) else None


def _known(tag: str, parts: Parts) -> bool:
    return is_control(tag) or (parts[0].isascii() and all(part[0].isascii() for part in parts))


@lru_cache(maxsize=4096)
def _opening(tag: str, head: str) -> str:
    return f'{{"{tag}":{{"ind1":"{head[1]}","ind2":"{head[2]}","subfields":['


def _plain(tags: list[str], fields: list[Parts]) -> list[str]:
    return [
        f'{_opening(tag, parts[0])}{{"{_INNER.join([f"""{part[0]}":"{part[1:]}""" for part in parts[1:]])}"}}]}}}}'
        if len(parts) > 1
        else _short(tag, parts[0])
        for tag, parts in zip(tags, fields, strict=True)
    ]


def _short(tag: str, head: str) -> str:
    return f'{{"{tag}":"{head[1:]}"}}' if is_control(tag) else f"{_opening(tag, head)}]}}}}"


def _careful(tags: list[str], fields: list[Parts]) -> list[str]:
    return [_one_careful(tag, parts) for tag, parts in zip(tags, fields, strict=True)]


def _one_careful(tag: str, parts: Parts) -> str:
    head = parts[0]
    if is_control(tag):
        return f"{{{quoted(tag)}:{quoted(head[1:])}}}"
    inside = ",".join([f"{{{quoted(part[0])}:{quoted(part[1:])}}}" for part in parts[1:]])
    return f'{{{quoted(tag)}:{{"ind1":{quoted(head[1])},"ind2":{quoted(head[2])},"subfields":[{inside}]}}}}'
