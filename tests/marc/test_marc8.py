"""MARC-8 becomes Unicode, and what has no character is told instead of vanishing."""

from pathlib import Path

import pytest

from desk.marc import marc8


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"),
        (b"", ""),
        (b"caf\xe2e", "café"),
        (b"\xe2\xf2e", "\u1eb9\u0301"),  # two marks on one letter, written before it
        (b"\xb5", "æ"),
        (b"\x1b(2`abc\x1b(B.", "אבגד."),  # Hebrew in the lower half
        (b"\x1b)2\xe0\xe1\xe2", "אבג"),  # Hebrew in the upper half
        (b"\x1b(NmIR\x1b(B", "Мир"),
        (b"H\x1bb2\x1bsO", "H₂O"),
        (b"\x1bgabc\x1bs", "αβγ"),
        (b"\x1b$1!0!\x1b(B", "一"),
        (b"\x1b$1!0!\x1b(B a", "一 a"),
        (b"\x88The \x89Overstory", "\x98The \x9cOverstory"),
    ],
)
def test_a_text_is_read(raw: bytes, text: str) -> None:
    decoded = marc8.decode(raw)
    assert decoded.text == text
    assert decoded.unmapped == ()
    assert not decoded.broken_escape


def test_a_byte_without_a_character_stays_visible_and_is_told() -> None:
    decoded = marc8.decode(b"a\xffb")
    assert decoded.text == "a\ufffdb"
    assert decoded.unmapped == ("FF",)


def test_a_torn_east_asian_character_does_not_swallow_what_follows() -> None:
    decoded = marc8.decode(b"\x1b$1!0!!0\x1b(B end")
    assert decoded.text == "一\ufffd end"
    assert len(decoded.unmapped) == 1


def test_a_broken_escape_is_told() -> None:
    decoded = marc8.decode(b"Soci\x1b?t")
    assert decoded.broken_escape
    assert decoded.text == "Soci\ufffd?t"


def test_an_escape_at_the_very_end_is_told() -> None:
    assert marc8.decode(b"a\xe2e\x1b").broken_escape


def test_nothing_is_written_to_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    marc8.decode(b"\xff\x1b$1!\x1b(Z\xff")
    assert capfd.readouterr() == ("", "")


def test_all_the_lines_of_the_public_pair_come_out_right(shared_data: Path) -> None:
    folder = shared_data / "marc" / "pymarc"
    given = (folder / "test_marc8.txt").read_bytes().split(b"\n")
    wanted = (folder / "test_utf8.txt").read_text(encoding="utf-8").split("\n")
    assert [marc8.decode(line).text for line in given] == wanted
