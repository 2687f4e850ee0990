"""Where no window can be shown, that is known before Qt is asked."""

import os
import shutil
import subprocess
import sys

import pytest

from desk.devices import screen
from desk.errors import ScreenMissing

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_no_display_is_told() -> None:
    with pytest.raises(ScreenMissing) as raised:
        screen.find_screen()
    assert raised.value.display == ""
    assert raised.value.libraries == ()


def test_a_display_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    with pytest.raises(ScreenMissing) as raised:
        screen.find_screen()
    assert raised.value.display == ":4711"


def test_missing_libraries_are_named_by_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "ALWAYS", {"libnothing-of-the-kind.so.9": "libnothing9"})
    with pytest.raises(ScreenMissing) as raised:
        screen.find_screen()
    assert raised.value.libraries == ("libnothing9",)


def test_a_window_that_nobody_is_to_see_needs_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    screen.find_screen()


def test_a_screen_that_answers_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-nolisten", "tcp"], pass_fds=[write], stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as said:
            monkeypatch.setenv("DISPLAY", f":{said.readline().strip()}")
        screen.find_screen()
    finally:
        server.terminate()
        server.wait(10)
