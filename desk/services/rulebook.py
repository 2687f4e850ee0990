"""What every act may read without asking the database again: policy, calendars, names, patterns; cached by version."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from desk.models import (
    BarcodePattern,
    Branch,
    CalendarDay,
    CalendarHours,
    Collection,
    ItemType,
    Library,
    Location,
    PatronCategory,
    PolicyRow,
)
from desk.rules.barcodes import Pattern
from desk.rules.calendar import Calendar, Hours, SpecialDay
from desk.rules.periods import parse_period
from desk.rules.policy import LoanRules, Place, Policy, Row, read_policy
from desk.rules.vocabulary import BarcodeKind, LoanRulesOf, ReturnRulesOf


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of material: its name, its picture, the kind it belongs to, and whether it is lent at all."""

    code: str
    name: str
    icon: str
    parent: int | None
    not_for_loan: bool


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a code and a name: a branch, a category, a shelving location."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The library's rules as they stood at one version."""

    version: int
    library: str
    currency: str
    demo: bool
    policy: Policy
    calendars: dict[int, Calendar]
    branches: dict[int, Named]
    categories: dict[int, Named]
    kinds: dict[int, Kind]
    locations: dict[int, Named]
    collections: dict[int, Named]
    patterns: tuple[Pattern, ...]
    loan_rules_of: LoanRulesOf = LoanRulesOf.DESK
    return_rules_of: ReturnRulesOf = ReturnRulesOf.DESK

    def rules(self, branch: int, category: int, item_type: int) -> LoanRules:
        """What holds for this branch, category and kind."""
        return self.policy.rules(branch, category, item_type)

    def lending_branch(self, desk: int, home: int | None, patron: int | None) -> int:
        """The branch whose rules hold for a loan: the desk's, the copy's home or the reader's."""
        chosen = {LoanRulesOf.HOME: home, LoanRulesOf.PATRON: patron}.get(self.loan_rules_of)
        return desk if chosen is None else chosen

    def returning_branch(self, desk: int, home: int, holding: int) -> int:
        """The branch whose rules hold for a return."""
        return {ReturnRulesOf.HOME: home, ReturnRulesOf.HOLDING: holding}.get(self.return_rules_of, desk)

    def today(self, branch: int, now: datetime) -> datetime:
        """The moment in a branch's own time."""
        return self.calendars[branch].local(now)

    def branch_id(self, code: str) -> int | None:
        """The branch with this code."""
        return next((number for number, branch in self.branches.items() if branch.code == code), None)


def read_rulebook(db: Connection) -> Rulebook:
    """Read the whole rulebook: a few small tables."""
    library = db.execute(select(Library.__table__)).one()
    rows = db.execute(select(PolicyRow.__table__)).all()
    policy = read_policy(
        (Row(Place(row.branch_id, row.category_id, row.item_type_id), row.name, row.value) for row in rows),
        library.currency,
    )
    return Rulebook(
        version=library.rules_version,
        library=library.name,
        currency=library.currency,
        demo=library.demo,
        policy=policy,
        calendars=_calendars(db),
        branches=_named(db, Branch),
        categories=_named(db, PatronCategory),
        kinds={
            row.id: Kind(row.code, row.name, row.icon, row.parent_id, row.not_for_loan)
            for row in db.execute(select(ItemType.__table__))
        },
        locations=_named(db, Location),
        collections=_named(db, Collection),
        patterns=_patterns(db),
        loan_rules_of=LoanRulesOf(library.loan_rules_of),
        return_rules_of=ReturnRulesOf(library.return_rules_of),
    )


def _named(db: Connection, model: type[Branch | PatronCategory | Location | Collection]) -> dict[int, Named]:
    return {row.id: Named(row.code, row.name) for row in db.execute(select(model.__table__))}


def _calendars(db: Connection) -> dict[int, Calendar]:
    weeks: dict[int, list[list[Hours]]] = {}
    for row in db.execute(select(CalendarHours.__table__).order_by(CalendarHours.opens)):
        weeks.setdefault(row.branch_id, [[] for _ in range(7)])[row.weekday].append((row.opens, row.closes))
    days: defaultdict[int | None, list[SpecialDay]] = defaultdict(list)
    for row in db.execute(select(CalendarDay.__table__)):
        days[row.branch_id].append(_special(row))
    return {
        row.id: Calendar(
            ZoneInfo(row.time_zone),
            tuple(tuple(periods) for periods in weeks.get(row.id, ())),
            tuple(days[row.id] + days[None]),
        )
        for row in db.execute(select(Branch.__table__))
    }


def _special(row: Any) -> SpecialDay:
    hours = None if row.opens is None or row.closes is None else (row.opens, row.closes)
    every = parse_period(row.every) if row.every else None
    own = row.branch_id is not None
    return SpecialDay(row.kind, row.first, row.last, every, row.until, row.by_weekday, hours, row.note, own)


def _patterns(db: Connection) -> tuple[Pattern, ...]:
    found = [
        Pattern(BarcodeKind(row.kind), row.prefix, row.shortest, row.longest, row.digits_only, row.check)
        for row in db.execute(select(BarcodePattern.__table__).order_by(BarcodePattern.id))
    ]
    return tuple(sorted(found, key=lambda pattern: -len(pattern.prefix)))
