"""The way of every import: chunk after chunk, each a transaction of its own, with progress, cancel and a dry run.

While a chunk is written the next one is read: SQLite works in C, where Python can go on beside it.
"""

import gc
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from typing import Any, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, bindparam, select, text, update
from sqlalchemy.orm import DeclarativeBase

from desk.errors import DeskError
from desk.models import Branch, Library, Title
from desk.models.bulk import add_rows, next_numbers, write_numbered, write_rows
from desk.services.database import Database
from desk.services.imports import reading
from desk.services.imports.reading import Lengths, Setting, check_texts
from desk.services.imports.report import ImportReport, Refusal, Remarked
from desk.services.work import Cancelled, Progress, Work

TURN = 0.0005
BREATH = 0.01
"""Seconds between two chunks in which a desk that waits for the file gets at it: it looks every few milliseconds."""
_ONE_IMPORT_AT_A_TIME = 715_827_882
"""The key of PostgreSQL's advisory lock: two imports would else race for the same new codes and numbers."""

T = TypeVar("T")
_NOTHING: Mapping[str, Any] = {}


class Receiving(Protocol):
    """What an import needs of the desk: its database and its clock."""

    @property
    def database(self) -> Database:
        """The library's database."""
        ...

    @property
    def clock(self) -> Callable[[], datetime]:
        """Gives the present moment, in UTC."""
        ...


def setting(database: Database) -> Setting:
    """Ask for the library's currency and its branches."""
    with database.question() as db:
        currency = db.execute(select(Library.currency)).scalar() or "USD"
        branches = db.execute(select(Branch.code, Branch.time_zone).order_by(Branch.id)).all()
    zone = ZoneInfo(branches[0].time_zone) if branches else ZoneInfo("UTC")
    return Setting(currency, zone, branches[0].code if len(branches) == 1 else "", lengths_of(Title))


@dataclass(frozen=True, slots=True)
class Step:
    """One chunk's transaction. In a dry run nothing may be written, and what would be new has a number below zero."""

    db: Connection
    now: datetime
    dry_run: bool
    waiting: list[Callable[[], object]] = field(default_factory=list)
    """What is written when all questions of this chunk have been asked."""

    def later(self, write: Callable[[], object]) -> None:
        """Write something at the end, while the next chunk is read; nothing in this chunk asks for it."""
        if not self.dry_run:
            self.waiting.append(write)

    def add_later(self, model: type[DeclarativeBase], rows: list[dict[str, Any]], same: Mapping[str, Any]) -> list[int]:
        """Like `add`, with the rows written at the end where their numbers are known before; once in a chunk."""
        if self.dry_run or not rows or self.db.dialect.name != "sqlite":
            return self.add(model, rows, same)
        numbers = next_numbers(self.db, _table(model), len(rows))
        self.later(partial(write_numbered, self.db, _table(model), rows, numbers, dict(same)))
        return numbers

    def finish(self) -> float:
        """Write what waits, and end the transaction; gives the moment at which others may write again."""
        for write in self.waiting:
            write()
        self.db.commit()
        return time.monotonic()

    def add(
        self, model: type[DeclarativeBase], rows: list[dict[str, Any]], same: Mapping[str, Any] = _NOTHING
    ) -> list[int]:
        """Write new rows of a table with an `id` and give their numbers, in the same order."""
        if self.dry_run or not rows:
            return [-number for number in range(1, len(rows) + 1)]
        return add_rows(self.db, _table(model), rows, dict(same))

    def write(
        self, model: type[DeclarativeBase], rows: list[dict[str, Any]], same: Mapping[str, Any] = _NOTHING
    ) -> None:
        """Write new rows whose numbers nobody needs; `same` are the columns alike in all of them."""
        if not self.dry_run:
            write_rows(self.db, _table(model), rows, dict(same))

    def change(self, model: type[DeclarativeBase], changes: list[tuple[int, dict[str, Any]]]) -> None:
        """Change rows by their number; rows that change in the same columns go in one statement."""
        if self.dry_run:
            return
        table = _table(model)
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for number, values in changes:
            alike.setdefault(tuple(sorted(values)), []).append({"_id": number, **values})
        for names, rows in alike.items():
            values = {name: bindparam(name) for name in names}
            self.db.execute(update(table).where(table.c.id == bindparam("_id")).values(values), rows)


