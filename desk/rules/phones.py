"""Phone numbers: read in any spelling, kept in the international one, told apart by their digits."""

from functools import cache
from typing import Any

from desk.rules.text import digits


@cache
def _library() -> Any:
    """The numbering plans of all countries; they take a moment to be imported, so only where a number is read."""
    import phonenumbers

    return phonenumbers


def reachable(number: str, country: str) -> str:
    """The number as it is dialled from anywhere, "+43 1 4000"; what is no number of any plan stays as it is written."""
    text = " ".join(number.split())
    if not digits(text) or not (country or text.startswith("+")):
        return text
    plans = _library()
    try:
        read = plans.parse(text, country or None)
    except plans.NumberParseException:
        return text
    if not plans.is_possible_number(read) or not plans.is_valid_number(read):
        return text
    return str(plans.format_number(read, plans.PhoneNumberFormat.INTERNATIONAL))


def looks_wrong(number: str, country: str) -> bool:
    """Whether this is no number that can be dialled, as far as the country's plan tells."""
    kept = reachable(number, country)
    return bool(number.strip()) and (len(digits(kept)) < 3 or (bool(country) and not kept.startswith("+")))
