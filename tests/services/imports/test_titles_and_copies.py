"""Titles and copies coming in from MARC: matched, added, changed; nothing twice, nothing silently left out."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select, update

from desk.marc.keep import load
from desk.models import Item, ItemType, Location, Title, TitleIdentifier
from desk.models.finding import find_title_ids
from desk.rules.vocabulary import ItemStatus
from desk.services.imports.fields import ImportKind
from desk.services.imports.mapping import Mapping, load_mapping
from desk.services.imports.report import ImportRemark, Made
from tests.makers import House
from tests.marc.makers import book, control, field, record, write
from tests.services.imports.makers import counts, faults, mapping, take

ISBN = "9780441013593"


def marc(house: House, path: Path, with_mapping: Mapping | None = None, *, dry_run: bool = False):  # type: ignore[no-untyped-def]
    return take(house, ImportKind.MARC, path, with_mapping, dry_run=dry_run)


def copy(barcode: str, **parts: str):  # type: ignore[no-untyped-def]
    """A Koha item field."""
    return field("952", **{"p": barcode, "a": "MAIN", "b": "MAIN", "y": "book", "c": "Stacks", "o": "FIC HER", **parts})


def test_a_title_is_kept_whole_and_found_by_its_words(house: House, tmp_path: Path) -> None:
    dune = book("1", "Dune :", field("100", "1 ", a="Herbert, Frank,"), field("020", a=ISBN), field("520", a="Spice."))
    assert counts(marc(house, write(tmp_path / "a.mrc", dune))) == (1, 0, 0)
    title = house.one(Title, control_number="1")
    assert (title.title, title.author, title.kind) == ("Dune", "Frank Herbert", "book")
    assert load(title.marc)["520"]["a"] == "Spice."
    assert house.one(TitleIdentifier, value=ISBN).title_id == title.id
    with house.database.question() as db:
        assert find_title_ids(db, "herb spi") == [title.id]


def test_the_same_file_twice_changes_nothing(house: House, tmp_path: Path) -> None:
    path = write(tmp_path / "a.mrc", book("1", "Dune", copy("3001")), book("2", "Emma", copy("3002")))
    koha = mapping("koha-952")
    assert counts(marc(house, path, koha)) == (2, 0, 0)
    again = marc(house, path, koha)
    assert counts(again) == (0, 0, 2)
    assert (again.copies.added, again.copies.changed, again.copies.unchanged) == (0, 0, 2)
    assert not again.made
    assert not again.refused


def test_a_record_without_a_number_is_known_by_what_was_kept_in_json_before(house: House, tmp_path: Path) -> None:
    path = write(tmp_path / "a.mrc", record(field("245", "10", a="Emma"), field("500", "  ", a="No number.")))
    assert counts(marc(house, path)) == (1, 0, 0)
    title = house.one(Title, title="Emma")
    parts = {"ind1": "1", "ind2": "0", "subfields": [{"a": "Emma"}]}
    note = {"ind1": " ", "ind2": " ", "subfields": [{"a": "No number."}]}
    kept = {"leader": title.marc[:24], "fields": [{"245": parts}, {"500": note}]}
    with house.database.act() as db:
        db.execute(update(Title).values(marc=json.dumps(kept)))
        db.commit()
    assert counts(marc(house, path)) == (0, 1, 0)
    assert counts(marc(house, path)) == (0, 0, 1)


def test_a_changed_record_brings_its_title_up_to_date(house: House, tmp_path: Path) -> None:
    marc(house, write(tmp_path / "a.mrc", book("1", "Dunne", field("020", a=ISBN))))
    assert counts(marc(house, write(tmp_path / "a.mrc", book("1", "Dune")))) == (0, 1, 0)
    assert house.one(Title, control_number="1").title == "Dune"
    assert house.count(TitleIdentifier, value=ISBN) == 0
    with house.database.question() as db:
        assert find_title_ids(db, "dunne") == []
        assert len(find_title_ids(db, "dune")) == 1


def test_the_same_number_from_two_catalogues_is_two_titles(house: House, tmp_path: Path) -> None:
    one = record(control("001", "7"), control("003", "A"), field("245", a="First"))
    two = record(control("001", "7"), control("003", "B"), field("245", a="Second"))
    assert counts(marc(house, write(tmp_path / "a.mrc", one, two))) == (2, 0, 0)


def test_a_title_without_a_number_is_recognised_by_isbn_and_words(house: House, tmp_path: Path) -> None:
    marc(house, write(tmp_path / "a.mrc", book("1", "Dune", field("020", a=ISBN))))
    same = record(field("020", a="0441013597"), field("245", a="Dune."))
    assert counts(marc(house, write(tmp_path / "b.mrc", same))) == (0, 1, 0)
    other = record(field("020", a=ISBN), field("245", a="Dune messiah"))
    assert counts(marc(house, write(tmp_path / "c.mrc", other))) == (1, 0, 0)


def test_two_records_of_one_catalogue_with_one_isbn_stay_two(house: House, tmp_path: Path) -> None:
    pair = [book(number, "Dune", field("020", a=ISBN)) for number in ("1", "2")]
    assert counts(marc(house, write(tmp_path / "a.mrc", *pair))) == (2, 0, 0)


def test_a_record_without_any_number_comes_in_once(house: House, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.mrc", record(field("245", a="Leaflet")), record(field("245", a="Leaflet"), field("500", a="x"))
    )
    assert counts(marc(house, path)) == (2, 0, 0)
    assert counts(marc(house, path)) == (0, 0, 2)


def test_a_record_that_comes_twice_in_a_file_is_told(house: House, tmp_path: Path) -> None:
    report = marc(house, write(tmp_path / "a.mrc", book("1", "Dune"), book("2"), book("1", "Dune again")))
    assert counts(report) == (2, 0, 0)
    assert faults(report) == [(3, "1", "twice_in_file")]


def test_what_is_no_title_and_what_is_damaged_is_told_with_its_place(house: House, tmp_path: Path) -> None:
    whole = write(tmp_path / "a.mrc", book("1"), record(control("001", "h9"), field("852", p="3001")), book("3"))
    torn = tmp_path / "b.mrc"
    torn.write_bytes(whole.read_bytes()[:-4])
    report = marc(house, torn)
    assert counts(report) == (1, 0, 0)
    assert faults(report) == [(2, "h9", "no_title"), (3, "3", "truncated")]


def test_bad_isbns_and_odd_bytes_are_remarked(house: House, tmp_path: Path) -> None:
    raw = book("5", "Łódź", field("020", a="1234567890")).as_marc()
    path = tmp_path / "a.mrc"
    path.write_bytes(raw[:9] + b" " + raw[10:])
    report = marc(house, path)
    assert {(r.number, r.remark.value, r.fact) for r in report.remarks} == {
        ("5", ImportRemark.BAD_ISBN.value, "1234567890"),
        ("5", "utf8_not_declared", ""),
    }


def test_copies_come_with_their_titles_and_new_codes_are_told(house: House, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.mrc",
        book("1", "Dune", copy("3001", g="12.50", t="1", x="Signed"), copy("3002", y="map", b="NORTH", **{"_1": "1"})),
    )
    report = marc(house, path, mapping("koha-952"))
    assert report.copies.added == 2
    assert set(report.made) == {(Made.ITEM_TYPE, "map"), (Made.LOCATION, "Stacks")}
    first, second = house.one(Item, barcode="3001"), house.one(Item, barcode="3002")
    assert (first.price, first.copy_number, first.note, first.call_number) == (1250, "1", "Signed", "FIC HER")
    assert first.location_id == house.code(Location, "Stacks")
    assert second.status is ItemStatus.LOST
    assert second.item_type_id == house.code(ItemType, "map")
    assert (second.branch_id, second.holding_branch_id) == (first.branch_id, first.branch_id + 1)


def test_a_copy_that_moved_to_another_title_moves(house: House, tmp_path: Path) -> None:
    koha = mapping("koha-952")
    marc(house, write(tmp_path / "a.mrc", book("1", "Dune", copy("3001")), book("2", "Emma")), koha)
    moved = write(tmp_path / "a.mrc", book("1", "Dune"), book("2", "Emma", copy("3001")))
    report = marc(house, moved, koha)
    assert report.copies.changed == 1
    assert house.one(Item, barcode="3001").title_id == house.one(Title, control_number="2").id


def test_copies_without_a_barcode_and_twice_the_same_are_told(house: House, tmp_path: Path) -> None:
    path = write(tmp_path / "a.mrc", book("1", "Dune", copy(""), copy("3001")), book("2", "Emma", copy("3001")))
    report = marc(house, path, mapping("koha-952"))
    assert report.copies.added == 1
    assert faults(report) == [(1, "", "empty"), (2, "3001", "twice_in_file")]


def test_codes_that_may_not_be_added_refuse_the_copy(house: House, tmp_path: Path) -> None:
    strict = tmp_path / "strict.toml"
    columns = '[columns]\nbarcode = "p"\nbranch = "a"\nitem_type = "y"'
    strict.write_text(f'kind = "marc"\ncreate = false\n[holdings]\nfield = "952"\n{columns}\n')
    path = write(tmp_path / "a.mrc", book("1", "Dune", copy("3001", a="EAST"), copy("3002", y="saga"), copy("3003")))
    report = marc(house, path, load_mapping(strict))
    assert report.copies.added == 1
    assert [(r.number, r.fault.value, r.fact) for r in report.refused] == [
        ("3001", "branch_unknown", "EAST"),
        ("3002", "item_type_unknown", "saga"),
    ]


def test_a_barcode_that_is_too_long_is_told_on_both_databases(house: House, tmp_path: Path) -> None:
    path = write(tmp_path / "a.mrc", book("1", "Dune", copy("9" * 61)), book("x" * 61, "Emma"))
    report = marc(house, path, mapping("koha-952"))
    assert [fault for _place, _number, fault in faults(report)] == ["too_long", "too_long"]


def test_standard_holdings_are_read_with_their_linked_place(house: House, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.mrc",
        book(
            "1",
            "Dune",
            field("852", _8="1", b="MAIN", c="Stacks", h="FIC", i="HER"),
            field("852", _8="2", b="NORTH", c="Annex", h="SF", i="HER"),
            field("876", _8="2.1", p="3009", t="2"),
        ),
    )
    report = marc(house, path, mapping("marc-876-holdings"))
    assert report.copies.added == 1
    item = house.one(Item, barcode="3009")
    assert (item.call_number, item.copy_number) == ("SF HER", "2")
    assert item.location_id == house.code(Location, "Annex")


def test_a_dry_run_tells_the_same_and_writes_nothing(house: House, tmp_path: Path) -> None:
    path = write(tmp_path / "a.mrc", book("1", "Dune", copy("3001")), book("2", "Emma", copy("3002")), book("1"))
    koha = mapping("koha-952")
    told = marc(house, path, koha, dry_run=True)
    assert (house.count(Title), house.count(Item), house.count(Location)) == (0, 0, 0)
    done = marc(house, path, koha)
    assert counts(told) == counts(done) == (2, 0, 0)
    assert (told.copies, told.refused, told.made) == (done.copies, done.refused, done.made)
    assert told.dry_run


def test_many_chunks_make_one_whole(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.services.imports.reading.CHUNK", 7)
    path = write(tmp_path / "a.mrc", *(book(str(n), f"Title {n}", copy(f"3{n:04d}")) for n in range(30)), book("3"))
    report = marc(house, path, mapping("koha-952"))
    assert (report.added, report.copies.added) == (30, 30)
    assert faults(report) == [(31, "3", "twice_in_file")]
    with house.database.question() as db:
        pairs = db.execute(select(Title.control_number, Item.barcode).join(Item, Item.title_id == Title.id)).all()
    assert all(barcode == f"3{int(number or 0):04d}" for number, barcode in pairs)
