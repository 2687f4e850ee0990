"""A copy that is only looked at: where it is and belongs. Looking never lends and never takes back."""

from functools import partial
from typing import TYPE_CHECKING, Any

from desk.services.circulation.lookup import ItemShown, ShowItem
from desk.ui.circulation.visit import Scanned, Stage
from desk.ui.desk_thread import Failed
from desk.wording.checkout import waiting_row

if TYPE_CHECKING:
    from desk.ui.circulation.desk_panel import DeskPanel


class Looking:
    """Belongs to one panel."""

    def __init__(self, panel: "DeskPanel") -> None:
        self._panel = panel

    def look_up(self, barcode: str) -> None:
        """A copy that was found by its name, with a row of its own, whoever stands at the desk."""
        panel = self._panel
        scanned = Scanned(barcode, waiting_row(barcode), stage=Stage.ASKED)
        scanned.place = panel.page.add_row(scanned.row)
        panel.visit.scans.append(scanned)
        panel.then(partial(self.ask, scanned, barcode))

    def ask(self, scanned: Scanned, barcode: str) -> None:
        """In a step: a copy that was scanned while nobody stands here."""
        self._panel.desk.ask(ShowItem(barcode), partial(self._shown, scanned))

    def _shown(self, scanned: Scanned, answer: Any) -> None:
        if isinstance(answer, Failed):
            return self._panel.fail(scanned, answer)
        self._panel.tell(scanned, answer)
        if isinstance(answer, ItemShown):
            scanned.stage = Stage.QUIET
            self._panel.note(scanned)
        return None
