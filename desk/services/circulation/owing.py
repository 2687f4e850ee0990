"""What a reader's debt is made of: for whoever asks why somebody may not borrow."""

from dataclasses import dataclass

from sqlalchemy import func, select

from desk.models import Charge, Item, Loan, Title, hot
from desk.rules.vocabulary import ChargeKind
from desk.services.answers import Thing, Unknown
from desk.services.circulation.facts import read_parameters, still_growing
from desk.services.desk import Unit


@dataclass(frozen=True, slots=True)
class Growing:
    """A copy that is late now, and what it would cost if it came back now."""

    title: str
    amount: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What stands on the account by kind, what grows by copy, and of how many persons the other sums are."""

    charges: tuple[tuple[ChargeKind, int], ...] = ()
    growing: tuple[Growing, ...] = ()
    guarantees: int = 0
    family: int = 0


@dataclass(frozen=True, slots=True)
class WhyOwes:
    """What the debt of the reader with this card is made of. Of others it tells how many they are, and no more."""

    card: str

    def ask(self, unit: Unit) -> Owed | Unknown:
        """Add up by kind, and reckon what grows."""
        row = hot.PATRON_FACTS.first(unit.hot, read_parameters(unit, card=self.card))
        if row is None:
            return Unknown(Thing.CARD, self.card)
        asked = {"patron_id": row.patron_id, "head": row.guarantor_id or row.patron_id, "now": unit.now}
        others = hot.FAMILY.all(unit.hot, asked) if row.has_family else ()
        return Owed(
            _charges(unit, row.patron_id),
            _growing(unit, row.patron_id, row.category_id, row.patron_branch),
            sum(bool(member.guarantee) for member in others),
            sum(bool(member.family) for member in others),
        )


def _charges(unit: Unit, patron: int) -> tuple[tuple[ChargeKind, int], ...]:
    asked = (
        select(Charge.kind, func.sum(Charge.outstanding))
        .where(Charge.patron_id == patron, Charge.outstanding != 0)
        .group_by(Charge.kind)
    )
    sums = {kind: int(amount) for kind, amount in unit.db.execute(asked)}
    return tuple((kind, sums[kind]) for kind in ChargeKind if kind in sums)


def _growing(unit: Unit, patron: int, category: int, home: int) -> tuple[Growing, ...]:
    loans = hot.OVERDUE_LOANS.all(unit.hot, {"patron_id": patron, "now": unit.now})
    asked = select(Loan.id, Title.title).join(Item, Item.id == Loan.item_id).join(Title, Title.id == Item.title_id)
    rows = unit.db.execute(asked.where(Loan.patron_id == patron, Loan.returned_at.is_(None)))
    titles = {number: title for number, title in rows}
    fines = [Growing(titles[loan.id], still_growing(unit, loan, category, home)) for loan in loans]
    return tuple(fine for fine in fines if fine.amount)
