"""Scans on their way to a page. A command barcode may turn the page: what is scanned after it waits until it has."""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desk.rules.barcodes import Order, order_of

if TYPE_CHECKING:
    from desk.ui.circulation.desk_panel import DeskPanel

Deliver = Callable[[str], "DeskPanel | None"]
TURNS = frozenset({Order.OUT, Order.IN})


class Turning(QObject):
    """Between the scanners and the two panels. Each panel has a line of its own, so that only here the order of scans
    can be kept across a turn of the page."""

    def __init__(self, show: Callable[[Order], None], deliver: "Deliver", parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._deliver = deliver
        self._behind: deque[str] = deque()
        self._turns = False
        self._turner: DeskPanel | None = None

    def watch(self, panel: "DeskPanel") -> None:
        """A panel that may turn the page."""
        panel.turned.connect(self._turned)
        panel.rested.connect(self._rested)

    @Slot(str)
    def scanned(self, raw: str) -> None:
        """One more scan: on to the page that is shown, or behind the turn that it waits for."""
        if self._turns:
            self._behind.append(raw)
            return
        self._turns = order_of(raw) in TURNS
        # The panel may obey at once, before it is known which it was.
        panel = self._deliver(raw)
        if self._turns:
            self._turner = panel

    def _turned(self, order: Order) -> None:
        self._show(order)
        self._go_on()

    def _rested(self) -> None:
        """Nothing is in flight there any more: what came before the turn had no answer, and it was not taken."""
        if self._turns and self.sender() is self._turner:
            self._go_on()

    def _go_on(self) -> None:
        self._turns, self._turner = False, None
        while self._behind and not self._turns:
            self.scanned(self._behind.popleft())
