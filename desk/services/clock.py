"""The clock of this computer, apart from the database layer: the window asks for it before that is loaded."""

import time
from datetime import UTC, datetime, timedelta, tzinfo


def utc_now() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


class SetClock:
    """A clock that was set to another time and runs from there.

    A time without a zone is the branch's, which is known once the library is open; until then it is this computer's.
    """

    def __init__(self, at: datetime) -> None:
        self._at, self._begun = at, time.monotonic()

    def stands_at(self, zone: tzinfo) -> None:
        """The branch is known."""
        if self._at.tzinfo is None:
            self._at = self._at.replace(tzinfo=zone)

    def __call__(self) -> datetime:
        """The moment that it shows."""
        return self._at.astimezone(UTC) + timedelta(seconds=time.monotonic() - self._begun)
