"""Rows chosen for MARC, and MARC chosen for rows, are told for what they are."""

from pathlib import Path

import pytest

from desk.errors import FileUnreadable
from desk.services.imports.by_kind import import_file
from desk.services.imports.fields import ImportKind
from desk.services.imports.sorts import looks_like_marc, looks_like_rows
from tests.makers import House

ROWS = (
    b"barcode,title,item_type\n1,Piranesi,book\n",
    b"\xef\xbb\xbfcard;family_name\r\n1;Lindqvist\r\n",
    b"card\tfamily_name\n",
    "barcode,title\n1,Piranesi\n".encode("utf-16"),
    b'"bar,code","title",\n"1","Piranesi",\n',
    "card,family_name\n1,Müller\n".encode("cp1252"),
)
MARC = (
    b"00714cam a2200205 a 4500001001300000\x1e12883376\x1e\x1d",
    b'<?xml version="1.0"?>\n<marc:collection xmlns:marc="http://www.loc.gov/MARC21/slim">',
    b"\xef\xbb\xbf<record>\n<leader>00714cam a2200205 a 4500</leader>",
)
NEITHER = (
    b"",
    b"card\n1\n",
    b"00714cam a2200205 a 4500, cut off; here\nand, on",
    b"=LDR  00714cam, a\n=245  10$aPiranesi, or\n",
    b"<html><body>, </body></html>",
    b"\x00\x01,\x02,\n,",
    b"A letter, which begins like many,\nand goes on without any of them\n",
)


@pytest.mark.parametrize("head", ROWS)
def test_rows_are_rows(head: bytes) -> None:
    assert looks_like_rows(head) and not looks_like_marc(head)


@pytest.mark.parametrize("head", MARC)
def test_marc_is_marc(head: bytes) -> None:
    assert looks_like_marc(head) and not looks_like_rows(head)


@pytest.mark.parametrize("head", NEITHER)
def test_what_is_neither_is_left_to_its_reader(head: bytes) -> None:
    assert not looks_like_marc(head) and not looks_like_rows(head)


def test_the_files_of_others_are_what_their_names_say(shared_data: Path) -> None:
    heads = {path: path.read_bytes()[:4_096] for path in (shared_data / "marc").rglob("*.*") if path.is_file()}
    for path, head in heads.items():
        if path.suffix in (".mrc", ".marc", ".xml", ".dat", ".csv"):
            assert looks_like_rows(head) is (path.suffix == ".csv"), path
            assert not looks_like_marc(head) or path.suffix != ".csv", path


def test_whoever_chose_the_wrong_kind_is_told_which_is_right(house: House, tmp_path: Path) -> None:
    rows, marc = tmp_path / "items.csv", tmp_path / "books.mrc"
    rows.write_bytes(ROWS[0])
    marc.write_bytes(MARC[0])
    with pytest.raises(FileUnreadable, match="a table of rows"):
        import_file(ImportKind.MARC, house.desk(), rows)
    with pytest.raises(FileUnreadable, match="MARC records"):
        import_file(ImportKind.PATRONS, house.desk(), marc)
    with pytest.raises(FileUnreadable, match="No such file"):
        import_file(ImportKind.PATRONS, house.desk(), tmp_path / "none.csv")
