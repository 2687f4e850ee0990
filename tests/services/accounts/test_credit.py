"""A credit is only what was paid, never what was let off or transferred; and undo sees the drawer."""

from datetime import timedelta
from typing import Any

from desk.models import Loan
from desk.rules.vocabulary import ChargeKind, EntryKind, PaymentKind, Reason
from desk.services.accounts.account import AccountOf
from desk.services.accounts.losses import DeclareLost
from desk.services.accounts.pay import Pay
from desk.services.accounts.products import SaveProduct
from desk.services.accounts.reports import SheetOf
from desk.services.accounts.settling import Refund, Transfer, VoidPayment, Waive
from desk.services.accounts.tills import MoveCash, OpenTill
from desk.services.answers import Grant, Refused, Unknown
from desk.services.circulation.answers import Lent, Undone
from desk.services.circulation.backdate import Backdate
from desk.services.circulation.undo import Undo
from tests.makers import House
from tests.services.accounts.sums import adds_up

CARD = PaymentKind.CARD
RULES: dict[str, Any] = {"loan": "21 days", "renewals": 3, "fine": "0.10"}


def do(house: House, act: Any) -> Any:
    answer = house.desk().do(act)
    assert not isinstance(answer, Refused), answer
    adds_up(house)
    return answer


def no(house: House, act: Any, reason: Reason) -> None:
    answer = house.desk().do(act)
    assert isinstance(answer, Refused), answer
    assert answer.blocks[0].reason is reason
    adds_up(house)


def balance(house: House, card: str) -> int:
    return int(house.desk().ask(AccountOf(card)).balance)  # type: ignore[union-attr]


def lend(house: House, card: str, item: str) -> None:
    who = house.person().id
    answer = house.lend(card, item, grants=tuple(Grant(each, who) for each in (Reason.DEPOSIT, Reason.RENTAL)))
    assert isinstance(answer, Lent), answer


def late(house: House, days: int = 50) -> tuple[str, str]:
    card, item = house.card(), house.item(price=2000)
    house.lend(card, item)
    house.clock.now += timedelta(days=21 + days)
    return card, item


def test_a_deposit_that_was_let_off_is_no_credit(house: House) -> None:
    house.policy(RULES | {"deposit": "10.00"})
    card, item = house.card(), house.item()
    lend(house, card, item)
    do(house, Waive(card, "Poor"))
    house.take_back(item)
    adds_up(house)
    assert balance(house, card) == 0
    no(house, Refund(card, "All"), Reason.NOTHING_PAID)


def test_a_fine_that_was_let_off_or_transferred_is_no_credit_when_backdated(house: House) -> None:
    house.policy(RULES)
    for act in ("waive", "transfer"):
        other = house.card()
        card, item = late(house)
        house.take_back(item)
        key = house.journal()[-1].key
        assert balance(house, card) == 500
        do(house, Waive(card, "Ill") if act == "waive" else Transfer(card, other))
        day = (house.clock.now - timedelta(days=50)).date()
        backdated = do(house, Backdate(key, day))
        assert backdated.fine == 0
        assert (balance(house, card), balance(house, other)) == (0, 0)
        assert isinstance(do(house, Undo()), Undone)
        assert (balance(house, card), balance(house, other)) == (0, 500 if act == "transfer" else 0)


def test_undo_sees_every_charge_that_was_let_off_at_once(house: House) -> None:
    house.policy(RULES | {"rental": "2.00"})
    card = house.card()
    lend(house, card, house.item())
    lend(house, card, house.item())
    second = house.journal()[-1].key
    do(house, Waive(card, "Poor"))
    no(house, Undo(second), Reason.LATER_ACT)
    assert balance(house, card) == 0


def test_cash_that_has_left_the_drawer_is_not_given_back_by_undo(house: House) -> None:
    do(house, OpenTill(0))
    card = house.card()
    house.charge(card, 5000)
    do(house, Pay(card))
    paid = house.journal()[-1].key
    do(house, MoveCash(EntryKind.DROP, 5000))
    no(house, Undo(paid), Reason.DRAWER_SHORT)
    do(house, Undo())
    do(house, Undo(paid))
    sheet: Any = house.desk().ask(SheetOf())
    assert sheet.expected in (0, None)


def test_a_lost_copy_that_comes_back_is_credited_to_whoever_paid_it(house: House) -> None:
    house.policy(RULES | {"lost_back": "refund"})
    card, item = late(house, 1)
    other = house.card()
    do(house, DeclareLost(item))
    do(house, Transfer(card, other, charges=lost_of(house, card)))
    do(house, Pay(other, method=CARD))
    house.take_back(item)
    adds_up(house)
    assert balance(house, other) == -2000


def test_what_was_paid_given_back_and_then_transferred_is_no_credit(house: House) -> None:
    house.policy(RULES | {"lost_back": "refund"})
    card, item = late(house, 1)
    do(house, DeclareLost(item))
    numbers = lost_of(house, card)
    do(house, Pay(card, 1000, CARD, charges=numbers))
    do(house, Refund(card, "Wrong", numbers, 1000, CARD))
    do(house, Transfer(card, agency="Collectors", charges=numbers))
    before = balance(house, card)
    house.take_back(item)
    adds_up(house)
    assert balance(house, card) >= before


def lost_of(house: House, card: str) -> tuple[int, ...]:
    account: Any = house.desk().ask(AccountOf(card))
    return tuple(each.id for each in account.charges if each.kind is ChargeKind.LOST)


def test_a_paid_fine_that_a_return_has_reckoned_with_is_not_undone(house: House) -> None:
    house.policy(RULES)
    card, item = late(house)
    loan = house.loan(item).id
    do(house, Pay(card, 300, CARD, loans=(loan,)))
    first = house.journal()[-1].key
    house.clock.now += timedelta(days=20)
    do(house, Pay(card, 200, CARD, loans=(loan,)))
    second = house.journal()[-1].key
    no(house, Undo(first), Reason.LATER_ACT)
    house.take_back(item)
    owed = balance(house, card)
    no(house, Undo(second), Reason.LATER_ACT)
    assert balance(house, card) == owed


def test_a_payment_undone_after_the_copy_was_found_opens_no_loan(house: House) -> None:
    house.policy(RULES | {"lost_back": "keep"})
    for lent in (False, True):
        card, item = late(house, 1)
        do(house, DeclareLost(item))
        do(house, Pay(card, method=CARD))
        paid = house.journal()[-1].key
        house.take_back(item)
        if lent:
            house.lend(house.card(), item)
        house.desk().do(Undo(paid))
        adds_up(house)
        assert house.count(Loan, returned_at=None) == int(lent)


def test_numbers_that_no_library_has_are_told_and_break_nothing(house: House) -> None:
    answer = house.desk().do(VoidPayment(int("9" * 25), "Wrong"))
    assert isinstance(answer, Unknown)
    no(house, SaveProduct("bag", "Bag", 350, stock=int("9" * 25)), Reason.AMOUNT)
