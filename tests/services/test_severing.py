"""The night after the return nobody can say any more who had it; and it is proved by looking everywhere."""

from datetime import timedelta
from pathlib import Path

import pytest

from desk.chores.nightly import NIGHT, nightly
from desk.models import Charge, Hold, Item, JournalRow, Loan, Patron, Restriction
from desk.rules.vocabulary import HoldStatus, ItemStatus, PaymentKind, Reason
from desk.services.accounts.pay import Pay
from desk.services.answers import Refused
from desk.services.circulation.checkin import Checkin
from desk.services.circulation.checkout import Checkout
from desk.services.circulation.marks import MarkItem
from desk.services.circulation.renew import Renew
from desk.services.circulation.undo import Undo
from desk.services.circulation.visit import FinishVisit
from desk.services.desk import Desk
from desk.services.patrons.leaving import DeleteReader
from desk.services.patrons.proof import CheckPrivacy, Kept, Trace, look_everywhere
from desk.services.patrons.severing import LoansToSever, SeverLoans
from desk.services.work import finish
from tests.makers import NOW, House
from tests.rows import row


def nights(house: House, days: int = 1) -> None:
    """So many days later the missing nights are done."""
    house.clock.now += timedelta(days=days)
    finish(nightly(house.desk()))


def says_who(house: House, loan: int) -> bool:
    """Whether anything still tells whose this loan was."""
    rows = [row for row in house.journal() if row.loan_id == loan]
    told = any(row.person is not None or row.private or row.visit for row in rows)
    return told or house.one(Loan, id=loan).patron_id is not None


def lend_and_return(house: House, card: str, item: str) -> int:
    """A loan, renewed and over; gives its number."""
    desk = house.desk()
    loan = int(desk.do(Checkout(card, item, visit="v1")).loan)  # type: ignore[union-attr]
    desk.do(FinishVisit("v1", card))
    house.clock.now += timedelta(days=1)
    desk.do(Renew(item))
    desk.do(Checkin(item, visit="v2"))
    return loan


@row("privacy", 1, 12)
def test_the_night_after_the_return_nothing_says_who_it_was(house: House) -> None:
    card, item = house.card(family_name="Lindqvist"), house.item()
    loan = lend_and_return(house, card, item)
    assert says_who(house, loan)
    nights(house)
    assert not says_who(house, loan)
    assert all(row.person is None for row in house.journal())
    found = house.desk().ask(CheckPrivacy())
    assert found.is_clean and found.severed == 1 and found.kept == ()


@row("privacy", 2)
def test_what_is_still_out_keeps_its_reader_and_nothing_ties_it_to_what_came_back(house: House) -> None:
    card, desk = house.card(), house.desk()
    one, other = house.item(), house.item()
    first = int(desk.do(Checkout(card, one, visit="v")).loan)  # type: ignore[union-attr]
    second = int(desk.do(Checkout(card, other, visit="v")).loan)  # type: ignore[union-attr]
    desk.do(FinishVisit("v", card))
    desk.do(Checkin(one))
    nights(house)
    assert not says_who(house, first) and says_who(house, second)
    assert [row.loan_id for row in house.journal() if row.visit == "v"] == [second]
    assert dict(desk.ask(CheckPrivacy()).kept) == {Kept.OPEN: 1}


@row("privacy", 3, 7)
def test_money_owed_keeps_it_until_it_is_settled(house: House) -> None:
    card, item = house.card(), house.item()
    house.policy({"loan": "7 days", "fine": "0.20"})
    loan = int(house.desk().do(Checkout(card, item)).loan)  # type: ignore[union-attr]
    house.clock.now += timedelta(days=10)
    house.desk().do(Checkin(item))
    nights(house)
    assert says_who(house, loan) and dict(house.desk().ask(CheckPrivacy()).kept) == {Kept.OWED: 1}
    house.change(Charge, house.one(Charge, loan_id=loan).id, outstanding=0)
    nights(house)
    assert not says_who(house, loan)
    charge = house.one(Charge)
    assert charge.patron_id == house.patron(card) and charge.item_id is None and charge.loan_id is None


@row("privacy", 4)
def test_a_lost_copy_keeps_its_reader(house: House) -> None:
    card, item = house.card(), house.item()
    loan = lend_and_return(house, card, item)
    house.desk().do(MarkItem(item, ItemStatus.LOST))
    nights(house)
    assert says_who(house, loan)
    assert dict(house.desk().ask(CheckPrivacy()).kept) == {Kept.LOST: 1}


