"""What a scan means: numbers cleaned of what scanners add, checked, and told apart by the library's patterns.

Sources: the 14-digit library number and its mod-10 check digit, AIM identifiers (ISO/IEC 15424), Codabar start and
stop characters, Code 39 mod 43, EAN-13 with price or issue add-ons.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from desk.rules.vocabulary import BarcodeKind, CheckDigit

COMMAND_PREFIX = "%%"
CODE39 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
AIM = re.compile(r"\][A-Za-z][0-9A-Z]")
CODABAR = re.compile(r"([A-Da-dTNtn*Ee])([0-9$:/.+-]{3,})([A-Da-dTNtn*Ee])")
EAN_WITH_ADDON = re.compile(r"(97[789]\d{10})(\d{2}|\d{5})")
# A number as it is printed on a card or shown on the screen, in groups: at least ten digits, so that no year or
# call number is taken for one.
AS_PRINTED = re.compile(r"(?:\d ?){10,}")
SHORT_NUMBER = re.compile(r"\d{4,6}")
# What no database can keep: a noisy line sends zero bytes, and bytes that are no letters come as half a character.
NO_TEXT = dict.fromkeys([0, *range(0xD800, 0xE000)])
CONTROL = "".join(chr(code) for code in range(32)) + "\x7f"


class Order(StrEnum):
    """What a command barcode may say. Nothing here moves money or allows what the rules forbid."""

    DONE = "DONE"
    UNDO = "UNDO"
    OUT = "OUT"
    IN = "IN"
    RENEW = "RENEW"
    RECEIPT = "RECEIPT"
    SIDE = "SIDE"
    USE = "USE"
    DAMAGED = "DAMAGED"


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a library's cards or item numbers look like."""

    kind: BarcodeKind
    prefix: str = ""
    shortest: int = 14
    longest: int = 14
    digits_only: bool = True
    check: CheckDigit = CheckDigit.MOD10

    def matches(self, number: str) -> bool:
        """Whether a number has this shape, apart from its check digit."""
        return (
            self.shortest <= len(number) <= self.longest
            and number.startswith(self.prefix)
            and (not self.digits_only or number.isdecimal())
        )


@dataclass(frozen=True, slots=True)
class CardNumber:
    """A number that has the shape of a library card."""

    number: str
    check_ok: bool = True


@dataclass(frozen=True, slots=True)
class ItemBarcode:
    """A number that has the shape of a copy's barcode."""

    number: str
    check_ok: bool = True


@dataclass(frozen=True, slots=True)
class Isbn:
    """An ISBN-13, whatever form was scanned."""

    number: str


@dataclass(frozen=True, slots=True)
class Issn:
    """An ISSN of a periodical."""

    number: str


@dataclass(frozen=True, slots=True)
class DeskCommand:
    """A command barcode."""

    name: str


@dataclass(frozen=True, slots=True)
class ShortNumber:
    """The last digits of a card or barcode, typed by hand."""

    digits: str


