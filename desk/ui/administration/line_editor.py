"""One dated line: closed or open, which days, how often again, which hours, where, and why."""

from datetime import date
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk.i18n import _, format_day_full, format_day_long
from desk.rules.days import read_day
from desk.rules.periods import Period, parse_period
from desk.rules.periods import Unit as Length
from desk.rules.vocabulary import DayKind
from desk.services.administration.calendar import BranchName, DayLine, clock_words, read_hours
from desk.ui.administration.forms import Field, LineField, PickField, pair
from desk.ui.keys import ENTER, Key
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.chips import Choice
from desk.ui.parts.day_box import puts_day_first
from desk.ui.parts.labels import Surface, Text
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.shapes import Weight

NEVER = ""
ON_WEEKDAY = " on weekday"


class DayField(LineField):
    """A day as people write it, said in words below before it counts."""

    def __init__(self, look: Look, label: str, empty: str) -> None:
        super().__init__(look, label, "", empty)
        self._empty = empty
        self._today = date.min
        self.line.textChanged.connect(self._read)

    def begin(self, today: date, day: date | None) -> None:
        """The day that stands there first, and the day it is."""
        self._today = today
        self.line.setPlaceholderText(_("24/12, 24.12.2026 or +7") if puts_day_first() else _("12/24 or +7"))
        self.line.setText(day.isoformat() if day is not None else "")
        self._read()

    def day(self) -> date | None:
        """The day that is meant; None for an empty box, and for what is no day."""
        return read_day(self.value(), self._today, day_first=puts_day_first())

    def wrong(self) -> bool:
        """Whether something stands there that is no day."""
        return bool(self.value()) and self.day() is None

    def _read(self) -> None:
        day = self.day()
        if self.wrong():
            self.set_trouble(_("That is no day"))
        else:
            self.set_hint(format_day_long(day, self._today) if day is not None else self._empty)


