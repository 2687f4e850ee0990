"""The slips of the lending desk: what is due, what is kept for whom, what travels where.

A hold slip faces the public: it carries a code and never a name (standards.md 3.5). A due slip names no reader.
"""

from collections.abc import Iterable

from desk.i18n import _, format_time, ngettext
from desk.printing.paper import BODY, DEFAULT, HUGE, LARGE, SMALL, Bars, Pair, Rule, Strip, Text
from desk.services.circulation.answers import Returned, SlipLine
from desk.wording.checkout import slip_line
from desk.wording.context import Place


def due_slip(
    lines: Iterable[SlipLine],
    place: Place,
    library: str,
    branch: str,
    *,
    card: str = "",
    paper: str = DEFAULT,
    mark: str = "",
) -> bytes:
    """What the reader takes home: each title with its date; of the card only the last four digits."""
    lines = tuple(lines)
    strip = _headed(library, branch, place, _marked(paper, mark))
    for line in lines:
        left, right = slip_line(line, place)
        strip.add(Pair(left, right))
    strip.add(Rule())
    strip.add(Text(ngettext("{count} item", "{count} items", len(lines)).format(count=len(lines)), face="medium"))
    if card:
        strip.add(Text(_("Card ending in {digits}").format(digits=card[-4:]), SMALL))
    strip.add(Text(_("Thank you. Please bring them back by the date beside each."), SMALL))
    return strip.pdf(_("Due slip"))


def hold_slip(
    returned: Returned, place: Place, library: str, branch: str, *, paper: str = DEFAULT, mark: str = ""
) -> bytes:
    """What is put into a copy on the hold shelf: the code, the last day, and the barcode to scan."""
    strip = _marked(paper, mark)
    hold = returned.hold
    code = hold.shelf_code if hold is not None else ""
    strip.add(Text(code, HUGE, "bold", centred=True, gap=6))
    if hold is not None and hold.until is not None:
        day = place.long_due(hold.until_at) if hold.until_at is not None else place.long_day(hold.until)
        until = _("Keep until {day}").format(day=day)
        strip.add(Text(until, LARGE, "medium", centred=True, gap=4))
    if hold is not None and hold.slip_note:
        strip.add(Text(hold.slip_note, BODY, centred=True, gap=4))
    strip.add(Rule(), Bars(returned.item.barcode))
    strip.add(Text(f"{library}, {branch}", SMALL, centred=True), Text(_stamp(place), SMALL, centred=True))
    return strip.pdf(_("Hold slip"))


def transit_slip(
    returned: Returned, place: Place, library: str, branch: str, *, paper: str = DEFAULT, mark: str = ""
) -> bytes:
    """What travels with a copy: where to, where from, why. For whom is found out where it arrives."""
    strip = _marked(paper, mark)
    strip.add(Text(_("To"), BODY), Text(returned.branch, HUGE * 0.8, "bold", gap=6))
    why = _("For a hold") if returned.hold is not None else _("Going home")
    strip.add(Text(why, LARGE, "medium"), Text(_("From {branch}, {when}").format(branch=branch, when=_stamp(place))))
    strip.add(Rule(), Text(returned.item.title, BODY), Bars(returned.item.barcode), Text(library, SMALL, centred=True))
    return strip.pdf(_("Transit slip"))


def trial_slip(library: str, paper: str = DEFAULT) -> bytes:
    """What comes out when a printer is tried: its words and bars show whether it is set to the right paper."""
    strip = Strip(paper)
    strip.add(Text(library or _("My library"), LARGE, "bold"), Text(_("This printer works."), BODY), Rule())
    strip.add(Bars("12345678"), Text(_("Both lines should reach from edge to edge."), SMALL), Rule())
    return strip.pdf(_("Test slip"))


def _marked(paper: str, mark: str) -> Strip:
    """A strip that says at its head what it is, where it is no slip of the library at work."""
    strip = Strip(paper)
    if mark:
        strip.add(Text(mark, LARGE, "bold", centred=True, gap=4), Rule())
    return strip


def _headed(library: str, branch: str, place: Place, strip: Strip) -> Strip:
    strip.add(Text(library, LARGE, "bold"), Text(branch, BODY), Text(_stamp(place), SMALL), Rule())
    return strip


def _stamp(place: Place) -> str:
    return f"{place.day(place.today)}, {format_time(place.local(place.now))}"
