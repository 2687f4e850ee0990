"""The desk off the GUI thread: acts and questions first in, first out, with their answers back on the GUI thread."""

import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desk.errors import DeskError

if TYPE_CHECKING:
    from desk.services.desk import Act, Desk, Question
    from desk.ui.standing import Standing

Then = Callable[[Any], None]
Job = Callable[["Desk"], Any]
STOP_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer: the world, or a mistake of ours, came between. Whether the act was done is known by its key."""

    error: Exception
    act: object = None
    key: str = ""


class DeskLine(Protocol):
    """What a panel needs of the desk: somebody who runs acts and questions in order and tells the answer later."""

    @property
    def standing(self) -> "Standing | None":
        """Where the desk stands; None until it is open."""

    def do(self, act: "Act[Any]", then: Then, key: str | None = None) -> None:
        """Run an act; `then` hears the answer or `Failed`."""

    def ask(self, question: "Question[Any]", then: Then) -> None:
        """Ask something; `then` hears the answer or `Failed`."""

    def run(self, job: Job, then: Then) -> None:
        """Do something else with the desk, in its turn."""

    def write(self, task: Callable[[], None]) -> None:
        """Write to this station's own store, after everything that was asked before."""


@dataclass(frozen=True, slots=True)
class _Errand:
    ticket: int
    job: Job
    act: object = None
    key: str = ""
    needs_desk: bool = True


class DeskThread(QObject):
    """The thread that alone talks to the library. The database is opened on it, after the window is painted.

    `told` says every answer once more, after whoever asked has heard it, for those who only watch.
    """

    stood = Signal(object)
    trouble = Signal(object)
    recovered = Signal()
    told = Signal(object)
    _answered = Signal(int, object)
    _opened = Signal(object)
    _stumbled = Signal(object)

    def __init__(self, opening: Callable[[], "tuple[Desk, Standing]"], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opening = opening
        self._errands: queue.SimpleQueue[_Errand | None] = queue.SimpleQueue()
        self._pending: dict[int, Then] = {}
        self._tickets = 0
        self._standing: Standing | None = None
        self._desk: Desk | None = None
        self._troubled = False
        self._thread: threading.Thread | None = None
        self._tried = threading.Event()
        self._answered.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)
        self._opened.connect(self.stand, Qt.ConnectionType.QueuedConnection)
        self._stumbled.connect(self._tell_hook, Qt.ConnectionType.QueuedConnection)

    @property
    def standing(self) -> "Standing | None":
        """Where the desk stands; None until it is open."""
        return self._standing

    @property
    def slowness(self) -> float:
        """How long the last act took, in milliseconds."""
        return self._desk.busy_ms if self._desk is not None else 0.0

    @property
    def skew(self) -> float:
        """By how many seconds the server's clock is ahead of this computer's."""
        return self._desk.skew if self._desk is not None else 0.0

    def start(self) -> None:
        """Begin: open the library and wait for errands."""
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)
        self._thread.start()

    def wait_for_library(self, seconds: float) -> None:
        """Let the library be opened, or be in trouble, before anything else is done here."""
        self._tried.wait(seconds)

    def stop(self) -> None:
        """Finish what is in the line, close the library, end."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._errands.put(None)
            thread.join(STOP_SECONDS)
        self._pending.clear()

    def reopen(self) -> None:
        """Try to open the library again."""
        self._send(_Errand(0, _nothing))

    def do(self, act: "Act[Any]", then: Then, key: str | None = None) -> None:
        """Run an act; `then` hears the answer or `Failed` on the GUI thread."""
        from desk.services.desk import new_key

        name = key or new_key()
        self._promise(partial(_do, act, name), then, act, name)

    def ask(self, question: "Question[Any]", then: Then) -> None:
        """Ask something; `then` hears the answer or `Failed` on the GUI thread."""
        self._promise(partial(_ask, question), then)

    def run(self, job: Job, then: Then) -> None:
        """Do something else with the desk, in its turn."""
        self._promise(job, then)

    def write(self, task: Callable[[], None]) -> None:
        """Write to this station's own store, after everything that was asked before."""
        self._send(_Errand(0, lambda _desk: task(), needs_desk=False))

    def _promise(self, job: Job, then: Then, act: object = None, key: str = "") -> None:
        self._tickets += 1
        self._pending[self._tickets] = then
        self._send(_Errand(self._tickets, job, act, key))

    def _send(self, errand: _Errand) -> None:
        self._errands.put(errand)

    @Slot(object)
    def stand(self, standing: "Standing") -> None:
        """The desk stands here now: opened, or another person signed in."""
        self._standing = standing
        self.stood.emit(standing)

    @Slot(int, object)
    def _hand_over(self, ticket: int, answer: object) -> None:
        then = self._pending.pop(ticket, None)
        if then is not None:
            then(answer)
            self.told.emit(answer)

    @Slot(object)
    def _tell_hook(self, error: Exception) -> None:
        sys.excepthook(type(error), error, error.__traceback__)

    def _run(self) -> None:
        self._open()
        self._tried.set()
        while (errand := self._errands.get()) is not None:
            self._serve(errand)
        if self._desk is not None:
            self._desk.database.close()

    def _open(self) -> DeskError | None:
        try:
            self._desk, standing = self._opening()
        except DeskError as error:
            self._tell_trouble(error)
            return error
        except Exception as error:
            # Our own mistake: it belongs to the GUI thread's hook, and the thread has to live to try again.
            self._stumbled.emit(error)
            return DeskError()
        self._recover()
        self._opened.emit(standing)
        return None

    def _serve(self, errand: _Errand) -> None:
        trouble = self._open() if self._desk is None and errand.needs_desk else None
        answer = Failed(trouble, errand.act, errand.key) if trouble is not None else self._answer(errand)
        if errand.ticket:
            self._answered.emit(errand.ticket, answer)

    def _answer(self, errand: _Errand) -> object:
        try:
            answer = errand.job(self._desk)  # type: ignore[arg-type]
        except DeskError as error:
            self._tell_trouble(error)
            return Failed(error, errand.act, errand.key)
        except Exception as error:
            # Our own mistake must not end the thread that every later scan needs; the hook on the GUI thread saves it.
            self._stumbled.emit(error)
            return Failed(error, errand.act, errand.key)
        if errand.needs_desk:
            self._recover()
        return answer

    def _tell_trouble(self, error: DeskError) -> None:
        self._troubled = True
        self.trouble.emit(error)

    def _recover(self) -> None:
        if self._troubled:
            self._troubled = False
            self.recovered.emit()


