"""A desk that scans on and on and says each thing twice: before it is done, and when the desk has acknowledged it.

`python -m tests.end_to_end.scanner DATABASE` reads a line with a seed, starts a desk in a process of its own (forked,
so that nothing has to be loaded anew) and says its number; that process scans until somebody kills it.
"""

import json
import os
import random
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from desk.services.accounts.pay import Pay
from desk.services.accounts.settling import AddCharge
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.renew import Renew
from desk.services.database import connect
from desk.services.desk import Desk
from tests.makers import Clock, House, barcode

BEGUN = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
# Time between two scans, and between the beginnings of two desks: far more than one lives through.
BETWEEN = timedelta(seconds=15)
APART = timedelta(hours=6)
READERS = range(1, 21)
COPIES = range(101, 161)


def main(where: str) -> None:
    """One scanning desk for each line that is read."""
    say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            scan(where, int(line))
        say("child", child)
        _pid, status = os.waitpid(child, 0)
        say("ended", os.waitstatus_to_exitcode(status))


def scan(where: str, seed: int) -> None:
    """Lend, renew, take back, charge and take money at random until the end, which comes from outside."""
    clock = Clock(BEGUN + APART * seed)
    desk = House(connect(where), clock).desk()
    chance = random.Random(seed)
    for number in range(1_000_000):
        key, told = f"{seed}-{number}", choose(chance)
        say("begun", key, json.dumps(told))
        say("done", key, do(desk, told, key))
        clock.now += BETWEEN


def choose(chance: random.Random) -> dict[str, Any]:
    """What the next customer wants."""
    item, card = barcode("3", chance.choice(COPIES)), barcode("2", chance.choice(READERS))
    kind = chance.choice(("checkout", "checkout", "checkin", "renew", "charge", "pay"))
    if kind in ("charge", "pay"):
        return {"act": kind, "card": card, "amount": chance.randrange(5, 200, 5)}
    return {"act": kind, "item": item} | ({"card": card} if kind == "checkout" else {})


def do(desk: Desk, told: dict[str, Any], key: str) -> str:
    """Do it; gives the answer in short."""
    acts: dict[str, Any] = {"checkout": Checkout, "checkin": Checkin, "renew": Renew, "charge": AddCharge, "pay": Pay}
    facts = dict(told)
    answer: Any = desk.do(acts[facts.pop("act")](**facts), key)
    return f"{type(answer).__name__} {getattr(answer, 'due', '')}".strip()


def say(*words: object) -> None:
    """One line, at once, in one piece: a line is whole or not there."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


if __name__ == "__main__":
    main(sys.argv[1])
