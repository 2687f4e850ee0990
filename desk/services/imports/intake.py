"""The way of every import: chunk after chunk, each a transaction of its own, with progress, cancel and a dry run."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, bindparam, select, text, update
from sqlalchemy.orm import DeclarativeBase

from desk.models import Branch, Library
from desk.models.bulk import add_rows, write_rows
from desk.services.database import Database
from desk.services.imports.report import ImportFault, ImportReport
from desk.services.imports.row import Refused
from desk.services.work import Cancelled, Progress, Work

CHUNK = 1_000
_ONE_IMPORT_AT_A_TIME = 715_827_882
"""The key of PostgreSQL's advisory lock: two imports would else race for the same new codes and numbers."""

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True)
class Setting:
    """What an import must know of the library before it begins."""

    currency: str
    zone: ZoneInfo
    only_branch: str
    """The code of the branch, when there is just one; else empty."""


def setting(database: Database) -> Setting:
    """Ask for the library's currency and its branches."""
    with database.question() as db:
        currency = db.execute(select(Library.currency)).scalar() or "USD"
        branches = db.execute(select(Branch.code, Branch.time_zone).order_by(Branch.id)).all()
    zone = ZoneInfo(branches[0].time_zone) if branches else ZoneInfo("UTC")
    return Setting(currency, zone, branches[0].code if len(branches) == 1 else "")


@dataclass(frozen=True, slots=True)
class Step:
    """One chunk's transaction. In a dry run nothing may be written, and what would be new has a number below zero."""

    db: Connection
    now: datetime
    dry_run: bool

    def add(self, model: type[DeclarativeBase], rows: list[dict[str, Any]]) -> list[int]:
        """Write new rows of a table with an `id` and give their numbers, in the same order."""
        if self.dry_run or not rows:
            return [-number for number in range(1, len(rows) + 1)]
        return add_rows(self.db, _table(model), rows)

    def write(self, model: type[DeclarativeBase], rows: list[dict[str, Any]]) -> None:
        """Write new rows whose numbers nobody needs."""
        if not self.dry_run:
            write_rows(self.db, _table(model), rows)

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


def chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    """Rows in portions; a large file is never in memory as a whole."""
    each = iter(rows)
    while chunk := list(islice(each, CHUNK)):
        yield chunk


def run(
    desk: Receiving,
    report: ImportReport,
    rows: Iterable[T],
    total: int,
    take: Callable[[Step, list[T]], None],
) -> Work[ImportReport]:
    """Take in all rows. Stopped between two chunks, it gives the report of what is in."""
    done = 0
    try:
        yield Progress(0, total, report.path.name)
        for chunk in chunks(rows):
            _one_chunk(desk, report, chunk, take)
            report.in_order()
            done += len(chunk)
            yield Progress(done, max(total, done), report.path.name)
    except Cancelled:
        report.cancelled = True
    if not report.dry_run and done:
        _settle(desk.database, rules_changed=bool(report.made), grown=done >= CHUNK)
    return report


def _one_chunk(desk: Receiving, report: ImportReport, chunk: list[T], take: Callable[[Step, list[T]], None]) -> None:
    if report.dry_run:
        with desk.database.question() as db:
            take(Step(db, desk.clock(), dry_run=True), chunk)
        return
    with desk.database.act() as db:
        if db.dialect.name == "postgresql":
            db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_IMPORT_AT_A_TIME})
        take(Step(db, desk.clock(), dry_run=False), chunk)
        db.commit()


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


def check_lengths(model: type[DeclarativeBase], values: Mapping[str, Any]) -> None:
    """PostgreSQL would stop at a text that is too long and SQLite keep it; both refuse the row instead."""
    for name, limit in _limits(model):
        value = values.get(name)
        if isinstance(value, str) and len(value) > limit:
            raise Refused(ImportFault.TOO_LONG, f"{name}: {value[:40]}")


@cache
def _limits(model: type[DeclarativeBase]) -> tuple[tuple[str, int], ...]:
    lengths = {column.name: getattr(column.type, "length", None) for column in _table(model).c}
    return tuple((name, length) for name, length in lengths.items() if length is not None)
