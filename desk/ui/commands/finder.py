"""The palette: type what is wanted, and Enter does it. It also shows a list that is opened for a purpose."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desk.i18n import _, ngettext
from desk.rules.text import fold
from desk.ui.announcements import announce
from desk.ui.commands.entries import Entry, EntryList
from desk.ui.commands.overlay import Overlay
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import IconLabel, Rule, Text
from desk.ui.theme import Look
from desk.wording.shapes import Weight

WIDTH, TOP = 600, 97
MOST_LINES = 11
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class Finder(Overlay):
    """One line to type in and the lines that fit. Only what is typed last counts."""

    typed = Signal(str)

    def __init__(self, look: Look, ground: QWidget) -> None:
        super().__init__(look, ground, WIDTH, TOP)
        self._fixed: tuple[Entry, ...] | None = None
        self._empty = ""
        self.line = QLineEdit()
        self.line.setObjectName("palette")
        self.line.setFrame(False)
        self.line.setFont(look.font(17))
        self.line.setStyleSheet("border: 0; background: transparent; padding: 0;")
        self.list = EntryList(look, _("What was found"))
        self._nothing = Text(look, "", 14, colour="ink2", wrap=True)
        self._rule = Rule(look)
        self._head = QHBoxLayout()
        self._build()
        self.line.textEdited.connect(self._edited)
        self.line.installEventFilter(self)
        self.list.chosen.connect(self._choose)
        self.list.moved.connect(self._tell_line)

    def _build(self) -> None:
        px = self.look.px
        head = self._head
        head.setContentsMargins(px(18), px(10), px(14), px(10))
        head.setSpacing(px(11))
        head.addWidget(IconLabel(self.look, "search", 18))
        head.addWidget(self.line, 1)
        close = KeyButton(self.look, _("Close"), Key.ASIDE, "", Weight.GHOST, height=30)
        close.clicked.connect(self.close_over)
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head.addWidget(close)
        self.column.addLayout(head)
        self.column.addWidget(self._rule)
        inside = QHBoxLayout()
        inside.setContentsMargins(px(9), px(4), px(9), px(9))
        inside.addWidget(self.list, 1)
        self.column.addLayout(inside)
        self._nothing.setContentsMargins(px(18), px(6), px(18), px(16))
        self.column.addWidget(self._nothing)

    def ask(self, prompt: str, entries: Sequence[Entry]) -> None:
        """Open for everything: these lines stand there before anything is typed."""
        self._fixed = None
        self._open(prompt, entries)

    def offer(self, prompt: str, entries: Sequence[Entry], nothing: str) -> None:
        """Open with a list of its own, which typing makes shorter, or say that there is nothing in it."""
        self._fixed, self._empty = tuple(entries), nothing
        self._open(prompt, entries)

    def _open(self, prompt: str, entries: Sequence[Entry]) -> None:
        self.line.setPlaceholderText(prompt)
        self.line.setAccessibleName(prompt)
        self.line.clear()
        self.open()
        self.show_entries(entries)

    def begin(self) -> None:
        """The keyboard is in the line."""
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def words(self) -> str:
        """What is typed now."""
        return self.line.text()

    def is_asking(self) -> bool:
        """Whether it is open for everything."""
        return not self.isHidden() and self._fixed is None

    def show_entries(self, entries: Sequence[Entry], *, keep: bool = False, more: bool = False) -> None:
        """What fits; `keep` while more is found for the same words, `more` while somebody still looks."""
        self.list.show_entries(entries, keep)
        self.list.setVisible(bool(entries))
        self._nothing.setVisible(not entries)
        empty = self._fixed is not None and not self._fixed
        self._nothing.setText("" if more else self._empty if empty else _("Nothing by that name."))
        self.fit()
        if not more:
            self._tell_all()

    def wanted(self, wide: int) -> int:
        """The line, and the lines below it."""
        below = self._nothing.heightForWidth(wide) if self.list.isHidden() else self.list.height() + self.look.px(13)
        return self._head.sizeHint().height() + self._rule.height() + below

    def fit(self) -> None:
        """In a low window the lines scroll."""
        whole = self.list.height_of(MOST_LINES)
        self.list.setFixedHeight(whole)
        super().fit()
        free = self.frame.height() - self._head.sizeHint().height() - self._rule.height() - self.look.px(13)
        if self.list.isVisible() and free < whole:
            self.list.setFixedHeight(max(0, free))

    def _edited(self, words: str) -> None:
        if self._fixed is None:
            self.typed.emit(words)
            return
        parts = fold(words).split()
        self.show_entries([each for each in self._fixed if all(part in fold(each.words()) for part in parts)])

    def _choose(self, entry: Entry | None) -> None:
        """Close first: what it does may open something else."""
        if entry is not None:
            self.close_over()
            entry.do()

    def _tell_all(self) -> None:
        count = sum(not entry.heading for entry in self.list.entries())
        current = self.list.current()
        words = ngettext("{count} line", "{count} lines", count).format(count=count)
        first = current.words() if current is not None else self._nothing.text()
        announce(self.line, ": ".join(filter(None, (words, first))))

    def _tell_line(self, entry: Entry | None) -> None:
        if entry is not None:
            announce(self.line, entry.words())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows and Enter belong to the lines, wherever the keyboard seems to be."""
        if watched is self.line and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.current())
        elif key in STEPS:
            self.list.step(STEPS[key])
        else:
            return False
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the lines as the arrows do."""
        self.list.step(1 if forward else -1)
        return True
