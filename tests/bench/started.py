"""An empty window or the desk's, started and timed: it says when it had painted, when it was of use, and its memory.

`python -m tests.bench.started empty` and `python -m tests.bench.started DATABASE`; the bench starts them in turn.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

EMPTY = "empty"
# What nobody needs before the first scan.
HEAVY = {"sqlalchemy", "alembic", "reportlab", "pymarc", "psycopg", "openpyxl", "escpos"}


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


def _desk_window(where: str) -> dict[str, Any]:
    from datetime import UTC, datetime
    from functools import partial

    from desk import __main__, enumerations, methods

    assert __main__
    methods.use()
    enumerations.use()
    from desk import app
    from desk.settings import Settings, Sounds

    told: dict[str, Any] = {}
    application = app.make_application()
    window = app.draw_curtain()
    told["painted"] = time.time()
    app.begin_sweeping(application)
    settings = Settings(database=where, sounds=Sounds(on=False))
    parts = app.make_parts(application, settings, where, lambda: datetime(2026, 3, 10, 12, tzinfo=UTC), window)
    from desk.ui.desk_thread import DeskThread
    from desk.ui.shell import CHECK_OUT, Shell

    parts.desk = DeskThread(partial(_opened, settings, where), parts.window)
    shell = Shell(parts)
    from PySide6.QtCore import QTimer

    look = QTimer(shell, interval=5)

    def of_use() -> None:
        if shell.window.at_desk() and shell.panels and shell.panels[CHECK_OUT].is_ready():
            told["of_use"] = time.time()
            told["heavy"] = sorted(HEAVY & set(sys.modules))
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
    from desk.services.administration.opening import staff_of
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


def _keep_compiled() -> None:
    """What the window does by itself soon after it is of use."""
    from desk import methods

    methods.keep()


def main(what: str) -> None:
    """Start one of the two and tell."""
    told = _empty_window() if what == EMPTY else _desk_window(what)
    if what != EMPTY:
        _keep_compiled()
    print(json.dumps(told | {"mib": _memory(what)}), flush=True)
    os._exit(0)  # the ending is not measured


if __name__ == "__main__":
    main(sys.argv[1])
