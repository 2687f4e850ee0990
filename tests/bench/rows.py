"""The rows of the large library, table by table, as the acts of some years would have left them."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.bench.acts import JOURNAL, Acts, Lending
from tests.bench.words import common, spread, vocabulary
from tests.makers import barcode

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
SEED = 20260310
ITEM_TYPES = ("book",) * 4 + ("large-print", "picture-book", "graphic-novel", "dvd", "music", "audiobook")
# Past loans began between so many days ago and so many; each lasted a fortnight.
FIRST, LAST, LASTED = 1100, 30, 14

Row = tuple[Any, ...]
Rows = Iterable[Row]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a library is; everything else follows from the number of its copies."""

    items: int = 1_000_000

    @property
    def titles(self) -> int:
        """Two copies a title."""
        return max(self.items // 2, 1)

    @property
    def records(self) -> int:
        """Titles in the catalogue: as many again have no copy here, as e-books and what is on order."""
        return self.titles * 2

    @property
    def patrons(self) -> int:
        """A reader for four copies."""
        return max(self.items // 4, 100)

    @property
    def past(self) -> int:
        """Loans that are over."""
        return self.items * 5

    @property
    def open(self) -> int:
        """A fifth of the copies is out."""
        return self.items // 5

    @property
    def holds(self) -> int:
        """Readers who wait."""
        return self.items // 50

    @property
    def charges(self) -> int:
        """Sums that are owed."""
        return self.items * 12 // 100

    @property
    def journal(self) -> int:
        """Acts of some three years; the oldest loans were taken over from another program."""
        return self.items * 10


@dataclass(frozen=True, slots=True)
class Codes:
    """The numbers that the making of the library gave to its branch, categories and kinds."""

    branch: int
    categories: tuple[int, ...]
    staff: int
    kinds: tuple[int, ...]
    new: int


def instant(moment: datetime) -> str:
    """A moment as SQLite keeps it; PostgreSQL reads it as UTC."""
    return moment.strftime("%Y-%m-%d %H:%M:%S.000000")


@dataclass(slots=True)
class Maker:
    """Makes the rows of one library, table by table."""

    size: Size
    codes: Codes
    names: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    open_loans: list[Lending] = field(default_factory=list)
    titles: list[tuple[str, str]] = field(default_factory=list)

    def tables(self) -> Iterator[tuple[str, str, Rows]]:
        """Each table with its columns and rows, parents first."""
        self.words = [word.capitalize() for word in vocabulary(8_000, SEED)]
        self.names = [name.capitalize() for name in vocabulary(20_000, SEED + 1)]
        yield "titles", TITLE, self._titles()
        yield "items", ITEM, self._items()
        yield "patrons", PATRON, self._patrons()
        yield "cards", "id, number, patron_id, status", self._cards()
        yield "loans", LOAN, self._loans()
        yield "holds", HOLD, self._holds()
        yield "charges", CHARGE, self._charges()
        yield "journal", JOURNAL, Acts(self.size.journal, self.codes, self.titles, self._kind).rows(self._lendings())
        self.open_loans = []

    def words_of_titles(self) -> Iterator[tuple[int, str]]:
        """What is found of each title: name, author both ways, subjects, number; folded."""
        chance = random.Random(SEED + 3)
        for n, (title, author) in enumerate(self.titles, 1):
            given, family = author.split(" ")
            subjects = " ".join(common(self.words, chance) for _each in range(5))
            yield n, f"{title} {author} {family} {given} {subjects} 978{n * 7919 % 10**10:010}".lower()

    def words_of_patrons(self) -> Iterator[tuple[int, str]]:
        """What is found of each reader; folded."""
        for n in range(1, self.size.patrons + 1):
            family, given = self._person(n)
            yield n, f"{family} {given} {barcode('2', n)} {_phone(n)} {given} {family} {n} example org".lower()

    def _person(self, n: int) -> tuple[str, str]:
        chance = random.Random(n)
        return spread(self.names, chance), spread(self.words[:900], chance)

    def _kind(self, item: int) -> int:
        return self.codes.kinds[item * 7919 % len(self.codes.kinds)]

    def _titles(self) -> Rows:
        made = instant(NOW - timedelta(days=FIRST))
        chance = random.Random(SEED + 4)
        authors = [f"{spread(self.words[:900], chance)} {spread(self.names, chance)}" for _each in range(60_000)]
        for n in range(1, self.size.records + 1):
            title = " ".join(common(self.words, chance) for _each in range(2 + n * 31 % 5))
            author = common(authors, chance)
            self.titles.append((title, author))
            given, family = author.split(" ")
            yield (n, title, title.lower(), author, f"{family}, {given}", "2019", "", "eng", "book", "adult", "", "",
                   "", "<record/>" * 60, made, made)  # fmt: skip

    def _items(self) -> Rows:
        branch, made = self.codes.branch, instant(NOW - timedelta(days=FIRST))
        seen = instant(NOW - timedelta(days=30))
        for n in range(1, self.size.items + 1):
            yield (n, barcode("3", n), (n - 1) % self.size.titles + 1, branch, branch, self._kind(n),
                   self.codes.new if n % 50 == 0 else None, None,
                   f"FIC {n % 900:03} W", "", 1995, 1, "", "available", False, False, "", "", seen, made)  # fmt: skip

    def _patrons(self) -> Rows:
        categories, made = self.codes.categories, instant(NOW - timedelta(days=FIRST - 100))
        for n in range(1, self.size.patrons + 1):
            category = self.codes.staff if n > self.size.patrons - 50 else categories[n % len(categories)]
            family, given = self._person(n)
            yield (n, family, given, "", "", category, self.codes.branch, "2027-12-31",
                   f"{given}.{family}.{n}@example.org".lower(), _phone(n), "", "", "", "", "", True, False, False, made,
                   n - 1 if n % 8 == 2 else None)  # fmt: skip

    def _cards(self) -> Rows:
        return ((n, barcode("2", n), n, "active") for n in range(1, self.size.patrons + 1))

    def _past(self) -> Iterator[Lending]:
        """Loans that are over, as they began: a day's like the other's, from ten in the morning on."""
        size, days = self.size, FIRST - LAST
        for n in range(1, size.past + 1):
            at = n * days / (size.past + 1)
            out = NOW - timedelta(days=FIRST - int(at), hours=2) + timedelta(hours=8) * (at % 1)
            item = n * 6151 % size.items + 1
            yield Lending(n, item, n * 3571 % size.patrons + 1, out)

    def _open(self) -> Iterator[Lending]:
        """The loans that are not over, of every fifth copy. One reader has a thousand."""
        chance, size = random.Random(SEED), self.size
        active, many = max((size.patrons - 100) // 4, 1), min(1000, size.open // 4)
        for k in range(size.open):
            reader = size.patrons if k < many else chance.randrange(active) * 4 + 1
            ago = timedelta(days=chance.randrange(1, 16 if k < many else 23))
            yield Lending(size.past + k + 1, 5 * k + 1, reader, NOW - ago)

    def _loans(self) -> Rows:
        lasted, period, branch = timedelta(days=LASTED), timedelta(days=21), self.codes.branch
        for past in self._past():
            out, due, back = instant(past.out), instant(past.out + period), instant(past.out + lasted)
            yield past.loan, past.item, past.reader, branch, self._kind(past.item), out, due, back, 0, False
        for now in self._open():
            self.open_loans.append(now)
            out, due = instant(now.out), instant(now.out + period)
            yield now.loan, now.item, now.reader, branch, self._kind(now.item), out, due, None, 0, False

    def _lendings(self) -> Iterator[Lending]:
        yield from self._past()
        yield from sorted(self.open_loans, key=lambda each: each.out)

    def _holds(self) -> Rows:
        """Queues of one to five; one title, the last, has five hundred."""
        chance, size, n = random.Random(SEED + 1), self.size, 0
        placed = instant(NOW - timedelta(days=12))
        crowd = min(500, size.holds // 2)
        while n < size.holds:
            title = size.titles if n == 0 else chance.randrange(1, max(size.titles // 2, 2))
            for rank in range(crowd if n == 0 else chance.randrange(1, 6)):
                n += 1
                yield n, title, chance.randrange(2, size.patrons - 60), self.codes.branch, placed, rank, "queued", ""

    def _charges(self) -> Rows:
        chance, size, at = random.Random(SEED + 2), self.size, instant(NOW - timedelta(days=60))
        for n in range(1, size.charges + 1):
            reader = chance.randrange(1, size.patrons - 60)
            amount = chance.randrange(10, 400)
            left = amount if n % 3 == 0 else 0
            yield n, reader, self.codes.branch, "overdue", amount, left, at, ""


def _phone(n: int) -> str:
    return f"555{n * 7919 % 10**7:07}"


TITLE = """id, title, title_sort, author, author_sort, year, publisher, language, kind, audience, call_number, subjects,
    summary, marc, created_at, changed_at"""
ITEM = """id, barcode, title_id, branch_id, holding_branch_id, item_type_id, location_id, collection_id, call_number,
    copy_number, price, pieces, pieces_note, status, not_for_loan, restricted, note, public_note, last_seen_at,
    created_at"""
PATRON = """id, family_name, given_name, preferred_name, pronouns, category_id, branch_id, expires_on, email, phone,
    address, city, region, postcode, receipt, active, barred, address_gone, created_at, guarantor_id"""
LOAN = "id, item_id, patron_id, branch_id, item_type_id, out_at, due_at, returned_at, renewals, undone"
HOLD = "id, title_id, patron_id, pickup_branch_id, placed_at, rank, status, shelf_code"
CHARGE = "id, patron_id, branch_id, kind, amount, outstanding, charged_at, note"
