"""Open loans from a file of rows: who has which copy, until when, and how often it was renewed."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desk.models import Card, Item, Loan
from desk.rules.vocabulary import ItemStatus
from desk.services.imports.codes import Codes
from desk.services.imports.fields import ImportKind, LoanField
from desk.services.imports.intake import Receiving, Step, differing
from desk.services.imports.mapping import Mapping
from desk.services.imports.report import ImportFault, ImportReport, Made
from desk.services.imports.row import DAY_ENDS, Refused, Row
from desk.services.imports.rows import Opened, open_rows, run_rows
from desk.services.work import Work


def import_loans(
    desk: Receiving, path: Path, mapping: Mapping | None = None, dry_run: bool = False
) -> Work[ImportReport]:
    """Take open loans in from a file of rows; their copies and patrons must be here already.

    A loan that the other system calls lost stays open, and its copy is lost: who brings it back finds it.
    """
    opened = open_rows(desk, path, ImportKind.LOANS, mapping, dry_run=dry_run)
    codes = Codes(opened.report, create=opened.mapping.create, time_zone=opened.reading.zone.key)
    return run_rows(desk, opened, LoanField.BARCODE, _LoanRows(opened, codes).take)


@dataclass(slots=True)
class _LoanRows:
    """Takes chunks of loans in; remembers the copies of this file."""

    opened: Opened
    codes: Codes
    seen: set[str] = field(default_factory=set)

    def take(self, step: Step, rows: list[Row]) -> None:
        """One chunk of rows."""
        here = _Here.of(step, rows)
        fresh: list[dict[str, Any]] = []
        changes: list[tuple[int, dict[str, Any]]] = []
        lost: list[tuple[int, dict[str, Any]]] = []
        tally = self.opened.report.done
        for row in rows:
            try:
                values, item = self._values(step, row, here)
                old = here.open_loan(item.id, values["patron_id"])
            except Refused as refused:
                barcode = row.text(LoanField.BARCODE)
                self.opened.report.refuse(row.place, barcode, refused.fault, refused.fact)
                continue
            gone = row.flag(LoanField.LOST) and item.status is not ItemStatus.LOST
            if gone:
                lost.append((item.id, {"status": ItemStatus.LOST}))
            difference = {} if old is None else differing(old, values)
            if old is None:
                fresh.append({"returned_at": None, "renewals": 0, "renewed_at": None, **values})
            elif difference:
                changes.append((old["id"], difference))
            tally.changed += bool(difference or (gone and old is not None))
            tally.unchanged += old is not None and not difference and not gone
        tally.added += len(fresh)
        step.write(Loan, fresh)
        step.change(Loan, changes)
        step.change(Item, lost)

    def _values(self, step: Step, row: Row, here: "_Here") -> tuple[dict[str, Any], Any]:
        barcode, card = row.needed(LoanField.BARCODE), row.needed(LoanField.CARD)
        if barcode in self.seen:
            raise Refused(ImportFault.TWICE_IN_FILE)
        if row.text(LoanField.RETURNED):
            raise Refused(ImportFault.RETURNED, row.text(LoanField.RETURNED))
        item, patron = here.items.get(barcode), here.patrons.get(card)
        if item is None:
            raise Refused(ImportFault.ITEM_UNKNOWN, barcode)
        if patron is None:
            raise Refused(ImportFault.PATRON_UNKNOWN, card)
        row.flag(LoanField.LOST)
        branch = row.text(LoanField.BRANCH)
        values: dict[str, Any] = {
            "item_id": item.id,
            "patron_id": patron,
            "branch_id": self.codes.id(step, Made.BRANCH, branch) if branch else item.holding_branch_id,
            "item_type_id": item.item_type_id,
            **_moments(row),
        }
        self.seen.add(barcode)
        return values, item


def _moments(row: Row) -> dict[str, Any]:
    row.needed(LoanField.OUT)
    row.needed(LoanField.DUE)
    values: dict[str, Any] = {"out_at": row.moment(LoanField.OUT), "due_at": row.moment(LoanField.DUE, at=DAY_ENDS)}
    if row.has(LoanField.RENEWALS):
        values["renewals"] = row.count(LoanField.RENEWALS, 0)
    if row.has(LoanField.RENEWED):
        values["renewed_at"] = row.moment(LoanField.RENEWED)
    return values


@dataclass(frozen=True, slots=True)
class _Here:
    """The copies, patrons and open loans that the rows of a chunk name."""

    items: dict[str, Any]
    patrons: dict[str, int]
    loans: dict[int, dict[str, Any]]

    @classmethod
    def of(cls, step: Step, rows: list[Row]) -> "_Here":
        """Look all of them up at once. A copy is locked before its loan is read: a desk may be lending it."""
        barcodes = {row.text(LoanField.BARCODE) for row in rows}
        cards = {row.text(LoanField.CARD) for row in rows}
        wanted = select(*Item.__table__.c).where(Item.barcode.in_(barcodes)).order_by(Item.id)
        items = {item.barcode: item for item in step.db.execute(wanted if step.dry_run else wanted.with_for_update())}
        patrons = {
            card.number: card.patron_id
            for card in step.db.execute(select(Card.number, Card.patron_id).where(Card.number.in_(cards)))
        }
        numbers = [item.id for item in items.values()]
        open_loans = select(*Loan.__table__.c).where(Loan.item_id.in_(numbers) & Loan.returned_at.is_(None))
        loans = {row["item_id"]: dict(row) for row in step.db.execute(open_loans).mappings()}
        return cls(items, patrons, loans)

    def open_loan(self, item: int, patron: int) -> dict[str, Any] | None:
        """The open loan of a copy. Raises `Refused` when somebody else has it."""
        found = self.loans.get(item)
        if found is not None and found["patron_id"] != patron:
            raise Refused(ImportFault.ON_LOAN_TO_ANOTHER)
        return found
