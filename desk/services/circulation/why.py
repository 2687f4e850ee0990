"""Why is it so, and what would be: the arithmetic of a due date, a fine, a suspension, told step by step."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import select

from desk.models import JournalRow, hot
from desk.rules.calendar import Calendar
from desk.rules.choices import RenewFrom
from desk.rules.duedates import Due, DueStep, due_date
from desk.rules.overdue import Fine, days_overdue
from desk.rules.periods import Period
from desk.rules.policy import LoanRules, RowPlace, Ruled
from desk.rules.suspension import Suspension, suspension
from desk.rules.vocabulary import ClaimFound, Permission, RenewalSource
from desk.services.answers import ItemFace, NotDone, Refused, Thing, Unknown
from desk.services.circulation.answers import (
    Alert,
    AlertKind,
    AlreadyLent,
    AlreadyScanned,
    Backdated,
    Lent,
    Recalled,
    Renewed,
    Returned,
)
from desk.services.circulation.checkout import Checkout, CheckoutAnswer
from desk.services.circulation.facts import item_face, latest_due, loan_rules, place_codes, read_parameters, rules_for
from desk.services.circulation.renew import Renew, late_fine, rules_of_loan
from desk.services.codec import decode
from desk.services.desk import Unit

ClosedNotes = tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class DueExplained:
    """A due date: from which row of the rules the period came, every step, and what the skipped days were.

    `special` was set by hand, `on_site` ends with the day, `recalled` was shortened for another reader. `agrees` is
    whether the rules as they stand now give the same date: they or the opening days may have changed since.
    `shorter_rule` is the row that shortens what others wait for. `renewals` says the how manieth renewal gave the date,
    `by_itself` that no one asked for it.
    """

    at: datetime
    began: datetime
    period: str = ""
    rule: RowPlace = RowPlace(default=True)
    steps: tuple[DueStep, ...] = ()
    closed: ClosedNotes = ()
    special: bool = False
    on_site: bool = False
    recalled: bool = False
    agrees: bool = True
    shorter_rule: RowPlace = RowPlace(default=True)
    renewals: int = 0
    by_itself: bool = False


@dataclass(frozen=True, slots=True)
class FineExplained:
    """A fine: the row of the rules it came from, its arithmetic, and the days after the due day, closed ones too."""

    due: datetime
    until: datetime
    fine: Fine
    rule: RowPlace
    cap_rule: RowPlace
    closed: ClosedNotes = ()
    recalled: bool = False
    claimed_on: date | None = None
    forgiven: bool = False
    growing: bool = False
    days: int = 0


@dataclass(frozen=True, slots=True)
class SuspensionExplained:
    """Days without lending: the row of the rules, and the arithmetic."""

    suspension: Suspension
    rule: RowPlace
    per: int
    every: str
    in_minutes: bool = False


@dataclass(frozen=True, slots=True)
class BackExplained:
    """A return: when the copy was due and came back, how many days late, its fine, and what was told with it."""

    due: datetime | None
    at: datetime
    days_late: int = 0
    alerts: tuple[Alert, ...] = ()
    fine: int = 0


@dataclass(frozen=True, slots=True)
class Explained:
    """All that is to say about one copy and its loan."""

    item: ItemFace
    due: DueExplained | None = None
    fine: FineExplained | None = None
    suspension: SuspensionExplained | None = None
    back: BackExplained | None = None


@dataclass(frozen=True, slots=True)
class WhyLoan:
    """Why the open loan of this copy is due when it is, and what it costs by now."""

    item: str

    def ask(self, unit: Unit) -> Explained | Unknown:
        """From the loan, the act that gave its date, and the rules."""
        row = hot.RENEWAL_FACTS.first(unit.hot, read_parameters(unit, item=self.item))
        if row is None:
            return Unknown(Thing.ITEM, self.item)
        face = item_face(unit, row)
        if row.loan_id is None:
            return Explained(face)
        fine = None
        if row.loan_due_at < unit.now and row.loan_patron is not None:
            fine = explain_fine(unit, row, unit.now, growing=True)
        return Explained(face, _due(unit, row, _last_act(unit, row.loan_id)), fine)


@dataclass(frozen=True, slots=True)
class WhyAct:
    """Why an act of this session came out as it did, by the key of its journal row."""

    key: str

    def ask(self, unit: Unit) -> Explained | Unknown:
        """A check-out or renewal is explained by its loan; a return by its fine and suspension."""
        found = unit.db.scalars(select(JournalRow).where(JournalRow.key == self.key)).one_or_none()
        answer: Any = None if found is None else _answer(found)
        if found is None or getattr(answer, "item", None) is None:
            return Unknown(Thing.VISIT, self.key)
        row = hot.RENEWAL_FACTS.first(unit.hot, read_parameters(unit, item=answer.item.barcode))
        if row is None:
            return Unknown(Thing.ITEM, answer.item.barcode)
        if isinstance(answer, Lent | Renewed) and row.loan_id == found.loan_id:
            return Explained(answer.item, _due(unit, row, found))
        if isinstance(answer, Returned):
            return _returned(unit, answer, found)
        if isinstance(answer, Backdated):
            return _backdated(unit, answer, found)
        return Explained(answer.item)


@dataclass(frozen=True, slots=True)
class Supposed(NotDone):
    """What would happen: the answer of the check-out, and why its date would be so."""

    answer: CheckoutAnswer
    at: datetime
    due: DueExplained | None = None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would happen if this reader took this copy, now or on another day. Nothing is lent and nothing written."""

    kind: ClassVar[str] = "what_if"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = None

    card: str
    item: str
    at: datetime | None = None
    on_site: bool = False

    def run(self, unit: Unit) -> Supposed:
        """Run the check-out itself, at that moment, and take it back: what is said here is what would be done."""
        moment = self.at or unit.now
        then = replace(unit, now=moment, ahead=None)
        answer = Checkout(self.card, self.item, on_site=self.on_site).run(then)
        row = hot.CHECKOUT_FACTS.first(unit.hot, read_parameters(then, card=self.card, item=self.item))
        due = _supposed(then, row, answer) if row is not None else None
        return Supposed(answer, moment, due)


