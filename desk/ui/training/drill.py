"""A drill at work: one situation after another, judged by the library, with the time and the scans counted."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from desk.services.answers import Refused, Unknown
from desk.services.circulation.answers import Lent, Renewed, Returned, Undone, VisitFinished
from desk.services.circulation.lookup import FoundBoth, FoundCard, FoundItem, FoundSeveral
from desk.services.training.judging import Judge, Outcome
from desk.services.training.situations import Situation, set_out
from desk.ui.desk_thread import DeskLine, Failed

ACTS = (Lent, Renewed, Returned, Undone, VisitFinished, Refused)
SCANS = (FoundCard, FoundItem, FoundBoth, FoundSeveral, Unknown)


@dataclass(frozen=True, slots=True)
class Ended:
    """One situation, and how it ended."""

    situation: Situation
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Result:
    """The whole drill."""

    endings: tuple[Ended, ...]
    seconds: float
    scans: int

    @property
    def right(self) -> int:
        """How many ended as they should."""
        return sum(ended.outcome is Outcome.RIGHT for ended in self.endings)

    @property
    def scans_a_minute(self) -> float:
        """How fast it went."""
        return self.scans * 60 / self.seconds if self.seconds else 0.0


@dataclass(slots=True)
class _Run:
    situations: tuple[Situation, ...]
    begun: float
    endings: list[Ended] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    scans: int = 0

    @property
    def now(self) -> Situation:
        return self.situations[len(self.endings)]


class Drill(QObject):
    """Hears the answers of the desk. Who has stopped where nothing may be lent says so with a key."""

    told = Signal(object, int, int)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: DeskLine, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._desk, self._clock = desk, clock
        self._run: _Run | None = None
        self._judging = False

    def is_on(self) -> bool:
        """Whether one is at work."""
        return self._run is not None

    def seconds(self) -> float:
        """How long it lasts already."""
        return self._clock() - self._run.begun if self._run is not None else 0.0

    def begin(self, seed: int) -> None:
        """Set a new one out; the same seed draws the same kinds."""
        self._run = None
        self._desk.run(partial(_set_out, seed), self._set)

    def _set(self, answer: Any) -> None:
        if isinstance(answer, Failed) or not answer:
            self.failed.emit(answer)
            return
        self._run = _Run(answer, self._clock())
        self._tell()

    def _tell(self) -> None:
        run = self._run
        if run is not None:
            self.told.emit(run.now, len(run.endings) + 1, len(run.situations))

    @Slot(object)
    def hear(self, answer: Any) -> None:
        """Any answer of the desk: a scan is counted, an act is judged."""
        run = self._run
        if run is None:
            return
        if isinstance(answer, SCANS):
            run.scans += 1
            run.seen.add(str(getattr(answer, "number", "") or getattr(answer, "barcode", "")))
        if isinstance(answer, ACTS) and not self._judging:
            self._judge(self._settled)

    def _judge(self, then: Callable[[Situation, Any], None]) -> None:
        assert self._run is not None
        self._judging = True
        situation = self._run.now
        self._desk.ask(Judge(situation), partial(then, situation))

    def _settled(self, situation: Situation, outcome: Any) -> None:
        """What is right goes on by itself; that nothing may be lent has to be said."""
        self._judging = False
        if self._stands(situation) and outcome is Outcome.RIGHT and not situation.stops:
            self._end_one(situation, Outcome.RIGHT)

    def go_on(self) -> None:
        """The trainee is done with this one, right or not."""
        if self._run is not None:
            self._judge(self._left)

    def _left(self, situation: Situation, outcome: Any) -> None:
        self._judging = False
        if not self._stands(situation) or not isinstance(outcome, Outcome):
            return
        run = self._run
        assert run is not None
        untried = situation.stops and not situation.numbers - {situation.other_card} <= run.seen
        self._end_one(situation, Outcome.NOTHING if untried and outcome is Outcome.RIGHT else outcome)

    def _stands(self, situation: Situation) -> bool:
        return self._run is not None and self._run.now is situation

    def _end_one(self, situation: Situation, outcome: Outcome) -> None:
        run = self._run
        assert run is not None
        run.endings.append(Ended(situation, outcome))
        if len(run.endings) == len(run.situations):
            result = Result(tuple(run.endings), self.seconds(), run.scans)
            self._run = None
            self.ended.emit(result)
        else:
            self._tell()

    def stop(self) -> None:
        """Break it off; nothing is told of it."""
        self._run = None


def _set_out(seed: int, desk: Any) -> tuple[Situation, ...]:
    return set_out(desk, seed)
