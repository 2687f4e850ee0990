"""What a library's card and item numbers look like, in words; and why a scan says nothing about them."""

from desk.i18n import _, ngettext
from desk.rules.barcodes import Pattern, grouped
from desk.rules.learning import INSTITUTION, Learnt, Odd
from desk.rules.vocabulary import BarcodeKind, CheckDigit


def pattern_words(pattern: Pattern) -> str:
    """ "14 digits beginning 2 1234, with a check digit"."""
    length = _length(pattern)
    beginning = _beginning(pattern)
    whole = _("{length} beginning {start}").format(length=length, start=beginning) if beginning else length
    checked = {
        CheckDigit.NONE: _("{shape}, without a check digit"),
        CheckDigit.MOD10: _("{shape}, with a check digit"),
        CheckDigit.MOD43: _("{shape}, with a check character (Code 39)"),
    }[pattern.check]
    return checked.format(shape=whole)


def _length(pattern: Pattern) -> str:
    shortest, longest = pattern.shortest, pattern.longest
    if shortest == longest:
        digits = ngettext("{count} digit", "{count} digits", longest)
        letters = ngettext("{count} character", "{count} characters", longest)
        return (digits if pattern.digits_only else letters).format(count=longest)
    words = _("{shortest} to {longest} digits") if pattern.digits_only else _("{shortest} to {longest} characters")
    return words.format(shortest=shortest, longest=longest)


def _beginning(pattern: Pattern) -> str:
    """The beginning as such a number is read aloud."""
    if pattern.digits_only and pattern.longest == 14 and len(pattern.prefix) == INSTITUTION:
        return grouped(pattern.prefix.ljust(14, "0"))[: 6 if pattern.prefix[0] == "2" else 5]
    return pattern.prefix


def apart_words(learnt: Learnt) -> str:
    """Whether a scan alone tells a card from an item."""
    if learnt.apart:
        return _("Cards and items are told apart by their numbers alone.")
    return _("Cards and items look alike. The desk looks each number up in both, and asks when one is both.")


def odd_words(odd: Odd, kind: BarcodeKind) -> str:
    """Why this scan is not taken, and what to do instead."""
    card = kind is BarcodeKind.PATRON
    return {
        Odd.TORN: _("Only a part of a number came. Scan it once more."),
        Odd.WORDS: _("These are words, not a number. Scan the barcode, or type its digits."),
        Odd.PUBLISHED: _("This is the publisher's barcode. Scan the library's own label."),
        Odd.COMMAND: _("This is a command barcode, not a number."),
        Odd.GARBLED: _("This came with signs that no number has. Scan it once more."),
        Odd.TWICE: _("This number was scanned already. Scan another one."),
        Odd.OTHER_KIND: _("This number was scanned as an item. Scan a card.")
        if card
        else _("This number was scanned as a card. Scan an item."),
        Odd.MISREAD: _("Its check digit is wrong, unlike those before. Scan it once more."),
    }[odd]
