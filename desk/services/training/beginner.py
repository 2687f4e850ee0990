"""Numbers for somebody's first acts: a reader and copies with which everything goes as it should, here and now."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Exists, exists, select

from desk.models import Card, Hold, Item, ItemType, Loan, Patron
from desk.rules.vocabulary import CardStatus, HoldStatus, ItemStatus
from desk.services.circulation.answers import Lent, Renewed, Returned
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.renew import Renew
from desk.services.desk import Unit
from desk.services.patrons.panel import OpenPatron, PatronOpened
from desk.services.training.numbers import BeginnerNumbers, EverLent

LIVE = (HoldStatus.QUEUED, HoldStatus.READY, HoldStatus.IN_TRANSIT)
LOOKED_AT = 40
TO_LEND, TO_RETURN = 3, 2


@dataclass(frozen=True, slots=True)
class FindBeginnerNumbers:
    """Look for them by trying: each act is run to its answer and rolled back, as in What if?

    Every search here ends after a few dozen rows in the order of an index, so that it costs a large library no more.
    """

    wished: str = ""

    def ask(self, unit: Unit) -> BeginnerNumbers:
        """The reader of the card that is wished for, if all goes well with them, else the first with whom it does."""
        lent = EverLent().ask(unit)
        copies = _lendable(unit)
        card, renew = next(_readers(unit, self.wished, copies), ("", ""))
        back = tuple(_returnable(unit, {renew}))
        return BeginnerNumbers(card, copies[:TO_LEND], renew, back, fresh=not lent)


def _readers(unit: Unit, wished: str, copies: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Readers without any trouble, with something of theirs that may be renewed."""
    asked = (
        select(Card.number)
        .join(Patron, Patron.id == Card.patron_id)
        .where(Card.status == CardStatus.ACTIVE, Patron.active, ~Patron.barred)
        .order_by(Card.id)
    )
    first = [wished] if wished else []
    spare = ("", "")
    for number in dict.fromkeys((*first, *unit.db.scalars(asked.limit(LOOKED_AT)))):
        opened = OpenPatron(number).ask(unit)
        if not isinstance(opened, PatronOpened) or opened.blocks:
            continue
        if not all(isinstance(Checkout(number, copy).run(unit), Lent) for copy in copies[:TO_LEND]):
            continue
        theirs = next(iter(_renewable(unit, number)), "")
        if theirs:
            yield number, theirs
        spare = spare if spare[0] else (number, "")
    if spare[0]:
        yield spare


def _renewable(unit: Unit, card: str) -> Iterator[str]:
    asked = (
        select(Item.barcode)
        .join(Loan, Loan.item_id == Item.id)
        .join(Card, Card.patron_id == Loan.patron_id)
        .where(Card.number == card, Loan.returned_at.is_(None), Loan.due_at > unit.now)
        .order_by(Loan.due_at)
    )
    for barcode in unit.db.scalars(asked):
        answer = Renew(barcode).run(unit)
        if isinstance(answer, Renewed) and not answer.fine and isinstance(Checkout(card, barcode).run(unit), Renewed):
            yield barcode


def _lendable(unit: Unit) -> tuple[str, ...]:
    """Copies on the shelf of this branch for which nobody waits, of one piece each; books first."""
    asked = (
        select(Item.barcode, ItemType.icon)
        .join(ItemType, ItemType.id == Item.item_type_id)
        .where(
            Item.branch_id == unit.branch,
            Item.holding_branch_id == unit.branch,
            Item.status == ItemStatus.AVAILABLE,
            Item.pieces == 1,
            ~Item.restricted,
            ~Item.not_for_loan,
            Item.note == "",
            ~ItemType.not_for_loan,
            ~_waited_for(),
            ~exists().where(Loan.item_id == Item.id, Loan.returned_at.is_(None)),
        )
        .order_by(Item.id)
        .limit(LOOKED_AT)
    )
    found = sorted(unit.db.execute(asked).all(), key=lambda row: row.icon != "book")
    return tuple(row.barcode for row in found)


def _waited_for() -> Exists:
    return exists().where(Hold.title_id == Item.title_id, Hold.status.in_(LIVE))


def _returnable(unit: Unit, spared: set[str]) -> list[str]:
    """Copies of this branch that are out and go straight back to their shelf."""
    asked = (
        select(Item.barcode)
        .join(Loan, Loan.item_id == Item.id)
        .where(
            Loan.returned_at.is_(None),
            Loan.due_at > unit.now,
            Item.branch_id == unit.branch,
            Item.status == ItemStatus.AVAILABLE,
            Item.pieces == 1,
            ~_waited_for(),
        )
        .order_by(Loan.due_at)
    )
    found: list[str] = []
    for barcode in unit.db.scalars(asked.limit(LOOKED_AT)):
        answer = Checkin(barcode).run(unit) if barcode not in spared else None
        if isinstance(answer, Returned) and not (answer.alerts or answer.hold or answer.fine):
            found.append(barcode)
        if len(found) == TO_RETURN:
            break
    return found
