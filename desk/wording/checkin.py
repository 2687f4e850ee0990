"""Check-in in words. The headline is the place to put the copy."""

from dataclasses import replace
from enum import StrEnum

from desk.i18n import _, ngettext
from desk.rules.blocks import Block, Weight
from desk.rules.routing import Destination
from desk.rules.vocabulary import Reason
from desk.services.answers import ItemFace, Refused, Unknown
from desk.services.circulation.answers import AlertKind, AlreadyScanned, Backdated, Renewed, Returned, Used
from desk.wording import shapes
from desk.wording.blocks import block_sentence
from desk.wording.checkout import (
    about_renewal,
    alert_sentence,
    checkout_card,
    in_sentences,
    item_row,
    leading,
    unknown_card,
    unknown_row,
    work,
)
from desk.wording.context import Place
from desk.wording.shapes import Card, Command, Pill, Row, Sound, Tone

Weights = shapes.Weight
Answer = Returned | AlreadyScanned | Used | Renewed | Backdated | Refused | Unknown


class Pile(StrEnum):
    """The four counters above the session table."""

    RESHELVE = "reshelve"
    HOLD_SHELF = "hold_shelf"
    TRANSIT = "transit"
    LOOK = "look"


# What a clerk has to look at before the copy goes on. Everything else is told and asks for nothing.
PRESSING = frozenset(
    {
        AlertKind.ITEM_NOTE,
        AlertKind.PIECES,
        AlertKind.FOUND,
        AlertKind.LOST_BILL,
        AlertKind.LOST_BACK,
        AlertKind.LOST_KEPT,
        AlertKind.WRONG_TRANSIT,
        AlertKind.HELD_COPY_LEFT,
    }
)


def pressing(answer: Returned) -> bool:
    """Whether something is told that a clerk has to look at."""
    return any(alert.kind in PRESSING for alert in answer.alerts)


def tells(answer: Returned, kind: AlertKind) -> bool:
    """Whether this is told with it."""
    return any(alert.kind is kind for alert in answer.alerts)


def pile_of(answer: Answer) -> Pile | None:
    """Which counter a scan belongs to."""
    match answer:
        case Returned(to=Destination.HOLD_SHELF):
            return Pile.HOLD_SHELF
        case Returned(to=Destination.TRANSIT_HOLD | Destination.TRANSIT_HOME):
            return Pile.TRANSIT
        case Returned(to=Destination.SHELF | Destination.CART) | Used():
            return Pile.LOOK if isinstance(answer, Returned) and pressing(answer) else Pile.RESHELVE
        case Returned() | Refused() | Unknown():
            return Pile.LOOK
        case _:
            return None


def where(answer: Returned) -> str:
    """The place to put the copy, as it is said."""
    match answer.to:
        case Destination.SHELF:
            place = answer.item.location or answer.item.call_number
            return _("Reshelve, {place}").format(place=place) if place else _("Reshelve")
        case Destination.CART:
            return _("Cart")
        case Destination.CATALOGUING:
            return _("Cataloguing")
        case Destination.HOLD_SHELF:
            code = answer.hold.shelf_code if answer.hold is not None else ""
            return _("Hold shelf, {code}").format(code=code) if code else _("Hold shelf")
        case Destination.TRANSIT_HOLD | Destination.TRANSIT_HOME:
            return _("Crate to {branch}").format(branch=answer.branch)
        case Destination.MENDING:
            return _("Mending")
        case Destination.PROCESSING:
            return _("Processing")
        case Destination.SET_ASIDE:
            return _("Withdrawn, set aside")


def without_fine(answer: Answer) -> Answer:
    """The answer as a book drop shows it: lateness and fine are not said copy by copy, only in the sum."""
    return replace(answer, fine=0, days_late=0) if isinstance(answer, Returned) else answer


def checkin_card(answer: Answer, place: Place) -> Card:
    """The large card for an answer of check-in."""
    match answer:
        case Returned():
            return _returned(answer, place)
        case AlreadyScanned() | Used() | Renewed():
            return checkout_card(answer, place)
        case Backdated():
            headline = _("Returned {day}").format(day=place.long_day(place.local(answer.at).date()))
            told = _("{work}. Fine {fine}, was {was}").format(
                work=work(answer.item), fine=place.money(answer.fine), was=place.money(answer.was_fine)
            )
            return Card(Tone.INFO, "calendar-days", headline, told, sound=Sound.OK)
        case Refused():
            return _refused(answer, place)
        case Unknown():
            return unknown_card(answer)


