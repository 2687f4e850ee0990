"""Makes MARC records, whole and damaged, in as few words as a test wants to say."""

from pathlib import Path

from pymarc import Field, Indicators, Leader, Record, Subfield

FILLER = " " * 18


def field(tag: str, indicators: str = "  ", **parts: str) -> Field:
    """A field from its subfields; a name such as `_6` is the subfield 6."""
    subfields = [Subfield(code.lstrip("_"), value) for code, value in parts.items()]
    return Field(tag=tag, indicators=Indicators(indicators[0], indicators[1]), subfields=subfields)


def control(tag: str, data: str) -> Field:
    """A control field."""
    return Field(tag=tag, data=data)


def record(*fields: Field, leader: str = "00000nam a2200000 a 4500") -> Record:
    """A record of these fields."""
    made = Record()
    made.leader = Leader(leader)
    made.fields = list(fields)
    return made


def book(number: str = "1", title: str = "Dune", *fields: Field) -> Record:
    """A short record with a number and a title."""
    return record(control("001", number), field("245", "10", a=title), *fields)


def write(path: Path, *records: Record, after: bytes = b"") -> Path:
    """A file of records in ISO 2709."""
    path.write_bytes(b"".join(each.as_marc() for each in records) + after)
    return path
