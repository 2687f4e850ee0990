"""The lists of the holds desk: to pull, on the shelf, waiting, to clear, in transit, all; and what is to do in each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, or_, select

from desk.models import IS_KEPT, IS_LIVE, IS_QUEUED, Card, Hold, Item, Patron, Title, Transit
from desk.rules.hold_choice import assign, may_fill
from desk.rules.holds import PULLED
from desk.rules.names import initials
from desk.rules.routing import LONG_UNDERWAY, HoldFacts
from desk.rules.shelf_order import shelf_key
from desk.rules.vocabulary import CardStatus, HoldStatus, TransitReason
from desk.services.circulation.facts import is_over, today
from desk.services.desk import Unit
from desk.services.holds.copies import CopyOf, copies_of

# A list for the desk ends somewhere; what is older than this many is found by its title.
MOST = 2000
# So many titles are looked at together: a long list is made without holding all of the library.
AT_ONCE = 400


class Why(StrEnum):
    """Why a copy has to leave the hold shelf."""

    OVER = "over"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    WRONG_SHELF = "wrong_shelf"


@dataclass(frozen=True, slots=True)
class HoldLine:
    """One line of any of the lists. A reader is two letters and the end of a card: the name is asked for."""

    hold: int
    title_id: int
    title: str
    author: str
    icon: str
    status: HoldStatus
    reader: str = ""
    pickup: str = ""
    placed_on: date | None = None
    position: int = 0
    waiting: int = 0
    barcode: str = ""
    barcodes: tuple[str, ...] = ()
    call_number: str = ""
    location: str = ""
    misses: int = 0
    shelf_code: str = ""
    since: date | None = None
    until: date | None = None
    until_at: datetime | None = None
    why: Why | None = None
    because: str = ""
    note: str = ""
    note_on_slip: bool = False
    volume: str = ""
    only_this: bool = False
    suspended_until: date | None = None
    not_before: date | None = None
    expires_on: date | None = None
    hopeless: bool = False
    came_from: str = ""
    goes_to: str = ""
    here: bool = True
    days: int = 0
    late: bool = False


Lines = tuple[HoldLine, ...]


def _selected() -> Select[Any]:
    """Holds with what every list says of them: title, reader by initials and card, the copy kept.

    Of the tables, not of the models: many rows are read, and none of them is ever changed.
    """
    hold, cards, title, patron, item = (model.__table__.c for model in (Hold, Card, Title, Patron, Item))
    card = (
        select(func.min(cards.number))
        .where(cards.patron_id == hold.patron_id, cards.status == CardStatus.ACTIVE)
        .correlate(Hold.__table__)
        .scalar_subquery()
    )
    asked: Select[Any] = (
        select(
            *hold,
            title.title,
            title.author,
            title.kind,
            patron.family_name,
            patron.given_name,
            patron.preferred_name,
            patron.branch_id.label("reader_branch"),
            card.label("card"),
            item.barcode,
            item.call_number,
            item.location_id,
            item.item_type_id,
            item.holding_branch_id,
        )
        .join(Title.__table__, title.id == hold.title_id)
        .outerjoin(Patron.__table__, patron.id == hold.patron_id)
        .outerjoin(Item.__table__, item.id == hold.copy_id)
    )
    return asked


def _queued() -> Select[Any]:
    """Waiting holds with no more than what chooses their copies."""
    hold, patron = Hold.__table__.c, Patron.__table__.c
    asked: Select[Any] = select(*hold, patron.branch_id.label("reader_branch")).outerjoin(
        Patron.__table__, patron.id == hold.patron_id
    )
    return asked


def _line(unit: Unit, row: Any) -> HoldLine:
    calendar = unit.policy.calendars[row.pickup_branch_id]
    kind = unit.policy.kinds.get(row.item_type_id or 0)
    location = unit.policy.locations.get(row.location_id or 0)
    tail = (row.card or "")[-4:]
    letters = initials(row.family_name or "", row.given_name or "", row.preferred_name or "")
    return HoldLine(
        hold=row.id,
        title_id=row.title_id,
        title=row.title,
        author=row.author,
        icon=kind.icon if kind else "book",
        status=row.status,
        reader=" ".join(filter(None, (letters, f"…{tail}" if tail else ""))),
        pickup=unit.policy.branches[row.pickup_branch_id].name,
        placed_on=calendar.today(row.placed_at),
        barcode=row.barcode or "",
        call_number=row.call_number or "",
        location=location.name if location else "",
        shelf_code=row.shelf_code,
        since=calendar.today(row.ready_at) if row.ready_at is not None else None,
        until=row.shelf_until,
        until_at=row.shelf_until_at,
        because=row.ended_because,
        note=row.note,
        note_on_slip=row.note_on_slip,
        volume=row.volume,
        only_this=row.item_id is not None,
        suspended_until=row.suspended_until,
        not_before=row.not_before,
        expires_on=row.expires_on,
    )


def _facts(row: Any) -> HoldFacts:
    return HoldFacts(
        row.id,
        row.status,
        row.pickup_branch_id,
        row.item_id,
        row.copy_id,
        row.suspended_until,
        row.not_before,
        row.expires_on,
        row.volume,
        row.reader_branch,
    )


@dataclass(frozen=True, slots=True)
class ToPull:
    """The copies to fetch from the shelves of this branch, in the order in which they stand there."""

    def ask(self, unit: Unit) -> Lines:
        """Each hold that a copy at this branch is the best for."""
        found = []
        for holds, copies, given in _assigned(unit, _selected()):
            by_id = {copy.row.id: copy for copy in copies}
            for row in holds:
                copy = by_id.get(given.get(row.id, 0))
                if copy is not None and copy.facts.here == unit.branch:
                    found.append(_pulled(unit, row, copy, copies))
        return tuple(sorted(found, key=lambda line: (line.location, shelf_key(line.call_number), line.hold)))


def _assigned(unit: Unit, selected: Select[Any]) -> Iterable[tuple[Sequence[Any], Sequence[CopyOf], dict[int, int]]]:
    """Title by title: its waiting holds, its copies on shelves, and which copy is pulled for which hold."""
    item, transit, hold = Item.__table__.c, Transit.__table__.c, Hold.__table__.c
    open_transit = select(transit.id).where(transit.item_id == item.id, transit.arrived_at.is_(None)).exists()
    kept = select(hold.id).where(hold.copy_id == item.id, IS_KEPT).exists()
    waited = select(hold.title_id).where(IS_QUEUED)
    shelved = select(item.title_id).where(
        item.title_id.in_(waited), item.status.in_(list(PULLED)), ~open_transit, ~kept
    )
    titles = sorted(set(unit.db.scalars(shelved)))
    closed = {
        number for number, calendar in unit.policy.calendars.items() if not calendar.is_open(calendar.today(unit.now))
    }
    for start in range(0, len(titles), AT_ONCE):
        yield from _assigned_of(unit, selected, titles[start : start + AT_ONCE], closed)


def _assigned_of(
    unit: Unit, selected: Select[Any], titles: Sequence[int], closed: set[int]
) -> Iterable[tuple[Sequence[Any], Sequence[CopyOf], dict[int, int]]]:
    day, hold = today(unit), Hold.__table__.c
    copies: defaultdict[int, list[CopyOf]] = defaultdict(list)
    for copy in copies_of(unit, titles):
        if copy.state.free and copy.state.holdable:
            copies[copy.row.title_id].append(copy)
    queues: defaultdict[int, list[Any]] = defaultdict(list)
    waiting = selected.where(IS_QUEUED, hold.title_id.in_(list(copies)))
    for row in unit.db.execute(waiting.order_by(hold.title_id, hold.rank, hold.id)):
        queues[row.title_id].append(row)
    for title, of_title in copies.items():
        skipped = closed if any(copy.state.rules.hold_skips_closed.value for copy in of_title) else ()
        choices = {copy.row.id: copy.choice for copy in of_title}
        facts = [_facts(row) for row in queues[title]]
        given = assign(facts, [copy.facts for copy in of_title], choices, day, skipped)
        yield queues[title], of_title, given


def count_to_pull(unit: Unit) -> int:
    """How many lines the list of copies to pull has, without making them."""
    found = 0
    for _holds, copies, given in _assigned(unit, _queued()):
        here = {copy.row.id for copy in copies if copy.facts.here == unit.branch}
        found += sum(number in here for number in given.values())
    return found


def _pulled(unit: Unit, row: Any, copy: CopyOf, copies: Sequence[CopyOf]) -> HoldLine:
    """The line of one hold, with each copy here that would do, the one to look for first."""
    day, facts = today(unit), _facts(row)
    others = [
        each.row.barcode
        for each in copies
        if each.facts.here == unit.branch and each is not copy and may_fill(facts, each.facts, each.choice, day)
    ]
    location = unit.policy.locations.get(copy.row.location_id or 0)
    return replace(
        _line(unit, row),
        icon=unit.policy.kinds[copy.row.item_type_id].icon,
        barcode=copy.row.barcode,
        barcodes=(copy.row.barcode, *others),
        call_number=copy.row.call_number,
        location=location.name if location else "",
        misses=copy.row.misses,
    )


@dataclass(frozen=True, slots=True)
class OnShelf:
    """What stands on the hold shelf of this branch, in the order of the shelf codes; what is over is to be cleared."""

    def ask(self, unit: Unit) -> Lines:
        """Kept copies that are where they are picked up."""
        asked = _selected().where(
            IS_KEPT,
            Hold.status == HoldStatus.READY,
            Hold.pickup_branch_id == unit.branch,
            Item.holding_branch_id == unit.branch,
        )
        rows = [row for row in unit.db.execute(asked.limit(MOST)) if not is_over(unit, row)]
        return tuple(sorted((_line(unit, row) for row in rows), key=lambda line: (line.shelf_code, line.hold)))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits for a pickup at this branch, the longest waiting first, each with the place in its queue."""

    def ask(self, unit: Unit) -> Lines:
        """Holds that no copy can fill are marked."""
        asked = _selected().where(IS_QUEUED, Hold.pickup_branch_id == unit.branch)
        rows = unit.db.execute(asked.order_by(Hold.placed_at, Hold.id).limit(MOST)).all()
        return placed(unit, rows)


