"""A MARC record as it is kept in the library's database: whole, in MARC-in-JSON.

ISO 2709 cannot hold a field above 9,999 bytes or a record above 99,999; MARC-in-JSON has no such limit, is text in
every database, and a person can read it.
"""

import json

from pymarc import Field, Indicators, Leader, Record, Subfield

from desk.marc.sound import SoundRecord


def dump(record: Record) -> str:
    """The record as text, nothing left out."""
    if isinstance(record, SoundRecord) and record.untouched:
        return record.written()
    fields = [_field_out(field) for field in record.fields]
    return json.dumps({"leader": str(record.leader), "fields": fields}, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Record:
    """The record that `dump` wrote."""
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
