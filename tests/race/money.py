"""Races on accounts and tills: whatever two desks do at once, accounts add up and a drawer holds what its lines say."""

from typing import Any

from sqlalchemy import text

from desk.models import Charge, Product, TillSession
from desk.services.accounts.pay import Pay, Sell, Sold
from desk.services.accounts.products import SaveProduct
from desk.services.accounts.tills import OpenTill
from tests.makers import House
from tests.race.rounds import Track, names


def adds_up(house: House) -> None:
    """Each charge is its amount less its lines, and the cash that moved is what the lines say."""
    with house.database.question() as connection:
        wrong = connection.execute(
            text(
                "SELECT c.id FROM charges c LEFT JOIN payments p ON p.charge_id = c.id"
                " GROUP BY c.id, c.amount, c.outstanding HAVING c.outstanding <> c.amount - coalesce(sum(p.amount), 0)"
            )
        ).all()
        assert wrong == []
        moved = "SELECT coalesce(sum(amount), 0) FROM till_entries WHERE method = 'cash' AND kind = 'payment'"
        settled = "SELECT coalesce(sum(amount), 0) FROM payments WHERE kind = 'cash'"
        assert connection.execute(text(moved)).scalar() == connection.execute(text(settled)).scalar()


def owing(house: House, amount: int = 500) -> tuple[str, int]:
    """A reader and what they owe."""
    card = house.card()
    return card, house.charge(card, amount)


def pay(card: str, amount: int | None = None) -> dict[str, Any]:
    """The line for a payment in cash."""
    return {"act": "pay", "card": card, "amount": amount}


def open_till(house: House) -> None:
    """There is a drawer to take cash into."""
    house.desk().do(OpenTill(0))


def paid_twice(track: Track) -> None:
    """Two desks take all that a reader owes: one is paid, the other hears that nothing is left."""
    house = track.house
    open_till(house)
    card, charge = owing(house)
    answers = track.race(pay(card), pay(card))
    assert names(answers) == ["Paid", "Refused"], answers
    assert [a["reasons"] for a in answers if a["answer"] == "Refused"] == [["settled"]]
    assert house.one(Charge, id=charge).outstanding == 0
    adds_up(house)


def paid_and_waived(track: Track) -> None:
    """One desk takes a part while another lets all of it off: never less than nothing is left."""
    house = track.house
    open_till(house)
    card, charge = owing(house)
    waive = {"act": "waive", "card": card, "why": "Ill"}
    track.race(pay(card, 300), waive)
    assert house.one(Charge, id=charge).outstanding == 0
    adds_up(house)


def two_tills(track: Track) -> None:
    """Two people open the drawer of one desk: it is open once."""
    house = track.house
    answers = track.race({"act": "open_till", "float_amount": 1000}, {"act": "open_till", "float_amount": 1000})
    assert "TillOpened" in names(answers) or names(answers) == ["AlreadyOpen", "AlreadyOpen"], answers
    assert house.count(TillSession, closed_at=None) == 1


def voided_and_paid(track: Track) -> None:
    """One desk takes a payment back while another takes the next from the same reader."""
    house = track.house
    open_till(house)
    card, _charge = owing(house, 500)
    receipt = house.desk().do(Pay(card, 200)).receipt  # type: ignore[union-attr]
    answers = track.race({"act": "void", "receipt": receipt, "why": "Wrong"}, pay(card, 100))
    assert names(answers) == ["Paid", "Voided"], answers
    adds_up(house)


def sold_and_voided(track: Track) -> None:
    """One desk sells what another takes back: the stock is right afterwards."""
    house = track.house
    open_till(house)
    house.desk().do(SaveProduct("bag", "Bag", 350, stock=5))
    receipt = house.desk().do(Sell((Sold("bag"),))).receipt  # type: ignore[union-attr]
    answers = track.race({"act": "sell", "code": "bag"}, {"act": "void", "receipt": receipt, "why": "Wrong"})
    assert names(answers) == ["Paid", "Voided"], answers
    assert house.one(Product, code="bag").stock == 4
    adds_up(house)


def charged_and_merged(track: Track) -> None:
    """A charge is written while its reader becomes part of another record: it stands on the one that is left."""
    house = track.house
    keep, away = house.card(), house.card()
    stays = house.patron(keep)
    answers = track.race(
        {"act": "merge", "keep": keep, "away": away},
        {"act": "charge", "card": away, "amount": 300},
    )
    assert "Merged" in names(answers), answers
    assert house.one(Charge, patron_id=stays).amount == 300
    adds_up(house)


MONEY_RACES = {
    race.__name__: race
    for race in (paid_twice, paid_and_waived, two_tills, voided_and_paid, sold_and_voided, charged_and_merged)
}
