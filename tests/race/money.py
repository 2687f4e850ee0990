"""Races on accounts and tills: whatever two desks do at once, accounts add up and a drawer holds what its lines say."""

from typing import Any

from sqlalchemy import text

from desk.models import Charge, TillSession
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


MONEY_RACES = {race.__name__: race for race in (paid_twice, paid_and_waived, two_tills)}
