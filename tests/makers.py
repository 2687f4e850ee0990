"""Makes libraries, readers and copies for tests, in as few words as a test wants to say."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from desk.models import (
    Branch,
    Card,
    Charge,
    Hold,
    Item,
    ItemType,
    JournalRow,
    Loan,
    Patron,
    PatronCategory,
    Restriction,
    Title,
    Transit,
)
from desk.models.search import write_patron_words, write_title_words
from desk.rules.barcodes import mod10
from desk.rules.vocabulary import ChargeKind, Permission
from desk.services.administration.calendar import write_calendar
from desk.services.administration.library import NewBranch, NewLibrary, NewStaff, make_library
from desk.services.administration.opening import find_station
from desk.services.administration.policy import policy_rows
from desk.services.administration.rule_files import next_version
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.database import Database, connect
from desk.services.desk import Desk, StaffFace

# A Tuesday, noon in the branch's zone.
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
BRANCHES = (NewBranch("MAIN", "Main branch"), NewBranch("NORTH", "Northgate"))
STAFF = (
    NewStaff("ada", "Ada Clerk", "clerk", "secret-a", "1111"),
    NewStaff("sue", "Sue Supervisor", "supervisor", "secret-s", "2222"),
    NewStaff("admin", "Ann Admin", "administrator"),
)


@dataclass(slots=True)
class Clock:
    """A clock that a test moves."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def set(self, *parts: int) -> None:
        """To this year, month, day, hour, minute in UTC."""
        self.now = datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type]


