"""What can be done with the reader who is open, and with each row: by a key, a button, or the menu of the row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QFileDialog, QMenu

from desk.i18n import _
from desk.rules.vocabulary import CardStatus, FileKind, NoteKind, Permission, RestrictionKind
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.marks import ClaimReturned
from desk.services.circulation.renew import Renew
from desk.services.patrons.account import Account
from desk.services.patrons.cards import GiveCard, MarkCard
from desk.services.patrons.family import LinkGuarantor
from desk.services.patrons.files import AttachFile, FileGiven, GiveFile, RemoveFile
from desk.services.patrons.leaving import ClearReader, DeleteReader
from desk.services.patrons.notes import ArchiveNote, WriteNote
from desk.services.patrons.register import RenewMembership
from desk.services.patrons.standing import LiftRestriction, MarkReader, Restrict
from desk.ui.keys import Key, cap
from desk.ui.patrons.asks import Asks
from desk.ui.patrons.crowd import Crowd
from desk.ui.patrons.many_view import ManyView
from desk.ui.patrons.purge_view import PurgeView
from desk.ui.patrons.rows import RowDeeds
from desk.ui.patrons.twice_view import TwiceView
from desk.wording.patrons.fields import mark_words
from desk.wording.shapes import Card, Command, Tone, Weight

if TYPE_CHECKING:
    from desk.ui.patrons.patrons_page import PatronsPage

PICTURES = "*.png *.jpg *.jpeg"


@dataclass(frozen=True, slots=True)
class Way:
    """One line of a menu. `state` lines stand in a menu of their own."""

    label: str
    icon: str
    do: Callable[[], None]
    key: str = ""
    state: bool = False


class Actions:
    """Belongs to the page."""

    def __init__(self, page: "PatronsPage") -> None:
        self._page = page
        self._asks = Asks(page)
        self._rows = RowDeeds(page, self)
        self._may: frozenset[Permission] = frozenset()
        self._menu: QMenu | None = None

    @property
    def asks(self) -> Asks:
        """The strips in the card."""
        return self._asks

    def allow(self, permissions: frozenset[Permission]) -> None:
        """What somebody's role may not do is absent."""
        self._may = permissions
        view = self._page.view
        view.head.button("pay").setVisible(Permission.MONEY in permissions)
        several = (Permission.MANY, Permission.MERGE, Permission.FORGET)
        self._page.several_button.setVisible(any(each in permissions for each in several))
        view.head.button("lend").setVisible(Permission.LEND in permissions)
        for button in view.feet["notes"]:
            if button.objectName() == "restrict":
                button.setVisible(Permission.RESTRICT in permissions)
        for button in (*view.feet["holds"], *view.feet["money"]):
            needed = Permission.HOLDS if "hold" in button.objectName() else Permission.MONEY
            button.setVisible(needed in permissions)

    def may(self, permission: Permission) -> bool:
        """Whether this person may."""
        return permission in self._may

    # By name

    def run(self, name: str) -> None:
        """A key or a button of the account; with nobody open there is nothing to do."""
        page = self._page
        if page.account is None or page.part is not None:
            return
        steps: dict[str, Callable[[], None]] = {
            "lend": lambda: page.workplace.lend_to(page.number),
            "pay": self._pay,
            "renew_card": lambda: page.do(RenewMembership(page.number), self._card_renewed),
            "edit": page.change,
            "show": page.show_hidden,
            "more": self._more,
            "renew": self._rows.renew,
            "due": self._rows.change_due,
            "return": self._rows.check_in,
            "cancel_hold": self._rows.cancel_hold,
            "suspend_hold": self._rows.suspend_hold,
            "give_card": partial(self._asks.card, None, self._give_card),
            "attach": partial(self._file, FileKind.PAPER),
            "photo": partial(self._file, FileKind.PHOTO),
            "guarantor": partial(self._asks.guarantor, self._link),
            "register_child": lambda: page.register(_family_of(page.account), page.number),
            "note": partial(self._asks.note, self._note),
            "restrict": partial(self._asks.restriction, self._restrict),
        }
        steps[name]()

    def keys(self) -> dict[Key, Callable[[], None]]:
        """What has a name in the palette, and may be given a key."""
        page, asks = self._page, self._asks
        return {
            Key.REGISTER: lambda: page.register(page.readers.words()),
            Key.CHANGE_DETAILS: self._with(partial(self.run, "edit")),
            Key.RENEW_CARD: self._with(partial(self.run, "renew_card")),
            Key.NEW_CARD: self._with(partial(asks.card, CardStatus.REPLACED, self._give_card)),
            Key.LOST_CARD: self._with(partial(asks.card, CardStatus.LOST, self._give_card)),
            Key.WRITE_NOTE: self._with(partial(self.run, "note")),
            Key.RESTRICT: self._with(partial(self.run, "restrict"), Permission.RESTRICT),
            Key.PAY_READER: self._with(self._pay, Permission.MONEY),
            Key.MERGE: self._with(partial(asks.other, page.merge_with), Permission.MERGE),
            Key.CLEARANCE: self._with(self._clear),
            Key.CHANGE_MANY: partial(self._several, ManyView, Permission.MANY),
            Key.TWICE_HERE: partial(self._several, TwiceView, Permission.MERGE),
            Key.PURGE: partial(self._several, PurgeView, Permission.FORGET),
        }

    def _with(self, do: Callable[[], None], needed: Permission = Permission.PATRONS) -> Callable[[], None]:
        """Only with a reader open, and only where the role may."""

        def run() -> None:
            page = self._page
            if not self.may(needed):
                page.workplace.say(_("Your role may not do this"))
            elif page.account is None or page.part is not None:
                page.workplace.say(_("Open a reader's account first"))
            else:
                do()

        return run

    def _several(self, made: type[Crowd], needed: Permission) -> None:
        if self.may(needed):
            self._page.show_crowd(made)
        else:
            self._page.workplace.say(_("Your role may not do this"))

    def menu_several(self) -> None:
        """What is done with several readers at once."""
        lines = (
            (Permission.MANY, _("Change many readers at once"), "list-checks", ManyView),
            (Permission.MERGE, _("Who may stand here twice"), "users", TwiceView),
            (Permission.FORGET, _("Purge readers who have been away for years"), "trash-2", PurgeView),
        )
        button = self._page.several_button
        ways = [
            Way(words, icon, partial(self._several, made, needed))
            for needed, words, icon, made in lines
            if self.may(needed)
        ]
        self._popup(tuple(ways), button.mapToGlobal(button.rect().bottomLeft()))

    def takes_card(self, number: str) -> bool:
        """Whether a scanned card is for a blank that waits for one."""
        return self._asks.takes_card(number)

    def _pay(self) -> None:
        page = self._page
        till: Any = page.workplace.go("till")
        till.card_scanned(page.number)

    def _card_renewed(self, answer: Any) -> None:
        """Where no rule says until when, the card asks for a day."""
        from desk.rules.vocabulary import Reason
        from desk.services.answers import Refused

        if isinstance(answer, Refused) and Reason.NO_TERM in answer.reasons:
            self._asks.expiry(self._renew_until)
        else:
            self._page.told(answer)

    def _renew_until(self, day: Any) -> None:
        self._act(RenewMembership(self._page.number, day))

    def _act(self, act: Any) -> None:
        self._page.do(act, self._page.told)

    def _give_card(self, replaces: CardStatus | None, number: str) -> None:
        self._page.do(GiveCard(self._page.number, number, replaces), self._card_given)

    def _card_given(self, answer: Any) -> None:
        """The account goes on under the new card, if the one before is out of use."""
        from desk.services.patrons.answers import CardGiven

        replaced = isinstance(answer, CardGiven) and answer.replaces is not None
        self._page.told(answer, answer.number if replaced else "")

    def _link(self, guarantor: str) -> None:
        self._act(LinkGuarantor(self._page.number, guarantor))

    def _note(self, sort: NoteKind, text: str, until: Any, branch: str) -> None:
        self._act(WriteNote(self._page.number, sort, text, until, branch))

    def _restrict(self, why: RestrictionKind, reason: str, until: Any, above: int | None, overdue: bool) -> None:
        self._act(Restrict(self._page.number, why, reason, until, above, overdue))

    # Files

    def _file(self, sort: FileKind) -> None:
        page = self._page
        kinds = _("Pictures ({patterns})").format(patterns=PICTURES) if sort is FileKind.PHOTO else ""
        path, _kind = QFileDialog.getOpenFileName(page, _("Which file?"), "", kinds)
        if path:
            self.attach(sort, Path(path))

    def attach(self, sort: FileKind, path: Path) -> None:
        """Put a file to the account. It is read on the desk's thread, for it may lie far away."""
        from desk.errors import FileUnreadable
        from desk.services.desk import Desk, new_key

        number, key = self._page.number, new_key()

        def job(desk: Desk) -> Any:
            try:
                content = path.read_bytes()
            except OSError as error:
                return FileUnreadable(path, str(error))
            return desk.do(AttachFile(number, sort, path.name, content), key)

        self._page.desk.run(job, partial(self._attached, key))

    def _attached(self, key: str, answer: Any) -> None:
        from desk.services.answers import NotDone
        from desk.services.patrons.answers import Filed
        from desk.ui.circulation.tools import Done

        page = self._page
        if isinstance(answer, Filed | NotDone):
            if isinstance(answer, Filed):
                page.workplace.acts.add(Done(key, None, page))
            page.told(answer)
        else:
            page.fail(answer)

    def save_paper(self, number: int) -> None:
        """A paper out of the account, into a file."""
        page = self._page
        page.ask(GiveFile(page.number, number), self._save)

    def _save(self, given: Any) -> None:
        if isinstance(given, FileGiven):
            path, _kind = QFileDialog.getSaveFileName(self._page, _("Save the paper"), given.name)
            if path:
                Path(path).write_bytes(given.content)
                self._page.workplace.say(_("Saved as {name}").format(name=Path(path).name))

    # Rows

    def open_row(self, tab: str, row: int) -> None:
        """Enter on a row: the usual thing."""
        self._rows.open(tab, row)

    def row_menu(self, tab: str, row: int, spot: QPoint) -> None:
        """The menu of a row."""
        self._popup(tuple(self._rows.ways(tab, row)), spot)

    def menu_here(self) -> None:
        """Shift+F10: of the row that the keyboard is on, else all that can be done with the reader."""
        page = self._page
        if page.account is None or page.part is not None:
            return
        rows = page.view.rows()
        at = rows.chosen()
        if rows.view.hasFocus() and at >= 0:
            more = Way(_("More"), "ellipsis", self._more)
            self._popup((*self._rows.ways(page.view.tab(), at), more), rows.view.below(at))
        else:
            self._more()

    def _more(self) -> None:
        """All that can be done with the reader, below the button for it."""
        page = self._page
        if page.account is not None:
            button = page.view.head.button("more")
            self._popup(tuple(self.ways(page.account)), button.mapToGlobal(button.rect().bottomLeft()))

    def ways(self, account: Account) -> Iterator[Way]:
        """Everything that can be done with the reader, in the order of the menu."""
        page, card = self._page, account.opened.patron.card
        yield Way(_("Replace the card"), "id-card", partial(self._asks.card, CardStatus.REPLACED, self._give_card))
        lost = partial(self._asks.card, CardStatus.LOST, self._give_card)
        yield Way(_("The card is lost: give another"), "id-card", lost)
        yield Way(_("Another card besides"), "id-card", partial(self.run, "give_card"))
        yield Way(_("Write a note"), "sticky-note", partial(self.run, "note"))
        yield Way(_("Who answers for them"), "users", partial(self.run, "guarantor"))
        if self.may(Permission.RESTRICT):
            yield Way(_("Restrict"), "ban", partial(self.run, "restrict"))
            for mark, words in mark_words().items():
                on = mark not in account.marks
                label = words if on else _("No longer: {mark}").format(mark=words)
                yield Way(label, "flag", partial(self._act, MarkReader(card, mark, on)), state=True)
        if self.may(Permission.MERGE):
            yield Way(_("Merge with another record"), "users", partial(self._asks.other, page.merge_with))
            for merged in account.merged:
                words = _("Take {name} out again").format(name=merged.name)
                yield Way(words, "undo-2", partial(self._take_apart, merged.key))
        yield Way(_("Clearance letter"), "receipt", self._clear)
        if self.may(Permission.TELL_ALL):
            yield Way(_("All that is kept of this reader"), "save", self._asks_tell_all)
        if self.may(Permission.FORGET):
            yield Way(_("Delete this reader"), "trash-2", self._ask_delete)

    def _take_apart(self, key: str) -> None:
        from desk.services.circulation.undo import Undo

        self._page.desk.do(Undo(key), self._apart)

    def _apart(self, answer: Any) -> None:
        from desk.services.circulation.answers import Undone
        from desk.wording.undone import undone_card

        page = self._page
        if isinstance(answer, Undone):
            self._take_off(answer.key)
            page.show_card(undone_card(answer, page.place()))
            page.open_after(page.number)
        else:
            page.told(answer)

    def _take_off(self, key: str) -> None:
        """It was an act of this window: it is no longer the last that Ctrl+Z would mean."""
        acts = self._page.workplace.acts
        done = acts.named(key)
        if done is not None:
            acts.take_back(done)

    def _clear(self) -> None:
        page = self._page
        page.do(ClearReader(page.number), self._cleared)

    def _cleared(self, answer: Any) -> None:
        from desk.services.patrons.answers import Cleared

        page = self._page
        page.told(answer)
        if isinstance(answer, Cleared):
            page.workplace.slips.print_page("clearance", partial(self._letter, answer))

    def _letter(self, answer: Any) -> bytes:
        from desk.printing.letters import clearance_letter

        standing = self._page.desk.standing
        assert standing is not None
        return clearance_letter(answer, standing.library, standing.branch)

    def _asks_tell_all(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._page, _("Where shall the files go?"))
        if folder:
            self.tell_all(Path(folder))

    def tell_all(self, folder: Path) -> None:
        """All that is kept of the reader, as JSON and as a page to read."""
        from desk.services.patrons.export import ExportReader

        self._page.desk.do(ExportReader(self._page.number), partial(self._told_all, folder))

    def _told_all(self, folder: Path, answer: Any) -> None:
        from desk.printing.person import person_page
        from desk.services.patrons.export import Exported

        page = self._page
        if not isinstance(answer, Exported) or answer.content is None:
            return page.told(answer)
        name = answer.patron.card
        (folder / f"{name}.json").write_text(answer.content.json(), encoding="utf-8")
        (folder / f"{name}.html").write_text(person_page(answer.content, answer.patron.name), encoding="utf-8")
        return page.workplace.say(_("Saved as {name}").format(name=f"{name}.json, {name}.html"))

    def _ask_delete(self) -> None:
        """What cannot be taken back is asked first: in the card, with Ctrl+Enter."""
        page = self._page
        account = page.account
        assert account is not None
        yes = Command("delete", _("Delete for good"), "Ctrl Enter", "trash-2", Weight.SECONDARY)
        no = Command("aside", _("Back"), "Esc", weight=Weight.GHOST)
        told = _("This cannot be taken back: nothing will be left of {name}.").format(name=account.opened.patron.name)
        page.show_card(Card(Tone.WARN, "trash-2", _("Delete this reader?"), told, (yes, no)))

    def delete(self) -> None:
        """The reader goes, unless something binds them still."""
        self._page.desk.do(DeleteReader(self._page.number), self._page.forgotten)

    # For the rows

    def answered(self, answer: Any) -> None:
        """An act on a row that was refused first and is allowed now."""
        self._rows.done(answer)

    def archive(self, note: int) -> None:
        """A note is read."""
        self._act(ArchiveNote(self._page.number, note))

    def lift(self, restriction: int) -> None:
        """A restriction goes."""
        self._act(LiftRestriction(self._page.number, restriction))

    def remove_paper(self, number: int) -> None:
        """A paper goes."""
        self._act(RemoveFile(self._page.number, number))

    def mark_card(self, number: str, status: CardStatus) -> None:
        """A card is lost, found, or out of use."""
        self._act(MarkCard(number, status))

    def claim(self, item: str) -> None:
        """The reader says it came back."""
        self._page.do(ClaimReturned(item, self._page.place().today), self._rows.done)

    def renew_item(self, item: str, due: Any = None) -> None:
        """One loan for longer."""
        self._page.do(Renew(item, due_on=due), self._rows.done)

    def return_item(self, item: str) -> None:
        """A copy is back."""
        self._page.do(Checkin(item), self._rows.done)

    # Menus

    def _popup(self, ways: tuple[Way, ...], spot: QPoint) -> None:
        old, self._menu = self._menu, None
        if old is not None:
            old.close()
            old.deleteLater()
        if ways:
            self._menu = self._made(ways)
            self._menu.popup(spot)

    def _made(self, ways: tuple[Way, ...]) -> QMenu:
        menu = QMenu(self._page)
        menu.setAccessibleName(_("What can be done"))
        marks = QMenu(_("Mark"), menu)
        marks.setIcon(self._icon("flag"))
        for way in ways:
            if way.state and marks.isEmpty():
                menu.addMenu(marks)
            (marks if way.state else menu).addAction(self._line(way, menu))
        return menu

    def _line(self, way: Way, menu: QMenu) -> QAction:
        words = "\t".join(filter(None, (way.label, cap(way.key) if way.key else "")))
        line = QAction(self._icon(way.icon), words, menu)
        line.triggered.connect(lambda: way.do())
        return line

    def _icon(self, name: str) -> QIcon:
        return QIcon(self._page.look.icon(name, "ink2", 17))


def _family_of(account: Account | None) -> str:
    """A child has its parent's name, until somebody writes another."""
    return f"{account.opened.patron.family_name}, " if account is not None else ""
