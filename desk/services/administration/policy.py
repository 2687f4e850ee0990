"""The loan rules and opening days as files that a librarian can read, change and load again."""

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, delete, insert, select, update

from desk.errors import FileUnreadable
from desk.models import Branch, CalendarDay, CalendarHours, ItemType, Library, PatronCategory, PolicyRow
from desk.rules.policy import VALUES, read_value
from desk.rules.vocabulary import DayKind, Permission
from desk.services.codec import known
from desk.services.desk import Unit

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PERIOD = re.compile(r"([0-2]?\d):([0-5]\d)\s*-\s*([0-2]?\d):([0-5]\d)", re.ASCII)
PLACE_NAMES = {"branch": Branch, "category": PatronCategory, "type": ItemType}


@known
@dataclass(frozen=True, slots=True)
class PolicyLoaded:
    """The new rules are in force from the next act on."""

    rows: int
    was: int


@known
@dataclass(frozen=True, slots=True)
class CalendarLoaded:
    """The new opening days are in force."""

    periods: int
    days: int


@known
@dataclass(frozen=True, slots=True)
class LoadPolicy:
    """Put the rules of a file in the place of all rules there are."""

    kind: ClassVar[str] = "load_policy"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.POLICY

    text: str
    name: str = ""

    def run(self, unit: Unit) -> PolicyLoaded:
        """Read everything first: a file with one mistake changes nothing. Raises FileUnreadable."""
        rows = policy_rows(unit.hot, parse_toml(self.text, self.name), unit.policy.currency, self.name)
        was = len(unit.hot.execute(select(PolicyRow.id)).all())
        unit.hot.execute(delete(PolicyRow))
        if rows:
            unit.hot.execute(insert(PolicyRow), rows)
        next_version(unit.hot)
        return PolicyLoaded(len(rows), was)


@known
@dataclass(frozen=True, slots=True)
class LoadCalendar:
    """Put the opening days of a file in the place of those there are, for the branches that the file names."""

    kind: ClassVar[str] = "load_calendar"
    version: ClassVar[int] = 1
    permission: ClassVar[Permission | None] = Permission.POLICY

    text: str
    name: str = ""

    def run(self, unit: Unit) -> CalendarLoaded:
        """Read everything first: a file with one mistake changes nothing. Raises FileUnreadable."""
        data = parse_toml(self.text, self.name)
        hours, days = calendar_rows(unit.hot, data, self.name)
        write_calendar(unit.hot, hours, days)
        next_version(unit.hot)
        return CalendarLoaded(len(hours), len(days))


def read_file(path: Path) -> str:
    """A text file, or a clear word about why not."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(path, str(error)) from error


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """A TOML text, or a clear word about where it is wrong."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileUnreadable(Path(name or "rules.toml"), str(error)) from error


def next_version(db: Connection) -> None:
    """Make every desk read the rules anew at its next act."""
    db.execute(update(Library).values(rules_version=Library.rules_version + 1))


def policy_rows(db: Connection, data: dict[str, Any], currency: str, name: str) -> list[dict[str, Any]]:
    """The rows of a rules file: each `[[rule]]` gives one row for each value in it."""
    rows = [
        row
        for number, rule in enumerate(_tables(data.get("rule", []), "rule", name), 1)
        for row in _rule(db, rule, currency, number, name)
    ]
    if not rows:
        raise FileUnreadable(Path(name), "there is no [[rule]] in it: with no rules nothing could be lent")
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        place = (row["branch_id"], row["category_id"], row["item_type_id"], row["name"])
        if place in seen:
            raise FileUnreadable(Path(name), f"{row['name']!r} is set twice for the same place")
        seen.add(place)
    return rows


def _rule(db: Connection, rule: dict[str, Any], currency: str, number: int, name: str) -> Iterable[dict[str, Any]]:
    values = dict(rule)
    place = {
        "branch_id": _place(db, "branch", values.pop("branch", "*"), number, name),
        "category_id": _place(db, "category", values.pop("category", "*"), number, name),
        "item_type_id": _place(db, "type", values.pop("type", "*"), number, name),
    }
    for key, value in values.items():
        text = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        try:
            read_value(key, text, currency)
        except ValueError as error:
            raise FileUnreadable(Path(name), f"rule {number}: {error}") from error
        yield {**place, "name": key, "value": text}


def _place(db: Connection, what: str, code: str, number: int, name: str) -> int | None:
    if code == "*":
        return None
    table: Any = PLACE_NAMES[what]
    found = db.execute(select(table.id).where(table.code == code)).scalar()
    if found is None:
        raise FileUnreadable(Path(name), f"rule {number}: there is no {what} {code!r}")
    return int(found)


