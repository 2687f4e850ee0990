"""The till: opened, counted blind, closed; docs/money.md from 37 on, and the cash-ups of other people's tests."""

from datetime import timedelta
from typing import Any

import pytest

from desk.models import Station, Till, TillSession
from desk.rules.vocabulary import EntryKind, PaymentKind, Reason
from desk.services.accounts.answers import (
    AlreadyOpen,
    CashMoved,
    DrawerReport,
    SumLine,
    TillClosed,
    TillCounted,
    TillOpened,
    TillSaved,
    TillSheet,
)
from desk.services.accounts.pay import Pay
from desk.services.accounts.products import Products, SaveProduct
from desk.services.accounts.reports import DrawerOf, SheetOf
from desk.services.accounts.settling import Refund, Waive
from desk.services.accounts.tills import CloseTill, Count, CountTill, MoveCash, OpenTill, SaveTill, TillHere, Tills
from desk.services.answers import Refused, Unknown
from desk.services.circulation.undo import Undo
from tests.makers import House
from tests.rows import row
from tests.services.accounts.sums import adds_up

CARD, CASH, CHEQUE = PaymentKind.CARD, PaymentKind.CASH, PaymentKind.CHEQUE


def do(house: House, act: Any, login: str = "sue", branch: str = "MAIN") -> Any:
    answer = house.desk(branch, login).do(act)
    adds_up(house)
    return answer


def no(house: House, act: Any, reason: Reason, login: str = "sue") -> Any:
    answer = do(house, act, login)
    assert isinstance(answer, Refused), answer
    assert answer.reasons == (reason,)
    return answer


def owing(house: House, *amounts: int) -> str:
    card = house.card()
    for amount in amounts:
        house.charge(card, amount)
    return card


@row("money", 37, 38)
def test_a_till_is_opened_with_its_float_and_a_desk_without_one_gets_one(house: House) -> None:
    opened = do(house, OpenTill())
    assert isinstance(opened, TillOpened)
    assert (opened.number, opened.float_amount) == (1, 0)
    again = do(house, OpenTill(5000))
    assert isinstance(again, AlreadyOpen)
    assert again.till.opened_by == "Sue Supervisor"
    north = do(house, OpenTill(500), branch="NORTH")
    assert (north.till.code, north.float_amount) == ("NORTH1", 500)
    no(house, OpenTill(-1), Reason.AMOUNT)
    saved = do(house, SaveTill("safe", "Front drawer", 7500))
    assert isinstance(saved, TillSaved)
    front = do(house, OpenTill(till="safe"))
    assert (front.till.name, front.float_amount) == ("Front drawer", 7500)
    assert isinstance(do(house, OpenTill(till="moon")), Unknown)
    assert {each.code for each in house.desk().ask(Tills())} >= {"safe", "NORTH1"}
    do(house, Undo())
    here = house.desk().ask(TillHere())
    assert here is not None
    assert (here.session, here.code != "safe") == (1, True)


@row("money", 39)
def test_money_goes_in_and_out_of_the_drawer_and_never_more_than_lies_in_it(house: House) -> None:
    no(house, MoveCash(EntryKind.DROP, 100), Reason.NO_TILL)
    do(house, OpenTill(1000))
    moved = do(house, MoveCash(EntryKind.PAY_OUT, 250, "Stamps"))
    assert isinstance(moved, CashMoved)
    assert moved.amount == 250
    no(house, MoveCash(EntryKind.PAY_OUT, 250), Reason.WHY)
    no(house, MoveCash(EntryKind.DROP, 0), Reason.AMOUNT)
    no(house, MoveCash(EntryKind.PAYMENT, 5, "x"), Reason.NOT_ALLOWED)
    assert no(house, MoveCash(EntryKind.DROP, 751), Reason.DRAWER_SHORT).blocks[0].fact.limit == 750
    do(house, MoveCash(EntryKind.PAY_IN, 50, "Coins from the bank"))
    do(house, MoveCash(EntryKind.NO_SALE, why="Change for the machine"))
    do(house, MoveCash(EntryKind.DROP, 300))
    do(house, Undo())
    assert do(house, CountTill(cash=800)).difference == 0


