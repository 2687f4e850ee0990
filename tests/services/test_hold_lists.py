"""The lists of the holds desk and the work at the shelves, on both databases."""

from datetime import date, timedelta
from typing import Any

import pytest

from desk.chores.nightly import nightly
from desk.models import Hold, Item, Location, ShelfMiss, Transit
from desk.rules.vocabulary import HoldStatus, ItemStatus, Reason
from desk.services.answers import Refused, Thing, Unknown
from desk.services.circulation.answers import Returned, Undone
from desk.services.circulation.lookup import CountToday
from desk.services.circulation.undo import Undo
from desk.services.holds.answers import NotFound
from desk.services.holds.board import CountToPull, HoldBoard, ListName
from desk.services.holds.ending import CancelHold
from desk.services.holds.lists import (
    AllHolds,
    HoldsOf,
    Hopeless,
    InTransit,
    OnShelf,
    Ratios,
    ToClear,
    ToPull,
    Waiting,
    Why,
)
from desk.services.holds.nights import HoldsToExpire
from desk.services.holds.shelf import ClearShelf, NotOnShelf
from tests.makers import NOW, House
from tests.rows import row

TODAY = NOW.date()


def tick(house: House, minutes: int = 1) -> None:
    house.clock.now += timedelta(minutes=minutes)


def pulled(house: House, branch: str = "MAIN") -> list[tuple[int, str]]:
    return [(line.hold, line.barcode) for line in house.desk(branch).ask(ToPull())]


@row("holds", 34)
def test_the_pull_list_is_in_the_order_of_the_shelves_and_names_nobody(house: House) -> None:
    from desk.services.administration.rule_files import next_version

    adult = house.put(Location(code="adult", name="Adult"))
    zoo = house.put(Location(code="zoo", name="Zoo"))
    with house.database.act() as connection:
        next_version(connection)
        connection.commit()
    made = [("641.6", adult), ("641.51", adult), ("100", zoo), ("99.5", adult)]
    for number, location in made:
        item = house.item(call_number=number, location_id=location)
        house.hold(house.card(family_name="Haddad", given_name="Yusuf"), item)
    lines = house.desk().ask(ToPull())
    assert [line.call_number for line in lines] == ["99.5", "641.51", "641.6", "100"]
    assert all(line.reader.startswith("YH …") and "Haddad" not in repr(line) for line in lines)
    assert house.desk().ask(CountToPull()) == 4 and not pulled(house, "NORTH")


@row("holds", 34)
def test_each_branch_pulls_what_it_is_nearest_to(house: House) -> None:
    title = house.title()
    here, there = house.item(title=title), house.item(title=title, branch="NORTH")
    one = house.hold(house.card(), here, pickup="NORTH")
    assert pulled(house) == [] and pulled(house, "NORTH") == [(one, there)]
    two = house.hold(house.card(), here, pickup="NORTH")
    assert pulled(house) == [(two, here)], "a second hold takes the copy that has to travel"
    house.lend(house.card(), there)
    assert house.desk().ask(ToPull())[0].barcodes == (here,)


@row("holds", 33)
def test_h6_a_closed_branch_is_not_asked(house: House) -> None:
    title = house.title()
    here, there = house.item(title=title), house.item(title=title, branch="NORTH")
    hold = house.hold(house.card(), here, pickup="NORTH")
    house.policy({"loan": "21 days", "hold_skips_closed": True})
    house.calendar([], [{"branch_id": 2, "kind": "closed", "first": TODAY, "last": TODAY}])
    assert pulled(house) == [(hold, here)] and pulled(house, "NORTH") == []
    house.policy({"loan": "21 days"})
    assert pulled(house, "NORTH") == [(hold, there)]


