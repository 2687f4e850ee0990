"""Bytes from a wire become codes, however they are cut up."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desk.devices.frames import IDLE_SECONDS, Framer, clean


def test_a_code_ends_with_any_usual_end() -> None:
    framer = Framer()
    assert framer.feed(b"30500004128818\r21234000987768\nB3\tC4\x03", 0.0) == [
        "30500004128818",
        "21234000987768",
        "B3",
        "C4",
    ]


def test_cr_and_lf_together_make_one_code() -> None:
    framer = Framer()
    assert framer.feed(b"30500004128818\r", 0.0) == ["30500004128818"]
    assert framer.feed(b"\n", 0.01) == []
    assert framer.idle(10.0) == []


def test_a_code_that_comes_in_pieces_is_one() -> None:
    framer = Framer()
    assert framer.feed(b"305000041", 0.0) == []
    assert framer.idle(0.02) == []
    assert framer.feed(b"28818\r", 0.03) == ["30500004128818"]


def test_silence_ends_a_code_without_an_end() -> None:
    framer = Framer()
    framer.feed(b"30500004128818", 1.0)
    assert framer.idle(1.0 + IDLE_SECONDS - 0.001) == []
    assert framer.idle(1.0 + IDLE_SECONDS) == ["30500004128818"]
    assert framer.feed(b"\r", 1.2) == []


def test_what_the_scanner_puts_around_a_code_is_taken_off() -> None:
    assert Framer().feed(b"\x0230500004128818\x03\r\n", 0.0) == ["30500004128818"]
    assert Framer(prefix="~", suffix="#").feed(b"~A1234#\r", 0.0) == ["A1234"]
    assert clean("\x02]C130500\x1d17", "\x02") == "]C130500\x1d17"


def test_letters_beyond_ascii_survive_in_either_encoding() -> None:
    assert Framer().feed("Bücher-7\r".encode(), 0.0) == ["Bücher-7"]
    assert Framer().feed("Bücher-7\r".encode("latin-1"), 0.0) == ["Bücher-7"]


def test_a_torn_code_is_forgotten() -> None:
    framer = Framer()
    framer.feed(b"3050000", 0.0)
    assert framer.tear() == 7
    assert framer.feed(b"21234000987768\r", 1.0) == ["21234000987768"]


CODES = st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20), max_size=8)


@given(codes=CODES, end=st.sampled_from([b"\r", b"\n", b"\r\n", b"\t"]), cuts=st.lists(st.integers(0, 200)))
def test_however_the_wire_cuts_them_all_codes_arrive_in_order(codes: list[str], end: bytes, cuts: list[int]) -> None:
    stream = b"".join(code.encode() + end for code in codes)
    places = [0, *sorted(cut for cut in cuts if cut < len(stream)), len(stream)]
    framer = Framer()
    heard = [code for start, stop in pairwise(places) for code in framer.feed(stream[start:stop], 0.0)]
    assert heard == codes
