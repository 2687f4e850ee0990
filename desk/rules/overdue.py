"""What a late return costs, and by what arithmetic. The rows of docs/overdue.md are named in the tests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from desk.rules.calendar import Calendar, days_between
from desk.rules.money import minor_units
from desk.rules.periods import Period, Unit

DAY = Period(1, Unit.DAY)
DAYS_IN = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 30, Unit.YEAR: 365}
# A month counts as 31 days here, as FOLIO's interval table has it.
MINUTES_IN = {
    Unit.MINUTE: 1,
    Unit.HOUR: 60,
    Unit.DAY: 1440,
    Unit.WEEK: 10080,
    Unit.MONTH: 44640,
    Unit.YEAR: 525600,
}
BAND = re.compile(r"(\d{1,6})(?:\s*-\s*(\d{1,6})|(\+))?\s*:\s*(\S+)", re.ASCII)


class ChargeAt(StrEnum):
    """Whether an interval costs when it begins or only when it has passed."""

    START = "start"
    END = "end"


class GraceCounts(StrEnum):
    """What becomes of the grace once it is over: the whole time counts, or the grace is taken off."""

    WHOLE = "whole"
    DEDUCTED = "deducted"


class ClosedTime(StrEnum):
    """Whether closed days (or hours) count as late; SKIP_INTERVALS charges no interval that ends on a closed day."""

    SKIP = "skip"
    COUNT = "count"
    SKIP_INTERVALS = "skip_intervals"


class Counts(StrEnum):
    """Whether lateness is counted in days of the calendar or in exact minutes."""

    DAYS = "days"
    MINUTES = "minutes"


class CappedBy(StrEnum):
    """What stopped a fine from growing."""

    NOTHING = "nothing"
    RULE = "rule"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Band:
    """What each interval from the `first` to the `last` costs; no last means all that follow."""

    first: int
    last: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class FineRule:
    """What the policy says about a late return. Money in minor units; a cap of None is no cap, a cap of 0 no fine.

    Where there are `bands`, they take the place of the one amount. With `cap_whole` the last interval is charged
    whole, and charging stops once the sum has reached the cap.
    """

    amount: int = 0
    every: Period = DAY
    charge_at: ChargeAt = ChargeAt.END
    grace: Period | None = None
    grace_counts: GraceCounts = GraceCounts.WHOLE
    closed: ClosedTime = ClosedTime.SKIP
    cap: int | None = None
    cap_at_price: bool = False
    bands: tuple[Band, ...] = ()
    counts: Counts = Counts.DAYS
    cap_whole: bool = False

    @property
    def in_minutes(self) -> bool:
        """Whether lateness is reckoned in minutes rather than in days."""
        return self.every.short or self.counts is Counts.MINUTES


@dataclass(frozen=True, slots=True)
class Fine:
    """A fine and its arithmetic; times in days, or in minutes with `in_minutes`. `recompute` does it once more.

    `late` less a deducted `grace` is what is `counted`; divided by `every` (an interval that has `started` counts
    with it), less the `uncharged` intervals that ended on a closed day, it gives the `units`. These cost `each` the
    same, or are `banded` (so many at so much), which gives `before_cap`; the `cap` leaves the amount.
    """

    amount: int = 0
    late: int = 0
    units: int = 0
    in_grace: bool = False
    closed: tuple[date, ...] = ()
    capped_by: CappedBy = CappedBy.NOTHING
    grace: int = 0
    counted: int = 0
    every: int = 0
    each: int = 0
    banded: tuple[tuple[int, int], ...] = ()
    before_cap: int = 0
    cap: int | None = None
    cap_whole: bool = False
    started: bool = False
    uncharged: int = 0
    in_minutes: bool = False


def fine(due: datetime, returned: datetime, rule: FineRule, calendar: Calendar, price: int | None = None) -> Fine:
    """The fine for a copy due at `due` and back at `returned`; nothing when it was in time."""
    if returned <= due:
        return Fine()
    late, closed = lateness(due, returned, rule.closed, calendar, in_minutes=rule.in_minutes)
    grace = length_of(rule.grace, in_minutes=rule.in_minutes) if rule.grace else 0
    if not late or (grace and _graced(late, closed, rule) <= grace):
        return Fine(late=late, in_grace=late > 0, closed=closed, grace=grace, in_minutes=rule.in_minutes)
    every = length_of(rule.every, in_minutes=rule.in_minutes)
    since, counted = _counted(due, late, grace, rule, calendar)
    begun = _intervals(counted, every, started=rule.charge_at is ChargeAt.START)
    uncharged = _uncharged(since, every, begun, rule, calendar)
    units = begun - uncharged
    banded = tuple(_banded(units, rule.bands))
    each = 0 if rule.bands else rule.amount
    before = _sum(units, each, banded)
    cap, by = _cap(before, rule, price)
    return Fine(
        amount=_capped(units, each, banded, cap, whole=rule.cap_whole),
        late=late,
        units=units,
        closed=closed,
        capped_by=by,
        grace=grace,
        counted=counted,
        every=every,
        each=each,
        banded=banded,
        before_cap=before,
        cap=cap,
        cap_whole=rule.cap_whole,
        started=rule.charge_at is ChargeAt.START,
        uncharged=uncharged,
        in_minutes=rule.in_minutes,
    )


def recompute(reckoned: Fine) -> int:
    """The amount once more, from nothing but the arithmetic that the fine tells."""
    units = _intervals(reckoned.counted, reckoned.every, started=reckoned.started) - reckoned.uncharged
    return _capped(units, reckoned.each, reckoned.banded, reckoned.cap, whole=reckoned.cap_whole)


def days_overdue(due: datetime, now: datetime, calendar: Calendar) -> int:
    """How many days after the due day it is in the branch, closed days included; 0 until the loan is late."""
    return (calendar.today(now) - calendar.today(due)).days if now > due else 0


def lateness(
    due: datetime, returned: datetime, closed: ClosedTime, calendar: Calendar, *, in_minutes: bool
) -> tuple[int, tuple[date, ...]]:
    """Days (or minutes) late, and the closed days among them where these are let off."""
    if returned <= due:
        return 0, ()
    if in_minutes:
        if closed is ClosedTime.SKIP:
            return calendar.open_minutes(due, returned), ()
        return int((returned - due).total_seconds() // 60), ()
    first, last = calendar.today(due) + timedelta(days=1), calendar.today(returned)
    days = (last - first).days + 1
    if closed is ClosedTime.COUNT:
        return days, ()
    shut = calendar.closed_days(first, last)
    return (days - len(shut) if closed is ClosedTime.SKIP else days), shut


def length_of(period: Period, *, in_minutes: bool) -> int:
    """A period in days or in minutes; hours and minutes are no whole day."""
    if in_minutes:
        return minutes(period)
    return 0 if period.short else period.length * DAYS_IN[period.unit]


def minutes(period: Period) -> int:
    """A period in minutes; a month counts as 31 days."""
    return period.length * MINUTES_IN[period.unit]


def parse_bands(text: str, currency: str = "USD") -> tuple[Band, ...]:
    """Read "2-3: 0.10, 5+: 0.50". Raises ValueError that says what is wrong."""
    bands = sorted((_band(part, currency) for part in text.split(",") if part.strip()), key=lambda band: band.first)
    if not bands:
        raise ValueError(f"{text!r} has no band such as '1-7: 0.10'")
    for one, other in pairwise(bands):
        if one.last is None or other.first <= one.last:
            raise ValueError(f"the bands that begin with {one.first} and {other.first} overlap")
    return tuple(bands)


def _band(text: str, currency: str) -> Band:
    found = BAND.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text.strip()!r} is not a band such as '1-7: 0.10' or '8+: 0.50'")
    first = int(found[1])
    last = None if found[3] else int(found[2] or found[1])
    if first < 1 or (last is not None and last < first):
        raise ValueError(f"{text.strip()!r} does not go from a first interval to a later one")
    return Band(first, last, minor_units(found[4], currency))


def _graced(late: int, closed: tuple[date, ...], rule: FineRule) -> int:
    """What the grace is held against: it is reckoned in open days wherever closed days are let off."""
    return late - len(closed) if rule.closed is ClosedTime.SKIP_INTERVALS else late


def _counted(due: datetime, late: int, grace: int, rule: FineRule, calendar: Calendar) -> tuple[datetime, int]:
    """From when intervals are counted, and how long: from the due date, or from the end of a deducted grace."""
    if rule.grace_counts is GraceCounts.WHOLE or not grace:
        return due, late
    if rule.in_minutes:
        return due + timedelta(minutes=grace), late - grace
    if rule.closed is not ClosedTime.SKIP_INTERVALS:
        return due + timedelta(days=grace), late - grace
    day = calendar.today(due)
    for _day in range(grace):
        day = calendar.step(day) or day
    return calendar.end_of(day), late - (day - calendar.today(due)).days


def _intervals(counted: int, every: int, *, started: bool) -> int:
    if every <= 0:
        return 0
    return -(-counted // every) if started else counted // every


def _uncharged(since: datetime, every: int, intervals: int, rule: FineRule, calendar: Calendar) -> int:
    """How many of the intervals that begin at `since` end on a closed day and are not charged (Evergreen)."""
    if rule.closed is not ClosedTime.SKIP_INTERVALS or not intervals:
        return 0
    day = calendar.today(since)
    if not rule.in_minutes:
        ends = (day + timedelta(days=every * number) for number in range(1, intervals + 1))
        return sum(not calendar.is_open(end) for end in ends)
    last = calendar.today(since + timedelta(minutes=every * intervals))
    return sum(
        _ended(since, calendar.at(shut, 1440), every, intervals) - _ended(since, calendar.at(shut, 0), every, intervals)
        for shut in days_between(day, last)
        if not calendar.is_open(shut)
    )


def _ended(since: datetime, moment: datetime, every: int, intervals: int) -> int:
    """How many intervals have ended before a moment."""
    seconds = (moment - since) // timedelta(seconds=1)
    return max(0, min(intervals, -(-seconds // (every * 60)) - 1))


def _banded(units: int, bands: tuple[Band, ...]) -> Iterator[tuple[int, int]]:
    for band in bands:
        inside = (units if band.last is None else min(units, band.last)) - band.first + 1
        if inside > 0:
            yield inside, band.amount


def _sum(units: int, each: int, banded: tuple[tuple[int, int], ...]) -> int:
    return sum(number * amount for number, amount in banded) if banded else units * each


def _cap(before: int, rule: FineRule, price: int | None) -> tuple[int | None, CappedBy]:
    """The lower of the caps, and which it is where it stopped the fine."""
    caps = [(rule.cap, CappedBy.RULE)] if rule.cap is not None else []
    if rule.cap_at_price and price:
        caps.append((price, CappedBy.PRICE))
    lowest, by = min(caps, key=lambda cap: cap[0], default=(None, CappedBy.NOTHING))
    return lowest, CappedBy.NOTHING if lowest is None or before <= lowest else by


def _capped(units: int, each: int, banded: tuple[tuple[int, int], ...], cap: int | None, *, whole: bool) -> int:
    total = _sum(units, each, banded)
    if cap is None or total <= cap:
        return total
    if not whole:
        return cap
    charged = 0
    for number, amount in banded or ((units, each),):
        if amount and charged < cap:
            charged += amount * min(number, -(-(cap - charged) // amount))
    return charged
