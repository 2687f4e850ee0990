"""A change of the loan rules says first what it does, and can be taken back."""

import re

import pytest

from desk.errors import FileUnreadable
from desk.rules.policy import Place, Row, read_policy
from desk.rules.values import NONE, UNLIMITED, VALUES, read_value
from desk.rules.vocabulary import LoanRulesOf, Reason
from desk.services.administration.policy import (
    LoadPolicy,
    PolicyLoaded,
    PreviewPolicy,
    ReadPolicy,
    RuleChange,
    ShowPolicy,
    wider,
)
from desk.services.answers import Refused
from desk.services.circulation.answers import Undone
from desk.services.circulation.undo import Undo
from desk.wording.administration import policy_lines
from desk.wording.context import place_of
from tests.conftest import ROOT
from tests.makers import House

TABLE_ROW = re.compile(r"^\| `(\w+)` \| .+ \| (.+) \| (.+) \|$", re.MULTILINE)
WORD = re.compile(r"`([^`]+)`")
RULES = (
    '[[rule]]\nloan = "21 days"\nrenewals = 3\nfine = "0.20"\nfine_cap = "5.00"\nloans = 2\ndebt_limit = "10.00"\n'
    '[[rule]]\ncategory = "child"\nfine = "0.00"\n'
)


LONG = '[[rule]]\nlocation_limits = "' + ", ".join(f"shelf{number}: 1" for number in range(30)) + '"\n'


def load(house: House, text: str, key: str | None = None) -> None:
    """The administrator puts these rules in force."""
    assert isinstance(house.desk(login="admin").do(LoadPolicy(text, "rules.toml"), key), PolicyLoaded)


def test_a_preview_names_every_value_and_what_it_does_to_what_is_lent(house: House) -> None:
    card = house.card()
    for _ in range(3):
        house.lend(card, house.item())
    house.clock.set(2026, 4, 3, 12, 0)
    desk = house.desk(login="admin")
    preview = desk.ask(PreviewPolicy(RULES))
    assert set(preview.changes) == {
        RuleChange((), "fine", "0.10", "0.20"),
        RuleChange((), "loans", "30", "2"),
        RuleChange(("Child",), "fine", None, "0.00", "0.10"),
    }
    assert preview.fines == 3 * 3 * 10
    assert preview.readers_over == 1
    load(house, RULES)
    again = desk.ask(PreviewPolicy(RULES))
    assert (again.changes, again.fines, again.readers_over) == ((), 0, 0)


def test_the_former_rules_come_back(house: House) -> None:
    desk = house.desk(login="admin")
    before = desk.ask(ShowPolicy())
    load(house, 'loan_rules_of = "home"\n' + RULES, "change")
    sheet = desk.ask(ReadPolicy())
    assert sheet.loan_rules_of is LoanRulesOf.HOME
    assert sheet.change is not None and sheet.change.by == "Ann Admin"
    house.lend(house.card(), house.item())
    assert isinstance(desk.do(Undo("change")), Undone)
    assert desk.ask(ShowPolicy()) == before
    assert desk.ask(ReadPolicy()).loan_rules_of is LoanRulesOf.DESK


def test_a_later_change_stops_the_undo(house: House) -> None:
    load(house, RULES, "first")
    load(house, RULES.replace("0.20", "0.30"), "second")
    desk = house.desk(login="admin")
    stopped = desk.do(Undo("first"))
    assert isinstance(stopped, Refused) and stopped.reasons == (Reason.LATER_ACT,)
    assert isinstance(desk.do(Undo("second")), Undone)
    assert desk.ask(ReadPolicy()).rows[Place()]["fine"] == "0.20"


def test_what_is_shown_can_be_loaded_again(house: House) -> None:
    load(house, 'return_rules_of = "holding"\n' + RULES)
    desk = house.desk(login="admin")
    shown = desk.ask(ShowPolicy())
    assert shown.startswith('return_rules_of = "holding"')
    load(house, shown)
    assert desk.ask(ShowPolicy()) == shown


