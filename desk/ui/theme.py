"""How the window looks: colours, fonts, sizes, zoom, and every change of them while it runs."""

import os
from collections.abc import Mapping
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory

from desk.resources import resource
from desk.settings import Theme, data_folder
from desk.ui.icons import Icons
from desk.ui.sheet import style_sheet
from desk.ui.tokens import Scheme, Tokens, ToneColours, read_tokens
from desk.ui.zoom import fit_again, read_fonts, refit, set_fonts
from desk.wording.shapes import Tone

REGULAR = QFont.Weight.Normal
MEDIUM = QFont.Weight.Medium
SEMIBOLD = QFont.Weight.DemiBold

SMALLEST, USUAL, LARGEST = 80, 100, 200
ZOOMS = (80, 90, 100, 110, 125, 150, 175, 200)
FAMILIES = ["Inter", "Segoe UI Variable Text", "Segoe UI", "SF Pro Text", "Noto Sans", "sans-serif"]


class Look(QObject):
    """The one source of colours, fonts and sizes for every widget. `changed` tells them to paint anew."""

    changed = Signal()
    zoomed = Signal(int)

    def __init__(self, app: QApplication, theme: Theme = Theme.SYSTEM, percent: int = USUAL) -> None:
        super().__init__(app)
        self._app = app
        self.percent = max(SMALLEST, min(LARGEST, percent))
        self.theme = theme
        self._schemes = read_tokens(resource("theme", "tokens.json"))
        self._tokens: Tokens = self._schemes[self.scheme]
        self._fonts: dict[tuple[float, QFont.Weight, bool, bool], QFont] = {}
        self._icons = Icons(resource("icons"))
        app.setStyle(QStyleFactory.create("Fusion"))
        _load_fonts(resource("fonts"))
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        app.styleHints().accessibility().contrastPreferenceChanged.connect(self._system_changed)
        self._apply()

    @property
    def scheme(self) -> Scheme:
        """The colours in use now."""
        if self.theme is Theme.SYSTEM:
            return self._scheme_of_system()
        return Scheme.CONTRAST if self.theme is Theme.CONTRAST else Scheme(self.theme)

    @property
    def zoom(self) -> float:
        """How many pixels a pixel of the design is."""
        return self.percent / 100

    def _scheme_of_system(self) -> Scheme:
        hints = self._app.styleHints()
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            return Scheme.CONTRAST
        return Scheme.DARK if hints.colorScheme() is Qt.ColorScheme.Dark else Scheme.LIGHT

    def set_zoom(self, percent: int) -> int:
        """Make the running window larger or smaller; gives the percent it has now."""
        wanted, old = max(SMALLEST, min(LARGEST, percent)), self.zoom
        if wanted != self.percent:
            self.percent = wanted
            widgets = self._app.allWidgets()
            read_fonts(widgets, old)
            refit(widgets, old, self.zoom)
            self._apply()
            fit_again(self._app.allWidgets())
            self.zoomed.emit(wanted)
        return self.percent

    def step_zoom(self, by: int) -> int:
        """The next larger or smaller of the usual zooms."""
        if by > 0:
            return self.set_zoom(next((step for step in ZOOMS if step > self.percent), LARGEST))
        return self.set_zoom(next((step for step in reversed(ZOOMS) if step < self.percent), SMALLEST))

    def set_theme(self, theme: Theme) -> None:
        """Change the colours of the running window."""
        self.theme = theme
        self._dress()

    def next_theme(self) -> Theme:
        """What comes after the theme that is on: light, dark, high contrast, system, and light again."""
        order = islice(cycle(Theme), list(Theme).index(self.theme) + 1, None)
        return next(order)

    def colour(self, name: str) -> QColor:
        """A colour by its token name."""
        return QColor(self._tokens.colours[name])

    def tone(self, tone: Tone) -> ToneColours:
        """The colours of a tone."""
        return self._tokens.tone(tone)

    def px(self, pixels: float) -> int:
        """A length at 100 % in pixels of this zoom."""
        return round(pixels * self.zoom)

    def size(self, name: str) -> int:
        """A named size, zoomed."""
        return self.px(self._tokens.sizes[name])

    def font(
        self, pixels: float, weight: QFont.Weight = REGULAR, *, figures: bool = False, barcode: bool = False
    ) -> QFont:
        """The window's type; numbers in columns have figures of one width, barcodes a slashed zero as well."""
        known = self._fonts.get((pixels, weight, figures, barcode))
        if known is not None:
            return QFont(known)
        font = self._fonts[pixels, weight, figures, barcode] = QFont(FAMILIES)
        font.setPixelSize(self.px(pixels))
        font.setWeight(weight)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if figures or barcode:
            font.setFeature(QFont.Tag("tnum"), 1)
        if barcode:
            font.setFeature(QFont.Tag("zero"), 1)
        return QFont(font)

    def icon(self, name: str, colour: str | QColor, pixels: float, ratio: float = 1.0) -> QPixmap:
        """An icon in a colour (a token's name or a colour itself)."""
        known = self._tokens.colours
        value = colour.name() if isinstance(colour, QColor) else known.get(colour, colour)
        return self._icons.picture(name, value, self.px(pixels), ratio)

    def _system_changed(self) -> None:
        if self.theme is Theme.SYSTEM:
            self._dress()

    def _dress(self) -> None:
        """Other colours; the letters stay as they are."""
        read_fonts(self._app.allWidgets(), self.zoom)
        self._apply()

    def _apply(self) -> None:
        tokens = self._tokens = self._schemes[self.scheme]
        self._fonts.clear()
        self._app.setFont(self.font(14))
        self._app.setPalette(_palette(tokens.colours))
        self._app.setStyleSheet(style_sheet(tokens.colours, tokens.radii, self.zoom, self._chevron()))
        set_fonts(self._app.allWidgets(), self.zoom)
        self.changed.emit()

    def _chevron(self) -> str:
        """Qt's sheets take pictures as files only, so the coloured arrow is written to one, which stays."""
        path = data_folder() / "pictures" / f"chevron-{self.colour('ink2').name()[1:]}-{self.percent}.png"
        if not path.exists():
            new = path.with_name(f"{path.name}.{os.getpid()}")
            with suppress(OSError):  # without the arrow a box to choose from still opens
                path.parent.mkdir(parents=True, exist_ok=True)
                self.icon("chevron-down", "ink2", 14, 2.0).save(str(new), "PNG")
                os.replace(new, path)
        return path.as_posix()


def _load_fonts(folder: Path) -> None:
    for path in sorted(folder.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


ROLES = {
    QPalette.ColorRole.Window: "app",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.PlaceholderText: "ink3",
    QPalette.ColorRole.ToolTipBase: "ink",
    QPalette.ColorRole.ToolTipText: "oninv",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.Mid: "line2",
}


def _palette(colours: Mapping[str, str]) -> QPalette:
    palette = QPalette()
    for role, name in ROLES.items():
        palette.setColor(role, QColor(colours[name]))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours["ink3"]))
    return palette
