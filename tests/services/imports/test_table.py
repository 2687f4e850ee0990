"""Files of rows as other programs write them: separators, character sets, quotes, damaged rows."""

from pathlib import Path

import pytest

from desk.errors import FileUnreadable
from desk.services.imports.report import ImportFault
from desk.services.imports.table import Cells, Torn, open_table


def written(folder: Path, data: bytes) -> Path:
    path = folder / "rows.csv"
    path.write_bytes(data)
    return path


def rows(path: Path) -> list[dict[str, str] | tuple[int | None, ImportFault]]:
    found = list(open_table(path).rows())
    return [each.cells if isinstance(each, Cells) else (each.place.line, each.fault) for each in found]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, mark: str) -> None:
    path = written(tmp_path, f'a{mark}"b, or ; c"{mark}d\n1{mark}2{mark}3\n'.encode())
    assert rows(path) == [{"a": "1", "b, or ; c": "2", "d": "3"}]


@pytest.mark.parametrize(
    ("encoding", "guessed"), [("utf-8", False), ("utf-8-sig", False), ("cp1252", True), ("utf-16", False)]
)
def test_the_character_set_is_found(tmp_path: Path, encoding: str, guessed: bool) -> None:
    path = written(tmp_path, "name\r\nRené Müller\r\n".encode(encoding))
    assert rows(path) == [{"name": "René Müller"}]
    assert open_table(path).guessed is guessed


def test_a_cell_may_hold_separators_quotes_and_lines(tmp_path: Path) -> None:
    path = written(tmp_path, b'a,b\n"x, ""y""\nz",2\n3,4\n')
    assert rows(path) == [{"a": 'x, "y"\nz', "b": "2"}, {"a": "3", "b": "4"}]
    assert [each.place.line for each in open_table(path).rows()] == [2, 4]


def test_empty_lines_are_no_rows(tmp_path: Path) -> None:
    assert rows(written(tmp_path, b"a,b\n\n1,2\n,\n   \n3,4\n\n")) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


def test_rows_that_do_not_fit_the_heading_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, b"a,b\n1\n1,2,3\n1,2,\n5,6\n")
    assert rows(path) == [
        (2, ImportFault.COLUMNS),
        (3, ImportFault.COLUMNS),
        {"a": "1", "b": "2"},
        {"a": "5", "b": "6"},
    ]


def test_a_quote_that_never_closes_costs_its_own_row_only(tmp_path: Path) -> None:
    path = written(tmp_path, b'a,b\n1,2\n"3,4\n5,6\n7,8\n')
    assert rows(path) == [{"a": "1", "b": "2"}, (3, ImportFault.QUOTES), {"a": "5", "b": "6"}, {"a": "7", "b": "8"}]


def test_a_quote_that_closes_far_below_is_not_believed(tmp_path: Path) -> None:
    body = "".join(f"{number},x\n" for number in range(150))
    found = rows(written(tmp_path, f'a,b\n"1,2\n{body}3,"4\n'.encode()))
    assert len(found) == 152
    assert [each for each in found if isinstance(each, tuple)] == [(2, ImportFault.QUOTES), (153, ImportFault.QUOTES)]


def test_text_behind_a_closing_quote_is_told(tmp_path: Path) -> None:
    assert rows(written(tmp_path, b'a,b\n"1"x,2\n3,4\n')) == [(2, ImportFault.QUOTES), {"a": "3", "b": "4"}]


def test_lines_that_end_in_carriage_returns_alone_are_read(tmp_path: Path) -> None:
    assert rows(written(tmp_path, b"a,b\r1,2\r3,4\r")) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


def test_headings_are_trimmed(tmp_path: Path) -> None:
    assert rows(written(tmp_path, b" a , b\n1,2\n")) == [{"a": "1", "b": "2"}]


@pytest.mark.parametrize(("data", "why"), [(b"", "headings"), (b"\n\n", "headings"), (b"a,b,a\n", "Two columns")])
def test_a_file_without_proper_headings_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(FileUnreadable) as caught:
        open_table(written(tmp_path, data))
    assert why in caught.value.why


def test_a_missing_file_is_the_worlds_fault(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        open_table(tmp_path / "none.csv")


def test_torn_rows_say_what_they_hold(tmp_path: Path) -> None:
    torn = next(open_table(written(tmp_path, b'a,b\n"3,4\n')).rows())
    assert isinstance(torn, Torn)
    assert torn.fact == '"3,4'
