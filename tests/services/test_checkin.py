"""Check in, row by row of docs/checkin.md, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desk.models import Charge, Hold, Item, Loan, Payment, Transit
from desk.rules.routing import Destination
from desk.rules.vocabulary import HoldStatus, ItemStatus, Reason, TransitReason
from desk.services.answers import Refused, Thing, Unknown
from desk.services.circulation.answers import AlertKind, AlreadyScanned, Backdated, Returned, Used
from desk.services.circulation.backdate import Backdate
from desk.services.circulation.checkin import Checkin, UseInHouse
from tests.makers import NOW, House
from tests.rows import row


@row("checkin", 1, 16)
def test_a_copy_on_loan_ends_its_loan_and_goes_to_the_shelf(house: House) -> None:
    card, item = house.card(family_name="Abbott"), house.item()
    house.lend(card, item)
    house.clock.now = NOW + timedelta(days=2)
    answer = house.take_back(item)
    assert isinstance(answer, Returned)
    assert (answer.to, answer.was_out, answer.fine, answer.days_late) == (Destination.SHELF, True, 0, 0)
    assert answer.patron is not None and answer.patron.family_name == "Abbott"
    assert house.one(Loan).returned_at == house.clock.now


@row("checkin", 1)
def test_a_late_return_is_charged(house: House) -> None:
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.set(2026, 4, 10, 12)
    answer = house.take_back(item)
    assert (answer.days_late, answer.fine) == (10, 100)
    charge = house.one(Charge)
    assert (charge.amount, charge.outstanding, charge.patron_id) == (100, 100, house.patron(card))
    assert house.journal()[-1].amount == 100


@row("checkin", 2)
def test_a_copy_that_was_not_on_loan_is_said_to_be_so(house: House) -> None:
    item = house.item()
    answer = house.take_back(item)
    assert isinstance(answer, Returned) and not answer.was_out and answer.to is Destination.SHELF
    assert house.one(Item).last_seen_at == NOW


@row("checkin", 3)
@pytest.mark.parametrize(
    ("rule", "branch", "taken"),
    [
        ("anywhere", "NORTH", True),
        ("home", "NORTH", False),
        ("home", "MAIN", True),
        ("holding", "MAIN", True),
        ("home_or_holding", "NORTH", False),
    ],
)
def test_c1_a_copy_is_returned_only_where_the_policy_says(house: House, rule: str, branch: str, taken: bool) -> None:
    house.policy({"loan": "7 days", "return_to": rule})
    card, item = house.card(), house.item()
    house.lend(card, item)
    answer = house.take_back(item, branch)
    assert isinstance(answer, Returned) is taken
    if isinstance(answer, Refused):
        assert (answer.reasons, answer.blocks[0].fact.name) == ((Reason.RETURN_ELSEWHERE,), "Main branch")
        assert house.loan(item) is not None
        desk = house.desk(branch)
        assert isinstance(desk.do(answer.overridden(desk.staff.id)), Returned)


@row("checkin", 4)
def test_the_same_code_again_at_once_changes_nothing(house: House) -> None:
    item = house.item()
    house.take_back(item)
    house.clock.now = NOW + timedelta(seconds=5)
    assert isinstance(house.take_back(item), AlreadyScanned)
    assert len(house.journal()) == 1


@row("checkin", 5)
def test_an_unknown_barcode_stays_unknown(house: House) -> None:
    assert house.take_back("39999999999999") == Unknown(Thing.ITEM, "39999999999999")


@row("checkin", 6)
def test_a_book_drop_counts_from_closing_time_of_its_day(house: House) -> None:
    house.calendar([{"branch_id": 1, "weekday": day, "opens": 540, "closes": 1080} for day in range(7)], [])
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.set(2026, 4, 10, 12)
    answer = house.take_back(item, returned_on=date(2026, 4, 3))
    assert (answer.at, answer.fine) == (datetime(2026, 4, 3, 18, tzinfo=UTC), 30)


@row("checkin", 6)
def test_l21_a_return_date_is_never_in_the_future_nor_before_the_loan(house: House) -> None:
    card, one, other = house.card(), house.item(), house.item()
    house.lend(card, one)
    house.lend(card, other)
    house.clock.now = NOW + timedelta(days=1)
    assert house.take_back(one, returned_on=date(3001, 1, 23)).at == house.clock.now
    assert house.take_back(other, returned_on=date(2026, 1, 1)).at == NOW


@row("checkin", 7)
@pytest.mark.parametrize("status", [ItemStatus.LOST, ItemStatus.MISSING])
def test_a_lost_copy_that_comes_back_is_found(house: House, status: ItemStatus) -> None:
    item = house.item(status=status)
    answer = house.take_back(item)
    assert [alert.kind for alert in answer.alerts] == [AlertKind.FOUND]
    assert answer.to is Destination.SHELF
    assert house.one(Item, barcode=item).status is ItemStatus.AVAILABLE


@row("checkin", 8)
def test_notes_and_pieces_are_told(house: House) -> None:
    answer = house.take_back(house.item(note="Torn map", pieces=3, pieces_note="3 discs"))
    assert [(alert.kind, alert.text) for alert in answer.alerts] == [
        (AlertKind.ITEM_NOTE, "Torn map"),
        (AlertKind.PIECES, "3 discs"),
    ]


@row("checkin", 9, 10, 11)
@pytest.mark.parametrize(
    ("status", "place"),
    [
        (ItemStatus.WITHDRAWN, Destination.SET_ASIDE),
        (ItemStatus.MENDING, Destination.MENDING),
        (ItemStatus.IN_PROCESS, Destination.PROCESSING),
        (ItemStatus.ON_ORDER, Destination.PROCESSING),
    ],
)
def test_a_copy_that_cannot_be_lent_goes_where_it_is_worked_on(
    house: House, status: ItemStatus, place: Destination
) -> None:
    item = house.item(status=status)
    house.hold(house.card(), item)
    assert house.take_back(item).to is place
    assert house.one(Hold).status is HoldStatus.QUEUED


@row("checkin", 12, 14)
def test_h17_the_first_hold_is_trapped_and_a_second_scan_never_moves_its_last_day(house: House) -> None:
    card, item = house.card(family_name="Lindqvist"), house.item()
    hold = house.hold(card, item)
    house.hold(house.card(), item)
    answer = house.take_back(item)
    assert answer.to is Destination.HOLD_SHELF and answer.hold is not None
    assert (answer.hold.id, answer.hold.shelf_code) == (hold, f"LIN-{card[-4:]}")
    assert answer.hold.until == date(2026, 3, 17)
    house.clock.now = NOW + timedelta(days=3)
    again = house.take_back(item)
    assert again.to is Destination.HOLD_SHELF and again.hold.until == date(2026, 3, 17)
    assert house.one(Hold, id=hold).ready_at == NOW


@row("checkin", 14)
def test_shelf_days_may_skip_closed_days(house: House) -> None:
    house.policy({"loan": "7 days", "shelf_days": 6, "shelf_skips_closed": True})
    closed = {"branch_id": None, "kind": "closed", "every": "", "opens": None, "closes": None, "note": ""}
    house.calendar([], [closed | {"first": date(2026, 3, 12), "last": date(2026, 3, 13)}])
    item = house.item()
    house.hold(house.card(), item)
    assert house.take_back(item).hold.until == date(2026, 3, 18)


@row("checkin", 13, 15, 18)
def test_a_hold_picked_up_elsewhere_travels_there_and_is_shelved(house: House) -> None:
    card, item = house.card(), house.item()
    hold = house.hold(card, item, pickup="NORTH")
    answer = house.take_back(item)
    assert (answer.to, answer.branch) == (Destination.TRANSIT_HOLD, "Northgate")
    transit = house.one(Transit)
    assert (transit.reason, transit.hold_id, transit.arrived_at) == (TransitReason.HOLD, hold, None)
    house.clock.now = NOW + timedelta(hours=1)
    again = house.take_back(item)
    assert again.to is Destination.TRANSIT_HOLD and house.count(Transit) == 1
    arrived = house.take_back(item, "NORTH")
    assert arrived.to is Destination.HOLD_SHELF
    assert [alert.kind for alert in arrived.alerts] == [AlertKind.CAME_FROM_TRANSIT]
    assert house.one(Hold).status is HoldStatus.READY
    assert house.one(Transit).arrived_at == house.clock.now


@row("checkin", 17, 18)
def test_a_copy_of_another_branch_goes_home_and_arrives(house: House) -> None:
    item = house.item(branch="NORTH")
    answer = house.take_back(item)
    assert (answer.to, answer.branch) == (Destination.TRANSIT_HOME, "Northgate")
    assert house.take_back(item, "NORTH").to is Destination.SHELF
    assert house.one(Transit).arrived_at == NOW


@row("checkin", 19, 20)
def test_a_copy_that_turns_up_in_the_wrong_place_is_sent_on(house: House) -> None:
    item = house.item()
    house.hold(house.card(), item, pickup="NORTH")
    house.take_back(item)
    cancelled = house.one(Hold).id
    house.change(Hold, cancelled, status=HoldStatus.CANCELLED, copy_id=None)
    house.clock.now = NOW + timedelta(hours=1)
    answer = house.take_back(item)
    assert answer.to is Destination.SHELF
    assert [alert.kind for alert in answer.alerts] == [AlertKind.WRONG_TRANSIT]
    assert house.one(Transit).arrived_at == house.clock.now


@row("checkin", 16)
def test_a_clerk_may_say_not_now_to_a_hold(house: House) -> None:
    item = house.item()
    house.hold(house.card(), item)
    assert house.desk().do(Checkin(item, trap=False)).to is Destination.SHELF
    assert house.one(Hold).status is HoldStatus.QUEUED


@row("checkin", 21)
def test_in_house_use_is_counted_and_a_copy_on_loan_is_refused(house: House) -> None:
    item = house.item(kind="reference")
    assert isinstance(house.desk().do(UseInHouse(item)), Used)
    assert house.journal()[-1].kind == "use_in_house"
    lent = house.item()
    house.lend(house.card(), lent)
    assert house.desk().do(UseInHouse(lent)).reasons == (Reason.ON_LOAN,)


@row("checkin", 22)
def test_l1_a_check_in_is_backdated_and_the_fine_reckoned_anew(house: House) -> None:
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.set(2026, 4, 10, 12)
    desk = house.desk()
    desk.do(Checkin(item), key="in")
    answer = desk.do(Backdate("in", date(2026, 4, 5)))
    assert isinstance(answer, Backdated)
    assert (answer.was_fine, answer.fine) == (100, 50)
    charge = house.one(Charge)
    assert (charge.amount, charge.outstanding) == (100, 50)
    assert house.one(Payment).amount == 50
    again = desk.do(Backdate("in", date(2026, 3, 30)))
    assert (again.was_fine, again.fine, house.one(Charge).outstanding) == (50, 0, 0)


@row("checkin", 22)
def test_l3_what_was_paid_too_much_is_a_credit(house: House) -> None:
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.set(2026, 4, 2, 12)
    desk = house.desk()
    desk.do(Checkin(item), key="in")
    house.change(Charge, house.one(Charge).id, outstanding=0)
    desk.do(Backdate("in", date(2026, 4, 1)))
    assert house.one(Charge).outstanding == -10
