"""This desk's own file: open visits, scans without an act, slips to print, an import at work, small counters.

It is never the library's truth. It lets a visit survive a crash, and a slip a printer that is away. It may lag behind
the library by a moment, never the other way round; so a lost file costs a few rows on the screen and no loan.
"""

import json
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from desk.rules.vocabulary import Reason

log = logging.getLogger(__name__)

VERSION = 1
TABLES = """
CREATE TABLE IF NOT EXISTS visits (
    id TEXT PRIMARY KEY, page TEXT NOT NULL, card TEXT NOT NULL, grants TEXT NOT NULL, mode TEXT NOT NULL,
    parked INTEGER NOT NULL, place INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS scans (
    visit TEXT NOT NULL, key TEXT NOT NULL, raw TEXT NOT NULL, state TEXT NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (visit, key)
);
CREATE TABLE IF NOT EXISTS slips (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, body BLOB NOT NULL, state TEXT NOT NULL, made TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS imports (
    library TEXT PRIMARY KEY, kind TEXT NOT NULL, path TEXT NOT NULL, mapping TEXT NOT NULL,
    done INTEGER NOT NULL, total INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""
OWNER_ONLY = 0o600


class PageKind(StrEnum):
    """Which page a visit or session belongs to."""

    CHECK_OUT = "check_out"
    CHECK_IN = "check_in"


class ScanState(StrEnum):
    """How far a scan without an act has come."""

    WAITING = "waiting"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    ASIDE = "aside"


class SlipState(StrEnum):
    """Where a slip is."""

    WAITING = "waiting"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class StoredGrant:
    """A reason that was lifted for the rest of a visit, and by whom."""

    reason: Reason
    by: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class StoredVisit:
    """A visit or session that is open; a parked one waits until F8."""

    id: str
    page: PageKind
    card: str = ""
    grants: tuple[StoredGrant, ...] = ()
    mode: str = ""
    parked: bool = False


@dataclass(frozen=True, slots=True)
class StoredScan:
    """A scan of which the journal does not know, or not yet: `key` is the name that its act has or would have had."""

    visit: str
    key: str
    raw: str
    state: ScanState


@dataclass(frozen=True, slots=True)
class StoredSlip:
    """A slip as the printer wants it."""

    number: int
    kind: str
    body: bytes


@dataclass(frozen=True, slots=True)
class StoredImport:
    """An import that has begun: of what file, how it is read, and how far it has come; a total of nought is unknown."""

    library: str
    kind: str
    path: str
    mapping: str
    done: int = 0
    total: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether its last record was in."""
        return 0 < self.total <= self.done


