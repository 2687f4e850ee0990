"""Tills in words: the card of the till, what was counted, and what every act at the drawer answers."""

from collections.abc import Callable
from typing import Any

from desk.i18n import _, format_time
from desk.rules.vocabulary import ChargeKind, EntryKind, PaymentKind
from desk.services.accounts.answers import (
    AlreadyOpen,
    CashMoved,
    DrawerReport,
    ProductSaved,
    TillClosed,
    TillCounted,
    TillFace,
    TillOpened,
    TillSaved,
    TillSheet,
)
from desk.services.answers import Refused, Unknown
from desk.wording.accounts.money import charge_word, entry_word, money_word, no_card, unknown_money_card
from desk.wording.context import Place
from desk.wording.shapes import Card, Command, Sound, Tone, Weight

CLOSE = "close_till"


def till_line(till: TillFace | None, place: Place) -> str:
    """Whether the till of this desk is open, since when and by whom."""
    if till is None or till.session is None or till.opened_at is None:
        return _("Closed")
    time = format_time(place.local(till.opened_at))
    day = place.local(till.opened_at).date()
    when = time if day == place.today else f"{place.day(day)}, {time}"
    return _("Open since {time}, {name}").format(time=when, name=till.opened_by) if till.opened_by else when


def difference_words(difference: int, place: Place) -> str:
    """Over or short, in words and not by the sign alone."""
    if not difference:
        return _("It agrees to the cent")
    words = _("Short by {sum}") if difference < 0 else _("Over by {sum}")
    return words.format(sum=place.money(abs(difference)))


def till_card(answer: Any, place: Place) -> Card:
    """The card for any answer about a till."""
    match answer:
        case TillOpened():
            words = _("The till is open, float {sum}").format(sum=place.money(answer.float_amount))
            return Card(Tone.OK, "lock-open", words, answer.till.name, sound=Sound.OK)
        case AlreadyOpen():
            return Card(Tone.MUTE, "lock-open", _("The till is open already"), answer.till.name, sound=Sound.TICK)
        case TillCounted():
            return _counted(answer, place)
        case TillClosed():
            return _closed(answer, place)
        case CashMoved():
            return _moved(answer, place)
        case ProductSaved():
            words = _("{name}: {sum}").format(name=answer.product.name, sum=place.money(answer.product.price))
            return Card(Tone.OK, "tag", words, _("Saved"), sound=Sound.OK)
        case TillSaved():
            return Card(Tone.OK, "wallet", answer.till.name, _("Saved"), sound=Sound.OK)
        case Refused():
            return no_card(answer, place)
        case Unknown():
            return unknown_money_card(answer)
    raise AssertionError(answer)


def _counted(answer: TillCounted, place: Place) -> Card:
    parts = [
        _("Expected {expected}, counted {counted}").format(
            expected=place.money(answer.expected), counted=place.money(answer.counted)
        )
    ]
    for each in answer.others:
        counted = "–" if each.counted is None else place.money(each.counted)
        parts.append(
            _("{kind}: expected {expected}, counted {counted}").format(
                kind=money_word(each.method), expected=place.money(each.expected), counted=counted
            )
        )
    tone, sound = (Tone.OK, Sound.OK) if not answer.difference else (Tone.WARN, Sound.ATTENTION)
    close = Command(CLOSE, _("Close the till"), "", "lock", Weight.SECONDARY)
    words = difference_words(answer.difference, place)
    return Card(tone, "scale", words, " · ".join(parts), (close,), sound=sound)


def _closed(answer: TillClosed, place: Place) -> Card:
    words = _("The till is closed. {difference}").format(difference=difference_words(answer.difference, place))
    bank = _("To the bank {sum}").format(sum=place.money(answer.counted - answer.float_amount))
    sheet = _("Sheet {number}").format(number=answer.number)
    detail = " · ".join(filter(None, (answer.till.name, sheet, bank, answer.why)))
    tone = Tone.OK if not answer.difference else Tone.WARN
    print_it = Command("sheet", _("Print the sheet"), "F9", "receipt")
    return Card(tone, "lock", words, detail, (print_it,), sound=Sound.DONE)


def _moved(answer: CashMoved, place: Place) -> Card:
    opened = answer.kind is EntryKind.NO_SALE
    words = entry_word(answer.kind) if opened else f"{entry_word(answer.kind)}: {place.money(answer.amount)}"
    return Card(Tone.OK, "coins", words, answer.why, sound=Sound.OK)


def sheet_lines(sheet: TillSheet, place: Place) -> tuple[tuple[str, str], ...]:
    """The sheet of a till as lines: before the count it tells only its float."""
    lines = [(_("Float"), place.money(sheet.float_amount))]
    if sheet.expected is None:
        return tuple(lines)
    lines += [(money_word(PaymentKind(each.name)), place.money(each.amount)) for each in sheet.income]
    if sheet.payout:
        lines.append((_("Given back"), place.money(-sheet.payout)))
    moves = [each for each in sheet.moves if each.amount]
    lines += [(entry_word(EntryKind(each.name)), place.money(each.amount)) for each in moves]
    lines.append((_("Expected in the drawer"), place.money(sheet.expected)))
    if sheet.counted is not None:
        lines.append((_("Counted"), place.money(sheet.counted)))
        lines.append((_("Difference"), place.money(sheet.counted - sheet.expected)))
    return tuple(lines)


def _name(name: str) -> str:
    """A branch, a till or a person by name; money outside of any till has none."""
    return name or _("no till")


def report_lines(report: DrawerReport, place: Place) -> tuple[tuple[str, str], ...]:
    """A drawer report as lines: the whole first, then its parts by what is asked."""
    lines = [
        (_("Taken"), place.money(report.income)),
        (_("Given back"), place.money(-report.payout)),
        (_("Together"), place.money(report.total.amount)),
    ]
    words: dict[str, Callable[[str], str]] = {
        "by_method": lambda name: money_word(PaymentKind(name)),
        "by_type": lambda name: charge_word(ChargeKind(name)),
    }
    for part in ("by_method", "by_type", "by_branch", "by_till", "by_person"):
        said = words.get(part, _name)
        lines += [(f"  {said(each.name)} ({each.count})", place.money(each.amount)) for each in getattr(report, part)]
    if report.waived.count:
        lines.append((_("Waived and written off"), place.money(report.waived.amount)))
    return tuple(lines)