@row("money", 40, 41, 42, 43)
def test_the_drawer_is_counted_blind_and_closed_with_a_reason_for_what_differs(house: House) -> None:
    do(house, OpenTill(1000))
    do(house, Pay(owing(house, 250)))
    do(house, Pay(owing(house, 600), method=CARD))
    no(house, CloseTill(), Reason.TILL_COUNTED)
    blind = house.desk().ask(SheetOf())
    assert isinstance(blind, TillSheet)
    assert (blind.expected, blind.income) == (None, ())
    no(house, CountTill(), Reason.TILL_COUNTED)
    no(house, CountTill(coins=(Count(100, -1),)), Reason.AMOUNT)
    counted = do(house, CountTill((Count(1000, 1), Count(100, 2), Count(25, 1)), card=600))
    assert isinstance(counted, TillCounted)
    assert (counted.expected, counted.counted, counted.difference) == (1250, 1225, -25)
    assert [(each.method, each.expected, each.counted) for each in counted.others] == [(CARD, 600, 600)]
    house.clock.now += timedelta(minutes=1)
    told: Any = house.desk().ask(SheetOf())
    assert (told.expected, told.counted) == (1250, 1225)
    do(house, Pay(owing(house, 100)))
    blind = house.desk().ask(SheetOf())
    assert isinstance(blind, TillSheet) and (blind.expected, blind.counted) == (None, None), "blind again"
    no(house, CloseTill("short"), Reason.TILL_COUNTED)
    do(house, CountTill(cash=1325))
    no(house, CloseTill(), Reason.WHY)
    house.policy({"loan": "21 days", "till_tolerance": "0.20"})
    no(house, CloseTill("A coin fell down"), Reason.TILL_DIFFERENCE, login="ada")
    closed = do(house, CloseTill("A coin fell down"))
    assert isinstance(closed, TillClosed)
    assert (closed.number, closed.expected, closed.difference) == (1, 1350, -25)
    sheet = house.desk().ask(SheetOf(1))
    assert isinstance(sheet, TillSheet)
    assert sheet.income == (SumLine("card", 1, 600), SumLine("cash", 2, 350))
    do(house, Undo())
    assert house.one(TillSession, number=1).closed_at is None
    do(house, CloseTill("A coin fell down"))
    assert do(house, OpenTill(1000)).number == 2
    stands = no(house, Undo([e.key for e in house.journal() if e.kind == "close_till"][-1]), Reason.LATER_ACT)
    assert stands.blocks[0].fact.name == "open_till"


def test_an_opening_with_nothing_in_it_is_undone_and_a_count_too(house: House) -> None:
    do(house, OpenTill(1000))
    do(house, Undo())
    assert house.count(TillSession) == 0
    do(house, OpenTill(1000))
    do(house, CountTill(cash=900))
    opened = [each.key for each in house.journal() if each.kind == "open_till"][-1]
    no(house, Undo(opened), Reason.LATER_ACT)
    do(house, CountTill(cash=1000))
    do(house, Undo())
    assert house.one(TillSession).counted == 900
    do(house, Undo())
    assert house.one(TillSession).counted is None
    do(house, Undo())
    assert house.count(TillSession) == 0
    assert house.one(Station, id=house.desk().station.id).till_id is not None


@row("money", 43, 45)
def test_m22_to_m24_three_cash_ups_and_a_refund_across_the_border(house: House) -> None:
    card = owing(house, 100, 100, 50)
    do(house, OpenTill(0))
    do(house, Pay(card, 250))
    do(house, Refund(card, "Found", charges=(3,)))

    def sums() -> tuple[int, int]:
        report = house.desk().ask(DrawerOf(house.clock.now - timedelta(hours=1), house.clock.now))
        assert isinstance(report, DrawerReport)
        return report.income, report.payout

    def close(cash: int) -> None:
        do(house, CountTill(cash=cash))
        do(house, CloseTill())
        house.clock.now += timedelta(days=1)

    assert sums() == (250, 50)
    close(200)
    do(house, OpenTill(100))
    do(house, Pay(owing(house, 275), 200))
    assert sums() == (200, 0)
    close(300)
    do(house, OpenTill(500))
    do(house, Refund(card, "Found", charges=(1,)))
    assert sums() == (0, 100)
    closed = do(house, CountTill(cash=400))
    assert closed.difference == 0


