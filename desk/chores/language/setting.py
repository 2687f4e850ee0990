"""The lines that say what is there: library, opening days, rules, readers, copies, holds, charges, loans, the time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from desk.chores.language.tree import (
    BranchLine,
    ClockLine,
    DayLine,
    DeskLine,
    HoursLine,
    LibraryLine,
    NoRulesLine,
    RecordLine,
    RuleLine,
    SetUp,
    WhoseLine,
)
from desk.chores.language.words import Words
from desk.rules.values import VALUES
from desk.rules.vocabulary import ChargeKind, DayKind, HoldStatus, ItemStatus, LoanRulesOf, ReturnRulesOf
from desk.services.administration.calendar import WEEKDAYS
from desk.services.imports.fields import (
    AnyField,
    ChargeField,
    HoldField,
    ImportKind,
    ItemField,
    LoanField,
    PatronField,
)

Read = Callable[[Words], str]
DAYS = {day.capitalize(): number for number, day in enumerate(WEEKDAYS)}
YES, NO = "yes", "no"
A_BRANCH = "the code of a branch"


def library(words: Words) -> LibraryLine:
    """`library in America/New_York, in USD`."""
    words.need("in")
    zone, currency = words.word("a time zone such as Europe/Vienna"), "USD"
    if words.comma():
        words.need("in")
        currency = words.code("a currency such as USD")
    return LibraryLine(words.line, zone, currency)


def branch(words: Words) -> BranchLine:
    """`branch NORTH "Northgate"`."""
    code = words.code(A_BRANCH)
    return BranchLine(words.line, code, words.quoted() if words.is_quoted() else code)


def opened(words: Words) -> HoursLine | DayLine:
    """`open Monday to Friday 09:00-18:00, Saturday 10:00-16:00` or `open 2018-12-15 10:00-16:00`."""
    place = words.code(A_BRANCH) if words.took("at") else ""
    if words.day_next():
        return _dated(words, DayKind.OPEN, place)
    if words.took("always"):
        return HoursLine(words.line, place, ())
    week: dict[int, tuple[str, ...]] = {}
    while True:
        days = _weekdays(words)
        week |= dict.fromkeys(days, _hours(words))
        if not words.comma():
            return HoursLine(words.line, place, tuple(sorted(week.items())))


def _weekdays(words: Words) -> range:
    if words.took("every day"):
        return range(7)
    first = words.choose(DAYS, "a weekday such as Monday")
    last = words.choose(DAYS, "a weekday such as Friday") if words.took("to") else first
    return range(first, last + 1)


def _hours(words: Words) -> tuple[str, ...]:
    found = []
    while "-" in words.peek() and words.peek()[0].isdigit():
        found.append(words.word("hours"))
        words.took("and")
    if not found:
        raise words.unreadable("opening hours such as 09:00-18:00")
    return tuple(found)


def closed(words: Words) -> DayLine:
    """`closed 2026-12-25 "Christmas"`, `closed 2018-12-22 to 2019-01-06 every year`."""
    place = words.code(A_BRANCH) if words.took("at") else ""
    return _dated(words, DayKind.CLOSED, place)


def _dated(words: Words, kind: DayKind, place: str) -> DayLine:
    first = words.day()
    line = DayLine(words.line, kind, place, first, words.day() if words.took("to") else first)
    while not words.over():
        line = _day_clause(words, line)
        words.comma()
    return line


def _day_clause(words: Words, line: DayLine) -> DayLine:
    if words.is_quoted():
        return replace(line, note=words.quoted())
    if words.took("every year"):
        return replace(line, every=_one("year"))
    if words.took("every month"):
        return replace(line, every=_one("month"))
    if words.took("every week"):
        return replace(line, every=_one("week"))
    if words.took("every"):
        return replace(line, every=words.period())
    if words.took("on the same weekday"):
        return replace(line, by_weekday=True)
    if words.took("until"):
        return replace(line, until=words.day())
    if words.took("from"):
        opens = words.word("a time")
        words.need("to")
        return replace(line, hours=f"{opens}-{words.word('a time')}")
    if "-" in words.peek():
        return replace(line, hours=words.word("hours such as 10:00-16:00"))
    raise words.unreadable('"every year", "until", "from 12:00 to 18:00", or a note in quotation marks')


def _one(unit: str) -> Any:
    from desk.rules.periods import parse_period

    return parse_period(f"1 {unit}")


def rule(words: Words) -> RuleLine:
    """`rule for dvd at NORTH: loan 7 days, fine 0.20`."""
    place = ""
    codes: list[str] = []
    while not words.took(":"):
        if words.took("at"):
            place = words.code(A_BRANCH)
        elif words.took("for") or (codes and not words.over()):
            codes.append(words.code("a category or a kind"))
        else:
            raise words.unreadable('"at", "for" or a colon')
    return RuleLine(words.line, place, tuple(codes), _values(words))


def no_rules(words: Words) -> NoRulesLine:
    """`no other rules`: those of the file's head do not hold here."""
    return NoRulesLine(words.line)


