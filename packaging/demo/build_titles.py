"""Makes the demo library's MARC file and its list of copies from the plain tables beside it.

Run it from the root of the checkout: python packaging/demo/build_titles.py. The same tables give the same files.
"""

import csv
import tomllib
from pathlib import Path
from typing import Any

from pymarc import Field, Indicators, Leader, Record, Subfield
from shelves import read_shelves
from stdnum import isbn, issn, luhn

HERE = Path(__file__).resolve().parent
DEMO = HERE.parent.parent / "resources" / "demo"
INSTITUTION = "0500"
SOURCE = "MILLBROOK"
STAMP = "20261101120000.0"
"""When the records were made, so that a second run writes the same bytes."""

LEADERS = {"dvd": "gm", "cd": "jm", "audiobook": "im", "serial": "as", "game": "rm"}
CARRIERS = {"dvd": "vd cvaizs", "cd": "sd fungnnmmned", "audiobook": "sd fsngnnmmned"}
TYPES = {
    "large_print": "large-print",
    "dvd": "dvd",
    "cd": "music",
    "audiobook": "audiobook",
    "serial": "magazine",
    "game": "equipment",
}
PLACES = {
    "fiction": "Fiction",
    "nonfiction": "Non-fiction",
    "scifi": "Science fiction",
    "mystery": "Mystery",
    "biography": "Biography",
    "youngadult": "Young adult",
    "children": "Children's room",
    "picture": "Picture books",
    "graphic": "Graphic novels",
    "largeprint": "Large print",
    "film": "Films",
    "music": "Music",
    "audio": "Audiobooks",
    "magazines": "Magazines",
    "reference": "Reference",
    "games": "Games",
    "world": "World languages",
}
BY_PLACE = {"picture": "picture-book", "graphic": "graphic-novel", "reference": "reference"}
COLUMNS = [
    *("barcode", "control_number", "branch", "holding_branch", "item_type", "location", "call_number", "copy_number"),
    *("price", "pieces", "pieces_note", "status", "restricted", "note", "public_note"),
]
PRICES = {"dvd": "19.99", "cd": "14.99", "audiobook": "39.99", "serial": "6.99", "game": "44.99"}


