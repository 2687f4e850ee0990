"""What there is to say where no rule has reckoned anything: a number not on file, an act taken back, nothing at all."""

from desk.i18n import _
from desk.rules.barcodes import grouped
from desk.services.answers import Thing, Unknown
from desk.wording.shapes import Explanation, Part


def nothing_there() -> Explanation:
    """No row and no card to explain."""
    words = _("Scan something, or go to a row with the arrow keys; then ask again.")
    return _said(_("Nothing to explain yet"), words)


def not_on_file(answer: Unknown) -> Explanation:
    """A number that names nothing."""
    lines = [_("The library has no card with this number.") if answer.thing is Thing.CARD else _("No copy has it.")]
    if not answer.check_ok:
        lines.append(_("Its last digit does not fit the others, so it is most likely a bad read."))
    return Explanation(_("Why not?"), grouped(answer.text), (Part(_("Nothing on file has this number"), tuple(lines)),))


def taken_back(title: str) -> Explanation:
    """A row whose act does not stand any more."""
    part = Part(_("Undone"), (_("What was done with it was taken back, so nothing of it holds."),))
    return Explanation(_("Why?"), title, (part,))


def several_meant() -> Explanation:
    """A scan that may mean several things."""
    return _said(_("Several are meant"), _("Open the row with Enter and pick the right one."))


def no_answer(words: str) -> Explanation:
    """A scan that had no answer."""
    return Explanation(_("Why not?"), "", (Part(_("Nothing was done with it"), (words,)),))


def still_waiting() -> Explanation:
    """A scan that has no answer yet."""
    return _said(_("It waits for its turn"), _("The scans before it come first."))


def _said(heading: str, words: str) -> Explanation:
    return Explanation(_("Why?"), "", (Part(heading, (words,)),))
