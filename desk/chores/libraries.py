"""A fresh library for each scenario: a copy of one that is made once, so that the library at work is never touched."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from desk.services.administration.calendar import LoadCalendar
from desk.services.administration.library import NewBranch, NewLibrary, NewStaff, make_library
from desk.services.administration.opening import find_station, staff_of
from desk.services.administration.policy import LoadPolicy
from desk.services.database import Database, connect
from desk.services.desk import Desk, StaffFace

ADMINISTRATOR, SUPERVISOR, CLERK = "admin", "sue", "ada"
PINS = {CLERK: "1111", SUPERVISOR: "2222"}
STAFF = (
    NewStaff(CLERK, "Ada Clerk", "clerk", pin=PINS[CLERK]),
    NewStaff(SUPERVISOR, "Sue Supervisor", "supervisor", pin=PINS[SUPERVISOR]),
    NewStaff(ADMINISTRATOR, "Ann Administrator", "administrator"),
)
BRANCHES = (("MAIN", "Main branch"), ("NORTH", "Northgate"), ("SOUTH", "Southside"))
# What holds in a scenario that states no rule and no opening hours.
RULES = '[[rule]]\nloan = "21 days"\n'
NOBODY = StaffFace(0, "", "", "", frozenset())


@dataclass(frozen=True, slots=True)
class Head:
    """What a library is made with: libraries with the same head are copies of one another."""

    zone: str = "UTC"
    currency: str = "USD"
    branches: tuple[tuple[str, str], ...] = BRANCHES


class Libraries(Protocol):
    """Where fresh libraries come from."""

    def fresh(self, head: Head) -> Database:
        """A library of its own."""
        ...

    def done(self, database: Database) -> None:
        """It is needed no more."""
        ...


def make(where: str, head: Head) -> None:
    """The library that is copied: three people, the branches, always open, one rule."""
    branches = tuple(NewBranch(code, name) for code, name in head.branches)
    make_library(where, NewLibrary("Scenario", "public", head.currency, head.zone, branches, STAFF)).close()
    database = connect(where)
    try:
        desk = Desk(database, find_station(database, "", ""), NOBODY)
        person = staff_of(desk, ADMINISTRATOR)
        assert person is not None
        desk.staff = person[0]
        desk.do(LoadPolicy(RULES))
        desk.do(LoadCalendar(""))
    finally:
        database.close()


@dataclass(slots=True)
class FileLibraries:
    """Libraries in files of a folder: one for each head, which is as new again whenever it is wanted.

    What SQLAlchemy has made ready for a database it keeps with it: opening another each time would cost more than
    all that a scenario does.
    """

    folder: Path
    made: dict[Head, tuple[Path, Database]] = field(default_factory=dict)

    def fresh(self, head: Head) -> Database:
        """The library of this head; it is made when it is first wanted."""
        if head not in self.made:
            number = len(self.made)
            template, place = (self.folder / f"{name}-{number}.db" for name in ("template", "library"))
            make(str(template), head)
            shutil.copyfile(template, place)
            self.made[head] = template, connect(str(place))
        return self.made[head][1]

    def done(self, database: Database) -> None:
        """Make it as it was."""
        template = next(template for template, made in self.made.values() if made is database)
        database.close()
        assert database.file is not None
        place = database.file
        for left in self.folder.glob(f"{place.name}-*"):
            left.unlink()
        shutil.copyfile(template, place)


@contextmanager
def file_libraries() -> Iterator[FileLibraries]:
    """Libraries in a folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="desk-scenarios-"))
    try:
        yield FileLibraries(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
