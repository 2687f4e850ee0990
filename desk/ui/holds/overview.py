"""Over the pages: the titles for which many wait, and the holds that no copy can fill. A line leads to its queue."""

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject

from desk.i18n import _, ngettext
from desk.ui.commands.entries import Entry
from desk.ui.desk_thread import Failed

if TYPE_CHECKING:
    from desk.ui.holds.holds_page import HoldsPage
    from desk.ui.shell import Shell


class HoldOverview(QObject):
    """Belongs to the shell; it is asked for by name or key."""

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell

    def ratios(self) -> None:
        """Where copies are missing: the title with the most readers for each copy first."""
        from desk.services.holds.lists import Ratios

        self._shell.parts.desk.ask(Ratios(), self._ratios_told)

    def hopeless(self) -> None:
        """Who waits in vain."""
        from desk.services.holds.lists import Hopeless

        self._shell.parts.desk.ask(Hopeless(), self._hopeless_told)

    def _ratios_told(self, found: Any) -> None:
        if isinstance(found, Failed):
            return
        entries = []
        for each in found:
            waiting = ngettext("{count} waits", "{count} wait", each.waiting).format(count=each.waiting)
            copies = ngettext("{count} copy", "{count} copies", each.copies).format(count=each.copies)
            entries.append(Entry(each.title, "book", partial(self._open, each.title_id), f"{waiting}, {copies}"))
        self._offer(_("Holds for each copy"), entries, _("For no title more than three wait for each copy."))

    def _hopeless_told(self, found: Any) -> None:
        if isinstance(found, Failed):
            return
        entries = [Entry(each.title, each.icon, partial(self._open, each.title_id), each.pickup) for each in found]
        self._offer(_("Holds that no copy can fill"), entries, _("Every hold can be filled by some copy."))

    def _offer(self, prompt: str, entries: list[Entry], nothing: str) -> None:
        self._shell.commanding.overlays.finder.offer(prompt, entries, nothing)

    def _open(self, title: int) -> None:
        cast("HoldsPage", self._shell.rooms.go("holds")).show_queue(title)
