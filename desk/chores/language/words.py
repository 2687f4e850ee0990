"""A line of a scenario, word by word; what cannot be read is told with its place and with what is expected there."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher
from enum import Enum, auto
from typing import ClassVar, TypeVar

from desk.errors import DeskError
from desk.rules.periods import Period, parse_period

T = TypeVar("T")

TOKEN = re.compile(
    r"""(?P<comment>(?<!\S)\#.*) | "(?P<quoted>[^"]*)" | (?P<mark>[,;]|:(?=\s|$))
    | (?P<word>[^\s",;]+?)(?=[\s",;]|:(?:\s|$)|$) | (?P<strange>\S)""",
    re.VERBOSE,
)
NAME = re.compile(r"[^\W\d_a-z][\w'-]*")
CODE = re.compile(r"[\w-]+")
MONEY = re.compile(r"\d+(\.\d+)?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
# How much of a word has to be right for it to be a slip of the pen.
LIKE = 0.72


class TokenKind(Enum):
    """A plain word, a text in quotation marks, or a mark between clauses."""

    WORD = auto()
    QUOTED = auto()
    MARK = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One word with the column where it stands."""

    text: str
    column: int
    kind: TokenKind = TokenKind.WORD


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: where it stands, and what it says."""

    file: str
    number: int
    text: str

    @property
    def indent(self) -> int:
        """How far it is set in."""
        return len(self.text) - len(self.text.lstrip())

    @property
    def said(self) -> str:
        """The line without the blanks around it."""
        return self.text.strip()

    @property
    def where(self) -> str:
        """File and line, as editors read it."""
        return f"{self.file}:{self.number}"


@dataclass(eq=False)
class Unreadable(DeskError):
    """A line of a scenario makes no sense: the word that stands where something else is expected; maybe a slip."""

    file: str
    line: int
    column: int
    word: str
    expected: str
    meant: str = ""
    fallback: ClassVar[str] = "{file}:{line}:{column}: {word!r} stands where {expected} is expected"


@dataclass(slots=True)
class Words:
    """Reads a line from left to right. Every reader raises `Unreadable` when something else stands there."""

    line: Line
    tokens: list[Token] = field(default_factory=list)
    at: int = 0

    @classmethod
    def of(cls, line: Line) -> "Words":
        """The words of a line, without its comment."""
        words = cls(line)
        words.tokens = list(_tokens(words))
        return words

    def unreadable(self, expected: str, at: int | None = None, among: Collection[str] = ()) -> Unreadable:
        """What stands here is not what may stand here; it may be a slip for one of the phrases."""
        place = self.at if at is None else at
        if place < len(self.tokens):
            token = self.tokens[place]
            meant = self.meant(among, place)
            return Unreadable(self.line.file, self.line.number, token.column, token.text, expected, meant)
        return Unreadable(self.line.file, self.line.number, len(self.line.text.rstrip()) + 1, "", expected)

    def meant(self, among: Collection[str], place: int) -> str:
        """The phrase that whoever wrote the line may have had in mind, empty where none is like it."""
        texts = [token.text for token in self.tokens[place:] if token.kind is TokenKind.WORD]
        close = (like(" ".join(texts[: phrase.count(" ") + 1]), (phrase,)) for phrase in among)
        return max(close, default=(0.0, ""))[1]

    def over(self) -> bool:
        """Whether everything is read."""
        return self.at >= len(self.tokens)

    def peek(self, ahead: int = 0) -> str:
        """The word that comes, empty at the end."""
        place = self.at + ahead
        return self.tokens[place].text if place < len(self.tokens) else ""

    def took(self, phrase: str) -> bool:
        """Whether these words come next; then they are read."""
        parts = phrase.split()
        here = self.tokens[self.at : self.at + len(parts)]
        if [token.text for token in here if token.kind is not TokenKind.QUOTED] != parts:
            return False
        self.at += len(parts)
        return True

    def need(self, phrase: str) -> None:
        """These words have to come."""
        if not self.took(phrase):
            raise self.unreadable(f'"{phrase}"')

    def choose(self, table: Mapping[str, T], expected: str) -> T:
        """The entry whose phrase comes next, the longest first."""
        found = self.chosen(table)
        if found is None:
            raise self.unreadable(expected, among=table)
        return found

    def chosen(self, table: Mapping[str, T]) -> T | None:
        """The same, or None."""
        for phrase in sorted(table, key=len, reverse=True):
            if self.took(phrase):
                return table[phrase]
        return None

    def end(self) -> None:
        """Nothing more may come."""
        if not self.over():
            raise self.unreadable("the end of the line")

    def comma(self) -> bool:
        """Whether another clause comes."""
        return self.took(",")

    def word(self, expected: str) -> str:
        """Any plain word."""
        if self.over() or self.tokens[self.at].kind is not TokenKind.WORD:
            raise self.unreadable(expected)
        self.at += 1
        return self.tokens[self.at - 1].text

    def quoted(self, expected: str = "a text in quotation marks") -> str:
        """A text in quotation marks."""
        if self.over() or self.tokens[self.at].kind is not TokenKind.QUOTED:
            raise self.unreadable(expected)
        self.at += 1
        return self.tokens[self.at - 1].text

    def is_quoted(self) -> bool:
        """Whether a text in quotation marks comes."""
        return not self.over() and self.tokens[self.at].kind is TokenKind.QUOTED

    def name(self, of: str = "a name") -> str:
        """The name of a reader or a copy: it begins with a capital letter."""
        return self._fitting(NAME, f"{of}, which begins with a capital letter")

    def names_next(self) -> bool:
        """Whether a name comes."""
        return not self.is_quoted() and NAME.fullmatch(self.peek()) is not None

    def code(self, of: str) -> str:
        """The code of a branch, a category, a kind or a place."""
        return self._fitting(CODE, of)

    def number(self) -> int:
        """A whole number."""
        return int(self._fitting(re.compile(r"\d+"), "a whole number"))

    def money(self) -> str:
        """A sum such as 1.20."""
        return self._fitting(MONEY, "a sum such as 1.20")

    def day(self) -> date:
        """A day such as 2026-12-12."""
        return self._tried(lambda: date.fromisoformat(self._fitting(DAY, "a day")), "a day such as 2026-12-12")

    def day_next(self) -> bool:
        """Whether a day comes."""
        return DAY.fullmatch(self.peek()) is not None

    def time_next(self) -> bool:
        """Whether a time comes."""
        return TIME.fullmatch(self.peek()) is not None

    def moment(self) -> datetime:
        """A day and a time at the branch; without a time it is noon."""
        day = self.day()
        clock = self._fitting(TIME, "a time").zfill(5) if self.time_next() else "12:00"
        return self._tried(lambda: datetime.fromisoformat(f"{day.isoformat()} {clock}"), "a time such as 17:30", -1)

    def period(self) -> Period:
        """A length of time such as "3 days"."""
        start = self.at
        text = f"{self.word('a length of time')} {self.word('days, hours, minutes, weeks, months or years')}"
        return self._tried(lambda: parse_period(text), "a length of time such as 3 days", start - self.at)

    def clause(self) -> str:
        """Everything up to the next comma or semicolon, as it is written; quotation marks are taken off."""
        parts: list[str] = []
        while not self.over() and not (self.tokens[self.at].kind is TokenKind.MARK and self.peek() in (",", ";")):
            token = self.tokens[self.at]
            joined = token.kind is TokenKind.MARK and parts
            parts.append(f"{parts.pop()}{token.text}" if joined else token.text)
            self.at += 1
        return " ".join(parts)

    def _fitting(self, pattern: re.Pattern[str], expected: str) -> str:
        if self.is_quoted() or not pattern.fullmatch(self.peek()):
            raise self.unreadable(expected)
        self.at += 1
        return self.tokens[self.at - 1].text

    def _tried(self, read: Callable[[], T], expected: str, back: int = 0) -> T:
        start = self.at
        try:
            return read()
        except (ValueError, OverflowError):
            raise self.unreadable(expected, start + back) from None


def like(word: str, among: Collection[str]) -> tuple[float, str]:
    """The phrase that is most like a misspelt one, and how much it is; nothing where none is."""
    pairs = ((SequenceMatcher(None, word.lower(), each.lower()).ratio(), each) for each in among)
    best = max(pairs, default=(0.0, ""))
    return best if best[0] >= LIKE else (0.0, "")


def _tokens(words: Words) -> Iterator[Token]:
    for found in TOKEN.finditer(words.line.text):
        kind, column = found.lastgroup, found.start() + 1
        if kind == "comment":
            return
        if kind == "strange":
            words.tokens = [Token(found[0], column)]
            raise words.unreadable("a word, or a text between two quotation marks", 0)
        marks = {"quoted": TokenKind.QUOTED, "mark": TokenKind.MARK}
        yield Token(found[kind or 0], column, marks.get(kind or "", TokenKind.WORD))
