"""Cases at the edges of several rules at once, each found by looking for what nobody had asked yet."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desk.chores.nightly import nightly
from desk.errors import FileUnreadable
from desk.models import Charge, Hold, Item, ItemType, Library, NightlyRun, Patron, Restriction, Transit
from desk.rules.vocabulary import ChargeKind, ClaimFound, HoldStatus, ItemStatus, Permission, Reason, TransitReason
from desk.services.administration.calendar import WEEKDAYS, LoadCalendar, PreviewCalendar
from desk.services.administration.policy import LoadPolicy
from desk.services.answers import Grant, Refused
from desk.services.circulation.answers import Backdated, Lent, Marked, Recalled, Returned
from desk.services.circulation.backdate import Backdate
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.marks import ClaimReturned, MarkItem, Recall
from desk.services.circulation.renew import Renew
from desk.services.circulation.undo import Undo
from desk.services.circulation.why import Explained, WhyLoan
from desk.services.work import finish
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


def test_who_has_a_guarantor_may_answer_for_others(house: House) -> None:
    house.policy(PLAIN | {"guarantees_debt_limit": "5.00"})
    eldest = house.card()
    mother = house.card(guarantor_id=house.patron(eldest))
    child = house.card(guarantor_id=house.patron(mother))
    house.charge(child, 501)
    answer = house.lend(mother, house.item())
    assert isinstance(answer, Refused)
    assert answer.reasons == (Reason.GUARANTEES_OWE,)
    assert answer.blocks[0].fact.amount == 501
    assert isinstance(house.lend(eldest, house.item()), Lent)


def test_nobody_answers_for_themselves(house: House) -> None:
    house.policy(PLAIN | {"guarantees_debt_limit": "5.00"})
    card = house.card()
    house.change(Patron, house.patron(card), guarantor_id=house.patron(card))
    house.charge(card, 600)
    assert isinstance(house.lend(card, house.item()), Lent)


def test_the_limit_of_a_family_of_kinds_is_that_of_the_branch_whose_rules_hold(house: House) -> None:
    parent = house.put(ItemType(code="media", name="Media", icon="disc-3"))
    house.change(ItemType, house.code(ItemType, "dvd"), parent_id=parent)
    house.policy(PLAIN, {"branch": "NORTH", "type": "media", "loans_of_type": 1})
    house.change(Library, 1, loan_rules_of="home", rules_version=99)
    card = house.card()
    assert isinstance(house.lend(card, house.item(kind="dvd", branch="NORTH", holding="MAIN")), Lent)
    answer = house.lend(card, house.item(kind="dvd", branch="NORTH", holding="MAIN"))
    assert isinstance(answer, Refused)
    assert answer.reasons == (Reason.TOO_MANY_OF_TYPE,)
    assert isinstance(house.lend(card, house.item(kind="dvd")), Lent)


def test_days_added_to_a_suspension_stay_added_when_the_return_is_backdated(house: House) -> None:
    house.policy(PLAIN | {"suspension_days": 1, "suspension_cumulative": "yes"})
    card, one, other = house.card(), house.item(), house.item()
    house.lend(card, one)
    house.lend(card, other)
    house.clock.now += timedelta(days=31)  # ten days late
    desk = house.desk()
    desk.do(Checkin(one))
    desk.do(Checkin(other), "other")
    ends = {row.until for row in _restrictions(house)}
    today = house.clock.now.date()
    assert ends == {today + timedelta(days=10), today + timedelta(days=20)}
    desk.do(Backdate("other", today - timedelta(days=4)))
    assert {row.until for row in _restrictions(house)} == {today + timedelta(days=10), today + timedelta(days=16)}
    desk.do(Undo())
    assert {row.until for row in _restrictions(house)} == ends


def _restrictions(house: House) -> list[Restriction]:
    found = [house.one(Restriction, id=number) for number in range(1, house.count(Restriction) + 1)]
    return [each for each in found if each.lifted_at is None]


def test_a_claim_that_was_wrong_does_not_shorten_the_fine_when_the_return_is_backdated(house: House) -> None:
    house.policy(PLAIN | {"fine": "1.00"})
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.now += timedelta(days=23)
    desk = house.desk()
    desk.do(ClaimReturned(item))
    house.clock.now += timedelta(days=10)
    back = desk.do(Checkin(item, claim=ClaimFound.PATRON), "back")
    assert isinstance(back, Returned)
    assert back.fine == 1200
    earlier = desk.do(Backdate("back", house.clock.now.date() - timedelta(days=2)))
    assert isinstance(earlier, Backdated)
    assert (earlier.was_fine, earlier.fine) == (1200, 1000)


def test_a_second_scan_leaves_a_copy_that_is_being_reshelved_as_it_is(house: House) -> None:
    house.policy(PLAIN | {"reshelving": "1 day"})
    card, item = house.card(), house.item()
    house.lend(card, item)
    for _scan in range(3):
        house.clock.now += timedelta(minutes=1)
        house.take_back(item)
        assert house.one(Item, barcode=item).status is ItemStatus.RESHELVING


def test_a_copy_marked_damaged_on_its_way_to_a_reader_is_on_its_way_no_more(house: House) -> None:
    house.policy(PLAIN)
    item = house.item()
    hold = house.hold(house.card(), item, pickup="NORTH")
    house.take_back(item)
    before = house.snapshot()
    desk = house.desk()
    assert isinstance(desk.do(MarkItem(item, ItemStatus.DAMAGED)), Marked)
    assert house.one(Hold, id=hold).status is HoldStatus.QUEUED
    assert house.count(Transit, arrived_at=None) == 0
    desk.do(Undo())
    assert house.snapshot() == before
    assert house.one(Transit, arrived_at=None).reason is TransitReason.HOLD


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('[[rule]]\nbranch = ["MAIN"]\nloan = "1 day"', "rule 1: there is no branch"),
        ('[[rule]]\nbranch = 3\nloan = "1 day"', "rule 1: there is no branch 3"),
        ('loan_rules_of = ["desk"]\n[[rule]]\nloan = "1 day"', "loan_rules_of is one of"),
        ('retrun_rules_of = "home"\n[[rule]]\nloan = "1 day"', "'retrun_rules_of'"),
        ('[[rule]]\nloan = "1 day"\n[[rle]]\nloan = "2 days"', "'rle'"),
        ('[[rule]]\nfloats = "MAIN NROTH"', "there is no branch 'NROTH'"),
        ('[[rule]]\nfloats = "Yes"', "there is no branch 'Yes'"),
        ('[[rule]]\nlocation_limits = "nowhere: 2"', "there is no shelving location 'nowhere'"),
        ("[[rule]]\nshelf_days = 99999999", "more than a hundred years"),
        ("[[rule]]\nsuspension_days = 99999999", "more than a hundred years"),
        ('[[rule]]\nfine = "99999999999.99"', "is too much"),
    ],
)
def test_a_slip_in_a_file_of_rules_is_named(house: House, text: str, word: str) -> None:
    before = house.journal()
    with pytest.raises(FileUnreadable) as caught:
        house.desk(login="admin").do(LoadPolicy(text, "rules.toml"))
    assert word in str(caught.value)
    assert house.journal() == before


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[[close]]\nday = 2026-04-01", "'close'"),
        ('[[rule]]\nloan = "1 day"', "'rule'"),
        ('[[closed]]\nday = 2026-04-01\nevry = "1 year"', "'evry'"),
        ('[[closed]]\nday = 2026-04-01\nyearly = "no"', "'yearly' is true or false"),
        ('[[closed]]\nday = 2026-04-01\nevery = "1 month"\nby_weekday = "no"', "'by_weekday' is true or false"),
        ('[[closed]]\nday = 2026-04-01\nevery = "1 week"\nuntil = 2026-01-01', "before its first day"),
    ],
)
def test_a_slip_in_a_file_of_opening_days_is_named(house: House, text: str, word: str) -> None:
    with pytest.raises(FileUnreadable) as caught:
        house.desk(login="admin").do(LoadCalendar(text, "days.toml"))
    assert word in str(caught.value)


def test_a_night_that_was_broken_off_is_done_although_a_later_one_was(house: House) -> None:
    house.put(NightlyRun(night=date(2026, 3, 29), started_at=datetime(2026, 3, 30, 7, tzinfo=UTC), report=""))
    house.clock.set(2026, 3, 31, 8)
    desk = house.desk()
    finish(nightly(desk, (date(2026, 3, 30),)))
    assert [each.night for each in finish(nightly(desk))] == [date(2026, 3, 29)]
    assert finish(nightly(desk)) == ()


def test_two_desks_at_once_do_a_night_once(house: House) -> None:
    house.policy(PLAIN | {"auto_renew": "yes"})
    item = house.item()
    house.lend(house.card(), item)
    house.clock.set(2026, 3, 31, 8)
    desks = (house.desk(), house.desk("NORTH"))
    with ThreadPoolExecutor(2) as pool:
        done = [report for reports in pool.map(lambda desk: finish(nightly(desk)), desks) for report in reports]
    assert [(each.night, each.renewed) for each in done] == [(date(2026, 3, 30), (item,))]
    assert house.loan(item).renewals == 1


@pytest.mark.parametrize(("lent_at", "asked_at"), [("MAIN", "NORTH"), ("NORTH", "MAIN")])
def test_why_is_told_by_the_opening_days_of_the_branch_that_lent_it(house: House, lent_at: str, asked_at: str) -> None:
    house.policy(PLAIN, {"branch": "NORTH", "loan": "7 days", "renewal": "14 days"})
    other = 'note = "Fair"\n[[closed]]\nday = 2026-03-17\nbranch = "NORTH"\n'
    house.desk(login="admin").do(LoadCalendar(f'[[closed]]\nday = 2026-03-31\nbranch = "MAIN"\n{other}'))
    item, desk = house.item(), house.desk(lent_at)
    desk.do(Checkout(house.card(), item))
    for days in (0, 5):
        house.clock.now += timedelta(days=days)
        if days:
            desk.do(Renew(item))
        told = house.desk(asked_at).ask(WhyLoan(item))
        assert isinstance(told, Explained)
        assert told.due is not None
        assert told.due.agrees, told.due
        assert told.due.steps[-1].at == house.loan(item).due_at


def test_why_names_the_row_of_the_loan_although_a_renewal_is_as_long(house: House) -> None:
    house.policy({"loan": "21 days"}, {"branch": "MAIN", "renewal": "21 days", "renewals": 1})
    item = house.item()
    house.lend(house.card(), item)
    told = house.desk().ask(WhyLoan(item))
    assert isinstance(told, Explained)
    assert told.due is not None
    assert told.due.rule.branch == "*"


def test_no_loan_is_made_by_the_old_days_while_new_ones_come_into_force(house: House) -> None:
    house.policy(PLAIN)
    admin, desks = house.desk(login="admin"), (house.desk(), house.desk("NORTH"))
    pairs = [(house.card(), house.item()) for _ in range(24)]

    def lend(number: int) -> None:
        for card, item in pairs[number::2]:
            assert isinstance(desks[number].do(Checkout(card, item)), Lent)

    with ThreadPoolExecutor(2) as pool:
        lending = [pool.submit(lend, number) for number in range(2)]
        for closed in ("2026-05-05", "2026-03-31", "2026-05-05", "2026-03-31"):
            admin.do(LoadCalendar(f"[[closed]]\nday = {closed}\n"))
        for each in lending:
            each.result()
    assert {house.loan(item).due_at.date() for _card, item in pairs} == {date(2026, 4, 1)}


def test_a_loan_due_at_its_hour_moves_where_the_day_closes_earlier(house: House) -> None:
    """The day stays open, but not at that hour: by the same rule a new loan would not be due then either."""
    house.policy(PLAIN | {"due_time": "same_time"})
    week = "\n".join(f'{day} = ["09:00-18:00"]' for day in WEEKDAYS)
    admin, item, morning = house.desk(login="admin"), house.item(), house.item()
    admin.do(LoadCalendar(f"[hours]\n{week}\n"))
    house.lend(house.card(), item)
    house.clock.now -= timedelta(hours=2)
    house.lend(house.card(), morning)
    text = f'[hours]\n{week}\n[[closed]]\nday = 2026-03-31\nhours = "11:00-18:00"\n'
    assert admin.ask(PreviewCalendar(text)).moved == 1
    admin.do(LoadCalendar(text), "early")
    assert house.loan(item).due_at == datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
    assert house.loan(morning).due_at == datetime(2026, 3, 31, 10, 0, tzinfo=UTC)
    admin.do(Undo("early"))
    assert house.loan(item).due_at == datetime(2026, 3, 31, 12, 0, tzinfo=UTC)


def test_what_is_in_use_here_counts_apart_from_the_loans_of_this_branch(house: House) -> None:
    house.policy(PLAIN | {"loans_here": 1})
    card = house.card()
    assert isinstance(house.lend(card, house.item(), on_site=True), Lent)
    assert isinstance(house.lend(card, house.item()), Lent)
    answer = house.lend(card, house.item())
    assert isinstance(answer, Refused)
    assert [(each.reason, each.fact.amount) for each in answer.blocks] == [(Reason.TOO_MANY_HERE, 1)]
    house.policy(PLAIN | {"loans_here": 1, "on_site_apart": "no"})
    reader = house.card()
    assert isinstance(house.lend(reader, house.item(), on_site=True), Lent)
    assert house.lend(reader, house.item()).reasons == (Reason.TOO_MANY_HERE,)


def test_a_hold_that_has_run_out_is_no_demand(house: House) -> None:
    house.policy(PLAIN | {"high_demand_holds": 1, "high_demand_loan": "3 days"})
    item = house.item(title=(title := house.title()))
    waiting = house.item(title=title)
    house.hold(house.card(), item, expires_on=house.clock.now.date() - timedelta(days=1))
    lent = house.lend(house.card(), item)
    assert isinstance(lent, Lent)
    house.hold(house.card(), waiting, item_id=house.one(Item, barcode=item).id)
    assert house.lend(house.card(), waiting).reasons == (Reason.HIGH_DEMAND,)


def test_a_recall_goes_by_the_rules_of_the_loan_wherever_it_is_asked(house: House) -> None:
    house.policy(PLAIN, {"branch": "MAIN", "recall_interval": "5 days"})
    item = house.item()
    house.lend(house.card(), item)
    recalled = house.desk("NORTH").do(Recall(item))
    assert isinstance(recalled, Recalled)
    assert recalled.due == datetime(2026, 3, 15, 23, 59, tzinfo=UTC)


def test_a_return_is_undone_although_its_suspension_was_lifted(house: House) -> None:
    house.policy(PLAIN | {"suspension_days": 1})
    item, desk = house.item(), house.desk()
    house.lend(house.card(), item)
    house.clock.now += timedelta(days=31)
    desk.do(Checkin(item))
    house.change(Restriction, 1, lifted_at=house.clock.now)
    desk.do(Undo())
    assert house.loan(item).returned_at is None
