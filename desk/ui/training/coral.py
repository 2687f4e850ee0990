"""The marks of training: the whole status bar and the edge of the navigation are coral, and a word says it."""

from typing import Any, cast

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.i18n import _
from desk.ui.frame import MainWindow
from desk.ui.parts.labels import Text
from desk.ui.theme import SEMIBOLD, Look
from desk.ui.tokens import ToneColours
from desk.wording.shapes import Tone

GROUNDS = {"nav": "training", "hover": "training", "line": "training"}


class CoralLook:
    """The look of the window where the ground is coral: everything on it has the one colour that is read there."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def __getattr__(self, name: str) -> Any:
        return getattr(self._look, name)

    def colour(self, name: str) -> QColor:
        """Coral for a ground, its own ink for all that stands on it."""
        return self._look.colour(GROUNDS.get(name, "on_training"))

    def tone(self, tone: Tone) -> ToneColours:
        """A light is told by its words; its dot has the colour of the words."""
        plain, ink = self._look.tone(tone), self.colour("ink").name()
        return ToneColours(**{each: ink for each in type(plain).__dataclass_fields__})

    def icon(self, name: str, colour: str | QColor, pixels: float, ratio: float = 1.0) -> Any:
        """An icon in the same colour."""
        return self._look.icon(name, self.colour("ink"), pixels, ratio)


def mark(window: MainWindow) -> None:
    """Put the marks on a window; they stay as long as it does."""
    coral = cast(Look, CoralLook(window.look))
    bar = window.status
    for widget in (bar, *bar.findChildren(QWidget)):
        for name in ("look", "_look"):
            if hasattr(widget, name):
                setattr(widget, name, coral)
    word = Text(coral, _("TRAINING"), 12, SEMIBOLD)
    row = bar.layout()
    assert isinstance(row, QHBoxLayout)
    row.insertWidget(0, word)
    window.navigation.mark_edge("training")
