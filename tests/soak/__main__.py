"""bin/soak: five hundred kills, thousands of races, a million scans; on SQLite and, where it is there, PostgreSQL."""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desk.errors import DeskError
from desk.services.database import connect
from tests.bench.server import Server, installed
from tests.cluster import _other_user
from tests.end_to_end import kills
from tests.end_to_end.scanner import BETWEEN, choose, do
from tests.makers import House, prepare
from tests.race import rounds
from tests.race.money import MONEY_RACES

KILLS = 500
ROUNDS = 3000
SCANS = 1_000_000
PARTS = ("kills", "races", "scans")


def arguments() -> argparse.Namespace:
    """What may be asked."""
    parser = argparse.ArgumentParser(prog="bin/soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0, help="at most so long in all (default 60)")
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part; may be repeated")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="to do the same again")
    return parser.parse_args()


@contextmanager
def places() -> Iterator[dict[str, Callable[[str], str]]]:
    """Where libraries may be made: on a disk, and on a server that keeps what it has acknowledged."""
    folder = Path(tempfile.mkdtemp(prefix="desk-soak-"))
    folder.chmod(0o755)
    made: dict[str, Callable[[str], str]] = {"SQLite": lambda name: str(folder / f"{name}.db")}
    server = Server(folder / "server") if installed() else None
    try:
        if server is not None:
            _own_folder(server.folder)
            server.start()
            made["PostgreSQL"] = lambda name: _created(server, name)
        yield made
    finally:
        if server is not None:
            server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


def _own_folder(folder: Path) -> None:
    folder.mkdir()
    if user := _other_user():
        shutil.chown(folder, user)


def _created(server: Server, name: str) -> str:
    server.execute(f"CREATE DATABASE {name}")
    return server.url(name)


def kill_desks(where: str, until: float, seed: int) -> str:
    """Kill a scanning desk again and again."""
    house, acts, done = kills.library(where), 0, 0
    killer = kills.open_killer(where, seed)
    try:
        while done < KILLS and time.monotonic() < until:
            done += 1
            run = killer.kill_one(done)
            kills.examine(house, run)
            acts += len(run.done)
    finally:
        kills.close_killer(killer)
        house.database.close()
    return f"{done} of {KILLS} kills, {acts:,} acknowledged acts, none lost and none half done"


def race_desks(where: str, until: float, seed: int) -> str:
    """Race two desks in every way there is."""
    prepare(where)
    house = House(connect(where))
    house.policy(*rounds.RULES)
    track, done, chance = rounds.open_track(house, where), 0, random.Random(seed)
    every = rounds.RACES | MONEY_RACES
    try:
        while done < ROUNDS and time.monotonic() < until:
            every[chance.choice(sorted(every))](track)
            done += 1
    finally:
        rounds.close_track(track)
        house.database.close()
    return f"{done:,} of {ROUNDS:,} races, one winner each"


def scan_on(where: str, until: float, seed: int) -> str:
    """Scan and scan at one desk, then look whether everything still agrees."""
    house, chance, done = kills.library(where), random.Random(seed), 0
    desk, begun = house.desk(), time.monotonic()
    run = kills.Run(seed)
    while done < SCANS and time.monotonic() < until:
        key, told = f"{seed}-{done}", choose(chance)
        run.acts, run.last = {key: told}, key
        run.done[key] = do(desk, told, key)
        house.clock.now += BETWEEN
        done += 1
    took = time.monotonic() - begun
    kills.agree(house, run)
    house.database.close()
    return f"{done:,} of {SCANS:,} scans, {done / max(took, 1e-9):,.0f} a second, everything agrees"


SOAKS: dict[str, Callable[[str, float, int], str]] = dict(zip(PARTS, (kill_desks, race_desks, scan_on), strict=True))


def main() -> int:
    """Each part on each database, with its share of the time; says what was done and whether it held."""
    asked, failed = arguments(), 0
    parts = asked.only or list(PARTS)
    print(f"seed {asked.seed}", flush=True)
    with places() as made:
        share = asked.minutes * 60 / (len(parts) * len(made))
        for part in parts:
            for name, place in made.items():
                try:
                    said = SOAKS[part](place(part), time.monotonic() + share, asked.seed)
                except (AssertionError, DeskError) as error:
                    failed, said = failed + 1, f"FAILED: {error}"
                print(f"{name:<11}{part:<7}{said}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
