"""A reader's account in words: the head, what stands under each heading, one row for each thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.i18n import _, format_day_full, ngettext
from desk.rules.barcodes import grouped
from desk.rules.vocabulary import CardStatus, HoldStatus, Mark, NoteKind
from desk.services.circulation.lookup import OpenLoan
from desk.services.patrons.account import (
    Account,
    FileLine,
    HoldLine,
    MoneyLine,
    NoteLine,
    PastLine,
    RestrictionLine,
)
from desk.services.patrons.family import Relative
from desk.services.patrons.find import ReaderLine
from desk.wording.blocks import block_sentence
from desk.wording.context import Place
from desk.wording.patrons.charges import kind_word
from desk.wording.patrons.fields import mark_words, note_words, restriction_words
from desk.wording.shapes import Note, Pill, Row, Tone

MANY = 6


@dataclass(frozen=True, slots=True)
class Head:
    """Who the account is of, on three lines, with what wants a look."""

    name: str
    initials: str
    pronouns: str
    number: str
    pills: tuple[Pill, ...]
    notes: tuple[Note, ...]


def head(account: Account, place: Place) -> Head:
    """The name, the card, its days; then everything that stands against the reader, most urgent first."""
    opened = account.opened
    parts = [grouped(opened.patron.card), _expiry(account), account.home]
    return Head(
        opened.patron.name,
        opened.patron.initials,
        opened.pronouns,
        " · ".join(part for part in parts if part),
        _pills(account),
        _notes(account, place),
    )


def _expiry(account: Account) -> str:
    day = account.opened.expires_on
    return _("expires {day}").format(day=format_day_full(day)) if day is not None else _("does not expire")


def _pills(account: Account) -> tuple[Pill, ...]:
    pills = [Pill(account.opened.category, Tone.INFO)]
    if account.child and account.age is not None:
        pills.append(Pill(_("Child, {age}").format(age=account.age), Tone.MUTE))
    words = mark_words()
    pills += [
        Pill(words[mark], Tone.BAD) for mark in account.marks if mark is not Mark.INACTIVE or len(account.marks) < 2
    ]
    claims = account.opened.claims
    if claims:
        told = ngettext("{count} said to be returned", "{count} said to be returned", claims)
        pills.append(Pill(told.format(count=claims), Tone.WARN, "circle-question-mark"))
    if account.opened.blocks and not account.marks:
        pills.append(Pill(_("Blocked"), Tone.BAD))
    return tuple(pills)


def _notes(account: Account, place: Place) -> tuple[Note, ...]:
    opened = account.opened
    notes = [Note(Tone.BAD, "ban", block_sentence(block, place), "") for block in opened.blocks]
    if opened.ready is not None:
        words = ngettext("{count} hold ready on the shelf", "{count} holds ready on the shelf", opened.ready.count)
        shelf = _("Shelf {code}").format(code=opened.ready.shelf_code)
        notes.append(Note(Tone.HOLD, "bookmark-check", words.format(count=opened.ready.count), shelf))
    notes += [
        Note(Tone.WARN, "message-square-text", note.text, "") for note in opened.notes if note.kind is NoteKind.ALERT
    ]
    if opened.expiring_soon and opened.expires_on is not None:
        told = _("Card expires {day}").format(day=place.day(opened.expires_on))
        notes.append(Note(Tone.WARN, "calendar-days", told, _("Ask whether the address is still right.")))
    if opened.grows_up:
        notes.append(Note(Tone.INFO, "baby", _("Old enough for another category"), ""))
    return tuple(notes[:MANY])


# The headings of the account


def tab_words(account: Account, place: Place) -> dict[str, str]:
    """The parts of the account, each with how much there is."""
    owes = account.opened.owes
    notes = sum(not note.archived for note in account.notes) + len(account.restrictions)
    words = {
        "loans": _counted(_("Loans"), len(account.loans)),
        "holds": _counted(_("Holds"), len(account.holds)),
        "money": f"{_('Money')} {place.money(owes)}" if owes else _("Money"),
        "details": _("Details"),
        "family": _counted(_("Family"), len(account.family)),
        "notes": _counted(_("Notes"), notes),
    }
    if account.history is not None:
        words["history"] = _("History")
    return words


def _counted(word: str, count: int) -> str:
    return f"{word} {count}" if count else word


# Rows


def loan_row(loan: OpenLoan, place: Place) -> Row:
    """A copy that the reader has."""
    allowed = _("Renewed {count} of {limit}").format(count=loan.renewals, limit=loan.allowed)
    renewed = allowed if loan.allowed is not None else _("Renewed {count}").format(count=loan.renewals)
    second = " · ".join(part for part in (loan.item.author, _out(loan.out_at, place)) if part)
    pill = Pill(renewed, Tone.MUTE)
    if loan.overdue:
        days = ngettext("{count} day late", "{count} days late", loan.days_late).format(count=loan.days_late)
        pill = Pill(days if loan.days_late else _("Late"), Tone.BAD, "clock-alert")
    if loan.lost:
        pill = Pill(_("Lost"), Tone.BAD, "circle-x")
    elif loan.claimed is not None:
        pill = Pill(_("Claimed returned"), Tone.WARN, "message-square-text")
    due = place.due(loan.due)
    return Row(loan.item.icon, loan.item.title, second, grouped(loan.item.barcode), due, pill, Tone.MUTE)


def growing_row(loan: OpenLoan, place: Place) -> Row:
    """What a late copy would cost if it came back now; it is written when it does."""
    pill = Pill(place.money(loan.fine), Tone.WARN)
    if loan.claimed is not None:
        stopped = _("claimed returned: it grows no more")
        return Row("clock-alert", _("Late return"), f"{loan.item.title} · {stopped}", "", "", pill, Tone.MUTE)
    second = " · ".join((loan.item.title, _("if it comes back now")))
    return Row("clock-alert", _("Late return, growing"), second, "", "", pill, Tone.MUTE)


HOLD_PILLS = {
    HoldStatus.READY: (Tone.HOLD, "bookmark-check"),
    HoldStatus.IN_TRANSIT: (Tone.INFO, "truck"),
    HoldStatus.QUEUED: (Tone.MUTE, "hourglass"),
}


def hold_row(hold: HoldLine, place: Place) -> Row:
    """Something that the reader waits for."""
    asked = _("asked {day}").format(day=place.day(place.local(hold.placed_at).date()))
    pickup = _("picked up at {branch}").format(branch=hold.pickup)
    second = " · ".join(part for part in (hold.author, pickup, asked) if part)
    middle = hold.shelf_code
    if hold.status is HoldStatus.READY:
        words = _("Ready until {day}").format(day=place.day(hold.shelf_until)) if hold.shelf_until else _("Ready")
    elif hold.status is HoldStatus.IN_TRANSIT:
        words = _("On its way")
    elif hold.suspended_until is not None and hold.suspended_until >= place.today:
        words = _("Not before {day}").format(day=place.day(hold.suspended_until))
    else:
        words = _("First in line") if hold.place == 1 else _("Place {place}").format(place=hold.place)
    tone, icon = HOLD_PILLS[hold.status]
    return Row("bookmark", hold.title, second, "", middle, Pill(words, tone, icon), Tone.MUTE)


def money_row(line: MoneyLine, place: Place) -> Row:
    """A charge that is open, or a credit."""
    day = place.day(place.local(line.charged_at).date())
    second = " · ".join(part for part in (line.title, line.note, day) if part)
    paid = line.amount != line.left and line.left > 0
    middle = _("of {sum}").format(sum=place.money(line.amount)) if paid else ""
    credit = Pill(_("Credit {sum}").format(sum=place.money(-line.left)), Tone.OK)
    pill = credit if line.left < 0 else Pill(place.money(line.left), Tone.WARN)
    return Row("coins", kind_word(line.kind), second, "", middle, pill, Tone.MUTE)


def relative_row(each: Relative, place: Place) -> Row:
    """Somebody of the family, with what they have out and owe."""
    relation = _("guarantor") if each.guarantor else ""
    if each.guarantee:
        relation = _("answered for")
    if each.own:
        relation = _("this reader")
    age = ngettext("{count} year", "{count} years", each.age).format(count=each.age) if each.age is not None else ""
    out = ngettext("{count} item out", "{count} items out", each.out).format(count=each.out) if each.out else ""
    second = " · ".join(part for part in (relation, age, out) if part)
    owes = Pill(_("Owes {sum}").format(sum=place.money(each.owes)), Tone.WARN)
    pill = owes if each.owes else Pill(_("Owes nothing"), Tone.MUTE)
    late = (
        ngettext("{count} overdue", "{count} overdue", each.overdue).format(count=each.overdue) if each.overdue else ""
    )
    return Row("user-round", each.patron.name, second, grouped(each.patron.card), late, pill, Tone.MUTE)


def note_row(note: NoteLine, place: Place) -> Row:
    """A note on the account."""
    day = place.day(note.written_on)
    until = _("until {day}").format(day=place.day(note.until)) if note.until is not None else ""
    only = _("only at {branch}").format(branch=note.branch) if note.branch else ""
    second = " · ".join(part for part in (day, note.written_by, until, only) if part)
    tones = {NoteKind.ALERT: Tone.WARN, NoteKind.MESSAGE: Tone.INFO, NoteKind.NOTE: Tone.MUTE}
    pill = Pill(_("Archived"), Tone.MUTE) if note.archived else Pill(_short(note.kind), tones[note.kind])
    return Row("sticky-note", note.text, second, "", "", pill, Tone.MUTE)


def _short(kind: NoteKind) -> str:
    return {NoteKind.NOTE: _("Note"), NoteKind.ALERT: _("Alert"), NoteKind.MESSAGE: _("Message")}[kind]


def restriction_row(bar: RestrictionLine, place: Place) -> Row:
    """Why the reader may not borrow, and until when."""
    conditions = [_("since {day}").format(day=place.day(bar.starts_on))]
    if bar.above is not None:
        conditions.append(_("while more than {sum} is owed").format(sum=place.money(bar.above)))
    if bar.while_overdue:
        conditions.append(_("while something is overdue"))
    words = restriction_words()[bar.kind]
    until = _("Until {day}").format(day=place.day(bar.until)) if bar.until is not None else _("No end")
    pill = Pill(until, Tone.BAD) if bar.stands else Pill(_("Not now"), Tone.MUTE)
    second = " · ".join((*((words,) if bar.reason else ()), *conditions))
    return Row("ban", bar.reason or words, second, "", "", pill, Tone.MUTE)


def paper_row(paper: FileLine, place: Place) -> Row:
    """A paper that belongs to the account."""
    second = " · ".join(part for part in (place.day(place.local(paper.added_at).date()), paper.added_by) if part)
    return Row("file-text", paper.name, second, "", "", Pill(_("Paper"), Tone.MUTE), Tone.MUTE)


def past_row(line: PastLine, place: Place) -> Row:
    """A loan that has ended, of a reader who wants to know."""
    back = place.day(place.local(line.returned_at).date())
    second = " · ".join(part for part in (line.author, _out(line.out_at, place)) if part)
    pill = Pill(_("Back {day}").format(day=back), Tone.MUTE)
    return Row("history", line.title, second, grouped(line.barcode), "", pill, Tone.MUTE)


def _out(moment: datetime, place: Place) -> str:
    return _("out {day}").format(day=place.day(place.local(moment).date()))


def reader_words(line: ReaderLine, place: Place) -> tuple[str, str, Tone | None]:
    """A reader of the list on two lines, and how the second is coloured."""
    name = _("{name} ({age})").format(name=line.name, age=line.age) if line.age is not None else line.name
    flags = [
        (line.barred, _("barred"), Tone.BAD),
        (line.inactive, _("not in use"), Tone.BAD),
        (line.expired, _("expired"), Tone.WARN),
    ]
    told = next(((words, tone) for on, words, tone in flags if on), None)
    parts = [f"…{line.card[-4:]}"]
    if line.out:
        parts.append(_("{count} out").format(count=line.out))
    if line.owes:
        parts.append(place.money(line.owes))
    if told is not None:
        parts.append(told[0])
    return name, " · ".join(parts), told[1] if told is not None else None


def cards_words(account: Account) -> Sequence[tuple[str, str, CardStatus]]:
    """Each card of the reader: its number to be read aloud, the number itself, and what became of it."""
    return tuple((grouped(card.number), card.number, card.status) for card in account.cards)


def sorts_of_notes() -> dict[NoteKind, str]:
    """What can be written."""
    return note_words()
