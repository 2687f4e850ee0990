"""Many at once, and readers who leave: refused with the reasons, or nothing is left of them."""

import json
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from desk.models import Base, Charge, JournalRow, Loan, Patron
from desk.rules.vocabulary import NoteKind, Reason
from desk.services.circulation.undo import Undo
from desk.services.patrons.answers import Cleared, Forgotten, ManyChanged
from desk.services.patrons.export import Exported, ExportReader
from desk.services.patrons.find import FindReaders
from desk.services.patrons.leaving import ClearReader, DeleteReader, PurgeReaders, ShowPurge
from desk.services.patrons.many import Change, ChangeMany, Chosen, ShowMany
from desk.services.patrons.notes import WriteNote
from tests.makers import NOW, House
from tests.rows import row
from tests.services.patrons.people import reasons, registered


@row("patrons", 42)
def test_many_are_changed_seen_before_and_taken_back_as_one(house: House) -> None:
    cards = [registered(house, 800 + n, family_name=f"Name{n}", expires_on=date(2026, 6, 30)) for n in range(3)]
    other = registered(house, 810, family_name="Other", category="child")
    desk, chosen = house.desk(), Chosen(cards=(*cards, "nobody"))
    change = Change(category="senior", expires_on=date(2027, 6, 30))
    shown = desk.ask(ShowMany(chosen, change))
    assert (shown.count, shown.changes, shown.unknown) == (3, 3, ("nobody",))
    answer: Any = desk.do(ChangeMany("Class of 2026", chosen, change))
    assert isinstance(answer, ManyChanged) and (answer.changed, answer.same) == (3, 0)
    assert house.count(Patron, expires_on=date(2027, 6, 30)) == 3
    assert reasons(desk.do(ChangeMany("Again", chosen, change))) == (Reason.NOTHING_NEW,)
    desk.do(Undo())
    assert house.count(Patron, expires_on=date(2026, 6, 30)) == 3
    answer = desk.do(ChangeMany("By category", Chosen(category="child", branch="MAIN"), Change(active=False)))
    assert answer.changed == 1 and not house.one(Patron, id=house.patron(other)).active


@row("patrons", 42)
def test_nothing_said_is_nobody(house: House) -> None:
    registered(house)
    desk = house.desk()
    assert desk.ask(ShowMany(Chosen())).count == 0
    assert reasons(desk.do(ChangeMany("All", Chosen(), Change(active=False)))) == (Reason.NOTHING_NEW,)
    assert reasons(desk.do(ChangeMany("", Chosen(category="adult"), Change(active=False)))) == (Reason.NEEDED,)
    strange = ChangeMany("x", Chosen(category="martian"), Change(active=False))
    assert reasons(desk.do(strange)) == (Reason.NO_SUCH_CODE,)


@row("patrons", 37)
def test_nobody_is_deleted_who_has_something_or_owes_something(house: House) -> None:
    card = registered(house)
    registered(house, 820, given_name="Aino", guarantor=card)
    item = house.item()
    house.lend(card, item)
    house.hold(card, house.item())
    house.charge(card, 340)
    desk = house.desk()
    all_of_them = (Reason.HAS_LOANS, Reason.HAS_DEBT, Reason.HAS_HOLDS, Reason.HAS_GUARANTEES)
    assert reasons(desk.do(DeleteReader(card))) == all_of_them
    refused: Any = desk.do(ClearReader(card))
    assert reasons(refused) == all_of_them and refused.never
    house.change(Charge, house.one(Charge).id, outstanding=-100)
    assert Reason.HAS_CREDIT in reasons(desk.do(DeleteReader(card)))


@row("patrons", 38)
def test_p9_nothing_is_left_of_who_was_deleted(house: House) -> None:
    card = registered(house, birth_date=date(1984, 6, 17), email="mari@example.org", address="14 Mill Lane")
    desk, item = house.desk(), house.item()
    house.lend(card, item)
    house.clock.set(2026, 4, 10, 12)
    house.take_back(item)
    house.change(Charge, house.one(Charge).id, outstanding=0)
    desk.do(WriteNote(card, NoteKind.NOTE, "Knows Greek"))
    assert desk.do(DeleteReader(card)) == Forgotten(1)
    told = ("Lindqvist", "Marisol", card, "mari@example.org", "Mill Lane", "Greek")
    for table in Base.metadata.sorted_tables:
        with house.database.question() as db:
            for line in db.execute(select(table)):
                text = " ".join(str(value) for value in line)
                assert [word for word in told if word in text] == [], table.name
    assert house.count(Loan) == 1 and house.count(Charge) == 1, "statistics and accounts go on"
    assert desk.ask(FindReaders("lindq")).readers == () and house.count(JournalRow, person=None) >= 4


@row("patrons", 39)
def test_the_long_inactive_go_and_who_is_bound_stays(house: House) -> None:
    house.clock.now = NOW - timedelta(days=2000)
    gone = registered(house, expires_on=date(2022, 1, 1))
    owing = registered(house, 830, family_name="Haddad", expires_on=date(2022, 1, 1))
    house.charge(owing, 100)
    current = registered(house, 831, family_name="Okonkwo", expires_on=date(2027, 1, 1))
    house.clock.now = NOW
    desk = house.desk()
    shown = desk.ask(ShowPurge(date(2023, 1, 1)))
    assert (shown.count, shown.kept) == (1, 1) and shown.examples[0].card == gone
    assert reasons(desk.do(PurgeReaders(date(2027, 1, 1)))) == (Reason.IN_FUTURE,)
    assert desk.do(PurgeReaders(date(2023, 1, 1))) == Forgotten(1)
    assert reasons(desk.do(PurgeReaders(date(2023, 1, 1)))) == (Reason.NOTHING_NEW,)
    assert house.count(Patron) == 2 and house.patron(current)


@row("patrons", 40)
def test_the_letter_closes_the_account_and_may_be_taken_back(house: House) -> None:
    card, desk = registered(house), house.desk()
    answer: Any = desk.do(ClearReader(card))
    assert isinstance(answer, Cleared) and answer.day == date(2026, 3, 10)
    assert reasons(house.lend(card, house.item())) == (Reason.INACTIVE,)
    desk.do(Undo())
    assert not isinstance(house.lend(card, house.item()), Cleared) and house.count(Loan) == 1


@row("patrons", 41)
def test_all_that_is_kept_is_told_and_that_it_was_is_written_down(house: House) -> None:
    card = registered(house, birth_date=date(1984, 6, 17), email="mari@example.org")
    item = house.item()
    house.lend(card, item)
    house.hold(card, house.item())
    house.charge(card, 340)
    desk = house.desk()
    desk.do(WriteNote(card, NoteKind.NOTE, "Knows Greek"))
    answer: Any = desk.do(ExportReader(card))
    assert isinstance(answer, Exported) and answer.content is not None
    told = json.loads(answer.content.json())
    assert told["reader"][0]["email"] == "mari@example.org" and told["reader"][0]["category"] == "Adult"
    assert told["loans"][0]["barcode"] == item and told["charges"][0]["amount"] == 340
    assert {"cards", "holds", "patron_notes", "acts", "patron_keys"} <= told.keys()
    entry = house.journal()[-1]
    assert entry.kind == "export_reader" and "Greek" not in (entry.private or "")
    assert reasons(house.desk(login="ada").do(ExportReader(card))) == (Reason.NOT_ALLOWED,)
