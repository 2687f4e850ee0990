"""The reader who stands at the desk: what the patron panel shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from desk.models import hot, shown
from desk.rules.blocks import Block, patron_blocks
from desk.rules.membership import expires_soon
from desk.rules.overdue import days_overdue
from desk.rules.vocabulary import NoteKind
from desk.services.answers import PatronFace, Thing, Unknown
from desk.services.circulation.facts import is_over, patron_face, patron_facts, read_parameters, refusal, today
from desk.services.desk import Unit
from desk.services.patrons.growing import adult_category


@dataclass(frozen=True, slots=True)
class NoteFace:
    """A note of the staff or a message for the reader."""

    kind: NoteKind
    text: str
    written_on: date
    written_by: str


@dataclass(frozen=True, slots=True)
class OverdueFace:
    """The loan that is longest overdue."""

    title: str
    due_on: date
    days: int


@dataclass(frozen=True, slots=True)
class ReadyFace:
    """Where the holds that can be fetched stand, and until when the first of them does."""

    count: int
    shelf_code: str
    until: date | None


@dataclass(frozen=True, slots=True)
class PatronOpened:
    """The reader, in four numbers, with everything that wants a look, most urgent first.

    `out` is what counts towards the limit: loans that stay in the building do only where the rules say so. From a debt
    of `warned_from` the desk is told, without lending being stopped.
    """

    patron: PatronFace
    pronouns: str
    category: str
    out: int
    limit: int | None
    overdue: int
    owes: int
    blocks: tuple[Block, ...]
    ready: ReadyFace | None = None
    longest_overdue: OverdueFace | None = None
    notes: tuple[NoteFace, ...] = ()
    expires_on: date | None = None
    expiring_soon: bool = False
    address_checked_on: date | None = None
    receipt: str = ""
    warned_from: int | None = None
    claims: int = 0
    grows_up: bool = False


@dataclass(frozen=True, slots=True)
class OpenPatron:
    """Open the reader with this card. An old card finds its reader too, and is named among the blocks."""

    card: str

    def ask(self, unit: Unit) -> PatronOpened | Unknown:
        """Gather the panel."""
        row = hot.PATRON_FACTS.first(unit.hot, read_parameters(unit, card=self.card))
        if row is None:
            return Unknown(Thing.CARD, self.card)
        facts = patron_facts(unit, row)
        rules = unit.policy.rules(unit.branch, row.category_id, 0)
        patron = shown.PERSON.first(unit.hot, {"patron_id": row.patron_id})
        day = today(unit)
        return PatronOpened(
            patron=patron_face(row),
            pronouns=patron.pronouns,
            category=unit.policy.categories[row.category_id].name,
            out=row.out - (row.on_site if rules.on_site_apart.value else 0),
            limit=rules.loans.value,
            overdue=row.overdue,
            owes=facts.owes,
            blocks=refusal(unit, self, tuple(patron_blocks(facts, rules, day)), None, None).blocks,
            ready=_ready(unit, row.patron_id),
            longest_overdue=_longest_overdue(unit, row) if row.overdue else None,
            notes=_notes(unit, row.patron_id, day),
            expires_on=row.expires_on,
            expiring_soon=expires_soon(day, row.expires_on, rules.expiry_warning.value),
            address_checked_on=patron.address_checked_on,
            receipt=row.receipt,
            warned_from=rules.debt_warning.value,
            claims=row.claims,
            grows_up=adult_category(unit, patron, day) is not None,
        )


def _ready(unit: Unit, patron: int) -> ReadyFace | None:
    """What can still be fetched here: a hold whose time on the shelf is over is told by nobody as ready."""
    found = shown.READY.all(unit.hot, {"patron_id": patron, "branch": unit.branch})
    rows = [row for row in found if not is_over(unit, row)]
    return ReadyFace(len(rows), rows[0].shelf_code, rows[0].shelf_until) if rows else None


def _longest_overdue(unit: Unit, row: Any) -> OverdueFace:
    loan = shown.LONGEST_OVERDUE.first(unit.hot, {"patron_id": row.patron_id})
    calendar = unit.policy.calendars[loan.branch_id]
    return OverdueFace(loan.title, calendar.today(loan.due_at), days_overdue(loan.due_at, unit.now, calendar))


def _notes(unit: Unit, patron: int, day: date) -> tuple[NoteFace, ...]:
    notes = shown.NOTES.all(unit.hot, {"patron_id": patron, "today": day, "branch": unit.branch})
    found = [NoteFace(note.kind, note.text, note.written_on, note.written_by) for note in notes]
    return tuple(sorted(found, key=lambda note: note.kind is not NoteKind.ALERT))
