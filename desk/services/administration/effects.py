"""What a change of the opening days or rules does to what is lent: the same reckoning previews it and does it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update

from desk.models import Hold, Item, Loan, Patron, Title
from desk.rules.calendar import Calendar
from desk.rules.duedates import AfterHours, CalendarMode, DueRule, DueTime, HardDue, TermsAre, due_date, due_day
from desk.rules.periods import Period
from desk.rules.periods import Unit as Length
from desk.rules.policy import LoanRules
from desk.rules.vocabulary import HoldStatus
from desk.services.circulation.facts import fine_of
from desk.services.codec import known
from desk.services.desk import Unit
from desk.services.rulebook import Rulebook

CHUNK = 500
EXAMPLES = 5
# How far ahead a closure is followed to say what it takes off the fines that grow now.
FORESEEN = 35
# Loans due later than in ten years stay as they are.
FARTHEST = 3653
NO_TIME = Period(0, Length.MINUTE)
A_WEEK = Period(7, Length.DAY)
NO_DAY = Period(0, Length.DAY)
# What tells the rules of a loan.
LOAN = (
    Loan.due_at,
    Loan.branch_id,
    Loan.item_type_id,
    Item.branch_id.label("home_branch"),
    Patron.category_id,
    Patron.branch_id.label("patron_branch"),
)


@known
@dataclass(frozen=True, slots=True)
class LoanShift:
    """Loans of one branch that were due at one moment, and are due at another now."""

    branch: int
    was: datetime
    due: datetime
    loans: tuple[int, ...]


@known
@dataclass(frozen=True, slots=True)
class HoldShift:
    """Holds at one branch that were kept until one day, and are kept until another now."""

    branch: int
    was: date
    until: date
    holds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shifts:
    """All dates that a change of the opening days moves."""

    loans: tuple[LoanShift, ...] = ()
    holds: tuple[HoldShift, ...] = ()

    @property
    def moved(self) -> int:
        """How many due dates move."""
        return sum(len(shift.loans) for shift in self.loans)

    @property
    def kept(self) -> int:
        """How many holds are kept longer."""
        return sum(len(shift.holds) for shift in self.holds)


@dataclass(frozen=True, slots=True)
class Example:
    """One due date that moves."""

    barcode: str
    title: str
    was: datetime
    due: datetime


@dataclass(frozen=True, slots=True)
class BranchEffect:
    """What the change does at one branch. Fines in minor units; `closed` and `opened` are the days that change next.

    `until` is the evening up to which the fines were reckoned: that of the closure where it is near, else today.
    """

    name: str
    moved: int = 0
    holds: int = 0
    fines_less: int = 0
    closed: tuple[date, ...] = ()
    opened: tuple[date, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CalendarEffect:
    """What a change of the opening days does, over all branches and by branch.

    `fines_less` is over the loans that are overdue now, reckoned to the evening of the closure where it is near.
    """

    branches: tuple[BranchEffect, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def moved(self) -> int:
        """How many due dates move."""
        return sum(branch.moved for branch in self.branches)

    @property
    def holds(self) -> int:
        """How many holds are kept longer."""
        return sum(branch.holds for branch in self.branches)

    @property
    def fines_less(self) -> int:
        """By how much the growing fines shrink, in minor units."""
        return sum(branch.fines_less for branch in self.branches)

    @property
    def until(self) -> date | None:
        """The last evening up to which fines were reckoned."""
        return max((branch.until for branch in self.branches if branch.until and branch.fines_less), default=None)


@dataclass(frozen=True, slots=True)
class PolicyEffect:
    """What a change of the rules does to what is lent: fines in minor units, readers newly at more than their limit."""

    fines: int = 0
    readers_over: int = 0


# --- Opening days ---


def calendar_effect(unit: Unit, new: dict[int, Calendar]) -> CalendarEffect:
    """What these calendars would do in the place of the present ones."""
    shifts = calendar_shifts(unit, new)
    return CalendarEffect(
        tuple(_branch_effect(unit, shifts, number, new[number]) for number in _changed(unit, new)),
        tuple(_examples(unit, shifts)),
    )


def _changed(unit: Unit, new: dict[int, Calendar]) -> list[int]:
    return [number for number, calendar in unit.policy.calendars.items() if calendar != new[number]]


def _branch_effect(unit: Unit, shifts: Shifts, branch: int, new: Calendar) -> BranchEffect:
    old = unit.policy.calendars[branch]
    today = old.today(unit.now)
    days = [today + timedelta(days=ahead) for ahead in range(FORESEEN + 366)]
    closed = tuple(day for day in days if old.is_open(day) and not new.is_open(day))
    opened = tuple(day for day in days if new.is_open(day) and not old.is_open(day))
    evening = _evening(unit, new, closed + opened)
    return BranchEffect(
        name=unit.policy.branches[branch].name,
        moved=sum(len(shift.loans) for shift in shifts.loans if shift.branch == branch),
        holds=sum(len(shift.holds) for shift in shifts.holds if shift.branch == branch),
        fines_less=_fines_less(unit, branch, new, evening),
        closed=closed,
        opened=opened,
        until=new.today(evening - timedelta(seconds=1)),
    )


def _evening(unit: Unit, calendar: Calendar, days: tuple[date, ...]) -> datetime:
    """When the nearest run of changed days is over, if that is soon; else now."""
    today = calendar.today(unit.now)
    near = sorted(day for day in days if day <= today + timedelta(days=FORESEEN))
    run = [day for place, day in enumerate(near) if day == near[0] + timedelta(days=place)]
    return calendar.end_of(run[-1]) if run else unit.now


def calendar_shifts(unit: Unit, new: dict[int, Calendar]) -> Shifts:
    """Every due date and shelf date that stands on a day which was open and is now closed."""
    loans: defaultdict[tuple[int, datetime, datetime], list[int]] = defaultdict(list)
    holds: defaultdict[tuple[int, date, date], list[int]] = defaultdict(list)
    for branch in _changed(unit, new):
        for loan in _loans_on(unit, branch, new[branch]):
            due = _moved_due(unit, loan, new[branch])
            if due != loan.due_at:
                loans[branch, loan.due_at, due].append(loan.id)
        for hold in _holds_on(unit, branch):
            until = _moved_day(unit, hold.shelf_until, branch, new[branch])
            if until != hold.shelf_until:
                holds[branch, hold.shelf_until, until].append(hold.id)
    return Shifts(
        tuple(LoanShift(*key, tuple(numbers)) for key, numbers in loans.items()),
        tuple(HoldShift(*key, tuple(numbers)) for key, numbers in holds.items()),
    )


def _loans_on(unit: Unit, branch: int, new: Calendar) -> Iterator[Any]:
    """The open loans of a branch, not yet due, that end on a day whose hours change."""
    old = unit.policy.calendars[branch]
    last = unit.sql.execute(
        select(func.max(Loan.due_at)).where(Loan.returned_at.is_(None), Loan.branch_id == branch)
    ).scalar()
    if last is None or last < unit.now:
        return
    span = range(min(FARTHEST, (old.today(last) - old.today(unit.now)).days + 1))
    days = [old.today(unit.now) + timedelta(days=ahead) for ahead in span]
    for first, until in _runs([day for day in days if _differs(old, new, day)]):
        asked = (
            select(*LOAN, Loan.id, Loan.out_at, Patron.expires_on)
            .join(Item, Item.id == Loan.item_id)
            .join(Patron, Patron.id == Loan.patron_id)
            .where(Loan.returned_at.is_(None), Loan.branch_id == branch, Loan.due_at >= unit.now)
            .where(Loan.on_site.is_(False))
            .where(Loan.due_at >= old.at(first, 0), Loan.due_at < old.at(until + timedelta(days=1), 0))
            .order_by(Loan.due_at, Loan.id)
        )
        for rows in unit.sql.execute(asked).partitions(CHUNK):
            yield from rows


def _differs(old: Calendar, new: Calendar, day: date) -> bool:
    """Whether a loan that ends on this day may be touched: its hours change, or those of the night into it."""
    before = day - timedelta(days=1)
    return old.hours(day) != new.hours(day) or old.hours(before) != new.hours(before)


def _runs(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Days in order as stretches of days without a gap."""
    start = None
    for place, day in enumerate(days):
        start = start or day
        if place + 1 == len(days) or days[place + 1] != day + timedelta(days=1):
            yield start, day
            start = None


