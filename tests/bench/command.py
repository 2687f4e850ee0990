"""bin/bench: the targets of the design on a large library, each printed beside what was measured."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.large import sqlite_library
from tests.bench.measure import WARM, Result
from tests.bench.report import printed, save, show_in_readme, written
from tests.bench.rows import Size
from tests.bench.server import Server, installed
from tests.bench.targets import (
    durable,
    large_and_small,
    much_and_little,
    on_file,
    on_server,
    scans_on_file,
    scans_on_server,
)

SMALL = 10_000
TARGETS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13)
IN_THE_LIBRARY = {1, 2, 4, 5, 6, 7, 8}
# A painting takes ten times as long as an act, and a tenth of them says as much.
SEEN = 8


def arguments() -> argparse.Namespace:
    """What may be asked."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--items", type=int, default=1_000_000, help="copies of the library (default 1000000)")
    parser.add_argument("--rounds", type=int, default=1500, help="how often each scan is done (default 1500)")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own too: targets 3 and 13")
    parser.add_argument("--only", type=int, action="append", metavar="N", help="only this target; may be repeated")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md, and the table in README.md")
    return parser.parse_args()


@contextmanager
def running_server() -> Iterator[Server]:
    """A server whose large library is kept for the next run, in a folder that its own user may enter."""
    server = Server(Path(tempfile.gettempdir()) / "circulation-desk-bench")
    server.start()
    try:
        yield server
    finally:
        server.stop()


def measured(size: Size, rounds: int, wanted: set[int], *, postgres: bool) -> Iterator[Result]:
    """All lines that were asked for."""
    if 11 in wanted:
        from tests.bench.start import starts

        yield from starts(str(sqlite_library(size)))
    if 9 in wanted:
        from tests.bench.imports import imports

        yield from imports()
    if wanted & IN_THE_LIBRARY:
        yield from in_the_library(size, rounds, wanted)
    if 13 in wanted:
        with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
            yield from eight_desks(str(Path(folder) / "library.db"), "SQLite")
    if postgres and wanted & {3, 13}:
        with running_server() as server:
            yield from on_a_server(server, size, rounds, wanted)


def in_the_library(size: Size, rounds: int, wanted: set[int]) -> Iterator[Result]:
    """What is measured in one copy of the large file."""
    with ExitStack() as stack:
        bench = stack.enter_context(on_file(size))
        if wanted & {1, 2}:
            yield from scans_on_file(bench, rounds)
        durable(bench, "FULL")
        if 4 in wanted:
            yield from much_and_little(bench, rounds)
        if 5 in wanted and size.items > SMALL:
            small = stack.enter_context(on_file(Size(SMALL)))
            yield from large_and_small(bench, small, rounds)
        if wanted & {6, 7, 8}:
            from tests.bench.window import TARGETS as SHOWN
            from tests.bench.window import open_window

            window = stack.enter_context(open_window(bench))
            for number in sorted(wanted & set(SHOWN)):
                yield from SHOWN[number](window, max(rounds // SEEN, 5))


def on_a_server(server: Server, size: Size, rounds: int, wanted: set[int]) -> Iterator[Result]:
    """What is measured on PostgreSQL."""
    if 3 in wanted:
        with on_server(server, size) as bench:
            yield from scans_on_server(bench, rounds)
    if 13 in wanted:
        server.execute("DROP DATABASE IF EXISTS eight WITH (FORCE)")
        server.execute("CREATE DATABASE eight")
        yield from eight_desks(server.url("eight"), "PostgreSQL")
        server.execute("DROP DATABASE eight WITH (FORCE)")


def eight_desks(where: str, words: str) -> Iterator[Result]:
    """Target 13."""
    from tests.bench.eight import fights

    yield from fights(where, words)


def main() -> int:
    """Measure, print, write."""
    asked = arguments()
    if asked.postgres and not installed():
        print("PostgreSQL is not installed here.", file=sys.stderr)
        return 2
    size, wanted, lines = Size(asked.items), set(asked.only or TARGETS), []
    for line in measured(size, asked.rounds, wanted, postgres=asked.postgres):
        print("  ".join(line.row), flush=True)
        lines.append(line)
    lines.sort(key=lambda line: line.number)
    print(printed(lines))
    if asked.write:
        text = written(lines, size, asked.rounds, WARM, version() if asked.postgres else "")
        print("written:", *(path.name for path in (save(text), show_in_readme(lines)) if path is not None))
    return 0 if all(line.met for line in lines) else 1


def version() -> str:
    """Which PostgreSQL it was."""
    with running_server() as server, server.connect() as connection:
        return str(connection.execute("SHOW server_version").fetchone()[0]).split()[0]