@pytest.mark.parametrize(
    "text", ['loan_rules_of = "moon"\n' + RULES, "return_rules_of = 3\n" + RULES, "rule = 3", LONG]
)
def test_a_file_with_a_mistake_changes_nothing(house: House, text: str) -> None:
    desk = house.desk(login="admin")
    before = desk.ask(ShowPolicy())
    with pytest.raises(FileUnreadable):
        desk.do(LoadPolicy(text, "rules.toml"))
    assert desk.ask(ShowPolicy()) == before


MISTAKES = (
    '[[rule]]\nloan = "3 moons"\nlone = "21 days"\n[[rule]]\nbranch = "MIAN"\nfine = "1"\n'
    '[[rule]]\ncategory = "child"\nfine = "0.10"\n[[rule]]\ntype = "dvd"\nloans = 2\n'
    '[[rule]]\ncategory = "child"\nfine = "0.20"\n'
)


def test_all_mistakes_of_a_file_are_told_at_once(house: House) -> None:
    with pytest.raises(FileUnreadable) as caught:
        house.desk(login="admin").do(LoadPolicy(MISTAKES, "rules.toml"))
    loan, lone, branch, twice = caught.value.why.splitlines()
    assert loan.startswith("rule 1: loan: ")
    assert lone == "rule 1: 'lone' is not a value of the loan rules; did you mean 'loan'?"
    assert branch == "rule 2: there is no branch 'MIAN'; did you mean 'MAIN'?"
    assert twice.startswith("rules 3 and 5: 'fine' is set twice for the same place (category child)")


def test_a_clerk_may_neither_change_the_rules_nor_take_a_change_back(house: House) -> None:
    load(house, RULES, "change")
    desk = house.desk(login="ada")
    for act in (LoadPolicy(RULES), Undo("change")):
        answer = desk.do(act)
        assert isinstance(answer, Refused) and answer.reasons == (Reason.NOT_ALLOWED,)


def test_the_librarians_table_names_every_value_with_what_holds_where_nothing_is_said() -> None:
    text = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
    told = {name: (written, usual) for name, written, usual in TABLE_ROW.findall(text)}
    assert told.keys() == VALUES.keys()
    for name, (written, usual) in told.items():
        value = VALUES[name][1]
        stated = {True: "`yes`", False: "`no`"}[value] if isinstance(value, bool) else f"`{value}`"
        assert usual == ("none" if value in (None, ()) else stated), name
        for word in WORD.findall(written):
            read_value(name, word, "USD")
        for word in (UNLIMITED, NONE):
            assert (f"`{word}`" in written) == readable(name, word), name


def readable(name: str, word: str) -> bool:
    """Whether the rules take this word for a value."""
    try:
        read_value(name, word, "USD")
    except ValueError:
        return False
    # Any word could be the code of a branch.
    return name != "floats" and (name, word) != ("no_transfer_to", UNLIMITED)


def test_where_a_place_takes_its_values_from() -> None:
    assert wider(Place(None, 2, 3)) == (Place(None, 2, None), Place(None, None, 3), Place())
    assert wider(Place()) == ()
    stated = (Row(Place(), "loans", "30"), Row(Place(None, 2), "loans", "15"))
    assert read_policy(stated, "USD").value("loans", 1, 2, 3).place == Place(None, 2)


def test_a_new_value_is_told_with_what_held_until_now(house: House) -> None:
    house.policy({"loan": "21 days"})
    desk = house.desk(login="admin")
    file = desk.ask(ShowPolicy()) + '\n[[rule]]\ntype = "dvd"\nloan = "10 days"\nfine = "0.20"\n'
    lines = policy_lines(desk.ask(PreviewPolicy(file)), place_of(desk))
    assert "DVD: Loan: 10 days, in place of 21 days" in lines
    assert "DVD: Fine: $0.20, in place of $0.00" in lines
    desk.do(LoadPolicy(file))
    lines = policy_lines(desk.ask(PreviewPolicy(file.replace('loan = "10 days"\n', ""))), place_of(desk))
    assert "DVD: Loan: 10 days is taken away, then 21 days holds" in lines
