"""The colours and sizes of the window, as the theme file gives them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from desk.wording.shapes import Tone


class Scheme(StrEnum):
    """A complete set of colours."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "hc"


@dataclass(frozen=True, slots=True)
class ToneColours:
    """The five colours of one tone: a filled tile, a ground, its edge, text on it, and what stands on the tile."""

    solid: str
    ground: str
    line: str
    ink: str
    on_solid: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """One scheme's colours by name, and the sizes that all schemes share (at 100 %)."""

    colours: Mapping[str, str]
    text: Mapping[str, int]
    sizes: Mapping[str, int]
    radii: Mapping[str, int]

    def tone(self, tone: Tone) -> ToneColours:
        """The colours of a result's tone; a muted one borrows the greys."""
        c = self.colours
        if tone is Tone.MUTE:
            return ToneColours(c["ink3"], c["mute_bg"], c["line"], c["mute_ink"], c["surface"])
        return ToneColours(c[tone], c[f"{tone}_bg"], c[f"{tone}_line"], c[f"{tone}_ink"], c[f"on_{tone}"])


def read_tokens(path: Path) -> dict[Scheme, Tokens]:
    """Every scheme of the theme file."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    radii = {name: value for name, value in content["radius"].items() if isinstance(value, int)}
    return {scheme: Tokens(content["themes"][scheme], content["type"], content["size"], radii) for scheme in Scheme}
