"""A typed day is the day that the clerk means."""

from datetime import date

import pytest

from desk.rules.days import read_day

TODAY = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19", date(2026, 11, 19)),
        (" 19. ", date(2026, 11, 19)),
        ("12", TODAY),
        ("5", date(2026, 12, 5)),
        ("31", date(2026, 12, 31)),
        ("19.11", date(2026, 11, 19)),
        ("19.11.", date(2026, 11, 19)),
        ("19. 11.", date(2026, 11, 19)),
        ("19/11", date(2026, 11, 19)),
        ("11/19", date(2026, 11, 19)),
        ("19-11", date(2026, 11, 19)),
        ("19 11", date(2026, 11, 19)),
        ("1.2", date(2027, 2, 1)),
        ("29.2.", date(2028, 2, 29)),
        ("2026-11-19", date(2026, 11, 19)),
        ("2026-11-02", date(2026, 11, 2)),
        ("19.11.2027", date(2027, 11, 19)),
        ("11/19/27", date(2027, 11, 19)),
        ("+7", date(2026, 11, 19)),
        ("+ 7", date(2026, 11, 19)),
        ("-1", date(2026, 11, 11)),
    ],
)
def test_a_day_to_come(text: str, expected: date) -> None:
    assert read_day(text, TODAY, day_first=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", TODAY),
        ("5", date(2026, 11, 5)),
        ("19", date(2026, 10, 19)),
        ("31", date(2026, 10, 31)),
        ("19.11", date(2025, 11, 19)),
        ("11/19", date(2025, 11, 19)),
        ("29.2", date(2024, 2, 29)),
        ("-3", date(2026, 11, 9)),
        ("2026-11-19", date(2026, 11, 19)),
    ],
)
def test_a_day_that_was(text: str, expected: date) -> None:
    assert read_day(text, TODAY, day_first=True, ahead=False) == expected


def test_the_order_of_the_place_decides_where_both_could_be_the_month() -> None:
    assert read_day("5/12", TODAY, day_first=True) == date(2026, 12, 5)
    assert read_day("5/12", TODAY, day_first=False) == date(2027, 5, 12)
    assert read_day("5.12", TODAY, day_first=False) == date(2026, 12, 5)


@pytest.mark.parametrize(
    "text",
    ["", " ", "0", "32", "19.13", "31.4", "13/13", "2026-02-30", "soon", "19.11.x", "30500004128818", "+", "1919", "²"],
)
def test_what_is_no_day(text: str) -> None:
    assert read_day(text, TODAY, day_first=True) is None


def test_no_day_lies_beyond_the_calendar() -> None:
    assert read_day("-99999", date(1, 1, 5), day_first=True) is None
    assert read_day("31", date(9999, 12, 31), day_first=True) == date(9999, 12, 31)
    assert read_day("5", date(9999, 12, 31), day_first=True) is None
