"""The house style, as far as a machine can see it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import files, modules, named, texts

LONGEST_FILE = 500
LONGEST_FUNCTION = 60
# Written in halves, or this file would be found by its own search.
INDEXES = ("py" + "pi.org", "files.python" + "hosted", "registry.npm" + "js", "--index" + "-url", "find" + "-links")
MACHINES = ("/wo" + "rk/", "/ro" + "ot/", "/Us" + "ers/", "C:\\Us" + "ers")
UNFINISHED = ("TO" + "DO", "FIX" + "ME", "X" + "XX:")


def test_no_file_names_a_package_index_or_a_folder_of_one_machine() -> None:
    wrong = [
        (named(path), word) for path, text in texts() for word in (*INDEXES, *MACHINES) if word in text and _ours(path)
    ]
    assert wrong == []


def test_nothing_is_left_to_be_done() -> None:
    wrong = [(named(path), word) for path, text in modules() for word in UNFINISHED if word in text]
    assert wrong == []


def test_no_file_is_longer_than_a_person_reads() -> None:
    lengths = {named(path): text.count("\n") for path, text in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{named(path)}:{function.lineno} {function.name}"
        for path, text in modules()
        for function in _functions(text)
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_every_module_and_every_public_name_says_what_it_is() -> None:
    silent = [f"{named(path)} {name}" for path, text in modules() for name in _silent(text)]
    assert silent == []


def test_no_name_tells_nothing() -> None:
    empty_words = ("Manager", "Helper", "Handler", "Util")
    named_so = [
        f"{named(path)} {node.name}"
        for path, text in modules()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef) and node.name.endswith(empty_words)
    ]
    assert named_so == []


def test_nothing_of_a_package_tool_is_kept() -> None:
    kept = [named(path) for path in files() if path.name in {"package-lock.json", "uv.lock", "poetry.lock"}]
    assert kept == []


def _ours(path: Path) -> bool:
    """Licence texts are others' words."""
    return "licences" not in path.parts


def _functions(text: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _silent(text: str) -> Iterator[str]:
    """The module, its public classes and its public functions that have no docstring."""
    module = ast.parse(text)
    if not ast.get_docstring(module):
        yield "(the module)"
    for node in module.body:
        public = isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
        if public and not ast.get_docstring(node):
            yield node.name
