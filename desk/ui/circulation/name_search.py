"""Readers as somebody types a name: the best few stand in the card before Enter is pressed."""

from PySide6.QtCore import QObject, QTimer

from desk.ui.circulation.checkout_panel import CheckoutPanel
from desk.ui.desk_thread import LookupThread

FEWEST = 3
MOST = 9
# Longer than a scanner needs for its next character, so that no scan is ever searched for.
PAUSE_MS = 150


class NameSearch(QObject):
    """Watches the scan field of check-out. A card that asks something is never taken away for it."""

    def __init__(self, panel: CheckoutPanel, lookup: LookupThread) -> None:
        super().__init__(panel)
        self._panel = panel
        self._lookup = lookup
        self._shown = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._find)
        panel.page.edited.connect(self._edited)
        panel.page.submitted.connect(self._forget)

    def _edited(self, text: str) -> None:
        if _is_name(text):
            self._timer.start()
        else:
            self._forget()
            if self._shown and self._panel.page.card.ask is not None:
                self._panel.show(None)
            self._shown = False

    def _forget(self) -> None:
        self._timer.stop()
        self._lookup.forget()

    def _find(self) -> None:
        if self._panel.is_idle() and self._panel.is_ready() and self._may_show():
            from desk.services.patrons.find import FindPatrons

            self._lookup.find(FindPatrons(self._panel.page.scan.text(), MOST), self._found)

    def _may_show(self) -> bool:
        card = self._panel.page.card.card
        return card is None or not card.commands

    def _found(self, hits: object) -> None:
        if isinstance(hits, tuple) and hits and self._may_show() and self._panel.is_idle():
            self._shown = True
            self._panel.choosing.offer(hits, self._panel.scan, focus=False)


def _is_name(text: str) -> bool:
    words = text.strip()
    return len(words) >= FEWEST and words[0].isalpha()