def placed(unit: Unit, rows: Sequence[Any]) -> Lines:
    """Lines of waiting holds, with their places in their queues and whether there is any hope for them."""
    titles = sorted({row.title_id for row in rows if row.status is HoldStatus.QUEUED})
    asked = select(Hold.title_id, Hold.id).where(IS_QUEUED, Hold.title_id.in_(titles))
    queues: defaultdict[int, list[int]] = defaultdict(list)
    for title, number in unit.db.execute(asked.order_by(Hold.rank, Hold.id)):
        queues[title].append(number)
    copies: defaultdict[int, list[CopyOf]] = defaultdict(list)
    for copy in copies_of(unit, titles) if titles else ():
        copies[copy.row.title_id].append(copy)
    return tuple(_placed(unit, row, queues[row.title_id], copies[row.title_id]) for row in rows)


def _placed(unit: Unit, row: Any, order: list[int], copies: list[CopyOf]) -> HoldLine:
    line = _line(unit, row)
    if row.status is not HoldStatus.QUEUED:
        return line
    kind = unit.policy.kinds.get(copies[0].row.item_type_id) if copies else None
    return replace(
        line,
        icon=kind.icon if kind else line.icon,
        position=order.index(row.id) + 1,
        waiting=len(order),
        hopeless=not any(could_fill(row, copy) for copy in copies),
    )


