"""Somebody becomes a reader: what is needed, nobody twice, fees, and all of it taken back."""

from datetime import date
from typing import Any

import pytest

from desk.models import Card, Charge, Patron, PatronAddress, PatronContact, PatronKey
from desk.rules.likeness import LikeBy, Likeness
from desk.rules.vocabulary import ContactKind, Reason
from desk.services.circulation.undo import Undo
from desk.services.patrons.answers import Changed, MembershipRenewed, Registered
from desk.services.patrons.details import Address, Contact
from desk.services.patrons.duplicates import LikeThis, TwiceHere
from desk.services.patrons.find import FindReaders
from desk.services.patrons.form import FormShown, NextCard, ShowForm, named_in
from desk.services.patrons.register import Register, RenewMembership
from tests.makers import House, barcode
from tests.rows import row
from tests.services.patrons.people import BORN, change, details, reasons, register, registered


def found(house: House, words: str) -> list[str]:
    """The cards that a search gives."""
    return [line.card for line in house.desk().ask(FindReaders(words)).readers]


@row("patrons", 13)
def test_somebody_new_is_found_and_can_borrow(house: House) -> None:
    house.policy({"loan": "21 days", "membership": "12 months"})
    answer = register(house, birth_date=BORN, phone="555-0101", email="mari@example.org", address="14 Mill Lane")
    assert isinstance(answer, Registered) and answer.expires_on == date(2027, 3, 10) and not answer.charged
    card = answer.patron.card
    for words in ("lindq", "marisol lind", "qvist", card[-4:], "0101", "mari@exa", "mill lane", "example"):
        assert found(house, words) == [card], words
    assert found(house, "lindqvist mallory") == []
    assert house.lend(card, house.item()).patron.name == "Marisol Lindqvist"


@row("patrons", 1, 5)
def test_all_that_is_missing_is_said_at_once(house: House) -> None:
    answer = house.desk().do(Register("", details(family_name=" ", category="", birth_date=date(2030, 1, 1))))
    assert reasons(answer) == (Reason.NEEDED, Reason.NEEDED, Reason.IN_FUTURE, Reason.NEEDED)
    named = [block.fact.name for block in answer.blocks if block.reason is Reason.NEEDED]
    assert named == ["family_name", "category", "card"]
    assert reasons(register(house, category="martian")) == (Reason.NO_SUCH_CODE,)
    assert reasons(register(house, family_name="x" * 201)) == (Reason.TOO_LARGE,)
    assert house.count(Patron) == 0


@row("patrons", 2, 4)
def test_a_number_is_nobody_elses_and_looks_like_a_card(house: House) -> None:
    card = house.card()
    assert reasons(house.desk().do(Register(card, details()))) == (Reason.CARD_TAKEN,)
    from desk.models import BarcodePattern
    from desk.rules.vocabulary import BarcodeKind, CheckDigit

    if not house.count(BarcodePattern):
        house.put(BarcodePattern(kind=BarcodeKind.PATRON, prefix="2", shortest=14, longest=14, check=CheckDigit.MOD10))
        house.policy({"loan": "21 days"})
    desk = house.desk()
    asked: Any = desk.do(Register("A-77", details()))
    assert reasons(asked) == (Reason.CARD_UNFIT,) and asked.may_override(desk.staff.permissions)
    assert isinstance(desk.do(asked.overridden(desk.staff.id)), Registered)


@row("patrons", 3, 22, 23, 24)
def test_a_child_needs_somebody_who_answers(house: House) -> None:
    from desk.services.patrons.family import LinkGuarantor

    house.policy({"loan": "21 days", "guarantor_below": 18})
    child = {"given_name": "Aino", "birth_date": date(2017, 5, 1), "category": "child"}
    alone: Any = register(house, login="ada", **child)
    assert reasons(alone) == (Reason.GUARANTOR_NEEDED,) and alone.blocks[0].fact.limit == 18
    desk = house.desk(login="ada")
    assert not alone.may_override(desk.staff.permissions)
    parent = registered(house, 501, birth_date=BORN)
    card = registered(house, 502, guarantor=parent, **child)
    assert house.one(Patron, id=house.patron(card)).guarantor_id == house.patron(parent)
    assert reasons(desk.do(LinkGuarantor(card, card))) == (Reason.GUARANTOR_SELF,)
    assert reasons(desk.do(LinkGuarantor(parent, card))) == (Reason.GUARANTOR_SELF,)
    other = registered(house, 503, family_name="Young", birth_date=date(2016, 1, 1), guarantor_words="Aunt May, 555-9")
    assert reasons(desk.do(LinkGuarantor(card, other))) == (Reason.GUARANTOR_TOO_YOUNG,)
    assert reasons(desk.do(LinkGuarantor(card, ""))) == (Reason.GUARANTOR_NEEDED,)
    assert reasons(desk.do(LinkGuarantor(card, parent))) == (Reason.NOTHING_NEW,)


