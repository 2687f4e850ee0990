"""Sums that are owed, from a file of rows: for what, since when, and how much of it is still open."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desk.models import Card, Charge, Item, Patron, Payment
from desk.rules.vocabulary import ChargeKind, PaymentKind
from desk.services.imports.codes import Codes
from desk.services.imports.fields import ChargeField, ImportKind
from desk.services.imports.intake import Receiving, Step, check_lengths
from desk.services.imports.mapping import Mapping
from desk.services.imports.report import ImportFault, ImportReport, Made
from desk.services.imports.row import Refused, Row
from desk.services.imports.rows import Opened, open_rows, run_rows
from desk.services.work import Work

_Known = tuple[int, int | None, ChargeKind, int]
"""By what a charge is recognised: whose, for which copy, of what kind, and how much it was."""


def import_charges(
    desk: Receiving, path: Path, mapping: Mapping | None = None, dry_run: bool = False
) -> Work[ImportReport]:
    """Take open charges in from a file of rows; their patrons must be here already."""
    opened = open_rows(desk, path, ImportKind.CHARGES, mapping, dry_run=dry_run)
    codes = Codes(opened.report, create=opened.mapping.create, time_zone=opened.reading.zone.key)
    return run_rows(desk, opened, ChargeField.CARD, _ChargeRows(opened, codes).take)


@dataclass(slots=True)
class _ChargeRows:
    """Takes chunks of charges in. A charge is never changed: what is paid on it is a payment."""

    opened: Opened
    codes: Codes

    def take(self, step: Step, rows: list[Row]) -> None:
        """One chunk of rows."""
        here = _Here.of(step, rows)
        fresh: list[dict[str, Any]] = []
        for row in rows:
            try:
                values = self._values(step, row, here)
            except Refused as refused:
                self.opened.report.refuse(row.place, row.text(ChargeField.CARD), refused.fault, refused.fact)
                continue
            # A reader may owe the same sum twice for the same thing: as many as are here are not new.
            known: _Known = (values["patron_id"], values["item_id"], values["kind"], values["amount"])
            times = here.charges.get((*known, values["charged_at"]), 0)
            if times:
                here.charges[(*known, values["charged_at"])] = times - 1
                self.opened.report.done.unchanged += 1
            else:
                fresh.append(values)
        step.write(Charge, fresh)
        step.write(Payment, _settled_before(step, {values["patron_id"] for values in fresh}))
        self.opened.report.done.added += len(fresh)

    def _values(self, step: Step, row: Row, here: "_Here") -> dict[str, Any]:
        card, barcode = row.needed(ChargeField.CARD), row.text(ChargeField.BARCODE)
        patron, item = here.patrons.get(card), here.items.get(barcode)
        if patron is None:
            raise Refused(ImportFault.PATRON_UNKNOWN, card)
        if barcode and item is None:
            raise Refused(ImportFault.ITEM_UNKNOWN, barcode)
        row.needed(ChargeField.AMOUNT)
        row.needed(ChargeField.CHARGED)
        amount, left = row.money(ChargeField.AMOUNT) or 0, row.money(ChargeField.OUTSTANDING)
        branch = row.text(ChargeField.BRANCH)
        values: dict[str, Any] = {
            "patron_id": patron.id,
            "loan_id": None,
            "item_id": item,
            "branch_id": self.codes.id(step, Made.BRANCH, branch) if branch else patron.branch_id,
            "kind": _kind(row),
            "amount": amount,
            "outstanding": amount if left is None else min(left, amount),
            "charged_at": row.moment(ChargeField.CHARGED),
            "note": row.text(ChargeField.NOTE),
        }
        check_lengths(Charge, values)
        return values


def _settled_before(step: Step, patrons: set[int]) -> list[dict[str, Any]]:
    """What was settled of a charge elsewhere has a line here too, so that every account adds up."""
    lines = select(Payment.id).where(Payment.charge_id == Charge.id)
    asked = select(Charge.id, Charge.amount, Charge.outstanding, Charge.charged_at).where(
        Charge.patron_id.in_(patrons), Charge.amount != Charge.outstanding, ~lines.exists()
    )
    return [
        {
            "charge_id": row.id,
            "kind": PaymentKind.OTHER,
            "amount": row.amount - row.outstanding,
            "paid_at": row.charged_at,
            "note": "settled before",
        }
        for row in step.db.execute(asked)
    ]


def _kind(row: Row) -> ChargeKind:
    word = row.text(ChargeField.KIND)
    try:
        return ChargeKind(word) if word else ChargeKind.MANUAL
    except ValueError:
        raise Refused(ImportFault.KIND_UNKNOWN, word) from None


@dataclass(frozen=True, slots=True)
class _Here:
    """The patrons, copies and charges that the rows of a chunk name."""

    patrons: dict[str, Any]
    items: dict[str, int]
    charges: dict[tuple[Any, ...], int]

    @classmethod
    def of(cls, step: Step, rows: list[Row]) -> "_Here":
        """Look all of them up at once."""
        cards = {row.text(ChargeField.CARD) for row in rows}
        barcodes = {row.text(ChargeField.BARCODE) for row in rows} - {""}
        readers = select(Card.number, Patron.id, Patron.branch_id).join(Patron, Patron.id == Card.patron_id)
        patrons = {row.number: row for row in step.db.execute(readers.where(Card.number.in_(cards)))}
        copies = select(Item.barcode, Item.id).where(Item.barcode.in_(barcodes))
        items = {barcode: number for barcode, number in step.db.execute(copies)}
        charges: dict[tuple[Any, ...], int] = {}
        owed = select(*Charge.__table__.c).where(Charge.patron_id.in_({row.id for row in patrons.values()}))
        for charge in step.db.execute(owed):
            key = (charge.patron_id, charge.item_id, charge.kind, charge.amount, charge.charged_at)
            charges[key] = charges.get(key, 0) + 1
        return cls(patrons, items, charges)
