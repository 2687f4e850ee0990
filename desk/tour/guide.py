"""The guide: the pictures of a tour with their words, a page a chapter. It is never written by hand."""

from collections.abc import Callable, Sequence
from pathlib import Path

from desk.tour.scene import Chapter, Scene

TITLES = {
    Chapter.BEGINNING: "Beginning",
    Chapter.LENDING: "Lending",
    Chapter.TAKING_BACK: "Taking back",
    Chapter.HOLDS: "Holds",
    Chapter.PEOPLE: "Readers",
    Chapter.FINDING: "Finding your way",
    Chapter.MONEY: "Fines and till",
    Chapter.HOUSE: "The rules of the house",
    Chapter.PRACTISING: "Practising",
}
INTRODUCTION = """# Guide

A day at the desk in pictures. They are taken by `bin/tour docs/guide` from the real window, scanned into over a wire;
nothing on them is drawn by hand.

"""
PAPERS = {
    "due": "a due slip",
    "hold": "a slip for the hold shelf",
    "transit": "a slip for the way to another branch",
    "receipt": "a receipt",
    "till-sheet": "the sheet of a till",
    "keys": "the keys of the desk",
    "commands": "the command barcodes",
    "list": "a list of holds to pull",
}


def pages(
    scenes: Sequence[tuple[int, Scene]], picture: Callable[[int, Scene], str], papers: Sequence[Path] = ()
) -> dict[str, str]:
    """Every page by the name of its file. `picture` names the picture of a scene."""
    found = {"README.md": _contents(scenes, papers)}
    for chapter in Chapter:
        parts = [f"# {TITLES[chapter]}\n"]
        for number, scene in scenes:
            if scene.chapter is chapter:
                parts.append(f"## {scene.words}\n\n{scene.how}\n".replace("\n\n\n", "\n"))
                parts.append(f"![{scene.words}]({picture(number, scene)})\n")
        found[f"{chapter}.md"] = "\n".join(parts)
    return found


def _contents(scenes: Sequence[tuple[int, Scene]], papers: Sequence[Path]) -> str:
    lines = []
    for chapter in Chapter:
        lines.append(f"* [{TITLES[chapter]}]({chapter}.md)")
        lines += [f"  * {scene.words}" for _number, scene in scenes if scene.chapter is chapter]
    told = ""
    if papers:
        named = ", ".join(f"[{paper_words(path.stem)}]({path.name})" for path in papers)
        told = f"\nWhat came out of the printer on the way: {named}.\n"
    return INTRODUCTION + "\n".join(lines) + "\n" + told


def paper_words(kind: str) -> str:
    """What a printed paper is."""
    return PAPERS.get(kind, kind)
