"""Runs a scenario: sets up its library, does what is done in it, and says of a wrong line what happened instead."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from desk.chores.driver import Driver, checkin_key
from desk.chores.facts import instead
from desk.chores.holding import holds
from desk.chores.house import HOME, OLD, House, Unfit
from desk.chores.language.doing import UNKNOWN
from desk.chores.language.tree import Action, BranchLine, Deed, Fact, LibraryLine, RuleLine, Scenario, Way
from desk.chores.language.words import Line
from desk.chores.libraries import ADMINISTRATOR, BRANCHES, Head, Libraries
from desk.chores.money import do_money
from desk.chores.nightly import nightly
from desk.chores.reader_deeds import reader_deed
from desk.chores.telling import in_words, unsaid, untrue
from desk.i18n import _
from desk.rules.barcodes import mod10
from desk.rules.vocabulary import ClaimFound, ItemStatus
from desk.services.administration.calendar import LoadCalendar
from desk.services.administration.policy import LoadPolicy
from desk.services.answers import NotDone
from desk.services.circulation.backdate import Backdate
from desk.services.circulation.checkin import Checkin, UseInHouse
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.lookup import LastOpenDay
from desk.services.circulation.marks import ClaimReturned, MarkItem, Recall
from desk.services.circulation.renew import Renew
from desk.services.circulation.state import ReadState, State
from desk.services.circulation.uncatalogued import AddUncatalogued
from desk.services.circulation.why import WhatIf
from desk.services.work import finish

DriverOf = Callable[[], Driver]


@dataclass(frozen=True, slots=True)
class Failure:
    """A line that is not true: what it says, and what happened instead."""

    line: Line
    instead: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a scenario."""

    scenario: Scenario
    failure: Failure | None = None

    @property
    def ok(self) -> bool:
        """Whether every line is true."""
        return self.failure is None


class Wrong(Exception):
    """A line is not true; the scenario ends here."""

    def __init__(self, line: Line, instead: str) -> None:
        super().__init__(line.said, instead)
        self.failure = Failure(line, instead)


def run_scenario(scenario: Scenario, libraries: Libraries, folder: Path, hands: DriverOf) -> Outcome:
    """Run it to its end or to its first wrong line."""
    head = head_of(scenario)
    database = libraries.fresh(head)
    driver = hands()
    try:
        Run(scenario, House(database, head, folder), driver).through()
    except Wrong as wrong:
        return Outcome(scenario, wrong.failure)
    finally:
        driver.close()
        libraries.done(database)
    return Outcome(scenario)


def head_of(scenario: Scenario) -> Head:
    """With what the library of a scenario is made."""
    zone, currency, branches = "UTC", "USD", dict(BRANCHES)
    for line in scenario.statements:
        if isinstance(line, LibraryLine):
            zone, currency = line.zone, line.currency
        elif isinstance(line, BranchLine):
            branches[line.code] = line.name
    return Head(zone, currency, tuple(branches.items()))


