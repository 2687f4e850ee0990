"""A day as somebody at the desk writes it: "19", "19.11.", "11/19", "2026-11-19", "+7"."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

_FROM_TODAY = re.compile(r"([+-])\s*(\d{1,5})")
_DAY = re.compile(r"(\d{1,2})\.?")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})\s*([./ -])\s*(\d{1,2})(?:\s*[./ -]\s*(\d{4}|\d{2})|\.)?")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
MONTHS = 12
LEAP_YEARS = 8  # 29 February comes again after eight years at the latest


def read_day(text: str, today: date, *, day_first: bool, ahead: bool = True) -> date | None:
    """The day that is meant, None for what is no day.

    What is left open is the next such day ahead, as for a loan, or the last one behind, as for a return; today counts
    as both. `day_first` decides what 5/11 is where both could be the month; with full stops the day is always first.
    """
    words = text.strip()
    if found := _FROM_TODAY.fullmatch(words):
        return _from_today(today, int(found[1] + found[2]))
    if found := _ISO.fullmatch(words):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY.fullmatch(words):
        return _of_month(int(found[1]), today, ahead)
    if found := _DAY_AND_MONTH.fullmatch(words):
        day, month = _in_order(int(found[1]), int(found[3]), day_first or found[2] == ".")
        if found[4]:
            return _day(int(found[4]) if len(found[4]) > 2 else today.year // 100 * 100 + int(found[4]), month, day)
        return _of_year(day, month, today, ahead)
    return None


def _in_order(first: int, second: int, day_first: bool) -> tuple[int, int]:
    """Day and month: a number above twelve can only be the day."""
    if first > MONTHS:
        return first, second
    if second > MONTHS:
        return second, first
    return (first, second) if day_first else (second, first)


def _of_month(day: int, today: date, ahead: bool) -> date | None:
    months = range(MONTHS) if ahead else range(0, -MONTHS, -1)
    found = (_day_of(today.year * MONTHS + today.month - 1 + step, day) for step in months)
    return _nearest(found, today, ahead)


def _of_year(day: int, month: int, today: date, ahead: bool) -> date | None:
    years = range(LEAP_YEARS + 1) if ahead else range(0, -LEAP_YEARS - 1, -1)
    return _nearest((_day(today.year + step, month, day) for step in years), today, ahead)


def _nearest(days: Iterable[date | None], today: date, ahead: bool) -> date | None:
    return next((day for day in days if day is not None and (day >= today if ahead else day <= today)), None)


def _day_of(month_count: int, day: int) -> date | None:
    return _day(month_count // MONTHS, month_count % MONTHS + 1, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_today(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None
