"""What reading a file must know, without the library's database: processes that only read begin with this alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from desk.services.imports.report import ImportFault
from desk.services.imports.row import Refused

CHUNK = 1_000
ENOUGH_OBJECTS = 200_000
"""So many new objects before Python looks for garbage."""

Lengths = tuple[tuple[str, int], ...]
"""The columns of a table whose texts may be only so long."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting:
    """What an import must know of the library before it begins."""

    currency: str
    zone: ZoneInfo
    only_branch: str
    """The code of the branch, when there is just one; else empty."""
    title_lengths: Lengths


def chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    """Rows in portions; a large file is never in memory as a whole."""
    each = iter(rows)
    while chunk := list(islice(each, CHUNK)):
        yield chunk


def check_texts(lengths: Lengths, values: Mapping[str, Any]) -> None:
    """PostgreSQL would stop at a text that is too long and SQLite keep it; both refuse the row instead."""
    for name, limit in lengths:
        value = values.get(name)
        if isinstance(value, str) and len(value) > limit:
            raise Refused(ImportFault.TOO_LONG, f"{name}: {value[:40]}")
