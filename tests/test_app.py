"""The window's composition root, as far as it needs no window."""

import gc
import os
import subprocess
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desk import app
from desk.app import clock_at, keep_reports, run_window, save_report, screen_sentence, station_file, training_place
from desk.errors import ScreenMissing
from desk.settings import Settings, Theme
from desk.station.lock import StationLock
from desk.ui import curtain
from desk.ui.circulation.checkout_page import CheckoutPage
from desk.ui.frame import MainWindow
from desk.ui.keys import Key
from desk.ui.navigation import Place
from desk.ui.theme import Look


def test_without_a_screen_one_sentence_says_so_and_how_to_see_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert run_window(Settings()) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "no screen" in told and "xvfb-run desk" in told


def test_missing_libraries_are_named_as_the_system_installs_them() -> None:
    told = screen_sentence(ScreenMissing(":0", ("libxcb-cursor0", "libegl1")))
    assert told.endswith("sudo apt-get install libxcb-cursor0 libegl1")


def test_a_clock_may_begin_at_another_moment() -> None:
    at = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)
    assert 0 <= (clock_at(at)() - at).total_seconds() < 1
    assert abs((clock_at(None)() - datetime.now(UTC)).total_seconds()) < 1


def test_a_report_tells_where_and_names_nobody(own_home: Path) -> None:
    def lend(card: str) -> None:
        raise ValueError(f"no such card {card}")

    try:
        lend("21234000987768")
    except ValueError as error:
        path = save_report(type(error), error.__traceback__)
    assert path is not None and path.parent == own_home / "reports"
    words = path.read_text(encoding="utf-8")
    assert "ValueError" in words and "in lend" in words and "no such card 2" not in words


def test_a_mistake_is_told_in_the_window_that_stands_now(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    printed: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "__excepthook__", lambda kind, *_rest: printed.append(kind))
    told: list[str] = []
    for name in ("before", "now"):
        say = partial(lambda window, _words: told.append(window), name)
        keep_reports(SimpleNamespace(banner=SimpleNamespace(say=say)))  # type: ignore[arg-type]
    sys.excepthook(ValueError, ValueError(), None)
    assert told == ["now"] and printed == [ValueError]


def without_windows(monkeypatch: pytest.MonkeyPatch, ways: list[str]) -> list[tuple[str, bool]]:
    """No window is shown: each leads on to the next of these ways. Gives where one stood, and whether there was
    something to practise in.
    """
    opened: list[tuple[str, bool]] = []

    def shell(_application: object, settings: Settings, where: str, *_rest: object) -> object:
        opened.append((where, Path(training_place()).exists()))
        Path(training_place()).touch()
        window = SimpleNamespace(deleteLater=lambda: None, at_desk=lambda: False)
        after = SimpleNamespace(is_done=lambda: False)
        return SimpleNamespace(
            window=window, start=lambda: None, leaves_for=ways.pop(0), settings=settings, furnishing=after
        )

    for name, made in {
        "make_shell": shell,
        "make_application": lambda: SimpleNamespace(exec=lambda: 0),
        "draw_curtain": lambda: None,
        "begin_sweeping": lambda _application: SimpleNamespace(stop=lambda: None, settle_when=lambda _there: None),
        "find_screen": lambda: None,
        "turn": lambda _application: None,
        "keep_reports": lambda _window: None,
    }.items():
        monkeypatch.setattr(app, name, made)
    return opened


