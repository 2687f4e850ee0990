"""Making a library, opening its desk, and the demo library that shows what the program can do."""

import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, insert, select

from desk import __version__
from desk.errors import DatabaseExists, WrongUse
from desk.models import (
    BarcodePattern,
    Branch,
    ItemType,
    Library,
    PatronCategory,
    PolicyRow,
    Role,
    RolePermission,
    Staff,
    Station,
)
from desk.rules.barcodes import Pattern
from desk.rules.learning import USUAL
from desk.rules.vocabulary import Permission
from desk.services.administration.calendar import calendar_rows, write_calendar
from desk.services.administration.policy import policy_rows
from desk.services.administration.rule_files import parse_toml
from desk.services.administration.staff import SHORTEST_PIN, fits_pin, hash_password, hash_pin
from desk.services.administration.templates import TEMPLATES, read_template
from desk.services.clock import utc_now
from desk.services.database import Database, connect, revision, upgrade


@dataclass(frozen=True, slots=True)
class NewBranch:
    """A branch of a library that is being made."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class NewStaff:
    """A person of a library that is being made; without a password they sign in with the PIN alone."""

    login: str
    name: str
    role: str
    password: str = ""
    pin: str = ""


@dataclass(frozen=True, slots=True)
class NewLibrary:
    """Everything that is asked before a library is made; nothing is written until all of it is known.

    `rules` and `opening` are files as `desk policy` and `desk calendar` know them; without them the template's hold.
    """

    name: str = "My library"
    template: str = "public"
    currency: str = "USD"
    time_zone: str = "UTC"
    branches: tuple[NewBranch, ...] = (NewBranch("MAIN", "Main branch"),)
    staff: tuple[NewStaff, ...] = (NewStaff("admin", "Administrator", "administrator"),)
    desk_name: str = "Desk 1"
    demo: bool = False
    language: str = "en"
    rules: str = ""
    opening: str = ""
    patterns: tuple[Pattern, ...] = USUAL

    def check(self) -> None:
        """Raise WrongUse for what cannot be right."""
        if not self.name.strip():
            raise WrongUse("A library needs a name.")
        if self.template not in TEMPLATES:
            raise WrongUse(f"{self.template!r} is not one of {', '.join(TEMPLATES)}.")
        if len(self.currency) != 3 or not self.currency.isalpha():
            raise WrongUse(f"{self.currency!r} is not the three-letter code of a currency, such as USD or EUR.")
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise WrongUse(f"{self.time_zone!r} is not a time zone, such as Europe/Vienna.") from error
        self._check_names()

    def _check_names(self) -> None:
        for what, codes in (("branch", self.branches), ("person", self.staff)):
            names = [each.code if isinstance(each, NewBranch) else each.login for each in codes]
            if not names or not all(name.strip() for name in names):
                raise WrongUse(f"A library needs a {what}, and each {what} a name.")
            if len(set(names)) < len(names):
                raise WrongUse(f"Each {what} needs a name of its own: {', '.join(sorted(names))}.")
        for person in self.staff:
            if person.pin and not fits_pin(person.pin):
                raise WrongUse(f"A PIN has at least {SHORTEST_PIN} digits and nothing else.")


def make_library(where: str, new: NewLibrary, now: datetime | None = None) -> Database:
    """Make a library in an empty place. Raises DatabaseExists where one stands already."""
    new.check()
    template = read_template(new.template, new.currency.upper())
    roles = {role["code"] for role in template["role"]}
    for person in new.staff:
        if person.role not in roles:
            raise WrongUse(f"There is no role {person.role!r}.")
    database = connect(where)
    if database.file is not None:
        database.file.parent.mkdir(parents=True, exist_ok=True)
    with database.asking() as wire:
        if revision(wire) is not None:
            raise DatabaseExists(database.where)
    upgrade(database)
    with database.act() as connection:
        _fill(connection, new, template, now or utc_now())
        connection.commit()
    return database


def _fill(db: Connection, new: NewLibrary, template: dict[str, Any], now: datetime) -> None:
    library = {
        "id": 1,
        "name": new.name.strip(),
        "currency": new.currency.upper(),
        "language": new.language,
        "demo": new.demo,
        "oldest_program": __version__,
        "created_at": now,
    }
    db.execute(insert(Library), library)
    branches = [{"code": b.code, "name": b.name, "time_zone": new.time_zone} for b in new.branches]
    db.execute(insert(Branch), branches)
    roles = _roles(db, template["role"])
    db.execute(insert(PatronCategory), template["category"])
    _item_types(db, template["item_type"])
    _staff(db, new, roles)
    main = int(db.execute(select(Branch.id).order_by(Branch.id)).scalars().first() or 0)
    db.execute(insert(Station), {"code": "DESK1", "name": new.desk_name, "branch_id": main})
    db.execute(insert(BarcodePattern), [asdict(pattern) for pattern in new.patterns])
    name = f"{new.template}.toml"
    rules = parse_toml(new.rules, name) if new.rules else template
    db.execute(insert(PolicyRow), policy_rows(db, rules, new.currency.upper(), name))
    write_calendar(db, *calendar_rows(db, parse_toml(new.opening, name) if new.opening else template, name))


def _roles(db: Connection, roles: list[dict[str, Any]]) -> dict[str, int]:
    ids = {}
    for role in roles:
        db.execute(insert(Role), {"code": role["code"], "name": role["name"]})
        number = ids[role["code"]] = int(db.execute(select(Role.id).where(Role.code == role["code"])).scalar_one())
        held = [{"role_id": number, "permission": each} for each in permissions(role["permissions"])]
        db.execute(insert(RolePermission), held)
    return ids


def permissions(words: list[str]) -> list[str]:
    """The permissions that a template's words give: "*" is all, "-name" takes one away."""
    held = {each.value for each in Permission} if "*" in words else {word for word in words if word[0] != "-"}
    return sorted(held - {word[1:] for word in words if word.startswith("-")})


def _item_types(db: Connection, kinds: list[dict[str, Any]]) -> None:
    for kind in kinds:
        parent = select(ItemType.id).where(ItemType.code == kind.get("parent", ""))
        values = {
            "code": kind["code"],
            "name": kind["name"],
            "icon": kind.get("icon", "book"),
            "parent_id": db.execute(parent).scalar(),
            "not_for_loan": kind.get("not_for_loan", False),
        }
        db.execute(insert(ItemType), values)


def _staff(db: Connection, new: NewLibrary, roles: dict[str, int]) -> None:
    for person in new.staff:
        values = {
            "login": person.login,
            "name": person.name,
            "role_id": roles[person.role],
            "password_hash": hash_password(person.password) if person.password else "",
            "pin_hash": hash_pin(person.pin) if person.pin else "",
        }
        db.execute(insert(Staff), values)


def system_zone() -> str:
    """The time zone of this computer, as far as it says."""
    zone = os.environ.get("TZ", "").removeprefix(":")
    link = Path("/etc/localtime")
    if not zone and link.is_symlink():
        zone = str(link.resolve()).partition("zoneinfo/")[2]
    return zone or "UTC"
