"""Accounts in words: kinds of charges and of money, the state of a charge, and the card for every answer."""

from collections.abc import Sequence
from typing import Any

from desk.i18n import _, ngettext, pgettext
from desk.rules.vocabulary import ChargeKind, EntryKind, PaymentKind
from desk.services.accounts.answers import (
    Account,
    Billed,
    Charged,
    ChargeFace,
    Lost,
    Paid,
    PaidLine,
    Refunded,
    Transferred,
    Voided,
    Waived,
)
from desk.services.answers import Refused, Thing, Unknown
from desk.wording.blocks import block_sentence
from desk.wording.context import Place
from desk.wording.shapes import Card, Command, Figure, Pill, Row, Sound, Tone, Weight


def charge_word(kind: ChargeKind) -> str:
    """What a charge is for."""
    return {
        ChargeKind.OVERDUE: _("Late return"),
        ChargeKind.LOST: _("Lost item"),
        ChargeKind.PROCESSING: pgettext("charge", "Processing"),
        ChargeKind.DAMAGE: _("Damage"),
        ChargeKind.PIECES: _("Missing pieces"),
        ChargeKind.RENTAL: _("Rental"),
        ChargeKind.DEPOSIT: _("Deposit"),
        ChargeKind.MEMBERSHIP: _("Membership"),
        ChargeKind.REPLACEMENT_CARD: _("New card"),
        ChargeKind.HOLD: _("Hold"),
        ChargeKind.HOLD_EXPIRED: _("Hold not collected"),
        ChargeKind.PRINTING: _("Printing"),
        ChargeKind.SALE: _("Sale"),
        ChargeKind.CREDIT: _("Credit"),
        ChargeKind.MANUAL: _("Other"),
    }[kind]


CHARGE_ICONS = {
    ChargeKind.OVERDUE: "clock-alert",
    ChargeKind.LOST: "book-x",
    ChargeKind.DAMAGE: "wrench",
    ChargeKind.PIECES: "puzzle",
    ChargeKind.MEMBERSHIP: "id-card",
    ChargeKind.REPLACEMENT_CARD: "id-card",
    ChargeKind.HOLD: "bookmark",
    ChargeKind.HOLD_EXPIRED: "bookmark-x",
    ChargeKind.PRINTING: "printer",
    ChargeKind.SALE: "tag",
    ChargeKind.CREDIT: "wallet",
}


def money_word(kind: PaymentKind) -> str:
    """How something was settled."""
    return {
        PaymentKind.CASH: _("Cash"),
        PaymentKind.CARD: pgettext("way of paying", "Card"),
        PaymentKind.CHEQUE: _("Cheque"),
        PaymentKind.OTHER: _("Other"),
        PaymentKind.CREDIT: _("From the account"),
        PaymentKind.WAIVER: _("Waived"),
        PaymentKind.WRITE_OFF: _("Written off"),
        PaymentKind.TRANSFER: _("Transferred"),
        PaymentKind.REFUND: _("Given back"),
        PaymentKind.ROUNDING: _("Rounding"),
        PaymentKind.VOID: _("Taken back"),
    }[kind]


def entry_word(kind: EntryKind) -> str:
    """Why money moved."""
    return {
        EntryKind.PAYMENT: _("Payment"),
        EntryKind.REFUND: _("Refund"),
        EntryKind.PAY_IN: _("Put in"),
        EntryKind.PAY_OUT: _("Paid out"),
        EntryKind.DROP: _("To the safe"),
        EntryKind.NO_SALE: _("Drawer opened"),
    }[kind]


def charge_row(charge: ChargeFace, place: Place) -> Row:
    """One charge as a row: what for, which copy, when, how much is left, and its state."""
    about = " · ".join(filter(None, (charge.title, charge.note)))
    icon = CHARGE_ICONS.get(charge.kind, "coins")
    pill = state_pill(charge, place)
    left = place.money(charge.left)
    day = place.day(place.local(charge.at).date())
    return Row(icon, charge_word(charge.kind), about, day, left, pill, pill.tone)


def state_pill(charge: ChargeFace, place: Place) -> Pill:
    """How a charge stands; never by colour alone."""
    if charge.growing:
        return Pill(_("Still growing"), Tone.WARN, "hourglass")
    if charge.left < 0:
        return Pill(_("Credit"), Tone.INFO, "wallet")
    if charge.left == 0:
        return Pill(settled_word(charge), Tone.MUTE, "check")
    if charge.left < charge.amount:
        paid = place.money(charge.amount - charge.left)
        return Pill(_("{sum} settled").format(sum=paid), Tone.WARN, "coins")
    return Pill(pgettext("charge", "Open"), Tone.BAD, "circle-alert")


