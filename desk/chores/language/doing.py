"""The lines that do something: what a reader brings and takes, what the clerk scans, presses and changes."""

from collections.abc import Callable
from dataclasses import replace

from desk.chores.language import readers
from desk.chores.language.holding import HOLD_DEEDS, HOLD_VERBS
from desk.chores.language.money import MONEY_DEEDS, MONEY_VERBS
from desk.chores.language.setting import closed, opened, rule
from desk.chores.language.tree import Action, Deed, How, Way
from desk.chores.language.words import Words
from desk.rules.vocabulary import ItemStatus

UNKNOWN = "?"
STATUSES = {status.value.replace("_", " "): status.value for status in ItemStatus}
WAYS = {
    "on site": Way.ON_SITE,
    "unseen": Way.UNSEEN,
    "with the old card": Way.OLD_CARD,
    "in book drop mode": Way.BOOK_DROP,
    "with no holds": Way.NO_HOLDS,
    "with no fine": Way.AMNESTY,
    "floating": Way.FLOATING,
    "for inventory": Way.INVENTORY,
    "found in the library": Way.FOUND_IN_LIBRARY,
    "brought by the reader": Way.BROUGHT_BY_READER,
}


def takes(words: Words, who: str) -> Action:
    """`Anna takes Walden on site, due 2026-12-24`."""
    return Action(words.line, Deed.TAKES, who, _copy(words), _how(words))


def comes_back(words: Words, what: str) -> Action:
    """`Walden comes back at NORTH, returned 2026-11-20`."""
    return Action(words.line, Deed.COMES_BACK, what=what, how=_how(words))


def renews(words: Words, who: str) -> Action:
    """`Anna renews Walden`."""
    return Action(words.line, Deed.RENEWS, who, _copy(words), _how(words))


def used(words: Words, what: str) -> Action:
    """`Walden is used in the library`."""
    return Action(words.line, Deed.USED_HERE, what=what, how=_how(words))


def claims(words: Words, who: str) -> Action:
    """`Anna claims Walden returned on 2026-11-20`."""
    what = words.name("a copy's name")
    words.need("returned")
    return Action(words.line, Deed.CLAIMS, who, what, _how(words))


def recalled(words: Words, what: str) -> Action:
    """`Walden is recalled`."""
    return Action(words.line, Deed.RECALLS, what=what, how=_how(words))


def marked(words: Words, what: str) -> Action:
    """`Walden is marked damaged "coffee"`."""
    status = words.choose(STATUSES, "a state such as lost, missing, damaged")
    how = How(status=status, text=words.quoted() if words.is_quoted() else "")
    return Action(words.line, Deed.MARKS, what=what, how=_how(words, how))


def added(words: Words, what: str) -> Action:
    """`an unknown item is added as "The Stranger"`."""
    return Action(words.line, Deed.ADDS, what=what, how=_how(words, How(text=words.quoted("its title in quotes"))))


def backdated(words: Words, what: str) -> Action:
    """`Walden is backdated to 2026-11-20`."""
    return Action(words.line, Deed.BACKDATES, what=what, how=How(day=words.day()))


def visit_ends(words: Words) -> Action:
    """`the visit ends`."""
    return Action(words.line, Deed.FINISHES)


def undo(words: Words) -> Action:
    """`undo`, `undo by scan`, or `undo restores everything`."""
    if words.took("by scan"):
        return Action(words.line, Deed.UNDOES_BY_SCAN)
    everything = words.took("restores everything")
    return Action(words.line, Deed.UNDOES_ALL if everything else Deed.UNDOES)


def override(words: Words) -> Action:
    """`override by sue`."""
    return Action(words.line, Deed.LIFTS, how=How(by=words.word("who says yes") if words.took("by") else ""))


def confirm(words: Words) -> Action:
    """`confirm`."""
    return Action(words.line, Deed.CONFIRMS)


def night(words: Words) -> Action:
    """`the nightly work runs`."""
    return Action(words.line, Deed.NIGHT)


def tries(words: Words) -> Action:
    """`try rule: fine "10,00"`, or a whole file in the lines below, each after a bar."""
    if words.took("the policy file"):
        return Action(words.line, Deed.TRIES_RULES)
    if words.took("the calendar file"):
        return Action(words.line, Deed.TRIES_CALENDAR)
    if words.took("rule"):
        return Action(words.line, Deed.TRIES_RULES, tries=rule(words))
    table = {"open": opened, "closed": closed}
    return Action(words.line, Deed.TRIES_CALENDAR, tries=words.choose(table, "rule, open, closed or a file")(words))


def what_if(words: Words) -> Action:
    """`what if Anna takes Walden on 2026-12-24 10:00`."""
    action = by_name(words, words.name("a name"))
    return replace(action, how=replace(action.how, ways=action.how.ways | {Way.WHAT_IF}))


def by_name(words: Words, name: str) -> Action:
    """The action that this name's verb says."""
    return words.choose(VERBS, ", ".join(f'"{verb}"' for verb in VERBS))(words, name)


def _copy(words: Words) -> str:
    return UNKNOWN if words.took("an unknown item") else words.name("a copy's name")


def _how(words: Words, how: How | None = None) -> How:
    """All the modifiers, with or without commas between them."""
    how = how or How()
    while not words.over():
        words.comma()
        how = _modifier(words, how)
    return how


def _modifier(words: Words, how: How) -> How:
    way = words.chosen(WAYS)
    if way is not None:
        return replace(how, ways=how.ways | {way})
    if words.took("at"):
        return replace(how, branch=words.code("the code of a branch"))
    if words.took("because"):
        return replace(how, text=words.quoted())
    if words.took("due") or words.took("returned") or words.took("on"):
        day = words.day()
        if not words.time_next():
            return replace(how, day=day)
        words.at -= 1
        return replace(how, moment=words.moment())
    phrases = (*WAYS, "at", "due", "returned", "on")
    raise words.unreadable(", ".join(f'"{phrase}"' for phrase in phrases), among=phrases)


VERBS: dict[str, Callable[[Words, str], Action]] = {
    **HOLD_VERBS,
    **readers.VERBS,
    "takes": takes,
    "comes back": comes_back,
    "renews": renews,
    "is used in the library": used,
    "claims": claims,
    "is recalled": recalled,
    "is marked": marked,
    "is added as": added,
    "is backdated to": backdated,
    **MONEY_VERBS,
}
DEEDS: dict[str, Callable[[Words], Action]] = {
    **HOLD_DEEDS,
    **readers.DEEDS,
    "the visit ends": visit_ends,
    "undo": undo,
    "override": override,
    "confirm": confirm,
    "the nightly work runs": night,
    **MONEY_DEEDS,
    "try": tries,
    "what if": what_if,
    "an unknown item": lambda words: by_name(words, UNKNOWN),
    "an unknown card": lambda words: by_name(words, UNKNOWN),
}
