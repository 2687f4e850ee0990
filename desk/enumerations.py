"""Qt's enumerations, made quickly: at each start Qt for Python makes four thousand of their names.

It makes all enumerations of a class when the class is first used, by the way Python has for enumerations that are named
at run time. That way looks at each name for what only a written class can hold, and took an eighth of the time from
the first painting until the desk was of use (decision 35). What is made here is the same to the last attribute.
"""

import enum
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any

_plain: Any = enum.EnumType._create_  # type: ignore[attr-defined]
_FLAGS = (enum.Flag, enum.IntFlag)
# What an enumeration of each of these has already: a member of such a name needs Python's own care.
_TAKEN: dict[Any, frozenset[str]] = {
    root: frozenset({"mro", *(name for base in root.__mro__ for name in vars(base))})
    for root in (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
}

_NOT_COPIED = frozenset({"__dict__", "__weakref__", "__new__"})


def use() -> None:
    """Make them so from now on. Call it before Qt is imported."""
    # In other versions of Python than these an enumeration may hold something else.
    if (3, 11) <= sys.version_info[:2] <= (3, 13):
        enum.EnumType._create_ = _create  # type: ignore[attr-defined]


def _create(
    cls: Any,
    class_name: str,
    names: Any,
    *,
    module: str | None = None,
    qualname: str | None = None,
    type: Any = None,
    start: int = 1,
    boundary: enum.FlagBoundary | None = None,
) -> Any:
    """What Python asks for: an enumeration from its names. Only names with plain numbers are taken from it."""
    module = module or _calling()
    if type is None and cls in _TAKEN and module and names.__class__ is list and _is_usual(names, _TAKEN[cls]):
        made = _empty(cls, class_name, module, qualname, boundary)
        _fill(made, names, flags=cls in _FLAGS)
        return made
    words = {"module": module, "qualname": qualname, "type": type, "start": start, "boundary": boundary}
    return _plain(cls, class_name, names, **words)


def _calling() -> str | None:
    """The module in which somebody asks for an enumeration without saying for which: as Python finds it."""
    try:
        name = sys._getframe(3).f_globals.get("__name__")
    except ValueError:
        return None
    return name if isinstance(name, str) else None


def _is_usual(names: list[Any], taken: frozenset[str]) -> bool:
    for pair in names:
        if pair.__class__ is not tuple or len(pair) != 2 or pair[1].__class__ is not int:
            return False
        if pair[0][:1] == "_" or pair[0] in taken:
            return False
    return True


def _empty(cls: Any, class_name: str, module: str, qualname: str | None, boundary: enum.FlagBoundary | None) -> Any:
    """An enumeration without members: what Python made once, with tables of its own."""
    form = _form(cls, boundary)
    own = {name: value.copy() if value.__class__ in (list, dict) else value for name, value in form.items()}
    own["__module__"] = module
    if qualname is not None:
        own["__qualname__"] = qualname
    made: Any = type.__new__(enum.EnumType, class_name, (cls,), own)
    made.__new__ = enum.Enum.__new__
    return made


@cache
def _form(cls: Any, boundary: enum.FlagBoundary | None) -> dict[str, Any]:
    made = _plain(cls, "Form", [], module=__name__, boundary=boundary)
    return {name: value for name, value in vars(made).items() if name not in _NOT_COPIED}


def _fill(made: Any, names: Sequence[tuple[str, int]], *, flags: bool) -> None:
    """Give an enumeration without members these; a number that is there already has one more name."""
    new, put, number = made._new_member_, type.__setattr__, made._member_type_ is int
    by_name, by_value, listed = made._member_map_, made._value2member_map_, made._member_names_
    every = single = 0
    for name, value in names:
        member = by_value.get(value)
        if member is None:
            member = by_value[value] = new(made, value) if number else new(made)
            member._value_ = value
            member._name_ = name
            member.__objclass__ = made
            member._sort_order_ = len(listed)
            one_bit = value > 0 and not value & (value - 1)
            every |= value
            single |= value if one_bit else 0
            if one_bit or not flags:
                listed.append(name)
        by_name[name] = member
        put(made, name, member)
    if flags:
        made._flag_mask_, made._singles_mask_, made._all_bits_ = every, single, 2 ** every.bit_length() - 1
        if listed != sorted(listed, key=lambda name: by_name[name]._value_):
            made._iter_member_ = made._iter_member_by_def_
