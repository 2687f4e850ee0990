"""What stands against a reader: marks of the whole account, and restrictions with a day, a sum or a return."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from desk.models import Patron, Restriction
from desk.rules.blocks import Fact
from desk.rules.vocabulary import Mark, Permission, Reason, RestrictionKind
from desk.services.answers import Refused, Unknown
from desk.services.circulation.facts import today
from desk.services.codec import known, private
from desk.services.desk import Unit
from desk.services.patrons.answers import Lifted, MarkedReader, Restricted
from desk.services.patrons.keeping import Keeper
from desk.services.patrons.reader import face_of, find_reader, never, note_reader, unknown_card


@known
@dataclass(frozen=True, slots=True)
class MarkReader:
    """Say something of the whole account, or take it back: barred, not in use, deceased, address gone."""

    kind: ClassVar[str] = "mark_reader"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.RESTRICT

    card: str = private(default="")
    mark: Mark = Mark.BARRED
    on: bool = True

    def run(self, unit: Unit) -> MarkedReader | Refused | Unknown:
        """A deceased reader's account is not in use either."""
        patron = find_reader(unit, self.card)
        if patron is None:
            return unknown_card(self.card)
        if marked(patron, self.mark) is self.on:
            return never(self, Reason.NOTHING_NEW, face=face_of(unit, patron))
        keeper = Keeper(unit, patron.id)
        keeper.watch(Patron, patron.id)
        if self.mark is Mark.INACTIVE:
            patron.active = not self.on
        else:
            setattr(patron, self.mark.value, self.on)
        if self.mark is Mark.DECEASED:
            patron.active = not self.on
        note_reader(unit, patron)
        unit.record.before = keeper.past()
        return MarkedReader(face_of(unit, patron), self.mark, self.on)


def marked(patron: Patron, mark: Mark) -> bool:
    """Whether this is said of the account."""
    return not patron.active if mark is Mark.INACTIVE else bool(getattr(patron, mark.value))


@known
@dataclass(frozen=True, slots=True)
class Restrict:
    """No lending to this reader: until a day, while more than a sum is owed, while something is overdue, or for good.

    Several may stand at once, and the longest counts. What its own condition ends needs nobody to lift it.
    """

    kind: ClassVar[str] = "restrict"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.RESTRICT

    card: str = private(default="")
    why: RestrictionKind = RestrictionKind.MANUAL
    reason: str = private(default="")
    until: date | None = None
    above: int | None = None
    while_overdue: bool = False

    def run(self, unit: Unit) -> Restricted | Refused | Unknown:
        """A day that is past restricts nobody."""
        patron = find_reader(unit, self.card)
        if patron is None:
            return unknown_card(self.card)
        face, day = face_of(unit, patron), today(unit)
        if self.until is not None and self.until < day:
            return never(self, Reason.IN_PAST, Fact(day=self.until), face=face)
        bar = Restriction(
            patron_id=patron.id,
            reason=self.reason.strip(),
            starts_on=day,
            until=self.until,
            kind=self.why,
            lifted_below=self.above,
            while_overdue=self.while_overdue,
        )
        unit.db.add(bar)
        unit.db.flush()
        keeper = Keeper(unit, patron.id)
        keeper.made(Restriction, bar.id)
        note_reader(unit, patron)
        unit.record.before = keeper.past()
        return Restricted(face, self.why, self.until)


@known
@dataclass(frozen=True, slots=True)
class LiftRestriction:
    """A restriction of this reader stands no more; without its number, the one that lasts longest."""

    kind: ClassVar[str] = "lift_restriction"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.RESTRICT

    card: str = private(default="")
    restriction: int = 0

    def run(self, unit: Unit) -> Lifted | Refused | Unknown:
        """What was lifted already, or has run out, is nothing to lift."""
        patron = find_reader(unit, self.card)
        if patron is None:
            return unknown_card(self.card)
        asked = select(Restriction).where(Restriction.patron_id == patron.id, Restriction.lifted_at.is_(None))
        if self.restriction:
            asked = asked.where(Restriction.id == self.restriction)
        bars, day = unit.db.scalars(asked.order_by(Restriction.id)), today(unit)
        standing = [each for each in bars if each.until is None or each.until >= day]
        if not standing:
            return never(self, Reason.NOTHING_NEW, face=face_of(unit, patron))
        bar = max(standing, key=lambda each: each.until or date.max)
        keeper = Keeper(unit, patron.id)
        keeper.watch(Restriction, bar.id)
        bar.lifted_at = unit.now
        note_reader(unit, patron)
        unit.record.before = keeper.past()
        return Lifted(face_of(unit, patron), bar.kind)