def _supposed(unit: Unit, row: Any, answer: CheckoutAnswer) -> DueExplained | None:
    """The date that is promised, or that would be if nothing stood in the way."""
    if isinstance(answer, Lent | Renewed):
        return _told(unit, row, answer, unit.now, unit.branch)
    if isinstance(answer, Refused) and row.loan_id is None:
        rules = rules_for(unit, row)
        if rules.loan.value is None:
            return None
        return _reckoned(unit, unit.branch, rules, rules.loan, unit.now, unit.now, row.expires_on, None)
    if isinstance(answer, AlreadyLent | AlreadyScanned) and row.loan_id is not None:
        return _due(unit, row, _last_act(unit, row.loan_id))
    return None


def _last_act(unit: Unit, loan: int) -> JournalRow | None:
    """The act that gave an open loan its date."""
    asked = (
        select(JournalRow)
        .where(
            JournalRow.loan_id == loan,
            JournalRow.undone_by.is_(None),
            JournalRow.kind.in_(("checkout", "renew", "recall")),
        )
        .order_by(JournalRow.id.desc())
        .limit(1)
    )
    # The loan's acts stand in the journal under its copy, which the index knows.
    item = select(JournalRow.item_id).where(JournalRow.loan_id == loan).limit(1).scalar_subquery()
    return unit.db.scalars(asked.where(JournalRow.item_id == item)).one_or_none()


def _answer(row: JournalRow) -> Any:
    personal = json.loads(row.private) if row.private else {}
    return decode(json.loads(row.answer), personal.get("answer"))


def _due(unit: Unit, row: Any, act: JournalRow | None) -> DueExplained:
    """The date of an open loan, explained by the act that gave it; without one, by when the loan began."""
    answer = _answer(act) if act is not None else None
    if isinstance(answer, Recalled):
        return DueExplained(row.loan_due_at, row.loan_recalled_at or row.loan_out_at, recalled=True)
    if act is not None and isinstance(answer, Lent | Renewed):
        told = _told(unit, row, answer, act.at, act.branch_id or row.loan_branch)
        if isinstance(answer, Renewed):
            told = replace(told, renewals=answer.renewals, by_itself=_by_itself(act))
        return told if row.loan_due_at == answer.due else replace(told, at=row.loan_due_at, agrees=False)
    rules = rules_of_loan(unit, row)
    begun = row.loan_renewed_at or row.loan_out_at
    if rules.loan.value is None:
        return DueExplained(row.loan_due_at, begun, agrees=False)
    return _reckoned(unit, row.loan_branch, rules, rules.loan, begun, begun, row.expires_on, row.loan_due_at)


def _by_itself(act: JournalRow) -> bool:
    done = decode(json.loads(act.act))
    return isinstance(done, Renew) and done.source is RenewalSource.AUTOMATIC


def _told(unit: Unit, row: Any, answer: Lent | Renewed, at: datetime, branch: int) -> DueExplained:
    """By the rules and the opening days of the branch where it was lent or renewed, whoever asks."""
    if answer.why.special or answer.why.on_site:
        return DueExplained(answer.due, at, special=answer.why.special, on_site=answer.why.on_site)
    rules = loan_rules(unit, branch, row.home_branch, row.patron_branch, row.category_id, row.item_type_id)
    ruled, start = rules.loan, at
    if isinstance(answer, Renewed):
        ruled = rules.renewal if rules.renewal.value is not None else rules.loan
        if rules.renew_from.value is RenewFrom.DUE and answer.was_due > at:
            start = answer.was_due
    if ruled.value is None:
        return DueExplained(answer.due, at, answer.why.period, answer.why.rule, agrees=False)
    told = _reckoned(unit, branch, rules, ruled, at, start, row.expires_on, answer.due)
    return told if told.agrees else replace(told, period=answer.why.period, rule=answer.why.rule)