@row("holds", 29, 30, 31, 32)
@pytest.mark.parametrize(
    ("values", "first"),
    [
        ({}, 0),
        ({"hold_fill": "home"}, 0),
        ({"hold_fill": "holding"}, 1),
        ({"no_transfer_to": "MAIN"}, 1),
        ({"hold_protects": "1 year"}, 0),
        ({"hold_order": "pickup_here"}, 1),
        ({"hold_order": "readers_here"}, 2),
        ({"hold_order": "pickup_home"}, 0),
    ],
)
def test_the_copy_that_comes_in_goes_to_whom_the_rules_put_first(
    house: House, values: dict[str, Any], first: int
) -> None:
    """The copy belongs to MAIN and comes in at NORTH; pull list and check-in say the same."""
    house.policy({"loan": "21 days", **values})
    item = house.item(holding="NORTH")
    holds = [
        house.hold(house.card(), item, pickup="MAIN"),
        house.hold(house.card(), item, pickup="NORTH"),
        house.hold(house.card(branch="NORTH"), item, pickup="MAIN"),
    ]
    assert [hold for hold, _item in pulled(house, "NORTH")] == [holds[first]]
    assert house.take_back(item, "NORTH").hold.id == holds[first]


@row("holds", 35)
def test_a_pulled_copy_is_kept_here_or_sent(house: House) -> None:
    here, there = house.item(), house.item()
    house.hold(house.card(), here)
    house.hold(house.card(), there, pickup="NORTH")
    assert len(pulled(house)) == 2
    kept, sent = house.take_back(here), house.take_back(there)
    assert (kept.to.value, kept.used, sent.to.value) == ("hold_shelf", False, "transit_hold")
    assert pulled(house) == [] and house.desk().ask(OnShelf())[0].barcode == here
    line = house.desk().ask(InTransit())[0]
    assert (line.barcode, line.goes_to, line.here) == (there, "Northgate", False)
    assert house.desk("NORTH").ask(InTransit())[0].here


@row("holds", 36, 37, 54)
def test_a_copy_that_is_not_there_gives_way_to_the_next_and_is_missing_after_two(house: House) -> None:
    title = house.title()
    one, two = house.item(title=title), house.item(title=title)
    hold = house.hold(house.card(), one)
    assert pulled(house) == [(hold, one)]
    before = house.snapshot()
    answer = house.desk().do(NotOnShelf(one))
    assert isinstance(answer, NotFound) and (answer.misses, answer.missing, answer.next_item) == (1, False, two)
    assert pulled(house) == [(hold, two)]
    assert isinstance(house.desk().do(Undo()), Undone)
    assert house.snapshot() == before and pulled(house) == [(hold, one)] and house.count(ShelfMiss) == 0
    house.desk().do(NotOnShelf(one))
    house.desk().do(NotOnShelf(two))
    answer = house.desk().do(NotOnShelf(one))
    assert answer.missing and house.one(Item, barcode=one).status is ItemStatus.MISSING
    assert pulled(house) == [(hold, two)]
    assert isinstance(house.desk().do(Undo()), Undone)
    assert house.one(Item, barcode=one).status is ItemStatus.AVAILABLE


@row("holds", 37)
def test_what_was_seen_again_was_not_missed(house: House) -> None:
    item = house.item()
    house.hold(house.card(), item, suspended_until=date(9999, 12, 31))
    house.desk().do(NotOnShelf(item))
    tick(house)
    house.take_back(item)
    tick(house)
    assert house.desk().do(NotOnShelf(item)).misses == 1


