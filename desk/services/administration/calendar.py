"""The opening days as a file that a librarian can read and change, and what a change does to open loans and holds."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import Any, ClassVar

from sqlalchemy import Connection, delete, insert, select

from desk.models import Branch, CalendarDay, CalendarHours, JournalRow, hot
from desk.rules.calendar import WHOLE_DAY, Calendar, Hours, SpecialDay
from desk.rules.periods import parse_period
from desk.rules.vocabulary import DayKind, Permission
from desk.services.administration.effects import (
    CalendarEffect,
    HoldShift,
    LoanShift,
    apply_shifts,
    calendar_effect,
    calendar_shifts,
    take_back_shifts,
)
from desk.services.administration.rule_files import (
    LastChange,
    did_you_mean,
    last_change,
    next_version,
    only,
    parse_toml,
    quoted,
    table,
    tables,
    wrong,
)
from desk.services.circulation.facts import by_rules_now
from desk.services.codec import known
from desk.services.desk import Unit

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PERIOD = re.compile(r"([0-2]?\d):([0-5]\d)\s*[-–]\s*([0-2]?\d):([0-5]\d)", re.ASCII)
DAY_MINUTES = WHOLE_DAY[1]
PARTS = ("hours", *(kind.value for kind in DayKind))
# What a dated line may say; `yearly` is how older files write every = "1 year".
STATED = ("day", "first", "last", "branch", "every", "yearly", "until", "by_weekday", "hours", "note")

Week = tuple[tuple[Hours, ...], ...]


@dataclass(frozen=True, slots=True)
class DayLine:
    """A dated line: closed, or open although the weekday is not. No branch is all of them, no hours the whole day."""

    kind: DayKind
    first: date
    last: date
    branch: str = ""
    every: str = ""
    until: date | None = None
    by_weekday: bool = False
    hours: Hours | None = None
    note: str = ""

    def special(self) -> SpecialDay:
        """The line as the calendar reckons with it."""
        return SpecialDay(
            kind=self.kind,
            first=self.first,
            last=self.last,
            every=parse_period(self.every) if self.every else None,
            until=self.until,
            by_weekday=self.by_weekday,
            hours=self.hours,
            note=self.note,
            own=bool(self.branch),
        )


@dataclass(frozen=True, slots=True)
class OpeningDays:
    """All that is known of when the branches are open: the week of each by its code, and the dated lines.

    A branch without a week is one of which nobody has said when it is open.
    """

    weeks: Mapping[str, Week]
    lines: tuple[DayLine, ...] = ()

    def calendar(self, branch: str, zone: tzinfo) -> Calendar:
        """One branch's calendar, with its own lines before those of all branches."""
        own = [line.special() for line in self.lines if line.branch == branch]
        shared = [line.special() for line in self.lines if not line.branch]
        return Calendar(zone, self.weeks.get(branch, ()), tuple(own + shared))

    def text(self) -> str:
        """The same as a file."""
        blocks = [[f"[hours.{quoted(code)}]", *week_text(week), ""] for code, week in self.weeks.items() if week]
        blocks += [[*lines, ""] for lines in sorted(map(_line_text, self.lines), key=lambda lines: lines[1:])]
        return "\n".join(line for block in blocks for line in block)


@dataclass(frozen=True, slots=True)
class BranchName:
    """A branch as the opening days name it."""

    code: str
    name: str
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class CalendarSheet:
    """The opening days as they stand, with the branches' names, the day it is, and who changed them last."""

    days: OpeningDays
    branches: tuple[BranchName, ...]
    here: str
    today: date
    change: LastChange | None = None

    def text(self) -> str:
        """The same as a file."""
        return self.days.text()


@known
@dataclass(frozen=True, slots=True)
class CalendarLoaded:
    """The new opening days are in force; so many due dates were moved, so many holds stay longer.

    `fines_less` is what is taken off the fines of loans that are late now, reckoned up to the evening of `until`.
    """

    periods: int
    days: int
    moved: int = 0
    kept: int = 0
    fines_less: int = 0
    until: date | None = None


@known
@dataclass(frozen=True, slots=True)
class CalendarBefore:
    """What undo needs: the former opening days, and the dates of the loans and holds that were moved."""

    text: str
    loans: tuple[LoanShift, ...] = ()
    holds: tuple[HoldShift, ...] = ()


