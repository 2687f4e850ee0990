"""Command barcodes: what a scanner alone can order, each in its turn behind the scans before it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desk.rules.barcodes import Order, order_of
from desk.rules.vocabulary import ItemStatus
from desk.services.answers import Thing, Unknown
from desk.services.circulation.marks import MarkItem
from desk.ui.circulation.visit import Scanned

if TYPE_CHECKING:
    from desk.ui.circulation.desk_panel import DeskPanel


class Ordering:
    """Belongs to one panel. None of the orders lifts a block or moves money; turning the page is the window's."""

    def __init__(self, panel: "DeskPanel") -> None:
        self._panel = panel

    def known(self) -> dict[Order, Callable[[], None]]:
        """What is the same on both pages."""
        panel = self._panel
        return {
            Order.DONE: partial(panel.first, panel.end),
            Order.UNDO: self.undo,
            Order.OUT: partial(panel.turned.emit, Order.OUT),
            Order.IN: partial(panel.turned.emit, Order.IN),
            Order.RECEIPT: partial(panel.run_command, "print"),
            Order.SIDE: panel.set_aside,
            Order.DAMAGED: self.damaged,
        }

    def obey(self, scanned: Scanned) -> None:
        """In a step: do what the barcode says before anything that was scanned after it. It leaves no row."""
        panel, order = self._panel, order_of(scanned.raw)
        steps = panel.orders()
        if order is None or order not in steps:
            return panel.tell(scanned, Unknown(Thing.ITEM, scanned.raw.strip()))
        panel.drop(scanned)
        steps[order]()
        return panel.settled()

    def undo(self) -> None:
        """The last act of the window."""
        self._panel.first(self._panel.taking_back.undo_latest)

    def damaged(self) -> None:
        """The copy that was scanned last is damaged."""
        panel = self._panel
        scanned = next((each for each in reversed(panel.visit.scans) if each.barcode), None)
        if scanned is not None:
            act = MarkItem(scanned.barcode, ItemStatus.DAMAGED)
            panel.first(partial(panel.act, scanned, act, again=True))
