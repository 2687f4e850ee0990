"""The library of one scenario: what its lines set up goes through the desk's own acts and imports."""

import csv
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from desk.chores.language.tree import (
    ClockLine,
    DayLine,
    DeskLine,
    HoursLine,
    NoRulesLine,
    RecordLine,
    RuleLine,
    SetUp,
    WhoseLine,
)
from desk.chores.language.words import Line, like
from desk.chores.libraries import ADMINISTRATOR, NOBODY, RULES, SUPERVISOR, Head
from desk.errors import DeskError, FileUnreadable
from desk.rules.barcodes import mod10
from desk.rules.vocabulary import DayKind
from desk.services.administration.calendar import WEEKDAYS, LoadCalendar
from desk.services.administration.opening import find_station, staff_of
from desk.services.administration.policy import LoadPolicy
from desk.services.administration.rule_files import quoted
from desk.services.database import Database
from desk.services.desk import Desk, StaffFace
from desk.services.imports.by_kind import import_file
from desk.services.imports.fields import AnyField, ChargeField, HoldField, ImportKind, ItemField, LoanField, PatronField
from desk.services.imports.intake import Receiving
from desk.services.work import finish
from desk.wording.imports import fault_sentence

# Later kinds name records of earlier ones.
ORDER = (ImportKind.ITEMS, ImportKind.PATRONS, ImportKind.LOANS, ImportKind.HOLDS, ImportKind.CHARGES)
OLD = "/old"
BEGIN = datetime(2026, 3, 10, 12, 0)
HOME = "MAIN"

Cells = dict[AnyField, str]
Load = LoadPolicy | LoadCalendar


@dataclass(eq=False)
class Unfit(DeskError):
    """A line of a scenario can be read, and cannot be done: it names what is not there, or the library refuses it."""

    where: str
    line: str
    why: str
    fallback: ClassVar[str] = "{where}: {line}: {why}"


def mistake(error: DeskError) -> str:
    """What is wrong in a file, without the name of a file that nobody has written."""
    return error.why if isinstance(error, FileUnreadable) else str(error)


