"""How long a hold is likely to wait."""

import heapq
from collections.abc import Sequence
from datetime import date, timedelta


def likely_day(position: int, free_on: Sequence[date], today: date, loan_days: int) -> date | None:
    """The day on which the hold at this place of the queue (1 is first) probably gets a copy; None without copies.

    Each copy is free when it is due, or now; whoever stands before takes the one that is free first, for a whole loan.
    """
    if not free_on:
        return None
    days = [max(day, today) for day in free_on]
    heapq.heapify(days)
    for _ahead in range(position - 1):
        heapq.heapreplace(days, days[0] + timedelta(days=max(loan_days, 1)))
    return days[0]
