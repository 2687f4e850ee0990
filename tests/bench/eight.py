"""Target 13: eight desks in eight processes fight for a few copies and for readers who may have five.

`python -m tests.bench.eight DATABASE SEED BEGIN SECONDS` is one of the desks; it tells how much it did.
"""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.database import connect
from tests.bench.measure import Line, Result, Tally, Times
from tests.makers import NOW, House, prepare

DESKS, SECONDS = 8, 5.0
COPIES, READERS, LIMIT = 40, 6, 5
LONGEST_MS = 1000
# Far enough ahead that all eight have loaded the program.
AHEAD = 6.0
# The clock of the desks runs so much faster than ours, so that no scan is taken for a double.
FASTER = 2000


@dataclass(frozen=True, slots=True)
class Running:
    """The desks' common clock."""

    begin: float

    def __call__(self) -> datetime:
        return NOW + timedelta(seconds=max(time.time() - self.begin, 0) * FASTER)


def fights(where: str, words: str, seconds: float = SECONDS, desks: int = DESKS) -> Iterator[Result]:
    """All desks at once, then whether everything is as it must be."""
    _furnish(where)
    begin = time.time() + AHEAD
    command = [sys.executable, "-m", "tests.bench.eight", where]
    started = [
        subprocess.Popen([*command, str(seed), str(begin), str(seconds)], stdout=subprocess.PIPE, text=True)
        for seed in range(desks)
    ]
    told = [json.loads(process.communicate(timeout=120)[0]) for process in started]
    twice, over = _judged(where)
    errors = [error for each in told for error in each["errors"]]
    done = sum(each["done"] for each in told)
    yield Tally(13, f"{words}: {desks} desks, {done / seconds:,.0f} acts a second; double loans", twice, 0, twice == 0)
    yield Tally(13, f"{words}: readers over their limit of {LIMIT}", over, 0, over == 0)
    yield Tally(13, f"{words}: lock errors {errors[:1] or ''}".rstrip(), len(errors), 0, not errors)
    pace = [Times([seconds / each["done"] * 1e6]) for each in told]
    slowest, fastest = max(pace, key=lambda t: t.taken[0]), min(pace, key=lambda t: t.taken[0])
    yield Line(13, f"{words}: the slowest desk's pace, beside the fastest's", slowest, fastest, 0.5, least=True)
    longest = max(each["longest"] for each in told) / 1000
    yield Tally(13, f"{words}: the longest that an act took", longest, LONGEST_MS, longest <= LONGEST_MS, "≤", " ms")


def _furnish(where: str) -> None:
    prepare(where)
    house = House(connect(where))
    house.policy({"loan": "21 days", "loans": LIMIT})
    for _each in range(READERS):
        house.card()
    for _each in range(COPIES):
        house.item()
    house.database.close()


def _codes(where: str) -> tuple[list[str], list[str]]:
    database = connect(where)
    with database.question() as db:
        cards = list(db.execute(text("SELECT number FROM cards ORDER BY id")).scalars())
        copies = list(db.execute(text("SELECT barcode FROM items ORDER BY id")).scalars())
    database.close()
    return cards, copies


def _judged(where: str) -> tuple[int, int]:
    """How often a copy was lent that was out, and a reader had too many: read from the journal, act by act."""
    database = connect(where)
    with database.question() as db:
        acts = db.execute(
            text("SELECT kind, item_id, person, loan_id FROM journal WHERE loan_id IS NOT NULL ORDER BY id")
        ).all()
        twice = len(
            db.execute(
                text("SELECT item_id FROM loans WHERE returned_at IS NULL GROUP BY item_id HAVING count(*) > 1")
            ).all()
        )
    database.close()
    has, out, over = Counter[int](), dict[int, int](), 0
    for act in acts:
        if act.kind == "checkout":
            twice += act.item_id in out
            out[act.item_id] = act.person
            has[act.person] += 1
            over += has[act.person] > LIMIT
        elif act.item_id in out:
            has[out.pop(act.item_id)] -= 1
    return twice, over


def main(where: str, seed: int, begin: float, seconds: float) -> None:
    """One desk: it lends and takes back, whatever comes, until the time is over."""
    cards, copies = _codes(where)
    chance, house = random.Random(seed), House(connect(where), Running(begin))  # type: ignore[arg-type]
    desk, done, errors, taken = house.desk(), 0, [], []
    desk.rulebook()
    while time.time() < begin:
        time.sleep(0.001)
    while time.time() < begin + seconds:
        act: Any = Checkin(chance.choice(copies))
        if chance.random() < 0.6:
            act = Checkout(chance.choice(cards), chance.choice(copies))
        at = time.perf_counter()
        try:
            desk.do(act)
            done += 1
        except Exception as error:  # counted and told: there must be none of any kind
            errors.append(repr(error)[:200])
        taken.append((time.perf_counter() - at) * 1e6)
    print(json.dumps({"done": done, "errors": errors, "longest": max(taken)}))
    house.database.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]))
