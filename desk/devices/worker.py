"""One thread that does one thing after another, for devices that are slow to answer."""

import logging
import queue
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)


class Worker:
    """Runs what it is given, first in first out, away from the GUI thread. Its thread begins with the first task."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._tasks: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def do(self, task: Callable[[], None]) -> None:
        """Put a task at the end of the line."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
        self._tasks.put(task)

    def stop(self, seconds: float = 3.0, last: Callable[[], None] | None = None) -> None:
        """Finish what is in the line, do the last thing, then end; nothing at all if nothing was ever done."""
        thread, self._thread = self._thread, None
        if thread is not None:
            if last is not None:
                self._tasks.put(last)
            self._tasks.put(None)
            thread.join(seconds)

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            try:
                task()
            except Exception:
                # A device's driver may raise anything; the thread has to live for the next sound or slip.
                log.exception("%s stumbled", self._name)
