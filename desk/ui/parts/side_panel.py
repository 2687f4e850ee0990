"""A panel that opens beside the rows, and the text in it that explains something: to read, to mark, to copy."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QTextEdit, QVBoxLayout

from desk.i18n import _
from desk.ui.announcements import announce
from desk.ui.keys import Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Surface, Text, Tile
from desk.ui.theme import MEDIUM, REGULAR, SEMIBOLD, Look
from desk.wording.shapes import Explanation, Weight

EDGE = 19
MARKABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class ExplanationView(QTextEdit):
    """An explanation as running text. Ctrl+C copies what is marked, or all of it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._said: Explanation | None = None
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(MARKABLE)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        look.changed.connect(self._write)

    def say(self, said: Explanation | None) -> None:
        """Another explanation, or none. A screen reader says it aloud."""
        self._said = said
        self._write()
        if said is not None:
            announce(self, self.words())

    def words(self) -> str:
        """All of it, as it is copied."""
        return self.toPlainText()

    def copy_all(self) -> None:
        """Everything into the clipboard; the place in the text stays."""
        before = self.textCursor()
        self.selectAll()
        self.copy()
        self.setTextCursor(before)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copying without a mark copies all."""
        if event.matches(QKeySequence.StandardKey.Copy) and not self.textCursor().hasSelection():
            self.copy_all()
        else:
            super().keyPressEvent(event)

    def _write(self) -> None:
        self.clear()
        if self._said is None:
            return
        writer = _Writer(self.textCursor(), self._look)
        if self._said.detail:
            writer.line(self._said.detail, 14, "ink", MEDIUM)
        for part in self._said.parts:
            writer.line(part.heading, 14, "ink", SEMIBOLD, above=14)
            for line in part.lines:
                writer.line(line, 13, "ink2", above=5)
        self.moveCursor(QTextCursor.MoveOperation.Start)


class _Writer:
    """Writes paragraph after paragraph."""

    def __init__(self, cursor: QTextCursor, look: Look) -> None:
        self._cursor = cursor
        self._look = look
        self._begun = False

    def line(self, words: str, size: int, colour: str, weight: object = REGULAR, *, above: int = 0) -> None:
        block, letters = QTextBlockFormat(), QTextCharFormat()
        block.setTopMargin(self._look.px(above if self._begun else 0))
        block.setLineHeight(122, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        letters.setFont(self._look.font(size, weight))  # type: ignore[arg-type]
        letters.setForeground(self._look.colour(colour))
        if self._begun:
            self._cursor.insertBlock(block, letters)
        else:
            self._cursor.setBlockFormat(block)
        self._cursor.insertText(words, letters)
        self._begun = True


class SidePanel(Surface):
    """A tile, a title and a way to close it; what stands below is the panel's own. Never modal."""

    closed = Signal()

    def __init__(self, look: Look, icon: str, title: str) -> None:
        super().__init__(look)
        px = look.px
        self.setFixedWidth(look.size("context_panel"))
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(EDGE), px(14), px(EDGE), px(12))
        self.column.setSpacing(px(10))
        self.column.addLayout(self._head(icon, title))
        self.view = ExplanationView(look)
        self.view.setAccessibleName(title)

    def _head(self, icon: str, title: str) -> QLayout:
        look = self._look
        tile = Tile(look, 34, 8, icon=icon, pixels=19)
        self._title = Text(look, title, 18, SEMIBOLD, wrap=True)
        close = KeyButton(look, _("Close"), Key.ASIDE, "", Weight.GHOST, height=32)
        close.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setSpacing(look.px(11))
        row.addWidget(tile)
        row.addWidget(self._title, 1)
        row.addWidget(close)
        return row

    def set_title(self, words: str) -> None:
        """Another title."""
        self._title.setText(words)
        self.setAccessibleName(words)

    def foot(self) -> QHBoxLayout:
        """The last line: copying all of it."""
        copy = KeyButton(self._look, _("Copy"), "", "file-text", Weight.GHOST, height=32)
        copy.clicked.connect(self.view.copy_all)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        return row
