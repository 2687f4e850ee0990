"""The weekly hours of a branch: a box for each weekday; an empty one is a closed day."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout

from desk.i18n import _
from desk.ui.administration.days_draft import DaysDraft
from desk.ui.administration.forms import mark_wrong
from desk.ui.parts.labels import Surface, Text
from desk.ui.theme import MEDIUM, SEMIBOLD, Look
from desk.wording.administration import weekday_words


class WeekCard(Surface):
    """The branch that is shown, and its week."""

    branch_chosen = Signal(str)
    edited = Signal(int, str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        px = look.px
        self.branch = QComboBox()
        self.branch.setFont(look.font(14))
        self.branch.setAccessibleName(_("Branch"))
        self.branch.activated.connect(self._chosen)
        self.boxes = [self._box(look, weekday) for weekday in range(7)]
        self._note = Text(look, "", 12, colour="ink3", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(12), px(16), px(10))
        column.setSpacing(px(6))
        column.addWidget(Text(look, _("Weekly hours"), 15, SEMIBOLD))
        column.addWidget(self.branch)
        column.addSpacing(px(2))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(4))
        for weekday, box in enumerate(self.boxes):
            grid.addWidget(Text(look, weekday_words(weekday), 13, MEDIUM, "ink2"), weekday, 0)
            grid.addWidget(box, weekday, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addWidget(self._note)
        column.addStretch(1)

    def _box(self, look: Look, weekday: int) -> QLineEdit:
        box = QLineEdit()
        box.setFont(look.font(14, figures=True))
        box.setAccessibleName(_("Hours of {weekday}").format(weekday=weekday_words(weekday)))
        box.setPlaceholderText(_("closed"))
        box.setObjectName(str(weekday))
        box.textEdited.connect(self._edited)
        box.setProperty("close", True)  # to the next one: seven stand below each other
        return box

    def _chosen(self, _at: int) -> None:
        self.branch_chosen.emit(str(self.branch.currentData()))

    def _edited(self, words: str) -> None:
        self.edited.emit(int(self.sender().objectName()), words)

    def show_branches(self, draft: DaysDraft, code: str) -> None:
        """The branches to choose from."""
        self.branch.clear()
        for branch in draft.sheet.branches:
            self.branch.addItem(branch.name, branch.code)
        self.branch.setCurrentIndex(max(0, self.branch.findData(code)))

    def show_week(self, draft: DaysDraft, code: str) -> None:
        """The week of a branch, with what is wrong in it."""
        for weekday, box in enumerate(self.boxes):
            words = draft.weeks[code][weekday]
            if box.text() != words:
                box.setText(words)
            self._mark(box, draft.hour_trouble(code, weekday))
        never = not any(words.strip() for words in draft.weeks[code])
        example = _("Several times a day: 09:00-12:00, 13:30-18:00. A night: 18:00-02:00.")
        unsaid = _("Nobody has said when this branch is open: it counts as always open.")
        self._note.setText(unsaid if never else example)

    def show_example(self, *, shown: bool) -> None:
        """The example below the boxes, which gives way where there is little room."""
        self._note.setVisible(shown)

    def _mark(self, box: QLineEdit, trouble: str) -> None:
        box.setToolTip(trouble)
        box.setAccessibleDescription(trouble)
        mark_wrong(box, bool(trouble))