@row("privacy", 5)
def test_who_wants_a_history_keeps_it_until_they_want_none(house: House) -> None:
    card, item = house.card(), house.item()
    house.change(Patron, house.patron(card), keeps_history=True)
    loan = lend_and_return(house, card, item)
    nights(house)
    assert house.one(Loan, id=loan).patron_id == house.patron(card)
    assert dict(house.desk().ask(CheckPrivacy()).kept) == {Kept.WISHED: 1}
    house.change(Patron, house.patron(card), keeps_history=False)
    nights(house)
    assert not says_who(house, loan)


@row("privacy", 6)
def test_the_rules_may_keep_it_for_some_days(house: House) -> None:
    house.policy({"loan": "21 days", "forget_after": "3"})
    loan = lend_and_return(house, house.card(), house.item())
    nights(house)
    found = house.desk().ask(CheckPrivacy())
    assert says_who(house, loan) and dict(found.kept) == {Kept.YOUNG: 1} and found.is_clean
    nights(house, 3)
    assert not says_who(house, loan)


@row("privacy", 11)
def test_a_severed_return_cannot_be_undone(house: House) -> None:
    item = house.item()
    lend_and_return(house, house.card(), item)
    key = house.journal()[-1].key
    nights(house)
    answer = house.desk().do(Undo(key))
    assert isinstance(answer, Refused) and answer.reasons == (Reason.SEVERED,)


@row("privacy", 10)
def test_an_undone_loan_is_forgotten_too(house: House) -> None:
    desk = house.desk()
    desk.do(Checkout(house.card(), house.item()), key="k")
    desk.do(Undo("k"))
    nights(house)
    assert all(row.person is None and row.private is None for row in house.journal())


@row("privacy", 9)
def test_a_hold_that_has_ended_is_forgotten_also_in_the_return_of_another_reader(house: House) -> None:
    owes, waits, item = house.card(), house.card(family_name="Okonkwo"), house.item()
    house.policy({"loan": "7 days", "fine": "0.20"})
    desk = house.desk()
    desk.do(Checkout(owes, item))
    hold = house.hold(waits, item)
    house.clock.now += timedelta(days=10)
    desk.do(Checkin(item))  # the one who brought it owes, so their loan is kept
    desk.do(Checkout(waits, item))
    assert house.one(Hold, id=hold).status is HoldStatus.FILLED
    nights(house)
    assert house.one(Hold, id=hold).patron_id is None
    returned = next(row for row in house.journal() if row.kind == "checkin")
    assert returned.person == house.patron(owes) and returned.private is None
    assert house.desk().ask(CheckPrivacy()).is_clean


@row("privacy", 8)
def test_a_suspension_stands_but_forgets_for_which_loan(house: House) -> None:
    house.policy({"loan": "7 days", "suspension_days": "1"})
    card, item = house.card(), house.item()
    house.desk().do(Checkout(card, item))
    house.clock.now += timedelta(days=17)
    house.desk().do(Checkin(item))
    nights(house)
    standing = house.one(Restriction)
    assert standing.patron_id == house.patron(card) and standing.loan_id is None


def test_the_check_trusts_nobody(house: House) -> None:
    card, item = house.card(), house.item()
    loan = lend_and_return(house, card, item)
    nights(house)
    row = next(each for each in house.journal() if each.loan_id == loan)
    house.change(JournalRow, row.id, person=house.patron(card))
    house.change(Loan, loan, patron_id=house.patron(card))
    found = house.desk().ask(CheckPrivacy())
    assert dict(found.traces) == {Trace.LOANS: 1}, "with its reader the loan is what is wrong"
    house.change(Loan, loan, patron_id=None)
    assert dict(house.desk().ask(CheckPrivacy()).traces) == {Trace.JOURNAL: 1}


def test_severing_twice_changes_nothing(house: House) -> None:
    lend_and_return(house, house.card(), house.item())
    nights(house)
    before = house.snapshot()
    finish(nightly(house.desk(), (NOW.date() + timedelta(days=1),), again=True))
    after = house.snapshot()
    assert {name: rows for name, rows in after.items() if name not in ("journal", "nightly_runs")} == {
        name: rows for name, rows in before.items() if name not in ("journal", "nightly_runs")
    }


def test_a_loan_that_is_opened_again_meanwhile_is_left_alone(house: House) -> None:
    item = house.item()
    loan = lend_and_return(house, house.card(), item)
    house.clock.now += timedelta(days=1)
    night = Desk(house.database, house.desk().station, NIGHT, house.clock)
    due, _seen = night.ask(LoansToSever(NOW.date() + timedelta(days=1)))
    assert due == (loan,)
    house.desk().do(Undo(house.journal()[-1].key))
    assert night.do(SeverLoans(due)).count == 0
    assert house.loan(item).patron_id is not None