@known
@dataclass(frozen=True, slots=True)
class LoadCalendar:
    """Put the opening days of a file in the place of those there are, and move the due dates that this closes."""

    kind: ClassVar[str] = "load_calendar"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.POLICY

    text: str
    name: str = ""

    def run(self, unit: Unit) -> CalendarLoaded:
        """Read everything first: a file with one mistake changes nothing. Raises FileUnreadable.

        No loan is made by the old days while the new ones come into force: it would be due on a closed day.
        """
        effect = PreviewCalendar(self.text, self.name).ask(unit)  # before any desk has to wait for it
        hot.lock_out_scans(unit.hot)
        unit = by_rules_now(unit)
        new = read_days(unit.sql, _read(self.text, self.name), self.name)
        shifts = calendar_shifts(unit, _calendars(unit, new))
        unit.record.before = CalendarBefore(read_stored(unit).text(), shifts.loans, shifts.holds)
        hours, days = _rows(unit.sql, new)
        write_calendar(unit.sql, hours, days)
        apply_shifts(unit.sql, shifts)
        next_version(unit.sql)
        return CalendarLoaded(len(hours), len(days), shifts.moved, shifts.kept, effect.fines_less, effect.until)


def undo_calendar(unit: Unit, _row: JournalRow, before: CalendarBefore) -> int:
    """Bring the former opening days and dates back; gives how many loans keep a date that was changed since."""
    hot.lock_out_scans(unit.hot)
    former = read_days(unit.sql, parse_toml(before.text, ""), "", whole=False)
    write_calendar(unit.sql, *_rows(unit.sql, former))
    next_version(unit.sql)
    return take_back_shifts(unit.sql, before.loans, before.holds)


@dataclass(frozen=True, slots=True)
class PreviewCalendar:
    """What these opening days would do, before anything is written."""

    text: str
    name: str = ""

    def ask(self, unit: Unit) -> CalendarEffect:
        """The same reckoning as the act's. Raises FileUnreadable."""
        new = read_days(unit.sql, _read(self.text, self.name), self.name)
        return calendar_effect(unit, _calendars(unit, new))


@dataclass(frozen=True, slots=True)
class ShowCalendar:
    """The opening days as a file."""

    def ask(self, unit: Unit) -> str:
        """Hours of each branch, then the dated lines."""
        return read_stored(unit).text()


@dataclass(frozen=True, slots=True)
class ReadCalendar:
    """The opening days for somebody who wants to change them."""

    def ask(self, unit: Unit) -> CalendarSheet:
        """All branches, the one of this desk first named."""
        book = unit.policy
        names = tuple(
            BranchName(branch.code, branch.name, book.calendars[number].zone)
            for number, branch in book.branches.items()
        )
        return CalendarSheet(
            read_stored(unit),
            names,
            book.branches[unit.branch].code,
            book.calendars[unit.branch].today(unit.now),
            last_change(unit, LoadCalendar.kind),
        )


def _calendars(unit: Unit, days: OpeningDays) -> dict[int, Calendar]:
    """The calendars that these opening days would give each branch."""
    book = unit.policy
    return {number: days.calendar(book.branches[number].code, old.zone) for number, old in book.calendars.items()}


def read_stored(unit: Unit) -> OpeningDays:
    """The opening days as the library has them now."""
    book = unit.policy
    codes = {number: branch.code for number, branch in book.branches.items()}
    stored = unit.db.scalars(select(CalendarDay).order_by(CalendarDay.first, CalendarDay.id))
    weeks = {code: book.calendars[number].week for number, code in codes.items()}
    return OpeningDays(weeks, tuple(_line(row, codes) for row in stored))


def _line(row: CalendarDay, codes: Mapping[int, str]) -> DayLine:
    return DayLine(
        kind=row.kind,
        first=row.first,
        last=row.last,
        branch=codes[row.branch_id] if row.branch_id is not None else "",
        every=row.every,
        until=row.until,
        by_weekday=row.by_weekday,
        hours=None if row.opens is None or row.closes is None else (row.opens, row.closes),
        note=row.note,
    )


# --- Reading a file ---


def _read(text: str, name: str) -> dict[str, Any]:
    data = parse_toml(text, name)
    only(data, PARTS, "a file of opening days", name)
    return data


