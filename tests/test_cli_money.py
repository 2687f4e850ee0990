"""Money from a terminal: accounts and tills, as facts for a script and in words for a person."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk import cli
from tests.makers import House
from tests.test_cli import house, say, template

Say = Callable[..., tuple[int, list[dict[str, Any]]]]
__all__ = ["house", "say", "template"]


def test_a_payment_from_opening_to_closing(house: House, say: Say) -> None:
    card = house.card()
    assert say("pay", card, "--amount", "1")[1][0]["answer"] == "refused"
    _status, [charged] = say("charge", card, "--for", "printing", "--amount", "4.00", "--note", "40 pages")
    assert (charged["answer"], charged["amount"], charged["balance"]) == ("charged", 400, 400)
    status, [no] = say("pay", card)
    assert (status, no["blocks"][0]["reason"]) == (1, "no_till")
    assert say("till", "open", "--float", "50.00")[1][0]["float_amount"] == 5000
    _status, [paid] = say("pay", card, "--amount", "3.00", "--given", "10.00")
    assert (paid["answer"], paid["change"], paid["balance"]) == ("paid", 700, 100)
    assert "Robin" not in str(paid)
    _status, [shown] = say("account", card)
    assert (shown["owed"], shown["charges"][0]["left"]) == (100, 100)
    assert say("till", "drop", "20.00")[1][0]["kind"] == "drop"
    assert say("till", "in", "1.00", "--because", "Coins")[1][0]["amount"] == 100
    assert say("till", "nosale", "--because", "Change")[1][0]["kind"] == "no_sale"
    _status, [sheet] = say("till", "sheet")
    assert sheet.get("expected") is None
    assert say("till", "close")[0] == 1
    _status, [counted] = say("till", "count", "20.00x1", "10x1", "1.00×4")
    assert (counted["expected"], counted["counted"]) == (3400, 3400)
    _status, [closed] = say("till", "close")
    assert closed["number"] == 1
    _status, [report] = say("till", "report")
    assert (report["total"], report["by_type"]) == (300, [{"name": "printing", "count": 1, "amount": 300}])
    assert [each["code"] for each in say("till", "list")[1]] != []


def test_everything_else_on_an_account(house: House, say: Say) -> None:
    card, other = house.card(), house.card()
    house.policy({"loan": "21 days"})
    say("charge", card, "--amount", "9.00")
    house.database.close()
    assert say("waive", card, "--amount", "1.00", "--because", "Ill")[1][0]["answer"] in ("waived", "refused")
    assert say("transfer", card, "--to", other, "--amount", "2.00")[1][0]["amount"] == 200
    assert say("transfer", card, "--agency", "Collectors", "--amount", "2.00")[1][0]["agency"] == "Collectors"
    _status, [paid] = say("pay", card, "--amount", "1.00", "--by", "card", "--reference", "4711")
    assert paid["reference"] == "4711"
    assert say("void", str(paid["receipt"]))[1][0]["answer"] == "refused"
    assert say("refund", card, "--because", "x")[1][0]["answer"] == "refused"
    assert say("credit", card, "1.00", "--because", "x")[1][0]["answer"] in ("charged", "refused")
    assert say("pay", card, "--amount", "eleven") == (2, [])


def test_copies_and_sales(house: House, say: Say) -> None:
    card, item = house.card(), house.item(price=1200)
    say("checkout", card, item)
    _status, [lost] = say("lost", item)
    assert (lost["answer"], lost["price"]) == ("lost", 1200)
    other = house.item(price=300)
    say("checkout", house.card(), other)
    say("checkin", other, at="2026-03-11 12:00")
    assert say("bill", other, "--note", "Coffee", at="2026-03-11 12:01")[1][0]["amount"] == 300
    assert say("till", "price", "bag", "Bag", "3.50", "--key", "1", "--stock", "2")[1][0]["product"]["price"] == 350
    assert say("till", "prices")[1][0]["code"] == "bag"
    assert say("sell", "bag", "2", "--by", "card")[1][0]["amount"] == 700
    assert say("sell", "bag", "--by", "card")[1][0]["blocks"][0]["reason"] == "out_of_stock"


def test_a_person_reads_it_in_words(house: House, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    card = house.card()
    house.charge(card, 420)
    for words in (["account", card], ["pay", card, "--by", "card"], ["till", "open"], ["till", "report"]):
        with pytest.raises(SystemExit):
            cli.run(["--database", house.database.where, "--at", "2026-03-10 12:00", *words])
    said = capsys.readouterr().out
    for part in ("Owed $4.20", "Paid $4.20, card", "The till is open, float $0.00", "Together"):
        assert part in said
