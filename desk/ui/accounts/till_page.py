"""The page itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.ui.workroom import WorkPage, Workplace


class TillPage(WorkPage):
    """Fines and till."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, _("Fines and till"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def refresh(self) -> None:
        """Read anew what the page shows."""

    def take_focus(self) -> None:
        """Put the keyboard where the page begins."""
        self.setFocus()

    def in_order(self) -> list[QWidget]:
        """What Tab reaches."""
        return []

    def card_scanned(self, number: str) -> None:
        """A library card."""

    def item_scanned(self, barcode: str) -> None:
        """A copy."""
