"""What scans mean: numbers of libraries in public test data, prefixes, add-ons, short numbers, words."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.barcodes import (
    AnyNumber,
    CardNumber,
    DeskCommand,
    Isbn,
    Issn,
    ItemBarcode,
    Pattern,
    ShortNumber,
    Words,
    check_ok,
    clean,
    grouped,
    mod10,
    mod43,
    read_scan,
)
from desk.rules.vocabulary import BarcodeKind, CheckDigit

PATTERNS = (Pattern(BarcodeKind.PATRON, "2"), Pattern(BarcodeKind.ITEM, "3"))


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("21234000987768", True),  # ui.md 0
        ("30500004128818", True),  # ui.md 0
        ("30234000517861", True),  # JerseyCat's worked example
        ("58198000943996", True),  # NC Cardinal, type digit 5
        ("35555000012349", False),  # printed with a wrong digit in a handbook
        ("22390000027896", False),  # printed with a wrong digit in a handbook
    ],
)
def test_the_check_digit_of_the_library_number(number: str, right: bool) -> None:
    assert check_ok(number, CheckDigit.MOD10) is right


def test_all_public_vectors(shared_data: Path) -> None:
    with (shared_data / "barcode_vectors.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 100
    for line in rows:
        value, right = line["value"], line["check_ok"] == "yes"
        match line["symbology"]:
            case "Codabar14" | "decoy":
                assert check_ok(value, CheckDigit.MOD10) is right, line
            case "Code39mod43":
                assert check_ok(value, CheckDigit.MOD43) is right, line
            case "ISBN10":
                assert Isbn(line["kind"]) in read_scan(value).candidates, line
            case "EAN13+addon":
                assert clean(value)[0] == value[:13], line


@pytest.mark.parametrize(
    ("raw", "first"),
    [
        ("21234000987768\r\n", CardNumber("21234000987768")),
        ("2 1234 00098 7768", CardNumber("21234000987768")),
        ("30500 0041 28818", ItemBarcode("30500004128818")),
        ("1984 2001", Words("1984 2001")),
        ("\x0221234000987768\x03", CardNumber("21234000987768")),
        ("]C021234000987768", CardNumber("21234000987768")),
        ("A30500004128818B", ItemBarcode("30500004128818")),
        ("]F0a30500004128818a", ItemBarcode("30500004128818")),
        ("30500004128819", ItemBarcode("30500004128819", check_ok=False)),
        ("978013110362752495", Isbn("9780131103627")),
        ("]E09780131103627]E252495", Isbn("9780131103627")),
        ("0-306-40615-2", Isbn("9780306406157")),
        ("977037859500112", Issn("03785955")),
        ("0378-5955", Issn("03785955")),
        ("%%done", DeskCommand("DONE")),
        ("CONC4000036", AnyNumber("CONC4000036")),
        (" 26002315\t", AnyNumber("26002315")),
        ("Braiding Sweetgrass", Words("Braiding Sweetgrass")),
    ],
)
def test_what_a_scan_is_taken_for_first(raw: str, first: object) -> None:
    assert read_scan(raw, PATTERNS).candidates[0] == first


def test_a_short_number_is_tried_after_the_number_itself() -> None:
    candidates = read_scan("7768", PATTERNS).candidates
    assert candidates.index(AnyNumber("7768")) < candidates.index(ShortNumber("7768"))


def test_a_date_stamp_that_looks_like_a_card_is_only_a_candidate() -> None:
    assert read_scan("20000122202944", PATTERNS).candidates[0] == CardNumber("20000122202944")


@pytest.mark.parametrize(("text", "letter"), [("31168000000016", "Q"), ("LIB-0001 $", "Z"), ("CODE 39", "R")])
def test_code_39_check_characters(text: str, letter: str) -> None:
    assert mod43(text) == letter


def test_an_empty_scan_means_nothing() -> None:
    assert read_scan("\r\n").candidates == ()


def test_numbers_are_grouped_as_they_are_read_aloud() -> None:
    assert grouped("21234000987768") == "2 1234 00098 7768"
    assert grouped("CONC4000036") == "CONC4000036"


@given(st.text(alphabet="0123456789", min_size=1, max_size=20))
def test_a_number_with_its_check_digit_is_right_and_any_other_digit_is_wrong(number: str) -> None:
    digit = mod10(number)
    assert check_ok(number + digit, CheckDigit.MOD10)
    assert sum(check_ok(number + other, CheckDigit.MOD10) for other in "0123456789") == 1


@given(st.text(max_size=40))
def test_no_scan_breaks_the_reader(raw: str) -> None:
    scan = read_scan(raw, PATTERNS)
    assert scan.raw == raw
