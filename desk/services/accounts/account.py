"""A reader's account: what stands on it, what grows, what is credit; and what a receipt says."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from desk.models import Charge, Item, JournalRow, Payment, TillEntry, TillSession, Title, hot
from desk.models.accounts import Product, Till
from desk.rules.vocabulary import ChargeKind, PaymentKind
from desk.services.accounts.answers import Account, ChargeFace, LineFace, PaidLine, Receipt
from desk.services.accounts.lines import is_taken_back, lines_of, lock_patron, paid_of, taken_back_lines
from desk.services.answers import PatronFace, Thing, Unknown
from desk.services.circulation.facts import ICONS, patron_face, read_parameters, still_growing
from desk.services.desk import Stale, Unit


def reader(unit: Unit, card: str) -> Any:
    """The reader with this card, as a scan knows them; None where no card has this number."""
    return hot.PATRON_FACTS.first(unit.hot, read_parameters(unit, card=card))


def locked_reader(unit: Unit, card: str) -> Any:
    """The reader with this card, locked for an act on the account and noted as whom it is about.

    A merge that another desk made while this act waited for the account has moved the card: then all is read anew.
    """
    row = reader(unit, card)
    if row is None:
        return None
    lock_patron(unit, row.patron_id)
    still_theirs(unit, card, row)
    unit.record.person, unit.record.patron_category = row.patron_id, row.category_id
    return row


def still_theirs(unit: Unit, card: str, row: Any) -> None:
    """Whether the card is still this reader's, now that the account is locked; if not, the act begins anew."""
    if hot.on_server(unit.hot):
        now = reader(unit, card)
        if now is None or now.patron_id != row.patron_id:
            raise Stale


def face_of(unit: Unit, patron: int | None) -> PatronFace:
    """The reader with this number, for an answer; nobody, where there is none."""
    row = None if patron is None else hot.READER.first(unit.hot, {"patron_id": patron})
    return PatronFace() if row is None else patron_face(row)


def balance_of(unit: Unit, patron: int | None) -> int:
    """What stands on the account; less than nothing is a credit. What grows is not on it yet."""
    unit.db.flush()
    owed = select(func.coalesce(func.sum(Charge.outstanding), 0)).where(
        Charge.patron_id == patron, Charge.outstanding != 0
    )
    return int(unit.db.scalar(owed) or 0)


@dataclass(frozen=True, slots=True)
class AccountOf:
    """The account of the reader with this card; `settled` shows what is paid as well, the newest `most` of it."""

    card: str
    settled: bool = False
    most: int = 100

    def ask(self, unit: Unit) -> Account | Unknown:
        """What stands, what grows, and the limits that hold for this reader here."""
        row = reader(unit, self.card)
        if row is None:
            return Unknown(Thing.CARD, self.card)
        stands = _charges(unit, row.patron_id, settled=self.settled, most=self.most)
        growing = _growing(unit, row)
        rules = unit.policy.rules(unit.branch, row.category_id, 0)
        return Account(
            patron_face(row),
            (*stands, *growing),
            owed=sum(each.left for each in stands if each.left > 0),
            growing=sum(each.left for each in growing),
            credit=-sum(each.left for each in stands if each.left < 0),
            warning=rules.debt_warning.value,
            limit=rules.debt_limit.value,
        )


def _charges(unit: Unit, patron: int, *, settled: bool, most: int) -> tuple[ChargeFace, ...]:
    asked = select(Charge).where(Charge.patron_id == patron).order_by(Charge.charged_at.desc(), Charge.id.desc())
    asked = asked.limit(most) if settled else asked.where(Charge.outstanding != 0)
    found = list(reversed(list(unit.db.scalars(asked))))
    return charge_faces(unit, found)


def charge_faces(unit: Unit, charges: Sequence[Charge]) -> tuple[ChargeFace, ...]:
    """Charges with their copies and their lines."""
    copies = _copies(unit, {each.item_id for each in charges if each.item_id is not None})
    names = _products(unit, {each.product_id for each in charges if each.product_id is not None})
    lines: dict[int, list[Payment]] = defaultdict(list)
    for line in lines_of(unit, [each.id for each in charges]):
        lines[line.charge_id].append(line)
    return tuple(_face(each, copies, names, lines[each.id]) for each in charges)


def _face(charge: Charge, copies: dict[int, Any], names: dict[int, str], lines: list[Payment]) -> ChargeFace:
    copy = copies.get(charge.item_id or 0)
    gone = taken_back_lines(lines)
    return ChargeFace(
        id=charge.id,
        kind=charge.kind,
        amount=charge.amount,
        left=charge.outstanding,
        at=charge.charged_at,
        title=copy.title if copy is not None else names.get(charge.product_id or 0, ""),
        barcode=copy.barcode if copy is not None else "",
        icon=copy.icon if copy is not None else "",
        note=charge.note,
        loan=charge.loan_id,
        paid=paid_of(lines),
        lines=tuple(
            LineFace(line.kind, line.amount, line.paid_at, line.note, line.entry_id, line.id in gone) for line in lines
        ),
    )


