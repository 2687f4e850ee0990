"""A line that makes no sense is told with its place, its word, and what is expected there."""

import pytest

from desk.chores.language.parse import TABLES, parse, parse_all
from desk.chores.language.words import Line, Unreadable, Words
from tests.house.test_decision_tables import TABLES as DECISION_TABLES

HEAD = "scenario: something\nreader Anna\nitem Walden\nAnna takes Walden\n"


def trouble(text: str) -> Unreadable:
    """What the parser says of a text."""
    with pytest.raises(Unreadable) as caught:
        parse(text, "my.txt")
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "column", "word", "expected"),
    [
        ("scenario: a\nreeder Anna", 2, 1, "reeder", "a name, or one of"),
        ("scenario: a\nAnna tekes Walden", 2, 6, "tekes", "what Anna does or is"),
        ("scenario: a\nAnna takes walden", 2, 12, "walden", "begins with a capital letter"),
        ("scenario: a\nAnna takes Walden due 2026-13-01", 2, 23, "2026-13-01", "a day such as"),
        ("scenario: a\nit is 2026-11-21 25:00", 2, 18, "25:00", "a time such as"),
        ("scenario: a\nafter 3 fortnights", 2, 7, "3", "a length of time"),
        ("scenario: a\nrule: lone 21 days", 2, 7, "lone", "a value of the loan rules"),
        ("scenario: a\nrule: loan", 2, 11, "", "the value of loan"),
        ("scenario: a\nopen Monday to Fryday 09:00-18:00", 2, 16, "Fryday", "a weekday"),
        ("scenario: a\nopen Monday", 2, 12, "", "opening hours"),
        ("scenario: a\nreader Anna, child, adult", 2, 21, "adult", '"expires"'),
        ("scenario: a\ncharge 12,40 to Anna", 2, 11, "40", '"to"'),
        ("scenario: a\n  lent", 2, 3, "lent", "nothing is done above it"),
        ('scenario: a\nitem Walden, note "torn', 2, 19, '"', "two quotation marks"),
        ("scenario:\nAnna owes 1.00", 1, 10, "", "in a sentence"),
        ("scenario: a\nshows chekout 1", 2, 7, "chekout", "a table: checkout"),
        ("reader Anna", 1, 1, "reader", "scenario:"),
        (HEAD + "  lent, dew 2026-01-01", 5, 9, "dew", '"due"'),
        (HEAD + "  refused: too tired", 5, 12, "too", "a reason such as"),
        (HEAD + "  refused: owes 12.40 from 10.00", 5, 28, "10.00", "a day"),
        (HEAD + "  goes to ", 5, 10, "", "a place such as hold shelf"),
        (HEAD + "  | [hours]", 5, 3, "|", "what must come of the action"),
        ("scenario: a\nshows checkout", 2, 15, "", "a whole number"),
        ("scenario: a\nAnna owes 1.00 or so", 2, 16, "or", "the end of the line"),
    ],
)
def test_a_line_that_makes_no_sense(text: str, line: int, column: int, word: str, expected: str) -> None:
    error = trouble(text)
    assert (error.file, error.line, error.column, error.word) == ("my.txt", line, column, word)
    assert expected in error.expected


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("reeder Anna", "reader"),
        ("Reader Anna", "reader"),
        ("Anna tekes Walden", "takes"),
        ("Walden comes bak", "comes back"),
        ("rule: renewels 2", "renewals"),
        ("open Monday to Fryday 09:00-18:00", "Friday"),
        ("Anna takes Walden, unsen", "unseen"),
        ("shows chekout 1", "checkout"),
        ("Anna takes Walden\n  lend", "lent"),
        ("Anna takes Walden\n  refused: too manny", "too many"),
        ("moon", ""),
        ("Anna xyzzy", ""),
    ],
)
def test_a_slip_of_the_pen_is_guessed(text: str, meant: str) -> None:
    assert trouble(f"scenario: a\n{text}").meant == meant


def test_every_mistake_is_told_and_the_other_stories_are_read() -> None:
    good, bad = "scenario: good\nAnna owes 1\n", "scenario: bad\nreeder Anna\n  at MAIN\nAnna tekes Walden\n  lent\n"
    reading = parse_all(good + bad + bad + good, "f")
    assert [story.title for story in reading.stories] == ["good", "good"]
    assert [(fault.line, fault.word) for fault in reading.faults] == [
        (4, "reeder"), (6, "tekes"), (9, "reeder"), (11, "tekes")
    ]  # fmt: skip
    assert parse_all("reeder Anna\n" + good, "f").stories == ()


def test_the_tables_are_those_of_the_documents() -> None:
    assert set(TABLES) == set(DECISION_TABLES)


def test_remarks_texts_and_times_are_told_apart() -> None:
    words = Words.of(Line("f", 1, 'item Walden, note "a # b, c"; at 10:00: x # remark'))
    assert [token.text for token in words.tokens] == [
        "item", "Walden", ",", "note", "a # b, c", ";", "at", "10:00", ":", "x"
    ]  # fmt: skip


def test_what_stands_before_the_first_scenario_belongs_to_each() -> None:
    stories = parse("shows checkout 1\nreader Anna\nscenario: a\nAnna owes 1\nscenario: b\nAnna owes 2\n", "f")
    assert [len(story.statements) for story in stories] == [2, 2]
    assert [[each.row for each in story.shows] for story in stories] == [[1], [1]]