@row("patrons", 7)
def test_nobody_twice(house: House) -> None:
    card = registered(house, birth_date=BORN, phone="555-0101")
    again: Any = register(house, 501)
    assert reasons(again) == (Reason.MAYBE_KNOWN,), "a birth date that is missing on one side says nothing"
    desk = house.desk(login="ada")
    assert again.may_override(desk.staff.permissions)
    [alike] = desk.ask(LikeThis(details()))
    assert (alike.patron.card, alike.how, alike.by) == (card, Likeness.LIKELY, (LikeBy.NAME,))
    [alike] = desk.ask(LikeThis(details(given_name="Aino", phone="555 0101")))
    assert alike.how is Likeness.HOUSEHOLD
    assert desk.ask(LikeThis(details(), besides=card)) == ()
    twin = register(house, 501, birth_date=date(2001, 1, 1))
    assert isinstance(twin, Registered), "another birth date is another person"
    third = registered(house, 502)
    pairs = desk.ask(TwiceHere())
    assert {frozenset((one.patron.card, other.patron.card)) for one, other in pairs} == {
        frozenset((card, third)),
        frozenset((twin.patron.card, third)),
    }


@row("patrons", 16, 17)
@pytest.mark.parametrize(("on_change", "sums"), [("no", (500, 500, 500)), ("yes", (500, 1500, 3500))])
def test_p4_enrolment_fees(house: House, on_change: str, sums: tuple[int, ...]) -> None:
    fees = ({"category": code, "membership_fee": fee} for code, fee in zip(CATEGORIES, FEES, strict=True))
    house.policy({"loan": "21 days", "membership": "1 year", "membership_fee_on_change": on_change}, *fees)
    card = registered(house, category=CATEGORIES[0])
    owed = [owes(house, card)]
    for category in CATEGORIES[1:]:
        assert isinstance(change(house, card, category=category), Changed)
        owed.append(owes(house, card))
    assert tuple(owed) == sums


CATEGORIES, FEES = ("child", "adult", "senior"), ("5.00", "10.00", "20.00")


def owes(house: House, card: str) -> int:
    """What stands on the account."""
    with house.database.question() as db:
        from sqlalchemy import func, select

        asked = select(func.sum(Charge.outstanding)).where(Charge.patron_id == house.patron(card))
        return int(db.scalar(asked) or 0)


@row("patrons", 14, 15, 16)
def test_a_card_is_renewed_with_its_fee_and_back(house: House) -> None:
    house.policy({"loan": "21 days", "membership": "1 year", "membership_fee": "12.00"})
    card = registered(house, expires_on=date(2026, 4, 30))
    desk = house.desk()
    answer: Any = desk.do(RenewMembership(card))
    assert isinstance(answer, MembershipRenewed)
    assert (answer.was, answer.expires_on, answer.charged) == (date(2026, 4, 30), date(2027, 4, 30), 1200)
    assert owes(house, card) == 2400
    desk.do(Undo())
    assert house.one(Patron, id=house.patron(card)).expires_on == date(2026, 4, 30) and owes(house, card) == 1200
    assert reasons(desk.do(RenewMembership(card, date(2026, 3, 1)))) == (Reason.IN_PAST,)
    house.policy({"loan": "21 days"})
    assert reasons(desk.do(RenewMembership(card))) == (Reason.NO_TERM,)


