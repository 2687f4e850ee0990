"""Placing holds, editing queues, ending and taking up again, on both databases; each taken back."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from desk.models import Charge, Hold, Item, JournalRow, PatronCategory, Title, Transit
from desk.rules.queue import Move
from desk.rules.vocabulary import CardStatus, HoldStatus, ItemStatus, Reason, TransitReason
from desk.services.answers import Refused, Thing, Unknown
from desk.services.circulation.answers import Lent, Returned, Undone
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.undo import Undo
from desk.services.holds.answers import (
    HoldCancelled,
    HoldChanged,
    HoldExpired,
    HoldMoved,
    HoldPlaced,
    HoldReinstated,
    HoldsMoved,
    HoldSuspended,
    PickupChanged,
    ReaderNamed,
)
from desk.services.holds.changing import ChangePickup, EditHold
from desk.services.holds.ending import CancelHold, ExpireHold, ReinstateHold
from desk.services.holds.lists import QueueOf
from desk.services.holds.place import PlaceHold
from desk.services.holds.queueing import MoveHold, MoveHolds, ResumeHold, SuspendHold
from desk.services.holds.shelf import NameReader
from tests.makers import NOW, House
from tests.rows import row

TODAY = NOW.date()


def place(house: House, card: str, item: str, **facts: Any) -> Any:
    return house.desk().do(PlaceHold(card, item, **facts))


def tick(house: House, minutes: int = 1) -> None:
    house.clock.now += timedelta(minutes=minutes)


def order(house: House, title: int) -> list[int]:
    return [line.hold for line in house.desk().ask(QueueOf(title))]


def reasons(answer: Any) -> tuple[Reason, ...]:
    assert isinstance(answer, Refused), answer
    return answer.reasons


def undone(house: House, before: dict[str, Any]) -> None:
    """Everything is as it was, but for charges that owe nothing any more."""
    assert isinstance(house.desk().do(Undo()), Undone)
    after = house.snapshot()
    after["charges"] = [each for each in after["charges"] if each["outstanding"]]
    assert {table: _by_id(rows) for table, rows in after.items()} == {
        table: _by_id(rows) for table, rows in before.items()
    }


def _by_id(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda each: each["id"])


# Placing


@row("holds", 19)
def test_a_hold_waits_behind_all_others_and_says_where(house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    first = place(house, house.card(), item)
    second = place(house, house.card(), item, pickup="NORTH", note="Large print, please", note_on_slip=True)
    assert isinstance(first, HoldPlaced) and isinstance(second, HoldPlaced)
    assert (first.position, first.waiting, first.pickup, first.free) == (1, 1, "Main branch", 0)
    assert (second.position, second.waiting, second.pickup) == (2, 2, "Northgate")
    assert first.likely == TODAY + timedelta(days=21)
    assert second.likely == TODAY + timedelta(days=42)
    kept = house.one(Hold, id=second.holds[0])
    assert (kept.note, kept.note_on_slip, kept.status) == ("Large print, please", True, HoldStatus.QUEUED)


@row("holds", 19, 54)
def test_a_hold_that_was_placed_by_mistake_is_gone_when_undone(house: House) -> None:
    card, item = house.card(), house.item()
    before = house.snapshot()
    answer = place(house, card, item)
    assert answer.free == 1 and answer.likely == TODAY
    undone(house, before)
    assert house.count(Hold) == 0


@row("holds", 1, 2, 3, 4, 5)
def test_what_stands_against_the_reader_is_told_at_once(house: House) -> None:
    house.policy({"loan": "21 days", "hold_debt_limit": "5.00"})
    card = house.card(expires_on=TODAY - timedelta(days=1), barred=True, active=False, card_status=CardStatus.LOST)
    house.restrict(card)
    house.charge(card, 501)
    told = reasons(place(house, card, house.item()))
    assert told == (
        Reason.CARD_LOST,
        Reason.INACTIVE,
        Reason.EXPIRED,
        Reason.BARRED,
        Reason.RESTRICTED,
        Reason.HOLD_DEBT,
    )
    owing = house.card()
    house.charge(owing, 500)
    assert isinstance(place(house, owing, house.item()), HoldPlaced), "the limit itself is allowed"


@row("holds", 6, 7)
def test_nobody_waits_twice_or_for_what_they_have(house: House) -> None:
    card, title = house.card(), house.title()
    item, other = house.item(title=title), house.item(title=title)
    borrower = house.card()
    house.lend(borrower, other)
    assert isinstance(place(house, card, item), HoldPlaced)
    assert reasons(place(house, card, other)) == (Reason.ALREADY_WAITING,)
    refused = place(house, borrower, item)
    assert reasons(refused) == (Reason.HAS_IT,)
    assert isinstance(house.desk().do(refused.overridden(house.person().id)), HoldPlaced)


@row("holds", 8, 9, 10, 11, 20)
@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("holds", Reason.TOO_MANY_HOLDS),
        ("holds_of_title", Reason.TOO_MANY_HOLDS_OF_TITLE),
        ("holds_a_day", Reason.TOO_MANY_HOLDS_TODAY),
        ("holds_here", Reason.TOO_MANY_HOLDS_HERE),
    ],
)
def test_limits_of_none_some_and_any_number(house: House, value: str, reason: Reason) -> None:
    card, item = house.card(), house.item()
    house.policy({"loan": "21 days", value: 0})
    assert reasons(place(house, card, item)) == (reason,)
    house.policy({"loan": "21 days", value: 2})
    assert reasons(place(house, card, item, copies=3)) == (reason,)
    club = place(house, card, item, copies=2)
    assert isinstance(club, HoldPlaced) and len(club.holds) == 2
    assert reason in reasons(place(house, card, item))
    house.policy({"loan": "21 days"})
    assert reasons(place(house, card, item)) == (Reason.ALREADY_WAITING,)


@row("holds", 8)
def test_h2_the_branch_beats_the_category(house: House) -> None:
    house.policy({"loan": "21 days", "holds": 1}, {"category": "adult", "holds": 3}, {"branch": "MAIN", "holds": 5})
    card = house.card()
    for _number in range(5):
        assert isinstance(place(house, card, house.item()), HoldPlaced)
    refused = place(house, card, house.item())
    assert reasons(refused) == (Reason.TOO_MANY_HOLDS,)
    assert (refused.blocks[0].fact.amount, refused.blocks[0].fact.limit) == (5, 5)
    assert house.count(PatronCategory, code="adult") == 1


@row("holds", 12)
def test_a_child_does_not_wait_for_what_it_may_not_have(house: House) -> None:
    item = house.item()
    house.change(Title, house.one(Item, barcode=item).title_id, min_age=16)
    assert reasons(place(house, house.card(birth_date=date(2015, 1, 1)), item)) == (Reason.AGE,)
    assert isinstance(place(house, house.card(birth_date=date(1990, 1, 1)), item), HoldPlaced)


@row("holds", 13)
def test_where_nothing_is_picked_up_nothing_waits(house: House) -> None:
    house.policy({"loan": "21 days"}, {"branch": "NORTH", "pickup": False})
    card, item = house.card(), house.item()
    assert reasons(place(house, card, item, pickup="NORTH")) == (Reason.NO_PICKUP,)
    assert isinstance(place(house, card, item, pickup="MAIN"), HoldPlaced)
    assert place(house, card, item, pickup="NOWHERE") == Unknown(Thing.BRANCH, "NOWHERE")


@row("holds", 14)
@pytest.mark.parametrize("status", list(ItemStatus))
def test_each_state_of_the_only_copy(house: House, status: ItemStatus) -> None:
    answer = place(house, house.card(), house.item(status=status))
    never = (ItemStatus.LOST, ItemStatus.DISCARD, ItemStatus.DAMAGED)
    if status is ItemStatus.WITHDRAWN:
        assert reasons(answer) == (Reason.NO_COPY,)
    elif status in never:
        assert reasons(answer) == (Reason.NOT_HOLDABLE,)
    else:
        assert isinstance(answer, HoldPlaced)


@row("holds", 14, 15)
def test_kinds_that_are_not_waited_for_and_titles_without_copies(house: House) -> None:
    house.policy({"loan": "21 days"}, {"type": "dvd", "holdable": False}, {"type": "book", "hold_damaged": True})
    assert reasons(place(house, house.card(), house.item(kind="dvd"))) == (Reason.NOT_HOLDABLE,)
    assert reasons(place(house, house.card(), house.item(not_for_loan=True))) == (Reason.NOT_HOLDABLE,)
    assert isinstance(place(house, house.card(), house.item(status=ItemStatus.DAMAGED)), HoldPlaced)
    assert reasons(place(house, house.card(), "", title=house.title())) == (Reason.NO_COPY,)
    assert place(house, house.card(), "", title=99999) == Unknown(Thing.TITLE, "99999")
    assert place(house, house.card(), "39990000999999") == Unknown(Thing.ITEM, "39990000999999")
    assert place(house, "29990000999999", house.item()) == Unknown(Thing.CARD, "29990000999999")


@row("holds", 16)
def test_what_may_not_be_sent_there_is_not_waited_for_there(house: House) -> None:
    house.policy({"loan": "21 days"}, {"branch": "MAIN", "type": "dvd", "no_transfer_to": "NORTH"})
    card, dvd = house.card(), house.item(kind="dvd")
    refused = place(house, card, dvd, pickup="NORTH")
    assert reasons(refused) == (Reason.NO_TRANSFER,) and refused.blocks[0].fact.name == "Northgate"
    assert isinstance(place(house, card, dvd, pickup="MAIN"), HoldPlaced)
    assert isinstance(place(house, card, house.item(), pickup="NORTH"), HoldPlaced)


@row("holds", 17)
def test_the_shelf_is_nearer_than_a_hold_where_the_rules_say_so(house: House) -> None:
    title = house.title()
    item, other = house.item(title=title), house.item(title=title)
    house.policy({"loan": "21 days", "hold_on_shelf": "any_out"})
    assert reasons(place(house, house.card(), item)) == (Reason.ON_THE_SHELF,)
    house.lend(house.card(), item)
    assert isinstance(place(house, house.card(), item), HoldPlaced)
    house.policy({"loan": "21 days", "hold_on_shelf": "all_out"})
    assert reasons(place(house, house.card(), item)) == (Reason.ON_THE_SHELF,)
    house.change(Item, house.one(Item, barcode=other).id, status=ItemStatus.MISSING)
    assert isinstance(place(house, house.card(), item), HoldPlaced)


@row("holds", 18)
def test_days_that_make_no_sense(house: House) -> None:
    card, item = house.card(), house.item()
    past = place(house, card, item, expires_on=TODAY - timedelta(days=1))
    crossed = place(house, card, item, not_before=TODAY + timedelta(days=9), expires_on=TODAY + timedelta(days=3))
    assert reasons(past) == (Reason.IN_PAST,) and past.never
    assert reasons(crossed) == (Reason.DAYS_CROSSED,) and crossed.never


@row("holds", 21)
def test_a_hold_for_one_copy_or_one_volume_is_filled_by_no_other(house: House) -> None:
    title = house.title()
    one, two = house.item(title=title, volume="1"), house.item(title=title, volume="2")
    alone = place(house, house.card(), one, only_this=True)
    second = place(house, house.card(), one, volume="2")
    assert house.take_back(two).hold.id == second.holds[0]
    assert house.take_back(one).hold.id == alone.holds[0]
    assert reasons(place(house, house.card(), one, volume="3")) == (Reason.NO_COPY,)


@row("holds", 22)
def test_the_rules_may_say_how_long_a_hold_waits(house: House) -> None:
    house.policy({"loan": "21 days", "hold_expiry": "2 months"})
    answer = place(house, house.card(), house.item())
    assert house.one(Hold, id=answer.holds[0]).expires_on == date(2026, 5, 10)
    own = place(house, house.card(), house.item(), expires_on=date(2026, 4, 1))
    assert house.one(Hold, id=own.holds[0]).expires_on == date(2026, 4, 1)


@row("holds", 23)
def test_a_recall_shortens_the_loan_and_says_the_date(house: House) -> None:
    house.policy({"loan": "30 days", "recall_minimum": "7 days", "recall_interval": "3 days"})
    item = house.item()
    house.lend(house.card(), item)
    was = house.loan(item).due_at
    tick(house)
    before = house.snapshot()
    answer = place(house, house.card(), item, recall=True)
    assert answer.recalled is not None and answer.recalled.was_due == was
    assert answer.recalled.due.date() == date(2026, 3, 17) == house.loan(item).due_at.date()
    assert answer.likely == date(2026, 3, 17)
    undone(house, before)
    answer = place(house, house.card(), item, recall=True)
    again = place(house, house.card(), item, recall=True)
    assert answer.recalled is not None and again.recalled is None, "once only"


def test_who_may_not_call_back_places_no_recall(house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    assert reasons(house.desk(login="ada").do(PlaceHold(house.card(), item, recall=True))) == (Reason.NOT_ALLOWED,)


# The queue


@row("holds", 24, 54)
def test_h1_a_queue_is_moved_by_hand_and_taken_back(house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    title = house.one(Item, barcode=item).title_id
    holds = [house.hold(house.card(), item) for _number in range(5)]
    before = house.snapshot()
    answer = house.desk().do(MoveHold(holds[3], Move.TOP))
    assert isinstance(answer, HoldMoved) and (answer.position, answer.waiting) == (1, 5)
    assert order(house, title) == [holds[3], holds[0], holds[1], holds[2], holds[4]]
    undone(house, before)
    house.desk().do(MoveHold(holds[0], Move.PLACE, 4))
    assert order(house, title) == [holds[1], holds[2], holds[3], holds[0], holds[4]]
    new = place(house, house.card(), item)
    assert new.position == 6
    for gone in holds[1:3]:
        house.desk().do(CancelHold(gone))
    assert order(house, title)[0] == holds[3], "two ahead deleted: the third is first"


@row("holds", 54)
def test_a_move_is_not_undone_under_a_later_one(house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    holds = [house.hold(house.card(), item) for _number in range(3)]
    desk = house.desk()
    desk.do(MoveHold(holds[2], Move.TOP), key="first")
    desk.do(MoveHold(holds[1], Move.TOP), key="second")
    assert reasons(desk.do(Undo("first"))) == (Reason.LATER_ACT,)
    assert isinstance(desk.do(Undo("second")), Undone)
    assert isinstance(desk.do(Undo("first")), Undone)


@row("holds", 25, 26)
def test_a_suspended_hold_keeps_its_place_and_is_passed_over(house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    first, second = house.hold(house.card(), item), house.hold(house.card(), item)
    before = house.snapshot()
    answer = house.desk().do(SuspendHold(first, TODAY + timedelta(days=30)))
    assert isinstance(answer, HoldSuspended)
    undone(house, before)
    house.desk().do(SuspendHold(first))
    title = house.one(Item, barcode=item).title_id
    assert order(house, title) == [first, second]
    assert house.take_back(item).hold.id == second
    assert house.desk().do(ResumeHold(first)).position == 1
    assert reasons(house.desk().do(SuspendHold(first, TODAY - timedelta(days=1)))) == (Reason.IN_PAST,)


@row("holds", 27)
def test_holds_go_to_another_title_with_their_time(house: House) -> None:
    old, new = house.item(), house.item()
    house.lend(house.card(), old)
    house.lend(house.card(), new)
    early = house.hold(house.card(), old, placed_at=NOW - timedelta(days=9))
    alone = house.hold(house.card(), old, item_id=house.one(Item, barcode=old).id)
    there = house.hold(house.card(), new, placed_at=NOW - timedelta(days=5))
    late = house.hold(house.card(), old, placed_at=NOW - timedelta(days=1))
    titles = [house.one(Item, barcode=each).title_id for each in (old, new)]
    before = house.snapshot()
    answer = house.desk().do(MoveHolds(*titles))
    assert isinstance(answer, HoldsMoved) and (answer.count, answer.left) == (2, 1)
    assert order(house, titles[1]) == [early, there, late]
    assert order(house, titles[0]) == [alone]
    undone(house, before)
    assert reasons(house.desk().do(MoveHolds(titles[0], titles[0]))) == (Reason.SAME_TITLE,)
    house.desk().do(MoveHolds(*titles))
    assert reasons(house.desk().do(MoveHolds(*titles))) == (Reason.NOTHING_TO_MOVE,)


# Changing and ending


def at_desk(house: House, status: HoldStatus) -> tuple[str, str, int]:
    """A hold in this state: its reader, its copy, itself. What has ended was on the shelf and is still there."""
    card, item = house.card(), house.item()
    if status is HoldStatus.IN_TRANSIT:
        number = house.hold(card, item, pickup="NORTH")
    else:
        number = house.hold(card, item)
    if status is not HoldStatus.QUEUED:
        house.take_back(item)
    tick(house)
    if status is HoldStatus.CANCELLED:
        house.desk().do(CancelHold(number, "No longer wanted"))
    if status is HoldStatus.EXPIRED:
        house.clock.now += timedelta(days=1)
        house.change(Hold, number, shelf_until=TODAY)
        Expiring(house).expire(number)
    tick(house)
    return card, item, number


class Expiring:
    """A desk of the night."""

    def __init__(self, house: House) -> None:
        from desk.chores.nightly import Desks

        self._desk = Desks(house.database, house.clock).at(1)

    def expire(self, number: int) -> Any:
        return self._desk.do(ExpireHold(number))


ENDED = (HoldStatus.CANCELLED, HoldStatus.EXPIRED)


@row("holds", 51, 54)
@pytest.mark.parametrize("status", [HoldStatus.QUEUED, HoldStatus.IN_TRANSIT, HoldStatus.READY, *ENDED])
@pytest.mark.parametrize("act", ["move", "suspend", "resume", "pickup", "edit", "cancel", "reinstate"])
def test_every_state_of_a_hold_and_every_act_on_it(house: House, status: HoldStatus, act: str) -> None:
    """The table at the end of docs/holds.md; what is done can be undone."""
    _card, _item, number = at_desk(house, status)
    pickup = "MAIN" if status is HoldStatus.IN_TRANSIT else "NORTH"
    acts: dict[str, Any] = {
        "move": MoveHold(number, Move.TOP),
        "suspend": SuspendHold(number),
        "resume": ResumeHold(number),
        "pickup": ChangePickup(number, pickup),
        "edit": EditHold(number, "Note", expires_on=TODAY + timedelta(days=60)),
        "cancel": CancelHold(number),
        "reinstate": ReinstateHold(number),
    }
    before = house.snapshot()
    answer = house.desk().do(acts[act])
    if act in ("move", "suspend", "resume") and status is not HoldStatus.QUEUED:
        assert reasons(answer) == (Reason.HOLD_ENDED,)
    elif act == "reinstate" and status not in ENDED:
        assert reasons(answer) == (Reason.HOLD_LIVE,)
    elif act not in ("reinstate", "move", "suspend", "resume") and status in ENDED:
        assert reasons(answer) == (Reason.HOLD_ENDED,)
    elif act == "pickup" and status is HoldStatus.READY:
        assert reasons(answer) == (Reason.HOLD_READY,)
    else:
        assert not isinstance(answer, Refused)
        undone(house, before)


@row("holds", 46)
def test_a_travelling_copy_is_told_where_to_go_when_it_is_scanned(house: House) -> None:
    _card, item, number = at_desk(house, HoldStatus.IN_TRANSIT)
    answer = house.desk().do(ChangePickup(number, "MAIN"))
    assert isinstance(answer, PickupChanged) and (answer.was, answer.pickup) == ("Northgate", "Main branch")
    there = house.take_back(item, "NORTH")
    assert (there.to.value, there.branch) == ("transit_hold", "Main branch")
    assert house.take_back(item).hold.id == number


@row("holds", 47)
def test_a_copy_on_the_shelf_is_sent_only_after_somebody_said_so(house: House) -> None:
    _card, item, number = at_desk(house, HoldStatus.READY)
    refused = house.desk().do(ChangePickup(number, "NORTH"))
    assert reasons(refused) == (Reason.HOLD_READY,)
    assert reasons(house.desk(login="ada").do(refused.overridden(house.person("ada").id))) == (Reason.NOT_ALLOWED,)
    assert isinstance(house.desk().do(refused.overridden(house.person().id)), PickupChanged)
    assert house.take_back(item).branch == "Northgate"
    assert house.one(Hold, id=number).status is HoldStatus.IN_TRANSIT


@row("holds", 48)
def test_a_waiting_hold_is_called_off_with_a_reason_that_is_personal(house: House) -> None:
    _card, _item, number = at_desk(house, HoldStatus.QUEUED)
    assert isinstance(house.desk().do(CancelHold(number, "Bought it")), HoldCancelled)
    assert house.one(Hold, id=number).ended_because == "Bought it"
    kept = house.journal()[-1]
    assert "Bought it" not in kept.act and "Bought it" in (kept.private or "")


@row("holds", 49, 54)
@pytest.mark.parametrize("waits", [True, False], ids=["another_waits", "nobody_waits"])
def test_a_copy_whose_hold_is_called_off_on_the_way_goes_on_to_the_next(house: House, waits: bool) -> None:
    _card, item, number = at_desk(house, HoldStatus.IN_TRANSIT)
    other = house.hold(house.card(), item) if waits else None
    before = house.snapshot()
    answer = house.desk().do(CancelHold(number))
    assert isinstance(answer, HoldCancelled) and answer.passed_on is waits
    transit = house.one(Transit)
    assert (transit.reason, transit.hold_id) == (TransitReason.HOLD if waits else TransitReason.HOME, other)
    undone(house, before)
    house.desk().do(CancelHold(number))
    if waits:
        assert house.one(Hold, id=other).status is HoldStatus.IN_TRANSIT
    there = house.take_back(item, "NORTH")
    assert there.to.value == ("transit_hold" if waits else "transit_home")


@row("holds", 40, 50)
def test_a_hold_called_off_on_the_shelf_comes_back_where_its_copy_still_stands(house: House) -> None:
    _card, item, number = at_desk(house, HoldStatus.CANCELLED)
    assert house.one(Item, barcode=item).status is ItemStatus.AVAILABLE
    answer = house.desk().do(ReinstateHold(number))
    assert isinstance(answer, HoldReinstated) and answer.status is HoldStatus.READY
    house.desk().do(CancelHold(number))
    tick(house)
    assert house.take_back(item).to.value == "shelf"
    again = house.desk().do(ReinstateHold(number))
    assert again.status is HoldStatus.QUEUED and house.one(Hold, id=number).copy_id is None


@row("holds", 52)
def test_note_and_days_are_changed(house: House) -> None:
    _card, _item, number = at_desk(house, HoldStatus.READY)
    act = EditHold(number, "Ring first", True, None, TODAY + timedelta(days=9), TODAY + timedelta(days=20))
    assert isinstance(house.desk().do(act), HoldChanged)
    kept = house.one(Hold, id=number)
    assert (kept.note, kept.note_on_slip, kept.shelf_until) == ("Ring first", True, TODAY + timedelta(days=20))
    assert reasons(house.desk().do(EditHold(number, shelf_until=TODAY - timedelta(days=1)))) == (Reason.IN_PAST,)


@row("holds", 53)
def test_a_name_is_told_and_the_telling_is_in_the_journal(house: House) -> None:
    card, _item, number = at_desk(house, HoldStatus.READY)
    answer = house.desk(login="ada").do(NameReader(number))
    assert isinstance(answer, ReaderNamed) and answer.patron.card == card
    told = house.journal()[-1]
    assert (told.kind, told.person, told.hold_id) == ("name_reader", house.patron(card), number)
    assert answer.patron.family_name not in told.answer
    assert isinstance(told, JournalRow)


@row("holds", 42, 43, 54)
def test_who_does_not_fetch_it_may_be_charged(house: House) -> None:
    house.policy({"loan": "21 days", "hold_expiry_charge": "1.50"})
    card, _item, number = at_desk(house, HoldStatus.READY)
    house.clock.now += timedelta(days=8)
    night = Expiring(house)
    before = house.snapshot()
    answer = night.expire(number)
    assert isinstance(answer, HoldExpired) and (answer.shelved, answer.charged) == (True, 150)
    charge = house.one(Charge, patron_id=house.patron(card))
    assert (charge.outstanding, charge.kind.value) == (150, "hold_expired")
    key = house.journal()[-1].key
    assert isinstance(house.desk().do(Undo(key)), Undone)
    after = house.snapshot()
    assert _by_id(after["holds"]) == _by_id(before["holds"]) and not sum(
        each["outstanding"] for each in after["charges"]
    )


# Stories


@row("holds", 35, 45)
def test_c8_two_readers_three_branches(house: House) -> None:
    """The copy belongs to MAIN; the second reader picks it up at WEST."""
    from desk.models import Branch, Station

    west = house.put(Branch(code="WEST", name="Westgate", time_zone="UTC"))
    house.put(Station(code="WEST1", name="West desk", branch_id=west))
    with house.database.act() as connection:
        from desk.services.administration.rule_files import next_version

        next_version(connection)
        connection.commit()
    item, one, two = house.item(), house.card(), house.card()
    first = place(house, one, item, pickup="NORTH").holds[0]
    assert (house.take_back(item).to.value, house.one(Hold, id=first).status) == ("transit_hold", HoldStatus.IN_TRANSIT)
    assert house.take_back(item, "NORTH").to.value == "hold_shelf"
    assert isinstance(house.desk("NORTH").do(Checkout(one, item)), Lent)
    second = place(house, two, item, pickup="WEST").holds[0]
    tick(house)
    assert house.take_back(item, "NORTH").branch == "Westgate"
    assert house.take_back(item, "WEST").hold.id == second
    assert isinstance(house.desk("WEST").do(Checkout(two, item)), Lent)
    house.clock.now += timedelta(days=2)
    assert type(house.desk("WEST").do(Checkout(two, item))).__name__ == "Renewed"
    tick(house)
    assert house.take_back(item, "WEST").to.value == "transit_home"
    assert house.take_back(item).to.value == "shelf"


@row("holds", 6, 45, 46, 49)
def test_c10_eighteen_steps_and_no_impossible_duplicate(house: House) -> None:
    """A is MAIN, which owns the copy, B is NORTH, C is WEST."""
    from desk.models import Branch, Station
    from desk.services.administration.rule_files import next_version

    west = house.put(Branch(code="WEST", name="Westgate", time_zone="UTC"))
    house.put(Station(code="WEST1", name="West desk", branch_id=west))
    with house.database.act() as connection:
        next_version(connection)
        connection.commit()
    item, one, two, three, staff = house.item(), house.card(), house.card(), house.card(), house.card()
    hold = place(house, one, item, pickup="NORTH").holds[0]
    assert house.take_back(item).to.value == "transit_hold"
    tick(house)
    strayed = house.take_back(item, "WEST")
    assert (strayed.to.value, strayed.branch) == ("transit_hold", "Northgate"), "still on its way"
    assert reasons(place(house, one, item)) == (Reason.ALREADY_WAITING,)
    second = place(house, two, item, pickup="MAIN").holds[0]
    assert Reason.HELD in reasons(house.desk("NORTH").do(Checkout(staff, item)))
    lent = house.desk("NORTH").do(Checkout(one, item))
    assert isinstance(lent, (Lent, Refused))
    if isinstance(lent, Refused):
        lent = house.desk("NORTH").do(lent.overridden(house.person().id))
    assert isinstance(lent, Lent) and lent.hold_filled and house.one(Hold, id=hold).status is HoldStatus.FILLED
    assert reasons(place(house, two, item)) == (Reason.ALREADY_WAITING,)
    third = place(house, three, item, pickup="WEST").holds[0]
    assert Reason.ON_LOAN in reasons(house.desk("WEST").do(Checkout(three, item)))
    tick(house)
    assert house.take_back(item, "NORTH").branch == "Main branch"
    assert isinstance(house.desk().do(ChangePickup(second, "NORTH")), PickupChanged)
    assert house.desk().do(CancelHold(second)).passed_on
    assert house.one(Hold, id=third).status is HoldStatus.IN_TRANSIT
    assert not house.desk().do(CancelHold(third)).passed_on
    assert house.one(Transit, arrived_at=None).reason is TransitReason.HOME
    fourth = place(house, three, item, pickup="WEST").holds[0]
    assert isinstance(house.desk().do(CancelHold(fourth)), HoldCancelled)
    assert house.one(Transit, arrived_at=None).reason is TransitReason.HOME
    lent = house.desk("NORTH").do(Checkout(one, item))
    lent = house.desk("NORTH").do(lent.overridden(house.person().id)) if isinstance(lent, Refused) else lent
    assert isinstance(lent, Lent)
    tick(house)
    assert house.take_back(item).to.value == "shelf"


@row("holds", 45)
def test_h20_a_copy_that_waits_goes_on_waiting_for_its_reader_from_a_wrong_branch(house: House) -> None:
    card, item = house.card(), house.item()
    number = place(house, card, item, only_this=True).holds[0]
    house.take_back(item)
    tick(house)
    wrong = house.take_back(item, "NORTH")
    assert (wrong.to.value, wrong.branch, wrong.hold.id) == ("transit_hold", "Main branch", number)
    tick(house)
    assert house.take_back(item).hold.id == number


@row("holds", 28)
def test_c11_who_waits_takes_it_while_it_travels_and_nobody_else(house: House) -> None:
    card, item, number = at_desk(house, HoldStatus.IN_TRANSIT)
    assert Reason.HELD in reasons(house.desk("NORTH").do(Checkout(house.card(), item)))
    lent = house.desk("NORTH").do(Checkout(card, item))
    assert isinstance(lent, Lent) and lent.hold_filled
    assert house.one(Hold, id=number).status is HoldStatus.FILLED
    assert house.count(Transit, arrived_at=None) == 0


@row("holds", 39)
def test_h16_h17_a_short_time_on_the_shelf_and_a_second_scan(house: House) -> None:
    house.policy({"loan": "21 days", "shelf_time": "42 minutes"})
    _card, item, number = at_desk(house, HoldStatus.READY)
    kept = house.one(Hold, id=number)
    assert kept.shelf_until_at == datetime(2026, 3, 10, 12, 42, tzinfo=NOW.tzinfo)
    tick(house, 5)
    again = house.desk().do(Checkin(item))
    assert isinstance(again, Returned) and again.hold is not None and again.hold.until_at == kept.shelf_until_at
    assert house.one(Hold, id=number).shelf_until_at == kept.shelf_until_at
