"""Who answers for whom, and when a child is one no longer."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import func, or_, select

from desk.models import Charge, Loan, Patron
from desk.rules.vocabulary import Permission, Reason
from desk.services.answers import Grant, PatronFace, Refused, Unknown
from desk.services.circulation.facts import growing_fines, today
from desk.services.codec import known, private
from desk.services.desk import Unit
from desk.services.patrons.answers import GrownUp, Linked
from desk.services.patrons.checks import guarantor_blocks
from desk.services.patrons.details import read_details
from desk.services.patrons.growing import adult_category, rules_of
from desk.services.patrons.keeping import Keeper
from desk.services.patrons.reader import (
    face_of,
    find_reader,
    left_standing,
    never,
    not_done,
    note_reader,
    owner_of,
    unknown_card,
)
from desk.services.patrons.register import change_fee


@known
@dataclass(frozen=True, slots=True)
class LinkGuarantor:
    """The reader with `guarantor` answers for the one with `card`; without one, nobody does any longer."""

    kind: ClassVar[str] = "link_guarantor"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.PATRONS

    card: str = private(default="")
    guarantor: str = private(default="")
    grants: tuple[Grant, ...] = ()

    def run(self, unit: Unit) -> Linked | Refused | Unknown:
        """Nobody answers for themselves, and nobody who needs a guarantor is one."""
        from dataclasses import replace

        patron = find_reader(unit, self.card)
        if patron is None:
            return unknown_card(self.card)
        number = owner_of(unit, self.guarantor) if self.guarantor else None
        if self.guarantor and number is None:
            return unknown_card(self.guarantor)
        face = face_of(unit, patron)
        if number == patron.guarantor_id:
            return never(self, Reason.NOTHING_NEW, face=face)
        details = replace(read_details(unit, patron), guarantor=self.guarantor)
        blocks = guarantor_blocks(unit, details, rules_of(unit, patron.branch_id, patron.category_id), patron.id)
        left = left_standing(unit, blocks, self)
        if left:
            return not_done(self, *left, face=face)
        keeper = Keeper(unit, patron.id)
        keeper.watch(Patron, patron.id)
        patron.guarantor_id = number
        note_reader(unit, patron)
        unit.record.before = keeper.past()
        return Linked(face, face_of(unit, unit.db.get_one(Patron, number)) if number is not None else None)


@known
@dataclass(frozen=True, slots=True)
class GrowUp:
    """A child has reached the age at which its category changes: done when its account is opened, or in the night."""

    kind: ClassVar[str] = "grow_up"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.PATRONS

    card: str = private(default="")

    def run(self, unit: Unit) -> GrownUp | Refused | Unknown:
        """The guarantor stays until somebody unlinks them: what is owed is not forgotten on a birthday."""
        patron = find_reader(unit, self.card)
        if patron is None:
            return unknown_card(self.card)
        category = adult_category(unit, patron, today(unit))
        if category is None:
            return never(self, Reason.NOTHING_NEW, face=face_of(unit, patron))
        keeper = Keeper(unit, patron.id)
        keeper.watch(Patron, patron.id)
        answer = grow_up(unit, patron, category)
        note_reader(unit, patron)
        unit.record.before = keeper.past()
        return answer


def grow_up(unit: Unit, patron: Patron, category: int) -> GrownUp:
    """Give the reader the other category."""
    was, patron.category_id = patron.category_id, category
    fee = change_fee(unit, patron)
    names = unit.policy.categories
    return GrownUp(face_of(unit, patron), names[was].name, names[category].name, fee)


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the family, with what they have out and owe. `guarantor` and `guarantee` are seen from the reader."""

    patron: PatronFace
    age: int | None
    out: int
    overdue: int
    owes: int
    guarantor: bool = False
    guarantee: bool = False
    own: bool = False


def family_of(unit: Unit, patron: Patron) -> tuple[Relative, ...]:
    """The guarantor and everybody with the same one, and those for whom this reader answers; by name (case P5).

    Nobody at all where the reader stands alone.
    """
    from desk.rules.age import age_on

    head = patron.guarantor_id or patron.id
    asked = select(Patron).where(
        or_(Patron.id == head, Patron.guarantor_id == head, Patron.guarantor_id == patron.id, Patron.id == patron.id)
    )
    members = list(unit.db.scalars(asked))
    if len(members) < 2:
        return ()
    found = []
    for each in members:
        out, late, owes = _has(unit, each)
        age = age_on(each.birth_date, today(unit)) if each.birth_date is not None else None
        relation = each.id == patron.guarantor_id, each.guarantor_id == patron.id, each.id == patron.id
        found.append(Relative(face_of(unit, each), age, out, late, owes, *relation))
    return tuple(sorted(found, key=_family_order))


def _family_order(each: Relative) -> tuple[bool, str, str]:
    return not each.guarantor, each.patron.family_name.casefold(), each.patron.given_name.casefold()


def _has(unit: Unit, patron: Patron) -> tuple[int, int, int]:
    open_loans = select(Loan.due_at).where(Loan.patron_id == patron.id, Loan.returned_at.is_(None))
    due = list(unit.db.scalars(open_loans))
    late = sum(each < unit.now for each in due)
    written = unit.db.scalar(select(func.sum(Charge.outstanding)).where(Charge.patron_id == patron.id)) or 0
    growing = growing_fines(unit, patron.id, patron.category_id, patron.branch_id) if late else 0
    return len(due), late, int(written) + growing
