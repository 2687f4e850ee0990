"""Lost copies: declared or by age, paid, found again under every policy; docs/money.md from 23 on, cases L and M."""

from datetime import timedelta
from typing import Any

import pytest

from desk.chores.nightly import nightly
from desk.models import Charge, Item, Loan, PatronNote
from desk.rules.vocabulary import ChargeKind, ItemStatus, PaymentKind, Reason
from desk.services.accounts.account import AccountOf
from desk.services.accounts.answers import Lost
from desk.services.accounts.losses import DeclareLost
from desk.services.accounts.pay import Pay
from desk.services.accounts.settling import AddCharge, AddCredit, Refund, Transfer, Waive
from desk.services.answers import Grant, Refused, Unknown
from desk.services.circulation.answers import AlertKind, Returned, Undone
from desk.services.circulation.backdate import Backdate
from desk.services.circulation.marks import ClaimReturned, MarkItem
from desk.services.circulation.renew import Renew
from desk.services.circulation.undo import Undo
from tests.makers import House
from tests.rows import row
from tests.services.accounts.sums import adds_up

CARD = PaymentKind.CARD
RULES: dict[str, Any] = {"loan": "21 days", "renewals": 3, "fine": "0.10"}


def lost(house: House, *, price: int | None = 5000, late: int = 7, **rules: Any) -> tuple[str, str]:
    """A copy that was declared lost when it was so many days late."""
    house.policy(RULES | rules)
    card, item = house.card(), house.item(price=price)
    house.lend(card, item)
    house.clock.now += timedelta(days=21 + late)
    assert isinstance(house.desk().do(DeclareLost(item)), Lost)
    adds_up(house)
    return card, item


def balance(house: House, card: str) -> int:
    adds_up(house)
    return int(house.desk().ask(AccountOf(card)).balance)  # type: ignore[union-attr]


def pay(house: House, card: str, amount: int, kind: ChargeKind = ChargeKind.LOST) -> None:
    account: Any = house.desk().ask(AccountOf(card))
    number = next(each.id for each in account.charges if each.kind is kind)
    answer = house.desk().do(Pay(card, amount, CARD, charges=(number,)))
    assert not isinstance(answer, Refused), answer


def account_of(house: House, card: str) -> Any:
    return house.desk().ask(AccountOf(card, settled=True)).charges  # type: ignore[union-attr]


def reasons(answer: Any) -> list[Reason]:
    assert isinstance(answer, Refused), answer
    return list(answer.reasons)


def back(house: House, item: str, **facts: Any) -> Returned:
    answer = house.take_back(item, **facts)
    assert isinstance(answer, Returned), answer
    adds_up(house)
    return answer


def told(answer: Returned, kind: AlertKind) -> int:
    return next((alert.amount for alert in answer.alerts if alert.kind is kind), 0)


@row("money", 23, 24, 25)
def test_a_lost_copy_is_billed_once_with_its_price_and_the_processing(house: House) -> None:
    card, item = lost(house, lost_processing="12.99", late=4)
    assert balance(house, card) == 5000 + 1299 + 40
    assert house.one(Item, barcode=item).status is ItemStatus.LOST
    house.clock.now += timedelta(days=30)
    assert balance(house, card) == 6339
    again = house.desk().do(DeclareLost(item))
    assert isinstance(again, Refused)
    assert again.reasons == (Reason.LOST_ALREADY,)
    assert isinstance(house.desk().do(Undo(house.journal()[-1].key)), Undone)
    assert house.loan(item).lost_at is None
    assert balance(house, card) == 340
    free, gone = lost(house, price=None, lost_price="20.00", lost_overdue="forgive")
    assert balance(house, free) == 2000
    assert back(house, gone).fine == 0


def test_a_loss_asks_for_a_loan_and_a_price_that_is_one(house: House) -> None:
    desk = house.desk()
    assert isinstance(desk.do(DeclareLost("3000")), Unknown)
    nothing = desk.do(DeclareLost(house.item()))
    assert isinstance(nothing, Refused)
    assert nothing.reasons == (Reason.NOT_ON_LOAN,)
    card, item = house.card(), house.item()
    house.lend(card, item)
    wrong = desk.do(DeclareLost(item, -5))
    assert isinstance(wrong, Refused)
    assert wrong.reasons == (Reason.AMOUNT,)
    assert desk.do(DeclareLost(item, 700)).price == 700


