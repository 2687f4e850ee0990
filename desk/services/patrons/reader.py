"""The reader that an act is about: found by a card, locked, with a face for the answer."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select

from desk.models import Card, Patron
from desk.rules.blocks import Block, Fact
from desk.rules.vocabulary import CardStatus, ChargeKind, Reason
from desk.services.accounts.lines import charge
from desk.services.answers import PatronFace, Refused, Thing, Unknown, refused
from desk.services.desk import Unit
from desk.services.patrons.keeping import lock_reader


def owner_of(unit: Unit, card: str) -> int | None:
    """The number of the reader with this card."""
    return unit.db.scalar(select(Card.patron_id).where(Card.number == card))


def find_reader(unit: Unit, card: str, *, lock: bool = True) -> Patron | None:
    """The reader with this card, or one that was lost or replaced. `lock` keeps other desks off."""
    number = owner_of(unit, card)
    if number is None:
        return None
    if lock:
        lock_reader(unit, number)
    return unit.db.get(Patron, number)


def unknown_card(card: str) -> Unknown:
    """Nobody has this card."""
    return Unknown(Thing.CARD, card)


def card_of(unit: Unit, patron: int | None) -> str:
    """The reader's number to show: a card in use, else the newest of the others; nothing where there is none."""
    in_use = func.min(case((Card.status == CardStatus.ACTIVE, Card.number)))
    number = unit.db.scalar(select(func.coalesce(in_use, func.max(Card.number))).where(Card.patron_id == patron))
    return number or ""


def face_of(unit: Unit, patron: Patron, card: str = "") -> PatronFace:
    """The reader as the desk shows them."""
    number = card or card_of(unit, patron.id)
    return PatronFace(patron.id, patron.family_name, patron.given_name, patron.preferred_name, number)


def note_reader(unit: Unit, patron: Patron) -> None:
    """The journal row is about this reader."""
    unit.record.person, unit.record.patron_category = patron.id, patron.category_id


def charge_fee(unit: Unit, patron: Patron, kind: ChargeKind, fee: int) -> int:
    """Charge the reader what the rules ask, where it is anything; gives it for the answer."""
    if fee:
        charge(unit, patron.id, kind, fee, branch=patron.branch_id)
    return fee


def not_done(act: Any, *blocks: Block, face: PatronFace | None = None) -> Refused:
    """Refused, with all the reasons."""
    return Refused(act, blocks, None, face)


def never(act: Any, reason: Reason, fact: Fact | None = None, *, face: PatronFace | None = None) -> Refused:
    """Refused for one reason that nobody lifts."""
    return Refused(act, refused(act, reason, fact=fact).blocks, None, face)


def left_standing(unit: Unit, blocks: list[Block], act: Any) -> tuple[Block, ...]:
    """The reasons that nobody has lifted for this act."""
    granted = {grant.reason for grant in act.grants}
    return tuple(each for each in blocks if each.override is None or each.reason not in granted)


@dataclass(frozen=True, slots=True)
class WhoHas:
    """Whose card this is."""

    card: str

    def ask(self, unit: Unit) -> PatronFace | Unknown:
        """Also of one that was lost or replaced."""
        patron = find_reader(unit, self.card, lock=False)
        return unknown_card(self.card) if patron is None else face_of(unit, patron, self.card)
