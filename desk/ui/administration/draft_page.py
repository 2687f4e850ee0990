"""A page of the administration with a draft: it is previewed, saved in one act, and taken back."""

from abc import abstractmethod
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from desk.errors import DeskError, FileUnreadable
from desk.i18n import _
from desk.services.administration.rule_files import LastChange
from desk.services.answers import Refused
from desk.services.circulation.answers import Undone
from desk.services.circulation.undo import Undo
from desk.services.desk import new_key
from desk.ui.administration.house_page import HousePage
from desk.ui.desk_thread import DeskLine, Failed
from desk.ui.keys import Key
from desk.ui.page import tab_through
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Text
from desk.ui.theme import Look
from desk.wording.administration import change_words
from desk.wording.context import Place
from desk.wording.shapes import Tone, Weight
from desk.wording.undone import undone_card

if TYPE_CHECKING:
    from desk.services.desk import Act, Desk, Question


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Somebody else has changed the same since it was read: nothing was written."""


class DraftPage(HousePage):
    """What the library says now, a draft of something else, and the three ways to deal with it."""

    def __init__(self, look: Look, desk: DeskLine, title: str, save: str) -> None:
        super().__init__(look, desk, title)
        self.change: LastChange | None = None
        self.base: str | None = None
        self.busy = False
        self._drafted = False
        self._sheet: Any = None
        self._trouble = Text(look, "", 13, colour="bad_ink", elide=True)
        self._build_foot(save)

    def _build_foot(self, save: str) -> None:
        look = self.look
        self.undo_button = KeyButton(look, _("Undo last change"), Key.UNDO, "undo-2", Weight.GHOST)
        self.drop_button = KeyButton(look, _("Drop what I changed"), Key.UNDO, "undo-2", Weight.GHOST)
        self.preview_button = KeyButton(look, _("Preview"), Key.RECOMMENDED, "eye")
        self.save_button = KeyButton(look, save, Key.SAVE, "check", Weight.PRIMARY)
        self.undo_button.clicked.connect(self.undo)
        self.drop_button.clicked.connect(self.drop)
        self.preview_button.clicked.connect(self.preview)
        self.save_button.clicked.connect(self.save)
        row = self.foot
        row.addWidget(self.undo_button)
        row.addWidget(self.drop_button)
        row.addWidget(self._trouble, 1)
        row.addWidget(self.preview_button)
        row.addWidget(self.save_button)
        self.drop_button.hide()

    # What each page says of itself

    @abstractmethod
    def reading(self) -> "Question[Any]":
        """The question that reads what is in force."""

    @abstractmethod
    def showing(self) -> "Question[str]":
        """The question for the same as a file: whether somebody else has changed it."""

    @abstractmethod
    def loading(self, text: str) -> "Act[Any]":
        """The act that puts a draft in force."""

    @abstractmethod
    def previewing(self, text: str) -> "Question[Any]":
        """The question what a draft would do."""

    @abstractmethod
    def show_sheet(self, sheet: Any) -> None:
        """Show what is in force, and begin a draft from it."""

    @abstractmethod
    def draft(self) -> str:
        """The draft as a file."""

    @abstractmethod
    def trouble(self) -> str:
        """What is wrong in the draft; nothing when it can be saved."""

    @abstractmethod
    def preview_lines(self, answer: Any, place: Place) -> list[str]:
        """What a draft would do, in words."""

    @abstractmethod
    def saved_words(self, answer: Any) -> str:
        """What saving has done, in words."""

    def order_tabs(self) -> None:
        """Tab goes through the page as it is read, and then through its foot."""
        super().order_tabs()
        foot = (self.undo_button, self.drop_button, self.preview_button, self.save_button)
        tab_through((self.in_order()[-1], *foot))

    # The work

    def refresh(self) -> None:
        """Read anew, unless a draft stands: then what it began from has to be known still."""
        if not self.is_drafted():
            self._read_anew()

    def _read_anew(self) -> None:
        self.desk.run(partial(_ask, self.reading()), self._read)

    def _read(self, sheet: Any) -> None:
        if isinstance(sheet, Failed | DeskError):
            return self.tell_failure(sheet)
        drafted = self.is_drafted()
        self.change, self._sheet, self.base = sheet.change, sheet, sheet.text()
        self.aside.setText(change_words(sheet.change, self.place()))
        if not drafted:
            self.show_sheet(sheet)
        return self.settle()

    def is_drafted(self) -> bool:
        """Whether something was changed and not saved."""
        return self._drafted

    def settle(self) -> None:
        """After each change: which ways are open, and what is wrong."""
        self._drafted = drafted = self.base is not None and self.draft() != self.base
        trouble = self.trouble() if drafted else ""
        self._trouble.setText(trouble)
        ready = drafted and not trouble
        self.preview_button.setEnabled(ready)
        self.save_button.setEnabled(ready)
        self.drop_button.setVisible(drafted)
        self.undo_button.setVisible(not drafted)
        self.undo_button.setEnabled(self.change is not None)
        self.drafted.emit()

    def touched(self) -> None:
        """The draft has changed: what was told about it is no longer true."""
        self.untell()
        self.settle()

    def preview(self) -> None:
        """Ask what the draft would do."""
        if self.preview_button.isEnabled() and not self.busy:
            self.busy = True
            self.desk.run(partial(_ask, self.previewing(self.draft())), self._previewed)

    def _previewed(self, answer: Any) -> None:
        self.busy = False
        if isinstance(answer, Failed | DeskError):
            return self.tell_failure(answer)
        return self.tell(self.preview_lines(answer, self.place()), Tone.INFO, "eye")

    def save(self) -> None:
        """Put the draft in force."""
        if self.save_button.isEnabled() and not self.busy:
            self.busy = True
            text = self.draft()
            job = partial(_load, self.loading(text), self.showing(), self.base, new_key())
            self.desk.run(job, partial(self._saved, text))

    def _saved(self, text: str, answer: Any) -> None:
        self.busy = False
        if isinstance(answer, Failed | DeskError | Refused | Meanwhile):
            return self.tell_failure(answer)
        self.tell_done([self.saved_words(answer)], Tone.OK, "check")
        self.base = text
        self.settle()
        return self._read_anew()

    def undo(self) -> None:
        """Bring back what held before the last change."""
        if self.change is not None and not self.busy and not self.is_drafted():
            self.busy = True
            self.desk.do(Undo(self.change.key), self._undone)

    def _undone(self, answer: Any) -> None:
        self.busy = False
        if not isinstance(answer, Undone):
            return self.tell_failure(answer)
        card = undone_card(answer, self.place())
        self.tell_done([word for word in (card.headline, card.detail) if word], Tone.INFO, "undo-2")
        return self._read_anew()

    def drop(self) -> None:
        """Forget the draft."""
        self.untell()
        self.show_sheet(self._sheet)
        self.settle()
        self._read_anew()

    def why(self, answer: Any) -> str:
        """Why something was not done."""
        if isinstance(answer, Meanwhile):
            return _("Somebody else has changed this meanwhile. Drop what you changed to see it, then begin again.")
        return super().why(answer)

    def press(self, key: Key) -> bool:
        """Ctrl+S saves, Ctrl+Enter previews, Ctrl+Z takes back."""
        if key is Key.SAVE:
            self.save()
        elif key is Key.RECOMMENDED:
            self.preview()
        elif key is Key.UNDO:
            self.drop() if self.is_drafted() else self.undo()
        else:
            return False
        return True


def _ask(question: "Question[Any]", desk: "Desk") -> Any:
    """A draft that cannot be read is said on its page: the database is well."""
    try:
        return desk.ask(question)
    except FileUnreadable as error:
        return error


def _load(act: "Act[Any]", showing: "Question[str]", base: str | None, key: str, desk: "Desk") -> Any:
    """Save, unless somebody else has changed the same since."""
    if desk.ask(showing) != base:
        return Meanwhile()
    try:
        return desk.do(act, key)
    except FileUnreadable as error:
        return error
