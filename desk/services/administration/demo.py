"""The demo library: Millbrook Library, with something of everything that a desk meets in a day."""

from desk.services.administration.library import NewBranch, NewLibrary, NewStaff, make_library, open_desk
from desk.services.database import Database
from desk.services.desk import Desk
from desk.services.imports.demo import import_demo
from desk.services.work import Work, finish

DEMO = NewLibrary(
    name="Millbrook Library",
    template="public",
    currency="USD",
    time_zone="America/New_York",
    branches=(NewBranch("MAIN", "Main branch"), NewBranch("NORTH", "Northgate")),
    staff=(
        NewStaff("amara", "Amara Okafor", "clerk", pin="1111"),
        NewStaff("jonas", "Jonas Park", "supervisor", pin="2222"),
        NewStaff("admin", "Demo administrator", "administrator"),
    ),
    desk_name="Desk 2",
    demo=True,
)
# Who sits at the desk when the demo opens.
DEMO_CLERK = "amara"
DEMO_CARD = "21234000987768"


def make_demo(where: str) -> Database:
    """Make the demo library and fill it."""
    return finish(demo_work(where))


def demo_work(where: str) -> Work[Database]:
    """The same in steps, so that a window can show how far it is."""
    database = make_library(where, DEMO)
    desk: Desk = open_desk(where)
    try:
        yield from import_demo(desk)
    finally:
        desk.database.close()
    return database
