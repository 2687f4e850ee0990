"""Rounds of a race, and what has to be true after each: the tests run a few dozen, the soak thousands."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from desk.models import Card, Hold, Item, Loan, Patron
from desk.rules.vocabulary import HoldStatus
from desk.services.circulation.checkout import Checkout
from desk.services.desk import new_key
from desk.services.holds.lists import QueueOf
from tests.makers import House, barcode

# Far enough ahead that both have read their line.
START = 0.004
LIMIT = 5
RULES = (
    {"loan": "21 days", "renewals": 3, "fine": "0.10", "fine_cap": "5.00", "loans": 1000},
    {"category": "child", "loans": LIMIT},
)


@dataclass(slots=True)
class Racer:
    """A desk in another process."""

    process: subprocess.Popen[str]

    def tell(self, **told: Any) -> None:
        """What to do, and when."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """What came of it."""
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())  # type: ignore[no-any-return]


@dataclass(slots=True)
class Track:
    """A library and the two desks that race in it."""

    house: House
    racers: tuple[Racer, Racer]
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def race(self, one: dict[str, Any], other: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Both at once; whatever either says of an error fails."""
        at, now = time.time() + START, self.house.clock().isoformat()
        lead = self.chance.uniform(-0.001, 0.001)
        for racer, told, late in zip(self.racers, (one, other), (0.0, lead), strict=True):
            racer.tell(at=at + late, now=now, **told)
        answers = (self.racers[0].hear(), self.racers[1].hear())
        assert not any("error" in answer for answer in answers), answers
        self.house.clock.now += timedelta(seconds=30)
        return answers


def open_track(house: House, where: str) -> Track:
    """Start both desks: about a second."""
    command = [sys.executable, "-m", "tests.race.racer", where]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) for _ in range(2)
    ]
    racers = (Racer(started[0]), Racer(started[1]))
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    return Track(house, racers)


def close_track(track: Track) -> None:
    """Let both desks go home."""
    for racer in track.racers:
        racer.process.communicate(timeout=20)


def names(answers: tuple[dict[str, Any], dict[str, Any]]) -> list[str]:
    """What the two answers are called, in order of the alphabet."""
    return sorted(answer["answer"] for answer in answers)


def one_copy(track: Track) -> None:
    """Two readers at two desks with one copy: one has it, the other hears that it is on loan."""
    house = track.house
    item = house.item()
    one, other = house.card(), house.card()
    answers = track.race(checkout(one, item), checkout(other, item))
    assert names(answers) == ["Lent", "Refused"], answers
    assert [a["reasons"] for a in answers if a["answer"] == "Refused"] == [["on_loan"]]
    assert house.count(Loan, item_id=number(house, item)) == 1


def one_limit(track: Track) -> None:
    """Two desks lend to one reader until neither may: never more than the limit, and never fewer."""
    house = track.house
    card = house.card(category="child")
    items = [house.item() for _ in range(2 * LIMIT)]
    lent = 0
    for one, other in zip(items[::2], items[1::2], strict=True):
        answers = track.race(checkout(card, one), checkout(card, other))
        lent += names(answers).count("Lent")
        assert all(a["answer"] == "Lent" or a["reasons"] == ["too_many"] for a in answers), answers
    assert lent == LIMIT
    assert house.count(Loan, patron_id=house.patron(card), returned_at=None) == LIMIT


def out_and_in(track: Track) -> None:
    """One desk takes a copy back while the other lends it to somebody else."""
    house = track.house
    item, first, second = house.item(), house.card(), house.card()
    house.lend(first, item)
    house.clock.now += timedelta(hours=2)
    lent, back = track.race(checkout(second, item), {"act": "checkin", "item": item})
    was = [loan for loan in loans(house, item) if loan.patron_id == house.patron(first)]
    assert len(was) == 1
    if lent["answer"] == "Refused":
        assert lent["reasons"] == ["on_loan"] and back["answer"] == "Returned", (lent, back)
        assert was[0].returned_at is not None and len(loans(house, item)) == 1
    else:
        assert (lent["answer"], back["answer"]) == ("Lent", "Returned"), (lent, back)
        assert was[0].returned_at is not None and len(loans(house, item)) == 2


def one_hold(track: Track) -> None:
    """Two copies of a title come back at two desks, and one reader waits: one copy is kept, the other is not."""
    house = track.house
    title = house.title()
    items = [house.item(title=title) for _ in range(2)]
    for item in items:
        house.lend(house.card(), item)
    hold = house.hold(house.card(), items[0])
    house.clock.now += timedelta(hours=2)
    answers = track.race(*({"act": "checkin", "item": item} for item in items))
    assert names(answers) == ["Returned", "Returned"], answers
    assert sorted((a["to"], a["hold"]) for a in answers) == [("hold_shelf", hold), ("shelf", None)], answers
    assert house.one(Hold, id=hold).status is HoldStatus.READY


def one_copy_back(track: Track) -> None:
    """One copy is read at two desks at once, and two readers wait: it is kept for the first of them alone."""
    house = track.house
    item = house.item()
    house.lend(house.card(), item)
    first, second = house.hold(house.card(), item), house.hold(house.card(), item)
    house.clock.now += timedelta(hours=2)
    answers = track.race({"act": "checkin", "item": item}, {"act": "checkin", "item": item})
    assert names(answers) in (["AlreadyScanned", "Returned"], ["Returned", "Returned"]), answers
    assert {a["hold"] for a in answers if a["answer"] == "Returned"} == {first}
    assert house.one(Hold, id=first).copy_id == number(house, item)
    assert house.one(Hold, id=second).status is HoldStatus.QUEUED
    assert sum(bool(a["was_out"]) for a in answers) == 1