def could_fill(row: Any, copy: CopyOf) -> bool:
    """Whether this copy could ever fill this hold, whenever it comes back."""
    fits = row.item_id in (None, copy.row.id) and row.volume in ("", copy.row.volume)
    return fits and copy.state.holdable and copy.choice.lets(row.pickup_branch_id)


@dataclass(frozen=True, slots=True)
class ToClear:
    """What has to leave the hold shelf of this branch: over, run out, called off, or picked up elsewhere."""

    def ask(self, unit: Unit) -> Lines:
        """In the order of the shelf codes, as one walks along."""
        ended = Hold.status.in_((HoldStatus.CANCELLED, HoldStatus.EXPIRED))
        unseen = or_(Item.last_seen_at.is_(None), Item.last_seen_at < Hold.ended_at)
        asked = _selected().where(Item.holding_branch_id == unit.branch)
        gone = unit.db.execute(asked.where(ended, unseen).limit(MOST)).all()
        kept = unit.db.execute(asked.where(IS_KEPT, Hold.status == HoldStatus.READY).limit(MOST)).all()
        lines = [replace(_line(unit, row), why=Why(row.status.value)) for row in gone]
        for row in kept:
            if row.pickup_branch_id != unit.branch:
                lines.append(replace(_line(unit, row), why=Why.WRONG_SHELF))
            elif is_over(unit, row):
                lines.append(replace(_line(unit, row), why=Why.OVER))
        return tuple(sorted(lines, key=lambda line: (line.shelf_code, line.hold)))


@dataclass(frozen=True, slots=True)
class InTransit:
    """What is on its way to this branch and from it, the longest underway first."""

    def ask(self, unit: Unit) -> Lines:
        """With or without a hold."""
        asked: Any = (
            select(
                Transit.id,
                Transit.hold_id,
                Transit.reason,
                Transit.sent_at,
                Transit.from_branch_id,
                Transit.to_branch_id,
                Item.barcode,
                Item.call_number,
                Item.item_type_id,
                Item.title_id,
                Title.title,
                Title.author,
            )
            .join(Item, Item.id == Transit.item_id)
            .join(Title, Title.id == Item.title_id)
            .where(
                Transit.arrived_at.is_(None),
                or_(Transit.to_branch_id == unit.branch, Transit.from_branch_id == unit.branch),
            )
        )
        rows = unit.db.execute(asked.order_by(Transit.sent_at, Transit.id).limit(MOST))
        return tuple(_sent(unit, row) for row in rows)


