"""The large library: the same every time, made in bulk, kept beside the computer's other caches for the next run."""

import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench.server import Server
from tests.makers import House, barcode, prepare

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
VERSION = 8
SEED = 20260310
ITEM_TYPES = ("book",) * 4 + ("large-print", "picture-book", "graphic-novel", "dvd", "music", "audiobook")
RULES = (
    {"loan": "21 days", "renewals": 3, "fine": "0.10", "fine_cap": "5.00", "loans": 30, "debt_limit": "10.00"},
    {"overdue_limit": 10, "lost_limit": 3, "grace": "1 day", "return_to": "anywhere", "until_expiry": "yes"},
    {"guarantees_debt_limit": "20.00", "family_debt_limit": "40.00", "membership_fee_blocks": "yes"},
    {"claims_limit": 5, "loans_here": 9000, "on_site_loans": 3, "location_limits": "new: 5"},
    {"high_demand_holds": 40, "high_demand_loan": "7 days", "hard_due": "2027-12-31", "renewals_unseen": 2},
    {"terms": "2026-01-01..2026-12-31 due 2027-01-31", "fine_bands": "1-7: 0.10, 8+: 0.20", "auto_renew": "yes"},
    {"suspension_days": 1, "suspension_cap": 30, "floats": "no", "counts_use": "yes", "recall_fine": "0.50"},
    {"type": "book", "loans_of_type": 25},
    {"type": "dvd", "loan": "7 days", "loans_of_type": 10},
    {"type": "audiobook", "deposit": "0.00", "rental": "0.00", "reshelving": "2 hours"},
    {"category": "staff", "loans": "unlimited", "loans_of_type": "unlimited", "lost_limit": "unlimited"},
    {"category": "staff", "type": "book", "loans_of_type": "unlimited"},
)

