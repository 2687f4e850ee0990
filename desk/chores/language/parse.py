"""A file of scenarios becomes a tree: stories, their lines, and below each action what must come of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from desk.chores.language.doing import DEEDS, VERBS
from desk.chores.language.saying import NAMED, PLAIN, expected
from desk.chores.language.setting import SET_UP
from desk.chores.language.tree import Action, Deed, Scenario, Shows, Statement
from desk.chores.language.words import Line, Token, Unreadable, Words
from desk.services.administration.rule_files import read_file

FILES = (Deed.TRIES_RULES, Deed.TRIES_CALENDAR)
BAR = "|"
# The decision tables of docs/ whose rows a story may show.
TABLES = ("checkout", "checkin", "renewal", "duedates", "overdue", "calendar", "patrons", "holds", "money", "privacy")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: the stories that can be read, and every line that makes no sense."""

    stories: tuple[Scenario, ...] = ()
    faults: tuple[Unreadable, ...] = ()


def read_scenarios(path: Path) -> tuple[Scenario, ...]:
    """The scenarios of a file. Raises FileUnreadable for no text, `Unreadable` for a line that makes no sense."""
    return parse(read_file(path), str(path))


def read_all(path: Path) -> Reading:
    """The scenarios of a file that can be read, and its mistakes. Raises FileUnreadable for no text."""
    return parse_all(read_file(path), str(path))


def parse(text: str, file: str) -> tuple[Scenario, ...]:
    """The scenarios of a text, all of which can be read. Raises `Unreadable` for the first line that cannot."""
    reading = parse_all(text, file)
    if reading.faults:
        raise reading.faults[0]
    return reading.stories


def parse_all(text: str, file: str) -> Reading:
    """The scenarios of a text. What stands before the first is said before each of them: with a mistake there is none.

    A mistake in one story hides neither the others nor the mistakes in them.
    """
    lines = [Line(file, number, line.expandtabs(4)) for number, line in enumerate(text.splitlines(), 1)]
    parts = list(_parts([line for line in lines if line.said and not line.said.startswith("#")]))
    if not parts or not parts[-1][0].said.startswith("scenario"):
        first = Words(lines[0] if lines else Line(file, 1, ""))
        first.tokens = [Token(first.line.said.partition(" ")[0], 1)] if first.line.said else []
        return Reading(faults=(first.unreadable('a line "scenario: …"', 0),))
    common = _Story.of(parts.pop(0)) if not parts[0][0].said.startswith("scenario") else _Story()
    stories: list[Scenario] = []
    faults = common.faults
    for part in parts:
        story = _Story.of(part[1:])
        try:
            title = _title(part[0])
        except Unreadable as error:
            story.faults.insert(0, error)
        else:
            shows, statements = common.shows + story.shows, common.statements + story.statements
            stories += [] if story.faults else [Scenario(part[0], title, tuple(shows), tuple(statements))]
        faults = faults + story.faults
    return Reading(() if common.faults else tuple(stories), tuple(faults))


def _parts(lines: list[Line]) -> Iterator[list[Line]]:
    part: list[Line] = []
    for line in lines:
        if line.indent == 0 and line.said.startswith("scenario:") and part:
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _title(head: Line) -> str:
    title = head.said.removeprefix("scenario").removeprefix(":").strip()
    if not title:
        raise Words.of(head).unreadable("what the scenario shows, in a sentence", 2)
    return title


class _Story:
    """The statements of one scenario as they are read; what stands below a line that makes no sense is passed over."""

    def __init__(self) -> None:
        self.shows: list[Shows] = []
        self.statements: list[Statement] = []
        self.faults: list[Unreadable] = []
        self._lost = False

    @classmethod
    def of(cls, lines: list[Line]) -> "_Story":
        """Each line by itself; what is set in belongs to the action above it."""
        story = cls()
        for line in lines:
            try:
                story.take(line)
            except Unreadable as error:
                story.faults.append(error)
                story._lost = not line.indent or story._lost
        return story

    def take(self, line: Line) -> None:
        """One line."""
        self._lost = self._lost and bool(line.indent)
        if self._lost:
            return
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
        raise words.unreadable("a name, or one of: " + ", ".join(sorted({*FIRST, "shows", "scenario:"})), among=FIRST)
    start, name = words.at, words.name()
    verb = words.chosen(VERB)
    if verb is None and not words.meant(VERB, words.at) and words.meant(FIRST, start):
        raise words.unreadable("the beginning of a line", start, FIRST)
    if verb is None:
        raise words.unreadable(f"what {name} does or is: " + ", ".join(VERB), among=VERB)
    return verb(words, name)


def _table(words: Words) -> str:
    """One of our tables: a row of a table that is not there would be shown by nobody."""
    return words.choose({table: table for table in TABLES}, "a table: " + ", ".join(TABLES))


def _shows(words: Words) -> list[Shows]:
    """`shows duedates 5, checkout 31 32`."""
    found = []
    while True:
        table = _table(words)
        found.append(Shows(table, words.number()))
        while words.peek().isdecimal():
            found.append(Shows(table, words.number()))
        if not words.comma():
            words.end()
            return found