def calendar_rows(
    db: Connection, data: dict[str, Any], name: str, branches: Iterable[int] | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of a calendar file: `[hours]` for all branches, `[hours.CODE]` for one, `[[closed]]`, `[[open]]`."""
    codes = {code: number for number, code in db.execute(select(Branch.id, Branch.code))}
    table = _table(data.get("hours", {}), "[hours]", name)
    general = {day: periods for day, periods in table.items() if day in WEEKDAYS}
    hours = []
    for code, number in codes.items():
        if branches is not None and number not in branches:
            continue
        week = _table(table.get(code, general), f"[hours.{code}]", name)
        hours += [row for day, periods in week.items() for row in _periods(number, day, periods, name)]
    unknown = set(table) - set(WEEKDAYS) - set(codes)
    if unknown:
        raise FileUnreadable(Path(name), f"neither a weekday nor a branch: {', '.join(sorted(unknown))}")
    days = [
        _day(kind, line, codes, name)
        for kind in DayKind
        for line in _tables(data.get(kind.value, []), kind.value, name)
    ]
    return hours, days


def _table(value: Any, what: str, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FileUnreadable(Path(name), f"{what} is not a table")
    return value


def _tables(value: Any, what: str, name: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise FileUnreadable(Path(name), f"{what!r} is written as [[{what}]], once for each")
    return value


def _periods(branch: int, day: str, periods: Any, name: str) -> Iterable[dict[str, Any]]:
    if day not in WEEKDAYS:
        raise FileUnreadable(Path(name), f"{day!r} is not a weekday")
    if not isinstance(periods, list):
        raise FileUnreadable(Path(name), f"{day} needs a list of periods, such as ['09:00-17:30']")
    ended = 0
    for opens, closes in sorted(_period(period, name) for period in periods):
        if opens < ended:
            raise FileUnreadable(Path(name), f"two periods of {day} overlap")
        ended = closes
        yield {"branch_id": branch, "weekday": WEEKDAYS.index(day), "opens": opens, "closes": closes}


def _period(text: Any, name: str) -> tuple[int, int]:
    found = PERIOD.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise FileUnreadable(Path(name), f"{text!r} is not a period such as '09:00-17:30'")
    opens, closes = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if not 0 <= opens < closes <= 1440:
        raise FileUnreadable(Path(name), f"{text!r} does not end after it begins, within one day")
    return opens, closes


def _day(kind: DayKind, line: dict[str, Any], codes: dict[str, int], name: str) -> dict[str, Any]:
    first, last = line.get("first", line.get("day")), line.get("last", line.get("first", line.get("day")))
    if type(first) is not date or type(last) is not date or last < first:
        raise FileUnreadable(Path(name), f"a line of [[{kind.value}]] needs 'day', or 'first' and 'last', as dates")
    branch = line.get("branch", "*")
    if branch != "*" and branch not in codes:
        raise FileUnreadable(Path(name), f"there is no branch {branch!r}")
    opens, closes = _period(line["hours"], name) if "hours" in line else (None, None)
    return {
        "branch_id": codes.get(branch),
        "kind": kind,
        "first": first,
        "last": last,
        "every": str(line.get("every", "1 year" if line.get("yearly") else "")),
        "until": line.get("until"),
        "by_weekday": bool(line.get("by_weekday", False)),
        "opens": opens,
        "closes": closes,
        "note": str(line.get("note", "")),
    }


def write_calendar(db: Connection, hours: list[dict[str, Any]], days: list[dict[str, Any]]) -> None:
    """Replace all opening hours and dated lines."""
    db.execute(delete(CalendarHours))
    db.execute(delete(CalendarDay))
    if hours:
        db.execute(insert(CalendarHours), hours)
    if days:
        db.execute(insert(CalendarDay), days)


@dataclass(frozen=True, slots=True)
class ShowPolicy:
    """The rules as a file."""

    def ask(self, unit: Unit) -> str:
        """One `[[rule]]` for each place, the widest first."""
        book = unit.policy
        rows: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
        for row in unit.db.scalars(select(PolicyRow).order_by(PolicyRow.id)):
            place = (
                book.branches[row.branch_id].code if row.branch_id else "*",
                book.categories[row.category_id].code if row.category_id else "*",
                book.kinds[row.item_type_id].code if row.item_type_id else "*",
            )
            rows.setdefault(place, []).append((row.name, row.value))
        return "\n".join(_rule_text(place, values) for place, values in sorted(rows.items()))


def _rule_text(place: tuple[str, str, str], values: list[tuple[str, str]]) -> str:
    named = [f'{name} = "{code}"' for name, code in zip(PLACE_NAMES, place, strict=True) if code != "*"]
    order = list(VALUES)
    lines = [f'{name} = "{value}"' for name, value in sorted(values, key=lambda pair: order.index(pair[0]))]
    return "\n".join(["[[rule]]", *named, *lines, ""])


@dataclass(frozen=True, slots=True)
class ShowCalendar:
    """The opening days as a file."""

    def ask(self, unit: Unit) -> str:
        """Hours of each branch, then the dated lines."""
        codes = {number: branch.code for number, branch in unit.policy.branches.items()}
        lines = []
        for number, code in codes.items():
            lines += [f'[hours."{code}"]', *_week_text(unit.policy.calendars[number].week), ""]
        for row in unit.db.scalars(select(CalendarDay).order_by(CalendarDay.first, CalendarDay.id)):
            lines += [*_day_text(row, codes), ""]
        return "\n".join(lines)


def _week_text(week: tuple[tuple[tuple[int, int], ...], ...]) -> list[str]:
    return [
        f"{day} = [{', '.join(_clock(opens, closes) for opens, closes in periods)}]"
        for day, periods in zip(WEEKDAYS, week, strict=False)
    ]


def _clock(opens: int, closes: int) -> str:
    return f'"{opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"'


def _day_text(row: CalendarDay, codes: dict[int, str]) -> list[str]:
    lines = [f"[[{row.kind.value}]]", f"first = {row.first.isoformat()}", f"last = {row.last.isoformat()}"]
    if row.branch_id is not None:
        lines.append(f'branch = "{codes[row.branch_id]}"')
    if row.every:
        lines.append(f'every = "{row.every}"')
    if row.opens is not None and row.closes is not None:
        lines.append(f"hours = {_clock(row.opens, row.closes)}")
    return [*lines, f"note = {json.dumps(row.note, ensure_ascii=False)}"] if row.note else lines
