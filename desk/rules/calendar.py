"""When a branch is open: weekly hours, closures, special openings, in its own time zone (docs/calendar.md)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from desk.rules.periods import LONG, Period, Unit, add_months
from desk.rules.vocabulary import DayKind

# A branch that opens on no day within four years is taken as one whose calendar was never filled in.
HORIZON = 1461
MIDNIGHT = 24 * 60
WHOLE_DAY = (0, MIDNIGHT)
LAST_MINUTE = time(23, 59)
# The last day whose end can be told in every zone.
LAST_DAY = date(9999, 12, 30)
FIFTH = 5

# A period in minutes after midnight; one that ends after midnight goes on past 1440: 18:00-03:00 is (1080, 1620).
Hours = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A dated line: closed, or open although the weekday says otherwise; it may come again `every` so often.

    OPEN with `hours` is open in these; CLOSED with `hours` is closed only between them. No repetition begins after
    `until`. With `by_weekday` a repetition of months or years keeps the weekday ("second Saturday"; a fifth one is the
    last where a month has only four) in place of the date. `own` is a line of the branch itself, not of all branches.
    """

    kind: DayKind
    first: date
    last: date
    every: Period | None = None
    until: date | None = None
    by_weekday: bool = False
    hours: Hours | None = None
    note: str = ""
    own: bool = False

    @property
    def partial(self) -> bool:
        """Whether it closes a part of a day only."""
        return self.kind is DayKind.CLOSED and self.hours is not None

    @property
    def rank(self) -> tuple[bool, bool]:
        """The lowest decides: one day's line before a repeated one, the branch's own before one for all branches."""
        return self.every is not None, not self.own

    def covers(self, day: date) -> bool:
        """Whether the line is about this day."""
        if self.every is None or self.every.short or self.every.length < 1:
            return self.first <= day <= self.last
        newest = day if self.until is None else min(day, self.until)
        if newest < self.first:
            return False
        if self.every.unit in LONG:
            return self._covers_by_month(day, newest, self.every.length * LONG[self.every.unit])
        step = self.every.length * (7 if self.every.unit is Unit.WEEK else 1)
        begun = self.first + timedelta(days=(newest - self.first).days // step * step)
        return day - begun <= self.last - self.first

    def _covers_by_month(self, day: date, newest: date, step: int) -> bool:
        """The last repetition that begins no later than `newest` reaches furthest: only that one is looked at."""
        months = (_months(newest) - _months(self.first)) // step * step
        if self._begin(months) > newest:
            months -= step
        if self.by_weekday:
            return day - self._begin(months) <= self.last - self.first
        return _months(self.last) + months > _months(date.max) or day <= add_months(self.last, months)

    def _begin(self, months: int) -> date:
        day = add_months(self.first, months)
        return _same_weekday(self.first, day) if self.by_weekday else day


@dataclass(frozen=True, slots=True)
class Calendar:
    """A branch's opening days. `week` holds the opening periods of Monday to Sunday, in minutes after midnight.

    An empty week with no lines means that nobody has said when the branch is open: it is then always open. A period
    belongs to the day on which it begins, even where it ends after midnight.
    """

    zone: tzinfo
    week: tuple[tuple[Hours, ...], ...] = ()
    days: tuple[SpecialDay, ...] = ()
    _known: dict[date, tuple[Hours, ...]] = field(default_factory=dict, compare=False, repr=False)

    def hours(self, day: date) -> tuple[Hours, ...]:
        """The periods that begin on one day, in order; empty when it is closed."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._reckon(day)
        return known

    def _reckon(self, day: date) -> tuple[Hours, ...]:
        weekly = self.week[day.weekday()] if self.week else (WHOLE_DAY,)
        lines = self.deciding(day)
        hours = tuple(weekly)
        if lines and lines[0].kind is DayKind.CLOSED:
            return ()
        if lines:
            said = [line.hours for line in lines if line.hours is not None]
            plain = () if len(said) == len(lines) else weekly or (WHOLE_DAY,)
            hours = _joined((*said, *plain))
        for closed in self._partly_closed(day):
            hours = _without(hours, closed)
        return hours

    def deciding(self, day: date) -> tuple[SpecialDay, ...]:
        """The lines that say whether this day is open, where any do: open before closed among lines of one rank."""
        about = [line for line in self.days if not line.partial and line.covers(day)]
        if not about:
            return ()
        highest = min(line.rank for line in about)
        equal = [line for line in about if line.rank == highest]
        return tuple(line for line in equal if line.kind is DayKind.OPEN) or (equal[0],)

    def note(self, day: date) -> str:
        """What was written beside the line that decides this day, or closes a part of it; empty where nothing was."""
        lines = (*self.deciding(day), *(line for line in self.days if line.partial and line.covers(day)))
        return next((line.note for line in lines if line.note), "")

    def _partly_closed(self, day: date) -> Iterator[Hours]:
        """The partial closures in minutes of this day; those of the days beside it reach a night that both share."""
        for line in self.days:
            if line.kind is not DayKind.CLOSED or line.hours is None:
                continue
            for distance in (-1, 0, 1):
                if line.covers(moved(day, distance)):
                    shift = distance * MIDNIGHT
                    yield line.hours[0] + shift, line.hours[1] + shift

    def is_open(self, day: date) -> bool:
        """Whether the branch opens at all on this day: a period begins on it."""
        hours = self.hours(day)
        return bool(hours) and hours[0][0] < MIDNIGHT

    def step(self, day: date, direction: int = 1) -> date | None:
        """The next open day after (or before) `day`; None for a branch that never opens."""
        for distance in range(1, HORIZON):
            other = moved(day, direction * distance)
            if other != day and self.is_open(other):
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
        """When the branch closes on an open day, perhaps after midnight; 23:59 when nobody has said."""
        periods = self.hours(day)
        if not periods or periods[-1][1] == MIDNIGHT:
            return self.end_of(day)
        return self.at(day, periods[-1][1])

    def periods(self, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        """The periods that begin on these days as moments, in order; none is told twice where two days overlap."""
        ended = datetime.min.replace(tzinfo=UTC)
        for day in days_between(first, last):
            for opens, closes in self.hours(day):
                begin, end = max(self.at(day, opens), ended), self.at(day, closes)
                if begin < end:
                    yield begin, end
                    ended = end

    def periods_around(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The periods that a time from `start` to `end` may touch: the night before may still be open."""
        return self.periods(moved(self.today(start), -1), self.today(end))

    def open_at(self, moment: datetime) -> bool:
        """Whether the branch is open at a moment; the minute in which it opens or closes is open."""
        return any(opens <= moment <= closes for opens, closes in self.periods_around(moment, moment))

    def open_minutes(self, start: datetime, end: datetime) -> int:
        """Whole minutes between two moments in which the branch is open."""
        seconds = 0.0
        for opens, closes in self.periods_around(start, end):
            seconds += max(0.0, (min(end, closes) - max(start, opens)).total_seconds())
        return int(seconds // 60)


def days_between(first: date, last: date) -> Iterator[date]:
    """Each day from `first` to `last`, both included."""
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))


def moved(day: date, days: int) -> date:
    """A day so many days later or earlier, never beyond the first or last day that can be written."""
    return date.fromordinal(max(1, min(day.toordinal() + days, date.max.toordinal())))


def _months(day: date) -> int:
    return day.year * 12 + day.month


def _same_weekday(model: date, month: date) -> date:
    """The day of a month that is the same weekday as often counted: the second Saturday, the last Monday."""
    first = month.replace(day=1)
    which = (model.day - 1) // 7 + 1
    day = first + timedelta(days=(model.weekday() - first.weekday()) % 7 + (which - 1) * 7)
    return day - timedelta(days=7) if which == FIFTH and day.month != month.month else day


def _joined(periods: Iterable[Hours]) -> tuple[Hours, ...]:
    """Periods in order, those that overlap made one."""
    joined: list[Hours] = []
    for opens, closes in sorted(periods):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    return tuple(joined)


def _without(periods: Iterable[Hours], closed: Hours) -> tuple[Hours, ...]:
    """What is left of periods when a part of the day is closed."""
    parts = (
        part for opens, closes in periods for part in ((opens, min(closes, closed[0])), (max(opens, closed[1]), closes))
    )
    return tuple((opens, closes) for opens, closes in parts if opens < closes)
