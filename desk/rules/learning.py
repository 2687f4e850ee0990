"""What a library's numbers look like, worked out from a few of its cards and items that somebody scans.

Nothing is guessed beyond what the scans show: a check digit is believed from one long number or from two that both
have it, a beginning only as far as it tells cards from items or names the institution (the first five of 14 digits).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desk.rules.barcodes import COMMAND_PREFIX, DeskCommand, Isbn, Issn, Pattern, check_ok, mod10, mod43, read_scan
from desk.rules.vocabulary import BarcodeKind, CheckDigit

SHORTEST = 4
LONGEST = 40
CODABAR = 14
INSTITUTION = 5
# A single number that ends in the right digit by chance is one in ten: only a long one is believed alone.
BELIEVED_ALONE = 12
# So many places at the end count the cards or items; what differs there tells no two kinds apart.
LAST_DIGITS = 3
USUAL = (Pattern(BarcodeKind.PATRON, "2"), Pattern(BarcodeKind.ITEM, "3"))


class Odd(StrEnum):
    """Why a scan teaches nothing."""

    TORN = "torn"
    WORDS = "words"
    PUBLISHED = "published"
    COMMAND = "command"
    GARBLED = "garbled"
    TWICE = "twice"
    OTHER_KIND = "other_kind"
    MISREAD = "misread"


@dataclass(frozen=True, slots=True)
class Samples:
    """The numbers scanned so far: of cards, and of items."""

    cards: tuple[str, ...] = ()
    items: tuple[str, ...] = ()

    def of(self, kind: BarcodeKind) -> tuple[str, ...]:
        """The numbers of one kind."""
        return self.cards if kind is BarcodeKind.PATRON else self.items

    def take(self, kind: BarcodeKind, raw: str) -> "Samples | Odd":
        """One more scan, or why it is none of this kind's numbers."""
        number = read_scan(raw, typed=False).text
        odd = _odd_alone(raw, number) or _odd_beside(number, self.of(kind), self.of(_other(kind)))
        if odd is not None:
            return odd
        if kind is BarcodeKind.PATRON:
            return Samples((*self.cards, number), self.items)
        return Samples(self.cards, (*self.items, number))


@dataclass(frozen=True, slots=True)
class Learnt:
    """The patterns of cards and items, and whether a scan tells by itself which of the two it is."""

    cards: Pattern
    items: Pattern
    apart: bool
    next_card: str = ""
    next_item: str = ""

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """Both, as the library keeps them."""
        return self.cards, self.items


def learn(samples: Samples) -> Learnt:
    """What the scans show; a kind of which none was scanned has the usual 14 digits."""
    cards = _pattern(BarcodeKind.PATRON, samples)
    items = _pattern(BarcodeKind.ITEM, samples)
    next_card = next_number(cards, samples.cards, samples.items)
    return Learnt(cards, items, _apart(cards, items), next_card, next_number(items, samples.items, samples.cards))


def next_number(pattern: Pattern, numbers: Sequence[str], taken: Collection[str] = ()) -> str:
    """The number after the highest of these that is not taken, with its check digit; nothing where there is none."""
    if not numbers:
        return ""
    number = _following(pattern, max(numbers, key=lambda number: (len(number), number)))
    while number in taken:
        number = _following(pattern, number)
    return number


def _following(pattern: Pattern, number: str) -> str:
    """One further; nothing where it ends in no digits, or in nines only."""
    checked = pattern.check is not CheckDigit.NONE
    body = number[:-1] if checked else number
    digits = body[len(body.rstrip("0123456789")) :]
    if not digits or set(digits) == {"9"}:
        return ""
    following = body[: len(body) - len(digits)] + str(int(digits) + 1).zfill(len(digits))
    if not following.startswith(pattern.prefix):
        return ""
    return following + (mod10 if pattern.check is CheckDigit.MOD10 else mod43)(following) if checked else following


