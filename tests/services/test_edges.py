"""Cases at the edges of several rules at once, each found by looking for what nobody had asked yet."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from desk.models import Charge
from desk.rules.vocabulary import ChargeKind, Permission, Reason
from desk.services.answers import Grant, Refused
from desk.services.circulation.answers import Lent
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.undo import Undo
from tests.makers import House

PLAIN: dict[str, Any] = {"loan": "21 days", "renewals": 3}


def test_a_reference_copy_in_use_here_does_not_go_home_by_a_second_scan(house: House) -> None:
    house.policy(PLAIN | {"on_site_switch": "yes"})
    card, item = house.card(), house.item(not_for_loan=True)
    house.lend(card, item, on_site=True)
    house.clock.now += timedelta(minutes=5)
    answer = house.lend(card, item)
    assert isinstance(answer, Refused)
    assert answer.reasons == (Reason.NOT_FOR_LOAN,)
    assert house.loan(item).on_site


def test_a_date_by_hand_for_what_was_in_use_here_needs_its_permission(house: House) -> None:
    house.policy(PLAIN | {"on_site_switch": "yes"})
    card, item = house.card(), house.item()
    house.lend(card, item, on_site=True)
    desk = house.desk()
    desk.staff = replace(desk.staff, permissions=desk.staff.permissions - {Permission.SPECIAL_DUE})
    answer = desk.do(Checkout(card, item, due_on=date(2027, 1, 1)))
    assert isinstance(answer, Refused)
    assert answer.reasons == (Reason.NOT_ALLOWED,)


def test_what_was_in_use_here_does_not_count_against_itself(house: House) -> None:
    alone = {"loans": 1, "loans_here": 1, "loans_of_type": 1, "on_site_apart": "no"}
    costs = {"rental": "1.00", "rental_every": "1 day", "deposit": "5.00"}
    house.policy(PLAIN | alone | costs | {"on_site_switch": "yes"})
    card, item, desk = house.card(), house.item(), house.desk()
    granted = tuple(Grant(reason, desk.staff.id) for reason in (Reason.DEPOSIT, Reason.RENTAL))
    assert isinstance(desk.do(Checkout(card, item, on_site=True, grants=granted)), Lent)
    before = house.snapshot()
    house.clock.now += timedelta(minutes=5)
    asked = desk.do(Checkout(card, item))
    assert isinstance(asked, Refused)
    assert asked.reasons == (Reason.RENTAL,)
    lent = desk.do(Checkout(card, item, grants=granted))
    assert isinstance(lent, Lent)
    assert (lent.charged, lent.out, lent.due) == (2100, 1, datetime(2026, 3, 31, 23, 59, tzinfo=UTC))
    assert house.one(Charge, kind=ChargeKind.RENTAL).amount == 2100
    assert house.count(Charge, kind=ChargeKind.DEPOSIT) == 1
    desk.do(Undo())
    assert house.snapshot()["loans"] == before["loans"]
    assert house.one(Charge, kind=ChargeKind.RENTAL).outstanding == 0