class StationStore:
    """The open file. A file that cannot be used is set aside and a new one begun: `note` says so, the desk works on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.note = ""
        self._db = self._open()

    def keep_visit(self, visit: StoredVisit) -> None:
        """Remember an open visit as it is now."""
        grants = json.dumps([[grant.reason, grant.by, grant.note] for grant in visit.grants])
        values = (visit.id, visit.page, visit.card, grants, visit.mode, visit.parked, visit.id)
        with self._writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?, ?, coalesce((SELECT place FROM visits"
                " WHERE id = ?), (SELECT coalesce(max(place), 0) + 1 FROM visits)))",
                values,
            )

    def forget_visit(self, visit: str) -> None:
        """The visit is finished: nothing of its reader stays here."""
        with self._writing() as db:
            db.execute("DELETE FROM visits WHERE id = ?", (visit,))
            db.execute("DELETE FROM scans WHERE visit = ?", (visit,))

    def visits(self, page: PageKind) -> tuple[StoredVisit, ...]:
        """The open visits of a page, the oldest first."""
        rows = self._db.execute("SELECT * FROM visits WHERE page = ? ORDER BY place", (page,)).fetchall()
        return tuple(_visit(row) for row in rows)

    def keep_scan(self, scan: StoredScan) -> None:
        """Remember a scan until its act stands."""
        with self._writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO scans VALUES (?, ?, ?, ?, coalesce((SELECT place FROM scans WHERE visit = ?"
                " AND key = ?), (SELECT coalesce(max(place), 0) + 1 FROM scans)))",
                (scan.visit, scan.key, scan.raw, scan.state, scan.visit, scan.key),
            )

    def drop_scan(self, visit: str, key: str) -> None:
        """The scan has its act, or needs none."""
        with self._writing() as db:
            db.execute("DELETE FROM scans WHERE visit = ? AND key = ?", (visit, key))

    def scans(self, visit: str) -> tuple[StoredScan, ...]:
        """The scans of a visit that have no act, the oldest first."""
        asked = "SELECT visit, key, raw, state FROM scans WHERE visit = ? ORDER BY place"
        rows = self._db.execute(asked, (visit,)).fetchall()
        return tuple(StoredScan(row[0], row[1], row[2], ScanState(row[3])) for row in rows)

    def queue_slip(self, kind: str, body: bytes) -> int:
        """Put a slip into the queue of the printer."""
        number = 0
        with self._writing() as db:
            values = (kind, body, SlipState.WAITING, datetime.now(UTC).isoformat())
            row = db.execute("INSERT INTO slips (kind, body, state, made) VALUES (?, ?, ?, ?)", values)
            number = int(row.lastrowid or 0)
        return number

    def slip_sent(self, number: int) -> None:
        """The printer has it; a sent slip names a reader and is not kept."""
        with self._writing() as db:
            db.execute("DELETE FROM slips WHERE number = ?", (number,))

    def slips(self) -> tuple[StoredSlip, ...]:
        """The slips that wait, the oldest first."""
        asked = "SELECT number, kind, body FROM slips WHERE state = ? ORDER BY number"
        return tuple(StoredSlip(*row) for row in self._db.execute(asked, (SlipState.WAITING,)).fetchall())

    def keep_import(self, begun: StoredImport) -> None:
        """Remember an import while it is at work: one that is still here at a start was cut off."""
        with self._writing() as db:
            values = (begun.library, begun.kind, begun.path, begun.mapping, begun.done, begun.total)
            db.execute("INSERT OR REPLACE INTO imports VALUES (?, ?, ?, ?, ?, ?)", values)

    def forget_import(self, library: str) -> None:
        """The import into this library has come to its end, or it was told that it did not."""
        with self._writing() as db:
            db.execute("DELETE FROM imports WHERE library = ?", (library,))

    def begun_import(self, library: str) -> StoredImport | None:
        """The import into this library that has not come to its end."""
        row = self._db.execute("SELECT * FROM imports WHERE library = ?", (library,)).fetchone()
        return StoredImport(*row) if row else None

    def count(self, name: str, by: int = 1) -> None:
        """Count something that this desk did."""
        with self._writing() as db:
            db.execute(
                "INSERT INTO counters VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
                (name, by),
            )

    def counter(self, name: str) -> int:
        """How often it was counted."""
        row = self._db.execute("SELECT value FROM counters WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else 0

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One small transaction. A store that cannot be written to is told once and never stops the desk."""
        try:
            with self._db:
                yield self._db
        except (sqlite3.Error, OSError) as error:
            self.note = self.note or str(error)
            log.info("this desk's own file cannot be written: %s", error)

    def _open(self) -> sqlite3.Connection:
        try:
            return _connect(self.path)
        except (sqlite3.DatabaseError, OSError, ValueError) as error:
            self.note = str(error)
        try:
            self._set_aside()
            return _connect(self.path)
        except (sqlite3.DatabaseError, OSError) as error:
            log.info("this desk keeps its own notes in memory only: %s", error)
            return _prepare(sqlite3.connect(":memory:", check_same_thread=False))

    def _set_aside(self) -> None:
        """Keep the damaged file beside the new one, for whoever wants to look."""
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        for ending in ("", "-wal", "-shm"):
            part = self.path.with_name(self.path.name + ending)
            if part.exists():
                part.rename(self.path.with_name(f"{self.path.name}.damaged-{stamp}{ending}"))


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY))
    path.chmod(OWNER_ONLY)
    db = sqlite3.connect(path, check_same_thread=False, timeout=2.0)
    try:
        return _prepare(db)
    except BaseException:
        db.close()
        raise


def _prepare(db: sqlite3.Connection) -> sqlite3.Connection:
    found = db.execute("PRAGMA quick_check").fetchone()
    if found != ("ok",):
        raise sqlite3.DatabaseError(str(found[0]))
    if db.execute("PRAGMA user_version").fetchone()[0] > VERSION:
        raise ValueError("written by a newer version of this program")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA secure_delete = ON")
    db.executescript(TABLES)
    db.execute(f"PRAGMA user_version = {VERSION}")
    return db


def _visit(row: tuple[str, str, str, str, str, int, int]) -> StoredVisit:
    number, page, card, grants, mode, parked, _place = row
    stored = tuple(StoredGrant(Reason(reason), by, note) for reason, by, note in json.loads(grants))
    return StoredVisit(number, PageKind(page), card, stored, mode, bool(parked))
