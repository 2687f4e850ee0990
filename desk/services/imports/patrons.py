"""Patrons from a file of rows: recognised by card number, added with their card, or brought up to date."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desk.models import Card, Patron, PatronNote, Restriction
from desk.rules.vocabulary import CardStatus, NoteKind
from desk.services.imports.codes import Codes
from desk.services.imports.fields import ImportKind, PatronField
from desk.services.imports.intake import Receiving, Step, check_lengths, differing
from desk.services.imports.mapping import Mapping
from desk.services.imports.patron_parts import Part, parts_of, write_parts
from desk.services.imports.report import ImportFault, ImportRemark, ImportReport, Made
from desk.services.imports.row import Refused, Row
from desk.services.imports.rows import Opened, open_rows, run_rows
from desk.services.patrons.finding_by import write_finding
from desk.services.work import Work

Bar = tuple[str, date | None, int | None]
"""A restriction: its reason, its last day, and the sum above which alone it stands."""

_COLUMNS = list(Patron.__table__.c)
_SEPARATORS = re.compile(r"[\s,;|]+")
_TEXTS = {
    "given_name": PatronField.GIVEN_NAME,
    "preferred_name": PatronField.PREFERRED_NAME,
    "pronouns": PatronField.PRONOUNS,
    "email": PatronField.EMAIL,
    "phone": PatronField.PHONE,
    "address": PatronField.ADDRESS,
    "city": PatronField.CITY,
    "region": PatronField.REGION,
    "postcode": PatronField.POSTCODE,
    "receipt": PatronField.RECEIPT,
    "language": PatronField.LANGUAGE,
    "notices": PatronField.NOTICES,
    "guarantor_words": PatronField.GUARANTOR_NAME,
    "identity_seen": PatronField.IDENTITY_SEEN,
}
_FLAGS = {
    "active": PatronField.ACTIVE,
    "barred": PatronField.BARRED,
    "address_gone": PatronField.ADDRESS_GONE,
    "in_collections": PatronField.IN_COLLECTIONS,
    "deceased": PatronField.DECEASED,
    "keeps_history": PatronField.KEEPS_HISTORY,
    "newsletter": PatronField.NEWSLETTER,
    "photo_allowed": PatronField.PHOTO_ALLOWED,
}
_NOTES = {
    NoteKind.NOTE: PatronField.NOTE,
    NoteKind.ALERT: PatronField.ALERT,
    NoteKind.MESSAGE: PatronField.MESSAGE,
}
_NEW: dict[str, Any] = {
    **dict.fromkeys(_TEXTS, ""),
    "birth_date": None,
    "expires_on": None,
    "active": True,
    "barred": False,
    "address_gone": False,
    "address_checked_on": None,
    "guarantor_id": None,
    "in_collections": False,
    "deceased": False,
    "keeps_history": False,
    "newsletter": False,
    "photo_allowed": False,
    "merged_into_id": None,
    "merged_at": None,
}


def import_patrons(
    desk: Receiving, path: Path, mapping: Mapping | None = None, dry_run: bool = False
) -> Work[ImportReport]:
    """Take patrons in from a file of rows."""
    opened = open_rows(desk, path, ImportKind.PATRONS, mapping, dry_run=dry_run)
    codes = Codes(opened.report, create=opened.mapping.create, time_zone=opened.reading.zone.key)
    return run_rows(desk, opened, PatronField.CARD, _PatronRows(opened, codes).take)


@dataclass(slots=True)
class _Coming:
    """A patron on the way in, as the tables hold it."""

    row: Row
    values: dict[str, Any]
    cards: dict[str, CardStatus]
    notes: list[tuple[NoteKind, str]]
    restriction: Bar | None
    parts: tuple[Part, ...] = ()
    id: int = 0
    touched: bool = False

    @property
    def card(self) -> str:
        """The number on the card in use."""
        return next(iter(self.cards))


@dataclass(slots=True)
class _PatronRows:
    """Takes chunks of patrons in; remembers the cards of this file."""

    opened: Opened
    codes: Codes
    seen: set[str] = field(default_factory=set)

    def take(self, step: Step, rows: list[Row]) -> None:
        """One chunk of rows."""
        coming = [patron for row in rows if (patron := self._understood(step, row)) is not None]
        here = _Here.of(step, coming)
        matched = [patron for patron in coming if self._matched(patron, here)]
        fresh = [patron for patron in matched if not patron.id]
        self._change(step, [patron for patron in matched if patron.id], here)
        self._add(step, fresh)
        here.write_parts(step, matched)
        further = write_parts(step, ((patron.id, patron.parts) for patron in matched))
        for patron in matched:
            patron.touched |= patron.id in further
        self._vouched_for(step, matched, here)
        tally = self.opened.report.done
        tally.added += len(fresh)
        changed = sum(patron.touched for patron in matched) - len(fresh)
        tally.changed += changed
        tally.unchanged += len(matched) - len(fresh) - changed
        if not step.dry_run:
            write_finding(step.db, [patron.id for patron in matched if patron.touched])

    def _vouched_for(self, step: Step, patrons: list[_Coming], here: "_Here") -> None:
        """Who answers for whom, by card: a reader of the library, of this chunk, or of an earlier row."""
        vouched = [patron for patron in patrons if patron.row.has(PatronField.GUARANTOR)]
        wanted = {patron.row.text(PatronField.GUARANTOR) for patron in vouched} - {""}
        cards = select(Card.number, Card.patron_id).where(Card.number.in_(wanted))
        known = {number: owner for number, owner in step.db.execute(cards)} if wanted else {}
        known |= {number: patron.id for patron in patrons for number in patron.cards}
        changes = []
        for patron in vouched:
            card = patron.row.text(PatronField.GUARANTOR)
            if card and (card not in known or known[card] == patron.id):
                place = patron.row.place
                self.opened.report.remark(place, patron.card, ImportRemark.GUARANTOR_UNKNOWN, card)
            elif known.get(card) != (here.patrons.get(patron.id) or {}).get("guarantor_id"):
                changes.append((patron.id, {"guarantor_id": known.get(card)}))
                patron.touched = True
        step.change(Patron, changes)

    def _understood(self, step: Step, row: Row) -> _Coming | None:
        try:
            return self._coming(step, row)
        except Refused as refused:
            self.opened.report.refuse(row.place, row.text(PatronField.CARD), refused.fault, refused.fact)
            return None

    def _coming(self, step: Step, row: Row) -> _Coming:
        cards = _cards(row)
        if not self.seen.isdisjoint(cards):
            raise Refused(ImportFault.TWICE_IN_FILE)
        branch = row.text(PatronField.BRANCH) or self.opened.setting.only_branch
        if not branch:
            raise Refused(ImportFault.EMPTY, PatronField.BRANCH.value)
        values = {"family_name": row.needed(PatronField.FAMILY_NAME), **_values(row)}
        check_lengths(Patron, values)
        for number in cards:
            check_lengths(Card, {"number": number})
        values["category_id"] = self.codes.id(step, Made.CATEGORY, row.needed(PatronField.CATEGORY))
        values["branch_id"] = self.codes.id(step, Made.BRANCH, branch)
        self.seen.update(cards)
        row.day(PatronField.NOTE_ON)
        notes = [(kind, row.text(name)) for kind, name in _NOTES.items() if row.text(name)]
        return _Coming(row, values, cards, notes, _restriction(row), parts_of(row))

    def _matched(self, patron: _Coming, here: "_Here") -> bool:
        """Find who this is; a file that gives one person two other people's cards is refused."""
        owners = {here.owners[number] for number in patron.cards if number in here.owners}
        if len(owners) > 1:
            self.opened.report.refuse(patron.row.place, patron.card, ImportFault.CARD_OF_ANOTHER)
            return False
        patron.id = next(iter(owners), 0)
        return True

    @staticmethod
    def _add(step: Step, fresh: list[_Coming]) -> None:
        numbers = step.add(Patron, [{"created_at": step.now, **_NEW, **patron.values} for patron in fresh])
        for patron, number in zip(fresh, numbers, strict=True):
            patron.id, patron.touched = number, True

    @staticmethod
    def _change(step: Step, known: list[_Coming], here: "_Here") -> None:
        changes = []
        for patron in known:
            difference = differing(here.patrons[patron.id], patron.values)
            if difference:
                patron.touched = True
                changes.append((patron.id, difference))
        step.change(Patron, changes)


