"""The night's work: automatic renewal, nights caught up, copies reshelved; docs/renewal.md from 14 on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desk.chores.nightly import nightly
from desk.models import Charge, Item, Loan, NightlyRun
from desk.rules.vocabulary import ChargeKind, ItemStatus, Reason, RenewalSource
from desk.services.answers import Refused
from desk.services.circulation.answers import Renewed
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.marks import ClaimReturned, Recall
from desk.services.circulation.nights import NightReport, PastNights
from desk.services.circulation.renew import Renew
from desk.services.work import finish
from tests.makers import NOW, House
from tests.rows import row

PLAIN: dict[str, Any] = {"loan": "21 days", "renewals": 3}
AUTO = PLAIN | {"auto_renew": "yes"}
DUE = date(2026, 3, 31)


def night(house: House, *days: date, again: bool = False) -> tuple[NightReport, ...]:
    return finish(nightly(house.desk(), days, again=again))


def lent(house: House, **rules: Any) -> tuple[str, str]:
    house.policy(AUTO | rules)
    card, item = house.card(), house.item()
    house.lend(card, item)
    return card, item


@row("renewal", 22)
def test_r14_a_loan_is_renewed_on_the_evening_before_it_is_due(house: House) -> None:
    _card, item = lent(house)
    house.clock.set(2026, 3, 31, 8)
    [report] = night(house)
    assert (report.night, report.renewed, report.refused) == (date(2026, 3, 30), (item,), ())
    loan = house.loan(item)
    assert loan.due_at == datetime(2026, 4, 20, 23, 59, tzinfo=UTC)
    assert (loan.renewals, loan.unseen_renewals) == (1, 1)
    assert house.journal()[-1].kind == "end_night"
    renewal = next(each for each in house.journal() if each.kind == "renew")
    assert renewal.renewal_source == RenewalSource.AUTOMATIC.value
    assert renewal.at == datetime(2026, 3, 30, 23, 59, tzinfo=UTC)


@row("renewal", 23)
def test_r14_a_request_stops_it_and_is_named(house: House) -> None:
    _card, item = lent(house)
    house.hold(house.card(), item)
    house.clock.set(2026, 3, 31, 8)
    [report] = night(house)
    assert report.renewed == ()
    assert [(each.item, each.reasons) for each in report.refused] == [(item, (Reason.RENEW_HELD,))]


@row("renewal", 26)
def test_r14_what_no_rule_renews_is_left_alone(house: House) -> None:
    house.policy(PLAIN)
    house.lend(house.card(), house.item())
    house.clock.set(2026, 3, 31, 8)
    [report] = night(house)
    assert (report.renewed, report.refused) == ((), ())


@row("renewal", 27)
def test_a_night_is_done_once_and_again_changes_nothing(house: House) -> None:
    _card, item = lent(house)
    house.clock.set(2026, 3, 31, 8)
    assert len(night(house)) == 1
    before = house.snapshot()
    assert night(house) == ()
    [again] = night(house, date(2026, 3, 30), again=True)
    assert again.renewed == ()
    assert house.snapshot() == before
    assert house.loan(item).renewals == 1
    assert house.count(NightlyRun) == 1


def test_nights_without_a_computer_are_caught_up_and_nobody_is_late(house: House) -> None:
    _card, item = lent(house, fine="1.00")
    house.clock.set(2026, 3, 20, 8)
    assert len(night(house)) == 1
    house.clock.set(2026, 4, 3, 8)
    reports = night(house)
    assert [each.night for each in reports] == [date(2026, 3, 20) + timedelta(days=n) for n in range(14)]
    assert [each.night for each in reports if each.renewed] == [date(2026, 3, 30)]
    assert house.loan(item).due_at == datetime(2026, 4, 20, 23, 59, tzinfo=UTC)
    assert house.count(Charge) == 0
    assert len(house.desk().ask(PastNights())) == 15


def test_a_night_that_was_broken_off_is_gone_on_with(house: House) -> None:
    _card, item = lent(house)
    house.put(NightlyRun(night=date(2026, 3, 30), started_at=datetime(2026, 3, 31, 7, tzinfo=UTC), report=""))
    house.clock.set(2026, 3, 31, 7, 10)
    assert night(house) == ()
    house.clock.set(2026, 3, 31, 8)
    assert night(house)[0].renewed == (item,)


@row("renewal", 24)
def test_it_stops_so_long_after_lending(house: House) -> None:
    lent(house, auto_renew_for="19 days")
    house.clock.set(2026, 3, 31, 8)
    [report] = night(house)
    assert [each.reasons for each in report.refused] == [(Reason.AUTO_ENDED,)]


@row("renewal", 25)
def test_it_stops_for_a_reader_who_owes(house: House) -> None:
    card, _item = lent(house, auto_renew_debt_limit="5.00")
    house.charge(card, 501)
    house.clock.set(2026, 3, 31, 8)
    [report] = night(house)
    assert [each.reasons for each in report.refused] == [(Reason.AUTO_OWES,)]


def test_the_last_renewal_is_told(house: House) -> None:
    _card, item = lent(house, renewals=1)
    house.clock.set(2026, 3, 31, 8)
    assert night(house)[0].last_time == (item,)
    house.clock.set(2026, 4, 20, 8)
    reports = night(house)
    assert [each.reasons for report in reports for each in report.refused] == [(Reason.TOO_MANY_RENEWALS,)]


def test_copies_are_reshelved(house: House) -> None:
    house.policy(PLAIN | {"returns_to": "cart", "reshelving": "2 hours"})
    item, fresh = house.item(), house.item()
    house.take_back(item)
    house.clock.now += timedelta(hours=20)
    house.take_back(fresh)
    house.clock.now += timedelta(hours=1)
    assert night(house)[0].reshelved == 1
    assert house.one(Item, barcode=item).status is ItemStatus.AVAILABLE
    assert house.one(Item, barcode=fresh).status is ItemStatus.RESHELVING


@row("renewal", 14)
def test_unseen_renewals_have_a_limit_of_their_own(house: House) -> None:
    house.policy(PLAIN | {"renewals_unseen": 1})
    card, item = house.card(), house.item()
    house.lend(card, item)
    desk = house.desk()
    house.clock.now += timedelta(days=1)
    assert isinstance(desk.do(Renew(item, seen=False)), Renewed)
    house.clock.now += timedelta(days=1)
    stopped = desk.do(Renew(item, seen=False))
    assert stopped.reasons == (Reason.TOO_MANY_UNSEEN,)
    assert isinstance(desk.do(Renew(item)), Renewed)
    assert house.loan(item).unseen_renewals == 1


@row("renewal", 15)
@pytest.mark.parametrize(
    ("how", "copies", "stopped"),
    [
        ("free_copy", 1, False),
        ("free_copy", 0, True),
        ("never", 1, True),
        ("always", 0, False),
    ],
)
def test_r5_which_holds_stop_a_renewal(house: House, how: str, copies: int, stopped: bool) -> None:
    house.policy(PLAIN | {"renew_held": how})
    title = house.title()
    item = house.item(title=title)
    for _copy in range(copies):
        house.item(title=title)
    house.lend(house.card(), item)
    house.hold(house.card(), item)
    house.clock.now += timedelta(days=1)
    answer = house.desk().do(Renew(item))
    assert isinstance(answer, Refused) == stopped


@row("renewal", 16)
def test_r13_an_expired_card_may_renew_where_its_branch_says_so(house: House) -> None:
    house.policy(PLAIN, {"branch": "MAIN", "renew_expired": "yes"})
    card, item = house.card(expires_on=date(2026, 3, 20)), house.item()
    house.lend(card, item)
    house.clock.now += timedelta(days=15)
    assert isinstance(house.desk().do(Renew(item)), Renewed)
    assert house.lend(card, house.item()).reasons == (Reason.EXPIRED,)
    house.clock.now += timedelta(days=1)
    assert house.desk("NORTH").do(Renew(item)).reasons[:1] == (Reason.EXPIRED,)


@row("renewal", 17)
def test_too_soon_to_the_minute(house: House) -> None:
    house.policy(PLAIN | {"renew_not_before": "7 days", "renew_not_before_is": "minute", "due_time": "same_time"})
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now = NOW + timedelta(days=14, minutes=-1)
    stopped = house.desk().do(Renew(item))
    assert stopped.blocks[0].fact.at == NOW + timedelta(days=14)
    house.clock.now = NOW + timedelta(days=14)
    assert isinstance(house.desk().do(Renew(item)), Renewed)


@row("renewal", 18, 19, 20)
def test_on_site_recalled_and_claimed_loans_are_not_renewed(house: House) -> None:
    house.policy(PLAIN | {"recall_minimum": "10 days"})
    card, desk = house.card(), house.desk()
    here, called, claimed = house.item(), house.item(), house.item()
    desk.do(Checkout(card, here, on_site=True))
    desk.do(Checkout(card, called))
    desk.do(Checkout(card, claimed))
    desk.do(Recall(called))
    desk.do(ClaimReturned(claimed))
    house.clock.now += timedelta(hours=1)
    for item, reason in ((here, Reason.ON_SITE_LOAN), (called, Reason.RECALLED), (claimed, Reason.CLAIMED)):
        assert reason in desk.do(Renew(item)).reasons


@row("renewal", 21)
def test_m9_a_renewal_costs_rental_from_the_old_due_date_on(house: House) -> None:
    house.policy(PLAIN | {"loan": "7 days", "renewal": "6 days", "rental": "1.00", "rental_every": "1 day"})
    desk, item = house.desk(), house.item()
    asked = desk.do(Checkout(house.card(), item))
    desk.do(asked.overridden(desk.staff.id))
    assert house.one(Charge, kind=ChargeKind.RENTAL).amount == 700
    house.clock.now += timedelta(days=3)
    stopped = desk.do(Renew(item))
    assert [(each.reason, each.fact.amount) for each in stopped.blocks] == [(Reason.RENTAL, 200)]
    renewed = desk.do(stopped.overridden(desk.staff.id))
    assert renewed.charged == 200
    assert house.count(Loan) == 1


def test_again_keeps_what_was_done(house: House) -> None:
    _card, item = lent(house)
    house.clock.set(2026, 3, 31, 8)
    night(house)
    night(house, date(2026, 3, 30), again=True)
    [(_n, _e, report)] = house.desk().ask(PastNights())
    assert report is not None and report.renewed == (item,)


def test_a_broken_off_night_is_not_left_behind(house: House) -> None:
    lent(house)
    house.put(
        NightlyRun(
            night=date(2026, 3, 28),
            started_at=datetime(2026, 3, 29, 7, tzinfo=UTC),
            ended_at=datetime(2026, 3, 29, 7, tzinfo=UTC),
            report="",
        )
    )
    house.put(NightlyRun(night=date(2026, 3, 29), started_at=datetime(2026, 3, 31, 7, 55, tzinfo=UTC), report=""))
    house.clock.set(2026, 3, 31, 8)
    night(house)
    house.clock.set(2026, 3, 31, 9)
    night(house)
    assert all(ended is not None for _n, ended, _r in house.desk().ask(PastNights()))
