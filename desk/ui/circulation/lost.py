"""Scans that had no answer: what their rows and the card say."""

from dataclasses import replace

from desk.errors import DeskError
from desk.i18n import _
from desk.ui.circulation.visit import Scanned
from desk.ui.desk_thread import Failed
from desk.wording.errors import error_sentence
from desk.wording.shapes import Card, Command, Pill, Row, Sound, Tone, Weight


def failed_row(row: Row) -> Row:
    """A scan that had no answer."""
    pill = Pill(_("Scan it again"), Tone.BAD, "cloud-off")
    return replace(row, subtitle=_("Nothing was done with it"), pill=pill, tone=Tone.BAD, needs_look=True)


def was_lost(scanned: Scanned) -> bool:
    """Whether a scan had no answer, now or before a crash."""
    return scanned.answer is None or isinstance(scanned.answer, Failed)


def failed_card(failed: Failed | None) -> Card:
    """Why there was no answer; after a crash nobody knows."""
    if failed is None:
        words = _("The program ended before there was an answer.")
    elif isinstance(failed.error, DeskError):
        words = error_sentence(failed.error)
    else:
        words = _("The program made a mistake. A report was kept, without any reader's data.")
    again = Command("again", _("Try it again"), "Ctrl Enter", "refresh-cw", Weight.PRIMARY)
    aside = Command("aside", _("Set aside"), "Esc", weight=Weight.GHOST)
    return Card(Tone.BAD, "cloud-off", _("Nothing was done: scan it again"), words, (again, aside), sound=Sound.BAD)