@dataclass(frozen=True, slots=True)
class AnyNumber:
    """A code of no known shape: looked up as it is, as a card and as a copy."""

    number: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words to search for."""

    text: str


Candidate = CardNumber | ItemBarcode | Isbn | Issn | DeskCommand | ShortNumber | AnyNumber | Words


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan as it came, as it reads, and what it may be, in the order in which that is tried."""

    raw: str
    text: str
    candidates: tuple[Candidate, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number to look up, best reading first."""
        found = [c.number for c in self.candidates if isinstance(c, CardNumber | ItemBarcode | AnyNumber)]
        return tuple(dict.fromkeys(found))


def mod10(number: str) -> str:
    """The library check digit for the digits before it: every other digit doubled, counted from the right."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def mod43(text: str) -> str:
    """The Code 39 check character. Raises ValueError for a character that Code 39 does not have."""
    return CODE39[sum(CODE39.index(letter) for letter in text) % 43]


def check_ok(number: str, check: CheckDigit) -> bool:
    """Whether the last character of a number is right. A number that cannot have one is wrong."""
    if check is CheckDigit.NONE:
        return True
    if len(number) < 2:
        return False
    try:
        return number[-1] == (mod10 if check is CheckDigit.MOD10 else mod43)(number[:-1])
    except ValueError:
        return False


def clean(raw: str) -> tuple[str, ...]:
    """The readings of a scan, best first: without end characters, AIM identifier, Codabar start and stop, add-on."""
    text = raw.translate(NO_TEXT).strip(CONTROL + " ")
    if AS_PRINTED.fullmatch(text):
        text = text.replace(" ", "")
    if AIM.match(text):
        text = AIM.split(text[3:])[0].strip()
    found = CODABAR.fullmatch(text)
    if found:
        return (found[2], text)
    published = EAN_WITH_ADDON.fullmatch(text)
    return (published[1], text) if published else (text,)


def order_of(raw: str) -> Order | None:
    """The command that a scan is, as it comes from any scanner; none for everything else."""
    text = clean(raw)[0].upper()
    known = text.removeprefix(COMMAND_PREFIX)
    return Order(known) if text.startswith(COMMAND_PREFIX) and known in set(Order) else None


def read_scan(raw: str, patterns: tuple[Pattern, ...] = (), *, typed: bool = True) -> Scan:
    """What a scan may be. Patterns decide; nothing is guessed, and a wrong check digit is told, not refused.

    Only what a person `typed` may be the last digits of a number: from a scanner, such a number is a torn one.
    """
    readings = clean(raw)
    text = readings[0]
    if text.upper().startswith(COMMAND_PREFIX):
        return Scan(raw, text, (DeskCommand(text[len(COMMAND_PREFIX) :].upper()),))
    candidates = own_numbers(raw, patterns)
    candidates += _published(text)
    candidates += [AnyNumber(reading) for reading in readings if _one_code(reading)]
    if typed and SHORT_NUMBER.fullmatch(text):
        candidates.append(ShortNumber(text))
    if text:
        candidates.append(Words(text))
    return Scan(raw, text, tuple(candidates))


def own_numbers(raw: str, patterns: tuple[Pattern, ...]) -> list[Candidate]:
    """What of this library's own numbers a scan may be: its cards and its copies, as they were learnt."""
    return [candidate for reading in clean(raw) for candidate in _by_pattern(reading, patterns)]


def _by_pattern(number: str, patterns: tuple[Pattern, ...]) -> list[Candidate]:
    found: list[Candidate] = []
    for pattern in patterns:
        if pattern.matches(number):
            kind = CardNumber if pattern.kind is BarcodeKind.PATRON else ItemBarcode
            found.append(kind(number, check_ok(number, pattern.check)))
    return sorted(found, key=lambda each: not getattr(each, "check_ok", True))


def _published(text: str) -> list[Candidate]:
    """An ISBN or ISSN, in any of its forms."""
    # It knows every country's numbers and takes longer to be imported than the window may.
    from stdnum import isbn, issn

    if text.startswith("977") and len(text) == 13 and text.isdecimal():
        number = text[3:10]
        return [Issn(number + str(issn.calc_check_digit(number)))]
    if isbn.is_valid(text):
        return [Isbn(isbn.to_isbn13(text).replace("-", ""))]
    return [Issn(issn.compact(text))] if "-" in text and issn.is_valid(text) else []


def _one_code(text: str) -> bool:
    return bool(text) and " " not in text and (any(letter.isdigit() for letter in text) or len(text) >= 4)


def grouped(number: str) -> str:
    """A 14-digit number as it is read aloud: "30500 0412 8818" for copies, "2 1234 00098 7768" for cards."""
    if not (number.isdecimal() and len(number) == 14):
        return number
    if number[0] == "2":
        return f"{number[0]} {number[1:5]} {number[5:10]} {number[10:]}"
    return f"{number[:5]} {number[5:9]} {number[9:]}"
