"""Words and small pictures: text that follows the theme, icons, keycaps, pills."""

from math import ceil

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from desk.ui import paint
from desk.ui.theme import REGULAR, Look
from desk.wording.shapes import Pill


class Text(QLabel):
    """A piece of text in a token's colour. It wraps, or it is shortened with its whole text as the tip; never cut."""

    def __init__(
        self,
        look: Look,
        words: str = "",
        size: float = 14,
        weight: QFont.Weight = REGULAR,
        colour: str = "ink",
        *,
        wrap: bool = False,
        elide: bool = False,
        barcode: bool = False,
        figures: bool = False,
    ) -> None:
        super().__init__()
        self._look = look
        self._colour = colour
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(look.font(size, weight, barcode=barcode, figures=figures))
        self.setWordWrap(wrap)
        if wrap:
            self._wrap()
        elif elide:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(words)

    def _wrap(self) -> None:
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_colour(self, colour: str) -> None:
        """Another colour, by token name or value."""
        if colour != self._colour:
            self._colour = colour
            self.update()

    def setText(self, words: str) -> None:
        """The words; when they may be shortened the tip holds them whole."""
        super().setText(words)
        if self._elide:
            self.setToolTip(words)

    def minimumSizeHint(self) -> QSize:
        """Text that may wrap or be shortened asks for a few letters only."""
        hint = super().minimumSizeHint()
        if self.wordWrap():
            return QSize(self.fontMetrics().averageCharWidth() * 8, self.fontMetrics().height())
        return (
            QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * 4), hint.height()) if self._elide else hint
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words in the colour of the theme that is on now."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self._look.colour(self._colour) if not self._colour.startswith("#") else self._colour)
        flags = QStyle.visualAlignment(self.layoutDirection(), self.alignment()) | Qt.AlignmentFlag.AlignAbsolute
        rect = self.contentsRect()
        if self.wordWrap():
            painter.drawText(rect, int(flags | Qt.TextFlag.TextWordWrap), paint.isolated(self.text()))
            return
        words = self.text()
        if self._elide:
            words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(flags | Qt.TextFlag.TextSingleLine), paint.isolated(words))


class IconLabel(QWidget):
    """An icon in a token's colour."""

    def __init__(self, look: Look, name: str, pixels: float = 17, colour: str = "ink2") -> None:
        super().__init__()
        self._look = look
        self._name = name
        self._pixels = pixels
        self._colour = colour
        self.setFixedSize(look.px(pixels), look.px(pixels))

    def set_icon(self, name: str, colour: str | None = None) -> None:
        """Another icon, or another colour."""
        self._name = name
        self._colour = colour or self._colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in today's colour."""
        painter = QPainter(self)
        paint.icon(painter, self._look, self.rect(), self._name, self._colour, self._pixels)


class KeyCap(QWidget):
    """A key as it stands on the keyboard."""

    def __init__(self, look: Look, words: str) -> None:
        super().__init__()
        self._look = look
        self._words = words
        self.fit()

    def fit(self) -> None:
        """As large as its words at this zoom."""
        self.setFixedSize(paint.cap_size(self._look, self._words))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap."""
        paint.keycap(paint.smooth(self), self._look, self.rect(), self._words)


class PillLabel(QWidget):
    """A small coloured word outside a table."""

    def __init__(self, look: Look, value: Pill, height: int = 20) -> None:
        super().__init__()
        self._look = look
        self._value = value
        self._height = height
        self.setAccessibleName(value.text)
        self.fit()

    def fit(self) -> None:
        """As large as its word at this zoom."""
        self.setFixedSize(paint.pill_size(self._look, self._value, self._height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill."""
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        paint.pill(paint.smooth(self), self._look, self.rect(), self._value, fresh=False, right_to_left=right_to_left)


class Tile(QWidget):
    """A rounded square with an icon or letters in it: the result's tile, a face, a counter's picture."""

    def __init__(
        self, look: Look, size: int, radius: int, icon: str = "", letters: str = "", pixels: float = 30
    ) -> None:
        super().__init__()
        self._look = look
        self._radius = radius
        self._icon = icon
        self._letters = letters
        self._pixels = pixels
        self._ground = "accent_bg"
        self._ink = "accent_ink"
        self.setFixedSize(look.px(size), look.px(size))

    def set_colours(self, ground: str, ink: str) -> None:
        """The ground and what stands on it, as token names or values."""
        if (ground, ink) != (self._ground, self._ink):
            self._ground, self._ink = ground, ink
            self.update()

    def set_content(self, icon: str = "", letters: str = "") -> None:
        """Another icon or other letters."""
        if (icon, letters) != (self._icon, self._letters):
            self._icon, self._letters = icon, letters
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tile."""
        painter = paint.smooth(self)
        paint.box(painter, self.rect(), self._look.px(self._radius), named(self._look, self._ground))
        if self._icon:
            paint.icon(painter, self._look, self.rect(), self._icon, self._ink, self._pixels)
            return
        painter.setFont(self._look.font(self._pixels, QFont.Weight.DemiBold))
        painter.setPen(named(self._look, self._ink))
        painter.drawText(self.rect(), int(paint.CENTRE), self._letters)


def named(look: Look, colour: str) -> str:
    """A token's colour, or the colour itself when it is one already."""
    return colour if colour.startswith("#") else look.colour(colour).name()


class Rule(QWidget):
    """A hairline."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.fit()

    def fit(self) -> None:
        """A hairline is one pixel at every zoom."""
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        QPainter(self).fillRect(self.rect(), self._look.colour("line"))


class Surface(QWidget):
    """A card: a rounded ground with a thin edge. The colours are tokens' names or values."""

    def __init__(self, look: Look, radius: int = 12, fill: str = "surface", line: str | None = "line") -> None:
        super().__init__()
        self._look = look
        self._radius = radius
        self._fill = fill
        self._line = line

    def set_colours(self, fill: str, line: str | None) -> None:
        """Another ground and edge. What stands on it is painted with it, so the same ones change nothing."""
        if (fill, line) != (self._fill, self._line):
            self._fill, self._line = fill, line
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card's ground."""
        line = named(self._look, self._line) if self._line else None
        paint.box(paint.smooth(self), self.rect(), self._look.px(self._radius), named(self._look, self._fill), line)


def width_of(look: Look, words: str, size: float, weight: QFont.Weight = REGULAR) -> int:
    """How wide a text is."""
    return ceil(QFontMetricsF(look.font(size, weight)).horizontalAdvance(words)) + 1


def mirrored(widget: QWidget, rect: QRect) -> QRect:
    """A place thought left to right, as it is in this window's direction."""
    return QStyle.visualRect(widget.layoutDirection(), widget.rect(), rect)
