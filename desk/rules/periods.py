"""Lengths of time as a librarian writes them: "21 days", "2 weeks", "1 month", "18 hours"."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Unit(StrEnum):
    """The units in which loans and fines are reckoned."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


SHORT = (Unit.MINUTE, Unit.HOUR)
# Units that are reckoned in months.
LONG = {Unit.MONTH: 1, Unit.YEAR: 12}
# A hundred years: longer than any loan, and short enough that every date can be reckoned.
LONGEST = {
    Unit.MINUTE: 52_596_000,
    Unit.HOUR: 876_600,
    Unit.DAY: 36_525,
    Unit.WEEK: 5_218,
    Unit.MONTH: 1_200,
    Unit.YEAR: 100,
}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time. Minutes and hours are short loans, reckoned to the minute; the rest is reckoned in days."""

    length: int
    unit: Unit

    @property
    def short(self) -> bool:
        """Whether it is reckoned to the minute."""
        return self.unit in SHORT

    @property
    def whole_weeks(self) -> bool:
        """Whether adding it keeps the weekday."""
        return self.unit is Unit.WEEK or (self.unit is Unit.DAY and self.length % 7 == 0)

    def delta(self) -> timedelta:
        """The exact length of a short period."""
        return timedelta(minutes=self.length * (60 if self.unit is Unit.HOUR else 1))

    def after(self, day: date) -> date:
        """The day that lies this many days, weeks, months or years after `day`; a month's end never spills over."""
        if self.unit in LONG:
            return add_months(day, self.length * LONG[self.unit])
        return day + timedelta(days=self.length * (7 if self.unit is Unit.WEEK else 1))

    def __str__(self) -> str:
        return f"{self.length} {self.unit.value}{'' if self.length == 1 else 's'}"


def parse_period(text: str) -> Period:
    """Read "21 days" or "4 hours". Raises ValueError that says what is wrong."""
    parts = text.split()
    if len(parts) != 2 or not parts[0].isdecimal():
        raise ValueError(f"{text!r} is not a length of time such as '21 days', '2 weeks' or '4 hours'")
    word = parts[1].lower().removesuffix("s")
    try:
        unit = Unit(word)
    except ValueError:
        raise ValueError(f"{parts[1]!r} is not one of minutes, hours, days, weeks, months, years") from None
    if len(parts[0]) > 9 or int(parts[0]) > LONGEST[unit]:
        raise ValueError(f"{text!r} is longer than a hundred years")
    return Period(int(parts[0]), unit)


def add_months(day: date, months: int) -> date:
    """The same day of the month some months later, or the month's last day where it has no such day."""
    from calendar import monthrange

    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
