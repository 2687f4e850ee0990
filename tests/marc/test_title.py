"""What a record says about a title: names turned, punctuation trimmed, numbers checked, materials told apart."""

from pathlib import Path

import pytest
from pymarc import Record

from desk.marc.keep import dump, load
from desk.marc.kinds import Audience, Kind
from desk.marc.reader import Read, read_records
from desk.marc.title import TitleFacts, isbn13, sort_key, title_facts
from tests.marc.makers import control, field, record


def facts(*fields: object, leader: str = "00000nam a2200000 a 4500") -> TitleFacts:
    found = title_facts(record(*fields, leader=leader))  # type: ignore[arg-type]
    assert found is not None
    return found


def fixed(**places: str) -> str:
    """An 008 with these places filled (p22="j")."""
    text = list("261101s1999    xx ".ljust(40))
    for name, value in places.items():
        at = int(name[1:])
        text[at : at + len(value)] = value
    return "".join(text)


TITLE = field("245", "10", a="Dune /", c="Frank Herbert.")


@pytest.mark.parametrize(
    ("title", "short", "full", "sort"),
    [
        (
            field("245", "14", a="The overstory :", b="a novel /", c="x"),
            "The overstory",
            "The overstory: a novel",
            "overstory a novel",
        ),
        (
            field("245", "10", a="Maus.", n="II,", p="And here my troubles began /"),
            "Maus. II, And here my troubles began",
            "Maus. II, And here my troubles began",
            "maus ii and here my troubles began",
        ),
        (field("245", "12", a="L'\xe9tranger."), "L'étranger", "L'étranger", "etranger"),
        (field("245", "04", a="Théâtre ="), "Théâtre", "Théâtre", "theatre"),  # four would cut the word: not believed
        (field("245", "00", a="Wait ... what?"), "Wait ... what?", "Wait ... what?", "wait what"),
        (field("245", "00", a="Apple Inc."), "Apple Inc.", "Apple Inc.", "apple inc"),
        (field("245", "00", a="Odes =", b="Oden."), "Odes", "Odes = Oden", "odes oden"),
        (field("245", "00", a="बिहानी टुसा."), "बिहानी टुसा", "बिहानी टुसा", "बिहानी टुसा"),
    ],
)
def test_a_title_is_trimmed_and_filed_without_its_article(title: object, short: str, full: str, sort: str) -> None:
    found = facts(title)
    assert (found.title, found.full_title, found.title_sort) == (short, full, sort)


@pytest.mark.parametrize(
    ("name", "sort", "display"),
    [
        (field("100", "1 ", a="Kimmerer, Robin Wall,", e="author."), "Kimmerer, Robin Wall", "Robin Wall Kimmerer"),
        (
            field("100", "1 ", a="King, Martin Luther,", c="Jr.,", d="1929-1968."),
            "King, Martin Luther, Jr.",
            "Martin Luther King Jr.",
        ),
        (field("100", "1 ", a="Tolkien, J. R. R."), "Tolkien, J. R. R.", "J. R. R. Tolkien"),
        (field("100", "0 ", a="Homer."), "Homer", "Homer"),
        (field("100", "0 ", a="John Paul", b="II,", c="Pope,"), "John Paul II, Pope", "John Paul II, Pope"),
        (field("110", "2 ", a="Buena Vista Social Club."), "Buena Vista Social Club", "Buena Vista Social Club"),
        (field("700", "1 ", a="Villeneuve, Denis,", e="film director."), "Villeneuve, Denis", "Denis Villeneuve"),
    ],
)
def test_a_name_is_said_aloud_and_filed(name: object, sort: str, display: str) -> None:
    author = facts(name, TITLE).author
    assert author is not None
    assert (author.sort, author.display) == (sort, display)


def test_a_title_in_its_own_script_is_kept_and_found() -> None:
    found = facts(
        field("245", "10", _6="880-02", a="Huo zhe."),
        field("880", "10", _6="245-02/$1", a="活着."),
        field("880", "1 ", _6="100-01/$1", a="余华."),
    )
    assert found.original == ("活着", "余华")
    assert "活着" in found.searchable


def test_two_titles_in_one_record_are_both_found() -> None:
    found = facts(field("245", "10", a="बिहानी टुसा"), field("245", "10", a="Bihānī ṭusā"))
    assert found.title == "बिहानी टुसा"
    assert found.variants == ("Bihānī ṭusā",)


def test_good_isbns_become_thirteen_digits_and_bad_ones_are_kept_apart() -> None:
    found = facts(
        field("020", a="0-8044-2957-X (alk. paper) :", c="$9"),
        field("020", a="9780804429573"),
        field("020", a="1234567890"),
        field("020", z="0804429570"),
        TITLE,
    )
    assert found.isbns == ("9780804429573",)
    assert found.bad_isbns == ("0804429570", "1234567890")


