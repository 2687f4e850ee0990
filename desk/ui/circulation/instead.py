"""What is done with a copy instead of lending it: taken back, taken back and then lent, used in the library."""

from functools import partial
from typing import TYPE_CHECKING, Any

from desk.services.circulation.answers import Returned
from desk.services.circulation.checkin import Checkin, UseInHouse
from desk.services.desk import new_key
from desk.ui.circulation.tools import Done
from desk.ui.circulation.visit import Scanned

if TYPE_CHECKING:
    from desk.ui.circulation.checkout_panel import CheckoutPanel


class Instead:
    """Belongs to the panel of check-out: the recommended commands of its cards."""

    def __init__(self, panel: "CheckoutPanel") -> None:
        self._panel = panel

    def take_back(self) -> None:
        """Keep it for the hold shelf, send it to mending: a check-in finds the place."""
        scanned = self._panel.about
        if scanned is not None and scanned.barcode:
            act = Checkin(scanned.barcode, self._panel.visit.id)
            self._panel.first(partial(self._panel.act, scanned, act, again=True))

    def return_and_lend(self) -> None:
        """Another reader still has it: take it back, then lend it here."""
        scanned = self._panel.about
        if scanned is not None and scanned.barcode:
            self._panel.first(partial(self._return_first, scanned))

    def _return_first(self, scanned: Scanned) -> None:
        key = new_key()
        act = Checkin(scanned.barcode, self._panel.visit.id)
        self._panel.desk.do(act, partial(self._returned_first, scanned, act, key), key)

    def _returned_first(self, scanned: Scanned, act: Checkin, key: str, answer: Any) -> None:
        panel = self._panel
        if not isinstance(answer, Returned):
            return panel.acted(scanned, act, key, answer)
        panel.stood(Done(key, act, panel, scanned, panel.visit), answer)
        return panel.act(scanned, panel.checkout(scanned.barcode), again=True)

    def use_here(self) -> None:
        """Not lent, but used in the library: counted."""
        scanned = self._panel.about
        if scanned is not None and scanned.barcode:
            act = UseInHouse(scanned.barcode, self._panel.visit.id)
            self._panel.first(partial(self._panel.act, scanned, act, again=True))