@row("money", 45)
def test_m21_the_drawer_between_two_instants_by_everything_that_is_asked(house: House) -> None:
    start = house.clock.now
    do(house, OpenTill(0))
    do(house, OpenTill(0), branch="NORTH")
    payments = ((300, CASH, "MAIN", "sue"), (200, CARD, "MAIN", "sue"), (100, CASH, "NORTH", "sue"))
    for amount, method, branch, login in (*payments, (1000, CARD, "MAIN", "ada")):
        do(house, Pay(owing(house, amount), method=method), login, branch)
    end = house.clock.now
    house.clock.now = end + timedelta(seconds=1)
    do(house, Pay(owing(house, 7777), method=CARD))
    report = house.desk().ask(DrawerOf(start, end))
    assert isinstance(report, DrawerReport)
    assert (report.total.count, report.total.amount) == (4, 1600)
    assert report.by_branch == (SumLine("Main branch", 3, 1500), SumLine("Northgate", 1, 100))
    assert report.by_method == (SumLine("card", 2, 1200), SumLine("cash", 2, 400))
    assert report.by_type == (SumLine("manual", 4, 1600),)
    assert report.by_person == (SumLine("Ada Clerk", 1, 1000), SumLine("Sue Supervisor", 3, 600))
    assert house.desk().ask(DrawerOf(start, end, branch="NORTH")).total.amount == 100
    assert house.desk().ask(DrawerOf(start, end, till="NORTH1")).total.amount == 100
    assert house.desk().ask(DrawerOf(start + timedelta(seconds=1), end)).total.amount == 0
    do(house, Waive(owing(house, 30), "Ill"))
    assert house.desk().ask(DrawerOf(start, house.clock.now)).waived.amount == 30
    do(house, Undo())
    assert house.desk().ask(DrawerOf(start, house.clock.now)).waived == SumLine("", 0, 0)


def test_what_is_undone_is_counted_as_nothing(house: House) -> None:
    do(house, OpenTill(0))
    do(house, Pay(owing(house, 300)))
    do(house, Undo())
    report = house.desk().ask(DrawerOf(house.clock.now, house.clock.now))
    assert (report.total.count, report.total.amount, report.by_method) == (0, 0, ())
    assert do(house, CountTill(cash=0)).difference == 0


def test_prices_and_tills_are_kept_by_whoever_may_and_taken_back(house: House) -> None:
    assert do(house, SaveProduct("bag", "Bag", 350), login="ada").reasons == (Reason.NOT_ALLOWED,)
    first = do(house, SaveProduct("bag", "Bag", 350, place=1))
    assert first.was is None
    do(house, SaveProduct("cup", "Cup", 500, place=1))
    assert [(each.code, each.place) for each in house.desk().ask(Products())] == [("cup", 1), ("bag", None)]
    for wrong in (SaveProduct("x", "X", 0), SaveProduct("x", "X", 1, place=13), SaveProduct("x", "X", 1, stock=-1)):
        no(house, wrong, Reason.AMOUNT)
    no(house, SaveProduct("", "X", 1), Reason.WHY)
    do(house, SaveProduct("cup", "Mug", 600, place=1))
    do(house, Undo())
    assert [each.name for each in house.desk().ask(Products())] == ["Cup", "Bag"]
    no(house, SaveTill("", "x"), Reason.WHY)
    no(house, SaveTill("x", "x", -1), Reason.AMOUNT)
    assert isinstance(do(house, SaveTill("x", "x", branch="MOON")), Unknown)
    do(house, SaveTill("x", "New"))
    do(house, SaveTill("x", "Other"))
    do(house, Undo())
    assert house.one(Till, code="x").name == "New"
    do(house, Undo())
    assert not house.one(Till, code="x").active


@pytest.mark.parametrize("method", [CARD, CHEQUE, PaymentKind.OTHER])
def test_money_that_is_no_cash_needs_no_till_and_counts_where_one_is_open(house: House, method: PaymentKind) -> None:
    assert do(house, Pay(owing(house, 100), method=method)).till == ""
    do(house, OpenTill(0))
    assert do(house, Pay(owing(house, 100), method=method, reference="4711")).till == "Desk 1"
    do(house, CountTill(cash=0))
    sheet = house.desk().ask(SheetOf())
    assert isinstance(sheet, TillSheet)
    assert sheet.income == (SumLine(method.value, 1, 100),)
