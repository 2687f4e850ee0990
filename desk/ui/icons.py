"""Icons: line drawings recoloured to the theme and kept as pictures."""

from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_Key: TypeAlias = tuple[str, str, int, float]


class Icons:
    """Pictures of icons by name, colour, size and the screen's pixel ratio, each drawn once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._drawings: dict[str, str] = {}
        self._pictures: dict[_Key, QPixmap] = {}

    def picture(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        """The icon as a picture of `size` logical pixels; an unknown name is an empty picture."""
        key = (name, colour, size, ratio)
        if key not in self._pictures:
            self._pictures[key] = self._draw(key)
        return self._pictures[key]

    def _draw(self, key: _Key) -> QPixmap:
        name, colour, size, ratio = key
        picture = QPixmap(round(size * ratio), round(size * ratio))
        picture.fill(Qt.GlobalColor.transparent)
        drawing = self._drawing(name).replace("currentColor", colour)
        if drawing:
            painter = QPainter(picture)
            QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(picture.rect()))
            painter.end()
        picture.setDevicePixelRatio(ratio)
        return picture

    def _drawing(self, name: str) -> str:
        if name not in self._drawings:
            path = self._folder / f"{name}.svg"
            self._drawings[name] = path.read_text(encoding="utf-8") if name and path.is_file() else ""
        return self._drawings[name]
