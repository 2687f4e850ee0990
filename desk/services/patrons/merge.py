"""Two records of one person become one: side by side first, then at once, and apart again within a month."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import func, select, update

from desk.models import (
    IS_LIVE,
    Card,
    Charge,
    Hold,
    JournalRow,
    Loan,
    Patron,
    PatronAddress,
    PatronContact,
    PatronFile,
    PatronNote,
    PatronStatistic,
    Restriction,
)
from desk.rules.blocks import Block, Fact, block
from desk.rules.vocabulary import HoldStatus, Permission, Reason
from desk.services.answers import PatronFace, Refused, Unknown
from desk.services.codec import known, private
from desk.services.desk import Unit
from desk.services.patrons.answers import Merged
from desk.services.patrons.details import PLAIN
from desk.services.patrons.finding_by import note_words
from desk.services.patrons.keeping import Keeper, Past, lock_reader, put_back
from desk.services.patrons.reader import face_of, not_done, note_reader, owner_of, unknown_card

# So long a merge can be taken back; then nothing is left of the record that went.
APART_FOR = timedelta(days=30)
MOVED: dict[str, Any] = {
    model.__tablename__: model
    for model in (Card, Loan, Hold, Charge, PatronNote, Restriction, PatronContact, PatronAddress, PatronFile)
}
LIVE = (HoldStatus.QUEUED, HoldStatus.IN_TRANSIT, HoldStatus.READY)
# What is chosen side by side. Category, home branch and marks such as "barred" never come from the record that goes.
CHOSEN = tuple(name for name in PLAIN if name not in ("keeps_history", "newsletter", "photo_allowed"))


@known
@dataclass(frozen=True, slots=True)
class MovedRows:
    """Rows that belonged to the record that went, by their numbers."""

    table: str
    rows: tuple[int, ...]


@known
@dataclass(frozen=True, slots=True)
class MergeBefore:
    """What taking two records apart needs."""

    keep: int
    away: int
    moved: tuple[MovedRows, ...] = ()
    answered_for: tuple[int, ...] = ()
    past: Past = Past()


@known
@dataclass(frozen=True, slots=True)
class MergeReaders:
    """The record with the card `away` becomes part of the one with the card `keep`.

    `taken` are the fields whose values come from the record that goes; what is empty in the one that stays is filled.
    """

    kind: ClassVar[str] = "merge_readers"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MERGE

    keep: str = private(default="")
    away: str = private(default="")
    taken: tuple[str, ...] = ()

    def run(self, unit: Unit) -> Merged | Refused | Unknown:
        """Loans, holds, charges, cards, notes move; barred and category do not."""
        numbers = []
        for card in (self.keep, self.away):
            number = owner_of(unit, card)
            if number is None:
                return unknown_card(card)
            numbers.append(number)
        lock_reader(unit, *numbers)
        keep, away = (unit.db.get_one(Patron, number) for number in numbers)
        blocks = merge_blocks(keep, away)
        if blocks:
            return not_done(self, *blocks, face=face_of(unit, keep))
        gone = face_of(unit, away)
        before, counts = self._move(unit, keep, away)
        note_reader(unit, keep)
        unit.record.before = before
        note_words(unit, [keep.id, away.id])
        return Merged(face_of(unit, keep), gone, *counts)

    def _move(self, unit: Unit, keep: Patron, away: Patron) -> tuple[MergeBefore, tuple[int, ...]]:
        keeper = Keeper(unit, keep.id, away.id)
        keeper.watch(Patron, keep.id, away.id)
        keeper.watch_all(PatronStatistic, keep.id)
        counts = counts_of(unit, away.id)
        moved = []
        for name, model in MOVED.items():
            rows = tuple(unit.db.scalars(select(model.id).where(model.patron_id == away.id)))
            if rows:
                unit.sql.execute(update(model).where(model.id.in_(rows)).values(patron_id=keep.id))
                moved.append(MovedRows(name, rows))
        answered = tuple(unit.db.scalars(select(Patron.id).where(Patron.guarantor_id == away.id)))
        if answered:
            unit.sql.execute(update(Patron).where(Patron.id.in_(answered)).values(guarantor_id=keep.id))
        for name in CHOSEN:
            if name in self.taken or (getattr(keep, name) in ("", None) and getattr(away, name) not in ("", None)):
                setattr(keep, name, getattr(away, name))
        if keep.guarantor_id is None:
            keep.guarantor_id = away.guarantor_id
        keep.in_collections = keep.in_collections or away.in_collections
        away.guarantor_id, away.merged_into_id, away.merged_at, away.active = None, keep.id, unit.now, False
        unit.db.flush()
        return MergeBefore(keep.id, away.id, tuple(moved), answered, keeper.past()), counts


def merge_blocks(keep: Patron, away: Patron) -> list[Block]:
    """Why these two cannot be one."""
    if keep.id == away.id:
        return [block(Reason.SAME_READER)]
    if keep.id == away.guarantor_id or away.id == keep.guarantor_id:
        return [block(Reason.ANSWERS_FOR_OTHER)]
    return []


def counts_of(unit: Unit, patron: int) -> tuple[int, int, int, int, int]:
    """Open loans, live holds, open charges, cards and notes of a reader."""
    asked: tuple[tuple[Any, Any], ...] = (
        (Loan, Loan.returned_at.is_(None)),
        (Hold, IS_LIVE),
        (Charge, Charge.outstanding != 0),
        (Card, True),
        (PatronNote, PatronNote.archived_at.is_(None)),
    )
    counts = [
        unit.db.scalar(select(func.count()).select_from(model).where(model.patron_id == patron, fits))
        for model, fits in asked
    ]
    loans, holds, charges, cards, notes = (int(count or 0) for count in counts)
    return loans, holds, charges, cards, notes


def apart(unit: Unit, _row: JournalRow, before: MergeBefore) -> None:
    """What moved goes back; what came since stays with the record that was kept."""
    unit.db.flush()
    for moved in before.moved:
        model = MOVED[moved.table]
        back = update(model).where(model.id.in_(moved.rows), model.patron_id == before.keep)
        unit.sql.execute(back.values(patron_id=before.away))
    if before.answered_for:
        back = update(Patron).where(Patron.id.in_(before.answered_for), Patron.guarantor_id == before.keep)
        unit.sql.execute(back.values(guarantor_id=before.away))
    put_back(unit, _row, before.past)


def too_late(unit: Unit, row: JournalRow) -> Block | None:
    """After a month the record that went is gone for good."""
    if unit.now - row.at > APART_FOR:
        return block(Reason.MERGED_LONG_AGO, Fact(day=row.at.date()))
    return None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One field of two records: what each says. `differs` where somebody has to choose."""

    name: str
    keep: str
    away: str

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.keep and self.away and self.keep != self.away)


