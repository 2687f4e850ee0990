"""The clock of this computer, apart from the database layer: the window asks for it before that is loaded."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)
