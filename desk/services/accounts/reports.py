"""What the drawers did: the sheet of a till, and a report between two instants by anything that is asked."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from desk.models import Charge, Payment, Staff, Till, TillEntry, TillSession
from desk.rules.vocabulary import EntryKind, PaymentKind
from desk.services.accounts.answers import DrawerReport, SumLine, TillSheet
from desk.services.accounts.drawer import expected_cash, is_stale, open_here, till_face
from desk.services.answers import Thing, Unknown
from desk.services.desk import Unit


@dataclass(frozen=True, slots=True)
class SheetOf:
    """What the till of this desk did since it was opened (X), or a closed one by its number (Z).

    `blind` keeps back what is expected until the drawer was counted, and again once cash has moved since.
    """

    number: int = 0
    till: str = ""
    blind: bool = True

    def ask(self, unit: Unit) -> TillSheet | Unknown:
        """The sums by kind of money and of movement."""
        till, session = self._session(unit)
        if till is None or session is None:
            return Unknown(Thing.TILL, self.till or str(self.number or ""))
        entries = list(unit.db.scalars(select(TillEntry).where(TillEntry.session_id == session.id)))
        counted = session.counted is not None and not is_stale(unit, session)
        told = session.closed_at is not None or counted or not self.blind
        paid = [each for each in entries if each.kind is EntryKind.PAYMENT]
        refunds = [each for each in entries if each.kind is EntryKind.REFUND]
        moved = [each for each in entries if each.kind not in (EntryKind.PAYMENT, EntryKind.REFUND)]
        expected = session.expected if session.expected is not None else expected_cash(unit, session)
        return TillSheet(
            till_face(unit, till, session),
            session.number,
            session.opened_at,
            session.float_amount,
            session.closed_at,
            expected if told else None,
            session.counted if told else None,
            _sums(paid, lambda each: each.method.value) if told else (),
            _sums(moved, lambda each: each.kind.value) if told else (),
            -sum(each.amount for each in refunds) if told else 0,
            session.note,
            tuple((worth, number) for worth, number in json.loads(session.coins or "[]")),
        )

    def _session(self, unit: Unit) -> tuple[Till | None, TillSession | None]:
        till, session = open_here(unit, locked=False)
        if self.till:
            till = unit.db.scalars(select(Till).where(Till.code == self.till)).one_or_none()
        if till is None or not (self.number or self.till):
            return till, session
        asked = select(TillSession).where(TillSession.till_id == till.id)
        if self.number:
            asked = asked.where(TillSession.number == self.number)
        return till, unit.db.scalars(asked.order_by(TillSession.number.desc()).limit(1)).one_or_none()


@dataclass(frozen=True, slots=True)
class DrawerOf:
    """What was taken and given back from one instant to another, both counted in; a branch or a till alone if named."""

    since: datetime
    until: datetime
    branch: str = ""
    till: str = ""

    def ask(self, unit: Unit) -> DrawerReport:
        """By kind of money, by what it was for, by branch, till and person."""
        entries = self._entries(unit)
        signed = [each for each in entries if each.kind in (EntryKind.PAYMENT, EntryKind.REFUND)]
        tills = _tills(unit, signed)
        people = {each.id: each.name for each in unit.db.scalars(select(Staff))}
        undone = {each.reverses_id for each in signed} - {None}
        stands = [each for each in signed if each.id not in undone and each.reverses_id is None]
        total = SumLine("", len(stands), sum(each.amount for each in signed))
        return DrawerReport(
            self.since,
            self.until,
            total,
            _sums(signed, lambda each: each.method.value),
            self._by_type(unit, [each.id for each in signed]),
            _sums(signed, lambda each: unit.policy.branches[each.branch_id].name),
            _sums(signed, lambda each: tills.get(each.session_id or 0, "")),
            _sums(signed, lambda each: people.get(each.staff_id or 0, "")),
            income=sum(each.amount for each in signed if each.kind is EntryKind.PAYMENT),
            payout=-sum(each.amount for each in signed if each.kind is EntryKind.REFUND),
            waived=self._waived(unit),
        )

    def _entries(self, unit: Unit) -> list[TillEntry]:
        asked = select(TillEntry).where(TillEntry.at >= self.since, TillEntry.at <= self.until)
        if self.branch:
            asked = asked.where(TillEntry.branch_id == (unit.policy.branch_id(self.branch) or 0))
        if self.till:
            own = select(TillSession.id).join(Till, Till.id == TillSession.till_id).where(Till.code == self.till)
            asked = asked.where(TillEntry.session_id.in_(own))
        return list(unit.db.scalars(asked.order_by(TillEntry.id)))

    def _by_type(self, unit: Unit, entries: Iterable[int]) -> tuple[SumLine, ...]:
        asked: Any = (
            select(Charge.kind, Payment.amount, Payment.charge_id)
            .join(Charge, Charge.id == Payment.charge_id)
            .where(Payment.entry_id.in_(entries))
        )
        sums: dict[str, int] = defaultdict(int)
        charges: dict[str, set[int]] = defaultdict(set)
        for row in unit.db.execute(asked):
            sums[row.kind.value] += row.amount
            charges[row.kind.value].add(row.charge_id)
        return tuple(SumLine(kind, len(charges[kind]), amount) for kind, amount in sorted(sums.items()) if amount)

    def _waived(self, unit: Unit) -> SumLine:
        kinds = (PaymentKind.WAIVER, PaymentKind.WRITE_OFF)
        asked = select(Payment.amount, Payment.reverses_id).where(
            Payment.paid_at >= self.since, Payment.paid_at <= self.until, Payment.kind.in_(kinds)
        )
        rows = list(unit.db.execute(asked))
        return SumLine("", sum(-1 if row.reverses_id else 1 for row in rows), sum(row.amount for row in rows))


def _tills(unit: Unit, entries: Iterable[TillEntry]) -> dict[int, str]:
    numbers = {each.session_id for each in entries if each.session_id is not None}
    asked = select(TillSession.id, Till.name).join(Till, Till.id == TillSession.till_id)
    return {row.id: row.name for row in unit.db.execute(asked.where(TillSession.id.in_(numbers)))}


def _sums(entries: Iterable[TillEntry], by: Callable[[TillEntry], str]) -> tuple[SumLine, ...]:
    """Sums by a word, reversed ones netted: what was taken and undone is counted as nothing."""
    sums: dict[str, int] = defaultdict(int)
    counts: dict[str, int] = defaultdict(int)
    for each in entries:
        word = by(each)
        sums[word] += each.amount
        counts[word] += -1 if each.reverses_id is not None else 1
    return tuple(SumLine(word, counts[word], sums[word]) for word in sorted(sums) if counts[word] or sums[word])
