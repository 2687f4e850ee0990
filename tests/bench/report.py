"""The report of the bench: printed, and written to docs/performance.md."""

import os
import platform
import sqlite3
from pathlib import Path

import sqlalchemy

from tests.bench.measure import Result
from tests.bench.rows import Size

HEAD = ("no.", "what", "ours p50 / p99 µs", "beside p50 / p99 µs", "ratio", "target", "")
ROOT = Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
INTRO = """# How fast it is

Written by `bin/bench` on a library of {items:,} copies of {titles:,} titles, {records:,} titles in all, {patrons:,}
readers, {past:,} past and {open:,} open loans, {holds:,} holds, {charges:,} charges and {journal:,} acts in the
journal, with all rules on: limits by reader, kind and family, debts with growing fines, overdue and lost limits,
restrictions, holds, weekly hours. The library is made by `tests/bench/rows.py`, the same every time.

Each line is a ratio inside one run: what is measured and what stands beside it were done in turn in one loop, the
scans {rounds:,} times each, after {warm} to warm up. Microseconds here are of this machine and vary from run to run by
up to twice; the ratios do so much less. p50 is the median, p99 the slowest of a hundred.

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
- Targets 4 to 8 are taken with SQLite FULL, as a desk runs.
- **The large library's file** has indexes of loans and acts that grew with their rows, in no order, as a library's do.
  Made at the end they would be full to the last byte, and each act would part three pages.
- **1,000 loans**: none of them overdue, in a category without limits, as a school or a nursing home is; beside it a
  reader of the same category with few. Growing fines look at each overdue loan, a limit on lost copies at the lost.
- **The window** (6, 7, 8) is the real one, signed in, drawn without a screen at 1366 × 768 by Qt's own painter. A code
  goes down a pseudo terminal as from a scanner; the time ends when everything that had to be painted for its row is.
  Beside it stands the same window painted anew as a whole. The stillness is the longest time between two beats of a
  timer of two milliseconds.
- **Search** (8) begins when the question is asked: the scan field waits 150 ms after the last key before it does, to
  tell a person who types from a scanner. Words are the beginnings of names and titles, whole ones, and two of them.
- **MARC** (9): microseconds a record. Full records of 26 fields in UTF-8, one in eight with letters outside ASCII, each
  with a copy, into an empty library with full text; beside it `pymarc.MARCReader` over the same file, nothing kept.
  To read a record and all that is taken from it costs nine tenths of that, its rows and words in SQLite eight. On two
  cores one process reads, the other writes and reads what the first has no time for.
- **Start** (11): from the command to the end of the first painting, and until a scan would be taken at the desk, each
  in a fresh process with its modules compiled; beside them an empty `QMainWindow`. The memory is what the process
  holds, without the library's own pages, which the system may drop. Of the time until it is of use a third is Qt's,
  a third is a hundred and ninety modules of ours being imported, a third the window being furnished.
- **Eight desks** (13) lend and take back as fast as they can, forty copies and six readers who may have five. Whether a
  copy was lent twice or a reader had too many is read from the journal, act by act.

The machine: {cores} cores, {system}, Python {python}, SQLAlchemy {sqlalchemy}, SQLite {sqlite}{server}.
How often each act asks the database is fixed by `tests/services/test_queries.py`; no test is decided by a time.
"""


def printed(lines: list[Result]) -> str:
    """The lines for a terminal."""
    rows = [HEAD, *(line.row for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def written(lines: list[Result], size: Size, rounds: int, warm: int, server: str) -> str:
    """The report as a page."""
    names = ("items", "titles", "records", "patrons", "past", "open", "holds", "charges", "journal")
    intro = INTRO.format(**{name: getattr(size, name) for name in names}, rounds=rounds, warm=warm)
    outro = OUTRO.format(
        cores=os.cpu_count(),
        system=platform.system(),
        python=platform.python_version(),
        sqlalchemy=sqlalchemy.__version__,
        sqlite=sqlite3.sqlite_version,
        server=f", PostgreSQL {server}" if server else "",
    )
    return intro + table(lines) + "\n" + outro


def table(lines: list[Result]) -> str:
    """The lines in Markdown."""
    rows = (HEAD, ("---",) * len(HEAD), *(line.row for line in lines))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def save(text: str) -> Path:
    """Into the documentation."""
    path = ROOT / "docs" / "performance.md"
    path.write_text(text, encoding="utf-8")
    return path


def show_in_readme(lines: list[Result]) -> Path | None:
    """Put the table between its two marks in the README; None where they are not."""
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        return None
    before, after = text.split(BEGIN, 1)[0], text.split(END, 1)[1]
    path.write_text(f"{before}{BEGIN}\n{table(lines)}\n{END}{after}", encoding="utf-8")
    return path
