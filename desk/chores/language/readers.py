"""The lines that do something with a reader's record: registered, restricted, merged, cleared."""

from collections.abc import Callable
from dataclasses import replace

from desk.chores.language.tree import Action, Deed, How
from desk.chores.language.words import Words
from desk.rules.vocabulary import Mark

MARKS = {mark.value.replace("_", " "): mark.value for mark in Mark} | {"not in use": Mark.INACTIVE.value}
Verb = Callable[[Words, str], Action]


def _act(name: str) -> Verb:
    """A verb with the usual modifiers: `Anna renews her card until 2027-01-31`."""

    def read(words: Words, who: str) -> Action:
        return Action(words.line, Deed.READER, who, name, _more(words, How()))

    return read


def _more(words: Words, how: How) -> How:
    """Modifiers, with or without commas between them."""
    while not words.over():
        words.comma()
        if words.is_quoted():
            how = replace(how, text=words.quoted())
        elif words.took("until") or words.took("born"):
            how = replace(how, day=words.day())
        elif words.took("while owing more than"):
            how = replace(how, status=words.money())
        elif words.took("while something is overdue"):
            how = replace(how, status="overdue")
        elif words.took("only at") or words.took("at"):
            how = replace(how, branch=words.code("the code of a branch"))
        elif words.took("with the guarantor"):
            how = replace(how, by=words.name("the guarantor's name"))
        elif words.took("with phone"):
            how = replace(how, phone=words.quoted())
        elif words.took("as a"):
            how = replace(how, status=words.code("the code of a category"))
        else:
            raise words.unreadable('"until", "born", "as a", "with the guarantor", "with phone", "while …", "only at"')
    return how


def _marks(on: bool) -> Verb:
    def read(words: Words, who: str) -> Action:
        mark = words.choose(MARKS, "a mark such as barred, deceased, address gone")
        return Action(words.line, Deed.READER, who, "marked" if on else "unmarked", How(status=mark))

    return read


def _into(words: Words, who: str) -> Action:
    """`Bert is merged into Anna`."""
    return Action(words.line, Deed.READER, who, "merged", How(by=words.name("a reader's name")))


def _answers(words: Words, who: str) -> Action:
    """`Anna answers for Bert`."""
    return Action(words.line, Deed.READER, words.name("a reader's name"), "linked", How(by=who))


def nobody(words: Words) -> Action:
    """`nobody answers for Bert`."""
    return Action(words.line, Deed.READER, words.name("a reader's name"), "linked")


def purge(words: Words) -> Action:
    """`the readers who expired before 2023-01-01 are purged`."""
    day = words.day()
    words.need("are purged")
    return Action(words.line, Deed.READER, what="purged", how=How(day=day))


def many(words: Words) -> Action:
    """`all readers of child become adult`."""
    category = words.code("the code of a category")
    words.need("become")
    return Action(words.line, Deed.READER, what="many", how=How(text=category, status=words.code("another category")))


VERBS: dict[str, Verb] = {
    "registers as": _act("registers"),
    "renews the membership": _act("membership"),
    "gets another card": _act("another"),
    "gets a card for a worn one": _act("worn"),
    "gets a card for a lost one": _act("lost"),
    "loses the card": _act("loses"),
    "finds the card": _act("finds"),
    "is restricted": _act("restricted"),
    "is no longer restricted": _act("lifted"),
    "is now": _marks(True),
    "is no longer": _marks(False),
    "gets the note": _act("note"),
    "is merged into": _into,
    "answers for": _answers,
    "grows up": _act("grows"),
    "moves to": _act("moves"),
    "is deleted": _act("deleted"),
    "gets a clearance letter": _act("cleared"),
    "asks what is kept": _act("told"),
    "is looked up": _act("shown"),
}
DEEDS: dict[str, Callable[[Words], Action]] = {
    "nobody answers for": nobody,
    "the readers who expired before": purge,
    "all readers of": many,
}
