"""Finding readers by any part of their name, card, phone, e-mail or address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from desk.models import Card, Charge, Loan, Patron
from desk.models.finding import find_patron_ids
from desk.rules.age import age_on
from desk.rules.names import listed_name
from desk.rules.vocabulary import CardStatus
from desk.services.circulation.facts import growing_fines, today
from desk.services.circulation.lookup import Hit
from desk.services.desk import Unit

ADULT = 18


def patrons_by_words(unit: Unit, words: str, limit: int) -> tuple[Hit, ...]:
    """Readers in whose name, card, phone, e-mail or address every word begins some word, or else stands within one."""
    return _hits(unit, find_patron_ids(unit.hot, words, limit))


def patrons_by_tail(unit: Unit, digits: str, limit: int) -> tuple[Hit, ...]:
    """Readers with a card that ends in these digits."""
    asked = select(Card.patron_id).where(Card.number.endswith(digits, autoescape=True)).limit(limit)
    return _hits(unit, list(dict.fromkeys(unit.db.scalars(asked))))


# A reader whose only card is lost is found all the same.
CARD = func.coalesce(func.min(case((Card.status == CardStatus.ACTIVE, Card.number))), func.max(Card.number))


def _hits(unit: Unit, ids: Sequence[int]) -> tuple[Hit, ...]:
    """A short list shows a name, the end of the card and the home branch: enough to pick, no more."""
    asked = (
        select(Patron.id, Patron.family_name, Patron.given_name, Patron.branch_id, CARD.label("card"))
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


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """One reader of the list: enough to pick the right one. Late fines grow; the age is only a child's."""

    card: str
    name: str
    age: int | None
    out: int
    owes: int
    barred: bool
    inactive: bool
    expired: bool


@dataclass(frozen=True, slots=True)
class ReadersFound:
    """The best few, and whether there may be more."""

    words: str
    readers: tuple[ReaderLine, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class FindReaders:
    """Readers by any part of their name, card, phone, e-mail or address, as somebody types."""

    words: str
    limit: int = 40

    def ask(self, unit: Unit) -> ReadersFound:
        """One search and one look at each that is shown."""
        ids = find_patron_ids(unit.hot, self.words, self.limit + 1)
        lines = reader_lines(unit, list(ids[: self.limit]))
        return ReadersFound(self.words, lines, len(ids) > self.limit)


def reader_lines(unit: Unit, ids: Sequence[int]) -> tuple[ReaderLine, ...]:
    """These readers as the list shows them, in this order."""
    card: Any = select(CARD).where(Card.patron_id == Patron.id).scalar_subquery()
    out: Any = select(func.count()).where(Loan.patron_id == Patron.id, Loan.returned_at.is_(None)).scalar_subquery()
    late: Any = (
        select(func.count())
        .where(Loan.patron_id == Patron.id, Loan.returned_at.is_(None), Loan.due_at < unit.now)
        .scalar_subquery()
    )
    owes: Any = (
        select(func.coalesce(func.sum(Charge.outstanding), 0))
        .where(Charge.patron_id == Patron.id, Charge.outstanding != 0)
        .scalar_subquery()
    )
    asked = select(
        Patron.id,
        Patron.family_name,
        Patron.given_name,
        Patron.birth_date,
        Patron.barred,
        Patron.active,
        Patron.expires_on,
        card.label("card"),
        out.label("out"),
        owes.label("owes"),
        late.label("late"),
        Patron.category_id,
        Patron.branch_id,
    ).where(Patron.id.in_(ids))
    day = today(unit)
    rows = {row.id: row for row in unit.db.execute(asked) if row.card}
    return tuple(_line(unit, rows[number], day) for number in ids if number in rows)


def _line(unit: Unit, row: Any, day: date) -> ReaderLine:
    growing = growing_fines(unit, row.id, row.category_id, row.branch_id) if row.late else 0
    age = age_on(row.birth_date, day) if row.birth_date is not None else None
    return ReaderLine(
        row.card,
        listed_name(row.family_name, row.given_name),
        age if age is not None and age < ADULT else None,
        row.out,
        row.owes + growing,
        row.barred,
        not row.active,
        row.expires_on is not None and row.expires_on < day,
    )
