"""Mapping files: what they say is checked before anything is read, and a mistake is named."""

from pathlib import Path

import pytest

from desk.errors import FileUnreadable
from desk.services.imports.fields import ImportKind, ItemField, LoanField
from desk.services.imports.mapping import (
    SubfieldPlace,
    find_mapping,
    load_mapping,
    shipped_mappings,
    subfield_place,
)
from desk.services.imports.row import facts_of


@pytest.mark.parametrize("name", shipped_mappings())
def test_every_mapping_that_comes_with_the_program_is_right(name: str) -> None:
    mapping = load_mapping(find_mapping(name))
    assert mapping.name
    assert mapping.kind in ImportKind


def written(folder: Path, text: str) -> Path:
    path = folder / "m.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("kind = [", "Invalid value"),
        ("kind = 'books'", "kind is “books”; it can be: marc, items"),
        ("kind = 'items'", "names no columns"),
        (
            "kind = 'items'\n[columns]\nbarkode = 'x'",
            "columns.barkode is no field here; there are: barcode, control_number",
        ),
        ("kind = 'items'\ncolour = 1\n[columns]\nbarcode = 'x'", "colour is not known"),
        ("kind = 'items'\n[columns]\nbarcode = 3", "columns.barcode is not written"),
        ("kind = 'items'\n[columns]\nbarcode = {values = {a = 'b'}}", "does not say from which column"),
        ("kind = 'items'\n[columns]\nbarcode = {from = 'x', valeus = 1}", "valeus is not known"),
        ("kind = 'items'\ntime_zone = 'Mars/Base'\n[columns]\nbarcode = 'x'", "no time zone Mars/Base"),
        ("kind = 'items'\nencoding = 'klingon'\n[columns]\nbarcode = 'x'", "no character set klingon"),
        ("kind = 'items'\ncreate = 'yes'\n[columns]\nbarcode = 'x'", "create is not written"),
        ("kind = 'marc'\n[holdings]\nfield = '952'", "both [holdings] and [columns]"),
        ("kind = 'marc'\n[holdings]\nfield = '952'\n[columns]\nbarcode = 'pp'", "“pp” is no subfield"),
        ("kind = 'marc'\n[titles]\nmatch = ['luck']", "titles.match is “luck”"),
    ],
)
def test_a_mistake_in_a_mapping_is_named(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(FileUnreadable) as caught:
        load_mapping(written(tmp_path, text))
    assert why in caught.value.why
    assert caught.value.path.name == "m.toml"


def test_a_mapping_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        load_mapping(find_mapping("no-such-mapping"))
    with pytest.raises(FileUnreadable):
        load_mapping(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("p", SubfieldPlace("p")),
        ("0", SubfieldPlace("0")),
        ("b#2", SubfieldPlace("b", nth=2)),
        ("852$h", SubfieldPlace("h", "852")),
        ("852$b#2", SubfieldPlace("b", "852", 2)),
        ("pp", None),
        ("", None),
    ],
)
def test_a_subfield_is_named(text: str, place: SubfieldPlace | None) -> None:
    assert subfield_place(text) == place


def test_sources_are_tried_in_order_and_words_translated(tmp_path: Path) -> None:
    mapping = load_mapping(
        written(
            tmp_path,
            """
            kind = "items"
            [columns]
            barcode = "bc"
            status = [
                { from = "gone", values = { "1" = "withdrawn" }, otherwise = "" },
                { from = "where", values = { "L" = "lost" }, otherwise = "available" },
            ]
            location = { from = "loc", values = { "1" = "Stacks" }, keep = true }
            call_number = { from = ["class", "mark"] }
            price = ["new", "old"]
            [defaults]
            item_type = "book"
            """,
        )
    )

    def facts(**cells: str) -> dict[str, str]:
        found = facts_of(mapping.columns, lambda name: cells.get(name, ""))
        return {name.value: text for name, text in found.items()}

    assert facts(bc="1", gone="1", where="L")["status"] == "withdrawn"
    assert facts(bc="1", gone="0", where="L")["status"] == "lost"
    assert facts(bc="1")["status"] == "available"
    assert facts(loc="1")["location"] == "Stacks"
    assert facts(loc="Attic")["location"] == "Attic"
    assert facts(**{"class": "FIC", "mark": "POW"})["call_number"] == "FIC POW"
    assert facts(old="3.50")["price"] == "3.50"
    assert facts()["item_type"] == "book"


def test_renewals_that_are_left_become_renewals_used() -> None:
    mapping = load_mapping(find_mapping("concerto-loans"))
    cells = {"renewals_remaining": "2"}
    assert facts_of(mapping.columns, lambda name: cells.get(name, ""))[LoanField.RENEWALS] == "1"


def test_koha_flags_become_one_status() -> None:
    columns = load_mapping(find_mapping("koha-952")).columns

    def status(**flags: str) -> tuple[str, str]:
        cells = {code.removeprefix("s"): value for code, value in flags.items()}
        found = facts_of(columns, lambda code: cells.get(code, ""))
        return found[ItemField.STATUS], found[ItemField.NOT_FOR_LOAN]

    assert status() == ("available", "no")
    assert status(s0="0", s1="0", s4="0", s7="0") == ("available", "no")
    assert status(s1="2") == ("lost", "no")
    assert status(s0="1", s1="4") == ("withdrawn", "no")
    assert status(s4="1") == ("mending", "no")
    assert status(s7="-1") == ("on_order", "no")
    assert status(s7="1") == ("available", "yes")
