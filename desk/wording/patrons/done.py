"""What is said after an act on a reader."""

from collections.abc import Callable
from typing import Any

from desk.i18n import _, format_day_full, ngettext
from desk.rules.barcodes import grouped
from desk.rules.blocks import Weight as BlockWeight
from desk.rules.vocabulary import CardStatus, Reason
from desk.services.answers import Refused, Unknown
from desk.services.patrons.answers import (
    Archived,
    CardGiven,
    CardMarked,
    Changed,
    Cleared,
    Filed,
    Forgotten,
    GrownUp,
    Lifted,
    Linked,
    ManyChanged,
    MarkedReader,
    MembershipRenewed,
    Merged,
    Noted,
    Registered,
    Restricted,
    Unfiled,
)
from desk.services.patrons.statistics import StatisticSaved
from desk.wording.blocks import block_sentence
from desk.wording.checkout import unknown_card
from desk.wording.context import Place
from desk.wording.patrons.fields import card_words, field_word, mark_words
from desk.wording.shapes import Card, Command, Sound, Tone, Weight


def done_card(answer: Any, place: Place) -> Card:
    """The card after an act on a reader; a refusal offers what can be said yes to."""
    if isinstance(answer, Refused):
        return refused_reader(answer, place)
    if isinstance(answer, Unknown):
        return unknown_card(answer)
    headline, detail = WORDS[type(answer)](answer, place)
    fee = getattr(answer, "charged", 0)
    if fee:
        charged = _("{sum} added to the account").format(sum=place.money(fee))
        detail = " · ".join(part for part in (detail, charged) if part)
    icon = ICONS.get(type(answer), "check")
    return Card(Tone.OK, icon, headline, detail, sound=Sound.ATTENTION if fee else Sound.OK)


def refused_reader(answer: Refused, place: Place) -> Card:
    """Everything that stands against it, the first large."""
    first, *others = answer.blocks
    asked = all(block.weight is BlockWeight.CONFIRM for block in answer.blocks)
    detail = "; ".join(block_sentence(block, place) for block in others)
    commands: list[Command] = []
    if asked:
        yes = _("It is somebody else") if first.reason is Reason.MAYBE_KNOWN else _("It is right")
        commands.append(Command("confirm", yes, "Ctrl Enter", "check", Weight.PRIMARY))
    elif not answer.never:
        commands.append(Command("override", _("Allow it"), "F10", "shield-check"))
    commands.append(Command("aside", _("Back"), "Esc", weight=Weight.GHOST))
    tone = Tone.WARN if asked else Tone.BAD
    sound = Sound.ATTENTION if asked else Sound.BAD
    return Card(
        tone, "circle-alert" if asked else "ban", block_sentence(first, place), detail, tuple(commands), sound=sound
    )


def _registered(answer: Registered, place: Place) -> tuple[str, str]:
    until = answer.expires_on
    day = _("Card good until {day}").format(day=format_day_full(until)) if until else _("Card does not expire")
    return _("{name} is registered").format(name=answer.patron.name), day


def _changed(answer: Changed, place: Place) -> tuple[str, str]:
    return _("Saved"), ", ".join(field_word(name) for name in answer.what)


def _renewed(answer: MembershipRenewed, place: Place) -> tuple[str, str]:
    return _("Card good until {day}").format(day=format_day_full(answer.expires_on)), answer.patron.name


def _card_given(answer: CardGiven, place: Place) -> tuple[str, str]:
    told = _("New card {number}").format(number=grouped(answer.number))
    if answer.replaces is None:
        return told, _("The other cards stay in use")
    lost = answer.replaces is CardStatus.LOST
    return told, _("The old card is lost: nothing is lent on it") if lost else _("The old card still finds its reader")


def _card_marked(answer: CardMarked, place: Place) -> tuple[str, str]:
    words = {
        CardStatus.LOST: _("Card reported lost"),
        CardStatus.ACTIVE: _("Card in use again"),
        CardStatus.REPLACED: _("Card out of use"),
    }
    return words[answer.status], _("{number}, was: {was}").format(
        number=grouped(answer.number), was=card_words()[answer.was]
    )


