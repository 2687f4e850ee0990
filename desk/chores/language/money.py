"""The lines about money: what a reader pays, is charged and let off, what the till does, what is sold."""

from collections.abc import Callable

from desk.chores.language.tree import Action, Deed, How
from desk.chores.language.words import Words
from desk.rules.vocabulary import ChargeKind

KINDS = {kind.value.replace("_", " "): kind.value for kind in ChargeKind}
METHODS = {
    "in cash": "cash",
    "by card": "card",
    "by cheque": "cheque",
    "otherwise": "other",
    "from the account": "credit",
}
# What may stand behind an amount, and whether it is followed by a text, a sum or nothing.
SWITCHES = {"evenly": "evenly", "keeping the rest": "keep", "early": "early"}


def _sum(words: Words) -> str:
    """A sum, or what is no sum at all: the desk is asked, and has to answer."""
    return words.money() if words.peek()[:1].isdigit() else ""


def _act(words: Words, act: str, who: str = "", what: str = "", **first: str) -> Action:
    """All that is said behind the verb."""
    more = {"act": act, **first}
    branch = ""
    while not words.over():
        words.comma()
        method, switch = words.chosen(METHODS), words.chosen(SWITCHES)
        if method is not None:
            more["method"] = method
        elif switch is not None:
            more[switch] = "yes"
        elif words.took("given"):
            more["given"] = words.money()
        elif words.took("because"):
            more["why"] = words.quoted()
        elif words.took("of what is"):
            more["kinds"] = ", ".join(filter(None, (more.get("kinds", ""), words.choose(KINDS, "a kind of charge"))))
        elif words.took("for"):
            more["kind"] = words.choose(KINDS, "a kind of charge such as printing, damage")
        elif words.took("at"):
            branch = words.code("the code of a branch")
        elif words.is_quoted():
            more["note"] = words.quoted()
        else:
            raise words.unreadable('"given", "because", "for", "by card"', among=(*METHODS, *SWITCHES))
    return Action(words.line, Deed.MONEY, who, what, How(branch=branch, more=tuple(more.items())))


def _of_reader(act: str) -> Callable[[Words, str], Action]:
    return lambda words, who: _act(words, act, who, amount=_sum(words))


def passes(words: Words, who: str) -> Action:
    """`Anna passes 2.00 to Bert`, or to an agency in quotation marks."""
    amount = _sum(words)
    words.need("to")
    if words.is_quoted():
        return _act(words, "transfer", who, amount=amount, agency=words.quoted())
    return _act(words, "transfer", who, words.name("a reader's name"), amount=amount)


def lost(words: Words, what: str) -> Action:
    """`Walden is declared lost`, with a price or by its own."""
    return _act(words, "lose", what=what, amount=_sum(words))


def billed(words: Words, what: str) -> Action:
    """`Walden is billed 3.00 for pieces "a knight"`."""
    return _act(words, "bill", what=what, amount=_sum(words))


MONEY_VERBS: dict[str, Callable[[Words, str], Action]] = {
    "pays": _of_reader("pay"),
    "is charged": _of_reader("charge"),
    "is waived": _of_reader("waive"),
    "is written off": _of_reader("write off"),
    "is given back": _of_reader("refund"),
    "is given a credit of": _of_reader("credit"),
    "passes": passes,
    "is declared lost": lost,
    "is billed": billed,
}


def opened(words: Words) -> Action:
    """`the till is opened with 50.00`."""
    amount = words.money() if words.took("with") else ""
    return _act(words, "open till", amount=amount)


def counted(words: Words) -> Action:
    """`the till is counted 12.50`."""
    return _act(words, "count till", amount=_sum(words))


def sold(words: Words) -> Action:
    """`sale of 2 bag, given 10.00`: something that has a price."""
    count = str(words.number())
    return _act(words, "sell", count=count, code=words.code("the code of what is sold"))


def priced(words: Words) -> Action:
    """`the price of bag is 3.50, 3 in stock`."""
    code = words.code("the code of what is sold")
    words.need("is")
    amount = words.money()
    stock = ""
    if words.comma():
        stock = str(words.number())
        words.need("in stock")
    return _act(words, "price", code=code, amount=amount, stock=stock)


def _of_drawer(act: str) -> Callable[[Words], Action]:
    return lambda words: _act(words, act, amount=_sum(words))


def plain(act: str) -> Callable[[Words], Action]:
    """A line that is its own words."""
    return lambda words: _act(words, act)


def reported(words: Words) -> Action:
    """`the drawer report of today`."""
    return _act(words, "report")


MONEY_DEEDS: dict[str, Callable[[Words], Action]] = {
    "the till is opened": opened,
    "the till is counted": counted,
    "the till is closed": plain("close till"),
    "the safe gets": _of_drawer("drop"),
    "the drawer gets": _of_drawer("pay_in"),
    "the drawer gives": _of_drawer("pay_out"),
    "the drawer is opened": plain("no_sale"),
    "the last receipt is voided": plain("void"),
    "sale of": sold,
    "the price of": priced,
    "the drawer report of today": reported,
}