def _cards(row: Row) -> dict[str, CardStatus]:
    """The card first, then others in use beside it, then the older ones that still find their reader."""
    lost = row.flag(PatronField.CARD_LOST)
    cards = {row.needed(PatronField.CARD): CardStatus.LOST if lost else CardStatus.ACTIVE}
    others = {PatronField.MORE_CARDS: CardStatus.ACTIVE, PatronField.OLD_CARDS: CardStatus.REPLACED}
    for name, status in others.items():
        for number in filter(None, _SEPARATORS.split(row.text(name))):
            cards.setdefault(number, status)
    return cards


def _values(row: Row) -> dict[str, Any]:
    values: dict[str, Any] = {name: row.text(each) for name, each in _TEXTS.items() if row.has(each)}
    values |= {name: row.flag(each) for name, each in _FLAGS.items() if row.text(each)}
    if row.has(PatronField.BIRTH_DATE):
        values["birth_date"] = row.day(PatronField.BIRTH_DATE)
    if row.has(PatronField.ADDRESS_CHECKED):
        values["address_checked_on"] = row.day(PatronField.ADDRESS_CHECKED)
    if row.has(PatronField.EXPIRES):
        values["expires_on"] = row.day(PatronField.EXPIRES)
    if created := row.moment(PatronField.CREATED):
        values["created_at"] = created
    return values


