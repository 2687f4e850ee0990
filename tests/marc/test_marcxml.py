"""MARCXML is streamed; damage and dangerous declarations are told, and what is sound is kept."""

from pathlib import Path

import pytest

from desk.marc.faults import Damaged, Fault
from desk.marc.reader import Read, read_records

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="http://www.loc.gov/MARC21/slim">\n'
RECORD = """<record><leader>00000nam a2200000 a 4500</leader>
<controlfield tag="001">{number}</controlfield>
<datafield tag="245" ind1="1" ind2="0"><subfield code="a">{title}</subfield></datafield></record>
"""


def one(number: int, title: str = "Dune") -> str:
    return RECORD.format(number=number, title=title)


def read(path: Path, text: str | bytes) -> list[Read | Damaged]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(read_records(path))


def numbers(found: list[Read | Damaged]) -> list[str]:
    return [each.marc["001"].data or "" for each in found if isinstance(each, Read)]


def test_records_come_in_order_with_their_lines(tmp_path: Path) -> None:
    found = read(tmp_path / "a.xml", HEAD + one(1) + one(2, "A &amp; B") + "</collection>")
    assert numbers(found) == ["1", "2"]
    assert [each.place.line for each in found] == [3, 6]
    assert isinstance(found[1], Read)
    assert found[1].marc["245"]["a"] == "A & B"


def test_a_prefix_and_a_single_record_without_a_collection_do(tmp_path: Path) -> None:
    text = one(4).replace("<", "<m:").replace("<m:/", "</m:").replace("<m:record", '<m:record xmlns:m="x"')
    assert numbers(read(tmp_path / "a.xml", text)) == ["4"]


def test_damage_is_told_with_its_line_and_the_reading_goes_on_behind_it(tmp_path: Path) -> None:
    torn = one(2).replace("</subfield>", "</subfeld>")
    found = read(tmp_path / "a.xml", HEAD + one(1) + torn + one(3) + one(4) + "</collection>")
    assert numbers(found) == ["1", "3", "4"]
    damaged = found[1]
    assert isinstance(damaged, Damaged)
    assert (damaged.fault, damaged.place.number, damaged.place.line) == (Fault.XML, 2, 6)
    assert damaged.control_number == "2"
    assert damaged.fact.startswith("8:")
    assert [each.place.line for each in found] == [3, 6, 9, 12]


def test_a_file_cut_short_keeps_what_was_read(tmp_path: Path) -> None:
    found = read(tmp_path / "a.xml", HEAD + one(1) + one(2)[:60])
    assert numbers(found) == ["1"]
    assert isinstance(found[1], Damaged)
    assert found[1].fault is Fault.XML


def test_many_torn_places_are_each_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.marc.marcxml._CHUNK", 100)
    body = "".join(one(n) if n % 3 else one(n).replace("</leader>", "") for n in range(1, 31))
    found = read(tmp_path / "a.xml", HEAD + body + "</collection>")
    assert numbers(found) == [str(n) for n in range(1, 31) if n % 3]
    assert sum(isinstance(each, Damaged) for each in found) == 10


def test_entities_that_expand_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE c [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    text = HEAD.replace("<collection", bomb + "<collection") + one(1, "&b;") + "</collection>"
    found = read(tmp_path / "a.xml", text)
    assert [each.fault for each in found if isinstance(each, Damaged)] == [Fault.ENTITY]


def test_entities_that_reach_outside_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    reach = f'<!DOCTYPE c [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    text = HEAD.replace("<collection", reach + "<collection") + one(1, "&x;") + "</collection>"
    found = read(tmp_path / "a.xml", text)
    assert [each.fault for each in found if isinstance(each, Damaged)] == [Fault.ENTITY]


def test_a_leader_of_the_wrong_length_is_told(tmp_path: Path) -> None:
    text = HEAD + one(1).replace("00000nam", "nam") + one(2) + "</collection>"
    found = read(tmp_path / "a.xml", text)
    assert numbers(found) == ["2"]
    assert isinstance(found[0], Damaged)
    assert (found[0].fault, found[0].control_number) == (Fault.LEADER, "1")


def test_another_character_set_that_the_file_declares_is_read(tmp_path: Path) -> None:
    text = (HEAD + one(1, "Łódź") + "</collection>").replace("UTF-8", "ISO-8859-2").encode("iso8859-2")
    found = read(tmp_path / "a.xml", text)
    assert isinstance(found[0], Read)
    assert found[0].marc["245"]["a"] == "Łódź"


def test_the_concerto_library_is_read_in_flat_memory(shared_data: Path) -> None:
    found = read_records(shared_data / "marc" / "evergreen" / "concerto_bibs.xml")
    assert [each.place.number for each in found] == list(range(1, 340))