@dataclass(slots=True)
class Run:
    """One scenario on its way."""

    scenario: Scenario
    house: House
    driver: Driver
    before: State | None = None
    remembers: bool = field(init=False)

    def __post_init__(self) -> None:
        undone = (Deed.UNDOES_ALL,)
        self.remembers = any(isinstance(each, Action) and each.deed in undone for each in self.scenario.statements)

    def through(self) -> None:
        """Line by line."""
        for each in self.scenario.statements:
            try:
                self._take(each)
            except KeyError as unknown:
                raise Unfit(each.line.where, each.line.said, self.house.missing(unknown.args[0])) from None
        self.house.settle()
        if not any(map(_expects, self.scenario.statements)):
            head = self.scenario.line
            raise Unfit(head.where, head.said, "it does not say what must come of it")

    def _take(self, each: Any) -> None:
        match each:
            case Action():
                self.house.settle()
                self.house.begun = True
                self._do(each)
            case Fact():
                self.house.settle()
                wrong = instead(self.house, each)
                if wrong:
                    raise Wrong(each.line, wrong)
            case _:
                self.house.take(each)

    # Actions

    def _do(self, action: Action) -> None:
        undoes = action.deed is Deed.UNDOES_ALL
        if self.remembers and not undoes and action.deed not in (Deed.UNDOES, Deed.UNDOES_BY_SCAN):
            self.before = self.state()
        if action.deed not in ANSWERS_CARD:
            self.driver.go(self.house.desk(action.how.branch))
        deed = _supposes if Way.WHAT_IF in action.how.ways else DEEDS[action.deed]
        answer = deed(self, action)
        self._judge(action, answer)
        seen = action.deed in SCANNED and Way.WHAT_IF not in action.how.ways
        unseen = self.driver.wrong() if seen else ""
        if unseen:
            raise Wrong(action.line, _("the window does not show it: {unseen}").format(unseen=unseen))
        if undoes and self.before is not None:
            differences = self.before.differs(self.state())
            if differences:
                raise Wrong(action.line, "; ".join(differences))

    def state(self) -> State:
        return self.house.desk().ask(ReadState())

    def _judge(self, action: Action, answer: Any) -> None:
        if not action.then and (answer is None or isinstance(answer, NotDone | Exception)):
            raise Wrong(action.line, in_words(answer, self.house))
        for line in action.then:
            if untrue(line.clauses, answer, self.house):
                raise Wrong(line.line, in_words(answer, self.house, line.clauses))
        more = unsaid([clause for line in action.then for clause in line.clauses], answer, self.house)
        if more:
            raise Wrong(action.line, _("and also: {more}").format(more=more))

    # Acts

    def item(self, name: str) -> str:
        """The barcode of a copy; of one that nobody knows where the scenario says so."""
        return _strange("3") if name == UNKNOWN else self.house.number(name)

    def card(self, action: Action) -> str:
        """The card of a reader, or their old one."""
        if action.who == UNKNOWN:
            return _strange("2")
        return self.house.number(action.who + (OLD if Way.OLD_CARD in action.how.ways else ""))

    def due(self, action: Action) -> dict[str, Any]:
        """A due date set by hand."""
        how = action.how
        at = {"due_at": self.house.moment(how.moment)} if how.moment is not None else {}
        return at | ({"due_on": how.day} if how.day is not None else {})

    def returned_on(self, action: Action) -> date | None:
        """The day from which a return counts: in a book drop the last open day, unless the line says another."""
        if action.how.day is None and Way.BOOK_DROP in action.how.ways:
            return self.house.desk(action.how.branch).ask(LastOpenDay())
        return action.how.day


def _expects(statement: Any) -> bool:
    """Whether a line can turn out wrong: a story of which nothing is expected would always hold."""
    if isinstance(statement, Action):
        return bool(statement.then) or statement.deed is Deed.UNDOES_ALL
    return isinstance(statement, Fact)


def _strange(first: str) -> str:
    """A number with the right check digit that nothing has."""
    digits = f"{first}999099999999"
    return digits + mod10(digits)


FOUND = {Way.FOUND_IN_LIBRARY: ClaimFound.LIBRARY, Way.BROUGHT_BY_READER: ClaimFound.PATRON}


def _ways(action: Action, table: dict[Way, str]) -> dict[str, Any]:
    return {name: True for way, name in table.items() if way in action.how.ways}


def _takes(run: Run, action: Action) -> Any:
    more = run.due(action) | _ways(action, {Way.ON_SITE: "on_site"})
    return run.driver.do(Checkout(run.card(action), run.item(action.what), **more), action.how.ways)


def _comes_back(run: Run, action: Action) -> Any:
    switches = {Way.AMNESTY: "amnesty", Way.FLOATING: "floating", Way.INVENTORY: "inventory"}
    act = Checkin(
        run.item(action.what),
        returned_on=run.returned_on(action),
        trap=Way.NO_HOLDS not in action.how.ways,
        claim=next((found for way, found in FOUND.items() if way in action.how.ways), None),
        **_ways(action, switches),
    )
    return run.driver.do(act, action.how.ways)


