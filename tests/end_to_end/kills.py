"""A scanning desk is killed again and again; after each time the library is whole, and nothing acknowledged is lost."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from desk.models import JournalRow
from desk.services.accounts.tills import OpenTill
from desk.services.database import connect
from tests.end_to_end.scanner import APART, BEGUN, BETWEEN, COPIES, READERS, do
from tests.makers import Clock, House, prepare

# Each asks for what must not be there.
HALF_DONE = {
    "a loan that no act made": """SELECT l.id FROM loans l WHERE (SELECT count(*) FROM journal j WHERE j.loan_id = l.id
        AND j.kind = 'checkout' AND j.renewal_source IS NULL) <> 1""",
    "an act whose loan is missing": """SELECT j.id FROM journal j WHERE j.loan_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM loans l WHERE l.id = j.loan_id)""",
    "a return that no act made, or an act that returned nothing": """SELECT l.id FROM loans l WHERE
        (SELECT count(*) FROM journal j WHERE j.loan_id = l.id AND j.kind = 'checkin')
        <> CASE WHEN l.returned_at IS NULL THEN 0 ELSE 1 END""",
    "renewals that are not in the journal": """SELECT l.id FROM loans l WHERE l.renewals <>
        (SELECT count(*) FROM journal j WHERE j.loan_id = l.id AND j.renewal_source IS NOT NULL)""",
    "two open loans of one copy": """SELECT item_id FROM loans WHERE returned_at IS NULL GROUP BY item_id
        HAVING count(*) > 1""",
    "a charge that no act made": """SELECT c.id FROM charges c WHERE NOT EXISTS
        (SELECT 1 FROM journal j WHERE j.charge_id = c.id)""",
    "a charge that is not its amount less its lines": """SELECT c.id FROM charges c LEFT JOIN payments p
        ON p.charge_id = c.id GROUP BY c.id, c.amount, c.outstanding
        HAVING c.outstanding <> c.amount - coalesce(sum(p.amount), 0)""",
    "money that moved without an act, or without its lines": """SELECT e.id FROM till_entries e WHERE e.amount <>
        (SELECT coalesce(sum(p.amount), 0) FROM payments p WHERE p.entry_id = e.id)
        OR NOT EXISTS (SELECT 1 FROM journal j WHERE j.key = e.act)""",
    "a copy seen at another moment than its last act": """SELECT i.id FROM items i WHERE i.last_seen_at IS NOT NULL
        AND i.last_seen_at <> (SELECT max(j.at) FROM journal j WHERE j.item_id = i.id AND j.renewal_source IS NULL)""",
}
CHANGES = ("Lent", "Returned", "Renewed", "Charged", "Paid")


@dataclass(slots=True)
class Run:
    """What a desk had said when it was killed."""

    seed: int
    done: dict[str, str] = field(default_factory=dict)
    acts: dict[str, dict[str, Any]] = field(default_factory=dict)
    last: str = ""

    def hear(self, line: str) -> None:
        """One line of the desk's."""
        word, key, rest = line.split(" ", 2)
        if word == "begun":
            self.acts[key], self.last = json.loads(rest), key
        else:
            self.done[key] = rest


@dataclass(slots=True)
class Killer:
    """Starts desks and kills them."""

    where: str
    process: subprocess.Popen[str]
    chance: random.Random

    def kill_one(self, seed: int) -> Run:
        """Let a desk scan for a moment that nobody knows beforehand, and kill it in whatever it is doing."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(f"{seed}\n")
        self.process.stdin.flush()
        run, child = Run(seed), 0
        for line in self.process.stdout:
            words = line.split()
            if words[0] == "child":
                child = int(words[1])
            elif words[0] == "ended":
                assert int(words[1]) == -signal.SIGKILL, f"the desk fell by itself: {line}"
                return run
            else:
                first = not run.done
                run.hear(line.rstrip("\n"))
                if first and run.done:
                    time.sleep(self.chance.uniform(0, 0.08))
                    os.kill(child, signal.SIGKILL)
        raise AssertionError("the desks' process is gone")


def library(where: str) -> House:
    """A library with a few readers and copies, so that they meet often."""
    prepare(where)
    house = House(connect(where), Clock(BEGUN))
    house.policy({"loan": "21 days", "renewals": 1000, "fine": "0.10", "loans": 1000})
    house.numbers = iter(READERS)
    for _reader in READERS:
        house.card()
    house.desk().do(OpenTill(0))
    title = put_title(house)
    house.numbers = iter(COPIES)
    for _copy in COPIES:
        house.item(title=title)
    return house


def put_title(house: House) -> int:
    """One title for all copies."""
    house.numbers = iter((1,))
    return house.title()


def open_killer(where: str, seed: int = 1) -> Killer:
    """Load everything once."""
    command = [sys.executable, "-m", "tests.end_to_end.scanner", where]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return Killer(where, process, random.Random(seed))


def close_killer(killer: Killer) -> None:
    """Nothing more to kill."""
    killer.process.communicate(timeout=20)


def examine(house: House, run: Run) -> None:
    """Everything acknowledged is there, nothing is half done, and the desk goes on where it was."""
    _go_on(house, run)
    agree(house, run)


def agree(house: House, run: Run) -> None:
    """What was acknowledged, the journal and the tables say the same, and the file is sound."""
    with house.database.question() as connection:
        if house.database.sqlite:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        for what, asked in HALF_DONE.items():
            assert connection.execute(text(asked)).all() == [], what
        found = connection.execute(
            text("SELECT key FROM journal WHERE key LIKE :mine"), {"mine": f"{run.seed}-%"}
        ).scalars()
        keys = set(found)
    acknowledged = {key for key, answer in run.done.items() if answer.split()[0] in CHANGES}
    assert acknowledged <= keys, "an acknowledged act is lost"
    assert keys <= acknowledged | {run.last}, "an act is there that was never begun"


def _go_on(house: House, run: Run) -> None:
    """The last act, whether it was acknowledged or not, is asked for again under its key: it has happened once."""
    house.clock.now = BEGUN + APART * run.seed + BETWEEN * (len(run.acts) - 1)
    desk = house.desk()
    was = house.count(JournalRow, key=run.last)
    first = do(desk, run.acts[run.last], run.last)
    if run.done.get(run.last, "").split(" ")[0] in CHANGES:
        assert (was, first) == (1, run.done[run.last])
    assert do(desk, run.acts[run.last], run.last) == first or first.split()[0] not in CHANGES
    assert house.count(JournalRow, key=run.last) == int(first.split()[0] in CHANGES)
