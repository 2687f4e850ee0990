"""Cards of a reader: another one, one in place of another, one that is lost and found again."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import func, select

from desk.models import Card, Patron
from desk.rules.vocabulary import CardStatus, ChargeKind, Permission, Reason
from desk.services.answers import Grant, Refused, Unknown
from desk.services.codec import known, private
from desk.services.desk import Unit
from desk.services.patrons.answers import CardGiven, CardMarked
from desk.services.patrons.checks import card_blocks
from desk.services.patrons.finding_by import note_words
from desk.services.patrons.growing import rules_of
from desk.services.patrons.keeping import Keeper
from desk.services.patrons.reader import (
    charge_fee,
    face_of,
    find_reader,
    left_standing,
    never,
    not_done,
    note_reader,
    unknown_card,
)


@known
@dataclass(frozen=True, slots=True)
class GiveCard:
    """A further card for the reader with `card`; with `replaces`, in place of that one, which was lost or is worn out.

    A card that replaces another may cost something. The old number still finds its reader.
    """

    kind: ClassVar[str] = "give_card"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.PATRONS

    card: str = private(default="")
    number: str = private(default="")
    replaces: CardStatus | None = None
    grants: tuple[Grant, ...] = ()

    def run(self, unit: Unit) -> CardGiven | Refused | Unknown:
        """The number has to be free, and to look like one of the library's."""
        patron = find_reader(unit, self.card)
        if patron is None:
            return unknown_card(self.card)
        number = self.number.strip()
        left = left_standing(unit, card_blocks(unit, number), self)
        if left:
            return not_done(self, *left, face=face_of(unit, patron))
        keeper = Keeper(unit, patron.id)
        keeper.watch_all(Card, patron.id)
        fee = 0
        if self.replaces is not None:
            fee = self._replace(unit, patron)
        new = Card(number=number, patron_id=patron.id, status=CardStatus.ACTIVE)
        unit.db.add(new)
        unit.db.flush()
        keeper.made(Card, new.id)
        note_reader(unit, patron)
        unit.record.before = keeper.past()
        note_words(unit, [patron.id])
        return CardGiven(face_of(unit, patron, number), number, self.replaces, fee)

    def _replace(self, unit: Unit, patron: Patron) -> int:
        old = unit.db.scalars(select(Card).where(Card.number == self.card)).one()
        if old.status is CardStatus.ACTIVE or self.replaces is CardStatus.LOST:
            old.status = self.replaces or CardStatus.REPLACED
        fee: int = rules_of(unit, patron.branch_id, patron.category_id).card_fee.value
        return charge_fee(unit, patron, ChargeKind.REPLACEMENT_CARD, fee)


@known
@dataclass(frozen=True, slots=True)
class MarkCard:
    """A card is lost, in use again because it was found, or no longer in use."""

    kind: ClassVar[str] = "mark_card"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.PATRONS

    card: str = private(default="")
    status: CardStatus = CardStatus.LOST

    def run(self, unit: Unit) -> CardMarked | Refused | Unknown:
        """Nothing is lent on a card that is not in use; its reader may still have another one."""
        patron = find_reader(unit, self.card)
        if patron is None:
            return unknown_card(self.card)
        card = unit.db.scalars(select(Card).where(Card.number == self.card)).one()
        face = face_of(unit, patron)
        if card.status is self.status:
            return never(self, Reason.NOTHING_NEW, face=face)
        others = select(func.count()).where(
            Card.patron_id == patron.id, Card.status == CardStatus.ACTIVE, Card.id != card.id
        )
        if self.status is CardStatus.REPLACED and not unit.db.scalar(others):
            return never(self, Reason.LAST_CARD, face=face)
        keeper = Keeper(unit, patron.id)
        keeper.watch(Card, card.id)
        was, card.status = card.status, self.status
        note_reader(unit, patron)
        unit.record.before = keeper.past()
        return CardMarked(face, self.status, was, self.card)
