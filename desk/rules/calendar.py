"""When a branch is open: weekly hours, closures, special openings, in the branch's own time zone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from desk.rules.periods import Period
from desk.rules.vocabulary import DayKind

# A branch that opens on no day within four years is taken as one whose calendar was never filled in.
HORIZON = 1461
WHOLE_DAY = (0, 24 * 60)
LAST_MINUTE = time(23, 59)
# The last day whose end can be told in every zone.
LAST_DAY = date(9999, 12, 30)

Hours = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A dated line: closed, or open from `hours` although the weekday says otherwise."""

    kind: DayKind
    first: date
    last: date
    every: Period | None = None
    until: date | None = None
    by_weekday: bool = False
    hours: Hours | None = None
    note: str = ""
    own: bool = False

    def covers(self, day: date) -> bool:
        """Whether the line is about this day; a yearly line is about every year from its first."""
        if self.every is None:
            return self.first <= day <= self.last
        if day < self.first:
            return False
        start, end, here = _month_day(self.first), _month_day(self.last), _month_day(day)
        return start <= here <= end if start <= end else here >= start or here <= end


@dataclass(frozen=True, slots=True)
class Calendar:
    """A branch's opening days. `week` holds the opening periods of Monday to Sunday, in minutes after midnight.

    An empty week with no lines means that nobody has said when the branch is open: it is then always open.
    """

    zone: tzinfo
    week: tuple[tuple[Hours, ...], ...] = ()
    days: tuple[SpecialDay, ...] = ()
    _known: dict[date, tuple[Hours, ...]] = field(default_factory=dict, compare=False, repr=False)

    def hours(self, day: date) -> tuple[Hours, ...]:
        """The opening periods of one day; empty when it is closed."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._reckon(day)
        return known

    def _reckon(self, day: date) -> tuple[Hours, ...]:
        weekly = self.week[day.weekday()] if self.week else (WHOLE_DAY,)
        about = [line for line in self.days if line.covers(day)]
        for line in about:
            if line.kind is DayKind.OPEN:
                return (line.hours,) if line.hours else weekly or (WHOLE_DAY,)
        return () if about else weekly

    def is_open(self, day: date) -> bool:
        """Whether the branch opens at all on this day."""
        return bool(self.hours(day))

    def step(self, day: date, direction: int = 1) -> date | None:
        """The next open day after (or before) `day`; None for a branch that never opens."""
        for distance in range(1, HORIZON):
            other = day + timedelta(days=direction * distance)
            if self.is_open(other):
                return other
        return None

    def open_days(self, first: date, last: date) -> int:
        """How many days from `first` to `last`, both included, the branch is open."""
        return sum(self.is_open(day) for day in days_between(first, last))

    def closed_days(self, first: date, last: date) -> tuple[date, ...]:
        """The closed days from `first` to `last`, both included."""
        return tuple(day for day in days_between(first, last) if not self.is_open(day))

    def local(self, moment: datetime) -> datetime:
        """A moment in the branch's own time."""
        return moment.astimezone(self.zone)

    def today(self, moment: datetime) -> date:
        """The branch's date at a moment."""
        return self.local(moment).date()

    def at(self, day: date, minute: int) -> datetime:
        """A minute of a day in the branch's time; a time that the clock skips is moved to after the gap."""
        naive = datetime.combine(day, time()) + timedelta(minutes=minute)
        return naive.replace(tzinfo=self.zone).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """23:59 of a day in the branch's time."""
        return datetime.combine(min(day, LAST_DAY), LAST_MINUTE, self.zone).astimezone(UTC)

    def closing(self, day: date) -> datetime:
        """When the branch closes on an open day; 23:59 when nobody has said."""
        periods = self.hours(day)
        if not periods or periods[-1][1] >= WHOLE_DAY[1]:
            return self.end_of(day)
        return self.at(day, periods[-1][1])

    def periods(self, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        """The opening periods of these days as moments, in order."""
        for day in days_between(first, last):
            for opens, closes in self.hours(day):
                yield self.at(day, opens), self.at(day, closes)

    def open_minutes(self, start: datetime, end: datetime) -> int:
        """Whole minutes between two moments in which the branch is open."""
        seconds = 0.0
        for opens, closes in self.periods(self.today(start), self.today(end)):
            seconds += max(0.0, (min(end, closes) - max(start, opens)).total_seconds())
        return int(seconds // 60)


def days_between(first: date, last: date) -> Iterator[date]:
    """Each day from `first` to `last`, both included."""
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))


def _month_day(day: date) -> tuple[int, int]:
    return day.month, day.day