def _do(act: "Act[Any]", key: str, desk: "Desk") -> object:
    return desk.do(act, key)


def _ask(question: "Question[Any]", desk: "Desk") -> object:
    return desk.ask(question)


def _nothing(_desk: "Desk") -> None:
    """An errand that only makes sure that the library is open."""


class LookupThread(QObject):
    """Searches as somebody types, on a connection of its own that cannot write. Only the latest question counts."""

    _found = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk: Desk | None = None
        self._wanted: tuple[int, Question[Any]] | None = None
        self._then: Then | None = None
        self._ticket = 0
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._found.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def serve(self, desk: "Desk") -> None:
        """Look things up with this desk from now on."""
        self._desk = desk
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="look-up", daemon=True)
            self._thread.start()

    def find(self, question: "Question[Any]", then: Then) -> None:
        """Look this up; an answer to anything older is dropped."""
        self._ticket += 1
        self._then = then
        with self._changed:
            self._wanted = (self._ticket, question)
            self._changed.notify()

    def forget(self) -> None:
        """Nobody wants the answer any more."""
        self._ticket += 1

    def stop(self) -> None:
        """End."""
        thread, self._thread = self._thread, None
        if thread is not None:
            with self._changed:
                self._wanted = (-1, None)  # type: ignore[assignment]
                self._changed.notify()
            thread.join(STOP_SECONDS)

    @Slot(int, object)
    def _hand_over(self, ticket: int, answer: object) -> None:
        if ticket == self._ticket and self._then is not None:
            self._then(answer)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted is not None)
                assert self._wanted is not None
                (ticket, question), self._wanted = self._wanted, None
            if ticket < 0:
                break
            self._answer(ticket, question)
        if self._desk is not None:
            self._desk.database.close()

    def _answer(self, ticket: int, question: "Question[Any]") -> None:
        assert self._desk is not None
        try:
            self._found.emit(ticket, self._desk.ask(question))
        except DeskError:
            # A search that fails shows nothing; the desk thread tells of the same trouble with its next act.
            self._found.emit(ticket, ())
