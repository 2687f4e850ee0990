"""The real window, a real library, a scanner on a pseudo terminal: the tour goes through its day.

It does so in a language nobody speaks, two fifths longer than English and written from the right: what is cut there
would be cut in German or Arabic, and what shows no brackets was never translated.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desk.i18n import PSEUDO_RIGHT, set_language
from desk.settings import Theme
from desk.tour.command import Views, numbered, picture_name, take_tour
from desk.tour.driver import Driver
from desk.tour.guide import pages
from desk.tour.scene import Scene
from tests.conftest import ROOT
from tests.tour.eyes import Eyes


@pytest.fixture
def right_to_left(qapp: QApplication) -> Iterator[None]:
    """A window of another direction, for this test only."""
    before = qapp.layoutDirection()
    yield
    set_language("en")
    qapp.setLayoutDirection(before)


@pytest.mark.world
def test_the_tour_takes_a_picture_of_every_scene_and_nothing_in_it_is_cut_nameless_or_silent(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right_to_left: None
) -> None:
    eyes = Eyes()

    def seen(driver: Driver, scene: Scene) -> None:
        assert driver.shell.window.layoutDirection() is Qt.LayoutDirection.RightToLeft
        eyes.look(driver.shell.window, scene.name)

    with eyes.open(monkeypatch):
        pictures = take_tour(tmp_path / "tour", Views((Theme.LIGHT,), language=PSEUDO_RIGHT, small=False), seen)
    assert len(pictures) == len(numbered())
    for path in pictures:
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1366, 768), path.name
    lines = (tmp_path / "tour" / "tour.txt").read_text(encoding="utf-8").splitlines()
    papers = sorted(path.name for path in (tmp_path / "tour").glob("*.pdf"))
    assert len(lines) == len(numbered()) + len(papers) and {"due.pdf", "hold.pdf"} <= set(papers)
    assert eyes.faults == {}


def test_the_guide_says_what_the_tour_shows() -> None:
    guide = ROOT / "docs" / "guide"
    papers = sorted(guide.glob("*.pdf"), key=lambda path: path.name)
    for name, text in pages(numbered(), picture_name, papers).items():
        assert (guide / name).read_text(encoding="utf-8") == text, "run bin/tour docs/guide"
    for number, scene in numbered():
        assert (guide / picture_name(number, scene)).exists(), scene.name