@row("patrons", 43)
def test_what_somebody_else_changed_meanwhile_is_not_lost(house: House) -> None:
    card, desk = registered(house), house.desk()
    form: Any = desk.ask(ShowForm(card))
    assert isinstance(form, FormShown)
    assert change(house, card, phone="555-0202").what == ("phone",)
    from dataclasses import replace

    from desk.services.patrons.register import ChangeDetails

    stale = ChangeDetails(card, replace(form.details, city="Millbrook"), form.base)
    assert reasons(desk.do(stale)) == (Reason.OTHER_DESK,)
    assert reasons(change(house, card)) == (Reason.NOTHING_NEW,)


@row("patrons", 45)
def test_the_record_is_found_by_what_it_says_now(house: House) -> None:
    card = registered(house, phone="555-0101", address="14 Mill Lane", postcode="1010", city="Millbrook")
    more = (Contact(ContactKind.PHONE, "555-7777", "work"), Contact(ContactKind.EMAIL, "m@work.example"))
    change(house, card, phone="", contacts=more, addresses=(Address("term", "2 Hall Row", "Oxted"),))
    assert found(house, "0101") == [] and found(house, "millb") == [card]
    for words in ("7777", "work.exam", "hall row", "oxted"):
        assert found(house, words) == [card], words
    assert house.count(PatronContact) == 2 and house.count(PatronAddress) == 1
    house.desk().do(Undo())
    assert found(house, "0101") == [card] and found(house, "7777") == []
    assert house.count(PatronContact) == 0
    change(house, card, contacts=more)
    change(house, card, contacts=())
    house.desk().do(Undo())
    assert house.count(PatronContact) == 2


def test_a_registration_is_taken_back_whole(house: House) -> None:
    house.policy({"loan": "21 days", "membership_fee": "5.00"})
    card, item, desk = registered(house, phone="555-0101"), house.item(), house.desk()
    desk.do(Undo())
    assert house.count(Patron) == house.count(Card) == house.count(PatronKey) == 0 and found(house, "lindq") == []
    assert house.one(Charge).patron_id is None and house.one(Charge).outstanding == 0
    card = registered(house)
    key = house.journal()[-1].key
    house.lend(card, item)
    assert reasons(desk.do(Undo(key))) == (Reason.LATER_ACT,)
    desk.do(Undo())
    assert desk.do(Undo(key)).what == "register"  # type: ignore[union-attr]
    assert house.count(Patron) == 0


def test_an_older_change_is_not_taken_back_under_a_newer_one(house: House) -> None:
    card, desk = registered(house), house.desk()
    change(house, card, city="Millbrook")
    key = house.journal()[-1].key
    change(house, card, city="Oxted")
    assert reasons(desk.do(Undo(key))) == (Reason.LATER_ACT,)
    desk.do(Undo())
    desk.do(Undo(key))
    assert house.one(Patron, id=house.patron(card)).city == ""


def test_what_privacy_has_emptied_is_not_taken_back(house: House) -> None:
    from desk.models import JournalRow

    card, desk = registered(house), house.desk()
    change(house, card, city="Millbrook")
    house.change(JournalRow, house.journal()[-1].id, private=None)
    assert reasons(desk.do(Undo(house.journal()[-1].key))) == (Reason.SEVERED,)
    assert house.one(Patron, id=house.patron(card)).city == "Millbrook"


def test_the_journal_names_nobody_in_its_public_columns(house: House) -> None:
    card = registered(house, birth_date=BORN, email="mari@example.org", address="14 Mill Lane")
    change(house, card, city="Millbrook")
    for entry in house.journal():
        public = " ".join((entry.act, entry.answer, entry.before or ""))
        told = ("Lindqvist", "Marisol", card, "mari@example.org", "Mill", "1984")
        assert [word for word in told if word in public] == [], entry.kind


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("lindq, mar", ("Lindq", "Mar")),
        ("mar lindq", ("Lindq", "Mar")),
        ("Lindq", ("Lindq", "")),
        ("555-0101", ("", "")),
        ("m@example.org", ("", "")),
        ("", ("", "")),
    ],
)
def test_what_was_typed_begins_the_form(words: str, names: tuple[str, str]) -> None:
    assert named_in(words) == names


def test_the_next_card_follows_the_last(house: House) -> None:
    from desk.models import BarcodePattern
    from desk.rules.vocabulary import BarcodeKind

    assert house.count(BarcodePattern, kind=BarcodeKind.PATRON) >= 0
    house.card()
    told = house.desk().ask(NextCard())
    assert told in ("", barcode("2", 2))