def _renews(run: Run, action: Action) -> Any:
    more = run.due(action) | ({"seen": False} if Way.UNSEEN in action.how.ways else {})
    return run.driver.do(Renew(run.item(action.what), **more), action.how.ways)


def _used(run: Run, action: Action) -> Any:
    return run.driver.do(UseInHouse(run.item(action.what)), action.how.ways)


def _backdates(run: Run, action: Action) -> Any:
    key = checkin_key(run.driver.done, run.item(action.what))
    assert action.how.day is not None
    return run.driver.do(Backdate(key, action.how.day), action.how.ways)


def _lifts(run: Run, action: Action) -> Any:
    return run.driver.lift(run.house.person(action.how.by) if action.how.by else None)


def _tries(run: Run, action: Action) -> Any:
    rules = action.deed is Deed.TRIES_RULES
    tried, text = action.tries, action.how.text
    if isinstance(tried, RuleLine):
        text = run.house.rules_text(tried)
    elif tried is not None:
        text = run.house.days_text(tried)
    return run.house.try_file(LoadPolicy(text) if rules else LoadCalendar(text))


def _claims(run: Run, action: Action) -> Any:
    return run.driver.do(ClaimReturned(run.item(action.what), action.how.day), action.how.ways)


def _recalls(run: Run, action: Action) -> Any:
    return run.driver.do(Recall(run.item(action.what)), action.how.ways)


def _marks(run: Run, action: Action) -> Any:
    act = MarkItem(run.item(action.what), ItemStatus(action.how.status), action.how.text)
    return run.driver.do(act, action.how.ways)


def _adds(run: Run, action: Action) -> Any:
    """What stood in no catalogue has a name from here on: its title."""
    title = action.how.text
    barcode = run.item(action.what)
    run.house.numbers[title], run.house.names[barcode] = barcode, title
    return run.driver.do(AddUncatalogued(barcode, title), action.how.ways)


def _night(run: Run, _action: Action) -> Any:
    return finish(nightly(run.house.desk(HOME, ADMINISTRATOR)))


def _supposes(run: Run, action: Action) -> Any:
    """What would happen; and nothing may have happened."""
    how, house = action.how, run.house
    at = how.moment or (datetime.combine(how.day, time(12)) if how.day is not None else None)
    act = WhatIf(run.card(action), run.item(action.what), house.moment(at) if at is not None else None)
    before = run.state()
    answer = house.desk(how.branch).do(act).answer
    differences = before.differs(run.state())
    if differences:
        raise Wrong(action.line, "; ".join(differences))
    return answer


DEEDS: dict[Deed, Callable[[Run, Action], Any]] = {
    Deed.TAKES: _takes,
    Deed.COMES_BACK: _comes_back,
    Deed.RENEWS: _renews,
    Deed.USED_HERE: _used,
    Deed.BACKDATES: _backdates,
    Deed.CLAIMS: _claims,
    Deed.RECALLS: _recalls,
    Deed.MARKS: _marks,
    Deed.ADDS: _adds,
    Deed.NIGHT: _night,
    Deed.FINISHES: lambda run, _action: run.driver.finish(),
    Deed.UNDOES: lambda run, _action: run.driver.undo(),
    Deed.UNDOES_ALL: lambda run, _action: run.driver.undo(),
    Deed.UNDOES_BY_SCAN: lambda run, _action: run.driver.undo(scanned=True),
    Deed.LIFTS: _lifts,
    Deed.CONFIRMS: lambda run, _action: run.driver.confirm(),
    Deed.READER: reader_deed,
    Deed.TRIES_RULES: _tries,
    Deed.TRIES_CALENDAR: _tries,
    Deed.HOLDS: holds,
    Deed.MONEY: do_money,
}
# These follow what was just done, at the same desk.
ANSWERS_CARD = frozenset({Deed.LIFTS, Deed.CONFIRMS, Deed.UNDOES, Deed.UNDOES_ALL, Deed.FINISHES})
SCANNED = frozenset({Deed.TAKES, Deed.COMES_BACK, Deed.RENEWS, Deed.USED_HERE, Deed.LIFTS, Deed.CONFIRMS})
