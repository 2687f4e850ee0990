"""Sums with their words, one below the other, as the till's cards show them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout

from desk.ui.flow import empty_layout
from desk.ui.paint import TRAILING
from desk.ui.parts.labels import Text
from desk.ui.theme import MEDIUM, SEMIBOLD, Look


class SumLines(QGridLayout):
    """What each sum is at the start of its line, the sum at the end."""

    def __init__(self, look: Look, gap: int) -> None:
        super().__init__()
        self._look = look
        self.setVerticalSpacing(look.px(gap))
        self.setColumnStretch(0, 1)

    def show_lines(self, lines: Sequence[tuple[str, str]], *, strong: int | None = None) -> None:
        """Other lines; `strong` is the one whose sum stands out."""
        empty_layout(self)
        for at, (label, amount) in enumerate(lines):
            value = Text(self._look, amount, 13, SEMIBOLD if at == strong else MEDIUM, figures=True)
            value.setAlignment(TRAILING)
            self.addWidget(Text(self._look, label, 13, colour="ink2", elide=True), at, 0)
            self.addWidget(value, at, 1)
