"""docs/keys.md is written from the table of keys: with DESK_WRITE_DOCS=1 this test writes it anew."""

import os
from pathlib import Path

from desk.rules.barcodes import Order
from desk.ui.commands.deeds import Group, Where, deeds, fixed_keys, group_word
from desk.ui.keys import cap, use_keys
from desk.wording.orders import order_code, order_words

PAGE = Path(__file__).parents[2] / "docs" / "keys.md"
HEAD = """# Keys

Every key can be changed at Administration › Keys, for this station alone; F1 shows those that work on the page, and
Ctrl K finds every command by its name, with or without a key. A key that a scanner or a person may type is refused.
This page is written from the program's own table by `tests/ui/test_key_page.py`.
"""
PLACES = {
    Where.EVERYWHERE: "",
    Where.DESK: "check-out and check-in",
    Where.CHECK_OUT: "check-out",
    Where.CHECK_IN: "check-in",
    Where.PATRONS: "patrons",
    Where.HOLDS: "holds",
    Where.TILL: "fines and till",
    Where.ADMINISTRATION: "administration",
}


def key_page() -> str:
    """The whole page."""
    use_keys({})
    parts = [HEAD]
    for group in Group:
        rows = [(deed.label, cap(deed.key), PLACES[deed.where]) for deed in deeds() if deed.group is group]
        parts.append(table(group_word(group), ("what it does", "key", "only at"), rows))
    parts.append(table("In the rows and lists", ("what it does", "key"), list(fixed_keys())))
    orders = [(f"`{order_code(order)}`", *order_words(order)) for order in Order]
    parts.append(table("Command barcodes", ("barcode", "name", "what it does"), orders))
    parts.append("The sheet of them is printed from the palette, or written by `desk command-sheet FILE`.\n")
    return "\n".join(parts)


def table(heading: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """One heading with its table."""
    lines = [f"## {heading}", "", f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows), ""])


def test_the_page_of_keys_is_as_the_program() -> None:
    page = key_page()
    if os.environ.get("DESK_WRITE_DOCS"):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, "run this test with DESK_WRITE_DOCS=1"
