"""What is said of a copy apart from lending it: claimed returned, called back, lost, missing, damaged, found."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from desk.i18n import _
from desk.models import Item, JournalRow, Loan, PatronNote, Transit
from desk.rules.blocks import Fact
from desk.rules.overdue import DAY
from desk.rules.recall import recalled_due
from desk.rules.vocabulary import ItemStatus, NoteKind, Permission, Reason
from desk.services.accounts.lines import take_back
from desk.services.answers import ItemFace, Refused, Thing, Unknown, refused
from desk.services.circulation.answers import Before, Claimed, Marked, Recalled
from desk.services.circulation.copies import copy_on_loan, find_copy
from desk.services.circulation.facts import before, holds_for, item_face, patron_face, today
from desk.services.circulation.holds import hold_back, kept_copy, put_back
from desk.services.circulation.late import give_back_deposit
from desk.services.circulation.renew import rules_of_loan
from desk.services.codec import known
from desk.services.desk import Unit

# What a clerk may say of a copy that is in the hand or not to be found; the rest comes of other acts.
BY_HAND = (
    ItemStatus.AVAILABLE,
    ItemStatus.MISSING,
    ItemStatus.LOST,
    ItemStatus.DAMAGED,
    ItemStatus.MENDING,
    ItemStatus.BINDERY,
    ItemStatus.IN_PROCESS,
    ItemStatus.DISCARD,
    ItemStatus.WITHDRAWN,
)


# A copy in one of these states can still be kept for its reader.
READY = (ItemStatus.AVAILABLE, ItemStatus.IN_PROCESS)


@known
@dataclass(frozen=True, slots=True)
class ClaimReturned:
    """The reader says that the copy came back (`on` that day, today where nothing is said): it is looked for."""

    kind: ClassVar[str] = "claim_returned"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.CLAIM

    item: str
    on: date | None = None

    def run(self, unit: Unit) -> Claimed | Refused | Unknown:
        """The fine stops on that day, and the loan counts as claimed until the copy is found."""
        row, face, instead = copy_on_loan(unit, self)
        if instead is not None:
            return instead
        day = self.on or today(unit)
        if row.loan_claimed_on is not None:
            return _no(self, face, row, Reason.CLAIMED_ALREADY, Fact(day=row.loan_claimed_on))
        if day > today(unit):
            return _no(self, face, row, Reason.IN_FUTURE, Fact(day=day))
        unit.db.get_one(Loan, row.loan_id).claimed_on = day
        _note(unit, row)
        unit.record.before = before(row)
        return Claimed(face, day, row.claims + 1, patron_face(row))


@known
@dataclass(frozen=True, slots=True)
class Recall:
    """Call a copy back for another reader: its loan ends earlier, as far as the rules allow. Once for each loan."""

    kind: ClassVar[str] = "recall"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.RECALL

    item: str

    def run(self, unit: Unit) -> Recalled | Refused | Unknown:
        """Never later than the loan is due already."""
        row, face, instead = copy_on_loan(unit, self)
        if instead is not None:
            return instead
        if row.loan_recalled_at is not None:
            return _no(self, face, row, Reason.RECALLED_ALREADY)
        due = due_if_recalled(unit, row)
        loan = unit.db.get_one(Loan, row.loan_id)
        loan.due_at, loan.recalled_at = due, unit.now
        _note(unit, row)
        unit.record.before = before(row)
        return Recalled(face, due, row.loan_due_at, patron_face(row))


def due_if_recalled(unit: Unit, row: Any) -> datetime:
    """When the loan of this copy would be due if it were called back now."""
    rules, calendar = rules_of_loan(unit, row), unit.policy.calendars[row.loan_branch]
    minimum, interval = rules.recall_minimum.value, rules.recall_interval.value
    rule = rules.due_rule(interval or minimum or DAY)
    return recalled_due(row.loan_out_at, row.loan_due_at, unit.now, minimum, interval, rule, calendar).at


@known
@dataclass(frozen=True, slots=True)
class MarkItem:
    """Say by hand what the state of a copy is. A loan goes on; a hold that cannot have this copy waits again.

    Only a claimed copy that is given up as missing ends its loan: the reader is not charged, a note on the account says
    so, and why is asked.
    """

    kind: ClassVar[str] = "mark_item"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MARK

    item: str
    status: ItemStatus
    note: str = ""

    def run(self, unit: Unit) -> Marked | Refused | Unknown:
        """Set the state; a note replaces the one that stands on the copy."""
        row = find_copy(unit, self.item)
        if row is None:
            return Unknown(Thing.ITEM, self.item)
        face = item_face(unit, row)
        if self.status not in BY_HAND:
            return Refused(self, refused(self, Reason.NOT_ALLOWED).blocks, face)
        given_up = self.status is ItemStatus.MISSING and row.loan_claimed_on is not None
        if given_up and not self.note.strip():
            return Refused(self, refused(self, Reason.WHY).blocks, face)
        item = unit.db.get_one(Item, row.item_id)
        held = None if self.status in READY else kept_copy(row.item_id, holds_for(unit, row, None))
        sent = row.transit_id if held is not None else None
        if sent is not None:  # it was on its way to the reader who cannot have it now
            unit.db.get_one(Transit, sent).arrived_at = unit.now
        kept = before(row, item_note=item.note, displaced=put_back(unit, held), closed_transit=sent)
        if given_up:
            kept = replace(kept, written_note=_give_up(unit, row, self.note.strip()))
        item.status = self.status
        if self.note:
            item.note = self.note
        record = unit.record
        record.item_id, record.item_type, record.collection = row.item_id, row.item_type_id, row.collection_id
        record.loan_id, record.person, record.before = row.loan_id, row.loan_patron, kept
        record.hold_id = held.id if held is not None else None
        return Marked(face, self.status, row.status)


def _give_up(unit: Unit, row: Any, why: str) -> int:
    """The reader is believed: loan and claim are over, the deposit goes back; gives the note on the account."""
    unit.db.get_one(Loan, row.loan_id).returned_at = unit.now
    give_back_deposit(unit, row)
    note = PatronNote(
        patron_id=row.loan_patron,
        kind=NoteKind.NOTE,
        text=_("Claimed returned, and marked missing: {why}").format(why=why),
        written_on=today(unit),
        written_by=unit.staff.name,
    )
    unit.db.add(note)
    unit.db.flush()
    return note.id


def _no(act: Any, face: ItemFace, row: Any, reason: Reason, fact: Fact | None = None) -> Refused:
    return Refused(act, refused(act, reason, fact=fact).blocks, face, patron_face(row))


def _note(unit: Unit, row: Any) -> None:
    record = unit.record
    record.person, record.item_id, record.loan_id = row.loan_patron, row.item_id, row.loan_id
    record.item_type, record.collection, record.audience = row.item_type_id, row.collection_id, row.audience
    record.patron_category = row.category_id


def undo_claim(unit: Unit, row: JournalRow, _before: Before) -> None:
    """The loan is not claimed any more; its fine grows again."""
    unit.db.get_one(Loan, row.loan_id).claimed_on = None


def undo_recall(unit: Unit, row: JournalRow, before: Before) -> None:
    """The loan is due when it was."""
    loan = unit.db.get_one(Loan, row.loan_id)
    assert before.due is not None
    loan.due_at, loan.recalled_at = before.due, None


def undo_mark(unit: Unit, row: JournalRow, before: Before) -> None:
    """The copy is in its old state; a loan that was given up goes on, still claimed."""
    if before.written_note is not None:
        unit.db.get_one(Loan, row.loan_id).returned_at = None
        take_back(unit, row.key)
        note = unit.db.get(PatronNote, before.written_note)
        if note is not None:
            unit.db.delete(note)
    item = unit.db.get_one(Item, row.item_id)
    item.status, item.note = before.status, before.item_note or ""
    if before.closed_transit is not None:
        unit.db.get_one(Transit, before.closed_transit).arrived_at = None
    if before.displaced is not None:
        hold_back(unit, before.displaced)
