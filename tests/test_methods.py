"""Methods of dataclasses that are compiled once: the same methods, from whatever is kept."""

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

STARTED = """
import json
from desk import methods
methods.use()
import dataclasses
compiled = []
def compile_(*words):
    compiled.append(words[0])
    return compile(*words)
methods.compile = compile_
from desk.rules.blocks import Fact
from desk.rules.calendar import SpecialDay
one, other = Fact(name="a"), Fact(name="a")
methods.keep()
print(json.dumps([len(compiled), one == other, hash(one) == hash(other), repr(dataclasses.replace(one, name="b")),
                  hasattr(dataclasses, "_create_fn"), str(methods._place())]))
"""


def start(cache: Path, **more: str) -> tuple[int, bool, bool, str, bool, str]:
    """A process of its own that imports values and keeps what it compiled."""
    home = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", STARTED], env=os.environ | home | more, capture_output=True, text=True, check=True
    )
    found: tuple[int, bool, bool, str, bool, str] = tuple(json.loads(done.stdout))
    return found


def known() -> bool:
    """Whether this version of Python compiles each method by a function that can be replaced."""
    return sys.version_info < (3, 13) and hasattr(dataclasses, "_create_fn")


def test_what_was_compiled_once_is_not_compiled_again(tmp_path: Path) -> None:
    first, second = start(tmp_path), start(tmp_path)
    assert first[1:4] == second[1:4]
    assert first[1] and first[2] and "name='b'" in first[3]
    assert (first[0] > 0) is known()
    assert second[0] == 0


def test_a_torn_file_is_compiled_anew(tmp_path: Path) -> None:
    if not known():
        pytest.skip("this Python compiles a class's methods together; nothing is kept")
    first = start(tmp_path)
    place = Path(first[5])
    place.write_bytes(place.read_bytes()[:1000])
    again = start(tmp_path)
    assert again[0] == first[0] and again[1:4] == first[1:4]
    assert start(tmp_path)[0] == 0


def test_nothing_is_written_where_python_may_not_write_modules(tmp_path: Path) -> None:
    assert not Path(start(tmp_path, PYTHONDONTWRITEBYTECODE="1")[5]).exists()
