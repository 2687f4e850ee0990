"""One line finds readers, copies and titles: by words, by numbers and their ends, by ISBN, by shelf mark."""

import pytest

from desk.models import Item, TitleIdentifier
from desk.models.finding import find_title_ids
from desk.models.search import write_patron_words, write_title_words
from desk.services.search import CopiesOf, Find, Match, MatchKind
from desk.wording.finding import match_detail
from tests.makers import House

ISBN = "9780571333349"


def found(house: House, words: str) -> list[tuple[MatchKind, str]]:
    """What the line finds."""
    return [(match.kind, match.number) for match in house.desk().ask(Find(words))]


@pytest.fixture
def stock(house: House) -> tuple[str, int, str, str]:
    """A reader, and a title with two copies."""
    card = house.card()
    house.index(write_patron_words, house.patron(card), f"lindqvist marisol {card}")
    title = house.title("Braiding Sweetgrass")
    house.index(write_title_words, title, f"braiding sweetgrass kimmerer {ISBN}")
    house.put(TitleIdentifier(title_id=title, value=ISBN, kind="isbn"))
    first, second = house.item(title_id=title), house.item(title_id=title, call_number="581.63 KIM")
    return card, title, first, second


def test_words_find_readers_before_titles(house: House, stock: tuple[str, int, str, str]) -> None:
    card, title, *_copies = stock
    assert found(house, "lindq") == [(MatchKind.PATRON, card)]
    assert found(house, "sweetg kimm") == [(MatchKind.TITLE, str(title))]
    assert found(house, "  ") == found(house, "zzyzx") == []


def test_a_number_is_found_whole_by_its_end_and_either_way(house: House, stock: tuple[str, int, str, str]) -> None:
    card, _title, first, _second = stock
    assert found(house, card) == [(MatchKind.PATRON, card)]
    assert found(house, first) == [(MatchKind.ITEM, first)]
    assert (MatchKind.ITEM, first) in found(house, first[-5:])
    assert (MatchKind.PATRON, card) in found(house, card[-5:])


def test_a_title_is_found_by_isbn_in_both_forms(house: House, stock: tuple[str, int, str, str]) -> None:
    _card, title, *_copies = stock
    ten = ISBN[3:12]
    check = (11 - sum(int(digit) * (10 - at) for at, digit in enumerate(ten)) % 11) % 11
    for form in (ISBN, f"{ten}{'X' if check == 10 else check}"):
        assert found(house, form) == [(MatchKind.TITLE, str(title))]


def test_a_shelf_mark_is_found_where_nothing_else_is(house: House, stock: tuple[str, int, str, str]) -> None:
    assert found(house, "581.63 k") == [(MatchKind.ITEM, stock[3])]


def test_the_copies_of_a_title_stand_in_order_those_that_are_in_first(
    house: House, stock: tuple[str, int, str, str]
) -> None:
    card, title, first, second = stock
    house.lend(card, first)
    withdrawn = house.item(title_id=title)
    house.change(Item, house.one(Item, barcode=withdrawn).id, status="withdrawn")
    copies = house.desk().ask(CopiesOf(title))
    assert [(copy.number, copy.out) for copy in copies] == [(second, False), (first, True)]
    assert match_detail(copies[1]).endswith("on loan") and "Lindqvist" not in match_detail(copies[1])


def test_a_title_tells_how_many_copies_there_are() -> None:
    match = Match(MatchKind.TITLE, "1", "Persepolis", "Marjane Satrapi, 2003", "book-open", 2)
    assert match_detail(match) == "Marjane Satrapi, 2003, 2 copies"


def test_no_more_than_asked_for_is_given(house: House) -> None:
    for number in range(5):
        card = house.card()
        house.index(write_patron_words, house.patron(card), f"common name {number}")
    assert len(house.desk().ask(Find("common", 3))) == 3


def test_letters_that_the_database_does_not_know_are_letters_all_the_same(house: House) -> None:
    """Cherokee's small letters are younger than SQLite's list; a word of them is one word, and never an error."""
    title, other = house.title(), house.title()
    house.index(write_title_words, title, "ᏣᎳᎩ ꭰꮃꭹ ₿itcoin A\u0332b\u0903c")
    house.index(write_title_words, other, "ᏣᎳᎩ")
    asked = {"ꭰꮃ": [title], "ᏣᎳ": [title, other], "ꭰꮃꭹ ꮳꮃ": [title], "ꮃ": [], "itcoin": [title]}
    for words, numbers in asked.items():
        with house.database.asking() as db:
            assert sorted(find_title_ids(db, words)) == numbers, words
