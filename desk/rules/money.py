"""Money as whole minor units (cents), so that no sum is ever off by a fraction."""

import re

# Currencies whose sums have not two decimals in use, as CLDR has them, by which sums are shown: a currency that is
# missing here would be shown a hundred times too large.
WHOLE = re.findall(
    r"[A-Z]{3}",
    """
ADP AFN ALL BIF BYR CLP DJF ESP GNF IQD IRR ISK ITL JPY KMF KPW KRW LAK LBP LUF MGA
MGF MMK MRO PYG RSD RWF SLL SOS STD SYP TMM TRL UGX UYI VND VUV XAF XOF XPF YER ZMK ZWD
""",
)
EXPONENTS = (
    dict.fromkeys(WHOLE, 0) | dict.fromkeys(("BHD", "JOD", "KWD", "LYD", "OMR", "TND"), 3) | {"CLF": 4, "UYW": 4}
)
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


def in_currency(text: str, currency: str) -> str:
    """A sum that is written in hundredths, such as a template's "0.20", in a currency that has none: "20"."""
    return text if exponent(currency) else str(minor_units(text))


def decimal_text(amount: int, currency: str = "USD") -> str:
    """Write 10 cents as "0.10": the form that rules and files use everywhere."""
    places = exponent(currency)
    sign, whole = ("-" if amount < 0 else ""), str(abs(amount)).rjust(places + 1, "0")
    return sign + (f"{whole[:-places]}.{whole[-places:]}" if places else whole)
