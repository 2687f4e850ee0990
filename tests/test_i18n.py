"""Dates, times and money as people write them."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from babel import Locale, localedata

from desk import i18n

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("en")


def test_a_day_of_this_year_needs_no_year() -> None:
    assert i18n.format_day(date(2026, 12, 12), TODAY) == "Sat 12 Dec"
    assert i18n.format_day_long(date(2026, 12, 12), TODAY) == "Saturday 12 December"


def test_a_day_of_another_year_names_it() -> None:
    assert i18n.format_day(date(2027, 3, 3), TODAY) == "Wed 3 Mar 2027"
    assert i18n.format_day_long(date(2025, 3, 3), TODAY) == "Monday 3 March 2025"
    assert i18n.format_day_full(date(2026, 3, 3)) == "3 Mar 2026"


def test_a_moment_of_today_is_only_a_time() -> None:
    assert i18n.format_when(datetime(2026, 11, 21, 17, 32), TODAY) == "17:32"
    assert i18n.format_when(datetime(2026, 11, 20, 7, 5), TODAY) == "Fri 20 Nov, 07:05"


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [
        (340, "USD", "$3.40"),
        (0, "USD", "$0.00"),
        (-50, "USD", "-$0.50"),
        (500, "JPY", "¥500"),
        (1234567, "GBP", "£12,345.67"),
    ],
)
def test_money_comes_from_minor_units(minor: int, currency: str, written: str) -> None:
    assert i18n.format_money(minor, currency) == written


def test_another_language_names_its_own_days_and_commas() -> None:
    assert i18n.set_language("de-AT") == "de_AT"
    assert i18n.format_day_long(date(2026, 12, 12), TODAY) == "Samstag 12 Dezember"
    assert i18n.format_money(340, "EUR").replace("\xa0", " ") == "€ 3,40"
    assert i18n._("No such sentence in any catalogue") == "No such sentence in any catalogue"
    assert i18n.ngettext("{n} item", "{n} items", 2) == "{n} items"


def test_a_language_nobody_knows_becomes_english() -> None:
    assert i18n.set_language("xx_YY") == "en"
    assert not i18n.is_right_to_left()
    i18n.set_language("ar")
    assert i18n.is_right_to_left()


def test_the_systems_language_is_taken_where_none_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_CA.UTF-8")
    assert i18n.set_language(None) == "fr_CA"
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert i18n.set_language("") == "en"


def test_the_languages_from_the_right_are_those_of_unicode() -> None:
    known = {code for code in localedata.locale_identifiers() if "_" not in code}
    rtl = {code for code in known if Locale.parse(code).text_direction == "rtl"}
    assert rtl == i18n.FROM_THE_RIGHT & known and len(rtl) > 5


@pytest.mark.parametrize("code", sorted(i18n.USUAL - {i18n.PSEUDO, i18n.PSEUDO_RIGHT}))
def test_the_usual_languages_are_written_as_babel_writes_them(code: str) -> None:
    assert str(Locale.parse(code)) == code


def test_the_language_nobody_speaks_is_longer_and_keeps_what_is_filled_in() -> None:
    i18n.set_language(i18n.PSEUDO)
    said = i18n._("Due {date}, and one more day")
    assert said.startswith("[") and said.endswith("]") and "{date}" in said
    assert len(said) - len("{date}") >= 1.4 * len("Due , and one more day")
    assert i18n.pgettext("pattern of a short date", "EEE d MMM") == "EEE d MMM"
    assert i18n.ngettext("{n} item", "{n} items", 2).startswith("[{n} ")
    assert not i18n.is_right_to_left()
    i18n.set_language(i18n.PSEUDO_RIGHT)
    assert i18n.is_right_to_left() and i18n.format_day(date(2026, 12, 12), TODAY) == "Sat 12 Dec"
