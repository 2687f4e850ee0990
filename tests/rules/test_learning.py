"""What a library's numbers look like, worked out from scans."""

import pytest

from desk.rules.barcodes import Pattern, mod10
from desk.rules.learning import USUAL, Learnt, Odd, Samples, learn, next_number
from desk.rules.vocabulary import BarcodeKind, CheckDigit
from desk.wording.numbers import apart_words, odd_words, pattern_words

CARD, ITEM = BarcodeKind.PATRON, BarcodeKind.ITEM


def taught(cards: tuple[str, ...] = (), items: tuple[str, ...] = ()) -> Learnt:
    """What these scans teach."""
    samples = Samples()
    for kind, numbers in ((CARD, cards), (ITEM, items)):
        for number in numbers:
            taken = samples.take(kind, number + "\r")
            assert isinstance(taken, Samples), (number, taken)
            samples = taken
    return learn(samples)


def test_one_card_and_one_item_of_the_usual_kind_say_all() -> None:
    learnt = taught(("21234000987768",), ("A30500004128818B",))
    assert learnt.cards == Pattern(CARD, "21234") and learnt.items == Pattern(ITEM, "30500") and learnt.apart
    assert pattern_words(learnt.cards) == "14 digits beginning 2 1234, with a check digit"
    assert pattern_words(learnt.items) == "14 digits beginning 30500, with a check digit"
    assert learnt.next_card == "2123400098777" + mod10("2123400098777")


def test_nothing_scanned_means_the_usual_numbers() -> None:
    assert learn(Samples()).patterns == USUAL and taught().apart


def test_more_cards_make_the_beginning_shorter_and_the_length_wider() -> None:
    learnt = taught(("P0012", "P00345", "P9000"), ("100200",))
    assert (learnt.cards.prefix, learnt.cards.shortest, learnt.cards.longest) == ("P", 5, 6)
    assert pattern_words(learnt.cards) == "5 to 6 characters beginning P, without a check digit"
    assert learnt.apart and learnt.next_card == "P00346" and learnt.next_item == "100201"


def test_numbers_that_look_alike_are_told_to_be_so() -> None:
    learnt = taught(("00123",), ("00124",))
    assert not learnt.apart and learnt.cards.prefix == learnt.items.prefix == ""
    assert "look alike" in apart_words(learnt)
    assert taught(("100234", "100235"), ("200234",)).apart
    assert taught(("1234",), ("123456",)).apart


def test_a_check_digit_is_believed_from_one_long_number_or_two_short_ones() -> None:
    assert taught(("1234567" + mod10("1234567"),)).cards.check is CheckDigit.NONE
    two = taught(tuple(body + mod10(body) for body in ("1234567", "1234580")))
    assert two.cards.check is CheckDigit.MOD10
    assert pattern_words(two.cards) == "8 digits, with a check digit"


@pytest.mark.parametrize(
    ("raw", "odd"),
    [
        ("9780385537674", Odd.PUBLISHED),
        ("%%DONE", Odd.COMMAND),
        ("Wolf Hall", Odd.WORDS),
        ("212340", Odd.TORN),
        ("12", Odd.TORN),
        ("", Odd.TORN),
        ("2123\x8100987768", Odd.GARBLED),
        ("21234000987768", Odd.TWICE),
        ("30500004128818", Odd.OTHER_KIND),
        ("21234000987767", Odd.MISREAD),
        ("340009", Odd.TORN),
    ],
)
def test_an_odd_scan_is_not_taken_and_the_reason_is_told(raw: str, odd: Odd) -> None:
    samples = Samples(("21234000987768",), ("30500004128818",))
    assert samples.take(CARD, raw) is odd
    assert odd_words(odd, CARD).endswith(".")


def test_the_number_after_a_run_of_nines_is_nobodys_guess() -> None:
    plain = Pattern(CARD, "", 4, 4, True, CheckDigit.NONE)
    assert next_number(plain, ("9999",)) == "" and next_number(plain, ("0999",)) == "1000"
    assert next_number(plain, ()) == "" and next_number(Pattern(CARD, "12"), ("1999",)) == ""


def test_the_next_card_is_none_of_the_items_that_were_scanned() -> None:
    learnt = taught(("1001",), ("1002", "1003"))
    assert (learnt.next_card, learnt.next_item) == ("1004", "1004")
    assert learn(Samples(("9998",), ("9999",))).next_card == ""
