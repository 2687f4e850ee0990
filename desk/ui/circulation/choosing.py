"""Which one is meant: a number that is both card and copy, a name that several have, a title with several copies."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from desk.i18n import _
from desk.services.circulation.lookup import FoundBoth, FoundSeveral, Hit
from desk.ui.circulation.visit import Scanned, Stage
from desk.ui.parts.chips import Choice
from desk.wording.shapes import Card, Command, Pill, Row, Sound, Tone, Weight

if TYPE_CHECKING:
    from desk.ui.circulation.desk_panel import DeskPanel


class Choosing:
    """Belongs to one panel. A question never stops the scans behind it."""

    def __init__(self, panel: "DeskPanel") -> None:
        self._panel = panel
        self.picked: Callable[[str], None] | None = None
        panel.page.picked.connect(self._pick_made)

    def card_or_item(self, scanned: Scanned, found: FoundBoth) -> None:
        """One number, two meanings: the clerk says which."""
        self._ask(scanned, found, Pill(_("Which one?"), Tone.WARN, "circle-help"))
        commands = (
            Command("as_card", _("The card"), "Alt 1", "id-card"),
            Command("as_item", _("The item"), "Alt 2", "book"),
            Command("aside", _("Set aside"), "Esc", weight=Weight.GHOST),
        )
        told = _("Both a card and an item have this number.")
        card = Card(Tone.WARN, "circle-help", _("A card or an item?"), told, commands, sound=Sound.ATTENTION)
        self._panel.show(card, scanned)
        self._panel.settled()

    def chosen(self, *, as_card: bool) -> None:
        """The clerk has said which."""
        scanned = self._panel.about
        if scanned is not None and isinstance(scanned.answer, FoundBoth):
            act = self._panel.card_scanned if as_card else self._panel.item_scanned
            self._panel.first(partial(act, scanned, scanned.answer.number))

    def one_of(self, scanned: Scanned, found: FoundSeveral) -> None:
        """A short list; an empty one is nobody. A name leaves no row, a number does."""
        panel = self._panel
        if not found.hits:
            panel.drop(scanned)
            panel.show(panel.nobody(found.text))
            return panel.settled()
        if any(letter.isdigit() for letter in scanned.raw):
            self._ask(scanned, found, Pill(_("Several"), Tone.WARN, "list-checks"))
        else:
            panel.drop(scanned)
        self.offer(found.hits, partial(self._one_chosen, scanned), scanned)
        return panel.settled()

    def offer(
        self,
        hits: tuple[Hit, ...],
        picked: Callable[[str], None],
        about: Scanned | None = None,
        *,
        focus: bool = True,
    ) -> None:
        """A list to pick from; without the focus while somebody is still typing."""
        panel = self._panel
        panel.show(Card(Tone.INFO, "search", panel.several(len(hits))), about)
        choices = tuple(Choice(hit.number, f"{hit.title}   {hit.detail}") for hit in hits)
        panel.page.ask_pick(_("Which one is meant?"), choices, focus=focus)
        self.picked = picked

    def _ask(self, scanned: Scanned, found: FoundBoth | FoundSeveral, pill: Pill) -> None:
        scanned.stage, scanned.answer = Stage.LOOK, found
        self._panel.paint(scanned, _asking(scanned.row, pill))

    def _pick_made(self, number: str) -> None:
        picked, self.picked = self.picked, None
        self._panel.page.card.close_ask()
        if picked is not None:
            picked(number)

    def _one_chosen(self, scanned: Scanned, number: str) -> None:
        """A line of the list stands for the scan itself."""
        panel = self._panel
        if scanned not in panel.visit.scans:
            return panel.scan(number)
        scanned.raw = number
        panel.visit.scans.remove(scanned)
        panel.caught.insert(0, scanned)
        scanned.stage = Stage.CAUGHT
        return panel.first(partial(panel.begin, scanned))


def _asking(row: Row, pill: Pill) -> Row:
    return replace(row, pill=pill, tone=pill.tone, needs_look=True)
