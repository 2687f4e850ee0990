"""The files of the project as they would be committed, for the tests that look at all of them."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_NOT_OURS = {".git", ".venv", "__pycache__", "build", "dist", "node_modules"}
_BINARY = {".ttf", ".wav", ".png", ".mrc", ".db", ".ico", ".pyc", ".mo"}


def files() -> Iterator[Path]:
    """Every file, without what tools leave behind."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in _NOT_OURS and not name.endswith(("_cache", ".egg-info"))]
        folders[:] = [name for name in folders if name != ".hypothesis"]
        yield from (Path(folder) / name for name in names)


def texts() -> Iterator[tuple[Path, str]]:
    """Every file of text with what is written in it."""
    for path in files():
        if path.suffix not in _BINARY:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def modules(top: str = "desk") -> Iterator[tuple[Path, str]]:
    """The Python files of one folder."""
    for path in sorted((ROOT / top).rglob("*.py")):
        yield path, path.read_text(encoding="utf-8")


def named(path: Path) -> str:
    """A path as a person would write it."""
    return path.relative_to(ROOT).as_posix()
