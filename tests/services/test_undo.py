"""Undo puts everything back, and refuses where something later stands on it."""

from datetime import date, timedelta

import pytest

from desk.models import Charge, Loan
from desk.rules.vocabulary import ItemStatus, Reason
from desk.services.answers import Grant, Refused
from desk.services.circulation.answers import Lent, Undone, VisitFinished
from desk.services.circulation.backdate import Backdate
from desk.services.circulation.checkin import Checkin, UseInHouse
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.renew import Renew
from desk.services.circulation.undo import Undo
from desk.services.circulation.visit import FinishVisit, VisitSlip
from tests.makers import NOW, House


def same_but_for_traces(before: dict[str, list[dict[str, object]]], after: dict[str, list[dict[str, object]]]) -> None:
    """Everything is as it was; an undone loan leaves a closed row without a reader, a charge one that owes nothing."""
    for table, rows in before.items():
        left = {row["id"]: row for row in after[table]}
        for row in rows:
            assert left.pop(row["id"]) == row, table
        for trace in left.values():
            assert trace.get("undone") or trace.get("outstanding") == 0, (table, trace)


@pytest.mark.parametrize("case", ["plain", "own_hold", "ready_hold", "transit", "lost"])
def test_a_check_out_is_undone_as_if_it_had_not_been(house: House, case: str) -> None:
    card, item = house.card(), house.item(status=ItemStatus.LOST if case == "lost" else ItemStatus.AVAILABLE)
    if case != "plain" and case != "lost":
        house.hold(card, item, pickup="NORTH" if case == "transit" else "MAIN")
    if case in ("ready_hold", "transit"):
        house.take_back(item)
    before = house.snapshot()
    desk = house.desk()
    house.clock.now = NOW + timedelta(minutes=5)
    act = Checkout(card, item, grants=(Grant(Reason.LOST, desk.staff.id),))
    assert isinstance(desk.do(act, key="out"), Lent)
    answer = desk.do(Undo())
    assert isinstance(answer, Undone) and (answer.what, answer.key) == ("checkout", "out")
    same_but_for_traces(before, house.snapshot())
    assert isinstance(desk.do(act), Lent), "redo runs the act anew"


@pytest.mark.parametrize("case", ["plain", "late", "trapped", "home", "lost"])
def test_a_check_in_is_undone(house: House, case: str) -> None:
    card, item = house.card(), house.item(branch="NORTH" if case == "home" else "MAIN")
    house.lend(card, item)
    if case == "trapped":
        house.hold(house.card(), item)
    house.clock.now = NOW + timedelta(days=40 if case == "late" else 3)
    before = house.snapshot()
    desk = house.desk()
    desk.do(Checkin(item))
    assert isinstance(desk.do(Undo()), Undone)
    same_but_for_traces(before, house.snapshot())


def test_a_renewal_is_undone_with_its_fine(house: House) -> None:
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.now = NOW + timedelta(days=30)
    before = house.snapshot()
    desk = house.desk()
    desk.do(Renew(item))
    assert house.one(Charge).outstanding == 90
    desk.do(Undo())
    same_but_for_traces(before, house.snapshot())


def test_a_backdated_check_in_is_put_back(house: House) -> None:
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.now = NOW + timedelta(days=30)
    desk = house.desk()
    desk.do(Checkin(item), key="in")
    before = house.snapshot()
    desk.do(Backdate("in", date(2026, 4, 2)))
    desk.do(Undo())
    same_but_for_traces(before, house.snapshot())


def test_use_and_a_finished_visit_are_undone(house: House) -> None:
    card, item, desk = house.card(), house.item(), house.desk()
    desk.do(Checkout(card, item, visit="v1"))
    finished = desk.do(FinishVisit("v1", card))
    assert isinstance(finished, VisitFinished) and (finished.lent, len(finished.lines)) == (1, 1)
    assert desk.do(Undo()).what == "finish_visit"
    assert desk.do(Undo()).what == "checkout"
    assert desk.ask(VisitSlip("v1")) == ()
    before = house.snapshot()
    desk.do(UseInHouse(item))
    assert desk.do(Undo()).what == "use_in_house"
    same_but_for_traces(before, house.snapshot())


def test_undo_goes_back_step_by_step_and_then_has_nothing_left(house: House) -> None:
    card, items, desk = house.card(), [house.item() for _ in range(3)], house.desk()
    for item in items:
        desk.do(Checkout(card, item))
    assert [desk.do(Undo()).item.barcode for _ in items] == items[::-1]
    assert desk.do(Undo()).reasons == (Reason.NOTHING_TO_UNDO,)
    assert house.count(Loan, returned_at=None) == 0


def test_undo_is_refused_where_something_later_stands_on_it(house: House) -> None:
    card, item, desk = house.card(), house.item(), house.desk()
    desk.do(Checkout(card, item), key="out")
    desk.do(Checkin(item))
    answer = desk.do(Undo("out"))
    assert isinstance(answer, Refused)
    assert (answer.reasons, answer.blocks[0].fact.name) == ((Reason.LATER_ACT,), "checkin")
    desk.do(Undo())
    assert isinstance(desk.do(Undo("out")), Undone)
    assert desk.do(Undo("out")).reasons == (Reason.UNDONE_ALREADY,)


def test_undo_takes_back_only_what_this_person_did_at_this_desk(house: House) -> None:
    house.desk(login="ada").do(Checkout(house.card(), house.item()))
    assert house.desk(login="sue").do(Undo()).reasons == (Reason.NOTHING_TO_UNDO,)
    assert isinstance(house.desk(login="ada").do(Undo()), Undone)


def test_undo_by_itself_takes_back_what_was_done_today(house: House) -> None:
    desk = house.desk()
    desk.do(Checkout(house.card(), house.item()), key="out")
    house.clock.now = NOW + timedelta(days=1)
    assert desk.do(Undo()).reasons == (Reason.NOTHING_TO_UNDO,)
    assert isinstance(desk.do(Undo("out")), Undone)


def test_a_severed_act_is_not_undone(house: House) -> None:
    from desk.models import JournalRow

    card, item, desk = house.card(), house.item(), house.desk()
    desk.do(Checkout(card, item), key="out")
    house.change(JournalRow, house.journal()[0].id, person=None, private=None)
    assert desk.do(Undo("out")).reasons == (Reason.SEVERED,)


def test_statistics_net_out(house: House) -> None:
    card, item, desk = house.card(), house.item(), house.desk()
    desk.do(Checkout(card, item))
    desk.do(Undo())
    assert sum(entry.quantity for entry in house.journal()) == 0
