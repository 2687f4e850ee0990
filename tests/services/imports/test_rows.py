"""Copies, patrons, loans, holds and charges from files of rows, with our own column names."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desk.errors import FileUnreadable
from desk.models import (
    Card,
    Charge,
    Hold,
    Item,
    Loan,
    Patron,
    PatronAddress,
    PatronCategory,
    PatronContact,
    PatronNote,
    Restriction,
    Title,
    Transit,
)
from desk.models.finding import find_patron_ids
from desk.rules.vocabulary import CardStatus, ChargeKind, ContactKind, HoldStatus, ItemStatus, NoteKind, TransitReason
from desk.services.imports.fields import ImportKind
from desk.services.imports.report import ImportRemark
from tests.makers import House
from tests.marc.makers import book, field, write
from tests.services.imports.makers import counts, faults, table, take

ITEMS = """barcode,control_number,isbn,title,author,branch,item_type,price,status,location
    3001,1,,,,MAIN,book,12.50,available,Stacks
    3002,,9780441013593,,,NORTH,book,,lost,
    3003,,,Field notes,"Brook, Ada",MAIN,book,,,
    3004,,,Field notes,"Brook, Ada",MAIN,book,,,"""
PATRONS = """card,family_name,given_name,category,branch,expires,birth_date,phone
    2001,Brook,Ada,adult,MAIN,2027-01-31,1990-05-06,555-0101
    2002,Stone,Kai,child,NORTH,,,"""
LOANS = """card,barcode,out,due,renewals
    2001,3001,2026-02-20 10:00,2026-03-13,1
    2002,3002,2026-02-25T17:30:00-05:00,2026-03-18T23:59:00-04:00,0"""


def stock(house: House, folder: Path) -> None:
    """A small library: two titles by MARC, four copies, two readers."""
    titles = write(folder / "t.mrc", book("1", "Dune"), book("2", "Emma", field("020", a="9780441013593")))
    take(house, ImportKind.MARC, titles)
    assert counts(take(house, ImportKind.ITEMS, table(folder, ITEMS))) == (4, 0, 0)
    assert counts(take(house, ImportKind.PATRONS, table(folder, PATRONS))) == (2, 0, 0)


def test_copies_find_their_title_by_number_by_isbn_or_bring_their_own(house: House, tmp_path: Path) -> None:
    stock(house, tmp_path)
    assert house.one(Item, barcode="3001").title_id == house.one(Title, control_number="1").id
    second = house.one(Item, barcode="3002")
    assert second.title_id == house.one(Title, control_number="2").id
    assert second.status is ItemStatus.LOST
    own = house.one(Title, title="Field notes")
    assert (own.author, own.author_sort) == ("Ada Brook", "Brook, Ada")
    assert house.count(Item, title_id=own.id) == 2


@pytest.mark.parametrize(
    ("kind", "text"), [(ImportKind.ITEMS, ITEMS), (ImportKind.PATRONS, PATRONS), (ImportKind.LOANS, LOANS)]
)
def test_twice_the_same_changes_nothing(house: House, tmp_path: Path, kind: ImportKind, text: str) -> None:
    stock(house, tmp_path)
    take(house, kind, table(tmp_path, text))
    report = take(house, kind, table(tmp_path, text))
    assert (report.added, report.changed) == (0, 0)
    assert report.unchanged == len(text.splitlines()) - 1
    assert not report.refused


@pytest.mark.parametrize(
    ("kind", "text"), [(ImportKind.ITEMS, ITEMS), (ImportKind.PATRONS, PATRONS), (ImportKind.LOANS, LOANS)]
)
def test_a_dry_run_writes_nothing(house: House, tmp_path: Path, kind: ImportKind, text: str) -> None:
    if kind is not ImportKind.PATRONS:
        stock(house, tmp_path)
    before = [house.count(model) for model in (Title, Item, Patron, Card, Loan)]
    report = take(house, kind, table(tmp_path, text.replace(",MAIN,", ",EAST,")), dry_run=True)
    assert report.added + report.changed + report.unchanged == len(text.splitlines()) - 1
    assert [house.count(model) for model in (Title, Item, Patron, Card, Loan)] == before


def test_rows_that_cannot_be_taken_in_are_told_with_line_and_reason(house: House, tmp_path: Path) -> None:
    stock(house, tmp_path)
    report = take(
        house,
        ImportKind.ITEMS,
        table(
            tmp_path,
            """barcode,control_number,branch,item_type,price,status,not_for_loan
            ,1,MAIN,book,,,
            4001,99,MAIN,book,,,
            4002,,MAIN,book,,,
            4003,1,MAIN,,,,
            4004,1,MAIN,book,twelve,,
            4005,1,MAIN,book,1.2345,,
            4006,1,MAIN,book,,asleep,
            4007,1,MAIN,book,,,perhaps
            4008,1,,book,,,
            4009,1,MAIN
            4010,1,MAIN,book,$1,,no
            4010,1,MAIN,book,,,""",
        ),
    )
    assert counts(report) == (1, 0, 0)
    assert faults(report) == [
        (2, "", "empty"),
        (3, "4001", "title_unknown"),
        (4, "4002", "empty"),
        (5, "4003", "empty"),
        (6, "4004", "not_a_sum"),
        (7, "4005", "not_a_sum"),
        (8, "4006", "status_unknown"),
        (9, "4007", "not_yes_or_no"),
        (10, "4008", "empty"),
        (11, "", "columns"),
        (13, "4010", "twice_in_file"),
    ]


def test_a_reader_comes_with_card_and_is_found(house: House, tmp_path: Path) -> None:
    stock(house, tmp_path)
    card = house.one(Card, number="2001")
    patron = house.one(Patron, id=card.patron_id)
    assert card.status is CardStatus.ACTIVE
    assert (patron.family_name, patron.given_name) == ("Brook", "Ada")
    assert (patron.expires_on, patron.birth_date) == (date(2027, 1, 31), date(1990, 5, 6))
    assert patron.category_id == house.code(PatronCategory, "adult")
    with house.database.question() as db:
        assert find_patron_ids(db, "ada 2001") == [patron.id]


def test_a_changed_reader_is_brought_up_to_date_and_found_by_the_new_name(house: House, tmp_path: Path) -> None:
    stock(house, tmp_path)
    text = """card,old_cards,family_name,category,branch,alert,restriction,restricted_until,card_lost
        2003,2001,Brook-Hill,adult,MAIN,Ask for the address,Owes a disc,2026-05-01,no"""
    for expected in ((0, 1, 0), (0, 0, 1)):
        assert counts(take(house, ImportKind.PATRONS, table(tmp_path, text))) == expected
    patron = house.one(Patron, family_name="Brook-Hill")
    assert patron.given_name == "Ada"
    assert house.one(Card, number="2001").status is CardStatus.REPLACED
    assert house.one(Card, number="2003").patron_id == patron.id
    assert house.one(PatronNote, patron_id=patron.id).kind is NoteKind.ALERT
    assert house.one(Restriction, patron_id=patron.id).until == date(2026, 5, 1)
    with house.database.question() as db:
        assert find_patron_ids(db, "hill 2003") == [patron.id]


def test_one_row_cannot_take_the_cards_of_two_readers(house: House, tmp_path: Path) -> None:
    stock(house, tmp_path)
    text = "card,old_cards,family_name,category,branch\n2001,2002,Brook,adult,MAIN"
    assert faults(take(house, ImportKind.PATRONS, table(tmp_path, text))) == [(2, "2001", "card_of_another")]


def test_loans_stand_in_utc_and_are_due_at_the_end_of_their_day(house: House, tmp_path: Path) -> None:
    stock(house, tmp_path)
    assert counts(take(house, ImportKind.LOANS, table(tmp_path, LOANS))) == (2, 0, 0)
    first = house.one(Loan, item_id=house.one(Item, barcode="3001").id)
    second = house.one(Loan, item_id=house.one(Item, barcode="3002").id)
    assert (first.due_at, first.renewals) == (datetime(2026, 3, 13, 23, 59, tzinfo=UTC), 1)
    assert second.out_at == datetime(2026, 2, 25, 22, 30, tzinfo=UTC)
    assert second.due_at == datetime(2026, 3, 19, 3, 59, tzinfo=UTC)


def test_loans_that_cannot_be_are_told(house: House, tmp_path: Path) -> None:
    stock(house, tmp_path)
    take(house, ImportKind.LOANS, table(tmp_path, LOANS))
    report = take(
        house,
        ImportKind.LOANS,
        table(
            tmp_path,
            """card,barcode,out,due,returned,lost
            2002,3001,2026-02-20,2026-03-13,,
            2001,9999,2026-02-20,2026-03-13,,
            9999,3003,2026-02-20,2026-03-13,,
            2001,3003,2026-02-20,31/31/2026,,
            2001,3003,2026-02-20,,,
            2001,3003,2026-02-20,2026-03-13,2026-03-01,
            2001,3003,2026-02-20,2026-03-13,,yes""",
        ),
    )
    assert [fault for _line, _number, fault in faults(report)] == [
        "on_loan_to_another",
        "item_unknown",
        "patron_unknown",
        "not_a_date",
        "empty",
        "returned",
    ]
    assert counts(report) == (1, 0, 0)
    lost = house.one(Item, barcode="3003")
    assert lost.status is ItemStatus.LOST
    assert house.one(Loan, item_id=lost.id).returned_at is None


def test_a_loan_with_a_new_due_date_is_brought_up_to_date(house: House, tmp_path: Path) -> None:
    stock(house, tmp_path)
    take(house, ImportKind.LOANS, table(tmp_path, LOANS))
    assert counts(take(house, ImportKind.LOANS, table(tmp_path, LOANS.replace("03-13", "03-27")))) == (0, 1, 1)


def test_holds_wait_stand_on_the_shelf_and_travel(house: House, tmp_path: Path) -> None:
    stock(house, tmp_path)
    text = """card,control_number,barcode,pickup,placed,status,ready,shelf_until
        2001,1,,MAIN,2026-03-01,,,
        2002,1,,MAIN,2026-03-02,,,
        2001,,3003,MAIN,2026-03-01,ready,2026-03-08,2026-03-18
        2002,,3002,MAIN,2026-03-01,in_transit,,"""
    for expected in ((4, 0, 0), (0, 0, 4)):
        assert counts(take(house, ImportKind.HOLDS, table(tmp_path, text))) == expected
    title = house.one(Title, control_number="1").id
    assert [house.one(Hold, title_id=title, rank=rank).status for rank in (1, 2)] == [HoldStatus.QUEUED] * 2
    ready = house.one(Hold, copy_id=house.one(Item, barcode="3003").id)
    assert (ready.shelf_code, ready.shelf_until) == ("BRO-2001", date(2026, 3, 18))
    transit = house.one(Transit)
    assert (transit.item_id, transit.reason) == (house.one(Item, barcode="3002").id, TransitReason.HOLD)
    assert transit.from_branch_id != transit.to_branch_id


def test_holds_that_cannot_be_are_told(house: House, tmp_path: Path) -> None:
    stock(house, tmp_path)
    report = take(
        house,
        ImportKind.HOLDS,
        table(
            tmp_path,
            """card,control_number,barcode,pickup,placed,status
            9999,1,,MAIN,2026-03-01,
            2001,99,,MAIN,2026-03-01,
            2001,1,,MAIN,2026-03-01,ready
            2001,1,,MAIN,2026-03-01,filled
            2001,,3003,MAIN,2026-03-01,ready
            2002,,3003,MAIN,2026-03-01,ready
            2001,,3003,MAIN,2026-03-01,""",
        ),
    )
    assert [fault for _line, _number, fault in faults(report)] == [
        "patron_unknown",
        "title_unknown",
        "empty",
        "status_unknown",
        "copy_kept_already",
        "twice_in_file",
    ]
    assert counts(report) == (1, 0, 0)


def test_what_is_owed_comes_in_once(house: House, tmp_path: Path) -> None:
    stock(house, tmp_path)
    text = """card,barcode,kind,amount,outstanding,charged,note
        2001,3002,lost,24.99,20.00,2026-02-01,Emma
        2001,,manual,1.00,,2026-02-02,Printing
        2001,,manual,1.00,,2026-02-02,Printing
        2001,,gift,1.00,,2026-02-02,
        2001,,manual,,,2026-02-02,"""
    report = take(house, ImportKind.CHARGES, table(tmp_path, text))
    assert counts(report) == (3, 0, 0)
    assert [fault for _line, _number, fault in faults(report)] == ["kind_unknown", "empty"]
    assert counts(take(house, ImportKind.CHARGES, table(tmp_path, text))) == (0, 0, 3)
    charge = house.one(Charge, kind=ChargeKind.LOST)
    assert (charge.amount, charge.outstanding) == (2499, 2000)


def test_a_file_in_windows_1252_is_read_with_a_remark(house: House, tmp_path: Path) -> None:
    path = table(tmp_path, PATRONS.replace("Brook", "Brontë"), encoding="cp1252")
    report = take(house, ImportKind.PATRONS, path)
    assert house.count(Patron, family_name="Brontë") == 1
    assert [(r.remark, r.fact) for r in report.remarks] == [(ImportRemark.NOT_UTF8, "cp1252")]


def test_a_file_that_does_not_fit_its_mapping_is_refused_before_anything_is_read(house: House, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable) as caught:
        take(house, ImportKind.PATRONS, table(tmp_path, "colour,size\nred,3"))
    assert "It has no column card. Its columns are: colour, size." in caught.value.why


def test_a_nul_in_a_cell_stops_nothing(house: House, tmp_path: Path) -> None:
    path = table(tmp_path, PATRONS)
    path.write_bytes(path.read_bytes().replace(b"Ada", b"A\x00da"))
    assert counts(take(house, ImportKind.PATRONS, path)) == (2, 0, 0)
    assert house.count(Patron, given_name="Ada") == 1


def test_a_reader_names_by_card_who_answers_for_them(house: House, tmp_path: Path) -> None:
    rows = """card,family_name,category,branch,guarantor,in_collections
    2001,Stone,child,MAIN,2002,
    2002,Brook,adult,MAIN,,yes
    2003,Hill,child,MAIN,9999,"""
    report = take(house, ImportKind.PATRONS, table(tmp_path, rows))
    child, adult = house.patron("2001"), house.patron("2002")
    assert house.one(Patron, id=child).guarantor_id == adult and house.one(Patron, id=adult).in_collections
    assert [each.remark for each in report.remarks] == [ImportRemark.GUARANTOR_UNKNOWN]
    assert counts(take(house, ImportKind.PATRONS, table(tmp_path, rows))) == (0, 0, 3)


def test_a_mark_in_the_record_says_from_which_age_a_title_is_lent(house: House, tmp_path: Path) -> None:
    take(house, ImportKind.MARC, write(tmp_path / "t.mrc", book("1", "Alien", field("521", a="FSK 16"))))
    rows = """barcode,title,branch,item_type,age
    3001,Jaws,MAIN,dvd,PEGI 12
    3002,Heidi,MAIN,dvd,"""
    take(house, ImportKind.ITEMS, table(tmp_path, rows))
    assert [house.one(Title, title=title).min_age for title in ("Alien", "Jaws", "Heidi")] == [16, 12, None]


def test_further_cards_phones_and_addresses_come_along_once(house: House, tmp_path: Path) -> None:
    stock(house, tmp_path)
    text = """card,more_cards,family_name,category,branch,more_phones,more_emails,further_address,further_city
        2001,2011 2012,Brook,adult,MAIN,555 0198; 555 0199,work@example.org,4 Term Road,Millbrook"""
    for expected in ((0, 1, 0), (0, 0, 1)):
        assert counts(take(house, ImportKind.PATRONS, table(tmp_path, text))) == expected
    patron = house.one(Card, number="2001").patron_id
    for number in ("2011", "2012"):
        card = house.one(Card, number=number)
        assert card.patron_id == patron and card.status is CardStatus.ACTIVE
    assert house.count(PatronContact, patron_id=patron, kind=ContactKind.PHONE) == 2
    assert house.one(PatronContact, patron_id=patron, kind=ContactKind.EMAIL).value == "work@example.org"
    assert house.one(PatronAddress, patron_id=patron).city == "Millbrook"
    with house.database.question() as db:
        assert find_patron_ids(db, "5550199") == [patron]