def _moved_due(unit: Unit, loan: Any, new: Calendar) -> datetime:
    """When the loan is due under the new calendar, by its own rules."""
    old = unit.policy.calendars[loan.branch_id]
    rules = _rules(unit.policy, loan)
    local = old.local(loan.due_at)
    if rules.loan.value is not None and rules.loan.value.short and (local.hour, local.minute) != (23, 59):
        return _moved_hour(loan, rules, old, new)
    day = local.date()
    if rules.calendar.value is CalendarMode.DAYS or not old.is_open(day):
        return loan.due_at  # type: ignore[no-any-return]
    if new.is_open(day):
        timed = rules.due_time.value is DueTime.SAME_TIME and (local.hour, local.minute) != (23, 59)
        return _moved_hour(loan, rules, old, new) if timed else loan.due_at
    moved = _open_day(day, _last_day(loan, rules, old), rules, new, old.today(unit.now))
    return loan.due_at if moved == day else _at_same_time(local, moved, new)


def _moved_hour(loan: Any, rules: LoanRules, old: Calendar, new: Calendar) -> datetime:
    """A loan that ends at an hour, and would now end behind a closed door, ends when the branch opens next."""
    mode = rules.calendar.value
    if rules.after_hours.value is AfterHours.KEEP:
        return loan.due_at  # type: ignore[no-any-return]
    rule = DueRule(NO_TIME, mode, AfterHours.OPEN)
    was_open = due_date(loan.due_at, rule, old).at == loan.due_at
    return due_date(loan.due_at, rule, new).at if was_open else loan.due_at


