"""A desk in a process of its own: it does what it is told line by line, at the very moment it is told.

`python -m tests.race.racer DATABASE` reads one JSON object a line (`at`: when, by the computer's clock; `now`: what the
desk's clock shows; `act` and its facts) and writes one: the answer's name, its reasons, or the error.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from desk.services.accounts.pay import Pay, Sell, Sold
from desk.services.accounts.settling import AddCharge, VoidPayment, Waive
from desk.services.accounts.tills import OpenTill
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.renew import Renew
from desk.services.circulation.undo import Undo
from desk.services.database import connect
from desk.services.desk import Desk
from desk.services.holds.ending import CancelHold
from desk.services.holds.place import PlaceHold
from desk.services.holds.shelf import ClearShelf, NotOnShelf
from desk.services.patrons.details import Details
from desk.services.patrons.merge import MergeReaders
from desk.services.patrons.register import Register
from tests.makers import Clock, House

ACTS: dict[str, Callable[..., Any]] = {
    "checkout": Checkout,
    "checkin": Checkin,
    "renew": Renew,
    "undo": Undo,
    "place": PlaceHold,
    "cancel": CancelHold,
    "clear": ClearShelf,
    "miss": NotOnShelf,
    "register": lambda card, **said: Register(card, Details(**said)),
    "pay": Pay,
    "waive": Waive,
    "charge": AddCharge,
    "void": VoidPayment,
    "sell": lambda code: Sell((Sold(code),)),
    "merge": MergeReaders,
    "open_till": OpenTill,
}


def main(where: str) -> None:
    """Open the desk, say that it is ready, then do as told until there is nothing more to read."""
    clock = Clock()
    house = House(connect(where), clock)
    desk = house.desk()
    desk.rulebook()
    print("ready", flush=True)
    for line in sys.stdin:
        told = json.loads(line)
        clock.now = datetime.fromisoformat(told.pop("now"))
        _wait(told.pop("at"))
        print(json.dumps(act(desk, told)), flush=True)
    house.database.close()


def act(desk: Desk, told: dict[str, Any]) -> dict[str, Any]:
    """One act and what came of it; whatever goes wrong is told to the test, which fails on it."""
    key = told.pop("as", None)
    try:
        answer: Any = desk.do(ACTS[told.pop("act")](**told), key)
    except Exception as error:  # the test has to hear of it, whatever it is
        return {"error": repr(error)}
    facts = {name: getattr(answer, name, None) for name in ("was_out", "to", "loan", "out")}
    hold = getattr(answer, "hold", None)
    reasons = [reason.value for reason in getattr(answer, "reasons", ())]
    return {"answer": type(answer).__name__, "reasons": reasons, "hold": getattr(hold, "id", hold), **facts}


def _wait(moment: float) -> None:
    """Until then, without sleeping through it."""
    while time.time() < moment:
        pass


if __name__ == "__main__":
    main(sys.argv[1])
