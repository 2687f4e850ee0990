"""Two ways of doing the same, in turn, in one loop: only their ratio means anything."""

import random
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from desk.services.circulation.answers import Lent, Returned
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.desk import Desk
from tests.bench.raw import Raw

WARM = 150
VISIT = "0123456789abcdef"


@dataclass(slots=True)
class Times:
    """How long something took, again and again, in microseconds."""

    taken: list[float] = field(default_factory=list)

    def time(self, step: Callable[[], Any]) -> Any:
        """Do it once and note how long it took."""
        begun = time.perf_counter()
        result = step()
        self.taken.append((time.perf_counter() - begun) * 1e6)
        return result

    def at(self, percent: int) -> float:
        """The value below which so many of a hundred lie."""
        if len(self.taken) < 2:
            return self.taken[0]
        return statistics.quantiles(self.taken, n=100, method="inclusive")[percent - 1]

    @property
    def told(self) -> str:
        """The median and the slowest of a hundred."""
        return f"{self.at(50):,.0f} / {self.at(99):,.0f}"


class Result(Protocol):
    """One line of the report."""

    @property
    def number(self) -> int:
        """The target's."""
        ...

    @property
    def met(self) -> bool:
        """Whether the target is reached."""
        ...

    @property
    def row(self) -> tuple[str, ...]:
        """The line as it is printed: number, what, ours, beside, ratio, target, verdict."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured beside what, and how far apart they may be; by the median, or by the slowest of a hundred.

    With `least` it is how many times as fast as the other it is, and the target is the least it may be.
    """

    number: int
    what: str
    ours: Times
    beside: Times
    target: float
    percent: int = 50
    least: bool = False

    @property
    def ratio(self) -> float:
        """One beside the other."""
        found = self.ours.at(self.percent) / self.beside.at(self.percent)
        return 1 / found if self.least else found

    @property
    def met(self) -> bool:
        """Whether the target is reached."""
        return self.ratio >= self.target if self.least else self.ratio <= self.target

    @property
    def row(self) -> tuple[str, ...]:
        """The line as it is printed."""
        target = f"{'≥' if self.least else '≤'} {self.target:.1f}{' at p99' if self.percent == 99 else ''}"
        ratio = f"{self.ratio:.2f}"
        return (str(self.number), self.what, self.ours.told, self.beside.told, ratio, target, verdict(self.met))


@dataclass(frozen=True, slots=True)
class Cap:
    """Something with limits of its own, in microseconds: for the median, for p99, for the longest of all."""

    number: int
    what: str
    ours: Times
    beside: Times | None
    p50: float = 0.0
    p99: float = 0.0
    most: float = 0.0

    @property
    def met(self) -> bool:
        """Whether all limits are kept."""
        kept = (
            (self.p50, self.ours.at(50)),
            (self.p99, self.ours.at(99)),
            (self.most, max(self.ours.taken)),
        )
        return all(found <= limit for limit, found in kept if limit)

    @property
    def row(self) -> tuple[str, ...]:
        """The line as it is printed."""
        limits = {"p50": self.p50, "p99": self.p99, "longest": self.most}
        target = ", ".join(f"{name} ≤ {limit / 1000:.0f} ms" for name, limit in limits.items() if limit)
        ours = f"{self.ours.told}, longest {max(self.ours.taken):,.0f}" if self.most else self.ours.told
        beside = self.beside.told if self.beside is not None else ""
        return (str(self.number), self.what, ours, beside, "", target, verdict(self.met))


@dataclass(frozen=True, slots=True)
class Tally:
    """Something that is counted, and what the count has to be."""

    number: int
    what: str
    found: float
    wanted: float
    met: bool
    sign: str = "="
    unit: str = ""

    @property
    def row(self) -> tuple[str, ...]:
        """The line as it is printed."""
        found, wanted = (f"{value:,.0f}{self.unit}" for value in (self.found, self.wanted))
        return (str(self.number), self.what, found, "", "", f"{self.sign} {wanted}", verdict(self.met))


