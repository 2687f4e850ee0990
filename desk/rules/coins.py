"""The coins and notes of a currency in minor units, for counting a drawer.

The coins and notes that the central banks issue; where they do not say here, tens, twenties and fifties do.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """What lies in a drawer: coins and notes, each worth so many minor units."""

    coins: tuple[int, ...]
    notes: tuple[int, ...]

    @property
    def all(self) -> tuple[int, ...]:
        """Largest first, as a drawer is counted."""
        return tuple(sorted((*self.coins, *self.notes), reverse=True))


_EURO = Money((1, 2, 5, 10, 20, 50, 100, 200), (500, 1000, 2000, 5000, 10000, 20000))
CURRENCIES: dict[str, Money] = {
    "USD": Money((1, 5, 10, 25, 50, 100), (100, 200, 500, 1000, 2000, 5000, 10000)),
    "CAD": Money((5, 10, 25, 100, 200), (500, 1000, 2000, 5000, 10000)),
    "AUD": Money((5, 10, 20, 50, 100, 200), (500, 1000, 2000, 5000, 10000)),
    "NZD": Money((10, 20, 50, 100, 200), (500, 1000, 2000, 5000, 10000)),
    "EUR": _EURO,
    "GBP": Money((1, 2, 5, 10, 20, 50, 100, 200), (500, 1000, 2000, 5000)),
    "CHF": Money((5, 10, 20, 50, 100, 200, 500), (1000, 2000, 5000, 10000, 20000)),
    "SEK": Money((100, 200, 500, 1000), (2000, 5000, 10000, 20000, 50000, 100000)),
    "NOK": Money((100, 500, 1000, 2000), (5000, 10000, 20000, 50000, 100000)),
    "DKK": Money((50, 100, 200, 500, 1000, 2000), (5000, 10000, 20000, 50000)),
    "PLN": Money((1, 2, 5, 10, 20, 50, 100, 200, 500), (1000, 2000, 5000, 10000, 20000, 50000)),
    "CZK": Money((100, 200, 500, 1000, 2000, 5000), (10000, 20000, 50000, 100000, 200000, 500000)),
    "HUF": Money((500, 1000, 2000, 5000, 10000, 20000), (50000, 100000, 200000, 500000, 1000000, 2000000)),
    "JPY": Money((1, 5, 10, 50, 100, 500), (1000, 5000, 10000)),
    "BRL": Money((5, 10, 25, 50, 100), (200, 500, 1000, 2000, 5000, 10000, 20000)),
    "MXN": Money((50, 100, 200, 500, 1000, 2000), (2000, 5000, 10000, 20000, 50000, 100000)),
    "INR": Money((100, 200, 500, 1000, 2000), (1000, 2000, 5000, 10000, 20000, 50000)),
    "ZAR": Money((10, 20, 50, 100, 200, 500), (1000, 2000, 5000, 10000, 20000)),
}
OTHERS = Money((1, 5, 10, 50, 100, 200), (500, 1000, 2000, 5000, 10000))


def money_of(currency: str) -> Money:
    """What is counted in this currency's drawer; a coin and a note of the same worth stand once."""
    found = CURRENCIES.get(currency, OTHERS)
    return Money(tuple(coin for coin in found.coins if coin not in found.notes), found.notes)
