"""Paying, letting off, giving back: docs/money.md row by row, with the cases of other people's tests."""

from typing import Any

from desk.models import Charge, Item, Loan, Payment, TillEntry
from desk.rules.vocabulary import ChargeKind, EntryKind, ItemStatus, PaymentKind, Reason, Spread
from desk.services.accounts.account import AccountOf, ReceiptOf
from desk.services.accounts.answers import Account, Billed, Charged, Paid, Refunded, Transferred, Voided, Waived
from desk.services.accounts.pay import Pay, Sell, Sold
from desk.services.accounts.products import SaveProduct
from desk.services.accounts.settling import AddCharge, AddCredit, BillItem, Refund, Transfer, VoidPayment, Waive
from desk.services.accounts.tills import CloseTill, CountTill, OpenTill
from desk.services.answers import Refused, Unknown
from desk.services.circulation.answers import Undone
from desk.services.circulation.undo import Undo
from tests.makers import House
from tests.rows import row
from tests.services.accounts.sums import adds_up

CARD, CASH = PaymentKind.CARD, PaymentKind.CASH


def owing(house: House, *amounts: int, **facts: Any) -> str:
    """A reader who owes these sums, oldest first."""
    card = house.card(**facts)
    for amount in amounts:
        house.charge(card, amount)
    return card


def left(house: House, card: str) -> list[int]:
    """What is left of each charge."""
    account = house.desk().ask(AccountOf(card, settled=True))
    assert isinstance(account, Account)
    return [each.left for each in account.charges]


def ids(house: House, card: str) -> list[int]:
    account = house.desk().ask(AccountOf(card, settled=True))
    assert isinstance(account, Account)
    return [each.id for each in account.charges]


def balance(house: House, card: str) -> int:
    account = house.desk().ask(AccountOf(card))
    assert isinstance(account, Account)
    return account.balance


def do(house: House, act: Any, login: str = "sue") -> Any:
    answer = house.desk(login=login).do(act)
    adds_up(house)
    return answer


def no(house: House, act: Any, reason: Reason, login: str = "sue") -> Any:
    """Refused for this alone, and nothing has changed."""
    before = house.snapshot()
    answer = house.desk(login=login).do(act)
    assert isinstance(answer, Refused), answer
    assert answer.reasons == (reason,)
    assert house.snapshot() == before
    return answer


@row("money", 1, 2, 5, 6)
def test_m1_fees_are_paid_oldest_first_and_never_by_less_than_nothing(house: House) -> None:
    card = owing(house, 10000, 20000)
    assert do(house, Pay(card, 2000, CARD)).balance == 28000
    assert left(house, card) == [8000, 20000]
    for wrong in (-3000, 0):
        no(house, Pay(card, wrong, CARD), Reason.AMOUNT)
    assert do(house, Pay(card, 15000, CARD)).balance == 13000
    refused = no(house, Pay(card, 20000, CARD), Reason.TOO_MUCH)
    assert refused.blocks[0].fact.limit == 13000
    kept = do(house, Pay(card, 20000, CARD, credit=True))
    assert (kept.amount, kept.credit, kept.balance) == (20000, 7000, -7000)


@row("money", 3, 7)
def test_m2_only_the_chosen_lines_are_paid(house: House) -> None:
    card = owing(house, 1, 2, 3, 4)
    paid = do(house, Pay(card, 4, CARD, charges=tuple(ids(house, card)[1:])))
    assert isinstance(paid, Paid)
    assert left(house, card) == [1, 0, 1, 4]
    assert [line.left for line in paid.lines] == [0, 1]
    no(house, Pay(card, 2, CARD, charges=(ids(house, card)[1],)), Reason.SETTLED)
    do(house, Pay(card, None, CARD))
    no(house, Pay(card, None, CARD), Reason.SETTLED)


@row("money", 4)
def test_m15_a_payment_is_spread_evenly(house: House) -> None:
    card = owing(house, 1500, 1500, 1500, 1500, 750)
    paid = do(house, Pay(card, 5000, CARD, spread=Spread.EVEN))
    assert sorted(line.amount for line in paid.lines) == [750, 1062, 1062, 1063, 1063]


@row("money", 8, 9)
def test_cash_needs_an_open_till_and_gives_change(house: House) -> None:
    card = owing(house, 740)
    no(house, Pay(card), Reason.NO_TILL)
    do(house, OpenTill(5000))
    assert no(house, Pay(card, given=700), Reason.GIVEN_SHORT).blocks[0].fact.limit == 740
    paid = do(house, Pay(card, given=1000))
    assert (paid.amount, paid.change, paid.balance, paid.till) == (740, 260, 0, "Desk 1")
    receipt = house.desk().ask(ReceiptOf())
    assert (receipt.number, receipt.amount, receipt.given, receipt.change) == (paid.receipt, 740, 1000, 260)
    assert receipt.balance == 0
    assert isinstance(house.desk().ask(ReceiptOf(99)), Unknown)


