"""What is said of a copy that was looked up: claimed returned, called back, missing, lost, damaged, found."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from desk.i18n import _
from desk.rules.vocabulary import ItemStatus
from desk.services.circulation.lookup import ItemShown
from desk.ui.circulation.visit import Scanned
from desk.ui.parts.chips import Choice
from desk.wording.marks import state_word, states_for

if TYPE_CHECKING:
    from desk.services.circulation.marks import ClaimReturned, MarkItem, Recall
    from desk.ui.circulation.desk_panel import DeskPanel


class Marking:
    """Belongs to the panel of check-out: the card of a copy that was scanned without a reader offers these."""

    def __init__(self, panel: "DeskPanel") -> None:
        self._panel = panel
        self._claimed: Scanned | None = None
        panel.page.day_chosen.connect(self._day_chosen)

    def claim(self) -> None:
        """The reader says that it came back: ask on which day, today unless something else is said."""
        scanned = self._shown()
        if scanned is not None:
            self._claimed = scanned
            today = self._panel.place().today.isoformat()
            self._panel.page.ask_day(_("The day on which it came back, as the reader says"), today, _("Claimed"))

    def _day_chosen(self, iso: str) -> None:
        scanned, self._claimed = self._claimed, None
        self._panel.page.card.close_ask()
        if scanned is not None:
            from desk.services.circulation.marks import ClaimReturned

            self._run(scanned, ClaimReturned(scanned.barcode, date.fromisoformat(iso)))

    def recall(self) -> None:
        """Another reader needs it."""
        scanned = self._shown()
        if scanned is not None:
            from desk.services.circulation.marks import Recall

            self._run(scanned, Recall(scanned.barcode))

    def mark(self) -> None:
        """Ask in the card what the state of the copy is."""
        scanned = self._shown()
        if scanned is not None:
            choices = tuple(Choice(state, state_word(state)) for state in states_for(scanned.answer))
            self._panel.page.ask_pick(_("What is it?"), choices)
            self._panel.choosing.picked = partial(self._marked, scanned)

    def _marked(self, scanned: Scanned, state: str) -> None:
        from desk.services.circulation.marks import MarkItem

        self._run(scanned, MarkItem(scanned.barcode, ItemStatus(state)))

    def _shown(self) -> Scanned | None:
        scanned = self._panel.about
        return scanned if scanned is not None and isinstance(scanned.answer, ItemShown) else None

    def _run(self, scanned: Scanned, act: "ClaimReturned | Recall | MarkItem") -> None:
        self._panel.first(partial(self._panel.act, scanned, act, again=True))