@dataclass(slots=True)
class House:
    """A library under test: its database, its clock, and short words to fill it."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def desk(self, branch: str = "MAIN", login: str = "sue") -> Desk:
        """A desk at a branch with somebody signed in."""
        desk = Desk(self.database, find_station(self.database, branch, ""), self.person(login), self.clock)
        return desk

    def person(self, login: str = "sue") -> StaffFace:
        """A member of staff with what the role allows."""
        from desk.services.administration.opening import staff_of

        asking = Desk(
            self.database, find_station(self.database, "MAIN", ""), StaffFace(0, "", "", "", frozenset()), self.clock
        )
        found = staff_of(asking, login)
        assert found is not None
        return found[0]

    def put(self, *rows: Any) -> Any:
        """Write rows; gives the id of the last."""
        with self.database.act() as connection, Session(connection) as db:
            db.add_all(rows)
            db.flush()
            number = getattr(rows[-1], "id", None)
            connection.commit()
            return number

    def change(self, model: Any, number: int, **values: Any) -> None:
        """Change a row behind the desk's back, as another program would."""
        with self.database.act() as connection, Session(connection) as db:
            row = db.get_one(model, number)
            for name, value in values.items():
                setattr(row, name, value)
            db.flush()
            connection.commit()

    def one(self, model: Any, **where: Any) -> Any:
        """The one row that fits, detached."""
        with self.database.question() as connection, Session(connection, expire_on_commit=False) as db:
            row = db.scalars(select(model).filter_by(**where)).one()
            db.expunge_all()
            return row

    def count(self, model: Any, **where: Any) -> int:
        """How many rows fit."""
        with self.database.question() as connection, Session(connection) as db:
            return int(db.scalar(select(func.count()).select_from(model).filter_by(**where)) or 0)

    def code(self, model: Any, code: str) -> int:
        """The number behind a code."""
        return int(self.one(model, code=code).id)

    def card(self, **facts: Any) -> str:
        """A reader; gives the card number."""
        number = next(self.numbers)
        values: dict[str, Any] = {
            "family_name": f"Reader{number}",
            "given_name": "Robin",
            "category_id": self.code(PatronCategory, facts.pop("category", "adult")),
            "branch_id": self.code(Branch, facts.pop("branch", "MAIN")),
            "created_at": self.clock(),
        }
        status = facts.pop("card_status", "active")
        patron = self.put(Patron(**(values | facts)))
        card = barcode("2", number)
        self.put(Card(number=card, patron_id=patron, status=status))
        self.index(write_patron_words, patron, f"{(values | facts)['family_name']} {card}")
        return card

    def index(self, write: Callable[..., None], number: int, words: str) -> None:
        """Put a title or reader into the text index."""
        with self.database.act() as connection:
            write(connection, [(number, words)])
            connection.commit()

    def patron(self, card: str) -> int:
        """The reader behind a card."""
        return int(self.one(Card, number=card).patron_id)

    def title(self, title: str = "") -> int:
        """A title; gives its number."""
        number = next(self.numbers)
        words = title or f"Title {number}"
        times = {"created_at": self.clock(), "changed_at": self.clock()}
        made = int(self.put(Title(title=words, author=f"Author {number}", **times)))
        self.index(write_title_words, made, words)
        return made

    def item(self, **facts: Any) -> str:
        """A copy; gives its barcode."""
        number = next(self.numbers)
        home = self.code(Branch, facts.pop("branch", "MAIN"))
        values: dict[str, Any] = {
            "barcode": barcode("3", number),
            "title_id": facts.pop("title", None) or self.title(),
            "branch_id": home,
            "holding_branch_id": self.code(Branch, facts.pop("holding")) if "holding" in facts else home,
            "item_type_id": self.code(ItemType, facts.pop("kind", "book")),
            "call_number": f"FIC {number:03}",
            "created_at": self.clock(),
        }
        self.put(Item(**(values | facts)))
        return str((values | facts)["barcode"])

    def hold(self, card: str, item: str, **facts: Any) -> int:
        """A hold on the title of a copy."""
        values: dict[str, Any] = {
            "title_id": self.one(Item, barcode=item).title_id,
            "patron_id": self.patron(card),
            "pickup_branch_id": self.code(Branch, facts.pop("pickup", "MAIN")),
            "placed_at": self.clock(),
            "rank": next(self.numbers),
        }
        return int(self.put(Hold(**(values | facts))))

    def charge(self, card: str, amount: int) -> int:
        """Something that a reader owes."""
        return int(
            self.put(
                Charge(
                    patron_id=self.patron(card),
                    branch_id=1,
                    kind=ChargeKind.MANUAL,
                    amount=amount,
                    outstanding=amount,
                    charged_at=self.clock(),
                )
            )
        )

    def restrict(self, card: str, until: date | None = None) -> None:
        """A restriction from today on."""
        self.put(Restriction(patron_id=self.patron(card), starts_on=self.clock().date(), until=until, reason="Unpaid"))

    def policy(self, *rules: dict[str, Any]) -> None:
        """Put these rules in the place of all others."""
        from sqlalchemy import delete

        from desk.models import PolicyRow

        with self.database.act() as connection:
            connection.execute(delete(PolicyRow))
            rows = policy_rows(connection, {"rule": list(rules)}, "USD", "test")
            if rows:
                connection.execute(insert(PolicyRow), rows)
            next_version(connection)
            connection.commit()

    def calendar(self, hours: list[dict[str, Any]], days: list[dict[str, Any]]) -> None:
        """Put these opening days in the place of all others."""
        with self.database.act() as connection:
            write_calendar(connection, hours, days)
            next_version(connection)
            connection.commit()

    def lend(self, card: str, item: str, **facts: Any) -> Any:
        """Lend at the main desk."""
        return self.desk().do(Checkout(card, item, **facts))

    def take_back(self, item: str, branch: str = "MAIN", **facts: Any) -> Any:
        """Take back at a branch."""
        return self.desk(branch).do(Checkin(item, **facts))

    def loan(self, item: str) -> Loan:
        """The open loan of a copy."""
        return self.one(Loan, item_id=self.one(Item, barcode=item).id, returned_at=None)  # type: ignore[no-any-return]

    def snapshot(self) -> dict[str, list[dict[str, Any]]]:
        """Everything that undo has to put back, apart from rows that only tell what was done."""
        with self.database.question() as connection:
            return {
                model.__tablename__: [dict(row._mapping) for row in connection.execute(select(model.__table__))]
                for model in (Item, Hold, Transit, Loan, Charge, Restriction)
            }

    def journal(self) -> list[JournalRow]:
        """All acts."""
        with self.database.question() as connection, Session(connection, expire_on_commit=False) as db:
            rows = list(db.scalars(select(JournalRow).order_by(JournalRow.id)))
            db.expunge_all()
            return rows


def barcode(first: str, number: int) -> str:
    """A 14-digit library number of a made-up institution, with its check digit."""
    digits = f"{first}9990{number:08}"
    return digits + mod10(digits)


def new_library() -> NewLibrary:
    """The library that tests begin with: two branches, three people, open every day at all hours."""
    return NewLibrary("Test library", "public", "USD", "UTC", BRANCHES, STAFF)


def prepare(where: str) -> None:
    """Make the library, with simple rules: 21 days, three renewals, 0.10 a day, no closed days."""
    database = make_library(where, new_library(), NOW)
    house = House(database)
    house.policy(
        {"loan": "21 days", "renewals": 3, "fine": "0.10", "fine_cap": "5.00", "loans": 30, "debt_limit": "10.00"}
    )
    house.calendar([], [])
    from desk.models import Station

    house.put(Station(code="NORTH1", name="North desk", branch_id=house.code(Branch, "NORTH")))
    database.close()


def copy_file(template: Path, folder: Path) -> House:
    """A fresh copy of the prepared SQLite library."""
    path = folder / "library.db"
    shutil.copyfile(template, path)
    return House(connect(str(path)))


def open_server(url: str) -> House:
    """The prepared library in a PostgreSQL database."""
    return House(connect(url))


ALL = frozenset(Permission)
Maker = Callable[..., House]
