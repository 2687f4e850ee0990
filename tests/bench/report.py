"""The report of the bench: printed, and written to docs/performance.md."""

import os
import platform
import sqlite3
from pathlib import Path

import sqlalchemy

from tests.bench.measure import Line
from tests.bench.rows import Size

HEAD = ("no.", "what", "ours p50 / p99 µs", "beside p50 / p99 µs", "ratio", "target", "")
INTRO = """# How fast a scan is

Written by `bin/bench` on a library of {items:,} copies of {titles:,} titles, {patrons:,} readers, {past:,} past and
{open:,} open loans, {holds:,} holds and {charges:,} charges, with all rules on: limits by reader, kind and family,
debts with growing fines, overdue and lost limits, restrictions, holds, weekly hours.

Each line is a ratio inside one run: what is measured and what stands beside it were done in turn in one loop,
{rounds:,} times each, after {warm} to warm up. Microseconds here are of this machine and vary from run to run by up to
twice; the ratios do so much less. p50 is the median, p99 the slowest of a hundred.

"""
OUTRO = """
## What stands beside it

- **Raw sqlite3**: thirteen or fourteen statements a check-out, eleven a check-in, one table each. The same columns are
  read and written, journal row and all; no rules are asked, no answer is made, and the JSON of the journal is a fixed
  text of about the same length.
- **Raw psycopg**: nine statements a check-out or check-in besides BEGIN and COMMIT, the row locks taken by the reads.
  The desk itself makes two round trips with BEGIN and COMMIT in them: BEGIN with whether the act was done already, the
  version of the rules, the locks (reader, title, copy) and the facts; then all writes as one statement, with COMMIT. A
  reader with overdue loans or with a family, and a copy that somebody waits for, cost one more each.
- On a server the ratio depends on what else the computer does: the raw statements wait eleven times, ours two, and
  each wait is longer where a core has to be woken. With both cores kept awake by another program, check-out was seen
  at 1.3, of which rules, answer and journal are a quarter.
- Targets 4 and 5 are taken with SQLite FULL, as a desk runs.
- **1,000 loans**: none of them overdue, in a category without limits, as a school or a nursing home is; beside it a
  reader of the same category with few. Growing fines and a limit on lost copies look at each loan, where they apply.

The machine: {cores} cores, {system}, Python {python}, SQLAlchemy {sqlalchemy}, SQLite {sqlite}{server}.
How often each act asks the database is fixed by `tests/services/test_queries.py`; no test is decided by a time.
"""


def printed(lines: list[Line]) -> str:
    """The lines for a terminal."""
    rows = [HEAD, *(line.row for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def written(lines: list[Line], size: Size, rounds: int, warm: int, server: str) -> str:
    """The report as a page."""
    table = "\n".join(f"| {' | '.join(row)} |" for row in (HEAD, ("---",) * len(HEAD), *(line.row for line in lines)))
    counts = {name: getattr(size, name) for name in ("items", "titles", "patrons", "past", "open", "holds", "charges")}
    intro = INTRO.format(**counts, rounds=rounds, warm=warm)
    outro = OUTRO.format(
        cores=os.cpu_count(),
        system=platform.system(),
        python=platform.python_version(),
        sqlalchemy=sqlalchemy.__version__,
        sqlite=sqlite3.sqlite_version,
        server=f", PostgreSQL {server}" if server else "",
    )
    return intro + table + "\n" + outro


def save(text: str) -> Path:
    """Into the documentation."""
    path = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
    path.write_text(text, encoding="utf-8")
    return path
