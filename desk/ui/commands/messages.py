"""What was said in the corner of the window, for whoever looked away."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

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

    def all(self) -> list[tuple[str, str]]:
        """When each was said, and what."""
        return list(self._kept)
