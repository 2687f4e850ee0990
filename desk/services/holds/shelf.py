"""Work at the shelves: what is not in its place, what has to leave the hold shelf, and whose it is where one asks."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import func, select

from desk.models import Hold, Item, ShelfMiss, hot
from desk.rules.hold_choice import MISSES
from desk.rules.vocabulary import HoldStatus, ItemStatus, Permission, Reason
from desk.services.answers import NotDone, Refused, Thing, Unknown, refused
from desk.services.circulation.checkin import Checkin, CheckinAnswer
from desk.services.circulation.facts import is_over, item_face, patron_face, read_parameters
from desk.services.codec import known
from desk.services.desk import Unit
from desk.services.holds.answers import ClearedBefore, HoldsBefore, HoldState, NotFound, ReaderNamed
from desk.services.holds.copies import copies_of
from desk.services.holds.ending import expire
from desk.services.holds.finding import lock, note


@known
@dataclass(frozen=True, slots=True)
class NotOnShelf:
    """The copy with this barcode was not in its place: another is pulled, and after two misses this one is missing."""

    kind: ClassVar[str] = "not_on_shelf"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.HOLDS

    item: str

    def run(self, unit: Unit) -> NotFound | Refused | Unknown:
        """A copy that is lent, travels or is kept meanwhile was found by somebody: nothing is noted."""
        seen = unit.db.execute(select(Item.id, Item.title_id).where(Item.barcode == self.item)).one_or_none()
        if seen is None:
            return Unknown(Thing.ITEM, self.item)
        lock(unit, title=seen.title_id, item=seen.id)
        copies = copies_of(unit, (seen.title_id,))
        copy = next((each for each in copies if each.row.id == seen.id), None)
        if copy is None or not copy.state.free:
            return refused(self, Reason.OTHER_DESK)
        item = unit.db.get_one(Item, seen.id)
        miss = ShelfMiss(item_id=seen.id, branch_id=unit.branch, missed_at=unit.now)
        unit.db.add(miss)
        unit.db.flush()
        misses = int(unit.db.scalar(_misses(item)) or 0)
        missing = misses >= MISSES
        unit.record.item_id, unit.record.item_type = item.id, item.item_type_id
        unit.record.before = HoldsBefore(miss=miss.id, item_status=item.status)
        if missing:
            item.status = ItemStatus.MISSING
        others = [each for each in copies if each.state.free and each.row.id != seen.id]
        following = min(others, key=lambda each: (each.row.misses, each.facts.here != unit.branch), default=None)
        branch = unit.policy.branches[following.facts.here].name if following is not None else ""
        row = hot.RETURN_FACTS.first(unit.hot, read_parameters(unit, item=self.item))
        face = item_face(unit, row)
        return NotFound(face, misses, missing, following.row.barcode if following is not None else "", branch)


def _misses(item: Item) -> Any:
    """How often it was missed since it was seen last."""
    counted = select(func.count()).select_from(ShelfMiss).where(ShelfMiss.item_id == item.id)
    seen = item.last_seen_at
    return counted if seen is None else counted.where(ShelfMiss.missed_at > seen)


@known
@dataclass(frozen=True, slots=True)
class ClearShelf:
    """Take the copy with this barcode off the hold shelf: where it goes now, to the next reader, a branch or its place.

    A hold whose time is over runs out with it, whether the night has noted that or not. Nobody has used the copy.
    """

    kind: ClassVar[str] = "clear_shelf"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.HOLDS

    item: str

    def run(self, unit: Unit) -> CheckinAnswer:
        """First the hold runs out where it must, then the copy is checked in as any other."""
        seen = unit.db.execute(select(Item.id, Item.title_id).where(Item.barcode == self.item)).one_or_none()
        if seen is None:
            return Unknown(Thing.ITEM, self.item)
        hot.lock_for_item(unit.hot, self.item)
        kept = select(Hold).where(Hold.copy_id == seen.id, Hold.status == HoldStatus.READY)
        hold = unit.db.scalars(kept, execution_options={"populate_existing": True}).one_or_none()
        expired: HoldState | None = None
        if hold is not None and is_over(unit, hold):
            expired, _cost = expire(unit, hold)
        answer = Checkin(self.item).take(unit, off_hold_shelf=True)
        if not isinstance(answer, NotDone):
            unit.record.before = ClearedBefore(unit.record.before, expired)
        return answer


@known
@dataclass(frozen=True, slots=True)
class NameReader:
    """Say whose hold it is: a name is shown because somebody asked, and the journal knows who did."""

    kind: ClassVar[str] = "name_reader"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.HOLDS

    hold: int

    def run(self, unit: Unit) -> ReaderNamed | Refused | Unknown:
        """A hold whose reader is no longer known has nobody to name."""
        hold = unit.db.get(Hold, self.hold)
        if hold is None:
            return Unknown(Thing.HOLD, str(self.hold))
        if hold.patron_id is None:
            return refused(self, Reason.SEVERED)
        note(unit, hold, None)
        return ReaderNamed(hold.id, patron_face(hot.READER.first(unit.hot, {"patron_id": hold.patron_id})))
