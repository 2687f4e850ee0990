"""Whether two records may be the same person: names as they sound, with birth dates, phones, e-mails and addresses.

A birth date that is missing on either side says nothing; two that differ part twins. What a household shares (phone,
address) does not make two given names one person, but is told. The numbers are the rows of docs/patrons.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from desk.rules.text import digits, fold

# Letters that sound alike in the languages whose names meet at a desk: enough to find a record, never to judge it.
ALIKE = str.maketrans("ckqzxvwdbmgjyph", "kkkssfftpnkkiph")
VOWELS = frozenset("aeiou")
LONGEST = 200
FEWEST_DIGITS = 6


class LikeBy(StrEnum):
    """What two records have in common."""

    NAME = "name"
    SIMILAR_NAME = "similar_name"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


class Likeness(IntEnum):
    """How sure it is: nobody; of one household; perhaps the same person; very likely the same person."""

    NONE = 0
    HOUSEHOLD = 1
    PERHAPS = 2
    LIKELY = 3


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a person. Phones are as `reachable` gives them; an address is its lines and its postcode or city."""

    family: str = ""
    given: str = ""
    preferred: str = ""
    birth: date | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Like:
    """How like two records are, and by what."""

    how: Likeness
    by: tuple[LikeBy, ...] = ()


def sound(name: str) -> str:
    """A name as it sounds, for finding: "Lindkvist" and "Lindqvist" are one, "Meyer" and "Maier" too."""
    letters = fold(name).replace(" ", "").replace("ph", "f").replace("th", "t").replace("sch", "s").replace("ck", "k")
    heard = letters.translate(ALIKE)
    kept = heard[:1]
    for letter in heard[1:]:
        if letter not in VOWELS and letter != "h" and letter != "i" and letter != kept[-1:]:
            kept += letter
    return kept


def identity_keys(who: Identity) -> set[tuple[str, str]]:
    """By what a record is found when somebody like this comes: pairs of kind and value, the same for alike records."""
    keys: set[tuple[str, str]] = set()
    for given in {who.given.split(" ")[0], who.preferred.split(" ")[0]} - {""}:
        # Family and given name are often turned round: the pair is found either way.
        keys.add(("name", " ".join(sorted((sound(who.family), sound(given))))))
        if who.birth is not None:
            keys.add(("born", f"{who.birth.isoformat()} {sound(given)}"))
    keys |= {("phone", number) for phone in who.phones if len(number := digits(phone)[-9:]) >= FEWEST_DIGITS}
    keys |= {("email", email.strip().casefold()[:LONGEST]) for email in who.emails if "@" in email}
    keys |= {("address", place) for address in who.addresses if (place := _place(address))}
    return keys


def _place(address: tuple[str, str]) -> str:
    lines, town = fold(address[0]), fold(address[1])
    return f"{lines} {town}".strip()[:LONGEST] if lines else ""


def likeness(new: Identity, old: Identity) -> Like:
    """How like two records are."""
    by = list(_alike(new, old))
    born = new.birth is not None and new.birth == old.birth
    differs = new.birth is not None and old.birth is not None and new.birth != old.birth
    same, similar = LikeBy.NAME in by, LikeBy.SIMILAR_NAME in by
    shared = [each for each in by if each in (LikeBy.PHONE, LikeBy.EMAIL, LikeBy.ADDRESS)]
    if same or similar:
        if differs:  # twins, father and son, or a slip of the pen: told where they live together
            return Like(Likeness.PERHAPS if shared and same else Likeness.NONE, tuple(by))
        return Like(Likeness.LIKELY if same or born or shared else Likeness.PERHAPS, tuple(by))
    if born and shared and _same_given(new, old):
        return Like(Likeness.LIKELY, tuple(by))  # a name that was changed
    if born and (shared or _same_given(new, old)):
        return Like(Likeness.PERHAPS, tuple(by))
    return Like(Likeness.HOUSEHOLD if shared else Likeness.NONE, tuple(by))


def _alike(new: Identity, old: Identity) -> Iterator[LikeBy]:
    if _names(new) & _names(old):
        yield LikeBy.NAME
    elif _similar(new, old):
        yield LikeBy.SIMILAR_NAME
    if new.birth is not None and new.birth == old.birth:
        yield LikeBy.BIRTH_DATE
    ours, theirs = identity_keys(new), identity_keys(old)
    for kind in (LikeBy.PHONE, LikeBy.EMAIL, LikeBy.ADDRESS):
        if any(key[0] == kind for key in ours & theirs):
            yield kind


def _names(who: Identity) -> set[frozenset[str]]:
    """Family name with given or preferred name, accents and order aside."""
    given = {fold(who.given), fold(who.preferred), fold(who.given).split(" ")[0]} - {""}
    return {frozenset((fold(who.family), each)) for each in given}


def _same_given(new: Identity, old: Identity) -> bool:
    ours = {fold(new.given), fold(new.preferred)} - {""}
    return bool(ours & {fold(old.given), fold(old.preferred)})


def _similar(new: Identity, old: Identity) -> bool:
    """One letter in five may be wrong in each name; what is still being typed may be the beginning of it."""
    if not (new.family and old.family):
        return False
    givens = [(ours, theirs) for ours in _givens(new) for theirs in _givens(old)]
    straight = near(new.family, old.family) and any(near(*pair) for pair in givens)
    turned = any(near(new.family, theirs) and near(ours, old.family) for ours, theirs in givens)
    return straight or turned


def _givens(who: Identity) -> set[str]:
    return {who.given, who.preferred, who.given.split(" ")[0]} - {""}


def near(one: str, other: str) -> bool:
    """Whether two names are the same but for a slip: a letter wrong, missing, too many or in the wrong place in five.

    Short names must be whole: "Ann" is not "Ian". Names that sound alike are near, too.
    """
    left, right = fold(one), fold(other)
    if left == right or (min(len(left), len(right)) >= 3 and (left.startswith(right) or right.startswith(left))):
        return True
    allowed = max(len(left), len(right)) // 5
    if min(len(left), len(right)) >= 4 and sound(one) == sound(other):
        allowed += 1
    return abs(len(left) - len(right)) <= allowed and _distance(left, right) <= allowed


def _distance(one: str, other: str) -> int:
    """How many slips part two words (Damerau and Levenshtein, neighbours swapped counting as one)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
