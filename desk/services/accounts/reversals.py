"""How the acts on money are taken back, by the kind of the act: by lines of their own that reverse what it wrote."""

from typing import Any

from sqlalchemy import ColumnElement, select

from desk.models import (
    Charge,
    Item,
    JournalRow,
    Loan,
    Product,
    Station,
    Till,
    TillEntry,
    TillSession,
    Transit,
)
from desk.rules.blocks import Block
from desk.services.accounts.answers import MoneyBefore
from desk.services.accounts.drawer import stopped
from desk.services.accounts.lines import UNDONE, lock_act, standing_on, take_back
from desk.services.accounts.losses import still_lost
from desk.services.accounts.products import put
from desk.services.circulation.holds import hold_back
from desk.services.desk import Unit
from desk.services.reversal import Reversal

Touched = list[ColumnElement[bool]]


def _lock(unit: Unit, row: JournalRow) -> None:
    lock_act(unit, row.key, row.person)


def _lines_back(unit: Unit, row: JournalRow, before: MoneyBefore | None) -> None:
    """Reverse the lines; loans that the act ended, fined or lost are as they were."""
    take_back(unit, row.key)
    if before is None:
        return
    for was in before.loans:
        loan = unit.db.get_one(Loan, was.id, with_for_update=True)
        if was.fined is not None:
            loan.fined = was.fined
        if was.lost:
            loan.lost_at, loan.claimed_on = None, was.claimed
        if was.ended and still_lost(unit, loan):
            loan.returned_at = None
        if was.again is not None:
            loan.returned_at = was.again
    if before.status is not None and row.item_id is not None:
        item = unit.db.get_one(Item, row.item_id)
        item.status, item.note = before.status, before.item_note
    if before.closed_transit is not None:
        unit.db.get_one(Transit, before.closed_transit).arrived_at = None
    if before.displaced is not None:
        hold_back(unit, before.displaced)


def _on_lines(unit: Unit, row: JournalRow, before: MoneyBefore | None) -> Touched:
    found = standing_on(unit, row)
    fined = [was.id for was in before.loans if was.fined is not None] if before is not None else []
    if fined:  # what came after reckoned with this fine
        later = select(Charge.act).where(Charge.loan_id.in_(fined), Charge.act.not_in(("", row.key)))
        found += [JournalRow.loan_id.in_(fined), JournalRow.key.in_(later)]
    ended = [was.id for was in before.loans if was.ended or was.again is not None] if before is not None else []
    if ended:  # whatever became of a copy that was paid for, or not any more
        found.append(JournalRow.item_id.in_(select(Loan.item_id).where(Loan.id.in_(ended))))
    if row.item_id is not None:
        found.append(JournalRow.item_id == row.item_id)
    if row.hold_id is not None:
        found.append(JournalRow.hold_id == row.hold_id)
    return found


def _till_shut(unit: Unit, row: JournalRow, before: MoneyBefore) -> None:
    """An opening in which nothing happened is as if it had not been; the desk has its old till again."""
    if before.session is None:
        opened = unit.db.scalars(select(TillSession).where(TillSession.opened_act == row.key)).one()
        if unit.db.scalar(select(TillEntry.id).where(TillEntry.session_id == opened.id).limit(1)) is None:
            unit.db.delete(opened)
        else:  # what happened in it was undone, and its lines stay: it ends with what it began with
            opened.closed_at, opened.closed_by, opened.closed_act = unit.now, unit.staff.id or None, unit.key
            opened.expected = opened.counted = opened.float_amount
            opened.note = UNDONE
    if row.station_id is not None:
        unit.db.get_one(Station, row.station_id).till_id = before.station_till or _own(unit, row)


def _own(unit: Unit, row: JournalRow) -> int | None:
    """A desk that had no till keeps the one that was made for it."""
    return unit.db.get_one(Station, row.station_id).till_id


def _in_session(unit: Unit, row: JournalRow, _before: MoneyBefore) -> Touched:
    opened = select(TillSession.id).where(TillSession.opened_act == row.key)
    moved = select(TillEntry.act).where(TillEntry.session_id.in_(opened))
    closed = select(TillSession.closed_act).where(TillSession.opened_act == row.key)
    counted = (JournalRow.kind == "count_till") & (JournalRow.station_id == row.station_id)
    return [JournalRow.key.in_(moved), JournalRow.key.in_(closed), counted]


def _count_back(unit: Unit, _row: JournalRow, before: MoneyBefore) -> None:
    session = unit.db.get_one(TillSession, before.session, with_for_update=True)
    session.counted_at, session.counted = before.counted_at, before.counted
    session.coins, session.others = before.coins, before.others


def _after_count(unit: Unit, row: JournalRow, before: MoneyBefore) -> Touched:
    closed = select(TillSession.closed_act).where(TillSession.id == before.session)
    again = (JournalRow.kind == row.kind) & (JournalRow.station_id == row.station_id)
    return [JournalRow.key.in_(closed), again]


def _till_open_again(unit: Unit, _row: JournalRow, before: MoneyBefore) -> None:
    session = unit.db.get_one(TillSession, before.session, with_for_update=True)
    session.closed_at, session.closed_by, session.closed_act = None, None, ""
    session.expected, session.note = None, ""


def _opened_later(unit: Unit, _row: JournalRow, before: MoneyBefore) -> Touched:
    session = unit.db.get_one(TillSession, before.session)
    later = select(TillSession.opened_act).where(
        TillSession.till_id == session.till_id, TillSession.number > session.number
    )
    return [JournalRow.key.in_(later)]


def _product_back(unit: Unit, _row: JournalRow, before: MoneyBefore) -> None:
    """As it was; what was new is sold no more."""
    product = unit.db.get_one(Product, before.session, with_for_update=True)
    if before.product is None:
        product.active, product.place = False, None
    else:
        put(product, before.product)


def _same_kind(_unit: Unit, row: JournalRow, _before: Any) -> Touched:
    return [JournalRow.kind == row.kind]


def _till_back(unit: Unit, _row: JournalRow, before: MoneyBefore) -> None:
    till = unit.db.get_one(Till, before.session, with_for_update=True)
    if before.till is None:
        till.active = False
        return
    till.name, till.float_amount, till.active = before.till.name, before.till.float_amount, before.till.active


def _drawer_short(unit: Unit, row: JournalRow) -> Block | None:
    """Cash that came in with the act must still lie in the drawer; a till that was closed since says so itself."""
    for entry in unit.db.scalars(select(TillEntry).where(TillEntry.act == row.key).order_by(TillEntry.id)):
        number = entry.session_id
        session = None if number is None else unit.db.get_one(TillSession, number, with_for_update=True)
        if session is not None and session.closed_at is None:
            block = stopped(unit, session, entry.method, -entry.amount)
            if block is not None:
                return block
    return None


_OF_LINES = Reversal(_lines_back, _on_lines, _lock, stopped=_drawer_short)
REVERSALS: dict[str, Reversal] = {
    **dict.fromkeys(
        (
            *("pay", "sell", "waive", "transfer", "refund", "add_charge", "add_credit", "void_payment"),
            *("bill_item", "declare_lost", "move_cash"),
        ),
        _OF_LINES,
    ),
    "open_till": Reversal(_till_shut, _in_session),
    "count_till": Reversal(_count_back, _after_count),
    "close_till": Reversal(_till_open_again, _opened_later),
    "save_product": Reversal(_product_back, _same_kind),
    "save_till": Reversal(_till_back, _same_kind),
}

# What no scanner takes back: it would move money, or what is owed. That a copy is lost is said of the copy.
MONEY = frozenset(REVERSALS) - {"declare_lost"}
