"""Gathers every sentence of the program into resources/locale/desk.pot, the template for translators.

Run it after changing a sentence: `.venv/bin/python packaging/catalogue.py`. A test keeps the template true.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "resources" / "locale" / "desk.pot"
KEYWORDS = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
# A fixed head: the template changes when a sentence changes, and never because of the day.
HEAD = "Sentences of the circulation desk. Each stands whole; names in braces are filled in."


def gathered() -> bytes:
    """The template as it should be now."""
    catalogue = Catalog(project="circulation-desk", header_comment=f"# {HEAD}", charset="utf-8", fuzzy=False)
    found = extract_from_dir(ROOT / "desk", method_map=[("**.py", "python")], keywords=KEYWORDS)
    for name, _line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        catalogue.add(message, None, [(f"desk/{name}", 0)], auto_comments=comments, context=context)
    out = BytesIO()
    write_po(out, catalogue, width=100, omit_header=True, include_lineno=False)
    return out.getvalue()


def main() -> None:
    """Write the template."""
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_bytes(gathered())


if __name__ == "__main__":
    main()
