"""Every example of docs/scenarios.md is read and holds, and the document names every word of the language."""

import re
from pathlib import Path

import pytest

from desk.chores.driver import DeskDriver
from desk.chores.language.doing import DEEDS, VERBS, WAYS
from desk.chores.language.parse import parse
from desk.chores.language.saying import ALERTS, BARE, NAMED, PLAIN, REASONS, VALUED, expected
from desk.chores.language.setting import SET_UP
from desk.chores.language.words import Line
from desk.chores.libraries import FileLibraries
from desk.chores.scenarios import run_scenario
from desk.rules.vocabulary import ItemStatus
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```scenario\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
STATES = {f"is {status.value.replace('_', ' ')}" for status in ItemStatus}


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> FileLibraries:
    """Libraries in files."""
    return FileLibraries(tmp_path_factory.mktemp("documented"))


@pytest.mark.parametrize("example", EXAMPLES, ids=[text.splitlines()[0] for text in EXAMPLES])
def test_an_example_holds(example: str, libraries: FileLibraries, tmp_path: Path) -> None:
    text = example if example.startswith("scenario:") else f"scenario: as documented\n{example}"
    for story in parse(text, "docs/scenarios.md"):
        failure = run_scenario(story, libraries, tmp_path, DeskDriver).failure
        assert failure is None, f"{failure.line.said}: instead: {failure.instead}"


@pytest.mark.parametrize("words", sorted({*SET_UP, *DEEDS, *PLAIN, *VERBS, *WAYS, *BARE, *VALUED, *NAMED} - STATES))
def test_every_word_is_documented(words: str) -> None:
    assert re.search(rf"(?<!\w){re.escape(words)}(?!\w)", TEXT), words


@pytest.mark.parametrize("word", sorted(ALERTS))
def test_every_word_that_is_told_is_listed(word: str) -> None:
    listed = TEXT.partition("### The words of `told`\n")[2].partition(" Several stand")[0]
    assert word in [each.strip(" \n.").replace("\n", " ") for each in listed.split(",")]


@pytest.mark.parametrize("word", sorted(REASONS))
def test_every_reason_is_listed_with_its_figures(word: str) -> None:
    rows = re.findall(r"^\| (.+?) \|", TEXT.partition("| reasons | figures |")[2].partition("\n## ")[0], re.MULTILINE)
    assert sum(word in row.split(", ") for row in rows) == 1


FIGURES = re.findall(r"`(\w[^`]*)` \|$", TEXT.partition("| reasons | figures |")[2], re.MULTILINE)


@pytest.mark.parametrize("example", FIGURES)
def test_the_figures_are_read(example: str) -> None:
    assert expected(Line("f", 1, f"  refused: {example}")).clauses
