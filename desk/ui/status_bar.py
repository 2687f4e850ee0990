"""The bar at the foot of the window: database, scanner, printer; sounds, size, colours, commands, the time."""

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desk.i18n import _
from desk.settings import Theme
from desk.ui import paint
from desk.ui.keys import Key
from desk.ui.parts.buttons import PaintedButton
from desk.ui.parts.labels import Text, mirrored, width_of
from desk.ui.theme import MEDIUM, Look
from desk.wording.shapes import Tone


class Light(PaintedButton):
    """A dot and words; the words say it, the dot repeats it. Pressed, it tells more and what can be done.

    One without a key leads elsewhere when it is clicked.
    """

    def __init__(self, look: Look, what: str, key: Key | None = None) -> None:
        super().__init__(look, "", key or "")
        self._what = what
        self.opens = key
        self._tone = Tone.MUTE
        self.setAccessibleName(what)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def say(self, words: str, tone: Tone) -> None:
        """What state it is in; no words hide it."""
        self._tone = tone
        self.label = words
        self.setAccessibleName(f"{self._what}: {words}")
        self.setToolTip(words)
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """What it says."""
        return self.label

    def respell(self) -> None:
        """Its name stays: it tells how something is."""
        self.say(self.label, self._tone)

    @property
    def tone(self) -> Tone:
        """How it is."""
        return self._tone

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        px = self.look.px
        return QSize(px(14 + 6) + width_of(self.look, self.label, 12) + 1, px(29))

    def minimumSizeHint(self) -> QSize:
        """The dot and a few letters."""
        return QSize(min(self.sizeHint().width(), self.look.px(60)), self.look.px(29))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dot and the words."""
        px, painter = self.look.px, paint.smooth(self)
        if self.hovered():
            around = self.rect().adjusted(-px(4), px(3), 0, -px(3))
            paint.box(painter, around, px(6), self.look.colour("hover"))
        colour = self.look.colour("edge") if self._tone is Tone.MUTE else QColor(self.look.tone(self._tone).solid)
        dot = mirrored(self, QRect(0, (self.height() - px(8)) // 2, px(8), px(8)))
        paint.box(painter, dot, px(4), colour)
        painter.setFont(self.look.font(12))
        words = mirrored(self, QRect(px(14), 0, self.width() - px(14), self.height()))
        paint.text(painter, words, self.label, self.look.colour("ink2"))
        self.ring(painter, 6)


class BarButton(PaintedButton):
    """A small button in the bar: an icon and a word."""

    def __init__(self, look: Look, icon: str, label: str, key: Key, *, shows_key: bool = False) -> None:
        super().__init__(look, label, key)
        self._icon = icon
        self._shows_key = shows_key
        self._wordless = False

    def set_wordless(self, wordless: bool) -> None:
        """Only its icon, where the words of others need the room. Its name stays."""
        if wordless != self._wordless:
            self._wordless = wordless
            self.updateGeometry()
            self.update()

    def is_wordless(self) -> bool:
        """Whether only the icon is shown."""
        return self._wordless

    def widths(self) -> tuple[int, int]:
        """How wide it is with its word and without."""
        bare = self.look.px(6 + 14 + 6)
        return bare + self.look.px(6) + width_of(self.look, self._words(), 12) + 1, bare

    def _words(self) -> str:
        return f"{self.label} {self.key}" if self._shows_key else self.label

    def set_face(self, icon: str, label: str) -> None:
        """Another icon and word."""
        self._icon, self.label = icon, label
        self.respell()
        self.updateGeometry()
        self.update()

    def respell(self) -> None:
        """The name and the key as they are now."""
        super().respell()
        self.setToolTip(self.accessibleName())

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        return QSize(self.widths()[1 if self._wordless else 0], self.look.px(29))

    def minimumSizeHint(self) -> QSize:
        """It is whole, or has no words at all."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = paint.smooth(self)
        px = self.look.px
        if self.hovered():
            paint.box(painter, self.rect().adjusted(0, px(3), 0, -px(3)), px(6), self.look.colour("hover"))
        paint.icon(painter, self.look, mirrored(self, QRect(px(6), 0, px(14), self.height())), self._icon, "ink2", 14)
        if not self._wordless:
            painter.setFont(self.look.font(12))
            words = mirrored(self, QRect(px(26), 0, self.width() - px(26), self.height()))
            paint.text(painter, words, self._words(), self.look.colour("ink2"))
        self.ring(painter, 6)


