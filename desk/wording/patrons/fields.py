"""What the fields of a reader's record are called, and what can be chosen in them."""

from collections.abc import Callable

from desk.i18n import _
from desk.rules.vocabulary import CardStatus, FileKind, Mark, NoteKind, NoticesBy, RestrictionKind

FIELDS: dict[str, Callable[[], str]] = {
    "card": lambda: _("Card"),
    "family_name": lambda: _("Family name"),
    "given_name": lambda: _("Given name"),
    "preferred_name": lambda: _("Preferred name"),
    "pronouns": lambda: _("Pronouns"),
    "birth_date": lambda: _("Born"),
    "category": lambda: _("Category"),
    "branch": lambda: _("Home branch"),
    "expires_on": lambda: _("Card expires"),
    "email": lambda: _("E-mail"),
    "phone": lambda: _("Phone"),
    "address": lambda: _("Street and number"),
    "city": lambda: _("Town"),
    "region": lambda: _("Region"),
    "postcode": lambda: _("Postcode"),
    "contacts": lambda: _("Other phones and e-mails"),
    "addresses": lambda: _("Other addresses"),
    "language": lambda: _("Language"),
    "notices": lambda: _("Notices by"),
    "receipt": lambda: _("Receipt"),
    "guarantor": lambda: _("Guarantor's card"),
    "guarantor_words": lambda: _("Guarantor who is no reader"),
    "identity_seen": lambda: _("Identity seen"),
    "keeps_history": lambda: _("Keeps a history of loans"),
    "newsletter": lambda: _("Wants the newsletter"),
    "photo_allowed": lambda: _("Agrees to a photo"),
    "address_checked_on": lambda: _("Address checked"),
    "statistics": lambda: _("Statistics"),
    "text": lambda: _("The text"),
    "file": lambda: _("The file"),
    "name": lambda: _("The name"),
    "readers": lambda: _("The number of readers"),
}


def field_word(name: str) -> str:
    """The label of a field."""
    return FIELDS[name]() if name in FIELDS else name


def mark_words() -> dict[Mark, str]:
    """What can be said of an account."""
    return {
        Mark.BARRED: _("Barred"),
        Mark.INACTIVE: _("Not in use"),
        Mark.DECEASED: _("Deceased"),
        Mark.ADDRESS_GONE: _("Address no longer right"),
        Mark.IN_COLLECTIONS: _("With a collection agency"),
    }


def card_words() -> dict[CardStatus, str]:
    """What became of a card."""
    return {
        CardStatus.ACTIVE: _("In use"),
        CardStatus.REPLACED: _("Replaced"),
        CardStatus.LOST: _("Lost"),
    }


def restriction_words() -> dict[RestrictionKind, str]:
    """Why somebody may not borrow."""
    return {
        RestrictionKind.MANUAL: _("Restricted"),
        RestrictionKind.SUSPENSION: _("Suspended for a late return"),
        RestrictionKind.UNPAID: _("Something is not paid"),
        RestrictionKind.OVERDUE: _("Something is overdue"),
        RestrictionKind.CONDUCT: _("Conduct in the library"),
        RestrictionKind.IDENTITY: _("Identity or address to be shown"),
    }


def note_words() -> dict[NoteKind, str]:
    """The sorts of notes."""
    return {
        NoteKind.NOTE: _("Note"),
        NoteKind.ALERT: _("Alert, shown first"),
        NoteKind.MESSAGE: _("Message for the reader"),
    }


def notice_words() -> dict[str, str]:
    """How a reader can wish to be told."""
    return {
        "": _("As the library does"),
        NoticesBy.EMAIL: _("E-mail"),
        NoticesBy.SMS: _("Text message"),
        NoticesBy.PHONE: _("Phone call"),
        NoticesBy.POST: _("Post"),
        NoticesBy.NONE: _("None"),
    }


def receipt_words() -> dict[str, str]:
    """What a reader wishes at the end of a visit."""
    return {"": _("As the library does"), "print": _("Printed"), "email": _("E-mail"), "none": _("None")}


def file_words() -> dict[FileKind, str]:
    """What a file is."""
    return {FileKind.PHOTO: _("Photo"), FileKind.PAPER: _("Paper")}
