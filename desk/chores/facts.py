"""Statements about what is so: whether the desk says the same, and what it says instead."""

from collections.abc import Callable
from typing import Any

from desk.chores.holding import list_is, queue_is, state_is
from desk.chores.house import House
from desk.chores.language.tree import About, Fact
from desk.chores.telling import refusal, refusal_text, same_moment, same_refusals
from desk.rules.age import age_mark
from desk.rules.calendar import Calendar
from desk.rules.duedates import CalendarMode, due_day
from desk.rules.money import decimal_text
from desk.rules.overdue import minutes
from desk.rules.periods import Period, Unit
from desk.rules.values import MONEY, VALUES
from desk.services.accounts.account import AccountOf
from desk.services.accounts.answers import Account
from desk.services.circulation.lookup import ItemShown, OpenLoans, ShowItem
from desk.services.circulation.state import ReadState
from desk.services.patrons.panel import OpenPatron, PatronOpened
from desk.services.patrons.proof import SaysWhoHad

Check = Callable[[House, Fact], str]


def instead(house: House, fact: Fact) -> str:
    """What is the case where the statement is wrong; empty where it is right."""
    return CHECKS[fact.about](house, fact)


def _differs(found: Any, wanted: Any) -> str:
    return "" if found == wanted else str(found) if str(found) else "nothing"


def _opened(house: House, fact: Fact) -> PatronOpened:
    answer = house.desk().ask(OpenPatron(house.number(fact.subject)))
    assert isinstance(answer, PatronOpened)
    return answer


def _shown(house: House, fact: Fact, branch: str = "") -> ItemShown:
    answer = house.desk(branch).ask(ShowItem(house.number(fact.subject)))
    assert isinstance(answer, ItemShown)
    return answer


def _owes(house: House, fact: Fact) -> str:
    places = decimal_text(_opened(house, fact).owes, house.head.currency)
    return "" if float(places) == float(fact.value) else places


def _credit(house: House, fact: Fact) -> str:
    account = house.desk().ask(AccountOf(house.number(fact.subject)))
    assert isinstance(account, Account)
    found = decimal_text(account.credit, house.head.currency)
    return "" if float(found) == float(fact.value) else found


def _has(house: House, fact: Fact) -> str:
    loans = house.desk().ask(OpenLoans(house.number(fact.subject)))
    names = tuple(sorted(house.names[loan.item.barcode] for loan in loans)) if isinstance(loans, tuple) else ()
    return "" if names == fact.value else " and ".join(names) or "nothing"


def _blocked(house: House, fact: Fact) -> str:
    found = tuple(refusal(block, house) for block in _opened(house, fact).blocks)
    return "" if same_refusals(fact.value, found) else "; ".join(map(refusal_text, found)) or "not blocked"


def _status(house: House, fact: Fact) -> str:
    found = _shown(house, fact).status
    return "" if found == fact.value else found.value.replace("_", " ")


def _on_loan(house: House, fact: Fact) -> str:
    due = _shown(house, fact).due
    if due is None or fact.value is False:
        return "" if (due is None) == (fact.value is False) else "on loan" if due is not None else "not on loan"
    local = house.local(due)
    return "" if fact.value is None or same_moment(fact.value, local) else f"due {local:%Y-%m-%d %H:%M}"


def _kept(house: House, fact: Fact) -> str:
    kept = _shown(house, fact).kept
    return "" if kept == fact.value else "kept for a hold" if kept else "not kept"


def _transit(house: House, fact: Fact) -> str:
    to = _shown(house, fact).in_transit_to
    code = next((code for code, name in house.head.branches if name == to), "")
    return "" if code == fact.value else f"on its way to {code}" if code else "not on its way"


def _stands(house: House, fact: Fact) -> str:
    return "" if _shown(house, fact, fact.value).here else "not there"


def _waiting(house: House, fact: Fact) -> str:
    return _differs(_shown(house, fact).waiting, fact.value)


def _inventory(house: House, fact: Fact) -> str:
    rows = house.desk().ask(ReadState()).tables["items"]
    seen = next(row["inventoried_at"] for row in rows if row["barcode"] == house.number(fact.subject))
    return _differs(house.local(seen).date() if seen is not None else "never", fact.value)


