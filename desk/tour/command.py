"""`desk tour FOLDER`: the real window, a demo library of its own, a scanner on a wire, and pictures of all of it."""

import os
import pty
import shutil
import tempfile
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent

from desk import app
from desk.services.administration.demo import make_demo
from desk.services.administration.library import open_desk, staff_of
from desk.services.administration.policy import LoadPolicy, ReadPolicy
from desk.settings import ReceiptWish, Scanner, Settings, Sounds, Theme
from desk.tour.day import scenes
from desk.tour.driver import Driver
from desk.ui.administration.rules_draft import EVERYWHERE, RulesDraft

WIDTH, HEIGHT = 1366, 768
THEMES = ("light", "dark")
SUPERVISOR = "jonas"


def take_tour(folder: Path, themes: tuple[str, ...] = THEMES) -> list[Path]:
    """Drive the window through the day and leave numbered pictures with a line of text each; gives the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with _home() as home, _wire() as (hand, port):
        where = str(home / "library.db")
        make_library(where)
        settings = replace(
            Settings(),
            database=where,
            theme=Theme.LIGHT,
            receipt=ReceiptWish.NONE,
            sounds=Sounds(on=False),
            scanner=Scanner(port=port),
        )
        application = app.make_application()
        shell = app.make_shell(application, settings, where, app.clock_at(None))
        shell.start()
        shell.window.resize(WIDTH, HEIGHT)
        driver = Driver(application, shell, hand)
        try:
            driver.wait_for(lambda: bool(shell.panels))
            return _walk(driver, folder, themes)
        finally:
            shell.window.close()
            shell.window.deleteLater()
            application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _walk(driver: Driver, folder: Path, themes: tuple[str, ...]) -> list[Path]:
    lines, pictures = [], []
    for number, scene in enumerate(scenes(), 1):
        scene.steps(driver)
        for theme in themes:
            if len(themes) > 1:
                driver.theme(theme)
            path = folder / f"{number:02}-{scene.name}-{theme}.png"
            driver.picture(path)
            pictures.append(path)
        if len(themes) > 1:
            driver.theme(themes[0])
        lines.append(f"{number:02}-{scene.name}: {scene.words}")
    (folder / "tour.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return pictures


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
