"""Placing a hold: a reader waits for a title, a volume or one copy. The rules are the rows of docs/holds.md."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import func, select

from desk.models import IS_LIVE, Card, Hold, Item, Loan, Title, hot
from desk.rules.blocks import Block, Fact
from desk.rules.hold_wait import likely_day
from desk.rules.holds import Wish, hold_blocks
from desk.rules.policy import LoanRules
from desk.rules.vocabulary import HoldStatus, Permission, Reason
from desk.services.answers import Grant, ItemFace, Refused, Thing, Unknown, refused
from desk.services.circulation.facts import (
    item_face,
    lifted,
    patron_face,
    patron_facts,
    read_parameters,
    refusal,
    standing,
    today,
)
from desk.services.circulation.marks import due_if_recalled
from desk.services.codec import known, private
from desk.services.desk import Unit
from desk.services.holds.answers import CalledBack, HoldPlaced, HoldsBefore
from desk.services.holds.copies import CopyOf, copies_of, loan_days
from desk.services.holds.finding import find_title, last_rank, lock, queue, title_face

PlaceAnswer = HoldPlaced | Refused | Unknown


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is waited for: a title, a copy where it is one alone, the branch of the pickup, and every copy."""

    title: int
    item: int | None
    pickup: int
    copies: Sequence[CopyOf]


