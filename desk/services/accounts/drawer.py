"""The drawer of this desk: which till is open, what ought to be in it, and money that moves."""

from sqlalchemy import func, select

from desk.models import Staff, Station, Till, TillEntry, TillSession
from desk.rules.blocks import Block, Fact
from desk.rules.vocabulary import EntryKind, PaymentKind, Reason
from desk.services.accounts.answers import TillFace
from desk.services.desk import Unit


def till_here(unit: Unit) -> Till | None:
    """The till whose drawer stands at this desk."""
    found = select(Till).join(Station, Station.till_id == Till.id).where(Station.id == unit.station.id)
    return unit.db.scalars(found).one_or_none()


def session_of(unit: Unit, till: int, *, locked: bool = True) -> TillSession | None:
    """The opening of this till that stands; locked, so that nobody closes it meanwhile."""
    found = select(TillSession).where(TillSession.till_id == till, TillSession.closed_at.is_(None))
    if locked:
        found = found.with_for_update().execution_options(populate_existing=True)
    return unit.db.scalars(found).one_or_none()


def open_here(unit: Unit, *, locked: bool = True) -> tuple[Till | None, TillSession | None]:
    """The till of this desk, and its opening that stands."""
    till = till_here(unit)
    return till, None if till is None else session_of(unit, till.id, locked=locked)


def expected_cash(unit: Unit, session: TillSession) -> int:
    """What ought to lie in the drawer: the float, and all cash that came and went."""
    moved = select(func.coalesce(func.sum(TillEntry.amount), 0)).where(
        TillEntry.session_id == session.id, TillEntry.method == PaymentKind.CASH
    )
    return session.float_amount + int(unit.db.scalar(moved) or 0)


def is_stale(unit: Unit, session: TillSession) -> bool:
    """Whether cash has moved since the drawer was counted."""
    moved = select(TillEntry.id).where(
        TillEntry.session_id == session.id,
        TillEntry.method == PaymentKind.CASH,
        TillEntry.at > session.counted_at,
    )
    return unit.db.scalar(moved.limit(1)) is not None


def stopped(unit: Unit, session: TillSession | None, method: PaymentKind, amount: int) -> Block | None:
    """Why this money cannot move: cash needs an open till, and what leaves the drawer must lie in it."""
    if method is not PaymentKind.CASH:
        return None
    if session is None:
        return Block(Reason.NO_TILL, None)
    there = expected_cash(unit, session) if amount < 0 else 0
    if amount < 0 and there + amount < 0:
        return Block(Reason.DRAWER_SHORT, None, Fact(amount=-amount, limit=there))
    return None


def move(
    unit: Unit,
    session: TillSession | None,
    kind: EntryKind,
    method: PaymentKind,
    amount: int,
    *,
    given: int | None = None,
    reference: str = "",
    note: str = "",
) -> TillEntry:
    """Write that money moved; gives it with its number."""
    entry = TillEntry(
        session_id=None if session is None else session.id,
        branch_id=unit.branch,
        station_id=unit.station.id or None,
        staff_id=unit.staff.id or None,
        at=unit.now,
        kind=kind,
        method=method,
        amount=amount,
        given=given,
        reference=reference,
        note=note,
        act=unit.key,
    )
    unit.db.add(entry)
    unit.db.flush()
    unit.record.method = method.value
    return entry


def till_face(unit: Unit, till: Till, session: TillSession | None) -> TillFace:
    """The till as the desk shows it."""
    opener = unit.db.get(Staff, session.opened_by) if session is not None and session.opened_by else None
    here = till_here(unit)
    return TillFace(
        till.id,
        till.code,
        till.name,
        unit.policy.branches[till.branch_id].code,
        till.float_amount,
        None if session is None else session.number,
        None if session is None else session.opened_at,
        "" if opener is None else opener.name,
        till.active,
        here is not None and here.id == till.id,
    )
