"""The values of the loan rules as a librarian reads them: label, group, how each is written, and its words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from desk.i18n import _, format_money, ngettext
from desk.rules.money import minor_units
from desk.rules.periods import Unit, parse_period
from desk.rules.values import LISTS, MAY_BE_NONE, MAY_BE_UNLIMITED, NONE, UNLIMITED, VALUES, read_value


class Group(StrEnum):
    """The parts in which the rules are shown."""

    LOAN = "loan"
    RENEWING = "renewing"
    LIMITS = "limits"
    FINES = "fines"
    SUSPENSION = "suspension"
    HOLDS = "holds"
    RETURNS = "returns"
    CHARGES = "charges"
    PEOPLE = "people"
    LOST = "lost"


class Form(StrEnum):
    """How a value is written."""

    PERIOD = "period"
    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    YES_NO = "yes_no"
    WORD = "word"
    TEXT = "text"


Said = Callable[[], str]


@dataclass(frozen=True, slots=True)
class RuleWord:
    """One value: where it is shown, what it is called, how it is written, and an example of it."""

    group: Group
    label: Said
    form: Form
    example: Said | None = None


def group_words(group: Group) -> str:
    """The heading of a part."""
    return {
        Group.LOAN: _("Loan and due date"),
        Group.RENEWING: _("Renewing"),
        Group.LIMITS: _("Limits"),
        Group.FINES: _("Fines"),
        Group.SUSPENSION: _("Suspension"),
        Group.HOLDS: _("Holds"),
        Group.RETURNS: _("Returns"),
        Group.CHARGES: _("Charges"),
        Group.PEOPLE: _("Readers"),
        Group.LOST: _("Lost items"),
    }[group]


L, R, M, F, S, H, B, C, P, G = Group
PERIOD, MONEY, COUNT, PERCENT, YES_NO, WORD, TEXT = Form

WORDS: dict[str, RuleWord] = {
    "loan": RuleWord(L, lambda: _("Loan"), TEXT, lambda: _("21 days, 4 hours, 1 month, or never")),
    "calendar": RuleWord(L, lambda: _("A due date on a closed day"), WORD),
    "after_hours": RuleWord(L, lambda: _("A loan of hours that ends after closing"), WORD),
    "due_time": RuleWord(L, lambda: _("Due at what time of day"), WORD),
    "until_expiry": RuleWord(L, lambda: _("Due at the latest when the card expires"), YES_NO),
    "hard_due": RuleWord(L, lambda: _("Fixed due date"), TEXT, lambda: _("2026-06-30")),
    "hard_due_is": RuleWord(L, lambda: _("The fixed due date is"), WORD),
    "terms": RuleWord(L, lambda: _("Terms"), TEXT, lambda: _("2026-01-01..2026-06-30 due 2026-06-30; …")),
    "terms_are": RuleWord(L, lambda: _("The end of a term is"), WORD),
    "high_demand_holds": RuleWord(L, lambda: _("Shorter loans from so many holds"), COUNT),
    "high_demand_counts": RuleWord(L, lambda: _("Which holds count for that"), WORD),
    "high_demand_loan": RuleWord(L, lambda: _("Shorter loan"), PERIOD),
    "recall_minimum": RuleWord(L, lambda: _("Loan that a recall leaves at least"), PERIOD),
    "recall_interval": RuleWord(L, lambda: _("Time to bring a recalled item back"), PERIOD),
    "renewals": RuleWord(R, lambda: _("Renewals"), COUNT),
    "renewals_unseen": RuleWord(R, lambda: _("Renewals without seeing the item"), COUNT),
    "renewal": RuleWord(R, lambda: _("Length of a renewal"), PERIOD),
    "renew_from": RuleWord(R, lambda: _("A renewal counts from"), WORD),
    "renew_not_before": RuleWord(R, lambda: _("Not sooner before the due date than"), PERIOD),
    "renew_not_before_is": RuleWord(R, lambda: _("Sooner is reckoned by"), WORD),
    "renew_overdue": RuleWord(R, lambda: _("When something is overdue"), WORD),
    "renew_held": RuleWord(R, lambda: _("When somebody waits for it"), WORD),
    "renew_expired": RuleWord(R, lambda: _("Readers whose card has expired may renew"), YES_NO),
    "auto_renew": RuleWord(R, lambda: _("Renewed by itself"), YES_NO),
    "auto_renew_for": RuleWord(R, lambda: _("Renewed by itself for at most"), PERIOD),
    "auto_renew_debt_limit": RuleWord(R, lambda: _("Renewed by itself while the reader owes at most"), MONEY),
    "loans": RuleWord(M, lambda: _("Loans at a time"), COUNT),
    "loans_of_type": RuleWord(M, lambda: _("Loans of this kind at a time"), COUNT),
    "loans_here": RuleWord(M, lambda: _("Loans of this branch at a time"), COUNT),
    "on_site_loans": RuleWord(M, lambda: _("Loans for use in the library"), COUNT),
    "on_site_apart": RuleWord(M, lambda: _("Those count apart from other loans"), YES_NO),
    "on_site_switch": RuleWord(M, lambda: _("What is used here may be scanned again to go home"), YES_NO),
    "location_limits": RuleWord(M, lambda: _("Loans by shelving location"), TEXT, lambda: _("games: 2, dvd+new: 3")),
    "debt_limit": RuleWord(M, lambda: _("May borrow while owing at most"), MONEY),
    "debt_warning": RuleWord(M, lambda: _("The desk is told from a debt of more than"), MONEY),
    "guarantees_debt_limit": RuleWord(M, lambda: _("… and those they stand in for at most"), MONEY),
    "family_debt_limit": RuleWord(M, lambda: _("… and the whole family at most"), MONEY),
    "overdue_limit": RuleWord(M, lambda: _("Overdue items before lending stops"), COUNT),
    "overdues_are": RuleWord(M, lambda: _("Overdue items then"), WORD),
    "lost_limit": RuleWord(M, lambda: _("Lost items before lending stops"), COUNT),
    "claims_limit": RuleWord(M, lambda: _("Claims before lending stops"), COUNT),
    "membership_fee_blocks": RuleWord(M, lambda: _("An unpaid membership fee stops lending"), YES_NO),
    "age_limit": RuleWord(M, lambda: _("Age marks are kept to"), YES_NO),
    "fine": RuleWord(F, lambda: _("Fine"), MONEY),
    "fine_every": RuleWord(F, lambda: _("For every"), PERIOD),
    "fine_charge_at": RuleWord(F, lambda: _("Charged at its"), WORD),
    "fine_bands": RuleWord(F, lambda: _("Fine in steps"), TEXT, lambda: _("2-3: 0.10, 5+: 0.50")),
    "fine_counts": RuleWord(F, lambda: _("Lateness is counted in"), WORD),
    "grace": RuleWord(F, lambda: _("Grace"), PERIOD),
    "grace_counts": RuleWord(F, lambda: _("Once the grace is over"), WORD),
    "fine_closed": RuleWord(F, lambda: _("While the library is closed"), WORD),
    "fine_cap": RuleWord(F, lambda: _("Most for one loan"), MONEY),
    "fine_cap_at_price": RuleWord(F, lambda: _("Never more than the item's price"), YES_NO),
    "fine_cap_whole": RuleWord(F, lambda: _("The most counts over all renewals"), YES_NO),
    "recall_fine": RuleWord(F, lambda: _("Fine for a recalled item"), MONEY),
    "recall_fine_every": RuleWord(F, lambda: _("Recalled: for every"), PERIOD),
    "recall_fine_cap": RuleWord(F, lambda: _("Recalled: most for one loan"), MONEY),
    "recall_ignores_grace": RuleWord(F, lambda: _("Recalled: no grace"), YES_NO),
    "suspension_days": RuleWord(S, lambda: _("Days without borrowing"), COUNT),
    "suspension_every": RuleWord(S, lambda: _("For every"), PERIOD),
    "suspension_cap": RuleWord(S, lambda: _("Most days for one loan"), COUNT),
    "suspension_cumulative": RuleWord(S, lambda: _("Suspensions follow each other"), YES_NO),
    "suspension_skips_closed": RuleWord(S, lambda: _("Closed days are not counted"), YES_NO),
    "shelf_days": RuleWord(H, lambda: _("Days on the hold shelf"), COUNT),
    "shelf_skips_closed": RuleWord(H, lambda: _("Closed days on the shelf are not counted"), YES_NO),
    "shelf_time": RuleWord(H, lambda: _("Or a time on the hold shelf"), PERIOD),
    "holdable": RuleWord(H, lambda: _("Can be waited for"), YES_NO),
    "hold_damaged": RuleWord(H, lambda: _("Also when it is damaged"), YES_NO),
    "pickup": RuleWord(H, lambda: _("Holds are picked up here"), YES_NO),
    "holds": RuleWord(H, lambda: _("Holds at once"), COUNT),
    "holds_of_title": RuleWord(H, lambda: _("Holds on one title"), COUNT),
    "holds_a_day": RuleWord(H, lambda: _("Holds placed on one day"), COUNT),
    "holds_here": RuleWord(H, lambda: _("Holds picked up at one branch"), COUNT),
    "hold_debt_limit": RuleWord(H, lambda: _("No holds above a debt of"), MONEY),
    "hold_on_shelf": RuleWord(H, lambda: _("While copies are on the shelf"), WORD),
    "hold_fill": RuleWord(H, lambda: _("A hold is filled by"), WORD),
    "hold_order": RuleWord(H, lambda: _("Who comes first"), WORD),
    "hold_protects": RuleWord(H, lambda: _("A new item stays at home for"), PERIOD),
    "hold_skips_closed": RuleWord(H, lambda: _("Closed branches are not asked"), YES_NO),
    "no_transfer_to": RuleWord(H, lambda: _("Is not sent to"), TEXT, lambda: _("branch codes")),
    "hold_expiry": RuleWord(H, lambda: _("A hold waits for"), PERIOD),
    "hold_expires_open_days": RuleWord(H, lambda: _("Holds run out on open days only"), YES_NO),
    "hold_expiry_charge": RuleWord(H, lambda: _("Charge for a hold not fetched"), MONEY),
    "return_to": RuleWord(B, lambda: _("May be returned at"), WORD),
    "returns_to": RuleWord(B, lambda: _("A returned item goes to"), WORD),
    "reshelving": RuleWord(B, lambda: _("Time until it is back on its shelf"), PERIOD),
    "processed_to": RuleWord(B, lambda: _("An item out of processing goes to"), WORD),
    "floats": RuleWord(B, lambda: _("Stays where it is returned"), TEXT, lambda: _("no, yes, manual, or branch codes")),
    "counts_use": RuleWord(B, lambda: _("A return without a loan counts as use"), YES_NO),
    "forget_after": RuleWord(B, lambda: _("Days until a returned loan forgets its reader"), COUNT),
    "claim_found": RuleWord(B, lambda: _("A claimed item that is found"), WORD),
    "lost_return": RuleWord(B, lambda: _("A lost item that comes back"), WORD),
    "withdrawn_return": RuleWord(B, lambda: _("A withdrawn item that comes back"), WORD),
    "rental": RuleWord(C, lambda: _("Rental"), MONEY),
    "rental_every": RuleWord(C, lambda: _("For every"), PERIOD),
    "rental_closed": RuleWord(C, lambda: _("Closed days of a rental"), WORD),
    "rental_discount": RuleWord(C, lambda: _("Discount on rentals"), PERCENT),
    "deposit": RuleWord(C, lambda: _("Deposit"), MONEY),
    "membership": RuleWord(P, lambda: _("A card is good for"), PERIOD),
    "membership_until": RuleWord(P, lambda: _("… or until a fixed day"), TEXT, lambda: _("2026-12-31")),
    "membership_from": RuleWord(P, lambda: _("A card is renewed from"), WORD),
    "expiry_warning": RuleWord(P, lambda: _("Days of warning before a card expires"), COUNT),
    "membership_fee": RuleWord(P, lambda: _("Membership fee"), MONEY),
    "membership_fee_on_change": RuleWord(P, lambda: _("… also when the category changes"), YES_NO),
    "card_fee": RuleWord(P, lambda: _("Fee for another card"), MONEY),
    "guarantor_below": RuleWord(P, lambda: _("A guarantor is needed below the age of"), COUNT),
    "adult_at": RuleWord(P, lambda: _("Changes its category at the age of"), COUNT),
    "adult_category": RuleWord(P, lambda: _("… into the category"), TEXT, lambda: _("the code of a category")),
    "cash_rounding": RuleWord(C, lambda: _("Smallest sum in coins"), MONEY),
    "till_tolerance": RuleWord(C, lambda: _("A count may differ by at most"), MONEY),
    "lost_after": RuleWord(G, lambda: _("Counts as lost when overdue for"), PERIOD),
    "lost_price": RuleWord(G, lambda: _("Price of an item that has none"), MONEY),
    "lost_processing": RuleWord(G, lambda: _("Processing fee"), MONEY),
    "lost_overdue": RuleWord(G, lambda: _("The fine until then"), WORD),
    "lost_back": RuleWord(G, lambda: _("It comes back: the bill"), WORD),
    "lost_back_processing": RuleWord(G, lambda: _("It comes back: the processing fee"), WORD),
    "lost_back_overdue": RuleWord(G, lambda: _("It comes back: the fine"), WORD),
    "lost_back_within": RuleWord(G, lambda: _("Taken back only within"), PERIOD),
    "lost_back_paid_within": RuleWord(G, lambda: _("What was paid is given back only within"), PERIOD),
    "credit_lost": RuleWord(G, lambda: _("A paid bill may become a credit"), YES_NO),
    "credit_overdue": RuleWord(G, lambda: _("A paid fine may become a credit"), YES_NO),
    "credit_within": RuleWord(G, lambda: _("… always when paid within"), PERIOD),
}

CHOICES: dict[str, Callable[[], dict[str, str]]] = {
    "calendar": lambda: {
        "days": _("stays there"),
        "datedue": _("moves to the next open day"),
        "dayweek": _("moves by whole weeks"),
        "previous": _("moves to the open day before"),
        "calendar": _("only open days are counted"),
    },
    "after_hours": lambda: {
        "close": _("ends at closing"),
        "open": _("ends at the next opening"),
        "keep": _("ends when its time is up"),
    },
    "due_time": lambda: {"end_of_day": _("end of the day"), "same_time": _("the time it was lent")},
    "hard_due_is": lambda: {
        "at_latest": _("the latest"),
        "exactly": _("exactly the due date"),
        "at_earliest": _("the earliest"),
    },
    "terms_are": lambda: {"latest": _("the latest due date"), "exact": _("exactly the due date")},
    "high_demand_counts": lambda: {"static": _("all holds"), "dynamic": _("holds beyond the copies there are")},
    "renew_from": lambda: {"today": _("today"), "due": _("the due date")},
    "renew_not_before_is": lambda: {"day": _("the day"), "minute": _("the minute")},
    "renew_overdue": lambda: {
        "allow": _("may be renewed"),
        "block_item": _("the overdue item may not"),
        "block_all": _("nothing may be renewed"),
    },
    "renew_held": lambda: {
        "free_copy": _("if another copy is free"),
        "never": _("never renewed"),
        "always": _("renewed all the same"),
    },
    "overdues_are": lambda: {"block": _("stop lending"), "ask": _("are asked about")},
    "fine_charge_at": lambda: {"start": _("beginning"), "end": _("end")},
    "fine_counts": lambda: {"days": _("days"), "minutes": _("minutes")},
    "grace_counts": lambda: {"whole": _("the whole time counts"), "deducted": _("the grace is taken off")},
    "fine_closed": lambda: {
        "skip": _("nothing is added"),
        "count": _("the fine goes on"),
        "skip_intervals": _("intervals that end on a closed day are left out"),
    },
    "return_to": lambda: {
        "anywhere": _("any branch"),
        "home": _("its home branch"),
        "holding": _("the branch that lent it"),
        "home_or_holding": _("its home or the branch that lent it"),
    },
    "returns_to": lambda: {"shelf": _("its shelf"), "cart": _("the cart")},
    "processed_to": lambda: {"processing": _("processing"), "cart": _("the cart"), "shelf": _("its shelf")},
    "claim_found": lambda: {
        "ask": _("the desk asks who had it"),
        "library": _("the library had it"),
        "patron": _("the reader had it"),
    },
    "lost_return": lambda: {"take": _("is taken back"), "ask": _("is asked about"), "refuse": _("is refused")},
    "withdrawn_return": lambda: {"take": _("is taken back"), "ask": _("is asked about"), "refuse": _("is refused")},
    "hold_on_shelf": lambda: {
        "yes": _("a hold is taken"),
        "any_out": _("a hold is taken once any is out"),
        "all_out": _("a hold is taken once all are out"),
    },
    "hold_fill": lambda: {
        "any": _("any item"),
        "home": _("items of the pickup branch"),
        "holding": _("items that are at the pickup branch"),
    },
    "hold_order": lambda: {
        "first_come": _("who asked first"),
        "pickup_here": _("who picks it up where it is"),
        "pickup_home": _("who picks it up where it belongs"),
        "readers_here": _("readers of the branch where it is"),
        "readers_home": _("readers of its own branch"),
    },
    "membership_from": lambda: {
        "expiry": _("the day it expires"),
        "today": _("today"),
        "later": _("the later of the two"),
    },
    "lost_overdue": lambda: {"keep": _("is owed too"), "forgive": _("is let off")},
    "lost_back": lambda: {
        "refund": _("is taken back, paid or not"),
        "refund_unpaid": _("is taken back as far as it is unpaid"),
        "keep": _("stands"),
    },
    "lost_back_processing": lambda: {
        "refund": _("is taken back, paid or not"),
        "refund_unpaid": _("is taken back as far as it is unpaid"),
        "keep": _("stands"),
    },
    "lost_back_overdue": lambda: {
        "keep": _("stays as it is"),
        "restore": _("is owed again if it was let off"),
        "charge": _("is reckoned up to the return"),
    },
    "rental_closed": lambda: {"skip": _("cost nothing"), "count": _("cost as others")},
}

UNITS: Mapping[Unit, Callable[[int], str]] = {
    Unit.MINUTE: lambda n: ngettext("{count} minute", "{count} minutes", n),
    Unit.HOUR: lambda n: ngettext("{count} hour", "{count} hours", n),
    Unit.DAY: lambda n: ngettext("{count} day", "{count} days", n),
    Unit.WEEK: lambda n: ngettext("{count} week", "{count} weeks", n),
    Unit.MONTH: lambda n: ngettext("{count} month", "{count} months", n),
    Unit.YEAR: lambda n: ngettext("{count} year", "{count} years", n),
}


def rule_names(group: Group) -> tuple[str, ...]:
    """The values of one part, in the order in which they are shown."""
    return tuple(name for name, word in WORDS.items() if word.group is group and name in VALUES)


def rule_label(name: str) -> str:
    """What a value is called; whose rules hold stands over all of them."""
    wide = {"loan_rules_of": _("Rules that hold for a loan"), "return_rules_of": _("Rules that hold for a return")}
    return WORDS[name].label() if name in WORDS else wide.get(name, name)


# Labels that lean on the one above them, as they are said where they stand alone.
ALONE: dict[str, Said] = {
    "lost_overdue": lambda: _("The fine of an item that is lost"),
    "lost_processing": lambda: _("Processing fee for a lost item"),
    "lost_price": lambda: _("Price of a lost item that has none"),
    "lost_back": lambda: _("The bill for a lost item that comes back"),
    "lost_back_processing": lambda: _("The processing fee for a lost item that comes back"),
    "lost_back_overdue": lambda: _("The fine for a lost item that comes back"),
    "lost_back_within": lambda: _("A bill for a lost item is taken back only within"),
    "lost_back_paid_within": lambda: _("What was paid for a lost item is given back only within"),
    "credit_within": lambda: _("A payment may always become a credit within"),
    "guarantees_debt_limit": lambda: _("May borrow while those they stand in for owe at most"),
    "family_debt_limit": lambda: _("May borrow while the whole family owes at most"),
    "on_site_apart": lambda: _("Loans for use in the library count apart"),
    "on_site_switch": lambda: _("What is used in the library may be scanned again to go home"),
    "overdues_are": lambda: _("What too many overdue items do"),
    "high_demand_counts": lambda: _("Which holds make loans shorter"),
    "fine_every": lambda: _("A fine for every"),
    "fine_charge_at": lambda: _("When a fine is charged"),
    "fine_cap": lambda: _("Highest fine for one loan"),
    "fine_cap_at_price": lambda: _("A fine is never more than the item's price"),
    "fine_cap_whole": lambda: _("The highest fine counts over all renewals"),
    "fine_closed": lambda: _("Fines while the library is closed"),
    "grace": lambda: _("Days of grace before a fine"),
    "recall_fine_every": lambda: _("A fine for a recalled item, for every"),
    "recall_fine_cap": lambda: _("Highest fine for a recalled item"),
    "recall_ignores_grace": lambda: _("No grace for a recalled item"),
    "suspension_every": lambda: _("Days without borrowing, for every"),
    "suspension_cap": lambda: _("Most days without borrowing for one loan"),
    "suspension_skips_closed": lambda: _("Closed days do not count as days without borrowing"),
    "rental_every": lambda: _("A rental for every"),
    "renew_overdue": lambda: _("Renewing when something is overdue"),
    "membership_until": lambda: _("A card is good until a fixed day"),
    "membership_fee_on_change": lambda: _("Membership fee when the category changes"),
    "adult_category": lambda: _("Category that grown-up children get"),
    "renew_held": lambda: _("Renewing when somebody waits for it"),
    "renew_not_before": lambda: _("Renewed not sooner before the due date than"),
    "renew_not_before_is": lambda: _("How the soonest renewal is reckoned"),
}


def value_alone(name: str) -> str:
    """What a value is called where its neighbours are not seen."""
    return ALONE[name]() if name in ALONE else rule_label(name)


def choices(name: str) -> dict[str, str]:
    """The words that a value can have, and what they mean; none for one that is written freely."""
    if WORDS[name].form is Form.YES_NO:
        return {"yes": _("yes"), "no": _("no")}
    return CHOICES[name]() if name in CHOICES else {}


def whose_words() -> dict[str, str]:
    """Whose branch's rules can hold."""
    return {
        "desk": _("of the branch of the desk"),
        "home": _("of the item's home branch"),
        "patron": _("of the reader's branch"),
        "holding": _("of the branch that lent it"),
    }