@dataclass(frozen=True, slots=True)
class MergeShown:
    """Two records side by side, what each has, and why they cannot be one."""

    keep: PatronFace
    away: PatronFace
    fields: tuple[SideBySide, ...]
    keep_has: tuple[int, int, int, int, int]
    away_has: tuple[int, int, int, int, int]
    keep_category: str
    away_category: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowMerge:
    """Two records side by side, before they become one."""

    keep: str
    away: str

    def ask(self, unit: Unit) -> MergeShown | Unknown:
        """Only what either says."""
        found = []
        for card in (self.keep, self.away):
            number = owner_of(unit, card)
            if number is None:
                return unknown_card(card)
            found.append(unit.db.get_one(Patron, number))
        keep, away = found
        lines = (SideBySide(name, _said(keep, name), _said(away, name)) for name in CHOSEN)
        names = unit.policy.categories
        return MergeShown(
            face_of(unit, keep),
            face_of(unit, away),
            tuple(line for line in lines if line.keep or line.away),
            counts_of(unit, keep.id),
            counts_of(unit, away.id),
            names[keep.category_id].name,
            names[away.category_id].name,
            tuple(merge_blocks(keep, away)),
        )


def _said(patron: Patron, name: str) -> str:
    value = getattr(patron, name)
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class MergedBefore:
    """A record that went into this one lately, and the key by which the two can be taken apart."""

    name: str
    at: datetime
    key: str


def merged_into(unit: Unit, patron: Patron) -> tuple[MergedBefore, ...]:
    """What became part of this reader within the last month and can still be taken out."""
    gone = list(unit.db.scalars(select(Patron).where(Patron.merged_into_id == patron.id)))
    if not gone:
        return ()
    asked = select(JournalRow).where(
        JournalRow.at >= unit.now - APART_FOR, JournalRow.kind == MergeReaders.kind, JournalRow.person == patron.id
    )
    rows = [row for row in unit.db.scalars(asked) if row.undone_by is None]
    names = {each.merged_at: face_of(unit, each).name for each in gone}
    return tuple(MergedBefore(names[row.at], row.at, row.key) for row in rows if row.at in names)
