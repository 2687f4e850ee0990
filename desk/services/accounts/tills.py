"""Tills: opened with a float, counted blind, closed; and money that goes in or out without a payment."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import func, select

from desk.models import Branch, Station, Till, TillEntry, TillSession
from desk.rules.blocks import Block, Fact
from desk.rules.vocabulary import EntryKind, PaymentKind, Permission, Reason
from desk.services.accounts.answers import (
    AlreadyOpen,
    CashMoved,
    MoneyBefore,
    OtherCount,
    TillClosed,
    TillCounted,
    TillFace,
    TillOpened,
    TillSaved,
)
from desk.services.accounts.drawer import (
    expected_cash,
    is_stale,
    move,
    open_here,
    session_of,
    stopped,
    till_face,
    till_here,
)
from desk.services.accounts.pay import MOST
from desk.services.accounts.settling import needs
from desk.services.answers import Grant, Refused, Thing, Unknown, refused
from desk.services.codec import known
from desk.services.desk import Unit


@known
@dataclass(frozen=True, slots=True)
class OpenTill:
    """Open the till of this desk with a float; `till` takes another one to this desk, by its code."""

    kind: ClassVar[str] = "open_till"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MONEY

    float_amount: int | None = None
    till: str = ""

    def run(self, unit: Unit) -> TillOpened | AlreadyOpen | Refused | Unknown:
        """A desk that has no till yet gets one of its own name. A till that stands open elsewhere is shared."""
        station = unit.db.get(Station, unit.station.id)
        if station is None:
            return refused(self, Reason.NO_TILL)
        till = self._till(unit, station)
        if till is None:
            return Unknown(Thing.TILL, self.till)
        if self.float_amount is not None and not 0 <= self.float_amount <= MOST:
            return refused(self, Reason.AMOUNT)
        was, station.till_id = station.till_id, till.id
        unit.db.flush()
        unit.db.refresh(till, with_for_update=True)
        standing = session_of(unit, till.id)
        if standing is not None and was == till.id:
            return AlreadyOpen(till_face(unit, till, standing))
        unit.record.before = MoneyBefore(station_till=was, session=None if standing is None else standing.id)
        session = standing or self._session(unit, till)
        unit.record.amount = session.float_amount
        return TillOpened(till_face(unit, till, session), session.number, session.float_amount)

    def _till(self, unit: Unit, station: Station) -> Till | None:
        if self.till:
            return unit.db.scalars(select(Till).where(Till.code == self.till, Till.active)).one_or_none()
        own = till_here(unit)
        if own is not None:
            return own
        code = station.code
        taken = unit.db.scalar(select(func.count()).where(Till.code == code))
        made = Till(code=f"{code}-{station.id}" if taken else code, name=station.name, branch_id=station.branch_id)
        made.float_amount, made.active = 0, True
        unit.db.add(made)
        unit.db.flush()
        return made

    def _session(self, unit: Unit, till: Till) -> TillSession:
        last = unit.db.scalar(select(func.max(TillSession.number)).where(TillSession.till_id == till.id))
        session = TillSession(
            till_id=till.id,
            number=(last or 0) + 1,
            opened_at=unit.now,
            opened_by=unit.staff.id or None,
            opened_act=unit.key,
            float_amount=till.float_amount if self.float_amount is None else self.float_amount,
        )
        unit.db.add(session)
        unit.db.flush()
        return session


@known
@dataclass(frozen=True, slots=True)
class Count:
    """So many coins or notes of this worth lie in the drawer."""

    worth: int
    number: int


@known
@dataclass(frozen=True, slots=True)
class CountTill:
    """Count the drawer: coins and notes, or one sum. What was expected is told only after that."""

    kind: ClassVar[str] = "count_till"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MONEY

    coins: tuple[Count, ...] = ()
    cash: int | None = None
    card: int | None = None
    cheque: int | None = None
    other: int | None = None

    def run(self, unit: Unit) -> TillCounted | Refused:
        """Keep what was counted, and when: money that moves later makes it stale."""
        till, session = open_here(unit)
        if till is None or session is None:
            return refused(self, Reason.NO_TILL)
        sums = [self.cash, self.card, self.cheque, self.other, *(each.number for each in self.coins)]
        if any(each is not None and not 0 <= each <= MOST for each in sums):
            return refused(self, Reason.AMOUNT)
        if self.cash is None and not self.coins:
            return refused(self, Reason.TILL_COUNTED)
        counted = self.cash if self.cash is not None else sum(each.worth * each.number for each in self.coins)
        unit.record.before = MoneyBefore(
            session=session.id,
            counted_at=session.counted_at,
            counted=session.counted,
            coins=session.coins,
            others=session.others,
        )
        session.counted, session.counted_at = counted, unit.now
        session.coins = json.dumps([[each.worth, each.number] for each in self.coins if each.number])
        others = {PaymentKind.CARD: self.card, PaymentKind.CHEQUE: self.cheque, PaymentKind.OTHER: self.other}
        session.others = json.dumps({kind.value: amount for kind, amount in others.items() if amount is not None})
        unit.record.amount = counted
        return TillCounted(
            till_face(unit, till, session),
            expected_cash(unit, session),
            counted,
            tuple(
                OtherCount(kind, taken_in(unit, session, kind), amount)
                for kind, amount in others.items()
                if amount is not None or taken_in(unit, session, kind)
            ),
        )


def taken_in(unit: Unit, session: TillSession, method: PaymentKind) -> int:
    """What was taken of one kind of money since the till was opened."""
    moved = select(func.coalesce(func.sum(TillEntry.amount), 0))
    asked = moved.where(TillEntry.session_id == session.id, TillEntry.method == method)
    return int(unit.db.scalar(asked) or 0)


@known
@dataclass(frozen=True, slots=True)
class CloseTill:
    """Close the till after it was counted. A difference asks for its reason; a large one for somebody who may."""

    kind: ClassVar[str] = "close_till"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MONEY

    why: str = ""
    grants: tuple[Grant, ...] = ()

    def run(self, unit: Unit) -> TillClosed | Refused:
        """The sheet is numbered without gaps; nothing of it changes any more."""
        till, session = open_here(unit)
        if till is None or session is None:
            return refused(self, Reason.NO_TILL)
        if session.counted is None or is_stale(unit, session):
            return refused(self, Reason.TILL_COUNTED)
        expected = expected_cash(unit, session)
        difference = session.counted - expected
        if difference and not self.why.strip():
            return refused(self, Reason.WHY, fact=Fact(amount=difference))
        tolerance = unit.policy.rules(unit.branch, 0, 0).till_tolerance.value
        if tolerance is not None and abs(difference) > tolerance:
            stopped_by = needs(unit, self, Reason.TILL_DIFFERENCE, difference)
            if stopped_by is not None:
                return stopped_by
        session.closed_at, session.closed_by, session.closed_act = unit.now, unit.staff.id or None, unit.key
        session.expected, session.note = expected, self.why.strip()
        unit.record.before = MoneyBefore(session=session.id)
        unit.record.amount = difference
        face, number = till_face(unit, till, session), session.number
        return TillClosed(face, number, session.float_amount, expected, session.counted, session.note)


@known
@dataclass(frozen=True, slots=True)
class MoveCash:
    """Put cash in, take it out for something bought or to the safe, or only open the drawer; `why` is written."""

    kind: ClassVar[str] = "move_cash"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.MONEY

    what: EntryKind
    amount: int = 0
    why: str = ""

    def run(self, unit: Unit) -> CashMoved | Refused:
        """What leaves the drawer must lie in it."""
        if self.what not in (EntryKind.DROP, EntryKind.PAY_IN, EntryKind.PAY_OUT, EntryKind.NO_SALE):
            return refused(self, Reason.NOT_ALLOWED)
        opened = self.what is EntryKind.NO_SALE
        if not opened and not 0 < self.amount <= MOST:
            return refused(self, Reason.AMOUNT)
        if not self.why.strip() and self.what is not EntryKind.DROP:
            return refused(self, Reason.WHY)
        till, session = open_here(unit)
        signed = 0 if opened else self.amount if self.what is EntryKind.PAY_IN else -self.amount
        barred: Block | None = stopped(unit, session, PaymentKind.CASH, signed)
        if barred is not None or till is None:
            return Refused(self, (barred,)) if barred is not None else refused(self, Reason.NO_TILL)
        entry = move(unit, session, self.what, PaymentKind.CASH, signed, note=self.why.strip())
        unit.record.amount, unit.record.before = signed, MoneyBefore()
        return CashMoved(self.what, abs(signed), self.why.strip(), till_face(unit, till, session), entry.id)


# Which tills there are


@known
@dataclass(frozen=True, slots=True)
class SaveTill:
    """Add a till, or change its name, its usual float, or whether it is in use."""

    kind: ClassVar[str] = "save_till"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.PRICES

    code: str
    name: str
    float_amount: int = 0
    branch: str = ""
    active: bool = True

    def run(self, unit: Unit) -> TillSaved | Refused | Unknown:
        """A till that is open keeps its float until it is opened again."""
        if not self.code.strip() or not self.name.strip():
            return refused(self, Reason.WHY)
        if not 0 <= self.float_amount <= MOST:
            return refused(self, Reason.AMOUNT)
        branch = unit.policy.branch_id(self.branch) if self.branch else unit.branch
        if branch is None:
            return Unknown(Thing.BRANCH, self.branch)
        till = unit.db.scalars(select(Till).where(Till.code == self.code.strip()).with_for_update()).one_or_none()
        was = None if till is None else till_face(unit, till, session_of(unit, till.id))
        if till is None:
            till = Till(code=self.code.strip())
            unit.db.add(till)
        till.name, till.float_amount, till.branch_id = self.name.strip(), self.float_amount, branch
        till.active = self.active
        unit.db.flush()
        unit.record.before = MoneyBefore(till=was, session=till.id)
        return TillSaved(till_face(unit, till, session_of(unit, till.id)), was)


@dataclass(frozen=True, slots=True)
class TillHere:
    """The till of this desk and whether it is open; None where this desk has none."""

    def ask(self, unit: Unit) -> TillFace | None:
        """As it stands."""
        till, session = open_here(unit, locked=False)
        return None if till is None else till_face(unit, till, session)


@dataclass(frozen=True, slots=True)
class Tills:
    """All tills."""

    def ask(self, unit: Unit) -> tuple[TillFace, ...]:
        """By branch and name."""
        rows: Any = unit.db.scalars(select(Till).join(Branch).order_by(Branch.code, Till.code))
        return tuple(till_face(unit, each, session_of(unit, each.id, locked=False)) for each in rows)
