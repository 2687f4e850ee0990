"""The methods that `dataclasses` writes for a class, compiled once and not at each start.

A frozen dataclass has half a dozen methods, which Python's library writes as text and compiles whenever the class is
imported. Half of all classes here are such values, and compiling them took a fifth of the time until the desk was of
use. What was compiled is kept where Python keeps compiled modules, by the words of each method (decision 33).
"""

import dataclasses
import importlib.util
import marshal
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any

# The form of the file: another one is of another version of this program, and written anew.
FORM = 2
# Where the code of each method begins, by the digest by which Python itself tells a source text from a changed one.
_places: dict[bytes, int] = {}
_kept = memoryview(b"")
_used: dict[bytes, CodeType] = {}
_plain: Any = getattr(dataclasses, "_create_fn", None)


def use() -> None:
    """Take what is compiled from the last time. Call it before the first of our classes is imported."""
    known = getattr(_plain, "__code__", None)
    if known is None or known.co_varnames[: known.co_argcount + known.co_kwonlyargcount] != _ARGUMENTS:
        return  # another version of Python writes methods in another way: it compiles them each time
    global _kept
    places, kept = _read()
    _places.update(places)
    _kept = memoryview(kept)
    dataclasses._create_fn = _create_fn  # type: ignore[attr-defined]


def keep() -> None:
    """Write down what had to be compiled this time, unless Python may not do that for modules either."""
    if not set(_used) - set(_read()[0]) or sys.dont_write_bytecode:
        return
    place = _place()
    new = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(compiled())
        os.replace(new, place)
    except OSError:
        with suppress(OSError):
            new.unlink()


def compiled() -> bytes:
    """What was used this time, as it is kept."""
    places, code = {}, bytearray()
    for key in sorted(_used):
        places[key] = len(code)
        code += marshal.dumps(_used[key])
    return marshal.dumps((FORM, places, bytes(code)))


def _read() -> tuple[dict[bytes, int], bytes]:
    """What was kept; nothing where there is none, or none that can be read."""
    try:
        form, places, code = marshal.loads(_place().read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        return {}, b""
    return (places, code) if form == FORM else ({}, b"")


def _place() -> Path:
    if getattr(sys, "frozen", False):  # a bundle brings its own, and has one Python
        return Path(__file__).with_name("methods.kept")
    return Path(importlib.util.cache_from_source(__file__)).with_suffix(".methods")


_ARGUMENTS = ("name", "args", "body", "globals", "locals", "return_type")


def _create_fn(
    name: str,
    args: list[str],
    body: list[str],
    *,
    globals: dict[str, Any] | None = None,
    locals: dict[str, Any] | None = None,
    return_type: Any = dataclasses.MISSING,
) -> Any:
    """What `dataclasses` asks for: a function from its parts. Only what is not known yet is compiled."""
    names = {} if locals is None else locals
    if return_type is not dataclasses.MISSING:
        names["_return_type"] = return_type
    told = "" if return_type is dataclasses.MISSING else " -> _return_type"
    lines = (f"  def {name}({', '.join(args)}){told}:", *(f"   {line}" for line in body), f"  return {name}")
    text = "\n".join((f"def make({', '.join(names)}):", *lines))
    key = importlib.util.source_hash(text.encode())
    if key in _places:
        code = marshal.loads(_kept[_places[key] :])
    else:
        code = compile(text, "<dataclass>", "exec")
    _used[key] = code
    made: dict[str, Any] = {}
    exec(code, globals, made)
    return made["make"](**names)
