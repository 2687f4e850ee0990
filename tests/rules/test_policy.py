"""The policy resolves each value on its own: branch before category before item type (Koha's order)."""

import itertools

import pytest

from desk.rules.money import decimal_text, minor_units
from desk.rules.periods import parse_period
from desk.rules.policy import Place, Policy, Row, places, read_policy
from desk.rules.values import VALUES, read_value

BRANCH, CATEGORY, KIND = 1, 2, 3


def test_places_go_from_the_nearest_to_the_widest() -> None:
    assert places(BRANCH, CATEGORY, KIND) == (
        Place(1, 2, 3),
        Place(1, 2, None),
        Place(1, None, 3),
        Place(1, None, None),
        Place(None, 2, 3),
        Place(None, 2, None),
        Place(None, None, 3),
        Place(),
    )


@pytest.mark.parametrize("which", list(itertools.combinations(range(8), 2)))
def test_g8_the_nearest_row_that_has_the_value_wins(which: tuple[int, int]) -> None:
    near, wide = (places(BRANCH, CATEGORY, KIND)[number] for number in which)
    policy = read_policy([Row(wide, "loans", "9"), Row(near, "loans", "0"), Row(near, "loan", "1 day")], "USD")
    ruled = policy.value("loans", BRANCH, CATEGORY, KIND)
    assert (ruled.value, ruled.place) == (0, near), "0 is a value, not a missing one"


def test_d32_each_value_is_resolved_on_its_own() -> None:
    rows = [Row(Place(1, 2, 3), "loan", "5 days"), Row(Place(1), "renewals", "4"), Row(Place(), "fine", "0.10")]
    rules = read_policy(rows, "USD").rules(BRANCH, CATEGORY, KIND)
    assert (rules.loan.value, rules.renewals.value, rules.fine.value) == (parse_period("5 days"), 4, 10)
    assert rules.loan.place == Place(1, 2, 3)
    assert rules.fine_cap.value is None and rules.fine_cap.place is None


def test_unlimited_lifts_what_a_wider_row_limits() -> None:
    rows = [Row(Place(), "loans", "5"), Row(Place(category=2), "loans", "unlimited")]
    ruled = read_policy(rows, "USD").value("loans", BRANCH, CATEGORY, KIND)
    assert (ruled.value, ruled.place) == (None, Place(category=2))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fine", "10,00"),  # G7
        ("fine", "-1"),
        ("fine", "0.105"),
        ("loan", "21"),
        ("loan", "three days"),
        ("loan", "3 fortnights"),
        ("loans", "-1"),
        ("loans", "1.5"),
        ("calendar", "sometimes"),
        ("until_expiry", "perhaps"),
        ("colour", "blue"),
        ("loan", "unlimited"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError):
        read_value(name, value, "USD")


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("0.10", "USD", 10), ("5", "USD", 500), ("5.5", "EUR", 550), ("120", "JPY", 120), ("1.234", "KWD", 1234)],
)
def test_money_is_read_by_the_places_of_its_currency(text: str, currency: str, minor: int) -> None:
    assert minor_units(text, currency) == minor
    assert minor_units(decimal_text(minor, currency), currency) == minor


def test_every_value_has_a_default() -> None:
    rules = Policy({}).rules(1, 1, 1)
    assert all(getattr(rules, name).value == default for name, (_reader, default) in VALUES.items())
