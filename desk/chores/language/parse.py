"""A file of scenarios becomes a tree: stories, their lines, and below each action what must come of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from desk.chores.language.doing import DEEDS, VERBS
from desk.chores.language.saying import NAMED, PLAIN, expected
from desk.chores.language.setting import SET_UP
from desk.chores.language.tree import Action, Deed, Fact, Scenario, Shows, Statement
from desk.chores.language.words import Line, Words
from desk.services.administration.rule_files import read_file

FILES = (Deed.TRIES_RULES, Deed.TRIES_CALENDAR)
BAR = "|"


def read_scenarios(path: Path) -> tuple[Scenario, ...]:
    """The scenarios of a file. Raises FileUnreadable for no text, `Unreadable` for a line that makes no sense."""
    return parse(read_file(path), str(path))


def parse(text: str, file: str) -> tuple[Scenario, ...]:
    """The scenarios of a text. What stands before the first is said before each of them."""
    lines = [Line(file, number, line.expandtabs(4)) for number, line in enumerate(text.splitlines(), 1)]
    parts = list(_parts([line for line in lines if line.said and not line.said.startswith("#")]))
    if not parts or not parts[-1][0].said.startswith("scenario"):
        raise Words.of(lines[0] if lines else Line(file, 1, "")).unreadable('a line "scenario: …"', 0)
    common = _Story.of(parts.pop(0)) if not parts[0][0].said.startswith("scenario") else _Story()
    return tuple(_scenario(part, common) for part in parts)


def _parts(lines: list[Line]) -> Iterator[list[Line]]:
    part: list[Line] = []
    for line in lines:
        if line.indent == 0 and line.said.startswith("scenario:") and part:
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _scenario(lines: list[Line], common: "_Story") -> Scenario:
    head, *rest = lines
    title = head.said.removeprefix("scenario").removeprefix(":").strip()
    if not title:
        raise Words.of(head).unreadable("what the scenario shows, in a sentence", 2)
    story = _Story.of(rest)
    every = common.statements + story.statements
    if not any(_expects(each) for each in every):
        raise Words.of(head).unreadable("a scenario that says what must come of it", 0)
    return Scenario(head, title, tuple(common.shows + story.shows), tuple(every))


def _expects(statement: Statement) -> bool:
    if isinstance(statement, Action):
        return bool(statement.then) or statement.deed is Deed.UNDOES_ALL
    return isinstance(statement, Fact)


class _Story:
    """The statements of one scenario as they are read."""

    def __init__(self) -> None:
        self.shows: list[Shows] = []
        self.statements: list[Statement] = []

    @classmethod
    def of(cls, lines: list[Line]) -> "_Story":
        """Each line by itself; what is set in belongs to the action above it."""
        story = cls()
        for line in lines:
            story.take(line)
        return story

    def take(self, line: Line) -> None:
        """One line."""
        words = Words.of(line) if not line.said.startswith(BAR) else Words(line)
        if words.took("shows"):
            self.shows += _shows(words)
        elif line.indent:
            self._below(line)
        else:
            self.statements.append(_statement(words))
            words.end()

    def _below(self, line: Line) -> None:
        last = self.statements[-1] if self.statements else None
        if not isinstance(last, Action):
            raise Words.of(line).unreadable("a line at the left edge: nothing is done above it", 0)
        if line.said.startswith(BAR):
            self._file(line, last)
        else:
            self.statements[-1] = replace(last, then=(*last.then, expected(line)))

    def _file(self, line: Line, last: Action) -> None:
        if last.deed not in FILES or last.tries is not None:
            raise Words.of(line).unreadable("what must come of the action above", 0)
        text = f"{last.how.text}{line.said.removeprefix(BAR).removeprefix(' ')}\n"
        self.statements[-1] = replace(last, how=replace(last.how, text=text))


FIRST: dict[str, Callable[[Words], Statement]] = {**SET_UP, **PLAIN, **DEEDS}
VERB: dict[str, Callable[[Words, str], Statement]] = {**VERBS, **NAMED}


def _statement(words: Words) -> Statement:
    """A set-up line, an action, or something that must be so, by its first words."""
    read = words.chosen(FIRST)
    if read is not None:
        return read(words)
    if not words.names_next():
        raise words.unreadable("a name, or one of: " + ", ".join(sorted({*FIRST, "shows", "scenario:"})))
    name = words.name()
    verb = words.choose(VERB, f"what {name} does or is: " + ", ".join(VERB))
    return verb(words, name)


def _shows(words: Words) -> list[Shows]:
    """`shows duedates 5, checkout 31 32`."""
    found = []
    while True:
        table = words.word("a table such as checkout")
        found.append(Shows(table, words.number()))
        while words.peek().isdecimal():
            found.append(Shows(table, words.number()))
        if not words.comma():
            words.end()
            return found
