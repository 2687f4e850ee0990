"""The real window on the large library: targets 6, 7 and 8, from the scanner's wire or a key to the painted row."""

import os
import pty
import random
import shutil
import tempfile
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desk import app
from desk.services.search import Find
from desk.settings import ReceiptWish, Scanner, Settings, Sounds, Theme
from desk.ui.circulation.desk_panel import DeskPanel
from desk.ui.circulation.name_search import FEWEST, MOST, NameSearch
from desk.ui.circulation.visit import Stage
from desk.ui.shell import CHECK_IN, CHECK_OUT, Shell
from desk.ui.standing import sign_in
from tests.bench.measure import Cap, Line, Result, Tally, Times
from tests.bench.targets import Bench

PATIENCE_MS = 10_000
WARMED = 10
BEAT_MS = 2
BURST = 500
STILL_MS = 50.0
WIDTH, HEIGHT = 1366, 768


class Painted(QObject):
    """Watches a widget until it has been painted in a state that somebody waits for."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._loop = QEventLoop()
        self._state: Callable[[], bool] | None = None
        self._at = 0.0
        widget.installEventFilter(self)

    def until(self, state: Callable[[], bool]) -> float:
        """Run the window until it is painted so; gives the moment when all that had to be painted was."""
        self._state, self._at = state, 0.0
        patience = QTimer(singleShot=True, interval=PATIENCE_MS)
        patience.timeout.connect(self._loop.quit)
        patience.start()
        self._loop.exec()
        patience.stop()
        assert self._at, "the window has not painted what it was asked for"
        return self._at

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The rest of this painting comes before any timer."""
        if event.type() is QEvent.Type.Paint and self._state is not None and self._state():
            self._state = None
            QTimer.singleShot(0, self._done)
        return False

    def _done(self) -> None:
        self._at = time.perf_counter()
        self._loop.quit()


@dataclass(slots=True)
class Window:
    """The desk's window at work on a library, with a scanner on a wire."""

    application: QApplication
    shell: Shell
    wire: int
    bench: Bench

    @property
    def panels(self) -> dict[str, DeskPanel]:
        """The two pages at work."""
        return self.shell.panels

    def run_until(self, state: Callable[[], bool]) -> None:
        """Let the window live until this is so."""
        end = time.monotonic() + PATIENCE_MS / 1000
        while not state():
            assert time.monotonic() < end, "the window does not come to rest"
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            time.sleep(0.001)

    def rest(self) -> None:
        """Until every scan has its answer and all is painted."""
        self.run_until(lambda: all(panel.is_idle() for panel in self.panels.values()))
        self.application.processEvents()

    def send(self, *codes: str) -> None:
        """Codes down the wire, as a scanner sends them."""
        os.write(self.wire, "".join(f"{code}\r" for code in codes).encode())

    def repaint(self, times: Times) -> float:
        """The whole window painted anew and nothing else, as the yardstick; in microseconds."""
        times.time(self.shell.window.repaint)
        return times.taken[-1]


@contextmanager
def open_window(bench: Bench) -> Iterator[Window]:
    """The window, signed in, at rest."""
    home, before = Path(tempfile.mkdtemp(prefix="desk-bench-")), os.environ.get("DESK_HOME")
    os.environ["DESK_HOME"] = str(home)
    hand, port = pty.openpty()
    tty.setraw(port)
    application = app.make_application()
    where = bench.house.database.where
    settings = replace(
        Settings(), database=where, theme=Theme.LIGHT, receipt=ReceiptWish.NONE, sounds=Sounds(on=False),
        scanner=Scanner(port=os.ttyname(port)),
    )  # fmt: skip
    sweep = app.begin_sweeping(application)
    shell = app.make_shell(application, settings, where, bench.walk)
    sweep.settle_when(shell.furnishing.is_done)
    window = Window(application, shell, hand, bench)
    try:
        shell.start()
        shell.window.resize(WIDTH, HEIGHT)
        window.run_until(lambda: shell.parts.desk.standing is not None and bool(shell.panels))
        shell.parts.desk.run(partial(sign_in, "sue", "secret-s"), shell._signed_in)
        window.run_until(lambda: shell.window.at_desk())
        window.rest()
        window.run_until(lambda: not sweep.waits())  # how long the start takes is target 11
        yield window
    finally:
        sweep.stop()
        shell.window.close()
        shell.window.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        os.close(hand)
        os.close(port)
        os.environ.pop("DESK_HOME") if before is None else os.environ.update(DESK_HOME=before)
        shutil.rmtree(home, ignore_errors=True)


def painted_rows(window: Window, rounds: int) -> Iterator[Result]:
    """Target 6: a copy is lent, a copy comes back; from the scanner's wire to the painted row."""
    pairs = window.bench.pairs(rounds + WARMED, 31)[: rounds + WARMED]
    for page, words in ((CHECK_OUT, "check-out"), (CHECK_IN, "check-in")):
        window.shell.window.show_page(page)
        ours, bare, allowed = Times(), Times(), Times()
        panel = window.panels[page]
        watch = Painted(panel.page.table.view.viewport())
        for pair in pairs:
            if page == CHECK_OUT:
                _open_visit(window, panel, pair.card)
            window.bench.walk.step()
            window.rest()
            _one_scan(window, panel, watch, pair.item, ours)
            act = window.shell.parts.desk.slowness * 1000
            allowed.taken.append(3 * window.repaint(bare) + act)
        for times in (ours, bare, allowed):
            del times.taken[:WARMED]
        yield Cap(6, f"{words}: scan to painted row in the window", ours, bare, p50=16_000, p99=50_000)
        yield Line(6, f"{words}: the same, beside three bare repaints and the act", ours, allowed, 1.0, percent=99)


