"""Holds from a terminal."""

from desk.models import Hold, Item
from desk.rules.vocabulary import HoldStatus
from tests.makers import House
from tests.test_cli import Say, house, say, template

__all__ = ["house", "say", "template"]


def test_holds_from_the_terminal(house: House, say: Say) -> None:
    one, two, item, other = house.card(), house.card(), house.item(), house.item()
    house.lend(house.card(), item)
    status, [placed] = say("hold", "place", one, item, "--pickup", "NORTH", "--until", "2026-12-24")
    assert (status, placed["answer"], placed["position"], placed["likely"]) == (0, "hold_placed", 1, "2026-03-31")
    assert "patron" not in placed
    first = placed["holds"][0]
    status, [refused] = say("hold", "place", one, item)
    assert (status, refused["blocks"][0]["reason"]) == (1, "already_waiting")
    second = say("hold", "place", two, item)[1][0]["holds"][0]
    assert say("hold", "move", str(second), "top")[1][0]["position"] == 1
    assert [line["hold"] for line in say("holds", "queue", item)[1]] == [second, first]
    assert say("hold", "suspend", str(first), "--until", "2026-04-01")[1][0]["until"] == "2026-04-01"
    assert say("hold", "resume", str(first))[1][0]["answer"] == "hold_resumed"
    assert say("hold", "edit", str(first), "--note", "Ring first")[1][0]["answer"] == "hold_changed"
    assert say("hold", "pickup", str(first), "MAIN")[1][0]["pickup"] == "Main branch"
    status, [named] = say("hold", "whose", str(first))
    assert named["patron"]["card"] == one
    assert say("hold", "cancel", str(first), "--because", "Bought it")[1][0]["answer"] == "hold_cancelled"
    assert say("hold", "reinstate", str(first))[1][0]["status"] == "queued"
    assert say("holds", "transfer", item, other)[1][0]["count"] == 2
    assert house.one(Hold, id=first).title_id == house.one(Item, barcode=other).title_id
    assert [line["barcode"] for line in say("holds", "list", "pull")[1]] == [other]
    assert len(say("holds", "of", one)[1]) == 1


def test_work_at_the_shelves_from_the_terminal(house: House, say: Say) -> None:
    item, card = house.item(), house.card()
    hold = house.hold(card, item)
    assert say("holds", "missed", item)[1][0]["misses"] == 1
    house.take_back(item)
    house.change(Hold, hold, shelf_until=house.clock().date())
    status, [cleared] = say("holds", "clear", item, at="2026-03-12 12:00")
    assert (status, cleared["goes_to"]) == (0, "shelf")
    assert house.one(Hold, id=hold).status is HoldStatus.EXPIRED
    for _number in range(4):
        house.hold(house.card(), item)
    assert say("holds", "ratios")[1][0]["per_copy"] == 4.0
    assert say("holds", "hopeless") == (0, [])
    assert say("hold", "cancel", "99999")[0] == 1
    assert say("holds", "queue", "39990000999999")[0] == 1