def settled_word(charge: ChargeFace) -> str:
    """How it was settled last."""
    last = next((line.kind for line in reversed(charge.lines) if not line.undone and line.amount > 0), None)
    words = {
        PaymentKind.WAIVER: _("Waived"),
        PaymentKind.WRITE_OFF: _("Written off"),
        PaymentKind.TRANSFER: _("Transferred"),
        PaymentKind.VOID: _("Taken back"),
    }
    return words.get(last, _("Paid")) if last is not None else _("Even")


def account_figures(account: Account, place: Place) -> tuple[Figure, ...]:
    """What is owed, what grows, and what is credit; only what there is."""
    over = account.limit is not None and account.owed + account.growing - account.credit > account.limit
    figures = [Figure(place.money(account.owed), _("Owed"), Tone.BAD if over else None)]
    if account.growing:
        figures.append(Figure(place.money(account.growing), _("Still growing")))
    if account.credit:
        figures.append(Figure(place.money(account.credit), _("Credit")))
    return tuple(figures)


def account_card(account: Account, place: Place) -> Card | None:
    """What the clerk is told when an account is opened: only what is out of the ordinary."""
    balance = account.balance
    if account.limit is not None and balance > account.limit:
        words = _("Owes {sum}, limit is {limit}").format(sum=place.money(balance), limit=place.money(account.limit))
        return Card(Tone.BAD, "ban", words, _("Lending is stopped until less is owed."), sound=Sound.ATTENTION)
    if account.warning is not None and balance > account.warning:
        words = _("Owes {sum}").format(sum=place.money(balance))
        detail = _("More than {sum}: ask for a part of it.").format(sum=place.money(account.warning))
        return Card(Tone.WARN, "wallet", words, detail, sound=Sound.ATTENTION)
    return None


def balance_words(balance: int, place: Place) -> str:
    """What is owed after an act."""
    if balance < 0:
        return _("Credit {sum}").format(sum=place.money(-balance))
    return _("Still owes {sum}").format(sum=place.money(balance)) if balance else _("All that was charged is settled")


def _lines(lines: Sequence[PaidLine], place: Place) -> str:
    said = [f"{line.title or charge_word(line.kind)} {place.money(line.amount)}" for line in lines[:3]]
    more = len(lines) - 3
    if more > 0:
        said.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    return ", ".join(said)


RECEIPT = "receipt"


def _receipt() -> tuple[Command, ...]:
    return (Command(RECEIPT, _("Print receipt"), "F9", "receipt"),)


def paid_card(paid: Paid, place: Place) -> Card:
    """The change is said first, and large: it is what the clerk has to do next."""
    parts = [_lines(paid.lines, place)]
    if paid.rounded:
        parts.append(_("rounded by {sum}").format(sum=place.money(abs(paid.rounded))))
    if paid.credit:
        parts.append(_("{sum} kept as credit").format(sum=place.money(paid.credit)))
    if paid.receipt:
        parts.append(_("receipt {number}").format(number=paid.receipt))
    headline = _("Paid {sum}, {kind}").format(sum=place.money(paid.amount), kind=money_word(paid.method).lower())
    aside = balance_words(paid.balance, place) if paid.patron.id else ""
    if paid.change:
        return Card(
            Tone.OK,
            "coins",
            _("Change {sum}").format(sum=place.money(paid.change)),
            " · ".join(filter(None, (headline, *parts))),
            _receipt(),
            aside=aside,
            sound=Sound.DONE,
        )
    detail = " · ".join(filter(None, parts))
    commands = _receipt() if paid.receipt else ()
    return Card(Tone.OK, "circle-check", headline, detail, commands, aside=aside, sound=Sound.DONE)


def _waived(waived: Waived, place: Place) -> Card:
    words = _("Written off {sum}") if waived.written_off else _("Waived {sum}")
    detail = " · ".join(filter(None, (_lines(waived.lines, place), waived.why)))
    aside = balance_words(waived.balance, place)
    return Card(Tone.OK, "check", words.format(sum=place.money(waived.amount)), detail, aside=aside, sound=Sound.OK)


