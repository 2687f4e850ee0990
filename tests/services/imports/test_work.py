"""An import can be stopped between two steps: what is in stays in, and the report says what it is."""

from pathlib import Path

import pytest

from desk.models import Item, Title
from desk.services.imports.fields import ImportKind
from desk.services.imports.marc import import_marc
from desk.services.work import cancel, finish
from tests.makers import House
from tests.marc.makers import book, write
from tests.services.imports.makers import counts, take


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twenty titles that come in by five."""
    monkeypatch.setattr("desk.services.imports.intake.CHUNK", 5)
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
