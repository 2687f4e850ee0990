"""What the pages of the window share, those of the desk's work and those of the administration."""

from abc import abstractmethod
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desk.ui.desk_thread import DeskLine
from desk.ui.keys import Key
from desk.ui.theme import Look

if TYPE_CHECKING:
    from desk.wording.context import Place


class Page(QWidget):
    """One page: what each says of itself, Enter on a button, Tab from one widget to the next."""

    def __init__(self, look: Look, desk: DeskLine) -> None:
        super().__init__()
        self.look, self.desk = look, desk

    @abstractmethod
    def refresh(self) -> None:
        """Read anew what the page shows."""

    @abstractmethod
    def take_focus(self) -> None:
        """The page is shown: put the keyboard where it begins."""

    @abstractmethod
    def in_order(self) -> list[QWidget]:
        """What Tab reaches on the page, as it is read."""

    @abstractmethod
    def press(self, key: Key) -> bool:
        """Do what a key of the table does here; False when the page has no use for it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that the keyboard is on, where the page lets it."""
        now = QApplication.focusWidget()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if plain and enter and isinstance(now, QAbstractButton) and self.enter_presses(now):
            now.click()
        else:
            super().keyPressEvent(event)

    def enter_presses(self, _button: QAbstractButton) -> bool:
        """Whether a bare Enter may press this button: never one that moves money."""
        return True

    def order_tabs(self) -> None:
        """Tab goes through the page as it is read."""
        tab_through(self.in_order())

    def place(self) -> "Place":
        """Where and when words are said."""
        standing = self.desk.standing
        assert standing is not None
        return standing.here()


def tab_through(stops: Iterable[QWidget]) -> None:
    """Tab goes from each of these to the next."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)
