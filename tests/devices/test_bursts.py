"""A scanner is told from a person by the time between the keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.devices.bursts import Burst, BurstRules, Key

CODE = "30500004128818"


def type_keys(burst: Burst, keys: str, gaps: float | list[float], start: float = 100.0) -> list[Key]:
    moments = [start]
    for number in range(len(keys) - 1):
        moments.append(moments[-1] + (gaps if isinstance(gaps, float) else gaps[number]))
    return [burst.press(key, moment) for key, moment in zip(keys, moments, strict=True)]


@pytest.mark.parametrize("gap", [0.001, 0.002, 0.008, 0.016, 0.034])
@pytest.mark.parametrize("end", ["\r", "\n", "\t"])
def test_quick_keys_and_an_end_are_a_scan(gap: float, end: str) -> None:
    burst = Burst()
    assert type_keys(burst, CODE + end, gap)[-1] is Key.SCAN
    assert burst.code == CODE


@pytest.mark.parametrize("gap", [0.036, 0.050, 0.090, 0.2])
def test_a_person_typing_digits_and_enter_is_left_alone(gap: float) -> None:
    assert set(type_keys(Burst(), CODE + "\r", gap)) <= {Key.TYPED, Key.BURST}


def test_a_fast_person_whose_fingers_roll_is_left_alone() -> None:
    """Pairs of keys 30 ms apart, and 100 ms to the next pair: two stalls are one too many."""
    assert Key.SCAN not in type_keys(Burst(), "12345678\r", [0.03, 0.1, 0.03, 0.1, 0.03, 0.1, 0.03, 0.1])


@pytest.mark.parametrize("stalls", [{5}, {1}, {5, 9}, {1, 3}, {13}, {4, 7, 13}])
def test_a_scanner_that_stalls_is_heard_whole_or_not_at_all(stalls: set[int]) -> None:
    """Half a code could be the short number of another book."""
    burst = Burst()
    gaps = [0.140 if number in stalls else 0.003 for number in range(len(CODE))]
    assert type_keys(burst, CODE + "\r", gaps)[-1] is Key.SCAN
    assert burst.code == CODE


def test_two_keys_at_once_and_then_slow_ones_are_a_persons() -> None:
    keys = type_keys(Burst(), "ab1234\r", [0.02, 0.1, 0.1, 0.1, 0.1, 0.1])
    assert keys == [Key.TYPED, Key.BURST, *[Key.STALLED] * 4, Key.TYPED]


def test_four_keys_at_once_and_then_slow_ones_are_a_persons() -> None:
    assert type_keys(Burst(), "asdfghjkl\r", [0.02, 0.02, 0.02, *[0.1] * 6])[-1] is Key.TYPED


def test_a_shortcut_soon_after_two_quick_keys_is_a_persons() -> None:
    burst = Burst()
    type_keys(burst, "ab", 0.02)
    assert burst.is_running(100.05)
    assert not burst.is_running(100.10)


def test_a_stall_may_stand_before_the_end() -> None:
    assert type_keys(Burst(), "4128\r", [0.002, 0.002, 0.002, 0.140])[-1] is Key.SCAN


def test_a_code_shorter_than_the_shortest_is_typing() -> None:
    assert type_keys(Burst(), "123\r", 0.002)[-1] is Key.TYPED
    assert type_keys(Burst(BurstRules(min_length=3)), "123\r", 0.002)[-1] is Key.SCAN


def test_the_lf_after_the_cr_ends_nothing_again() -> None:
    burst = Burst()
    assert type_keys(burst, CODE + "\r\n", 0.002)[-2:] == [Key.SCAN, Key.SECOND_END]


def test_an_enter_of_a_person_some_time_after_a_scan_is_the_persons() -> None:
    burst = Burst()
    type_keys(burst, CODE + "\r", 0.002)
    assert burst.press("\r", 101.0) is Key.TYPED


def test_typing_right_before_a_scan_is_no_part_of_it() -> None:
    burst = Burst()
    type_keys(burst, "note ", 0.090)
    assert type_keys(burst, CODE + "\r", 0.002, start=101.0)[-1] is Key.SCAN
    assert burst.code == CODE


def test_after_its_prefix_a_slow_scanner_is_known_too() -> None:
    burst = Burst(BurstRules(prefix="~", suffix="#"))
    assert type_keys(burst, "~" + CODE + "#\r", 0.100)[-1] is Key.SCAN
    assert burst.code == CODE


def test_a_scanner_without_the_prefix_is_still_heard() -> None:
    burst = Burst(BurstRules(prefix="~"))
    assert type_keys(burst, CODE + "\r", 0.002)[-1] is Key.SCAN


def test_stx_and_etx_are_no_part_of_the_code() -> None:
    burst = Burst(BurstRules(prefix="\x02"))
    assert type_keys(burst, "\x02" + CODE + "\x03\r", 0.002)[-1] is Key.SCAN
    assert burst.code == CODE


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=4, max_size=30), st.floats(0.0005, 0.034))
def test_no_quick_code_is_ever_lost(code: str, gap: float) -> None:
    burst = Burst()
    assert type_keys(burst, code + "\r", gap)[-1] is Key.SCAN
    assert burst.code == code


@given(st.text("0123456789", min_size=1, max_size=30), st.floats(0.05, 0.5))
def test_no_persons_typing_is_ever_taken(text: str, gap: float) -> None:
    assert Key.SCAN not in type_keys(Burst(), text + "\r", gap)
