"""A day with a time as somebody writes it: "+7 14:30", "19/11", "9:00"; nothing is now."""

import re
from datetime import datetime, time

from desk.rules.days import read_day

# With a colon only: 19.11 is a day.
_TIME = re.compile(r"(?:^|\s)([01]?\d|2[0-3]):([0-5]\d)$")


def read_moment(text: str, now: datetime, *, day_first: bool) -> datetime | None:
    """The moment in the zone of `now`; without a time it is the time of day that it is now. None for no moment."""
    words = text.strip()
    if not words:
        return now
    clock = now.time()
    found = _TIME.search(words)
    if found:
        clock = time(int(found[1]), int(found[2]))
        words = words[: found.start()].strip().rstrip(",")
    day = read_day(words, now.date(), day_first=day_first) if words else now.date()
    return datetime.combine(day, clock, now.tzinfo) if day is not None else None
