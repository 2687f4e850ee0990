"""A named change of many readers at once: seen before it is done, and taken back as one."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select

from desk.models import Card, Patron
from desk.rules.blocks import Fact
from desk.rules.vocabulary import Permission, Reason
from desk.services.answers import PatronFace, Refused, refused
from desk.services.codec import known, private
from desk.services.desk import Unit
from desk.services.patrons.answers import ManyChanged
from desk.services.patrons.growing import category_id
from desk.services.patrons.keeping import Keeper, lock_reader
from desk.services.patrons.reader import card_of, never

# More at once would hold the library's lock too long.
MOST = 5_000
EXAMPLES = 12


@known
@dataclass(frozen=True, slots=True)
class Chosen:
    """Which readers: by their cards, or all of a category, a branch, with cards that expire by a day; all must fit."""

    cards: tuple[str, ...] = private(default=())
    category: str = ""
    branch: str = ""
    expires_by: date | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is said: that is nobody, never everybody."""
        return not (self.cards or self.category or self.branch or self.expires_by)


@known
@dataclass(frozen=True, slots=True)
class Change:
    """What they get: only what is said changes."""

    category: str = ""
    branch: str = ""
    expires_on: date | None = None
    active: bool | None = None
    language: str = ""
    notices: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return self == Change()


@known
@dataclass(frozen=True, slots=True)
class ChangeMany:
    """Change all chosen readers. The set has a name, by which it is found again and taken back."""

    kind: ClassVar[str] = "change_many"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MANY

    name: str
    chosen: Chosen = Chosen()
    change: Change = Change()

    def run(self, unit: Unit) -> ManyChanged | Refused:
        """Each reader's row as it was is kept."""
        wrong = _wrong(unit, self)
        if wrong is not None:
            return wrong
        numbers = chosen_ids(unit, self.chosen)
        if len(numbers) > MOST:
            return never(self, Reason.TOO_LARGE, Fact(name="readers", limit=MOST))
        keeper, values = Keeper(unit), change_values(unit, self.change)
        lock_reader(unit, *numbers)
        changed = 0
        for number in numbers:
            patron = unit.db.get_one(Patron, number)
            if any(getattr(patron, name) != value for name, value in values.items()):
                keeper.watch(Patron, number)
                for name, value in values.items():
                    setattr(patron, name, value)
                changed += 1
        if not changed:
            return never(self, Reason.NOTHING_NEW)
        unit.record.quantity, unit.record.before = changed, keeper.past()
        return ManyChanged(self.name, changed, len(numbers) - changed)


def _wrong(unit: Unit, act: ChangeMany) -> Refused | None:
    if not act.name.strip():
        return never(act, Reason.NEEDED, Fact(name="name"))
    if act.chosen.empty or act.change.empty:
        return never(act, Reason.NOTHING_NEW)
    categories = [code for code in (act.chosen.category, act.change.category) if code]
    branches = [code for code in (act.chosen.branch, act.change.branch) if code]
    strange = [code for code in categories if category_id(unit, code) is None]
    strange += [code for code in branches if unit.policy.branch_id(code) is None]
    return refused(act, Reason.NO_SUCH_CODE, fact=Fact(name=", ".join(strange))) if strange else None


def chosen_ids(unit: Unit, chosen: Chosen) -> list[int]:
    """The numbers of the chosen readers; never one that was merged away."""
    if chosen.empty:
        return []
    asked: Any = select(Patron.id).where(Patron.merged_into_id.is_(None)).order_by(Patron.id)
    if chosen.cards:
        asked = asked.where(Patron.id.in_(select(Card.patron_id).where(Card.number.in_(chosen.cards))))
    if chosen.category:
        asked = asked.where(Patron.category_id == category_id(unit, chosen.category))
    if chosen.branch:
        asked = asked.where(Patron.branch_id == unit.policy.branch_id(chosen.branch))
    if chosen.expires_by is not None:
        asked = asked.where(Patron.expires_on <= chosen.expires_by)
    return list(unit.db.scalars(asked))


def change_values(unit: Unit, change: Change) -> dict[str, Any]:
    """The columns that change, and to what."""
    values: dict[str, Any] = {name: said for name in ("language", "notices") if (said := getattr(change, name))}
    if change.category:
        values["category_id"] = category_id(unit, change.category)
    if change.branch:
        values["branch_id"] = unit.policy.branch_id(change.branch)
    if change.expires_on is not None:
        values["expires_on"] = change.expires_on
    if change.active is not None:
        values["active"] = change.active
    return values


@dataclass(frozen=True, slots=True)
class ManyLine:
    """One of the readers whom a change would touch, as they are before it."""

    patron: PatronFace
    category: str
    branch: str
    expires_on: date | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class ManyShown:
    """What a change of many would do: how many, some of them by name, and the cards that nobody has."""

    count: int
    changes: int
    examples: tuple[ManyLine, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowMany:
    """The same before it is done."""

    chosen: Chosen
    change: Change = Change()

    def ask(self, unit: Unit) -> ManyShown:
        """Count, and name the first."""
        numbers = chosen_ids(unit, self.chosen)
        values = change_values(unit, self.change)
        rows = unit.db.scalars(select(Patron).where(Patron.id.in_(numbers)).order_by(Patron.id))
        touched = [row for row in rows if not values or any(getattr(row, n) != v for n, v in values.items())]
        known_cards = set(unit.db.scalars(select(Card.number).where(Card.number.in_(self.chosen.cards))))
        unknown = tuple(card for card in self.chosen.cards if card not in known_cards)
        return ManyShown(len(numbers), len(touched), tuple(_line(unit, row) for row in touched[:EXAMPLES]), unknown)


def _line(unit: Unit, row: Patron) -> ManyLine:
    face = PatronFace(row.id, row.family_name, row.given_name, row.preferred_name, card_of(unit, row.id))
    category, branch = unit.policy.categories[row.category_id].name, unit.policy.branches[row.branch_id].name
    return ManyLine(face, category, branch, row.expires_on, row.active)
