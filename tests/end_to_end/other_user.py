"""A desk run by somebody who may not write: `python -m tests.end_to_end.other_user DATABASE CARD ITEM`.

Root may write anything, so a process that is root's becomes nobody first. Says the error's name, or the answer's.
"""

import os
import sys

from desk.errors import DeskError
from desk.services.administration.opening import find_station
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.lookup import OpenLoans
from desk.services.database import open_database
from desk.services.desk import Desk, StaffFace
from tests.makers import ALL, Clock

NOBODY = 65534


def main(where: str, card: str, item: str) -> None:
    """Try to lend, then only to look."""
    if os.getuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        database = open_database(where)
        station = find_station(database, "MAIN", "")
    except DeskError as error:
        print(type(error).__name__, "-", flush=True)
        return
    desk = Desk(database, station, StaffFace(2, "sue", "Sue", "supervisor", ALL), Clock())
    print(attempt(desk, Checkout(card, item)), attempt(desk, OpenLoans(card)), flush=True)


def attempt(desk: Desk, what: object) -> str:
    """The name of the answer or of the error."""
    try:
        answer = desk.do(what) if isinstance(what, Checkout) else desk.ask(what)  # type: ignore[arg-type]
    except DeskError as error:
        return type(error).__name__
    return type(answer).__name__


if __name__ == "__main__":
    main(*sys.argv[1:])
