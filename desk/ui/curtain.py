"""What the window shows while the desk behind it is made: itself, as it last stood, without a word of anybody.

Light, because it is there before anything else is imported: it knows no colours and no fonts, only a picture.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QLabel

if TYPE_CHECKING:
    from desk.ui.frame import MainWindow

PICTURE = "window.png"
GEOMETRY = "window/geometry"


def window_settings(home: Path) -> QSettings:
    """Where this station keeps how its window stood."""
    return QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)


def stand_as_before(window: MainWindow, kept: QSettings) -> None:
    """The place and size that the window had."""
    geometry = kept.value(GEOMETRY)
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)


def draw(window: MainWindow, home: Path) -> None:
    """Show the bare window at once. Keys that are pressed meanwhile wait in Qt's queue for the scan field."""
    stand_as_before(window, window_settings(home))
    picture = QPixmap(str(home / PICTURE))
    if not picture.isNull():
        curtain = QLabel()
        curtain.setPixmap(picture)
        curtain.setScaledContents(True)
        window.setCentralWidget(curtain)
    window.show()
    QApplication.processEvents()


def keep(window: MainWindow, home: Path) -> None:
    """The picture for the next time: the ground, the navigation with the library's name, and the bars, no page."""
    from PySide6.QtGui import QPainter

    colour, navigation, status = window.look.colour, window.navigation, window.status
    picture = QPixmap(window.size())
    picture.fill(colour("app"))
    painter = QPainter(picture)
    beside = navigation.geometry()
    painter.drawPixmap(beside.topLeft(), navigation.grab())
    person = navigation.person.geometry().translated(beside.topLeft())
    painter.fillRect(person, colour("nav"))
    painter.fillRect(status.geometry(), colour("nav"))
    painter.end()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    picture.save(str(home / PICTURE))
