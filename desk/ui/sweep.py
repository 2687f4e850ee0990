"""Python's collector of cyclic garbage, kept to the window's own thread and away from the middle of things.

It runs wherever memory is asked for next: on the desk thread it would delete widgets, which Qt allows only where they
were made, and within an event it would delete what the event is about. So it is switched off, and swept at rest.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500


class Sweep(QObject):
    """Sweeps as often as Python itself would, generation by generation. One for the whole program."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._limits = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    def sweep(self) -> None:
        """The youngest generations whose limit is reached."""
        counts = gc.get_count()
        reached = [place for place, (count, most) in enumerate(zip(counts, self._limits, strict=True)) if count > most]
        if reached:
            gc.collect(max(reached))

    def stop(self) -> None:
        """Python collects by itself again."""
        self._timer.stop()
        gc.enable()
