"""What was taken back, in words."""

from desk.i18n import _, ngettext
from desk.rules.names import initials
from desk.services.circulation.answers import Undone
from desk.wording.accounts import undone as accounts
from desk.wording.checkout import work
from desk.wording.context import Place
from desk.wording.holds import undone as holds
from desk.wording.patrons import undone as patrons
from desk.wording.shapes import Card, Sound, Tone


def undone_card(answer: Undone, place: Place) -> Card:
    """What was taken back."""
    headline = {
        "checkout": _("Check-out undone"),
        "renew": _("Renewal undone"),
        "checkin": _("Check-in undone"),
        "use_in_house": _("Use in the library undone"),
        "backdate": _("Return date put back"),
        "claim_returned": _("Claim taken back"),
        "recall": _("Recall taken back"),
        "mark_item": _("Put back into its old state"),
        "add_uncatalogued": _("Taken off file again"),
        "finish_visit": _("Visit opened again"),
        "load_policy": _("The former loan rules hold again"),
        "load_calendar": _("The former opening days hold again"),
        **patrons.undone_words(),
        **holds.undone_words(),
        **accounts.undone_words(),
    }[answer.what]
    detail = work(answer.item) if answer.item is not None else _whose(answer)
    if answer.kept:
        words = ngettext(
            "{count} loan keeps a date it got since", "{count} loans keep a date they got since", answer.kept
        )
        detail = words.format(count=answer.kept)
    if answer.due is not None and answer.what in ("renew", "checkin"):
        detail = _("{work}. Due {day} again").format(work=detail, day=place.due(answer.due))
    sum_ = place.money(abs(answer.amount)) if answer.amount else ""
    return Card(Tone.INFO, "undo-2", headline, detail, aside=sum_, sound=Sound.OK)


def _whose(answer: Undone) -> str:
    """Two letters and the end of the card: it may be another reader than the one who stands here."""
    who = answer.patron
    if who is None or not who.card:
        return ""
    return f"{initials(who.family_name, who.given_name, who.preferred_name)} …{who.card[-4:]}"