def whose(name: str, among: type[LoanRulesOf | ReturnRulesOf]) -> Callable[[Words], WhoseLine]:
    """`loan rules are those of home`."""
    table = {each.value: each.value for each in among}
    return lambda words: WhoseLine(words.line, name, words.choose(table, "one of: " + ", ".join(table)))


def _values(words: Words) -> tuple[tuple[str, str], ...]:
    found = []
    while not words.over():
        name = value_name(words)
        start = words.at
        text = words.clause()
        if not text:
            raise words.unreadable(f"the value of {name}", start)
        found.append((name, text))
        if not words.comma():
            break
    return tuple(found)


def value_name(words: Words) -> str:
    """The name of a value, in words or as the rules file writes it: "fine every" is fine_every."""
    spoken = {name.replace("_", " "): name for name in VALUES} | {name: name for name in VALUES}
    return words.choose(spoken, "a value of the loan rules")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a phrase of a record line fills in: a field, and how its value is read; a link is somebody's name."""

    field: AnyField
    read: Read
    link: bool = False


def _is(value: str) -> Read:
    return lambda _words: value


def _day(words: Words) -> str:
    return words.day().isoformat()


def _moment(words: Words) -> str:
    day = words.day()
    return f"{day.isoformat()} {words.word('a time')}" if words.time_next() else day.isoformat()


def _money(words: Words) -> str:
    return words.money()


def _branch(words: Words) -> str:
    return words.code(A_BRANCH)


def _text(words: Words) -> str:
    return words.quoted()


def _code(words: Words) -> str:
    return words.code("a code")


def _name(words: Words) -> str:
    return words.name()


def _quoted_or(word: str) -> Read:
    return lambda words: words.quoted() if words.is_quoted() else word


READER = {
    "at": Cell(PatronField.BRANCH, _branch),
    "born": Cell(PatronField.BIRTH_DATE, _day),
    "expires": Cell(PatronField.EXPIRES, _day),
    "guarantor": Cell(PatronField.GUARANTOR, _name, link=True),
    "in collections": Cell(PatronField.IN_COLLECTIONS, _is(YES)),
    "not in collections": Cell(PatronField.IN_COLLECTIONS, _is(NO)),
    "barred": Cell(PatronField.BARRED, _is(YES)),
    "inactive": Cell(PatronField.ACTIVE, _is(NO)),
    "address gone": Cell(PatronField.ADDRESS_GONE, _is(YES)),
    "card lost": Cell(PatronField.CARD_LOST, _is(YES)),
    "old card": Cell(PatronField.OLD_CARDS, _is(YES)),
    "restricted": Cell(PatronField.RESTRICTION, _quoted_or("restricted")),
    "until": Cell(PatronField.RESTRICTED_UNTIL, _day),
    "while owing more than": Cell(PatronField.RESTRICTED_ABOVE, _money),
    "because": Cell(PatronField.RESTRICTION, _text),
    "family name": Cell(PatronField.FAMILY_NAME, _text),
    "note": Cell(PatronField.NOTE, _text),
}
COPY = {
    "at": Cell(ItemField.BRANCH, _branch),
    "now at": Cell(ItemField.HOLDING_BRANCH, _branch),
    "of": Cell(ItemField.TITLE, _name),
    "price": Cell(ItemField.PRICE, _money),
    "pieces": Cell(ItemField.PIECES, lambda words: str(words.number())),
    "listing": Cell(ItemField.PIECES_NOTE, _text),
    "location": Cell(ItemField.LOCATION, _code),
    "volume": Cell(ItemField.VOLUME, lambda words: str(words.number())),
    "call number": Cell(ItemField.CALL_NUMBER, _text),
    "collection": Cell(ItemField.COLLECTION, _code),
    "not for loan": Cell(ItemField.NOT_FOR_LOAN, _is(YES)),
    "restricted": Cell(ItemField.RESTRICTED, _is(YES)),
    "note": Cell(ItemField.NOTE, _text),
    "age": Cell(ItemField.AGE, _text),
} | {status.value.replace("_", " "): Cell(ItemField.STATUS, _is(status.value)) for status in ItemStatus}
HOLD = {
    "by": Cell(HoldField.CARD, _name, link=True),
    "on": Cell(HoldField.BARCODE, _name, link=True),
    "picked up at": Cell(HoldField.PICKUP, _branch),
    "only this copy": Cell(HoldField.ONLY_THIS_COPY, _is(YES)),
    "placed": Cell(HoldField.PLACED, _moment),
    "not before": Cell(HoldField.NOT_BEFORE, _day),
    "suspended until": Cell(HoldField.SUSPENDED_UNTIL, _day),
    "expires": Cell(HoldField.EXPIRES, _day),
    "volume": Cell(HoldField.VOLUME, lambda words: str(words.number())),
    "ready": Cell(HoldField.STATUS, _is(HoldStatus.READY.value)),
    "until": Cell(HoldField.SHELF_UNTIL, _day),
    "on its way": Cell(HoldField.STATUS, _is(HoldStatus.IN_TRANSIT.value)),
}
CHARGE = {
    "for": Cell(ChargeField.BARCODE, _name, link=True),
    "to": Cell(ChargeField.CARD, _name, link=True),
    "at": Cell(ChargeField.BRANCH, _branch),
    "on": Cell(ChargeField.CHARGED, _moment),
    "note": Cell(ChargeField.NOTE, _text),
    "still owed": Cell(ChargeField.OUTSTANDING, _money),
} | {kind.value: Cell(ChargeField.KIND, _is(kind.value)) for kind in ChargeKind}
LOAN = {
    "of": Cell(LoanField.BARCODE, _name, link=True),
    "to": Cell(LoanField.CARD, _name, link=True),
    "at": Cell(LoanField.BRANCH, _branch),
    "out": Cell(LoanField.OUT, _moment),
    "due": Cell(LoanField.DUE, _moment),
    "renewals": Cell(LoanField.RENEWALS, lambda words: str(words.number())),
    "lost": Cell(LoanField.LOST, _is(YES)),
}


