"""Corners that a review of the desk turned up: each was wrong once, on both databases."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desk.cli import run
from desk.errors import FileUnreadable, WrongUse
from desk.models import Branch, Card, Charge, Hold, Item, Loan, Payment, Transit
from desk.rules.barcodes import read_scan
from desk.rules.calendar import Calendar
from desk.rules.duedates import DueRule, due_date
from desk.rules.periods import parse_period
from desk.rules.routing import Destination
from desk.rules.vocabulary import BarcodeKind, CardStatus, HoldStatus, ItemStatus, Permission, Reason
from desk.services.administration.calendar import LoadCalendar, ShowCalendar
from desk.services.administration.library import NewBranch, NewLibrary, NewStaff, make_library
from desk.services.answers import Grant, Refused
from desk.services.circulation.answers import AlertKind, Backdated, Lent, Renewed, Returned, Undone
from desk.services.circulation.backdate import Backdate
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.lookup import CountToday, FoundSeveral, Identify, TodayCounts
from desk.services.circulation.renew import Renew
from desk.services.circulation.undo import Undo
from desk.services.circulation.visit import VisitSlip
from desk.services.desk import Desk, StaffFace
from tests.makers import NOW, House


def granted(desk: Desk, *reasons: Reason) -> tuple[Grant, ...]:
    """These reasons lifted by whoever is at the desk."""
    return tuple(Grant(reason, desk.staff.id) for reason in reasons)


def test_a_kept_copy_that_is_lent_to_another_puts_its_hold_back_into_the_queue(house: House) -> None:
    waiting, other, item = house.card(), house.card(), house.item()
    hold = house.hold(waiting, item)
    house.take_back(item)
    before = house.snapshot()
    house.clock.now = NOW + timedelta(minutes=1)
    desk = house.desk()
    assert isinstance(desk.do(Checkout(other, item, grants=granted(desk, Reason.HELD))), Lent)
    found = house.one(Hold, id=hold)
    assert (found.status, found.copy_id, found.shelf_until) == (HoldStatus.QUEUED, None, None)
    assert isinstance(desk.do(Undo()), Undone)
    after = house.snapshot()
    assert after["holds"] == before["holds"] and after["items"] == before["items"]


def test_undo_is_refused_when_the_kept_copy_went_to_somebody_else_meanwhile(house: House) -> None:
    reader, second = house.card(), house.card()
    one = house.item()
    two = house.item(title=house.one(Item, barcode=one).title_id)
    house.hold(reader, two)
    house.take_back(two)
    house.hold(second, two)
    desk = house.desk()
    house.clock.now = NOW + timedelta(minutes=1)
    lent = desk.do(Checkout(reader, one), key="out")
    assert isinstance(lent, Lent) and lent.hold_filled
    house.clock.now = NOW + timedelta(minutes=2)
    returned = desk.do(Checkin(two))
    assert isinstance(returned, Returned) and returned.hold is not None
    answer = desk.do(Undo("out"))
    assert isinstance(answer, Refused) and answer.reasons == (Reason.LATER_ACT,)


def test_a_shelf_code_stays_out_of_what_outlives_the_reader(house: House) -> None:
    reader = house.card(family_name="Quagmire")
    one = house.item()
    two = house.item(title=house.one(Item, barcode=one).title_id)
    house.hold(reader, two)
    house.take_back(two)
    house.hold(house.card(), two)
    house.clock.now = NOW + timedelta(minutes=1)
    lent = house.lend(reader, one)
    assert [alert.kind for alert in lent.alerts] == [AlertKind.HELD_COPY_LEFT]
    row = house.journal()[-1]
    assert "QUA" not in row.act + row.answer + (row.before or "")


def test_a_copy_in_transit_arrives_although_loans_are_returned_at_home_only(house: House) -> None:
    house.policy({"loan": "21 days", "return_to": "home"})
    item = house.item()
    house.hold(house.card(), item, pickup="NORTH")
    house.take_back(item)
    house.clock.now = NOW + timedelta(days=1)
    answer = house.take_back(item, "NORTH")
    assert isinstance(answer, Returned) and answer.hold is not None
    assert house.one(Hold).status is HoldStatus.READY


def test_the_branch_that_takes_a_copy_is_the_one_that_the_rule_names(house: House) -> None:
    house.policy({"loan": "21 days", "return_to": "holding"})
    card, item = house.card(), house.item(branch="NORTH", holding="MAIN")
    house.lend(card, item)
    answer = house.take_back(item, "NORTH")
    assert isinstance(answer, Refused) and answer.blocks[0].fact.name == "Main branch"


def test_a_backdated_return_leaves_the_fine_of_an_earlier_renewal_alone(house: House) -> None:
    card, item, desk = house.card(), house.item(), house.desk()
    desk.do(Checkout(card, item))
    house.clock.now = NOW + timedelta(days=30)
    renewed = desk.do(Renew(item))
    assert isinstance(renewed, Renewed) and renewed.fine == 90
    house.clock.now = NOW + timedelta(days=30 + 21 + 5)
    returned = desk.do(Checkin(item), key="in")
    assert isinstance(returned, Returned) and returned.fine == 50
    answer = desk.do(Backdate("in", (house.clock.now - timedelta(days=2)).date()))
    assert isinstance(answer, Backdated) and (answer.fine, answer.was_fine) == (30, 50)
    with_owed = [charge["outstanding"] for charge in house.snapshot()["charges"]]
    assert sorted(with_owed) == [30, 90]


def test_an_undone_renewal_does_not_count_today(house: House) -> None:
    card, item, desk = house.card(), house.item(), house.desk()
    desk.do(Checkout(card, item))
    house.clock.now = NOW + timedelta(days=3)
    desk.do(Renew(item))
    desk.do(Undo())
    assert desk.ask(CountToday()) == TodayCounts()


def test_the_terminal_takes_back_its_own_last_act_where_nobody_is_signed_in(house: House) -> None:
    card, item = house.card(), house.item()
    desk = house.desk()
    desk.staff = StaffFace(0, "", "Terminal", "", frozenset(Permission))
    desk.do(Checkout(card, item))
    house.clock.now = NOW + timedelta(days=30)
    returned = desk.do(Checkin(item))
    assert isinstance(returned, Returned) and returned.fine == 90
    answer = desk.do(Undo())
    assert isinstance(answer, Undone) and answer.what == "checkin"
    assert house.one(Payment).staff_id is None


def test_a_hold_that_this_copy_cannot_fill_does_not_stop_a_renewal(house: House) -> None:
    card, item = house.card(), house.item()
    title = house.one(Item, barcode=item).title_id
    other = house.item(title=title)
    house.lend(card, item)
    house.lend(house.card(), other)
    house.hold(house.card(), other, item_id=house.one(Item, barcode=other).id)
    house.hold(house.card(), item, suspended_until=date(2027, 1, 1))
    house.hold(house.card(), item, expires_on=date(2026, 1, 1))
    house.clock.now = NOW + timedelta(days=3)
    assert isinstance(house.desk().do(Renew(item)), Renewed)


def test_a_reader_with_only_a_lost_card_is_found_by_name(house: House) -> None:
    card = house.card(family_name="Vanishing", card_status=CardStatus.LOST)
    found = house.desk().ask(Identify(read_scan("vanishing"), BarcodeKind.PATRON))
    assert isinstance(found, FoundSeveral) and [hit.number for hit in found.hits] == [card]


def test_an_expired_card_that_is_overridden_gives_a_loan_that_is_not_due_before_it_began(house: House) -> None:
    house.policy({"loan": "21 days", "renewals": 3, "until_expiry": "yes"})
    card, item, desk = house.card(expires_on=date(2026, 3, 1)), house.item(), house.desk()
    lent = desk.do(Checkout(card, item, grants=granted(desk, Reason.EXPIRED)))
    assert isinstance(lent, Lent) and lent.due > NOW
    house.clock.now = NOW + timedelta(days=3)
    assert isinstance(desk.do(Renew(item, grants=granted(desk, Reason.EXPIRED))), Renewed)


def test_days_in_reasons_are_days_of_the_branch(house: House) -> None:
    house.change(Branch, house.code(Branch, "MAIN"), time_zone="America/New_York")
    house.policy({"loan": "21 days"})
    card, item, desk = house.card(), house.item(), house.desk()
    answer = desk.do(Checkout(card, item, due_on=date(2026, 3, 9)))
    assert isinstance(answer, Refused) and answer.blocks[0].fact.day == date(2026, 3, 9)
    house.clock.set(2026, 3, 11, 2, 0)  # still the 10th in New York
    house.hold(house.card(), item)
    answer = desk.do(Checkout(card, item))
    assert isinstance(answer, Refused) and answer.blocks[0].fact.day == date(2026, 3, 10)


def test_the_last_date_of_all_can_be_set_as_a_due_date(house: House) -> None:
    house.change(Branch, house.code(Branch, "MAIN"), time_zone="America/New_York")
    house.policy({"loan": "21 days"})
    assert isinstance(house.lend(house.card(), house.item(), due_on=date.max), Lent)
    house.take_back(house.item(), returned_on=date.max)


@pytest.mark.parametrize("raw", ["12\x0034", "30\udcff12", "\x1d1234\x1d", "'; --", '"AND (', "a" * 5000, "²²²²"])
def test_garbage_from_a_scanner_is_unknown_and_nothing_worse(house: House, raw: str) -> None:
    desk = house.desk()
    for first in BarcodeKind:
        desk.ask(Identify(read_scan(raw), first))
    text = read_scan(raw).text
    desk.do(Checkin(text))
    desk.do(Checkout(text, text))


def test_a_note_with_quotation_marks_comes_back_from_the_calendar_file(house: House) -> None:
    desk = house.desk(login="admin")
    desk.do(LoadCalendar('[[closed]]\nday = 2026-12-24\nnote = "The \\"quiet\\" day \\\\ or so"\n', "x"))
    shown = desk.ask(ShowCalendar())
    desk.do(LoadCalendar(shown, "x"))
    assert desk.ask(ShowCalendar()) == shown


@pytest.mark.parametrize(
    "text",
    [
        '[hours]\nmonday = ["0900-1730"]',
        '[hours]\nmonday = ["09:75-17:30"]',
        "[hours]\nmonday = [9]",
        "[hours]\nmonday = 9",
        '[hours]\nmonday = ["09:00-12:00", "11:00-17:00"]',
        '[hours]\nMAIN = "closed"',
        "hours = 3",
        "closed = 3",
        "closed = [3]",
        "[[closed]]\nfirst = 2026-01-01T00:00:00\nlast = 2026-01-02",
        "[[open]]\nday = 2026-01-01\nhours = 9",
    ],
)
def test_a_calendar_file_with_a_mistake_is_refused_in_words(house: House, text: str) -> None:
    with pytest.raises(FileUnreadable):
        house.desk(login="admin").do(LoadCalendar(text, "calendar.toml"))


def test_more_copies_than_the_head_of_the_queue_may_be_suspended(house: House) -> None:
    item = house.item()
    for _ in range(30):
        house.hold(house.card(), item, suspended_until=date(2027, 1, 1))
    hold = house.hold(house.card(), item)
    answer = house.take_back(item)
    assert answer.hold is not None and answer.hold.id == hold


def test_a_copy_that_came_back_in_the_same_visit_is_not_on_its_slip(house: House) -> None:
    card, item, desk = house.card(), house.item(), house.desk()
    desk.do(Checkout(card, item, visit="v"))
    desk.do(Checkin(item, visit="v"))
    assert desk.ask(VisitSlip("v")) == ()


def test_a_renewal_by_a_second_scan_is_undone_as_a_renewal(house: House) -> None:
    card, item, desk = house.card(), house.item(), house.desk()
    desk.do(Checkout(card, item))
    house.clock.now = NOW + timedelta(days=3)
    assert isinstance(desk.do(Checkout(card, item)), Renewed)
    answer = desk.do(Undo())
    assert isinstance(answer, Undone) and answer.what == "renew"
    assert house.count(Loan, returned_at=None) == 1


def test_an_undone_act_is_not_undone_twice_by_two_desks(house: House) -> None:
    card, item = house.card(), house.item()
    house.desk().do(Checkout(card, item), key="out")
    if house.database.sqlite:
        pytest.skip("SQLite has one writer")
    from threading import Thread

    answers: list[object] = []
    desks = [house.desk() for _ in range(2)]
    threads = [Thread(target=lambda desk=desk: answers.append(desk.do(Undo("out")))) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "Undone"]
    assert sum(entry.quantity for entry in house.journal()) == 0


def test_a_loan_whose_reader_is_no_longer_known_comes_back_and_charges_nobody(house: House) -> None:
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.change(Loan, house.loan(item).id, patron_id=None)
    house.clock.now = NOW + timedelta(days=40)
    assert isinstance(house.desk().do(Renew(item)), Refused)
    answer = house.take_back(item)
    assert isinstance(answer, Returned) and house.count(Charge) == 0


def test_renewal_not_before_some_hours_is_kept(house: House) -> None:
    house.policy({"loan": "6 hours", "after_hours": "keep", "renewals": 3, "renew_not_before": "1 hour"})
    card, item, desk = house.card(), house.item(), house.desk()
    desk.do(Checkout(card, item))
    house.clock.now = NOW + timedelta(hours=2)
    answer = desk.do(Renew(item))
    assert isinstance(answer, Refused) and answer.reasons == (Reason.TOO_SOON,)
    house.clock.now = NOW + timedelta(hours=5, minutes=1)
    assert isinstance(desk.do(Renew(item)), Renewed)


def test_sums_are_kept_with_as_many_decimals_as_they_are_shown_with() -> None:
    from babel.numbers import get_currency_precision, list_currencies

    from desk.rules.money import exponent

    assert {code for code in list_currencies() if exponent(code) != get_currency_precision(code)} == set()


@pytest.mark.parametrize(("currency", "limit"), [("JPY", 1000), ("EUR", 1000), ("KWD", 10000)])
def test_a_library_is_made_in_any_currency(tmp_path: Path, currency: str, limit: int) -> None:
    database = make_library(str(tmp_path / "new.db"), NewLibrary(currency=currency))
    assert House(database).desk(login="admin").rulebook().rules(1, 1, 1).debt_limit.value == limit
    database.close()


@pytest.mark.parametrize(
    "new",
    [
        NewLibrary(staff=(NewStaff("a", "A", "administrator", pin="12"),)),
        NewLibrary(staff=(NewStaff("a", "A", "boss"),)),
        NewLibrary(staff=(NewStaff("a", "A", "clerk"), NewStaff("a", "B", "clerk"))),
        NewLibrary(branches=()),
        NewLibrary(branches=(NewBranch("M", "One"), NewBranch("M", "Two"))),
    ],
)
def test_what_cannot_be_right_leaves_nothing_behind(tmp_path: Path, new: NewLibrary) -> None:
    where = tmp_path / "new.db"
    with pytest.raises(WrongUse):
        make_library(str(where), new)
    assert not where.exists()


@pytest.mark.parametrize("text", ["9999999 days", "99999 months", "9999999999999 minutes", "² days"])
def test_a_length_of_time_that_no_date_can_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"length of time|hundred years"):
        parse_period(text)


def test_a_loan_on_a_closed_day_until_the_card_ends_is_not_due_before_it_began() -> None:
    sundays_closed = Calendar(UTC, tuple(((540, 1080),) if day < 6 else () for day in range(7)))
    sunday = datetime(2026, 3, 15, 10, tzinfo=UTC)
    due = due_date(sunday, DueRule(parse_period("7 days"), latest=sunday.date()), sundays_closed)
    assert due.at.date() == sunday.date()


def test_a_kept_copy_that_goes_to_mending_puts_its_hold_back_into_the_queue(house: House) -> None:
    item = house.item()
    house.hold(house.card(), item)
    house.take_back(item)
    house.change(Item, house.one(Item, barcode=item).id, status=ItemStatus.MENDING)
    before = house.snapshot()
    house.clock.now = NOW + timedelta(hours=1)
    desk = house.desk()
    answer = desk.do(Checkin(item))
    assert isinstance(answer, Returned) and answer.to is Destination.MENDING
    assert house.one(Hold).status is HoldStatus.QUEUED
    desk.do(Undo())
    assert house.snapshot() == before


def test_a_title_that_is_a_number_is_found_by_it(house: House) -> None:
    item = house.item(title=house.title("1984"), barcode="X1")
    found = house.desk().ask(Identify(read_scan("1984"), BarcodeKind.ITEM))
    assert isinstance(found, FoundSeveral) and [hit.number for hit in found.hits] == [item]


def test_a_terminal_that_gets_no_text_says_not_on_file(tmp_path: Path) -> None:
    where = str(tmp_path / "new.db")
    make_library(where, NewLibrary()).close()
    with pytest.raises(SystemExit) as ended:
        run(["--database", where, "checkin", "\udcff"])
    assert ended.value.code == 1


def test_a_copy_on_its_way_is_sent_another_way(house: House) -> None:
    house.put(Branch(code="EAST", name="East", time_zone="UTC"))
    item = house.item(branch="NORTH")
    assert house.take_back(item).to is Destination.TRANSIT_HOME
    house.clock.now = NOW + timedelta(hours=1)
    house.hold(house.card(), item, pickup="EAST")
    answer = house.take_back(item)
    assert (answer.to, answer.branch) == (Destination.TRANSIT_HOLD, "East")
    assert house.count(Transit, arrived_at=None) == 1
    assert isinstance(house.desk().do(Undo()), Undone)
    assert house.one(Transit).to_branch_id == house.code(Branch, "NORTH")


def test_a_return_is_never_before_the_loan_even_where_a_clock_went_back(house: House) -> None:
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.now = NOW - timedelta(days=1)
    house.take_back(item)
    assert house.one(Loan).returned_at == NOW


def test_the_readers_ready_hold_on_another_copy_is_filled_though_nobody_else_waits(house: House) -> None:
    card, kept = house.card(), house.item()
    other = house.item(title=house.one(Item, barcode=kept).title_id)
    hold = house.hold(card, kept)
    house.take_back(kept)
    answer = house.lend(card, other)
    assert isinstance(answer, Lent) and answer.hold_filled
    assert house.one(Hold, id=hold).status is HoldStatus.FILLED


def test_a_restricted_copy_frees_nobody_who_waits(house: House) -> None:
    card, item = house.card(), house.item()
    house.item(title=house.one(Item, barcode=item).title_id, restricted=True)
    house.lend(card, item)
    house.hold(house.card(), item)
    house.clock.now = NOW + timedelta(days=2)
    assert house.desk().do(Renew(item)).reasons == (Reason.RENEW_HELD,)  # type: ignore[union-attr]


def test_a_renewal_sees_that_the_only_card_is_lost(house: House) -> None:
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.change(Card, house.one(Card, number=card).id, status=CardStatus.LOST)
    house.clock.now = NOW + timedelta(days=2)
    assert house.desk().do(Renew(item)).reasons == (Reason.CARD_LOST,)  # type: ignore[union-attr]


def test_a_limit_for_any_kind_is_each_kinds_own_and_not_the_familys(house: House) -> None:
    house.policy({"loan": "7 days", "loans_of_type": 1})
    card = house.card()
    assert isinstance(house.lend(card, house.item(kind="large-print")), Lent)
    assert isinstance(house.lend(card, house.item(kind="picture-book")), Lent)
    assert house.lend(card, house.item(kind="picture-book")).reasons == (Reason.TOO_MANY_OF_TYPE,)


def test_a_lost_copy_that_comes_back_tells_of_the_charge_for_it(house: House) -> None:
    card, item = house.card(), house.item(status=ItemStatus.LOST)
    number = house.charge(card, 2499)
    house.change(Charge, number, item_id=house.one(Item, barcode=item).id, kind="lost")
    answer = house.take_back(item)
    assert isinstance(answer, Returned)
    assert [(alert.kind, alert.amount) for alert in answer.alerts] == [
        (AlertKind.FOUND, 0),
        (AlertKind.LOST_BILL, 2499),
    ]
