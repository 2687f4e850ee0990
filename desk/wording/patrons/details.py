"""What the record of a reader says, line by line."""

from collections.abc import Callable
from datetime import date

from desk.i18n import _
from desk.rules.barcodes import grouped
from desk.rules.vocabulary import CardStatus
from desk.services.patrons.account import Account, CardFace
from desk.services.patrons.answers import PersonalShown
from desk.wording.context import Place
from desk.wording.patrons.fields import card_words, field_word
from desk.wording.shapes import Pill, Row, Tone

Line = tuple[str, str]


def open_lines(account: Account, place: Place) -> list[Line]:
    """What stands there for everybody who may see readers."""
    opened = account.opened
    expires = place.day(opened.expires_on) if opened.expires_on is not None else _("never")
    lines = [
        (field_word("category"), opened.category),
        (field_word("branch"), account.home),
        (field_word("expires_on"), expires),
    ]
    if opened.address_checked_on is not None:
        lines.append((field_word("address_checked_on"), place.day(opened.address_checked_on)))
    lines.append((field_word("keeps_history"), _("yes") if account.history is not None else _("no")))
    return lines


def hidden_lines(shown: PersonalShown, full: Callable[[date], str]) -> list[Line]:
    """What is hidden until somebody asks."""
    town = " ".join(part for part in (shown.postcode, shown.city) if part)
    address = "\n".join(part for part in (shown.address, town, shown.region) if part)
    return [
        (field_word("birth_date"), full(shown.birth_date) if shown.birth_date is not None else ""),
        (field_word("phone"), shown.phone),
        (field_word("email"), shown.email),
        (_("Address"), address),
    ]


TONES = {CardStatus.ACTIVE: Tone.OK, CardStatus.REPLACED: Tone.MUTE, CardStatus.LOST: Tone.BAD}


def card_row(card: CardFace) -> Row:
    """One of the reader's cards."""
    pill = Pill(card_words()[card.status], TONES[card.status])
    return Row("id-card", grouped(card.number), _("Card"), "", "", pill, Tone.MUTE)
