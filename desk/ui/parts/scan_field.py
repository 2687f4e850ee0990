"""The one field that always listens: scans, card and item numbers, names."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desk.ui import paint
from desk.ui.keys import ENTER
from desk.ui.parts.labels import IconLabel, KeyCap, Text
from desk.ui.theme import Look

# Beside the words, the hint and the key: both edges, the picture, the gaps, and what a text box keeps free.
AROUND = 22 + 24 + 15 + 12 + 12 + 19 + 6


class ScanLine(QLineEdit):
    """The text box inside the scan field."""

    entered = Signal(str)
    listed = Signal(list)
    moved = Signal(int)
    focus_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.textEdited.connect(self._take_lines)

    def _take_lines(self, words: str) -> None:
        """Several lines pasted or dropped here are a list of scans; one line with an end is that line."""
        lines = words.splitlines()
        if not words or lines == [words]:
            return
        found = [line for line in lines if line.strip()]
        self.setText(found[0].strip() if len(found) == 1 else "")
        if len(found) > 1:
            self.listed.emit(found)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the desk while no typing can be taken back; Ctrl+U always, which empties a line on X11."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if undo or redo or event.matches(QKeySequence.StandardKey.DeleteCompleteLine):
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter hands the text on; up and down go to the table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._hand_on()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _hand_on(self) -> None:
        words = self.text().strip()
        self.setText("")
        if words:
            self.entered.emit(words)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Light the halo."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the halo out."""
        super().focusOutEvent(event)
        self.focus_changed.emit()


class ScanField(QWidget):
    """A large field with a halo while it listens to typing. A bare Enter does nothing."""

    submitted = Signal(str)
    edited = Signal(str)
    listed = Signal(list)
    moved = Signal(int)

    def __init__(self, look: Look, prompt: str, hint: str) -> None:
        super().__init__()
        self._look = look
        self._prompt = prompt
        self.line = self._build_line(prompt)
        row = QHBoxLayout(self)
        px = look.px
        row.setContentsMargins(px(3 + 19), px(3), px(3 + 16), px(3))
        row.setSpacing(0)
        row.addWidget(IconLabel(look, "scan-barcode", 24, "accent"))
        row.addSpacing(px(15))
        row.addWidget(self.line, 1)
        row.addSpacing(px(12))
        self._hint, self._cap = Text(look, hint, 13, colour="ink3"), KeyCap(look, ENTER)
        row.addWidget(self._hint)
        row.addSpacing(px(12))
        row.addWidget(self._cap)
        self.setFocusProxy(self.line)
        self.fit()

    def fit(self) -> None:
        """The field and its halo."""
        self.setFixedHeight(self._look.size("scan") + 2 * self._look.px(3))

    def _build_line(self, prompt: str) -> ScanLine:
        line = ScanLine()
        line.setObjectName("scan")
        line.setPlaceholderText(prompt)
        line.setAccessibleName(prompt)
        line.setFont(self._look.font(19))
        line.setFrame(False)
        line.entered.connect(self.submitted)
        line.textEdited.connect(self._edited)
        line.listed.connect(self.listed)
        line.moved.connect(self.moved)
        line.focus_changed.connect(self.update)
        return line

    def _edited(self, words: str) -> None:
        if "\n" not in words:
            self.edited.emit(words)

    def set_mode(self, words: str) -> None:
        """What a scan does now, in the field and for the screen reader; nothing: as usual."""
        self.line.setPlaceholderText(words or self._prompt)
        self.line.setAccessibleDescription(words)
        self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        """In a narrow field the hint goes, and then the key, before the words that say what to do."""
        words = self.line.fontMetrics().horizontalAdvance(self.line.placeholderText())
        room = self.width() - self._look.px(AROUND) - words - self._cap.width()
        self._hint.setVisible(room >= self._hint.sizeHint().width())
        self._cap.setVisible(room >= 0)

    def text(self) -> str:
        """What has been typed so far."""
        return self.line.text()

    def clear(self) -> None:
        """Empty the field, without leaving typing to take back."""
        self.line.setText("")

    def type_on(self, words: str) -> None:
        """Typing that began elsewhere goes on here."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.insert(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field and its halo."""
        painter = paint.smooth(self)
        px, colour = self._look.px, self._look.colour
        inner = QRect(self.rect()).adjusted(px(3), px(3), -px(3), -px(3))
        listening = self.line.hasFocus()
        if listening:
            paint.box(painter, self.rect(), px(15), colour("ring"))
        paint.box(painter, inner, px(12), colour("surface"), colour("accent" if listening else "edge"), 2)
