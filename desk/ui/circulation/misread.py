"""A number that is not on file, read twice: no misread, and still one row to settle."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desk.i18n import _
from desk.rules.barcodes import grouped
from desk.services.answers import Thing, Unknown
from desk.ui.circulation.visit import Scanned, Stage
from desk.wording.checkout import unknown_card
from desk.wording.shapes import Card

if TYPE_CHECKING:
    from desk.ui.circulation.desk_panel import DeskPanel


class Misread:
    """Belongs to one panel. The second scan of the same number confirms the first."""

    def __init__(self, panel: "DeskPanel") -> None:
        self._panel = panel

    def confirmed(self, scanned: Scanned, answer: Any) -> bool:
        """Whether this number waits in a row already; then that row says so, and no second one is left."""
        first = self._first(scanned, answer) if isinstance(answer, Unknown) and not scanned.listed else None
        if first is None:
            return False
        panel = self._panel
        panel.drop(scanned)
        first.sure = True
        panel.paint(first, replace(first.row, subtitle=_("Not on file, scanned twice")))
        panel.show(self.card(first), first)
        panel.settled()
        return True

    def card(self, scanned: Scanned) -> Card | None:
        """What can be done with a number that was read twice; none for any other scan."""
        answer = scanned.answer
        if not scanned.sure or not isinstance(answer, Unknown):
            return None
        card = twice_card(answer)
        return replace(card, commands=self._panel.taking_on.command(scanned, answer) + card.commands)

    def _first(self, scanned: Scanned, answer: Unknown) -> Scanned | None:
        return next((other for other in self._panel.visit.scans if _waits_for(other, answer, scanned)), None)


def twice_card(answer: Unknown) -> Card:
    """What can be done with a number that is surely read right."""
    if answer.thing is Thing.CARD:
        told = _("{number}. Scanned twice, so it is no misread. Set it aside, or type the reader's name to search.")
    else:
        told = _("{number}. Scanned twice, so it is no misread. Set it aside, or type its title to search.")
    return replace(unknown_card(answer), detail=told.format(number=grouped(answer.text)))


def _waits_for(other: Scanned, answer: Unknown, scanned: Scanned) -> bool:
    known = other.answer
    if other is scanned or other.stage is not Stage.LOOK or not isinstance(known, Unknown):
        return False
    return (known.thing, known.text) == (answer.thing, answer.text)
