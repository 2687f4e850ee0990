"""Opening a library's desk: where it stands, who may work at it. All of it is asked before the first scan."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desk.errors import DatabaseMissing, WrongUse
from desk.models.prepared import prepared
from desk.rules.vocabulary import Permission
from desk.services.clock import utc_now
from desk.services.database import Database, open_database
from desk.services.desk import Desk, StaffFace, StationFace, Unit

NOBODY = StaffFace(0, "", "", "", frozenset())
# Who sits at the desk when the demo opens, and a reader of theirs.
DEMO_CLERK = "amara"
DEMO_CARD = "21234000987768"
STATIONS = prepared(
    """SELECT s.id, s.code, s.name, s.branch_id, b.code AS branch FROM stations s JOIN branches b ON b.id = s.branch_id
    ORDER BY s.id"""
)
BRANCHES = prepared("SELECT id, code FROM branches")
STAFF = prepared(
    """SELECT s.id, s.login, s.name, s.role_id, r.name AS role, s.password_hash || s.pin_hash AS secrets
    FROM staff s JOIN roles r ON r.id = s.role_id WHERE s.active ORDER BY s.name""",
    secrets=bool,
)
HELD = prepared("SELECT permission FROM role_permissions WHERE role_id = :role")


@dataclass(frozen=True, slots=True)
class StaffName:
    """Somebody who may sign in here."""

    login: str
    name: str
    role: str
    has_secret: bool


@dataclass(frozen=True, slots=True)
class WhoWorksHere:
    """The staff who may sign in."""

    def ask(self, unit: Unit) -> tuple[StaffName, ...]:
        """Active staff by name."""
        return tuple(StaffName(row.login, row.name, row.role, row.secrets) for row in STAFF.all(unit.hot, {}))


@dataclass(frozen=True, slots=True)
class _Person:
    """A member of staff by name, for scripts at a computer whose owner has the database anyway."""

    login: str

    def ask(self, unit: Unit) -> tuple[StaffFace, bool] | None:
        found = next((row for row in STAFF.all(unit.hot, {}) if row.login == self.login), None)
        if found is None:
            return None
        words = {row.permission for row in HELD.all(unit.hot, {"role": found.role_id})}
        held = frozenset(each for each in Permission if each.value in words)
        return StaffFace(found.id, found.login, found.name, found.role, held), found.secrets


def open_desk(where: str, *, branch: str = "", station: str = "", clock: Callable[[], datetime] = utc_now) -> Desk:
    """Open a library's desk with nobody signed in. Raises the kinds of DeskError that name what is wrong."""
    database = open_database(where)
    try:
        return Desk(database, find_station(database, branch, station), NOBODY, clock)
    except BaseException:
        database.close()
        raise


def find_station(database: Database, branch: str, station: str) -> StationFace:
    """The desk to work at: the one that is named, or the first of the branch, or the first of the library."""
    with database.asking() as wire:
        rows = STATIONS.all(wire, {})
        branches = {row.code: row.id for row in BRANCHES.all(wire, {})}
    if branch and branch not in branches:
        raise WrongUse(f"There is no branch {branch!r}; there are {', '.join(sorted(branches)) or 'none'}.")
    fitting = [row for row in rows if row.code == station] or [r for r in rows if not branch or r.branch == branch]
    if station and fitting and fitting[0].code == station and (not branch or fitting[0].branch == branch):
        return StationFace(fitting[0].id, fitting[0].code, fitting[0].name, fitting[0].branch_id)
    fitting = [row for row in rows if not branch or row.branch == branch]
    if fitting:
        return StationFace(fitting[0].id, fitting[0].code, fitting[0].name, fitting[0].branch_id)
    if branch:
        return StationFace(0, branch, branch, branches[branch])
    raise DatabaseMissing(database.where)


def staff_of(desk: Desk, login: str) -> tuple[StaffFace, bool] | None:
    """A member of staff and whether they have a password or PIN; None where nobody has this name."""
    return desk.ask(_Person(login))
