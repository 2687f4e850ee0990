"""The acts on money that a scenario asks for, from the words of its lines."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from desk.chores.libraries import ADMINISTRATOR
from desk.rules.money import minor_units
from desk.rules.vocabulary import ChargeKind, EntryKind, PaymentKind, Spread
from desk.services.accounts.account import AccountOf
from desk.services.accounts.answers import Account, Paid, Refunded
from desk.services.accounts.losses import DeclareLost
from desk.services.accounts.pay import Pay, Sell, Sold
from desk.services.accounts.products import SaveProduct
from desk.services.accounts.reports import DrawerOf
from desk.services.accounts.settling import AddCharge, AddCredit, BillItem, Refund, Transfer, VoidPayment, Waive
from desk.services.accounts.tills import CloseTill, CountTill, MoveCash, OpenTill

if TYPE_CHECKING:
    from desk.chores.language.tree import Action
    from desk.chores.scenarios import Run

More = Mapping[str, str]


def do_money(run: "Run", action: "Action") -> Any:
    """Do what the line says at the desk where it says so."""
    more = dict(action.how.more)
    act = more["act"]
    if act == "report":
        now = run.house.desk(action.how.branch).clock()
        return run.house.desk(action.how.branch).ask(DrawerOf(now - timedelta(days=1), now))
    if act == "price":
        return run.house.desk("", ADMINISTRATOR).do(_price(run, more))
    return run.driver.do(ACTS[act](run, action, more))


def _amount(run: "Run", more: More, name: str = "amount") -> int | None:
    return minor_units(more[name], run.house.head.currency) if more.get(name) else None


def _account(run: "Run", action: "Action") -> Account:
    found = run.house.desk(action.how.branch).ask(AccountOf(run.card(action), settled=True))
    assert isinstance(found, Account)
    return found


def _chosen(run: "Run", action: "Action", more: More) -> tuple[int, ...]:
    """The charges of the kinds that the line names; of none, all."""
    kinds = more.get("kinds", "").split(", ") if more.get("kinds") else []
    found = (each for each in _account(run, action).charges if each.kind.value in kinds and each.id)
    return tuple(each.id for each in found)


def _pay(run: "Run", action: "Action", more: More) -> Any:
    growing = (each.loan for each in _account(run, action).charges if each.growing and each.loan is not None)
    return Pay(
        run.card(action),
        _amount(run, more),
        PaymentKind(more.get("method", "cash")),
        _chosen(run, action, more),
        tuple(growing) if "early" in more else (),
        _amount(run, more, "given"),
        credit="keep" in more,
        spread=Spread.EVEN if "evenly" in more else Spread.OLDEST,
    )


def _charge(run: "Run", action: "Action", more: More) -> Any:
    of = ChargeKind(more.get("kind", "manual"))
    return AddCharge(run.card(action), of, _amount(run, more), more.get("note", ""))


def _waive(run: "Run", action: "Action", more: More) -> Any:
    chosen, off = _chosen(run, action, more), more["act"] == "write off"
    return Waive(run.card(action), more.get("why", ""), chosen, _amount(run, more), off)


def _refund(run: "Run", action: "Action", more: More) -> Any:
    chosen, method = _chosen(run, action, more), PaymentKind(more.get("method", "cash"))
    return Refund(run.card(action), more.get("why", ""), chosen, _amount(run, more), method)


def _credit(run: "Run", action: "Action", more: More) -> Any:
    return AddCredit(run.card(action), _amount(run, more) or 0, more.get("why", ""))


def _transfer(run: "Run", action: "Action", more: More) -> Any:
    to = run.house.number(action.what) if action.what else ""
    return Transfer(run.card(action), to, more.get("agency", ""), _chosen(run, action, more), _amount(run, more))


def _lose(run: "Run", action: "Action", more: More) -> Any:
    return DeclareLost(run.item(action.what), _amount(run, more))


def _bill(run: "Run", action: "Action", more: More) -> Any:
    of = ChargeKind(more.get("kind", "damage"))
    return BillItem(run.item(action.what), of, _amount(run, more), more.get("note", ""))


def _count(run: "Run", _action: "Action", more: More) -> Any:
    return CountTill(cash=_amount(run, more))


def _move(run: "Run", _action: "Action", more: More) -> Any:
    kind = EntryKind(more["act"])
    return MoveCash(kind, _amount(run, more) or 0, more.get("why", ""))


def _void(run: "Run", _action: "Action", more: More) -> Any:
    moved = (each.answer for each in reversed(run.driver.done) if isinstance(each.answer, Paid | Refunded))
    return VoidPayment(next((each.receipt for each in moved if each.receipt), 0), more.get("why", ""))


def _sell(run: "Run", _action: "Action", more: More) -> Any:
    method = PaymentKind(more.get("method", "cash"))
    return Sell((Sold(more["code"], int(more["count"])),), method, _amount(run, more, "given"))


def _price(run: "Run", more: More) -> Any:
    stock = int(more["stock"]) if more.get("stock") else None
    return SaveProduct(more["code"], more["code"].title(), _amount(run, more) or 0, stock=stock)


ACTS: dict[str, Callable[["Run", "Action", More], Any]] = {
    "pay": _pay,
    "charge": _charge,
    "waive": _waive,
    "write off": _waive,
    "refund": _refund,
    "credit": _credit,
    "transfer": _transfer,
    "lose": _lose,
    "bill": _bill,
    "open till": lambda run, _action, more: OpenTill(_amount(run, more)),
    "count till": _count,
    "close till": lambda _run, _action, more: CloseTill(more.get("why", "")),
    "drop": _move,
    "pay_in": _move,
    "pay_out": _move,
    "no_sale": _move,
    "void": _void,
    "sell": _sell,
}
