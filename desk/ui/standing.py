"""Where the desk stands: library, branch, person, barcodes. Made on the desk thread, read by the window."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from desk.rules.barcodes import Pattern
from desk.rules.vocabulary import Permission
from desk.services.administration.opening import DEMO_CARD, DEMO_CLERK, StaffName, WhoWorksHere, open_desk, staff_of
from desk.services.clock import SetClock
from desk.services.database import read_only
from desk.services.desk import Desk, StaffFace, StationFace
from desk.wording.context import Place, place_of

if TYPE_CHECKING:
    from desk.services.administration.staff import SignedIn, WrongSecret

DEMO_COPY = "30500004128818"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the window shows of the desk around an answer, and what it needs to read a scan."""

    place: Place
    library: str
    branch: str
    station: StationFace
    staff: StaffFace
    names: tuple[StaffName, ...]
    patterns: tuple[Pattern, ...]
    where: str
    demo: bool
    clock: Callable[[], datetime]
    tries: tuple[str, ...] = ()
    # The smallest sum that can be paid in coins here.
    coin_step: int = 0

    def here(self) -> Place:
        """The place, now."""
        return replace(self.place, now=self.clock())


def standing_of(desk: Desk) -> Standing:
    """Read it from the rulebook."""
    book = desk.rulebook()
    return Standing(
        place=place_of(desk),
        library=book.library,
        branch=book.branches[desk.station.branch].name,
        station=desk.station,
        staff=desk.staff,
        names=desk.ask(WhoWorksHere()),
        patterns=book.patterns,
        where=desk.database.where,
        demo=book.demo,
        clock=desk.clock,
        tries=_tries() if book.demo else (),
        coin_step=book.rules(desk.station.branch, 0, 0).cash_rounding.value,
    )


def _tries() -> tuple[str, ...]:
    """A card and a copy of the demo library to begin with."""
    return DEMO_CARD, DEMO_COPY


def open_standing(where: str, branch: str, station: str, clock: Callable[[], datetime]) -> tuple[Desk, Standing]:
    """Open a library's desk, warm what the first scan will need, and sign in whoever needs no secret."""
    desk = open_desk(where, branch=branch, station=station, clock=clock)
    if isinstance(clock, SetClock):
        clock.stands_at(desk.rulebook().calendars[desk.station.branch].zone)
    warm(desk)
    sign_in_freely(desk)
    return desk, standing_of(desk)


def warm(desk: Desk) -> None:
    """Ask for a card and a copy that nobody has, so that the first reader does not wait for compiling and caches."""
    from desk.services.circulation.checkin import Checkin
    from desk.services.circulation.checkout import Checkout
    from desk.services.patrons.panel import OpenPatron

    desk.ask(OpenPatron("-"))
    someone = replace(desk.staff, permissions=frozenset(Permission))
    desk.staff, nobody = someone, desk.staff
    try:
        desk.do(Checkout("-", "-"))
        desk.do(Checkin("-"))
    finally:
        desk.staff = nobody


def sign_in_freely(desk: Desk) -> None:
    """The demo opens as its clerk, and a library whose only person has neither password nor PIN as that person."""
    names = desk.ask(WhoWorksHere())
    free = next((name for name in names if len(names) == 1 and not name.has_secret), None)
    if desk.rulebook().demo:
        free = next((name for name in names if name.login == DEMO_CLERK), free)
    found = staff_of(desk, free.login) if free is not None else None
    if found is not None:
        desk.staff = found[0]


def sign_in(name: str, secret: str, desk: Desk) -> "Standing | WrongSecret":
    """Sign somebody in by their name, as they call themselves or as it is listed, with password or PIN."""
    from desk.services.administration.staff import SignIn

    known = next((each.login for each in desk.ask(WhoWorksHere()) if name.casefold() == each.name.casefold()), name)
    return _let_in(desk, desk.do(SignIn(known, secret)))


def switch(pin: str, desk: Desk) -> "Standing | WrongSecret":
    """Another person takes the desk over by their PIN alone; what the former granted in the open visit stands."""
    from desk.services.administration.staff import CheckPin

    return _let_in(desk, desk.do(CheckPin((), pin)))


def lock(desk: Desk) -> Standing:
    """Nobody works here until somebody signs in; what was granted in the open visit stands."""
    desk.granters[desk.staff.id] = desk.staff.permissions
    desk.staff = StaffFace(0, "", "", "", frozenset())
    return standing_of(desk)


def _let_in(desk: Desk, answer: "SignedIn | WrongSecret") -> "Standing | WrongSecret":
    from desk.services.administration.staff import WrongSecret

    if isinstance(answer, WrongSecret):
        return answer
    desk.granters[desk.staff.id] = desk.staff.permissions
    desk.staff = answer.face()
    return standing_of(desk)


def grant_by_pin(pin: str, needed: tuple[Permission, ...], desk: Desk) -> "SignedIn | WrongSecret":
    """A supervisor's yes on the card."""
    from desk.services.administration.staff import grant

    return grant(desk, pin, needed)


def for_looking_up(desk: Desk) -> Desk:
    """A second desk on a connection that cannot write."""
    return Desk(read_only(desk.database), desk.station, desk.staff, desk.clock)
