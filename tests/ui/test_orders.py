"""Command barcodes: a trolley with only a scanner can work, and every command waits its turn."""

import pytest

from desk.models import Item, Loan
from desk.rules.barcodes import Order, order_of
from desk.rules.vocabulary import ItemStatus
from desk.ui.circulation.desk_panel import DeskPanel
from desk.ui.commands.turning import Turning
from tests.makers import House
from tests.ui.panels import Counter, not_on_file


def test_finish_ends_the_visit_and_leaves_no_row(counter: Counter, house: House) -> None:
    for code in (house.card(), house.item(), "%%DONE"):
        counter.checkout.scan(code)
    assert not counter.checkout.visit.card and counter.out == []
    assert counter.store.visits(counter.checkout.kind) == ()


def test_what_needs_a_look_is_asked_about_once_and_finish_again_ends_it(counter: Counter, house: House) -> None:
    for code in (house.card(), not_on_file(), "%%DONE"):
        counter.checkout.scan(code)
    assert counter.checkout.visit.card
    counter.checkout.scan("%%DONE")
    assert not counter.checkout.visit.card


def test_a_command_waits_its_turn_behind_the_scans_before_it(counter: Counter, house: House) -> None:
    first, second = house.item(), house.item()
    counter.desk.late = True
    for code in (house.card(), first, "%%UNDO", second):
        counter.checkout.scan(code)
    counter.desk.let_go()
    assert counter.out == ["Checked out", "Undone"]
    assert house.loan(second) is not None and house.count(Loan, undone=False) == 1


def test_the_slip_so_far_does_not_hold_what_was_scanned_later(counter: Counter, house: House) -> None:
    counter.desk.late = True
    for code in (house.card(), house.item(), "%%RECEIPT", house.item()):
        counter.checkout.scan(code)
    counter.desk.let_go()
    assert [len(slip.about) for slip in counter.printed] == [1]


def test_set_aside_damaged_and_use_here(counter: Counter, house: House) -> None:
    item = house.item()
    for code in (house.card(), not_on_file(), "%%SIDE", item, "%%DAMAGED", "%%USE"):
        counter.checkout.scan(code)
    assert counter.out == ["Damaged", "Set aside"] and counter.checkout.visit.count() == 1
    assert house.one(Item, barcode=item).status is ItemStatus.DAMAGED
    assert counter.checkout.visit.on_site
    counter.checkout.scan("%%USE")
    assert not counter.checkout.visit.on_site


def test_at_check_in_renew_and_use_are_modes_that_the_same_barcode_ends(counter: Counter, house: House) -> None:
    item = house.item()
    counter.checkout.scan(house.card())
    counter.checkout.scan(item)
    house.clock.set(2026, 3, 20, 12, 0)
    for code in ("%%RENEW", item, "%%RENEW", "%%USE", house.item(), "%%IN", item):
        counter.checkin.scan(code)
    assert counter.back == ["Reshelve", "Used here", "Renewed, Fri 10 Apr"]


def test_a_command_that_is_not_known_is_told_as_any_other_number(counter: Counter) -> None:
    counter.checkout.scan("%%LABEL")
    assert counter.out == ["Not on file"]


@pytest.mark.parametrize("raw", ["%%DONE\r", "]C0%%done", " %%Done "])
def test_a_command_is_known_however_the_scanner_sends_it(raw: str) -> None:
    assert order_of(raw) is Order.DONE


def test_what_is_scanned_after_a_turn_of_the_page_waits_for_it(counter: Counter, house: House) -> None:
    item = house.item()
    shown: list[DeskPanel] = [counter.checkout]

    def deliver(raw: str) -> DeskPanel:
        panel = shown[-1]
        panel.scan(raw)
        return panel

    turn = {Order.IN: counter.checkin, Order.OUT: counter.checkout}
    turning = Turning(lambda order: shown.append(turn[order]), deliver, counter.checkout)
    turning.watch(counter.checkout)
    turning.watch(counter.checkin)
    counter.desk.late = True
    for code in (house.card(), item, "%%IN", item, "%%OUT", not_on_file()):
        turning.scanned(code)
    counter.desk.let_go()
    assert counter.back == ["Reshelve"]
    assert counter.out[0] == "Not on file" and shown[-1] is counter.checkout
    assert house.count(Loan, returned_at=None) == 0
