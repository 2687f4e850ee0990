"""What the form of a reader needs: what the record says now, and what can be chosen."""

from dataclasses import dataclass

from sqlalchemy import select

from desk.models import Card, Patron
from desk.rules.barcodes import check_ok, mod10
from desk.rules.vocabulary import BarcodeKind, CheckDigit
from desk.services.answers import PatronFace, Unknown
from desk.services.desk import Unit
from desk.services.patrons.details import Details, read_details
from desk.services.patrons.reader import face_of, find_reader, owner_of, unknown_card
from desk.services.patrons.statistics import face, fields


@dataclass(frozen=True, slots=True)
class Coded:
    """Something to choose, by its code and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class StatisticChoice:
    """One of the library's statistics, and what it can be; nothing to choose means that it is written freely."""

    code: str
    name: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormShown:
    """The form as it begins. `base` tells later whether somebody else has changed the record meanwhile."""

    details: Details
    base: str
    categories: tuple[Coded, ...]
    branches: tuple[Coded, ...]
    statistics: tuple[StatisticChoice, ...]
    card: str = ""
    patron: PatronFace | None = None
    guarantor: str = ""


@dataclass(frozen=True, slots=True)
class ShowForm:
    """The form of the reader with this card; without one, of somebody new, whom some words already name."""

    card: str = ""
    words: str = ""

    def ask(self, unit: Unit) -> FormShown | Unknown:
        """For somebody new: this branch, the category that most readers have, and the next card."""
        book = unit.policy
        categories = tuple(Coded(each.code, each.name) for each in book.categories.values())
        branches = tuple(Coded(each.code, each.name) for each in book.branches.values())
        lists = (categories, branches, _statistics(unit))
        if not self.card:
            family, given = named_in(self.words)
            category = categories[0].code if categories else ""
            new = Details(family, given, category=category, branch=book.branches[unit.branch].code)
            return FormShown(new, "", *lists, card=self._card(unit))
        patron = find_reader(unit, self.card, lock=False)
        if patron is None:
            return unknown_card(self.card)
        details = read_details(unit, patron)
        guarantor = unit.db.get(Patron, patron.guarantor_id) if patron.guarantor_id is not None else None
        named = face_of(unit, guarantor).name if guarantor is not None else ""
        return FormShown(details, details.print(), *lists, self.card, face_of(unit, patron), named)

    def _card(self, unit: Unit) -> str:
        """A number that was typed into the search becomes the card of somebody new."""
        number = "".join(self.words.split())
        patterns = [each for each in unit.policy.patterns if each.kind is BarcodeKind.PATRON]
        fits = any(each.matches(number) and check_ok(number, each.check) for each in patterns)
        return number if fits and owner_of(unit, number) is None else ""


def named_in(words: str) -> tuple[str, str]:
    """Family and given name of what somebody typed into the search: "lindq, mar" or "mar lindq"; digits name nobody."""
    text = " ".join(words.split())
    if not text or any(letter.isdigit() or letter == "@" for letter in text):
        return "", ""
    if "," in text:
        family, given = (part.strip() for part in text.split(",", 1))
    else:
        given, _blank, family = text.rpartition(" ")
    return _capital(family), _capital(given)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:] if name.islower() else name


def _statistics(unit: Unit) -> tuple[StatisticChoice, ...]:
    return tuple(StatisticChoice(each.code, each.name, each.choices) for each in map(face, fields(unit)))


@dataclass(frozen=True, slots=True)
class NextCard:
    """The next number that fits the library's cards and that nobody has, for libraries that print their own."""

    def ask(self, unit: Unit) -> str:
        """After the highest of the first pattern that has digits only; nothing where there is none."""
        pattern = next((p for p in unit.policy.patterns if p.kind is BarcodeKind.PATRON and p.digits_only), None)
        if pattern is None or pattern.shortest != pattern.longest or pattern.check is CheckDigit.MOD43:
            return ""
        asked = select(Card.number).where(Card.number.like(f"{pattern.prefix}%")).order_by(Card.number.desc())
        last = next((n for n in unit.db.scalars(asked.limit(50)) if pattern.matches(n)), "")
        if not last:
            return ""
        if pattern.check is CheckDigit.NONE:
            return str(int(last) + 1).zfill(len(last))
        body = str(int(last[:-1]) + 1).zfill(len(last) - 1)
        return body + mod10(body)
