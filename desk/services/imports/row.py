"""One row of a file, turned into facts by a mapping: words translated, dates, sums and yes or no understood."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desk.marc.faults import Place
from desk.rules.money import exponent, minor_units
from desk.services.imports.fields import AnyField
from desk.services.imports.mapping import Column, Source
from desk.services.imports.report import ImportFault

_DAYS_AWAY = re.compile(r"(?P<days>[+-]?[0-9]{1,5})(?: (?P<time>[0-9]{2}:[0-9]{2}))?")
YES = frozenset({"1", "y", "yes", "true", "t", "on", "x"})
NO = frozenset({"", "0", "n", "no", "false", "f", "off"})
DAY_ENDS = time(23, 59)
"""A loan that is due on a day is due at one minute before midnight."""

LookUp = Callable[[str], str]
"""Gives the text of one column or subfield; empty when it is not there."""


class Refused(Exception):
    """This row cannot be taken in; the import puts it on the list with its place."""

    def __init__(self, fault: ImportFault, fact: str = "") -> None:
        super().__init__(fault, fact)
        self.fault = fault
        self.fact = fact


@dataclass(frozen=True, slots=True)
class Reading:
    """How dates and sums are written in this file, and in whose zone and currency."""

    zone: ZoneInfo
    currency: str
    dates: tuple[str, ...] = ()
    today: date | None = None
    """Set where dates may be written as days from today: "-4", "+10", "-4 17:30"."""


@dataclass(frozen=True, slots=True)
class Row:
    """The facts of one row by our names. Only fields that the file speaks of are in it."""

    place: Place
    facts: Mapping[AnyField, str]
    reading: Reading

    def has(self, name: AnyField) -> bool:
        """Whether the file speaks of this at all, be it with an empty cell."""
        return name in self.facts

    def text(self, name: AnyField) -> str:
        """The words, or an empty text."""
        return self.facts.get(name, "")

    def needed(self, name: AnyField) -> str:
        """The words of a fact that no row can do without."""
        found = self.text(name)
        if not found:
            raise Refused(ImportFault.EMPTY, name.value)
        return found

    def flag(self, name: AnyField) -> bool:
        """Yes or no."""
        word = self.text(name).casefold()
        if word in YES or word in NO:
            return word in YES
        raise Refused(ImportFault.NOT_YES_OR_NO, f"{name.value}: {word}")

    def count(self, name: AnyField, default: int) -> int:
        """A number of things."""
        word = self.text(name)
        if word and not word.isdecimal():
            raise Refused(ImportFault.NOT_A_NUMBER, f"{name.value}: {word}")
        return int(word) if word else default

    def money(self, name: AnyField) -> int | None:
        """A sum in minor units; what stands around it ("$", "EUR", "(pbk.)") does not matter."""
        word = "".join(c for c in self.text(name) if c in "0123456789.,").strip(".,")
        if not word and not self.text(name):
            return None
        try:
            return minor_units(_plain_sum(word, exponent(self.reading.currency)), self.reading.currency)
        except ValueError:
            raise Refused(ImportFault.NOT_A_SUM, f"{name.value}: {self.text(name)}") from None

    def moment(self, name: AnyField, *, at: time = time.min) -> datetime | None:
        """An instant in UTC; a day without a time means `at` in the file's zone."""
        word = self.text(name)
        if not word:
            return None
        found = self._parsed(name, word)
        local = datetime.combine(found, at) if not isinstance(found, datetime) else found
        return (local if local.tzinfo else local.replace(tzinfo=self.reading.zone)).astimezone(UTC)

    def day(self, name: AnyField) -> date | None:
        """A date; an instant means the day it falls on in the file's zone."""
        word = self.text(name)
        if not word:
            return None
        found = self._parsed(name, word)
        if not isinstance(found, datetime):
            return found
        return (found.astimezone(self.reading.zone) if found.tzinfo else found).date()

    def _parsed(self, name: AnyField, word: str) -> date | datetime:
        away = _DAYS_AWAY.fullmatch(word) if self.reading.today is not None else None
        if away is not None and self.reading.today is not None:
            day = self.reading.today + timedelta(days=int(away["days"]))
            return datetime.combine(day, time.fromisoformat(away["time"])) if away["time"] else day
        for way in self.reading.dates:
            try:
                found = datetime.strptime(word, way)
            except ValueError:
                continue
            return found if "%H" in way or "%I" in way else found.date()
        try:
            return date.fromisoformat(word) if len(word) <= 10 else datetime.fromisoformat(word)
        except ValueError:
            raise Refused(ImportFault.NOT_A_DATE, f"{name.value}: {word}") from None


def _plain_sum(word: str, places: int) -> str:
    """ "1,250.00", "1.250,00" and "12.990000" as "1250.00" and "12.99"; three digits behind a mark are thousands."""
    whole, mark, part = word.rpartition(max(".,", key=word.rfind))
    if not mark or (len(part) == 3 and places != 3):
        return word.replace(".", "").replace(",", "")
    part = part[:places] + part[places:].rstrip("0")
    whole = whole.replace(".", "").replace(",", "")
    return f"{whole}.{part}" if part else whole


def facts_of(columns: Mapping[AnyField, Column], look_up: LookUp) -> dict[AnyField, str]:
    """What a row says, by our names. Raises `Refused` for a word that the mapping does not know."""
    return {name: _filled(name, column, look_up) for name, column in columns.items()}


def _filled(name: AnyField, column: Column, look_up: LookUp) -> str:
    for source in column.sources:
        if found := _said(name, source, look_up):
            return found
    return column.default


def _said(name: AnyField, source: Source, look_up: LookUp) -> str:
    if len(source.columns) == 1:
        word = look_up(source.columns[0]).strip()
    else:
        word = " ".join(part for part in (look_up(each).strip() for each in source.columns) if part)
    if source.values:
        word = _translated(name, source, word)
    elif source.otherwise is not None:
        word = word or source.otherwise
    if source.subtract_from is None or not word:
        return word
    if not word.removeprefix("-").isdecimal():
        raise Refused(ImportFault.NOT_A_NUMBER, f"{name.value}: {word}")
    return str(max(source.subtract_from - int(word), 0))


def _translated(name: AnyField, source: Source, word: str) -> str:
    if word in source.values:
        return source.values[word]
    if source.keep:
        return word
    if source.otherwise is not None:
        return source.otherwise
    if not word:
        return ""
    raise Refused(ImportFault.UNKNOWN_WORD, f"{name.value}: {word}")
