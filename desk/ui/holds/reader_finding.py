"""Who a hold is for, where somebody types it: a card, or a name that several may have."""

from typing import TYPE_CHECKING, Any

from desk.rules.barcodes import read_scan
from desk.rules.vocabulary import BarcodeKind
from desk.services.circulation.lookup import FoundCard, FoundSeveral, Identify

if TYPE_CHECKING:
    from desk.ui.holds.holds_page import HoldsPage


class ReaderFinding:
    """Belongs to the page of the holds."""

    def __init__(self, page: "HoldsPage") -> None:
        self._page = page

    def find(self, words: str) -> None:
        """These words were typed in the place for the reader."""
        standing = self._page.desk.standing
        assert standing is not None
        self._page.ask(Identify(read_scan(words, standing.patterns), BarcodeKind.PATRON), self._found)

    def _found(self, found: Any) -> None:
        if isinstance(found, FoundCard):
            self._page.card_scanned(found.number)
        else:
            self._page.placing.offer_readers(found.hits if isinstance(found, FoundSeveral) else ())
