"""How a record is kept in the library's database: whole, in whatever form it needs."""

import json

import pytest
from pymarc import Field, Leader, Record, Subfield

from desk.marc.keep import dump, load, renewed
from tests.marc.makers import book, control, field, record

TITLE = field("245", "10", a="Dune :", b="a novel /")


def parts(made: Record) -> list[object]:
    """All that a record says."""
    fields = [(f.tag, f.data, tuple(f.indicators or ()), [tuple(s) for s in f.subfields]) for f in made.fields]
    return [str(made.leader), *fields]


def in_json(made: Record) -> str:
    """The form in which all records were kept before."""
    fields = [
        {f.tag: f.data}
        if f.control_field
        else {f.tag: {"ind1": f.indicators[0], "ind2": f.indicators[1], "subfields": [dict([s]) for s in f.subfields]}}
        for f in made.fields
    ]
    return json.dumps({"leader": str(made.leader), "fields": fields})


def test_a_record_is_kept_as_its_text() -> None:
    made = record(control("001", "9"), TITLE, field("500"))
    text = dump(made)
    assert text == f"{made.leader}001245500\x1e9\x1e10\x1faDune :\x1fba novel /\x1e  "
    assert parts(load(text)) == parts(made)
    assert dump(load(text)) == text


@pytest.mark.parametrize(
    "odd",
    [
        Field("500", subfields=[Subfield("a", "a mark \x1f within")]),
        Field("500", subfields=[Subfield("a", "a NUL \x00 within")]),
        Field("500", subfields=[Subfield("ab", "a code of two")]),
        Field("500", subfields=[Subfield("", "no code")]),
        Field("001", data="a mark \x1e within"),
    ],
)
def test_what_cannot_stand_between_marks_is_kept_in_json(odd: Field) -> None:
    made = record(control("003", "X"), TITLE, odd)
    text = dump(made)
    assert text.startswith('{"leader":') and "\x00" not in text and "\x1f" not in text
    assert parts(load(text)) == parts(made)


def test_a_record_without_fields_is_kept() -> None:
    made = Record()
    made.leader = Leader("00000nam a2200000 a 4500")
    assert parts(load(dump(made))) == parts(made)


def test_what_was_kept_in_json_before_is_read_and_compared() -> None:
    made = book("1", "Emma")
    before = in_json(made)
    assert parts(load(before)) == parts(made)
    assert renewed(before) == dump(made) == renewed(dump(made))