@known
@dataclass(frozen=True, slots=True)
class PlaceHold:
    """Let the reader with this card wait for the title with this number, or that `item` (barcode or ISBN) belongs to.

    `only_this` is for that copy alone, `volume` for any copy of that volume; `copies` is for a club that needs several.
    `recall` calls a copy back that is on loan. The pickup is at the desk's branch where none is said.
    """

    kind: ClassVar[str] = "place_hold"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.HOLDS

    card: str = private(default="")
    item: str = ""
    title: int = 0
    only_this: bool = False
    volume: str = ""
    pickup: str = ""
    copies: int = 1
    not_before: date | None = None
    expires_on: date | None = None
    note: str = private(default="")
    note_on_slip: bool = False
    recall: bool = False
    grants: tuple[Grant, ...] = ()

    def run(self, unit: Unit) -> PlaceAnswer:
        """Find reader and title, ask the rules, refuse or add the hold, answer with the place in the queue."""
        if self.recall and Permission.RECALL not in unit.staff.permissions:
            return refused(self, Reason.NOT_ALLOWED)
        reader = unit.db.scalar(select(Card.patron_id).where(Card.number == self.card))
        if reader is None:
            return Unknown(Thing.CARD, self.card)
        pickup = unit.policy.branch_id(self.pickup) if self.pickup else unit.branch
        if pickup is None:
            return Unknown(Thing.BRANCH, self.pickup)
        title, item = (self.title, None) if self.title else find_title(unit, self.item)
        if title is None or unit.db.get(Title, title) is None:
            return Unknown(Thing.TITLE if self.title else Thing.ITEM, self.item or str(title))
        loan = self._loan_to_recall(unit, title, item)
        lock(unit, readers=(reader, *((loan.patron_id,) if loan is not None else ())), title=title)
        wanted = Wanted(title, item, pickup, self._copies(unit, title, item, pickup))
        row = hot.PATRON_FACTS.first(unit.hot, read_parameters(unit, card=self.card))
        return self._place(unit, row, wanted, loan)

    def _copies(self, unit: Unit, title: int, item: int | None, pickup: int) -> list[CopyOf]:
        """The copies that could fill it: one, those of the volume, or all."""
        found = copies_of(unit, (title,), pickup=pickup)
        if self.only_this:
            return [copy for copy in found if copy.row.id == item]
        return [copy for copy in found if self.volume in ("", copy.row.volume)]

    def _place(self, unit: Unit, row: Any, wanted: Wanted, loan: Any) -> PlaceAnswer:
        kind = wanted.copies[0].row.item_type_id if wanted.copies else 0
        branch = unit.policy.lending_branch(wanted.pickup, None, row.patron_branch)
        rules = unit.policy.rules(branch, row.category_id, kind)
        blocks = (*self._days(unit), *self._blocks(unit, row, wanted, rules))
        left = standing(blocks, self.grants)
        if left:
            return refusal(unit, self, left, None, patron_face(row))
        made = self._made(unit, row, wanted, rules)
        recalled = self._recall(unit, wanted, loan)
        if recalled is not None:  # it comes back sooner now
            unit.db.flush()
            wanted = replace(wanted, copies=self._copies(unit, wanted.title, wanted.item, wanted.pickup))
        order = [each.id for each in queue(unit, wanted.title)]
        place = order.index(made[0]) + 1
        return HoldPlaced(
            title=title_face(unit, wanted.title),
            holds=made,
            position=place,
            waiting=len(order),
            pickup=unit.policy.branches[wanted.pickup].name,
            likely=likely(unit, wanted.copies, place),
            free=sum(copy.state.free and copy.state.holdable for copy in wanted.copies),
            recalled=recalled,
            patron=patron_face(row),
            overridden=lifted(blocks),
        )

    def _days(self, unit: Unit) -> list[Block]:
        """Days that make no sense are refused: nobody can lift them."""
        day, begin, end = today(unit), self.not_before, self.expires_on
        found = []
        if end is not None and end < day:
            found.append(Block(Reason.IN_PAST, None, Fact(day=end)))
        if begin is not None and end is not None and end < begin:
            found.append(Block(Reason.DAYS_CROSSED, None, Fact(day=end)))
        return found

    def _blocks(self, unit: Unit, row: Any, wanted: Wanted, rules: LoanRules) -> tuple[Block, ...]:
        reader, day = row.patron_id, today(unit)
        begun = unit.policy.calendars[unit.branch].at(day, 0)
        live: Any = select(func.count()).select_from(Hold).where(Hold.patron_id == reader, IS_LIVE)
        placed = select(func.count()).select_from(Hold).where(Hold.patron_id == reader, Hold.placed_at >= begun)
        out = select(Loan.id).join(Item, Item.id == Loan.item_id).where(Loan.patron_id == reader)
        has = out.where(Loan.returned_at.is_(None), Item.id.in_([copy.row.id for copy in wanted.copies]))
        wish = Wish(
            copies=max(self.copies, 1),
            live=unit.db.scalar(live) or 0,
            today=unit.db.scalar(placed) or 0,
            here=unit.db.scalar(live.where(Hold.pickup_branch_id == wanted.pickup)) or 0,
            of_title=unit.db.scalar(live.where(Hold.title_id == wanted.title)) or 0,
            has=unit.db.scalar(has.limit(1)) is not None,
            min_age=unit.db.get_one(Title, wanted.title).min_age,
            pickup=unit.policy.branches[wanted.pickup].name,
            pickup_rules=unit.policy.rules(wanted.pickup, 0, 0),
            states=tuple(copy.state for copy in wanted.copies),
        )
        return hold_blocks(patron_facts(unit, row, rules), wish, rules, day)

    def _made(self, unit: Unit, row: Any, wanted: Wanted, rules: LoanRules) -> tuple[int, ...]:
        """Write the holds, behind all others."""
        expires, default = self.expires_on, rules.hold_expiry.value
        if expires is None and default is not None and not default.short:
            expires = default.after(today(unit))
        rank = last_rank(unit, wanted.title)
        holds = [
            Hold(
                title_id=wanted.title,
                item_id=wanted.item if self.only_this else None,
                volume=self.volume,
                patron_id=row.patron_id,
                pickup_branch_id=wanted.pickup,
                placed_at=unit.now,
                rank=rank + number,
                status=HoldStatus.QUEUED,
                not_before=self.not_before,
                expires_on=expires,
                note=self.note,
                note_on_slip=self.note_on_slip,
            )
            for number in range(1, max(self.copies, 1) + 1)
        ]
        unit.db.add_all(holds)
        unit.db.flush()
        record, made = unit.record, tuple(hold.id for hold in holds)
        record.person, record.hold_id, record.before = row.patron_id, made[0], HoldsBefore(made=made)
        record.patron_category, record.item_type = row.category_id, None
        record.quantity = len(made)
        return made

    def _loan_to_recall(self, unit: Unit, title: int, item: int | None) -> Any:
        """The loan that a recall would end first: the one that is out longest and was not called back yet."""
        if not self.recall:
            return None
        asked = select(Loan.id, Loan.patron_id, Item.barcode).join(Item, Item.id == Loan.item_id)
        asked = asked.where(Loan.returned_at.is_(None), Loan.recalled_at.is_(None), Item.title_id == title)
        if self.only_this:
            asked = asked.where(Item.id == item)
        elif self.volume:
            asked = asked.where(Item.volume == self.volume)
        return unit.db.execute(asked.order_by(Loan.out_at, Loan.id).limit(1)).one_or_none()

    def _recall(self, unit: Unit, wanted: Wanted, found: Any) -> CalledBack | None:
        """Shorten the loan, as far as its rules allow; it may have ended while the locks were waited for."""
        if found is None:
            return None
        row = hot.RENEWAL_FACTS.first(unit.hot, read_parameters(unit, item=found.barcode))
        if row is None or row.loan_id != found.id or row.loan_recalled_at is not None:
            return None
        due = due_if_recalled(unit, row)
        loan = unit.db.get_one(Loan, row.loan_id)
        was = loan.due_at
        loan.due_at, loan.recalled_at = due, unit.now
        record, made = unit.record, unit.record.before.made
        record.item_id, record.loan_id = row.item_id, row.loan_id
        record.before = HoldsBefore(made=made, loan=row.loan_id, due=was)
        face: ItemFace = item_face(unit, row)
        return CalledBack(face, due, was)


def likely(unit: Unit, copies: Sequence[CopyOf], place: int) -> date | None:
    """When the hold at this place of the queue probably gets a copy."""
    free_on = [day for copy in copies if copy.state.sent and (day := copy.free_on(unit)) is not None]
    days = max((loan_days(copy.state) for copy in copies), default=1)
    return likely_day(place, free_on, today(unit), days)
