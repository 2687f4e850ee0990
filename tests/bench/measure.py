"""Two ways of doing the same, in turn, in one loop: only their ratio means anything."""

import random
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

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
        return statistics.quantiles(self.taken, n=100, method="inclusive")[percent - 1]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: what was measured beside what, and the target."""

    number: int
    what: str
    ours: Times
    beside: Times
    target: float

    @property
    def ratio(self) -> float:
        """Median beside median."""
        return self.ours.at(50) / self.beside.at(50)

    @property
    def met(self) -> bool:
        """Whether the target is reached."""
        return self.ratio <= self.target

    @property
    def row(self) -> tuple[str, ...]:
        """The line as it is printed."""
        times = (f"{t.at(50):,.0f} / {t.at(99):,.0f}" for t in (self.ours, self.beside))
        verdict = "met" if self.met else "missed"
        return (str(self.number), self.what, *times, f"{self.ratio:.2f}", f"≤ {self.target:.1f}", verdict)


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