def _reckoned(
    unit: Unit,
    branch: int,
    rules: LoanRules,
    ruled: Ruled[Period | None],
    at: datetime,
    start: datetime,
    expires_on: date | None,
    expected: datetime | None,
) -> DueExplained:
    """Reckon the date again by the same rule; where demand may have shortened it, that is tried too."""
    calendar, period = unit.policy.calendars[branch], ruled.value
    assert period is not None
    latest = latest_due(replace(unit, now=at), rules, expires_on)
    due = due_date(start, rules.due_rule(period, latest), calendar)
    shorter = rules.high_demand_loan.value
    if expected is not None and due.at != expected and shorter is not None:
        short = due_date(start, rules.due_rule(period, latest, shorter), calendar)
        due = short if short.at == expected else due
    return DueExplained(
        at=expected or due.at,
        began=start,
        period=str(period),
        rule=place_codes(unit, ruled.place),
        steps=due.steps,
        closed=_notes(unit, branch, due),
        shorter_rule=place_codes(unit, rules.high_demand_loan.place),
        agrees=expected is None or due.at == expected,
    )


def _notes(unit: Unit, branch: int, due: Due) -> ClosedNotes:
    calendar = unit.policy.calendars[branch]
    days = dict.fromkeys(day for step in due.steps for day in step.days)
    return tuple((day, calendar.note(day)) for day in days)


def explain_fine(unit: Unit, row: Any, until: datetime, *, growing: bool = False) -> FineExplained:
    """What the lateness of the loan that `row` shows costs at this moment, and by which row."""
    rules = rules_of_loan(unit, row)
    recalled = row.loan_recalled_at is not None
    ruled = rules.recall_fine if recalled and rules.recall_fine.value is not None else rules.fine
    if ruled is rules.fine and rules.fine_bands.value:
        ruled_place = rules.fine_bands.place
    else:
        ruled_place = ruled.place
    fine = late_fine(unit, row, until)
    calendar = unit.policy.calendars[row.loan_branch]
    return FineExplained(
        due=row.loan_due_at,
        until=until,
        fine=fine,
        rule=place_codes(unit, ruled_place),
        cap_rule=place_codes(unit, rules.fine_cap.place),
        closed=tuple((day, calendar.note(day)) for day in fine.closed),
        recalled=recalled,
        claimed_on=row.loan_claimed_on,
        growing=growing,
        days=days_overdue(row.loan_due_at, _counted_until(row.loan_claimed_on, until, calendar), calendar),
    )


def _counted_until(claimed_on: date | None, until: datetime, calendar: Calendar) -> datetime:
    """A claim stops the lateness on its day."""
    return until if claimed_on is None else min(until, calendar.closing(claimed_on))


def _returned(unit: Unit, answer: Returned, act: JournalRow) -> Explained:
    """A return is explained by the loan it ended, as that loan stood."""
    ended = hot.ENDED_LOAN.first(unit.hot, {"loan_id": act.loan_id})
    told = BackExplained(
        answer.due if answer.was_out else None, answer.at, answer.days_late, answer.alerts, answer.fine
    )
    if ended is None or ended.loan_patron is None or answer.due is None:
        return Explained(answer.item, back=told)
    fine = explain_fine(unit, ended, answer.at) if answer.reckoned is not None else None
    if fine is not None and answer.reckoned is not None:
        brought = any(each.text == ClaimFound.PATRON for each in answer.alerts if each.kind is AlertKind.CLAIM_CLOSED)
        claimed = None if brought else fine.claimed_on
        days = answer.days_late if brought else fine.days
        fine = replace(fine, fine=answer.reckoned, forgiven=bool(answer.forgiven), claimed_on=claimed, days=days)
    barred = None
    rules = rules_of_loan(unit, ended)
    if answer.suspended_until is not None:
        reckoned = suspension(
            ended.loan_due_at, answer.at, rules.suspension_rule(), unit.policy.calendars[ended.loan_branch]
        )
        barred = SuspensionExplained(
            replace(reckoned, until=answer.suspended_until),
            place_codes(unit, rules.suspension_days.place),
            rules.suspension_days.value,
            str(rules.suspension_every.value),
            rules.suspension_every.value.short,
        )
    return Explained(answer.item, None, fine, barred, told)


def _backdated(unit: Unit, answer: Backdated, act: JournalRow) -> Explained:
    """A return that counts from another day is explained by that day."""
    ended = hot.ENDED_LOAN.first(unit.hot, {"loan_id": act.loan_id})
    if ended is None or ended.loan_patron is None or answer.at <= ended.loan_due_at:
        return Explained(answer.item, back=BackExplained(ended.loan_due_at if ended is not None else None, answer.at))
    return Explained(answer.item, None, explain_fine(unit, ended, answer.at))
