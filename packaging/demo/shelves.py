"""Reads the terse table of titles: a line says what is a title's own, the heading above it what holds for a shelf."""

import shlex
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ARTICLES = {
    "eng": ("The ", "An ", "A "),
    "fre": ("Les ", "Le ", "La ", "L'"),
    "spa": ("Los ", "Las ", "El ", "La "),
    "ger": ("Der ", "Die ", "Das "),
    "por": ("Os ", "As ", "O ", "A "),
}
BRANCHES = ("MAIN", "MAIN NORTH", "MAIN", "NORTH", "MAIN NORTH", "MAIN MAIN NORTH", "MAIN", "MAIN NORTH", "NORTH MAIN")
"""Where the copies of one title after the other stand."""
ONE_COPY = {"serial", "game"}
BY_TITLE = {"film", "games", "reference"}
"""Places whose call numbers end with the title's letters, not the author's."""
GENRES = (" stories", " films", " rhyme", " poetry", " words")
"""Subjects that say a form themselves end so."""
OF_A_SHELF = {"place": "place", "kind": "kind", "audience": "audience", "lang": "language"}
NUMBERS = {"issn": "issn", "isbn": "isbn", "ed": "edition"}


def read_shelves(path: Path) -> list[dict[str, Any]]:
    """Every title of the table, as the longer table has them."""
    return [_title(at, shelf, line) for at, (shelf, line) in enumerate(_lines(path))]


def _lines(path: Path) -> Iterator[tuple[dict[str, str], str]]:
    shelf: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            shelf = _pairs(shlex.split(line.strip("[]")))
        elif line and not line.startswith("#"):
            yield shelf, line


def _pairs(written: list[str]) -> dict[str, str]:
    return dict(each.strip().split("=", 1) for each in written)


def _title(at: int, shelf: dict[str, str], line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split("|")]
    author, name, year, publisher, subjects, number, extras = parts + [""] * (7 - len(parts))
    shelf = shelf | _pairs([each for each in extras.split(";") if each])
    title: dict[str, Any] = {own: shelf[name] for name, own in OF_A_SHELF.items() if name in shelf}
    title |= _author(author, shelf) | _name(name, shelf)
    title |= {"year": int(year), "publisher": publisher, "subjects": _subjects(subjects, shelf)}
    title |= {own: shelf[name] for name, own in NUMBERS.items() if name in shelf}
    if number[:1].isdigit():
        title["dewey"] = number
    if "comics" in shelf:
        title["comics"] = True
    return title | {"call": _call(title, number, shelf), "copies": _copies(at, shelf)}


def _author(author: str, shelf: dict[str, str]) -> dict[str, Any]:
    author, _, original = author.partition(" = ")
    if shelf.get("kind") == "dvd":
        return {"director": author}
    if author.startswith("*"):
        return {"corporate": author[1:]}
    found = {"author": author} if author else {}
    return found | ({"original_author": original} if original else {})


def _name(name: str, shelf: dict[str, str]) -> dict[str, Any]:
    name, _, original = name.partition(" = ")
    name, _, rest = name.partition(" : ")
    found: dict[str, Any] = {"title": name} | ({"rest": rest} if rest else {})
    if original:
        found |= {"original": original, "script": shelf["script"]}
    articles = ARTICLES.get(shelf.get("lang", "eng"), ())
    # A film keeps its English name here, whatever is spoken in it.
    articles = ARTICLES["eng"] if shelf.get("kind") == "dvd" else articles
    length = int(shelf.get("art", next((len(each) for each in articles if name.startswith(each)), 0)))
    return found | ({"article": length} if length else {})


def _subjects(subjects: str, shelf: dict[str, str]) -> list[str]:
    form = shelf.get("form", "")
    named = [each.strip() for each in subjects.split(";") if each.strip()]
    found = [each if not form or each.endswith(GENRES) else f"{each} -- {form}" for each in named]
    return found + ([shelf["also"]] if "also" in shelf else [])


def _call(title: dict[str, Any], number: str, shelf: dict[str, str]) -> str:
    """The call number: what the shelf begins with, the class, and the letters by which the shelf is in order."""
    filed = title["title"][title.get("article", 0) :]
    if title["place"] == "biography":
        letters = ""
    elif title["place"] == "magazines":
        letters = _letters(filed.split()[0])
    else:
        by_author = "" if title["place"] in BY_TITLE else title.get("author") or title.get("corporate", "")
        letters = _letters(by_author.split(",")[0] or filed)[:3]
    return " ".join(part for part in (shelf.get("call", ""), number, letters) if part)


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.upper())
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def _copies(at: int, shelf: dict[str, str]) -> list[str]:
    if shelf.get("kind") in ONE_COPY or shelf["place"] == "reference":
        return ["MAIN"]
    return BRANCHES[at % len(BRANCHES)].split()
