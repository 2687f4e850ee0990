"""Everything that an act at the desk may change and undo has to put back, as plain values to compare."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from desk.models import Charge, Hold, Item, Loan, Restriction, Transit
from desk.services.desk import Unit

Rows = tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class State:
    """The rows of each table that matter. What only tells that something was undone is left out of it."""

    tables: dict[str, Rows]

    def differs(self, other: "State") -> list[str]:
        """Where another state is not as this one: table, number, and what it is there and here."""
        found = []
        for name, rows in self.tables.items():
            here = {row["id"]: row for row in rows}
            there = {row["id"]: row for row in other.tables[name]}
            for number in sorted({*here, *there}):
                found += _difference(f"{name} {number}", here.get(number, {}), there.get(number, {}))
        return found


@dataclass(frozen=True, slots=True)
class ReadState:
    """Loans that were not undone, charges owed, restrictions that stand, and all copies, holds and transits."""

    def ask(self, unit: Unit) -> State:
        """Read the tables."""
        asked: dict[Any, Any] = {
            Item: select(Item.__table__),
            Hold: select(Hold.__table__),
            Transit: select(Transit.__table__),
            Loan: select(Loan.__table__).where(Loan.undone.is_(False)),
            Charge: select(Charge.__table__).where(Charge.outstanding != 0),
            Restriction: select(Restriction.__table__).where(Restriction.lifted_at.is_(None)),
        }
        read = {
            model.__tablename__: tuple(dict(row) for row in unit.sql.execute(statement).mappings())
            for model, statement in asked.items()
        }
        return State(read)


def _difference(what: str, here: dict[str, Any], there: dict[str, Any]) -> list[str]:
    names = [name for name in here | there if here.get(name) != there.get(name)]
    return [f"{what} {name}: {there.get(name)} / {here.get(name)}" for name in names]