def test_practice_is_forgotten_by_whoever_comes_and_not_in_another_language(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = without_windows(monkeypatch, [training_place(), "library.db", training_place(), ""])
    Path(training_place()).touch()
    assert run_window(Settings(), "library.db", training=True) == 0
    place = training_place()
    assert opened == [(place, False), (place, True), ("library.db", True), (place, False)]


def test_whoever_does_not_wait_for_another_window_is_back_where_they_came_from(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = without_windows(monkeypatch, [training_place(), ""])
    monkeypatch.setattr("desk.ui.administration.already_open.wait_for_station", lambda *_told: False)
    practising = StationLock(station_file(training_place()))
    assert practising.take()
    Path(training_place()).touch()
    assert run_window(Settings(), "library.db") == 0
    assert opened == [("library.db", True), ("library.db", True)], "what another practises in stays"
    opened.clear()
    assert run_window(Settings(), "library.db", training=True) == 0 and opened == []
    practising.free()


def test_the_window_is_made_before_the_database_layer_is_loaded(tmp_path: Path) -> None:
    """performance.md 6: SQLAlchemy costs more than Qt, so it is imported on the desk thread."""
    code = (
        "import sys; from desk import app; from desk.settings import Settings;"
        "a = app.make_application(); s = app.make_shell(a, Settings(), 'none.db', app.clock_at(None));"
        "heavy = {'sqlalchemy', 'alembic', 'reportlab', 'pymarc', 'psycopg', 'openpyxl', 'escpos'};"
        "sys.exit(sorted(heavy & set(sys.modules)) or 0)"
    )
    home = os.environ | {"DESK_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=home)
    assert done.returncode == 0, done.stderr


def test_the_bare_window_is_painted_before_anything_that_stands_in_it(tmp_path: Path) -> None:
    """Decision 23: what is imported before the first painting is what an empty window needs, and little more."""
    code = (
        "import sys; from desk import app; a = app.make_application(); w = app.draw_curtain();"
        "assert w.isVisible();"
        "heavy = {'babel', 'desk.ui.theme', 'desk.ui.keys', 'desk.ui.shell', 'stdnum', 'sqlalchemy'};"
        "sys.exit(sorted(heavy & set(sys.modules)) or 0)"
    )
    home = os.environ | {"DESK_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "LANGUAGE": "en"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=home)
    assert done.returncode == 0, done.stderr


def test_the_curtain_is_the_window_as_it_stood_without_anybodys_name(
    qapp: QApplication, own_home: Path, qtbot: QtBot
) -> None:
    look = Look(qapp, Theme.LIGHT)
    window = MainWindow(look, "Oak Lane Library")
    qtbot.addWidget(window)
    window.add_page(Place("checkout", "arrow-up-from-line", "Check out", Key.CHECK_OUT), CheckoutPage(look))
    window.resize(1200, 720)
    window.show()
    window.set_person("Amara Okafor", "Clerk")
    window.grab()
    curtain.keep(window, own_home)
    kept = curtain.window_settings(own_home)
    kept.setValue(curtain.GEOMETRY, window.saveGeometry())
    kept.sync()
    picture = QImage(str(own_home / curtain.PICTURE))
    ground = look.colour("nav").rgb()
    person = window.navigation.person.geometry()
    assert picture.size() == window.size()
    assert all(
        picture.pixel(x, y) == ground for x in range(person.left(), person.right(), 7) for y in (person.top() + 8,)
    )
    window.close()
    bare = MainWindow()
    qtbot.addWidget(bare)
    curtain.draw(bare, own_home)
    assert bare.isVisible() and bare.size() == picture.size() and isinstance(bare.centralWidget(), QLabel)
    bare.furnish(look, "Oak Lane Library")
    assert bare.at_desk() and not isinstance(bare.centralWidget(), QLabel)
    bare.close()


def test_starting_reads_no_source_text_for_features_that_nobody_uses() -> None:
    code = (
        "import linecache, sys; from desk import app; app.make_application();"
        "import desk.ui.shell, desk.services.circulation.undo;"
        "read = sum(len(each) > 2 and name.endswith('.py') for name, each in linecache.cache.items());"
        "sys.exit(f'{read} files were read' if read > 20 else 0)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def test_what_stands_with_the_window_is_swept_once_and_left_out_ever_after(qapp: QApplication) -> None:
    sweep, there = app.begin_sweeping(qapp), [False]
    try:
        sweep.settle_when(lambda: there[0])
        sweep.sweep()
        assert not gc.isenabled() and gc.get_freeze_count() == 0
        there[0] = True
        sweep.sweep()
        frozen = gc.get_freeze_count()
        assert frozen > 10_000
        sweep.sweep()
        assert gc.get_freeze_count() <= frozen
    finally:
        sweep.stop()
    assert gc.isenabled() and gc.get_freeze_count() == 0
