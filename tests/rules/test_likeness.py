"""Nobody twice: which records may be the same person."""

from datetime import date

import pytest

from desk.rules.likeness import Identity, Like, LikeBy, Likeness, identity_keys, likeness, near, sound
from desk.rules.phones import looks_wrong, reachable
from tests.rows import row

BORN = date(1984, 6, 17)
MARISOL = Identity("Lindqvist", "Marisol", "", BORN, ("555-0101",), ("m@example.org",), (("14 Mill Lane", "9999"),))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Lindqvist", "Lindkvist"), ("Meyer", "Maier"), ("Müller", "Muller"), ("Schmidt", "Schmitt"), ("Sofie", "Sophie")],
)
def test_names_that_sound_alike_have_one_key(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Lindqvist", "Lindqivst", True),
        ("Okonkwo", "Okonkow", True),
        ("José", "Jose", True),
        ("Ann", "Ian", False),
        ("Renner", "Rentner", True),
        ("Lindqvist", "Lindholm", False),
        ("Mar", "Marisol", True),
    ],
)
def test_a_slip_of_the_pen_is_near(one: str, other: str, alike: bool) -> None:
    assert near(one, other) is near(other, one) is alike


@row("patrons", 7, 8, 9, 10, 11)
@pytest.mark.parametrize(
    ("other", "how"),
    [
        (Identity("Lindqvist", "Marisol"), Likeness.LIKELY),
        (Identity("lindqvíst", "MARISOL", birth=BORN), Likeness.LIKELY),
        (Identity("Marisol", "Lindqvist"), Likeness.LIKELY),
        (Identity("Lindkvist", "Marisol", birth=BORN), Likeness.LIKELY),
        (Identity("Lindkvist", "Marisol"), Likeness.PERHAPS),
        (Identity("Lindqvist", "Marisol", birth=date(2001, 1, 1)), Likeness.NONE),
        (Identity("Lindqvist", "Marisol", birth=date(2001, 1, 1), phones=("5550101",)), Likeness.PERHAPS),
        (Identity("Santos", "Marisol", birth=BORN, emails=("M@example.org",)), Likeness.LIKELY),
        (Identity("Lindqvist", "Aino", birth=date(2016, 5, 1), phones=("555 0101",)), Likeness.HOUSEHOLD),
        (Identity("Renner", "Per", addresses=(("14 mill lane", "9999"),)), Likeness.HOUSEHOLD),
        (Identity("Renner", "Per"), Likeness.NONE),
    ],
)
def test_how_sure_it_is(other: Identity, how: Likeness) -> None:
    assert likeness(MARISOL, other).how is likeness(other, MARISOL).how is how


def test_it_is_said_by_what() -> None:
    twin = Identity("Lindqvist", "Aino", phones=("555-0101",), addresses=(("14 Mill Lane", "9999"),))
    assert likeness(MARISOL, twin) == Like(Likeness.HOUSEHOLD, (LikeBy.PHONE, LikeBy.ADDRESS))


def test_alike_records_share_a_key() -> None:
    for other in (Identity("Marisol", "Lindqvist"), Identity("Lindkvist", "Marisol"), Identity("Lindqvist", "Marisól")):
        assert identity_keys(MARISOL) & identity_keys(other)
    assert identity_keys(Identity()) == set()


@row("patrons", 6)
@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("01 4000", "AT", "+43 1 4000"),
        ("(212) 555-0101", "US", "+1 212-555-0101"),
        ("+43 1 4000", "", "+43 1 4000"),
        ("555-0101", "US", "555-0101"),
        ("ask at the school", "US", "ask at the school"),
        ("01  4000", "", "01 4000"),
    ],
)
def test_phones_are_kept_in_one_spelling(typed: str, country: str, kept: str) -> None:
    assert reachable(typed, country) == kept


def test_a_number_of_no_plan_is_doubted() -> None:
    assert looks_wrong("12", "") and looks_wrong("555-0101", "US") and not looks_wrong("+43 1 4000", "US")
    assert not looks_wrong("", "US") and not looks_wrong("555-0101", "")
