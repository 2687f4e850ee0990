"""Where a returned copy goes, and for whom it is kept. The numbers are the rows of docs/checkin.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desk.rules.calendar import Calendar
from desk.rules.choices import ProcessedTo, ReturnsTo, ReturnTo
from desk.rules.periods import Period, Unit
from desk.rules.vocabulary import HoldStatus, ItemStatus


class Destination(StrEnum):
    """The place where the clerk puts the copy."""

    SHELF = "shelf"
    CART = "cart"
    HOLD_SHELF = "hold_shelf"
    TRANSIT_HOLD = "transit_hold"
    TRANSIT_HOME = "transit_home"
    MENDING = "mending"
    PROCESSING = "processing"
    CATALOGUING = "cataloguing"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """What routing needs to know of a live hold on the title."""

    id: int
    status: HoldStatus
    pickup_branch: int
    item: int | None = None
    copy: int | None = None
    suspended_until: date | None = None
    not_before: date | None = None
    expires_on: date | None = None
    volume: str = ""
    reader_branch: int | None = None

    def wants(self, item: int, today: date, volume: str = "") -> bool:
        """Whether this hold could take this copy, which is of this volume, today."""
        return (
            self.status is HoldStatus.QUEUED
            and self.item in (None, item)
            and self.volume in ("", volume)
            and (self.suspended_until is None or self.suspended_until < today)
            and (self.not_before is None or self.not_before <= today)
            and (self.expires_on is None or self.expires_on >= today)
        )


@dataclass(frozen=True, slots=True)
class Route:
    """Where a copy goes: the place, the branch it travels to, the hold it is kept for, whether it stays for good."""

    to: Destination
    branch: int | None = None
    hold: HoldFacts | None = None
    floats: bool = False


@dataclass(frozen=True, slots=True)
class Ways:
    """What the policy and the desk's switches say of a return: where shelved copies are put, and who may stay."""

    returns_to: ReturnsTo = ReturnsTo.SHELF
    processed_to: ProcessedTo = ProcessedTo.PROCESSING
    floats: bool = False
    may_trap: bool = True
    volume: str = ""


# A copy that has been underway for more days than these is looked for.
LONG_UNDERWAY = 7
NO_WAYS = Ways()
# A copy in one of these states is not lent until somebody has seen to it.
SEEN_TO = {
    ItemStatus.WITHDRAWN: Destination.SET_ASIDE,
    ItemStatus.DISCARD: Destination.SET_ASIDE,
    ItemStatus.MENDING: Destination.MENDING,
    ItemStatus.DAMAGED: Destination.MENDING,
    ItemStatus.BINDERY: Destination.MENDING,
    ItemStatus.UNCATALOGUED: Destination.CATALOGUING,
    ItemStatus.ON_ORDER: Destination.PROCESSING,
}


def first_wanting(item: int, holds: Iterable[HoldFacts], today: date, volume: str = "") -> HoldFacts | None:
    """The first hold of the queue, in its order, that this copy can fill."""
    return next((hold for hold in holds if hold.wants(item, today, volume)), None)


def kept_for(item: int, holds: Iterable[HoldFacts]) -> HoldFacts | None:
    """The hold that this copy is already kept or travelling for."""
    live = (HoldStatus.READY, HoldStatus.IN_TRANSIT)
    return next((hold for hold in holds if hold.copy == item and hold.status in live), None)


def route(
    item: int,
    status: ItemStatus,
    home: int,
    here: int,
    holds: tuple[HoldFacts, ...],
    today: date,
    ways: Ways = NO_WAYS,
) -> Route:
    """Where a copy that was handed in at `here` goes. A copy that cannot be lent fills no hold."""
    if status in SEEN_TO:
        return Route(SEEN_TO[status])
    processed = status is ItemStatus.IN_PROCESS
    if processed and ways.processed_to is ProcessedTo.PROCESSING:
        return Route(Destination.PROCESSING)
    hold = kept_for(item, holds) or (first_wanting(item, holds, today, ways.volume) if ways.may_trap else None)
    if hold is not None:
        if hold.pickup_branch == here:
            return Route(Destination.HOLD_SHELF, hold=hold)
        return Route(Destination.TRANSIT_HOLD, hold.pickup_branch, hold)
    if home != here and not ways.floats:
        return Route(Destination.TRANSIT_HOME, home)
    cart = ways.processed_to is ProcessedTo.CART if processed else ways.returns_to is ReturnsTo.CART
    return Route(Destination.CART if cart else Destination.SHELF, floats=home != here)


def may_float(rule: str, code: str, home: str, *, switched: bool) -> bool:
    """Whether a copy of branch `home` stays at branch `code`: always, among some branches, or when the desk says so."""
    if rule == "manual":
        return switched
    return rule == "yes" or (rule != "no" and {code, home} <= set(rule.split()))


def may_return_here(rule: ReturnTo, here: int, home: int, holding: int) -> bool:
    """Whether the policy lets a copy be returned at this branch."""
    allowed = {
        ReturnTo.ANYWHERE: {here},
        ReturnTo.HOME: {home},
        ReturnTo.HOLDING: {holding},
        ReturnTo.HOME_OR_HOLDING: {home, holding},
    }
    return here in allowed[rule]


@dataclass(frozen=True, slots=True)
class ShelfEnd:
    """How long a copy stands on the hold shelf: its last day, and the minute where the time is that short."""

    day: date
    at: datetime | None = None


def shelf_until(
    now: datetime, period: Period, calendar: Calendar, *, skip_closed: bool, wished: date | None = None
) -> ShelfEnd:
    """The end on the hold shelf: so many days, or open days; an earlier date that was wished stays.

    Minutes and hours end at their minute. Weeks and months that end on a closed day end on the next open one, where
    closed days are skipped.
    """
    today = calendar.today(now)
    if period.short:
        at = now + period.delta()
        day = calendar.today(at)
        return ShelfEnd(wished) if wished is not None and wished < day else ShelfEnd(day, at)
    day = _last_day(today, period, calendar, skip_closed=skip_closed)
    return ShelfEnd(min(day, wished) if wished is not None else day)


def _last_day(today: date, period: Period, calendar: Calendar, *, skip_closed: bool) -> date:
    if not skip_closed:
        return period.after(today)
    if period.unit is not Unit.DAY:
        day = period.after(today)
        return day if calendar.is_open(day) else calendar.step(day) or day
    day = today
    for _ in range(period.length):
        day = calendar.step(day) or date.fromordinal(day.toordinal() + 1)
    return day
