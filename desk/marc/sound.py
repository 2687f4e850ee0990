"""A sound record, in which everything is as it should be: kept as its text until somebody asks for a field.

Nearly every record of a file is one. Of its fields an import looks at half, and keeps all: to make pymarc's objects of
them would be most of its work.
"""

import re
from json.encoder import encode_basestring as quoted
from typing import Any

from pymarc import Field, Indicators, Leader, Record, Subfield

# What JSON does not write as it stands. The marks between subfields never come so far.
_ODD = re.compile(r'[\x00-\x1d"\\]')
_pair: Any = tuple.__new__
_blank: Any = Field.__new__


class SoundRecord(Record):
    """A pymarc record that makes its fields when they are asked for."""

    def __init__(self, leader: Leader, tags: list[str], texts: list[str]) -> None:
        # pymarc's own way to begin would make the leader anew, twice.
        self.leader = leader
        self.pos = 0
        self.force_utf8 = False
        self.to_unicode = True
        self.tags = tags
        self.texts = texts
        self._made: list[Any] | None = None

    @property
    def untouched(self) -> bool:
        """Whether the text is still the whole of it: nobody has the fields, who could change them."""
        return self._made is None

    @property
    def fields(self) -> list[Any]:
        """All fields, made now."""
        if self._made is None:
            self._made = [made(tag, text) for tag, text in zip(self.tags, self.texts, strict=True)]
        return self._made

    @fields.setter
    def fields(self, fields: list[Any]) -> None:
        self._made = fields

    def written(self) -> str:
        """The record in MARC-in-JSON, the same as is made of its fields one by one."""
        odd = not "".join(self.tags).isalnum() or any(map(_ODD.search, self.texts))
        data_field = _careful if odd else _plain
        fields = [
            f'{{"{tag}":{quoted(text)}}}' if tag < "010" and tag.isdigit() else data_field(tag, text)
            for tag, text in zip(self.tags, self.texts, strict=True)
        ]
        return f'{{"leader":{quoted(str(self.leader))},"fields":[{",".join(fields)}]}}'


def made(tag: str, text: str) -> Field:
    """The field of a tag and its text, without pymarc's looking at what is known already."""
    field: Field = _blank(Field)
    field.tag = tag
    if tag < "010" and tag.isdigit():
        field.control_field, field.data, field.subfields, field._indicators = True, text, [], None
        return field
    field.control_field, field.data = False, None
    field._indicators = _pair(Indicators, (text[0], text[1]))
    field.subfields = [_pair(Subfield, (part[0], part[1:])) for part in text[3:].split("\x1f") if part]
    return field


def is_sound(tag: str, text: str) -> bool:
    """Whether a field begins as it must: two indicators, then a subfield or nothing, and codes that are ASCII."""
    if tag < "010" and tag.isdigit():
        return True
    if "\x1f" in text[:2] or (text[2:3] != "\x1f" and len(text) != 2):
        return False
    return text.isascii() or (text[:2].isascii() and all(part[:1].isascii() for part in text[3:].split("\x1f")))


def _plain(tag: str, text: str) -> str:
    parts = [f'{{"{part[0]}":"{part[1:]}"}}' for part in text[3:].split("\x1f") if part]
    return f'{{"{tag}":{{"ind1":"{text[0]}","ind2":"{text[1]}","subfields":[{",".join(parts)}]}}}}'


def _careful(tag: str, text: str) -> str:
    parts = [f"{{{quoted(part[0])}:{quoted(part[1:])}}}" for part in text[3:].split("\x1f") if part]
    marks = f'"ind1":{quoted(text[0])},"ind2":{quoted(text[1])}'
    return f'{{{quoted(tag)}:{{{marks},"subfields":[{",".join(parts)}]}}}}'