def _table(model: type[DeclarativeBase]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def run(
    desk: Receiving,
    report: ImportReport,
    rows: Iterable[T],
    total: int,
    take: Callable[[Step, list[T]], None],
    *,
    beside: bool = True,
) -> Work[ImportReport]:
    """Take in all rows. Stopped between two chunks, it gives the report of what is in.

    `beside` says whether the next chunk is read while one is written. Where others read it, the cores are theirs then;
    what they have read is put together behind the writing, while other desks get at the database.
    """
    done = 0
    try:
        yield Progress(0, total, report.path.name)
        coming = _Coming(reading.chunks(rows), report)
        while chunk := coming.next():
            with _at_work():
                _one_chunk(desk, chunk, take, coming, beside)
            done += len(chunk)
            yield Progress(done, max(total, done), report.path.name)
    except Cancelled:
        report.cancelled = True
    if not report.dry_run and done:
        _settle(desk.database, rules_changed=bool(report.made), grown=done >= reading.CHUNK)
    return report


class _Coming(Generic[T]):
    """The chunks of a file, one of them read ahead; what is to be said of that one waits until its turn."""

    def __init__(self, chunks: Iterator[list[T]], report: ImportReport) -> None:
        self.chunks = chunks
        self.report = report
        self._ahead: _Ahead[T] | None = None

    def next(self) -> list[T]:
        """The next chunk; empty when there is no more. Raises what went wrong with it."""
        if self._ahead is None:
            return next(self.chunks, [])
        ahead, self._ahead = self._ahead, None
        if ahead.trouble is not None:
            raise ahead.trouble
        self.report.refused.extend(ahead.refused)
        self.report.remarks.extend(ahead.remarks)
        return ahead.rows

    def read_on(self) -> None:
        """Read the chunk after this one."""
        report, rows, trouble = self.report, [], None
        refused, remarks = len(report.refused), len(report.remarks)
        try:
            rows = next(self.chunks, [])
        except DeskError as error:
            trouble = error
        self._ahead = _Ahead(rows, report.refused[refused:], report.remarks[remarks:], trouble)
        del report.refused[refused:], report.remarks[remarks:]


@dataclass(frozen=True, slots=True)
class _Ahead(Generic[T]):
    """A chunk that was read, and what is to be said of it."""

    rows: list[T]
    refused: list[Refusal]
    remarks: list[Remarked]
    trouble: DeskError | None


def _one_chunk(
    desk: Receiving, chunk: list[T], take: Callable[[Step, list[T]], None], coming: _Coming[T], beside: bool
) -> None:
    report = coming.report
    if report.dry_run:
        with desk.database.question() as db:
            take(Step(db, desk.clock(), dry_run=True), chunk)
        report.in_order()
        return
    with desk.database.act() as db, ThreadPoolExecutor(1, "import") as writer:
        if db.dialect.name == "postgresql":
            db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_IMPORT_AT_A_TIME})
        step = Step(db, desk.clock(), dry_run=False)
        take(step, chunk)
        report.in_order()
        writing = writer.submit(step.finish)
        if beside:
            coming.read_on()
        written = writing.result()
    if not beside:
        coming.read_on()
    time.sleep(max(written + BREATH - time.monotonic(), 0))


@contextmanager
def _at_work() -> Iterator[None]:
    """Python as it suits a chunk: who writes gets a turn within half a millisecond instead of five, and garbage is
    looked for seldom, since records come by the thousand and hardly any is garbage of the sort that must be looked for.
    """
    turn, limits = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(TURN)
    gc.set_threshold(reading.ENOUGH_OBJECTS, *limits[1:])
    try:
        yield
    finally:
        gc.set_threshold(*limits)
        sys.setswitchinterval(turn)


def _settle(database: Database, *, rules_changed: bool, grown: bool) -> None:
    """Let the database learn its new size, and desks read their lists of branches and types anew.

    A handful of rows changes no plan, and a server takes longer to count all tables than to take them in.
    """
    if not (rules_changed or grown):
        return
    with database.act() as db:
        if grown:
            db.execute(text("ANALYZE"))
        if rules_changed:
            db.execute(update(Library).values(rules_version=Library.rules_version + 1))
        db.commit()


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What of the new values is not so yet."""
    return {name: value for name, value in new.items() if old[name] != value}


@cache
def lengths_of(model: type[DeclarativeBase]) -> Lengths:
    """How long the texts of a table may be."""
    lengths = {column.name: getattr(column.type, "length", None) for column in _table(model).c}
    return tuple((name, length) for name, length in lengths.items() if length is not None)


def check_lengths(model: type[DeclarativeBase], values: Mapping[str, Any]) -> None:
    """Refuse a row with a text that its table has no room for."""
    check_texts(lengths_of(model), values)
