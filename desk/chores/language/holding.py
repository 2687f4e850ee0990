"""The lines about holds: placing, queues, pulling, clearing; and what must come of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from desk.chores.language.tree import About, Action, Deed, Fact, HoldDeed, HoldWish, How, Says
from desk.chores.language.words import Words
from desk.rules.queue import Move
from desk.services.holds.board import ListName

COPY, READER, BRANCH = "a copy's name", "a reader's name", "the code of a branch"
MOVES = {
    "the top": Move.TOP,
    "the end": Move.BOTTOM,
    "one up": Move.UP,
    "one down": Move.DOWN,
    "place": Move.PLACE,
}
LISTED = {
    "the pull list at": ListName.PULL,
    "the hold shelf at": ListName.SHELF,
    "the list to clear at": ListName.CLEAR,
    "the transit list at": ListName.TRANSIT,
}
STATES = {
    "is waiting": "queued",
    "is on its way": "in_transit",
    "is on the shelf": "ready",
    "is filled": "filled",
    "is called off": "cancelled",
    "has run out": "expired",
}


def places(words: Words, who: str) -> Action:
    """`Anna places a hold on Walden, picked up at NORTH, until 2026-12-24`."""
    what = words.name(COPY)
    return _action(words, who, what, _wishes(words, HoldWish(HoldDeed.PLACED)))


def not_on_shelf(words: Words, what: str) -> Action:
    """`Walden is not on its shelf at NORTH`."""
    return _action(words, "", what, HoldWish(HoldDeed.NOT_ON_SHELF))


def cleared(words: Words, what: str) -> Action:
    """`Walden is cleared away`."""
    return _action(words, "", what, HoldWish(HoldDeed.CLEARED))


def all_holds(words: Words) -> Action:
    """`all holds on Walden move to Emma`."""
    what = words.name(COPY)
    words.need("move to")
    return _action(words, "", what, HoldWish(HoldDeed.ALL_MOVED, other=words.name(COPY)))


def of_hold(words: Words) -> Action | Fact:
    """`the hold of Anna on Walden …`: what is done with it, or in what state it must be."""
    who = words.name(READER)
    words.need("on")
    what = words.name(COPY)
    state = words.chosen(STATES)
    if state is not None:
        return Fact(words.line, About.HOLD_STATE, who, state, first=what)
    read = words.choose(OF_HOLD, ", ".join(f'"{phrase}"' for phrase in (*OF_HOLD, *STATES)))
    return _action(words, who, what, read(words))


def _moves(words: Words) -> HoldWish:
    move = words.choose(MOVES, "the top, the end, one up, one down, or place and a number")
    return HoldWish(HoldDeed.MOVED, move=move, place=words.number() if move is Move.PLACE else 0)


def _suspends(words: Words) -> HoldWish:
    return HoldWish(HoldDeed.SUSPENDED, until=words.day() if words.took("until") else None)


def _cancels(words: Words) -> HoldWish:
    return HoldWish(HoldDeed.CANCELLED, note=words.quoted() if words.is_quoted() else "")


def _pickup(words: Words) -> HoldWish:
    return HoldWish(HoldDeed.PICKUP, pickup=words.code(BRANCH))


def _notes(words: Words) -> HoldWish:
    return _wishes(words, HoldWish(HoldDeed.NOTED, note=words.quoted()))


OF_HOLD: dict[str, Callable[[Words], HoldWish]] = {
    "moves to": _moves,
    "moves": _moves,
    "is suspended": _suspends,
    "is resumed": lambda _words: HoldWish(HoldDeed.RESUMED),
    "is cancelled": _cancels,
    "is taken up again": lambda _words: HoldWish(HoldDeed.REINSTATED),
    "is to be picked up at": _pickup,
    "is noted": _notes,
    "is asked for its reader": lambda _words: HoldWish(HoldDeed.NAMED),
}
WISHES: dict[str, Callable[[Words, HoldWish], HoldWish]] = {
    "picked up at": lambda words, wish: replace(wish, pickup=words.code(BRANCH)),
    "only this copy": lambda _words, wish: replace(wish, only_this=True),
    "volume": lambda words, wish: replace(wish, volume=str(words.number())),
    "copies": lambda words, wish: replace(wish, copies=words.number()),
    "not before": lambda words, wish: replace(wish, begins=words.day()),
    "on the shelf until": lambda words, wish: replace(wish, shelf=words.day()),
    "until": lambda words, wish: replace(wish, until=words.day()),
    "calling a copy back": lambda _words, wish: replace(wish, recall=True),
    "note": lambda words, wish: replace(wish, note=words.quoted()),
}


def _wishes(words: Words, wish: HoldWish) -> HoldWish:
    """All that is said besides, with or without commas; where it is done is read behind."""
    while not words.over():
        at = words.at
        words.comma()
        read = words.chosen(WISHES)
        if read is None:
            words.at = at
            break
        wish = read(words, wish)
    return wish


def _action(words: Words, who: str, what: str, wish: HoldWish) -> Action:
    """At which desk: this one, or at a branch."""
    words.comma()
    branch = words.code(BRANCH) if words.took("at") else ""
    return Action(words.line, Deed.HOLDS, who, what, How(branch=branch, wish=wish))


def _listed(name: ListName) -> Callable[[Words], Fact]:
    """`the pull list at MAIN is Walden and Emma`, in its order."""

    def read(words: Words) -> Fact:
        branch = words.code(BRANCH)
        words.need("is")
        return Fact(words.line, About.HOLD_LIST, name, _names(words, COPY), branch)

    return read


def queue(words: Words) -> Fact:
    """`the queue of Walden is Anna and Bert`."""
    what = words.name(COPY)
    words.need("is")
    return Fact(words.line, About.QUEUE, what, _names(words, READER))


def _names(words: Words, of: str) -> tuple[str, ...]:
    if words.took("nothing") or words.took("nobody"):
        return ()
    found = [words.name(of)]
    while words.took("and") or words.comma():
        found.append(words.name(of))
    return tuple(found)


def _of(words: Words) -> tuple[int, int]:
    place = words.number()
    words.need("of")
    return place, words.number()


HOLD_VERBS: dict[str, Callable[[Words, str], Action]] = {
    "places a hold on": places,
    "is not on its shelf": not_on_shelf,
    "is cleared away": cleared,
}
HOLD_DEEDS: dict[str, Callable[[Words], Any]] = {"all holds on": all_holds, "the hold of": of_hold}
HOLD_BARE: dict[str, Says] = {
    "hold placed": Says.HOLD_PLACED,
    "hold moved": Says.HOLD_MOVED,
    "hold suspended": Says.HOLD_SUSPENDED,
    "hold resumed": Says.HOLD_RESUMED,
    "hold changed": Says.HOLD_CHANGED,
    "hold cancelled": Says.HOLD_CANCELLED,
    "hold taken up again": Says.HOLD_REINSTATED,
    "pickup changed": Says.PICKUP_CHANGED,
    "goes on to the next": Says.PASSED_ON,
}
HOLD_VALUED: dict[str, tuple[Says, Callable[[Words], Any]]] = {
    "in line": (Says.IN_LINE, _of),
    "likely": (Says.LIKELY, Words.day),
    "copies on the shelf": (Says.ON_SHELVES, Words.number),
    "called back to": (Says.CALLED_BACK, Words.day),
    "holds moved": (Says.HOLDS_MOVED, Words.number),
    "missed": (Says.MISSED, Words.number),
    "named": (Says.NAMED, lambda words: words.name(READER)),
    "ends holds": (Says.NIGHT_EXPIRES, Words.number),
}
HOLD_FACTS: dict[str, Callable[[Words], Any]] = {phrase: _listed(name) for phrase, name in LISTED.items()} | {
    "the queue of": queue
}
