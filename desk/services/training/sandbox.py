"""A library to practise in: the library's own rules, codes and opening days, the demo's titles, and nobody real.

Of the real library only tables are copied that name no reader and no copy. It is opened for reading alone.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select

from desk import __version__
from desk.errors import DeskError
from desk.i18n import _
from desk.models import (
    BarcodePattern,
    Branch,
    CalendarDay,
    CalendarHours,
    Card,
    Collection,
    Item,
    ItemType,
    Library,
    Location,
    Patron,
    PatronCategory,
    PolicyRow,
    Role,
    RolePermission,
    Staff,
    Station,
    Title,
)
from desk.models.search import write_patron_words
from desk.resources import resource
from desk.rules.barcodes import Pattern
from desk.rules.learning import USUAL, made_up
from desk.rules.vocabulary import BarcodeKind
from desk.services.administration.demo import DEMO
from desk.services.administration.library import NewStaff, make_library
from desk.services.administration.opening import open_desk
from desk.services.clock import utc_now
from desk.services.database import Database, connect, open_database, upgrade
from desk.services.imports.marc import import_marc
from desk.services.work import Work

TRAINEE = "trainee"
# Of each table its rows with their numbers, in an order in which none names a later one.
COPIED = (
    Branch, Role, RolePermission, PatronCategory, ItemType, Location, Collection, PolicyRow, CalendarHours,
    CalendarDay, BarcodePattern, Station,
)  # fmt: skip
ON_THE_SHELF, REGULARS = 150, 24
GIVEN = (
    "Anna", "Bruno", "Clara", "David", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonah", "Katya", "Liam",
    "Mona", "Nils", "Olga", "Pablo", "Quinn", "Rosa", "Sami", "Tara", "Umar", "Vera", "Wanda", "Yuki",
)  # fmt: skip
FAMILY = (
    "Ashdown", "Birch", "Caldera", "Dunmore", "Elmwood", "Fairley", "Glenhart", "Hollow", "Inglemoor", "Juniper",
    "Kestrel", "Larkspur", "Marlow", "Northey", "Oakham", "Penrose",
)  # fmt: skip
NEW = timedelta(days=200)


def sandbox_work(where: str, source: str = "") -> Work[Database]:
    """Make it anew in this place, in steps. Without a library of one's own it has the demo's rules."""
    for ending in ("", "-wal", "-shm"):
        Path(f"{where}{ending}").unlink(missing_ok=True)
    database = _copy(where, source) if source else None
    if database is None:
        trainee = NewStaff(TRAINEE, _("Trainee"), "clerk")
        name = _("TRAINING · {library}").format(library=DEMO.name)
        database = make_library(where, replace(DEMO, name=name, staff=(trainee,), demo=False))
    desk = open_desk(where)
    try:
        yield from import_marc(desk, resource("demo", "titles.mrc"))
        with desk.database.act() as connection:
            _furnish(connection)
            connection.commit()
    finally:
        desk.database.close()
    return database


def _copy(where: str, source: str) -> Database | None:
    """The rules and codes of the real library; None where it cannot be read."""
    try:
        real = open_database(source)
    except DeskError:
        return None
    database = connect(where)
    try:
        Path(where).parent.mkdir(parents=True, exist_ok=True)
        upgrade(database)
        with real.question() as reading, database.act() as connection:
            _copy_library(reading, connection)
            for table in COPIED:
                rows = [dict(row._mapping) for row in reading.execute(select(table.__table__))]
                if rows:
                    connection.execute(insert(table), rows)
            role = _role(connection)
            trainee = {"login": TRAINEE, "name": _("Trainee"), "role_id": role}
            connection.execute(insert(Staff), trainee)
            connection.commit()
    finally:
        real.close()
    return database


def _copy_library(reading: Connection, connection: Connection) -> None:
    row = dict(reading.execute(select(Library.__table__)).one()._mapping)
    told = _("TRAINING · {library}").format(library=row["name"])
    row |= {"name": told, "demo": False, "oldest_program": __version__, "created_at": utc_now()}
    connection.execute(insert(Library), row)


def _role(connection: Connection) -> int:
    """The role of whoever lends: the clerk's where there is one."""
    asked = select(Role.id).order_by(Role.code != "clerk", Role.id)
    return int(connection.execute(asked).scalars().first() or 0)


def _furnish(connection: Connection) -> None:
    """Copies on the shelves and readers without any trouble, to practise freely with."""
    dice = random.Random(1)
    titles = list(connection.execute(select(Title.id).order_by(Title.id)).scalars())
    branch = int(connection.execute(select(Branch.id).order_by(Branch.id)).scalars().first() or 0)
    numbers = Numbers(connection)
    for at in range(min(ON_THE_SHELF, 3 * len(titles))):
        add_copy(connection, numbers, titles[at % len(titles)], branch)
    for _number in range(REGULARS):
        add_reader(connection, numbers, branch, dice)


class Numbers:
    """Made-up card and item numbers in the shape that this library's have."""

    def __init__(self, connection: Connection) -> None:
        rows = connection.execute(select(BarcodePattern.__table__).order_by(BarcodePattern.id)).all()
        self._patterns = {
            row.kind: Pattern(row.kind, row.prefix, row.shortest, row.longest, row.digits_only, row.check)
            for row in reversed(rows)
        }
        counted = [connection.execute(select(func.count()).select_from(model)).scalar() for model in (Card, Item)]
        self._card, self._item = (self._after(each) for each in counted)

    @staticmethod
    def _after(count: Any) -> Iterator[int]:
        return iter(range(9001 + int(count or 0), 10**9))

    def card(self) -> str:
        """The next card."""
        return made_up(self._patterns.get(BarcodeKind.PATRON, USUAL[0]), next(self._card))

    def item(self) -> str:
        """The next copy."""
        return made_up(self._patterns.get(BarcodeKind.ITEM, USUAL[1]), next(self._item))


def add_copy(connection: Connection, numbers: Numbers, title: int, branch: int, **facts: Any) -> tuple[int, str]:
    """One more copy; gives its row and its barcode."""
    kind = connection.execute(
        select(ItemType.id).where(~ItemType.not_for_loan).order_by(ItemType.icon != "book", ItemType.id)
    ).scalars()
    barcode = numbers.item()
    values = {
        "barcode": barcode,
        "title_id": title,
        "branch_id": branch,
        "holding_branch_id": facts.pop("holding", branch),
        "item_type_id": kind.first(),
        "price": None,
        "created_at": utc_now() - NEW,
    }
    row = connection.execute(insert(Item).returning(Item.id), values | facts)
    return int(row.scalar_one()), barcode


def add_reader(
    connection: Connection, numbers: Numbers, branch: int, dice: random.Random, **facts: Any
) -> tuple[int, str, str]:
    """One more invented reader; gives the row, the card and the name."""
    given, family = dice.choice(GIVEN), dice.choice(FAMILY)
    category = connection.execute(select(PatronCategory.id).order_by(PatronCategory.id)).scalars().first()
    status = facts.pop("card_status", "active")
    values = {
        "given_name": given,
        "family_name": family,
        "category_id": category,
        "branch_id": branch,
        "expires_on": (utc_now() + NEW).date(),
        "created_at": utc_now() - NEW,
    }
    number = int(connection.execute(insert(Patron).returning(Patron.id), values | facts).scalar_one())
    card = numbers.card()
    connection.execute(insert(Card), {"number": card, "patron_id": number, "status": status})
    write_patron_words(connection, [(number, f"{given} {family} {card}")])
    return number, card, f"{given} {family}"
