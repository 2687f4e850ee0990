"""The hands at the window have eyes: what a clerk could not see is a failure, though the desk did its work."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desk.chores.language.parse import parse
from desk.chores.libraries import FileLibraries
from desk.chores.scenarios import Failure, run_scenario
from desk.tour.scenarios import hands_at_window
from desk.ui.circulation.desk_page import DeskPage

STORY = "scenario: lent\nreader Anna\nitem Walden\nAnna takes Walden\n  lent\n"


def failure_of(application: QApplication, folder: Path) -> Failure | None:
    """What the hands at the window say of the story."""
    (story,) = parse(STORY, "f.txt")
    with hands_at_window(application) as hands:
        return run_scenario(story, FileLibraries(folder), folder, hands).failure


def test_what_is_seen_is_well(qapp: QApplication, tmp_path: Path) -> None:
    assert failure_of(qapp, tmp_path) is None


@pytest.mark.parametrize(
    ("method", "told"),
    [("show_card", "the headline is ''"), ("update_row", "there is no row for Walden")],
)
def test_what_nobody_could_see_is_told(
    method: str, told: str, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing: Callable[..., None] = lambda *_arguments: None  # noqa: E731
    monkeypatch.setattr(DeskPage, method, nothing)
    failure = failure_of(qapp, tmp_path)
    assert failure is not None and told in failure.instead