def undo_and_in(track: Track) -> None:
    """One desk takes a check-out back while the other takes the copy back: one of them comes first, cleanly."""
    house = track.house
    item, key = house.item(), new_key()
    house.desk().do(Checkout(house.card(), item), key)
    house.clock.now += timedelta(hours=2)
    undone, back = track.race({"act": "undo", "key": key}, {"act": "checkin", "item": item})
    loan = loans(house, item)[0]
    assert loan.returned_at is not None and back["answer"] == "Returned", (undone, back)
    if undone["answer"] == "Undone":
        assert loan.undone and loan.patron_id is None and not back["was_out"], (undone, back)
    else:
        assert undone["reasons"] == ["later_act"] and back["was_out"] and not loan.undone, (undone, back)


def one_key(track: Track) -> None:
    """The same act under the same key at two desks (a connection that came back): it happens once."""
    house = track.house
    item, card, key = house.item(), house.card(), new_key()
    told = checkout(card, item) | {"as": key}
    answers = track.race(dict(told), dict(told))
    assert names(answers) == ["Lent", "Lent"] and answers[0]["loan"] == answers[1]["loan"], answers
    assert house.count(Loan, item_id=number(house, item)) == 1


def one_wish(track: Track) -> None:
    """A reader asks for one title at two desks: waits once. Two readers ask: both wait, one behind the other."""
    house = track.house
    item, card = house.item(), house.card()
    answers = track.race({"act": "place", "card": card, "item": item}, {"act": "place", "card": card, "item": item})
    assert names(answers) == ["HoldPlaced", "Refused"], answers
    others = [{"act": "place", "card": house.card(), "item": item} for _desk in range(2)]
    assert names(track.race(others[0], others[1])) == ["HoldPlaced", "HoldPlaced"]
    waiting = house.desk().ask(QueueOf(house.one(Item, barcode=item).title_id))
    assert [line.position for line in waiting] == [1, 2, 3]


def off_and_in(track: Track) -> None:
    """A hold is called off at one desk while its copy comes in at the other: it is kept for it, or for the next."""
    house = track.house
    item = house.item()
    house.lend(house.card(), item)
    hold, following = house.hold(house.card(), item), house.hold(house.card(), item)
    house.clock.now += timedelta(hours=2)
    off, back = track.race({"act": "cancel", "hold": hold}, {"act": "checkin", "item": item})
    assert (off["answer"], back["answer"]) == ("HoldCancelled", "Returned"), (off, back)
    assert house.one(Hold, id=hold).status is HoldStatus.CANCELLED
    assert back["hold"] in (hold, following), back
    assert (house.one(Hold, id=following).copy_id is not None) is (back["hold"] == following)


def cleared_and_lent(track: Track) -> None:
    """A copy is cleared off the hold shelf while its reader takes it at last: one desk has it, and says so."""
    house = track.house
    item, card = house.item(), house.card()
    house.hold(card, item)
    house.take_back(item)
    house.clock.now += timedelta(days=30)
    cleared, lent = track.race({"act": "clear", "item": item}, checkout(card, item))
    assert lent["answer"] == "Lent" and cleared["answer"] in ("Returned", "AlreadyScanned"), (cleared, lent)
    open_loans = [loan for loan in loans(house, item) if loan.returned_at is None]
    assert len(open_loans) <= 1


def one_card(track: Track) -> None:
    """Two desks register somebody with the same new card: one reader has it, the other desk hears that it is taken."""
    house = track.house
    before = house.count(Patron)
    card = barcode("2", 70_000_000 + before)
    answers = track.race(
        {"act": "register", "card": card, "family_name": "Abara", "category": "adult", "branch": "MAIN"},
        {"act": "register", "card": card, "family_name": "Ziegler", "category": "adult", "branch": "MAIN"},
    )
    assert names(answers) == ["Refused", "Registered"], answers
    assert [a["reasons"] for a in answers if a["answer"] == "Refused"] == [["card_taken"]]
    assert house.count(Card, number=card) == 1 and house.count(Patron) == before + 1


RACES: dict[str, Callable[[Track], None]] = {
    race.__name__: race
    for race in (
        *(one_copy, one_limit, out_and_in, one_hold, one_copy_back, undo_and_in, one_key),
        *(one_wish, off_and_in, cleared_and_lent, one_card),
    )
}


def checkout(card: str, item: str) -> dict[str, Any]:
    """The line for a check-out."""
    return {"act": "checkout", "card": card, "item": item}


def number(house: House, item: str) -> int:
    """The number of a copy."""
    return int(house.one(Item, barcode=item).id)


def loans(house: House, item: str) -> list[Any]:
    """All loans of a copy, oldest first."""
    with house.database.question() as connection:
        asked = "SELECT id, patron_id, returned_at, undone FROM loans WHERE item_id = :item ORDER BY id"
        return list(connection.execute(text(asked), {"item": number(house, item)}))