@row("money", 10)
def test_cash_is_rounded_to_coins_and_a_card_pays_to_the_cent(house: House) -> None:
    house.policy({"loan": "21 days", "cash_rounding": "0.05"})
    do(house, OpenTill(1000))
    down, up, part = owing(house, 102), owing(house, 103), owing(house, 500)
    first, second = do(house, Pay(down)), do(house, Pay(up))
    assert (first.amount, first.rounded, first.balance) == (100, 2, 0)
    assert (second.amount, second.rounded, second.balance) == (105, -2, 0)
    third = do(house, Pay(part, 102))
    assert (third.amount, third.rounded, third.balance) == (100, 0, 400)
    assert do(house, Pay(owing(house, 102), method=CARD)).amount == 102
    do(house, AddCredit(up, 3, "Found"))
    assert no(house, Pay(owing(house, 2)), Reason.AMOUNT)


@row("money", 11)
def test_m4_m5_a_credit_pays_as_far_as_it_goes(house: House) -> None:
    card = house.card()
    no(house, Pay(owing(house, 5), method=PaymentKind.CREDIT), Reason.NO_CREDIT)
    do(house, AddCredit(card, 10000, "Gift"))
    house.charge(card, 1000)
    assert do(house, Pay(card, method=PaymentKind.CREDIT)).amount == 1000
    assert balance(house, card) == -9000
    house.charge(card, 10000)
    assert do(house, Pay(card, method=PaymentKind.CREDIT)).balance == 1000
    account = house.desk().ask(AccountOf(card))
    assert (account.credit, account.owed) == (0, 1000)
    no(house, Pay(card, 1, PaymentKind.CREDIT), Reason.NO_CREDIT)


@row("money", 13, 14, 15)
def test_m3_what_is_waived_is_a_line_with_its_reason_and_somebody_who_may(house: House) -> None:
    card = owing(house, 42, 100)
    no(house, Waive(card, ""), Reason.WHY)
    no(house, Waive(card, "Moved", amount=200), Reason.TOO_MUCH)
    asked = no(house, Waive(card, "Ill", amount=42), Reason.WAIVING, login="ada")
    sue = house.person("sue")
    desk = house.desk(login="ada")
    desk.granters[sue.id] = sue.permissions
    waived = desk.do(asked.overridden(sue.id, "Ill"))
    assert isinstance(waived, Waived)
    assert (waived.amount, waived.balance, left(house, card)) == (42, 100, [0, 100])
    assert house.one(Payment).note == "Ill"
    no(house, Waive(card, "Gone", written_off=True), Reason.WRITING_OFF, login="ada")
    assert do(house, Waive(card, "Gone", written_off=True)).written_off
    assert house.count(Payment, kind=PaymentKind.WRITE_OFF, amount=100) == 1
    no(house, Waive(card, "Gone"), Reason.SETTLED)


@row("money", 16, 17)
def test_m20_a_refund_takes_the_payment_first_and_then_the_transfer(house: House) -> None:
    do(house, OpenTill(1000))
    card = owing(house, 600)
    do(house, Pay(card, 500))
    do(house, Waive(card, "Ill"))
    back = do(house, Refund(card, "Wrong", charges=tuple(ids(house, card)), amount=500))
    assert isinstance(back, Refunded)
    assert (back.amount, back.balance) == (500, 500)
    seven = owing(house, 700)
    do(house, Pay(seven, 300))
    do(house, Transfer(seven, agency="Collectors", amount=200))
    do(house, Waive(seven, "Ill", amount=100))
    back = do(house, Refund(seven, "Wrong", charges=tuple(ids(house, seven)), amount=400))
    assert (back.amount, back.transferred, back.balance) == (300, 100, 500)
    more = no(house, Refund(seven, "Wrong", charges=tuple(ids(house, seven)), amount=200), Reason.TOO_MUCH)
    assert more.blocks[0].fact.limit == 100
    no(house, Refund(owing(house, 5), "Wrong", charges=(1,)), Reason.NOTHING_PAID)
    no(house, Refund(seven, "", charges=tuple(ids(house, seven))), Reason.WHY)
    no(house, Refund(seven, "x", charges=tuple(ids(house, seven)), amount=-1), Reason.AMOUNT)
    no(house, Refund(card, "Wrong", charges=tuple(ids(house, seven))), Reason.NOTHING_PAID)


