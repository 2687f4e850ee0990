"""When a reader leaves: deleted with all that told who they were, cleared with a letter, or purged after years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import delete, exists, func, select, update

from desk.models import IS_LIVE, Card, Charge, Hold, JournalRow, Loan, Patron
from desk.models.search import drop_patron_words
from desk.rules.blocks import Block, Fact, block
from desk.rules.vocabulary import Permission, Reason
from desk.services.answers import PatronFace, Refused, Unknown
from desk.services.circulation.facts import growing_fines, today
from desk.services.codec import known, private, secret
from desk.services.desk import Unit
from desk.services.patrons.answers import Cleared, Forgotten
from desk.services.patrons.keeping import Keeper
from desk.services.patrons.reader import face_of, find_reader, never, not_done, note_reader, unknown_card
from desk.services.patrons.severing import forget_readers

CHUNK = 500
MOST = 5_000
EXAMPLES = 12


def ties(unit: Unit, patron: Patron, *, family: bool = True) -> list[Block]:
    """Row 37: what still binds a reader to the library, all of it."""
    db, found = unit.db, []
    loans = db.scalar(select(func.count()).where(Loan.patron_id == patron.id, Loan.returned_at.is_(None))) or 0
    if loans:
        found.append(block(Reason.HAS_LOANS, Fact(amount=loans)))
    owes = int(db.scalar(select(func.sum(Charge.outstanding)).where(Charge.patron_id == patron.id)) or 0)
    owes += growing_fines(unit, patron.id, patron.category_id, patron.branch_id) if loans else 0
    if owes:
        found.append(block(Reason.HAS_DEBT if owes > 0 else Reason.HAS_CREDIT, Fact(amount=abs(owes))))
    holds = db.scalar(select(func.count()).where(Hold.patron_id == patron.id, IS_LIVE)) or 0
    if holds:
        found.append(block(Reason.HAS_HOLDS, Fact(amount=holds)))
    answers_for = db.scalar(select(func.count()).where(Patron.guarantor_id == patron.id)) or 0
    if answers_for and family:
        found.append(block(Reason.HAS_GUARANTEES, Fact(amount=answers_for)))
    return found


def _unbound(unit: Unit, act: Any) -> Patron | Refused | Unknown:
    """The reader of this act, whom nothing binds any more; or all that does."""
    patron = find_reader(unit, act.card)
    if patron is None:
        return unknown_card(act.card)
    blocks = ties(unit, patron)
    return not_done(act, *blocks, face=face_of(unit, patron)) if blocks else patron


@known
@dataclass(frozen=True, slots=True)
class DeleteReader:
    """Delete a reader. It cannot be taken back: nothing is left that could be."""

    kind: ClassVar[str] = "delete_reader"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.FORGET

    # Not even the journal keeps it: what was deleted would else be known by its card.
    card: str = secret()

    def run(self, unit: Unit) -> Forgotten | Refused | Unknown:
        """Refused with everything that stands against it; lifted by nobody, for each of it can be settled."""
        patron = _unbound(unit, self)
        if not isinstance(patron, Patron):
            return patron
        forget(unit, [patron.id])
        return Forgotten(1)


def forget(unit: Unit, readers: Sequence[int]) -> None:
    """Take these readers out of every table. What must stay for the accounts and the statistics names nobody."""
    going, last = list(readers), list(readers)
    while last:  # what became part of one that had become part of another: the innermost goes first
        asked = (select(Patron.id).where(Patron.merged_into_id.in_(part)) for part in _parts(last))
        inner = [number for each in asked for number in unit.db.scalars(each)]
        last = [number for number in inner if number not in readers]
        going = [*last, *going]
    for part in _parts(list(dict.fromkeys(going))):
        _forget(unit, part)


def _parts(numbers: Sequence[int]) -> list[Sequence[int]]:
    return [numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK)]


def _forget(unit: Unit, readers: Sequence[int]) -> None:
    from desk.services.patrons.reversals import touched_by

    db = unit.sql
    cards = unit.db.scalars(select(Card.number).where(Card.patron_id.in_(readers)))
    forget_readers(unit, readers, list(cards))
    unit.db.flush()
    for model in (Loan, Hold, Charge):
        db.execute(update(model).where(model.patron_id.in_(readers)).values(patron_id=None))
    severed = update(JournalRow).where(JournalRow.person.in_(readers))
    db.execute(severed.values(person=None, private=None))
    batches = unit.db.scalars(
        select(JournalRow).where(JournalRow.kind == "change_many", JournalRow.private.is_not(None))
    )
    told = [row.id for row in batches if touched_by(row).intersection(readers)]
    db.execute(update(JournalRow).where(JournalRow.id.in_(told)).values(private=None))
    drop_patron_words(unit.sql, readers)
    db.execute(update(Patron).where(Patron.guarantor_id.in_(readers)).values(guarantor_id=None))
    db.execute(delete(Patron).where(Patron.id.in_(readers)))


@dataclass(frozen=True, slots=True)
class PurgeShown:
    """Whom a purge would take: how many, the first of them, and how many are kept for what still binds them."""

    count: int
    kept: int
    examples: tuple[PatronFace, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowPurge:
    """The long inactive: cards that expired before this day, and nothing done with them since."""

    before: date

    def ask(self, unit: Unit) -> PurgeShown:
        """Count, and name the first."""
        free, bound = long_inactive(unit, self.before)
        faces = [unit.db.get_one(Patron, number) for number in free[:EXAMPLES]]
        return PurgeShown(len(free), len(bound), tuple(face_of(unit, each) for each in faces))


@known
@dataclass(frozen=True, slots=True)
class PurgeReaders:
    """Delete all readers whose cards expired before this day and who have nothing and owe nothing."""

    kind: ClassVar[str] = "purge_readers"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.FORGET

    before: date

    def run(self, unit: Unit) -> Forgotten | Refused:
        """Some thousands at a time."""
        if self.before >= today(unit):
            return never(self, Reason.IN_FUTURE, Fact(day=self.before))
        free, _bound = long_inactive(unit, self.before)
        if not free:
            return never(self, Reason.NOTHING_NEW)
        gone = free[:MOST]
        forget(unit, gone)
        unit.record.quantity = len(gone)
        return Forgotten(len(gone))


def long_inactive(unit: Unit, before: date) -> tuple[list[int], list[int]]:
    """Those who may go, and those whom something still binds."""
    since = unit.policy.calendars[unit.branch].at(before, 0)
    lately = exists().where(Loan.patron_id == Patron.id, Loan.out_at >= since)
    asked = select(Patron.id).where(
        Patron.expires_on < before, Patron.created_at < since, Patron.merged_into_id.is_(None), ~lately
    )
    expired = list(unit.db.scalars(asked.order_by(Patron.id)))
    bound: set[int] = set()
    for start in range(0, len(expired), CHUNK):
        part = expired[start : start + CHUNK]
        for column, fits in (
            (Loan.patron_id, Loan.returned_at.is_(None)),
            (Hold.patron_id, IS_LIVE),
            (Charge.patron_id, Charge.outstanding != 0),
            (Patron.guarantor_id, Patron.guarantor_id.is_not(None)),
        ):
            bound |= {number for number in unit.db.scalars(select(column).where(column.in_(part), fits)) if number}
    return [number for number in expired if number not in bound], sorted(bound)


@known
@dataclass(frozen=True, slots=True)
class ClearReader:
    """Give the letter that says: this reader has nothing of ours and owes nothing. The account is closed with it."""

    kind: ClassVar[str] = "clear_reader"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.PATRONS

    card: str = private(default="")

    def run(self, unit: Unit) -> Cleared | Refused | Unknown:
        """Refused with everything that is open still."""
        patron = _unbound(unit, self)
        if not isinstance(patron, Patron):
            return patron
        keeper = Keeper(unit, patron.id)
        keeper.watch(Patron, patron.id)
        patron.active = False
        note_reader(unit, patron)
        unit.record.before = keeper.past()
        return Cleared(face_of(unit, patron), today(unit))
