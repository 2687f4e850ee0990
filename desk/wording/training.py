"""The situations of a drill as they are told, how each ended, and what would have been right."""

from desk.i18n import _, ngettext
from desk.rules.barcodes import grouped
from desk.services.training.judging import Outcome
from desk.services.training.situations import Kind, Situation


def situation_words(situation: Situation) -> str:
    """What happens at the desk, in one line."""
    told = {
        Kind.LEND_THREE: _("{reader} wants to borrow three items."),
        Kind.LEND_FINISH: _("{reader} borrows two items and is in a hurry: finish the visit."),
        Kind.RENEW: _("{reader} has brought an item along and wants it longer: renew it."),
        Kind.RENEW_ALL: _("{reader} has two overdue items at home: renew both."),
        Kind.RETURN: _("{reader} puts an item on the desk: take it back."),
        Kind.RETURN_LATE: _("{reader} brings an item back too late: take it back."),
        Kind.RETURN_HELD: _("An item comes back for which somebody waits: take it back."),
        Kind.OTHER_BRANCH: _("An item of another branch comes back here: take it back."),
        Kind.EXPIRED: _("{reader} wants to borrow an item. Lend it, if the desk lets you."),
        Kind.BARRED: _("{reader} asks for an item. Lend it, if the desk lets you."),
        Kind.LOST_CARD: _("Somebody hands you this card and an item. Lend it, if the desk lets you."),
        Kind.HELD: _("{reader} has found an item on the wrong shelf and wants it. Lend it, if the desk lets you."),
        Kind.PICK_UP: _("{reader} comes for the item on the hold shelf."),
        Kind.WRONG_READER: _("Lend the item to {reader}. Then see that it was for {other}: undo, and put it right."),
        Kind.FOUND: _("An item that was missing lies on a table: check it in."),
    }[situation.kind]
    return told.format(reader=situation.reader, other=situation.other_reader)


def number_words(situation: Situation) -> str:
    """What to scan or type."""
    parts = []
    if situation.card:
        parts.append(_("Card {number}").format(number=grouped(situation.card)))
    if situation.kind is Kind.WRONG_READER:
        parts.append(
            _("Card of {reader} {number}").format(reader=situation.other_reader, number=grouped(situation.other_card))
        )
    items = ", ".join(grouped(item) for item in situation.items)
    parts.append(ngettext("Item {numbers}", "Items {numbers}", len(situation.items)).format(numbers=items))
    parts.append(_("the last five digits are enough to type"))
    return " · ".join(parts)


def outcome_words(outcome: Outcome) -> str:
    """How it ended, where it did not end as it should."""
    return {
        Outcome.RIGHT: _("Right."),
        Outcome.NOTHING: _("Nothing was done."),
        Outcome.PART: _("Only a part was done."),
        Outcome.LENT_ANYWAY: _("It was lent all the same."),
        Outcome.STILL_OUT: _("It is still on loan."),
        Outcome.NOT_FINISHED: _("Lent, but the visit was not finished."),
        Outcome.NOT_RENEWED: _("It was not renewed."),
        Outcome.NOT_CORRECTED: _("It is still with the wrong reader."),
        Outcome.NOT_HERE: _("It still counts as missing."),
    }[outcome]


def remedy_words(kind: Kind) -> str:
    """What would have been right."""
    return {
        Kind.LEND_THREE: _("F2, the card, then each item."),
        Kind.LEND_FINISH: _("F2, the card, both items, then F12."),
        Kind.RENEW: _("F2, the card, then the item once more: what a reader has already is renewed."),
        Kind.RENEW_ALL: _("F2, the card, then Ctrl R: everything overdue is renewed."),
        Kind.RETURN: _("F3, then the item."),
        Kind.RETURN_LATE: _("F3, then the item. A fine, where there is one, is charged by itself."),
        Kind.RETURN_HELD: _("F3, then the item: the card says that it goes to the hold shelf."),
        Kind.OTHER_BRANCH: _("F3, then the item: the card says which branch it travels to."),
        Kind.EXPIRED: _("Scan card and item; the card has expired, so nothing is lent. Esc sets it aside."),
        Kind.BARRED: _("Scan card and item; the reader is barred, so nothing is lent. Esc sets it aside."),
        Kind.LOST_CARD: _("Scan card and item; the card was reported lost, so nothing is lent. Keep the card."),
        Kind.HELD: _("Scan card and item; it is kept for somebody else. Put it back on the hold shelf."),
        Kind.PICK_UP: _("F2, the card, then the item: the hold is filled by it."),
        Kind.WRONG_READER: _("F2, the first card and the item, Ctrl Z, then the other card and the item."),
        Kind.FOUND: _("F3, then the item: it is on its shelf again."),
    }[kind]


def duration_words(seconds: float) -> str:
    """Minutes and seconds, "4:07"."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"
