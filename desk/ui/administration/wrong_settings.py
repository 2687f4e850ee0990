"""This station's settings cannot be read: a window says so, instead of none, before there is a desk."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from desk.errors import DeskError, FileUnreadable
from desk.i18n import _
from desk.settings import Settings, load, settings_file
from desk.ui.administration.forms import WholePage
from desk.ui.frame import MainWindow
from desk.ui.keys import ENTER
from desk.ui.parts.buttons import KeyButton
from desk.ui.parts.labels import Text
from desk.ui.theme import Look
from desk.ui.trouble import trouble_words
from desk.wording.shapes import Weight

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

ASIDE_KEY = "Alt+S"


class WrongSettingsPage(WholePage):
    """What is wrong in which file, and two ways on: it was mended, or the standard settings for now."""

    mended = Signal()
    put_aside = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, _("The settings of this desk cannot be read"), width=680)
        _surface, column = self.card()
        self.words = Text(look, "", 15, wrap=True)
        self._note = Text(look, "", 13, colour="ink3", figures=True)
        column.addWidget(self.words)
        column.addWidget(self._note)
        how = _("Mend the file and try again. Or begin with the standard settings: the file is kept beside them.")
        column.addWidget(Text(look, how, 13, colour="ink3", wrap=True))
        self.aside_button = KeyButton(look, _("Standard settings"), ASIDE_KEY, "rotate-ccw", Weight.GHOST)
        self.button = KeyButton(look, _("Try again"), ENTER, "refresh-cw", Weight.PRIMARY)
        self.aside_button.clicked.connect(self.put_aside)
        self.button.clicked.connect(self.mended)
        QShortcut(QKeySequence(ASIDE_KEY), self).activated.connect(self.put_aside)
        row = QHBoxLayout()
        row.addWidget(self.aside_button)
        row.addStretch(1)
        row.addWidget(self.button)
        column.addLayout(row)
        self.setFocusProxy(self.button)

    def say(self, error: DeskError) -> None:
        """What is wrong, and when it was looked at."""
        self.words.setText(trouble_words(error))
        self._note.setText(_("Tried at {time}.").format(time=QTime.currentTime().toString("HH:mm:ss")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter tries again, or presses the button that has the keyboard."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.aside_button.hasFocus():
            self.put_aside.emit()
        else:
            self.mended.emit()


def settle_settings(application: "QApplication", error: DeskError) -> Settings | None:
    """Stay until the settings can be read; None when the window is closed before."""
    window = MainWindow()
    look = Look(application, Settings().theme, Settings().zoom)
    look.setParent(window)
    window.furnish(look, _("Library desk"))
    page = WrongSettingsPage(look)
    found: list[Settings] = []

    def read() -> None:
        try:
            found.append(load())
        except DeskError as still:
            page.say(still)
        else:
            window.close()

    def put_aside() -> None:
        try:
            set_aside(settings_file())
        except DeskError as still:
            page.say(still)
        else:
            read()

    page.say(error)
    page.mended.connect(read)
    page.put_aside.connect(put_aside)
    window.show_whole(page)
    window.show()
    application.exec()
    window.deleteLater()
    return found[0] if found else None


def set_aside(file: Path) -> Path:
    """Keep a file that cannot be read under another name, so that the standard settings stand in its place.

    Raises `FileUnreadable` where it cannot be renamed.
    """
    names = (file.with_name(f"{file.name}.wrong{number or ''}") for number in range(1_000))
    kept = next(name for name in names if not name.exists())
    try:
        file.rename(kept)
    except OSError as error:
        raise FileUnreadable(file, str(error.strerror or error)) from error
    return kept
