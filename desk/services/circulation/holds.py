"""What becomes of a hold when the copy that was kept for it goes another way."""

from collections.abc import Sequence
from typing import Any

from desk.rules.vocabulary import HoldStatus
from desk.services.circulation.answers import HoldBefore
from desk.services.circulation.facts import hold_before
from desk.services.desk import Unit


def put_back(unit: Unit, kept: Any) -> HoldBefore | None:
    """The hold waits in the queue again, in its old place; gives what it was, for undo."""
    if kept is None:
        return None
    from desk.models import Hold

    hold = unit.db.get_one(Hold, kept.id)
    hold.status, hold.copy_id = HoldStatus.QUEUED, None
    hold.ready_at, hold.shelf_until, hold.shelf_until_at, hold.shelf_code = None, None, None, ""
    return hold_before(kept)


def kept_copy(item: int, holds: Sequence[Any]) -> Any:
    """The hold that this copy is kept or travelling for, or None."""
    return next((hold for hold in holds if hold.copy_id == item and hold.status is not HoldStatus.QUEUED), None)


def hold_back(unit: Unit, was: HoldBefore) -> None:
    """A hold as it was before an act touched it."""
    from desk.models import Hold

    hold = unit.db.get_one(Hold, was.id)
    hold.status, hold.copy_id, hold.ready_at = was.status, was.copy, was.ready_at
    hold.shelf_until, hold.shelf_until_at = was.until, was.until_at
    hold.shelf_code, hold.ended_at = was.shelf_code, was.ended_at
