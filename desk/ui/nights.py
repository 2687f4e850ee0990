"""The window does the night's work: a while after the library is open, then each hour, and never among scans."""

import threading
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desk.errors import DeskError
from desk.i18n import _
from desk.ui.desk_thread import DeskLine
from desk.ui.jobs import Job

if TYPE_CHECKING:
    from desk.services.circulation.nights import NightReport
    from desk.services.work import Work
    from desk.ui.standing import Standing

FIRST_MS, HOUR_MS, LATER_MS = 120_000, 3_600_000, 60_000
# So long after a scan nothing is begun; and what is at work lets a run of scans go by.
QUIET_SECONDS, BREATH_SECONDS = 30.0, 2.0
STOP_SECONDS = 15.0
# A window that was opened as of another day leaves the nights of this one alone.
OTHER_DAY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class NightsEnded:
    """One run is over: what each night did, or why it could not be done; and whether somebody asked for it."""

    reports: "tuple[NightReport, ...]"
    error: Exception | None
    wished: bool


class Nights(QObject):
    """One run at a time, in the pool, on a desk of its own."""

    began = Signal()
    progressed = Signal(int, int, str)
    ended = Signal(object)
    told = Signal(str)

    def __init__(self, desk: DeskLine, where: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self.where = desk, where
        self._job: Job | None = None
        self._wished = self._troubled = False
        self._heard = -QUIET_SECONDS
        self._stopping = threading.Event()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._due)

    def begin(self) -> None:
        """The library is open: from now on the nights are looked after."""
        if not self._timer.isActive() and self._job is None:
            self._timer.start(FIRST_MS)

    def heard(self) -> None:
        """Somebody scans."""
        self._heard = time.monotonic()

    def at_work(self) -> bool:
        """Whether a run is under way."""
        return self._job is not None

    def do(self, nights: tuple[date, ...] = (), *, again: bool = False) -> None:
        """Somebody wants it done now: the missing nights, or these."""
        self._start(nights, again=again, wished=True)

    def stop(self) -> None:
        """The window goes. A renewal is a step of its own: nothing is left half done."""
        self._timer.stop()
        self._stopping.set()
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            job.wait(STOP_SECONDS)

    @Slot()
    def _due(self) -> None:
        standing = self._desk.standing
        if standing is None or self._rests() < QUIET_SECONDS:
            self._timer.start(LATER_MS)
        elif abs(standing.clock() - datetime.now(UTC)) < OTHER_DAY:
            self._start((), again=False, wished=False)

    def _rests(self) -> float:
        return time.monotonic() - self._heard

    def _start(self, nights: tuple[date, ...], *, again: bool, wished: bool) -> None:
        standing = self._desk.standing
        if self._job is not None or standing is None or self._stopping.is_set():
            return
        self._timer.stop()
        self._wished = wished
        self._job = Job(partial(_work, self.where, standing, nights, again, self._let_scans_by), self)
        self._job.progressed.connect(self.progressed)
        self._job.finished.connect(self._finished)
        self._job.failed.connect(self._failed)
        self._job.start()
        self.began.emit()

    def _let_scans_by(self) -> None:
        """In the pool, between two steps."""
        while self._rests() < BREATH_SECONDS and not self._stopping.wait(0.1):
            pass

    @Slot(object)
    def _finished(self, reports: "tuple[NightReport, ...] | None") -> None:
        from desk.wording.nights import nights_sentence

        standing = self._desk.standing
        self._troubled = False
        if not self._wished and reports and standing is not None:
            words = nights_sentence(reports, standing.here())
            if words:
                self.told.emit(words)
        self._end(NightsEnded(reports or (), None, self._wished), HOUR_MS)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        """The world came between: told once, and tried again each hour. A mistake of ours would come each time."""
        from desk.wording.errors import error_sentence

        if isinstance(error, DeskError) and not self._wished and not self._troubled:
            self.told.emit(_("The night's work was not done. {why}").format(why=error_sentence(error)))
        self._troubled = True
        self._end(NightsEnded((), error, self._wished), HOUR_MS if isinstance(error, DeskError) else 0)

    def _end(self, ended: NightsEnded, again_in: int) -> None:
        if self._job is not None:
            self._job.deleteLater()
        self._job = None
        if self._stopping.is_set():
            return
        if again_in:
            self._timer.start(again_in)
        self.ended.emit(ended)


def _work(
    where: str, standing: "Standing", nights: tuple[date, ...], again: bool, rest: Callable[[], None]
) -> "Work[Any]":
    from desk.chores.nightly import nightly
    from desk.services.administration.opening import open_desk

    desk = open_desk(where, station=standing.station.code, clock=standing.clock)
    try:
        with closing(nightly(desk, nights, again=again)) as work:
            return (yield from _resting(work, rest))
    finally:
        desk.database.close()


def _resting(work: "Work[Any]", rest: Callable[[], None]) -> Generator[Any, None, Any]:
    """The same work, with a rest before each step."""
    while True:
        rest()
        try:
            step = next(work)
        except StopIteration as end:
            return end.value
        yield step
