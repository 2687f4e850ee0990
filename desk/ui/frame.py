"""The frame of the window: navigation, the pages, the status bar, and the keys that work everywhere.

What furnishes it is imported when it is furnished, and not with this module: the bare window is painted before that
(decision 23).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from desk.settings import Theme
    from desk.ui.banner import Banner, Toast
    from desk.ui.keys import Key, Keys
    from desk.ui.navigation import Navigation, Place
    from desk.ui.status_bar import StatusBar
    from desk.ui.theme import Look

SMALLEST = QSize(1024, 700)
DESIGNED = QSize(1366, 768)
NARROW_UNDER = 1180


class Page(Protocol):
    """What the frame asks of a page."""

    def press(self, key: Key) -> bool:
        """Do what the key does here; False when the page has no use for it."""

    def take_focus(self) -> None:
        """Put the keyboard where the page wants it."""


class MainWindow(QMainWindow):
    """The window of the desk. Changing pages keeps what each of them shows."""

    page_shown = Signal(str)
    mute_pressed = Signal()
    person_pressed = Signal()
    theme_changed = Signal(str)
    closing = Signal()

    look: Look
    navigation: Navigation
    banner: Banner
    status: StatusBar
    toast: Toast
    keys: Keys

    def __init__(self, look: Look | None = None, title: str = "") -> None:
        """Furnished at once, or bare until `furnish`."""
        super().__init__()
        self.setWindowTitle(title)
        self.setAnimated(False)
        self.resize(DESIGNED)
        self._furnished = False
        if look is not None:
            self.furnish(look, title)

    def furnish(self, look: Look, title: str) -> None:
        """Navigation, room for the pages, status bar, keys: everything but the pages."""
        from PySide6.QtGui import QIcon

        from desk.ui.banner import Banner, Toast
        from desk.ui.keys import Keys
        from desk.ui.navigation import Navigation
        from desk.ui.status_bar import StatusBar

        self.look = look
        self.setWindowTitle(title)
        self.setWindowIcon(QIcon(look.icon("library-big", "accent", 64)))
        self.navigation = Navigation(look)
        self.banner = Banner(look)
        self.status = StatusBar(look)
        self.over_pages = QVBoxLayout()  # slim strips that belong to every page
        self.pages = QStackedWidget()
        self.pages.setObjectName("pages")
        self._places: dict[str, QWidget] = {}
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._wished_narrow = False
        self.covered = False  # it is asked who works here: no page may be seen before that is known
        self.hears_first: Callable[[Key], bool] = _hears_nothing
        self._stack = QStackedWidget()
        self._stack.addWidget(self._desk())
        self.setCentralWidget(self._stack)
        self.toast = Toast(look, self._stack)
        self.keys = Keys(self)
        self.keys.pressed.connect(self.press)
        self.navigation.chosen.connect(self.show_page)
        self.navigation.person.pressed.connect(self.person_pressed)
        self.status.sounds_pressed.connect(self.mute_pressed)
        self.status.theme_pressed.connect(self.next_theme)
        self._furnished = True
        self._fit_screen()
        self._fit_navigation()

    def _fit_screen(self) -> None:
        room = self.screen().availableGeometry().size()
        self.setMinimumSize(SMALLEST.boundedTo(room))
        self.resize(self.size().boundedTo(room))

    def _desk(self) -> QWidget:
        from PySide6.QtWidgets import QHBoxLayout

        desk = QWidget()
        desk.setObjectName("root")
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._banner_place())
        right.addLayout(self.over_pages)
        right.addWidget(self.pages, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.navigation)
        across.addLayout(right, 1)
        column = QVBoxLayout(desk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        column.addWidget(self.status)
        return desk

    def _banner_place(self) -> QWidget:
        from PySide6.QtWidgets import QHBoxLayout

        place = QWidget()
        px = self.look.px
        row = QHBoxLayout(place)
        row.setContentsMargins(px(24), 0, px(24), 0)
        row.addWidget(self.banner)
        return place

    @property
    def ground(self) -> QStackedWidget:
        """What everything stands on; also what lies over the pages."""
        return self._stack

    def add_page(self, place: Place, page: QWidget) -> None:
        """One more page, with its row in the navigation."""
        self._places[place.name] = page
        self.pages.addWidget(page)
        self.navigation.add(place)
        if len(self._places) == 1:
            self.show_page(place.name)

    def add_page_later(self, place: Place, make: Callable[[], QWidget]) -> None:
        """A page that is made when somebody first goes there; its row in the navigation is there at once."""
        self._makers[place.name] = make
        self.navigation.add(place)

    def is_made(self, name: str) -> bool:
        """Whether anybody has been on the page."""
        return name in self._places

    def page(self, name: str) -> QWidget:
        """The page of this name."""
        if name not in self._places:
            self._places[name] = self._makers.pop(name)()
            self.pages.addWidget(self._places[name])
        return self._places[name]

    def show_page(self, name: str) -> None:
        """Go to a page; the others keep what they show. It stays covered while it is asked who works here."""
        if not self.covered:
            self.show_desk()
        self.turn_to(name)

    def turn_to(self, name: str) -> None:
        """The page that the desk shows: now, or once nothing lies over the whole window any more."""
        page = self.page(name)
        self.pages.setCurrentWidget(page)
        self.navigation.show_place(name)
        if self.at_desk():
            cast(Page, page).take_focus()
        self.page_shown.emit(name)

    def current(self) -> str:
        """The name of the page that is shown."""
        page = self.pages.currentWidget()
        return next((name for name, widget in self._places.items() if widget is page), "")

    def show_whole(self, page: QWidget) -> None:
        """A page that takes the whole window: welcome, signing in."""
        from PySide6.QtCore import Qt

        self.toast.hide()
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_desk(self) -> None:
        """The desk itself."""
        self._stack.setCurrentIndex(0)

    def at_desk(self) -> bool:
        """Whether the desk is shown, not a page over the whole window."""
        return self._stack.currentIndex() == 0

    def set_place_words(self, library: str, place: str) -> None:
        """The library's name, and under it branch and desk."""
        self.navigation.library.set_words(library, place)
        self.setWindowTitle(library)

    def set_person(self, name: str, role: str) -> None:
        """Who works at the desk, with the first letters of the first name and the last."""
        words = name.split()
        letters = "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
        self.navigation.person.set_words(name, role)
        self.navigation.person.tile.set_content(letters=letters)

    def press(self, key: Key) -> None:
        """A key of the table was pressed somewhere in the window. What lies over the page hears of it first."""
        from PySide6.QtCore import Qt

        from desk.ui.keys import Key

        if self.hears_first(key):
            return
        if key is Key.FULL_SCREEN:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        elif key is Key.THEME:
            self.next_theme()
        elif key is Key.MUTE:
            self.mute_pressed.emit()
        elif not self._zoom(key):
            self._press_here(key)

    def _zoom(self, key: Key) -> bool:
        """Larger, smaller, as designed; on every page of the window."""
        from desk.ui.keys import Key
        from desk.ui.theme import USUAL

        match key:
            case Key.ZOOM_IN:
                self.look.step_zoom(+1)
            case Key.ZOOM_OUT:
                self.look.step_zoom(-1)
            case Key.ZOOM_USUAL:
                self.look.set_zoom(USUAL)
            case _:
                return False
        return True

    def _press_here(self, key: Key) -> None:
        from desk.ui.keys import Key

        if not self.at_desk():
            cast(Page, self._stack.currentWidget()).press(key)
        elif key is Key.PERSON:
            self.person_pressed.emit()
        else:
            self._press_at_desk(key)

    def _press_at_desk(self, key: Key) -> None:
        from desk.ui.keys import Key

        if key is Key.NAVIGATION:
            self._wished_narrow = not self.navigation.narrow
            self._fit_navigation()
            return
        for name, row in self.navigation.rows.items():
            if row.place.key is key and not row.isHidden():
                self.show_page(name)
                return
        page = self.pages.currentWidget()
        if page is not None:
            cast(Page, page).press(key)

    def next_theme(self) -> None:
        """Light, dark, high contrast, as the system, and light again."""
        self.wear(self.look.next_theme())

    def wear(self, theme: Theme) -> None:
        """These colours from now on."""
        self.look.set_theme(theme)
        self.status.show_theme(theme)
        self.theme_changed.emit(str(theme))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has a narrow navigation, whatever was wished."""
        super().resizeEvent(event)
        if self._furnished:
            self._fit_navigation()
            self.toast.place()

    def _fit_navigation(self) -> None:
        small = self.width() < self.look.px(NARROW_UNDER)
        narrow = small or self._wished_narrow
        if narrow != self.navigation.narrow:
            self.navigation.set_narrow(narrow)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes: let the desk finish what it has begun."""
        self.closing.emit()
        super().closeEvent(event)


def _hears_nothing(_key: Key) -> bool:
    """Nothing lies over the page."""
    return False
