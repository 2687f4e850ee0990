"""Scans on their way to a page. A command barcode may turn the page: what is scanned after it waits until it has."""

from collections import Counter, deque
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

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
        self._panels: list[DeskPanel] = []
        self._turned_before: Counter[DeskPanel] = Counter()
        self._early: deque[tuple[str, str]] = deque()
        self._pages: dict[str, DeskPanel] = {}
        self._turns: Order | None = None
        self._turner: DeskPanel | None = None

    def watch(self, panel: "DeskPanel") -> None:
        """A panel that may turn the page."""
        self._panels.append(panel)
        panel.turned.connect(self._turned)
        panel.rested.connect(self._rested)

    @Slot(str)
    def scanned(self, raw: str) -> None:
        """One more scan: on to the page that is shown, or behind the turn that it waits for."""
        if self._turns is not None:
            self._behind.append(raw)
            return
        order = order_of(raw)
        self._turns = order if order in TURNS else None
        if self._turns is not None and (self._early or not self._works()):
            self._turn_at_once(self._turns, raw)
            return
        # The panel may obey at once, before it is known which it was.
        panel = self._deliver(raw)
        if self._turns is not None:
            self._turner = panel

    def keep(self, page: str, raw: str) -> None:
        """A scan for this page that comes before somebody works here."""
        self._early.append((page, raw))

    def has_early(self) -> bool:
        """Whether scans wait until somebody works here, or until those before them are done."""
        return bool(self._early)

    def waiting(self) -> int:
        """How many scans have come and are not at work yet, wherever they wait."""
        held = sum(len(panel.caught) + len(panel.held_back or ()) for panel in self._panels)
        return held + len(self._early) + len(self._behind)

    def hand_over(self, pages: "dict[str, DeskPanel]") -> None:
        """Somebody works here: the scans that waited, in their order. Those for another page wait until a page rests.

        If one turns the page, that was done when it came.
        """
        self._pages = pages
        while self._early:
            page, raw = self._early[0]
            panel = pages[page]
            if any(not other.is_idle() for other in pages.values() if other is not panel):
                return
            self._early.popleft()
            if order_of(raw) in TURNS:
                self._turned_before[panel] += 1
            panel.scan(raw)

    def _works(self) -> bool:
        return bool(self._panels) and all(panel.is_ready() for panel in self._panels)

    def _turn_at_once(self, order: Order, raw: str) -> None:
        """Nobody works here yet, or scans of before wait: what follows is for the other page at once, and waits too."""
        self._turns = None
        self._show(order)
        panel = self._deliver(raw)
        if panel is not None:
            self._turned_before[panel] += 1

    def _turned(self, order: Order) -> None:
        panel = cast("DeskPanel", self.sender())
        if self._turned_before[panel]:
            self._turned_before[panel] -= 1
            return
        self._show(order)
        self._go_on()

    def _rested(self) -> None:
        """Nothing is in flight there any more. What came before a turn had no answer, but a turn counts on none: what
        was scanned after it belongs to the other page."""
        self._turned_before.pop(cast("DeskPanel", self.sender()), None)
        if self._turns is not None and self.sender() is self._turner:
            self._show(self._turns)
            self._go_on()
        if self._early and self._pages:
            self.hand_over(self._pages)

    def _go_on(self) -> None:
        self._turns, self._turner = None, None
        while self._behind and self._turns is None:
            self.scanned(self._behind.popleft())
