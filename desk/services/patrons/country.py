"""In which country a branch stands: by its time zone, which every library has said."""

from functools import cache

from desk.services.desk import Unit


@cache
def _countries() -> dict[str, str]:
    from babel.core import get_global

    return dict(get_global("zone_territories"))


def country_of(unit: Unit) -> str:
    """The two letters of the country of the desk's branch; nothing where the zone names none, such as UTC."""
    zone = str(unit.policy.calendars[unit.branch].zone)
    code = _countries().get(zone, "")
    return code if len(code) == 2 and code.isalpha() and code != "ZZ" else ""
