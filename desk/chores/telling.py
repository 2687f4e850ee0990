"""What an answer says in the words of the scenarios: to compare with what is expected, and to tell instead."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from desk.chores.holding import said as of_holds
from desk.chores.house import House, mistake
from desk.chores.language.saying import BARE, VALUED
from desk.chores.language.tree import Clause, Refusal, Says
from desk.chores.reader_deeds import SAID as READERS_SAID
from desk.errors import DeskError
from desk.rules.blocks import Block
from desk.rules.money import decimal_text
from desk.rules.overdue import CappedBy, Fine
from desk.rules.vocabulary import Reason
from desk.services.accounts.answers import (
    AlreadyOpen,
    Billed,
    CashMoved,
    Charged,
    DrawerReport,
    Lost,
    Paid,
    ProductSaved,
    Refunded,
    TillClosed,
    TillCounted,
    TillOpened,
    Transferred,
    Voided,
    Waived,
)
from desk.services.administration.calendar import CalendarLoaded
from desk.services.administration.policy import PolicyLoaded
from desk.services.answers import Refused, Thing, Unknown
from desk.services.circulation.answers import (
    Added,
    AlreadyLent,
    AlreadyScanned,
    Backdated,
    Claimed,
    Lent,
    Marked,
    Recalled,
    Renewed,
    Returned,
    Undone,
    Used,
    VisitFinished,
)
from desk.services.circulation.nights import NightReport, NightWork
from desk.services.holds.answers import HoldPlaced

Said = dict[Says, Any]
# What may not go unsaid where anything is said of an answer.
NEVER_UNSAID = (
    Says.FINE,
    Says.CHARGED,
    Says.FORGIVEN,
    Says.SUSPENDED,
    Says.FOR,
    Says.HOLD_FILLED,
    Says.REFUSED,
    Says.NIGHT_LEAVES,
)
DAY_ENDS = time(23, 59)
OF_MONEY = (
    "owe",
    "fee",
    "rental",
    "deposit",
    "too_much",
    "short",
    "waiving",
    "writing",
    "credit",
    "refund",
    "difference",
    "debt",
)
SUMS = frozenset(reason for reason in Reason if any(word in reason for word in OF_MONEY))
KINDS: dict[type, Says] = {
    Lent: Says.LENT,
    Renewed: Says.RENEWED,
    Returned: Says.GOES_TO,
    AlreadyScanned: Says.ALREADY_SCANNED,
    AlreadyLent: Says.ALREADY_LENT,
    Used: Says.USED,
    Undone: Says.UNDONE,
    Backdated: Says.BACKDATED,
    Claimed: Says.CLAIMED,
    Recalled: Says.RECALLED,
    Marked: Says.MARKED,
    Added: Says.ADDED,
    VisitFinished: Says.FINISHED,
    PolicyLoaded: Says.TAKEN,
    CalendarLoaded: Says.TAKEN,
    Paid: Says.PAID,
    Refunded: Says.GIVEN_BACK,
    Transferred: Says.TRANSFERRED,
    Charged: Says.ON_ACCOUNT,
    Lost: Says.LOST,
    Billed: Says.BILLED,
    Voided: Says.VOIDED,
    TillOpened: Says.TILL_OPEN,
    AlreadyOpen: Says.ALREADY_OPEN,
    TillCounted: Says.TILL_COUNTED,
    TillClosed: Says.TILL_CLOSED,
    CashMoved: Says.CASH_MOVED,
    ProductSaved: Says.PRICED,
    DrawerReport: Says.REPORTED,
    **READERS_SAID,
}


MONEY_ANSWERS = frozenset(
    {Paid, Waived, Refunded, Transferred, Charged, Lost, Billed, Voided, TillOpened, TillCounted, TillClosed}
    | {CashMoved, ProductSaved, DrawerReport}
)


def said(answer: Any, house: House) -> Said:
    """All that an answer says."""
    if answer is None:
        return {Says.NOTHING: None}
    found: Said = {}
    kind = KINDS.get(type(answer))
    if kind is not None:
        found[kind] = None
    match answer:
        case Refused():
            found[Says.REFUSED] = tuple(refusal(block, house) for block in answer.blocks)
        case Unknown():
            things = {Thing.CARD: Says.UNKNOWN_CARD, Thing.PRODUCT: Says.NOT_SOLD}
            found[things.get(answer.thing, Says.UNKNOWN_ITEM)] = None
        case Waived():
            found[Says.WRITTEN_OFF if answer.written_off else Says.WAIVED] = None
        case DeskError():
            found[Says.NOT_TAKEN] = mistake(answer)
        case Returned():
            found |= _returned(answer, house)
        case tuple():
            return _nights(answer, house)
    return found | _money(answer, house) | _common(answer, house) | of_holds(answer, house)


MONEY_SAID = {
    "amount": Says.SUM,
    "change": Says.CHANGE,
    "credit": Says.CREDIT,
    "balance": Says.BALANCE,
    "expected": Says.EXPECTED,
    "income": Says.INCOME,
    "payout": Says.PAYOUT,
    "price": Says.PRICE,
    "processing": Says.PROCESSING,
    "transferred": Says.AWAY,
}


def _money(answer: Any, house: House) -> Said:
    """What answers about money say, by the names of their parts."""
    if type(answer) not in MONEY_ANSWERS:
        return {}
    found: Said = {}
    for name, says in MONEY_SAID.items():
        amount = getattr(answer, name, None)
        if isinstance(amount, int):
            found[says] = decimal_text(max(amount, 0) if says is Says.BALANCE else amount, house.head.currency)
    for name, says in (("rounded", Says.ROUNDED), ("difference", Says.DIFFERENCE)):
        amount = getattr(answer, name, 0)
        if amount:
            found[says] = decimal_text(abs(amount), house.head.currency)
    if isinstance(answer, TillClosed):
        found[Says.SHEET] = answer.number
    return found


def _common(answer: Any, house: House) -> Said:
    """What answers of several kinds say alike, by the names of their parts."""
    found: Said = {}
    for name, says in (("due", Says.DUE), ("was_due", Says.WAS_DUE)):
        moment = getattr(answer, name, None)
        if moment is not None:
            found[says] = house.local(moment)
    for name, says in SUMS_SAID.items():
        amount = getattr(answer, name, None)
        if amount:
            found[says] = decimal_text(amount, house.head.currency)
    if getattr(answer, "fine", None) == 0:
        found[Says.NO_FINE] = None
    if getattr(answer, "expires_on", None) is not None:
        found[Says.GOOD_UNTIL] = answer.expires_on
    alerts = getattr(answer, "alerts", ())
    found[Says.TOLD if alerts else Says.NOTHING_TOLD] = tuple(sorted(alert.kind.value for alert in alerts)) or None
    if isinstance(answer, Lent | Renewed | HoldPlaced) and answer.overridden:
        found[Says.LIFTED] = tuple(sorted(reason.value for reason in answer.overridden))
    found |= {says: None for name, says in FLAGS_SAID.items() if getattr(answer, name, False)}
    if isinstance(answer, Renewed) and answer.allowed is not None:
        found[Says.RENEWALS] = (answer.renewals, answer.allowed)
    return found | _why(answer.why if isinstance(answer, Lent | Renewed) else None)


SUMS_SAID = {
    "fine": Says.FINE,
    "was_fine": Says.WAS_FINE,
    "charged": Says.CHARGED,
    "forgiven": Says.FORGIVEN,
}
FLAGS_SAID = {
    "hold_filled": Says.HOLD_FILLED,
    "used": Says.USE_COUNTED,
    "on_site": Says.ON_SITE,
    "final": Says.LAST_TIME,
}


def _why(why: Any) -> Said:
    if why is None:
        return {}
    found: Said = {Says.SKIPPED: tuple(why.skipped)}
    if why.period:
        found[Says.PERIOD] = why.period
    if not why.rule.default:
        found[Says.ROW] = (why.rule.branch, why.rule.category, why.rule.item_type)
    if why.cut_to_expiry:
        found[Says.CUT] = None
    if why.special:
        found[Says.BY_HAND] = None
    return found


def _returned(answer: Returned, house: House) -> Said:
    found: Said = {Says.GOES_TO: (answer.to.value, _code(answer.branch, house))}
    if answer.hold is not None:
        found[Says.FOR] = house.names.get(answer.hold.patron.card, answer.hold.patron.name)
        if answer.hold.until is not None:
            found[Says.UNTIL] = answer.hold.until
    if not answer.was_out:
        found[Says.NOT_ON_LOAN] = None
        found |= {} if answer.used else {Says.USE_NOT_COUNTED: None}
    found |= _lateness(answer.reckoned or Fine())
    return found | ({Says.SUSPENDED: answer.suspended_until} if answer.suspended_until is not None else {})


def _lateness(reckoned: Fine) -> Said:
    found: Said = {}
    if reckoned.late:
        unit = "minute" if reckoned.in_minutes else "day"
        found[Says.LATE] = f"{reckoned.late} {unit}{'' if reckoned.late == 1 else 's'}"
    if reckoned.in_grace:
        found[Says.IN_GRACE] = None
    if reckoned.capped_by is not CappedBy.NOTHING:
        found[Says.CAPPED] = reckoned.capped_by.value
    return found


def _nights(reports: tuple[NightReport, ...], house: House) -> Said:
    """The work of all nights that were done, together."""
    renewed = [house.names[item] for report in reports for item in report.renewed]
    left = {house.names[each.item]: each.reasons for report in reports for each in report.refused}
    found: Said = {Says.NIGHTS: len(reports), Says.NIGHT_RENEWS: tuple(sorted(renewed))}
    if left:
        found[Says.NIGHT_LEAVES] = {name: tuple(sorted(map(str, reasons))) for name, reasons in left.items()}
    expired = sum(each.count for report in reports for each in report.others if each.work is NightWork.EXPIRED)
    found[Says.NIGHT_EXPIRES] = expired
    return found | {Says.NIGHT_RESHELVES: sum(report.reshelved for report in reports)}


def _code(name: str, house: House) -> str:
    return next((code for code, known in house.head.branches if known == name), name)


def refusal(block: Block, house: House) -> Refusal:
    """A block as a scenario says it."""
    fact, currency = block.fact, house.head.currency
    money = block.reason in SUMS
    amount, limit = (
        "" if number is None else decimal_text(number, currency) if money else str(number)
        for number in (fact.amount, fact.limit)
    )
    return Refusal(block.reason.value, amount, limit, fact.day, _code(fact.name, house))


# Comparing


def untrue(clauses: Sequence[Clause], answer: Any, house: House) -> bool:
    """Whether the answer does not say one of these."""
    here = said(answer, house)
    return not all(_is_said(clause, here) for clause in clauses)


def unsaid(clauses: Sequence[Clause], answer: Any, house: House) -> str:
    """What the answer says that may not go unsaid, in words; where nothing is expected, anything may."""
    here, named = said(answer, house), {clause.says for clause in clauses}
    left = [Clause(says, here[says]) for says in NEVER_UNSAID if says in here and says not in named]
    return ", ".join(map(clause_text, left)) if clauses else ""


def _is_said(clause: Clause, here: Said) -> bool:
    if clause.says not in here:
        return False
    wanted, found = clause.value, here[clause.says]
    match clause.says:
        case Says.REFUSED:
            return same_refusals(wanted, found)
        case Says.DUE | Says.WAS_DUE:
            return same_moment(wanted, found)
        case Says.GOES_TO:
            return bool(wanted[1] == found[1] if wanted[1] else wanted[0] == found[0])
        case Says.TOLD | Says.LIFTED:
            return bool(tuple(sorted(wanted)) == found)
        case Says.NIGHT_LEAVES:
            return bool(found.get(wanted[0]) == tuple(sorted(wanted[1])))
        case Says.NOT_TAKEN:
            return bool(wanted in found)
        case _:
            return bool(wanted == found)


def same_moment(wanted: date, found: datetime) -> bool:
    """A day alone means its end; a time without seconds means that minute."""
    if not isinstance(wanted, datetime):
        return found.replace(second=0, microsecond=0) == datetime.combine(wanted, DAY_ENDS)
    return bool(wanted == found.replace(microsecond=0, second=found.second if wanted.second else 0))


def same_refusals(wanted: tuple[Refusal, ...], found: tuple[Refusal, ...]) -> bool:
    """All reasons and no other; each with the figures that were given."""
    left = list(found)
    for each in wanted:
        fitting = next((other for other in left if _fits(each, other)), None)
        if fitting is None:
            return False
        left.remove(fitting)
    return not left


def _fits(wanted: Refusal, found: Refusal) -> bool:
    if wanted.reason != found.reason:
        return False
    figures = ("amount", "limit", "day", "name")
    return all(getattr(wanted, name) in ("", None, getattr(found, name)) for name in figures)


# In words


# The words of each clause are those that the language reads.
PHRASES = {says: phrase for phrase, says in BARE.items()} | {says: phrase for phrase, (says, _read) in VALUED.items()}
COLON = frozenset({Says.REFUSED, Says.TOLD, Says.LIFTED, Says.NOT_TAKEN})
# Who asked for the one is told of the other too.
OPPOSITE = {Says.TOLD: Says.NOTHING_TOLD, Says.FINE: Says.NO_FINE}


def in_words(answer: Any, house: House, asked: Sequence[Clause] = ()) -> str:
    """An answer as a scenario would say it; what is usual is told only where it was asked for."""
    here = said(answer, house)
    quiet = {Says.NOTHING_TOLD, Says.NO_FINE, Says.SKIPPED} if len(here) > 1 else set()
    if isinstance(answer, Returned):
        quiet |= {Says.DUE, Says.USE_NOT_COUNTED}
    quiet -= {says for clause in asked for says in (clause.says, OPPOSITE.get(clause.says))}
    return ", ".join(clause_text(Clause(says, value)) for says, value in here.items() if says not in quiet)


def clause_text(clause: Clause) -> str:
    """One clause in the words of the language."""
    value, says = clause.value, clause.says
    if says is Says.NIGHT_LEAVES:
        left = value.items() if isinstance(value, dict) else [value]
        return ", ".join(f"leaves {name}: {_value(reasons)}" for name, reasons in left)
    return f"{PHRASES[says]}{':' if says in COLON else ''} {_clause_value(says, value)}".strip()


def _clause_value(says: Says, value: Any) -> str:
    match says:
        case Says.REFUSED:
            return "; ".join(map(refusal_text, value))
        case Says.GOES_TO:
            return str(value[1]) if value[1] else _spoken(value[0])
        case Says.NOT_TAKEN:
            return f'"{value}"'
        case Says.ROW:
            return " ".join(value)
        case Says.RENEWALS | Says.IN_LINE:
            return f"{value[0]} of {value[1]}"
    return _value(value)


def refusal_text(refusal: Refusal) -> str:
    """A reason with its figures."""
    parts = [_spoken(refusal.reason), refusal.amount]
    parts += [f"of {refusal.limit}"] if refusal.limit else []
    parts += [f"on {refusal.day}"] if refusal.day is not None else []
    parts += [f'"{refusal.name}"'] if refusal.name else []
    return " ".join(part for part in parts if part)


def _value(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M")
        case tuple():
            return " and ".join(_spoken(str(each)) for each in value) or "nothing"
    return str(value)


def _spoken(word: str) -> str:
    return word.replace("_", " ")