@dataclass(slots=True)
class Clock:
    """The scenario's own clock: it stands still until a line moves it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(slots=True)
class House:
    """One library, with the names that the scenario gives to cards and barcodes, and the desks that stand in it."""

    database: Database
    head: Head
    folder: Path
    clock: Clock = field(init=False)
    branch: str = HOME
    login: str = SUPERVISOR
    begun: bool = False
    numbers: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    rules: list[RuleLine] = field(default_factory=list)
    whose: dict[str, str] = field(default_factory=dict)
    weeks: dict[str, HoursLine] = field(default_factory=dict)
    days: list[DayLine] = field(default_factory=list)
    _records: list[RecordLine] = field(default_factory=list)
    _known: dict[str, Cells] = field(default_factory=dict)
    _staff: dict[str, StaffFace] = field(default_factory=dict)
    _desks: dict[tuple[str, str], Desk] = field(default_factory=dict)
    _files: Iterator[int] = field(default_factory=itertools.count)
    _stale: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.clock = Clock(self.moment(BEGIN))

    @property
    def zone(self) -> ZoneInfo:
        """The library's time zone."""
        return ZoneInfo(self.head.zone)

    def moment(self, local: datetime) -> datetime:
        """A time of the library as the desk reckons with it."""
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def local(self, moment: datetime) -> datetime:
        """A moment as the library's clocks show it."""
        return moment.astimezone(self.zone).replace(tzinfo=None)

    # Desks

    def person(self, login: str) -> StaffFace:
        """A member of staff with what the role allows; nobody needs a password here."""
        if login not in self._staff:
            asking = Desk(self.database, find_station(self.database, HOME, ""), NOBODY, self.clock)
            found = staff_of(asking, login)
            if found is None:
                raise KeyError(login)
            self._staff[login] = found[0]
        return self._staff[login]

    def desk(self, branch: str = "", login: str = "") -> Desk:
        """The desk of a branch with somebody signed in."""
        place = (branch or self.branch, login or self.login)
        if place not in self._desks:
            station = find_station(self.database, place[0], "")
            self._desks[place] = Desk(self.database, station, self.person(place[1]), self.clock)
        return self._desks[place]

    # Names

    def number(self, name: str) -> str:
        """The card or barcode of somebody or something that a line has named."""
        if name not in self.numbers:
            raise KeyError(name)
        return self.numbers[name]

    def missing(self, name: str) -> str:
        """The word about a name that no line has given, and the name that may be meant."""
        meant = like(name, [known for known in self.numbers if not known.endswith(OLD)])[1]
        return f"there is no {name}" + (f"; did you mean {meant}?" if meant else "")

    def _give_number(self, name: str, first: str) -> str:
        if name not in self.numbers:
            digits = f"{first}9990{len(self.numbers) + 1:08}"
            self.numbers[name] = digits + mod10(digits)
            self.names[self.numbers[name]] = name
        return self.numbers[name]

    def new_card(self, name: str) -> str:
        """A number that no reader has yet: that of the name, or of another card of theirs."""
        return self._give_number(name, "2")

    def rename_card(self, name: str, number: str, *, replaced: bool) -> None:
        """The reader shows another card from here on; the old one is still named as such."""
        if replaced:
            self.numbers[name + OLD] = self.numbers[name]
            self.numbers[name] = number
        self.numbers[f"{name}/{number}{OLD}"] = self.numbers.pop(f"{name}/new", number)
        self.names[number] = name

    # Set-up lines

    def take(self, line: SetUp) -> None:
        """Remember a set-up line; it is done before the next action."""
        match line:
            case ClockLine():
                self._move(line)
            case DeskLine():
                self.branch, self.login = line.branch or self.branch, line.login or self.login
            case RecordLine():
                self._name(line)
                self._records.append(line)
            case RuleLine():
                self.rules.append(line)
                self._stale.add("rules")
            case NoRulesLine():
                self.rules.clear()
                self._stale.add("rules")
            case WhoseLine():
                self.whose[line.name] = line.whose
                self._stale.add("rules")
            case HoursLine():
                self.weeks[line.branch] = line
                self._stale.add("days")
            case DayLine():
                self.days.append(line)
                self._stale.add("days")

    def _move(self, line: ClockLine) -> None:
        """Before anything is done the clock may be set to any time; from then on it only goes forward."""
        before = self.clock.now
        self._set(line)
        if self.begun and self.clock.now < before:
            shown = f"{self.local(before):%Y-%m-%d %H:%M}"
            raise Unfit(line.line.where, line.line.said, f"the clock cannot go back: it is {shown} already")

    def _set(self, line: ClockLine) -> None:
        if line.moment is not None:
            self.clock.now = self.moment(line.moment)
        elif line.later is not None and line.later.short:
            self.clock.now += line.later.delta()
        elif line.later is not None:
            here = self.local(self.clock.now)
            self.clock.now = self.moment(datetime.combine(line.later.after(here.date()), here.time()))

    def _name(self, line: RecordLine) -> None:
        if line.kind is ImportKind.PATRONS:
            self._give_number(line.name, "2")
            self._give_number(line.name + OLD, "2")
        elif line.kind is ImportKind.ITEMS:
            self._give_number(line.name, "3")

    def settle(self) -> None:
        """Do what the set-up lines say: records first, then the rules and days, which may name their codes."""
        waiting, self._records = self._records, []
        for kind in ORDER:
            self._bring([line for line in waiting if line.kind is kind])
        stale, self._stale = self._stale, set()
        if "rules" in stale:
            alone = [(each.line, LoadPolicy("\n".join(self._rule_text(each)))) for each in self.rules]
            self._load(LoadPolicy(self.rules_text()), alone)
        if "days" in stale:
            days: list[HoursLine | DayLine] = [*self.weeks.values(), *self.days]
            self._load(LoadCalendar(self.days_text()), [(each.line, LoadCalendar(_block(each))) for each in days])

    def _load(self, act: Load, alone: Sequence[tuple[Line, Load]]) -> None:
        """Put a file in force. A mistake is looked for line by line, each by itself: the story ends with it anyway."""
        whole = self.try_file(act)
        if not isinstance(whole, DeskError):
            return
        for line, each in alone:
            wrong = self.try_file(each)
            if isinstance(wrong, DeskError):
                raise Unfit(line.where, line.said, mistake(wrong).removeprefix("rule 1: "))
        last = alone[-1][0]
        raise Unfit(last.where, last.said, mistake(whole))

    def try_file(self, act: Load) -> object:
        """Load a file; a mistake in it is an answer."""
        desk = self.desk(HOME, ADMINISTRATOR)
        try:
            return desk.do(act)
        except DeskError as error:
            return error

    # Records

    def _bring(self, lines: list[RecordLine]) -> None:
        """New records come in one file; what changes a record that is there comes by itself, with what it says only."""
        fresh: list[tuple[RecordLine, Cells]] = []
        changed: list[tuple[RecordLine, Cells]] = []
        for line in lines:
            cells = self._cells(line)
            known = line.name in self._known
            if line.name:
                self._known[line.name] = self._known.get(line.name, {}) | cells
            (changed if known else fresh).append((line, cells))
        if fresh:
            self._import(fresh)
        for each in changed:
            self._import([each])

    def _import(self, rows: list[tuple[RecordLine, Cells]]) -> None:
        path = self.folder / f"rows-{next(self._files)}.csv"
        names = list(dict.fromkeys(name for _line, cells in rows for name in cells))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [name.value for name in names], restval="")
            writer.writeheader()
            writer.writerows({name.value: text for name, text in cells.items()} for _line, cells in rows)
        desk: Receiving = self.desk(HOME, ADMINISTRATOR)
        report = finish(import_file(rows[0][0].kind, desk, path))
        path.unlink()
        for refusal in report.refused:
            line = rows[refusal.place.number - 2][0].line
            raise Unfit(line.where, line.said, fault_sentence(refusal.fault, refusal.fact))

    def _cells(self, line: RecordLine) -> Cells:
        """A row of the file: what the line says, and what it need not say."""
        said = dict(line.cells) | {name: self._linked(line.line, who) for name, who in line.links}
        known = self._known.get(line.name, {})
        return FILLED[line.kind](self, line.name, said, known)

    def _linked(self, line: Line, name: str) -> str:
        try:
            return self.number(name)
        except KeyError:
            raise Unfit(line.where, line.said, self.missing(name)) from None

    def now_text(self) -> str:
        """The present as a file of rows says it."""
        return self.local(self.clock.now).strftime("%Y-%m-%d %H:%M")

    # Rules and days as files

    def rules_text(self, more: RuleLine | None = None) -> str:
        """The rules file: what later lines say takes the place of what earlier ones said of the same place."""
        lines = self.rules + ([more] if more is not None else [])
        if not lines:
            return "\n".join([*self._whose_text(), RULES])
        places: dict[tuple[str, ...], dict[str, str]] = {}
        for line in lines:
            places.setdefault(self._place(line), {}).update(line.values)
        text = self._whose_text()
        for place, said in places.items():
            text += [*_rule_lines(place, said), ""]
        return "\n".join(text)

    def _rule_text(self, line: RuleLine) -> list[str]:
        return _rule_lines(self._place(line), dict(line.values))

    def _whose_text(self) -> list[str]:
        return [f"{name} = {quoted(whose)}" for name, whose in self.whose.items()]

    def _place(self, line: RuleLine) -> tuple[str, ...]:
        found = [f"branch = {quoted(line.branch)}"] if line.branch else []
        return (*found, *(f"{self.list_of(code, line.line)} = {quoted(code)}" for code in line.codes))

    def list_of(self, code: str, line: Line) -> str:
        """Whether a code is a category of readers or a kind of copies."""
        book = self.desk(HOME, ADMINISTRATOR).rulebook()
        if any(category.code == code for category in book.categories.values()):
            return "category"
        if any(kind.code == code for kind in book.kinds.values()):
            return "type"
        codes = [each.code for each in book.categories.values()] + [each.code for each in book.kinds.values()]
        meant = like(code, codes)[1]
        hint = f"; did you mean {meant}?" if meant else f"; there are {', '.join(codes)}"
        raise Unfit(line.where, line.said, f"no reader's category and no kind of copy is called {code}{hint}")

    def days_text(self, more: HoursLine | DayLine | None = None) -> str:
        """The calendar file."""
        weeks = {**self.weeks, more.branch: more} if isinstance(more, HoursLine) else self.weeks
        lines = [*self.days, more] if isinstance(more, DayLine) else self.days
        blocks = [_week_text(week) for week in sorted(weeks.values(), key=lambda week: bool(week.branch)) if week.week]
        blocks += [_day_text(line) for line in lines]
        return "\n".join(line for block in blocks for line in (*block, ""))