@pytest.mark.parametrize(
    ("text", "number"), [("080442957X", "9780804429573"), ("978-0-8044-2957-3", "9780804429573"), ("0804429570", None)]
)
def test_an_isbn_is_checked(text: str, number: str | None) -> None:
    assert isbn13(text) == number


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ((control("008", fixed()),), "1999"),
        ((control("008", "970701s1989 it a u000 0 ita u"),), "1989"),  # blanks squeezed out: the year still stands
        ((control("008", fixed(p6="b")), field("264", " 1", c="c2001.")), "2001"),
        ((field("260", c="[1987?]"),), "1987"),
        ((field("264", " 4", c="©2003"), field("264", " 1", c="2004.")), "2004"),
        ((), ""),
    ],
)
def test_a_year_is_found(fields: tuple[object, ...], year: str) -> None:
    assert facts(*fields, TITLE).year == year


def test_a_language_is_not_read_from_a_squeezed_008() -> None:
    assert facts(control("008", "970701s1989 it a u000 0 ita u"), TITLE).language == ""
    assert facts(control("008", fixed(p35="fre")), TITLE).language == "fre"
    assert facts(field("041", "1 ", a="ger", h="eng"), TITLE).language == "ger"


@pytest.mark.parametrize(
    ("kind", "leader", "fields"),
    [
        (Kind.BOOK, "am", ()),
        (Kind.LARGE_PRINT, "am", (control("008", fixed(p23="d")),)),
        (Kind.LARGE_PRINT, "am", (field("300", a="412 pages (large print)"),)),
        (Kind.EBOOK, "am", (control("008", fixed(p23="o")),)),
        (Kind.EBOOK, "am", (control("007", "cr un"),)),
        (Kind.SERIAL, "as", ()),
        (Kind.DVD, "gm", (control("007", "vd cvaizq"),)),
        (Kind.BLU_RAY, "gm", (control("007", "vd csaizq"),)),
        (Kind.VIDEO, "gm", (control("007", "vf cbahos"),)),
        (Kind.DVD, "gm", (field("300", a="1 videodisc (102 min.)"),)),
        (Kind.BLU_RAY, "gm", (field("538", a="Blu-ray disc."),)),
        (Kind.VIDEO, "gm", ()),
        (Kind.CD, "jm", ()),
        (Kind.AUDIOBOOK, "im", ()),
        (Kind.SCORE, "cm", ()),
        (Kind.MAP, "em", ()),
        (Kind.PICTURE, "km", ()),
        (Kind.KIT, "om", ()),
        (Kind.GAME, "rm", (control("008", fixed(p33="g")),)),
        (Kind.OBJECT, "rm", ()),
        (Kind.SOFTWARE, "mm", ()),
    ],
)
def test_the_sort_of_material_is_told(kind: Kind, leader: str, fields: tuple[object, ...]) -> None:
    assert facts(*fields, TITLE, leader=f"00000n{leader} a2200000 a 4500").kind is kind


@pytest.mark.parametrize(
    ("place", "audience"),
    [
        ("a", Audience.JUVENILE),
        ("j", Audience.JUVENILE),
        ("d", Audience.YOUNG_ADULT),
        ("e", Audience.ADULT),
        (" ", None),
    ],
)
def test_for_whom_a_title_is_meant(place: str, audience: Audience | None) -> None:
    assert facts(control("008", fixed(p22=place)), TITLE).audience is audience
    assert facts(control("008", fixed(p22=place).rstrip()), TITLE).audience is None


def test_class_numbers_lose_the_marks_that_only_cataloguers_need() -> None:
    found = facts(field("082", "04", a="813/.54"), field("050", " 4", a="PS3552", b=".U75"), TITLE)
    assert found.call_numbers.dewey == "813.54"
    assert found.call_numbers.lc == "PS3552 .U75"


def test_a_record_without_a_title_is_no_title(shared_data: Path) -> None:
    assert title_facts(record(control("001", "1"))) is None
    folder = shared_data / "marc"
    for name in ("evergreen/serials_mfhd.xml", "pymarc/testunimarc.dat"):
        assert all(isinstance(r, Read) and title_facts(r.marc) is None for r in read_records(folder / name))


def test_names_sort_without_accents_case_and_punctuation() -> None:
    assert sort_key("L'Été — d'«Ångström»!") == "lete d angstrom"


def _same(one: Record, other: Record) -> bool:
    return str(one.leader) == str(other.leader) and [str(f) for f in one.fields] == [str(f) for f in other.fields]


def test_every_readable_record_of_the_public_files_is_kept_whole(shared_data: Path) -> None:
    for path in sorted((shared_data / "marc").glob("*/*")):
        if path.suffix in (".csv", ".json", ".txt"):
            continue
        for found in read_records(path):
            if isinstance(found, Read):
                assert _same(load(dump(found.marc)), found.marc)


def test_a_record_too_large_for_iso_2709_is_kept_whole() -> None:
    made = record(control("001", "9"), *(field("505", a="x" * 9000) for _ in range(12)), TITLE)
    assert len(dump(made)) > 99_999
    assert _same(load(dump(made)), made)
