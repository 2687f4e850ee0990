"""Remembers how the focused control was before a scan typed into it, and puts it back."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtGui import QTextCursor, QTextDocument, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

# the property of a table or line that names the lines into which typing goes that begins there: one, or several
TYPES_INTO = "types_into"
# the property of a line that no scan is meant for: quick typing, as a password manager does it, stays typing
TYPED_ONLY = "typed_only"


class Memory(Protocol):
    """How one control was."""

    def restore(self) -> None:
        """Put it back to that."""


@dataclass(frozen=True, slots=True)
class LineMemory:
    """A line of text: what stood in it, what was marked and where the cursor was."""

    line: QLineEdit
    text: str
    start: int
    marked: str
    cursor: int

    @classmethod
    def of(cls, line: QLineEdit) -> "LineMemory":
        """How this line is now."""
        start = line.selectionStart() if line.hasSelectedText() else line.cursorPosition()
        return cls(line, line.text(), start, line.selectedText(), line.cursorPosition())

    def restore(self) -> None:
        """Put the old text in place, not as an edit: else Ctrl+Z would bring the barcode back."""
        if self.line.text() != self.text:
            self.line.setText(self.text)
            self.line.textEdited.emit(self.text)  # whoever heard of the keys hears that they are gone
        self._mark_again()

    def _mark_again(self) -> None:
        if not self.marked:
            self.line.setCursorPosition(self.cursor)
        elif self.cursor == self.start:
            self.line.setSelection(self.start + len(self.marked), -len(self.marked))
        else:
            self.line.setSelection(self.start, len(self.marked))


@dataclass(frozen=True, slots=True)
class TextMemory:
    """A note of several lines: the cursor, what was marked, how long all was; not the text, for a note may be long."""

    edit: QPlainTextEdit | QTextEdit
    anchor: int
    cursor: int
    marked: QTextDocumentFragment
    length: int
    steps: int

    @classmethod
    def of(cls, edit: QPlainTextEdit | QTextEdit) -> "TextMemory":
        """How this note is now."""
        cursor = edit.textCursor()
        note = edit.document()
        steps = note.availableUndoSteps()
        return cls(edit, cursor.anchor(), cursor.position(), cursor.selection(), note.characterCount(), steps)

    def restore(self) -> None:
        """Undo what was typed, so that Ctrl+Z still knows what the person wrote before and nothing of the scan."""
        note = self.edit.document()
        end = self.edit.textCursor().position()
        while note.availableUndoSteps() > self.steps:
            self.edit.undo()
            end = min(self.anchor, self.cursor)
        if note.characterCount() == self.length:
            note.clearUndoRedoStacks(QTextDocument.Stacks.RedoStack)
        else:
            self._take_out(end)
        self._mark_again()

    def _take_out(self, end: int) -> None:
        """Qt has made one step of the scan and what was written just before it: then there is no step to keep."""
        writing = self.edit.textCursor()
        writing.setPosition(min(self.anchor, self.cursor))
        writing.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        writing.removeSelectedText()
        writing.insertFragment(self.marked)
        self.edit.document().clearUndoRedoStacks(QTextDocument.Stacks.UndoAndRedoStacks)

    def _mark_again(self) -> None:
        writing = self.edit.textCursor()
        writing.setPosition(self.anchor)
        writing.setPosition(self.cursor, QTextCursor.MoveMode.KeepAnchor)
        self.edit.setTextCursor(writing)


@dataclass(frozen=True, slots=True)
class ChoiceMemory:
    """A list to choose from: the choice, and the text of one that can be written in."""

    combo: QComboBox
    index: int
    line: LineMemory | None

    @classmethod
    def of(cls, combo: QComboBox) -> "ChoiceMemory":
        """How this choice is now."""
        line = combo.lineEdit()
        return cls(combo, combo.currentIndex(), LineMemory.of(line) if line else None)

    def restore(self) -> None:
        """The old choice."""
        if self.combo.currentIndex() != self.index:
            self.combo.setCurrentIndex(self.index)
        if self.line:
            self.line.restore()


@dataclass(frozen=True, slots=True)
class PlaceMemory:
    """A table or list: which row was current and which were marked, since typing jumps to a row."""

    view: QAbstractItemView
    current: QPersistentModelIndex
    marked: QItemSelection

    @classmethod
    def of(cls, view: QAbstractItemView) -> "PlaceMemory | None":
        """How this table is now."""
        selection = _selection(view)
        if selection is None:
            return None
        return cls(view, QPersistentModelIndex(selection.currentIndex()), selection.selection())

    def restore(self) -> None:
        """The old row."""
        selection = _selection(self.view)
        if selection is None or selection.currentIndex() == self.current:
            return
        selection.setCurrentIndex(self.current, QItemSelectionModel.SelectionFlag.NoUpdate)
        selection.select(self.marked, QItemSelectionModel.SelectionFlag.ClearAndSelect)


@dataclass(frozen=True, slots=True)
class HandedOnMemory:
    """A control that hands typing on to other lines, and the keyboard with it: how all of them were."""

    widget: QWidget
    own: Memory | None
    lines: tuple[LineMemory, ...]

    def restore(self) -> None:
        """The old texts, the old row, and the keyboard where it was."""
        for memory in self.lines:
            memory.restore()
        if any(memory.line.hasFocus() for memory in self.lines) and self.widget.isVisible():
            self.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.own is not None:
            self.own.restore()


def _selection(view: QAbstractItemView) -> QItemSelectionModel | None:
    """Qt's stubs promise one, but a table without a model has none."""
    return view.selectionModel()


def remember(widget: QWidget) -> Memory | None:
    """How this control is now, and what it hands typing on to; None for one that a key cannot change."""
    own, into = _own_memory(widget), widget.property(TYPES_INTO)
    lines = tuple(LineMemory.of(line) for line in (into if isinstance(into, list | tuple) else [into]) if line)
    return HandedOnMemory(widget, own, lines) if lines else own


def _own_memory(widget: QWidget) -> Memory | None:
    match widget:
        case QLineEdit():
            return None if widget.isReadOnly() else LineMemory.of(widget)
        case QPlainTextEdit() | QTextEdit():
            return None if widget.isReadOnly() else TextMemory.of(widget)
        case QComboBox():
            return ChoiceMemory.of(widget)
        case QAbstractSpinBox():
            line = widget.findChild(QLineEdit)
            return LineMemory.of(line) if isinstance(line, QLineEdit) and not widget.isReadOnly() else None
        case QAbstractItemView():
            return PlaceMemory.of(widget)
    return None


def takes_text(widget: QWidget) -> bool:
    """Whether a person may be writing here; then no key may be kept from it before it is known to be a scanner's."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox)