def _returned(answer: Returned, place: Place) -> Card:
    tone, icon, sound = _look(answer)
    told = [work(answer.item)]
    if answer.days_late:
        told.append(late_words(answer, place))
    if not answer.was_out:
        told.append(_("Was not on loan, counted as used here") if answer.used else _("Was not on loan"))
    told += [alert_sentence(alert, place) for alert in answer.alerts]
    aside, below = _aside(answer, place)
    detail = in_sentences(*told)
    return Card(tone, icon, where(answer), detail, _commands(answer), aside=aside, aside_detail=below, sound=sound)


def late_words(answer: Returned, place: Place) -> str:
    """ "4 days late, $0.60"."""
    days = ngettext("{count} day late", "{count} days late", answer.days_late).format(count=answer.days_late)
    return f"{days}, {place.money(answer.fine)}" if answer.fine else days


def _look(answer: Returned) -> tuple[Tone, str, Sound]:
    match answer.to:
        case Destination.HOLD_SHELF:
            return Tone.HOLD, "bookmark", Sound.HOLD
        case Destination.TRANSIT_HOLD | Destination.TRANSIT_HOME:
            return Tone.INFO, "truck", Sound.ATTENTION
        case Destination.MENDING:
            return Tone.WARN, "wrench", Sound.ATTENTION
        case Destination.PROCESSING | Destination.SET_ASIDE | Destination.CATALOGUING:
            return Tone.WARN, "archive", Sound.ATTENTION
        case Destination.SHELF | Destination.CART:
            if pressing(answer) or answer.fine:
                return Tone.WARN, "eye" if pressing(answer) else "clock-alert", Sound.ATTENTION
            if tells(answer, AlertKind.SUSPENDED):
                return Tone.WARN, "clock-alert", Sound.ATTENTION
            return (Tone.OK, "library", Sound.OK) if answer.was_out else (Tone.MUTE, "library", Sound.OK)


def _aside(answer: Returned, place: Place) -> tuple[str, str]:
    if answer.hold is not None:
        until = answer.hold.until
        below = _("until {day}").format(day=place.day(until)) if until is not None else ""
        return answer.hold.patron.name, below
    if answer.fine:
        return place.money(answer.fine), _("fine")
    return "", ""


def _commands(answer: Returned) -> tuple[Command, ...]:
    if answer.to is Destination.HOLD_SHELF:
        return (
            Command("slip", _("Print slip"), "F9", "printer"),
            Command("reshelve", _("Not now, reshelve"), "Esc", weight=Weights.GHOST),
        )
    if answer.to in (Destination.TRANSIT_HOLD, Destination.TRANSIT_HOME):
        return (Command("slip", _("Print slip"), "F9", "printer"),)
    return ()


def _refused(answer: Refused, place: Place) -> Card:
    first = leading(answer.blocks)
    if first.reason is Reason.CLAIM_FOUND:
        return _claimed(answer, first, place)
    if first.weight is Weight.CONFIRM:
        return _asked(answer, first, place)
    anyway = _("Renew anyway") if about_renewal(answer) else _("Take it anyway")
    commands = [Command("override", anyway, "F10", "shield-check")] if not answer.never else []
    commands.append(Command("aside", _("Set aside"), "Esc", weight=Weights.GHOST))
    detail = work(answer.item) if answer.item is not None else ""
    return Card(Tone.BAD, "ban", block_sentence(first, place), detail, tuple(commands), sound=Sound.BAD)


def _asked(answer: Refused, first: Block, place: Place) -> Card:
    """A copy that was thought to be gone for good is in the hand: taken once somebody has looked."""
    commands = (
        Command("confirm", _("Take it"), "Ctrl Enter", "check", Weights.PRIMARY),
        Command("aside", _("Set aside"), "Esc", weight=Weights.GHOST),
    )
    detail = work(answer.item) if answer.item is not None else ""
    return Card(Tone.WARN, "eye", block_sentence(first, place), detail, commands, sound=Sound.ATTENTION)


def _claimed(answer: Refused, first: Block, place: Place) -> Card:
    """A copy that was claimed returned is in the hand: found by the library, or brought by the reader after all."""
    commands = (
        Command("found_here", _("Found in the library"), "Alt 1", "library", Weights.PRIMARY),
        Command("brought_back", _("The reader brought it"), "Alt 2", "user-round"),
        Command("aside", _("Set aside"), "Esc", weight=Weights.GHOST),
    )
    detail = work(answer.item) if answer.item is not None else ""
    return Card(Tone.WARN, "eye", block_sentence(first, place), detail, commands, sound=Sound.ATTENTION)


