"""Step 3: how the library lends, as one table that is corrected in place."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desk.i18n import _
from desk.ui.administration.house_grid import GridDelegate, HouseGrid
from desk.ui.administration.rule_grid import RuleRows
from desk.ui.announcements import announce
from desk.ui.beginning.draft import Draft
from desk.ui.beginning.step import Step
from desk.ui.parts.labels import Text
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.rule_words import as_written, rule_label, rule_trouble

Index = QModelIndex | QPersistentModelIndex
# Loan, renewals, fine, limit: what a reader asks first.
SHOWN = {"loan": 150, "renewals": 110, "fine": 110, "loans": 150}


class EditableRules(RuleRows):
    """The rows of a template; a value is written over the one that is shown."""

    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.names = tuple(SHOWN)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything but the first column can be written into."""
        plain = super().flags(index)
        return plain | Qt.ItemFlag.ItemIsEditable if index.column() > 0 else plain

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """For the box the value as it is written; empty where the row takes it from a wider one."""
        if role == Qt.ItemDataRole.EditRole and self.draft is not None and index.column() > 0:
            return self.draft.stated(self.places[index.row()], self.names[index.column() - 1])
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """What cannot be read is not taken, and the reason is told."""
        if self.draft is None or role != Qt.ItemDataRole.EditRole:
            return False
        name = self.names[index.column() - 1]
        words = as_written(name, str(value or ""))
        trouble = rule_trouble(name, words, self.draft.sheet.currency) if words else ""
        self.refused.emit(f"{rule_label(name)}: {trouble}" if trouble else "")
        if not trouble:
            self.draft.state(self.places[index.row()], name, words)
            self.touch()
        return not trouble


class RuleDelegate(GridDelegate):
    """A box over a value is named by its column and row, for whoever hears the screen."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The usual box, with its name."""
        box = super().createEditor(parent, option, index)
        heading = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        where = index.model().index(index.row(), 0).data()
        box.setAccessibleName(_("{value}, {place}").format(value=heading, place=where))
        return box


class RuleTable(HouseGrid):
    """Arrows go from value to value, typing writes over one, Enter takes it. F2 is a key of the desk."""

    def __init__(self, look: Look) -> None:
        self.rows = EditableRules()
        super().__init__(look, self.rows, _("Loan rules"))
        self.rows.setParent(self)
        self.setItemDelegate(RuleDelegate(look, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked)

    def is_editing(self) -> bool:
        """Whether a value is being written."""
        return self.state() is QAbstractItemView.State.EditingState

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a box ends writing; else it goes on to the next step. Del takes a value from above again."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.is_editing():
            event.accept()
        elif enter:
            event.ignore()
        elif event.key() == Qt.Key.Key_Delete and self.currentIndex().column() > 0:
            self.rows.setData(self.currentIndex(), "")
        else:
            QTableView.keyPressEvent(self, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The four values beside the place, which keeps a third of the width."""
        super().resizeEvent(event)
        left = self.viewport().width() * 2 // 3
        wished = self._look.px(sum(SHOWN.values()))
        self.set_width(0, 0)
        for column, width in enumerate(SHOWN.values(), 1):
            self.set_width(column, self._look.px(width) * min(left, wished) // wished)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line around the value that the keyboard is on."""
        QTableView.paintEvent(self, event)
        if self.hasFocus() and self.currentIndex().isValid():
            self.ring(self.visualRect(self.currentIndex()))


class RulesStep(Step):
    """A template, and its table."""

    def __init__(self, look: Look) -> None:
        words = _("A light value comes from the row above it. Write over any of them.")
        super().__init__(look, _("Loan rules"), words, _("Later, with all values: Administration, Loan rules."))
        self._draft: Draft | None = None
        self.templates = QButtonGroup(self)
        self.codes = ("public", "school", "special")
        row = QHBoxLayout()
        row.setSpacing(look.px(20))
        for number, label in enumerate((_("Public library"), _("School library"), _("Special library"))):
            button = QRadioButton(label)
            button.setFont(look.font(14, SEMIBOLD))
            self.templates.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self.templates.idClicked.connect(self._chosen)
        self.trouble = Text(look, "", 13, colour="bad_ink", wrap=True)
        self.table = RuleTable(look)
        self.table.rows.refused.connect(self._refused)
        self.table.setMinimumHeight(look.px(180))
        surface, column = self.card()
        column.setContentsMargins(0, look.px(4), 0, look.px(4))
        column.addWidget(self.table)
        self.column.addLayout(row)
        self.column.addWidget(surface, 1)
        self.column.addWidget(self.trouble)

    def first_stop(self) -> QWidget | None:
        """The template that is chosen."""
        return self.templates.checkedButton()

    def show_draft(self, draft: Draft) -> None:
        """The table of the template, with what was corrected."""
        self._draft = draft
        self.templates.button(self.codes.index(draft.template)).setChecked(True)
        self.table.rows.show(draft.table())
        self.table.setCurrentIndex(self.table.rows.index(0, 1))
        self.trouble.setText("")

    def _chosen(self, number: int) -> None:
        if self._draft is not None:
            self._draft.take_template(self.codes[number])
            self.show_draft(self._draft)

    def _refused(self, words: str) -> None:
        self.trouble.setText(words)
        if words:
            announce(self, words, urgent=True)

    def event(self, event: QEvent) -> bool:
        """A step that goes out of sight closes the box that is open."""
        if event.type() is QEvent.Type.Hide and self.table.is_editing():
            self.table.setFocus()
        return super().event(event)

    def skip(self, draft: Draft) -> None:
        """The template as it is."""
        draft.rules = None
