"""The order of those who wait for one title."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum


class Move(StrEnum):
    """Where in the queue a hold is moved."""

    TOP = "top"
    UP = "up"
    DOWN = "down"
    BOTTOM = "bottom"
    PLACE = "place"


def moved(queue: Sequence[int], hold: int, move: Move, place: int = 0) -> tuple[int, ...]:
    """The queue with this hold moved; `place` counts from 1, and what lies outside is the nearest end."""
    at = queue.index(hold)
    last = len(queue) - 1
    to = {Move.TOP: 0, Move.UP: at - 1, Move.DOWN: at + 1, Move.BOTTOM: last, Move.PLACE: place - 1}[move]
    rest = [each for each in queue if each != hold]
    rest.insert(max(0, min(to, last)), hold)
    return tuple(rest)


def merged(queue: Sequence[tuple[int, datetime]], come: Sequence[tuple[int, datetime]]) -> tuple[int, ...]:
    """Holds that come from another title stand where their time puts them; the others keep their order."""
    result = list(queue)
    for hold, placed in come:
        at = next((number for number, (_other, when) in enumerate(result) if when > placed), len(result))
        result.insert(at, (hold, placed))
    return tuple(hold for hold, _placed in result)
