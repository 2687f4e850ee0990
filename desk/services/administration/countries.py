"""What a country suggests to a library that is being made: language, currency, time zone, public holidays.

Names, currencies and zones come from Babel (CLDR), the holidays from the package of that name. Both are imported where
they are used; everything here is only suggested, and can be changed.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from desk.i18n import language

if TYPE_CHECKING:
    from babel.core import Locale

# Where a country has several time zones: that of its capital or largest city, which CLDR does not name.
MAIN_ZONES = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CD": "Africa/Kinshasa", "CL": "America/Santiago", "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia", "DE": "Europe/Berlin", "EC": "America/Guayaquil", "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei", "GL": "America/Nuuk", "ID": "Asia/Jakarta", "KI": "Pacific/Tarawa", "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro", "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland", "PF": "Pacific/Tahiti", "PG": "Pacific/Port_Moresby", "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon", "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}  # fmt: skip
ENGLISH_NAMES = ("en_US", "en", "en_GB")


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its two letters and its name in the language spoken now."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is usual in a country: its languages, the first by far the most likely; currency; time zones, so too."""

    languages: tuple[str, ...]
    currency: str
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday, by name."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a country with holidays of its own."""

    code: str
    name: str


# Where Unicode puts what belongs to no country, such as UTC.
NOWHERE = "ZZ"


def countries() -> tuple[Country, ...]:
    """Every country with a currency and a time zone, by name."""
    names = _names_in().territories
    codes = {code for zones in (_zones(),) for code in zones if len(code) == 2 and code in names}
    return tuple(sorted((Country(code, names[code]) for code in codes if _currency(code)), key=lambda each: each.name))


def country_of(zone: str, spoken: str = "") -> str:
    """The country of this computer, by its time zone, else by its language; nothing where neither says."""
    found = next((code for code, zones in _zones().items() if zone in zones and code != NOWHERE), "")
    territory = spoken.partition("_")[2]
    return found or (territory if territory in _zones() else "")


def suggest(code: str, own_zone: str = "") -> Suggestion:
    """What is usual there; the time zone of this computer comes first where it is one of the country's."""
    from babel.languages import get_official_languages

    zones = sorted(_zones().get(code, ()))
    first = own_zone if own_zone in zones else MAIN_ZONES.get(code, zones[0] if zones else "UTC")
    ordered = (first, *(zone for zone in zones if zone != first))
    return Suggestion(tuple(get_official_languages(code)), _currency(code) or "USD", ordered)


def currencies() -> tuple[tuple[str, str], ...]:
    """The currencies in use today by code and name."""
    names = _names_in().currencies
    used = {_currency(code) for code in _zones() if len(code) == 2} - {""}
    return tuple((code, names.get(code, code)) for code in sorted(used))


def holidays(code: str, years: tuple[int, ...], region: str = "") -> tuple[Holiday, ...]:
    """The public holidays of these years, in the language spoken now where they have names in it."""
    found = _known_holidays(code, years, region)
    return tuple(Holiday(day, name) for day, name in sorted(found.items()))


def regions(code: str) -> tuple[Region, ...]:
    """The parts of the country whose holidays differ, by name."""
    import holidays as known

    if code not in known.list_supported_countries(include_aliases=False):
        return ()
    about = known.country_holidays(code)
    names = {part: (aliases or [part])[0] for part, aliases in about.get_subdivision_aliases().items()}
    return tuple(sorted((Region(part, names.get(part, part)) for part in about.subdivisions), key=lambda r: r.name))


def _known_holidays(code: str, years: tuple[int, ...], region: str) -> dict[date, str]:
    import holidays as known

    if code not in known.list_supported_countries(include_aliases=False):
        return {}
    asked: dict[str, Any] = {"years": years, "subdiv": region or None}
    spoken = known.country_holidays(code).supported_languages or ()
    wished = (language(), language().partition("_")[0], *ENGLISH_NAMES)
    named = next((name for name in wished if name in spoken), None)
    return dict(known.country_holidays(code, language=named, **asked))


def _names_in() -> "Locale":
    """The language in which countries and currencies have names: English where it is one that nobody speaks."""
    from babel.core import Locale, UnknownLocaleError

    try:
        return Locale.parse(language())
    except UnknownLocaleError:
        return Locale("en")


def _zones() -> dict[str, tuple[str, ...]]:
    """The time zones of each country, under the names that this computer knows too."""
    from zoneinfo import available_timezones

    from babel.core import get_global

    here, found = available_timezones(), dict[str, tuple[str, ...]]()
    for zone, code in get_global("zone_territories").items():
        if zone in here:
            found[code] = (*found.get(code, ()), zone)
    return found


def _currency(code: str) -> str:
    from babel.numbers import get_territory_currencies

    return next(iter(get_territory_currencies(code)), "")
