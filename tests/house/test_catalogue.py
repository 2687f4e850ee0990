"""Every sentence can be translated: the template holds them all, and a translated catalogue is spoken."""

import runpy
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from desk import i18n
from tests.conftest import ROOT


def test_the_template_holds_every_sentence() -> None:
    script = runpy.run_path(str(ROOT / "packaging" / "catalogue.py"))
    assert script["gathered"]() == script["TEMPLATE"].read_bytes(), "run packaging/catalogue.py"


def test_names_in_braces_are_never_positions() -> None:
    with (ROOT / "resources" / "locale" / "desk.pot").open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        assert all("{}" not in text and "%s" not in text for text in texts), message.id


def test_a_translation_is_spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (ROOT / "resources" / "locale" / "desk.pot").open("rb") as file:
        catalogue = read_po(file, locale="de")
    catalogue["Already scanned"].string = "Schon gescannt"  # type: ignore[union-attr]
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "desk.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(i18n, "resource", lambda *_parts: tmp_path)
    try:
        i18n.set_language("de")
        assert i18n._("Already scanned") == "Schon gescannt"
        assert i18n._("Reshelve") == "Reshelve", "what is not translated stays as it is"
    finally:
        monkeypatch.undo()
        i18n.set_language("en")
