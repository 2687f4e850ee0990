"""Check out, row by row of docs/checkout.md, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desk.models import Hold, Item, Loan, Transit
from desk.rules.vocabulary import HoldStatus, ItemStatus, Reason
from desk.services.answers import Grant, Refused, Thing, Unknown
from desk.services.circulation.answers import AlertKind, AlreadyLent, AlreadyScanned, Lent, Renewed
from desk.services.circulation.checkout import Checkout
from tests.makers import NOW, House
from tests.rows import row


@row("checkout", 31)
def test_a_copy_is_lent_until_the_rule_says(house: House) -> None:
    card, item = house.card(), house.item()
    answer = house.lend(card, item)
    assert isinstance(answer, Lent)
    assert answer.due == datetime(2026, 3, 31, 23, 59, tzinfo=UTC)
    assert answer.why.period == "21 days"
    assert house.loan(item).patron_id == house.patron(card)
    [row] = house.journal()
    assert (row.kind, row.person, row.item_type) == ("checkout", house.patron(card), house.one(Item).item_type_id)
    assert card not in row.act + row.answer + (row.before or "")


@row("checkout", 35, 36)
def test_an_unknown_card_or_copy_changes_nothing(house: House) -> None:
    card, item = house.card(), house.item()
    assert house.lend("29999999999999", item) == Unknown(Thing.CARD, "29999999999999")
    assert house.lend(card, "39999999999999") == Unknown(Thing.ITEM, "39999999999999")
    assert house.journal() == []


@row("checkout", 37)
def test_the_same_key_happens_once(house: House) -> None:
    desk, act = house.desk(), Checkout(house.card(), house.item())
    first = desk.do(act, key="k1")
    assert desk.do(act, key="k1") == first
    assert house.count(Loan) == 1


@row("checkout", 1, 2, 3, 4, 5, 7)
@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"card_status": "lost"}, Reason.CARD_LOST),
        ({"card_status": "replaced"}, Reason.CARD_REPLACED),
        ({"active": False}, Reason.INACTIVE),
        ({"expires_on": date(2026, 3, 9)}, Reason.EXPIRED),
        ({"barred": True}, Reason.BARRED),
        ({"address_gone": True}, Reason.ADDRESS_GONE),
    ],
)
def test_what_stands_against_the_reader(house: House, facts: dict[str, object], reason: Reason) -> None:
    answer = house.lend(house.card(**facts), house.item())
    assert isinstance(answer, Refused)
    assert answer.reasons == (reason,)


def test_a_card_is_good_on_its_last_day(house: House) -> None:
    assert isinstance(house.lend(house.card(expires_on=date(2026, 3, 10)), house.item()), Lent)


@row("checkout", 14, 15, 16, 17, 18, 19, 20, 21, 25)
@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"not_for_loan": True}, Reason.NOT_FOR_LOAN),
        ({"kind": "reference"}, Reason.NOT_FOR_LOAN),
        ({"status": ItemStatus.ON_ORDER}, Reason.ON_ORDER),
        ({"status": ItemStatus.IN_PROCESS}, Reason.IN_PROCESS),
        ({"status": ItemStatus.MENDING}, Reason.MENDING),
        ({"status": ItemStatus.MISSING}, Reason.MISSING),
        ({"status": ItemStatus.LOST}, Reason.LOST),
        ({"status": ItemStatus.WITHDRAWN}, Reason.WITHDRAWN),
        ({"restricted": True}, Reason.RESTRICTED_ITEM),
        ({"pieces": 3, "pieces_note": "3 discs"}, Reason.PIECES),
    ],
)
def test_what_stands_against_the_copy(house: House, facts: dict[str, object], reason: Reason) -> None:
    answer = house.lend(house.card(), house.item(**facts))
    assert isinstance(answer, Refused)
    assert answer.reasons == (reason,)


@row("checkout", 31)
def test_all_blocks_are_told_at_once_and_lifted_together_or_not_at_all(house: House) -> None:
    card = house.card(barred=True, expires_on=date(2026, 1, 1))
    house.charge(card, 1840)
    item = house.item(status=ItemStatus.LOST)
    answer = house.lend(card, item)
    assert isinstance(answer, Refused)
    assert answer.reasons == (Reason.EXPIRED, Reason.BARRED, Reason.OWES, Reason.LOST)
    owes = answer.blocks[2].fact
    assert (owes.amount, owes.limit) == (1840, 1000)
    desk = house.desk()
    part = desk.do(Checkout(card, item, grants=(Grant(Reason.OWES, desk.staff.id),)))
    assert isinstance(part, Refused)
    assert part.reasons == (Reason.EXPIRED, Reason.BARRED, Reason.LOST)
    lent = desk.do(answer.overridden(desk.staff.id, "known"))
    assert isinstance(lent, Lent)
    assert lent.overridden == answer.reasons
    assert house.journal()[-1].granted_by == desk.staff.id
    assert house.one(Item, barcode=item).status is ItemStatus.AVAILABLE


@row("checkout", 38)
def test_a_clerk_cannot_grant_what_only_a_supervisor_may(house: House) -> None:
    card, desk = house.card(barred=True), house.desk(login="ada")
    answer = desk.do(Checkout(card, house.item()))
    assert isinstance(answer, Refused) and not answer.may_override(desk.staff.permissions)
    assert desk.do(answer.overridden(desk.staff.id)).reasons == (Reason.NOT_ALLOWED,)
    sue = house.person("sue")
    assert desk.do(answer.overridden(sue.id)).reasons == (Reason.NOT_ALLOWED,), "nobody has entered her PIN"
    desk.granters[sue.id] = sue.permissions
    assert isinstance(desk.do(answer.overridden(sue.id)), Lent)


@row("checkout", 8)
def test_debt_counts_growing_fines_and_blocks_only_above_the_limit(house: House) -> None:
    card, late = house.card(), house.item()
    house.lend(card, late)
    house.charge(card, 950)
    house.clock.set(2026, 4, 5, 12)  # five days late, 0.50
    assert isinstance(house.lend(card, house.item()), Lent), "exactly the limit is not above it"
    house.clock.set(2026, 4, 6, 12)
    answer = house.lend(card, house.item())
    assert isinstance(answer, Refused) and answer.blocks[0].fact.amount == 1010


@row("checkout", 12, 13)
def test_limits_zero_is_none_and_empty_is_any_number(house: House) -> None:
    house.policy({"loan": "7 days"}, {"loans_of_type": 0, "type": "dvd"}, {"loans": 1, "category": "child"})
    assert house.lend(house.card(), house.item(kind="dvd")).reasons == (Reason.TOO_MANY_OF_TYPE,)
    child = house.card(category="child")
    assert isinstance(house.lend(child, house.item()), Lent)
    answer = house.lend(child, house.item())
    assert (answer.reasons, answer.blocks[0].fact.amount, answer.blocks[0].fact.limit) == ((Reason.TOO_MANY,), 1, 1)


@row("checkout", 13)
def test_b2_siblings_count_for_their_parent_kind(house: House) -> None:
    house.policy({"loan": "7 days"}, {"type": "book", "loans_of_type": 2}, {"type": "large-print", "loans_of_type": 3})
    card = house.card()
    house.lend(card, house.item(kind="large-print"))
    house.lend(card, house.item(kind="picture-book"))
    answer = house.lend(card, house.item(kind="large-print"))
    assert isinstance(answer, Refused)
    assert (answer.blocks[0].reason, answer.blocks[0].fact.amount) == (Reason.TOO_MANY_OF_TYPE, 2)


@row("checkout", 11)
def test_no_rule_no_loan_and_nobody_may_override(house: House) -> None:
    house.policy({"loan": "7 days", "type": "dvd"})
    answer = house.lend(house.card(), house.item())
    assert isinstance(answer, Refused) and answer.reasons == (Reason.NO_RULE,) and answer.never


@row("checkout", 6)
def test_a_restriction_stands_until_its_last_day(house: House) -> None:
    card = house.card()
    house.restrict(card, date(2026, 3, 10))
    answer = house.lend(card, house.item())
    assert (answer.reasons, answer.blocks[0].fact.day) == ((Reason.RESTRICTED,), date(2026, 3, 10))
    house.clock.set(2026, 3, 11, 12)
    assert isinstance(house.lend(card, house.item()), Lent)


@row("checkout", 30)
def test_a_copy_on_another_readers_loan_is_refused_without_a_name(house: House) -> None:
    item = house.item()
    house.lend(house.card(family_name="Secretname"), item)
    answer = house.lend(house.card(), item)
    assert isinstance(answer, Refused)
    assert (answer.reasons, answer.never) == ((Reason.ON_LOAN,), True)
    assert "Secretname" not in repr(answer)


@row("checkout", 27, 28, 29)
def test_the_same_code_again_is_a_double_scan_then_lent_already_then_a_renewal(house: House) -> None:
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.now = NOW + timedelta(seconds=9)
    assert isinstance(house.lend(card, item), AlreadyScanned)
    house.clock.now = NOW + timedelta(hours=2)
    assert isinstance(house.lend(card, item), AlreadyLent)
    house.clock.now = NOW + timedelta(days=1)
    answer = house.lend(card, item)
    assert isinstance(answer, Renewed) and answer.renewals == 1
    assert answer.due == datetime(2026, 4, 1, 23, 59, tzinfo=UTC)
    assert [row.renewal_source for row in house.journal()] == [None, "scan"]


@row("checkout", 32)
def test_a_hold_of_the_reader_is_filled_even_by_another_copy(house: House) -> None:
    card, item = house.card(), house.item()
    hold = house.hold(card, item)
    answer = house.lend(card, item)
    assert isinstance(answer, Lent) and answer.hold_filled
    assert house.one(Hold, id=hold).status is HoldStatus.FILLED


@row("checkout", 23, 24)
def test_a_copy_held_or_wanted_by_another_is_refused_until_lifted(house: House) -> None:
    waiting, card, item = house.card(), house.card(), house.item()
    house.hold(waiting, item)
    assert house.lend(card, item).reasons == (Reason.QUEUED,)
    house.take_back(item)
    answer = house.lend(card, item)
    assert answer.reasons == (Reason.HELD,)
    assert isinstance(house.lend(waiting, item), Lent)


def test_a_suspended_hold_or_one_for_another_copy_does_not_stand_in_the_way(house: House) -> None:
    waiting, card, item = house.card(), house.card(), house.item()
    other = house.item(title=house.one(Item, barcode=item).title_id)
    house.hold(waiting, item, suspended_until=date(2026, 5, 1))
    house.hold(waiting, item, item_id=house.one(Item, barcode=other).id)
    assert isinstance(house.lend(card, item), Lent)


@row("checkout", 22)
def test_a_copy_in_transit_is_confirmed_and_arrives_by_being_lent(house: House) -> None:
    card, item = house.card(), house.item(branch="NORTH")
    house.take_back(item)
    answer = house.lend(card, item)
    assert (answer.reasons, answer.blocks[0].fact.name) == ((Reason.IN_TRANSIT,), "Northgate")
    desk = house.desk(login="ada")
    assert isinstance(desk.do(answer.overridden(desk.staff.id)), Lent)
    assert house.one(Transit).arrived_at == NOW


def test_c11_a_copy_on_its_way_to_the_reader_is_lent_where_it_is(house: House) -> None:
    card, item = house.card(), house.item()
    house.hold(card, item, pickup="NORTH")
    house.take_back(item)
    assert house.one(Transit).arrived_at is None
    stranger = house.lend(house.card(), item)
    assert Reason.HELD in stranger.reasons
    answer = house.lend(card, item)
    assert isinstance(answer, Lent) and answer.hold_filled
    assert house.one(Transit).arrived_at == NOW


@row("checkout", 26, 34)
def test_a_special_due_date_needs_its_right_and_not_the_past(house: House) -> None:
    card = house.card()
    answer = house.lend(card, house.item(), due_on=date(2026, 3, 12))
    assert isinstance(answer, Lent) and answer.due == datetime(2026, 3, 12, 23, 59, tzinfo=UTC) and answer.why.special
    assert house.lend(card, house.item(), due_on=date(2026, 3, 1)).reasons == (Reason.DUE_IN_PAST,)


@row("checkout", 33)
def test_an_item_note_is_told_and_not_asked(house: House) -> None:
    answer = house.lend(house.card(), house.item(note="Water stain p. 40"))
    assert isinstance(answer, Lent)
    assert [(alert.kind, alert.text) for alert in answer.alerts] == [(AlertKind.ITEM_NOTE, "Water stain p. 40")]


@row("checkout", 9)
def test_b17_as_many_overdues_as_the_limit_block(house: House) -> None:
    house.policy({"loan": "7 days", "overdue_limit": 1})
    card = house.card()
    house.lend(card, house.item())
    house.clock.set(2026, 3, 17, 12)
    assert isinstance(house.lend(card, house.item()), Lent), "due at the end of today is not overdue"
    house.clock.set(2026, 3, 24, 12)
    answer = house.lend(card, house.item())
    assert (answer.reasons, answer.blocks[0].fact.amount) == ((Reason.OVERDUES,), 1)


@row("checkout", 10)
def test_lost_copies_block_from_the_limit_on(house: House) -> None:
    house.policy({"loan": "7 days", "lost_limit": 1})
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.change(Item, house.one(Item, barcode=item).id, status=ItemStatus.LOST)
    answer = house.lend(card, house.item())
    assert (answer.reasons, answer.blocks[0].fact.amount) == ((Reason.LOST_ITEMS,), 1)
