"""Finding a hold, its title and its queue, and locking them in the order of the house: readers, title, copy, hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, text

from desk.models import IS_LIVE, IS_QUEUED, Hold, Item, Title, TitleIdentifier, hot
from desk.rules.barcodes import Isbn, Issn, read_scan
from desk.rules.holds import PULLED
from desk.rules.vocabulary import HoldStatus
from desk.services.answers import Thing, Unknown
from desk.services.circulation.facts import ICONS
from desk.services.desk import Unit
from desk.services.holds.answers import HoldState, TitleFace

LIVE = (HoldStatus.QUEUED, HoldStatus.READY, HoldStatus.IN_TRANSIT)
KEPT = (HoldStatus.READY, HoldStatus.IN_TRANSIT)


def lock(unit: Unit, *, readers: Iterable[int] = (), title: int | None = None, item: int | None = None) -> None:
    """Take the row locks, in their order. SQLite's one write lock is already held."""
    if not hot.on_server(unit.hot):
        return
    wanted = [("patrons", reader, "NO KEY UPDATE") for reader in sorted(set(readers))]
    wanted += [("titles", title, "UPDATE")] if title is not None else []
    wanted += [("items", item, "NO KEY UPDATE")] if item is not None else []
    for table, number, how in wanted:
        unit.sql.execute(text(f"SELECT id FROM {table} WHERE id = :id FOR {how}"), {"id": number})


def locked_hold(unit: Unit, number: int, *, with_copy: bool = False) -> Hold | Unknown:
    """The hold, with its title (and the copy kept for it) locked first, so that no scan is changing it meanwhile."""
    seen = unit.db.execute(select(Hold.title_id, Hold.copy_id).where(Hold.id == number)).one_or_none()
    if seen is None:
        return Unknown(Thing.HOLD, str(number))
    lock(unit, title=seen.title_id, item=seen.copy_id if with_copy else None)
    hold = unit.db.get(Hold, number, populate_existing=True)
    return hold if hold is not None else Unknown(Thing.HOLD, str(number))


def title_face(unit: Unit, number: int) -> TitleFace:
    """The title as the desk shows it, with the picture of its kind."""
    title = unit.db.get_one(Title, number)
    kind = select(Item.item_type_id).where(Item.title_id == number).order_by(Item.id).limit(1)
    known = unit.policy.kinds.get(unit.db.scalar(kind) or 0)
    return TitleFace(number, title.title, title.author, known.icon if known else ICONS.get(title.kind, "book"))


def find_title(unit: Unit, written: str) -> tuple[int | None, int | None]:
    """The title that a barcode, ISBN or ISSN names, and the copy where it was a barcode."""
    for number in read_scan(written, unit.policy.patterns).numbers or (written.strip(),):
        row = unit.db.execute(select(Item.id, Item.title_id).where(Item.barcode == number)).one_or_none()
        if row is not None:
            return row.title_id, row.id
    for candidate in read_scan(written, unit.policy.patterns).candidates:
        if isinstance(candidate, Isbn | Issn):
            asked = select(TitleIdentifier.title_id).where(TitleIdentifier.value == candidate.number)
            return unit.db.scalar(asked.order_by(TitleIdentifier.title_id).limit(1)), None
    return None, None


def queue(unit: Unit, title: int) -> Sequence[Any]:
    """The waiting holds of a title, first in line first."""
    asked: Any = select(*Hold.__table__.c).where(Hold.title_id == title, IS_QUEUED)
    return unit.db.execute(asked.order_by(Hold.rank, Hold.id)).all()


def position(unit: Unit, hold: Hold) -> tuple[int, int]:
    """The place of a hold in its queue, from 1, and how many wait."""
    order = [row.id for row in queue(unit, hold.title_id)]
    return (order.index(hold.id) + 1 if hold.id in order else 0), len(order)


def last_rank(unit: Unit, title: int) -> int:
    """The rank behind which a new hold stands."""
    asked = select(func.max(Hold.rank)).where(Hold.title_id == title, IS_LIVE)
    return int(unit.db.scalar(asked) or 0)


def state_of(hold: Hold) -> HoldState:
    """The whole hold, for undo."""
    return HoldState(
        id=hold.id,
        title=hold.title_id,
        status=hold.status,
        rank=hold.rank,
        pickup=hold.pickup_branch_id,
        copy=hold.copy_id,
        ready_at=hold.ready_at,
        until=hold.shelf_until,
        until_at=hold.shelf_until_at,
        suspended_until=hold.suspended_until,
        not_before=hold.not_before,
        expires_on=hold.expires_on,
        ended_at=hold.ended_at,
        note_on_slip=hold.note_on_slip,
        shelf_code=hold.shelf_code,
        note=hold.note,
        ended_because=hold.ended_because,
    )


def put_state_back(unit: Unit, was: HoldState) -> None:
    """The hold as it was; its place in its own queue, which others may have changed, is its place still."""
    hold = unit.db.get_one(Hold, was.id)
    if hold.title_id != was.title:
        hold.title_id, hold.rank = was.title, was.rank
    hold.status, hold.pickup_branch_id = was.status, was.pickup
    hold.copy_id, hold.ready_at, hold.shelf_until = was.copy, was.ready_at, was.until
    hold.shelf_until_at, hold.suspended_until, hold.not_before = was.until_at, was.suspended_until, was.not_before
    hold.expires_on, hold.ended_at, hold.note_on_slip = was.expires_on, was.ended_at, was.note_on_slip
    hold.shelf_code, hold.note, hold.ended_because = was.shelf_code, was.note, was.ended_because


def note(unit: Unit, hold: Hold, before: Any, *, item: int | None = None) -> None:
    """What the journal row of an act on one hold says: whose it is, and what undo needs."""
    record = unit.record
    record.person, record.hold_id, record.before, record.item_id = hold.patron_id, hold.id, before, item


def in_sight(unit: Unit, hold: Hold) -> bool:
    """Whether the copy of a hold that has ended still stands on the shelf: nobody scanned or marked it since."""
    if hold.copy_id is None or hold.ended_at is None or hold.status not in (HoldStatus.CANCELLED, HoldStatus.EXPIRED):
        return False
    item = unit.db.get_one(Item, hold.copy_id)
    return item.status in PULLED and (item.last_seen_at is None or item.last_seen_at < hold.ended_at)


def lendable(unit: Unit, row: Any) -> bool:
    """Whether a copy is for loan at all, whatever its state."""
    return not (row.not_for_loan or row.restricted or unit.policy.kinds[row.item_type_id].not_for_loan)


@dataclass(frozen=True, slots=True)
class TitleOf:
    """The number of the title that a barcode or an ISBN names."""

    written: str

    def ask(self, unit: Unit) -> int | Unknown:
        """Nothing else is guessed."""
        title, _item = find_title(unit, self.written)
        return title if title is not None else Unknown(Thing.ITEM, self.written)
