"""What every test stands on: nothing is said to the log, left running or left ticking that the test did not expect."""

import gc
import logging
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster import postgres_cluster, postgres_url, unavailable

__all__ = ["postgres_cluster", "postgres_url"]

# A window that a test opens must not need a screen, however pytest was started.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 3.0


class _Listener(logging.Handler):
    """Keeps every warning that is logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the log fails the test, unless its mark `world` says that it makes the world go wrong."""
    listener = _Listener()
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    if listener.heard and request.node.get_closest_marker("world") is None:
        pytest.fail("logged: " + "; ".join(listener.heard), pytrace=False)


@pytest.fixture(autouse=True)
def no_leaked_thread() -> Iterator[None]:
    """Every thread that a test begins has ended when it is over."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + PATIENCE
    while (left := _threads() - before) and time.monotonic() < deadline:
        time.sleep(0.01)
    if left:
        pytest.fail(f"still running: {sorted(thread.name for thread in left)}", pytrace=False)


def _threads() -> set[threading.Thread]:
    """Threads of Python's own making. One that Qt made and Python only met (a pool's) is Qt's to end."""
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)}


@pytest.fixture(autouse=True)
def swept_between_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """As in the window itself, nothing of Qt's is collected on another thread or within an event."""
    if not {"qapp", "qtbot", "qtmodeltester"} & set(request.fixturenames):
        yield
        return
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def no_leaked_timer(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every QTimer that a test of the window starts has stopped when it is over."""
    if not {"qapp", "qtbot", "qtmodeltester"} & set(request.fixturenames):
        yield
        return
    before = {id(timer) for timer in _ticking()}
    yield
    _bury()
    if [timer for timer in _ticking() if id(timer) not in before]:
        gc.collect()
        _bury()
    left = [timer for timer in _ticking() if id(timer) not in before]
    if left:
        pytest.fail(f"still ticking: {[_described(timer) for timer in left]}", pytrace=False)


def _ticking() -> list:  # type: ignore[type-arg]
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    timers = [thing for thing in gc.get_objects() if type(thing) is QTimer]
    return [timer for timer in timers if isValid(timer) and timer.isActive()]


def _bury() -> None:
    """Let Qt delete what was promised to be deleted later."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _described(timer: object) -> str:
    parent = timer.parent()  # type: ignore[attr-defined]
    return f"{timer.interval()} ms of {parent!r}"  # type: ignore[attr-defined]


class _Lending:
    """Counts the connections that pools have lent and not got back."""

    def __init__(self) -> None:
        self.out: set[int] = set()

    def watch(self) -> None:
        """Listen to every pool there will be."""
        from sqlalchemy import event
        from sqlalchemy.pool import Pool

        event.listen(Pool, "checkout", lambda _dbapi, record, _proxy: self.out.add(id(record)))
        for ending in ("checkin", "invalidate", "soft_invalidate", "close", "detach"):
            event.listen(Pool, ending, self._returned)

    def _returned(self, _dbapi: object, record: object = None, *_more: object) -> None:
        self.out.discard(id(record))


_lending = _Lending()


def pytest_configure() -> None:
    """Listen before any test makes an engine."""
    _lending.watch()


@pytest.fixture(autouse=True)
def no_connection_kept() -> Iterator[None]:
    """Every connection that a test takes from a pool is back, or closed, when it is over."""
    before = set(_lending.out)
    yield
    if _lending.out - before:
        gc.collect()
    kept = len(_lending.out - before)
    if kept:
        pytest.fail(f"{kept} connections to a database were not given back", pytrace=False)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees or touches the settings and the library of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("DESK_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files that lies beside the checkout; without it the tests that read it are skipped."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        unavailable("the folder shared/data does not lie beside the checkout")
    return folder


@pytest.fixture(scope="session")
def in_ci() -> bool:
    """Whether everything has to be there."""
    return bool(os.environ.get("CI"))
