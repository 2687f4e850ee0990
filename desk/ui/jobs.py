"""Long work in the thread pool, with its progress, a way to stop it, and its result on the GUI thread."""

import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from desk.errors import DeskError

if TYPE_CHECKING:
    from desk.services.work import Work


class Job(QObject):
    """One piece of work, made and done in the pool. It ends with exactly one of `finished` and `failed`.

    `reached` is how far its last step came, and out of how much: true also when nobody hears of that step any more.
    """

    progressed = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(object)
    _ended = Signal(object, object)

    def __init__(self, make: "Callable[[], Work[Any]]", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._stopped = threading.Event()
        self._left = threading.Event()
        self.reached: tuple[int, int] | None = None
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin in the thread pool."""
        QThreadPool.globalInstance().start(QRunnable.create(self._run))

    def cancel(self) -> None:
        """Stop between two steps; what was done so far stays, and is reported."""
        self._stopped.set()

    def wait(self, seconds: float) -> bool:
        """Let the pool come out of it, after it was told to stop: the window goes only then."""
        return self._left.wait(seconds)

    def _run(self) -> None:
        try:
            self._ended.emit(self._result(), None)
        except Exception as error:
            # Whatever it is, the page that waits has to hear of an end; our own mistakes go on to the hook from there.
            self._ended.emit(None, error)
        finally:
            self._left.set()

    def _result(self) -> object:
        from desk.services.work import cancel

        work = self._make()
        while True:
            try:
                step = next(work)
            except StopIteration as end:
                return end.value
            self.reached = step.done, step.total
            self.progressed.emit(step.done, step.total, step.note)
            if self._stopped.is_set():
                return cancel(work)

    @Slot(object, object)
    def _tell(self, result: object, error: Exception | None) -> None:
        if error is None:
            self.finished.emit(result)
            return
        self.failed.emit(error)
        if not isinstance(error, DeskError):
            sys.excepthook(type(error), error, error.__traceback__)