class LineEditor(Surface):
    """The form of a line. Enter takes it into the draft, Esc leaves it."""

    taken = Signal(object, str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._title = Text(look, "", 15, SEMIBOLD)
        self.kind = PickField(look, _("What"), _kinds())
        self.branch = PickField(look, _("Where"), ())
        self.first = DayField(look, _("First day"), "")
        self.last = DayField(look, _("Last day"), _("empty: the same day"))
        self.unit = PickField(look, _("Repeats"), _units())
        self.count = LineField(look, _("Every how many"), "1")
        self.until = DayField(look, _("Until"), _("empty: for ever"))
        self.hours = LineField(look, _("Hours"), "", _("empty: the whole day"))
        self.note = LineField(look, _("Note"))
        self._build()
        self.unit.box.currentIndexChanged.connect(self._unit_changed)
        for line in (field.line for field in self.lines()):
            line.returnPressed.connect(self.take)

    def lines(self) -> tuple[LineField, ...]:
        """The boxes that are typed into."""
        return self.first, self.last, self.count, self.until, self.hours, self.note

    def in_order(self) -> list[QWidget]:
        """What Tab reaches, as it is read."""
        picked = (self.kind.box, self.branch.box)
        again = (self.unit.box, self.count.line, self.until.line)
        days = (self.first.line, self.last.line)
        return [*picked, *days, *again, self.hours.line, self.note.line, self.back_button, self.take_button]

    def _build(self) -> None:
        px, look = self._look.px, self._look
        inside = QWidget()
        inside.setObjectName("inside")
        fields = QVBoxLayout(inside)
        fields.setContentsMargins(0, 0, px(10), 0)
        fields.setSpacing(px(6))
        fields.addLayout(pair(look, self.kind, self.branch))
        fields.addLayout(pair(look, self.first, self.last))
        repeats = pair(look, self.unit, self.count)
        repeats.addWidget(self.until, 1)
        repeats.setStretch(0, 2)
        fields.addLayout(repeats)
        fields.addLayout(pair(look, self.hours, self.note))
        fields.addStretch(1)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(10), px(8), px(8))
        column.setSpacing(px(6))
        column.addWidget(self._title)
        column.addWidget(area, 1)
        column.addLayout(self._ways())

    def _ways(self) -> QHBoxLayout:
        self.back_button = KeyButton(self._look, _("Back"), Key.ASIDE, "arrow-left", Weight.GHOST, height=34)
        self.take_button = KeyButton(self._look, _("Into the list"), ENTER, "check", height=34)
        self.back_button.clicked.connect(self.left)
        self.take_button.clicked.connect(self.take)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, self._look.px(8), 0)
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.take_button)
        return row

    def begin(self, line: DayLine, branches: tuple[BranchName, ...], today: date, *, new: bool) -> None:
        """Show a line, to be changed."""
        self._title.setText(_("New line") if new else _("Line of {day}").format(day=format_day_full(line.first)))
        self.kind.box.setCurrentIndex(self.kind.box.findData(line.kind.value))
        self.branch.box.clear()
        self.branch.box.addItem(_("All branches"), "")
        for branch in branches:
            self.branch.box.addItem(branch.name, branch.code)
        self.branch.box.setCurrentIndex(max(0, self.branch.box.findData(line.branch)))
        self.first.begin(today, line.first if not new or line.first != today else None)
        self.last.begin(today, line.last if line.last != line.first else None)
        self.until.begin(today, line.until)
        every = parse_period(line.every) if line.every else None
        self.unit.box.setCurrentIndex(self.unit.box.findData(_rhythm(every, line.by_weekday)))
        self.count.line.setText(str(every.length) if every else "1")
        self.hours.line.setText(clock_words(line.hours) if line.hours else "")
        self.note.line.setText(line.note)
        for field in (self.count, self.hours):
            field.set_trouble("")
        self._unit_changed()
        self.first.line.setFocus()

    def _unit_changed(self) -> None:
        unit = self.unit.box.currentData()
        self.count.setVisible(bool(unit))
        self.until.setVisible(bool(unit))

    def take(self) -> None:
        """Hand the line on, unless something in it cannot be read."""
        first, last = self.first.day(), self.last.day() or self.first.day()
        if not self._readable() or first is None or last is None:
            return
        every, by_weekday = self._every()
        line = DayLine(
            kind=DayKind(self.kind.box.currentData()),
            first=first,
            last=last,
            branch=str(self.branch.box.currentData()),
            every=every,
            until=self.until.day() if every else None,
            by_weekday=by_weekday,
            note=self.note.value(),
        )
        self.taken.emit(line, self.hours.value())

    def _every(self) -> tuple[str, bool]:
        """How often again, and whether on the same weekday of the month."""
        rhythm = str(self.unit.box.currentData())
        unit = rhythm.removesuffix(ON_WEEKDAY)
        return (str(Period(int(self.count.value()), Length(unit))) if unit else ""), rhythm != unit

    def _readable(self) -> bool:
        """Say at each box what is wrong with it; whether all is well."""
        first, last = self.first.day(), self.last.day()
        if first is None:
            self.first.set_trouble(_("Which day is it?") if not self.first.value() else _("That is no day"))
        elif last is not None and last < first:
            self.last.set_trouble(_("That is before the first day"))
        counted = self.count.value()
        counts = counted.isdecimal() and 0 < int(counted) < 100
        self.count.set_trouble("" if counts or not self.unit.box.currentData() else _("A number from 1 to 99"))
        self.hours.set_trouble("" if _hours_fit(self.hours.value()) else _("Write it like 09:00-13:00"))
        wrong: list[Field] = [field for field in (self.first, self.last, self.until, self.count, self.hours)
                              if field.trouble() and not field.isHidden()]  # fmt: skip
        if wrong:
            wrong[0].setFocus()
            # The reason below the box is laid out in the next turn.
            QTimer.singleShot(0, self, partial(self._area.ensureWidgetVisible, wrong[0]))
        return not wrong


def _hours_fit(words: str) -> bool:
    try:
        read_hours(words)
    except ValueError:
        return False
    return True


def _kinds() -> tuple[Choice, ...]:
    return Choice(DayKind.CLOSED.value, _("Closed")), Choice(DayKind.OPEN.value, _("Open"))


def _rhythm(every: Period | None, by_weekday: bool) -> str:
    """The line of the list that says how a line comes again."""
    return NEVER if every is None else every.unit.value + (ON_WEEKDAY if by_weekday else "")


def _units() -> tuple[Choice, ...]:
    return (
        Choice(NEVER, _("never")),
        Choice(Length.YEAR.value, _("by years")),
        Choice(Length.YEAR.value + ON_WEEKDAY, _("by years, same weekday")),
        Choice(Length.MONTH.value, _("by months")),
        Choice(Length.MONTH.value + ON_WEEKDAY, _("by months, same weekday")),
        Choice(Length.WEEK.value, _("by weeks")),
        Choice(Length.DAY.value, _("by days")),
    )
