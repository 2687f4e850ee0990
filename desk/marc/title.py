"""What a MARC 21 bibliographic record says about a title: the few facts that a desk, a search and a label need."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pymarc import Record
from stdnum import isbn as isbn_number
from stdnum import issn as issn_number
from stdnum.exceptions import ValidationError

from desk.marc.kinds import Audience, Kind, Tagged, audience_of, kind_of
from desk.marc.sound import MARK, Parts

KNOWN = 16_384
"""How many names and headings are kept as they were understood: a catalogue has the same ones over and over."""
_IDEOGRAPHS = "\u2e80"
"""From here on a full stop never marks an abbreviation."""
_SPACE = re.compile(r"\s+")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_ISBN = re.compile(r"[0-9][0-9Xx -]{8,18}[0-9Xx]")
_VARIANTS = ("130", "210", "222", "240", "242", "246", "247", "730", "740", "780", "785")
_VARIANT_TAGS = frozenset(_VARIANTS)
_SUBJECTS = ("600", "610", "611", "630", "648", "650", "651", "653", "655")
_SHORT_WORDS = {
    "inc",
    "co",
    "jr",
    "sr",
    "etc",
    "vol",
    "ltd",
    "dr",
    "mr",
    "mrs",
    "st",
    "no",
    "ed",
    "corp",
    "bros",
    "ser",
}
# The letters of ASCII as they file: without case, every other sign a blank.
_FILED = "".join(letter.lower() if letter.isalnum() or letter == "_" else " " for letter in map(chr, range(128)))
_FILED_BYTES = _FILED.ljust(256).encode()
_JOINTS = {"=": " = ", ";": " ; "}
_VIRAMA = 9
"""Combining classes up to this one are part of a letter in Indic scripts; those above it are accents and points."""


class Author(NamedTuple):
    """A person or body, as a shelf list sorts it and as a sentence says it."""

    sort: str
    display: str


class CallNumbers(NamedTuple):
    """The class numbers a record brings: local, Dewey, Library of Congress. A library picks one for its spine."""

    local: str = ""
    dewey: str = ""
    lc: str = ""


class TitleFacts(NamedTuple):
    """A title as the desk knows it: `title` is what is said aloud, `full_title` has what follows the colon.

    `original` holds title and names in their own script (field 880). It is a tuple because a frozen dataclass of so
    many fields takes longer to make than most of them to find.
    """

    control_number: str | None
    control_source: str | None
    title: str
    full_title: str
    title_sort: str
    author: Author | None
    statement: str
    original: tuple[str, ...]
    variants: tuple[str, ...]
    contributors: tuple[str, ...]
    year: str
    publisher: str
    language: str
    series: tuple[str, ...]
    isbns: tuple[str, ...]
    bad_isbns: tuple[str, ...]
    issns: tuple[str, ...]
    call_numbers: CallNumbers
    subjects: tuple[str, ...]
    summary: str
    kind: Kind
    audience: Audience | None

    @property
    def searchable(self) -> str:
        """Every word by which a person at the desk may look for this title."""
        names = (self.author.display, self.author.sort) if self.author else ()
        titles = (self.full_title, self.statement, *self.original, *self.variants)
        headings = (*names, *self.contributors, *self.series, *self.subjects)
        return "\n".join((*titles, *headings, *self.isbns, *self.bad_isbns, *self.issns, self.summary))


def title_facts(whole: Record | Tagged) -> TitleFacts | None:
    """The facts of a record, or None when it has no title (245): a UNIMARC, authority or holdings record."""
    return facts_of_all([whole if isinstance(whole, Tagged) else Tagged(whole)])[0]


def facts_of_all(records: Sequence[Tagged]) -> list[TitleFacts | None]:
    """The facts of some records, each as `title_facts` gives them.

    They are asked question by question, not record by record: what answers a question then stays in the processor's own
    memory while it is asked. For two dozen records that takes three quarters of the time.
    """
    fulls = [_title(titles[0]) if (titles := record.get("245")) else "" for record in records]
    titled = [record for record, full in zip(records, fulls, strict=True) if full]
    found = iter(_asked(titled, list(filter(None, fulls))))
    return [next(found) if full else None for full in fulls]


def _asked(records: list[Tagged], fulls: list[str]) -> list[TitleFacts]:
    titles = [record.get("245") for record in records]
    main = [_names(record, ("100", "110", "111")) for record in records]
    added = [_names(record, ("700", "710", "711")) for record in records]
    isbns = [_isbns(record) for record in records]
    columns: dict[str, Sequence[Any]] = {
        "control_number": [_control(record, "001") for record in records],
        "control_source": [_control(record, "003") for record in records],
        "title": [_title(each[0], "anp") or full for each, full in zip(titles, fulls, strict=True)],
        "full_title": fulls,
        "title_sort": [_title_sort(each[0], full) for each, full in zip(titles, fulls, strict=True)],
        "author": [_author(each, more) for each, more in zip(main, added, strict=True)],
        "statement": [_trim(_first(each, "c")) for each in titles],
        "original": [_original(record) for record in records],
        "variants": [_variants(record, full) for record, full in zip(records, fulls, strict=True)],
        "contributors": [_displayed(each + more) for each, more in zip(main, added, strict=True)],
        "year": [_year(record) for record in records],
        "publisher": [_publication(record, "b") for record in records],
        "language": [_language(record) for record in records],
        "series": [_series(record) for record in records],
        "isbns": [good for good, _bad in isbns],
        "bad_isbns": [bad for _good, bad in isbns],
        "issns": [_issns(record) for record in records],
        "call_numbers": [_call_numbers(record) for record in records],
        "subjects": [_subjects(record) for record in records],
        "summary": ["\n".join(map(_squeezed, _texts(record.get("520"), "a"))) for record in records],
        "kind": [kind_of(record) for record in records],
        "audience": [audience_of(record) for record in records],
    }
    return list(map(TitleFacts, *map(columns.__getitem__, TitleFacts._fields)))


def sort_key(text: str) -> str:
    """Text as it files: no accents, no case, no punctuation."""
    if text.isascii():  # most of a catalogue, and much faster
        return b" ".join(text.encode().translate(_FILED_BYTES, b"'").split()).decode()
    bare = text.casefold().replace("'", "").replace("\u2019", "")
    return _squeezed("".join(_folded(c) for c in unicodedata.normalize("NFKD", bare)))


def _folded(char: str) -> str:
    if unicodedata.combining(char) > _VIRAMA:
        return ""
    return " " if unicodedata.category(char)[0] in "PS" else char


def isbn13(text: str) -> str | None:
    """The thirteen digits of an ISBN of either length, or None when its check digit is wrong."""
    bare = text.replace("-", "")
    if len(bare) == 13 and bare.isascii() and bare.isdigit() and bare[:3] in ("978", "979"):  # nearly every one today
        return bare if _adds_up(bare.encode()) else None
    try:
        return str(isbn_number.to_isbn13(isbn_number.validate(text)))
    except ValidationError:
        return None


def _adds_up(digits: bytes) -> bool:
    # What the thirteen digits are more as letters, weighted, is 1,200: nothing to their last place.
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


# -- text -----------------------------------------------------------------------------------------------------------


def _squeezed(text: str) -> str:
    if text.isascii():  # most of a catalogue, and much faster
        return text.strip(" ") if "  " not in text and text.isprintable() else " ".join(text.split())
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip(" \x98\x9c")


def _trim(text: str) -> str:
    """Text without the ISBD marks that only lead to the next subfield."""
    if not text.isascii():
        text = text.replace("\x98", "").replace("\x9c", "")
    text = _squeezed(text).rstrip(" /:;=,")
    if text[-1:] != "." or len(text) < 2:
        return text
    if text[-2] > _IDEOGRAPHS:
        return text[:-1]
    word = text[max(text.rfind(" "), text.rfind("(")) + 1 :]
    stop = not word.endswith("..") and len(word) > 3
    return text[:-1].rstrip() if stop and "." not in word[:-1] and word[:-1].casefold() not in _SHORT_WORDS else text


def _texts(fields: list[Parts], codes: str) -> list[str]:
    return [text for parts in fields for part in parts if part[0] in codes and (text := part[1:]).strip()]


def _said(parts: Parts, codes: str) -> list[str]:
    """The texts of one field."""
    return [text for part in parts if part[0] in codes and (text := part[1:]).strip()]


def _first(fields: list[Parts], code: str) -> str:
    """The first text with this code."""
    for parts in fields:
        for part in parts:
            if part[0] == code and part[1:].strip():
                return part[1:]
    return ""


def _control(record: Tagged, tag: str) -> str | None:
    for text in record.texts.get(tag, ()):
        if said := text[1:].strip():
            return said
    return None


# -- title ----------------------------------------------------------------------------------------------------------


def _title(parts: Parts, codes: str = "abnpfgks") -> str:
    whole = ""
    for part in parts:
        if part[0] in codes and (said := _trim(part[1:])):
            whole = f"{whole}{_joint(parts, part[0])}{said}" if whole else said
    return whole


def _mark_before(parts: Parts, code: str) -> str:
    """The mark that stands before the first subfield of this code (ISBD says by it what the part is)."""
    last = ""
    for part in parts[1:]:
        if part[0] == code:
            return last
        last = part[1:].rstrip()[-1:] or last
    return last


def _joint(parts: Parts, code: str) -> str:
    """What a part of the title is joined by to those before it."""
    if code == "b":
        return _JOINTS.get(_mark_before(parts, code), ": ")
    return ", " if code == "p" and _mark_before(parts, code) == "," else " " if code in "fgks" else ". "


def _title_sort(parts: Parts, title: str) -> str:
    """The title without its article, as the second indicator counts it; a count that cuts a word is not believed."""
    first = next((part[1:] for part in parts if part[0] == "a"), title)
    mark = parts[0][2]
    count = int(mark) if mark in "0123456789" else 0
    cuts_word = count >= len(first) or (count and first[count - 1].isalnum() and first[count].isalnum())
    article = 0 if cuts_word else count
    return sort_key(title[article:] if title.startswith(first[:article]) else title)


def _original(record: Tagged) -> tuple[str, ...]:
    """Title and names in their own script, from the linked fields 880."""
    if "880" not in record.texts:
        return ()
    found = []
    for field in record.get("880"):
        linked = next(iter(_texts([field], "6")), "")[:3]
        if linked == "245":
            found.append(_title(field))
        elif linked in ("100", "110", "111", "700", "710", "240", "246", "490"):
            found.append(_trim(" ".join(_texts([field], "abcnp"))))
    return _unique(found)


def _variants(record: Tagged, title: str) -> tuple[str, ...]:
    """Other titles of the work: uniform, cover, former, parallel, analytic, and a second 245 where one stands."""
    others = [_title(parts) for parts in record.get("245")[1:]]
    if not _VARIANT_TAGS.isdisjoint(record.texts):
        others += [_trim(" ".join(_said(parts, "atbnp"))) for parts in record.get_fields(*_VARIANTS)]
    for tag in ("700", "710", "505"):
        if tag in record.texts:
            others += [_trim(text) for text in _texts(record.get(tag), "t")]
    return tuple([other for other in _unique(others) if other != title]) if others else ()


def _series(record: Tagged) -> tuple[str, ...]:
    fields = record.get_fields("490", "440", "830")
    return _unique([" ; ".join([_trim(text) for text in _said(parts, "av")]) for parts in fields])


def _unique(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts))) if texts else ()


# -- names ----------------------------------------------------------------------------------------------------------


def _names(record: Tagged, tags: tuple[str, ...]) -> list[Author | None]:
    """Who stands in these fields; those of persons end in two noughts."""
    texts = record.texts
    return [_name(text, tag[1:] == "00") for tag in tags if tag in texts for text in texts[tag]]


def _author(main: list[Author | None], added: list[Author | None]) -> Author | None:
    """The first of the main entry, or the first of those added where there is none."""
    for names in (main, added):
        if names and names[0]:
            return names[0]
    return None


def _displayed(names: list[Author | None]) -> tuple[str, ...]:
    return _unique([name.display for name in names if name])


def _name(text: str, person: bool) -> Author | None:
    parts = text.split(MARK)
    name = _trim(" ".join(_said(parts, "ab" if person else "abn")))
    if not name:
        return None
    after = [_trim(each) for each in _said(parts, "c")] if person else []
    sort = ", ".join([name, *after]) if after else name
    return Author(sort, _turned(name, after) if person and text[1] in "1 2" and "," in name else sort)


def _turned(name: str, after: list[str]) -> str:
    family, given = name.split(",", 1)
    younger = [text for text in after if text.rstrip(".") in ("Jr", "Sr", "II", "III", "IV")] if after else ()
    given, family = given.strip(), family.strip()
    return " ".join([text for text in (given, family, *younger) if text])


# -- publication ----------------------------------------------------------------------------------------------------


def _published(record: Tagged) -> list[Parts]:
    produced = [parts for parts in record.get("264") if parts[0][2] == "1"]
    return produced or record.get("260") or record.get("264")


def _publication(record: Tagged, code: str) -> str:
    return _trim(_first(_published(record), code)).strip("[]")


def _year(record: Tagged) -> str:
    # The first eleven places of an 008 hold no blank, so the year is right even where blanks were squeezed out.
    coded = record.fixed[6:11]
    if _YEAR.fullmatch(coded[1:]) and coded[0] not in "bn|":
        return coded[1:]
    found = _YEAR.search(" ".join(_texts(_published(record), "c")))
    return found.group(1) if found else ""


def _language(record: Tagged) -> str:
    whole = record.fixed
    coded = whole[35:38] if len(whole) == 40 else ""
    if coded.isascii() and coded.isalpha() and coded.islower():
        return coded
    return next((text.strip()[:3].lower() for text in _texts(record.get("041"), "a")), "")


# -- numbers --------------------------------------------------------------------------------------------------------


def _isbns(record: Tagged) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The good ISBNs as thirteen digits; and the bad and the cancelled ones as they stand."""
    fields = record.get("020")
    if not fields:
        return (), ()
    good, bad = [], [_squeezed(text) for text in _texts(fields, "z")]
    for text in [part[1:] for parts in fields for part in parts if part[0] == "a"]:
        number = isbn13(text) if len(text) == 13 and text.isdecimal() else None
        if number is None and (found := _ISBN.search(text)):
            number = isbn13(found.group())
        if number:
            good.append(number)
        elif any(c.isdigit() for c in text):
            bad.append(_squeezed(text))
    return _unique(good), _unique(bad)