def checkin_row(answer: Answer, place: Place) -> Row:
    """The line in the session table for an answer of check-in."""
    match answer:
        case Returned():
            look = pressing(answer) or answer.to in (Destination.SET_ASIDE,)
            return item_row(answer.item, _was_with(answer), _pill(answer, place), needs_look=look)
        case AlreadyScanned():
            return _plain(answer.item, Pill(_("Already scanned"), Tone.MUTE, "check"))
        case Used():
            return _plain(answer.item, Pill(_("Used here"), Tone.INFO, "book-open"))
        case Renewed():
            pill = Pill(_("Renewed, {day}").format(day=place.due(answer.due)), Tone.INFO, "refresh-cw")
            return item_row(answer.item, answer.patron.listed, pill)
        case Backdated():
            pill = Pill(_("Backdated"), Tone.INFO, "calendar-days")
            return item_row(answer.item, answer.patron.listed if answer.patron else "", pill)
        case Refused():
            pill = Pill(_("Not renewed") if about_renewal(answer) else _("Not taken"), Tone.BAD, "ban")
            if leading(answer.blocks).weight is Weight.CONFIRM:
                pill = Pill(_("Check"), Tone.WARN, "eye")
            if answer.item is None:
                said = block_sentence(leading(answer.blocks), place)
                return Row("ban", said, "", "", "", pill, Tone.BAD, needs_look=True)
            return item_row(answer.item, "", pill, needs_look=True)
        case Unknown():
            return unknown_row(answer.text)


def hidden_name() -> str:
    """In the place of a name, once nobody is at the desk."""
    return _("Name hidden")


def _was_with(answer: Returned) -> str:
    """Who had it, or where it was."""
    if answer.patron is not None:
        return answer.patron.listed
    if answer.to is Destination.CATALOGUING:
        return _("Not catalogued yet")
    return _("Was on its way") if tells(answer, AlertKind.CAME_FROM_TRANSIT) else _("Was on the shelf")


def _plain(item: ItemFace, pill: Pill) -> Row:
    return item_row(item, "", pill)


def _pill(answer: Returned, place: Place) -> Pill:
    match answer.to:
        case Destination.HOLD_SHELF:
            return Pill(_("Hold shelf"), Tone.HOLD, "bookmark")
        case Destination.TRANSIT_HOLD | Destination.TRANSIT_HOME:
            return Pill(_("To {branch}").format(branch=answer.branch), Tone.INFO, "truck")
        case Destination.MENDING:
            return Pill(_("Mending"), Tone.WARN, "wrench")
        case Destination.PROCESSING:
            return Pill(_("Processing"), Tone.WARN, "archive")
        case Destination.CATALOGUING:
            return Pill(_("Cataloguing"), Tone.WARN, "archive")
        case Destination.SET_ASIDE:
            return Pill(_("Withdrawn"), Tone.WARN, "archive")
        case Destination.SHELF | Destination.CART:
            return _shelf_pill(answer, place)


def _shelf_pill(answer: Returned, place: Place) -> Pill:
    if answer.fine:
        return Pill(_("Late, {sum}").format(sum=place.money(answer.fine)), Tone.WARN, "clock-alert")
    if pressing(answer):
        return Pill(_look_words(answer), Tone.WARN, "eye")
    if tells(answer, AlertKind.SUSPENDED):
        return Pill(_("Suspended"), Tone.WARN, "clock-alert")
    if tells(answer, AlertKind.CLAIM_CLOSED):
        return Pill(_("Claim closed"), Tone.INFO, "check")
    if answer.forgiven:
        return Pill(_("Forgiven"), Tone.INFO, "check")
    if answer.used:
        return Pill(_("Used here"), Tone.MUTE, "book-open")
    if not answer.was_out and not tells(answer, AlertKind.CAME_FROM_TRANSIT):
        return Pill(_("Was on the shelf"), Tone.MUTE, "library")
    if answer.to is Destination.CART:
        return Pill(_("Cart"), Tone.OK, "check")
    return Pill(_("Reshelve"), Tone.OK, "check")


def _look_words(answer: Returned) -> str:
    """What has to be looked at, most urgent first."""
    words = {
        AlertKind.LOST_BILL: _("Charge stands"),
        AlertKind.LOST_KEPT: _("Charge stands"),
        AlertKind.LOST_BACK: _("Bill taken back"),
        AlertKind.FOUND: _("Found"),
        AlertKind.WRONG_TRANSIT: _("Wrong branch"),
        AlertKind.PIECES: _("Count pieces"),
    }
    return next((word for kind, word in words.items() if tells(answer, kind)), _("See note"))
