"""What is done while the library is closed: loans renewed by themselves, copies reshelved; each night once."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import func, select, update

from desk.models import Item, Loan, NightlyRun, Patron
from desk.rules.periods import Period, Unit
from desk.rules.vocabulary import ItemStatus, Permission, Reason
from desk.services.answers import NotDone
from desk.services.circulation.facts import loan_rules
from desk.services.codec import decode, encode, known
from desk.services.desk import Unit as DeskUnit

# More nights than these are not caught up one by one: nobody is helped by a renewal of a year ago.
MOST_NIGHTS = 60
CHUNK = 500
# A run that began so long ago and has not ended was broken off: another may go on with it.
BROKEN_OFF = timedelta(minutes=30)
# A copy on the cart is back on its shelf by the next night, where the rules do not say how long reshelving takes.
ONE_DAY = Period(1, Unit.DAY)


@known
@dataclass(frozen=True, slots=True)
class NotRenewed:
    """A loan that was not renewed by itself, and every reason why."""

    item: str
    reasons: tuple[Reason, ...]


class NightWork(StrEnum):
    """What else is done in a night, by every area; the words are in wording/nights.py."""

    EXPIRED = "expired"
    SEVERED = "severed"
    GROWN = "grown"
    LOST = "lost"


@known
@dataclass(frozen=True, slots=True)
class Counted:
    """So many of one kind were done."""

    work: NightWork
    count: int


@known
@dataclass(frozen=True, slots=True)
class NightReport:
    """What one night's work did. It names copies and no readers."""

    night: date
    renewed: tuple[str, ...] = ()
    last_time: tuple[str, ...] = ()
    refused: tuple[NotRenewed, ...] = ()
    reshelved: int = 0
    others: tuple[Counted, ...] = ()

    def after(self, earlier: "NightReport") -> "NightReport":
        """What the night did in all: what is refused now counts, what was done earlier stays done."""
        renewed = tuple(dict.fromkeys((*earlier.renewed, *self.renewed)))
        last_time = tuple(dict.fromkeys((*earlier.last_time, *self.last_time)))
        reshelved = earlier.reshelved + self.reshelved
        others = added((*earlier.others, *self.others))
        return NightReport(self.night, renewed, last_time, self.refused, reshelved, others)


def added(counts: Iterable[Counted]) -> tuple[Counted, ...]:
    """The sums by kind, without noughts."""
    sums = Counter[NightWork]()
    for each in counts:
        sums[each.work] += each.count
    return tuple(Counted(work, sums[work]) for work in NightWork if sums[work])


@known
@dataclass(frozen=True, slots=True)
class NightBegun:
    """This night's work is ours to do."""

    night: date


@dataclass(frozen=True, slots=True)
class NightTaken(NotDone):
    """This night's work is done, or another desk is at it."""

    night: date
    ended: bool


@known
@dataclass(frozen=True, slots=True)
class BeginNight:
    """Take on the work of one night. `again` does it once more: what was done already is not done twice."""

    kind: ClassVar[str] = "begin_night"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.NIGHTLY

    night: date
    again: bool = False

    def run(self, unit: DeskUnit) -> NightBegun | NightTaken:
        """The night's row is the token: whoever has written it does the work."""
        row = unit.db.scalars(select(NightlyRun).where(NightlyRun.night == self.night).with_for_update()).one_or_none()
        if row is None:
            unit.db.add(NightlyRun(night=self.night, started_at=unit.now, report=""))
        elif self.again or (row.ended_at is None and unit.now - row.started_at > BROKEN_OFF):
            row.started_at, row.ended_at = unit.now, None
        else:
            return NightTaken(self.night, row.ended_at is not None)
        return NightBegun(self.night)


@known
@dataclass(frozen=True, slots=True)
class EndNight:
    """The night's work is done; what it did is kept."""

    kind: ClassVar[str] = "end_night"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.NIGHTLY

    report: NightReport

    def run(self, unit: DeskUnit) -> NightReport:
        """Write the end beside the beginning. A night that was done again keeps what it did before."""
        row = unit.db.scalars(select(NightlyRun).where(NightlyRun.night == self.report.night)).one()
        whole = self.report.after(decode(json.loads(row.report))) if row.report else self.report
        row.ended_at, row.report = unit.now, json.dumps(encode(whole)[0])
        unit.record.quantity = len(self.report.renewed)
        return self.report


@known
@dataclass(frozen=True, slots=True)
class Reshelved:
    """So many copies stand on their shelves again."""

    count: int


