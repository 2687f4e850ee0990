"""The opening days while somebody changes them: the boxes of each branch's week, and the dated lines."""

from dataclasses import dataclass, field, replace

from desk.i18n import _
from desk.rules.calendar import Calendar
from desk.services.administration.calendar import (
    BranchName,
    CalendarSheet,
    DayLine,
    OpeningDays,
    Week,
    late_night,
    read_hours,
)
from desk.wording.administration import hours_words, weekday_words

NO_WEEK = ("",) * 7


@dataclass(slots=True)
class DaysDraft:
    """A copy of the opening days that can be changed. Nothing is written anywhere."""

    sheet: CalendarSheet
    weeks: dict[str, list[str]] = field(default_factory=dict)
    lines: list[DayLine] = field(default_factory=list)

    def __post_init__(self) -> None:
        for branch in self.sheet.branches:
            week = self.sheet.days.weeks.get(branch.code, ())
            self.weeks[branch.code] = [hours_words(periods) for periods in week] or list(NO_WEEK)
        self.lines = list(self.sheet.days.lines)

    def branch(self, code: str) -> BranchName:
        """The branch with this code."""
        return next(branch for branch in self.sheet.branches if branch.code == code)

    def hour_trouble(self, code: str, weekday: int) -> str:
        """What is wrong with the hours of one day; nothing when they can be read."""
        try:
            read_hours(self.weeks[code][weekday])
        except ValueError:
            return _("Write it like 09:00-12:00, 13:30-18:00")
        return ""

    def trouble(self) -> str:
        """The first thing that is wrong."""
        for branch in self.sheet.branches:
            found = self._week_trouble(branch.code)
            if found:
                return _("{branch}: {trouble}").format(branch=branch.name, trouble=found)
        return ""

    def _week_trouble(self, code: str) -> str:
        for weekday in range(7):
            if self.hour_trouble(code, weekday):
                return _("the hours of {weekday} cannot be read").format(weekday=weekday_words(weekday))
        week = self._week(code)
        if not any(week) and any(self.sheet.days.weeks.get(code, ())):
            return _("a week without opening hours; close it for long with a dated line")
        night = late_night(week) if week else None
        if night is not None:
            return _("the night of {weekday} ends after the next opening").format(weekday=weekday_words(night))
        return ""

    def _week(self, code: str) -> Week:
        """The week of a branch; none where nothing was ever said."""
        week = tuple(read_hours(words) for words in self.weeks[code])
        return week if any(week) else ()

    def days(self) -> OpeningDays:
        """The draft as opening days. Raises ValueError while a box cannot be read."""
        weeks = {code: self._week(code) for code in self.weeks}
        return OpeningDays(weeks, tuple(self.lines))

    def calendar(self, code: str) -> Calendar | None:
        """How a branch would be open; None while a box cannot be read."""
        try:
            return self.days().calendar(code, self.branch(code).zone)
        except ValueError:
            return None

    def text(self) -> str:
        """The draft as a file; what cannot be read stands there as it was written."""
        try:
            return self.days().text()
        except ValueError:
            return repr(self.weeks)

    def shown(self, code: str) -> list[int]:
        """Which lines are about a branch, the next first."""
        about = [at for at, line in enumerate(self.lines) if line.branch in ("", code)]
        return sorted(about, key=lambda at: (self.lines[at].first, at))

    def put(self, line: DayLine, hours: str, at: int | None) -> int:
        """A line, anew or in the place of another; several opening times give one line each. Gives its place."""
        periods = read_hours(hours)
        lines = [replace(line, hours=period) for period in periods] or [replace(line, hours=None)]
        place = len(self.lines) if at is None else at
        self.lines[place : place + (at is not None)] = lines
        return place

    def remove(self, at: int) -> None:
        """Take a line away."""
        del self.lines[at]
