"""What the deeds of the till's page share: something is asked in the card, and then it is done."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from desk.ui.accounts.asks import Blank, FormAsk

if TYPE_CHECKING:
    from desk.ui.accounts.till_page import TillPage

Read = Mapping[str, Any]


class PageDeeds:
    """Belongs to the page. `icon` stands on a form that has none of its own."""

    icon: ClassVar[str]

    def __init__(self, page: "TillPage") -> None:
        self._page = page

    def form(self, prompt: str, blanks: tuple[Blank, ...], yes: str, then: Callable[[Read], None]) -> None:
        """Ask for something in a calm card."""
        page = self._page
        page.ask_form(FormAsk(page.look, blanks, yes, page.place().currency, then), prompt, self.icon)

    def _do(self, act: Any) -> None:
        self._page.card.close_ask()
        self._page.do(act, self._page.done)
