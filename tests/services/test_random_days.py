"""Days made up at random: nothing breaks, no two records contradict each other, and undo leads back to the morning."""

import random
from datetime import timedelta
from typing import Any

import pytest

from desk.models import Item
from desk.rules.vocabulary import ClaimFound, ItemStatus
from desk.services.answers import NotDone, Refused
from desk.services.circulation.answers import Undone
from desk.services.circulation.checkin import Checkin, UseInHouse
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.marks import ClaimReturned, MarkItem, Recall
from desk.services.circulation.renew import Renew
from desk.services.circulation.undo import Undo
from tests.makers import NOW, House
from tests.services.test_undo import same_but_for_traces

BRANCHES = ("MAIN", "NORTH")
ACTS = 40
CHOICES = {
    "suspension_days": ("0", "1", "2"),
    "deposit": ("0.00", "5.00"),
    "rental": ("0.00", "1.00"),
    "floats": ("no", "yes", "manual"),
    "returns_to": ("shelf", "cart"),
    "reshelving": ("none", "2 hours"),
    "processed_to": ("processing", "cart", "shelf"),
    "on_site_switch": ("yes", "no"),
    "recall_minimum": ("1 day", "10 days"),
    "guarantees_debt_limit": ("unlimited", "0.50"),
    "high_demand_holds": ("unlimited", "1"),
    "high_demand_loan": ("2 days", "60 days"),
    "claim_found": ("ask", "library", "patron"),
    "lost_return": ("take", "ask"),
    "renewals_unseen": ("unlimited", "1"),
}


def library(house: House, chance: random.Random) -> tuple[list[str], list[str]]:
    """Four readers, six copies of two titles at two branches, and some holds."""
    house.policy(
        {"loan": "21 days", "renewals": 5, "fine": "0.10", "loans": 4, "debt_limit": "1.00"},
        {"branch": "NORTH", "loan": "2 weeks", "return_to": chance.choice(["home", "holding", "anywhere"])},
        {"branch": "MAIN"} | {name: chance.choice(words) for name, words in CHOICES.items()},
    )
    cards = [house.card() for _ in range(3)]
    cards.append(house.card(guarantor_id=house.patron(cards[0])))
    titles = [house.title(), house.title()]
    states = [ItemStatus.AVAILABLE] * 4 + [ItemStatus.LOST, ItemStatus.MENDING]
    items = [
        house.item(title=title, branch=chance.choice(BRANCHES), status=chance.choice(states)) for title in titles * 3
    ]
    for card in cards:
        item = chance.choice(items)
        copy = chance.choice([None, house.one(Item, barcode=item).id])
        house.hold(card, item, pickup=chance.choice(BRANCHES), item_id=copy)
    return cards, items


def act(chance: random.Random, card: str, item: str) -> Any:
    """Something that happens at a desk."""
    if chance.random() < 0.4:
        return Checkout(card, item, on_site=chance.random() < 0.2)
    back = Checkin(
        item,
        trap=chance.random() < 0.8,
        amnesty=chance.random() < 0.2,
        floating=chance.random() < 0.5,
        inventory=chance.random() < 0.5,
        claim=chance.choice([None, None, *ClaimFound]),
    )
    status = chance.choice([ItemStatus.DAMAGED, ItemStatus.MISSING, ItemStatus.IN_PROCESS, ItemStatus.AVAILABLE])
    rare = [ClaimReturned(item), Recall(item), MarkItem(item, status)]
    often = [back, back, back, Renew(item, seen=chance.random() < 0.5), UseInHouse(item)]
    return chance.choice(rare if chance.random() < 0.2 else often)


def check(house: House) -> None:
    """A copy that is out is neither kept nor on its way, and a kept copy belongs to a live hold."""
    now = house.snapshot()
    out = {loan["item_id"] for loan in now["loans"] if loan["returned_at"] is None}
    on_its_way = {transit["item_id"] for transit in now["transits"] if transit["arrived_at"] is None}
    assert not out & on_its_way
    for hold in now["holds"]:
        if hold["status"] == "queued":
            assert hold["copy_id"] is None
        elif hold["status"] in ("ready", "in_transit"):
            assert hold["copy_id"] not in out
            assert (hold["copy_id"] in on_its_way) == (hold["status"] == "in_transit")


@pytest.mark.parametrize("seed", range(6))
def test_a_random_day_holds_together_and_is_undone_to_its_morning(house: House, seed: int) -> None:
    chance = random.Random(seed)
    cards, items = library(house, chance)
    desks = [house.desk(branch, "admin") for branch in BRANCHES]
    done = []
    for number in range(ACTS):
        house.clock.now += timedelta(minutes=chance.choice([1, 30, 60 * 24, 60 * 24 * 9]))
        desk, before, key = chance.choice(desks), house.snapshot(), f"act {number}"
        tried = act(chance, chance.choice(cards), chance.choice(items))
        answer = desk.do(tried, key=key)
        if isinstance(answer, Refused) and not answer.never:
            answer = desk.do(answer.overridden(desk.staff.id), key=key)
        if isinstance(answer, NotDone):
            assert house.snapshot() == before
            continue
        done.append((desk, key, before))
        check(house)
    assert house.clock.now > NOW and len(done) > ACTS // 3
    for desk, key, before in reversed(done):
        house.clock.now += timedelta(minutes=1)
        assert isinstance(desk.do(Undo(key)), Undone)
        same_but_for_traces(before, house.snapshot())
