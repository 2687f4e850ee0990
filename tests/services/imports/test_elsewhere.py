"""A long file read by other processes comes in as one read here does."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pymarc import record_to_xml

from desk.errors import FileUnreadable
from desk.models import Item, Title
from desk.services.imports import elsewhere
from desk.services.imports.fields import ImportKind
from desk.services.imports.marc import import_marc
from desk.services.imports.reading import CHUNK
from desk.services.imports.report import ImportReport, Tally
from desk.services.work import cancel, finish
from tests.makers import House
from tests.marc.makers import book, field, write
from tests.services.imports.makers import mapping

BRANCH_AND_KIND = {"a": "MAIN", "b": "MAIN", "y": "book"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """More than two portions: most records are sound, some are not, one comes twice."""
    records = [
        book(str(n), f"Title {n}", field("020", a="12345"), field("952", p=f"3{n:05}", **BRANCH_AND_KIND))
        for n in range(2 * CHUNK + 90)
    ]
    path = write(tmp_path / "long.mrc", *records, book("7", "Title 7"))
    path.write_bytes(path.read_bytes().replace(b"\x1d", b"\x1dtorn\x1d", 3))
    return path


def told(report: ImportReport) -> Any:
    return replace(report, path=Path())


def test_the_report_is_the_same(house: House, file: Path) -> None:
    koha = mapping("koha-952")
    here = finish(import_marc(house.desk(), file, koha, dry_run=True, apart=False))
    there = finish(import_marc(house.desk(), file, koha, dry_run=True, apart=True))
    assert told(there) == told(here)
    assert (there.added, len(there.refused)) == (2 * CHUNK + 90, 4) and len(there.remarks) >= CHUNK


def test_what_comes_in_is_the_same(house: House, file: Path) -> None:
    report = finish(import_marc(house.desk(), file, mapping("koha-952"), apart=True))
    assert report.added == report.copies.added == 2 * CHUNK + 90
    assert house.one(Item, barcode="301005").title_id == house.one(Title, control_number="1005").id
    again = finish(import_marc(house.desk(), file, mapping("koha-952"), apart=False))
    assert (again.unchanged, again.copies.unchanged) == (report.added, report.added)


def test_a_file_of_whole_portions_ends_too(house: House, tmp_path: Path) -> None:
    file = write(tmp_path / "even.mrc", *(book(str(n)) for n in range(2 * CHUNK)))
    assert finish(import_marc(house.desk(), file, apart=True, dry_run=True)).added == 2 * CHUNK


def test_xml_is_shared_as_well(house: House, tmp_path: Path) -> None:
    file = tmp_path / "some.xml"
    records = b"".join(record_to_xml(book(str(n), f"Title {n}"), namespace=True) for n in range(CHUNK + 5))
    file.write_bytes(b"<collection>" + records + b"</collection>")
    assert finish(import_marc(house.desk(), file, apart=True)).added == CHUNK + 5


def test_stopped_in_the_middle_the_others_end(house: House, file: Path) -> None:
    work = import_marc(house.desk(), file, apart=True)
    next(work)
    next(work)
    report = cancel(work)
    assert report is not None and report.cancelled and 0 < report.added <= CHUNK
    assert house.count(Title) >= report.added


def test_a_reader_that_died_is_told(tmp_path: Path, file: Path) -> None:
    reader = elsewhere._Reader.of(tmp_path / "none.mrc", mapping("koha-952"), None, None)  # type: ignore[arg-type]
    reader.process.kill()
    reader.process.join()
    report = ImportReport(ImportKind.MARC, file, done=Tally(added=1000))
    with pytest.raises(FileUnreadable, match=r"has ended[.] 1000 new, 0 changed"):
        reader.next(file, report, 0.1)
    report.done.added = 0
    with pytest.raises(FileUnreadable, match=r"has ended[.]$"):
        reader.next(file, report, 0)
    reader.stop()


def test_a_short_file_is_read_here() -> None:
    assert not elsewhere.worth_processes(elsewhere.LONG - 1)