Rows = Iterable[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a library is; everything else follows from the number of its copies."""

    items: int = 1_000_000

    @property
    def titles(self) -> int:
        """Two copies a title."""
        return max(self.items // 2, 1)

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

    def tables(self) -> Iterator[tuple[str, str, Rows]]:
        """Each table with its columns and rows, parents first."""
        yield "titles", TITLE, self._titles()
        yield "items", ITEM, self._items()
        yield "patrons", PATRON, self._patrons()
        yield "cards", "id, number, patron_id, status", self._cards()
        yield "loans", LOAN, self._loans()
        yield "holds", HOLD, self._holds()
        yield "charges", CHARGE, self._charges()

    def _titles(self) -> Rows:
        made = instant(NOW - timedelta(days=900))
        for n in range(1, self.size.titles + 1):
            title = f"{WORDS[n % 97 % len(WORDS)]} and {WORDS[n % 89 % len(WORDS)].lower()} {n}"
            yield (n, title, title.lower(), f"Author {n % 40_000}", "", "2019", "", "eng", "book", "adult", "", "",
                   "", "<record/>" * 60, made, made)  # fmt: skip

    def _items(self) -> Rows:
        branch, made = self.codes.branch, instant(NOW - timedelta(days=900))
        seen = instant(NOW - timedelta(days=30))
        for n in range(1, self.size.items + 1):
            kind = self.codes.kinds[n * 7919 % len(self.codes.kinds)]
            yield (n, barcode("3", n), (n - 1) % self.size.titles + 1, branch, branch, kind,
                   self.codes.new if n % 50 == 0 else None, None,
                   f"FIC {n % 900:03} W", "", 1995, 1, "", "available", False, False, "", "", seen, made)  # fmt: skip

    def _patrons(self) -> Rows:
        categories, made = self.codes.categories, instant(NOW - timedelta(days=700))
        for n in range(1, self.size.patrons + 1):
            category = self.codes.staff if n > self.size.patrons - 50 else categories[n % len(categories)]
            yield (n, f"Family{n % 30_000}", f"Given{n % 900}", "", "", category, self.codes.branch, "2027-12-31",
                   "", "", "", "", "", "", "", True, False, False, made,
                   n - 1 if n % 8 == 2 else None)  # fmt: skip

    def _cards(self) -> Rows:
        return ((n, barcode("2", n), n, "active") for n in range(1, self.size.patrons + 1))

    def _loans(self) -> Rows:
        """Past loans first; then the open ones, of every fifth copy. One reader has a thousand."""
        chance, size, branch = random.Random(SEED), self.size, self.codes.branch
        kinds = self.codes.kinds
        starts = [NOW - timedelta(days=day, hours=day % 9) for day in range(30, 900)]
        days = [(instant(s), instant(s + timedelta(days=21)), instant(s + timedelta(days=14))) for s in starts]
        for n in range(1, size.past + 1):
            item = n * 6151 % size.items + 1
            out, due, back = days[n % len(days)]
            kind = kinds[item * 7919 % len(kinds)]
            yield n, item, n * 3571 % size.patrons + 1, branch, kind, out, due, back, 0, False
        active = max((size.patrons - 100) // 4, 1)
        for k in range(size.open):
            item = 5 * k + 1
            reader = size.patrons if k < 1000 else chance.randrange(active) * 4 + 1
            ago = timedelta(days=chance.randrange(1, 16 if k < 1000 else 23))
            out, due = NOW - ago, NOW - ago + timedelta(days=21)
            kind = kinds[item * 7919 % len(kinds)]
            yield size.past + k + 1, item, reader, branch, kind, instant(out), instant(due), None, 0, False

    def _holds(self) -> Rows:
        """Queues of one to five; one title, the last, has five hundred."""
        chance, size, n = random.Random(SEED + 1), self.size, 0
        placed = instant(NOW - timedelta(days=12))
        crowd = min(500, size.holds // 2)
        while n < size.holds:
            title = size.titles if n == 0 else chance.randrange(1, size.titles // 2)
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
WORDS = ("River", "Stone", "Garden", "Winter", "Letter", "Harbour", "Window", "Orchard", "Lantern", "Paper", "Bridge")


def cache_folder() -> Path:
    """Where large libraries are kept between runs: never in the checkout."""
    from platformdirs import user_cache_path

    folder = Path(os.environ.get("DESK_BENCH", "")) if os.environ.get("DESK_BENCH") else None
    folder = folder or user_cache_path("circulation-desk-bench", ensure_exists=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / "circulation-desk-bench"
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def rules(house: House) -> None:
    """All rules on, and a week with a closed day."""
    from sqlalchemy import select

    from desk.models import Branch

    house.policy(*RULES)
    with house.database.question() as connection:
        branches = connection.execute(select(Branch.id)).scalars().all()
    hours = [
        {"branch_id": branch, "weekday": day, "opens": 540, "closes": 1080} for branch in branches for day in range(6)
    ]
    house.calendar(hours, [])


def codes(house: House) -> Codes:
    """The numbers of what the rows point to."""
    from desk.models import Branch, ItemType, Location, PatronCategory

    return Codes(
        house.code(Branch, "MAIN"),
        tuple(house.code(PatronCategory, code) for code in ("adult", "adult", "child", "senior")),
        house.code(PatronCategory, "staff"),
        tuple(house.code(ItemType, code) for code in ITEM_TYPES),
        house.code(Location, "new"),
    )


def sqlite_library(size: Size) -> Path:
    """The large library as a file: from the cache, or made now."""
    path = cache_folder() / f"large-{size.items}-v{VERSION}.db"
    if path.exists():
        return path
    draft = path.with_suffix(".draft")
    for left in (draft, Path(f"{draft}-wal"), Path(f"{draft}-shm")):
        left.unlink(missing_ok=True)
    house = _empty(str(draft))
    maker = Maker(size, codes(house))
    house.database.close()
    _fill_file(draft, maker)
    draft.rename(path)
    return path


def _empty(where: str) -> House:
    from desk.models import Location
    from desk.services.database import connect

    prepare(where)
    house = House(connect(where))
    house.put(Location(code="new", name="New books"))
    rules(house)
    return house


def _fill_file(path: Path, maker: Maker) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -400000"):
        db.execute(f"PRAGMA {pragma}")
    indexes = db.execute(INDEXES).fetchall()
    for name, _sql in indexes:
        db.execute(f'DROP INDEX "{name}"')
    db.execute("BEGIN")
    for table, columns, rows in maker.tables():
        marks = ", ".join("?" * len(columns.split(",")))
        db.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
    for _name, sql in indexes:
        db.execute(sql)
    db.execute("COMMIT")
    db.execute("ANALYZE")
    db.execute("PRAGMA journal_mode = WAL")
    db.close()


INDEXES = """SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
    AND tbl_name IN ('titles', 'items', 'patrons', 'cards', 'loans', 'holds', 'charges')"""
SERVER_INDEXES = """SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    AND tablename IN ('titles', 'items', 'patrons', 'cards', 'loans', 'holds', 'charges')
    AND indexname NOT IN (SELECT conname FROM pg_constraint)"""


def server_library(server: Server, size: Size) -> str:
    """The large library on a server: its address; made now unless it is there from an earlier run."""
    name = f"large_{size.items}_v{VERSION}"
    if server.has(name):
        return server.url(name)
    draft = f"{name}_draft"
    server.execute(f'DROP DATABASE IF EXISTS "{draft}" WITH (FORCE)')
    server.execute(f'CREATE DATABASE "{draft}"')
    house = _empty(server.url(draft))
    maker = Maker(size, codes(house))
    house.database.close()
    with server.connect(draft) as db:
        _fill_server(db, maker)
    server.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    return server.url(name)


def _fill_server(db: Any, maker: Maker) -> None:
    db.execute("SET session_replication_role = replica")
    db.execute("SET maintenance_work_mem = '512MB'")
    db.execute("SET TIME ZONE 'UTC'")
    indexes = db.execute(SERVER_INDEXES).fetchall()
    for name, _sql in indexes:
        db.execute(f'DROP INDEX "{name}"')
    for table, columns, rows in maker.tables():
        with db.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        db.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
    for _name, sql in indexes:
        db.execute(sql)
    db.commit()
    db.autocommit = True
    db.execute("VACUUM ANALYZE")


def working_copy(path: Path) -> Path:
    """A copy to measure in, so that every run begins from the same library."""
    copy = path.with_name(f"{path.stem}-run.db")
    for left in (copy, Path(f"{copy}-wal"), Path(f"{copy}-shm")):
        left.unlink(missing_ok=True)
    shutil.copyfile(path, copy)
    return copy
