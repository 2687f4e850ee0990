"""Long work: a generator that says how far it is; each step is a transaction of its own, so that it can be stopped."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: `total` is 0 while it is not known; `note` names what is being done."""

    done: int
    total: int
    note: str = ""


Work = Generator[Progress, None, R]


class Cancelled(Exception):
    """A person wants the work to stop: thrown into it between two steps, answered with what was done so far."""


def cancel(work: Work[R]) -> R | None:
    """Stop a work between two steps; gives its result so far, or None when it has none to give."""
    try:
        work.throw(Cancelled())
    except StopIteration as end:
        result: R = end.value
        return result
    except Cancelled:
        return None
    return None


def finish(work: Work[R], told: Callable[[Progress], None] | None = None) -> R:
    """Do the work to its end and give its result; `told` hears of each step."""
    while True:
        try:
            step = next(work)
        except StopIteration as end:
            result: R = end.value
            return result
        if told is not None:
            told(step)
