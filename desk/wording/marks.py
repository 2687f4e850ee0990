"""What was said of a copy apart from lending it, in words: claimed, called back, marked, taken on file."""

from desk.i18n import _
from desk.rules.vocabulary import ItemStatus, Permission
from desk.services.circulation.answers import Added, Claimed, Marked, Recalled
from desk.services.circulation.lookup import ItemShown
from desk.wording import shapes
from desk.wording.checkout import item_row, work
from desk.wording.context import Place
from desk.wording.shapes import Card, Command, Pill, Row, Sound, Tone

Weights = shapes.Weight
Answer = Claimed | Recalled | Marked | Added
# What a clerk may say of a copy that stands in front of them, or of one that a reader has.
STATES = (
    ItemStatus.MISSING,
    ItemStatus.LOST,
    ItemStatus.DAMAGED,
    ItemStatus.MENDING,
    ItemStatus.DISCARD,
    ItemStatus.AVAILABLE,
)
GONE = frozenset({ItemStatus.MISSING, ItemStatus.LOST})


def state_word(status: ItemStatus) -> str:
    """A state as the choice that a clerk makes."""
    return {
        ItemStatus.MISSING: _("Missing"),
        ItemStatus.LOST: _("Lost"),
        ItemStatus.DAMAGED: _("Damaged"),
        ItemStatus.MENDING: _("For mending"),
        ItemStatus.DISCARD: _("To be discarded"),
        ItemStatus.AVAILABLE: _("Found, in order"),
    }[status]


def states_for(shown: ItemShown) -> tuple[ItemStatus, ...]:
    """The states that this copy may be said to be in: a copy on loan can only be lost or be found again."""
    if shown.due is not None:
        return (ItemStatus.AVAILABLE,) if shown.status in GONE else (ItemStatus.LOST,)
    return tuple(status for status in STATES if status is not shown.status)


def item_commands(shown: ItemShown, place: Place) -> tuple[Command, ...]:
    """What can be said of a copy that was looked up, as far as the clerk may and the copy allows."""
    found = []
    on_loan = shown.due is not None
    if on_loan and Permission.CLAIM in place.permissions:
        found.append(Command("claim", _("Claimed returned"), "Alt 1", "message-square-text"))
    if on_loan and Permission.RECALL in place.permissions:
        found.append(Command("recall", _("Call back"), "Alt 2", "bell"))
    if Permission.MARK in place.permissions:
        found.append(Command("mark", _("Mark…"), "Alt 3", "flag"))
    if found:
        found.append(Command("aside", _("Close"), "Esc", weight=Weights.GHOST))
    return tuple(found)


def marks_card(answer: Answer, place: Place) -> Card:
    """The large card for what was said of a copy."""
    told = work(answer.item)
    match answer:
        case Claimed():
            headline = _("Claimed returned on {day}").format(day=place.long_day(answer.on))
            detail = _("{work}. It is looked for, and the fine grows no more").format(work=told)
            return Card(Tone.WARN, "message-square-text", headline, detail, sound=Sound.ATTENTION)
        case Recalled():
            return _recalled(answer, place, told)
        case Marked():
            return Card(Tone.INFO, "flag", _marked(answer.status), told, sound=Sound.OK)
        case Added():
            return Card(Tone.INFO, "book-plus", _("On file, to be catalogued"), told, sound=Sound.OK)


def _recalled(answer: Recalled, place: Place, told: str) -> Card:
    headline = _("Called back, now due {day}").format(day=place.long_due(answer.due))
    if answer.due == answer.was_due:
        detail = _("{work}. The due date stays as it was").format(work=told)
    else:
        detail = _("{work}. Was due {day}").format(work=told, day=place.due(answer.was_due))
    return Card(Tone.INFO, "bell", headline, detail, sound=Sound.OK)


def _marked(status: ItemStatus) -> str:
    return {
        ItemStatus.MISSING: _("Marked missing"),
        ItemStatus.LOST: _("Marked lost"),
        ItemStatus.DAMAGED: _("Marked damaged"),
        ItemStatus.MENDING: _("Marked for mending"),
        ItemStatus.DISCARD: _("Marked to be discarded"),
        ItemStatus.AVAILABLE: _("Found, and in order again"),
    }.get(status, _("Marked"))


def marks_row(answer: Answer, place: Place) -> Row:
    """The line in the session table for what was said of a copy."""
    match answer:
        case Claimed():
            return item_row(answer.item, "", Pill(_("Claimed"), Tone.WARN, "message-square-text"))
        case Recalled():
            return item_row(answer.item, place.due(answer.due), Pill(_("Called back"), Tone.INFO, "bell"))
        case Marked():
            return item_row(answer.item, "", Pill(state_word(answer.status), Tone.INFO, "flag"))
        case Added():
            return item_row(answer.item, _("Not lent"), Pill(_("On file"), Tone.INFO, "book-plus"))
