"""Qt's enumerations as they are made at our start: the same as Python makes them, to the last attribute."""

import enum
import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest

from desk import enumerations

ROOTS = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
LISTS: list[list[tuple[str, Any]]] = [
    [],
    [("A", 1), ("B", 2), ("C", 1), ("D", -1), ("Z", 0)],
    [("B", 4), ("A", 1), ("AB", 5), ("N", 0)],
    [("A", 2**40)],
    [("name", 1), ("b", 2)],
    [("value", 3)],
    [("_private", 1)],
    [("A", "word"), ("B", (1, 2))],
    [("A", True), ("B", 1.5)],
]

# In a process of its own: what Qt for Python has made once it does not make again.
EVERY = """
import enum, json, sys
sys.path.insert(0, sys.argv[1])
from tests.test_enumerations import told
if sys.argv[2] == "quickly":
    from desk import enumerations
    enumerations.use()
from PySide6 import QtCore, QtGui, QtWidgets
found = {}
for module in (QtCore, QtGui, QtWidgets):
    for name in dir(module):
        owner = getattr(module, name)
        for inner in dir(owner) if isinstance(owner, type) else ():
            each = getattr(owner, inner, None)
            if isinstance(each, enum.EnumMeta):
                found[f"{module.__name__}.{name}.{inner}"] = told(each)
print(json.dumps(found))
"""


def told(made: Any) -> dict[str, str]:
    """All that an enumeration is, in words."""
    return {name: _told(made, value) for name, value in sorted(vars(made).items())} | {
        "members": repr(list(made)),
        "line": repr(made.__mro__),
    }


def _told(made: Any, value: Any) -> str:
    if isinstance(value, made):
        return repr([str(value), repr(value), sorted((name, repr(each)) for name, each in vars(value).items())])
    if isinstance(value, dict):
        return repr([(repr(key), repr(each)) for key, each in value.items()])
    return re.sub("0x[0-9a-f]+", "", repr(value))


def made(root: Any, names: list[tuple[str, Any]], **words: Any) -> dict[str, str] | str:
    """An enumeration as a library for C++ asks for it, or why there is none."""
    try:
        return told(root("Sort", list(names), **words))
    except (TypeError, ValueError) as error:
        return repr(error)


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("words", [{}, {"module": "of.qt", "qualname": "Owner.Sort", "boundary": enum.KEEP}])
def test_an_enumeration_is_made_as_python_makes_it(
    monkeypatch: pytest.MonkeyPatch, root: Any, words: dict[str, Any]
) -> None:
    plain = [made(root, names, **words) for names in LISTS]
    monkeypatch.setattr(enum.EnumType, "_create_", enumerations._create)
    assert [made(root, names, **words) for names in LISTS] == plain


def test_names_in_other_forms_go_pythons_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enum.EnumType, "_create_", enumerations._create)
    words = enum.Enum("Sort", "A B")
    assert [each.value for each in words] == [1, 2] and words.__module__ == __name__  # type: ignore[var-annotated]
    assert enum.IntEnum("Sort", {"A": 3})["A"] == 3  # type: ignore[misc]
    assert enum.Enum("Sort", [("A", "word")], type=str)["A"] == "word"  # type: ignore[misc]


def test_it_is_used_in_the_versions_of_python_that_were_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = enumerations._plain
    monkeypatch.setattr(enum.EnumType, "_create_", plain)
    monkeypatch.setattr(sys, "version_info", (3, 14, 0))
    enumerations.use()
    assert enum.EnumType._create_ is plain
    monkeypatch.setattr(sys, "version_info", (3, 13, 0))
    enumerations.use()
    assert enum.EnumType._create_ is enumerations._create


def test_every_enumeration_of_qt_is_the_same() -> None:
    def every(way: str) -> dict[str, Any]:
        command = [sys.executable, "-c", EVERY, os.getcwd(), way]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    plain, quickly = every("plainly"), every("quickly")
    assert len(plain) > 500
    assert quickly == plain
