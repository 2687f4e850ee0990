"""The holds that a night ends: those nobody wishes any longer, and those nobody fetched."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from desk.models import IS_KEPT, IS_QUEUED, Hold, Item
from desk.rules.vocabulary import HoldStatus
from desk.services.desk import Unit


@dataclass(frozen=True, slots=True)
class HoldTonight:
    """A hold that has run out, and the branch of its pickup."""

    hold: int
    branch: int


@dataclass(frozen=True, slots=True)
class HoldsToExpire:
    """The holds whose last day this night ends: of waiting, or on the shelf."""

    night: date

    def ask(self, unit: Unit) -> tuple[HoldTonight, ...]:
        """Where the rules say so only on nights of open days."""
        asked: Any = select(
            Hold.id, Hold.status, Hold.pickup_branch_id, Hold.expires_on, Hold.shelf_until, Item.item_type_id
        ).outerjoin(Item, Item.id == Hold.copy_id)
        waiting = IS_QUEUED & (Hold.expires_on <= self.night)
        shelved = IS_KEPT & (Hold.status == HoldStatus.READY) & (Hold.shelf_until <= self.night)
        rows = unit.db.execute(asked.where(waiting | shelved).order_by(Hold.id))
        return tuple(HoldTonight(row.id, row.pickup_branch_id) for row in rows if self._tonight(unit, row))

    def _tonight(self, unit: Unit, row: Any) -> bool:
        rules = unit.policy.rules(row.pickup_branch_id, 0, row.item_type_id or 0)
        if not rules.hold_expires_open_days.value:
            return True
        return unit.policy.calendars[row.pickup_branch_id].is_open(self.night)
