"""Register a reader, change the record, make the card good for longer."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from desk.models import Card, Patron
from desk.rules.blocks import Fact, block
from desk.rules.membership import first_expiry, renewed_expiry
from desk.rules.vocabulary import CardStatus, ChargeKind, Permission, Reason
from desk.services.answers import Grant, Refused, Unknown
from desk.services.circulation.facts import today
from desk.services.codec import known, private
from desk.services.desk import Unit
from desk.services.patrons.answers import Changed, MembershipRenewed, Registered
from desk.services.patrons.checks import card_blocks, detail_blocks, known_blocks
from desk.services.patrons.details import PLAIN, Details, read_details, tidy_here, write_parts
from desk.services.patrons.finding_by import note_words
from desk.services.patrons.growing import category_id, rules_of
from desk.services.patrons.keeping import Keeper
from desk.services.patrons.reader import (
    charge_fee,
    face_of,
    find_reader,
    left_standing,
    never,
    not_done,
    note_reader,
    owner_of,
    unknown_card,
)
from desk.services.patrons.tables import PARTS


@known
@dataclass(frozen=True, slots=True)
class Register:
    """Somebody new becomes a reader, with a card. Without a day in the details the rules say until when it is good."""

    kind: ClassVar[str] = "register"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.PATRONS

    card: str = private(default="")
    details: Details = private(default=Details())
    grants: tuple[Grant, ...] = ()

    def run(self, unit: Unit) -> Registered | Refused:
        """All that is wrong at once; somebody who is here already is asked about, never doubled unseen."""
        details, number = tidy_here(unit, self.details), self.card.strip()
        blocks = detail_blocks(unit, details) + card_blocks(unit, number)
        if details.family_name:
            blocks += known_blocks(unit, details)
        left = left_standing(unit, blocks, self)
        if left:
            return not_done(self, *left)
        patron = self._write(unit, details, number)
        rules = rules_of(unit, patron.branch_id, patron.category_id)
        fee = charge_fee(unit, patron, ChargeKind.MEMBERSHIP, rules.membership_fee.value)
        note_reader(unit, patron)
        keeper = Keeper(unit)
        keeper.made(Patron, patron.id)
        for model in (Card, *PARTS):
            keeper.made_all(model, patron.id)
        unit.record.before = keeper.past(patron.id)
        note_words(unit, [patron.id])
        return Registered(face_of(unit, patron, number), patron.expires_on, fee)

    def _write(self, unit: Unit, details: Details, number: str) -> Patron:
        category, branch = category_id(unit, details.category), unit.policy.branch_id(details.branch)
        assert category is not None and branch is not None
        guarantor = owner_of(unit, details.guarantor) if details.guarantor else None
        patron = Patron(category_id=category, branch_id=branch, guarantor_id=guarantor, created_at=unit.now)
        for name in PLAIN:
            setattr(patron, name, getattr(details, name))
        if details.expires_on is None:
            patron.expires_on = first_expiry(today(unit), rules_of(unit, branch, category).membership_rule())
        if patron.address and patron.address_checked_on is None:
            patron.address_checked_on = today(unit)
        unit.db.add(patron)
        unit.db.flush()
        unit.db.add(Card(number=number, patron_id=patron.id, status=CardStatus.ACTIVE))
        write_parts(unit, patron.id, details)
        return patron


@known
@dataclass(frozen=True, slots=True)
class ChangeDetails:
    """The record of the reader with this card says this from now on. `base` is what it said when it was read."""

    kind: ClassVar[str] = "change_details"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.PATRONS

    card: str = private(default="")
    details: Details = private(default=Details())
    base: str = ""
    grants: tuple[Grant, ...] = ()

    def run(self, unit: Unit) -> Changed | Refused | Unknown:
        """Refused where somebody else has changed it meanwhile: nobody's work is lost unseen."""
        patron = find_reader(unit, self.card)
        if patron is None:
            return unknown_card(self.card)
        face, was = face_of(unit, patron), read_details(unit, patron)
        if self.base and self.base != was.print():
            return never(self, Reason.OTHER_DESK, face=face)
        details = tidy_here(unit, self.details)
        blocks = detail_blocks(unit, details, patron.id)
        left = left_standing(unit, blocks, self)
        if left:
            return not_done(self, *left, face=face)
        changed = tuple(name for name in Details.__dataclass_fields__ if getattr(details, name) != getattr(was, name))
        if not changed:
            return never(self, Reason.NOTHING_NEW, face=face)
        return self._write(unit, patron, details, changed)

    def _write(self, unit: Unit, patron: Patron, details: Details, changed: tuple[str, ...]) -> Changed:
        keeper = Keeper(unit, patron.id)
        keeper.watch(Patron, patron.id)
        for model in PARTS:
            keeper.watch_all(model, patron.id)
        for name in PLAIN:
            setattr(patron, name, getattr(details, name))
        if "address" in changed and "address_checked_on" not in changed:
            patron.address_checked_on, patron.address_gone = today(unit), False
        category, branch = category_id(unit, details.category), unit.policy.branch_id(details.branch)
        assert category is not None and branch is not None
        moved = patron.category_id != category
        patron.category_id, patron.branch_id = category, branch
        patron.guarantor_id = owner_of(unit, details.guarantor) if details.guarantor else None
        fee = change_fee(unit, patron) if moved else 0
        write_parts(unit, patron.id, details)
        for model in PARTS:
            keeper.made_all(model, patron.id)
        note_reader(unit, patron)
        unit.record.before = keeper.past()
        note_words(unit, [patron.id])
        return Changed(face_of(unit, patron), changed, fee)


def change_fee(unit: Unit, patron: Patron) -> int:
    """What a change of category costs, where the rules of the new one say that it does."""
    rules = rules_of(unit, patron.branch_id, patron.category_id)
    fee: int = rules.membership_fee.value if rules.membership_fee_on_change.value else 0
    return charge_fee(unit, patron, ChargeKind.MEMBERSHIP, fee)


@known
@dataclass(frozen=True, slots=True)
class RenewMembership:
    """The card is good for longer: as the rules of its reader's category say, or until a day of the clerk's."""

    kind: ClassVar[str] = "renew_membership"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.PATRONS

    card: str = private(default="")
    until: date | None = None

    def run(self, unit: Unit) -> MembershipRenewed | Refused | Unknown:
        """With the fee, where there is one."""
        patron = find_reader(unit, self.card)
        if patron is None:
            return unknown_card(self.card)
        face, day = face_of(unit, patron), today(unit)
        rules = rules_of(unit, patron.branch_id, patron.category_id)
        until = self.until or renewed_expiry(day, patron.expires_on, rules.membership_rule())
        if until is None:
            return not_done(self, block(Reason.NO_TERM, by=("membership", rules.membership)), face=face)
        if until < day:
            return never(self, Reason.IN_PAST, Fact(day=until), face=face)
        if until == patron.expires_on:
            return never(self, Reason.NOTHING_NEW, face=face)
        keeper = Keeper(unit, patron.id)
        keeper.watch(Patron, patron.id)
        was, patron.expires_on = patron.expires_on, until
        fee = charge_fee(unit, patron, ChargeKind.MEMBERSHIP, rules.membership_fee.value)
        note_reader(unit, patron)
        unit.record.before = keeper.past()
        return MembershipRenewed(face, was, until, fee)