def _odd_alone(raw: str, number: str) -> Odd | None:
    if raw.strip().upper().startswith(COMMAND_PREFIX):
        return Odd.COMMAND
    if any(isinstance(found, Isbn | Issn | DeskCommand) for found in read_scan(raw, typed=False).candidates):
        return Odd.PUBLISHED
    if not number.isascii() or not number.isprintable() or len(number) > LONGEST:
        return Odd.GARBLED
    if " " in number or (number and not any(letter.isdigit() for letter in number)):
        return Odd.WORDS
    return Odd.TORN if len(number) < SHORTEST else None


def _odd_beside(number: str, same: tuple[str, ...], other: tuple[str, ...]) -> Odd | None:
    """What only the numbers scanned before can tell."""
    if number in same:
        return Odd.TWICE
    if number in other:
        return Odd.OTHER_KIND
    if any(number in known and len(number) < len(known) for known in (*same, *other)):
        return Odd.TORN
    if not same:
        return None
    shortest, scheme = min(map(len, same)), _check(same)
    if scheme is CheckDigit.NONE or check_ok(number, scheme):
        return Odd.TORN if len(number) < shortest - 2 else None
    return Odd.TORN if len(number) < shortest else Odd.MISREAD


def _pattern(kind: BarcodeKind, samples: Samples) -> Pattern:
    numbers = samples.of(kind)
    if not numbers:
        return next(usual for usual in USUAL if usual.kind is kind)
    lengths = [len(number) for number in numbers]
    prefix = _prefix(numbers, samples.of(_other(kind)))
    digits_only = all(number.isdecimal() for number in numbers)
    return Pattern(kind, prefix, min(lengths), max(lengths), digits_only, _check(numbers))


def _prefix(numbers: tuple[str, ...], other: tuple[str, ...]) -> str:
    shared = _shared(numbers)
    if all(len(number) == CODABAR and number.isdecimal() for number in numbers):
        return shared[:INSTITUTION]
    letters = shared[: len(shared) - len(shared.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-./"))]
    if letters or not other or {len(number) for number in numbers}.isdisjoint(map(len, other)):
        return letters
    same = max(len(_shared((shared, number))) for number in other)
    varies = min(map(len, numbers)) - LAST_DIGITS
    return shared[: same + 1] if same < min(len(shared), INSTITUTION, varies) else ""


def _shared(numbers: Sequence[str]) -> str:
    """The beginning that all have."""
    first, last = min(numbers), max(numbers)
    return next((first[:at] for at, letter in enumerate(first) if letter != last[at : at + 1]), first)


def _check(numbers: Sequence[str]) -> CheckDigit:
    """The scheme by which every number's last character is right."""
    sure = len(numbers) > 1 or len(numbers[0]) >= BELIEVED_ALONE
    if sure and all(number.isdecimal() and check_ok(number, CheckDigit.MOD10) for number in numbers):
        return CheckDigit.MOD10
    lettered = any(not number.isdecimal() for number in numbers)
    if lettered and sure and all(check_ok(number, CheckDigit.MOD43) for number in numbers):
        return CheckDigit.MOD43
    return CheckDigit.NONE


def _apart(cards: Pattern, items: Pattern) -> bool:
    if cards.longest < items.shortest or items.longest < cards.shortest:
        return True
    return not (cards.prefix.startswith(items.prefix) or items.prefix.startswith(cards.prefix))


def _other(kind: BarcodeKind) -> BarcodeKind:
    return BarcodeKind.ITEM if kind is BarcodeKind.PATRON else BarcodeKind.PATRON


def made_up(pattern: Pattern, serial: int) -> str:
    """A number of this shape that nobody has printed: the serial after the beginning, with its check digit."""
    checked = pattern.check is not CheckDigit.NONE
    room = pattern.longest - len(pattern.prefix) - checked
    body = pattern.prefix + str(serial).zfill(room)[-room:] if room > 0 else pattern.prefix
    return body + (mod10 if pattern.check is CheckDigit.MOD10 else mod43)(body) if checked else body
