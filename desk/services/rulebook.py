"""What every act may read without asking the database again: policy, calendars, names, patterns; cached by version."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from desk.models.prepared import Line, day, prepared, word
from desk.rules.barcodes import Pattern
from desk.rules.calendar import Calendar, Hours, SpecialDay
from desk.rules.periods import parse_period
from desk.rules.policy import LoanRules, Place, Policy, Row, read_policy
from desk.rules.vocabulary import BarcodeKind, CheckDigit, DayKind, LoanRulesOf, ReturnRulesOf

LIBRARY = prepared(
    "SELECT name, currency, demo, rules_version, loan_rules_of, return_rules_of FROM library",
    loan_rules_of=word(LoanRulesOf),
    return_rules_of=word(ReturnRulesOf),
)
POLICY = prepared("SELECT branch_id, category_id, item_type_id, name, value FROM policy_rows")
KINDS = prepared("SELECT id, code, name, icon, parent_id, not_for_loan FROM item_types", not_for_loan=bool)
ZONES = prepared("SELECT id, time_zone FROM branches")
HOURS = prepared("SELECT branch_id, weekday, opens, closes FROM calendar_hours ORDER BY opens")
DAYS = prepared(
    "SELECT branch_id, kind, first, last, every, until, by_weekday, opens, closes, note FROM calendar_days ORDER BY id",
    kind=word(DayKind),
    first=day,
    last=day,
    until=day,
    by_weekday=bool,
)
PATTERNS = prepared(
    'SELECT kind, prefix, shortest, longest, digits_only, "check" FROM barcode_patterns ORDER BY id',
    kind=word(BarcodeKind),
    digits_only=bool,
    check=word(CheckDigit),
)
NAMED = {
    table: prepared(f"SELECT id, code, name FROM {table}")
    for table in ("branches", "patron_categories", "locations", "collections")
}


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


def read_rulebook(db: Line) -> Rulebook:
    """Read the whole rulebook: a few small tables."""
    library = LIBRARY.first(db, {})
    rows = POLICY.all(db, {})
    policy = read_policy(
        (Row(Place(row.branch_id, row.category_id, row.item_type_id), row.name, row.value) for row in rows),
        library.currency,
    )
    return Rulebook(
        version=library.rules_version,
        library=library.name,
        currency=library.currency,
        demo=bool(library.demo),
        policy=policy,
        calendars=_calendars(db),
        branches=_named(db, "branches"),
        categories=_named(db, "patron_categories"),
        kinds={
            row.id: Kind(row.code, row.name, row.icon, row.parent_id, row.not_for_loan) for row in KINDS.all(db, {})
        },
        locations=_named(db, "locations"),
        collections=_named(db, "collections"),
        patterns=_patterns(db),
        loan_rules_of=library.loan_rules_of,
        return_rules_of=library.return_rules_of,
    )


def _named(db: Line, table: str) -> dict[int, Named]:
    return {row.id: Named(row.code, row.name) for row in NAMED[table].all(db, {})}


def _calendars(db: Line) -> dict[int, Calendar]:
    weeks: dict[int, list[list[Hours]]] = {}
    for row in HOURS.all(db, {}):
        weeks.setdefault(row.branch_id, [[] for _ in range(7)])[row.weekday].append((row.opens, row.closes))
    days: defaultdict[int | None, list[SpecialDay]] = defaultdict(list)
    for row in DAYS.all(db, {}):
        days[row.branch_id].append(_special(row))
    return {
        row.id: Calendar(
            ZoneInfo(row.time_zone),
            tuple(tuple(periods) for periods in weeks.get(row.id, ())),
            tuple(days[row.id] + days[None]),
        )
        for row in ZONES.all(db, {})
    }


def _special(row: Any) -> SpecialDay:
    hours = None if row.opens is None or row.closes is None else (row.opens, row.closes)
    every = parse_period(row.every) if row.every else None
    own = row.branch_id is not None
    return SpecialDay(row.kind, row.first, row.last, every, row.until, row.by_weekday, hours, row.note, own)


def _patterns(db: Line) -> tuple[Pattern, ...]:
    found = [
        Pattern(row.kind, row.prefix, row.shortest, row.longest, row.digits_only, row.check)
        for row in PATTERNS.all(db, {})
    ]
    return tuple(sorted(found, key=lambda pattern: -len(pattern.prefix)))
