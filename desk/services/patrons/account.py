"""A reader's whole account, as the page shows it: little of who it is, all of what there is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from desk.models import (
    IS_LIVE,
    IS_QUEUED,
    Card,
    Charge,
    Hold,
    Item,
    JournalRow,
    Loan,
    Patron,
    PatronNote,
    Restriction,
    Title,
)
from desk.rules.age import age_on
from desk.rules.vocabulary import (
    CardStatus,
    ChargeKind,
    FileKind,
    HoldStatus,
    Mark,
    NoteKind,
    RestrictionKind,
)
from desk.services.answers import Unknown
from desk.services.circulation.facts import today
from desk.services.circulation.lookup import OpenLoan, OpenLoans
from desk.services.desk import Unit
from desk.services.patrons.family import Relative, family_of
from desk.services.patrons.files import files_of
from desk.services.patrons.growing import rules_of
from desk.services.patrons.merge import MergedBefore, merged_into
from desk.services.patrons.panel import OpenPatron, PatronOpened
from desk.services.patrons.reader import face_of
from desk.services.patrons.standing import marked


@dataclass(frozen=True, slots=True)
class CardFace:
    """One of the reader's cards."""

    number: str
    status: CardStatus


@dataclass(frozen=True, slots=True)
class HoldLine:
    """One thing the reader waits for; `place` counts from 1 in the queue."""

    id: int
    title: str
    author: str
    status: HoldStatus
    pickup: str
    placed_at: datetime
    place: int
    shelf_code: str = ""
    shelf_until: date | None = None
    suspended_until: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One charge that is still open, or a credit."""

    id: int
    kind: ChargeKind
    title: str
    amount: int
    left: int
    charged_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note on the account, archived ones too. `branch` is where alone it is shown."""

    id: int
    kind: NoteKind
    text: str
    written_on: date
    written_by: str
    until: date | None
    branch: str
    archived: bool


@dataclass(frozen=True, slots=True)
class RestrictionLine:
    """One restriction that has not been lifted and not run out; `stands` while its own condition holds."""

    id: int
    kind: RestrictionKind
    reason: str
    starts_on: date
    until: date | None
    above: int | None
    while_overdue: bool
    stands: bool


@dataclass(frozen=True, slots=True)
class FileLine:
    """A paper that belongs to the account."""

    id: int
    name: str
    media: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class PastLine:
    """A loan that has ended, of a reader who keeps a history."""

    title: str
    author: str
    barcode: str
    out_at: datetime
    returned_at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """Everything but what is hidden until somebody asks."""

    opened: PatronOpened
    cards: tuple[CardFace, ...]
    home: str
    age: int | None
    child: bool
    marks: tuple[Mark, ...]
    loans: tuple[OpenLoan, ...]
    holds: tuple[HoldLine, ...]
    money: tuple[MoneyLine, ...]
    family: tuple[Relative, ...]
    notes: tuple[NoteLine, ...]
    restrictions: tuple[RestrictionLine, ...]
    papers: tuple[FileLine, ...]
    history: tuple[PastLine, ...] | None
    merged: tuple[MergedBefore, ...]
    photo: bytes = b""
    has_address: bool = False


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """The account of the reader with this card."""

    card: str

    def ask(self, unit: Unit) -> Account | Unknown:
        """Gather it."""
        opened = OpenPatron(self.card).ask(unit)
        if isinstance(opened, Unknown):
            return opened
        patron, day = unit.db.get_one(Patron, opened.patron.id), today(unit)
        loans = OpenLoans(self.card).ask(unit)
        photo = files_of(unit, patron.id, FileKind.PHOTO)
        papers = files_of(unit, patron.id, FileKind.PAPER)
        rules = rules_of(unit, patron.branch_id, patron.category_id)
        return Account(
            opened=opened,
            cards=_cards(unit, patron.id),
            home=unit.policy.branches[patron.branch_id].name,
            age=age_on(patron.birth_date, day) if patron.birth_date is not None else None,
            child=patron.guarantor_id is not None or bool(patron.guarantor_words) or rules.adult_at.value is not None,
            marks=tuple(mark for mark in Mark if marked(patron, mark)),
            loans=loans if isinstance(loans, tuple) else (),
            holds=_holds(unit, patron.id),
            money=_money(unit, patron.id),
            family=family_of(unit, patron),
            notes=_notes(unit, patron.id),
            restrictions=_restrictions(unit, opened, day),
            papers=tuple(FileLine(each.id, each.name, each.media, each.added_at, each.added_by) for each in papers),
            history=_history(unit, patron) if patron.keeps_history else None,
            merged=merged_into(unit, patron),
            photo=photo[0].content if photo else b"",
            has_address=bool(patron.address or patron.city),
        )


def _cards(unit: Unit, patron: int) -> tuple[CardFace, ...]:
    rows = unit.db.scalars(select(Card).where(Card.patron_id == patron).order_by(Card.id.desc()))
    found = [CardFace(row.number, row.status) for row in rows]
    return tuple(sorted(found, key=lambda card: card.status is not CardStatus.ACTIVE))


