"""A pair of hands for the real window: they scan into a pseudo terminal, press keys, and wait until the desk rests."""

import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QEventLoop, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desk.errors import DeskError
from desk.settings import Theme

if TYPE_CHECKING:
    from desk.ui.shell import Shell

PATIENCE = 20.0
QUIET = 0.1
# Slower than any scanner that types.
KEY = 0.05
COLOURS = 256


class Stuck(DeskError):
    """The window did not come to rest in time: something in it waits for what never comes."""

    fallback = "The window did not come to rest."


class Driver:
    """Works one window as a clerk would."""

    def __init__(self, application: QApplication, shell: "Shell", wire: int) -> None:
        self.application = application
        self.shell = shell
        self.wire = wire

    def scan(self, *codes: str) -> None:
        """Scan codes one after the other; each comes down the wire as a scanner sends it."""
        for code in codes:
            os.write(self.wire, f"{code}\r".encode())
        self.rest()

    def press(self, keys: str) -> None:
        """Press a key combination, wherever the focus is."""
        QTest.keySequence(self._focus(), QKeySequence(keys))
        self.rest()

    def type(self, words: str, *, enter: bool = True) -> None:
        """Type as a person does, over what is marked, and press Enter; each key goes where the keyboard is by then."""
        for letter in words:
            _strike(self._focus(), letter)
            self._until(lambda: False, KEY)
        if enter:
            QTest.keyClick(self._focus(), Qt.Key.Key_Return)
        self.rest()

    def into(self, box: QWidget, words: str) -> None:
        """Go to a box and write something else into it."""
        box.setFocus()
        if isinstance(box, QLineEdit):
            box.selectAll()
        self.type(words, enter=False)

    def click(self, widget: QWidget) -> None:
        """Click on something."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.rest()

    def _focus(self) -> QWidget:
        return self.application.focusWidget() or self.shell.window

    def dress(self, theme: Theme, zoom: int, size: QSize) -> None:
        """Show the window in these colours, at this zoom and of this size; what is so already costs no time."""
        look, window = self.shell.parts.look, self.shell.window
        if (look.theme, look.percent, window.size()) == (theme, zoom, size):
            return
        if look.theme is not theme:
            look.set_theme(theme)
            window.status.show_theme(theme)
        if look.percent != zoom:
            look.set_zoom(zoom)
        window.resize(size)
        self.rest()

    def rest(self) -> None:
        """Wait until every scan has its answer and nothing has moved for a moment."""
        self._until(lambda: False, QUIET)
        self._until(self._is_at_rest, PATIENCE)
        if not self._is_at_rest():
            raise Stuck
        self._until(lambda: False, QUIET)

    def wait_for(self, state: Callable[[], bool]) -> None:
        """Wait for something to become true."""
        self._until(state, PATIENCE)
        if not state():
            raise Stuck

    def _is_at_rest(self) -> bool:
        return all(panel.is_idle() for panel in self.shell.panels.values())

    def _until(self, state: Callable[[], bool], seconds: float) -> None:
        end = time.monotonic() + seconds
        while not state() and time.monotonic() < end:
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.005)

    def picture(self, path: Path, *, small: bool = True) -> None:
        """Keep what the window shows, without a note that happens to pass; a small file takes longer to make."""
        self.shell.window.toast.hide()
        self.application.processEvents()
        image = self.shell.window.grab().toImage()
        (few_colours(image) if small else image).save(str(path), None, 0 if small else 80)


def _strike(widget: QWidget, letter: str) -> None:
    """One key. Qt's own hands know the letters of English alone, and end the program at any other."""
    if letter.isascii():
        QTest.keyClicks(widget, letter)
        return
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def few_colours(image: QImage) -> QImage:
    """The same picture in its most frequent colours: a third of the size, and nobody sees it."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(plain.constBits()).cast("I"))
    table = [colour for colour, _count in counted.most_common(COLOURS)]
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.AvoidDither)
