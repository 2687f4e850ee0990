"""Two records of one person become one, and are apart again."""

from datetime import timedelta
from typing import Any

from desk.models import Card, Charge, Hold, Loan, Patron, PatronNote
from desk.rules.vocabulary import NoteKind, Reason
from desk.services.circulation.undo import Undo
from desk.services.patrons.account import OpenAccount
from desk.services.patrons.answers import Merged
from desk.services.patrons.find import FindReaders
from desk.services.patrons.merge import MergeReaders, MergeShown, ShowMerge
from desk.services.patrons.notes import WriteNote
from desk.services.patrons.standing import MarkReader
from tests.makers import NOW, House
from tests.rows import row
from tests.services.patrons.people import reasons, registered

TABLES = (Patron, Card, Loan, Hold, Charge, PatronNote)


def everything(house: House) -> dict[str, list[dict[str, Any]]]:
    """All rows of these tables."""
    from sqlalchemy import select

    with house.database.question() as db:
        return {
            model.__tablename__: sorted(
                (dict(row._mapping) for row in db.execute(select(model.__table__))), key=lambda each: each["id"]
            )
            for model in TABLES
        }


def two(house: House) -> tuple[str, str]:
    """The same person twice; the second has things."""
    keep = registered(house, phone="555-0101")
    away = registered(house, 700, given_name="Mari", email="m@example.org", category="senior", phone="555-0202")
    item, waited = house.item(), house.item()
    house.lend(away, item)
    house.hold(away, waited)
    house.charge(away, 340)
    house.desk().do(WriteNote(away, NoteKind.NOTE, "Large print"))
    house.desk().do(MarkReader(away))
    return keep, away


@row("patrons", 33)
def test_everything_moves_but_category_and_marks(house: House) -> None:
    keep, away = two(house)
    desk = house.desk()
    shown: Any = desk.ask(ShowMerge(keep, away))
    assert isinstance(shown, MergeShown)
    assert [line.name for line in shown.fields if line.differs] == ["given_name", "phone"]
    assert shown.away_has == (1, 1, 1, 1, 1)
    answer: Any = desk.do(MergeReaders(keep, away, ("given_name",)))
    assert isinstance(answer, Merged)
    assert (answer.loans, answer.holds, answer.charges, answer.cards, answer.notes) == (1, 1, 1, 1, 1)
    account: Any = desk.ask(OpenAccount(away))
    assert account.opened.patron.id == house.patron(keep) and account.opened.patron.given_name == "Mari"
    assert (len(account.loans), len(account.holds), account.opened.owes) == (1, 1, 340)
    assert account.opened.category == "Adult" and account.marks == ()
    reader = house.one(Patron, id=account.opened.patron.id)
    assert (reader.email, reader.phone) == ("m@example.org", "555-0101"), "what is empty is filled"
    found = desk.ask(FindReaders("lindqvist")).readers
    assert [line.card for line in found] == [min(keep, away)]
    assert [each.name for each in account.merged] == ["Mari Lindqvist"]


@row("patrons", 35)
def test_two_that_were_merged_are_apart_again(house: House) -> None:
    keep, away = two(house)
    before, desk = everything(house), house.desk()
    desk.do(MergeReaders(keep, away, ("given_name", "phone")))
    later = house.item()
    house.lend(away, later)
    account: Any = desk.ask(OpenAccount(keep))
    desk.do(Undo(account.merged[0].key))
    after = everything(house)
    after["loans"] = [each for each in after["loans"] if each["item_id"] != house.loan(later).item_id]
    assert after == before
    assert house.loan(later).patron_id == house.patron(keep), "what came since stays"
    assert {line.card for line in desk.ask(FindReaders("lindqvist")).readers} == {keep, away}


@row("patrons", 36)
def test_after_a_month_they_stay_one(house: House) -> None:
    from desk.chores.nightly import nightly
    from desk.services.work import finish

    keep, away = two(house)
    desk = house.desk()
    desk.do(MergeReaders(keep, away))
    key = house.journal()[-1].key
    house.clock.now = NOW + timedelta(days=31)
    assert reasons(desk.do(Undo(key))) == (Reason.MERGED_LONG_AGO,)
    finish(nightly(house.desk(login="admin")))
    assert house.count(Patron) == 1 and house.count(Card) == 2
    account: Any = desk.ask(OpenAccount(away))
    assert account.opened.patron.id == house.patron(keep) and account.merged == ()


@row("patrons", 34)
def test_who_cannot_be_one(house: House) -> None:
    parent = registered(house)
    child = registered(house, 701, given_name="Aino", guarantor=parent)
    desk = house.desk()
    assert reasons(desk.do(MergeReaders(parent, parent))) == (Reason.SAME_READER,)
    assert reasons(desk.do(MergeReaders(parent, child))) == (Reason.ANSWERS_FOR_OTHER,)
    assert reasons(desk.do(MergeReaders(child, parent))) == (Reason.ANSWERS_FOR_OTHER,)
    assert desk.ask(ShowMerge(child, parent)).blocks  # type: ignore[union-attr]


def test_those_for_whom_the_other_answered_have_a_guarantor_still(house: House) -> None:
    keep = registered(house)
    away = registered(house, 702, given_name="Mari")
    child = registered(house, 703, given_name="Aino", guarantor=away)
    desk = house.desk()
    desk.do(MergeReaders(keep, away))
    assert house.one(Patron, id=house.patron(child)).guarantor_id == house.patron(keep)
    gone = house.one(Patron, given_name="Mari").id
    desk.do(Undo())
    assert house.one(Patron, id=house.patron(child)).guarantor_id == gone
