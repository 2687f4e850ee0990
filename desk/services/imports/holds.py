"""Holds from a file of rows: who waits for what, and which copies stand on the shelf or travel for whom."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from desk.models import IS_LIVE, Card, Hold, Item, Patron, Title, Transit
from desk.rules.names import shelf_code
from desk.rules.vocabulary import HoldStatus, TransitReason
from desk.services.imports.codes import Codes
from desk.services.imports.fields import HoldField, ImportKind
from desk.services.imports.intake import Receiving, Step, differing
from desk.services.imports.mapping import Mapping
from desk.services.imports.report import ImportFault, ImportReport, Made
from desk.services.imports.row import Refused, Row
from desk.services.imports.rows import Opened, open_rows, run_rows
from desk.services.work import Work

_LIVE = (HoldStatus.QUEUED, HoldStatus.READY, HoldStatus.IN_TRANSIT)
_KEPT = (HoldStatus.READY, HoldStatus.IN_TRANSIT)


def import_holds(
    desk: Receiving, path: Path, mapping: Mapping | None = None, dry_run: bool = False
) -> Work[ImportReport]:
    """Take live holds in from a file of rows; their titles, copies and patrons must be here already."""
    opened = open_rows(desk, path, ImportKind.HOLDS, mapping, dry_run=dry_run)
    codes = Codes(opened.report, create=opened.mapping.create, time_zone=opened.reading.zone.key)
    return run_rows(desk, opened, HoldField.CARD, _HoldRows(opened, codes).take)


@dataclass(slots=True)
class _HoldRows:
    """Takes chunks of holds in."""

    opened: Opened
    codes: Codes
    seen: set[tuple[int, int]] = field(default_factory=set)

    def take(self, step: Step, rows: list[Row]) -> None:
        """One chunk of rows."""
        here = _Here.of(step, rows)
        fresh: list[dict[str, Any]] = []
        changes: list[tuple[int, dict[str, Any]]] = []
        tally = self.opened.report.done
        for row in rows:
            try:
                values = self._values(step, row, here)
                old = here.live(values)
            except Refused as refused:
                self.opened.report.refuse(row.place, row.text(HoldField.CARD), refused.fault, refused.fact)
                continue
            if old is None:
                fresh.append(_completed(values, here))
            elif difference := differing(old, values):
                changes.append((old["id"], difference))
            else:
                tally.unchanged += 1
        numbers = step.add(Hold, fresh)
        step.change(Hold, changes)
        step.write(Transit, [_transit(step, hold, number, here) for hold, number in _travelling(fresh, numbers)])
        tally.added += len(fresh)
        tally.changed += len(changes)

    def _values(self, step: Step, row: Row, here: "_Here") -> dict[str, Any]:
        card = row.needed(HoldField.CARD)
        patron = here.patrons.get(card)
        if patron is None:
            raise Refused(ImportFault.PATRON_UNKNOWN, card)
        copy, title = here.copy_and_title(row)
        if (patron.id, title) in self.seen:
            raise Refused(ImportFault.TWICE_IN_FILE)
        status = _status(row, copy)
        branch = row.text(HoldField.PICKUP) or self.opened.setting.only_branch
        if not branch:
            raise Refused(ImportFault.EMPTY, HoldField.PICKUP.value)
        kept = copy is not None and status in _KEPT
        row.needed(HoldField.PLACED)
        placed = row.moment(HoldField.PLACED)
        values: dict[str, Any] = {
            "title_id": title,
            "item_id": copy.id if copy is not None and row.flag(HoldField.ONLY_THIS_COPY) else None,
            "patron_id": patron.id,
            "pickup_branch_id": self.codes.id(step, Made.BRANCH, branch),
            "placed_at": placed,
            "status": status,
            "copy_id": copy.id if copy is not None and kept else None,
            "ready_at": (row.moment(HoldField.READY) or placed) if status is HoldStatus.READY else None,
            "shelf_until": row.day(HoldField.SHELF_UNTIL),
            "shelf_code": shelf_code(patron.family_name, card) if status is HoldStatus.READY else "",
            "suspended_until": row.day(HoldField.SUSPENDED_UNTIL),
            "not_before": row.day(HoldField.NOT_BEFORE),
            "expires_on": row.day(HoldField.EXPIRES),
            "volume": row.text(HoldField.VOLUME),
            "note": row.text(HoldField.NOTE),
            "note_on_slip": row.flag(HoldField.NOTE_ON_SLIP),
        }
        if row.text(HoldField.RANK):
            values["rank"] = row.count(HoldField.RANK, 0)
        self.seen.add((patron.id, title))
        return values


def _status(row: Row, copy: Any) -> HoldStatus:
    word = row.text(HoldField.STATUS)
    try:
        status = HoldStatus(word) if word else HoldStatus.QUEUED
    except ValueError:
        raise Refused(ImportFault.STATUS_UNKNOWN, word) from None
    if status not in _LIVE:
        raise Refused(ImportFault.STATUS_UNKNOWN, word)
    if status in _KEPT and copy is None:
        raise Refused(ImportFault.EMPTY, HoldField.BARCODE.value)
    return status


def _completed(values: dict[str, Any], here: "_Here") -> dict[str, Any]:
    rank = values.get("rank")
    if rank is None:
        rank = here.last_ranks.get(values["title_id"], 0) + 1
    here.last_ranks[values["title_id"]] = max(rank, here.last_ranks.get(values["title_id"], 0))
    return {"ended_at": None, **values, "rank": rank}


def _travelling(holds: list[dict[str, Any]], numbers: list[int]) -> list[tuple[dict[str, Any], int]]:
    pairs = zip(holds, numbers, strict=True)
    return [(hold, number) for hold, number in pairs if hold["status"] is HoldStatus.IN_TRANSIT]


def _transit(step: Step, hold: dict[str, Any], number: int, here: "_Here") -> dict[str, Any]:
    return {
        "item_id": hold["copy_id"],
        "from_branch_id": here.branch_of[hold["copy_id"]],
        "to_branch_id": hold["pickup_branch_id"],
        "reason": TransitReason.HOLD,
        "hold_id": number,
        "sent_at": step.now,
        "arrived_at": None,
    }


@dataclass(slots=True)
class _Here:
    """The patrons, copies, titles and live holds that the rows of a chunk name."""

    patrons: dict[str, Any]
    items: dict[str, Any]
    titles: dict[str, int]
    holds: dict[tuple[int, int], dict[str, Any]]
    kept: dict[int, int]
    last_ranks: dict[int, int]
    branch_of: dict[int, int]

    @classmethod
    def of(cls, step: Step, rows: list[Row]) -> "_Here":
        """Look all of them up at once."""
        cards = {row.text(HoldField.CARD) for row in rows}
        barcodes = {row.text(HoldField.BARCODE) for row in rows} - {""}
        numbers = {row.text(HoldField.CONTROL_NUMBER) for row in rows} - {""}
        readers = select(Card.number, Patron.id, Patron.family_name).join(Patron, Patron.id == Card.patron_id)
        patrons = {row.number: row for row in step.db.execute(readers.where(Card.number.in_(cards)))}
        copies = select(Item.id, Item.barcode, Item.title_id, Item.holding_branch_id).where(Item.barcode.in_(barcodes))
        items = {row.barcode: row for row in step.db.execute(copies)}
        known = select(Title.control_number, Title.id).where(Title.control_number.in_(numbers))
        titles = {str(row.control_number): row.id for row in step.db.execute(known)}
        here = cls(patrons, items, titles, {}, {}, {}, {item.id: item.holding_branch_id for item in items.values()})
        here._live_holds(step, [*titles.values(), *(item.title_id for item in items.values())])
        return here

    def _live_holds(self, step: Step, titles: list[int]) -> None:
        live = select(*Hold.__table__.c).where(Hold.title_id.in_(titles) & IS_LIVE)
        for row in step.db.execute(live).mappings():
            self.holds[(row["patron_id"], row["title_id"])] = dict(row)
            if row["copy_id"] is not None:
                self.kept[row["copy_id"]] = row["id"]
        ranks = select(Hold.title_id, func.max(Hold.rank)).where(Hold.title_id.in_(titles) & IS_LIVE)
        self.last_ranks |= {title: rank for title, rank in step.db.execute(ranks.group_by(Hold.title_id))}

    def copy_and_title(self, row: Row) -> tuple[Any, int]:
        """The copy that a row names, if it names one, and the title it is about."""
        barcode, number = row.text(HoldField.BARCODE), row.text(HoldField.CONTROL_NUMBER)
        copy = self.items.get(barcode)
        if barcode and copy is None:
            raise Refused(ImportFault.ITEM_UNKNOWN, barcode)
        if copy is not None:
            return copy, copy.title_id
        if number not in self.titles:
            raise Refused(ImportFault.TITLE_UNKNOWN if number else ImportFault.EMPTY, number or "control_number")
        return None, self.titles[number]

    def live(self, values: dict[str, Any]) -> dict[str, Any] | None:
        """The hold this one is. Raises `Refused` when its copy is kept for somebody else."""
        old = self.holds.get((values["patron_id"], values["title_id"]))
        keeper = self.kept.get(values["copy_id"]) if values["copy_id"] is not None else None
        if keeper is not None and (old is None or old["id"] != keeper):
            raise Refused(ImportFault.COPY_KEPT_ALREADY)
        if values["copy_id"] is not None and keeper is None:
            self.kept[values["copy_id"]] = -1
        return old
