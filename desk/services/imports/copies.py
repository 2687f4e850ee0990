"""Copies coming in, from holdings fields or from rows: recognised by barcode, added, or brought up to date."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import select

from desk.models import Item
from desk.rules.vocabulary import ItemStatus
from desk.services.imports.codes import Codes
from desk.services.imports.fields import AnyField, ItemField
from desk.services.imports.intake import Step, check_lengths, differing
from desk.services.imports.reading import Setting
from desk.services.imports.report import ImportFault, ImportReport, Made, Tally
from desk.services.imports.row import Refused, Row

_COLUMNS = list(Item.__table__.c)
_NEW: dict[str, Any] = {
    "location_id": None,
    "collection_id": None,
    "call_number": "",
    "copy_number": "",
    "volume": "",
    "price": None,
    "pieces": 1,
    "pieces_note": "",
    "status": ItemStatus.AVAILABLE,
    "not_for_loan": False,
    "restricted": False,
    "note": "",
    "public_note": "",
    "last_seen_at": None,
}


@dataclass(slots=True)
class CopyIntake:
    """Takes chunks of copies in; remembers the barcodes of this file."""

    report: ImportReport
    tally: Tally
    codes: Codes
    setting: Setting
    seen: set[str] = field(default_factory=set)
    known: dict[tuple[str | None, ...], dict[str, Any]] = field(default_factory=dict)
    """The numbers behind the codes that rows have named together."""

    def take(self, step: Step, rows: Sequence[tuple[Row, int]]) -> None:
        """Copies with the number of their title."""
        if not rows:
            return
        here = _here(step, [row.text(ItemField.BARCODE) for row, _title in rows])
        fresh: list[dict[str, Any]] = []
        changes: list[tuple[int, dict[str, Any]]] = []
        for row, title in rows:
            barcode = row.text(ItemField.BARCODE)
            try:
                values = self._values(step, row, title)
            except Refused as refused:
                self.report.refuse(row.place, barcode, refused.fault, refused.fact)
                continue
            old = here.get(barcode)
            if old is None:
                fresh.append(values)
            elif difference := differing(old, values):
                changes.append((old["id"], difference))
            else:
                self.tally.unchanged += 1
        whole, same = _completed(step, fresh)
        step.later(partial(step.write, Item, whole, same))
        step.later(partial(step.change, Item, changes))
        self.tally.added += len(fresh)
        self.tally.changed += len(changes)

    def _values(self, step: Step, row: Row, title: int) -> dict[str, Any]:
        """What the file says of this copy, as the table holds it; only what it says."""
        barcode = row.needed(ItemField.BARCODE)
        if barcode in self.seen:
            raise Refused(ImportFault.TWICE_IN_FILE)
        facts = row.facts
        values: dict[str, Any] = {"barcode": barcode, "title_id": title, **self._places(step, row)}
        for each in facts:
            if each in _TEXTS:
                values[_TEXTS[each]] = facts[each]
            elif each in _FLAGS:
                values[_FLAGS[each]] = row.flag(each)
        if not _FIGURES.isdisjoint(facts):
            values |= _figures(row)
        check_lengths(Item, values)
        self.seen.add(barcode)
        return values

    def _places(self, step: Step, row: Row) -> dict[str, Any]:
        named = tuple(map(row.facts.get, _PLACES))
        if named not in self.known:
            self.known[named] = self._numbers(step, row)
        return self.known[named]

    def _numbers(self, step: Step, row: Row) -> dict[str, Any]:
        branch = row.text(ItemField.BRANCH) or self.setting.only_branch
        if not branch:
            raise Refused(ImportFault.EMPTY, ItemField.BRANCH.value)
        found: dict[str, Any] = {
            "branch_id": self.codes.id(step, Made.BRANCH, branch),
            "item_type_id": self.codes.id(step, Made.ITEM_TYPE, row.needed(ItemField.ITEM_TYPE)),
        }
        if holding := row.text(ItemField.HOLDING_BRANCH):
            found["holding_branch_id"] = self.codes.id(step, Made.BRANCH, holding)
        if row.has(ItemField.LOCATION):
            found["location_id"] = self.codes.optional(step, Made.LOCATION, row.text(ItemField.LOCATION))
        if row.has(ItemField.COLLECTION):
            found["collection_id"] = self.codes.optional(step, Made.COLLECTION, row.text(ItemField.COLLECTION))
        return found


_PLACES = (
    ItemField.BRANCH,
    ItemField.ITEM_TYPE,
    ItemField.HOLDING_BRANCH,
    ItemField.LOCATION,
    ItemField.COLLECTION,
)
_TEXTS: dict[AnyField, str] = {
    ItemField.CALL_NUMBER: "call_number",
    ItemField.COPY_NUMBER: "copy_number",
    ItemField.VOLUME: "volume",
    ItemField.PIECES_NOTE: "pieces_note",
    ItemField.NOTE: "note",
    ItemField.PUBLIC_NOTE: "public_note",
}
_FLAGS: dict[AnyField, str] = {ItemField.NOT_FOR_LOAN: "not_for_loan", ItemField.RESTRICTED: "restricted"}
_FIGURES = {ItemField.STATUS, ItemField.PRICE, ItemField.PIECES, ItemField.CREATED, ItemField.LAST_SEEN}


def _figures(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if row.has(ItemField.STATUS):
        found["status"] = _status(row.text(ItemField.STATUS))
    if row.has(ItemField.PRICE):
        found["price"] = row.money(ItemField.PRICE)
    if row.has(ItemField.PIECES):
        found["pieces"] = max(row.count(ItemField.PIECES, 1), 1)
    if created := row.moment(ItemField.CREATED):
        found["created_at"] = created
    if seen := row.moment(ItemField.LAST_SEEN):
        found["last_seen_at"] = seen
    return found


def _status(word: str) -> ItemStatus:
    try:
        return ItemStatus(word) if word else ItemStatus.AVAILABLE
    except ValueError:
        raise Refused(ImportFault.STATUS_UNKNOWN, word) from None


def _completed(step: Step, rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Rows with the same columns each, and the columns that no row says anything of."""
    usual = {"created_at": step.now, **_NEW}
    said = {name: usual[name] for name in set[str]().union(*rows) if name in usual}
    whole = [{"holding_branch_id": values["branch_id"], **said, **values} for values in rows]
    return whole, {name: value for name, value in usual.items() if name not in said}


def _here(step: Step, barcodes: list[str]) -> dict[str, dict[str, Any]]:
    rows = step.db.execute(select(*_COLUMNS).where(Item.barcode.in_(barcodes))).mappings()
    return {row["barcode"]: dict(row) for row in rows}
