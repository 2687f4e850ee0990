"""In which country a branch stands: by its time zone, which every library has said."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class CountryHere:
    """The country by whose plan phone numbers are read at this desk, and the code of the branch."""

    def ask(self, unit: Unit) -> tuple[str, str]:
        """Two letters, or nothing; and the code."""
        return country_of(unit), unit.policy.branches[unit.branch].code
