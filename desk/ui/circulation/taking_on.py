"""A number that nothing on file has, read twice: the copy is taken on file with three words, and lent or taken in."""

from functools import partial
from typing import TYPE_CHECKING, Any

from desk.i18n import _
from desk.rules.barcodes import CardNumber, DeskCommand, Isbn, Issn, read_scan
from desk.rules.vocabulary import Permission
from desk.services.answers import Thing, Unknown
from desk.services.circulation.answers import Added
from desk.services.desk import new_key
from desk.ui.circulation.tools import Done
from desk.ui.circulation.visit import Scanned, Stage
from desk.ui.keys import Key
from desk.ui.parts.item_ask import ItemAsk
from desk.wording.shapes import Command

if TYPE_CHECKING:
    from desk.services.circulation.uncatalogued import AddUncatalogued
    from desk.ui.circulation.desk_panel import DeskPanel

# What these are is known: no barcode that a library has put on a copy.
NO_BARCODE = CardNumber | DeskCommand | Isbn | Issn


class TakingOn:
    """Belongs to one panel, which says what happens with the copy once it is on file."""

    def __init__(self, panel: "DeskPanel") -> None:
        self._panel = panel
        self._for: Scanned | None = None
        panel.page.form_filled.connect(self._filled)

    def command(self, scanned: Scanned, answer: Unknown) -> tuple[Command, ...]:
        """The offer on the card, where this clerk may make it and the number can be a copy's."""
        standing = self._panel.desk.standing
        if standing is None or Permission.ADD_ITEM not in standing.staff.permissions:
            return ()
        candidates = read_scan(scanned.raw, standing.patterns).candidates
        a_code = " " not in answer.text and any(letter.isdigit() for letter in answer.text)
        if answer.thing not in (Thing.ITEM, Thing.CARD) or not a_code:
            return ()
        if any(isinstance(candidate, NO_BARCODE) for candidate in candidates):
            return ()
        return (Command(Key.UNCATALOGUED, self._panel.adding_words(), "Ctrl U", "book-plus"),)

    def ask(self) -> None:
        """Ctrl+U: ask for its title in the card."""
        scanned = self._panel.about
        known = scanned is not None and scanned.sure and isinstance(scanned.answer, Unknown)
        if scanned is None or not known or scanned.stage is not Stage.LOOK:
            return None
        if self._for is scanned and isinstance(self._panel.page.card.ask, ItemAsk):
            return self._panel.page.take_focus()
        self._for = scanned
        return self._panel.page.ask_item(_("What is it? It goes to cataloguing later."), self._panel.adding_words())

    def takes(self, raw: str) -> bool:
        """Whether a scan is the ISBN that the form waits for. Every other scan is what it always is."""
        ask, standing = self._panel.page.card.ask, self._panel.desk.standing
        if not isinstance(ask, ItemAsk) or standing is None or not ask.has_focus():
            return False
        candidates = read_scan(raw, standing.patterns).candidates
        found = next((each.number for each in candidates if isinstance(each, Isbn)), "")
        if found:
            ask.isbn.setText(found)
            ask.isbn.setFocus()
        return bool(found)

    def _filled(self, title: str, author: str, isbn: str) -> None:
        scanned, self._for = self._for, None
        self._panel.page.card.close_ask()
        if scanned is not None and isinstance(scanned.answer, Unknown):
            from desk.services.circulation.uncatalogued import AddUncatalogued

            act = AddUncatalogued(scanned.answer.text, title, author, isbn)
            scanned.stage = Stage.ASKED
            self._panel.first(partial(self._add, scanned, act))

    def _add(self, scanned: Scanned, act: "AddUncatalogued") -> None:
        key = new_key()
        self._panel.desk.do(act, partial(self._added, scanned, act, key), key)

    def _added(self, scanned: Scanned, act: "AddUncatalogued", key: str, answer: Any) -> None:
        panel = self._panel
        follows = panel.after_adding(act.barcode) if isinstance(answer, Added) else None
        if follows is None:
            return panel.acted(scanned, act, key, answer)
        panel.stood(Done(key, act, panel, scanned, panel.visit), answer)
        return panel.act(scanned, follows, again=True)