@row("money", 16, 18)
def test_a_credit_is_paid_out_by_somebody_who_may_and_out_of_the_drawer(house: House) -> None:
    card = house.card()
    do(house, AddCredit(card, 900, "Gift"))
    no(house, AddCredit(card, 900, "Gift"), Reason.GIVING_CREDIT, login="ada")
    no(house, AddCredit(card, 0, "Gift"), Reason.AMOUNT)
    no(house, Refund(card, "Moves away"), Reason.NO_TILL)
    do(house, OpenTill(500))
    assert no(house, Refund(card, "Moves away"), Reason.DRAWER_SHORT).blocks[0].fact.limit == 500
    no(house, Refund(card, "Moves away"), Reason.REFUNDING, login="ada")
    assert do(house, Refund(card, "Moves away", amount=400)).balance == -500
    assert do(house, Refund(card, "Moves away", method=CARD)).balance == 0


@row("money", 19)
def test_a_debt_becomes_another_readers_or_an_agencys(house: House) -> None:
    card, other = owing(house, 600), house.card()
    no(house, Transfer(card, to=card), Reason.SAME_READER)
    no(house, Transfer(card), Reason.WHY)
    assert isinstance(do(house, Transfer(card, to="2999")), Unknown)
    moved = do(house, Transfer(card, to=other, amount=200))
    assert isinstance(moved, Transferred)
    assert (moved.balance, balance(house, other)) == (400, 200)
    assert house.one(Charge, amount=200).kind is ChargeKind.MANUAL
    assert do(house, Transfer(card, agency="Collectors")).balance == 0
    assert isinstance(do(house, Undo()), Undone)
    assert isinstance(do(house, Undo()), Undone)
    assert (balance(house, card), balance(house, other)) == (600, 0)


@row("money", 20)
def test_a_payment_is_voided_by_its_receipt_until_its_till_is_closed(house: House) -> None:
    card = owing(house, 600)
    do(house, OpenTill(0))
    paid = do(house, Pay(card, 500))
    no(house, VoidPayment(paid.receipt), Reason.WHY)
    no(house, VoidPayment(paid.receipt, "Wrong card"), Reason.REFUNDING, login="ada")
    assert isinstance(do(house, VoidPayment(99, "x")), Unknown)
    voided = do(house, VoidPayment(paid.receipt, "Wrong card"))
    assert isinstance(voided, Voided)
    assert voided.balance == 600
    no(house, VoidPayment(paid.receipt, "Again"), Reason.UNDONE_ALREADY)
    assert isinstance(do(house, Undo()), Undone)
    assert balance(house, card) == 100
    do(house, CountTill(cash=500))
    do(house, CloseTill())
    no(house, VoidPayment(paid.receipt, "Too late"), Reason.TILL_CLOSED)


@row("money", 21)
def test_something_is_charged_by_hand(house: House) -> None:
    house.policy({"loan": "21 days", "card_fee": "2.50"})
    card, item = house.card(), house.item()
    made = do(house, AddCharge(card, ChargeKind.PRINTING, 40, "8 pages", item))
    assert isinstance(made, Charged)
    assert made.balance == 40
    assert do(house, AddCharge(card, ChargeKind.REPLACEMENT_CARD)).amount == 250
    no(house, AddCharge(card), Reason.NO_PRICE)
    no(house, AddCharge(card, amount=0), Reason.AMOUNT)
    no(house, AddCharge(card, ChargeKind.DEPOSIT, 5), Reason.NOT_ALLOWED)
    assert isinstance(do(house, AddCharge(card, amount=5, item="3000")), Unknown)
    assert isinstance(do(house, AddCharge("2000", amount=5)), Unknown)


@row("money", 22)
def test_a_damaged_copy_is_billed_to_whoever_had_it(house: House) -> None:
    card, item = house.card(), house.item(price=1200)
    house.lend(card, item)
    house.take_back(item)
    billed = do(house, BillItem(item, note="Coffee"))
    assert isinstance(billed, Billed)
    assert (billed.amount, billed.balance, billed.status) == (1200, 1200, ItemStatus.DAMAGED)
    assert house.one(Item, barcode=item).note == "Coffee"
    do(house, Undo())
    assert house.one(Item, barcode=item).status is ItemStatus.AVAILABLE
    assert balance(house, card) == 0
    game = house.item()
    house.lend(card, game)
    no(house, BillItem(game, ChargeKind.PIECES), Reason.NO_PRICE)
    missing = do(house, BillItem(game, ChargeKind.PIECES, 300, "A knight"))
    assert missing.status is ItemStatus.AVAILABLE
    no(house, BillItem(game, ChargeKind.LOST, 300), Reason.AMOUNT)
    no(house, BillItem(house.item(price=5)), Reason.SEVERED)


