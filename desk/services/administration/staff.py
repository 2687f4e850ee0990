"""Who works at the desk: signing in by password or PIN, and a supervisor's grant on the card."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import select

from desk.models import Role, RolePermission, Staff, Station
from desk.rules.vocabulary import Permission
from desk.services.codec import known, secret
from desk.services.desk import Desk, StaffFace, Unit

if TYPE_CHECKING:
    from argon2 import PasswordHasher

TRIES = 5
PAUSE = timedelta(seconds=30)
SHORTEST_PIN = 4


@cache
def _passwords() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _pins() -> "PasswordHasher":
    """PINs are short whatever the hash costs; it is kept light so that a grant takes no time at the desk."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)


def hash_password(password: str) -> str:
    """A password as it is stored."""
    return _passwords().hash(password)


def fits_pin(pin: str) -> bool:
    """Whether this may be a PIN."""
    return pin.isdecimal() and len(pin) >= SHORTEST_PIN


def hash_pin(pin: str) -> str:
    """A PIN as it is stored. Raises ValueError for one that is too short or not digits."""
    if not fits_pin(pin):
        raise ValueError(f"a PIN has at least {SHORTEST_PIN} digits and nothing else")
    return _pins().hash(pin)


def fits(secret: str, stored: str) -> bool:
    """Whether a password or PIN is the one that was stored."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return bool(stored) and _passwords().verify(stored, secret)
    except (VerificationError, InvalidHashError):
        return False


@known
@dataclass(frozen=True, slots=True)
class SignedIn:
    """This person works at the desk now."""

    staff: int
    login: str
    name: str
    role: str
    permissions: tuple[str, ...]

    def face(self) -> StaffFace:
        """The person as the desk keeps them."""
        known_permissions = frozenset(Permission(each) for each in self.permissions if each in set(Permission))
        return StaffFace(self.staff, self.login, self.name, self.role, known_permissions)


@known
@dataclass(frozen=True, slots=True)
class WrongSecret:
    """Name and password, or the PIN, do not fit; after five tries there is a pause."""

    wait_until: datetime | None = None


@known
@dataclass(frozen=True, slots=True)
class SignIn:
    """Sign in with a name and a password or PIN."""

    kind: ClassVar[str] = "sign_in"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = None

    login: str
    secret: str = secret()

    def run(self, unit: Unit) -> SignedIn | WrongSecret:
        """Compare, count the failures, pause after too many. The secret itself is never kept."""
        staff = unit.db.scalars(select(Staff).where(Staff.login == self.login, Staff.active)).one_or_none()
        if staff is None:
            fits(self.secret, _decoy())
            return WrongSecret()
        if staff.locked_until is not None and staff.locked_until > unit.now:
            return WrongSecret(staff.locked_until)
        if fits(self.secret, staff.password_hash) or fits(self.secret, staff.pin_hash):
            staff.failures, staff.locked_until = 0, None
            return signed_in(unit, staff)
        staff.failures += 1
        if staff.failures >= TRIES:
            staff.failures, staff.locked_until = 0, unit.now + PAUSE
        return WrongSecret(staff.locked_until)


@cache
def _decoy() -> str:
    """An unknown name takes as long as a wrong password."""
    return hash_password("nobody")


def signed_in(unit: Unit, staff: Staff) -> SignedIn:
    """The person with everything their role allows."""
    role = unit.db.get_one(Role, staff.role_id)
    held = unit.db.scalars(select(RolePermission.permission).where(RolePermission.role_id == role.id))
    return SignedIn(staff.id, staff.login, staff.name, role.name, tuple(sorted(held)))


@known
@dataclass(frozen=True, slots=True)
class CheckPin:
    """Who has this PIN and may lift all of this? For a supervisor's grant on the card, and for a quick switch."""

    kind: ClassVar[str] = "check_pin"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = None

    needed: tuple[Permission, ...] = ()
    pin: str = secret()

    def run(self, unit: Unit) -> SignedIn | WrongSecret:
        """Look among the staff who hold these rights; wrong PINs are counted by desk."""
        station = unit.db.get(Station, unit.station.id)
        if station is not None and station.locked_until is not None and station.locked_until > unit.now:
            return WrongSecret(station.locked_until)
        for staff in unit.db.scalars(select(Staff).where(Staff.active, Staff.pin_hash != "")):
            if fits(self.pin, staff.pin_hash):
                found = signed_in(unit, staff)
                if set(self.needed) <= set(found.permissions):
                    if station is not None:
                        station.wrong_pins, station.locked_until = 0, None
                    return found
        return WrongSecret(_count(station, unit.now))


def _count(station: Station | None, now: datetime) -> datetime | None:
    if station is None:
        return None
    station.wrong_pins += 1
    if station.wrong_pins < TRIES:
        return None
    station.wrong_pins, station.locked_until = 0, now + PAUSE
    return station.locked_until


def grant(desk: Desk, pin: str, needed: tuple[Permission, ...]) -> SignedIn | WrongSecret:
    """Let the owner of a PIN lift blocks at this desk; the desk remembers who it was, and checks every grant."""
    answer = desk.do(CheckPin(needed, pin))
    if isinstance(answer, SignedIn):
        desk.granters[answer.staff] = answer.face().permissions
    return answer
