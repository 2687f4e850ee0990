"""A supervisor can point at a row of a decision table and see the scenario that shows it."""

import re

import pytest

from desk.chores.language.parse import read_scenarios
from tests.conftest import ROOT
from tests.house.test_decision_tables import TABLES, rows_in_docs

SCENARIOS = ROOT / "tests" / "scenarios"
LEAST = 80


def rows_shown() -> dict[str, set[int]]:
    """The rows that scenarios say they show, by table."""
    shown: dict[str, set[int]] = {}
    for file in SCENARIOS.glob("*.txt"):
        for story in read_scenarios(file):
            for each in story.shows:
                shown.setdefault(each.table, set()).add(each.row)
    return shown


def rows_that_only_a_test_shows(table: str) -> set[int]:
    """The exceptions that docs/scenarios.md names, with the reason."""
    text = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
    found = re.findall(rf"^\| {table} \| ([\d, ]+) \|", text, re.MULTILINE)
    return {int(number) for line in found for number in line.split(",")}


@pytest.mark.parametrize("table", TABLES)
def test_every_row_is_shown_by_a_scenario(table: str) -> None:
    shown, alone = rows_shown().get(table, set()), rows_that_only_a_test_shows(table)
    assert sorted(set(rows_in_docs(table)) - shown - alone) == []
    assert shown & alone == set(), "what a scenario shows needs no exception"
    assert (shown | alone) - set(rows_in_docs(table)) == set(), "no scenario names a row that is not there"


def test_no_scenario_names_a_table_that_is_not_there() -> None:
    assert set(rows_shown()) <= set(TABLES)


def test_there_are_scenarios_enough_and_each_title_stands_once_in_its_file() -> None:
    titles = [(story.line.file, story.title) for file in SCENARIOS.glob("*.txt") for story in read_scenarios(file)]
    assert len(titles) >= LEAST and len(set(titles)) == len(titles)


@pytest.mark.parametrize("table", TABLES)
def test_each_table_says_where_its_scenarios_are(table: str) -> None:
    assert "tests/scenarios/" in (ROOT / "docs" / f"{table}.md").read_text(encoding="utf-8")
