"""Marks of age in records, and how old somebody is (design/cases.md B25 and P6, and our own)."""

from datetime import date

import pytest

from desk.rules.age import age_mark, age_on


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("FSK 16", 16),  # B25
        ("PEGI 16", 16),
        ("Age 16", 16),
        ("K16", 16),
        ("USK 12", 12),
        ("Ab 12", 12),
        ("USK: ab 12 Jahren", 12),
        ("FSK ab 18 freigegeben", 18),
        ("Rated PEGI-7.", 7),
        ("fsk16", 16),
        ("FSK 0", 0),
        ("PEGI 18+", 18),
        ("Bronze 16", None),
        ("Image 16", None),
        ("K-12 education", None),
        ("Mozart, K 16", None),
        ("TK16", None),
        ("K160", None),
        ("Age 8-12", None),
        ("FSK", None),
        ("Ab 1998 neu aufgelegt", None),
        ("Age 65", None),
    ],
)
def test_b25_a_mark_is_read(text: str, age: int | None) -> None:
    assert age_mark([text]) == age


def test_the_highest_of_several_marks_counts() -> None:
    assert age_mark(["FSK 12", "A film", "Bonus disc: FSK 16, USK 6"]) == 16
    assert age_mark([]) is None


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2008, 3, 11), date(2026, 3, 10), 17),  # P6
        (date(2008, 3, 10), date(2026, 3, 10), 18),
        (date(2013, 9, 9), date(2026, 3, 10), 12),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
    ],
)
def test_p6_age_in_whole_years(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age
