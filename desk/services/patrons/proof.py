"""The proof of privacy: what still says who it was and should not, and where anything of somebody stands.

The first question trusts nothing that severing believes: it looks at every loan, hold, charge and row of the journal.
The second is asked with words that a person gives (a name, a card number) and looks into every table, the index of
words, this station's own files, and the bytes of the library's file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, String, Table, and_, case, exists, func, literal, or_, select, text

from desk.models import Base, Charge, Hold, Item, JournalRow, Loan, Patron, Restriction
from desk.rules.text import fold
from desk.rules.vocabulary import ItemStatus
from desk.services.database import sweep_log
from desk.services.desk import Desk, Unit
from desk.services.patrons.severing import ended_holds, evening, nobodys_records, old_records, settled_charges
from desk.services.work import Progress, Work

CHUNK = 1 << 20
INDEXES = ("title_words", "patron_words", "patron_parts")


class Kept(StrEnum):
    """Why a loan still says who has or had the copy."""

    OPEN = "open"
    OWED = "owed"
    LOST = "lost"
    WISHED = "wished"
    YOUNG = "young"
    NO_REASON = "no_reason"


class Trace(StrEnum):
    """Where something says who it was, although it is over."""

    LOANS = "loans"
    JOURNAL = "journal"
    HOLDS = "holds"
    CHARGES = "charges"
    RESTRICTIONS = "restrictions"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class PrivacyFound:
    """How many loans say who, by the reason; and what should have been severed and was not: nothing, it is hoped."""

    night: date
    kept: tuple[tuple[Kept, int], ...]
    traces: tuple[tuple[Trace, int], ...]
    severed: int

    @property
    def is_clean(self) -> bool:
        """Whether nothing was left that should be gone."""
        return not self.traces


@dataclass(frozen=True, slots=True)
class CheckPrivacy:
    """Look at everything that should have been severed by a night; without one, by the last."""

    night: date | None = None

    def ask(self, unit: Unit) -> PrivacyFound:
        """Count, table by table."""
        night = self.night or unit.policy.calendars[unit.branch].today(unit.now) - timedelta(days=1)
        kept = _kept(unit, night)
        counts = {
            Trace.LOANS: kept.pop(Kept.NO_REASON, 0),
            Trace.JOURNAL: _rows_of_severed_loans(unit),
            Trace.HOLDS: _count(unit, Hold, *ended_holds(unit, night), joined=Patron.id == Hold.patron_id)
            + _rows_of_severed_holds(unit),
            Trace.CHARGES: _count(unit, Charge, _severed(Charge.loan_id))
            + _count(unit, Charge, *settled_charges(unit, night)),
            Trace.RESTRICTIONS: _count(unit, Restriction, _severed(Restriction.loan_id)),
            Trace.RECORDS: _count(unit, JournalRow, *old_records(unit, night))
            + _count(unit, JournalRow, *nobodys_records(unit, night)),
        }
        severed = _count(unit, Loan, Loan.patron_id.is_(None), Loan.undone.is_(False))
        traces = tuple((trace, count) for trace, count in counts.items() if count)
        return PrivacyFound(night, tuple((why, kept[why]) for why in Kept if kept.get(why)), traces, severed)


def _kept(unit: Unit, night: date) -> dict[Kept, int]:
    """The loans that say who, by the reason; what the rules keep for some days is reckoned loan by loan."""
    owing = exists().where(Charge.loan_id == Loan.id, Charge.outstanding != 0)
    why = case(
        (Loan.returned_at.is_(None), literal(Kept.OPEN.value)),
        (owing, literal(Kept.OWED.value)),
        (Item.status == ItemStatus.LOST, literal(Kept.LOST.value)),
        (Patron.keeps_history, literal(Kept.WISHED.value)),
        else_=literal(Kept.YOUNG.value),
    ).label("why")
    each = select(why).select_from(Loan).join(Item, Item.id == Loan.item_id).join(Patron, Patron.id == Loan.patron_id)
    reasons = each.subquery()
    asked: Any = select(reasons.c.why, func.count()).group_by(reasons.c.why)
    counts = {Kept(word): int(count) for word, count in unit.db.execute(asked)}
    late = sum(1 for _loan in _too_old(unit, night, owing)) if counts.get(Kept.YOUNG) else 0
    if late:
        counts[Kept.NO_REASON] = late
        counts[Kept.YOUNG] -= late
    return counts


def _too_old(unit: Unit, night: date, owing: ColumnElement[bool]) -> Iterator[int]:
    asked: Any = (
        select(Loan.id, Loan.branch_id, Loan.item_type_id, Loan.returned_at, Patron.category_id)
        .select_from(Loan)
        .join(Item, Item.id == Loan.item_id)
        .join(Patron, Patron.id == Loan.patron_id)
        .where(Loan.returned_at.is_not(None), ~owing, Item.status != ItemStatus.LOST, ~Patron.keeps_history)
    )
    for row in unit.db.execute(asked):
        days = unit.policy.rules(row.branch_id, row.category_id, row.item_type_id).forget_after.value
        if row.returned_at <= evening(unit, row.branch_id, night - timedelta(days=days)):
            yield row.id


@dataclass(frozen=True, slots=True)
class SaysWhoHad:
    """Whether anything still says who had this copy last, of loans that are over."""

    item: str

    def ask(self, unit: Unit) -> bool:
        """The loans and the journal."""
        over = (Item.barcode == self.item, Loan.returned_at.is_not(None))
        loans = select(Loan.id, Loan.patron_id, Loan.item_id).join(Item, Item.id == Loan.item_id).where(*over)
        rows = unit.db.execute(loans).all()
        numbers = [row.id for row in rows]
        says = or_(JournalRow.person.is_not(None), JournalRow.private.is_not(None), JournalRow.visit.is_not(None))
        told = _count(unit, JournalRow, says, JournalRow.loan_id.in_(numbers))
        return bool(told) or any(row.patron_id is not None for row in rows)


def _severed(loan: Any) -> ColumnElement[bool]:
    """Whether the loan of a row is one that no longer says who."""
    return exists().where(Loan.id == loan, Loan.patron_id.is_(None), Loan.undone.is_(False))


def _rows_of_severed_loans(unit: Unit) -> int:
    """Rows of the journal that would tell whose a severed loan was."""
    says = (JournalRow.person, JournalRow.private, JournalRow.visit, JournalRow.charge_id, JournalRow.before)
    told = or_(*(column.is_not(None) for column in says))
    return _count(unit, JournalRow, told, _severed(JournalRow.loan_id))


def _rows_of_severed_holds(unit: Unit) -> int:
    """Rows of the journal that would tell whose a severed hold was."""
    gone = exists().where(Hold.id == JournalRow.hold_id, Hold.patron_id.is_(None))
    says = or_(JournalRow.private.is_not(None), and_(JournalRow.person.is_not(None), JournalRow.loan_id.is_(None)))
    return _count(unit, JournalRow, says, gone)


def _count(unit: Unit, table: Any, *where: ColumnElement[bool], joined: Any = None) -> int:
    asked = select(func.count()).select_from(table)
    if joined is not None:
        asked = asked.join(Patron, joined)
    return int(unit.db.scalar(asked.where(*where)) or 0)


# Where anything of somebody stands


@dataclass(frozen=True, slots=True)
class Found:
    """A place where a word stands: a table and its column, an index, or a file; and how often."""

    place: str
    part: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchTable:
    """How many rows of a table hold one of the words, column by column."""

    table: str
    words: tuple[str, ...]

    def ask(self, unit: Unit) -> tuple[Found, ...]:
        """Every column that holds text, whatever it is for."""
        table = Base.metadata.tables[self.table]
        found = []
        for column in _texts(table):
            has = or_(*(func.lower(column).contains(word.lower(), autoescape=True) for word in self.words))
            count = int(unit.db.scalar(select(func.count()).select_from(table).where(has)) or 0)
            if count:
                found.append(Found(self.table, column.name, count))
        return tuple(found)


def _texts(table: Table) -> list[Any]:
    return [column for column in table.columns if isinstance(column.type, String)]


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """How many rows of an index of words hold one of the words."""

    table: str
    words: tuple[str, ...]

    def ask(self, unit: Unit) -> tuple[Found, ...]:
        """As the index keeps them: folded."""
        column = "words" if unit.db.get_bind().dialect.name == "sqlite" else "words::text"
        count = 0
        for word in self.words:
            each = f"%{fold(word)}%"
            asked = text(f"SELECT count(*) FROM {self.table} WHERE {column} LIKE :word")
            count += int(unit.db.scalar(asked, {"word": each}) or 0)
        return (Found(self.table, "words", count),) if count else ()


def look_everywhere(desk: Desk, words: Sequence[str], files: Sequence[Path] = ()) -> Work[tuple[Found, ...]]:
    """Where any of these words stands: every table, the indexes, other files of this station, and the file's bytes."""
    wanted = tuple(word.strip() for word in words if word.strip())
    tables = sorted(Base.metadata.tables)
    total = len(tables) + len(INDEXES) + 1
    found: list[Found] = []
    for number, name in enumerate(tables):
        yield Progress(number, total, name)
        found += desk.ask(SearchTable(name, wanted))
    for number, name in enumerate(INDEXES, len(tables)):
        yield Progress(number, total, name)
        found += desk.ask(SearchIndex(name, wanted))
    yield Progress(total - 1, total)
    sweep_log(desk.database)
    own = desk.database.file
    for path in (*((own,) if own is not None else ()), *files):
        found += _in_file(path, wanted)
    return tuple(found)


def _in_file(path: Path, words: tuple[str, ...]) -> list[Found]:
    """The bytes of a file and of SQLite's log beside it."""
    found = []
    for each in (path, path.with_name(f"{path.name}-wal")):
        count = _in_bytes(each, words) if each.is_file() else 0
        if count:
            found.append(Found(each.name, "", count))
    return found


def _in_bytes(path: Path, words: tuple[str, ...]) -> int:
    sought = {form for word in words for form in (word.encode(), fold(word).encode(), word.upper().encode())}
    longest = max(len(form) for form in sought)
    count, tail = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            piece = tail + chunk
            kept = piece[-(longest - 1) :] if longest > 1 else b""
            count += sum(piece.count(form) - kept.count(form) for form in sought)
            tail = kept
        return count + sum(tail.count(form) for form in sought)
