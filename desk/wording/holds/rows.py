"""The lists of the holds desk in words: their headings, their lines, what a scan does in each."""

from dataclasses import dataclass

from desk.i18n import _, ngettext
from desk.rules.barcodes import grouped
from desk.rules.vocabulary import HoldStatus
from desk.services.holds.board import ListName
from desk.services.holds.lists import HoldLine, Why
from desk.services.holds.queueing import ENDLESS
from desk.wording.context import Place
from desk.wording.shapes import Pill, Tone


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its words and width in pixels at 100 %; 0 takes what is left, and shows the picture of the kind.

    `narrow` is its width where there is little room; nothing says that it folds away there. A `spare` column gives way
    to the title beside an open panel.
    """

    words: str
    width: int = 0
    narrow: int = 0
    code: bool = False
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a column: a line, and one below it in grey."""

    text: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class HoldRow:
    """One line of a list: a cell for each heading but the last, which is the pill."""

    icon: str
    cells: tuple[Cell, ...]
    pill: Pill

    def spoken(self) -> str:
        """The whole line, for a screen reader."""
        parts = (part for cell in self.cells for part in (cell.text, cell.below) if part)
        return ", ".join((*parts, self.pill.text))


def list_word(name: ListName) -> str:
    """What a list is called."""
    return {
        ListName.PULL: _("To pull"),
        ListName.SHELF: _("On the shelf"),
        ListName.WAITING: _("Waiting"),
        ListName.CLEAR: _("To clear"),
        ListName.TRANSIT: _("In transit"),
        ListName.ALL: _("All"),
    }[name]


def scan_words(name: ListName) -> str:
    """What a scan does while this list is shown."""
    return {
        ListName.PULL: _("Scan what you have found on the shelves"),
        ListName.SHELF: _("Scan a copy for the hold shelf, or a library card"),
        ListName.WAITING: _("Scan a copy or ISBN: who waits for it, or a library card"),
        ListName.CLEAR: _("Scan what you take off the hold shelf"),
        ListName.TRANSIT: _("Scan what has come out of the crate"),
        ListName.ALL: _("Scan a copy or ISBN: who waits for it, or a library card"),
    }[name]


def empty_words(name: ListName, printed: str = "") -> tuple[str, str]:
    """What is said where a list has nothing, and what that means."""
    said = {
        ListName.PULL: (_("Nothing to pull"), _("No copy on the shelves here is waited for.")),
        ListName.SHELF: (_("The hold shelf is empty"), _("Copies that are trapped at check-in stand here.")),
        ListName.WAITING: (_("Nobody waits"), _("Ctrl+N places a hold.")),
        ListName.CLEAR: (_("Nothing to clear"), _("Everything on the hold shelf has its place and its time.")),
        ListName.TRANSIT: (_("Nothing is on its way"), _("Neither to this branch nor from it.")),
        ListName.ALL: (_("No holds"), _("Ctrl+N places a hold.")),
    }[name]
    if name is ListName.PULL and printed:
        return said[0], _("Last list printed {when}.").format(when=printed)
    return said


def headings(name: ListName) -> tuple[Heading, ...]:
    """The columns of a list."""
    item, reader = Heading(_("Item")), Heading(_("Reader"), 124, 110)
    barcode, code = Heading(_("Barcode"), 166), Heading(_("Shelf code"), 118, 104, code=True)
    call_number, state = Heading(_("Call number"), 158, 132), _last(_("State"), 264)
    since, sent = Heading(_("Since"), 114), Heading(_("Sent"), 114)
    return {
        ListName.PULL: (call_number, item, barcode, Heading(_("For"), 140, 112), _last(_("Asked"))),
        ListName.SHELF: (code, item, reader, since, _last(_("Until"))),
        ListName.WAITING: (item, reader, Heading(_("Place"), 86, 76, spare=True), since, state),
        ListName.CLEAR: (code, item, barcode, reader, _last(_("Why"))),
        ListName.TRANSIT: (item, barcode, Heading(_("From, to"), 140, 120, spare=True), sent, state),
        ListName.ALL: (item, reader, Heading(_("Pickup"), 140, 110, spare=True), since, state),
    }[name]


def _last(words: str, width: int = 200) -> Heading:
    return Heading(words, width, width)


