"""Finding readers by words or by the end of a card number."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from desk.models import Card, Patron
from desk.models.search import find_patron_ids
from desk.rules.names import listed_name
from desk.rules.vocabulary import CardStatus
from desk.services.circulation.lookup import Hit
from desk.services.desk import Unit


def patrons_by_words(unit: Unit, words: str, limit: int) -> tuple[Hit, ...]:
    """Readers in whose name, card, phone or e-mail every word begins some word."""
    return _hits(unit, find_patron_ids(unit.hot, words, limit))


def patrons_by_tail(unit: Unit, digits: str, limit: int) -> tuple[Hit, ...]:
    """Readers with a card that ends in these digits."""
    asked = select(Card.patron_id).where(Card.number.endswith(digits, autoescape=True)).limit(limit)
    return _hits(unit, list(dict.fromkeys(unit.db.scalars(asked))))


def _hits(unit: Unit, ids: Sequence[int]) -> tuple[Hit, ...]:
    """A short list shows a name, the end of the card and the home branch: enough to pick, no more."""
    in_use = func.max(case((Card.status == CardStatus.ACTIVE, Card.number)))
    card = func.coalesce(in_use, func.max(Card.number))  # a reader whose only card is lost is found all the same
    asked = (
        select(Patron.id, Patron.family_name, Patron.given_name, Patron.branch_id, card.label("card"))
        .join(Card, Card.patron_id == Patron.id)
        .where(Patron.id.in_(ids))
        .group_by(Patron.id, Patron.family_name, Patron.given_name, Patron.branch_id)
    )
    rows = {row.id: row for row in unit.db.execute(asked)}
    return tuple(
        Hit(
            rows[number].card,
            listed_name(rows[number].family_name, rows[number].given_name),
            f"…{rows[number].card[-4:]}, {unit.policy.branches[rows[number].branch_id].name}",
            "user-round",
        )
        for number in ids
        if number in rows
    )


@dataclass(frozen=True, slots=True)
class FindPatrons:
    """Readers as somebody types."""

    words: str
    limit: int = 30

    def ask(self, unit: Unit) -> tuple[Hit, ...]:
        """The best few."""
        return patrons_by_words(unit, self.words, self.limit)
