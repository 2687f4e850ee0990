"""This desk's own file."""

import sqlite3
import stat
from pathlib import Path

import pytest

from desk.rules.vocabulary import Reason
from desk.station.store import (
    PageKind,
    ScanState,
    StationStore,
    StoredGrant,
    StoredScan,
    StoredVisit,
)

VISIT = StoredVisit("v1", PageKind.CHECK_OUT, "29990000000017", (StoredGrant(Reason.OWES, 2, "other"),))


def test_what_is_kept_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    store = StationStore(tmp_path / "station.db")
    store.keep_visit(VISIT)
    for number in range(3):
        store.keep_scan(StoredScan("v1", f"k{number}", f"3999{number}", ScanState.WAITING))
    store.drop_scan("v1", "k1")
    store.keep_scan(StoredScan("v1", "k0", "39990", ScanState.UNKNOWN))
    again = StationStore(tmp_path / "station.db")
    assert again.visits(PageKind.CHECK_OUT) == (VISIT,) and again.visits(PageKind.CHECK_IN) == ()
    assert [(scan.key, scan.state) for scan in again.scans("v1")] == [
        ("k0", ScanState.UNKNOWN),
        ("k2", ScanState.WAITING),
    ]
    store.close()
    again.close()


def test_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    StationStore(tmp_path / "station.db").close()
    assert stat.S_IMODE((tmp_path / "station.db").stat().st_mode) == 0o600


def test_a_visit_that_is_over_is_forgotten_with_its_scans(tmp_path: Path) -> None:
    store = StationStore(tmp_path / "station.db")
    store.keep_visit(VISIT)
    store.keep_scan(StoredScan("v1", "k", "1", ScanState.REFUSED))
    store.forget_visit("v1")
    assert store.visits(PageKind.CHECK_OUT) == () and store.scans("v1") == ()
    store.close()


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_is_set_aside_and_never_stops_the_desk(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "station.db"
    path.write_bytes(content)
    store = StationStore(path)
    store.keep_visit(VISIT)
    assert store.note and store.visits(PageKind.CHECK_OUT) == (VISIT,)
    assert [each.name for each in tmp_path.glob("*.damaged-*")]
    store.close()


def test_a_file_of_a_newer_program_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    store = StationStore(path)
    assert "newer" in store.note
    store.close()


def test_a_place_that_cannot_be_written_is_a_store_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = StationStore(tmp_path / "file" / "station.db")
    store.keep_visit(VISIT)
    assert store.note and store.visits(PageKind.CHECK_OUT) == (VISIT,)
    store.close()


def test_slips_wait_in_their_order_until_the_printer_has_them(tmp_path: Path) -> None:
    store = StationStore(tmp_path / "station.db")
    first, second = store.queue_slip("due", b"%PDF 1"), store.queue_slip("hold", b"%PDF 2")
    store.slip_sent(first)
    assert [(slip.number, slip.body) for slip in store.slips()] == [(second, b"%PDF 2")]
    store.close()


def test_counters_count(tmp_path: Path) -> None:
    store = StationStore(tmp_path / "station.db")
    store.count("slips")
    store.count("slips", 2)
    assert (store.counter("slips"), store.counter("nothing")) == (3, 0)
    store.close()