def _severed(house: House, fact: Fact) -> str:
    found = not house.desk().ask(SaysWhoHad(house.number(fact.subject)))
    return "" if found == fact.value else "severed" if found else "not severed"


# The calendar and the rules by themselves


def _calendar(house: House, fact: Fact) -> Calendar:
    desk = house.desk(fact.branch)
    return desk.rulebook().calendars[desk.station.branch]


def _open(house: House, fact: Fact) -> str:
    found = _calendar(house, fact).is_open(fact.first)
    return "" if found == fact.value else "open" if found else "closed"


def _note(house: House, fact: Fact) -> str:
    return _differs(_calendar(house, fact).note(fact.first), fact.value)


def _step(direction: int) -> Check:
    return lambda house, fact: _differs(_calendar(house, fact).step(fact.first, direction), fact.value)


def _open_days(house: House, fact: Fact) -> str:
    return _differs(_calendar(house, fact).open_days(fact.first, fact.last), fact.value)


def _open_days_after(house: House, fact: Fact) -> str:
    day, _skipped = due_day(fact.first, Period(fact.last, Unit.DAY), CalendarMode.CALENDAR, _calendar(house, fact))
    return _differs(day, fact.value)


def _open_minutes(house: House, fact: Fact) -> str:
    first, last = (house.moment(moment) for moment in (fact.first, fact.last))
    return _differs(_calendar(house, fact).open_minutes(first, last), fact.value)


def _rule(house: House, fact: Fact) -> str:
    desk = house.desk(fact.branch)
    book = desk.rulebook()
    lists = {"category": 0, "type": 0}
    for code in fact.last or fact.first or ():
        kind = house.list_of(code, fact.line)
        named = book.categories if kind == "category" else book.kinds
        lists[kind] = next(number for number, each in named.items() if each.code == code)
    ruled = getattr(book.rules(desk.station.branch, lists["category"], lists["type"]), fact.subject)
    found = _value(fact.subject, ruled.value, house)
    wanted, source = fact.value
    place = "the default"
    if ruled.place is not None:
        named_place = (
            book.branches[ruled.place.branch].code if ruled.place.branch is not None else "*",
            book.categories[ruled.place.category].code if ruled.place.category is not None else "*",
            book.kinds[ruled.place.item_type].code if ruled.place.item_type is not None else "*",
        )
        place = "row " + " ".join(named_place)
    expected = None if source is None else "the default" if not source[0] else "row " + " ".join(source)
    right = found == wanted and expected in (None, place)
    return "" if right else f"{found}, from {place}"


def _value(name: str, value: Any, house: House) -> str:
    if value is None:
        return "unlimited"
    if VALUES[name][0] == MONEY:
        return decimal_text(value, house.head.currency)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _minutes(_house: House, fact: Fact) -> str:
    return _differs(minutes(fact.first), fact.value)


def _age(_house: House, fact: Fact) -> str:
    return _differs(age_mark([fact.subject]), fact.value)


CHECKS: dict[About, Check] = {
    About.OWES: _owes,
    About.HAS: _has,
    About.CREDIT: _credit,
    About.BLOCKED: _blocked,
    About.STATUS: _status,
    About.ON_LOAN: _on_loan,
    About.KEPT: _kept,
    About.TRANSIT: _transit,
    About.STANDS: _stands,
    About.WAITING: _waiting,
    About.INVENTORY: _inventory,
    About.SEVERED: _severed,
    About.OPEN: _open,
    About.NOTE: _note,
    About.NEXT_OPEN: _step(1),
    About.PREVIOUS_OPEN: _step(-1),
    About.OPEN_DAYS: _open_days,
    About.OPEN_DAYS_AFTER: _open_days_after,
    About.OPEN_MINUTES: _open_minutes,
    About.RULE: _rule,
    About.MINUTES: _minutes,
    About.AGE: _age,
    About.HOLD_LIST: list_is,
    About.QUEUE: queue_is,
    About.HOLD_STATE: state_is,
}