def _rule_lines(place: tuple[str, ...], said: dict[str, str]) -> list[str]:
    return ["[[rule]]", *place, *(f"{name} = {quoted(value)}" for name, value in said.items())]


def _block(line: HoursLine | DayLine) -> str:
    if isinstance(line, DayLine):
        return "\n".join(_day_text(line))
    return "\n".join(_week_text(line)) if line.week else ""


def _week_text(line: HoursLine) -> list[str]:
    said = dict(line.week)
    head = f"[hours.{quoted(line.branch)}]" if line.branch else "[hours]"
    days = [f"{day} = [{', '.join(map(quoted, said.get(at, ())))}]" for at, day in enumerate(WEEKDAYS)]
    return [head, *days]


def _day_text(line: DayLine) -> list[str]:
    kind = "closed" if line.kind is DayKind.CLOSED else "open"
    text = [f"[[{kind}]]", f"first = {line.first}", f"last = {line.last}"]
    text += [f"branch = {quoted(line.branch)}"] if line.branch else []
    text += [f"hours = {quoted(line.hours)}"] if line.hours else []
    text += [f'every = "{line.every}"'] if line.every is not None else []
    text += [f"until = {line.until}"] if line.until is not None else []
    text += ["by_weekday = true"] if line.by_weekday else []
    return [*text, f"note = {quoted(line.note)}"] if line.note else text