def _issns(record: Tagged) -> tuple[str, ...]:
    if "022" not in record.texts:
        return ()
    found = []
    for text in _texts(record.get("022"), "a"):
        try:
            found.append(str(issn_number.validate(text.strip()[:9])))
        except ValidationError:
            continue
    return _unique(found)


def _call_numbers(record: Tagged) -> CallNumbers:
    local = dewey = lc = ""
    for parts in record.get_fields("090", "092", "099"):
        if local := _squeezed(" ".join(_said(parts, "ab"))):
            break
    if said := _first(record.get("082"), "a"):
        dewey = _squeezed(said.replace("/", "").replace("'", ""))
    for parts in record.get("050"):
        if _first([parts], "a"):
            lc = _squeezed(" ".join(_said(parts, "ab")))
            break
    return CallNumbers(local, dewey, lc)


def _subjects(record: Tagged) -> tuple[str, ...]:
    texts = record.texts
    return _unique([_subject(text) for tag in _SUBJECTS if tag in texts for text in texts[tag]])


@lru_cache(maxsize=KNOWN)
def _subject(text: str) -> str:
    parts = text.split(MARK)
    head = " ".join(_said(parts, "abcdnpt"))
    return " -- ".join([_trim(text) for text in (head, *_said(parts, "vxyz")) if text])
