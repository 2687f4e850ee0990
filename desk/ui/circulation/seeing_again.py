"""Coming back to an open visit: the reader may have brought something or settled a sum meanwhile, here or elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from desk.services.circulation.answers import Lent, Renewed
from desk.services.circulation.lookup import CopiesOut
from desk.services.patrons.panel import OpenPatron, PatronOpened
from desk.ui.afterwards import Afterwards
from desk.ui.circulation.visit import Stage, Visit
from desk.wording.checkout import returned_row

if TYPE_CHECKING:
    from desk.ui.circulation.checkout_panel import CheckoutPanel


class SeeingAgain:
    """Belongs to the panel of check-out. Its page may lie behind another one while the same reader is served there."""

    def __init__(self, panel: "CheckoutPanel") -> None:
        self._panel = panel
        self._refreshing = Afterwards(panel, self._refresh)
        self._is_fresh = False
        panel.page.came_into_sight.connect(self.look)

    @contextmanager
    def just_read(self, *, nothing_waits: bool) -> Iterator[None]:
        """The card was opened in this step: coming to rest right after it, nothing has to be read again."""
        self._is_fresh = nothing_waits
        try:
            yield
        finally:
            self._is_fresh = False

    def refresh_soon(self) -> None:
        """Read the numbers of the reader again once the last row is painted."""
        if not self._is_fresh:
            self._refreshing.ask()

    def _refresh(self) -> None:
        panel = self._panel
        if panel.visit.card and panel.is_idle():
            panel.desk.ask(OpenPatron(panel.visit.card), partial(self.refreshed, panel.visit))

    def look(self) -> None:
        """Read anew what the reader of the open visit has, and what stands against them."""
        if self._panel.visit.card:
            self._panel.then(self._ask_loans)

    def _ask_loans(self) -> None:
        visit = self._panel.visit
        if not visit.card:
            return self._panel.settled()
        return self._panel.desk.ask(CopiesOut(visit.card), partial(self._loans_told, visit))

    def _loans_told(self, visit: Visit, answer: Any) -> None:
        if visit is self._panel.visit and isinstance(answer, frozenset):
            self._mark(answer)
        self._panel.desk.ask(OpenPatron(visit.card), partial(self._reader_told, visit))

    def _mark(self, out: frozenset[str]) -> None:
        """A copy that the reader has no more says so; one whose return was undone is lent as before."""
        panel = self._panel
        for scanned in panel.visit.scans:
            if not isinstance(scanned.answer, Lent | Renewed):
                continue
            if scanned.stage is Stage.DONE and scanned.barcode not in out:
                scanned.stage = Stage.BACK
                panel.paint(scanned, returned_row(scanned.row))
            elif scanned.stage is Stage.BACK and scanned.barcode in out:
                scanned.stage = Stage.DONE
                panel.paint(scanned, panel.words(scanned.answer)[1])

    def _reader_told(self, visit: Visit, answer: Any) -> None:
        """A limit is no block of the reader's own: what waited for one is tried whenever anything has changed."""
        changed = answer != visit.opened
        self.refreshed(visit, answer)
        if changed and visit is self._panel.visit and not visit.standing_blocks():
            self._panel.allowing.lend_waiting()
        self._panel.settled()

    def refreshed(self, visit: Visit, answer: Any) -> None:
        """The reader's numbers as they are now. Once nothing stands against them, what waited is lent."""
        panel = self._panel
        if visit is not panel.visit or not isinstance(answer, PatronOpened):
            return
        was_blocked = bool(visit.standing_blocks())
        panel.show_reader(answer)
        if was_blocked and not visit.standing_blocks():
            if panel.about is None:
                panel.show(None)
            panel.allowing.lend_waiting()
