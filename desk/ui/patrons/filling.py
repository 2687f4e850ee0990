"""The form of a reader on the page: begun, left and taken up again, saved, and where a refusal points to."""

from functools import partial
from typing import TYPE_CHECKING, Any

from desk.i18n import _
from desk.rules.vocabulary import Reason
from desk.services.answers import NotDone, PatronFace, Refused
from desk.services.patrons.answers import Registered
from desk.services.patrons.form import FormShown, ShowForm
from desk.services.patrons.reader import WhoHas
from desk.services.patrons.register import ChangeDetails, Register
from desk.ui.patrons.drafts import Drafts
from desk.ui.patrons.form import ReaderForm
from desk.wording.blocks import block_sentence
from desk.wording.checkout import unknown_card
from desk.wording.patrons.done import done_card

if TYPE_CHECKING:
    from desk.ui.patrons.patrons_page import PatronsPage

# Which field of the form a refusal is about.
ABOUT = {
    Reason.GUARANTOR_NEEDED: "guarantor",
    Reason.GUARANTOR_SELF: "guarantor",
    Reason.GUARANTOR_TOO_YOUNG: "guarantor",
    Reason.CARD_TAKEN: "card",
    Reason.CARD_UNFIT: "card",
}


class Filling:
    """Belongs to the page."""

    def __init__(self, page: "PatronsPage") -> None:
        self._page = page
        self.drafts = Drafts()

    def register(self, words: str = "", guarantor: str = "") -> None:
        """Ctrl+N: somebody new, begun with the words that were typed."""
        self.drafts.begun(words)
        self._page.ask(ShowForm(words=words), partial(self._begin, guarantor))

    def change(self) -> None:
        """The form of the reader who is open. It shows where they live: that somebody looked is written down."""
        self._page.look_into(self._page.number)
        self.drafts.begun("")
        self._page.ask(ShowForm(self._page.number), partial(self._begin, ""))

    def _begin(self, guarantor: str, shown: Any) -> None:
        page = self._page
        if not isinstance(shown, FormShown):
            return page.show_card(unknown_card(shown))
        page.show_card(None)
        page.close_parts()
        draft = self.drafts.take(shown) if not guarantor else None
        form = ReaderForm(page.look, draft or shown, page.place().today, page.country, page.workplace.lookup)
        form.drafted = draft is not None
        form.saved.connect(self._save)
        form.left.connect(page.leave)
        form.guarantor_given.connect(self._name_guarantor)
        form.other_wanted.connect(self._use_instead)
        page.form = form
        page.show_part(form)
        if guarantor:
            form.take_guarantor(guarantor)
        return page.take_focus()

    def _use_instead(self, number: str) -> None:
        """Somebody who is here already: the form is not needed any more."""
        if self._page.form is not None:
            self._page.form.taken = True
        self._page.open_card(number)

    def _save(self, card: str, details: Any) -> None:
        form = self._page.form
        if form is None:
            return
        act = Register(card, details) if form.is_new() else ChangeDetails(card, details, form.base())
        self._page.do(act, self.saved)

    def saved(self, answer: Any) -> None:
        """The form was taken, or not; a new reader goes on at check-out with the card open."""
        page = self._page
        if isinstance(answer, NotDone):
            page.told(answer)
            return self._point(answer)
        if page.form is not None:
            page.form.taken = True
        page.close_parts()
        page.shown = None
        page.show_card(done_card(answer, page.place()))
        page.open_after(answer.patron.card)
        if isinstance(answer, Registered):
            page.workplace.lend_to(answer.patron.card)
        return None

    def _point(self, answer: NotDone) -> None:
        """A refusal leads to the field that it is about."""
        if self._page.form is None or not isinstance(answer, Refused):
            return
        for block in answer.blocks:
            name = ABOUT.get(block.reason, "")
            if name:
                self._page.form.point_to(name, block_sentence(block, self._page.place()))
                return

    def _name_guarantor(self, number: str) -> None:
        """Whose card it is that was given for the guarantor."""
        if number.strip():
            self._page.ask(WhoHas(number.replace(" ", "")), self._guarantor_named)

    def _guarantor_named(self, answer: Any) -> None:
        form = self._page.form
        if form is not None:
            form.name_guarantor(answer.name if isinstance(answer, PatronFace) else _("Nobody has this card."))