@row("money", 12)
def test_m7_the_fine_of_a_loan_that_is_still_out_is_paid_and_goes_on_growing(house: House) -> None:
    from datetime import timedelta

    house.policy({"loan": "21 days", "fine": "0.10", "renewals": 3})
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.now += timedelta(days=25)
    account = house.desk().ask(AccountOf(card))
    assert isinstance(account, Account)
    assert (account.growing, account.owed, account.charges[0].growing) == (40, 0, True)
    loan = account.charges[0].loan
    assert loan is not None
    paid = do(house, Pay(card, method=CARD, loans=(loan,)))
    assert (paid.amount, paid.balance) == (40, 0)
    assert balance(house, card) == 0
    house.clock.now += timedelta(days=2)
    assert balance(house, card) == 20
    back = house.take_back(item)
    assert back.fine == 20
    assert balance(house, card) == 20
    house.desk().do(Undo())
    paying = next(each.key for each in house.journal() if each.kind == "pay")
    do(house, Undo(paying))  # the payment, and with it what it had written
    assert house.loan(item).fined == 0
    assert balance(house, card) == 60
    do(house, Pay(card, method=CARD, loans=(loan,)))
    assert house.take_back(item, amnesty=True).fine == 0
    assert balance(house, card) == -60
    adds_up(house)


def test_what_was_paid_too_much_becomes_no_credit_where_the_rules_say_so(house: House) -> None:
    """Case L14: overdue 0.70, 0.20 of it paid, then an amnesty."""
    from datetime import timedelta

    for allowed, then in (("no", 0), ("yes", -20)):
        house.policy({"loan": "21 days", "fine": "0.10", "credit_overdue": allowed})
        card, item = house.card(), house.item()
        house.lend(card, item)
        house.clock.now += timedelta(days=28)
        do(house, Pay(card, 20, CARD, loans=(house.loan(item).id,)))
        house.take_back(item, amnesty=True)
        adds_up(house)
        assert balance(house, card) == then


@row("money", 44)
def test_something_is_sold_to_nobody_by_name(house: House) -> None:
    do(house, OpenTill(0))
    do(house, SaveProduct("bag", "Tote bag", 350, place=1, stock=3))
    do(house, SaveProduct("page", "Copied page", 10, ChargeKind.PRINTING, place=2))
    sold = do(house, Sell((Sold("bag", 2), Sold("page", 7)), given=1000))
    assert (sold.amount, sold.change, [line.title for line in sold.lines]) == (770, 230, ["Tote bag", "Copied page"])
    no(house, Sell((Sold("bag", 2),)), Reason.OUT_OF_STOCK)
    no(house, Sell(()), Reason.AMOUNT)
    no(house, Sell((Sold("bag", -1),)), Reason.AMOUNT)
    no(house, Sell((Sold("page", 1),), given=5), Reason.GIVEN_SHORT)
    assert isinstance(do(house, Sell((Sold("cup"),))), Unknown)
    assert house.one(Charge, kind=ChargeKind.SALE).patron_id is None
    do(house, Undo())
    from desk.models import Product

    assert house.one(Product, code="bag").stock == 3
    assert house.count(TillEntry, kind=EntryKind.PAYMENT) == 2


@row("money", 46, 47)
def test_every_act_on_money_is_undone_by_lines_of_its_own(house: House) -> None:
    do(house, OpenTill(2000))
    card, other = owing(house, 600, 300), house.card()
    acts = (
        Pay(card, 700, given=1000),
        Waive(card, "Ill", amount=100),
        Transfer(card, to=other, amount=50),
        AddCharge(card, amount=80),
        AddCredit(card, 30, "Gift"),
        Pay(card, method=PaymentKind.CREDIT),
        Refund(card, "Wrong", charges=(1,), amount=100),
    )
    sums = []
    for act in acts:
        sums.append((balance(house, card), balance(house, other)))
        assert not isinstance(do(house, act), Refused), act
    rows = house.count(Payment)
    for was in reversed(sums):
        assert isinstance(do(house, Undo()), Undone)
        assert (balance(house, card), balance(house, other)) == was
    assert house.count(Payment) > rows
    keys = [each.key for each in house.journal() if each.kind == "pay"]
    no(house, Undo(keys[0]), Reason.UNDONE_ALREADY)
    do(house, Pay(card, 100))
    do(house, Waive(card, "Ill", amount=10))
    stands = no(house, Undo([each.key for each in house.journal() if each.kind == "pay"][-1]), Reason.LATER_ACT)
    assert stands.blocks[0].fact.name == "waive"
    do(house, Undo())
    do(house, CountTill(cash=2100))
    do(house, CloseTill())
    shut = no(house, Undo([each.key for each in house.journal() if each.kind == "pay"][-1]), Reason.LATER_ACT)
    assert shut.blocks[0].fact.name == "close_till"
    assert house.count(Loan) == 0
