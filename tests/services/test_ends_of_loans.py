"""What follows from the end of a loan: claims, suspensions, amnesty, floating, the cart; docs/checkin.md from 23 on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desk.models import Branch, Hold, Item, Library, Loan, Restriction
from desk.rules.policy import RowPlace
from desk.rules.routing import Destination
from desk.rules.vocabulary import ClaimFound, HoldStatus, ItemStatus, Reason
from desk.services.answers import Refused, Unknown
from desk.services.circulation.answers import Added, AlertKind, Claimed, Lent, Marked, Recalled, Returned, Undone
from desk.services.circulation.backdate import Backdate
from desk.services.circulation.checkin import Checkin, UseInHouse
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.lookup import CountToday
from desk.services.circulation.marks import ClaimReturned, MarkItem, Recall
from desk.services.circulation.renew import Renew
from desk.services.circulation.uncatalogued import AddUncatalogued
from desk.services.circulation.undo import Undo
from tests.makers import NOW, House
from tests.rows import row

PLAIN: dict[str, Any] = {"loan": "21 days", "renewals": 3, "fine": "0.10"}


def kinds(answer: Returned) -> set[AlertKind]:
    return {alert.kind for alert in answer.alerts}


def late(house: House, days: int, **rules: Any) -> tuple[str, str]:
    """A copy that is so many days late today."""
    house.policy(PLAIN | rules)
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.now = NOW + timedelta(days=21 + days)
    return card, item


@row("checkin", 23, 24, 25)
@pytest.mark.parametrize(
    ("claim", "rule", "fine"),
    [
        (ClaimFound.LIBRARY, "ask", 0),
        (ClaimFound.PATRON, "ask", 100),
        (None, "library", 0),
        (None, "patron", 100),
    ],
)
def test_a_claimed_copy_comes_to_light(house: House, claim: ClaimFound | None, rule: str, fine: int) -> None:
    _card, item = late(house, 4, claim_found=rule)
    desk = house.desk()
    assert isinstance(desk.do(ClaimReturned(item)), Claimed)
    house.clock.now += timedelta(days=6)
    if rule == "ask":
        asked = desk.do(Checkin(item))
        assert isinstance(asked, Refused)
        assert asked.reasons == (Reason.CLAIM_FOUND,)
    before = house.snapshot()
    back = desk.do(Checkin(item, claim=claim))
    assert isinstance(back, Returned)
    assert back.fine == fine
    assert AlertKind.CLAIM_CLOSED in kinds(back)
    desk.do(Undo())
    assert house.snapshot()["loans"] == before["loans"]


def test_a_claim_stops_the_fine_and_is_made_once_and_not_for_a_day_to_come(house: House) -> None:
    card, item = late(house, 4)
    desk = house.desk()
    ahead = desk.do(ClaimReturned(item, on=date(2027, 1, 1)))
    assert isinstance(ahead, Refused)
    assert ahead.reasons == (Reason.IN_FUTURE,)
    assert desk.do(ClaimReturned(item)).claims == 1
    again = desk.do(ClaimReturned(item))
    assert isinstance(again, Refused)
    assert again.reasons == (Reason.CLAIMED_ALREADY,)
    house.clock.now += timedelta(days=60)
    from desk.services.patrons.panel import OpenPatron

    assert desk.ask(OpenPatron(card)).owes == 40
    nothing = desk.do(ClaimReturned(house.item()))
    assert isinstance(nothing, Refused)
    assert nothing.reasons == (Reason.NOT_ON_LOAN,)
    assert isinstance(desk.do(ClaimReturned("3999000000000")), Unknown)


@row("checkin", 26, 27)
@pytest.mark.parametrize(
    ("status", "name", "reason"),
    [
        (ItemStatus.LOST, "lost_return", Reason.LOST_RETURN),
        (ItemStatus.WITHDRAWN, "withdrawn_return", Reason.WITHDRAWN_RETURN),
    ],
)
def test_a_lost_or_withdrawn_copy_is_taken_asked_about_or_refused(
    house: House, status: ItemStatus, name: str, reason: Reason
) -> None:
    item = house.item(status=status)
    house.policy(PLAIN | {name: "ask"})
    asked = house.take_back(item)
    assert asked.reasons == (reason,)
    assert not asked.never
    house.policy(PLAIN | {name: "refuse"})
    assert house.take_back(item).never
    house.policy(PLAIN)
    assert isinstance(house.take_back(item), Returned)


@row("checkin", 28)
def test_c13_what_lay_about_counts_as_used_here(house: House) -> None:
    item, far, wanted = house.item(), house.item(branch="NORTH"), house.item()
    house.hold(house.card(), wanted)
    assert house.take_back(item).used
    assert not house.take_back(far).used
    assert not house.take_back(wanted).used
    house.policy(PLAIN | {"counts_use": "no"})
    assert not house.take_back(house.item()).used
    assert [row.method for row in house.journal()][:1] == ["in_house"]
    today = house.desk().ask(CountToday())
    assert (today.used, today.returned) == (1, 3)


@row("checkin", 29)
def test_s7_a_late_return_bars_for_days_and_undo_lifts_that(house: House) -> None:
    card, item = late(house, 5, suspension_days=2, suspension_every="1 day", fine="0.00")
    before = house.snapshot()
    desk = house.desk()
    back = desk.do(Checkin(item))
    assert back.suspended_until == date(2026, 4, 15)
    assert house.one(Restriction).until == date(2026, 4, 15)
    assert desk.do(Checkout(card, house.item())).reasons == (Reason.RESTRICTED,)
    desk.do(Undo())
    after = house.snapshot()
    assert after["restrictions"] == before["restrictions"] == []
    assert after["loans"] == before["loans"]


def test_a_backdated_return_shortens_its_suspension_and_undo_puts_it_back(house: House) -> None:
    _card, item = late(house, 5, suspension_days=2, fine="0.00")
    desk = house.desk()
    desk.do(Checkin(item), "back")
    desk.do(Backdate("back", date(2026, 4, 2)))
    assert house.one(Restriction).until == date(2026, 4, 6)
    desk.do(Undo())
    assert house.one(Restriction).until == date(2026, 4, 15)
    desk.do(Backdate("back", date(2026, 3, 20)))
    assert house.one(Restriction).lifted_at is not None


@row("checkin", 31)
def test_amnesty_forgives_and_says_so(house: House) -> None:
    _card, item = late(house, 5, suspension_days=1)
    back = house.take_back(item, amnesty=True)
    assert (back.fine, back.forgiven, back.suspended_until) == (0, 50, None)
    assert AlertKind.FORGIVEN in kinds(back)
    assert house.count(Restriction) == 0


@row("checkin", 32)
def test_c17_the_inventory_date_is_set_only_with_the_switch(house: House) -> None:
    item = house.item()
    house.take_back(item)
    assert house.one(Item, barcode=item).inventoried_at is None
    house.clock.now += timedelta(minutes=1)
    house.take_back(item, inventory=True)
    assert house.one(Item, barcode=item).inventoried_at == house.clock.now
    house.clock.now += timedelta(minutes=1)
    house.take_back(item)
    assert house.one(Item, barcode=item).inventoried_at is not None


@row("checkin", 33)
@pytest.mark.parametrize(("whose", "to"), [("desk", "shelf"), ("home", "cart"), ("holding", "shelf")])
def test_g9_whose_branch_the_rules_of_a_return_come_from(house: House, whose: str, to: str) -> None:
    house.policy(
        PLAIN,
        {"branch": "NORTH", "returns_to": "cart", "floats": "yes"},
        {"branch": "MAIN", "returns_to": "shelf", "floats": "yes"},
    )
    house.change(Library, 1, return_rules_of=whose, rules_version=99)
    item = house.item(branch="NORTH", holding="MAIN")
    assert house.take_back(item).to is Destination(to)


@row("checkin", 34, 35, 36)
@pytest.mark.parametrize(
    ("status", "to"),
    [
        (ItemStatus.DAMAGED, Destination.MENDING),
        (ItemStatus.BINDERY, Destination.MENDING),
        (ItemStatus.DISCARD, Destination.SET_ASIDE),
        (ItemStatus.UNCATALOGUED, Destination.CATALOGUING),
    ],
)
def test_what_has_to_be_seen_to_goes_there_and_keeps_its_state(
    house: House, status: ItemStatus, to: Destination
) -> None:
    item = house.item(status=status)
    house.hold(house.card(), item)
    assert house.take_back(item).to is to
    assert house.one(Item, barcode=item).status is status


@row("checkin", 37)
@pytest.mark.parametrize(
    ("rule", "to", "status"),
    [
        ("processing", Destination.PROCESSING, ItemStatus.IN_PROCESS),
        ("cart", Destination.CART, ItemStatus.RESHELVING),
        ("shelf", Destination.SHELF, ItemStatus.AVAILABLE),
    ],
)
def test_c2_a_processed_copy_is_ready_when_it_is_checked_in(
    house: House, rule: str, to: Destination, status: ItemStatus
) -> None:
    house.policy(PLAIN | {"processed_to": rule})
    item = house.item(status=ItemStatus.IN_PROCESS)
    assert house.take_back(item).to is to
    assert house.one(Item, barcode=item).status is status


@row("checkin", 38, 39)
def test_the_cart_and_the_time_of_reshelving(house: House) -> None:
    house.policy(PLAIN | {"returns_to": "cart"})
    card, item = house.card(), house.item()
    house.lend(card, item)
    assert house.take_back(item).to is Destination.CART
    assert house.one(Item, barcode=item).status is ItemStatus.RESHELVING
    house.policy(PLAIN | {"reshelving": "2 hours"})
    house.clock.now += timedelta(days=1)
    house.lend(card, item)
    back = house.take_back(item)
    assert back.to is Destination.SHELF
    assert house.one(Item, barcode=item).status is ItemStatus.RESHELVING
    assert isinstance(house.lend(house.card(), item), Lent)
    assert house.one(Item, barcode=item).status is ItemStatus.AVAILABLE


@row("checkin", 40, 41)
@pytest.mark.parametrize(
    ("floats", "switch", "stays"),
    [
        ("yes", False, True),
        ("no", True, False),
        ("MAIN NORTH", False, True),
        ("MAIN", False, False),
        ("manual", False, False),
        ("manual", True, True),
    ],
)
def test_a_floating_copy_stays_where_it_comes_back(house: House, floats: str, switch: bool, stays: bool) -> None:
    house.policy(PLAIN | {"floats": floats})
    item = house.item(branch="NORTH")
    house.desk("NORTH").do(Checkout(house.card(), item))
    before = house.snapshot()
    desk = house.desk()
    back = desk.do(Checkin(item, floating=switch))
    main = house.code(Branch, "MAIN")
    assert (back.to is Destination.SHELF) == stays
    assert (house.one(Item, barcode=item).branch_id == main) == stays
    assert (AlertKind.FLOATED in kinds(back)) == stays
    desk.do(Undo())
    assert house.snapshot() == before


def test_a_hold_is_stronger_than_floating_and_the_cart(house: House) -> None:
    house.policy(PLAIN | {"floats": "yes", "returns_to": "cart", "processed_to": "cart"})
    item = house.item(branch="NORTH", status=ItemStatus.IN_PROCESS)
    house.hold(house.card(), item)
    back = house.take_back(item)
    assert back.to is Destination.HOLD_SHELF
    assert house.one(Item, barcode=item).status is ItemStatus.AVAILABLE


def test_a_recall_shortens_a_loan_once_and_is_undone(house: House) -> None:
    house.policy(PLAIN | {"recall_minimum": "8 days", "recall_fine": "1.00"})
    card, item = house.card(), house.item()
    house.lend(card, item)
    before = house.snapshot()
    desk = house.desk()
    called = desk.do(Recall(item))
    assert isinstance(called, Recalled)
    assert called.due == datetime(2026, 3, 18, 23, 59, tzinfo=UTC)
    again = desk.do(Recall(item))
    assert again.reasons == (Reason.RECALLED_ALREADY,)
    renewed = desk.do(Renew(item))
    assert Reason.RECALLED in renewed.reasons
    desk.do(Undo())
    assert house.snapshot() == before
    desk.do(Recall(item))
    house.clock.now = NOW + timedelta(days=10)
    assert house.take_back(item).fine == 200


@pytest.mark.parametrize("status", [ItemStatus.MISSING, ItemStatus.LOST, ItemStatus.DAMAGED, ItemStatus.DISCARD])
def test_a_copy_is_marked_by_hand_and_undone(house: House, status: ItemStatus) -> None:
    item = house.item(note="Old note")
    before = house.snapshot()
    desk = house.desk()
    marked = desk.do(MarkItem(item, status, "Seen at the window"))
    assert isinstance(marked, Marked)
    assert house.one(Item, barcode=item).note == "Seen at the window"
    assert isinstance(desk.do(Undo()), Undone)
    assert house.snapshot() == before
    made_up = desk.do(MarkItem(item, ItemStatus.RESHELVING))
    assert isinstance(made_up, Refused)


def test_a_marked_copy_lets_its_hold_wait_again_and_undo_gives_it_back(house: House) -> None:
    item = house.item()
    hold = house.hold(house.card(), item)
    house.take_back(item)
    before = house.snapshot()
    desk = house.desk()
    desk.do(MarkItem(item, ItemStatus.LOST))
    assert house.one(Hold, id=hold).status is HoldStatus.QUEUED
    desk.do(Undo())
    assert house.snapshot() == before


def test_c14_c15_an_uncatalogued_copy_is_lent_comes_back_to_cataloguing_and_is_lent_again(house: House) -> None:
    desk, card = house.desk(), house.card()
    added = desk.do(AddUncatalogued("39990000000990", "Found on the desk", "Nobody"))
    assert isinstance(added, Added)
    assert desk.do(AddUncatalogued("39990000000990", "Again")).reasons == (Reason.ON_FILE_ALREADY,)
    for _round in range(2):
        asked = desk.do(Checkout(card, "39990000000990"))
        assert asked.reasons == (Reason.UNCATALOGUED,)
        assert isinstance(desk.do(asked.overridden(desk.staff.id)), Lent)
        house.clock.now += timedelta(hours=1)
        assert desk.do(Checkin("39990000000990")).to is Destination.CATALOGUING
        house.clock.now += timedelta(hours=1)


def test_an_uncatalogued_copy_that_was_a_mistake_leaves_no_trace(house: House) -> None:
    before = house.snapshot()
    desk = house.desk()
    desk.do(AddUncatalogued("39990000000990", "A mistake"))
    desk.do(Undo())
    assert house.snapshot() == before
    assert isinstance(desk.do(AddUncatalogued("39990000000990", "Right")), Added)


def test_b27_a_blocked_reader_gets_no_uncatalogued_copy(house: House) -> None:
    house.policy(PLAIN | {"debt_limit": "1.00"})
    card, desk = house.card(), house.desk()
    house.charge(card, 500)
    desk.do(AddUncatalogued("39990000000990", "Found"))
    answer = desk.do(Checkout(card, "39990000000990"))
    assert set(answer.reasons) == {Reason.OWES, Reason.UNCATALOGUED}
    assert isinstance(desk.do(answer.overridden(desk.staff.id)), Lent)


def test_used_in_house_is_undone_with_everything(house: House) -> None:
    item = house.item(status=ItemStatus.MISSING, branch="NORTH")
    before = house.snapshot()
    desk = house.desk()
    desk.do(UseInHouse(item))
    desk.do(Undo())
    assert house.snapshot() == before
    assert house.count(Loan) == 0


def test_a_suspension_names_the_rule_that_made_it(house: House) -> None:
    card, item = late(house, 5, suspension_days=2, fine="0.00")
    house.take_back(item)
    stopped = house.lend(card, house.item())
    [block] = stopped.blocks
    assert block.reason is Reason.RESTRICTED
    assert block.source is not None
    assert (block.source.name, block.source.row) == ("suspension_days", RowPlace())


def test_a_copy_that_another_has_does_not_hide_what_stands_against_the_reader(house: House) -> None:
    item = house.item()
    house.lend(house.card(), item)
    answer = house.lend(house.card(expires_on=date(2026, 1, 1)), item)
    assert answer.reasons == (Reason.ON_LOAN, Reason.EXPIRED)
    assert answer.never


def test_a_claim_is_closed_by_the_rules_of_the_branch_that_holds_for_returns(house: House) -> None:
    house.policy(PLAIN, {"branch": "MAIN", "claim_found": "patron"}, {"branch": "NORTH", "claim_found": "library"})
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now = NOW + timedelta(days=25)
    house.desk().do(ClaimReturned(item))
    assert house.take_back(item, "NORTH").forgiven == 40
