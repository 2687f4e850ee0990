"""No order of acts on an account loses or makes a cent, and the till holds what its lines say."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.rules.vocabulary import ChargeKind, EntryKind, PaymentKind, Spread
from desk.services.accounts.account import AccountOf
from desk.services.accounts.losses import DeclareLost
from desk.services.accounts.pay import Pay
from desk.services.accounts.settling import AddCharge, AddCredit, Refund, Transfer, VoidPayment, Waive
from desk.services.accounts.tills import CloseTill, CountTill, MoveCash, OpenTill
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.undo import Undo
from tests.makers import House, copy_file
from tests.services.accounts.sums import adds_up

METHODS = st.sampled_from((PaymentKind.CASH, PaymentKind.CARD, PaymentKind.CREDIT))
AMOUNTS = st.one_of(st.none(), st.integers(-5, 3000))
CHOSEN = st.lists(st.integers(1, 12), max_size=3, unique=True).map(tuple)
ACTS = st.one_of(
    st.tuples(st.just("charge"), st.integers(0, 3000)),
    st.tuples(st.just("credit"), st.integers(0, 800)),
    st.tuples(st.just("pay"), AMOUNTS, METHODS, CHOSEN, st.booleans(), st.sampled_from(Spread)),
    st.tuples(st.just("early"), METHODS),
    st.tuples(st.just("waive"), AMOUNTS, CHOSEN, st.booleans()),
    st.tuples(st.just("refund"), AMOUNTS, METHODS, CHOSEN),
    st.tuples(st.just("transfer"), AMOUNTS, st.booleans()),
    st.tuples(st.just("void"), st.integers(1, 6)),
    st.tuples(st.just("drop"), st.integers(0, 500), st.booleans()),
    st.tuples(st.just("till"), st.booleans()),
    st.tuples(st.just("lose")),
    st.tuples(st.just("return"), st.booleans()),
    st.tuples(st.just("lend")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("wait"), st.integers(1, 30)),
)


def act_of(card: str, other: str, item: str, said: tuple[Any, ...], loan: int | None) -> Any:
    """What is said, as an act at the desk."""
    what, *rest = said
    match what:
        case "charge":
            return AddCharge(card, ChargeKind.MANUAL, rest[0])
        case "credit":
            return AddCredit(card, rest[0], "Gift")
        case "pay":
            return Pay(card, rest[0], rest[1], rest[2], credit=rest[3], spread=rest[4])
        case "early":
            return Pay(card, None, rest[0], loans=(loan,) if loan else ())
        case "waive":
            return Waive(card, "Ill", rest[1], rest[0], rest[2])
        case "refund":
            return Refund(card, "Wrong", rest[2], rest[0], rest[1])
        case "transfer":
            return Transfer(card, other if rest[1] else "", "" if rest[1] else "Collectors", amount=rest[0])
        case "void":
            return VoidPayment(rest[0], "Wrong")
        case "drop":
            return MoveCash(EntryKind.PAY_IN if rest[1] else EntryKind.DROP, rest[0], "Safe")
        case "till":
            return OpenTill(1000) if rest[0] else CloseTill("short")
        case "lose":
            return DeclareLost(item)
        case "return":
            return Checkin(item, amnesty=rest[0])
        case "lend":
            return Checkout(card, item)
    return Undo()


@given(
    said=st.lists(ACTS, min_size=3, max_size=18),
    rules=st.fixed_dictionaries(
        {
            "lost_back": st.sampled_from(("refund", "refund_unpaid", "keep")),
            "lost_back_overdue": st.sampled_from(("keep", "restore", "charge")),
            "lost_overdue": st.sampled_from(("keep", "forgive")),
            "credit_lost": st.sampled_from(("yes", "no")),
            "cash_rounding": st.sampled_from(("0.00", "0.05")),
        }
    ),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_cent_is_accounted_for(
    sqlite_template: Path, tmp_path_factory: Any, said: list[tuple[Any, ...]], rules: dict[str, str]
) -> None:
    house = copy_file(sqlite_template, tmp_path_factory.mktemp("any"))
    try:
        play(house, said, rules)
    finally:
        house.database.close()


def play(house: House, said: list[tuple[Any, ...]], rules: dict[str, str]) -> None:
    """Do it all, and look after each act."""
    house.policy({"loan": "7 days", "fine": "0.13", "lost_processing": "2.00", "deposit": "1.00"} | rules)
    card, other, item = house.card(), house.card(), house.item(price=1234)
    desk = house.desk()
    desk.do(OpenTill(500))
    house.lend(card, item)
    for each in said:
        house.clock.now += timedelta(seconds=30)
        if each[0] == "wait":
            house.clock.now += timedelta(days=each[1])
            continue
        if each[0] == "till" and not each[1]:
            desk.do(CountTill(cash=7))
        account: Any = desk.ask(AccountOf(card))
        loan = next((charge.loan for charge in account.charges if charge.growing), None)
        desk.do(act_of(card, other, item, each, loan))
        adds_up(house)
        desk.ask(AccountOf(card, settled=True))
