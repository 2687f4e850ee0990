"""Patrons: find a reader, see the account, change it. Nothing here says where somebody lives until it is asked."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QWidget

from desk.devices.focus_memory import TYPES_INTO
from desk.i18n import _
from desk.rules.vocabulary import Permission
from desk.services.answers import NotDone, Refused, Unknown
from desk.services.circulation.answers import Undone
from desk.services.patrons.account import Account, OpenAccount
from desk.services.patrons.answers import Forgotten, GrownUp, PersonalShown
from desk.services.patrons.country import CountryHere
from desk.services.patrons.family import GrowUp
from desk.services.patrons.register import ChangeDetails, Register
from desk.services.patrons.showing import ShowPersonal
from desk.ui.circulation.tools import Done
from desk.ui.desk_thread import Failed
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.empty import ReadyPanel
from desk.ui.parts.room import bring_into_sight
from desk.ui.patrons.account_view import AccountView
from desk.ui.patrons.actions import Actions
from desk.ui.patrons.crowd import Crowd
from desk.ui.patrons.filling import Filling
from desk.ui.patrons.form import ReaderForm
from desk.ui.patrons.merge_view import MergeView
from desk.ui.patrons.reader_list import ReaderList
from desk.ui.workroom import WorkPage, Workplace
from desk.wording.checkout import unknown_card
from desk.wording.patrons.done import done_card
from desk.wording.shapes import Card, Weight

# The acts whose answers this page has words for.
OWN = (
    *("give_card", "mark_reader", "mark_card", "renew_membership", "restrict", "lift", "link", "write", "archive"),
    *("merge", "clear", "delete"),
)
# From this width on the list stands beside a form.
ROOMY = 1080
# How wide the list is beside an account; in a page narrower than the other it stands above it.
LIST, BESIDE_FROM = 252, 820


class PatronsPage(WorkPage):
    """The list on the left, the account on the right; a form or two records side by side in its place while needed."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, _("Patrons"))
        look, px = self.look, self.look.px
        self.readers = ReaderList(look, self.desk, workplace.lookup)
        self.view = AccountView(look)
        nobody = _("Type any part of a name, card, phone, e-mail or address, or scan a card.")
        self.empty = ReadyPanel(look, "users", _("Whose account?"), nobody, "")
        self.right = QStackedWidget()
        for part in (self.empty, self.view):
            self.right.addWidget(part)
        self.form: ReaderForm | None = None
        self.filling = Filling(self)
        self.merging: MergeView | None = None
        self.crowd: Crowd | None = None
        self.shown: PersonalShown | None = None
        self._refused: Refused | None = None
        self._here = ("", "")
        self.deeds = Actions(self)
        self.several_button = KeyButton(look, _("Several readers"), "", "users", Weight.GHOST)
        self.several_button.clicked.connect(self.deeds.menu_several)
        self.head.addWidget(self.several_button)
        across = self.lay_beside((self.readers,), BESIDE_FROM, LIST)
        across.setSpacing(px(12))
        across.addWidget(self.readers)
        across.addWidget(self.right, 1)
        self.right.setMinimumHeight(px(440))
        self.body.addLayout(across, 1)
        self.readers.chosen.connect(self.open_card)
        self.readers.new_wanted.connect(self.register)
        self.view.wanted.connect(self.deeds.run)
        self.view.opened.connect(self.deeds.open_row)
        self.view.asked.connect(self.deeds.row_menu)
        self.view.typed.connect(self._type_on)
        for each in self.view.lists.values():
            each.view.setProperty(TYPES_INTO, self.readers.box)
        self.desk.ask(CountryHere(), self._know_country)

    def _know_country(self, country: Any) -> None:
        self._here = country if isinstance(country, tuple) else ("", "")

    def enter_presses(self, button: QAbstractButton) -> bool:
        """A bare Enter renews no card: that may cost a fee."""
        return button.objectName() != "renew_card"

    # Who is open

    @property
    def account(self) -> Account | None:
        """The account that is open."""
        return self.view.account

    @property
    def number(self) -> str:
        """The card by which it is open."""
        return self.account.opened.patron.card if self.account is not None else ""

    def open_card(self, number: str, tab: str = "") -> None:
        """The account of the reader with this card, at one of its parts."""
        self.shown = None
        self.ask(OpenAccount(number), partial(self._opened, tab, True))

    def _opened(self, tab: str, fresh: bool, answer: Any) -> None:
        if isinstance(answer, Unknown):
            return self.show_card(unknown_card(answer))
        if fresh:
            self.show_card(None)
            self.close_parts()
        self.view.show_account(answer, self.shown, self.place())
        self.right.setCurrentWidget(self.part or self.view)
        if tab:
            self.view.show_tab(tab)
        self.order_tabs()
        if fresh:
            self.view.take_focus()
            bring_into_sight(self.view)
            if answer.opened.grows_up:
                self.do(GrowUp(self.number), self._grown)
        return None

    def _grown(self, answer: Any) -> None:
        if isinstance(answer, GrownUp):
            self.show_card(done_card(answer, self.place()))
            self.refresh()

    def refresh(self) -> None:
        """Read anew what the page shows."""
        self.readers.look_again()
        if self.account is not None:
            self.ask(OpenAccount(self.number), partial(self._opened, "", False))

    def clear(self) -> None:
        """Nobody may see any longer whom the page was about."""
        super().clear()
        if self.form is not None:
            self.form.taken = True
        self.close_parts()
        self.filling.drafts.forget()
        self.view.account, self.shown = None, None
        self.readers.clear()
        self.readers.forget_recent()
        self.right.setCurrentWidget(self.empty)

    def allow(self, permissions: frozenset[Permission]) -> None:
        """Acts that a role may not use are absent."""
        self.deeds.allow(permissions)

    def take_focus(self) -> None:
        """In the form its first field, in an account its rows, else the box that finds."""
        if self.form is not None:
            self.form.take_focus()
        elif (part := self.merging or self.crowd) is not None:
            part.take_focus()
        else:
            self.readers.box.setFocus()
            self.readers.box.selectAll()

    def in_order(self) -> list[QWidget]:
        """What Tab reaches, as it is read."""
        part: Any = self.part or (self.view if self.account is not None else None)
        several = [self.several_button] if self.several_button.isVisible() else []
        return [*several, *self.readers.stops(), *(part.stops() if part is not None else ())]

    @property
    def part(self) -> Any:
        """What stands in the place of the account: a form, two records side by side, work on several readers."""
        return self.form or self.merging or self.crowd

    def _type_on(self, words: str) -> None:
        self.readers.box.setFocus()
        self.readers.box.setText(words)

    # Forms

    def register(self, words: str = "", guarantor: str = "") -> None:
        """Ctrl+N: somebody new, begun with the words that were typed."""
        self.filling.register(words, guarantor)

    def change(self) -> None:
        """The form of the reader who is open."""
        self.filling.change()

    def look_into(self, number: str) -> None:
        """What is about to be shown says where somebody lives: that it was looked at is written down."""
        self.desk.do(ShowPersonal(number), _nothing)

    def show_part(self, part: QWidget) -> None:
        """This stands in the place of the account."""
        self.right.addWidget(part)
        self.right.setCurrentWidget(part)
        self._make_room()
        self.order_tabs()

    def _make_room(self) -> None:
        """In a narrow window a form has the page for itself."""
        alone = self.part is not None
        self.readers.setVisible(not alone or self.width() >= self.look.px(ROOMY))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another way to share it."""
        super().resizeEvent(event)
        self._make_room()
        shown, now = self.right.currentWidget(), QApplication.focusWidget()
        if shown is not None and shown is not self.empty and now is not None and shown.isAncestorOf(now):
            bring_into_sight(shown)

    def open_after(self, number: str) -> None:
        """The account after an act, without taking the card away that tells of it."""
        self.readers.look_again()
        self.ask(OpenAccount(number), partial(self._opened, "", False))

    def merge_with(self, other: str, keep: str = "") -> None:
        """Two records side by side; they show where somebody lives, which is written down."""
        keep = keep or self.number
        for number in (keep, other):
            self.look_into(number)
        self.show_card(None)
        self.close_parts()
        self.merging = MergeView(self, keep, other)
        self.show_part(self.merging)

    def show_crowd(self, made: Callable[["PatronsPage"], Crowd]) -> None:
        """Work on several readers, in the place of the account."""
        self.show_card(None)
        self.close_parts()
        self.crowd = made(self)
        self.show_part(self.crowd)
        self.crowd.take_focus()

    def close_parts(self) -> None:
        """The form and the comparison go; the account is there again. What was typed in a form is kept for the next."""
        part = self.part
        if self.form is not None and not self.form.taken and self.filling.drafts.keep(self.form):
            self.workplace.say(_("What was typed is kept: open the form again to go on"))
        if part is not None:
            self.right.removeWidget(part)
            part.hide()
            part.deleteLater()
        self.form = self.merging = self.crowd = None
        self._make_room()
        self.right.setCurrentWidget(self.view if self.account is not None else self.empty)

    def leave(self) -> None:
        """Back to the account."""
        self.workplace.lookup.forget()
        self.close_parts()
        self.show_card(None)
        self.order_tabs()
        if self.account is not None:
            self.view.take_focus()
        else:
            self.take_focus()

    # Acts and their answers

    def told(self, answer: Any, number: str = "") -> None:
        """What came of an act; a refusal can be said yes to from its card. The account goes on, under another `number`
        where it has one now.
        """
        if isinstance(answer, Failed):
            return self.fail(answer)
        self._refused = answer if isinstance(answer, Refused) else None
        self.show_card(done_card(answer, self.place()))
        if not isinstance(answer, NotDone) and self.account is not None:
            self.open_after(number or self.number)
        return None

    def show_refusal(self, answer: Refused, card: Card) -> None:
        """A refusal in the words of another page, to be said yes to on this one."""
        self._refused = answer
        self.show_card(card)

    def merged(self, keep: str, answer: Any) -> None:
        """Two are one, or not."""
        if not isinstance(answer, NotDone):
            self.close_parts()
            self.shown = None
            self.show_card(done_card(answer, self.place()))
            self.open_after(keep)
        else:
            self.told(answer)

    def forgotten(self, answer: Any) -> None:
        """Readers are deleted, or not: nobody is shown any longer, and nothing of before can be taken back."""
        if isinstance(answer, Forgotten):
            self.workplace.acts.standing.clear()
            self.clear()
            self.show_card(done_card(answer, self.place()))
            self.take_focus()
        else:
            self.told(answer)

    @property
    def country(self) -> str:
        """The country of this branch, in whose way phones are written."""
        return self._here[0]

    @property
    def branch_code(self) -> str:
        """The code of this branch."""
        return self._here[1]

    def show_hidden(self) -> None:
        """Birth date, address, phone, e-mail: shown, and written down that they were."""
        if self.account is not None:
            self.desk.do(ShowPersonal(self.number), self._shown)

    def _shown(self, answer: Any) -> None:
        if isinstance(answer, PersonalShown) and self.account is not None:
            self.shown = answer
            self.view.facts.show_account(self.account, answer, self.place())
            self.order_tabs()
            self.view.take_focus()

    def run_command(self, name: str) -> None:
        """A button of the card."""
        refused = self._refused
        if name == "aside":
            self.set_aside()
        elif name == "delete":
            self.deeds.delete()
        elif refused is not None and name == "confirm":
            standing = self.desk.standing
            assert standing is not None
            self.do(refused.overridden(standing.staff.id), self._lifted(refused))
        elif refused is not None and name == "override":
            self.offer_override(refused, _("Allow it"), self._lifted(refused))

    def _lifted(self, refused: Refused) -> Any:
        if isinstance(refused.act, Register | ChangeDetails):
            return self.filling.saved
        return self.deeds.answered if not refused.act.kind.startswith(OWN) else self.told

    def set_aside(self) -> None:
        """Esc: the card goes first, then the form; then the keyboard is where the page begins."""
        if self.card.card is not None:
            self.show_card(None)
            if self.part is not None:
                self.part.take_focus()
            return
        if self.part is not None:
            self.leave()
        else:
            self.take_focus()

    def came_back(self, _done: Done | None, _answer: Undone) -> None:
        """An act of this page was undone: a reader who was registered by it is gone."""
        self.readers.look_again()
        if self.account is not None:
            self.ask(OpenAccount(self.number), self._there_still)

    def _there_still(self, answer: Any) -> None:
        if isinstance(answer, Unknown):
            card = self.card.card
            self.clear()
            self.card.show_card(card)
        else:
            self._opened("", False, answer)

    # Keys and scans

    def press(self, key: Key) -> bool:
        """The keys of this page."""
        if self.card.press(key):
            return True
        steps: dict[Key, Callable[[], None]] = {
            Key.NEW: self._new,
            Key.SAVE: self._save_or_change,
            Key.FILTER: self.take_list,
            Key.RECOMMENDED: partial(self.deeds.run, "lend"),
            Key.RENEW: partial(self.deeds.run, "renew"),
            Key.DATE: partial(self.deeds.run, "due"),
            Key.ROW_ACTIONS: self.deeds.menu_here,
        }
        steps.update(self.deeds.keys())
        if key in steps:
            steps[key]()
            return True
        return super().press(key)

    def _new(self) -> None:
        """Ctrl+N: a note where the notes are open, else a reader."""
        if self.form is None and self.account is not None and self.view.tab() == "notes" and self.view.isVisible():
            self.deeds.run("note")
        else:
            self.register(self.readers.words())

    def _save_or_change(self) -> None:
        if self.form is not None:
            self.form.save()
        elif (part := self.merging or self.crowd) is not None:
            part.go_on()
        elif self.account is not None:
            self.change()

    def take_list(self) -> None:
        """Ctrl+F: the box that finds."""
        self.readers.box.setFocus()
        self.readers.box.selectAll()

    def card_scanned(self, number: str) -> None:
        """A library card opens its reader, or goes into the blank that waits for one."""
        if self.deeds.takes_card(number):
            return
        if self.form is not None:
            self.form.take_card(number)
        elif self.crowd is None or not self.crowd.take_card(number):
            self.open_card(number)

    def identified(self, raw: str, found: Any) -> None:
        """A card that nobody has may be the one that somebody is about to get."""
        from desk.services.answers import Thing

        if isinstance(found, Unknown) and found.thing is Thing.CARD and self.deeds.takes_card(found.text):
            return
        if isinstance(found, Unknown) and self.form is not None:
            self.form.take_card(found.text)
            return
        super().identified(raw, found)

    def item_scanned(self, barcode: str) -> None:
        """A copy: who has it is not told here; its row is marked where the open reader has it."""
        account = self.account
        places = [at for at, loan in enumerate(account.loans) if loan.item.barcode == barcode] if account else []
        if places:
            self.view.show_tab("loans")
            self.view.lists["loans"].view.setFocus()
            self.view.lists["loans"].view.selectRow(places[0])
        else:
            self.workplace.say(_("This item is not on the account that is open"))


def _nothing(_answer: Any) -> None:
    """That it was written down is enough."""
