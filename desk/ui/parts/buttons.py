"""Buttons that show their key, and the plain base that painted buttons share."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desk.ui import paint
from desk.ui.keys import cap
from desk.ui.parts.labels import mirrored, width_of
from desk.ui.theme import MEDIUM, Look
from desk.wording.shapes import Command, Tone, Weight


class PaintedButton(QAbstractButton):
    """A button that we draw ourselves. A click does not take the focus from the scan field; Tab reaches it."""

    def __init__(self, look: Look, label: str, key: str = "") -> None:
        super().__init__()
        self.look = look
        self.setText(label.replace("&", "&&"))
        self.label = label
        self.spelled = key
        self.key = cap(key) if key else ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{label}, {self.key}" if self.key else label)

    def respell(self) -> None:
        """This station has changed its keys: show and say the one that works now."""
        self.key = cap(self.spelled) if self.spelled else ""
        self.setAccessibleName(f"{self.label}, {self.key}" if self.key else self.label)
        self.updateGeometry()
        self.update()

    def hovered(self) -> bool:
        """Whether the pointer is over it and it can be pressed."""
        return self.isEnabled() and self.underMouse()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the pointer is here."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show that the pointer has gone."""
        super().leaveEvent(event)
        self.update()

    def ring(self, painter: QPainter, radius: int) -> None:
        """The line that shows where the keyboard is."""
        if self.hasFocus():
            paint.box(painter, self.rect(), self.look.px(radius), None, self.look.colour("accent"), 2)


@dataclass(frozen=True, slots=True)
class Dress:
    """The colours of a button in one state."""

    fill: QColor | None
    line: QColor | None
    ink: QColor
    icon: QColor
    cap: paint.CapColours | None = None


class KeyButton(PaintedButton):
    """Icon, words, key. In a narrow place icon and key give way to the words, where whoever lays it out says so."""

    def __init__(
        self,
        look: Look,
        label: str,
        key: str = "",
        icon: str = "",
        weight: Weight = Weight.SECONDARY,
        tone: Tone | None = None,
        height: int = 38,
    ) -> None:
        super().__init__(look, label, key)
        self._icon = icon
        self._weight = weight
        self._tone = tone
        self._height = height
        self._plain = self._capless = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(label)

    def sizeHint(self) -> QSize:
        """As wide as all of it that is shown."""
        return QSize(self._lead() + self._words() + self._trail(), self.look.px(self._height))

    def set_capless(self, capless: bool) -> None:
        """Without its key, where even so the words have no room; the tip and F1 still say it."""
        if capless != self._capless:
            self._capless = capless
            self.setToolTip(f"{self.label} ({self.key})" if capless and self.key else self.label)
            self.updateGeometry()
            self.update()

    def whole_width(self, *, plain: bool = False) -> int:
        """How wide it is with its key, and with its icon unless `plain`, whether they are shown now or not."""
        icon = self.look.px(17 + 8) if self._icon and not plain else 0
        return self._pad() + icon + self._words() + self._room_for_key(self.key)

    def _words(self) -> int:
        return width_of(self.look, self.label, 14, MEDIUM) + 1

    def minimumSizeHint(self) -> QSize:
        """Icon, a few letters and the key."""
        few = min(self._words(), self.look.px(48))
        return QSize(self._lead() + few + self._trail(), self.look.px(self._height))

    def set_plain(self, plain: bool) -> None:
        """Without its icon, where the words need the room."""
        if plain != self._plain:
            self._plain = plain
            self.updateGeometry()
            self.update()

    def _pictured(self) -> bool:
        return bool(self._icon) and not self._plain

    def _shown_key(self) -> str:
        return "" if self._capless else self.key

    def _pad(self) -> int:
        return self.look.px(8 if self._weight is Weight.GHOST else 11)

    def _lead(self) -> int:
        return self._pad() + (self.look.px(17 + 8) if self._pictured() else 0)

    def _trail(self) -> int:
        return self._room_for_key(self._shown_key())

    def _room_for_key(self, key: str) -> int:
        pad = 7 if key else 8 if self._weight is Weight.GHOST else 14
        return (self.look.px(8) + paint.cap_size(self.look, key).width() if key else 0) + self.look.px(pad)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button."""
        painter = paint.smooth(self)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        dress = self._dress()
        paint.box(painter, self.rect(), self.look.px(8), dress.fill, dress.line)
        if self._pictured():
            size = self.look.px(17)
            place = QRect(self._lead() - size - self.look.px(8), 0, size, self.height())
            paint.icon(painter, self.look, mirrored(self, place), self._icon, dress.icon, 17)
        words = QRect(self._lead(), 0, self.width() - self._lead() - self._trail() + 1, self.height())
        painter.setFont(self.look.font(14, MEDIUM))
        paint.text(painter, mirrored(self, words), self.label, dress.ink)
        if key := self._shown_key():
            size_ = paint.cap_size(self.look, key)
            at = QRect(
                self.width() - size_.width() - self.look.px(7),
                (self.height() - size_.height()) // 2,
                size_.width(),
                size_.height(),
            )
            paint.keycap(painter, self.look, mirrored(self, at), key, dress.cap)
        self.ring(painter, 8)

    def ring(self, painter: QPainter, radius: int) -> None:
        """On the accent's own ground the line stands inside, in the colour of the words."""
        if self._weight is not Weight.PRIMARY:
            super().ring(painter, radius)
        elif self.hasFocus():
            gap = self.look.px(3)
            inside = self.rect().adjusted(gap, gap, -gap, -gap)
            paint.box(painter, inside, self.look.px(radius) - gap, None, self.look.colour("on_accent"), 2)

    def _dress(self) -> Dress:
        colour = self.look.colour
        if self._weight is Weight.PRIMARY:
            return self._primary()
        ground = colour("press") if self.isDown() else colour("hover") if self.hovered() else None
        if self._weight is Weight.GHOST:
            return Dress(ground, None, colour("ink2"), colour("ink2"))
        if self._tone is not None:
            tone = self.look.tone(self._tone)
            return Dress(ground or colour("surface"), QColor(tone.line), QColor(tone.ink), QColor(tone.ink))
        return Dress(ground or colour("surface"), colour("line2"), colour("ink"), colour("ink"))

    def _primary(self) -> Dress:
        colour = self.look.colour
        fill = colour("accent_p" if self.isDown() else "accent_h" if self.hovered() else "accent")
        glass = QColor(255, 255, 255, 41)
        on = colour("on_accent")
        return Dress(fill, None, on, on, paint.CapColours(glass, None, on))


class CountButton(PaintedButton):
    """A button that stays pressed and has a number beside its word."""

    def __init__(self, look: Look, label: str) -> None:
        super().__init__(look, label)
        self._count = -1
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Another number; the same one is not painted again."""
        if count == self._count:
            return
        self._count = count
        self.setAccessibleName(f"{self.label}: {count}")
        self.updateGeometry()
        self.update()


def command_button(
    look: Look, command: Command, pressed: Callable[[], None], *, tone: Tone | None = None, height: int = 38
) -> KeyButton:
    """The button of a command. Whoever hears that it is pressed finds the command's name in the sender's."""
    button = KeyButton(look, command.label, command.key, command.icon, command.weight, tone, height)
    button.setObjectName(command.name)
    button.clicked.connect(pressed)
    return button
