"""Every record of a file is read or told as damaged, with its place; none is lost and none is made up."""

import unicodedata
from pathlib import Path

import pytest

from desk.errors import FileUnreadable
from desk.marc.faults import Damaged, Fault, Noted, Place, Remark
from desk.marc.reader import Read, read_records
from tests.marc.makers import book, control, field, record, write


def read(path: Path, encoding: str | None = None) -> list[Read | Damaged]:
    return list(read_records(path, encoding))


def numbers(found: list[Read | Damaged]) -> list[str]:
    return [each.marc["001"].data or "" for each in found if isinstance(each, Read)]


def remarks(found: Read | Damaged) -> dict[Remark, str]:
    assert isinstance(found, Read)
    return {note.remark: note.fact for note in found.remarks}


def test_a_sound_file_gives_its_records_without_a_remark(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.mrc", book("1"), book("2", "Müller, Łódź, 活着")))
    assert numbers(found) == ["1", "2"]
    assert all(isinstance(each, Read) and not each.remarks for each in found)
    assert isinstance(found[1], Read)
    assert found[1].marc["245"]["a"] == "Müller, Łódź, 活着"


@pytest.mark.parametrize("tail", [b"", b"\n", b"\r\n", b"\x1a", b"\x00\x00", b"  \r\n\x1a"])
def test_filler_at_the_end_is_no_record(tmp_path: Path, tail: bytes) -> None:
    assert len(read(write(tmp_path / "a.mrc", book(), after=tail))) == 1


def test_filler_between_records_does_not_stop_the_reading(tmp_path: Path) -> None:
    filler = (b"\r\n", b"\x1a", b"\x00 \n", b"")
    whole = b"".join(book(str(n)).as_marc() + fill for n, fill in enumerate(filler))
    path = tmp_path / "a.mrc"
    path.write_bytes(b"\xef\xbb\xbf" + whole)
    assert numbers(read(path)) == ["0", "1", "2", "3"]


def test_a_wrong_length_in_one_leader_loses_no_other_record(tmp_path: Path) -> None:
    first = book("1").as_marc()
    path = tmp_path / "a.mrc"
    path.write_bytes(b"00017" + first[5:] + book("2").as_marc())
    found = read(path)
    assert numbers(found) == ["1", "2"]
    assert remarks(found[0]) == {Remark.WRONG_LENGTH: "00017"}


def test_a_lost_terminator_does_not_make_two_records_one(tmp_path: Path) -> None:
    path = tmp_path / "a.mrc"
    path.write_bytes(book("1").as_marc()[:-1] + book("2").as_marc() + book("3").as_marc())
    assert numbers(read(path)) == ["1", "2", "3"]


def test_a_bare_terminator_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.mrc"
    path.write_bytes(book("1").as_marc() + b"\x1d" + book("2").as_marc())
    found = read(path)
    assert numbers(found) == ["1", "2"]
    assert found[1] == Damaged(Place(2, offset=len(book("1").as_marc())), Fault.EMPTY)


def test_a_file_cut_short_gives_what_is_whole_and_tells_the_rest(tmp_path: Path) -> None:
    whole = book("1").as_marc() + book("2", "A long title that is cut").as_marc()
    path = tmp_path / "a.mrc"
    path.write_bytes(whole[:-12])
    found = read(path)
    assert numbers(found) == ["1"]
    assert found[1] == Damaged(Place(2, offset=len(book("1").as_marc())), Fault.TRUNCATED, "2/2", "2")


def test_a_last_record_without_its_terminator_is_read_with_a_remark(tmp_path: Path) -> None:
    path = tmp_path / "a.mrc"
    path.write_bytes(book("1").as_marc()[:-1])
    assert list(remarks(read(path)[0])) == [Remark.NO_TERMINATOR]


def test_debris_before_a_leader_is_told_and_the_record_read(tmp_path: Path) -> None:
    path = tmp_path / "a.mrc"
    path.write_bytes(b"half a rec" + book("7").as_marc())
    found = read(path)
    assert numbers(found) == ["7"]
    assert remarks(found[0]) == {Remark.DEBRIS_BEFORE: "10"}
    assert found[0].place == Place(1, offset=10)


def test_a_directory_that_overflowed_is_read_by_the_terminators(tmp_path: Path) -> None:
    long = field("505", a="chapter " * 3000)
    found = read(write(tmp_path / "a.mrc", record(control("001", "9"), long, field("245", a="After the long field"))))
    assert numbers(found) == ["9"]
    assert isinstance(found[0], Read)
    assert found[0].marc["245"]["a"] == "After the long field"
    assert len(found[0].marc["505"]["a"]) == 24_000


def test_a_directory_that_counts_characters_is_read_by_the_terminators(tmp_path: Path) -> None:
    raw = record(control("001", "9"), field("245", a="Łódź"), field("300", a="99 p.")).as_marc()
    path = tmp_path / "a.mrc"
    path.write_bytes(raw.replace(b"245001200002", b"245000900002").replace(b"300001000014", b"300001000011"))
    found = read(path)
    assert isinstance(found[0], Read)
    assert found[0].marc["300"]["a"] == "99 p."
    assert remarks(found[0]) == {Remark.READ_BY_TERMINATORS: ""}


def test_a_file_of_something_else_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.mrc"
    path.write_bytes(b"%PDF-1.7 nothing of a library" * 20)
    assert read(path) == [Damaged(Place(1, offset=0), Fault.NOT_MARC)]


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.mrc"
    path.write_bytes(b"")
    assert read(path) == []


def test_a_missing_file_is_the_worlds_fault(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        read(tmp_path / "none.mrc")


def test_utf8_that_the_leader_does_not_declare_is_read_as_utf8_with_a_remark(tmp_path: Path) -> None:
    raw = book("1", "Łódź").as_marc()
    path = tmp_path / "a.mrc"
    path.write_bytes(raw[:9] + b" " + raw[10:])
    found = read(path)
    assert isinstance(found[0], Read)
    assert found[0].marc["245"]["a"] == "Łódź"
    assert found[0].remarks == (Noted(Remark.UTF8_NOT_DECLARED),)


def test_marc8_is_read_where_the_bytes_are_no_utf8(tmp_path: Path) -> None:
    raw = book("1", "Cafe Xe").as_marc().replace(b"Xe", b"\xe2e")
    path = tmp_path / "a.mrc"
    path.write_bytes(raw[:9] + b" " + raw[10:])
    found = read(path)
    assert isinstance(found[0], Read)
    assert found[0].marc["245"]["a"] == "Cafe é"
    assert not found[0].remarks


def test_bytes_that_are_no_utf8_in_a_record_that_says_so_stay_visible(tmp_path: Path) -> None:
    raw = book("1", "Cafe X").as_marc().replace(b"X", b"\xe9")
    path = tmp_path / "a.mrc"
    path.write_bytes(raw)
    found = read(path)
    assert isinstance(found[0], Read)
    assert found[0].marc["245"]["a"] == "Cafe \ufffd"
    assert remarks(found[0]) == {Remark.BAD_UTF8: "e9"}


def test_a_file_known_to_be_in_another_character_set_can_be_read_in_it(tmp_path: Path) -> None:
    raw = book("1", "XXX").as_marc().replace(b"XXX", "Мир".encode("cp1251"))
    path = tmp_path / "a.mrc"
    path.write_bytes(raw[:9] + b" " + raw[10:])
    found = read(path, "cp1251")
    assert isinstance(found[0], Read)
    assert found[0].marc["245"]["a"] == "Мир"


def test_records_across_the_borders_of_a_chunk_are_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.marc.reader._CHUNK", 7)
    assert numbers(read(write(tmp_path / "a.mrc", *(book(str(n)) for n in range(20))))) == [str(n) for n in range(20)]


@pytest.mark.parametrize(
    ("file", "sound", "damaged"),
    [
        ("debian-perl/badldr.usmarc", 6, [(3, Fault.EMPTY), (8, Fault.LEADER)]),
        ("debian-perl/cameleof.usmarc", 10, []),
        ("debian-perl/filler.usmarc", 3, []),
        ("debian-perl/sample1eof.usmarc", 1, []),
        ("evergreen/FSL.marc", 52, []),
        ("evergreen/badisbns.xml", 10, []),
        ("evergreen/concerto_bibs.xml", 339, []),
        ("evergreen/hebrew.marc", 20, []),
        ("evergreen/lul_fre_100.mrc", 100, []),
        ("evergreen/nepali.marc", 96, []),
        ("evergreen/oss.marc", 41, [(28, Fault.LEADER)]),
        ("evergreen/serials_mfhd.xml", 7, []),
        ("marc4j/bad_hathi_records.mrc", 5, []),
        ("marc4j/brkrtest.mrc", 8, []),
        ("marc4j/brkrtest_UTF8.mrc", 8, []),
        ("marc4j/chinese_mangled_multibyte.mrc", 4, []),
        ("pymarc/1251.dat", 6, []),
        ("pymarc/alphatag.dat", 1, []),
        ("pymarc/bad_eacc_encoding.dat", 1, []),
        ("pymarc/bad_indicator.dat", 1, []),
        ("pymarc/bad_marc8_escape.dat", 1, []),
        (
            "pymarc/bad_records.mrc",
            5,
            [(4, Fault.DIRECTORY), (5, Fault.DIRECTORY), (7, Fault.NO_FIELDS), (9, Fault.TRUNCATED)],
        ),
        ("pymarc/bad_subfield_code.dat", 1, []),
        ("pymarc/bad_tag.xml", 0, [(1, Fault.LEADER)]),
        ("pymarc/batch.xml", 2, []),
        ("pymarc/diacritic.dat", 1, []),
        ("pymarc/marc.dat", 20, []),
        ("pymarc/marc8-to-unicode.dat", 1, []),
        ("pymarc/marc8.dat", 1, []),
        ("pymarc/multi_isbn.dat", 1, []),
        ("pymarc/one.dat", 1, []),
        ("pymarc/regression45.dat", 12, []),
        ("pymarc/test.dat", 10, []),
        ("pymarc/testunimarc.dat", 1, []),
        ("pymarc/utf8.xml", 1, []),
        ("pymarc/utf8_errors.dat", 1, []),
        ("pymarc/utf8_invalid.mrc", 1, []),
        ("pymarc/utf8_with_leader_flag.dat", 1, []),
        ("pymarc/utf8_without_leader_flag.dat", 1, []),
    ],
)
def test_each_raw_record_of_the_public_files_is_read_or_told(
    shared_data: Path, capfd: pytest.CaptureFixture[str], file: str, sound: int, damaged: list[tuple[int, Fault]]
) -> None:
    found = read(shared_data / "marc" / file)
    assert sum(isinstance(each, Read) for each in found) == sound
    assert [(each.place.number, each.fault) for each in found if isinstance(each, Damaged)] == damaged
    assert [each.place.number for each in found] == list(range(1, len(found) + 1))
    assert capfd.readouterr() == ("", "")


def test_the_marc8_specimen_and_its_utf8_twin_say_the_same(shared_data: Path) -> None:
    folder = shared_data / "marc" / "marc4j"
    # The twin writes the ligature and the double tilde as one mark over two letters, MARC-8 as two halves.
    whole_marks = str.maketrans({"\ufe20": "\u0361", "\ufe21": None, "\ufe22": "\u0360", "\ufe23": None})
    for ours, twin in zip(read(folder / "brkrtest.mrc"), read(folder / "brkrtest_UTF8.mrc"), strict=True):
        assert isinstance(ours, Read)
        assert isinstance(twin, Read)
        for one, other in zip(ours.marc.fields, twin.marc.fields, strict=True):
            assert str(one).translate(whole_marks) == unicodedata.normalize("NFC", str(other))


def test_armenian_titles_that_pymarc_garbles_are_readable(shared_data: Path) -> None:
    found = read(shared_data / "marc" / "evergreen" / "FSL.marc")
    assert all(Remark.UTF8_NOT_DECLARED in remarks(each) for each in found)
    assert not any("\ufffd" in str(each.marc) for each in found if isinstance(each, Read))
