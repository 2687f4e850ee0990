"""The lines that say what must come of an action, and what must be so now."""

from collections.abc import Callable
from datetime import date
from typing import Any

from desk.chores.language.holding import HOLD_BARE, HOLD_FACTS, HOLD_VALUED
from desk.chores.language.setting import value_name
from desk.chores.language.tree import About, Clause, Expected, Fact, Refusal, Says
from desk.chores.language.words import Line, Words
from desk.rules.routing import Destination
from desk.rules.vocabulary import ItemStatus, Reason
from desk.services.circulation.answers import AlertKind

REASONS = {reason.value.replace("_", " "): reason.value for reason in Reason}
ALERTS = {kind.value.replace("_", " "): kind.value for kind in AlertKind}
PLACES = {place.value.replace("_", " "): place.value for place in Destination}
BARE = {
    "lent": Says.LENT,
    "renewed": Says.RENEWED,
    "already scanned": Says.ALREADY_SCANNED,
    "already lent": Says.ALREADY_LENT,
    "unknown card": Says.UNKNOWN_CARD,
    "unknown item": Says.UNKNOWN_ITEM,
    "used in the library": Says.USED,
    "undone": Says.UNDONE,
    "backdated": Says.BACKDATED,
    "claimed": Says.CLAIMED,
    "recalled": Says.RECALLED,
    "marked": Says.MARKED,
    "added": Says.ADDED,
    "visit finished": Says.FINISHED,
    "nothing happens": Says.NOTHING,
    "taken": Says.TAKEN,
    "no fine": Says.NO_FINE,
    "in grace": Says.IN_GRACE,
    "hold filled": Says.HOLD_FILLED,
    "nothing told": Says.NOTHING_TOLD,
    "cut by the card": Says.CUT,
    "set by hand": Says.BY_HAND,
    "was not on loan": Says.NOT_ON_LOAN,
    "counted as used": Says.USE_COUNTED,
    "not counted as used": Says.USE_NOT_COUNTED,
    "on site": Says.ON_SITE,
    "for the last time": Says.LAST_TIME,
    "paid": Says.PAID,
    "waived": Says.WAIVED,
    "written off": Says.WRITTEN_OFF,
    "given back": Says.GIVEN_BACK,
    "transferred": Says.TRANSFERRED,
    "on the account": Says.ON_ACCOUNT,
    "declared lost": Says.LOST,
    "billed": Says.BILLED,
    "voided": Says.VOIDED,
    "till open": Says.TILL_OPEN,
    "till open already": Says.ALREADY_OPEN,
    "till counted": Says.TILL_COUNTED,
    "till closed": Says.TILL_CLOSED,
    "cash moved": Says.CASH_MOVED,
    "price set": Says.PRICED,
    "drawer report": Says.REPORTED,
    "not sold here": Says.NOT_SOLD,
    "registered": Says.REGISTERED,
    "changed": Says.CHANGED,
    "membership renewed": Says.CARD_RENEWED,
    "card given": Says.CARD_GIVEN,
    "restricted": Says.RESTRICTED,
    "no longer restricted": Says.NO_LONGER_RESTRICTED,
    "noted": Says.NOTED,
    "linked": Says.LINKED,
    "grown up": Says.GROWN_UP,
    "merged": Says.MERGED,
    "deleted": Says.DELETED,
    "cleared": Says.CLEARED,
    "shown": Says.SHOWN,
} | HOLD_BARE


def expected(line: Line) -> Expected:
    """An indented line: clauses with commas between them."""
    words = Words.of(line)
    clauses = [_clause(words)]
    while words.comma():
        clauses.append(_clause(words))
    words.end()
    return Expected(line, tuple(clauses))


def _clause(words: Words) -> Clause:
    bare = words.chosen(BARE)
    if bare is not None:
        return Clause(bare)
    phrases = ", ".join(f'"{phrase}"' for phrase in sorted({*BARE, *VALUED}))
    valued = words.chosen(VALUED)
    if valued is None:
        raise words.unreadable(phrases, among={*BARE, *VALUED})
    says, read = valued
    return Clause(says, read(words))


def _day_or_moment(words: Words) -> Any:
    day = words.day()
    if not words.time_next():
        return day
    words.at -= 1
    return words.moment()


