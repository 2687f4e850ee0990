"""A long file read by other processes comes in as one read here does."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

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


class Told:
    """One who reads, with what they hand over."""

    def __init__(self, *portions: elsewhere._Portion) -> None:
        self.portions = list(portions)
        self.ended = False

    def next(self, _path: Path, _report: ImportReport, _seconds: float) -> elsewhere._Portion | None:
        """The next one."""
        portion = self.portions.pop(0) if self.portions else None
        self.ended = portion is not None and portion.count < CHUNK
        return portion

    def stop(self) -> None:
        """Nothing runs."""


def coming(monkeypatch: pytest.MonkeyPatch, path: Path, *readers: Told) -> elsewhere._Coming:
    """What comes of a file from these."""
    left = list(readers)
    monkeypatch.setattr(elsewhere.os, "cpu_count", lambda: len(readers) + 1)
    monkeypatch.setattr(elsewhere._Reader, "of", lambda *_words: left.pop(0))
    monkeypatch.setattr(elsewhere, "_may_read_here", lambda _path: False)
    setting = elsewhere.Setting("USD", ZoneInfo("UTC"), "", ())
    return elsewhere._Coming(path, mapping("koha-952"), setting, ImportReport(ImportKind.MARC, path))


def test_portions_come_in_their_order_whoever_read_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one = Told(elsewhere._Portion(1, CHUNK), elsewhere._Portion(2, CHUNK), elsewhere._Portion(2, 0))
    other = Told(elsewhere._Portion(0, CHUNK), elsewhere._Portion(3, 7))
    all_ = coming(monkeypatch, tmp_path, one, other)
    places = []
    while (portion := all_.next()) is not None:
        places.append((portion.place, portion.count))
    assert places == [(0, CHUNK), (1, CHUNK), (2, CHUNK), (3, 7)]


def test_a_file_that_cannot_be_read_on_is_told_after_all_that_could(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gone = FileUnreadable(tmp_path, "Input/output error")
    one = Told(elsewhere._Portion(0, CHUNK), elsewhere._Portion(0, 0, error=gone))
    other = Told(elsewhere._Portion(1, CHUNK), elsewhere._Portion(1, 0, error=gone))
    all_ = coming(monkeypatch, tmp_path, one, other)
    assert [all_.next(), all_.next()] != [None, None]
    with pytest.raises(FileUnreadable, match="Input/output"):
        all_.next()


def test_a_short_file_is_read_here() -> None:
    assert not elsewhere.worth_processes(elsewhere.LONG - 1)
