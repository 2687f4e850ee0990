"""A mapping file: which column or subfield of another system's file says what, and what its words mean here."""

import codecs
import re
import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from desk.errors import FileUnreadable
from desk.i18n import _
from desk.resources import resource
from desk.services.imports.fields import FIELDS, AnyField, ImportKind

_SUBFIELD = re.compile(r"(?:(?P<tag>[0-9A-Z]{3})\$)?(?P<code>[!-~])(?:#(?P<nth>[1-9]))?")
_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)


class Match(StrEnum):
    """By what a record that comes in is recognised as one that is here already, in the order tried."""

    CONTROL_NUMBER = "control_number"
    ISBN = "isbn"


class CallNumberScheme(StrEnum):
    """Which class number of a MARC record becomes the title's call number, in the order tried."""

    LOCAL = "local"
    DEWEY = "dewey"
    LC = "lc"


@dataclass(frozen=True, slots=True)
class Source:
    """Where one fact stands in a row: the columns (joined by a blank), what their words mean, and what else to do.

    A word that `values` does not know stays as it is with `keep`, else becomes `otherwise`; with neither it is refused.
    """

    columns: tuple[str, ...]
    values: dict[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    keep: bool = False
    subtract_from: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """How one field is filled: the first source that says something, else the default."""

    sources: tuple[Source, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Which field of a MARC record stands for a copy; the indicators narrow it down where they are given."""

    tag: str
    indicators: str = ""


@dataclass(frozen=True, slots=True)
class TitleRules:
    """How titles are recognised and read."""

    match: tuple[Match, ...] = (Match.CONTROL_NUMBER, Match.ISBN)
    control_source: str | None = None
    call_number: tuple[CallNumberScheme, ...] = tuple(CallNumberScheme)


@dataclass(frozen=True, slots=True)
class Mapping:
    """One mapping file, read and checked."""

    kind: ImportKind
    name: str
    columns: dict[AnyField, Column]
    titles: TitleRules = TitleRules()
    holdings: Holdings | None = None
    create: bool = True
    time_zone: ZoneInfo | None = None
    dates: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    relative_dates: bool = False
    columns_required: bool = False


def find_mapping(name: str) -> Path:
    """The file of a mapping: a path as it is, or the name of one that comes with the program."""
    path = Path(name)
    if path.suffix == ".toml" or path.exists():
        return path
    return resource("mappings", f"{name}.toml")


def shipped_mappings() -> list[str]:
    """The names of the mappings that come with the program."""
    return sorted(path.stem for path in resource("mappings").glob("*.toml"))


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file. Raises `FileUnreadable`, which says what is wrong in it."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileUnreadable(path, str(error)) from error
    try:
        return _mapping(_Table(written, ""), path)
    except _Wrong as error:
        raise FileUnreadable(path, error.sentence) from error


def plain_mapping(kind: ImportKind) -> Mapping:
    """The mapping of a file whose columns bear our own names. For MARC: titles only, no copies."""
    if kind is ImportKind.MARC:
        return Mapping(kind, "", {})
    columns: dict[AnyField, Column] = {each: Column((Source((each.value,)),)) for each in FIELDS[kind]}
    return Mapping(kind, "", columns)


class _Wrong(Exception):
    """Something in the mapping makes no sense; the sentence says what and where."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class _Table:
    """A table of the file; each entry is asked for once, and what nobody asked for is a mistake."""

    def __init__(self, values: dict[str, object], place: str) -> None:
        self.values = values
        self.place = place
        self.asked: set[str] = set()

    def get(self, key: str, kind: type[_T], default: _T) -> _T:
        """An entry of this kind, or the default where there is none."""
        self.asked.add(key)
        value = self.values.get(key, default)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise _Wrong(_("{key} is not written as it should be.").format(key=self.place + key))
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A text or a list of texts."""
        self.asked.add(key)
        value = self.values.get(key, [])
        found = value if isinstance(value, list) else [value]
        if not all(isinstance(word, str) for word in found):
            raise _Wrong(_("{key} must be a text or a list of texts.").format(key=self.place + key))
        return tuple(found)

    def table(self, key: str) -> "_Table":
        """A table within this one."""
        return _Table(self.get(key, dict, {}), f"{self.place}{key}.")

    def done(self) -> None:
        """Refuse what nobody has asked for: it is misspelt, and would silently do nothing."""
        unknown = sorted(set(self.values) - self.asked)
        if unknown:
            raise _Wrong(_("{key} is not known in a mapping file.").format(key=self.place + unknown[0]))


def _mapping(table: _Table, path: Path) -> Mapping:
    kind = _one_of(ImportKind, table.get("kind", str, ""), "kind")
    mapping = Mapping(
        kind=kind,
        name=table.get("name", str, path.stem),
        columns=_columns(table.table("columns"), table.table("defaults"), kind),
        titles=_titles(table.table("titles")),
        holdings=_holdings(table.table("holdings")),
        create=table.get("create", bool, True),
        time_zone=_zone(table.get("time_zone", str, "")),
        dates=table.words("dates"),
        encoding=_encoding(table.get("encoding", str, "")),
        delimiter=table.get("delimiter", str, "") or None,
        relative_dates=table.get("relative_dates", bool, False),
        columns_required=table.get("columns_required", bool, kind is not ImportKind.MARC),
    )
    table.done()
    _check(mapping)
    return mapping


def _check(mapping: Mapping) -> None:
    if mapping.delimiter is not None and len(mapping.delimiter) != 1:
        raise _Wrong(_("{key} is not written as it should be.").format(key="delimiter"))
    if mapping.kind is ImportKind.MARC and bool(mapping.columns) != (mapping.holdings is not None):
        raise _Wrong(_("Copies in MARC records need both [holdings] and [columns]."))
    if mapping.kind is not ImportKind.MARC and not mapping.columns:
        raise _Wrong(_("The mapping names no columns."))


def _one_of(words: type[_E], text: str, key: str) -> _E:
    try:
        return words(text)
    except ValueError:
        known = ", ".join(word.value for word in words)
        raise _Wrong(_("{key} is “{value}”; it can be: {known}.").format(key=key, value=text, known=known)) from None


def _zone(name: str) -> ZoneInfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise _Wrong(_("There is no time zone {name}.").format(name=name)) from None


def _encoding(name: str) -> str | None:
    if not name:
        return None
    try:
        codecs.lookup(name)
    except LookupError:
        raise _Wrong(_("There is no character set {name}.").format(name=name)) from None
    return name


def _titles(table: _Table) -> TitleRules:
    rules = TitleRules()
    match = tuple(_one_of(Match, word, "titles.match") for word in table.words("match"))
    schemes = tuple(_one_of(CallNumberScheme, word, "titles.call_number") for word in table.words("call_number"))
    source = table.get("control_source", str, "") if "control_source" in table.values else None
    table.done()
    return TitleRules(match or rules.match, source, schemes or rules.call_number)


def _holdings(table: _Table) -> Holdings | None:
    tag, indicators = table.get("field", str, ""), table.get("indicators", str, "")
    table.done()
    if not tag:
        return None
    if len(tag) != 3 or len(indicators) not in (0, 2):
        raise _Wrong(_("{key} is not written as it should be.").format(key="holdings"))
    return Holdings(tag, indicators)


def _columns(columns: _Table, defaults: _Table, kind: ImportKind) -> dict[AnyField, Column]:
    found: dict[AnyField, Column] = {}
    for key in dict.fromkeys([*columns.values, *defaults.values]):
        known = _field_named(key, columns.place, kind)
        sources = tuple(_source(one, columns.place + key, kind) for one in _as_list(columns.values.get(key, [])))
        found[known] = Column(sources, defaults.get(key, str, ""))
    return found


def _field_named(key: str, place: str, kind: ImportKind) -> AnyField:
    fields: dict[str, AnyField] = {each.value: each for each in FIELDS[kind]}
    if key not in fields:
        sentence = _("{key} is no field here; there are: {known}.")
        raise _Wrong(sentence.format(key=place + key, known=", ".join(fields)))
    return fields[key]


def _as_list(value: object) -> list[object]:
    # A list of texts is one source with alternatives in their order; a list of tables is a list of sources.
    return list(value) if isinstance(value, list) else [value]


def _source(written: object, place: str, kind: ImportKind) -> Source:
    if isinstance(written, str):
        return Source((_place_in_row(written, place, kind),))
    if not isinstance(written, dict):
        raise _Wrong(_("{key} is not written as it should be.").format(key=place))
    table = _Table(written, place + ".")
    columns = tuple(_place_in_row(word, place, kind) for word in table.words("from"))
    if not columns:
        raise _Wrong(_("{key} does not say from which column it comes.").format(key=place))
    otherwise = table.get("otherwise", str, "") if "otherwise" in written else None
    subtract = table.get("subtract_from", int, 0) if "subtract_from" in written else None
    values = {word: _word(value, place) for word, value in table.get("values", dict, {}).items()}
    keep = table.get("keep", bool, False)
    table.done()
    return Source(columns, values, otherwise, keep, subtract)


def _word(value: object, place: str) -> str:
    if isinstance(value, str):
        return value
    raise _Wrong(_("{key} is not written as it should be.").format(key=place + ".values"))


def _place_in_row(text: str, place: str, kind: ImportKind) -> str:
    if not text or (kind is ImportKind.MARC and not subfield_place(text)):
        raise _Wrong(_("{key}: “{value}” is no subfield.").format(key=place, value=text))
    return text


@dataclass(frozen=True, slots=True)
class SubfieldPlace:
    """A subfield of the field that stands for the copy, or (with a tag) of another field of the same record."""

    code: str
    tag: str = ""
    nth: int = 1


@cache
def subfield_place(text: str) -> SubfieldPlace | None:
    """Read `p`, `b#2` (the second $b) or `852$b` (of the record's 852)."""
    found = _SUBFIELD.fullmatch(text)
    return SubfieldPlace(found["code"], found["tag"] or "", int(found["nth"] or 1)) if found else None
