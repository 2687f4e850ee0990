"""Severing: what is over no longer says who it was. The night's last work; what severs cannot be undone.

A loan that has ended keeps its reader for `forget_after` days (as a rule until the night after the return), or for as
long as money is owed for it, the copy is lost, or the reader wants a history. With the loan go the rows of the journal
about it, what was charged for it and settled, and the suspension it brought. A hold that has ended goes the same way,
and so do the ends of visits. Whatever else the journal says of a person goes after `RECORDS_DAYS`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, and_, exists, or_, select, update

from desk.models import Charge, Hold, Item, JournalRow, Loan, Patron, Payment, Restriction, TillEntry
from desk.rules.vocabulary import HoldStatus, ItemStatus, Permission
from desk.services.codec import encode, known, to_text
from desk.services.desk import Unit

# A merge of two readers can be taken back for so long; until then the journal knows whom it was about.
RECORDS_DAYS = 30
# What a hold says of its reader: nothing of it is left.
NOBODYS = {"patron_id": None, "shelf_code": "", "note": "", "ended_because": ""}
ENDED = (HoldStatus.FILLED, HoldStatus.CANCELLED, HoldStatus.EXPIRED)
# Rows of which nobody needs to know on the next day whom they were about.
OVER_AT_ONCE = ("finish_visit",)


@dataclass(frozen=True, slots=True)
class LoansToSever:
    """Loans after this one, in the order of their numbers, that the rules let forget their reader this night.

    `seen` is the last loan that was looked at: the next question begins there; None when there is no more.
    """

    night: date
    after: int = 0
    most: int = 500

    def ask(self, unit: Unit) -> tuple[tuple[int, ...], int | None]:
        """By the rules of the branch that lent each."""
        asked: Any = (
            select(Loan.id, Loan.branch_id, Loan.item_type_id, Loan.returned_at, Patron.category_id)
            .join(Patron, Patron.id == Loan.patron_id)
            .where(*_over(unit, self.night), Loan.id > self.after)
            .order_by(Loan.id)
            .limit(self.most)
        )
        rows = unit.db.execute(asked).all()
        due = tuple(row.id for row in rows if row.returned_at <= self._limit(unit, row))
        return due, rows[-1].id if len(rows) == self.most else None

    def _limit(self, unit: Unit, row: Any) -> datetime:
        rules = unit.policy.rules(row.branch_id, row.category_id, row.item_type_id)
        return evening(unit, row.branch_id, self.night - timedelta(days=rules.forget_after.value))


def evening(unit: Unit, branch: int, night: date) -> datetime:
    """The end of a day at a branch."""
    return unit.policy.calendars[branch].end_of(night)


def last_evening(unit: Unit, night: date) -> datetime:
    """The end of a day where it ends last."""
    return max(calendar.end_of(night) for calendar in unit.policy.calendars.values())


def first_evening(unit: Unit, night: date) -> datetime:
    """The end of a day where it ends first: what happened before it was over that day everywhere."""
    return min(calendar.end_of(night) for calendar in unit.policy.calendars.values())


def _over(unit: Unit, night: date) -> tuple[ColumnElement[bool], ...]:
    """A loan that has ended, that nobody wants to remember, for which nothing is owed, of a copy that is not lost."""
    owing = exists().where(Charge.loan_id == Loan.id, Charge.outstanding != 0)
    lost = exists().where(Item.id == Loan.item_id, Item.status == ItemStatus.LOST)
    return (
        Loan.patron_id.is_not(None),
        Loan.returned_at.is_not(None),
        Loan.returned_at <= last_evening(unit, night),
        Patron.keeps_history.is_(False),
        ~owing,
        ~lost,
    )


@known
@dataclass(frozen=True, slots=True)
class Severed:
    """So many records no longer say who it was."""

    count: int


@known
@dataclass(frozen=True, slots=True)
class SeverLoans:
    """Take the reader out of these loans and of everything that hangs on them."""

    kind: ClassVar[str] = "sever_loans"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.NIGHTLY

    loans: tuple[int, ...]

    def run(self, unit: Unit) -> Severed:
        """One that somebody opened again meanwhile stays as it is."""
        still = update(Loan).where(Loan.id.in_(self.loans), Loan.returned_at.is_not(None))
        done = unit.db.execute(still.values(patron_id=None).returning(Loan.id, Loan.item_id)).all()
        loans, items = [row.id for row in done], {row.item_id for row in done}
        forget_charges(unit, Charge.loan_id.in_(loans))
        _cut(unit, and_(JournalRow.item_id.in_(items), JournalRow.loan_id.in_(loans)))
        unit.db.execute(update(Restriction).where(Restriction.loan_id.in_(loans)).values(loan_id=None))
        unit.record.quantity = len(loans)
        return Severed(len(loans))


@known
@dataclass(frozen=True, slots=True)
class SeverRest:
    """Holds that have ended, undone loans, ends of visits, and old rows of the journal."""

    kind: ClassVar[str] = "sever_rest"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.NIGHTLY

    night: date

    def run(self, unit: Unit) -> Severed:
        """Each kind by its own rule."""
        count = self._holds(unit) + self._undone(unit) + self._charges(unit) + self._records(unit)
        unit.record.quantity = count
        return Severed(count)

    def _holds(self, unit: Unit) -> int:
        over = ended_holds(unit, self.night)
        found = list(unit.db.scalars(select(Hold.id).join(Patron, Patron.id == Hold.patron_id).where(*over)))
        for part in _parts(found):
            unit.db.execute(update(Hold).where(Hold.id.in_(part)).values(**NOBODYS))
            _empty(unit, JournalRow.hold_id.in_(part), keep_loans=True)
        return len(found)

    def _undone(self, unit: Unit) -> int:
        """A check-out that was undone has no reader; its rows in the journal have."""
        since = first_evening(unit, self.night - timedelta(days=2))
        asked: Any = (
            select(Loan.id, Loan.item_id)
            .join(JournalRow, JournalRow.loan_id == Loan.id)
            .where(
                JournalRow.at > since,
                JournalRow.at <= last_evening(unit, self.night),
                JournalRow.kind == "undo",
                JournalRow.person.is_not(None),
                Loan.undone.is_(True),
            )
        )
        rows = unit.db.execute(asked).all()
        items = {row.item_id for row in rows}
        _cut(unit, and_(JournalRow.item_id.in_(items), JournalRow.loan_id.in_([row.id for row in rows])))
        return len(rows)

    def _charges(self, unit: Unit) -> int:
        """What was charged for a copy apart from any loan: damage told later, a hold that nobody fetched."""
        found = list(unit.db.scalars(select(Charge.id).where(*settled_charges(unit, self.night))))
        for part in _parts(found):
            forget_charges(unit, Charge.id.in_(part))
        return len(found)

    def _records(self, unit: Unit) -> int:
        found = list(unit.db.scalars(select(JournalRow.id).where(*old_records(unit, self.night))))
        found += unit.db.scalars(select(JournalRow.id).where(*nobodys_records(unit, self.night)))
        for part in _parts(found):
            _empty(unit, JournalRow.id.in_(part))
        return len(found)


def ended_holds(unit: Unit, night: date) -> tuple[ColumnElement[bool], ...]:
    """Holds that have ended by this night and still say whose they were, of readers who keep no history.

    While the copy of one that was not fetched stands on the hold shelf, its slip is found by the code.
    """
    unseen = or_(Item.last_seen_at.is_(None), Item.last_seen_at < Hold.ended_at)
    still_there = exists().where(Item.id == Hold.copy_id, Hold.status != HoldStatus.FILLED, unseen)
    return (
        ~still_there,
        Hold.patron_id.is_not(None),
        Hold.status.in_(ENDED),
        Hold.ended_at <= first_evening(unit, night),
        Patron.keeps_history.is_(False),
    )


def old_records(unit: Unit, night: date) -> tuple[ColumnElement[bool], ...]:
    """Rows about a person and no loan: the ends of visits at once, others after a while and when nothing is owed."""
    owing = exists().where(Charge.patron_id == JournalRow.person, Charge.outstanding != 0)
    long_ago = and_(JournalRow.at <= first_evening(unit, night - timedelta(days=RECORDS_DAYS)), ~owing)
    return (
        JournalRow.person.is_not(None),
        JournalRow.loan_id.is_(None),
        JournalRow.at <= first_evening(unit, night),
        or_(JournalRow.kind.in_(OVER_AT_ONCE), long_ago),
    )


def settled_charges(unit: Unit, night: date) -> tuple[ColumnElement[bool], ...]:
    """Settled charges that still say for which copy they were, although no loan stands behind them."""
    lost = exists().where(Item.id == Charge.item_id, Item.status == ItemStatus.LOST)
    wished = exists().where(Patron.id == Charge.patron_id, Patron.keeps_history.is_(True))
    return (
        Charge.patron_id.is_not(None),
        Charge.item_id.is_not(None),
        Charge.loan_id.is_(None),
        Charge.outstanding == 0,
        Charge.charged_at <= first_evening(unit, night),
        ~lost,
        ~wished,
    )


def nobodys_records(unit: Unit, night: date) -> tuple[ColumnElement[bool], ...]:
    """Rows about several persons at once, which belong to none of them; each is seen in the week after its time."""
    return (
        JournalRow.at <= first_evening(unit, night - timedelta(days=RECORDS_DAYS)),
        JournalRow.at > first_evening(unit, night - timedelta(days=RECORDS_DAYS + 7)),
        JournalRow.private.is_not(None),
        JournalRow.person.is_(None),
        JournalRow.loan_id.is_(None),
        JournalRow.hold_id.is_(None),
    )


def forget_charges(unit: Unit, which: ColumnElement[bool]) -> None:
    """What was paid stays in the accounts; for which copy, and at which minute, is forgotten, and so are the lines of
    the journal that told it with the titles."""
    asked = select(Charge.id, Charge.branch_id, Charge.charged_at, Charge.act).where(
        which, Charge.patron_id.is_not(None)
    )
    rows = unit.db.execute(asked).all()
    numbers = [row.id for row in rows]
    for row in rows:
        calendar = unit.policy.calendars[row.branch_id]
        day = calendar.at(calendar.today(row.charged_at), 0)
        gone = {"loan_id": None, "item_id": None, "from_charge_id": None, "note": "", "charged_at": day, "act": ""}
        unit.db.execute(update(Charge).where(Charge.id == row.id).values(**gone))
    acts = {row.act for row in rows} - {""}
    acts |= set(unit.db.scalars(select(Payment.act).where(Payment.charge_id.in_(numbers), Payment.act != "")))
    _cut(unit, or_(JournalRow.charge_id.in_(numbers), JournalRow.key.in_(acts)), answer=to_text(encode(Severed(0))[0]))


def forget_readers(unit: Unit, readers: Sequence[int], cards: Sequence[str]) -> None:
    """A reader is deleted: what rows about others say of them goes too, and what clerks wrote freely."""
    charges = list(unit.db.scalars(select(Charge.id).where(Charge.patron_id.in_(readers))))
    for part in _parts(charges):
        forget_charges(unit, Charge.id.in_(part))
        unit.db.execute(update(Payment).where(Payment.charge_id.in_(part)).values(note=""))
        entries = select(Payment.entry_id).where(Payment.charge_id.in_(part), Payment.entry_id.is_not(None))
        unit.db.execute(update(TillEntry).where(TillEntry.id.in_(entries)).values(reference="", note=""))
    holds = select(Hold.id).where(Hold.patron_id.in_(readers))
    unit.db.execute(update(JournalRow).where(JournalRow.hold_id.in_(holds)).values(private=None))
    unit.db.execute(update(Hold).where(Hold.patron_id.in_(readers)).values(**NOBODYS))
    for card in cards:
        named = JournalRow.private.contains(card, autoescape=True)
        unit.db.execute(update(JournalRow).where(JournalRow.private.is_not(None), named).values(private=None))


def _cut(unit: Unit, which: ColumnElement[bool], **more: str) -> None:
    """Rows about what is severed: nothing is left that leads to the account, for the account has a name."""
    gone = {"person": None, "private": None, "visit": None, "charge_id": None, "before": None}
    unit.db.execute(update(JournalRow).where(which).values(**gone, **more))


def _empty(unit: Unit, which: ColumnElement[bool], *, keep_loans: bool = False) -> None:
    """Empty what says who it was. The visit goes too: it would tie what is severed to what is not.

    A row that tells of a loan besides (`keep_loans`) keeps whose loan it is, for that is not over.
    """
    unit.db.execute(update(JournalRow).where(which).values(private=None))
    about = and_(which, JournalRow.loan_id.is_(None)) if keep_loans else which
    unit.db.execute(update(JournalRow).where(about).values(person=None, visit=None))


def _parts(found: Sequence[int], size: int = 500) -> list[Sequence[int]]:
    return [found[start : start + size] for start in range(0, len(found), size)]