def _open_visit(window: Window, panel: DeskPanel, card: str) -> None:
    window.send(card)
    window.run_until(lambda: panel.page.table.rows.rowCount() == 0 and panel.is_idle())


def _one_scan(window: Window, panel: DeskPanel, watch: Painted, code: str, times: Times) -> None:
    begun = time.perf_counter()
    window.send(code)
    times.taken.append((watch.until(partial(_answered, panel, code)) - begun) * 1e6)


def _answered(panel: DeskPanel, code: str) -> bool:
    """Whether the row of this scan says what came of it."""
    waiting = (Stage.CAUGHT, Stage.ASKED)
    return any(each.raw.strip() == code and each.stage not in waiting for each in panel.visit.scans[-1:])


@dataclass(slots=True)
class Heart:
    """A timer that beats while the window lives, and how long it was still."""

    still: Times = field(default_factory=Times)
    _last: float = 0.0

    def beat(self) -> None:
        """One beat."""
        now = time.perf_counter()
        if self._last:
            self.still.taken.append((now - self._last) * 1e6)
        self._last = now


def burst(window: Window, rounds: int) -> Iterator[Result]:
    """Target 7: five hundred codes in one burst, with a heart that beats beside them."""
    window.shell.window.show_page(CHECK_IN)
    panel = window.panels[CHECK_IN]
    rows = panel.page.table.rows
    codes = list(dict.fromkeys(pair.item for pair in window.bench.pairs(max(rounds, 2 * BURST), 41)))[:BURST]
    window.rest()
    before = rows.rowCount()
    heart, timer = Heart(), QTimer(interval=BEAT_MS)
    timer.timeout.connect(heart.beat)
    timer.start()
    begun = time.perf_counter()
    window.send(*codes)
    loop = QEventLoop()
    timer.timeout.connect(lambda: rows.rowCount() == before + len(codes) and panel.is_idle() and loop.quit())
    QTimer.singleShot(6 * PATIENCE_MS, loop.quit)
    loop.exec()
    took = time.perf_counter() - begun
    timer.stop()
    scans = [scanned.raw.strip() for scanned in panel.visit.scans][-len(codes) :]
    in_order = scans == codes
    words = f"{len(codes)} codes in one burst: all shown, in their order ({took:.1f} s)"
    yield Tally(7, words, sum(a == b for a, b in zip(scans, codes, strict=False)), len(codes), met=in_order)
    yield Cap(7, "the longest stillness of the window meanwhile", heart.still, None, most=STILL_MS * 1000)


def searches(window: Window, rounds: int) -> Iterator[Result]:
    """Target 8: from the question to the painted lines; beside the same window painted anew."""
    readers, titles = _words(window.bench, rounds + WARMED)
    window.shell.window.show_page(CHECK_OUT)
    panel = window.panels[CHECK_OUT]
    window.rest()
    size = window.bench.size
    search = panel.findChild(NameSearch)
    assert search is not None
    asked: list[tuple[str, list[str], Callable[[str], None]]] = [
        (f"a name among {size.patrons:,} readers", readers, partial(_ask_name, panel, search)),
        (f"words among {size.records:,} titles and all readers", titles, partial(_ask_words, window, panel)),
    ]
    for words, looked_for, ask in asked:
        ours, bare = Times(), Times()
        watch = Painted(panel.page.card)
        for each in looked_for:
            panel.show(None)
            window.rest()
            begun = time.perf_counter()
            ask(each)
            ours.taken.append((watch.until(lambda: panel.page.card.ask is not None) - begun) * 1e6)
            window.repaint(bare)
        for times in (ours, bare):
            del times.taken[:WARMED]
        yield Line(8, f"search for {words}, painted", ours, bare, 5.0, percent=99)
    panel.show(None)


def _ask_name(panel: DeskPanel, search: NameSearch, words: str) -> None:
    """What the scan field does when a person has typed and stopped."""
    line = panel.page.scan.findChild(QLineEdit)
    assert line is not None
    line.setText(words)
    search._find()


def _ask_words(window: Window, panel: DeskPanel, words: str) -> None:
    def found(matches: Any) -> None:
        panel.choosing.offer(tuple(_Hit(m.number, m.title, m.detail, m.icon) for m in matches), print, focus=False)

    window.shell.parts.lookup.find(Find(words, MOST), found)


@dataclass(frozen=True, slots=True)
class _Hit:
    number: str
    title: str
    detail: str
    icon: str


def _words(bench: Bench, count: int) -> tuple[list[str], list[str]]:
    """What people type: the beginning of a name, a whole one, two; of a title likewise; frequent and rare ones."""
    chance, readers, titles = random.Random(51), [], []
    for number in range(count):
        cut = chance.randrange(FEWEST, 8)
        reader, title = chance.randrange(bench.size.patrons) + 1, chance.randrange(bench.size.records) + 1
        family, given = bench.raw.db.execute(
            "SELECT family_name, given_name FROM patrons WHERE id = ?", (reader,)
        ).fetchone()
        readers.append((family[:cut], f"{family} {given[:2]}", family)[number % 3])
        named = bench.raw.db.execute("SELECT title FROM titles WHERE id = ?", (title,)).fetchone()[0].split(" ")
        titles.append((named[0][:cut], " ".join(named)[:12].strip(), named[-1], " ".join(named[:2]))[number % 4])
    return readers, titles


TARGETS = {6: painted_rows, 7: burst, 8: searches}