THEME_FACES = {Theme.LIGHT: "sun", Theme.DARK: "moon", Theme.CONTRAST: "contrast", Theme.SYSTEM: "sun-moon"}


def theme_words() -> dict[Theme, str]:
    """What each theme is called."""
    return {
        Theme.LIGHT: _("Light"),
        Theme.DARK: _("Dark"),
        Theme.CONTRAST: _("High contrast"),
        Theme.SYSTEM: _("As the system"),
    }


class StatusBar(QWidget):
    """What the desk stands on, always in sight."""

    sounds_pressed = Signal()
    theme_pressed = Signal()
    pressed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.database = Light(look, _("Database"), Key.STATUS_DATABASE)
        self.scanner = Light(look, _("Scanner"), Key.STATUS_SCANNER)
        self.printer = Light(look, _("Slip printer"), Key.STATUS_PRINTER)
        self.sounds = BarButton(look, "volume-2", "", Key.MUTE)
        self.colours = BarButton(look, "sun", "", Key.THEME)
        self.zoom = BarButton(look, "a-large-small", "", Key.STATUS_SIZE)
        self._lights = [self.database, self.scanner, self.printer]
        self.commands = BarButton(look, "command", _("Commands"), Key.PALETTE, shows_key=True)
        self._time = Text(look, "", 12, MEDIUM, "ink2", figures=True)
        self._time.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)  # the lights give way to it
        self.sounds.clicked.connect(self.sounds_pressed)
        self.colours.clicked.connect(self.theme_pressed)
        for light in self.lights():
            light.clicked.connect(self._light_pressed)
        self.zoom.clicked.connect(lambda: self.pressed.emit(Key.STATUS_SIZE))
        self.commands.clicked.connect(lambda: self.pressed.emit(Key.PALETTE))
        look.zoomed.connect(self.show_zoom)
        self.setFixedHeight(look.size("status_bar"))
        self._lay_out()
        self.show_sounds(True)
        self.show_theme(look.theme)
        self.show_zoom(look.percent)

    def lights(self) -> tuple[Light, ...]:
        """Database, scanner, printer, and what was added."""
        return tuple(self._lights)

    def add_light(self, what: str) -> Light:
        """One more, behind the others, for something that is told of now and then."""
        light = Light(self._look, what)
        self._row.insertWidget(len(self._lights), light)
        QWidget.setTabOrder(self._lights[-1], light)
        self._lights.append(light)
        return light

    def _light_pressed(self) -> None:
        light = self.sender()
        if isinstance(light, Light):
            self.pressed.emit(light.opens)

    def _lay_out(self) -> None:
        px = self._look.px
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(px(14), 1, px(14), 0)
        row.setSpacing(px(20))
        for light in self.lights():
            row.addWidget(light)
        row.addStretch(1)
        right = QHBoxLayout()
        right.setSpacing(px(6))
        for widget in (self.sounds, self.zoom, self.colours, self.commands, self._time):
            right.addWidget(widget)
        row.addLayout(right)

    def event(self, event: QEvent) -> bool:
        """Whenever something in it has become wider, the bar looks again for what may go without words."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize) and self.isVisible():
            self._give_room()
        return super().event(event)

    def _give_room(self) -> None:
        """What the lights say is read first; then the words of the buttons go, those that are known best at first."""
        buttons = (self.commands, self.colours, self.zoom, self.sounds)
        lights = [light.sizeHint().width() for light in self.lights() if not light.isHidden()]
        gap = self._look.px(20) * len(lights) + self._look.px(6) * len(buttons) + self._look.px(28)
        left = self.width() - sum(lights) - gap - self._time.sizeHint().width()
        spare = left - sum(button.widths()[1] for button in buttons)
        for button in reversed(buttons):
            whole, bare = button.widths()
            button.set_wordless(whole - bare > spare)
            spare -= 0 if button.is_wordless() else whole - bare

    def show_sounds(self, on: bool) -> None:
        """Whether the desk can be heard."""
        self.sounds.set_face("volume-2" if on else "volume-x", _("Sounds on") if on else _("Sounds off"))

    def show_theme(self, theme: Theme) -> None:
        """Which colours were chosen."""
        self.colours.set_face(THEME_FACES[theme], theme_words()[theme])

    def show_zoom(self, percent: int) -> None:
        """How large the window is drawn."""
        self.zoom.set_face("a-large-small", _("{percent} %").format(percent=percent))

    def show_time(self, words: str) -> None:
        """The date and the time at the desk."""
        self._time.setText(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the hairline above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("nav"))
        painter.fillRect(0, 0, self.width(), 1, self._look.colour("line"))
