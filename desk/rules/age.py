"""How old somebody must be to borrow a copy: the marks that records carry, and how old somebody is on a day."""

import re
from collections.abc import Iterable
from datetime import date

OLDEST = 21
# What film and game boards write before the age. "K-12" names a school system, "K 16" a work of Mozart and "Age 8-12" a
# readership: a K stands close to its number, and no mark is a range of ages.
MARK = re.compile(
    r"(?<!\w)(?:(?:FSK|PEGI|USK|Age)[\s:.\-]*(?:ab\s*)?|Ab\s+|K)(\d{1,2})(?!\w)(?!\s*[-–]\s*\d)",
    re.IGNORECASE,
)


def age_mark(texts: Iterable[str]) -> int | None:
    """The highest age that any of these texts asks for ("FSK 16", "PEGI 16", "Age 16", "K16"); None where none does."""
    ages = (int(found) for text in texts for found in MARK.findall(text))
    return max((age for age in ages if age <= OLDEST), default=None)


def age_on(birth: date, day: date) -> int:
    """Whole years of age; who was born on 29 February has their birthday on 1 March in common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
