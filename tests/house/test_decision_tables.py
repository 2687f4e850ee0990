"""Every numbered row of the decision tables is shown by a test, and no test names a row that is not there."""

import re

import pytest

from tests.conftest import ROOT

TABLES = ("checkout", "checkin", "renewal", "duedates", "overdue", "calendar", "patrons", "holds", "money", "privacy")
NAMED = re.compile(r'\brow\(\s*"(\w+)"((?:,\s*\d+)+)\s*,?\s*\)')


def rows_in_tests() -> set[tuple[str, int]]:
    """All rows that tests name."""
    found = set()
    for path in (ROOT / "tests").rglob("*.py"):
        for table, numbers in NAMED.findall(path.read_text(encoding="utf-8")):
            found |= {(table, int(number)) for number in re.findall(r"\d+", numbers)}
    return found


def rows_in_docs(table: str) -> list[int]:
    """The numbers of a table, in order."""
    text = (ROOT / "docs" / f"{table}.md").read_text(encoding="utf-8")
    return [int(number) for number in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)]


@pytest.mark.parametrize("table", TABLES)
def test_the_rows_of_a_table_are_numbered_without_a_gap(table: str) -> None:
    numbers = rows_in_docs(table)
    # A number stays with its row for ever; a row that came later stands where it is decided, not at the end.
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("table", TABLES)
def test_every_row_is_shown_by_a_test(table: str) -> None:
    shown = {number for name, number in rows_in_tests() if name == table}
    assert sorted(set(rows_in_docs(table)) - shown) == []


def test_no_test_names_a_row_that_is_not_there() -> None:
    there = {(table, number) for table in TABLES for number in rows_in_docs(table)}
    assert rows_in_tests() - there == set()
