"""Why, and what if: what is explained is what was reckoned, and asking changes nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.models import Item
from desk.rules.overdue import recompute
from desk.rules.policy import RowPlace
from desk.rules.vocabulary import ClaimFound, Reason, RenewalSource
from desk.services.answers import Grant, Refused
from desk.services.circulation.answers import Lent, Renewed
from desk.services.circulation.backdate import Backdate
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.marks import ClaimReturned, Recall
from desk.services.circulation.owing import Owed, WhyOwes
from desk.services.circulation.renew import Renew
from desk.services.circulation.why import Explained, WhatIf, WhyAct, WhyLoan
from desk.wording.context import place_of
from desk.wording.why import explanation, names_of, refusal, supposition
from tests.makers import NOW, House

WEEK = [{"branch_id": 1, "weekday": day, "opens": 600, "closes": 1080} for day in range(6)]
CHRISTMAS = {
    "branch_id": None,
    "kind": "closed",
    "first": date(2026, 3, 31),
    "last": date(2026, 4, 1),
    "every": "",
    "until": None,
    "by_weekday": False,
    "opens": None,
    "closes": None,
    "note": "Stocktaking",
}

SHORTENED = (Reason.HIGH_DEMAND, Reason.QUEUED)


def words(house: House, said: Explained) -> str:
    """Everything that is told, in one string."""
    desk = house.desk()
    told = explanation(said, place_of(desk), names_of(desk.rulebook()))
    return "\n".join(line for part in told.parts for line in (part.heading, *part.lines))


def test_a_due_date_names_its_row_and_the_closed_days_with_their_notes(house: House) -> None:
    house.calendar(WEEK, [CHRISTMAS])
    house.policy({"loan": "28 days"}, {"type": "dvd", "loan": "21 days"})
    card, item = house.card(), house.item(kind="dvd")
    desk = house.desk()
    desk.do(Checkout(card, item), "lent")
    for question in (WhyLoan(item), WhyAct("lent")):
        said = desk.ask(question)
        assert isinstance(said, Explained)
        assert said.due is not None
        assert said.due.rule == RowPlace(item_type="dvd")
        assert said.due.agrees
        assert said.due.closed == ((date(2026, 3, 31), "Stocktaking"), (date(2026, 4, 1), "Stocktaking"))
        told = words(house, said)
        assert "21 days, from the rule for DVD." in told
        assert "Stocktaking" in told


def test_a_fine_is_told_with_its_arithmetic(house: House) -> None:
    house.calendar(WEEK, [CHRISTMAS])
    house.policy({"loan": "14 days", "fine": "0.10", "grace": "1 day", "fine_cap": "1.00"})
    card, item = house.card(), house.item()
    desk = house.desk()
    desk.do(Checkout(card, item))
    house.clock.now = NOW + timedelta(days=24)
    growing = desk.ask(WhyLoan(item))
    assert isinstance(growing, Explained)
    assert growing.fine is not None
    assert growing.fine.growing
    assert growing.fine.fine.amount == recompute(growing.fine.fine) == 70
    told = words(house, growing)
    assert "7 × $0.10 = $0.70" in told
    back = desk.do(Checkin(item), "back")
    said = desk.ask(WhyAct("back"))
    assert isinstance(said, Explained)
    assert said.fine is not None
    assert said.fine.fine == back.reckoned
    assert back.fine == 70


def test_a_date_by_hand_on_site_or_after_a_recall_says_so(house: House) -> None:
    house.policy({"loan": "21 days", "recall_minimum": "10 days"})
    desk, card = house.desk(), house.card()
    special, here, called = house.item(), house.item(), house.item()
    desk.do(Checkout(card, special, due_on=date(2026, 5, 1)))
    desk.do(Checkout(card, here, on_site=True))
    desk.do(Checkout(card, called))
    desk.do(Recall(called))
    assert "by hand" in words(house, desk.ask(WhyLoan(special)))
    assert "building" in words(house, desk.ask(WhyLoan(here)))
    assert "called back" in words(house, desk.ask(WhyLoan(called)))
    assert "no date" in words(house, desk.ask(WhyLoan(house.item())))


def test_rules_that_changed_since_are_not_passed_off_as_the_reason(house: House) -> None:
    house.policy({"loan": "21 days"})
    item = house.item()
    house.lend(house.card(), item)
    house.policy({"loan": "7 days"})
    said = house.desk().ask(WhyLoan(item))
    assert isinstance(said, Explained)
    assert said.due is not None
    assert not said.due.agrees
    assert said.due.at == datetime(2026, 3, 31, 23, 59, tzinfo=UTC)
    assert said.due.period == "21 days"
    assert "changed since" in words(house, said)


def test_a_renewal_from_the_due_date_is_explained_from_there(house: House) -> None:
    house.policy({"loan": "21 days", "renewal": "7 days", "renewals": 3, "renew_from": "due"})
    desk, item = house.desk(), house.item()
    house.lend(house.card(), item)
    house.clock.now += timedelta(days=3)
    desk.do(Renew(item))
    said = desk.ask(WhyLoan(item))
    assert isinstance(said, Explained)
    assert said.due is not None
    assert said.due.agrees
    assert said.due.period == "7 days"
    assert said.due.began == datetime(2026, 3, 31, 23, 59, tzinfo=UTC)


def test_a_refusal_names_the_row_that_gave_each_limit(house: House) -> None:
    house.policy({"loan": "21 days", "loans": 1}, {"category": "child", "debt_limit": "1.00"})
    card = house.card(category="child")
    house.lend(card, house.item())
    house.charge(card, 200)
    desk = house.desk()
    answer = desk.do(Checkout(card, house.item()))
    assert isinstance(answer, Refused)
    sources = {each.reason: each.source for each in answer.blocks}
    assert sources[Reason.OWES].row == RowPlace(category="child")
    assert sources[Reason.TOO_MANY].row == RowPlace()
    told = refusal(answer, place_of(desk), names_of(desk.rulebook()))
    assert any("Child" in line for part in told.parts for line in part.lines)


@pytest.mark.parametrize("days", [0, 9])
def test_what_if_is_what_would_be_and_writes_nothing(house: House, days: int) -> None:
    house.policy({"loan": "21 days", "rental": "1.00", "loans": 1})
    card, item, other = house.card(), house.item(), house.item()
    kept = house.hold(house.card(), other)
    before, acts = house.snapshot(), len(house.journal())
    desk = house.desk()
    at = NOW + timedelta(days=days)
    said = desk.do(WhatIf(card, item, at))
    assert isinstance(said.answer, Refused)
    assert said.due is not None
    house.policy({"loan": "21 days", "loans": 1})
    said = desk.do(WhatIf(card, item, at))
    assert isinstance(said.answer, Lent)
    assert said.due is not None
    assert said.answer.due == said.due.at == datetime(2026, 3, 31, 23, 59, tzinfo=UTC) + timedelta(days=days)
    told = supposition(said, place_of(desk), names_of(desk.rulebook()))
    assert "would be lent" in told.title
    over = desk.do(WhatIf(card, other))
    assert isinstance(over.answer, Refused)
    assert house.snapshot() == before
    assert len(house.journal()) == acts
    house.clock.now = at
    really = desk.do(Checkout(card, item))
    assert isinstance(really, Lent)
    assert really.due == said.answer.due
    assert kept


RULES = st.fixed_dictionaries(
    {
        "loan": st.sampled_from(["1 day", "21 days", "2 weeks", "1 month", "18 hours", "90 minutes", "1 year"]),
        "calendar": st.sampled_from(["days", "calendar", "datedue", "dayweek", "previous"]),
        "after_hours": st.sampled_from(["keep", "close", "open"]),
        "due_time": st.sampled_from(["end_of_day", "same_time"]),
        "until_expiry": st.sampled_from(["yes", "no"]),
        "renew_from": st.sampled_from(["today", "due"]),
        "renewals": st.just("9"),
        "fine": st.sampled_from(["0.10", "0.00"]),
        "grace": st.sampled_from(["unlimited", "2 days"]),
        "fine_closed": st.sampled_from(["skip", "count", "skip_intervals"]),
    }
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rules=RULES, minutes=st.integers(0, 60 * 24 * 40), later=st.integers(1, 60 * 24 * 60))
def test_explaining_a_value_and_reckoning_it_agree(
    sqlite_house: House, rules: dict[str, Any], minutes: int, later: int
) -> None:
    house = sqlite_house
    house.calendar(WEEK, [CHRISTMAS])
    house.policy(rules)
    house.clock.now = NOW + timedelta(minutes=minutes)
    desk, item = house.desk(), house.item()
    lent = desk.do(Checkout(house.card(expires_on=date(2026, 12, 31)), item), None)
    assert isinstance(lent, Lent)
    said = desk.ask(WhyLoan(item))
    assert isinstance(said, Explained)
    assert said.due is not None
    assert said.due.agrees
    assert said.due.at == lent.due == said.due.steps[-1].at
    house.clock.now += timedelta(minutes=later)
    growing = desk.ask(WhyLoan(item))
    key = f"back-{item}"
    back = desk.do(Checkin(item), key)
    explained = desk.ask(WhyAct(key))
    assert isinstance(explained, Explained)
    assert isinstance(growing, Explained)
    if back.reckoned is not None:
        assert growing.fine is not None
        assert explained.fine is not None
        assert growing.fine.fine == explained.fine.fine == back.reckoned
        assert recompute(back.reckoned) == back.fine


def test_a_claimed_copy_that_its_reader_brought_and_a_return_that_was_backdated(house: House) -> None:
    house.policy({"loan": "14 days", "fine": "0.10"})
    desk, item = house.desk(), house.item()
    house.lend(house.card(), item)
    house.clock.now = NOW + timedelta(days=16)
    desk.do(ClaimReturned(item))
    house.clock.now = NOW + timedelta(days=24)
    back = desk.do(Checkin(item, claim=ClaimFound.PATRON), "back")
    assert back.fine == 100
    said = desk.ask(WhyAct("back"))
    assert isinstance(said, Explained)
    assert said.fine is not None
    assert said.fine.claimed_on is None
    assert said.fine.fine.amount == 100
    desk.do(Backdate("back", date(2026, 3, 28)), "earlier")
    again = desk.ask(WhyAct("earlier"))
    assert isinstance(again, Explained)
    assert again.fine is not None
    assert again.fine.until.date() == date(2026, 3, 28)


def test_a_return_in_time_says_so_with_what_was_told(house: House) -> None:
    house.policy({"loan": "14 days", "fine": "0.10", "deposit": "5.00"})
    desk, item, shelved = house.desk(), house.item(), house.item()
    house.lend(house.card(), item, grants=(Grant(Reason.DEPOSIT, house.person().id),))
    house.clock.now = NOW + timedelta(days=14)
    desk.do(Checkin(item), "back")
    told = words(house, desk.ask(WhyAct("back")))
    assert "Back in time: no fine" in told
    assert "Was due Tue 24 Mar" in told or "24 Mar" in told
    assert "The deposit is given back." in told
    assert "Not on loan" not in told
    desk.do(Checkin(shelved), "shelf")
    assert "Was not on loan" in words(house, desk.ask(WhyAct("shelf")))


def test_days_after_the_due_day_are_told_with_those_that_do_not_count(house: House) -> None:
    house.calendar(WEEK, [CHRISTMAS])
    house.policy({"loan": "14 days", "fine": "0.10"})
    desk, item = house.desk(), house.item()
    house.lend(house.card(), item)
    house.clock.now = NOW + timedelta(days=24)
    back = desk.do(Checkin(item), "back")
    assert back.days_late == 10
    told = words(house, desk.ask(WhyAct("back")))
    assert "10 days after the due day, 3 of them closed: 7 count." in told
    assert "7 days late" not in told


def test_a_day_late_over_a_closed_day_costs_nothing_and_says_why(house: House) -> None:
    house.calendar(WEEK, [CHRISTMAS])
    house.policy({"loan": "14 days", "fine": "0.10", "calendar": "days"})
    desk, item = house.desk(), house.item()
    house.lend(house.card(), item, due_on=date(2026, 3, 30))
    house.clock.now = datetime(2026, 4, 1, 12, tzinfo=UTC)
    desk.do(Checkin(item), "back")
    told = words(house, desk.ask(WhyAct("back")))
    assert "Back late: no fine" in told
    assert "2 days after the due day." in told
    assert "closed in between" in told


def test_where_no_fine_is_asked_none_is_multiplied(house: House) -> None:
    house.policy({"loan": "14 days"})
    desk, item = house.desk(), house.item()
    house.lend(house.card(), item)
    house.clock.now = NOW + timedelta(days=20)
    desk.do(Checkin(item), "back")
    told = words(house, desk.ask(WhyAct("back")))
    assert "No fine" in told
    assert "×" not in told


def test_a_debt_is_told_in_its_parts(house: House) -> None:
    house.policy({"loan": "14 days", "fine": "0.10", "debt_limit": "1.00", "family_debt_limit": "1.00"})
    card = house.card()
    child = house.card(guarantor_id=house.patron(card))
    late = house.item()
    house.lend(card, late)
    house.charge(card, 200)
    house.charge(card, 300)
    house.charge(child, 100)
    house.clock.now = NOW + timedelta(days=24)
    desk = house.desk()
    answer = desk.do(Checkout(card, house.item()))
    assert isinstance(answer, Refused)
    owed = desk.ask(WhyOwes(card))
    assert isinstance(owed, Owed)
    assert owed.family == 2
    assert owed.guarantees == 1
    sums = {block.reason: block.fact.amount for block in answer.blocks}
    own = sum(amount for _kind, amount in owed.charges) + sum(each.amount for each in owed.growing)
    assert own == sums[Reason.OWES] == 600
    told = refusal(answer, place_of(desk), names_of(desk.rulebook()), owed)
    lines = [line for part in told.parts for line in part.lines]
    assert any(line.startswith("Late now, ") and "$1.00" in line for line in lines)
    assert "The family is 2 people, this reader counted in." in lines
    assert any("“May borrow while the whole family owes at most”" in line for line in lines)


def test_a_shorter_loan_names_the_row_that_shortens_it(house: House) -> None:
    house.policy({"loan": "21 days", "high_demand_holds": 1}, {"type": "dvd", "high_demand_loan": "3 days"})
    desk, item = house.desk(), house.item(kind="dvd")
    house.hold(house.card(), house.item(kind="dvd", title_id=house.one(Item, barcode=item).title_id))
    lent = house.lend(house.card(), item, grants=tuple(Grant(each, house.person().id) for each in SHORTENED))
    assert isinstance(lent, Lent)
    told = words(house, desk.ask(WhyLoan(item)))
    assert "21 days, from the rule for everybody." in told
    assert "The shorter loan of 3 days is from the rule for DVD." in told


def test_a_suspension_is_told_with_its_units(house: House) -> None:
    house.policy({"loan": "14 days", "suspension_days": 2, "grace": "1 day", "grace_counts": "deducted"})
    desk, item = house.desk(), house.item()
    house.lend(house.card(), item)
    house.clock.now = NOW + timedelta(days=20)
    desk.do(Checkin(item), "back")
    told = words(house, desk.ask(WhyAct("back")))
    assert "2 days without lending for every 1 day late" in told
    assert "The grace of 1 day is taken off." in told
    assert "5 days late count, which makes 10 days." in told
    assert "×" not in told


def test_a_renewal_is_told_and_whether_it_came_by_itself(house: House) -> None:
    house.policy({"loan": "14 days", "renewals": 5, "auto_renew": "yes"})
    desk, item = house.desk(), house.item()
    house.lend(house.card(), item)
    house.clock.now = NOW + timedelta(days=5)
    desk.do(Renew(item))
    assert "Renewed once." in words(house, desk.ask(WhyLoan(item)))
    house.clock.now = NOW + timedelta(days=10)
    done = desk.do(Renew(item, source=RenewalSource.AUTOMATIC, seen=False))
    assert isinstance(done, Renewed)
    assert "Renewed 2 times, now by itself." in words(house, desk.ask(WhyLoan(item)))