def _holds(unit: Unit, patron: int) -> tuple[HoldLine, ...]:
    asked: Any = (
        select(Hold, Title.title, Title.author)
        .join(Title, Title.id == Hold.title_id)
        .where(Hold.patron_id == patron, IS_LIVE)
        .order_by(Hold.placed_at, Hold.id)
    )
    found = []
    for hold, title, author in unit.db.execute(asked):
        found.append(
            HoldLine(
                hold.id,
                title,
                author,
                hold.status,
                unit.policy.branches[hold.pickup_branch_id].name,
                hold.placed_at,
                _place(unit, hold),
                hold.shelf_code,
                hold.shelf_until,
                hold.suspended_until,
                hold.expires_on,
            )
        )
    order = (HoldStatus.READY, HoldStatus.IN_TRANSIT, HoldStatus.QUEUED)
    return tuple(sorted(found, key=lambda line: order.index(line.status)))


def _place(unit: Unit, hold: Hold) -> int:
    """Which place in the queue it has."""
    ahead = select(Hold.id).where(
        Hold.title_id == hold.title_id,
        IS_QUEUED,
        or_(Hold.rank < hold.rank, (Hold.rank == hold.rank) & (Hold.id < hold.id)),
    )
    return len(unit.db.scalars(ahead).all()) + 1


def _money(unit: Unit, patron: int) -> tuple[MoneyLine, ...]:
    asked = (
        select(Charge, Title.title)
        .outerjoin(Item, Item.id == Charge.item_id)
        .outerjoin(Title, Title.id == Item.title_id)
        .where(Charge.patron_id == patron, Charge.outstanding != 0)
        .order_by(Charge.charged_at.desc(), Charge.id.desc())
    )
    return tuple(
        MoneyLine(row.id, row.kind, title or "", row.amount, row.outstanding, row.charged_at, row.note)
        for row, title in unit.db.execute(asked)
    )


def _notes(unit: Unit, patron: int) -> tuple[NoteLine, ...]:
    asked = select(PatronNote).where(PatronNote.patron_id == patron)
    rows = unit.db.scalars(asked.order_by(PatronNote.written_on.desc(), PatronNote.id.desc()))
    branches = unit.policy.branches
    found = [
        NoteLine(
            row.id,
            row.kind,
            row.text,
            row.written_on,
            row.written_by,
            row.until,
            branches[row.branch_id].name if row.branch_id is not None else "",
            row.archived_at is not None,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda note: (note.archived, note.kind is not NoteKind.ALERT)))


def _restrictions(unit: Unit, opened: PatronOpened, day: date) -> tuple[RestrictionLine, ...]:
    asked = select(Restriction).where(
        Restriction.patron_id == opened.patron.id,
        Restriction.lifted_at.is_(None),
        or_(Restriction.until.is_(None), Restriction.until >= day),
    )
    found = []
    for row in unit.db.scalars(asked.order_by(Restriction.id)):
        stands = (row.lifted_below is None or opened.owes > row.lifted_below) and (
            not row.while_overdue or bool(opened.overdue)
        )
        line = (row.id, row.kind, row.reason, row.starts_on, row.until, row.lifted_below, row.while_overdue, stands)
        found.append(RestrictionLine(*line))
    return tuple(found)


def _history(unit: Unit, patron: Patron) -> tuple[PastLine, ...]:
    """What a reader who wants it so has had, the newest first."""
    asked = (
        select(Title.title, Title.author, Item.barcode, Loan.out_at, Loan.returned_at)
        .select_from(Loan)
        .join(Item, Item.id == Loan.item_id)
        .join(Title, Title.id == Item.title_id)
        .where(Loan.patron_id == patron.id, Loan.returned_at.is_not(None), Loan.undone.is_(False))
        .order_by(Loan.returned_at.desc())
        .limit(200)
    )
    return tuple(PastLine(*row) for row in unit.sql.execute(asked))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Recent:
    """Somebody who was at this desk lately."""

    card: str
    name: str


# What is done with a reader who is here, or whose account is open. A copy that comes back, another place in a queue or
# an undone act says nothing of that: whose it was nobody may have asked.
WITH_A_READER = (
    *("checkout", "finish_visit", "renew", "claim_returned", "declare_lost", "place_hold"),
    *("pay", "sell", "waive", "refund", "transfer", "add_charge", "add_credit", "void_payment"),
    *("register", "change_details", "renew_membership", "give_card", "mark_card", "link_guarantor", "grow_up"),
    *("export_reader", "merge_readers", "attach_file", "remove_file", "clear_reader", "show_personal"),
    *("write_note", "archive_note", "mark_reader", "restrict", "lift_restriction"),
)


@dataclass(frozen=True, slots=True)
class RecentReaders:
    """The last readers who were at this desk today, or whose account was open there, the last first."""

    most: int = 8

    def ask(self, unit: Unit) -> tuple[Recent, ...]:
        """From the journal, as far as today goes."""
        calendar = unit.policy.calendars[unit.branch]
        asked = (
            select(JournalRow.person)
            .where(
                JournalRow.at >= calendar.at(calendar.today(unit.now), 0),
                JournalRow.station_id == (unit.station.id or None),
                JournalRow.person.is_not(None),
                JournalRow.kind.in_(WITH_A_READER),
            )
            .order_by(JournalRow.id.desc())
            .limit(400)
        )
        last = list(dict.fromkeys(unit.db.scalars(asked)))[: self.most]
        people = (unit.db.get(Patron, number) for number in last)
        faces = [face_of(unit, patron) for patron in people if patron is not None and patron.merged_into_id is None]
        return tuple(Recent(face.card, face.listed) for face in faces if face.card)
