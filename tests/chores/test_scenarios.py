"""What is not so is found: each wrong line is told with what happened instead."""

from pathlib import Path

import pytest

from desk.chores.driver import DeskDriver
from desk.chores.house import Unfit
from desk.chores.language.parse import parse
from desk.chores.language.saying import expected
from desk.chores.language.tree import Says
from desk.chores.language.words import Line
from desk.chores.libraries import FileLibraries
from desk.chores.scenarios import Failure, run_scenario
from desk.chores.telling import PHRASES

HEAD = """scenario: what is said
rule: loan 21 days, fine 0.20, loans 2, debt limit 1.00
it is 2026-11-21 10:00
reader Anna
reader Bert
item Walden
item Emma
item Jaws
charge 5.00 to Bert
hold by Bert on Emma
Anna takes Walden
  lent
"""


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> FileLibraries:
    """Libraries in files."""
    return FileLibraries(tmp_path_factory.mktemp("scenarios"))


def failure_of(text: str, libraries: FileLibraries, folder: Path) -> Failure | None:
    """The first line that is not so."""
    (story,) = parse(HEAD + text, "f.txt")
    return run_scenario(story, libraries, folder, DeskDriver).failure


@pytest.mark.parametrize(
    ("text", "line", "instead"),
    [
        ("Anna takes Jaws\n  lent, due 2026-12-13", "lent, due 2026-12-13", "due 2026-12-12 23:59"),
        ("Anna takes Jaws\n  renewed", "renewed", "lent, due"),
        ("Anna takes Jaws\n  lent, skipped 2026-12-25", "lent, skipped 2026-12-25", "skipped nothing"),
        ("Anna takes Jaws\n  lent, told: item note", "lent, told: item note", "nothing told"),
        ("Walden comes back\n  fine 1.00", "fine 1.00", "no fine"),
        ("Walden comes back\n  due 2026-12-24", "due 2026-12-24", "due 2026-12-12 23:59"),
        ("closed 2026-12-12\nAnna takes Jaws\n  lent, skipped nothing", "lent, skipped nothing", "skipped 2026-12-12"),
        ("Emma is in process", "Emma is in process", "available"),
        ("Anna takes Jaws\n  refused: owes", "refused: owes", "lent"),
        ("Anna takes Jaws\n  lent, hold filled", "lent, hold filled", "lent, due"),
        ("Bert takes Jaws", "Bert takes Jaws", "refused: owes 5.00 of 1.00"),
        ("Bert takes Jaws\n  refused: owes 5.00 of 2.00", "refused: owes 5.00 of 2.00", "owes 5.00 of 1.00"),
        ("Bert takes Jaws\n  refused: owes; barred", "refused: owes; barred", "refused: owes"),
        ("Anna takes Emma\n  refused: barred", "refused: barred", "refused: queued 1 on 2026-11-21"),
        ("Anna takes an unknown item\n  lent", "lent", "unknown item"),
        ("override\n  lent", "lent", "nothing happens"),
        ("after 30 days\nWalden comes back\n  goes to the shelf", "Walden comes back", "fine 1.80"),
        ("Walden comes back\n  goes to NORTH", "goes to NORTH", "goes to shelf"),
        ("Emma comes back\n  goes to the hold shelf", "Emma comes back", "for Bert"),
        ("Emma comes back\n  goes to the hold shelf, for Anna", "goes to the hold shelf, for Anna", "for Bert"),
        ("Anna owes 1.00", "Anna owes 1.00", "0.00"),
        ("Anna has nothing", "Anna has nothing", "Walden"),
        ("Anna is blocked: barred", "Anna is blocked: barred", "not blocked"),
        ("Bert is not blocked", "Bert is not blocked", "owes 5.00 of 1.00"),
        ("Walden is missing", "Walden is missing", "available"),
        ("Walden is not on loan", "Walden is not on loan", "on loan"),
        ("Walden is on loan, due 2026-12-11", "Walden is on loan, due 2026-12-11", "due 2026-12-12"),
        ("Walden is on its way to NORTH", "Walden is on its way to NORTH", "not on its way"),
        ("Walden stands at NORTH", "Walden stands at NORTH", "not there"),
        ("Emma is waited for by 2", "Emma is waited for by 2", "1"),
        ("the branch MAIN is closed on 2026-11-21", "the branch MAIN is closed on 2026-11-21", "open"),
        ("the rule loans for adult book is 3", "the rule loans for adult book is 3", "2, from row * * *"),
        ('the mark "FSK 16" means age 18', 'the mark "FSK 16" means age 18', "16"),
        ('try rule: fine 0.10\n  not taken: "amount"', 'not taken: "amount"', "taken"),
        ("what if Anna takes Jaws\n  refused: owes", "refused: owes", "lent"),
    ],
)
def test_a_line_that_is_not_so(text: str, line: str, instead: str, libraries: FileLibraries, tmp_path: Path) -> None:
    failure = failure_of(text, libraries, tmp_path)
    assert failure is not None and failure.line.said == line
    assert instead in failure.instead


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Zoe takes Walden", "there is no Zoe"),
        ("Ana takes Walden", "did you mean Anna?"),
        ("hold by Bert on Waldn\nAnna owes nothing", "did you mean Walden?"),
        ("rule for chid: loan 7 days\nAnna owes nothing", "did you mean child?"),
        ("hold by Zoe on Walden\nAnna owes nothing", "there is no Zoe"),
        ("rule for novel: loan 7 days\nAnna owes nothing", "novel"),
        ("loan of Walden to Bert, due 2026-12-24\nAnna owes nothing", "on loan to another reader"),
        ("rule for child: loan 3 moons\nrule: fine 1.00\nAnna owes nothing", "child: loan 3 moons: "),
        ("closed 2026-12-25 from 9 to 99\nclosed 2026-12-26\nAnna owes nothing", "99: [[closed]] 2026-12-25: "),
        ("it is 2026-11-21 09:59\nAnna owes nothing", "it is 2026-11-21 10:00 already"),
        ("closed 2026-11-22 to 2026-11-20\nAnna owes nothing", "'first'"),
    ],
)
def test_a_line_that_cannot_be_done(text: str, why: str, libraries: FileLibraries, tmp_path: Path) -> None:
    with pytest.raises(Unfit) as caught:
        failure_of(text, libraries, tmp_path)
    assert why in str(caught.value) and "f.txt:13" in str(caught.value)
    assert "rules.toml" not in str(caught.value)


