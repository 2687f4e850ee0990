"""The few strokes that painted widgets share: rounded boxes, icons, keycaps, pills."""

from dataclasses import dataclass
from functools import cache
from math import ceil

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QStyle, QWidget

from desk.ui.theme import MEDIUM, Look
from desk.wording.shapes import Pill, Tone

CENTRE = Qt.AlignmentFlag.AlignCenter
LEADING = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
TRAILING = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


TURNED = {
    "arrow-left": "arrow-right",
    "arrow-right": "arrow-left",
    "chevron-left": "chevron-right",
    "chevron-right": "chevron-left",
}


def smooth(widget: QWidget) -> QPainter:
    """A painter with smooth edges."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def box(
    painter: QPainter,
    rect: QRect,
    radius: float,
    fill: QColor | str | None,
    line: QColor | str | None = None,
    width: float = 1.0,
) -> None:
    """A rounded box with a crisp edge inside `rect`."""
    half = width / 2 if line is not None else 0.0
    # Qt draws a long smooth line many times faster where a clip is set; this one cuts nothing off.
    free = not painter.hasClipping()
    if free:
        painter.setClipRect(rect.adjusted(-2, -2, 2, 2))
    painter.setPen(QPen(QColor(line), width) if line is not None else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius - half, radius - half)
    if free:
        painter.setClipping(False)


def icon(painter: QPainter, look: Look, rect: QRect, name: str, colour: QColor | str, pixels: float) -> None:
    """An icon in the middle of `rect`. An arrow points the other way in a window from right to left."""
    if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        name = TURNED.get(name, name)
    picture = look.icon(name, colour, pixels, painter.device().devicePixelRatioF())
    size = look.px(pixels)
    painter.drawPixmap(rect.x() + (rect.width() - size) // 2, rect.y() + (rect.height() - size) // 2, picture)


def text(painter: QPainter, rect: QRect, words: str, colour: QColor | str, align: Qt.AlignmentFlag = LEADING) -> None:
    """One line of text in the painter's font, shortened with an ellipsis when it does not fit.

    The alignment is thought left to right; a right-to-left window mirrors it.
    """
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, _one_line(QGuiApplication.layoutDirection(), align), isolated(shown))


@cache
def _one_line(direction: Qt.LayoutDirection, align: Qt.AlignmentFlag) -> int:
    """Qt's flags, put together once: Python takes as long for that as Qt for drawing some letters."""
    where = QStyle.visualAlignment(direction, align)
    return int(where | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine)


def words(
    painter: QPainter, look: Look, rect: QRect, said: str, colour: QColor | str, weight: QFont.Weight = MEDIUM
) -> None:
    """A cell's words: on one line, or smaller on two where that shows all of them."""
    metrics = painter.fontMetrics()
    if metrics.horizontalAdvance(said) <= rect.width() or rect.height() < look.px(30):
        text(painter, rect, said, colour)
        return
    painter.setFont(look.font(min(12, painter.font().pixelSize() / look.zoom - 1), weight, figures=True))
    flags = int(Qt.TextFlag.TextWordWrap)
    if painter.fontMetrics().boundingRect(QRect(0, 0, rect.width(), 999), flags, said).height() > rect.height():
        text(painter, rect, said, colour)
        return
    painter.setPen(QColor(colour))
    where = QStyle.visualAlignment(QGuiApplication.layoutDirection(), LEADING) | Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(rect, int(where) | flags, isolated(said))


def isolated(words: str) -> str:
    """Words that keep their own direction, so that a number in a right-to-left window reads as it should."""
    return f"\u2068{words}\u2069" if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft else words


@dataclass(frozen=True, slots=True)
class CapColours:
    """A keycap's ground, edge (or none) and letters."""

    ground: QColor
    line: QColor | None
    ink: QColor


def cap_size(look: Look, words: str) -> QSize:
    """How large the keycap for these letters is."""
    width = ceil(QFontMetricsF(look.font(11, MEDIUM)).horizontalAdvance(words))
    return QSize(max(look.px(20), width + look.px(12)), look.px(20))


def keycap(painter: QPainter, look: Look, rect: QRect, words: str, colours: CapColours | None = None) -> None:
    """A key as it stands on the keyboard."""
    chosen = colours or CapColours(look.colour("app"), look.colour("line2"), look.colour("ink2"))
    box(painter, rect, look.px(5), chosen.ground, chosen.line)
    painter.setFont(look.font(11, MEDIUM))
    painter.setPen(chosen.ink)
    painter.drawText(rect, int(CENTRE), words)


def pill_size(look: Look, pill: Pill, height: int = 24) -> QSize:
    """How large a pill is."""
    words = ceil(QFontMetricsF(look.font(12, MEDIUM)).horizontalAdvance(pill.text))
    lead = look.px(8 + 15 + 3) if pill.icon else look.px(12 if height < 24 else 9)
    return QSize(lead + words + look.px(12 if height < 24 and not pill.icon else 9), look.px(height))


def pill(painter: QPainter, look: Look, rect: QRect, value: Pill, fresh: bool, right_to_left: bool = False) -> None:
    """A coloured word; on a tinted row its ground is plain so that it stands out."""
    colours = look.tone(value.tone)
    box(painter, rect, rect.height() / 2 - 1, look.colour("surface") if fresh else colours.ground)
    ink = look.colour("ink2") if value.tone is Tone.MUTE else QColor(colours.ink)
    inner = rect.adjusted(look.px(8), 0, -look.px(8), 0)
    painter.setFont(look.font(12, MEDIUM))
    if not value.icon:
        text(painter, rect, value.text, ink, CENTRE)
        return
    size = look.px(15)
    at = inner.right() - size if right_to_left else inner.x()
    icon(painter, look, QRect(at, rect.y(), size, rect.height()), value.icon, ink, 14)
    step = size + look.px(3)
    words = inner.adjusted(0, 0, -step, 0) if right_to_left else inner.adjusted(step, 0, look.px(4), 0)
    text(painter, words, value.text, ink)
