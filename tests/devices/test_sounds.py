"""Sounds never stand in the way: no loudspeaker, no file and no extra package are no error."""

import sys
from array import array
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk.devices import sounds
from desk.devices.sounds import SoundPlayer
from desk.devices.states import DeviceState
from desk.resources import resource
from desk.settings import Sounds


class Speaker:
    """A loudspeaker that keeps what it was given."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.closed = False

    def stop(self) -> None:
        """Nothing goes on by itself here."""

    def start(self, stream: sounds.Generator[bytes, int, None]) -> None:
        """Take everything at once, in pieces as a real one asks."""
        pieces = array("h")
        try:
            while True:
                pieces.frombytes(stream.send(512))
        except StopIteration:
            self.heard.append(max(abs(value) for value in pieces))

    def close(self) -> None:
        """Let go."""
        self.closed = True


@pytest.fixture
def speaker(monkeypatch: pytest.MonkeyPatch) -> Speaker:
    found = Speaker()
    monkeypatch.setattr(sounds, "_loudspeaker", lambda: found)
    return found


def test_a_tone_is_played_as_loud_as_wished(speaker: Speaker, qtbot: QtBot) -> None:
    player = SoundPlayer(resource("sounds"), Sounds(volume=100))
    player.play("ok")
    qtbot.waitUntil(lambda: len(speaker.heard) == 1, timeout=3000)
    player.set_volume(50)
    player.play("ok")
    qtbot.waitUntil(lambda: len(speaker.heard) == 2, timeout=3000)
    assert player.state is DeviceState.READY
    player.stop()
    assert abs(speaker.heard[0] - 2 * speaker.heard[1]) <= 2
    assert speaker.closed


def test_a_muted_desk_is_silent_until_it_is_not(speaker: Speaker, qtbot: QtBot) -> None:
    player = SoundPlayer(resource("sounds"), Sounds(on=False))
    assert player.state is DeviceState.OFF
    player.play("bad")
    player.set_on(True)
    player.play("done")
    qtbot.waitUntil(lambda: len(speaker.heard) == 1, timeout=3000)
    player.stop()
    assert len(speaker.heard) == 1


def test_a_name_falls_back_on_its_beginning(tmp_path: Path) -> None:
    for name in ("bad.wav", "bad.hold.wav"):
        (tmp_path / name).touch()
    player = SoundPlayer(tmp_path)
    assert player.file("bad.hold.other") == tmp_path / "bad.hold.wav"
    assert player.file("bad.transit") == tmp_path / "bad.wav"
    assert player.file("unknown") is None


def test_without_a_loudspeaker_the_state_says_so_once(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(sounds, "_loudspeaker", lambda: None)
    player = SoundPlayer(resource("sounds"))
    told: list[DeviceState] = []
    player.state_changed.connect(told.append)
    player.play("ok")
    qtbot.waitUntil(lambda: bool(told), timeout=3000)
    player.play("ok")
    player.stop()
    assert told == [DeviceState.MISSING]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system is asked itself")
def test_no_loudspeaker_is_asked_for_where_there_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    if not any(Path("/dev/snd").glob("pcm*p")):
        assert sounds._loudspeaker() is None


def test_a_file_that_is_missing_is_no_error(speaker: Speaker, tmp_path: Path) -> None:
    player = SoundPlayer(tmp_path)
    player.play("ok")
    player.stop()
    assert speaker.heard == []
