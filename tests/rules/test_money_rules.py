"""Sums that are divided, rounded and counted: to the cent, with the cases of other people's tests."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.coins import CURRENCIES, money_of
from desk.rules.losses import within
from desk.rules.money import exponent
from desk.rules.periods import parse_period
from desk.rules.settling import divided, in_coins
from desk.rules.vocabulary import Spread

SUMS = st.lists(st.integers(0, 100_000), max_size=12)


@pytest.mark.parametrize(
    ("amount", "owed", "parts"),
    [
        (20000, (10000, 100, 15000), (9950, 100, 9950)),
        (5000, (1500, 1500, 1500, 1500, 750), (1062, 1062, 1063, 1063, 750)),
        (5000, (10000, 10000, 10000), (1666, 1667, 1667)),
        (1501, (500, 600, 700, 800), (375, 375, 375, 376)),
        (2456, (123, 234, 345, 456, 567, 678, 789), (123, 234, 345, 438, 438, 439, 439)),
    ],
)
def test_m14_to_m17_a_sum_is_spread_to_the_exact_cent(
    amount: int, owed: tuple[int, ...], parts: tuple[int, ...]
) -> None:
    assert divided(amount, owed, Spread.EVEN) == parts


@given(SUMS, st.integers(0, 1_000_000), st.sampled_from(Spread))
def test_no_cent_is_lost_or_made_and_nothing_is_paid_twice(owed: list[int], amount: int, spread: Spread) -> None:
    parts = divided(amount, owed, spread)
    assert sum(parts) == min(amount, sum(owed))
    assert all(0 <= part <= each for part, each in zip(parts, owed, strict=True))


def test_the_oldest_come_first() -> None:
    assert divided(40, (10, 20, 30), Spread.OLDEST) == (10, 20, 10)
    assert divided(4, (0, -5, 9), Spread.OLDEST) == (0, 0, 4)


@pytest.mark.parametrize(
    ("amount", "step", "paid"),
    [(102, 5, 100), (103, 5, 105), (1250, 100, 1300), (1249, 100, 1200), (7, 0, 7), (7, 1, 7), (0, 5, 0)],
)
def test_cash_is_rounded_to_what_coins_there_are(amount: int, step: int, paid: int) -> None:
    assert in_coins(amount, step) == paid


@given(st.integers(0, 1_000_000), st.sampled_from([1, 5, 10, 50, 100]))
def test_a_rounded_sum_is_never_off_by_more_than_half_a_coin(amount: int, step: int) -> None:
    assert in_coins(amount, step) % step == 0
    assert abs(in_coins(amount, step) - amount) * 2 <= step


@pytest.mark.parametrize("currency", [*CURRENCIES, "XYZ"])
def test_a_drawer_is_counted_largest_first_and_each_worth_once(currency: str) -> None:
    counted = money_of(currency).all
    assert list(counted) == sorted(set(counted), reverse=True)
    assert exponent(currency) in (0, 2)


@pytest.mark.parametrize(("days", "inside"), [(6, True), (7, False), (8, False)])
def test_within_seven_days_ends_on_the_seventh(days: int, inside: bool) -> None:
    start = datetime(2026, 3, 10, 12, tzinfo=UTC)
    assert within(start, start + timedelta(days=days), parse_period("7 days")) is inside
    assert within(start, start + timedelta(minutes=59), parse_period("1 hour"))
    assert within(None, start, parse_period("1 hour"))
