"""Finding what somebody wants to wait for: by a copy, an ISBN, or words."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from desk.models import IS_QUEUED, Hold, Item, Title
from desk.models.finding import find_title_ids
from desk.rules.vocabulary import ItemStatus
from desk.services.desk import Unit
from desk.services.holds.finding import find_title

FEW = 12


@dataclass(frozen=True, slots=True)
class TitleHit:
    """A title to wait for: how many copies it has, how many wait, its volumes; `barcode` where a copy was named."""

    id: int
    title: str
    author: str
    year: str
    copies: int
    waiting: int
    volumes: tuple[str, ...] = ()
    barcode: str = ""


@dataclass(frozen=True, slots=True)
class FindTitles:
    """The titles that a barcode, an ISBN or words name; the best few."""

    written: str

    def ask(self, unit: Unit) -> tuple[TitleHit, ...]:
        """A number that is on file is that title alone."""
        title, item = find_title(unit, self.written)
        if title is not None:
            barcode = unit.db.scalar(select(Item.barcode).where(Item.id == item)) if item is not None else ""
            return tuple(_hits(unit, [title], barcode or ""))
        return tuple(_hits(unit, list(find_title_ids(unit.hot, self.written, FEW)), ""))


def _hits(unit: Unit, numbers: list[int], barcode: str) -> list[TitleHit]:
    copies = select(func.count()).where(Item.title_id == Title.id, Item.status != ItemStatus.WITHDRAWN)
    waiting = select(func.count()).where(Hold.title_id == Title.id, IS_QUEUED)
    asked: Any = select(
        Title.id,
        Title.title,
        Title.author,
        Title.year,
        copies.correlate(Title).scalar_subquery().label("copies"),
        waiting.correlate(Title).scalar_subquery().label("waiting"),
    ).where(Title.id.in_(numbers))
    rows = {row.id: row for row in unit.db.execute(asked)}
    volumes: dict[int, list[str]] = {}
    parts = select(Item.title_id, Item.volume).where(Item.title_id.in_(numbers), Item.volume != "").distinct()
    for title, volume in unit.db.execute(parts.order_by(Item.title_id, Item.volume)):
        volumes.setdefault(title, []).append(volume)
    return [
        TitleHit(
            number,
            rows[number].title,
            rows[number].author,
            rows[number].year,
            rows[number].copies,
            rows[number].waiting,
            tuple(volumes.get(number, ())),
            barcode,
        )
        for number in numbers
        if number in rows
    ]
