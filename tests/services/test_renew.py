"""Renewals, row by row of docs/renewal.md, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desk.models import Charge, Item, Loan
from desk.rules.vocabulary import ItemStatus, Reason
from desk.services.answers import Refused, Unknown
from desk.services.circulation.answers import Renewed
from desk.services.circulation.renew import Renew
from tests.makers import NOW, House
from tests.rows import row


def lent(house: House, **facts: object) -> tuple[str, str]:
    """A reader with a loan from NOW on, looked at a week later."""
    card, item = house.card(**facts), house.item()
    house.lend(card, item)
    house.clock.now = NOW + timedelta(days=7)
    return card, item


def renew(house: House, item: str, **facts: object) -> Renewed | Refused | Unknown:
    return house.desk().do(Renew(item, **facts))  # type: ignore[arg-type]


@row("renewal", 11)
def test_a_loan_goes_on_from_today(house: House) -> None:
    _card, item = lent(house)
    answer = renew(house, item)
    assert isinstance(answer, Renewed)
    assert answer.due == datetime(2026, 4, 7, 23, 59, tzinfo=UTC)
    assert (answer.was_due, answer.renewals, answer.allowed) == (datetime(2026, 3, 31, 23, 59, tzinfo=UTC), 1, 3)


@row("renewal", 11)
def test_r1_a_loan_goes_on_from_its_due_date_where_the_policy_says_so(house: House) -> None:
    house.policy({"loan": "7 days", "renewals": 1, "renew_from": "due"})
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.now = NOW + timedelta(days=1)
    answer = house.lend(card, item)
    assert isinstance(answer, Renewed) and answer.due == datetime(2026, 3, 24, 23, 59, tzinfo=UTC)


@row("renewal", 1, 2)
def test_an_unknown_copy_and_one_that_is_not_on_loan(house: House) -> None:
    assert isinstance(renew(house, "39999999999999"), Unknown)
    answer = renew(house, house.item())
    assert isinstance(answer, Refused) and answer.reasons == (Reason.NOT_ON_LOAN,)


@row("renewal", 3)
def test_r12_what_stands_against_the_reader_stands_against_a_renewal(house: House) -> None:
    _card, item = lent(house, expires_on=date(2026, 3, 12))
    answer = renew(house, item)
    assert isinstance(answer, Refused) and answer.reasons == (Reason.EXPIRED,)


@row("renewal", 4)
def test_without_any_rule_nothing_is_renewed(house: House) -> None:
    _card, item = lent(house)
    house.policy({"renewals": 5})
    answer = renew(house, item)
    assert isinstance(answer, Refused) and Reason.NO_RULE in answer.reasons


@row("renewal", 5)
def test_r9_three_renewals_and_not_a_fourth(house: House) -> None:
    _card, item = lent(house)
    for day in (8, 9, 10):
        house.clock.now = NOW + timedelta(days=day)
        assert isinstance(renew(house, item), Renewed)
    house.clock.now = NOW + timedelta(days=11)
    answer = renew(house, item)
    assert isinstance(answer, Refused)
    assert [(b.reason, b.fact.amount, b.fact.limit) for b in answer.blocks] == [(Reason.TOO_MANY_RENEWALS, 3, 3)]
    desk = house.desk()
    assert isinstance(desk.do(answer.overridden(desk.staff.id)), Renewed)


@row("renewal", 5)
def test_unlimited_lifts_a_wider_limit_and_zero_allows_none(house: House) -> None:
    house.policy(
        {"loan": "7 days", "renewals": 0},
        {"category": "staff", "renewals": "unlimited"},
        {"type": "dvd", "loan": "1 day"},
    )
    _card, item = lent(house)
    assert renew(house, item).reasons == (Reason.TOO_MANY_RENEWALS,)  # type: ignore[union-attr]
    house.clock.now = NOW
    _card, item = lent(house, category="staff")
    assert isinstance(renew(house, item), Renewed)


@row("renewal", 6)
def test_too_soon_names_the_first_day(house: House) -> None:
    house.policy({"loan": "21 days", "renewals": 3, "renew_not_before": "7 days"})
    _card, item = lent(house)
    answer = renew(house, item)
    assert isinstance(answer, Refused) and answer.reasons == (Reason.TOO_SOON,)
    assert answer.blocks[0].fact.day == date(2026, 3, 24)
    house.clock.set(2026, 3, 24, 9)
    assert isinstance(renew(house, item), Renewed)


@row("renewal", 7)
@pytest.mark.parametrize(("waiting", "free", "allowed"), [(1, 0, False), (1, 1, True), (2, 1, False), (2, 2, True)])
def test_r5_a_hold_blocks_unless_another_copy_is_free(house: House, waiting: int, free: int, allowed: bool) -> None:
    _card, item = lent(house)
    title = house.one(Item, barcode=item).title_id
    for _ in range(waiting):
        house.hold(house.card(), item)
    for _ in range(free):
        house.item(title=title)
    house.item(title=title, not_for_loan=True)
    answer = renew(house, item)
    assert isinstance(answer, Renewed) is allowed
    if isinstance(answer, Refused):
        assert answer.reasons == (Reason.RENEW_HELD,)


@row("renewal", 8)
@pytest.mark.parametrize(("rule", "refused"), [("allow", False), ("block_item", True), ("block_all", True)])
def test_an_overdue_loan_is_renewed_or_not_as_the_policy_says(house: House, rule: str, refused: bool) -> None:
    house.policy({"loan": "3 days", "renewals": 3, "renew_overdue": rule})
    _card, item = lent(house)
    answer = renew(house, item)
    assert isinstance(answer, Refused) is refused
    if isinstance(answer, Refused):
        assert answer.reasons == (Reason.RENEW_OVERDUE,)


@row("renewal", 8)
def test_another_overdue_loan_blocks_only_where_all_are_blocked(house: House) -> None:
    house.policy({"loan": "21 days", "renewals": 3, "renew_overdue": "block_all"}, {"type": "dvd", "loan": "1 day"})
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.lend(card, house.item(kind="dvd"))
    house.clock.now = NOW + timedelta(days=7)
    assert renew(house, item).reasons == (Reason.RENEW_OVERDUE,)  # type: ignore[union-attr]


@row("renewal", 9)
def test_a_lost_copy_is_not_renewed(house: House) -> None:
    _card, item = lent(house)
    house.change(Item, house.one(Item, barcode=item).id, status=ItemStatus.LOST)
    assert renew(house, item).reasons == (Reason.RENEW_LOST,)  # type: ignore[union-attr]


@row("renewal", 10)
def test_r11_a_renewal_that_changes_nothing_is_refused(house: House) -> None:
    _card, item = lent(house)
    house.clock.now = NOW
    answer = renew(house, item)
    assert isinstance(answer, Refused) and (answer.reasons, answer.never) == ((Reason.UNCHANGED,), True)


@row("renewal", 12)
def test_a_late_renewal_writes_the_fine_so_far(house: House) -> None:
    card, item = house.card(), house.item()
    house.lend(card, item)
    house.clock.set(2026, 4, 5, 12)
    answer = renew(house, item)
    assert isinstance(answer, Renewed) and answer.fine == 50
    assert answer.due == datetime(2026, 4, 26, 23, 59, tzinfo=UTC)
    assert house.one(Charge, patron_id=house.patron(card)).amount == 50


@row("renewal", 13)
def test_a_due_date_set_by_hand(house: House) -> None:
    _card, item = lent(house)
    answer = renew(house, item, due_on=date(2026, 5, 1))
    assert isinstance(answer, Renewed) and answer.due == datetime(2026, 5, 1, 23, 59, tzinfo=UTC) and answer.why.special
    assert house.one(Loan).due_at == answer.due


@row("renewal", 5, 7)
def test_r10_all_reasons_are_listed(house: House) -> None:
    house.policy({"loan": "21 days", "renewals": 0})
    _card, item = lent(house)
    house.hold(house.card(), item)
    assert renew(house, item).reasons == (Reason.TOO_MANY_RENEWALS, Reason.RENEW_HELD)  # type: ignore[union-attr]