@known
@dataclass(frozen=True, slots=True)
class FinishReshelving:
    """Copies that came back long enough ago stand on their shelves again."""

    kind: ClassVar[str] = "finish_reshelving"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.NIGHTLY

    def run(self, unit: DeskUnit) -> Reshelved:
        """Each copy by the rules of the branch where it is; one that a desk has marked meanwhile stays as marked."""
        asked: Any = select(Item.id, Item.holding_branch_id, Item.item_type_id, Item.last_seen_at)
        shelved = []
        for row in unit.db.execute(asked.where(Item.status == ItemStatus.RESHELVING).order_by(Item.id)):
            rules = unit.policy.rules(row.holding_branch_id, 0, row.item_type_id)
            if row.last_seen_at is None or shelved_at(row.last_seen_at, rules.reshelving.value) <= unit.now:
                shelved.append(row.id)
        count = 0
        for numbers in (shelved[start : start + CHUNK] for start in range(0, len(shelved), CHUNK)):
            still = update(Item).where(Item.id.in_(numbers), Item.status == ItemStatus.RESHELVING)
            count += unit.sql.execute(still.values(status=ItemStatus.AVAILABLE)).rowcount
        unit.record.quantity = count
        return Reshelved(count)


def shelved_at(seen: datetime, period: Period | None) -> datetime:
    """When a copy that came back at `seen` stands on its shelf."""
    how_long = period or ONE_DAY
    if how_long.short:
        return seen + how_long.delta()
    return seen + (how_long.after(seen.date()) - seen.date())


@dataclass(frozen=True, slots=True)
class NightsToDo:
    """The nights whose work has not been done yet, oldest first; before the first of all, only the last one.

    One that was broken off is still to do, although a later one was done.
    """

    def ask(self, unit: DeskUnit) -> tuple[date, ...]:
        """Today's night is not over before tomorrow."""
        yesterday = unit.policy.calendars[unit.branch].today(unit.now) - timedelta(days=1)
        last = unit.db.scalar(select(func.max(NightlyRun.night)).where(NightlyRun.ended_at.is_not(None)))
        first = (
            yesterday if last is None else max(last + timedelta(days=1), yesterday - timedelta(days=MOST_NIGHTS - 1))
        )
        missing = {first + timedelta(days=n) for n in range((yesterday - first).days + 1)}
        window = NightlyRun.night.between(yesterday - timedelta(days=MOST_NIGHTS - 1), yesterday)
        broken_off = unit.db.scalars(select(NightlyRun.night).where(NightlyRun.ended_at.is_(None), window))
        return tuple(sorted(missing.union(broken_off)))


@dataclass(frozen=True, slots=True)
class LoanTonight:
    """An open loan that the rules renew by themselves, and the branch that lent it."""

    loan: int
    item: str
    branch: int


@dataclass(frozen=True, slots=True)
class LoansToRenew:
    """The loans that are due by the end of the day after this night, where the rules renew by themselves."""

    night: date

    def ask(self, unit: DeskUnit) -> tuple[LoanTonight, ...]:
        """By the branch's own days, soonest due first."""
        book = unit.policy
        ends = {branch: calendar.end_of(self.night + timedelta(days=1)) for branch, calendar in book.calendars.items()}
        asked: Any = (
            select(
                Loan.id,
                Loan.branch_id,
                Loan.out_at,
                Loan.due_at,
                Loan.item_type_id,
                Item.barcode,
                Item.branch_id.label("home"),
                Patron.category_id,
                Patron.branch_id.label("patron_branch"),
            )
            .join(Item, Item.id == Loan.item_id)
            .join(Patron, Patron.id == Loan.patron_id)
            .where(Loan.returned_at.is_(None), Loan.due_at <= max(ends.values()))
            .order_by(Loan.due_at, Loan.id)
        )
        if not book.policy.uses("auto_renew"):
            return ()
        found = []
        for row in unit.db.execute(asked):
            rules = loan_rules(unit, row.branch_id, row.home, row.patron_branch, row.category_id, row.item_type_id)
            evening = book.calendars[row.branch_id].end_of(self.night)
            if rules.auto_renew.value and row.due_at <= ends[row.branch_id] and row.out_at <= evening:
                found.append(LoanTonight(row.id, row.barcode, row.branch_id))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class PastNights:
    """The last nights and what they did, newest first; one without a report was broken off or is at work."""

    most: int = 30

    def ask(self, unit: DeskUnit) -> tuple[tuple[date, datetime | None, NightReport | None], ...]:
        """From the nights' own table."""
        rows = unit.db.scalars(select(NightlyRun).order_by(NightlyRun.night.desc()).limit(self.most))
        return tuple((row.night, row.ended_at, decode(json.loads(row.report)) if row.report else None) for row in rows)
