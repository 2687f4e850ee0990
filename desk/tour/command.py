"""`desk tour FOLDER`: the real window, a demo library of its own, a scanner on a wire, and pictures of all of it."""

import os
import pty
import shutil
import tempfile
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize

from desk import app
from desk.i18n import set_language
from desk.services.administration.demo import make_demo
from desk.services.administration.opening import open_desk, staff_of
from desk.services.administration.policy import LoadPolicy, ReadPolicy
from desk.settings import ReceiptWish, Scanner, Settings, Sounds, Theme
from desk.tour import beginning, day, practice
from desk.tour.driver import Driver
from desk.tour.guide import pages, paper_words
from desk.tour.scene import Opens, Part, Scene
from desk.ui.administration.rules_draft import EVERYWHERE, RulesDraft

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desk.ui.shell import Shell

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
    small: bool = True


def take_tour(folder: Path, views: Views | None = None, seen: Seen | None = None) -> list[Path]:
    """Drive the window through the day; leave numbered pictures, the papers that were printed, and the guide.

    Gives the pictures. `seen` is asked at each scene, for whoever wants to look at more than pictures.
    """
    tour = Tour(folder, views or Views(), seen)
    folder.mkdir(parents=True, exist_ok=True)
    set_language(tour.views.language)
    with _home() as home, _wire() as (hand, port):
        for part in parts():
            with _window(part.opens, home, port, tour.views) as (application, shell):
                tour.walk(part, Driver(application, shell, hand))
        tour.keep_papers(home / "slips")
    tour.write()
    return tour.pictures


def parts() -> tuple[Part, ...]:
    """The windows of the tour, one after another."""
    return beginning.part(), day.part(), practice.part()


def numbered() -> list[tuple[int, Scene]]:
    """Every scene with its number."""
    return list(enumerate((scene for part in parts() for scene in part.scenes), 1))


def picture_name(number: int, scene: Scene, theme: Theme = Theme.LIGHT, zoom: int = 100) -> str:
    """What the picture of a scene is called: 02-checkout-lent-dark.png, and with its zoom where that is not 100 %."""
    return f"{number:02}-{scene.name}-{theme}{'' if zoom == 100 else f'-{zoom}'}.png"


@dataclass(slots=True)
class Tour:
    """One walk, and what it leaves."""

    folder: Path
    views: Views
    seen: Seen | None = None
    pictures: list[Path] = field(default_factory=list)
    papers: list[Path] = field(default_factory=list)
    done: list[tuple[int, Scene]] = field(default_factory=list)

    def walk(self, part: Part, driver: Driver) -> None:
        """Through the scenes of one window."""
        views = self.views
        for scene in part.scenes:
            number = len(self.done) + 1
            scene.steps(driver)
            driver.rest()
            if self.seen is not None:
                self.seen(driver, scene)
            for zoom, theme in product(views.zooms, views.themes):
                driver.dress(theme, zoom, SIZES[zoom])
                path = self.folder / picture_name(number, scene, theme, zoom)
                driver.picture(path, small=views.small)
                self.pictures.append(path)
            driver.dress(views.themes[0], views.zooms[0], SIZES[views.zooms[0]])
            self.done.append((number, scene))

    def keep_papers(self, printed: Path) -> None:
        """What came out of the printer, the last of each kind."""
        for path in sorted(printed.glob("*.pdf"), key=lambda each: each.stat().st_mtime):
            kept = self.folder / f"{path.stem.rpartition('-')[0]}.pdf"
            shutil.copyfile(path, kept)
            self.papers = [*(each for each in self.papers if each != kept), kept]

    def write(self) -> None:
        """The list of the pictures and papers, and the guide."""
        lines = [f"{number:02}-{scene.name}: {scene.words}" for number, scene in self.done]
        lines += [f"{path.name}: {paper_words(path.stem)}" for path in self.papers]
        (self.folder / "tour.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        for name, text in pages(self.done, self._picture, sorted(self.papers)).items():
            (self.folder / name).write_text(text, encoding="utf-8")

    def _picture(self, number: int, scene: Scene) -> str:
        return picture_name(number, scene, self.views.themes[0], self.views.zooms[0])


@contextmanager
def _window(opens: Opens, home: Path, port: str, views: Views) -> "Iterator[tuple[QApplication, Shell]]":
    """The real window on no library, on the demo, or on the one to practise in; it is closed afterwards."""
    where = {Opens.NOTHING: str(home / "none.db"), Opens.DEMO: app.demo_place(), Opens.TRAINING: app.training_place()}
    if opens is Opens.DEMO:
        make_library(where[opens])
    settings = replace(
        Settings(),
        database=where[Opens.NOTHING],
        theme=views.themes[0],
        zoom=views.zooms[0],
        language=views.language,
        receipt=ReceiptWish.NONE,
        sounds=Sounds(on=False),
        scanner=Scanner(port=port),
    )
    application = app.make_application()
    shell = app.make_shell(application, settings, where[opens], app.clock_at(None))
    shell.start()
    shell.window.resize(SIZES[views.zooms[0]])
    try:
        begun = (lambda: not shell.window.at_desk()) if opens is Opens.NOTHING else (lambda: bool(shell.panels))
        Driver(application, shell, -1).wait_for(begun)
        yield application, shell
    finally:
        shell.window.close()
        shell.window.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


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