@row("money", 26)
def test_what_is_overdue_for_long_is_lost_in_the_night_and_a_claimed_one_is_not(house: House) -> None:
    house.policy(RULES | {"lost_after": "30 days"})
    card, item, claimed = house.card(), house.item(price=1000), house.item(price=1000)
    house.lend(card, item)
    house.lend(card, claimed)
    house.clock.now += timedelta(days=25)
    house.desk().do(ClaimReturned(claimed))
    house.clock.now += timedelta(days=25)
    list(nightly(house.desk()))
    assert house.loan(item).lost_at is None
    house.clock.now += timedelta(days=3)
    list(nightly(house.desk()))
    assert house.loan(item).lost_at is not None
    assert house.loan(claimed).lost_at is None
    assert house.count(Charge, kind=ChargeKind.LOST) == 1
    list(nightly(house.desk()))
    assert house.count(Charge, kind=ChargeKind.LOST) == 1


@row("money", 27)
def test_a_loss_that_is_paid_for_ends_the_loan(house: House) -> None:
    card, item = lost(house, lost_processing="5.00", late=0)
    pay(house, card, 5000)
    assert house.loan(item).lost_at is not None
    pay(house, card, 500, ChargeKind.PROCESSING)
    loan = house.one(Loan)
    assert loan.returned_at is not None
    assert house.one(Item, barcode=item).status is ItemStatus.LOST
    house.desk().do(Undo())
    assert house.one(Loan).returned_at is None
    house.desk().do(Waive(card, "Burnt down"))
    assert house.one(Loan).returned_at is not None
    answer = back(house, item)
    assert told(answer, AlertKind.LOST_CREDIT) == 5000
    assert balance(house, card) == -5000


@row("money", 28, 29, 30)
@pytest.mark.parametrize(
    ("policy", "paid", "then"),
    [
        ("refund", 0, 0),
        ("refund", 3900, -3900),
        ("refund", 9900, -9900),
        ("refund_unpaid", 0, 0),
        ("refund_unpaid", 3900, 0),
        ("refund_unpaid", 9900, 0),
        ("keep", 0, 9900),
        ("keep", 3900, 6000),
    ],
)
def test_l5_to_l7_a_lost_copy_that_comes_back(house: House, policy: str, paid: int, then: int) -> None:
    card, item = lost(house, price=9900, late=10, lost_back=policy)
    assert balance(house, card) == 10000
    if paid:
        pay(house, card, paid)
    before = house.snapshot()
    answer = back(house, item)
    assert balance(house, card) == then + 100
    assert house.one(Loan).returned_at is not None
    assert told(answer, AlertKind.LOST_BACK) == {"keep": 0, "refund": 9900}.get(policy, 9900 - paid)
    assert told(answer, AlertKind.LOST_KEPT) == {"keep": 9900, "refund": 0}.get(policy, paid)
    house.desk().do(Undo())
    adds_up(house)
    after = house.snapshot()
    for name in ("loans", "items"):
        assert after[name] == before[name]
    assert [row["outstanding"] for row in after["charges"]] == [row["outstanding"] for row in before["charges"]]


@row("money", 31)
@pytest.mark.parametrize(("days", "then"), [(6, -4200), (7, 0), (8, 0)])
def test_l11_it_comes_back_too_late_for_anything_to_be_given_back(house: House, days: int, then: int) -> None:
    card, item = lost(house, price=4200, late=0, lost_back_within="7 days")
    pay(house, card, 4200)
    house.clock.now += timedelta(days=days)
    assert isinstance(back(house, item), Returned)
    assert balance(house, card) == then


@row("money", 31)
def test_only_a_recent_payment_is_given_back(house: House) -> None:
    card, item = lost(house, price=4200, late=0, lost_back_paid_within="1 hour")
    pay(house, card, 1000)
    house.clock.now += timedelta(hours=2)
    back(house, item)
    assert balance(house, card) == 0


