"""Target 9: a MARC file taken in whole, with rows and full text, beside pymarc doing nothing but reading it."""

import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pymarc

from desk.services.database import connect
from desk.services.imports.mapping import load_mapping
from desk.services.imports.marc import import_marc
from desk.services.work import finish
from tests.bench.marc_file import MAPPING, write_records
from tests.bench.measure import Line, Result, Tally, Times
from tests.makers import House, prepare

RECORDS, ROUNDS = 60_000, 2
# SQLite's page cache fills up to 64 MiB in any case.
GROWN_MIB = 80


def imports(records: int = RECORDS, rounds: int = ROUNDS) -> Iterator[Result]:
    """Bare reading, an import in one process, an import in two, in turn; microseconds a record."""
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as home:
        folder = Path(home)
        file = write_records(folder / "records.mrc", records)
        (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
        bare, one, two, grown = Times(), Times(), Times(), 0.0
        for _round in range(rounds):
            _each(bare, records, partial(_read, file))
            grown = max(grown, _import(one, folder, records, apart=False))
            grown = max(grown, _import(two, folder, records, apart=True))
    words = f"{records:,} records with a copy each"
    yield Line(9, f"MARC import in one process, {words}, beside bare pymarc reading", one, bare, 0.6, least=True)
    yield Line(9, "MARC import read by a second process too, beside the same", two, bare, 1.0, least=True)
    yield Tally(
        9,
        "memory grown from a quarter to the end, SQLite's cache of 64 MiB in it",
        grown,
        GROWN_MIB,
        grown <= GROWN_MIB,
        "≤",
        " MiB",
    )


def _each(times: Times, records: int, step: partial[object]) -> None:
    begun = time.perf_counter()
    step()
    times.taken.append((time.perf_counter() - begun) * 1e6 / records)


def _read(file: Path) -> None:
    with file.open("rb") as opened:
        for _record in pymarc.MARCReader(opened):
            pass


def _import(times: Times, folder: Path, records: int, *, apart: bool) -> float:
    """One import into a new library; gives by how much the process has grown in its last three quarters."""
    where, seen = folder / "library.db", []
    for left in folder.glob("library.db*"):
        left.unlink()
    prepare(str(where))
    house = House(connect(str(where)))
    work = import_marc(house.desk(), folder / "records.mrc", load_mapping(folder / "mapping.toml"), apart=apart)

    def told(step: object) -> None:
        seen.append(_resident())

    reports = []
    _each(times, records, partial(lambda: reports.append(finish(work, told))))
    house.database.close()
    assert reports[0].added == records and reports[0].copies.added == records, reports[0]
    return max(seen) - max(seen[: max(len(seen) // 4, 1)])


def _resident() -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    return 0.0
