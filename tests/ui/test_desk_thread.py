"""The desk off the GUI thread: in order, back on the GUI thread, and never silent about trouble."""

import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desk.errors import DatabaseUnavailable
from desk.services.circulation.lookup import CountToday
from desk.services.work import Cancelled, Progress, Work
from desk.ui.desk_thread import DeskThread, Failed, LookupThread
from desk.ui.jobs import Job
from desk.ui.standing import for_looking_up, open_standing
from tests.makers import House


@pytest.fixture
def line(house: House, qtbot: QtBot) -> Iterator[DeskThread]:
    """A running desk thread on a library of its own."""
    thread = DeskThread(lambda: open_standing(house.database.where, "", "", house.clock))
    with qtbot.waitSignal(thread.stood):
        thread.start()
    yield thread
    thread.stop()


def test_answers_come_in_order_and_on_the_gui_thread(line: DeskThread, qtbot: QtBot) -> None:
    heard: list[tuple[int, bool]] = []
    gui = threading.current_thread()
    for number in range(50):
        line.run(
            lambda _desk, number=number: number,  # type: ignore[misc]
            lambda answer: heard.append((answer, threading.current_thread() is gui)),
        )
    qtbot.waitUntil(lambda: len(heard) == 50)
    assert heard == [(number, True) for number in range(50)]


def test_the_desk_is_not_asked_on_the_gui_thread(line: DeskThread, qtbot: QtBot) -> None:
    names: list[str] = []
    line.run(lambda _desk: threading.current_thread().name, names.append)
    qtbot.waitUntil(lambda: bool(names))
    assert names == ["desk"]


def test_trouble_of_the_world_is_told_and_answered(line: DeskThread, qtbot: QtBot) -> None:
    def away(_desk: object) -> None:
        raise DatabaseUnavailable("library.db", "away")

    answers: list[Any] = []
    with qtbot.waitSignal(line.trouble):
        line.run(away, answers.append)
    with qtbot.waitSignal(line.recovered):
        line.ask(CountToday(), answers.append)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert isinstance(answers[0], Failed) and answers[1].lent == 0


def test_a_mistake_of_ours_reaches_the_hook_and_the_thread_lives(
    line: DeskThread, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_rest: caught.append(kind))
    answers: list[Any] = []
    line.run(lambda _desk: 1 // 0, answers.append)
    line.run(lambda _desk: "alive", answers.append)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert caught == [ZeroDivisionError] and isinstance(answers[0], Failed) and answers[1] == "alive"


def test_a_library_that_is_not_there_is_tried_again(house: House, qtbot: QtBot) -> None:
    places = iter([DatabaseUnavailable("library.db", "away")])

    def opening() -> Any:
        for error in places:
            raise error
        return open_standing(house.database.where, "", "", house.clock)

    thread = DeskThread(opening)
    with qtbot.waitSignal(thread.trouble):
        thread.start()
    with qtbot.waitSignal(thread.stood):
        thread.reopen()
    assert thread.standing is not None and thread.standing.library == "Test library"
    thread.stop()


def test_stopping_finishes_what_was_begun(house: House, qtbot: QtBot) -> None:
    thread = DeskThread(lambda: open_standing(house.database.where, "", "", house.clock))
    written: list[int] = []
    thread.start()
    for number in range(20):
        thread.write(lambda number=number: written.append(number))  # type: ignore[misc]
    thread.stop()
    assert written == list(range(20))


def test_of_several_searches_the_latest_counts(line: DeskThread, qtbot: QtBot) -> None:
    class Slow:
        def __init__(self, number: int) -> None:
            self.number = number

        def ask(self, _unit: object) -> int:
            threading.Event().wait(0.02)
            return self.number

    lookup = LookupThread()
    line.run(for_looking_up, lookup.serve)
    qtbot.waitUntil(lambda: lookup._thread is not None)
    heard: list[int] = []
    for number in range(5):
        lookup.find(Slow(number), heard.append)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(heard))
    qtbot.wait(60)
    assert heard == [4]
    lookup.stop()


def counting(steps: int) -> Work[int]:
    """Some work that can be stopped."""
    done = 0
    try:
        for done in range(1, steps + 1):
            yield Progress(done, steps)
            threading.Event().wait(0.001)
    except Cancelled:
        pass
    return done


def test_a_job_tells_how_far_it_is_and_what_came_of_it(qtbot: QtBot) -> None:
    job = Job(lambda: counting(5))
    told: list[int] = []
    job.progressed.connect(lambda done, _total, _note: told.append(done))
    with qtbot.waitSignal(job.finished) as end:
        job.start()
    assert told == [1, 2, 3, 4, 5] and end.args == [5]


def test_a_job_can_be_stopped_and_tells_what_is_in(qtbot: QtBot) -> None:
    job = Job(lambda: counting(100_000))
    job.progressed.connect(lambda *_step: job.cancel())
    with qtbot.waitSignal(job.finished, timeout=5000) as end:
        job.start()
    assert end.args is not None and 0 < end.args[0] < 100_000


def test_a_job_that_fails_says_why(qtbot: QtBot) -> None:
    def broken() -> Work[int]:
        yield Progress(0, 0)
        raise DatabaseUnavailable("library.db", "away")

    job = Job(broken)
    with qtbot.waitSignal(job.failed) as end:
        job.start()
    assert end.args is not None and isinstance(end.args[0], DatabaseUnavailable)
