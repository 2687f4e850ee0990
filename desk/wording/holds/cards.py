"""What was done about a hold, in words."""

from dataclasses import replace
from typing import Any

from desk.i18n import _, ngettext
from desk.rules.vocabulary import HoldStatus
from desk.services.answers import Refused, Unknown
from desk.services.circulation.answers import Returned
from desk.services.holds.answers import (
    HoldCancelled,
    HoldChanged,
    HoldExpired,
    HoldMoved,
    HoldPlaced,
    HoldReinstated,
    HoldResumed,
    HoldsMoved,
    HoldSuspended,
    NotFound,
    PickupChanged,
    ReaderNamed,
    TitleFace,
)
from desk.wording import shapes
from desk.wording.blocks import block_sentence
from desk.wording.checkout import in_sentences, unknown_card, work
from desk.wording.context import Place
from desk.wording.shapes import Card, Command, Sound, Tone

Weights = shapes.Weight


def titled(title: TitleFace) -> str:
    """ "Piranesi, Susanna Clarke"."""
    return ", ".join(filter(None, (title.title, title.author)))


def hold_card(answer: Any, place: Place) -> Card:
    """The large card for any answer of the holds desk."""
    match answer:
        case HoldPlaced():
            return _placed(answer, place)
        case HoldMoved():
            headline = place_in_line(answer.position, answer.waiting)
            return Card(Tone.INFO, "list-checks", headline, titled(answer.title), sound=Sound.OK)
        case HoldSuspended() | HoldResumed() | HoldChanged() | PickupChanged() | HoldReinstated():
            return _changed(answer, place)
        case HoldCancelled():
            return _cancelled(answer)
        case HoldExpired():
            cost = _("{sum} charged").format(sum=place.money(answer.charged)) if answer.charged else ""
            return Card(Tone.INFO, "clock-alert", _("The hold ran out"), in_sentences(titled(answer.title), cost))
        case HoldsMoved():
            return _moved(answer)
        case NotFound():
            return _not_found(answer)
        case ReaderNamed():
            card = _("Card {number}").format(number=answer.patron.card)
            return Card(Tone.INFO, "user-round", answer.patron.name, card, sound=Sound.OK)
        case Unknown():
            return unknown_card(answer)
        case Refused():
            return refused_hold(answer, place)
        case _:
            raise TypeError(f"no words for {answer!r}")


def place_in_line(position: int, waiting: int) -> str:
    """ "First in line", "Third of five" in figures."""
    if position == 1:
        return _("First in line")
    return _("{place} of {count} in line").format(place=position, count=waiting)


def _placed(answer: HoldPlaced, place: Place) -> Card:
    told = [titled(answer.title), _("Pickup at {branch}").format(branch=answer.pickup)]
    if len(answer.holds) > 1:
        count = len(answer.holds)
        told.append(ngettext("{count} copy is waited for", "{count} copies are waited for", count).format(count=count))
    if answer.recalled is not None:
        due, was = place.long_due(answer.recalled.due), place.due(answer.recalled.was_due)
        told.append(_("Called back: due {day} now, was {was}").format(day=due, was=was))
    if answer.free:
        told.append(
            ngettext("{count} copy is on the shelf", "{count} copies are on the shelf", answer.free).format(
                count=answer.free
            )
        )
    headline = place_in_line(answer.position, answer.waiting)
    if answer.likely is not None and not (answer.free and answer.position <= answer.free):
        aside, below = place.day(answer.likely), _("likely")
    else:
        aside, below = "", ""
    return Card(
        Tone.HOLD,
        "bookmark",
        headline,
        in_sentences(*told),
        aside=aside,
        aside_detail=below,
        sound=Sound.HOLD,
    )


Changed = HoldSuspended | HoldResumed | HoldChanged | PickupChanged | HoldReinstated


def _changed(answer: Changed, place: Place) -> Card:
    said, icon = _changed_words(answer, place)
    told = [titled(answer.title)]
    if isinstance(answer, PickupChanged) and answer.status is not HoldStatus.QUEUED:
        told.append(_("Its copy is sent there when it is scanned next"))
    return Card(Tone.INFO, icon, said, in_sentences(*told), sound=Sound.OK)


def _changed_words(answer: Changed, place: Place) -> tuple[str, str]:
    match answer:
        case HoldSuspended():
            until = answer.until
            if until is None:
                return _("Suspended until it is resumed"), "clock"
            return _("Suspended until {day}").format(day=place.long_day(until)), "clock"
        case HoldResumed():
            return _("Counts again, at place {place}").format(place=answer.position), "rotate-ccw"
        case HoldChanged():
            return _("The hold is changed"), "pencil"
        case PickupChanged():
            return _("Pickup at {branch} now").format(branch=answer.pickup), "map-pin"
        case HoldReinstated():
            if answer.status is HoldStatus.READY:
                return _("On the hold shelf again"), "bookmark"
            return _("Waits again, at place {place}").format(place=answer.position), "undo-2"


def _cancelled(answer: HoldCancelled) -> Card:
    told = [titled(answer.title)]
    if answer.shelved:
        code = answer.shelf_code or _("the hold shelf")
        told.append(_("Take it off the shelf: {code}, in the list to clear").format(code=code))
    if answer.passed_on:
        told.append(_("The copy on its way goes to the next reader"))
    sound = Sound.ATTENTION if answer.shelved else Sound.OK
    return Card(Tone.WARN if answer.shelved else Tone.INFO, "x", _("Called off"), in_sentences(*told), sound=sound)


def _moved(answer: HoldsMoved) -> Card:
    headline = ngettext("{count} hold moved", "{count} holds moved", answer.count).format(count=answer.count)
    told = [_("From {title} to {other}").format(title=answer.title.title, other=answer.to.title)]
    if answer.left:
        told.append(
            ngettext(
                "{count} wants one copy alone and stays", "{count} want one copy alone and stay", answer.left
            ).format(count=answer.left)
        )
    return Card(Tone.INFO, "arrow-right", headline, in_sentences(*told), sound=Sound.OK)


def _not_found(answer: NotFound) -> Card:
    told = [work(answer.item)]
    if answer.next_item:
        told.append(_("The next copy is at {branch}").format(branch=answer.next_branch))
    elif not answer.missing:
        told.append(_("There is no other copy: look once more, then it is marked missing"))
    headline = _("Marked missing") if answer.missing else _("Not found: another is pulled")
    if not answer.missing and not answer.next_item:
        headline = _("Not found")
    return Card(Tone.WARN, "circle-question-mark", headline, in_sentences(*told), sound=Sound.ATTENTION)


def refused_hold(answer: Refused, place: Place) -> Card:
    """Every reason, and who may say yes all the same."""
    said = [block_sentence(each, place) for each in answer.blocks]
    commands = [Command("override", _("Place it anyway"), "F10", "shield-check")] if not answer.never else []
    commands.append(Command("aside", _("Set aside"), "Esc", weight=Weights.GHOST))
    return Card(Tone.BAD, "ban", said[0], in_sentences(*said[1:]), tuple(commands), sound=Sound.BAD)


def in_public(card: Card, answer: Any) -> Card:
    """The card of a check-in as this page shows it: whom a copy is kept for is two letters and the end of a card."""
    hold = answer.hold if isinstance(answer, Returned) else None
    commands = tuple(command for command in card.commands if command.name != "reshelve")
    aside = card.aside
    if hold is not None:
        reader = hold.patron
        aside = " ".join(filter(None, (reader.initials, f"…{reader.card[-4:]}" if reader.card else "")))
    return replace(card, aside=aside, commands=commands)
