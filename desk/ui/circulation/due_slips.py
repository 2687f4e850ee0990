"""The due slip of the open visit, and of the one that has just ended."""

from typing import TYPE_CHECKING, Any

from desk.services.circulation.answers import SlipLine
from desk.services.circulation.visit import VisitSlip
from desk.ui.circulation.tools import Slip, SlipKind
from desk.ui.desk_thread import Failed

if TYPE_CHECKING:
    from desk.ui.circulation.checkout_panel import CheckoutPanel


class DueSlips:
    """Belongs to the panel of check-out."""

    def __init__(self, panel: "CheckoutPanel") -> None:
        self._panel = panel
        self._last: tuple[SlipLine, ...] = ()

    def ended(self, lines: tuple[SlipLine, ...], wish: str) -> None:
        """A visit has ended; its slip prints by itself where that is wished."""
        self._last = lines
        if lines and wish == "print":
            self._panel.print(Slip(SlipKind.DUE, lines))

    def so_far(self) -> None:
        """F9: what was lent in this visit until now."""
        if self._panel.visit.card:
            self._panel.then(self._ask)

    def order(self) -> None:
        """The command barcode: before anything that was scanned after it."""
        if self._panel.visit.card:
            self._panel.first(self._ask)
        else:
            self._panel.print_slip()

    def print_last(self) -> bool:
        """F9 without a visit and without a card: the slip of the visit that has just ended. Whether there is one."""
        if self._panel.about is not None or self._panel.visit.card or not self._last:
            return False
        self._panel.print(Slip(SlipKind.DUE, self._last))
        return True

    def _ask(self) -> None:
        self._panel.desk.ask(VisitSlip(self._panel.visit.id), self._told)

    def _told(self, answer: Any) -> None:
        if isinstance(answer, Failed):
            self._panel.show_failure(answer)
        elif answer:
            self._panel.print(Slip(SlipKind.DUE, answer))
        self._panel.settled()
