"""What can be done with one line, as far as the state of its hold allows."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QApplication, QMenu

from desk.i18n import _
from desk.rules.vocabulary import HoldStatus
from desk.services.holds.lists import HoldLine
from desk.ui.holds.hold_acts import may_be_reinstated
from desk.ui.keys import ENTER, SEQUENCES, Key, cap

if TYPE_CHECKING:
    from desk.ui.holds.holds_page import HoldsPage

LIVE = (HoldStatus.QUEUED, HoldStatus.READY, HoldStatus.IN_TRANSIT)


class LineMenu:
    """Belongs to the page. The menu never stops a scan: the next one closes it."""

    def __init__(self, page: "HoldsPage") -> None:
        self._page = page
        self._menu: QMenu | None = None

    def open_here(self) -> None:
        """For the line that the keyboard is on; nothing where that is in another panel."""
        page, queue, now = self._page, self._page.queue, QApplication.focusWidget()
        panel = page.panel()
        if panel is None or now is None or not panel.isAncestorOf(now):
            self.open(page.line())
        elif panel is queue:
            self.open_queued()

    def open_queued(self) -> None:
        """For the line of the queue, under it."""
        queue = self._page.queue.list
        self.open(queue.hold(), queue.below())

    def open(self, line: HoldLine | None, spot: QPoint | None = None) -> None:
        """Under the line of the list, or at a spot of the queue beside it."""
        self.close()
        if line is None:
            return
        page, table = self._page, self._page.table
        menu = QMenu(page)
        menu.setAccessibleName(_("What can be done with this line"))
        for name, label, icon, key in self.entries(line):
            if spot is not None and name == "queue":
                continue
            words = "\t".join(filter(None, (label, cap(key) if key else "")))
            action = QAction(QIcon(page.look.icon(icon, "ink2", 17)), words, menu)
            action.triggered.connect(partial(self._run, name, line))
            menu.addAction(action)
        rect = table.visualRect(table.rows.index(table.place() or 0, 0))
        self._menu = menu
        menu.popup(spot or table.viewport().mapToGlobal(rect.bottomLeft()))

    def close(self) -> None:
        """Somebody scans on."""
        menu, self._menu = self._menu, None
        if menu is not None:
            menu.close()
            menu.deleteLater()

    def entries(self, line: HoldLine) -> Iterator[tuple[str, str, str, str]]:
        """Name, words, picture and key of each."""
        yield "queue", _("Who waits for it"), "list-checks", ENTER
        if line.status is HoldStatus.QUEUED:
            yield "move_all", _("Everybody to another title…"), "arrow-left-right", ""
        if line.hold:
            yield "who", _("Whose hold is it?"), "user-round", ""
        if line.hold and line.status in LIVE and not line.goes_to:
            yield "edit", _("Note and days…"), "pencil", ""
            yield "pickup", _("Pickup elsewhere…"), "map-pin", ""
            if line.status is HoldStatus.QUEUED and line.suspended_until is None:
                yield "suspend", _("Suspend…"), "clock", ""
            elif line.status is HoldStatus.QUEUED:
                yield "resume", _("Resume"), "rotate-ccw", ""
            yield "cancel", _("Call off…"), "bookmark-x", "Del"
        if may_be_reinstated(line):
            yield "reinstate", _("Take it up again"), "undo-2", ""
        if line.barcodes:
            yield "missing", _("Not on shelf"), "circle-question-mark", "N"
        if line.status in (HoldStatus.READY, HoldStatus.IN_TRANSIT):
            yield "slip", _("Print the slip"), "receipt", SEQUENCES[Key.PRINT]

    def _run(self, name: str, line: HoldLine) -> None:
        page = self._page
        if name == "queue":
            page.show_queue(line.title_id, line.hold)
        elif name == "slip":
            page.print_slip(line)
        else:
            page.acts.run(name, line)