def read_days(db: Connection, data: dict[str, Any], name: str, *, whole: bool = True) -> OpeningDays:
    """A calendar file: `[hours]` for all branches, `[hours.CODE]` for one, `[[closed]]`, `[[open]]`.

    A week has to name all its days and open on one of them, unless `whole` is off: a former state is taken as it was.
    """
    codes = tuple(db.execute(select(Branch.code).order_by(Branch.id)).scalars())
    found = table(data.get("hours", {}), "[hours]", name)
    unknown = set(found) - set(WEEKDAYS) - set(codes)
    if unknown:
        raise wrong(name, f"neither a weekday nor a branch: {', '.join(sorted(unknown))}")
    general = {day: periods for day, periods in found.items() if day in WEEKDAYS}
    weeks = {}
    for code in codes:
        stated = table(found.get(code, general), f"[hours.{code}]", name)
        weeks[code] = _week(stated, code if code in found else "", name, whole=whole) if stated else ()
    lines = [
        each
        for kind in DayKind
        for line in tables(data.get(kind.value, []), kind.value, name)
        for each in _read_line(kind, line, codes, name)
    ]
    return OpeningDays(weeks, tuple(lines))


def _week(stated: dict[str, Any], code: str, name: str, *, whole: bool) -> Week:
    where = f"[hours.{code}]" if code else "[hours]"
    strange = set(stated) - set(WEEKDAYS)
    if strange:
        raise wrong(name, f"{where}: {', '.join(sorted(strange))} is not a weekday")
    missing = [day for day in WEEKDAYS if day not in stated]
    if whole and missing:
        raise wrong(name, f"{where} does not say {', '.join(missing)}; a closed day is an empty list")
    week = tuple(_periods(day, stated.get(day, []), name) for day in WEEKDAYS)
    if whole and not any(week):
        raise wrong(name, f"{where} opens on no day; for a long closure write [[closed]] with 'first' and 'last'")
    night = late_night(week)
    if night is not None:
        raise wrong(name, f"the night of {WEEKDAYS[night]} ends after {WEEKDAYS[(night + 1) % 7]} has opened")
    return week


def late_night(week: Week) -> int | None:
    """The weekday whose night ends when the next day has already opened: that would be open twice."""
    for weekday, periods in enumerate(week):
        following = week[(weekday + 1) % 7]
        if periods and following and periods[-1][1] - DAY_MINUTES > following[0][0]:
            return weekday
    return None


def _periods(day: str, periods: Any, name: str) -> tuple[Hours, ...]:
    try:
        return _stated_hours(periods)
    except ValueError as error:
        raise wrong(name, f"{day}: {error}") from error


def _stated_hours(periods: Any) -> tuple[Hours, ...]:
    """The hours of a day: one text with commas between its periods, or a list with a text for each."""
    if isinstance(periods, str):
        return read_hours(periods)
    if not isinstance(periods, list):
        raise ValueError(f"{periods!r} is neither a period such as '09:00-17:30' nor a list of them")
    return in_order([read_period(period) for period in periods])


def read_period(text: Any) -> Hours:
    """ "09:00-17:30" in minutes after midnight; one that ends before it begins ends the next morning."""
    found = PERIOD.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise ValueError(f"{text!r} is not a period such as '09:00-17:30'")
    opens, closes = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if opens >= DAY_MINUTES or closes > DAY_MINUTES or opens == closes:
        raise ValueError(f"{text!r} is not a period within one day and the night after it")
    return opens, closes if closes > opens else closes + DAY_MINUTES


def in_order(periods: Iterable[Hours]) -> tuple[Hours, ...]:
    """The periods of one day, the earliest first. Raises ValueError for two that overlap."""
    ordered = tuple(sorted(periods))
    ended = 0
    for opens, closes in ordered:
        if opens < ended:
            raise ValueError("two periods overlap")
        ended = closes
    return ordered


def read_hours(text: str) -> tuple[Hours, ...]:
    """The periods of one day as a person writes them: "09:00-12:00, 13:30-18:30"; nothing is a closed day."""
    return in_order(read_period(part) for part in text.replace(";", ",").split(",") if part.strip())


def clock_words(hours: Hours) -> str:
    """ "09:00-17:30"; a night ends the next morning, "18:00-03:00"."""
    opens, closes = hours
    closes = closes - DAY_MINUTES if closes > DAY_MINUTES else closes
    return f"{opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"