def _sent(unit: Unit, row: Any) -> HoldLine:
    branches, sent = unit.policy.branches, unit.policy.calendars[unit.branch].today(row.sent_at)
    days = (today(unit) - sent).days
    return HoldLine(
        hold=row.hold_id or 0,
        title_id=row.title_id,
        title=row.title,
        author=row.author,
        icon=unit.policy.kinds[row.item_type_id].icon,
        status=HoldStatus.IN_TRANSIT,
        barcode=row.barcode,
        call_number=row.call_number,
        since=sent,
        came_from=branches[row.from_branch_id].name,
        goes_to=branches[row.to_branch_id].name,
        here=row.to_branch_id == unit.branch,
        days=days,
        late=days > LONG_UNDERWAY,
        only_this=row.reason is TransitReason.HOLD,
    )


@dataclass(frozen=True, slots=True)
class AllHolds:
    """Every live hold of every branch, the newest first."""

    def ask(self, unit: Unit) -> Lines:
        """Waiting, on the way and on the shelf."""
        asked = _selected().where(IS_LIVE).order_by(Hold.placed_at.desc(), Hold.id.desc())
        return placed(unit, unit.db.execute(asked.limit(MOST)).all())


@dataclass(frozen=True, slots=True)
class QueueOf:
    """All who wait for one title, first in line first; before them the copies that are kept or on their way."""

    title: int

    def ask(self, unit: Unit) -> Lines:
        """As the queue is edited."""
        kept_first = Hold.status == HoldStatus.QUEUED
        asked = _selected().where(Hold.title_id == self.title, IS_LIVE)
        return placed(unit, unit.db.execute(asked.order_by(kept_first, Hold.rank, Hold.id)).all())


@dataclass(frozen=True, slots=True)
class HoldsOf:
    """The live holds of the reader with this card, and those that ended within four weeks where `ended` says so."""

    card: str
    ended: bool = False

    def ask(self, unit: Unit) -> Lines:
        """What is ready comes first."""
        reader = select(Card.patron_id).where(Card.number == self.card).scalar_subquery()
        live = IS_LIVE
        lately = Hold.status.in_((HoldStatus.CANCELLED, HoldStatus.EXPIRED))
        recent = lately & (Hold.ended_at >= unit.now - timedelta(days=28))
        states = or_(live, recent) if self.ended else live
        ready_first = Hold.status != HoldStatus.READY
        asked = _selected().where(Hold.patron_id == reader, states)
        return placed(unit, unit.db.execute(asked.order_by(ready_first, Hold.placed_at, Hold.id)).all())


@dataclass(frozen=True, slots=True)
class Hopeless:
    """The waiting holds of the whole library that no copy can ever fill."""

    def ask(self, unit: Unit) -> Lines:
        """To be moved to another title, or bought, or called off."""
        asked = _selected().where(IS_QUEUED).order_by(Hold.placed_at, Hold.id).limit(MOST)
        return tuple(line for line in placed(unit, unit.db.execute(asked).all()) if line.hopeless)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A title, how many wait for it, and how many copies can fill their holds."""

    title_id: int
    title: str
    author: str
    waiting: int
    copies: int

    @property
    def per_copy(self) -> float:
        """How many wait for each copy; without one, all of them."""
        return self.waiting / max(self.copies, 1)


@dataclass(frozen=True, slots=True)
class Ratios:
    """The titles for which many wait: more than `least` for each copy, the most first."""

    least: float = 3

    def ask(self, unit: Unit) -> tuple[Ratio, ...]:
        """Counted over the whole library."""
        asked: Any = (
            select(Hold.title_id, Title.title, Title.author, func.count().label("waiting"))
            .join(Title, Title.id == Hold.title_id)
            .where(IS_QUEUED)
            .group_by(Hold.title_id, Title.title, Title.author)
            .having(func.count() > self.least)
        )
        rows = unit.db.execute(asked).all()
        copies: defaultdict[int, int] = defaultdict(int)
        for copy in copies_of(unit, [row.title_id for row in rows]) if rows else ():
            copies[copy.row.title_id] += copy.state.holdable
        found = [Ratio(row.title_id, row.title, row.author, row.waiting, copies[row.title_id]) for row in rows]
        many = [each for each in found if each.per_copy > self.least]
        return tuple(sorted(many, key=lambda each: (-each.per_copy, each.title, each.title_id)))
