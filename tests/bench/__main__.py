"""bin/bench: the targets of the scan on a large library, each printed beside what was measured."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.measure import WARM, Line
from tests.bench.report import printed, save, written
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


def arguments() -> argparse.Namespace:
    """What may be asked."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--items", type=int, default=1_000_000, help="copies of the library (default 1000000)")
    parser.add_argument("--rounds", type=int, default=1500, help="how often each is done (default 1500)")
    parser.add_argument("--postgres", action="store_true", help="target 3 too, on a server of its own")
    parser.add_argument("--only", type=int, action="append", metavar="N", help="only this target; may be repeated")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
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


def measured(size: Size, rounds: int, wanted: set[int], *, postgres: bool) -> Iterator[Line]:
    """All lines that were asked for."""
    if wanted & {1, 2, 4, 5}:
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
    if postgres and 3 in wanted:
        with running_server() as server, on_server(server, size) as bench:
            yield from scans_on_server(bench, rounds)


def main() -> int:
    """Measure, print, write."""
    asked = arguments()
    if asked.postgres and not installed():
        print("PostgreSQL is not installed here.", file=sys.stderr)
        return 2
    size, wanted, lines = Size(asked.items), set(asked.only or range(1, 6)), []
    for line in measured(size, asked.rounds, wanted, postgres=asked.postgres):
        print("  ".join(line.row), flush=True)
        lines.append(line)
    lines.sort(key=lambda line: line.number)
    print(printed(lines))
    if asked.write:
        print(f"written: {save(written(lines, size, asked.rounds, WARM, version() if asked.postgres else '')).name}")
    return 0 if all(line.met for line in lines) else 1


def version() -> str:
    """Which PostgreSQL it was."""
    with running_server() as server, server.connect() as connection:
        return str(connection.execute("SHOW server_version").fetchone()[0]).split()[0]


if __name__ == "__main__":
    sys.exit(main())
