"""Money as whole minor units (cents), so that no sum is ever off by a fraction."""

import re

# ISO 4217: currencies whose minor unit is not a hundredth.
EXPONENTS = {"BHD": 3, "CLP": 0, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "OMR": 3, "TND": 3, "VND": 0}
AMOUNT = re.compile(r"(\d+)(?:\.(\d+))?")


def exponent(currency: str) -> int:
    """How many decimal places a currency has."""
    return EXPONENTS.get(currency, 2)


def minor_units(text: str, currency: str = "USD") -> int:
    """Read "0.10" as 10 cents. Raises ValueError for a comma, a sign, or more places than the currency has."""
    found = AMOUNT.fullmatch(text.strip())
    places = exponent(currency)
    if found is None or len(found[2] or "") > places:
        raise ValueError(f"{text!r} is not an amount such as {'0.10' if places else '10'}")
    return int(found[1] + (found[2] or "").ljust(places, "0"))


def decimal_text(amount: int, currency: str = "USD") -> str:
    """Write 10 cents as "0.10": the form that rules and files use everywhere."""
    places = exponent(currency)
    sign, whole = ("-" if amount < 0 else ""), str(abs(amount)).rjust(places + 1, "0")
    return sign + (f"{whole[:-places]}.{whole[-places:]}" if places else whole)
