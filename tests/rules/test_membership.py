"""How long a card is good, and when a child is one no longer (black-box cases P2, P3, P6)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.age import age_on
from desk.rules.choices import MembershipFrom
from desk.rules.membership import (
    MembershipRule,
    expires_soon,
    first_expiry,
    grown_up,
    needs_guarantor,
    renewed_expiry,
)
from desk.rules.periods import Period, Unit, add_months
from tests.rows import row

YEAR = Period(12, Unit.MONTH)
DAYS = st.dates(date(2000, 1, 1), date(2080, 1, 1))


@row("patrons", 12)
@pytest.mark.parametrize(("ahead", "warned"), [(11, False), (10, True), (0, True), (-1, False)])
def test_p2_the_warning_comes_so_many_days_before(ahead: int, warned: bool) -> None:
    today = date(2026, 3, 10)
    assert expires_soon(today, today + timedelta(days=ahead), 10) is warned
    assert not expires_soon(today, None, 10)


@row("patrons", 14)
@pytest.mark.parametrize("today", [date(2016, 3, 31), date(2016, 11, 30), date(2019, 1, 31), date(2026, 3, 10)])
def test_p3_a_card_is_renewed_from_its_expiry_or_from_today(today: date) -> None:
    past, ahead = add_months(today, -1), add_months(today, 1)

    def renewed(expires: date, start: MembershipFrom) -> date | None:
        return renewed_expiry(today, expires, MembershipRule(YEAR, None, start))

    assert renewed(past, MembershipFrom.EXPIRY) == add_months(past, 12)
    assert renewed(past, MembershipFrom.TODAY) == renewed(past, MembershipFrom.LATER) == add_months(today, 12)
    assert renewed(ahead, MembershipFrom.LATER) == renewed(ahead, MembershipFrom.EXPIRY) == add_months(ahead, 12)


@row("patrons", 13)
def test_a_months_end_never_spills_over() -> None:
    assert first_expiry(date(2026, 1, 31), MembershipRule(Period(1, Unit.MONTH))) == date(2026, 2, 28)
    assert first_expiry(date(2028, 2, 29), MembershipRule(Period(1, Unit.YEAR))) == date(2029, 2, 28)


@row("patrons", 13, 15)
def test_a_fixed_day_counts_while_it_is_to_come() -> None:
    rule = MembershipRule(YEAR, date(2026, 6, 30))
    assert first_expiry(date(2026, 3, 10), rule) == date(2026, 6, 30)
    assert first_expiry(date(2026, 7, 1), rule) == date(2027, 7, 1)
    assert first_expiry(date(2026, 7, 1), MembershipRule(None, date(2026, 6, 30))) is None
    assert renewed_expiry(date(2026, 3, 10), date(2026, 12, 31), rule) == date(2026, 12, 31)
    assert renewed_expiry(date(2026, 3, 10), None, MembershipRule()) is None


@given(DAYS, DAYS, st.sampled_from(MembershipFrom), st.integers(1, 48))
def test_a_renewal_never_makes_a_card_shorter(today: date, expires: date, start: MembershipFrom, months: int) -> None:
    reached = renewed_expiry(today, expires, MembershipRule(Period(months, Unit.MONTH), None, start))
    assert reached is not None and reached >= expires


@row("patrons", 3)
def test_p6_ages() -> None:
    today = date(2026, 3, 10)
    assert age_on(date(2008, 3, 11), today) == 17 and age_on(date(2008, 3, 10), today) == 18
    assert age_on(date(2013, 9, 9), today) == 12
    assert needs_guarantor(date(2008, 3, 11), today, 18) and not needs_guarantor(date(2008, 3, 10), today, 18)
    assert not needs_guarantor(None, today, 18) and not needs_guarantor(date(2020, 1, 1), today, None)


@row("patrons", 26)
def test_p7_a_child_grows_up_on_its_birthday() -> None:
    today = date(2026, 3, 10)
    assert grown_up(date(2008, 3, 10), today, 18) and not grown_up(date(2008, 3, 11), today, 18)
    assert not grown_up(None, today, 18) and not grown_up(date(1950, 1, 1), today, None)