@row("money", 32)
@pytest.mark.parametrize(
    ("rules", "hours", "then"),
    [
        ({"credit_lost": "no"}, 0, 0),
        ({"credit_lost": "yes"}, 0, -5000),
        ({"credit_lost": "no", "credit_within": "1 hour"}, 0, -5000),
        ({"credit_lost": "no", "credit_within": "1 hour"}, 2, 0),
        ({"credit_overdue": "no"}, 0, -5000),
    ],
)
def test_l13_l15_l20_whether_what_was_paid_becomes_a_credit(
    house: House, rules: dict[str, str], hours: int, then: int
) -> None:
    card, item = lost(house, late=0, **rules)
    pay(house, card, 5000)
    house.clock.now += timedelta(hours=hours)
    back(house, item)
    assert balance(house, card) == then


@row("money", 33)
def test_l23_the_processing_fee_goes_its_own_way(house: House) -> None:
    card, item = lost(house, price=1000, late=0, lost_processing="5.00", lost_back_processing="keep")
    answer = back(house, item)
    assert balance(house, card) == 500
    assert (told(answer, AlertKind.LOST_BACK), told(answer, AlertKind.LOST_KEPT)) == (1000, 500)


@row("money", 34)
def test_a_fine_that_was_let_off_is_owed_again(house: House) -> None:
    card, item = lost(house, late=7, lost_overdue="forgive", lost_back_overdue="restore")
    house.clock.now += timedelta(days=20)
    assert back(house, item).fine == 70
    assert balance(house, card) == 70


@row("money", 35)
@pytest.mark.parametrize(
    ("rules", "fine", "then"),
    [
        ({"fine_cap": "3.00"}, 230, 300),
        ({"lost_back_within": "1 day"}, 0, 5070 + 500),
        ({"lost_back_processing": "keep"}, 0, 70 + 500),
    ],
)
def test_l17_l24b_the_fine_is_reckoned_anew_where_the_whole_bill_was_taken_back(
    house: House, rules: dict[str, str], fine: int, then: int
) -> None:
    rules = {"lost_processing": "5.00", "lost_back_overdue": "charge"} | rules
    card, item = lost(house, late=7, **rules)
    house.clock.now += timedelta(days=60)
    assert back(house, item).fine == fine
    assert balance(house, card) == then


def test_l19_what_was_paid_and_what_is_owed_stand_against_each_other(house: House) -> None:
    card, item = lost(house, late=30, fine_cap="3.00")
    pay(house, card, 1000)
    back(house, item)
    assert balance(house, card) == -700


@row("money", 36)
def test_l23c_what_an_agency_took_over_comes_back_from_there(house: House) -> None:
    card, item = lost(house, price=1055, late=0, lost_processing="12.99")
    account: Any = house.desk().ask(AccountOf(card))
    price, fee = (each.id for each in account.charges)
    house.desk().do(Transfer(card, agency="Collectors", charges=(price,)))
    house.desk().do(Pay(card, method=CARD, charges=(fee,)))
    back(house, item)
    assert balance(house, card) == -1299


def test_a_lost_copy_in_an_amnesty_brings_no_new_fine(house: House) -> None:
    card, item = lost(house, late=7, lost_overdue="forgive", lost_back_overdue="restore")
    assert back(house, item, amnesty=True).fine == 0
    assert balance(house, card) == 0


def test_a_lost_copy_is_backdated_and_its_fine_stays(house: House) -> None:
    card, item = lost(house, late=7)
    back(house, item)
    key = house.journal()[-1].key
    house.desk().do(Backdate(key, (house.clock.now - timedelta(days=3)).date()))
    assert balance(house, card) == 70


def test_l3_l4_a_fine_that_was_paid_early_is_backdated(house: House) -> None:
    house.policy(RULES)
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.now += timedelta(days=23)
    house.desk().do(Pay(card, method=CARD, loans=(house.loan(item).id,)))
    back(house, item)
    key = house.journal()[-1].key
    house.desk().do(Backdate(key, (house.clock.now - timedelta(days=1)).date()))
    assert balance(house, card) == -10
    house.desk().do(Undo())
    assert balance(house, card) == 0


