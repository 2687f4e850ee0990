"""Target 11: from the command to the first painting and to the first scan that could be taken, in fresh processes.

`python -m tests.bench.start empty` and `python -m tests.bench.start DATABASE` say when they had painted, when they were
of use, and how much memory they had by then; the bench starts them in turn.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench.measure import Line, Result, Tally, Times

ROUNDS = 12
MEMORY_MIB = 130
EMPTY = "empty"


def starts(where: str, rounds: int = ROUNDS) -> Iterator[Result]:
    """Both in turn; the first of each only brings the files into memory."""
    painted, of_use, empty, memory = Times(), Times(), Times(), []
    for number in range(rounds + 1):
        nothing, desk = _started(EMPTY), _started(where)
        if number:
            empty.taken.append(nothing["painted"] * 1e6)
            painted.taken.append(desk["painted"] * 1e6)
            of_use.taken.append(desk["of_use"] * 1e6)
            memory.append(desk["mib"])
    yield Line(11, "first painting, beside an empty PySide6 window", painted, empty, 1.3)
    yield Line(11, "of use, beside the empty window's first painting", of_use, empty, 3.0)
    most = max(memory)
    yield Tally(11, "memory by then", most, MEMORY_MIB, most <= MEMORY_MIB, "≤", " MiB")


def _started(what: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as home:
        begun = time.time()
        process = subprocess.run(
            [sys.executable, "-m", "tests.bench.start", what],
            env=os.environ | {"DESK_HOME": home},
            stdout=subprocess.PIPE,
            check=True,
            timeout=120,
        )
    told = json.loads(process.stdout)
    return {"painted": told["painted"] - begun, "of_use": told["of_use"] - begun, "mib": told["mib"]}


def _watch(widget: Any, painted: Callable[[], None]) -> Any:
    """Call back when all of a window's first painting is done."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint:
                widget.removeEventFilter(self)
                QTimer.singleShot(0, painted)
            return False

    watch = Watch(widget)
    widget.installEventFilter(watch)
    return watch


def _empty_window() -> dict[str, float]:
    from PySide6.QtWidgets import QApplication, QMainWindow

    application, window, told = QApplication([]), QMainWindow(), {}

    def painted() -> None:
        told["painted"] = told["of_use"] = time.time()
        application.quit()

    _watch(window, painted)
    window.resize(1366, 768)
    window.show()
    application.exec()
    return told


def _desk_window(where: str) -> dict[str, float]:
    from datetime import UTC, datetime
    from functools import partial

    from PySide6.QtCore import QTimer

    from desk import app
    from desk.settings import Settings, Sounds
    from desk.ui.desk_thread import DeskThread
    from desk.ui.shell import CHECK_OUT, Shell

    told: dict[str, float] = {}
    application = app.make_application()
    settings = Settings(database=where, sounds=Sounds(on=False))
    parts = app.make_parts(application, settings, where, lambda: datetime(2026, 3, 10, 12, tzinfo=UTC))
    parts.desk = DeskThread(partial(_opened, settings, where), parts.window)
    shell = Shell(parts)
    _watch(shell.window, lambda: told.setdefault("painted", time.time()))  # type: ignore[arg-type,return-value]
    look = QTimer(shell, interval=1)

    def of_use() -> None:
        if shell.window.at_desk() and shell.panels and shell.panels[CHECK_OUT].is_ready():
            told["of_use"] = time.time()
            look.stop()
            shell.window.close()
            application.quit()

    look.timeout.connect(of_use)
    look.start()
    shell.start()
    application.exec()
    return told


def _opened(settings: Any, where: str) -> Any:
    """The library as the window opens it, with the supervisor at the desk at once: nobody has to type a password."""
    from datetime import UTC, datetime

    from desk import app
    from desk.services.administration.library import staff_of
    from desk.ui.standing import standing_of

    desk, _standing = app.open_library(settings, where, lambda: datetime(2026, 3, 10, 12, tzinfo=UTC))
    found = staff_of(desk, "sue")
    assert found is not None
    desk.staff = found[0]
    return desk, standing_of(desk)


def _memory(library: str) -> float:
    """What this process holds in memory, in MiB; the library's own pages, which SQLite maps, are not the program's."""
    counted, found = True, 0
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("Rss:"):
            found += int(line.split()[1]) if counted else 0
        elif "-" in line.split(" ", 1)[0]:
            counted = not line.endswith(library)
    return found / 1024


def main(what: str) -> None:
    """Start one of the two and tell."""
    told = _empty_window() if what == EMPTY else _desk_window(what)
    print(json.dumps(told | {"mib": _memory(what)}), flush=True)
    os._exit(0)  # the ending is not measured


if __name__ == "__main__":
    main(sys.argv[1])