def period_words(text: str) -> str:
    """ "21 days" as it is said here."""
    period = parse_period(text)
    return UNITS[period.unit](period.length).format(count=period.length)


def as_written(name: str, typed: str) -> str:
    """What somebody typed in their own words, as rules are written: "21 días" is "21 days", "ninguno" is "none".

    What is written already, or cannot be read, stays as it is.
    """
    words = typed.strip()
    own = {_("none").casefold(): NONE, _("unlimited").casefold(): UNLIMITED, _("never lent").casefold(): "never"}
    if words.casefold() in own:
        return own[words.casefold()]
    if name in WORDS and WORDS[name].form is Form.MONEY:
        return words.replace(",", ".") if words.count(",") == 1 and "." not in words else words
    number = words.split()[0] if words[:1].isdecimal() else ""
    if number.isdecimal():
        for unit, said in UNITS.items():
            if said(int(number)).format(count=number).casefold() == words.casefold():
                return f"{number} {unit}{'' if int(number) == 1 else 's'}"
    return words


def as_said(name: str, value: str) -> str:
    """The other way round: a length of time or "none" as somebody here types it; anything else as it is written."""
    own = {NONE: _("none"), UNLIMITED: _("unlimited"), "never": _("never lent")}
    try:
        words = own.get(value) or period_words(value)
    except ValueError:
        return value
    return words if as_written(name, words) == value else value


