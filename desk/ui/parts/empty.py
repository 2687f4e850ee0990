"""What stands in the middle while nothing is going on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.ui.parts.labels import Rule, Surface, Text, Tile
from desk.ui.theme import SEMIBOLD, Look
from desk.wording.shapes import Figure

CENTRE = Qt.AlignmentFlag.AlignHCenter


class ReadyPanel(Surface):
    """A calm card: what the desk waits for, and the counts of the day at its foot."""

    def __init__(self, look: Look, icon: str, headline: str, text: str, foot: str) -> None:
        super().__init__(look)
        px = look.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(25), px(16), px(25), px(20))
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(Tile(look, 72, 14, icon=icon, pixels=38), 0, CENTRE)
        column.addSpacing(px(17))
        self._headline = _centred(Text(look, headline, 20, SEMIBOLD, wrap=True))
        column.addWidget(self._headline)
        column.addSpacing(px(5))
        self._text = _centred(Text(look, text, 14, colour="ink2", wrap=True))
        column.addWidget(self._text)
        column.addStretch(1)
        self._foot = QWidget()
        self._row = QHBoxLayout(self._foot)
        self._row.setContentsMargins(0, px(14), px(15), 0)
        self._row.setSpacing(px(20))
        self._word = Text(look, foot, 13, SEMIBOLD, "ink2", elide=True)
        self._rule = Rule(look)
        column.addWidget(self._rule)
        column.addWidget(self._foot)
        self.set_counts(())

    def say(self, headline: str, text: str) -> None:
        """Other words."""
        self._headline.setText(headline)
        self._text.setText(text)

    def set_counts(self, figures: tuple[Figure, ...]) -> None:
        """The numbers at the foot; none hides it."""
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None and widget is not self._word:
                widget.deleteLater()
        self._row.addWidget(self._word)
        self._row.addStretch(1)
        for figure in figures:
            self._row.addWidget(self._count(figure))
        self._foot.setVisible(bool(figures))
        self._rule.setVisible(bool(figures))

    def _count(self, figure: Figure) -> QWidget:
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._look.px(7))
        row.addWidget(Text(self._look, figure.value, 15, SEMIBOLD, figures=True))
        row.addWidget(Text(self._look, figure.label, 13, colour="ink2"))
        return pair


def _centred(text: Text) -> Text:
    text.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return text