@row("holds", 38)
def test_who_was_not_quick_enough_notes_nothing(house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    answer = house.desk().do(NotOnShelf(item))
    assert isinstance(answer, Refused) and answer.reasons == (Reason.OTHER_DESK,)
    assert house.count(ShelfMiss) == 0
    assert house.desk().do(NotOnShelf("39990000999999")) == Unknown(Thing.ITEM, "39990000999999")


@row("holds", 40, 41, 45)
def test_the_list_to_clear_and_what_each_scan_says(house: House) -> None:
    next_one, off, over, wrong = (house.item() for _number in range(4))
    for item in (next_one, off, over, wrong):
        house.hold(house.card(), item)
        house.take_back(item)
    queued = house.hold(house.card(), next_one)
    tick(house)
    holds = {item: house.one(Hold, copy_id=house.one(Item, barcode=item).id) for item in (next_one, off, over, wrong)}
    house.desk().do(CancelHold(holds[next_one].id))
    house.desk().do(CancelHold(holds[off].id, "No longer wanted"))
    house.change(Hold, holds[over].id, shelf_until=TODAY - timedelta(days=1))
    house.change(Hold, holds[wrong].id, pickup_branch_id=2)
    tick(house)
    why = {line.barcode: line.why for line in house.desk().ask(ToClear())}
    assert why == {next_one: Why.CANCELLED, off: Why.CANCELLED, over: Why.OVER, wrong: Why.WRONG_SHELF}
    assert house.desk().ask(OnShelf()) == ()
    said = {item: house.desk().do(ClearShelf(item)).to.value for item in (next_one, off, over, wrong)}
    assert said == {next_one: "hold_shelf", off: "shelf", over: "shelf", wrong: "transit_hold"}
    assert house.desk().ask(ToClear()) == ()
    assert house.one(Hold, id=queued).status is HoldStatus.READY
    assert house.one(Hold, id=holds[over].id).status is HoldStatus.EXPIRED


@row("holds", 41)
@row("checkin", 28)
def test_what_nobody_fetched_was_used_by_nobody(house: House) -> None:
    over, ended, at_the_desk, moved = (house.item() for _number in range(4))
    holds = {}
    for item in (over, ended, at_the_desk, moved):
        holds[item] = house.hold(house.card(), item)
        house.take_back(item)
    tick(house)
    house.change(Hold, holds[over], shelf_until=TODAY - timedelta(days=1))
    for item in (ended, at_the_desk, moved):
        house.desk().do(CancelHold(holds[item]))
    tick(house)
    cleared = [house.desk().do(ClearShelf(item)) for item in (over, ended, moved)]
    said = [*cleared, house.take_back(at_the_desk)]
    assert [(answer.to.value, answer.was_out, answer.used) for answer in said] == [("shelf", False, False)] * 4
    assert house.desk().ask(CountToday()).used == 0
    tick(house)
    assert house.take_back(at_the_desk).used, "once it is on its shelf again, whoever takes it down uses it"


@row("holds", 41, 42, 54)
def test_clearing_is_taken_back_with_the_hold_that_ran_out(house: House) -> None:
    house.policy({"loan": "21 days", "hold_expiry_charge": "2.00"})
    item, card = house.item(), house.card()
    house.hold(card, item)
    house.take_back(item)
    house.clock.now += timedelta(days=9)
    other = house.hold(house.card(), item)
    before = house.snapshot()
    answer = house.desk().do(ClearShelf(item))
    assert isinstance(answer, Returned) and answer.hold is not None and answer.hold.id == other
    assert sum(charge["outstanding"] for charge in house.snapshot()["charges"]) == 200
    assert isinstance(house.desk().do(Undo()), Undone)
    after = house.snapshot()
    assert sorted(after["holds"], key=str) == sorted(before["holds"], key=str)
    assert sum(charge["outstanding"] for charge in after["charges"]) == 0
    assert house.desk().do(ClearShelf("39990000999999")) == Unknown(Thing.ITEM, "39990000999999")


@row("holds", 41)
def test_what_has_to_stay_stays_when_it_is_scanned_while_clearing(house: House) -> None:
    item = house.item()
    hold = house.hold(house.card(), item)
    house.take_back(item)
    tick(house)
    until = house.one(Hold, id=hold).shelf_until
    assert house.desk().do(ClearShelf(item)).hold.id == hold
    assert (house.one(Hold, id=hold).status, house.one(Hold, id=hold).shelf_until) == (HoldStatus.READY, until)


@row("holds", 43)
def test_h15_a_night_ends_what_has_run_out_once(house: House) -> None:
    future, waiting, shelved = house.item(), house.item(), house.item()
    house.lend(house.card(), waiting)
    kept = house.hold(house.card(), future, expires_on=TODAY + timedelta(days=9))
    unfilled = house.hold(house.card(), waiting, expires_on=TODAY - timedelta(days=1))
    ready = house.hold(house.card(), shelved)
    house.take_back(shelved)
    house.change(Hold, ready, shelf_until=TODAY - timedelta(days=1))
    house.clock.now += timedelta(days=1)
    reports = _all(nightly(house.desk()))
    assert ("expired", 2) in [(each.work.value, each.count) for each in reports[0].others]
    states = {number: house.one(Hold, id=number).status for number in (kept, unfilled, ready)}
    assert states == {kept: HoldStatus.QUEUED, unfilled: HoldStatus.EXPIRED, ready: HoldStatus.EXPIRED}
    assert [line.why for line in house.desk().ask(ToClear())] == [Why.EXPIRED]
    assert not house.desk().ask(HoldsToExpire(TODAY))


def _all(work: Any) -> Any:
    """What a work gives at its end."""
    while True:
        try:
            next(work)
        except StopIteration as ended:
            return ended.value


@row("holds", 44)
@pytest.mark.parametrize(("only_open", "ends"), [(False, 1), (True, 0)])
def test_h14_holds_may_run_out_on_open_days_only(house: House, only_open: bool, ends: int) -> None:
    house.policy({"loan": "21 days", "hold_expires_open_days": only_open})
    item = house.item()
    hold = house.hold(house.card(), item)
    house.take_back(item)
    house.change(Hold, hold, shelf_until=TODAY - timedelta(days=1))
    house.calendar([], [{"kind": "closed", "first": TODAY, "last": TODAY}])
    assert len(house.desk().ask(HoldsToExpire(TODAY))) == ends
    assert len(house.desk().ask(HoldsToExpire(TODAY + timedelta(days=1)))) == 1


def test_waiting_tells_places_and_hopeless_holds(house: House) -> None:
    lent, gone = house.item(), house.item()
    house.lend(house.card(), lent)
    first, second = house.hold(house.card(), lent), house.hold(house.card(), lent)
    lost = house.hold(house.card(), gone)
    house.change(Item, house.one(Item, barcode=gone).id, status=ItemStatus.LOST)
    lines = {line.hold: line for line in house.desk().ask(Waiting())}
    assert [(lines[each].position, lines[each].waiting) for each in (first, second)] == [(1, 2), (2, 2)]
    assert [line.hold for line in house.desk().ask(Hopeless())] == [lost]
    assert lines[lost].hopeless and not lines[first].hopeless
    assert len(house.desk().ask(AllHolds())) == 3 and house.desk("NORTH").ask(Waiting()) == ()


def test_titles_for_which_many_wait(house: House) -> None:
    item, other = house.item(), house.item()
    for _number in range(4):
        house.hold(house.card(), item)
    house.hold(house.card(), other)
    ratios = house.desk().ask(Ratios())
    assert [(each.waiting, each.copies, each.per_copy) for each in ratios] == [(4, 1, 4.0)]
    assert len(house.desk().ask(Ratios(0))) == 2


def test_the_holds_of_one_reader(house: House) -> None:
    card, ready, waiting, off = house.card(), house.item(), house.item(), house.item()
    house.hold(card, waiting)
    kept = house.hold(card, ready)
    house.take_back(ready)
    gone = house.hold(card, off)
    house.desk().do(CancelHold(gone))
    assert house.desk().ask(HoldsOf(card))[0].hold == kept
    assert len(house.desk().ask(HoldsOf(card))) == 2
    assert gone in [line.hold for line in house.desk().ask(HoldsOf(card, ended=True))]


def test_a_transit_that_takes_too_long_is_marked(house: House) -> None:
    item = house.item(branch="NORTH")
    house.take_back(item)
    assert not house.desk().ask(InTransit())[0].late
    house.clock.now += timedelta(days=8)
    line = house.desk("NORTH").ask(InTransit())[0]
    assert line.late and line.days == 8 and house.count(Transit) == 1


def test_the_board_counts_what_its_lists_show(house: House) -> None:
    item, other = house.item(), house.item()
    house.hold(house.card(), item)
    house.hold(house.card(), other)
    house.take_back(other)
    board = house.desk().ask(HoldBoard(ListName.SHELF))
    counts = {name.value: count for name, count in board.counts.items()}
    assert counts == {"pull": 1, "shelf": 1, "waiting": 1, "clear": 0, "transit": 0, "all": 2}
    assert [line.barcode for line in board.lines] == [other]
    assert len(house.desk().ask(HoldBoard(ListName.ALL)).lines) == 2
