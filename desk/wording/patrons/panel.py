"""The patron panel in words."""

from desk.i18n import _, format_day_full, format_month, ngettext
from desk.rules.barcodes import grouped
from desk.rules.blocks import Weight as BlockWeight
from desk.rules.vocabulary import NoteKind, Permission, Reason
from desk.services.patrons.panel import NoteFace, PatronOpened
from desk.wording.blocks import block_sentence
from desk.wording.checkout import OWED, PAY, leading
from desk.wording.context import Place
from desk.wording.shapes import Card, Command, Figure, Note, Person, Pill, Sound, Tone, Weight


def person(opened: PatronOpened, place: Place) -> Person:
    """The reader as the panel shows them: name, four numbers, what wants a look, most urgent first."""
    pills = [Pill(opened.category, Tone.MUTE)]
    if opened.blocks:
        pills.append(Pill(_("Blocked"), Tone.BAD))
    return Person(
        name=opened.patron.name,
        initials=opened.patron.initials,
        card=grouped(opened.patron.card),
        pills=tuple(pills),
        figures=_figures(opened, place),
        notes=_notes(opened, place),
        foot_left=_expiry(opened),
        foot_right=_address(opened),
        pronouns=opened.pronouns,
    )


def _figures(opened: PatronOpened, place: Place) -> tuple[Figure, ...]:
    out = f"{opened.out} / {opened.limit}" if opened.limit is not None else str(opened.out)
    ready = opened.ready.count if opened.ready is not None else 0
    owes = Tone.BAD if _owes_too_much(opened) else None
    return (
        Figure(out, _("Items out")),
        Figure(str(opened.overdue), _("Overdue")),
        Figure(str(ready), _("Holds ready")),
        Figure(place.money(opened.owes), _("Owes"), owes),
    )


def _owes_too_much(opened: PatronOpened) -> bool:
    """Whether the debt itself stops lending."""
    return any(block.reason is Reason.OWES for block in opened.blocks)


def _notes(opened: PatronOpened, place: Place) -> tuple[Note, ...]:
    notes = [Note(Tone.BAD, "ban", block_sentence(block, place), "") for block in opened.blocks]
    if opened.ready is not None:
        notes.append(_ready_note(opened, place))
    if opened.longest_overdue is not None:
        notes.append(_overdue_note(opened, place))
    if opened.warned_from is not None and opened.owes > opened.warned_from and not _owes_too_much(opened):
        told = _("More than {sum}: ask for a part of it.").format(sum=place.money(opened.warned_from))
        notes.append(Note(Tone.WARN, "wallet", _("Owes {sum}").format(sum=place.money(opened.owes)), told))
    notes += [_staff_note(note, place) for note in opened.notes]
    if opened.expiring_soon and opened.expires_on is not None:
        told = _("Card expires {day}").format(day=place.day(opened.expires_on))
        notes.append(Note(Tone.WARN, "calendar-days", told, _("Ask whether the address is still right.")))
    return tuple(notes)


def _ready_note(opened: PatronOpened, place: Place) -> Note:
    ready = opened.ready
    assert ready is not None
    title = ngettext("{count} hold ready on the shelf", "{count} holds ready on the shelf", ready.count)
    text = _("Shelf {code}").format(code=ready.shelf_code)
    if ready.until is not None:
        text = _("Shelf {code}, until {day}").format(code=ready.shelf_code, day=place.day(ready.until))
    return Note(Tone.HOLD, "bookmark-check", title.format(count=ready.count), text)


def _overdue_note(opened: PatronOpened, place: Place) -> Note:
    late = opened.longest_overdue
    assert late is not None
    days = ngettext("{count} day", "{count} days", late.days).format(count=late.days)
    title = ngettext("{count} overdue by {days}", "{count} overdue, the oldest by {days}", opened.overdue)
    text = _("{title}, due {day}").format(title=late.title, day=place.day(late.due_on))
    return Note(Tone.BAD, "clock-alert", title.format(count=opened.overdue, days=days), text, "Ctrl R")


def _staff_note(note: NoteFace, place: Place) -> Note:
    day = place.day(note.written_on)
    if note.kind is NoteKind.MESSAGE:
        return Note(Tone.INFO, "message-square-text", _("Message for the reader, {day}").format(day=day), note.text)
    title = _("Note from {day}, {who}") if note.written_by else _("Note from {day}")
    tone = Tone.WARN if note.kind is NoteKind.ALERT else Tone.INFO
    return Note(tone, "message-square-text", title.format(day=day, who=note.written_by), note.text)


def _expiry(opened: PatronOpened) -> str:
    if opened.expires_on is None:
        return _("Card does not expire")
    return _("Card expires {day}").format(day=format_day_full(opened.expires_on))


def _address(opened: PatronOpened) -> str:
    if opened.address_checked_on is None:
        return ""
    return _("Address checked {month}").format(month=format_month(opened.address_checked_on))


def opened_card(opened: PatronOpened, place: Place) -> Card | None:
    """The card that a blocked reader, or one with holds ready, opens with; nothing when all is well."""
    if opened.blocks:
        return _blocked_card(opened, place)
    if opened.ready is not None:
        note = _ready_note(opened, place)
        return Card(Tone.HOLD, "bookmark-check", note.title, note.text, sound=Sound.HOLD)
    alerts = [note for note in opened.notes if note.kind is NoteKind.ALERT]
    if alerts:
        return Card(Tone.WARN, "message-square-text", alerts[0].text, "", sound=Sound.ATTENTION)
    return None


def _blocked_card(opened: PatronOpened, place: Place) -> Card:
    first = leading(opened.blocks)
    others = [block for block in opened.blocks if block is not first]
    detail = _("Scan on if you like. Items wait below and are lent once this is settled.")
    if others:
        told = "; ".join(block_sentence(block, place) for block in others)
        detail = _("Also: {others}").format(others=told) + ". " + detail
    icons = {"owes": "wallet", "expired": "calendar-days", "overdues": "clock-alert", "overdues_asked": "clock-alert"}
    commands = [Command("finish", _("End visit"), "F12", weight=Weight.GHOST)]
    if any(block.reason in OWED for block in opened.blocks) and Permission.MONEY in place.permissions:
        commands.insert(0, Command(PAY, _("Take payment"), "F6", "wallet"))
    asked = first.weight is BlockWeight.CONFIRM
    if asked:
        commands.insert(0, Command("confirm", _("Lend all the same"), "Ctrl Enter", "check", Weight.PRIMARY))
    elif all(block.override is not None for block in opened.blocks):
        commands.insert(0, Command("override", _("Lend anyway"), "F10", "shield-check"))
    return Card(
        Tone.WARN if asked else Tone.BAD,
        icons.get(first.reason.value, "ban"),
        block_sentence(first, place),
        detail,
        tuple(commands),
        sound=Sound.ATTENTION if asked else Sound.BAD,
    )