@row("money", 49, 50)
def test_a_refund_of_the_bill_lets_the_loan_stand_again_with_its_deposit(house: House) -> None:
    house.policy(RULES | {"deposit": "10.00"})
    card, item = house.card(), house.item(price=5000)
    house.lend(card, item, grants=(Grant(Reason.DEPOSIT, house.person().id),))
    pay(house, card, 1000, ChargeKind.DEPOSIT)
    assert isinstance(house.desk().do(DeclareLost(item)), Lost)
    pay(house, card, 5000)
    assert house.one(Loan).returned_at is not None and balance(house, card) == -1000
    bill = next(each.id for each in account_of(house, card) if each.kind is ChargeKind.LOST)
    before = house.snapshot()
    refund = Refund(card, "Paid twice", charges=(bill,), method=CARD)
    assert not isinstance(house.desk().do(refund), Refused)
    assert house.one(Loan).returned_at is None and balance(house, card) == 5000
    undone = house.desk().do(Undo())
    assert isinstance(undone, Undone)
    assert house.snapshot()["loans"] == before["loans"] and balance(house, card) == -1000


def test_a_fine_of_before_a_renewal_is_no_part_of_a_fine_that_is_restored(house: House) -> None:
    house.policy(RULES | {"lost_overdue": "forgive", "lost_back_overdue": "restore"})
    card, item = house.card(), house.item(price=5000)
    house.lend(card, item)
    house.clock.now += timedelta(days=21 + 50)
    number = house.loan(item).id
    assert not isinstance(house.desk().do(Pay(card, method=CARD, loans=(number,))), Refused)
    assert not isinstance(house.desk().do(Renew(item)), Refused)
    house.clock.now += timedelta(days=21 + 50)
    assert isinstance(house.desk().do(DeclareLost(item)), Lost)
    house.clock.now += timedelta(hours=1)
    back(house, item)
    assert balance(house, card) == 500


def test_what_became_of_the_copy_stands_on_the_payment_for_it(house: House) -> None:
    card, item = lost(house, lost_back="keep", fine="0.00")
    pay(house, card, 5000)
    paid = house.journal()[-1].key
    back(house, item)
    assert reasons(house.desk().do(Undo(paid))) == [Reason.LATER_ACT]


def test_what_is_written_about_an_account_goes_with_its_reader(house: House) -> None:
    card = house.card()
    house.charge(card, 500)
    desk = house.desk()
    desk.do(Pay(card, 100, CARD, reference="SECRET"))
    desk.do(Waive(card, "SECRET", amount=100))
    desk.do(AddCharge(card, amount=100, note="SECRET"))
    desk.do(AddCredit(card, 100, "SECRET"))
    desk.do(Refund(card, "SECRET", amount=100, method=CARD))
    rows = house.journal()
    assert len(rows) == 5
    assert not any("SECRET" in each.act + each.answer + (each.before or "") for each in rows)
    assert all("SECRET" in (each.private or "") for each in rows)


@row("money", 48, 51)
def test_what_was_claimed_is_given_up_as_missing_and_no_scan_takes_money_back(house: House) -> None:
    house.policy(RULES)
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.now += timedelta(days=30)
    desk = house.desk()
    desk.do(ClaimReturned(item))
    assert reasons(desk.do(MarkItem(item, ItemStatus.MISSING))) == [Reason.WHY]
    before = house.snapshot()
    desk.do(MarkItem(item, ItemStatus.MISSING, "Not on any shelf"))
    note = house.one(PatronNote)
    assert (note.patron_id, "Not on any shelf" in note.text) == (house.patron(card), True)
    assert house.one(Loan).returned_at == house.clock() and house.one(Item, barcode=item).status is ItemStatus.MISSING
    assert balance(house, card) == 0
    desk.do(Undo())
    assert house.snapshot() == before and house.count(PatronNote) == 0
    desk.do(AddCharge(card, amount=100))
    assert reasons(desk.do(Undo(scanned=True))) == [Reason.NOT_BY_SCAN]
    assert isinstance(desk.do(Undo()), Undone)
