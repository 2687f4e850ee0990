"""How a situation ended, by what the library and its journal say afterwards; clicks and keys count for nothing."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, func, select

from desk.models import Card, Hold, Item, JournalRow, Loan, Transit
from desk.rules.vocabulary import HoldStatus, ItemStatus
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.visit import FinishVisit
from desk.services.desk import Unit
from desk.services.training.situations import Kind, Situation


class Outcome(StrEnum):
    """What became of it."""

    RIGHT = "right"
    NOTHING = "nothing"
    PART = "part"
    LENT_ANYWAY = "lent_anyway"
    STILL_OUT = "still_out"
    NOT_FINISHED = "not_finished"
    NOT_RENEWED = "not_renewed"
    NOT_CORRECTED = "not_corrected"
    NOT_HERE = "not_here"


@dataclass(frozen=True, slots=True)
class Judge:
    """Look at one situation as it is now."""

    situation: Situation

    def ask(self, unit: Unit) -> Outcome:
        """Right, or the first thing that is not."""
        case = _Case(unit, self.situation)
        match self.situation.kind:
            case Kind.LEND_THREE | Kind.PICK_UP:
                return case.lent()
            case Kind.LEND_FINISH:
                lent = case.lent()
                return lent if lent is not Outcome.RIGHT or case.finished() else Outcome.NOT_FINISHED
            case Kind.RENEW | Kind.RENEW_ALL:
                return case.renewed()
            case Kind.RETURN | Kind.RETURN_LATE:
                return case.returned()
            case Kind.RETURN_HELD:
                returned = case.returned()
                return returned if returned is not Outcome.RIGHT or case.kept_for_hold() else Outcome.PART
            case Kind.OTHER_BRANCH:
                returned = case.returned()
                return returned if returned is not Outcome.RIGHT or case.on_its_way() else Outcome.PART
            case Kind.WRONG_READER:
                return case.corrected()
            case Kind.FOUND:
                return case.found()
        return Outcome.LENT_ANYWAY if case.open_loans() else Outcome.RIGHT


@dataclass(frozen=True, slots=True)
class _Case:
    unit: Unit
    situation: Situation

    def _count(self, asked: "Select[int]") -> int:
        return int(self.unit.db.scalar(asked) or 0)

    def open_loans(self, card: str = "") -> int:
        """How many of its items are out, to one reader or to anybody."""
        asked = (
            select(func.count())
            .select_from(Loan)
            .join(Item, Item.id == Loan.item_id)
            .where(Item.barcode.in_(self.situation.items), Loan.returned_at.is_(None))
        )
        if card:
            asked = asked.join(Card, Card.patron_id == Loan.patron_id).where(Card.number == card)
        return self._count(asked)

    def lent(self) -> Outcome:
        there, wanted = self.open_loans(self.situation.card), len(self.situation.items)
        if there == wanted:
            return Outcome.RIGHT
        return Outcome.PART if there else Outcome.NOTHING

    def finished(self) -> bool:
        """Whether the visit in which the last of its items was lent has been finished."""
        lent_in = (
            select(JournalRow.visit)
            .join(Item, Item.id == JournalRow.item_id)
            .where(JournalRow.kind == Checkout.kind, Item.barcode == self.situation.items[-1])
        )
        asked = select(func.count()).where(
            JournalRow.kind == FinishVisit.kind, JournalRow.visit.in_(lent_in), JournalRow.undone_by.is_(None)
        )
        return self._count(asked) > 0

    def renewed(self) -> Outcome:
        asked = (
            select(func.count())
            .select_from(Loan)
            .join(Item, Item.id == Loan.item_id)
            .where(Item.barcode.in_(self.situation.items), Loan.returned_at.is_(None), Loan.renewals > 0)
        )
        done = self._count(asked)
        if done == len(self.situation.items):
            return Outcome.RIGHT
        return Outcome.PART if done else Outcome.NOT_RENEWED

    def returned(self) -> Outcome:
        return Outcome.STILL_OUT if self.open_loans() else Outcome.RIGHT

    def kept_for_hold(self) -> bool:
        asked = select(func.count()).select_from(Hold).join(Item, Item.id == Hold.copy_id)
        live = (HoldStatus.READY, HoldStatus.IN_TRANSIT)
        return self._count(asked.where(Item.barcode == self.situation.items[0], Hold.status.in_(live))) > 0

    def on_its_way(self) -> bool:
        asked = select(func.count()).select_from(Transit).join(Item, Item.id == Transit.item_id)
        sent = self._count(asked.where(Item.barcode == self.situation.items[0], Transit.arrived_at.is_(None))) > 0
        stays = select(func.count()).where(Item.barcode == self.situation.items[0], Item.branch_id == self.unit.branch)
        return sent or self._count(stays) > 0

    def corrected(self) -> Outcome:
        """Lent to the first reader, taken back, lent to the second."""
        asked = (
            select(func.count())
            .select_from(Loan)
            .join(Item, Item.id == Loan.item_id)
            .where(Item.barcode == self.situation.items[0], Loan.undone)
        )
        if self.open_loans(self.situation.other_card):
            return Outcome.RIGHT if self._count(asked) else Outcome.PART
        return Outcome.NOT_CORRECTED if self.open_loans() else Outcome.NOTHING

    def found(self) -> Outcome:
        asked = select(Item.status).where(Item.barcode == self.situation.items[0])
        return Outcome.NOT_HERE if self.unit.db.scalar(asked) == ItemStatus.MISSING else Outcome.RIGHT