def value_words(name: str, value: str, currency: str) -> str:
    """A value as it is shown: a sum with its sign, a length of time in words. What cannot be read stays as it is."""
    if name not in WORDS:
        return whose_words().get(value, value)
    if value == UNLIMITED and name in MAY_BE_UNLIMITED:
        return _("unlimited")
    if value == NONE and (name in MAY_BE_NONE or name in LISTS):
        return _("none")
    known = choices(name)
    if value in known:
        return known[value]
    try:
        return _written(WORDS[name].form, value, currency)
    except ValueError:
        return value


def _written(form: Form, value: str, currency: str) -> str:
    if form is Form.MONEY:
        return format_money(minor_units(value, currency), currency)
    if form is Form.PERCENT:
        return _("{percent} %").format(percent=value)
    if form is Form.PERIOD or (form is Form.TEXT and value[:1].isdecimal()):
        return period_words(value)
    return _("never lent") if value == "never" else value


def default_words(name: str, currency: str) -> str:
    """What holds where no row says anything."""
    value = VALUES[name][1]
    if value is None and (WORDS[name].group is Group.LIMITS or name.endswith(("_cap", "_limit", "_unseen"))):
        return _("no limit")
    if value is None or value == ():
        return _("none")
    if WORDS[name].form is Form.MONEY:
        return format_money(int(value), currency)
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return value_words(name, text, currency)


def example_words(name: str) -> str:
    """How a value is written, for an empty box."""
    word = WORDS[name]
    examples = {
        Form.PERIOD: _("2 days, 4 hours"),
        Form.MONEY: _("0.50"),
        Form.COUNT: _("a number"),
        Form.PERCENT: _("a number from 0 to 100"),
    }
    example = word.example() if word.example is not None else examples.get(word.form, "")
    if name in MAY_BE_UNLIMITED:
        return _("{example}, or unlimited").format(example=example)
    return _("{example}, or none").format(example=example) if name in MAY_BE_NONE | LISTS else example


def rule_trouble(name: str, value: str, currency: str) -> str:
    """What is wrong with a value, in one sentence; nothing when it can be read."""
    try:
        read_value(name, value, currency)
    except ValueError:
        return _("This cannot be read. Write it like this: {example}.").format(example=example_words(name))
    return ""