def _restriction(row: Row) -> Bar | None:
    reason, until = row.text(PatronField.RESTRICTION), row.day(PatronField.RESTRICTED_UNTIL)
    above = row.money(PatronField.RESTRICTED_ABOVE)
    return (reason, until, above) if reason or until or above is not None else None


@dataclass(slots=True)
class _Here:
    """What the library knows of the patrons of a chunk: themselves, their cards, notes and restrictions."""

    owners: dict[str, int]
    statuses: dict[str, CardStatus]
    card_ids: dict[str, int]
    patrons: dict[int, dict[str, Any]]
    notes: dict[int, set[tuple[NoteKind, str]]]
    restrictions: dict[int, set[Bar]]

    @classmethod
    def of(cls, step: Step, coming: list[_Coming]) -> "_Here":
        """Look all of them up at once."""
        here = cls({}, {}, {}, {}, defaultdict(set), defaultdict(set))
        numbers = [number for patron in coming for number in patron.cards]
        for card in step.db.execute(select(*Card.__table__.c).where(Card.number.in_(numbers))):
            here.owners[card.number], here.statuses[card.number] = card.patron_id, card.status
            here.card_ids[card.number] = card.id
        known = set(here.owners.values())
        for row in step.db.execute(select(*_COLUMNS).where(Patron.id.in_(known))).mappings():
            here.patrons[row["id"]] = dict(row)
        for note in step.db.execute(select(*PatronNote.__table__.c).where(PatronNote.patron_id.in_(known))):
            here.notes[note.patron_id].add((note.kind, note.text))
        for bar in step.db.execute(select(*Restriction.__table__.c).where(Restriction.patron_id.in_(known))):
            here.restrictions[bar.patron_id].add((bar.reason, bar.until, bar.lifted_below))
        return here

    def write_parts(self, step: Step, patrons: list[_Coming]) -> None:
        """Cards, notes and restrictions that are not here yet. What is here and not in the file stays."""
        today = step.now.date()
        cards: list[dict[str, Any]] = []
        notes: list[dict[str, Any]] = []
        bars: list[dict[str, Any]] = []
        for patron in patrons:
            new_cards = [number for number in patron.cards if number not in self.owners]
            new_notes = [note for note in patron.notes if note not in self.notes[patron.id]]
            new_bar = [patron.restriction] if patron.restriction and self._unknown_bar(patron) else []
            cards += [{"number": each, "patron_id": patron.id, "status": patron.cards[each]} for each in new_cards]
            notes += [_note(patron, kind, text, today) for kind, text in new_notes]
            bars += [_bar(patron, bar, today) for bar in new_bar]
            patron.touched |= bool(new_cards or new_notes or new_bar)
        step.write(Card, cards)
        step.write(PatronNote, notes)
        step.write(Restriction, bars)
        self._change_cards(step, patrons)

    def _unknown_bar(self, patron: _Coming) -> bool:
        return patron.restriction not in self.restrictions[patron.id]

    def _change_cards(self, step: Step, patrons: list[_Coming]) -> None:
        changes = []
        for patron in patrons:
            for number, status in patron.cards.items():
                if number in self.owners and self.statuses[number] is not status:
                    changes.append((self.card_ids[number], {"status": status}))
                    patron.touched = True
        step.change(Card, changes)


def _note(patron: _Coming, kind: NoteKind, text: str, today: date) -> dict[str, Any]:
    written_on = patron.row.day(PatronField.NOTE_ON) or today
    by = patron.row.text(PatronField.NOTE_BY)[:200]
    return {
        "patron_id": patron.id,
        "kind": kind,
        "text": text,
        "written_on": written_on,
        "written_by": by,
        "until": None,
        "branch_id": None,
        "archived_at": None,
    }


def _bar(patron: _Coming, bar: Bar, today: date) -> dict[str, Any]:
    reason, until, above = bar
    return {
        "patron_id": patron.id,
        "reason": reason,
        "starts_on": today,
        "until": until,
        "lifted_at": None,
        "lifted_below": above,
        "while_overdue": False,
    }
