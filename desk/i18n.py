"""The language of the desk: sentences through gettext; dates, times, numbers and money as people here write them.

A moment handed to this module stands already in the branch's own time; nothing here knows of time zones.
Babel is imported where it is used: it takes longer than the window may.
"""

import gettext
import os
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from desk.resources import resource

if TYPE_CHECKING:
    from babel.core import Locale

DOMAIN = "desk"
ENGLISH = "en"
# English that only translators and tests speak: each sentence two fifths longer, the second written from the right.
PSEUDO, PSEUDO_RIGHT = "en_XA", "en_XB"
# Codes that need not be looked up: Babel takes longer to be imported than the window to be painted.
USUAL = frozenset({"en", "en_US", "en_GB", "es", "es_ES", "fr", "fr_FR", PSEUDO, PSEUDO_RIGHT})
# Unicode's CLDR: the languages whose usual script is written from the right. A test compares them with Babel's.
FROM_THE_RIGHT = frozenset("apc ar bal bgn ckb dv fa he ks lrc mzn nqo ps rhg sd sdh skr syr trw ug ur yi".split())  # noqa: SIM905


@dataclass(slots=True)
class _Speech:
    """The language spoken now. The one value of the program that is set once for everybody in it."""

    code: str = ENGLISH
    catalogue: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)


_now = _Speech()


class Pseudo(gettext.NullTranslations):
    """A language nobody speaks, to see where a long one would be cut and which sentence was never translated.

    The letters are accented, the words stretched, and brackets stand around each sentence; what stands in braces is
    left alone, because a value is put there.
    """

    def gettext(self, message: str) -> str:
        """The sentence, accented and longer."""
        return _stretched(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The sentence for this number."""
        return _stretched(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """A word in its place; a pattern of dates is no word."""
        return message if context.startswith("pattern") else _stretched(message)


ACCENTS = str.maketrans("aceinosuyAEIOU", "áçéíñöšüýÀÉÎÕÛ")
LONGER = 0.4


def _stretched(words: str) -> str:
    """The sentence with two fifths more letters in it: the vowels of its words said again and again."""
    parts = re.split(r"(\{[^{}]*\})", words)
    missing = round(sum(len(part) for part in parts[::2]) * LONGER) - 2
    for at in range(0, len(parts), 2):
        text = []
        for letter in parts[at]:
            again = 2 if letter in "aeiou" and missing > 0 else 1
            missing -= again - 1
            text.append(letter.translate(ACCENTS) * again)
        parts[at] = "".join(text)
    filler = "~" * max(0, missing)
    return f"[{''.join(parts)}{filler}]"


def spoken() -> tuple[str, ...]:
    """The languages that the program has sentences in, English first."""
    found = sorted(path.parent.parent.name for path in resource("locale").glob("*/LC_MESSAGES/desk.mo"))
    return ENGLISH, *found


def own_name(code: str) -> str:
    """What a language calls itself: "Español"."""
    from babel.core import Locale

    name = Locale.parse(code).display_name or code
    return name[:1].upper() + name[1:]


def set_language(code: str | None) -> str:
    """Speak this language from now on (None or "": the system's), English if nobody knows it. Gives the code spoken."""
    wanted = _known(code) if code else _of_system()
    _now.code = wanted
    if wanted in (PSEUDO, PSEUDO_RIGHT):
        _now.catalogue = Pseudo()
    else:
        folder = str(resource("locale"))
        _now.catalogue = gettext.translation(DOMAIN, folder, languages=_with_parents(wanted), fallback=True)
    return wanted


def language() -> str:
    """The code of the language spoken now, as in "en" or "de_AT"."""
    return _now.code


def _(text: str) -> str:
    """The sentence in the language spoken now."""
    return _now.catalogue.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The sentence for this number of things in the language spoken now."""
    return _now.catalogue.ngettext(one, many, count)


def pgettext(context: str, text: str) -> str:
    """A word whose meaning depends on where it stands, in the language spoken now."""
    return _now.catalogue.pgettext(context, text)


def format_day(day: date, today: date) -> str:
    """A date as the tables show it, "Sat 12 Dec"; with its year when that is not this one."""
    if day.year == today.year:
        return _format_date(day, pgettext("pattern of a short date", "EEE d MMM"))
    return _format_date(day, pgettext("pattern of a short date with its year", "EEE d MMM y"))


def format_day_long(day: date, today: date) -> str:
    """A date as the large card says it, "Saturday 12 December"; with its year when that is not this one."""
    if day.year == today.year:
        return _format_date(day, pgettext("pattern of a long date", "EEEE d MMMM"))
    return _format_date(day, pgettext("pattern of a long date with its year", "EEEE d MMMM y"))


def format_day_full(day: date) -> str:
    """A date that always names its year, "12 Dec 2026": expiry dates, records, reports."""
    return _format_date(day, pgettext("pattern of a date in a record", "d MMM y"))


def format_month(day: date) -> str:
    """A month of a year, "Jan 2026", where the day does not matter."""
    return _format_date(day, "LLL y")


def format_time(moment: datetime) -> str:
    """A time of day, "17:32"."""
    from babel.dates import format_time as babel_time

    return babel_time(moment.replace(tzinfo=None), pgettext("pattern of a time of day", "HH:mm"), locale=_locale())


def format_when(moment: datetime, today: date) -> str:
    """A moment: only "17:32" when it is today, else "Sat 12 Dec, 17:32"."""
    if moment.date() == today:
        return format_time(moment)
    return _("{day}, {time}").format(day=format_day(moment.date(), today), time=format_time(moment))


def format_money(minor: int, currency: str) -> str:
    """A sum from minor units (cents, or whole yen) with the currency's own sign and number of decimals: "$3.40"."""
    from decimal import Decimal

    from babel.numbers import format_currency, get_currency_precision

    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    return format_currency(amount, currency, locale=_locale())


def is_right_to_left() -> bool:
    """Whether this language is written from right to left, so that the window is laid out the other way."""
    return _now.code == PSEUDO_RIGHT or _now.code.partition("_")[0] in FROM_THE_RIGHT


def _format_date(day: date, pattern: str) -> str:
    from babel.dates import format_date

    # "12 déc." at the end of a sentence would end it twice.
    return format_date(day, pattern, locale=_locale()).removesuffix(".")


def _locale() -> "Locale":
    from babel.core import Locale

    return Locale.parse(ENGLISH if _now.code in (PSEUDO, PSEUDO_RIGHT) else _now.code)


def _of_system() -> str:
    """What the person's session is set to. Read by hand: `locale` knows only what the C library has installed."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").split(":")[0].split(".")[0].split("@")[0]
        if value and value not in ("C", "POSIX"):
            return _known(value)
    return ENGLISH


def _known(code: str) -> str:
    """The code as Babel writes it, or English where Babel has never heard of it."""
    if code in USUAL:
        return code
    from babel.core import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(code.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return ENGLISH


def _with_parents(code: str) -> list[str]:
    """The catalogues to look in: `de_AT`, then `de`."""
    parts = code.split("_")
    return ["_".join(parts[:length]) for length in range(len(parts), 0, -1)]