def main() -> None:
    """Read the tables, write the two files."""
    titles = tomllib.loads((HERE / "titles.toml").read_text(encoding="utf-8"))["title"]
    titles += read_shelves(HERE / "shelves.txt")
    special = tomllib.loads((HERE / "copies.toml").read_text(encoding="utf-8"))
    DEMO.mkdir(parents=True, exist_ok=True)
    records = [record(number, title) for number, title in enumerate(titles, 1)]
    (DEMO / "titles.mrc").write_bytes(b"".join(each.as_marc() for each in records))
    rows = [row for number, title in enumerate(titles, 1) for row in copies(number, title, special)]
    with (DEMO / "copies.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    unknown = set(special) - {row["barcode"] for row in rows}
    if unknown:
        raise SystemExit(f"copies.toml names barcodes that no title has: {sorted(unknown)}")


def record(number: int, title: dict[str, Any]) -> Record:
    """One title as a MARC record."""
    kind = title.get("kind", "book")
    made = Record(force_utf8=True)
    made.leader = Leader(f"00000n{LEADERS.get(kind, 'am')} a2200000 i 4500")
    made.fields = [
        Field(tag="001", data=control_number(number)),
        Field(tag="003", data=SOURCE),
        Field(tag="005", data=STAMP),
        *([Field(tag="007", data=CARRIERS[kind])] if kind in CARRIERS else []),
        Field(tag="008", data=fixed(title, kind)),
        *numbers(title),
        *names(title),
        *published(title, kind),
        *contents(title),
        *originals(title),
    ]
    return made


def control_number(number: int) -> str:
    """The number of a title in this library."""
    return f"mbk{number:06d}"


def fixed(title: dict[str, Any], kind: str) -> str:
    """The 008: date, place unknown, audience, form, language."""
    language = title.get("language", "eng")
    places = [" "] * 40
    status = "c" if kind == "serial" else "s"
    dates = f"{title['year']}{'9999' if kind == 'serial' else '    '}"
    places[0:18] = list(f"261101{status}{dates}xx ")
    if kind != "serial":
        places[22] = title.get("audience", " ")
        places[23] = "d" if kind == "large_print" else " "
    if title.get("comics"):
        places[24] = "6"
    if kind in ("dvd", "game"):
        places[33] = "v" if kind == "dvd" else "g"
    places[35:38] = list(language)
    places[39] = "d"
    return "".join(places)


def numbers(title: dict[str, Any]) -> list[Field]:
    """ISBN, ISSN and class number, checked."""
    found = []
    if number := title.get("isbn"):
        found.append(data("020", "  ", a=isbn.validate(number)))
    if number := title.get("issn"):
        issn.validate(number)
        found.append(data("022", "  ", a=number))
    found.append(data("040", "  ", a=SOURCE, b="eng", e="rda"))
    if number := title.get("dewey"):
        found.append(data("082", "04", a=number))
    return found


def names(title: dict[str, Any]) -> list[Field]:
    """Author and title, linked to their own script where there is one."""
    link = "880-{:02d}" if "original" in title else ""
    author, found = title.get("author"), []
    if author:
        family, *rest = author.split(", ")
        given, after = ", ".join([family, *rest[:1]]), rest[1:]
        marks = {"6": link.format(1)} if "original_author" in title else {}
        found.append(
            data("100", "1 " if rest else "0 ", **marks, a=given, **({"c": after[0]} if after else {}), e="author.")
        )
    elif corporate := title.get("corporate"):
        found.append(data("110", "2 ", a=corporate, e="performer."))
    parts = {"6": link.format(2)} if link else {}
    rest_of = {"b": title["rest"] + "."} if "rest" in title else {}
    main_part = title["title"] + (" :" if rest_of else "." if title["title"][-1] not in "!?." else "")
    entry = "1" if author or title.get("corporate") else "0"
    found.append(data("245", f"{entry}{title.get('article', 0)}", **parts, a=main_part, **rest_of))
    if edition := title.get("edition"):
        found.append(data("250", "  ", a=edition + "."))
    return found


def published(title: dict[str, Any], kind: str) -> list[Field]:
    """Publisher, year, extent."""
    extents = {"dvd": "1 videodisc (DVD)", "cd": "1 audio disc", "audiobook": "audio discs", "serial": "volumes"}
    extent = title.get("extent") or extents.get(kind, "1 volume")
    if kind == "large_print":
        extent += " (large print)"
    year = f"{title['year']}-" if kind == "serial" else f"{title['year']}."
    publisher = {"b": title["publisher"] + ","} if title["publisher"] else {}
    return [data("264", " 1", **publisher, c=year), data("300", "  ", a=extent + ".")]


def contents(title: dict[str, Any]) -> list[Field]:
    """Summary, subjects, and who made a film."""
    found = [data("520", "  ", a=title["summary"])] if "summary" in title else []
    found += [data("521", "8 ", a=title["rating"])] if "rating" in title else []
    for subject in title["subjects"]:
        head, *parts = subject.split(" -- ")
        subfields = [
            ("a", head),
            *(("v" if part in ("Fiction", "Juvenile fiction", "Drama") else "x", part) for part in parts),
        ]
        found.append(
            Field(tag="650", indicators=Indicators(" ", "4"), subfields=[Subfield(*each) for each in subfields])
        )
    if director := title.get("director"):
        found.append(data("700", "1 ", a=director + ",", e="film director."))
    return found


def originals(title: dict[str, Any]) -> list[Field]:
    """The same author and title in their own script."""
    script, found = title.get("script", ""), []
    if author := title.get("original_author"):
        found.append(data("880", "1 ", **{"6": f"100-01/{script}"}, a=author))
    if original := title.get("original"):
        found.append(data("880", "10", **{"6": f"245-02/{script}"}, a=original))
    return found


def data(tag: str, indicators: str, **parts: str) -> Field:
    """A field from its subfields."""
    subfields = [Subfield(code, value) for code, value in parts.items()]
    return Field(tag=tag, indicators=Indicators(indicators[0], indicators[1]), subfields=subfields)


def copies(number: int, title: dict[str, Any], special: dict[str, dict[str, Any]]) -> list[dict[str, str]]:
    """The copies of a title; what is special about one of them stands in the other table by its barcode."""
    kind, found = title.get("kind", "book"), []
    for copy, written in enumerate(title["copies"], 1):
        branch, _, running = written.partition(":")
        barcode = with_check_digit("3", running or f"{100000 + number * 10 + copy:08d}")
        row = dict.fromkeys(COLUMNS, "")
        row |= {
            "barcode": barcode,
            "control_number": control_number(number),
            "branch": branch,
            "item_type": TYPES.get(kind) or BY_PLACE.get(title["place"], "book"),
            "location": PLACES[title["place"]],
            "call_number": title["call"],
            "copy_number": str(copy),
            "price": PRICES.get(kind, "9.99" if title["place"] == "picture" else "24.99"),
            "pieces": "1",
            "status": "available",
            "restricted": "no",
        }
        found.append(row | {name: str(value) for name, value in special.get(barcode, {}).items()})
    return found


def with_check_digit(kind: str, running: str) -> str:
    """A 14-digit library number: kind, institution, running number, check digit."""
    number = kind + INSTITUTION + running
    return number + luhn.calc_check_digit(number)


if __name__ == "__main__":
    main()
