"""The rules and opening days as files that people write: reading TOML, and a clear word about what is wrong in it."""

import json
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, update

from desk.errors import FileUnreadable
from desk.models import JournalRow, Library, Staff
from desk.services.desk import Unit


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed the rules or the opening days last, when, and the act's name by which it can be taken back."""

    key: str
    by: str
    at: datetime


def read_file(path: Path) -> str:
    """A text file, or a clear word about why not."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(path, str(error)) from error


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """A TOML text, or a clear word about where it is wrong."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileUnreadable(Path(name or "rules.toml"), str(error)) from error


def wrong(name: str, why: str) -> FileUnreadable:
    """The word about what is wrong in a file."""
    return FileUnreadable(Path(name or "rules.toml"), why)


def table(value: Any, what: str, name: str) -> dict[str, Any]:
    """A part of a file that has to be a table."""
    if not isinstance(value, dict):
        raise wrong(name, f"{what} is not a table")
    return value


def tables(value: Any, what: str, name: str) -> list[dict[str, Any]]:
    """A part of a file that has to be a list of tables."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise wrong(name, f"{what!r} is written as [[{what}]], once for each")
    return value


def only(data: dict[str, Any], known: Collection[str], what: str, name: str) -> None:
    """Refuse words that a part of a file cannot have: a slip of the pen would else change the rules unseen."""
    strange = sorted(set(data) - set(known))
    if strange:
        hint = did_you_mean(strange[0], known) or f"; it may have {', '.join(known)}"
        raise wrong(name, f"{what} has no {', '.join(map(repr, strange))}{hint}")


def did_you_mean(word: str, among: Collection[str]) -> str:
    """The known word that a misspelt one may be meant for, as the end of a sentence; nothing where none is like it."""
    close = get_close_matches(word, among, 1)
    return f"; did you mean {close[0]!r}?" if close else ""


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)


def next_version(db: Connection) -> None:
    """Make every desk read the rules anew at its next act."""
    db.execute(update(Library).values(rules_version=Library.rules_version + 1))


def last_change(unit: Unit, kind: str) -> LastChange | None:
    """The last act of this kind that still stands."""
    asked = (
        select(JournalRow.key, JournalRow.at, Staff.name)
        .outerjoin(Staff, Staff.id == JournalRow.staff_id)
        .where(JournalRow.kind == kind, JournalRow.undone_by.is_(None))
        .order_by(JournalRow.id.desc())
        .limit(1)
    )
    row = unit.db.execute(asked).first()
    return None if row is None else LastChange(row.key, row.name or "", row.at)
