"""Opening days: the week of each branch, the months as they come out, and the dated lines."""

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk.i18n import _
from desk.rules.vocabulary import DayKind
from desk.services.administration.calendar import (
    CalendarLoaded,
    CalendarSheet,
    DayLine,
    LoadCalendar,
    PreviewCalendar,
    ReadCalendar,
    ShowCalendar,
)
from desk.services.administration.effects import CalendarEffect
from desk.ui.administration.day_lines import DayLines
from desk.ui.administration.days_draft import DaysDraft
from desk.ui.administration.draft_page import DraftPage
from desk.ui.administration.line_editor import LineEditor
from desk.ui.administration.months_view import MonthsCard
from desk.ui.administration.week_card import WeekCard
from desk.ui.desk_thread import DeskLine
from desk.ui.keys import Key
from desk.ui.theme import Look
from desk.wording import context
from desk.wording.administration import calendar_lines, loaded_sentence

if TYPE_CHECKING:
    from desk.services.desk import Act, Question


# The week with its seven boxes, the example below them, and the lines with head and foot of the page.
WEEK_HEIGHT, EXAMPLE_HEIGHT, LINES_HEIGHT = 376, 36, 224
WEEK_WIDTH = 346


class OpeningDaysPage(DraftPage):
    """When the branches are open."""

    def __init__(self, look: Look, desk: DeskLine) -> None:
        super().__init__(look, desk, _("Opening days"), _("Apply"))
        self.days: DaysDraft | None = None
        self.code = ""
        self._at: int | None = None
        self.week = WeekCard(look)
        self.months = MonthsCard(look)
        self.editor = LineEditor(look)
        self.lines = DayLines(look)
        self._beside = QStackedWidget()
        self._build()
        self._connect()
        self.order_tabs()
        self.settle()

    def _build(self) -> None:
        self._beside.addWidget(self.months)
        self._beside.addWidget(self.editor)
        above = self.lay_beside(self.week, WEEK_WIDTH)
        above.addWidget(self.week)
        above.addWidget(self._beside, 1)
        self.body.addLayout(above, 2)
        self.body.addWidget(self.lines, 1)

    def _connect(self) -> None:
        self.week.branch_chosen.connect(self._branch_chosen)
        self.week.edited.connect(self._hours_edited)
        self.months.day_clicked.connect(self.add)
        self.lines.added.connect(self.add)
        self.lines.changed.connect(self.change_line)
        self.lines.removed.connect(self.remove_line)
        self.editor.taken.connect(self._taken)
        self.editor.left.connect(self.leave_editor)
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.add)

    # What the shared page asks for

    def reading(self) -> "Question[CalendarSheet]":
        """The opening days as they stand."""
        return ReadCalendar()

    def showing(self) -> "Question[str]":
        """The same as a file."""
        return ShowCalendar()

    def loading(self, text: str) -> "Act[CalendarLoaded]":
        """Put the draft in force."""
        return LoadCalendar(text)

    def previewing(self, text: str) -> "Question[CalendarEffect]":
        """What the draft would do."""
        return PreviewCalendar(text)

    def show_sheet(self, sheet: Any) -> None:
        """The opening days in force."""
        self.days = DaysDraft(sheet)
        self.code = self.code if self.code in self.days.weeks else sheet.here
        self.week.show_branches(self.days, self.code)
        self._show()

    def draft(self) -> str:
        """The draft as a file."""
        return self.days.text() if self.days is not None else ""

    def trouble(self) -> str:
        """The first thing that cannot be read."""
        return self.days.trouble() if self.days is not None else ""

    def preview_lines(self, answer: Any, place: context.Place) -> list[str]:
        """What the draft would do."""
        return calendar_lines(answer, place)

    def saved_words(self, answer: Any) -> str:
        """What applying has done."""
        return loaded_sentence(answer, self.place())

    # What a person does

    def _show(self, chosen: int | None = None) -> None:
        assert self.days is not None
        self.week.show_week(self.days, self.code)
        self.months.months.show_calendar(self.days.calendar(self.code), self.days.sheet.today)
        self.lines.show_lines(self.days, self.code, chosen)

    def _branch_chosen(self, code: str) -> None:
        self.code = code
        self._show()

    def _hours_edited(self, weekday: int, words: str) -> None:
        if self.days is not None:
            self.days.weeks[self.code][weekday] = words
            self._show()
            self.touched()

    def add(self, day: date | None = None) -> None:
        """Begin a line; for the day that was clicked."""
        if self.days is None:
            return
        self._at = None
        today = self.days.sheet.today
        first = day or today
        line = DayLine(DayKind.CLOSED, first, first)
        self._edit(line, new=True)
        if day == today:
            self.editor.first.begin(today, day)

    def change_line(self, at: int) -> None:
        """Change a line that is there."""
        if self.days is not None:
            self._at = at
            self._edit(self.days.lines[at], new=False)

    def _edit(self, line: DayLine, *, new: bool) -> None:
        assert self.days is not None
        self.untell()
        self._beside.setCurrentWidget(self.editor)
        self.editor.begin(line, self.days.sheet.branches, self.days.sheet.today, new=new)

    def _taken(self, line: DayLine, hours: str) -> None:
        if self.days is not None:
            place = self.days.put(line, hours, self._at)
            self.leave_editor()
            self._show(place)
            self.touched()

    def leave_editor(self) -> None:
        """Back to the months."""
        self._beside.setCurrentWidget(self.months)
        self.lines.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def remove_line(self, at: int) -> None:
        """Take a line away."""
        if self.days is not None:
            self.days.remove(at)
            self._show()
            self.touched()

    def in_order(self) -> list[QWidget]:
        """The week, what stands beside it, the lines."""
        beside = [self.months.back, self.months.on, *self.editor.in_order()]
        lines = [self.lines.add_button, self.lines.change_button, self.lines.remove_button, self.lines.grid]
        return [self.week.branch, *self.week.boxes, *beside, *lines]

    def make_room(self, needed: int) -> None:
        """While it is said what a change does, the example gives way first, and on a very low screen the lines."""
        least = self.look.px(WEEK_HEIGHT + LINES_HEIGHT) + needed
        example = self.look.px(EXAMPLE_HEIGHT)
        self.week.show_example(shown=not needed or self.height() >= least)
        room = not needed or self.height() >= least - example
        if not room and self.lines.grid.hasFocus():
            self.week.branch.setFocus(Qt.FocusReason.OtherFocusReason)
        self.lines.setVisible(room)

    def take_focus(self) -> None:
        """Leave the form of a line; the week has the keyboard."""
        if self._beside.currentWidget() is self.editor:
            self.leave_editor()
        else:
            self.week.branch.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def press(self, key: Key) -> bool:
        """While a line is written, Ctrl+Enter takes it; Ctrl+S applies the whole."""
        if key is Key.RECOMMENDED and self._beside.currentWidget() is self.editor:
            self.editor.take()
            return True
        return super().press(key)
