"""Python's collector of cyclic garbage, kept to the window's own thread and away from the middle of things.

It runs wherever memory is asked for next: on the desk thread it would delete widgets, which Qt allows only where they
were made, and within an event it would delete what the event is about. So it is switched off, and swept at rest.
"""

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500
# All generations are looked at no more often than this.
WHOLE_EVERY = 60.0
OLDEST = 2


class Sweep(QObject):
    """Sweeps as often as Python itself would, generation by generation. One for the whole program.

    What stands once the window is furnished stands until it is closed: a hundred thousand things, which take a tenth of
    a second to look at. They are looked at once more then, and left out ever after.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._limits = gc.get_threshold()
        self._furnished: Callable[[], bool] | None = None
        self._whole = 0.0
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    def settle_when(self, furnished: Callable[[], bool]) -> None:
        """From the moment that this is so, what is there by then is there to stay. A window before it is swept then."""
        self._furnished = furnished

    def waits(self) -> bool:
        """Whether the window is not furnished yet."""
        return self._furnished is not None

    def sweep(self) -> None:
        """The youngest generations whose limit is reached; all of them now and then."""
        if self._furnished is not None and self._furnished():
            self._settle()
            return
        counts = gc.get_count()
        reached = [place for place, (count, most) in enumerate(zip(counts, self._limits, strict=True)) if count > most]
        if not reached:
            return
        now = time.monotonic()
        whole = OLDEST in reached and now - self._whole >= WHOLE_EVERY
        if whole:
            self._whole = now
        gc.collect(OLDEST if whole else min(max(reached), OLDEST - 1))

    def _settle(self) -> None:
        self._furnished, self._whole = None, time.monotonic()
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def stop(self) -> None:
        """Python collects by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