def hold_row(name: ListName, line: HoldLine, place: Place) -> HoldRow:
    """One line of a list."""
    work, reader = Cell(line.title, _about(line)), Cell(line.reader or "–", "")
    barcode = Cell(grouped(line.barcode), "")
    day = line.since or line.placed_on
    since = Cell(place.day(day) if day is not None else "", "")
    cells = {
        ListName.PULL: (
            Cell(line.call_number or "–", line.location),
            work,
            _barcodes(line),
            Cell(line.reader, line.pickup),
        ),
        ListName.SHELF: (Cell(line.shelf_code, ""), work, reader, since),
        ListName.WAITING: (work, reader, Cell(place_words(line)), since),
        ListName.CLEAR: (Cell(line.shelf_code or "–", ""), work, barcode, reader),
        ListName.TRANSIT: (work, barcode, Cell(line.goes_to, _("from {branch}").format(branch=line.came_from)), since),
        ListName.ALL: (work, reader, Cell(line.pickup), since),
    }[name]
    return HoldRow(line.icon, cells, pill_of(name, line, place))


def _barcodes(line: HoldLine) -> Cell:
    more = len(line.barcodes) - 1
    below = ngettext("or {count} other", "or {count} others", more).format(count=more) if more > 0 else ""
    return Cell(grouped(line.barcode), below)


def _about(line: HoldLine) -> str:
    """The author, and what narrows the hold down."""
    parts = [line.author]
    if line.volume:
        parts.append(_("volume {volume}").format(volume=line.volume))
    if line.only_this and line.status is not HoldStatus.IN_TRANSIT:
        parts.append(_("this copy only"))
    if line.note:
        parts.append(line.note)
    return " · ".join(filter(None, parts))


def place_words(line: HoldLine) -> str:
    """ "First in line", "3 of 5"."""
    if not line.position:
        return ""
    if line.position == 1:
        return _("First")
    return _("{place} of {count}").format(place=line.position, count=line.waiting)


def pill_of(name: ListName, line: HoldLine, place: Place) -> Pill:
    """The end of the line: what is special about it, or its date."""
    if name is ListName.PULL:
        if line.misses:
            return Pill(_("Not found once"), Tone.WARN, "circle-question-mark")
        return Pill(place.day(line.placed_on) if line.placed_on else "", Tone.MUTE)
    if name is ListName.CLEAR:
        return _why(line)
    if name is ListName.TRANSIT:
        return _transit(line)
    return state_pill(line, place)


def _why(line: HoldLine) -> Pill:
    return {
        Why.OVER: Pill(_("Time is over"), Tone.WARN, "clock-alert"),
        Why.EXPIRED: Pill(_("Not fetched"), Tone.WARN, "clock-alert"),
        Why.CANCELLED: Pill(_("Called off"), Tone.INFO, "x"),
        Why.WRONG_SHELF: Pill(_("Wrong branch"), Tone.BAD, "truck"),
        None: Pill("", Tone.MUTE),
    }[line.why]


def _transit(line: HoldLine) -> Pill:
    if line.late:
        words = ngettext("{count} day underway", "{count} days underway", line.days).format(count=line.days)
        return Pill(words, Tone.WARN, "clock-alert")
    if line.here:
        return Pill(_("Comes here"), Tone.INFO, "truck")
    return Pill(_("Sent"), Tone.MUTE)


def state_pill(line: HoldLine, place: Place) -> Pill:
    """What the state of a hold is, wherever it is listed."""
    match line.status:
        case HoldStatus.READY:
            return Pill(until_words(line, place), Tone.HOLD, "bookmark")
        case HoldStatus.IN_TRANSIT:
            return Pill(_("On its way"), Tone.INFO, "truck")
        case HoldStatus.CANCELLED:
            return Pill(_("Called off"), Tone.MUTE, "x")
        case HoldStatus.EXPIRED:
            return Pill(_("Ran out"), Tone.MUTE, "clock-alert")
        case HoldStatus.FILLED:
            return Pill(_("Filled"), Tone.OK, "check")
        case HoldStatus.QUEUED:
            return _waiting(line, place)


def until_words(line: HoldLine, place: Place) -> str:
    """ "until Tue 1 Dec", with the minute where the time is that short."""
    if line.until_at is not None:
        return _("until {day}").format(day=place.due(line.until_at))
    return _("until {day}").format(day=place.day(line.until)) if line.until is not None else _("Ready")


def _waiting(line: HoldLine, place: Place) -> Pill:
    if line.hopeless:
        return Pill(_("No item can fill it"), Tone.BAD, "circle-alert")
    until = line.suspended_until
    if until is not None and until >= place.today:
        words = _("Suspended") if until == ENDLESS else _("Suspended to {day}").format(day=place.day(until))
        return Pill(words, Tone.WARN, "clock")
    if line.not_before is not None and line.not_before > place.today:
        return Pill(_("From {day}").format(day=place.day(line.not_before)), Tone.INFO, "calendar-days")
    return Pill(_("Waiting"), Tone.MUTE)