def _marked(answer: MarkedReader, place: Place) -> tuple[str, str]:
    word = mark_words()[answer.mark]
    return (word, answer.patron.name) if answer.on else (_("No longer: {mark}").format(mark=word), answer.patron.name)


def _restricted(answer: Restricted, place: Place) -> tuple[str, str]:
    if answer.until is None:
        return _("Restricted"), answer.patron.name
    return _("Restricted until {day}").format(day=place.day(answer.until)), answer.patron.name


def _linked(answer: Linked, place: Place) -> tuple[str, str]:
    if answer.guarantor is None:
        return _("Nobody answers for {name} any more").format(name=answer.patron.name), ""
    return _("{guarantor} answers for {name}").format(guarantor=answer.guarantor.name, name=answer.patron.name), ""


def _grown(answer: GrownUp, place: Place) -> tuple[str, str]:
    told = _("{name} has grown up").format(name=answer.patron.name)
    return told, _("{category}, was {was}").format(category=answer.category, was=answer.was)


def _merged(answer: Merged, place: Place) -> tuple[str, str]:
    counts = (
        ngettext("{count} loan", "{count} loans", answer.loans).format(count=answer.loans),
        ngettext("{count} hold", "{count} holds", answer.holds).format(count=answer.holds),
        ngettext("{count} charge", "{count} charges", answer.charges).format(count=answer.charges),
        ngettext("{count} card", "{count} cards", answer.cards).format(count=answer.cards),
        ngettext("{count} note", "{count} notes", answer.notes).format(count=answer.notes),
    )
    moved = _("Moved: {counts}. Can be taken back for 30 days.").format(counts=", ".join(counts))
    return _("The two are one"), moved


def _forgotten(answer: Forgotten, place: Place) -> tuple[str, str]:
    words = ngettext("{count} reader deleted", "{count} readers deleted", answer.count).format(count=answer.count)
    return words, _("Nothing is left that tells who it was.")


def _many(answer: ManyChanged, place: Place) -> tuple[str, str]:
    words = ngettext("{count} reader changed", "{count} readers changed", answer.changed).format(count=answer.changed)
    return words, answer.name


def _cleared(answer: Cleared, place: Place) -> tuple[str, str]:
    return _("Has nothing, owes nothing"), _("The account is closed. The letter comes from the printer.")


def _statistic(answer: StatisticSaved, place: Place) -> tuple[str, str]:
    if not answer.field.active:
        return _("{name} is asked no more").format(name=answer.field.name), _("What readers count as stays.")
    return _("{name} is asked in the form").format(name=answer.field.name), ", ".join(answer.field.choices)


Told = Callable[[Any, Place], tuple[str, str]]
WORDS: dict[type, Told] = {
    Registered: _registered,
    Changed: _changed,
    MembershipRenewed: _renewed,
    CardGiven: _card_given,
    CardMarked: _card_marked,
    MarkedReader: _marked,
    Restricted: _restricted,
    Lifted: lambda answer, _place: (_("The restriction is lifted"), answer.patron.name),
    Noted: lambda answer, _place: (_("The note is kept"), answer.patron.name),
    Archived: lambda answer, _place: (_("The note is archived"), answer.patron.name),
    Linked: _linked,
    GrownUp: _grown,
    Merged: _merged,
    Filed: lambda answer, _place: (_("The file belongs to the account now"), answer.name),
    Unfiled: lambda answer, _place: (_("The file is taken away"), _("It can be taken back for 30 days.")),
    Forgotten: _forgotten,
    ManyChanged: _many,
    Cleared: _cleared,
    StatisticSaved: _statistic,
}
ICONS: dict[type, str] = {
    Registered: "user-round-plus",
    MembershipRenewed: "calendar-days",
    CardGiven: "id-card",
    CardMarked: "id-card",
    Merged: "users",
    GrownUp: "baby",
    Noted: "sticky-note",
    Restricted: "ban",
    MarkedReader: "flag",
}