def _days(words: Words) -> tuple[date, ...]:
    if words.took("nothing"):
        return ()
    found = [words.day()]
    while words.took("and"):
        found.append(words.day())
    return tuple(found)


def _goes_to(words: Words) -> tuple[str, str]:
    """A place in the house, or a branch: "goes to shelf", "goes to NORTH"."""
    words.took("the")
    place = words.chosen(PLACES)
    return (place, "") if place is not None else ("", words.code("a place such as hold shelf, or a branch"))


def _refusals(words: Words) -> tuple[Refusal, ...]:
    words.need(":")
    found = [_refusal(words)]
    while words.took(";"):
        found.append(_refusal(words))
    return tuple(found)


def _refusal(words: Words) -> Refusal:
    reason = words.choose(REASONS, "a reason such as: " + ", ".join(sorted(REASONS)))
    amount = limit = name = ""
    day = None
    while not words.over() and words.peek() not in (";", ","):
        if words.took("of"):
            limit = words.money()
        elif words.is_quoted():
            name = words.quoted()
        elif words.took("since") or words.took("until") or words.took("on") or words.took("from") or words.took("due"):
            day = words.day()
        elif words.took("at") or words.took("to"):
            name = words.code("the code of a branch")
        else:
            amount = words.money()
    return Refusal(reason, amount, limit, day, name)


def _told(words: Words) -> tuple[str, ...]:
    words.took(":")
    found = [words.choose(ALERTS, "something told, such as found, item note, lost bill")]
    while words.took("and"):
        found.append(words.choose(ALERTS, "something told"))
    return tuple(found)


def _reasons(words: Words) -> tuple[str, ...]:
    words.took(":")
    found = [words.choose(REASONS, "a reason")]
    while words.took("and"):
        found.append(words.choose(REASONS, "a reason"))
    return tuple(found)


def row(words: Words) -> tuple[str, str, str]:
    """Branch, category and kind of a policy row, a star for any: `row NORTH child *`; `the default` is none."""
    return words.word("a branch or *"), words.word("a category or *"), words.word("a kind or *")


def _of(words: Words) -> tuple[int, int]:
    count = words.number()
    words.need("of")
    return count, words.number()


def _names(words: Words) -> tuple[str, ...]:
    if words.took("nothing"):
        return ()
    found = [words.name("a copy's name")]
    while words.took("and"):
        found.append(words.name("a copy's name"))
    return tuple(sorted(found))


def _not_taken(words: Words) -> str:
    words.need(":")
    return words.quoted() if words.is_quoted() else words.clause()


def _balance(words: Words) -> str:
    """`now owes 3.00`, `now owes nothing`."""
    return "0.00" if words.took("nothing") else words.money()


VALUED: dict[str, tuple[Says, Callable[[Words], Any]]] = {
    "refused": (Says.REFUSED, _refusals),
    "not taken": (Says.NOT_TAKEN, _not_taken),
    "goes to": (Says.GOES_TO, _goes_to),
    "due": (Says.DUE, _day_or_moment),
    "card good until": (Says.GOOD_UNTIL, Words.day),
    "was due": (Says.WAS_DUE, _day_or_moment),
    "fine": (Says.FINE, Words.money),
    "fine was": (Says.WAS_FINE, Words.money),
    "charged": (Says.CHARGED, Words.money),
    "forgiven": (Says.FORGIVEN, Words.money),
    "late": (Says.LATE, lambda words: str(words.period())),
    "capped by the": (Says.CAPPED, lambda words: words.word("rule or price")),
    "for": (Says.FOR, lambda words: words.name("a reader's name")),
    "until": (Says.UNTIL, Words.day),
    "told": (Says.TOLD, _told),
    "lifted": (Says.LIFTED, _reasons),
    "because row": (Says.ROW, row),
    "row": (Says.ROW, row),
    "period": (Says.PERIOD, lambda words: str(words.period())),
    "skipped": (Says.SKIPPED, _days),
    "renewal": (Says.RENEWALS, _of),
    "suspended until": (Says.SUSPENDED, Words.day),
    "nights": (Says.NIGHTS, Words.number),
    "renews": (Says.NIGHT_RENEWS, _names),
    "leaves": (Says.NIGHT_LEAVES, lambda words: (words.name("a copy's name"), _reasons(words))),
    "reshelves": (Says.NIGHT_RESHELVES, Words.number),
    "sum": (Says.SUM, Words.money),
    "change": (Says.CHANGE, Words.money),
    "rounded by": (Says.ROUNDED, Words.money),
    "kept": (Says.CREDIT, Words.money),
    "now owes": (Says.BALANCE, _balance),
    "expected": (Says.EXPECTED, Words.money),
    "short by": (Says.DIFFERENCE, Words.money),
    "income": (Says.INCOME, Words.money),
    "payout": (Says.PAYOUT, Words.money),
    "price": (Says.PRICE, Words.money),
    "processing": (Says.PROCESSING, Words.money),
    "from the agency": (Says.AWAY, Words.money),
    "sheet": (Says.SHEET, Words.number),
} | HOLD_VALUED


