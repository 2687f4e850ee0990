"""`desk tour FOLDER`: the real window, a demo library of its own, a scanner on a wire, and pictures of all of it."""

import os
import pty
import shutil
import tempfile
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from PySide6.QtCore import QEvent, QSize

from desk import app
from desk.i18n import set_language
from desk.services.administration.demo import make_demo
from desk.services.administration.library import open_desk, staff_of
from desk.services.administration.policy import LoadPolicy, ReadPolicy
from desk.settings import ReceiptWish, Scanner, Settings, Sounds, Theme
from desk.tour.day import Scene, scenes
from desk.tour.driver import Driver
from desk.ui.administration.rules_draft import EVERYWHERE, RulesDraft

# The size of the window at each zoom: the screens on which people choose it.
SIZES = {100: QSize(1366, 768), 125: QSize(1600, 900), 150: QSize(1920, 1080), 200: QSize(2560, 1440)}
SUPERVISOR = "jonas"

Seen = Callable[[Driver, Scene], None]


@dataclass(frozen=True, slots=True)
class Views:
    """In which colours, at which zooms and in which language the pictures are taken."""

    themes: tuple[Theme, ...] = (Theme.LIGHT, Theme.DARK)
    zooms: tuple[int, ...] = (100,)
    language: str = "en"


def take_tour(folder: Path, views: Views | None = None, seen: Seen | None = None) -> list[Path]:
    """Drive the window through the day and leave numbered pictures with a line of text each; gives the pictures.

    `seen` is asked at each scene, for whoever wants to look at more than pictures.
    """
    views = views or Views()
    folder.mkdir(parents=True, exist_ok=True)
    with _home() as home, _wire() as (hand, port):
        where = str(home / "library.db")
        make_library(where)
        settings = replace(
            Settings(),
            database=where,
            theme=views.themes[0],
            zoom=views.zooms[0],
            language=views.language,
            receipt=ReceiptWish.NONE,
            sounds=Sounds(on=False),
            scanner=Scanner(port=port),
        )
        set_language(views.language)
        application = app.make_application()
        shell = app.make_shell(application, settings, where, app.clock_at(None))
        shell.start()
        shell.window.resize(SIZES[views.zooms[0]])
        driver = Driver(application, shell, hand)
        try:
            driver.wait_for(lambda: bool(shell.panels))
            return _walk(driver, folder, views, seen)
        finally:
            shell.window.close()
            shell.window.deleteLater()
            application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _walk(driver: Driver, folder: Path, views: Views, seen: Seen | None) -> list[Path]:
    lines, pictures = [], []
    for number, scene in enumerate(scenes(), 1):
        scene.steps(driver)
        if seen is not None:
            seen(driver, scene)
        for zoom, theme in product(views.zooms, views.themes):
            driver.dress(theme, zoom, SIZES[zoom])
            path = folder / picture_name(number, scene, theme, zoom)
            driver.picture(path)
            pictures.append(path)
        driver.dress(views.themes[0], views.zooms[0], SIZES[views.zooms[0]])
        lines.append(f"{number:02}-{scene.name}: {scene.words}")
    (folder / "tour.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return pictures


def picture_name(number: int, scene: Scene, theme: Theme = Theme.LIGHT, zoom: int = 100) -> str:
    """What the picture of a scene is called: 02-checkout-lent-dark.png, and with its zoom where that is not 100 %."""
    return f"{number:02}-{scene.name}-{theme}{'' if zoom == 100 else f'-{zoom}'}.png"


def make_library(where: str) -> None:
    """The demo library, in whose rules copies may stay where they come back: so that there is a switch to show."""
    make_demo(where).close()
    desk = open_desk(where)
    try:
        supervisor = staff_of(desk, SUPERVISOR)
        assert supervisor is not None
        desk.staff = supervisor[0]
        rules = RulesDraft(desk.ask(ReadPolicy()))
        rules.state(EVERYWHERE, "floats", "manual")
        desk.do(LoadPolicy(rules.text()))
    finally:
        desk.database.close()


@contextmanager
def _home() -> Iterator[Path]:
    """A folder of its own, so that the tour never touches this desk's library or settings."""
    home = Path(tempfile.mkdtemp(prefix="desk-tour-"))
    before = os.environ.get("DESK_HOME")
    os.environ["DESK_HOME"] = str(home)
    try:
        yield home
    finally:
        if before is None:
            del os.environ["DESK_HOME"]
        else:
            os.environ["DESK_HOME"] = before
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _wire() -> Iterator[tuple[int, str]]:
    """A pseudo terminal: one end is the scanner in the hand, the other the port it is plugged into."""
    hand, port = pty.openpty()
    tty.setraw(port)
    try:
        yield hand, os.ttyname(port)
    finally:
        os.close(hand)
        os.close(port)
