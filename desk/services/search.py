"""Everything by a few words: readers, copies and titles at once, for the one line that finds them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from desk.models import Card, Item, Loan, Title, TitleIdentifier
from desk.models.finding import find_title_ids
from desk.rules.barcodes import Isbn, Issn, Scan, ShortNumber, read_scan
from desk.rules.vocabulary import ItemStatus
from desk.services.circulation.lookup import Hit
from desk.services.desk import Unit
from desk.services.patrons.find import patrons_by_tail, patrons_by_words

FEW = 6
COPIES = 60
SHORTEST_MARK = 3


class MatchKind(StrEnum):
    """What was found."""

    PATRON = "patron"
    ITEM = "item"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that fits the words. `number` is a card, a barcode, or the number of a title in this catalogue.

    `copies` counts those of a title; `out` says that a copy is lent, and never to whom.
    """

    kind: MatchKind
    number: str
    title: str
    detail: str
    icon: str
    copies: int = 0
    out: bool = False


@dataclass(frozen=True, slots=True)
class Find:
    """Readers, copies and titles as somebody types; at most so many of each."""

    words: str
    limit: int = FEW

    def ask(self, unit: Unit) -> tuple[Match, ...]:
        """A number first, then the readers, then the titles."""
        words = self.words.strip()
        if not words:
            return ()
        read = read_scan(words, unit.policy.patterns)
        numbered = self._whole(unit, read) or self._tail(unit, read)
        readers = _readers(patrons_by_words(unit, words, self.limit))
        titles = self._titles(unit, words, read)
        found = tuple(dict.fromkeys((*numbered, *readers, *titles)))
        return found or self._shelved(unit, words)

    def _whole(self, unit: Unit, read: Scan) -> tuple[Match, ...]:
        """A card or a barcode in full; one number may be both."""
        numbers = read.numbers
        if not numbers:
            return ()
        cards = unit.db.scalars(select(Card.number).where(Card.number.in_(numbers)))
        items = unit.db.scalars(select(Item.barcode).where(Item.barcode.in_(numbers)))
        readers = [hit for card in cards for hit in patrons_by_tail(unit, card, 1)]
        return (*_readers(readers), *_copies(unit, list(items)))

    def _tail(self, unit: Unit, read: Scan) -> tuple[Match, ...]:
        """The last digits of a card or a barcode."""
        digits = next((each.digits for each in read.candidates if isinstance(each, ShortNumber)), "")
        if not digits:
            return ()
        asked = select(Item.barcode).where(Item.barcode.endswith(digits, autoescape=True)).limit(self.limit)
        readers = patrons_by_tail(unit, digits, self.limit)
        return (*_readers(readers), *_copies(unit, list(unit.db.scalars(asked))))

    def _titles(self, unit: Unit, words: str, read: Scan) -> tuple[Match, ...]:
        """By ISBN or ISSN in any of its forms, and by words."""
        numbers = [each.number for each in read.candidates if isinstance(each, Isbn | Issn)]
        asked = select(TitleIdentifier.title_id).where(TitleIdentifier.value.in_(numbers)).limit(self.limit)
        published = list(unit.db.scalars(asked)) if numbers else []
        ids = dict.fromkeys((*published, *find_title_ids(unit.hot, words, self.limit)))
        return _faces(unit, list(ids)[: self.limit])

    def _shelved(self, unit: Unit, words: str) -> tuple[Match, ...]:
        """What stands at a shelf mark. No index helps here, so it is looked for only where nothing else was found."""
        if len(words) < SHORTEST_MARK or not any(letter.isdigit() for letter in words):
            return ()
        asked = select(Item.barcode).where(Item.call_number.istartswith(words, autoescape=True)).limit(self.limit)
        return _copies(unit, list(unit.db.scalars(asked)))


@dataclass(frozen=True, slots=True)
class CopiesOf:
    """The copies of one title, to pick one from."""

    title: int

    def ask(self, unit: Unit) -> tuple[Match, ...]:
        """Those that are in first."""
        asked = select(Item.barcode).where(Item.title_id == self.title, Item.status != ItemStatus.WITHDRAWN)
        found = _copies(unit, list(unit.db.scalars(asked.order_by(Item.barcode).limit(COPIES))))
        return tuple(sorted(found, key=lambda match: (match.out, match.number)))


def _readers(hits: Sequence[Hit]) -> tuple[Match, ...]:
    return tuple(Match(MatchKind.PATRON, hit.number, hit.title, hit.detail, hit.icon) for hit in hits)


def _copies(unit: Unit, barcodes: list[str]) -> tuple[Match, ...]:
    """Copies with their title, shelf mark and branch, in the order of the barcodes."""
    if not barcodes:
        return ()
    open_loan = Loan.returned_at.is_(None) & (Loan.item_id == Item.id)
    asked = (
        select(
            Item.barcode,
            Item.call_number,
            Item.item_type_id,
            Item.holding_branch_id,
            Title.title,
            Loan.id.label("loan"),
        )
        .join(Title, Title.id == Item.title_id)
        .outerjoin(Loan, open_loan)
        .where(Item.barcode.in_(barcodes))
    )
    rows = {row.barcode: row for row in unit.db.execute(asked)}
    policy = unit.policy
    return tuple(
        Match(
            MatchKind.ITEM,
            row.barcode,
            row.title,
            ", ".join(filter(None, (row.call_number, policy.branches[row.holding_branch_id].name))),
            policy.kinds[row.item_type_id].icon,
            out=row.loan is not None,
        )
        for row in (rows[barcode] for barcode in barcodes if barcode in rows)
    )


def _faces(unit: Unit, ids: list[int]) -> tuple[Match, ...]:
    """Titles with their author, year and number of copies, in the order of the search."""
    if not ids:
        return ()
    count = func.count(Item.id)
    in_use = (Item.title_id == Title.id) & (Item.status != ItemStatus.WITHDRAWN)
    asked = (
        select(Title.id, Title.title, Title.author, Title.year, count.label("copies"))
        .outerjoin(Item, in_use)
        .where(Title.id.in_(ids))
        .group_by(Title.id, Title.title, Title.author, Title.year)
    )
    rows = {row.id: row for row in unit.db.execute(asked)}
    return tuple(
        Match(
            MatchKind.TITLE,
            str(row.id),
            row.title,
            ", ".join(filter(None, (row.author, row.year))),
            "book-open",
            row.copies,
        )
        for row in (rows[number] for number in ids if number in rows)
    )