def _last_day(loan: Any, rules: LoanRules, calendar: Calendar) -> date | None:
    """The last day that fixed date, term and card allow; None where the loan may be due later."""
    day, begun = calendar.today(loan.due_at), calendar.today(loan.out_at)
    ends = [loan.expires_on] if rules.until_expiry.value else []
    ends += [rules.hard_due.value] if rules.hard_due_is.value is not HardDue.AT_EARLIEST else []
    ends += [term.due for term in rules.terms.value if term.first <= begun <= term.last]
    return min((end for end in ends if end is not None and end >= day), default=None)


def _stays(day: date, rules: LoanRules) -> bool:
    """Whether the rules want just this day, open or closed."""
    fixed = rules.hard_due_is.value is HardDue.EXACTLY and rules.hard_due.value == day
    in_term = rules.terms_are.value is TermsAre.EXACT and any(term.due == day for term in rules.terms.value)
    return fixed or in_term


def _open_day(day: date, last: date | None, rules: LoanRules, calendar: Calendar, today: date) -> date:
    """The day on which a loan that was due on a closed day is due instead: never before today."""
    if _stays(day, rules):
        return day
    mode = rules.calendar.value
    backwards = calendar.step(day, -1)
    if mode is CalendarMode.PREVIOUS and backwards is not None and backwards >= today:
        return backwards
    weekly = mode is CalendarMode.DAYWEEK and rules.loan.value is not None and rules.loan.value.whole_weeks
    if weekly:
        moved, _passed = due_day(day - timedelta(days=7), A_WEEK, CalendarMode.DAYWEEK, calendar)
    else:
        moved, _passed = due_day(day, NO_DAY, CalendarMode.DATEDUE, calendar)
    if last is not None and moved > last:
        return backwards if backwards is not None and backwards >= today else day
    return moved


def _at_same_time(local: datetime, day: date, calendar: Calendar) -> datetime:
    """The same time of day, on another day."""
    return calendar.at(day, local.hour * 60 + local.minute) + timedelta(seconds=local.second)


def _moved_day(unit: Unit, day: date, branch: int, new: Calendar) -> date:
    """The last day on the hold shelf: a day that is closed now gives the next open one."""
    if new.is_open(day) or not unit.policy.calendars[branch].is_open(day):
        return day
    return new.step(day) or day


def _holds_on(unit: Unit, branch: int) -> Sequence[Any]:
    """The holds on the shelf of a branch that have not run out."""
    today = unit.policy.calendars[branch].today(unit.now)
    asked = select(Hold.id, Hold.shelf_until).where(
        Hold.status == HoldStatus.READY, Hold.pickup_branch_id == branch, Hold.shelf_until >= today
    )
    return unit.sql.execute(asked.order_by(Hold.id)).all()


def _examples(unit: Unit, shifts: Shifts) -> Iterator[Example]:
    """A few of the due dates that move, one of each kind of move first."""
    wanted = [(shift.loans[0], shift) for shift in shifts.loans][:EXAMPLES]
    wanted += [(number, shift) for shift in shifts.loans for number in shift.loans[1:EXAMPLES]]
    for number, shift in wanted[:EXAMPLES]:
        asked = (
            select(Item.barcode, Title.title).join(Loan, Loan.item_id == Item.id).join(Title, Title.id == Item.title_id)
        )
        row = unit.sql.execute(asked.where(Loan.id == number)).one()
        yield Example(row.barcode, row.title, shift.was, shift.due)


def apply_shifts(db: Connection, shifts: Shifts) -> None:
    """Write the new dates."""
    for loan in shifts.loans:
        _set_due(db, loan.loans, loan.was, loan.due)
    for hold in shifts.holds:
        _set_until(db, hold.holds, hold.was, hold.until)


