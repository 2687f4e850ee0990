"""Acts and answers as JSON for the journal, with everything personal set apart from the rest.

A field made with `private()` never reaches the columns that outlive its reader: it goes into `private`, which privacy
empties. What is written can be read back, so that a key that comes twice gets its first answer again.
"""

import dataclasses
import json
import types
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
PLAIN: tuple[type, ...] = (str, int, float)
PRIVATE = {"private": True}


def private(**options: Any) -> Any:
    """A field of an act or answer that says who somebody is."""
    return dataclasses.field(metadata=PRIVATE, **options)


def secret() -> Any:
    """A password or PIN: it is never written anywhere."""
    return dataclasses.field(default="", repr=False, metadata={"secret": True})


KNOWN: dict[str, type] = {}


def known(cls: type[T]) -> type[T]:
    """Make a class readable from the journal by its name, which no other class may have."""
    if cls.__name__ in KNOWN and KNOWN[cls.__name__].__module__ != cls.__module__:
        raise TypeError(f"two classes are called {cls.__name__}")
    KNOWN[cls.__name__] = cls
    return cls


def encode(value: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A dataclass as plain values: what may stay, and what is personal."""
    open_part: dict[str, Any] = {"is": type(value).__name__}
    personal: dict[str, Any] = {}
    cls: Any = type(value)
    for name, is_private, keeps_nothing in _fields(cls):
        field = getattr(value, name)
        if not keeps_nothing and (field is None or field is False or field == ()):
            continue
        if type(field) in PLAIN:
            (personal if is_private else open_part)[name] = field
            continue
        if is_private:
            personal[name] = _whole(field)
            continue
        kept, hidden = _split(field)
        open_part[name] = kept
        if hidden:
            personal[name] = hidden
    return open_part, personal


@cache
def _fields(cls: Any) -> tuple[tuple[str, bool, bool], ...]:
    """Name, whether it is personal, and whether nothing (None, no, empty) has to be written: it is not the default."""
    kept = (f for f in dataclasses.fields(cls) if not f.metadata.get("secret"))
    return tuple((f.name, bool(f.metadata.get("private")), _means_something(f.default)) for f in kept)


def _means_something(default: Any) -> bool:
    return default is not dataclasses.MISSING and bool(default)


def _split(value: Any) -> tuple[Any, Any]:
    plain = _plain(value)
    if plain is not NOT_PLAIN:
        return plain, None
    if isinstance(value, tuple | list):
        pairs = [_split(each) for each in value]
        hidden = {str(place): pair[1] for place, pair in enumerate(pairs) if pair[1]}
        return [pair[0] for pair in pairs], hidden
    return encode(value)


def _whole(value: Any) -> Any:
    plain = _plain(value)
    if plain is not NOT_PLAIN:
        return plain
    if isinstance(value, tuple | list):
        return [_whole(each) for each in value]
    kept, hidden = encode(value)
    return _merge(kept, hidden)


NOT_PLAIN = object()


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, PLAIN):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return NOT_PLAIN


def _merge(kept: Any, hidden: Any) -> Any:
    """Put the personal part back where it was."""
    if hidden is None or hidden == {}:
        return kept
    if isinstance(kept, list):
        return [_merge(each, hidden.get(str(place))) for place, each in enumerate(kept)]
    if isinstance(kept, dict) and isinstance(hidden, dict):
        return kept | {name: _merge(kept.get(name), part) for name, part in hidden.items()}
    return hidden


def decode(kept: dict[str, Any], personal: dict[str, Any] | None = None) -> Any:
    """Read a value back. Personal fields that privacy has emptied come back empty."""
    return _read_dataclass(_merge(kept, personal or {}))


def _read_dataclass(data: dict[str, Any]) -> Any:
    cls = KNOWN[data["is"]]
    hints = _hints(cls)
    values = {name: _read(hints[name], data[name]) for name, _, _ in _fields(cls) if name in data}
    for field in dataclasses.fields(cls):
        missing = field.name not in values and field.default is dataclasses.MISSING
        if missing and field.default_factory is dataclasses.MISSING:
            values[field.name] = _empty(hints[field.name])
    return cls(**values)


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _empty(hint: Any) -> Any:
    if _optional(hint):
        return None
    origin = get_origin(hint) or hint
    return {str: "", tuple: (), bool: False, int: 0}.get(origin)


def _optional(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint)


def _read(hint: Any, value: Any) -> Any:
    if isinstance(value, dict) and "is" in value:
        return _read_dataclass(value)
    if isinstance(value, list):
        inner = [each for each in get_args(hint) if each is not Ellipsis]
        return tuple(_read(inner[0] if inner else Any, each) for each in value)
    for candidate in get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,):
        reader = READERS.get(candidate)
        if reader is not None and isinstance(value, str):
            return reader(value)
        if isinstance(candidate, type) and issubclass(candidate, Enum):
            return candidate(value)
    return value


READERS: dict[Any, Callable[[str], Any]] = {datetime: datetime.fromisoformat, date: date.fromisoformat}


ONE_LINE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def to_text(value: Any) -> str:
    """JSON in one line."""
    return ONE_LINE.encode(value)