# Statements


def owes(words: Words, who: str) -> Fact:
    """`Anna owes 1.20`."""
    return Fact(words.line, About.OWES, who, "0" if words.took("nothing") else words.money())


def has_credit(words: Words, who: str) -> Fact:
    """`Anna has a credit of 2.00`."""
    return Fact(words.line, About.CREDIT, who, words.money())


def has(words: Words, who: str) -> Fact:
    """`Anna has Walden and Emma`."""
    if words.took("nothing"):
        return Fact(words.line, About.HAS, who, ())
    found = [words.name("a copy's name")]
    while words.took("and") or words.comma():
        found.append(words.name("a copy's name"))
    return Fact(words.line, About.HAS, who, tuple(sorted(found)))


def blocked(words: Words, who: str) -> Fact:
    """`Anna is blocked: owes 12.40 of 10.00`."""
    return Fact(words.line, About.BLOCKED, who, _refusals(words))


def not_blocked(words: Words, who: str) -> Fact:
    """`Anna is not blocked`."""
    return Fact(words.line, About.BLOCKED, who, ())


def on_loan(words: Words, what: str) -> Fact:
    """`Walden is on loan, due 2026-12-12`."""
    return Fact(words.line, About.ON_LOAN, what, _day_or_moment(words) if words.comma() and words.took("due") else None)


def not_on_loan(words: Words, what: str) -> Fact:
    """`Walden is not on loan`."""
    return Fact(words.line, About.ON_LOAN, what, False)


def kept(words: Words, what: str) -> Fact:
    """`Walden is kept for a hold`."""
    return Fact(words.line, About.KEPT, what, True)


def not_kept(words: Words, what: str) -> Fact:
    """`Walden is not kept`."""
    return Fact(words.line, About.KEPT, what, False)


def in_transit(words: Words, what: str) -> Fact:
    """`Walden is on its way to NORTH`."""
    return Fact(words.line, About.TRANSIT, what, words.code("the code of a branch"))


def not_in_transit(words: Words, what: str) -> Fact:
    """`Walden is not on its way`."""
    return Fact(words.line, About.TRANSIT, what, "")


def stands(words: Words, what: str) -> Fact:
    """`Walden stands at NORTH`."""
    return Fact(words.line, About.STANDS, what, words.code("the code of a branch"))


def waiting(words: Words, what: str) -> Fact:
    """`Walden is waited for by 2`."""
    return Fact(words.line, About.WAITING, what, words.number())


def inventoried(words: Words, what: str) -> Fact:
    """`Walden was last seen at inventory on 2026-11-21`."""
    return Fact(words.line, About.INVENTORY, what, words.day())


def severed(words: Words, what: str) -> Fact:
    """`Walden is severed from its readers`: nothing says who had it."""
    return Fact(words.line, About.SEVERED, what, True)


def not_severed(words: Words, what: str) -> Fact:
    """`Walden is not severed from its readers`."""
    return Fact(words.line, About.SEVERED, what, False)


def _status(status: ItemStatus) -> Callable[[Words, str], Fact]:
    return lambda words, what: Fact(words.line, About.STATUS, what, status)


