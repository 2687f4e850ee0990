"""The targets of the scan: each measured in one run beside what it is compared with."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from desk.services.circulation.answers import Returned
from desk.services.circulation.checkin import Checkin
from desk.services.database import PRAGMAS, connect
from desk.services.desk import Desk
from tests.bench.large import rules, server_library, sqlite_library, working_copy
from tests.bench.measure import WARM, Line, Pair, Times, Walk, ours_twice, pairs, side_by_side, warmed
from tests.bench.raw import Raw
from tests.bench.rows import NOW, Size
from tests.bench.server import Server
from tests.makers import House, barcode

LIMITS = {"FULL": (2.0, 2.5), "NORMAL": (2.5, 2.5)}
CROWD = 500


@dataclass(frozen=True, slots=True)
class Bench:
    """A large library, a desk in it, and a bare connection to the same file or server."""

    size: Size
    house: House
    walk: Walk
    desk: Desk
    raw: Raw

    def pairs(self, rounds: int, seed: int = 5) -> list[Pair]:
        """Readers and copies for so many rounds of two."""
        found = pairs(lambda sql: self.raw.db.execute(sql).fetchall(), self.size.patrons, self.size.items, seed)
        if self.raw.server:
            self.raw.db.rollback()
        wanted = 2 * (rounds + WARM)
        return list(islice(cycle(found), min(wanted, len(found) // 2 * 2)))


@contextmanager
def on_file(size: Size) -> Iterator[Bench]:
    """A copy of the large file."""
    path = working_copy(sqlite_library(size))
    house = House(connect(str(path)))
    rules(house)  # as they stand now, whenever the library was made
    walk = house.clock = Walk(NOW)  # type: ignore[assignment]
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        raw.execute(pragma)
    yield Bench(size, house, walk, house.desk(), Raw(raw, 1))
    raw.close()
    house.database.close()
    for left in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        left.unlink(missing_ok=True)


@contextmanager
def on_server(server: Server, size: Size) -> Iterator[Bench]:
    """A copy of the large database."""
    template = server_library(server, size).split("?")[0].rsplit("/", 1)[1]
    server.execute("DROP DATABASE IF EXISTS run WITH (FORCE)")
    server.execute(f'CREATE DATABASE run TEMPLATE "{template}" STRATEGY FILE_COPY')
    house = House(connect(server.url("run")))
    rules(house)
    walk = house.clock = Walk(NOW)  # type: ignore[assignment]
    raw = server.connect("run")
    yield Bench(size, house, walk, house.desk(), Raw(raw, 1, server=True))
    raw.close()
    house.database.close()
    server.execute("DROP DATABASE run WITH (FORCE)")


def durable(bench: Bench, mode: str) -> None:
    """How much a commit waits for the disk, for both alike."""
    bench.raw.db.execute(f"PRAGMA synchronous = {mode}")
    with bench.house.database.asking() as wire:
        driver = wire.driver  # the one that every act will have
    driver.execute(f"PRAGMA synchronous = {mode}")


def scans_on_file(bench: Bench, rounds: int) -> Iterator[Line]:
    """Targets 1 and 2."""
    for seed, (mode, limits) in enumerate(LIMITS.items()):
        durable(bench, mode)
        ours, raw = side_by_side(bench.desk, bench.raw, bench.walk, bench.pairs(rounds, seed))
        yield Line(1, f"check-out, SQLite {mode}, beside raw sqlite3", ours[0], raw[0], limits[0])
        yield Line(2, f"check-in, SQLite {mode}, beside raw sqlite3", ours[1], raw[1], limits[1])


def scans_on_server(bench: Bench, rounds: int) -> Iterator[Line]:
    """Target 3."""
    ours, raw = side_by_side(bench.desk, bench.raw, bench.walk, bench.pairs(rounds))
    yield Line(3, "check-out, PostgreSQL, beside nine raw statements", ours[0], raw[0], 1.2)
    yield Line(3, "check-in, PostgreSQL, beside nine raw statements", ours[1], raw[1], 1.2)


def much_and_little(bench: Bench, rounds: int) -> Iterator[Line]:
    """Target 4: a reader with a thousand loans, a title with five hundred holds, beside ordinary ones."""
    last, copies = bench.size.patrons, iter(bench.pairs(rounds, 11))
    mixed = [
        (Pair(barcode("2", last), one.item), Pair(barcode("2", last - 1 - place % 40), other.item))
        for place, (one, other) in enumerate(zip(copies, copies, strict=False))
    ]
    (heavy, light), back = ours_twice(bench.desk, bench.desk, bench.walk, mixed)
    yield Line(4, "check-out for a reader with 1,000 loans, beside one with few", heavy, light, 1.2)
    yield Line(4, "check-in for a reader with 1,000 loans, beside one with few", *back, 1.2)
    crowded, quiet = queues(bench, rounds)
    yield Line(4, f"check-in that traps one of {CROWD} holds, beside the only one", crowded, quiet, 1.2)


ALONE = """SELECT i.barcode FROM items i WHERE NOT EXISTS
    (SELECT 1 FROM loans l WHERE l.item_id = i.id AND l.returned_at IS NULL)
    AND (SELECT count(*) FROM holds h WHERE h.title_id = i.title_id) = 1 ORDER BY i.id LIMIT 1"""
AGAIN = (
    "UPDATE holds SET status = 'queued', copy_id = NULL WHERE status = 'ready'",
    "UPDATE loans SET returned_at = NULL WHERE id IN ({ids})",
)


def queues(bench: Bench, rounds: int) -> tuple[Times, Times]:
    """Two copies come back again and again: for one many wait, for the other one reader; then they are lent anew."""
    db = bench.raw.db
    codes = (barcode("3", 2 * bench.size.titles), db.execute(ALONE).fetchone()[0])
    loans = []
    for code in codes:
        bench.raw.checkout(barcode("2", bench.size.patrons - 2), code, bench.walk.step())
        loans.append(str(db.execute("SELECT max(id) FROM loans").fetchone()[0]))
    crowded, quiet = Times(), Times()
    for _round in range(rounds + WARM):
        for code, times in zip(codes, (crowded, quiet), strict=True):
            bench.walk.step()
            answer = times.time(partial(bench.desk.do, Checkin(code)))
            assert isinstance(answer, Returned) and answer.hold is not None, answer
            _again(db, loans)
    return warmed(crowded), warmed(quiet)


def _again(db: Any, loans: list[str]) -> None:
    db.execute("BEGIN IMMEDIATE")
    for statement in AGAIN:
        db.execute(statement.format(ids=", ".join(loans)))
    db.execute("COMMIT")


def large_and_small(large: Bench, small: Bench, rounds: int) -> Iterable[Line]:
    """Target 5: a hundred times the copies."""
    chosen = zip(large.pairs(rounds, 21)[::2], small.pairs(rounds, 21)[::2], strict=False)
    small.walk.now = large.walk.now
    small.house.clock = large.walk  # type: ignore[assignment]
    desk = small.house.desk()
    out, back = ours_twice(large.desk, desk, large.walk, chosen)
    sizes = f"{large.size.items:,} copies, beside {small.size.items:,}"
    yield Line(5, f"check-out among {sizes}", *out, 1.3)
    yield Line(5, f"check-in among {sizes}", *back, 1.3)
