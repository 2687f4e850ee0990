"""A MARC record as it is kept in the library's database: whole, as text (decision 36).

ISO 2709 cannot hold a field above 9,999 bytes or a record above 99,999, because its directory says how long each field
is and where it begins. What is kept has the leader, the tags, and then the fields with the marks that part them in a
file: a person can read it, and it knows no largest length. A record whose texts hold such marks themselves, or a NUL,
is kept in MARC-in-JSON.
"""

import json

from pymarc import Field, Indicators, Leader, Record, Subfield

from desk.marc.sound import HEAD, MARK, SoundRecord, is_control, text_of

LEADER_LENGTH, TAG_LENGTH = 24, 3
_JSON = '{"leader":'
_RECORD_END = "\x1d"


def dump(record: Record) -> str:
    """The record as text, nothing left out."""
    if isinstance(record, SoundRecord) and record.untouched:
        text = f"{record.leader}{''.join(record.tags)}{record.whole}"
        if "\x00" not in text:
            return text
    fields = record.fields
    leader = str(record.leader)
    if len(leader) == LEADER_LENGTH and all(map(_is_plain, fields)):
        return leader + "".join([field.tag for field in fields]) + "".join(map(text_of, fields))
    return json.dumps({"leader": leader, "fields": list(map(_field_out, fields))}, ensure_ascii=False)


def load(text: str) -> Record:
    """The record that `dump` wrote."""
    if text.startswith(_JSON):
        return _from_json(text)
    tags, mark, fields = text[LEADER_LENGTH:].partition(HEAD)
    each = [tags[at : at + TAG_LENGTH] for at in range(0, len(tags), TAG_LENGTH)]
    texts = [mark + field for field in fields.split(HEAD)] if mark else []
    return SoundRecord(Leader(text[:LEADER_LENGTH]), each, texts)


def renewed(text: str) -> str:
    """The text as `dump` writes it today, of a record that was kept in whatever form."""
    return dump(load(text)) if text.startswith(_JSON) else text


def _is_plain(field: Field) -> bool:
    """Whether a field can stand between the marks and be the same again."""
    if len(field.tag) != TAG_LENGTH or _has_marks(field.tag) or field.control_field != is_control(field.tag):
        return False
    if field.control_field:
        return not _has_marks(field.data or "")
    marks = field.indicators or ()
    codes = [subfield.code for subfield in field.subfields]
    return all(len(each) == 1 for each in (*marks, *codes)) and not _has_marks(
        "".join((*marks, *codes, *(subfield.value for subfield in field.subfields)))
    )


def _has_marks(text: str) -> bool:
    return any(mark in text for mark in (HEAD, MARK, _RECORD_END, "\x00"))


def _from_json(text: str) -> Record:
    kept = json.loads(text)
    record = Record(leader=kept["leader"])
    record.leader = Leader(kept["leader"])
    record.fields = [_field_in(tag, value) for field in kept["fields"] for tag, value in field.items()]
    return record


def _field_out(field: Field) -> dict[str, object]:
    if field.control_field:
        return {field.tag: field.data or ""}
    first, second = field.indicators or (" ", " ")
    return {field.tag: {"ind1": first, "ind2": second, "subfields": [{s.code: s.value} for s in field.subfields]}}


def _field_in(tag: str, value: str | dict[str, object]) -> Field:
    if isinstance(value, str):
        return Field(tag=tag, data=value)
    pairs = value["subfields"]
    assert isinstance(pairs, list)
    subfields = [Subfield(code, text) for pair in pairs for code, text in pair.items()]
    return Field(tag=tag, indicators=Indicators(str(value["ind1"]), str(value["ind2"])), subfields=subfields)