def reader(words: Words) -> RecordLine:
    """`reader Anna, child, born 2015-03-01, guarantor Bert`."""
    name = words.name("a reader's name")
    return _record(words, ImportKind.PATRONS, name, READER, PatronField.CATEGORY)


def copy(words: Words) -> RecordLine:
    """`item Walden, book, at NORTH, price 12.00`."""
    return _record(words, ImportKind.ITEMS, words.name("a copy's name"), COPY, ItemField.ITEM_TYPE)


def hold(words: Words) -> RecordLine:
    """`hold by Bert on Walden, picked up at NORTH`."""
    return _record(words, ImportKind.HOLDS, "", HOLD)


def charge(words: Words) -> RecordLine:
    """`charge 12.40 to Anna, for Walden`."""
    amount = words.money()
    made = _record(words, ImportKind.CHARGES, "", CHARGE)
    return replace(made, cells=((ChargeField.AMOUNT, amount), *made.cells))


def loan(words: Words) -> RecordLine:
    """`loan of Emma to Bert, out 2026-01-01 10:00, due 2026-01-22`."""
    return _record(words, ImportKind.LOANS, "", LOAN)


def _record(
    words: Words, kind: ImportKind, name: str, table: Mapping[str, Cell], plain: AnyField | None = None
) -> RecordLine:
    """Phrases of a table, with or without commas; one word that is no phrase is the category or kind."""
    cells: dict[AnyField, str] = {}
    links: dict[AnyField, str] = {}
    while not words.over():
        words.comma()
        cell = words.chosen(table)
        if cell is not None:
            (links if cell.link else cells)[cell.field] = cell.read(words)
        elif plain is not None and plain not in cells and not words.over():
            cells[plain] = words.code("a category or kind")
        else:
            raise words.unreadable(", ".join(f'"{phrase}"' for phrase in sorted(table)), among=table)
    return RecordLine(words.line, kind, name, tuple(cells.items()), tuple(links.items()))


def clock(words: Words) -> ClockLine:
    """`it is 2026-11-21 10:00`."""
    return ClockLine(words.line, moment=words.moment())


def later(words: Words) -> ClockLine:
    """`after 3 days`."""
    return ClockLine(words.line, later=words.period())


def desk_at(words: Words) -> DeskLine:
    """`the desk is at NORTH`."""
    return DeskLine(words.line, branch=words.code(A_BRANCH))


def signed_in(words: Words) -> DeskLine:
    """`signed in: ada`."""
    words.took(":")
    return DeskLine(words.line, login=words.word("who is signed in"))


SET_UP: dict[str, Callable[[Words], SetUp]] = {
    "library": library,
    "branch": branch,
    "open": opened,
    "closed": closed,
    "rule": rule,
    "no other rules": no_rules,
    "loan rules are those of": whose("loan_rules_of", LoanRulesOf),
    "return rules are those of": whose("return_rules_of", ReturnRulesOf),
    "reader": reader,
    "item": copy,
    "hold": hold,
    "charge": charge,
    "loan": loan,
    "it is": clock,
    "after": later,
    "the desk is at": desk_at,
    "signed in": signed_in,
}
