"""The shipped files are whole, and each folder of them has its licence."""

import json
import re
import wave

import pytest

from desk.resources import resource
from tests.house.tree import ROOT, modules

SOUNDS = ("ok", "attention", "tick", "hold", "bad", "done")
HEX = re.compile(r"#[0-9A-F]{6}")


def test_every_folder_of_resources_has_its_licence_named() -> None:
    listed = resource("licences", "README.md").read_text()
    folders = [path.name for path in resource().iterdir() if path.is_dir() and path.name != "licences"]
    assert [name for name in folders if f"`{name}/`" not in listed] == []


def test_the_notice_names_everybody() -> None:
    notice = (ROOT / "NOTICE").read_text()
    for work in ("PySide6", "LGPL-3.0.txt", "Inter-OFL.txt", "Lucide-ISC.txt", "Feather"):
        assert work in notice
    assert "Apache License" in (ROOT / "LICENSE").read_text()


def test_icons_are_drawn_in_the_colour_of_the_text() -> None:
    for path in resource("icons").glob("*.svg"):
        drawing = path.read_text()
        assert 'stroke="currentColor"' in drawing, path.name
        assert 'viewBox="0 0 24 24"' in drawing, path.name


def test_every_icon_that_the_program_names_is_there() -> None:
    called = re.compile(r"icon\w*\s*[=:(]\s*[\"']([a-z0-9]+(?:-[a-z0-9]+)*)[\"']")
    named = {(path.name, name) for path, text in modules() for name in called.findall(text)}
    assert sorted((file, name) for file, name in named if not resource("icons", f"{name}.svg").is_file()) == []


@pytest.mark.parametrize("name", SOUNDS)
def test_a_tone_is_short_and_plain(name: str) -> None:
    with wave.open(str(resource("sounds", f"{name}.wav"))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 44_100)
        assert 0.05 < file.getnframes() / file.getframerate() < 0.35


def test_every_theme_has_the_same_colours() -> None:
    themes = json.loads(resource("theme", "tokens.json").read_text())["themes"]
    assert set(themes) == {"light", "dark", "hc"}
    assert themes["light"].keys() == themes["dark"].keys() == themes["hc"].keys()
    assert all(HEX.fullmatch(colour) for theme in themes.values() for colour in theme.values())


PAIRS = [("ink", "surface"), ("ink2", "surface"), ("ink3", "nav"), ("on_accent", "accent")]
PAIRS += [(f"{tone}_ink", f"{tone}_bg") for tone in ("ok", "warn", "bad", "hold", "info", "mute")]


@pytest.mark.parametrize("theme", ["light", "dark", "hc"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(theme: str, text: str, ground: str) -> None:
    """At least 4.5 to 1, as WCAG 2.2 asks (success criterion 1.4.3)."""
    colours = json.loads(resource("theme", "tokens.json").read_text())["themes"][theme]
    lighter, darker = sorted((_luminance(colours[text]), _luminance(colours[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
