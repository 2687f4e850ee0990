"""Months at a glance: which days a branch is open, closed by the week, closed or opened by a dated line."""

import calendar as months
from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolTip, QVBoxLayout, QWidget

from desk.i18n import _, format_day_long, format_month
from desk.rules.calendar import Calendar
from desk.rules.periods import add_months
from desk.ui import paint
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Surface, Text, mirrored
from desk.ui.theme import MEDIUM, REGULAR, SEMIBOLD, Look
from desk.wording.administration import hours_words, weekday_words
from desk.wording.shapes import Weight

DAY, ROW, HEAD, GAP = 23, 20, 42, 22
WEEKS = 6
# The edge of a day that is not as its week; and the grounds of days on which the library is closed.
EDGES = {"bad_bg": "bad_line", "ok_bg": "ok_line", "warn_bg": "warn_line"}
CLOSED = ("sunken", "bad_bg")


class Months(QWidget):
    """As many months as fit, painted."""

    day_clicked = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._calendar: Calendar | None = None
        self._today = date.min
        self.first = date.min
        self.setMouseTracking(True)

    def show_calendar(self, calendar: Calendar | None, today: date) -> None:
        """Another branch, or other opening days."""
        self._calendar, self._today = calendar, today
        if self.first == date.min:
            self.first = today.replace(day=1)
        self.update()

    def turn(self, by: int) -> None:
        """Some months on or back."""
        self.first = add_months(self.first, by)
        self.update()

    def across(self) -> int:
        """How many months stand side by side."""
        width = self._look.px(7 * DAY + GAP)
        return max(1, (self.width() + self._look.px(GAP)) // width)

    def count(self) -> int:
        """How many months are shown."""
        height = self._look.px(HEAD + WEEKS * ROW)
        return self.across() * max(1, self.height() // height)

    def sizeHint(self) -> QSize:
        """Two months side by side."""
        return QSize(self._look.px(2 * 7 * DAY + GAP), self._look.px(HEAD + WEEKS * ROW))

    def _places(self) -> Iterator[tuple[date, QRect]]:
        """Each month with its place."""
        px, across = self._look.px, self.across()
        step = (self.width() + px(GAP)) // across
        high = px(HEAD + WEEKS * ROW)
        for number in range(self.count()):
            at = QPoint((number % across) * step, (number // across) * high)
            yield add_months(self.first, number), QRect(at, QSize(px(7 * DAY), high))

    def _days(self, month: date, place: QRect) -> Iterator[tuple[date, QRect]]:
        """Each day of a month with its place."""
        px = self._look.px
        lead = month.weekday()
        for number in range(1, months.monthrange(month.year, month.month)[1] + 1):
            row, column = divmod(lead + number - 1, 7)
            corner = place.topLeft() + QPoint(px(column * DAY), px(HEAD) + px(row * ROW))
            yield month.replace(day=number), mirrored(self, QRect(corner, QSize(px(DAY), px(ROW))))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the months."""
        painter = paint.smooth(self)
        for month, place in self._places():
            self._draw_head(painter, month, place)
            for day, spot in self._days(month, place):
                self._draw_day(painter, day, spot)

    def _draw_head(self, painter: QPainter, month: date, place: QRect) -> None:
        px, look = self._look.px, self._look
        painter.setFont(look.font(13, SEMIBOLD))
        title = QRect(place.x() + px(5), place.y(), place.width(), px(20))
        paint.text(painter, mirrored(self, title), format_month(month), look.colour("ink"))
        painter.setFont(look.font(11, MEDIUM))
        for weekday in range(7):
            spot = QRect(place.x() + px(weekday * DAY), place.y() + px(22), px(DAY), px(18))
            paint.text(painter, mirrored(self, spot), weekday_words(weekday)[:1], look.colour("ink3"), paint.CENTRE)

    def _draw_day(self, painter: QPainter, day: date, spot: QRect) -> None:
        look, inner = self._look, spot.adjusted(1, 1, -1, -1)
        ground, ink = self._colours(day)
        edge = EDGES.get(ground, "")
        line = look.colour("accent" if day == self._today else edge) if edge or day == self._today else None
        width = 2 if day == self._today else 1
        paint.box(painter, inner, look.px(5), look.colour(ground) if ground else None, line, width)
        font = look.font(12, SEMIBOLD if ground not in ("", "sunken") else REGULAR, figures=True)
        # Colour alone would not say it: closed days are struck through, days unlike their week have an edge.
        font.setStrikeOut(ground in CLOSED)
        painter.setFont(font)
        paint.text(painter, spot, str(day.day), look.colour(ink), paint.CENTRE)

    def _colours(self, day: date) -> tuple[str, str]:
        """The ground and ink of a day: usual, closed as each week, or different on this day."""
        if self._calendar is None:
            return "", "ink3"
        hours = self._calendar.hours(day)
        usual = self._calendar.week[day.weekday()] if self._calendar.week else None
        if hours == usual or (usual is None and hours):
            return ("", "ink") if hours else ("sunken", "ink3")
        if not hours:
            return "bad_bg", "bad_ink"
        return ("warn_bg", "warn_ink") if usual else ("ok_bg", "ok_ink")

    def _day_at(self, point: QPoint) -> date | None:
        for month, place in self._places():
            for day, spot in self._days(month, place):
                if spot.contains(point):
                    return day
        return None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a day begins a line for it."""
        day = self._day_at(event.position().toPoint())
        if day is not None:
            self.day_clicked.emit(day)

    def event(self, event: object) -> bool:
        """Resting on a day says when it is open."""
        if isinstance(event, QHelpEvent):
            day = self._day_at(event.pos())
            if day is not None and self._calendar is not None:
                QToolTip.showText(event.globalPos(), self.words(day), self)
            return True
        return super().event(event)  # type: ignore[arg-type]

    def words(self, day: date) -> str:
        """A day and when it is open."""
        hours = hours_words(self._calendar.hours(day)) if self._calendar is not None else ""
        return _("{day}: {hours}").format(day=format_day_long(day, self._today), hours=hours or _("closed"))


class Legend(QWidget):
    """What the colours of the days mean, in words."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.px(6))
        grid.setVerticalSpacing(look.px(2))
        grid.setColumnStretch(3, 1)
        meanings = (
            ("sunken", _("Closed")),
            ("bad_bg", _("Closed by a line")),
            ("ok_bg", _("Opened by a line")),
            ("warn_bg", _("Other hours")),
        )
        for number, (colour, words) in enumerate(meanings):
            row, column = divmod(number, 2)
            swatch = Surface(look, 4, colour, EDGES.get(colour, "line2"))
            swatch.setFixedSize(look.px(14), look.px(14))
            grid.addWidget(swatch, row, 2 * column)
            grid.addWidget(Text(look, words, 12, colour="ink2"), row, 2 * column + 1)


class MonthsCard(Surface):
    """The months with what turns them."""

    day_clicked = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        px = look.px
        self.months = Months(look)
        self.months.day_clicked.connect(self.day_clicked)
        self.back = KeyButton(look, _("Earlier"), "", "chevron-left", Weight.GHOST, height=28)
        self.on = KeyButton(look, _("Later"), "", "chevron-right", Weight.GHOST, height=28)
        self.back.clicked.connect(self._back)
        self.on.clicked.connect(self._on)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(8), px(12), px(10))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.addWidget(Text(look, _("How it comes out"), 15, SEMIBOLD, elide=True), 1)
        head.addWidget(self.back)
        head.addWidget(self.on)
        column.addLayout(head)
        column.addWidget(self.months, 1)
        column.addWidget(Legend(look))

    def _back(self) -> None:
        self.months.turn(-self.months.across())

    def _on(self) -> None:
        self.months.turn(self.months.across())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint anew."""
        super().resizeEvent(event)
        self.months.update()
