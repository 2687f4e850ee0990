"""Command barcodes: what a scanner alone can order, each in its turn behind the scans before it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desk.rules.barcodes import Order, order_of
from desk.rules.vocabulary import ItemStatus
from desk.services.answers import Thing, Unknown
from desk.ui.circulation.lost import failed_card
from desk.ui.circulation.visit import Scanned
from desk.ui.desk_thread import Failed

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
        """The last act of the window, unless it was one on money."""
        self._panel.first(partial(self._panel.taking_back.undo_latest, scanned=True))

    def damaged(self) -> None:
        """The copy that was scanned last is damaged. None before it is meant, whatever became of the last."""
        panel = self._panel
        if not panel.visit.scans:
            return
        scanned = panel.visit.scans[-1]
        if not scanned.barcode:
            return self._tell_again(scanned)
        from desk.services.circulation.marks import MarkItem

        act = MarkItem(scanned.barcode, ItemStatus.DAMAGED)
        return panel.first(partial(panel.act, scanned, act, again=True))

    def _tell_again(self, scanned: Scanned) -> None:
        """No copy on file: its card and its sound once more, so that nobody takes it for marked."""
        panel = self._panel
        if isinstance(scanned.answer, Unknown):
            panel.show(panel.misread.card(scanned) or panel.words(scanned.answer)[0], scanned)
        elif isinstance(scanned.answer, Failed):
            panel.show(failed_card(scanned.answer), scanned)
        elif scanned.place is not None:
            panel.open_row(scanned.place)