def take_back_shifts(db: Connection, loans: tuple[LoanShift, ...], holds: tuple[HoldShift, ...]) -> int:
    """Put the former dates back; gives how many open loans have got another date since, which they keep."""
    kept = 0
    for loan in loans:
        kept += _set_due(db, loan.loans, loan.due, loan.was)
    for hold in holds:
        _set_until(db, hold.holds, hold.until, hold.was)
    return kept


def _set_due(db: Connection, loans: tuple[int, ...], was: datetime, due: datetime) -> int:
    """Another due date for the loans that have the one we know; gives how many open ones have neither."""
    others = 0
    for numbers in _chunks(loans):
        still = (Loan.id.in_(numbers), Loan.returned_at.is_(None))
        counted = select(func.count()).select_from(Loan).where(*still, Loan.due_at != was)
        others += int(db.execute(counted).scalar_one())
        db.execute(update(Loan).where(*still, Loan.due_at == was).values(due_at=due))
    return others


def _chunks(numbers: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """A few at a time: a statement takes only so many values."""
    return (numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK))


def _set_until(db: Connection, holds: tuple[int, ...], was: date, until: date) -> None:
    for numbers in _chunks(holds):
        same = (Hold.id.in_(numbers), Hold.status == HoldStatus.READY, Hold.shelf_until == was)
        db.execute(update(Hold).where(*same).values(shelf_until=until))


# --- Fines and limits ---


def _overdue_loans(unit: Unit, branch: int | None = None) -> Iterator[Any]:
    """The loans whose fines grow now."""
    asked = (
        select(*LOAN, Item.price, Loan.recalled_at, Loan.claimed_on)
        .join(Item, Item.id == Loan.item_id)
        .join(Patron, Patron.id == Loan.patron_id)
        .where(Loan.returned_at.is_(None), Loan.due_at < unit.now)
    )
    if branch is not None:
        asked = asked.where(Loan.branch_id == branch)
    for rows in unit.sql.execute(asked).partitions(CHUNK):
        yield from rows


def _rules(book: Rulebook, loan: Any) -> LoanRules:
    """The rules of a loan, by the branch whose rules count."""
    branch = book.lending_branch(loan.branch_id, loan.home_branch, loan.patron_branch)
    return book.rules(branch, loan.category_id, loan.item_type_id)


def _fine(unit: Unit, book: Rulebook, loan: Any, at: datetime) -> int:
    """What an overdue loan would cost at a moment, by these rules and calendars."""
    return fine_of(
        replace(unit, policy=book),
        due=loan.due_at,
        branch=loan.branch_id,
        rules=_rules(book, loan),
        returned=at,
        price=loan.price,
        recalled=loan.recalled_at is not None,
        claimed_on=loan.claimed_on,
    ).amount


def _fines_less(unit: Unit, branch: int, new: Calendar, at: datetime) -> int:
    old = unit.policy
    changed = replace(old, calendars=old.calendars | {branch: new})
    return sum(_fine(unit, old, loan, at) - _fine(unit, changed, loan, at) for loan in _overdue_loans(unit, branch))


def policy_effect(unit: Unit, new: Rulebook) -> PolicyEffect:
    """What these rules would change for what is lent now."""
    old = unit.policy
    loans = _overdue_loans(unit)
    fines = sum(_fine(unit, new, loan, unit.now) - _fine(unit, old, loan, unit.now) for loan in loans)
    return PolicyEffect(fines, _readers_over(unit, new))


def _readers_over(unit: Unit, new: Rulebook) -> int:
    """How many readers have more loans than the new limit allows, and not more than the old one."""
    home, reader = Item.branch_id.label("home_branch"), Patron.branch_id.label("patron_branch")
    by = (Loan.patron_id, Loan.branch_id, Loan.item_type_id, home, Patron.category_id, reader)
    asked = (
        select(*by, func.count().label("out"))
        .join(Item, Item.id == Loan.item_id)
        .join(Patron, Patron.id == Loan.patron_id)
        .where(Loan.returned_at.is_(None))
        .group_by(Loan.patron_id, Loan.branch_id, Loan.item_type_id, Item.branch_id)
        .group_by(Patron.category_id, Patron.branch_id)
    )
    readers: defaultdict[int, list[Any]] = defaultdict(list)
    for row in unit.sql.execute(asked):
        readers[row.patron_id].append(row)
    return sum(_over(new, rows) and not _over(unit.policy, rows) for rows in readers.values())


def _over(book: Rulebook, rows: list[Any]) -> bool:
    out = sum(row.out for row in rows)
    limits = (_rules(book, row).loans.value for row in rows)
    return any(limit is not None and out > limit for limit in limits)
