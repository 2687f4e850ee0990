"""How a sum of money is divided over charges, and rounded to coins: always to the cent, nothing lost or made."""

from collections.abc import Sequence

from desk.rules.vocabulary import Spread


def divided(amount: int, owed: Sequence[int], spread: Spread) -> tuple[int, ...]:
    """How much of `amount` each charge gets; `owed` stand oldest first. What all of them owe is never exceeded."""
    return _evenly(amount, owed) if spread is Spread.EVEN else _in_order(amount, owed)


def _in_order(amount: int, owed: Sequence[int]) -> tuple[int, ...]:
    parts, left = [], amount
    for sum_owed in owed:
        parts.append(max(0, min(left, sum_owed)))
        left -= parts[-1]
    return tuple(parts)


def _evenly(amount: int, owed: Sequence[int]) -> tuple[int, ...]:
    """Each the same; one that owes less than its share gives the rest to the others, odd cents to the largest."""
    parts = [0] * len(owed)
    left = amount
    smallest_first = sorted(range(len(owed)), key=lambda place: owed[place])
    for done, place in enumerate(smallest_first):
        parts[place] = max(0, min(owed[place], left // (len(owed) - done)))
        left -= parts[place]
    return tuple(parts)


def in_coins(amount: int, step: int) -> int:
    """The sum that can be paid in coins nearest to `amount`, where the smallest coin is worth `step`; halves go up."""
    return amount if step <= 1 else (amount + step // 2) // step * step