NAMED: dict[str, Callable[[Words, str], Fact]] = {
    "owes": owes,
    "has": has,
    "has a credit of": has_credit,
    "is blocked": blocked,
    "is not blocked": not_blocked,
    "is on loan": on_loan,
    "is not on loan": not_on_loan,
    "is kept for a hold": kept,
    "is not kept": not_kept,
    "is on its way to": in_transit,
    "is not on its way": not_in_transit,
    "stands at": stands,
    "is waited for by": waiting,
    "was last seen at inventory on": inventoried,
    "is severed from its readers": severed,
    "is not severed from its readers": not_severed,
} | {f"is {status.value.replace('_', ' ')}": _status(status) for status in ItemStatus}


def _at(words: Words) -> str:
    return words.code("the code of a branch") if words.took("at") else ""


def is_open(words: Words) -> Fact:
    """`NORTH is open on 2018-12-15` or `… is closed on …`, with the code of a branch first."""
    code = words.code("the code of a branch")
    value = words.choose({"is open on": True, "is closed on": False}, '"is open on" or "is closed on"')
    return Fact(words.line, About.OPEN, code, value, code, words.day())


def step(about: About) -> Callable[[Words], Fact]:
    """`next open day after 2018-12-15 at MAIN is 2018-12-17`."""

    def read(words: Words) -> Fact:
        day, place = words.day(), _at(words)
        words.need("is")
        return Fact(words.line, about, value=words.day(), branch=place, first=day)

    return read


def open_days(words: Words) -> Fact:
    """`open days from 2018-12-10 to 2018-12-15 are 6`."""
    first = words.day()
    words.need("to")
    last, place = words.day(), _at(words)
    words.need("are")
    return Fact(words.line, About.OPEN_DAYS, value=words.number(), branch=place, first=first, last=last)


def open_days_after(words: Words) -> Fact:
    """`counting 6 open days from 2018-12-10 gives 2018-12-17`."""
    count = words.number()
    words.need("open days from")
    day, place = words.day(), _at(words)
    words.need("gives")
    return Fact(words.line, About.OPEN_DAYS_AFTER, value=words.day(), branch=place, first=day, last=count)


def open_minutes(words: Words) -> Fact:
    """`open minutes from 2020-04-08 14:00 to 2020-04-10 15:00 are 1260`."""
    first = words.moment()
    words.need("to")
    last, place = words.moment(), _at(words)
    words.need("are")
    return Fact(words.line, About.OPEN_MINUTES, value=words.number(), branch=place, first=first, last=last)


def ruled(words: Words) -> Fact:
    """`the rule fine for child dvd at NORTH is 0.10, from row * child *`."""
    name = value_name(words)
    codes = []
    if words.took("for"):
        while words.peek() not in ("at", "is"):
            codes.append(words.code("a category or a kind"))
    place = _at(words)
    words.need("is")
    value = words.clause()
    source = None
    if words.comma():
        if words.took("from the default"):
            source = ("", "", "")
        else:
            words.need("from row")
            source = row(words)
    return Fact(words.line, About.RULE, name, (value, source), place, tuple(codes))


def minutes(words: Words) -> Fact:
    """`a period of 1 month is 44640 minutes`."""
    period = words.period()
    words.need("is")
    count = words.number()
    words.need("minutes")
    return Fact(words.line, About.MINUTES, value=count, first=period)


def age(words: Words) -> Fact:
    """`the mark "FSK 16" means age 16`."""
    text = words.quoted()
    words.need("means age")
    return Fact(words.line, About.AGE, text, words.number())


def note(words: Words) -> Fact:
    """`the note of NORTH on 2026-12-25 is "Christmas"`."""
    code = words.code("the code of a branch")
    words.need("on")
    day = words.day()
    words.need("is")
    return Fact(words.line, About.NOTE, code, words.quoted(), code, day)


PLAIN: dict[str, Callable[[Words], Fact]] = {
    "the branch": is_open,
    "next open day after": step(About.NEXT_OPEN),
    "previous open day before": step(About.PREVIOUS_OPEN),
    "open days from": open_days,
    "counting": open_days_after,
    "open minutes from": open_minutes,
    "the rule": ruled,
    "a period of": minutes,
    "the mark": age,
    "the note of": note,
} | HOLD_FACTS