def test_undo_that_leaves_something_is_found(libraries: FileLibraries, tmp_path: Path) -> None:
    text = 'item Walden, note "Torn"\nundo restores everything\n'
    failure = failure_of(text, libraries, tmp_path)
    assert failure is not None and "items" in failure.instead and "note" in failure.instead


@pytest.mark.parametrize(
    "text",
    [
        "Anna takes Jaws\n  nothing happens",
        "Bert takes Jaws\n  nothing happens",
        "Anna takes Emma\n  nothing happens",
        "Anna renews Walden\n  nothing happens",
        "after 30 days\nWalden comes back\n  nothing happens",
        "Emma comes back at NORTH\n  nothing happens",
        "try rule: fine moon\n  nothing happens",
        "the visit ends\n  nothing happens",
        "the nightly work runs\n  nothing happens",
        "rule: auto renew yes, renewals 1\nit is 2026-12-11 10:00\nthe nightly work runs\n  nothing happens",
        "Walden is marked damaged\n  nothing happens",
    ],
)
def test_what_is_told_instead_can_be_written_into_the_story(
    text: str, libraries: FileLibraries, tmp_path: Path
) -> None:
    failure = failure_of(text, libraries, tmp_path)
    assert failure is not None
    told = failure.instead.replace("\n", " ")
    again = failure_of(text.replace("nothing happens", told), libraries, tmp_path)
    assert expected(Line("f", 1, f"  {told}")).clauses
    assert again is None, f"{told}: {again}"


def test_everything_that_an_answer_says_has_words() -> None:
    assert set(PHRASES) == set(Says)


def test_a_story_of_which_nothing_is_expected_is_no_story(libraries: FileLibraries, tmp_path: Path) -> None:
    for text, why in (("", "what must come of it"), ("Ana takes Walden\n", "did you mean Anna?")):
        (story,) = parse(f"scenario: a\nreader Anna\nitem Walden\n{text}", "f.txt")
        with pytest.raises(Unfit) as caught:
            run_scenario(story, libraries, tmp_path, DeskDriver)
        assert why in str(caught.value)
