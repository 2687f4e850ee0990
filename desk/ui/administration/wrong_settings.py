"""This station's settings cannot be read: a window says so, instead of none, before there is a desk."""

from pathlib import Path
from typing import TYPE_CHECKING

from desk.errors import DeskError, FileUnreadable
from desk.i18n import _
from desk.settings import Settings, load, settings_file
from desk.ui.administration.trouble_page import AgainPage
from desk.ui.frame import MainWindow
from desk.ui.parts.buttons import KeyButton
from desk.ui.theme import Look
from desk.ui.trouble import trouble_words
from desk.wording.shapes import Weight

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


class WrongSettingsPage(AgainPage):
    """What is wrong in which file, and two ways on: it was mended, or the standard settings for now."""

    def __init__(self, look: Look) -> None:
        standard = KeyButton(look, _("Standard settings"), "Alt+S", "rotate-ccw", Weight.GHOST)
        how = _("Mend the file and try again. Or begin with the standard settings: the file is kept beside them.")
        super().__init__(look, _("The settings of this desk cannot be read"), standard, hint=how)


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
            page.tell(trouble_words(still))
        else:
            window.close()

    def put_aside() -> None:
        try:
            set_aside(settings_file())
        except DeskError as still:
            page.tell(trouble_words(still))
        else:
            read()

    page.tell(trouble_words(error))
    page.tried_again.connect(read)
    page.other_chosen.connect(put_aside)
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
