"""Gathers every sentence of the program into resources/locale/desk.pot, the template for translators.

Run it after changing a sentence: `.venv/bin/python packaging/catalogue.py`. It brings each language's desk.po up to the
template (new sentences stand there empty, old ones go) and compiles it into the desk.mo that the program reads. Tests
keep all three true. A new language begins with `packaging/catalogue.py de`.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "resources" / "locale" / "desk.pot"
KEYWORDS = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
# A fixed head: the template changes when a sentence changes, and never because of the day.
HEAD = "Sentences of the circulation desk. Each stands whole; names in braces are filled in."


class Language(Catalog):
    """The sentences of one language. Its head says only what is needed to read it: no date, nobody."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Language, charset and how many plurals there are."""
        kind = "Content-Type", "text/plain; charset=utf-8"
        return [("Language", str(self.locale)), kind, ("Plural-Forms", self.plural_forms)]


def template() -> Catalog:
    """Every sentence, as the program says it."""
    catalogue = Catalog(project="circulation-desk", header_comment=f"# {HEAD}", charset="utf-8", fuzzy=False)
    found = extract_from_dir(ROOT / "desk", method_map=[("**.py", "python")], keywords=KEYWORDS)
    for name, _line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        catalogue.add(message, None, [(f"desk/{name}", 0)], auto_comments=comments, context=context)
    return catalogue


def gathered() -> bytes:
    """The template as it should be now."""
    out = BytesIO()
    write_po(out, template(), width=100, omit_header=True, include_lineno=False)
    return out.getvalue()


def languages() -> list[str]:
    """Those that have a catalogue."""
    return sorted(path.parent.parent.name for path in TEMPLATE.parent.glob("*/LC_MESSAGES/desk.po"))


def folder(language: str) -> Path:
    """Where a language's catalogue stands."""
    return TEMPLATE.parent / language / "LC_MESSAGES"


def translated(language: str) -> Language:
    """What is translated now, sentence by sentence of today's template."""
    path = folder(language) / "desk.po"
    said: dict[tuple[object, str | None], Message] = {}
    if path.exists():
        with path.open("rb") as file:
            said = {(message.id, message.context): message for message in read_po(file, locale=language) if message.id}
    catalogue = Language(locale=language, header_comment=f"# {HEAD}", fuzzy=False)
    for message in template():
        if message.id:
            known = said.get((message.id, message.context))
            words = known.string if known is not None else None
            catalogue.add(message.id, words, message.locations, context=message.context)
    return catalogue


def is_said(message: Message) -> bool:
    """Whether a sentence has its words, each of its plurals too; one without them is said in English."""
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def written(catalogue: Language) -> tuple[bytes, bytes]:
    """A language's catalogue as people read it, and as the program does."""
    plain, compiled = BytesIO(), BytesIO()
    write_po(plain, catalogue, width=100, include_lineno=False)
    said = Language(locale=catalogue.locale, fuzzy=False)
    for message in catalogue:
        if message.id and is_said(message):
            said.add(message.id, message.string, context=message.context)
    write_mo(compiled, said)
    return plain.getvalue(), compiled.getvalue()


def main(asked: list[str]) -> None:
    """Write the template and every language."""
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_bytes(gathered())
    for language in sorted({*languages(), *asked}):
        plain, compiled = written(translated(language))
        folder(language).mkdir(parents=True, exist_ok=True)
        (folder(language) / "desk.po").write_bytes(plain)
        (folder(language) / "desk.mo").write_bytes(compiled)


if __name__ == "__main__":
    main(sys.argv[1:])
