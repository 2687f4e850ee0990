"""The large library: the same every time, made in bulk, kept beside the computer's other caches for the next run."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desk.models.finding import grams
from tests.bench.rows import ITEM_TYPES, Codes, Maker, Size
from tests.bench.server import Server
from tests.makers import House, prepare

VERSION = 12
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
    for left in path.parent.glob(f"large-{size.items}-v*"):
        left.unlink()
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
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -2000000"):
        db.execute(f"PRAGMA {pragma}")
    indexes = db.execute(INDEXES).fetchall()
    for name, _sql in indexes:
        db.execute(f'DROP INDEX "{name}"')
    db.execute("BEGIN")
    for table, columns, rows in maker.tables():
        marks = ", ".join("?" * len(columns.split(",")))
        db.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
    for table, words in _words(maker):
        db.executemany(f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", words)
    db.executemany("INSERT INTO patron_parts (rowid, words) VALUES (?, ?)", maker.words_of_patrons())
    for _name, sql in indexes:
        db.execute(sql)
    db.execute("COMMIT")
    db.execute("ANALYZE")
    db.execute("PRAGMA journal_mode = WAL")
    db.close()


def _words(maker: Maker) -> Iterator[tuple[str, Iterator[tuple[int, str]]]]:
    yield "title_words", maker.words_of_titles()
    yield "patron_words", maker.words_of_patrons()


FILLED = (
    "('titles', 'items', 'patrons', 'cards', 'loans', 'holds', 'charges', 'journal', 'title_words', 'patron_words',"
    " 'patron_parts')"
)
# Those of loans and of the journal grow row by row, as in a library: an index made at the end has no room on any page,
# and for months each act would part one.
INDEXES = f"""SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN {FILLED}
    AND tbl_name NOT IN ('loans', 'journal')"""
SERVER_INDEXES = f"""SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename IN {FILLED}
    AND indexname NOT IN (SELECT conname FROM pg_constraint)"""


def server_library(server: Server, size: Size) -> str:
    """The large library on a server: its address; made now unless it is there from an earlier run."""
    name = f"large_{size.items}_v{VERSION}"
    if server.has(name):
        return server.url(name)
    for left in server.databases("large_%"):
        server.execute(f'DROP DATABASE "{left}" WITH (FORCE)')
    draft = f"{name}_draft"
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
    for table, words in _words(maker):
        with db.cursor().copy(f"COPY {table} (id, words) FROM STDIN") as copy:
            for number, text in words:
                copy.write_row((number, " ".join(f"{word}:{place}" for place, word in enumerate(text.split(), 1))))
    with db.cursor().copy("COPY patron_parts (id, words, grams) FROM STDIN") as copy:
        for number, text in maker.words_of_patrons():
            copy.write_row((number, text, " ".join(grams(text))))
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