def _read_line(kind: DayKind, line: dict[str, Any], codes: tuple[str, ...], name: str) -> list[DayLine]:
    """One line of a file: a line of the calendar for each of its periods."""
    only(line, STATED, f"a line of [[{kind.value}]]", name)
    what = f"[[{kind.value}]]"
    try:
        first = _date(line.get("first", line.get("day")))
        what = f"[[{kind.value}]] {first}"
        last = _date(line.get("last", first))
        if last < first:
            raise ValueError("'last' lies before 'first'")
        dated = _dated_line(kind, first, last, line, codes)
        periods = _stated_hours(line["hours"]) if "hours" in line else (None,)
        if not periods:
            raise ValueError("'hours' names no period; without hours it is the whole day")
        return [replace(dated, hours=hours) for hours in periods]
    except ValueError as error:
        raise wrong(name, f"{what}: {error}") from error


def _dated_line(kind: DayKind, first: date, last: date, line: dict[str, Any], codes: tuple[str, ...]) -> DayLine:
    branch = line.get("branch", "*")
    if branch != "*" and branch not in codes:
        raise ValueError(f"there is no branch {branch!r}{did_you_mean(str(branch), codes)}")
    until = _date(line["until"]) if "until" in line else None
    if until is not None and until < first:
        raise ValueError(f"'until' {until} lies before its first day")
    flags = {flag: line.get(flag, False) for flag in ("yearly", "by_weekday")}
    for flag, value in flags.items():
        if not isinstance(value, bool):
            raise ValueError(f"{flag!r} is true or false, not {value!r}")
    return DayLine(
        kind=kind,
        first=first,
        last=last,
        branch="" if branch == "*" else branch,
        every=_every(line.get("every", "1 year" if flags["yearly"] else "")),
        until=until,
        by_weekday=flags["by_weekday"],
        note=str(line.get("note", "")),
    )


def _date(value: Any) -> date:
    """A date, with quotation marks or without."""
    if type(value) is date:
        return value
    if value is None:
        raise ValueError("it needs 'day', or 'first' and 'last', as dates such as 2026-12-24")
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"{value!r} is not a date such as 2026-12-24") from None


def _every(text: Any) -> str:
    """How often a line comes again, in one spelling."""
    if not text:
        return ""
    period = parse_period(str(text))
    if period.short or period.length < 1:
        raise ValueError(f"{text!r} is not a number of days, weeks, months or years")
    return str(period)


# --- Writing ---


def calendar_rows(db: Connection, data: dict[str, Any], name: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of a calendar file, as the tables have them."""
    return _rows(db, read_days(db, data, name))


def _rows(db: Connection, days: OpeningDays) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    ids = {code: number for number, code in db.execute(select(Branch.id, Branch.code))}
    hours = [
        {"branch_id": ids[code], "weekday": weekday, "opens": opens, "closes": closes}
        for code, week in days.weeks.items()
        for weekday, periods in enumerate(week)
        for opens, closes in periods
    ]
    return hours, [_row(line, ids) for line in days.lines]


def _row(line: DayLine, ids: Mapping[str, int]) -> dict[str, Any]:
    opens, closes = line.hours or (None, None)
    return {
        "branch_id": ids.get(line.branch),
        "kind": line.kind,
        "first": line.first,
        "last": line.last,
        "every": line.every,
        "until": line.until,
        "by_weekday": line.by_weekday,
        "opens": opens,
        "closes": closes,
        "note": line.note,
    }


def write_calendar(db: Connection, hours: list[dict[str, Any]], days: list[dict[str, Any]]) -> None:
    """Replace all opening hours and dated lines."""
    db.execute(delete(CalendarHours))
    db.execute(delete(CalendarDay))
    if hours:
        db.execute(insert(CalendarHours), hours)
    if days:
        db.execute(insert(CalendarDay), days)


def week_text(week: Week) -> list[str]:
    """The lines of a file for one week."""
    return [
        f"{day} = [{', '.join(quoted(clock_words(hours)) for hours in periods)}]"
        for day, periods in zip(WEEKDAYS, week, strict=True)
    ]


def _line_text(line: DayLine) -> list[str]:
    stated = {
        "first": line.first.isoformat(),
        "last": line.last.isoformat(),
        "branch": quoted(line.branch) if line.branch else "",
        "every": quoted(line.every) if line.every else "",
        "until": line.until.isoformat() if line.until else "",
        "by_weekday": "true" if line.by_weekday else "",
        "hours": quoted(clock_words(line.hours)) if line.hours else "",
        "note": quoted(line.note) if line.note else "",
    }
    return [f"[[{line.kind.value}]]", *(f"{name} = {value}" for name, value in stated.items() if value)]
