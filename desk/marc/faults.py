"""What can be wrong with a record that comes in, and where it stood in its file."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Why a record could not be read at all."""

    NOT_MARC = "not_marc"
    EMPTY = "empty"
    LEADER = "leader"
    DIRECTORY = "directory"
    NO_FIELDS = "no_fields"
    TRUNCATED = "truncated"
    XML = "xml"
    ENTITY = "entity"


class Remark(StrEnum):
    """What was odd about a record that could be read nevertheless."""

    UTF8_NOT_DECLARED = "utf8_not_declared"
    BAD_UTF8 = "bad_utf8"
    UNMAPPED_MARC8 = "unmapped_marc8"
    BROKEN_ESCAPE = "broken_escape"
    WRONG_LENGTH = "wrong_length"
    WRONG_BASE_ADDRESS = "wrong_base_address"
    READ_BY_TERMINATORS = "read_by_terminators"
    NO_TERMINATOR = "no_terminator"
    INDICATORS = "indicators"
    SUBFIELD_CODE = "subfield_code"
    EXTRA_FIELDS = "extra_fields"
    DEBRIS_BEFORE = "debris_before"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: the how-manieth of its file, and its first byte (ISO 2709) or line (XML, CSV)."""

    number: int
    offset: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """One remark on a record that was read; `fact` is the tag, the bytes or the count it is about."""

    remark: Remark
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Damaged:
    """A record that could not be read: its place, its control number as far as it can be made out, and why."""

    place: Place
    fault: Fault
    fact: str = ""
    control_number: str | None = None
