"""The bench on a tiny library: each target runs and yields its lines. No time decides anything here."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.services.codec import decode
from tests.bench import report, start
from tests.bench.eight import fights
from tests.bench.imports import imports
from tests.bench.large import sqlite_library
from tests.bench.measure import Cap, Line, Result, Tally, Times
from tests.bench.rows import Size
from tests.bench.targets import Bench, on_file
from tests.bench.window import TARGETS, open_window
from tests.bench.words import vocabulary

TINY = Size(1_000)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of its own, so that the large library of this computer is not touched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK_BENCH", str(tmp_path_factory.mktemp("bench")))
        yield sqlite_library(TINY)


@pytest.fixture
def bench(cache: Path) -> Iterator[Bench]:
    """A copy of the tiny library, with a desk in it."""
    with on_file(TINY) as made:
        yield made


def numbers(lines: list[Result]) -> set[int]:
    return {line.number for line in lines}


def test_the_library_has_as_many_rows_as_its_size_says(cache: Path) -> None:
    db = sqlite3.connect(cache)
    tables = {"items": TINY.items, "titles": TINY.records, "patrons": TINY.patrons, "journal": TINY.journal}
    tables |= {"title_words": TINY.records, "patron_words": TINY.patrons, "loans": TINY.past + TINY.open}
    found = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
    db.close()
    assert found == tables


def test_the_journal_is_in_the_order_of_time_and_can_be_read_as_if_the_desk_had_written_it(cache: Path) -> None:
    db = sqlite3.connect(cache)
    rows = db.execute("SELECT at, kind, act, answer, before, person, private FROM journal ORDER BY id").fetchall()
    days = [row[0][:10] for row in rows]
    assert days == sorted(days) and int(days[-1][:4]) - int(days[0][:4]) >= 2
    kinds = Counter(row[1] for row in rows)
    assert kinds["checkout"] > kinds["checkin"] * 0.8 > kinds["renew"] > 0
    import desk.services.circulation.renew  # noqa: F401

    for row in (*rows[:200], *rows[-20:]):
        assert type(decode(json.loads(row[2]))).__name__.lower() == row[1]
        assert decode(json.loads(row[3])).item.barcode and decode(json.loads(row[4])).holding
        assert (row[5] is None) == (row[6] is None)
    db.close()


def test_the_words_are_many_and_always_the_same() -> None:
    assert vocabulary(3000, 1) == vocabulary(3000, 1) != vocabulary(3000, 2)
    assert len(set(vocabulary(3000, 1))) == 3000


def test_the_window_shows_scans_a_burst_and_searches(bench: Bench) -> None:
    with open_window(bench) as window:
        for number, target in TARGETS.items():
            lines = list(target(window, 5))
            assert numbers(lines) == {number} and all(len(line.row) == len(report.HEAD) for line in lines)
        assert next(iter(TARGETS[7](window, 5))).met  # all are shown, in their order


def test_eight_desks_leave_everything_as_it_must_be(tmp_path: Path) -> None:
    lines = list(fights(str(tmp_path / "library.db"), "SQLite", seconds=0.5, desks=2))
    assert [line.row[2] for line in lines[:3]] == ["0", "0", "0"]


def test_records_are_taken_in_by_one_process_and_by_several() -> None:
    assert numbers(list(imports(records=60, rounds=1))) == {9}


def test_the_desk_and_an_empty_window_are_started(cache: Path) -> None:
    lines = list(start.starts(str(cache), rounds=1))
    assert numbers(lines) == {11} and lines[0].row[2]


def test_a_line_says_how_far_apart_two_ways_are() -> None:
    slow, quick = Times([20.0, 20.0]), Times([10.0, 10.0])
    assert Line(1, "", slow, quick, 2.0).met and not Line(1, "", slow, quick, 1.9).met
    assert Line(9, "", slow, quick, 0.5, least=True).met and not Line(9, "", slow, quick, 0.6, least=True).met
    assert Cap(7, "", slow, None, most=20.0).met and not Cap(7, "", slow, None, p99=19.0).met
    assert Tally(13, "", 0, 0, met=True).row[-1] == "met"


def test_the_table_goes_between_its_marks_in_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "ROOT", tmp_path)
    page = tmp_path / "README.md"
    page.write_text("before", encoding="utf-8")
    line = Tally(13, "double loans", 0, 0, met=True)
    assert report.show_in_readme([line]) is None
    page.write_text(f"before {report.BEGIN}old{report.END} after", encoding="utf-8")
    assert report.show_in_readme([line]) == page
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before ") and text.endswith(" after") and "double loans" in text and "old" not in text
