"""Every limit on a reader and every cost of a loan, row by row of docs/checkout.md from 39 on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desk.models import Charge, Item, Loan, Location, Patron, Title
from desk.rules.blocks import Weight
from desk.rules.vocabulary import ChargeKind, ItemStatus, Reason
from desk.services.answers import Refused
from desk.services.circulation.answers import AlertKind, Lent
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.marks import ClaimReturned
from desk.services.circulation.undo import Undo
from tests.makers import NOW, House
from tests.rows import row

PLAIN: dict[str, Any] = {"loan": "21 days", "renewals": 3}


def refused(house: House, card: str, item: str, **more: Any) -> Refused:
    answer = house.lend(card, item, **more)
    assert isinstance(answer, Refused), answer
    return answer


def only(house: House, card: str, item: str, reason: Reason, **more: Any) -> Any:
    """The one block that stands."""
    answer = refused(house, card, item, **more)
    assert answer.reasons == (reason,)
    return answer.blocks[0]


def owe(house: House, card: str, amount: int, kind: ChargeKind) -> None:
    patron = house.patron(card)
    at = house.clock()
    house.put(Charge(patron_id=patron, branch_id=1, kind=kind, amount=amount, outstanding=amount, charged_at=at))


@row("checkout", 39)
def test_an_account_in_collections_is_refused(house: House) -> None:
    card = house.card(in_collections=True)
    assert only(house, card, house.item(), Reason.IN_COLLECTIONS).override is not None


@row("checkout", 40)
def test_an_unpaid_membership_fee_blocks_where_the_rules_say_so(house: House) -> None:
    card, item = house.card(), house.item()
    owe(house, card, 500, ChargeKind.MEMBERSHIP)
    house.policy(PLAIN | {"membership_fee_blocks": "yes"})
    block = only(house, card, item, Reason.MEMBERSHIP_FEE)
    assert block.fact.amount == 500
    assert block.source.name == "membership_fee_blocks"
    house.policy(PLAIN)
    assert isinstance(house.lend(card, item), Lent)


@row("checkout", 41)
def test_b13_what_the_guarantees_owe_blocks_their_guarantor(house: House) -> None:
    house.policy(PLAIN | {"guarantees_debt_limit": "5.00"})
    parent = house.card()
    children = [house.card(guarantor_id=house.patron(parent)) for _ in range(2)]
    for child in children:
        owe(house, child, 500, ChargeKind.MANUAL)
    block = only(house, parent, house.item(), Reason.GUARANTEES_OWE)
    assert (block.fact.amount, block.fact.limit) == (1000, 500)
    assert isinstance(house.lend(children[0], house.item()), Lent)


@row("checkout", 41)
def test_the_growing_fines_of_a_guarantee_count(house: House) -> None:
    house.policy(PLAIN | {"guarantees_debt_limit": "5.00", "fine": "1.00"})
    parent = house.card()
    child = house.card(guarantor_id=house.patron(parent))
    assert isinstance(house.lend(child, house.item()), Lent)
    house.clock.now = NOW + timedelta(days=27)
    assert only(house, parent, house.item(), Reason.GUARANTEES_OWE).fact.amount == 600


@row("checkout", 42)
def test_the_debts_of_the_whole_family_count_together(house: House) -> None:
    house.policy(PLAIN | {"family_debt_limit": "5.00"})
    parent = house.card()
    one, other = (house.card(guarantor_id=house.patron(parent)) for _ in range(2))
    owe(house, parent, 300, ChargeKind.MANUAL)
    owe(house, one, 300, ChargeKind.MANUAL)
    for member in (parent, one, other):
        assert only(house, member, house.item(), Reason.FAMILY_OWES).fact.amount == 600
    assert isinstance(house.lend(house.card(), house.item()), Lent)


@row("checkout", 43)
def test_b21_overdues_are_asked_about_or_block(house: House) -> None:
    card = house.card()
    house.policy(PLAIN | {"overdue_limit": 1})
    assert isinstance(house.lend(card, house.item()), Lent)
    house.clock.now = NOW + timedelta(days=30)
    assert only(house, card, house.item(), Reason.OVERDUES).weight is Weight.OVERRIDE
    house.policy(PLAIN | {"overdue_limit": 1, "overdues_are": "ask"})
    assert only(house, card, house.item(), Reason.OVERDUES_ASKED).weight is Weight.CONFIRM


@row("checkout", 44)
def test_open_claims_are_counted_and_are_not_overdue(house: House) -> None:
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.now = NOW + timedelta(days=30)
    house.desk().do(ClaimReturned(item))
    house.policy(PLAIN | {"claims_limit": 1, "overdue_limit": 1})
    assert only(house, card, house.item(), Reason.CLAIMS).fact.amount == 1


@row("checkout", 45)
def test_a_rule_that_says_never(house: House) -> None:
    house.policy(PLAIN, {"type": "dvd", "loan": "never"})
    block = only(house, house.card(), house.item(kind="dvd"), Reason.NEVER_LENT)
    assert block.override is None
    assert block.source.row.item_type == "dvd"


@row("checkout", 46)
def test_loans_of_this_branch_have_a_limit_of_their_own(house: House) -> None:
    house.policy(PLAIN | {"loans_here": 1})
    card = house.card()
    house.lend(card, house.item())
    assert only(house, card, house.item(), Reason.TOO_MANY_HERE).fact.amount == 1
    assert isinstance(house.desk("NORTH").do(Checkout(card, house.item(branch="NORTH"))), Lent)


@row("checkout", 47)
def test_b7_a_limit_of_shelving_locations_alone_or_together(house: House) -> None:
    new, games = (house.put(Location(code=code, name=code.title())) for code in ("new", "games"))
    house.policy(PLAIN | {"location_limits": "new+games: 2"})
    card = house.card()
    for location in (new, games):
        assert isinstance(house.lend(card, house.item(location_id=location)), Lent)
    block = only(house, card, house.item(location_id=new), Reason.TOO_MANY_OF_PLACE)
    assert (block.fact.amount, block.fact.limit) == (2, 2)
    assert isinstance(house.lend(card, house.item()), Lent)


@row("checkout", 48)
def test_b3a_on_site_loans_are_counted_apart_or_together(house: House) -> None:
    house.policy(PLAIN | {"loans": 1, "on_site_loans": 1})
    card = house.card()
    assert isinstance(house.lend(card, house.item()), Lent)
    assert only(house, card, house.item(), Reason.TOO_MANY).fact.amount == 1
    assert isinstance(house.lend(card, house.item(), on_site=True), Lent)
    assert only(house, card, house.item(), Reason.TOO_MANY_ON_SITE, on_site=True).fact.amount == 1
    house.policy(PLAIN | {"loans": 2, "on_site_apart": "no"})
    assert set(refused(house, card, house.item(), on_site=True).reasons) == {Reason.TOO_MANY}


@row("checkout", 49, 50, 51, 52)
@pytest.mark.parametrize(
    ("status", "reason", "weight"),
    [
        (ItemStatus.DAMAGED, Reason.DAMAGED, Weight.OVERRIDE),
        (ItemStatus.BINDERY, Reason.BINDERY, Weight.OVERRIDE),
        (ItemStatus.DISCARD, Reason.DISCARD, Weight.OVERRIDE),
        (ItemStatus.UNCATALOGUED, Reason.UNCATALOGUED, Weight.CONFIRM),
    ],
)
def test_the_state_of_a_copy_is_refused_or_asked(
    house: House, status: ItemStatus, reason: Reason, weight: Weight
) -> None:
    assert only(house, house.card(), house.item(status=status), reason).weight is weight


def test_a_copy_that_is_being_reshelved_is_lent_like_any_other(house: House) -> None:
    assert isinstance(house.lend(house.card(), house.item(status=ItemStatus.RESHELVING)), Lent)


@row("checkout", 53)
@pytest.mark.parametrize(
    ("born", "stopped"),
    [(date(2010, 3, 11), True), (date(2010, 3, 10), False), (None, False), (date(1980, 1, 1), False)],
)
def test_the_age_that_a_record_asks_for(house: House, born: date | None, stopped: bool) -> None:
    item = house.item()
    house.change(Title, house.one(Item, barcode=item).title_id, min_age=16)
    answer = house.lend(house.card(birth_date=born), item)
    assert isinstance(answer, Refused) == stopped
    if isinstance(answer, Refused):
        assert (answer.blocks[0].fact.amount, answer.blocks[0].fact.limit) == (15, 16)
        house.policy(PLAIN | {"age_limit": "no"})
        assert isinstance(house.lend(house.card(birth_date=born), item), Lent)


@row("checkout", 54, 55)
@row("checkin", 30)
def test_m13_rental_and_deposit_are_asked_and_written_as_charges_and_undone(house: House) -> None:
    house.policy(PLAIN | {"rental": "10.00", "rental_discount": 15, "deposit": "20.00"})
    card, item = house.card(), house.item()
    before = house.snapshot()
    answer = refused(house, card, item)
    assert [(each.reason, each.fact.amount, each.weight) for each in answer.blocks] == [
        (Reason.RENTAL, 850, Weight.CONFIRM),
        (Reason.DEPOSIT, 2000, Weight.CONFIRM),
    ]
    desk = house.desk()
    lent = desk.do(answer.overridden(desk.staff.id), "lent")
    assert isinstance(lent, Lent)
    assert lent.charged == 2850
    assert house.count(Charge, outstanding=850, kind=ChargeKind.RENTAL) == 1
    assert house.count(Charge, outstanding=2000, kind=ChargeKind.DEPOSIT) == 1
    back = house.take_back(item)
    assert AlertKind.DEPOSIT_BACK in {alert.kind for alert in back.alerts}
    assert house.one(Charge, kind=ChargeKind.DEPOSIT).outstanding == 0
    desk.do(Undo())
    assert house.one(Charge, kind=ChargeKind.DEPOSIT).outstanding == 2000
    desk.do(Undo("lent"))
    after = house.snapshot()
    assert [each["outstanding"] for each in after["charges"]] == [0, 0]
    assert after["items"] == before["items"]


@row("checkout", 56)
def test_b26_high_demand_shortens_the_loan_once_it_was_asked(house: House) -> None:
    house.policy(PLAIN | {"high_demand_holds": 6, "high_demand_loan": "1 day"})
    title = house.title()
    item = house.item(title=title)
    others = [house.item(title=title) for _ in range(6)]
    for copy in others:
        house.hold(house.card(), copy, item_id=house.one(Item, barcode=copy).id)
    card = house.card()
    answer = refused(house, card, item)
    [block] = answer.blocks
    assert block.reason is Reason.HIGH_DEMAND
    assert (block.fact.amount, block.fact.limit, block.fact.day) == (6, 6, date(2026, 3, 11))
    desk = house.desk()
    lent = desk.do(answer.overridden(desk.staff.id))
    assert isinstance(lent, Lent)
    assert lent.due == datetime(2026, 3, 11, 23, 59, tzinfo=UTC)
    house.policy(PLAIN | {"high_demand_holds": 1, "high_demand_counts": "dynamic", "high_demand_loan": "1 day"})
    assert isinstance(house.lend(house.card(), house.item(title=title)), Lent)


@row("checkout", 57, 59)
def test_what_is_not_for_loan_may_be_used_here_and_is_due_at_closing(house: House) -> None:
    house.calendar(
        [{"branch_id": 1, "weekday": day, "opens": 600, "closes": 1080} for day in range(7)],
        [],
    )
    item = house.item(not_for_loan=True)
    card = house.card()
    assert refused(house, card, item).reasons == (Reason.NOT_FOR_LOAN,)
    lent = house.lend(card, item, on_site=True)
    assert isinstance(lent, Lent)
    assert lent.on_site and lent.why.on_site
    assert lent.due == datetime(2026, 3, 10, 18, 0, tzinfo=UTC)
    house.clock.now = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)
    late = house.lend(house.card(), house.item(), on_site=True)
    assert late.due == datetime(2026, 3, 10, 23, 59, tzinfo=UTC)


@row("checkout", 58)
def test_r15_an_on_site_loan_becomes_one_to_take_home_where_the_rules_say_so(house: House) -> None:
    house.policy(PLAIN | {"loan": "5 days", "on_site_switch": "yes"})
    card, item = house.card(), house.item()
    house.lend(card, item, on_site=True)
    before = house.snapshot()
    house.clock.now += timedelta(minutes=5)
    desk = house.desk()
    lent = desk.do(Checkout(card, item))
    assert isinstance(lent, Lent)
    assert lent.due == datetime(2026, 3, 15, 23, 59, tzinfo=UTC)
    assert not house.loan(item).on_site
    desk.do(Undo())
    assert house.snapshot()["loans"] == before["loans"]
    house.policy(PLAIN)
    house.clock.now += timedelta(days=1)
    assert refused(house, card, item).reasons[:1] == (Reason.ON_SITE_LOAN,)


@row("checkout", 60)
@pytest.mark.parametrize(("whose", "days"), [("desk", 21), ("home", 7), ("patron", 3)])
def test_whose_branch_the_rules_come_from(house: House, whose: str, days: int) -> None:
    from desk.models import Branch, Library

    house.put(Branch(code="THIRD", name="Third", time_zone="UTC"))
    house.policy(
        {"loan": "14 days"},
        {"branch": "MAIN", "loan": "21 days"},
        {"branch": "NORTH", "loan": "7 days"},
        {"branch": "THIRD", "loan": "3 days"},
    )
    house.change(Library, 1, loan_rules_of=whose, rules_version=99)
    lent = house.lend(house.card(branch="THIRD"), house.item(branch="NORTH", holding="MAIN"))
    assert lent.due.date() == date(2026, 3, 10) + timedelta(days=days)


def test_a_restriction_that_ends_when_little_is_owed(house: House) -> None:
    """B24: it stands while more than its sum is owed, and not a cent longer."""
    from desk.models import Restriction

    card = house.card()
    house.restrict(card)
    restriction = house.one(Restriction)
    house.change(Restriction, restriction.id, lifted_below=500)
    charge = house.charge(card, 1000)
    house.policy(PLAIN)
    assert refused(house, card, house.item()).reasons == (Reason.RESTRICTED,)
    house.change(Charge, charge, outstanding=500)
    assert isinstance(house.lend(card, house.item()), Lent)


def test_noise_of_other_readers_changes_nothing(house: House) -> None:
    """Debts, loans and claims of strangers are never counted."""
    rules = {"guarantees_debt_limit": "0.00", "family_debt_limit": "0.00", "claims_limit": 1, "loans_here": 1}
    house.policy(PLAIN | rules | {"lost_limit": 1, "membership_fee_blocks": "yes"})
    stranger = house.card()
    house.lend(stranger, house.item())
    owe(house, stranger, 5000, ChargeKind.MEMBERSHIP)
    guarded = house.card(guarantor_id=house.patron(stranger))
    owe(house, guarded, 5000, ChargeKind.MANUAL)
    card = house.card()
    assert isinstance(house.lend(card, house.item()), Lent)
    assert house.count(Loan, patron_id=house.patron(card)) == 1
    assert house.count(Patron, guarantor_id=house.patron(stranger)) == 1
    assert house.desk().do(Checkin("3999000000000")).text == "3999000000000"
