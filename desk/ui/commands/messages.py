"""What was said in the corner of the window, for whoever looked away."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from desk.ui.commands.entries import Entry

MOST = 50


class Messages(QObject):
    """The last fifty, the newest first."""

    def __init__(self, clock: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._kept: deque[tuple[str, str]] = deque(maxlen=MOST)

    @Slot(str)
    def keep(self, words: str) -> None:
        """One more."""
        self._kept.appendleft((self._clock(), words))

    def entries(self) -> list[Entry]:
        """As lines to read; there is nothing to do with them."""
        return [Entry(words, "message-square-text", _nothing, moment) for moment, words in self._kept]


def _nothing() -> None:
    """A message was read."""
