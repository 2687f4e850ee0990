"""Every sentence can be translated: the template holds them all, and a translated catalogue is spoken."""

import re
import runpy
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from desk import i18n
from tests.conftest import ROOT


def test_the_template_holds_every_sentence() -> None:
    script = runpy.run_path(str(ROOT / "packaging" / "catalogue.py"))
    _stands(script["TEMPLATE"], script["gathered"]())


SCRIPT = runpy.run_path(str(ROOT / "packaging" / "catalogue.py"))


@pytest.mark.parametrize("language", SCRIPT["languages"]())
def test_a_language_has_every_sentence_with_the_same_names_in_braces(language: str) -> None:
    catalogue = SCRIPT["translated"](language)
    plain, compiled = SCRIPT["written"](catalogue)
    _stands(SCRIPT["folder"](language) / "desk.po", plain)
    _stands(SCRIPT["folder"](language) / "desk.mo", compiled)
    for message in catalogue:
        if message.id:
            assert SCRIPT["is_said"](message), f"{language} has no words for {message.id!r}"
            _same_names(message)


def _stands(file: Path, wanted: bytes) -> None:
    """The file holds what it should; never compared piece by piece, which takes many minutes where CI is set."""
    same = file.read_bytes() == wanted
    assert same, f"{file.name} is not of these sources: run packaging/catalogue.py"


def _same_names(message: Message) -> None:
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    said = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    wanted = {name for text in ids for name in re.findall(r"{\w*}", text)}
    for text in said:
        # The words for one of a thing may leave out how many.
        assert set(re.findall(r"{\w*}", text)) | {"{count}"} == wanted | {"{count}"}, (message.id, text)
        assert (text[:1] == " ", text[-1:] == " ") == (ids[0][:1] == " ", ids[0][-1:] == " "), (message.id, text)


def test_the_first_two_languages_are_there() -> None:
    assert {"es", "fr"} <= set(SCRIPT["languages"]())


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
