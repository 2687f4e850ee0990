"""An import can be stopped between two steps: what is in stays in, and the report says what it is."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from desk.errors import DiskFull
from desk.models import Item, Title
from desk.models.finding import find_title_ids
from desk.services.imports.fields import ImportKind
from desk.services.imports.marc import import_marc
from desk.services.work import cancel, finish
from tests.makers import House
from tests.marc.makers import book, control, record, write
from tests.services.imports.makers import counts, take


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twenty titles that come in by five."""
    monkeypatch.setattr("desk.services.imports.reading.CHUNK", 5)
    return write(tmp_path / "a.mrc", *(book(str(n), f"Title {n}") for n in range(20)))


def test_progress_counts_the_records(house: House, file: Path) -> None:
    steps = []
    finish(import_marc(house.desk(), file), steps.append)
    assert [(step.done, step.total) for step in steps] == [(0, 20), (5, 20), (10, 20), (15, 20), (20, 20)]


def test_a_cancelled_import_keeps_whole_chunks_and_reports_them(house: House, file: Path) -> None:
    work = import_marc(house.desk(), file)
    for _ in range(3):
        next(work)
    report = cancel(work)
    assert report is not None
    assert report.cancelled
    assert counts(report) == (10, 0, 0)
    assert house.count(Title) == 10
    assert counts(take(house, ImportKind.MARC, file)) == (10, 0, 10)


def test_what_was_read_ahead_is_not_in_the_report_of_a_cancelled_import(house: House, file: Path) -> None:
    untitled = record(control("001", "untitled"))
    mixed = write(
        file.parent / "mixed.mrc", *(book(str(n), f"Title {n}") for n in range(7)), untitled, book("8", "Last")
    )
    work = import_marc(house.desk(), mixed)
    next(work)
    next(work)
    report = cancel(work)
    assert report is not None
    assert (counts(report), report.refused) == ((5, 0, 0), [])
    assert [each.number for each in take(house, ImportKind.MARC, mixed).refused] == ["untitled"]


def test_a_chunk_that_cannot_be_written_leaves_those_before_it(house: House, file: Path) -> None:
    if not house.database.sqlite:
        pytest.skip("the full disk is played by a trigger of SQLite's")
    with house.database.act() as db:
        db.execute(
            text(
                "CREATE TRIGGER full_up BEFORE INSERT ON titles WHEN NEW.control_number = '12'"
                " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            )
        )
        db.commit()
    with pytest.raises(DiskFull):
        finish(import_marc(house.desk(), file))
    assert house.count(Title) == 10


@pytest.mark.parametrize("count", [49, 50, 100, 149, 150, 249])
def test_however_many_come_at_once_each_is_written_once_and_found(house: House, tmp_path: Path, count: int) -> None:
    file = write(tmp_path / "many.mrc", *(book(str(n), f"Title word{n}x") for n in range(count)))
    assert counts(take(house, ImportKind.MARC, file)) == (count, 0, 0)
    with house.database.question() as db:
        found = db.execute(select(Title.title, Title.control_number).order_by(Title.id)).all()
        assert [tuple(row) for row in found] == [(f"Title word{n}x", str(n)) for n in range(count)]
        last = find_title_ids(db, f"word{count - 1}x")
        assert list(last) == [db.execute(select(func.max(Title.id))).scalar_one()]


def test_a_work_that_is_closed_leaves_a_clean_database(house: House, file: Path) -> None:
    work = import_marc(house.desk(), file)
    next(work)
    next(work)
    work.close()
    assert (house.count(Title), house.count(Item)) == (5, 0)
    assert counts(take(house, ImportKind.MARC, file)) == (15, 0, 5)


def test_a_work_stopped_before_it_began_has_done_nothing(house: House, file: Path) -> None:
    work = import_marc(house.desk(), file)
    assert cancel(work) is None
    assert house.count(Title) == 0