def test_a_word_is_found_wherever_it_stands(house: House) -> None:
    card = house.card(family_name="Zyskowska")
    item = house.item()
    lend_and_return(house, card, item)
    found = finish(look_everywhere(house.desk(), (card, "Zyskowska")))
    places = {(each.place, each.part) for each in found}
    assert {
        ("patrons", "family_name"),
        ("cards", "number"),
        ("journal", "private"),
        ("patron_words", "words"),
    } <= places
    nights(house)
    found = finish(look_everywhere(house.desk(), (card, "Zyskowska")))
    assert {each.place for each in found} <= {"patrons", "cards", "patron_words", "patron_parts", "library.db"}
    assert finish(look_everywhere(house.desk(), ("Nobodyhasthisname",))) == ()


@pytest.mark.parametrize("readers", [1, 40])
def test_what_is_severed_stands_in_no_byte_of_the_file(sqlite_house: House, readers: int) -> None:
    house = sqlite_house
    cards = [house.card(family_name=f"Quillfeather{number:03}") for number in range(readers)]
    for card in cards:
        lend_and_return(house, card, house.item())
    written = {card: bytes_of(house, f'"{card}"') for card in cards}
    assert all(count > 1 for count in written.values()), "the journal had them in quotes"
    nights(house)
    assert {card: bytes_of(house, f'"{card}"') for card in cards} == dict.fromkeys(cards, 0)


def bytes_of(house: House, word: str) -> int:
    """How often a word stands in the library's file and in its log, once that is written into the file."""
    finish(look_everywhere(house.desk(), (word,)))
    path = Path(house.database.where)
    return sum(each.read_bytes().count(word.encode()) for each in path.parent.glob("library.db*"))


@row("privacy", 13)
def test_what_else_is_known_of_a_person_goes_after_a_while_and_when_nothing_is_owed(house: House) -> None:
    card = house.card()
    number = house.put(
        JournalRow(
            key="old",
            at=house.clock.now,
            recorded=house.clock.now,
            kind="told",
            person=house.patron(card),
            act="{}",
            answer="{}",
            private="{}",
        )
    )
    charge = house.charge(card, 100)
    nights(house, 29)
    nights(house, 5)
    assert house.one(JournalRow, id=number).person is not None, "money is owed"
    house.change(Charge, charge, outstanding=0)
    nights(house)
    assert house.one(JournalRow, id=number).person is None


@row("privacy", 7)
def test_no_way_leads_from_a_severed_loan_over_its_fine_to_the_account(house: House) -> None:
    card, item = house.card(), house.item()
    house.policy({"loan": "7 days", "fine": "0.20"})
    loan = int(house.desk().do(Checkout(card, item)).loan)  # type: ignore[union-attr]
    house.clock.now += timedelta(days=10)
    house.desk().do(Checkin(item))
    paid = house.desk().do(Pay(card, method=PaymentKind.CARD), key="paid")
    assert getattr(paid, "amount", 0) == 60
    nights(house)
    rows = house.journal()
    assert all(row.charge_id is None and row.before is None for row in rows if row.loan_id == loan)
    [told] = [row for row in rows if row.key == "paid"]
    assert told.person is None and "title" not in told.answer
    charge = house.one(Charge)
    assert charge.patron_id == house.patron(card) and charge.charged_at.hour == 0 and charge.act == ""
    assert house.desk().ask(CheckPrivacy()).is_clean


@row("privacy", 7)
def test_a_charge_for_a_copy_without_a_loan_is_severed_when_it_is_settled(house: House) -> None:
    card, item = house.card(), house.item()
    number = house.charge(card, 300)
    house.change(Charge, number, item_id=house.one(Item, barcode=item).id, note="Torn")
    nights(house, 2)
    assert house.one(Charge, id=number).item_id is not None, "it is owed"
    house.change(Charge, number, outstanding=0)
    assert dict(house.desk().ask(CheckPrivacy()).traces) == {Trace.CHARGES: 1}
    nights(house)
    charge = house.one(Charge, id=number)
    assert charge.item_id is None and charge.note == "" and charge.patron_id is not None


def test_of_a_deleted_reader_nothing_is_left_in_the_rows_of_others(house: House) -> None:
    brings, waits, item = house.card(), house.card(family_name="Zyskowska"), house.item()
    house.policy({"loan": "7 days", "fine": "0.20"})
    desk = house.desk()
    desk.do(Checkout(brings, item))
    house.hold(waits, item)
    house.clock.now += timedelta(days=10)
    desk.do(Checkin(item))  # fined, so the row is kept
    desk.do(Checkout(waits, item))
    house.clock.now += timedelta(days=1)
    desk.do(Checkin(item))
    desk.do(DeleteReader(waits))
    found = finish(look_everywhere(desk, (waits, "Zyskowska", f"ZYS-{waits[-4:]}")))
    assert found == ()
