"""What is shown in one's own language may be typed in it."""

from collections.abc import Iterator

import pytest

from desk.i18n import set_language
from desk.wording.rule_words import as_said, as_written, value_words


@pytest.fixture(params=["en", "es", "fr"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language that the program has sentences in."""
    yield set_language(request.param)
    set_language("en")


@pytest.mark.parametrize(
    "value", ["1 day", "21 days", "2 weeks", "1 month", "6 months", "4 hours", "45 minutes", "3 years"]
)
def test_a_length_of_time_is_read_as_it_is_shown(language: str, value: str) -> None:
    assert as_written("loan", value_words("loan", value, "EUR")) == value
    assert as_written("loan", value) == value


@pytest.mark.parametrize(("name", "value"), [("loans", "unlimited"), ("location_limits", "none")])
def test_words_for_nothing_and_everything_too(language: str, name: str, value: str) -> None:
    assert as_written(name, value_words(name, value, "EUR").upper()) == value


def test_a_decimal_comma_is_a_point_in_a_sum_and_a_comma_elsewhere(language: str) -> None:
    assert as_written("fine", "0,50") == "0.50"
    assert as_written("fine_bands", "1-7: 0.10, 8+: 0.20") == "1-7: 0.10, 8+: 0.20"


def test_what_cannot_be_read_stays(language: str) -> None:
    assert as_written("loan", "  21 dogs ") == "21 dogs" and as_written("loan", "") == ""


@pytest.mark.parametrize("value", ["21 days", "1 week", "none", "unlimited", "never", "0.50", "1-7: 0.10", "book", ""])
def test_a_box_shows_what_may_be_typed_into_it(language: str, value: str) -> None:
    assert as_written("loan", as_said("loan", value)) == value
    if language == "fr":
        assert as_said("loan", "21 days") == "21 jours"