@dataclass(frozen=True, slots=True)
class _Copy:
    title: str
    barcode: str
    icon: str


def _copies(unit: Unit, numbers: Iterable[int]) -> dict[int, _Copy]:
    asked = select(Item.id, Item.barcode, Item.item_type_id, Title.title).join(Title, Title.id == Item.title_id)
    kinds = unit.policy.kinds
    return {
        row.id: _Copy(row.title, row.barcode, kinds[row.item_type_id].icon or ICONS.get("book", "book"))
        for row in unit.db.execute(asked.where(Item.id.in_(numbers)))
    }


def _products(unit: Unit, numbers: Iterable[int]) -> dict[int, str]:
    found = unit.db.execute(select(Product.id, Product.name).where(Product.id.in_(numbers)))
    return {row.id: row.name for row in found}


def _growing(unit: Unit, row: Any) -> tuple[ChargeFace, ...]:
    """The fines of loans that are still out and late: reckoned, not written."""
    loans = hot.OVERDUE_LOANS.all(unit.hot, {"patron_id": row.patron_id, "now": unit.now})
    copies = _copies(unit, {loan.item_id for loan in loans})
    found = []
    for loan in loans:
        left = still_growing(unit, loan, row.category_id, row.patron_branch)
        copy = copies[loan.item_id]
        if left > 0:
            kind, due = ChargeKind.OVERDUE, loan.due_at
            face = ChargeFace(0, kind, left, left, due, copy.title, copy.barcode, copy.icon, loan=loan.id, growing=True)
            found.append(face)
    return tuple(found)


def paid_lines(unit: Unit, parts: Sequence[tuple[Charge, int]]) -> tuple[PaidLine, ...]:
    """What an act did to each charge, for its answer."""
    faces = charge_faces(unit, [charge for charge, _amount in parts])
    return tuple(
        PaidLine(charge.id, charge.kind, face.title or face.note, amount, charge.outstanding, charge.quantity)
        for (charge, amount), face in zip(parts, faces, strict=True)
    )


@dataclass(frozen=True, slots=True)
class ReceiptOf:
    """The receipt with this number; without one, the last of this desk."""

    number: int = 0

    def ask(self, unit: Unit) -> Receipt | Unknown:
        """As it stood: what is owed now is told only on a receipt of today."""
        entry = unit.db.get(TillEntry, self.number) if self.number else self._last(unit)
        if entry is None:
            return Unknown(Thing.RECEIPT, str(self.number or ""))
        return receipt_of(unit, entry)

    def _last(self, unit: Unit) -> TillEntry | None:
        asked = select(TillEntry).where(
            TillEntry.station_id == unit.station.id, TillEntry.reverses_id.is_(None), TillEntry.amount != 0
        )
        return unit.db.scalars(asked.order_by(TillEntry.id.desc()).limit(1)).one_or_none()


def receipt_of(unit: Unit, entry: TillEntry) -> Receipt:
    """What is printed for money that moved."""
    lines = list(unit.db.scalars(select(Payment).where(Payment.entry_id == entry.id).order_by(Payment.id)))
    charges = {
        each.id: each
        for each in unit.db.scalars(select(Charge).where(Charge.id.in_({line.charge_id for line in lines})))
    }
    credits = {number for number, each in charges.items() if each.kind is ChargeKind.CREDIT and not each.amount}
    rounded = sum(line.amount for line in lines if line.kind is PaymentKind.ROUNDING)
    parts: defaultdict[int, int] = defaultdict(int)
    for line in lines:
        if line.charge_id not in credits:
            parts[line.charge_id] += line.amount
    session = unit.db.get(TillSession, entry.session_id) if entry.session_id else None
    till = unit.db.get(Till, session.till_id) if session is not None else None
    patron = next((each.patron_id for each in charges.values() if each.patron_id is not None), None)
    calendar = unit.policy.calendars[unit.branch]
    fresh = patron is not None and calendar.today(entry.at) == calendar.today(unit.now)
    return Receipt(
        number=entry.id,
        at=entry.at,
        kind=entry.kind,
        method=entry.method,
        amount=entry.amount,
        lines=paid_lines(unit, [(charges[number], amount) for number, amount in parts.items()]),
        given=entry.given,
        change=max((entry.given or entry.amount) - entry.amount, 0),
        rounded=rounded,
        credit=sum(line.amount for line in lines if line.charge_id in credits),
        balance=balance_of(unit, patron) if fresh else None,
        reference=entry.reference,
        till="" if till is None else till.name,
        library=unit.policy.library,
        branch=unit.policy.branches[entry.branch_id].name,
        undone=is_taken_back(unit, entry.id),
        person=patron,
    )


@dataclass(frozen=True, slots=True)
class KeyOfReceipt:
    """The journal's key of the act behind a receipt, so that it can be taken back."""

    number: int

    def ask(self, unit: Unit) -> str:
        """Nothing, where there is no such receipt."""
        entry = unit.db.get(TillEntry, self.number)
        known = entry is not None and unit.db.scalar(select(JournalRow.id).where(JournalRow.key == entry.act))
        return entry.act if entry is not None and known else ""
