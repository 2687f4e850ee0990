"""What the night does with readers: children who have grown up, files and merged records whose time has run out."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import delete, select

from desk.models import Patron, PatronFile
from desk.rules.vocabulary import Permission
from desk.services.codec import known
from desk.services.desk import Unit
from desk.services.patrons.growing import adult_category
from desk.services.patrons.leaving import forget
from desk.services.patrons.merge import APART_FOR
from desk.services.patrons.reader import card_of


@dataclass(frozen=True, slots=True)
class ReadersToGrow:
    """The cards of readers whose category changes by their birthday, as of this night."""

    night: date

    def ask(self, unit: Unit) -> tuple[str, ...]:
        """Only where a rule says so; only those old enough are looked at one by one."""
        policy = unit.policy.policy
        if not policy.uses("adult_at"):
            return ()
        ages = [value for (name, _place), value in policy.values.items() if name == "adult_at" and value is not None]
        if not ages:
            return ()
        youngest = date(self.night.year - min(ages), self.night.month, min(self.night.day, 28))
        asked = select(Patron).where(Patron.birth_date <= date(youngest.year, 12, 31), Patron.merged_into_id.is_(None))
        found = []
        for patron in unit.db.scalars(asked.order_by(Patron.id).execution_options(yield_per=1000)):
            if adult_category(unit, patron, self.night) is not None:
                found.append(card_of(unit, patron.id))
        return tuple(card for card in found if card)


@known
@dataclass(frozen=True, slots=True)
class SweptAway:
    """So many files and merged records are gone for good."""

    files: int
    readers: int


@known
@dataclass(frozen=True, slots=True)
class SweepReaders:
    """What could be taken back for a month, and was not, goes: removed files, records that were merged into others."""

    kind: ClassVar[str] = "sweep_readers"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.NIGHTLY

    def run(self, unit: Unit) -> SweptAway:
        """Nothing of them is left anywhere."""
        long_ago = unit.now - APART_FOR
        removed: Any = delete(PatronFile).where(PatronFile.removed_at < long_ago)
        files = unit.sql.execute(removed).rowcount
        gone = list(unit.db.scalars(select(Patron.id).where(Patron.merged_at < long_ago)))
        if gone:
            forget(unit, gone)
        return SweptAway(files, len(gone))