def _patron(house: House, name: str, said: Cells, known: Cells) -> Cells:
    usual: Cells = {
        PatronField.CARD: house.number(name),
        PatronField.FAMILY_NAME: known.get(PatronField.FAMILY_NAME, name),
        PatronField.CATEGORY: known.get(PatronField.CATEGORY, "adult"),
        PatronField.BRANCH: known.get(PatronField.BRANCH, HOME),
    }
    if PatronField.OLD_CARDS in said:
        said = said | {PatronField.OLD_CARDS: house.number(name + OLD)}
    return usual | said


def _copy(house: House, name: str, said: Cells, known: Cells) -> Cells:
    usual: Cells = {
        ItemField.BARCODE: house.number(name),
        ItemField.TITLE: known.get(ItemField.TITLE, name),
        ItemField.BRANCH: known.get(ItemField.BRANCH, HOME),
        ItemField.ITEM_TYPE: known.get(ItemField.ITEM_TYPE, "book"),
    }
    return usual | said


def _hold(house: House, _name: str, said: Cells, _known: Cells) -> Cells:
    return {HoldField.PICKUP: HOME, HoldField.PLACED: house.now_text()} | said


def _charge(house: House, _name: str, said: Cells, _known: Cells) -> Cells:
    return {ChargeField.CHARGED: house.now_text()} | said


def _loan(house: House, _name: str, said: Cells, _known: Cells) -> Cells:
    return {LoanField.OUT: house.now_text()} | said


FILLED: dict[ImportKind, Callable[[House, str, Cells, Cells], Cells]] = {
    ImportKind.PATRONS: _patron,
    ImportKind.ITEMS: _copy,
    ImportKind.HOLDS: _hold,
    ImportKind.CHARGES: _charge,
    ImportKind.LOANS: _loan,
}
