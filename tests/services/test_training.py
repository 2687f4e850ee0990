"""A library to practise in, and a drill that is judged by what the library says afterwards."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desk.errors import WrongUse
from desk.models import Branch, Card, Item, Patron, PolicyRow, Staff
from desk.rules.barcodes import Pattern
from desk.rules.learning import made_up
from desk.rules.vocabulary import BarcodeKind, CheckDigit
from desk.services.administration.opening import find_station, staff_of
from desk.services.circulation.answers import Lent
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.renew import Renew
from desk.services.circulation.undo import Undo
from desk.services.circulation.visit import FinishVisit
from desk.services.database import connect
from desk.services.desk import Desk
from desk.services.training.beginner import FindBeginnerNumbers
from desk.services.training.judging import Judge, Outcome
from desk.services.training.numbers import BeginnerNumbers
from desk.services.training.sandbox import TRAINEE, sandbox_work
from desk.services.training.situations import Kind, Situation, set_out
from desk.services.work import finish
from tests.makers import NOW, House, copy_file


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sandbox with the demo's rules, made once."""
    path = tmp_path_factory.mktemp("training") / "training.db"
    finish(sandbox_work(str(path))).close()
    return path


@pytest.fixture
def sandbox(template: Path, tmp_path: Path) -> Iterator[House]:
    """A sandbox of its own, on an open day."""
    house = copy_file(template, tmp_path)
    house.clock.now = datetime.now(UTC)
    yield house
    house.database.close()


def desk_of(house: House) -> Desk:
    """The trainee's desk."""
    desk = house.desk(login=TRAINEE)
    return desk


def do(desk: Desk, situation: Situation) -> None:
    """What is right."""
    match situation.kind:
        case Kind.RENEW | Kind.RENEW_ALL:
            for item in situation.items:
                desk.do(Renew(item))
        case Kind.WRONG_READER:
            desk.do(Checkout(situation.card, situation.items[0], "w"), "wrong")
            desk.do(Undo("wrong"))
            desk.do(Checkout(situation.other_card, situation.items[0], "v"))
        case _ if situation.stops:
            assert not isinstance(desk.do(Checkout(situation.card, situation.items[0])), Lent)
        case _ if situation.card:
            for item in situation.items:
                desk.do(Checkout(situation.card, item, "visit"))
            desk.do(FinishVisit("visit", situation.card))
        case _:
            desk.do(Checkin(situation.items[0]))


def test_every_situation_is_open_at_first_and_right_once_it_is_done(sandbox: House) -> None:
    desk = desk_of(sandbox)
    situations = set_out(desk, 7, len(Kind))
    assert {each.kind for each in situations} == set(Kind) and situations[0].kind is Kind.LEND_THREE
    for situation in situations:
        assert situation.stops or desk.ask(Judge(situation)) is not Outcome.RIGHT, situation.kind
        do(desk, situation)
        assert desk.ask(Judge(situation)) is Outcome.RIGHT, situation.kind


def test_half_of_it_is_not_all_of_it(sandbox: House) -> None:
    desk = desk_of(sandbox)
    found = {each.kind: each for each in set_out(desk, 8, len(Kind))}
    three, finishing, wrong = (found[kind] for kind in (Kind.LEND_THREE, Kind.LEND_FINISH, Kind.WRONG_READER))
    desk.do(Checkout(three.card, three.items[0]))
    assert desk.ask(Judge(three)) is Outcome.PART
    for item in finishing.items:
        desk.do(Checkout(finishing.card, item, "one"))
    assert desk.ask(Judge(finishing)) is Outcome.NOT_FINISHED
    desk.do(Checkout(wrong.card, wrong.items[0]))
    assert desk.ask(Judge(wrong)) is Outcome.NOT_CORRECTED
    lent = found[Kind.HELD]
    sandbox.put(sandbox_loan(sandbox, lent))
    assert desk.ask(Judge(lent)) is Outcome.LENT_ANYWAY


def sandbox_loan(house: House, situation: Situation):  # type: ignore[no-untyped-def]
    """A loan that should not have been made."""
    from desk.models import Loan

    item = house.one(Item, barcode=situation.items[0])
    card = house.one(Card, number=situation.card)
    return Loan(
        item_id=item.id, patron_id=card.patron_id, branch_id=1, item_type_id=item.item_type_id, out_at=NOW, due_at=NOW
    )


def test_another_seed_is_another_drill_and_a_drill_can_be_had_again(sandbox: House) -> None:
    desk = desk_of(sandbox)
    first, second = set_out(desk, 1), set_out(desk, 2)
    assert len(first) == len(second) == 12
    assert [each.kind for each in first] != [each.kind for each in second]
    assert not {n for each in first for n in each.numbers} & {n for each in second for n in each.numbers}


def test_it_has_the_librarys_own_rules_and_none_of_its_readers(house: House, tmp_path: Path) -> None:
    card = house.card(family_name="Realname")
    house.item()
    where = str(tmp_path / "training.db")
    finish(sandbox_work(where, house.database.where)).close()
    made = House(connect(where))
    assert made.count(PolicyRow) == house.count(PolicyRow) and made.count(Branch) == house.count(Branch)
    assert made.count(Card, number=card) == 0 and made.count(Patron, family_name="Realname") == 0
    assert made.count(Staff) == 1 and made.one(Staff).login == TRAINEE
    assert made.desk(login=TRAINEE).rulebook().library == "TRAINING · Test library"
    assert house.count(Patron) == 1
    made.database.close()


def test_a_drill_is_set_out_nowhere_but_in_training(house: House) -> None:
    with pytest.raises(WrongUse):
        set_out(house.desk(), 1)
    assert house.count(Card) == 0


def test_without_a_library_that_can_be_read_the_demos_rules_hold(tmp_path: Path) -> None:
    where = str(tmp_path / "training.db")
    database = finish(sandbox_work(where, str(tmp_path / "nowhere.db")))
    station = find_station(database, "", "")
    desk = Desk(database, station, House(database).person(TRAINEE))
    found = staff_of(desk, TRAINEE)
    assert found is not None and not found[1]
    numbers = desk.ask(FindBeginnerNumbers())
    assert isinstance(numbers, BeginnerNumbers) and numbers.card and len(numbers.lend) == 3
    database.close()


def test_made_up_numbers_have_the_shape_of_the_librarys() -> None:
    plain = Pattern(BarcodeKind.ITEM, "B", 6, 6, False, CheckDigit.NONE)
    assert made_up(plain, 7) == "B00007" and plain.matches(made_up(plain, 123456789))
    usual = Pattern(BarcodeKind.PATRON, "21234")
    assert usual.matches(made_up(usual, 42))