def verdict(met: bool) -> str:
    """In a word."""
    return "met" if met else "missed"


@dataclass(slots=True)
class Walk:
    """A clock that moves on at each act, so that no scan is taken for a double."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def step(self) -> datetime:
        """Eleven seconds later."""
        self.now += timedelta(seconds=11)
        return self.now


@dataclass(frozen=True, slots=True)
class Pair:
    """A reader and a copy that may be lent to them."""

    card: str
    item: str


ORDINARY = """SELECT c.number FROM patrons p JOIN cards c ON c.patron_id = p.id
    WHERE (SELECT count(*) FROM loans l WHERE l.patron_id = p.id AND l.returned_at IS NULL) BETWEEN 1 AND 8
    AND (SELECT coalesce(sum(outstanding), 0) FROM charges x WHERE x.patron_id = p.id AND x.outstanding <> 0) < 500
    AND p.id {some} ORDER BY p.id LIMIT 4000"""
FREE = """SELECT i.barcode FROM items i JOIN item_types k ON k.id = i.item_type_id
    WHERE NOT EXISTS (SELECT 1 FROM loans l WHERE l.item_id = i.id AND l.returned_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.title_id = i.title_id) AND i.id {some} ORDER BY i.id LIMIT 12000"""


def pairs(fetch: Callable[[str], Iterable[Any]], patrons: int, items: int, seed: int = 5) -> list[Pair]:
    """Ordinary readers from all over the library, and copies that nobody has or waits for."""
    chance = random.Random(seed)
    each, every = max(patrons // 16_000, 1), max(items // 20_000, 1)
    cards = [row[0] for row in fetch(ORDINARY.format(some=f"% {each} = {1 % each}"))]
    copies = [row[0] for row in fetch(FREE.format(some=f"% {every} = {3 % every}"))]
    chance.shuffle(cards)
    chance.shuffle(copies)
    return [Pair(cards[place % len(cards)], copy) for place, copy in enumerate(copies)]


def side_by_side(desk: Desk, raw: Raw, walk: Walk, chosen: list[Pair]) -> tuple[list[Times], list[Times]]:
    """Check-outs and then check-ins, ours and raw in turn; the first of them only warm both up."""
    ours, theirs = (Times(), Times()), (Times(), Times())
    rounds = list(zip(chosen[::2], chosen[1::2], strict=False))
    for mine, its in rounds:
        lend(desk, walk, mine, ours[0])
        now = walk.step()
        theirs[0].time(partial(raw.checkout, its.card, its.item, now))
    for mine, its in rounds:
        take_back(desk, walk, mine, ours[1])
        now = walk.step()
        theirs[1].time(partial(raw.checkin, its.item, now))
    return [warmed(times) for times in ours], [warmed(times) for times in theirs]


def ours_twice(one: Desk, other: Desk, walk: Walk, pairs: Iterable[tuple[Pair, Pair]]) -> list[tuple[Times, Times]]:
    """The desk in two different circumstances, in turn: check-outs, then check-ins."""
    out, back = (Times(), Times()), (Times(), Times())
    rounds = list(pairs)
    for first, second in rounds:
        lend(one, walk, first, out[0])
        lend(other, walk, second, out[1])
    for first, second in rounds:
        take_back(one, walk, first, back[0])
        take_back(other, walk, second, back[1])
    return [(warmed(a), warmed(b)) for a, b in (out, back)]


def lend(desk: Desk, walk: Walk, pair: Pair, times: Times) -> None:
    """One check-out, timed."""
    walk.step()
    answer = times.time(lambda: desk.do(Checkout(pair.card, pair.item, VISIT)))
    assert isinstance(answer, Lent), answer


def take_back(desk: Desk, walk: Walk, pair: Pair, times: Times) -> None:
    """One check-in, timed."""
    walk.step()
    answer = times.time(lambda: desk.do(Checkin(pair.item, VISIT)))
    assert isinstance(answer, Returned) and answer.was_out, answer


def warmed(times: Times) -> Times:
    """Without the first, which only warmed up."""
    return Times(times.taken[WARM:])