def _refunded(back: Refunded, place: Place) -> Card:
    words = _("Give back {sum}, {kind}").format(sum=place.money(back.amount), kind=money_word(back.method).lower())
    parts = [_lines(back.lines, place), back.why]
    if back.transferred:
        parts.append(_("{sum} back from the agency").format(sum=place.money(back.transferred)))
    detail, aside = " · ".join(filter(None, parts)), balance_words(back.balance, place)
    commands = _receipt() if back.receipt else ()
    return Card(Tone.INFO, "undo-2", words, detail, commands, aside=aside, sound=Sound.DONE)


def _transferred(moved: Transferred, place: Place) -> Card:
    to = moved.agency or moved.to.name
    words = _("{sum} transferred to {name}").format(sum=place.money(moved.amount), name=to)
    detail, aside = _lines(moved.lines, place), balance_words(moved.balance, place)
    return Card(Tone.INFO, "arrow-left-right", words, detail, aside=aside, sound=Sound.OK)


def _charged(made: Charged, place: Place) -> Card:
    credit = made.amount < 0
    words = _("Credit of {sum} given") if credit else _("Charged {sum}")
    detail = " · ".join(filter(None, ("" if credit else charge_word(made.kind), made.title)))
    said, aside = words.format(sum=place.money(abs(made.amount))), balance_words(made.balance, place)
    return Card(Tone.OK, "wallet" if credit else "plus", said, detail, aside=aside, sound=Sound.OK)


def lost_card(lost: Lost, place: Place) -> Card:
    """What a lost copy costs."""
    parts = []
    for words, amount in (
        (_("Price {sum}"), lost.price),
        (_("Processing {sum}"), lost.processing),
        (_("Fine {sum}"), lost.overdue),
        (_("Fine of {sum} let off"), lost.forgiven),
    ):
        if amount:
            parts.append(words.format(sum=place.money(amount)))
    detail = " · ".join((lost.item.title, *(parts or [_("No price is known: charge it by hand.")])))
    words, aside = _("Declared lost"), balance_words(lost.balance, place)
    return Card(Tone.WARN, "book-x", words, detail, aside=aside, sound=Sound.ATTENTION)


def _billed(billed: Billed, place: Place) -> Card:
    words = _("Billed {sum}").format(sum=place.money(billed.amount))
    detail = f"{charge_word(billed.kind)} · {billed.item.title}"
    return Card(Tone.OK, "wrench", words, detail, aside=balance_words(billed.balance, place), sound=Sound.OK)


def _voided(voided: Voided, place: Place) -> Card:
    words = _("Receipt {number} voided").format(number=voided.receipt)
    detail = _("{sum}, {kind}: give it back.").format(
        sum=place.money(voided.amount), kind=money_word(voided.method).lower()
    )
    aside = balance_words(voided.balance, place) if voided.patron.id else ""
    return Card(Tone.INFO, "undo-2", words, detail, aside=aside, sound=Sound.DONE)


CARDS: dict[type, Any] = {
    Paid: paid_card,
    Waived: _waived,
    Refunded: _refunded,
    Transferred: _transferred,
    Charged: _charged,
    Lost: lost_card,
    Billed: _billed,
    Voided: _voided,
}


def money_card(answer: Any, place: Place) -> Card:
    """The card for any answer about an account."""
    if isinstance(answer, Refused):
        return no_card(answer, place)
    if isinstance(answer, Unknown):
        return unknown_money_card(answer)
    card: Card = CARDS[type(answer)](answer, place)
    return card


OVERRIDE = "override"


def no_card(refused: Refused, place: Place) -> Card:
    """Not done, with every reason; what somebody may allow says so."""
    words = ". ".join(block_sentence(block, place) for block in refused.blocks)
    if refused.never:
        return Card(Tone.BAD, "ban", _("Not done"), words, sound=Sound.BAD)
    mine = refused.may_override(place.permissions)
    yes = Command(OVERRIDE, _("Allow it") if mine else _("Supervisor allows it"), "F10", "shield-check")
    aside = Command("aside", _("Set aside"), "Esc", weight=Weight.GHOST)
    return Card(Tone.WARN, "shield-alert", words, "", (yes, aside), sound=Sound.BAD)


def unknown_money_card(unknown: Unknown) -> Card:
    """Nothing on file has this number."""
    words = {
        Thing.CARD: _("This card is not on file"),
        Thing.ITEM: _("This item is not on file"),
        Thing.TILL: _("There is no such till"),
        Thing.PRODUCT: _("This is not sold here"),
        Thing.RECEIPT: _("There is no such receipt"),
    }
    words_said = words.get(unknown.thing, _("Not on file"))
    return Card(Tone.BAD, "circle-help", words_said, unknown.text, sound=Sound.BAD)
