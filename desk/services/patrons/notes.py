"""Notes on a reader's account: for the staff, shown first, or for the reader; here or everywhere, until a day."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from desk.models import PatronNote
from desk.rules.blocks import Fact
from desk.rules.vocabulary import NoteKind, Permission, Reason
from desk.services.answers import Refused, Unknown
from desk.services.circulation.facts import today
from desk.services.codec import known, private
from desk.services.desk import Unit
from desk.services.patrons.answers import Archived, Noted
from desk.services.patrons.keeping import Keeper
from desk.services.patrons.reader import face_of, find_reader, never, note_reader, unknown_card


@known
@dataclass(frozen=True, slots=True)
class WriteNote:
    """A note on the account of the reader with this card. `branch` shows it only there, `until` not longer."""

    kind: ClassVar[str] = "write_note"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.PATRONS

    card: str = private(default="")
    sort: NoteKind = NoteKind.NOTE
    text: str = private(default="")
    until: date | None = None
    branch: str = ""

    def run(self, unit: Unit) -> Noted | Refused | Unknown:
        """With the day and the name of whoever wrote it."""
        patron = find_reader(unit, self.card)
        if patron is None:
            return unknown_card(self.card)
        face = face_of(unit, patron)
        branch = unit.policy.branch_id(self.branch) if self.branch else None
        if self.branch and branch is None:
            return never(self, Reason.NO_SUCH_CODE, Fact(name=self.branch), face=face)
        if not self.text.strip():
            return never(self, Reason.NEEDED, Fact(name="text"), face=face)
        if self.until is not None and self.until < today(unit):
            return never(self, Reason.IN_PAST, Fact(day=self.until), face=face)
        note = PatronNote(
            patron_id=patron.id,
            kind=self.sort,
            text=self.text.strip(),
            written_on=today(unit),
            written_by=unit.staff.name,
            until=self.until,
            branch_id=branch,
        )
        unit.db.add(note)
        unit.db.flush()
        keeper = Keeper(unit, patron.id)
        keeper.made(PatronNote, note.id)
        note_reader(unit, patron)
        unit.record.before = keeper.past()
        return Noted(face, self.sort)


@known
@dataclass(frozen=True, slots=True)
class ArchiveNote:
    """A note is read, or no longer true: it is kept, and shown no more. What was written is never rewritten."""

    kind: ClassVar[str] = "archive_note"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.PATRONS

    card: str = private(default="")
    note: int = 0

    def run(self, unit: Unit) -> Archived | Refused | Unknown:
        """Only a note of this reader that still stands."""
        patron = find_reader(unit, self.card)
        if patron is None:
            return unknown_card(self.card)
        note = unit.db.get(PatronNote, self.note)
        if note is None or note.patron_id != patron.id or note.archived_at is not None:
            return never(self, Reason.NOTHING_NEW, face=face_of(unit, patron))
        keeper = Keeper(unit, patron.id)
        keeper.watch(PatronNote, note.id)
        note.archived_at = unit.now
        note_reader(unit, patron)
        unit.record.before = keeper.past()
        return Archived(face_of(unit, patron), note.kind)
