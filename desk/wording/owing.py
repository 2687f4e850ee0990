"""What a debt is made of, in words. Of other people it is told how many they are, and never who."""

from collections.abc import Callable

from desk.i18n import _, ngettext
from desk.rules.vocabulary import ChargeKind, Reason
from desk.services.circulation.owing import Owed
from desk.wording.context import Place

KINDS: dict[ChargeKind, Callable[[], str]] = {
    ChargeKind.OVERDUE: lambda: _("Fines for late returns: {sum}."),
    ChargeKind.LOST: lambda: _("Lost items: {sum}."),
    ChargeKind.PROCESSING: lambda: _("Processing of lost items: {sum}."),
    ChargeKind.DAMAGE: lambda: _("Damaged items: {sum}."),
    ChargeKind.PIECES: lambda: _("Missing pieces: {sum}."),
    ChargeKind.RENTAL: lambda: _("Rentals: {sum}."),
    ChargeKind.DEPOSIT: lambda: _("Deposits: {sum}."),
    ChargeKind.MEMBERSHIP: lambda: _("Membership fee: {sum}."),
    ChargeKind.REPLACEMENT_CARD: lambda: _("Replacement cards: {sum}."),
    ChargeKind.HOLD: lambda: _("Holds: {sum}."),
    ChargeKind.HOLD_EXPIRED: lambda: _("Holds that were not collected: {sum}."),
    ChargeKind.PRINTING: lambda: _("Printing and copying: {sum}."),
    ChargeKind.SALE: lambda: _("Sales: {sum}."),
    ChargeKind.CREDIT: lambda: _("Credit: {sum}."),
    ChargeKind.MANUAL: lambda: _("Other charges: {sum}."),
}


def owed_lines(owed: Owed, reason: Reason, place: Place) -> list[str]:
    """The parts of the sum that a block names; nothing for a block that is about no debt."""
    if reason in (Reason.OWES, Reason.AUTO_OWES):
        return _own(owed, place)
    if reason is Reason.GUARANTEES_OWE:
        return [_persons(owed.guarantees)]
    if reason is Reason.FAMILY_OWES:
        words = ngettext(
            "The family is {count} person, this reader counted in.",
            "The family is {count} people, this reader counted in.",
            owed.family,
        )
        return [words.format(count=owed.family)] if owed.family else _own(owed, place)
    return []


def _own(owed: Owed, place: Place) -> list[str]:
    lines = [KINDS[kind]().format(sum=place.money(amount)) for kind, amount in owed.charges]
    late = _("Late now, {title}: {sum} if it came back now.")
    return lines + [late.format(title=each.title, sum=place.money(each.amount)) for each in owed.growing]


def _persons(count: int) -> str:
    words = ngettext("It is the debt of {count} other person.", "It is the debt of {count} other people.", count)
    return words.format(count=count)
