"""Try it: pick a reader category, an item type and a branch, and see what holds and which row says so."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.i18n import _
from desk.rules.policy import Place
from desk.services.administration.policy import Names
from desk.ui.administration.forms import picker
from desk.ui.administration.rules_draft import EVERYWHERE, RulesDraft
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.chips import Choice
from desk.ui.parts.labels import Surface, Text
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.rule_words import rule_label
from desk.wording.shapes import Weight

ANSWERED = ("loan", "renewals", "loans", "fine", "fine_cap", "grace", "shelf_days")
CELL = 124
ADD_KEY = "Ctrl+N"


class Held(QWidget):
    """One value that holds, and the row that says so below it."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.name = name
        self._label = rule_label(name)
        self._value = Text(look, "", 15, SEMIBOLD, elide=True, figures=True)
        self._source = Text(look, "", 12, colour="ink2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for text in (Text(look, self._label, 12, colour="ink3", wrap=True), self._value, self._source):
            column.addWidget(text)
        column.addStretch(1)

    def show_value(self, value: str, source: str) -> None:
        """Another value."""
        self._value.setText(value)
        self._source.setText(source or _("nobody has said"))
        self._source.setToolTip(self._source.text())
        self.setAccessibleName(f"{self._label}: {value}, {self._source.text()}")


class TryIt(Surface):
    """The card below the table. A row for just this place is added from here too."""

    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        px = look.px
        self._draft: RulesDraft | None = None
        self.category, self.kind, self.branch = (
            self._picker(look, label) for label in (_("Reader category"), _("Item type"), _("Branch"))
        )
        self.row_button = KeyButton(look, _("Add a row for this"), ADD_KEY, "plus", Weight.GHOST, height=32)
        self.row_button.clicked.connect(self.want)
        self.cells = [Held(look, name) for name in ANSWERED]
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(10), px(14), px(12))
        column.setSpacing(px(8))
        column.addLayout(self._head(look))
        column.addLayout(self._choosing(look))
        answer = QHBoxLayout()
        answer.setSpacing(px(12))
        for cell in self.cells:
            answer.addWidget(cell, 1)
        column.addLayout(answer)

    def _picker(self, look: Look, label: str) -> QComboBox:
        box = picker(())
        box.setFont(look.font(14))
        box.setAccessibleName(label)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.currentIndexChanged.connect(self._answer)
        return box

    def _choosing(self, look: Look) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        for box in (self.category, self.kind, self.branch):
            row.addWidget(box, 1)
        return row

    def _head(self, look: Look) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(Text(look, _("Try it: what holds, and why"), 15, SEMIBOLD, wrap=True), 1)
        row.addWidget(self.row_button)
        return row

    def show_names(self, names: Names) -> None:
        """What can be picked."""
        _fill(self.category, _("Any reader"), names.categories.items())
        _fill(self.kind, _("Any item"), names.kinds.items())
        _fill(self.branch, _("Any branch"), names.branches.items())

    def show_draft(self, draft: RulesDraft) -> None:
        """Another draft, or another value in it."""
        self._draft = draft
        self._answer()

    def place(self) -> Place:
        """What was picked."""
        picked = (box.currentData() for box in (self.branch, self.category, self.kind))
        return Place(*(int(number) if number else None for number in picked))

    def _answer(self) -> None:
        if self._draft is not None and self.branch.count() and self.kind.count() and self.category.count():
            for cell in self.cells:
                cell.show_value(*self._draft.holds(self.place(), cell.name))

    def want(self) -> None:
        """Go to the row of this place; it is added where there is none. The widest row is there: for whom is asked."""
        if self.place() == EVERYWHERE:
            self.category.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.category.showPopup()
        else:
            self.wanted.emit(self.place())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many values as fit."""
        super().resizeEvent(event)
        fits = max(1, self.width() // self._look.px(CELL))
        for at, cell in enumerate(self.cells):
            cell.setVisible(at < fits)


def _fill(box: QComboBox, every: str, names: object) -> None:
    """The names to pick from; what was picked stays picked."""
    choices = (Choice("", every), *(Choice(str(number), name) for number, (_code, name) in names))  # type: ignore[attr-defined]
    picked = box.currentData()
    box.blockSignals(True)
    box.clear()
    for choice in choices:
        box.addItem(choice.label, choice.value)
    box.setCurrentIndex(max(0, box.findData(picked)))
    box.blockSignals(False)
    box.view().setTextElideMode(Qt.TextElideMode.ElideRight)
