"""What the pages of the administration share: a draft that is previewed, saved in one act, and taken back."""

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk.errors import DeskError, FileUnreadable
from desk.i18n import _
from desk.services.administration.rule_files import LastChange
from desk.services.answers import Refused
from desk.services.circulation.answers import Undone
from desk.services.circulation.undo import Undo
from desk.services.desk import new_key
from desk.ui.announcements import announce
from desk.ui.desk_thread import DeskLine, Failed
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import IconLabel, Surface, Text
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.administration import change_words
from desk.wording.blocks import block_sentence
from desk.wording.checkout import undone_card
from desk.wording.context import Place
from desk.wording.errors import error_sentence
from desk.wording.shapes import Tone, Weight

if TYPE_CHECKING:
    from desk.services.desk import Act, Desk, Question

TOLD_HEIGHT = 128


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Somebody else has changed the same since it was read: nothing was written."""


class Told(Surface):
    """A card that says what a change would do, or what was done; it goes with the next change."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        px = look.px
        self._icon = IconLabel(look, "info", 20)
        self.headline = Text(look, "", 15, SEMIBOLD, wrap=True)
        self.lines = Text(look, "", 13, colour="ink2", wrap=True)
        words = QWidget()
        words.setObjectName("inside")
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self.headline)
        column.addWidget(self.lines)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(12), px(10), px(12))
        row.setSpacing(px(12))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._area, 1)
        look.changed.connect(self._dress)
        self._tone, self._sign = Tone.INFO, "info"
        self.hide()

    def say(self, lines: list[str], tone: Tone, icon: str) -> None:
        """Show the first line large, the rest below."""
        self._tone, self._sign = tone, icon
        self.headline.setText(lines[0])
        self.lines.setText("\n".join(lines[1:]))
        self.lines.setVisible(len(lines) > 1)
        self._dress()
        self._fit()
        self.show()
        announce(self, " ".join(lines), urgent=tone is Tone.BAD)

    def _fit(self) -> None:
        """As high as its words, up to a height from which on they scroll."""
        px = self._look.px
        across = max(px(200), self.width() - px(70))
        words = [text.heightForWidth(across) + px(4) for text in (self.headline, self.lines) if not text.isHidden()]
        self.setFixedHeight(min(px(TOLD_HEIGHT), sum(words) + px(24)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the words take more lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _dress(self) -> None:
        tone = self._look.tone(self._tone)
        self.set_colours(tone.ground, tone.line)
        self.headline.set_colour(tone.ink)
        self._icon.set_icon(self._sign, tone.ink)


class HousePage(QWidget):
    """One page: what the library says now, a draft of something else, and the three ways to deal with it."""

    drafted = Signal()

    def __init__(self, look: Look, desk: DeskLine, title: str, save: str) -> None:
        super().__init__()
        self.look, self.desk = look, desk
        self.change: LastChange | None = None
        self.base: str | None = None
        self.busy = False
        self._drafted = False
        self._sheet: Any = None
        self.body = QVBoxLayout()
        self.body.setSpacing(look.px(12))
        self.told = Told(look)
        self._changed_by = Text(look, "", 13, colour="ink2", elide=True)
        self._trouble = Text(look, "", 13, colour="bad_ink", elide=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(10))
        column.addLayout(self._head(title))
        column.addLayout(self.body, 1)
        column.addWidget(self.told)
        column.addLayout(self._foot(save))

    def _head(self, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.look.px(12))
        row.addWidget(Text(self.look, title, 20, SEMIBOLD))
        self._changed_by.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._changed_by, 1)
        return row

    def _foot(self, save: str) -> QHBoxLayout:
        look = self.look
        self.undo_button = KeyButton(look, _("Undo last change"), Key.UNDO, "undo-2", Weight.GHOST)
        self.drop_button = KeyButton(look, _("Drop what I changed"), Key.UNDO, "undo-2", Weight.GHOST)
        self.preview_button = KeyButton(look, _("Preview"), Key.RECOMMENDED, "eye")
        self.save_button = KeyButton(look, save, Key.SAVE, "check", Weight.PRIMARY)
        self.undo_button.clicked.connect(self.undo)
        self.drop_button.clicked.connect(self.drop)
        self.preview_button.clicked.connect(self.preview)
        self.save_button.clicked.connect(self.save)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self.undo_button)
        row.addWidget(self.drop_button)
        row.addWidget(self._trouble, 1)
        row.addWidget(self.preview_button)
        row.addWidget(self.save_button)
        self.drop_button.hide()
        return row

    # What each page says of itself

    def reading(self) -> "Question[Any]":
        """The question that reads what is in force."""
        raise NotImplementedError

    def showing(self) -> "Question[str]":
        """The question for the same as a file: whether somebody else has changed it."""
        raise NotImplementedError

    def loading(self, text: str) -> "Act[Any]":
        """The act that puts a draft in force."""
        raise NotImplementedError

    def previewing(self, text: str) -> "Question[Any]":
        """The question what a draft would do."""
        raise NotImplementedError

    def show_sheet(self, sheet: Any) -> None:
        """Show what is in force, and begin a draft from it."""
        raise NotImplementedError

    def draft(self) -> str:
        """The draft as a file."""
        raise NotImplementedError

    def trouble(self) -> str:
        """What is wrong in the draft; nothing when it can be saved."""
        raise NotImplementedError

    def preview_lines(self, answer: Any, place: Place) -> list[str]:
        """What a draft would do, in words."""
        raise NotImplementedError

    def saved_words(self, answer: Any) -> str:
        """What saving has done, in words."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Put the keyboard where the page begins."""
        raise NotImplementedError

    def in_order(self) -> list[QWidget]:
        """What Tab reaches on the page, as it is read."""
        raise NotImplementedError

    def order_tabs(self) -> None:
        """Tab goes through the page as it is read, and then through its foot."""
        foot = (self.undo_button, self.drop_button, self.preview_button, self.save_button)
        for before, after in pairwise((*self.in_order(), *foot)):
            QWidget.setTabOrder(before, after)

    # The work

    def place(self) -> Place:
        """Where and when words are said."""
        standing = self.desk.standing
        assert standing is not None
        return standing.here()

    def refresh(self) -> None:
        """Read anew, unless a draft stands: then what it began from has to be known still."""
        if not self.is_drafted():
            self._read_anew()

    def _read_anew(self) -> None:
        self.desk.run(partial(_ask, self.reading()), self._read)

    def _read(self, sheet: Any) -> None:
        if isinstance(sheet, Failed | DeskError):
            return self._failed(sheet)
        drafted = self.is_drafted()
        self.change, self._sheet, self.base = sheet.change, sheet, sheet.text()
        self._changed_by.setText(change_words(sheet.change, self.place()))
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
        self._untell()
        self.settle()

    def tell(self, lines: list[str], tone: Tone, icon: str) -> None:
        """Say what a change would do, or what was done."""
        self.told.say(lines, tone, icon)
        self.make_room(self.told.height())

    def _untell(self) -> None:
        self.told.hide()
        self.make_room(0)

    def make_room(self, needed: int) -> None:
        """The page gives way to a card of this height where it is low."""

    def set_aside(self) -> None:
        """Esc: what was told goes, and the keyboard is where the page begins."""
        self._untell()
        self.take_focus()

    def preview(self) -> None:
        """Ask what the draft would do."""
        if self.preview_button.isEnabled() and not self.busy:
            self.busy = True
            self.desk.run(partial(_ask, self.previewing(self.draft())), self._previewed)

    def _previewed(self, answer: Any) -> None:
        self.busy = False
        if isinstance(answer, Failed | DeskError):
            return self._failed(answer)
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
            return self._failed(answer)
        self.tell([self.saved_words(answer)], Tone.OK, "check")
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
            return self._failed(answer)
        card = undone_card(answer, self.place())
        self.tell([word for word in (card.headline, card.detail) if word], Tone.INFO, "undo-2")
        return self._read_anew()

    def drop(self) -> None:
        """Forget the draft."""
        self._untell()
        self.show_sheet(self._sheet)
        self.settle()
        self._read_anew()

    def _failed(self, answer: Any) -> None:
        """Why not, where it can be read."""
        self.tell([self._why(answer)], Tone.BAD, "triangle-alert")

    def _why(self, answer: Any) -> str:
        if isinstance(answer, Meanwhile):
            return _("Somebody else has changed this meanwhile. Drop what you changed to see it, then begin again.")
        if isinstance(answer, Refused):
            return "; ".join(block_sentence(block, self.place()) for block in answer.blocks)
        error = answer.error if isinstance(answer, Failed) else answer
        if isinstance(error, DeskError):
            return error_sentence(error)
        return _("The program made a mistake. A report was kept, without any reader's data.")

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
