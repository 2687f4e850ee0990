"""The real window, a real library, a scanner on a pseudo terminal: the tour goes through its day."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desk.tour.command import take_tour
from desk.tour.day import scenes


@pytest.mark.world
def test_the_tour_takes_a_picture_of_every_scene(qapp: QApplication, tmp_path: Path) -> None:
    pictures = take_tour(tmp_path / "tour", ("light",))
    assert len(pictures) == len(scenes())
    for path in pictures:
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1366, 768), path.name
    lines = (tmp_path / "tour" / "tour.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(scenes())
