"""The tones of the desk. A desk without a loudspeaker works as well: the status bar says so once, and that is all."""

import os
import sys
import wave
from array import array
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desk.devices.device import Device
from desk.devices.states import DeviceState
from desk.devices.worker import Worker
from desk.settings import Sounds

if TYPE_CHECKING:
    import miniaudio

RATE = 44_100
BUFFER_MS = 30


class SoundPlayer(Device):
    """Plays one tone at a time from a folder of WAV files; a later one cuts an earlier one short. Never blocks."""

    def __init__(self, folder: Path, settings: Sounds | None = None, parent: QObject | None = None) -> None:
        wanted = settings or Sounds()
        super().__init__(DeviceState.WAITING if wanted.on else DeviceState.OFF, parent)
        self._folder = folder
        self._on = wanted.on
        self._volume = wanted.volume
        self._worker = Worker("sounds")
        self._speaker: miniaudio.PlaybackDevice | None = None
        self._opened = False
        self._tones: dict[str, array[int]] = {}

    @property
    def on(self) -> bool:
        """Whether sounds are wanted; there may be no loudspeaker all the same."""
        return self._on

    def set_on(self, on: bool) -> None:
        """Mute or unmute."""
        self._on = on
        self._become(self._state_when_on() if on else DeviceState.OFF)

    def set_volume(self, percent: int) -> None:
        """How loud, from 0 to 100."""
        self._volume = max(0, min(100, percent))

    def play(self, name: str) -> None:
        """Sound a tone. A dotted name falls back on its beginning: without `bad.hold`, `bad` is heard."""
        if self._on and self._volume and self.state is not DeviceState.MISSING:
            self._worker.do(lambda: self._play(name))

    def stop(self) -> None:
        """Let the loudspeaker go."""
        self._worker.stop(last=self._close)

    def file(self, name: str) -> Path | None:
        """The file that this name is heard as."""
        while name:
            path = self._folder / f"{name}.wav"
            if path.is_file():
                return path
            name = name.rpartition(".")[0]
        return None

    def _play(self, name: str) -> None:
        tone = self._tone(name)
        speaker = self._open()
        if speaker is None or not tone:
            return
        stream = _stream(_louder(tone, self._volume))
        next(stream)
        speaker.stop()
        speaker.start(stream)

    def _tone(self, name: str) -> "array[int]":
        if name not in self._tones:
            path = self.file(name)
            self._tones[name] = _samples(path) if path else array("h")
        return self._tones[name]

    def _open(self) -> "miniaudio.PlaybackDevice | None":
        if not self._opened:
            self._opened = True
            self._speaker = _loudspeaker()
            self._become(self._state_when_on())
        return self._speaker

    def _state_when_on(self) -> DeviceState:
        if not self._opened:
            return DeviceState.WAITING
        return DeviceState.READY if self._speaker else DeviceState.MISSING

    def _close(self) -> None:
        speaker, self._speaker = self._speaker, None
        if speaker is not None:
            speaker.close()
        self._opened = False


def _loudspeaker() -> "miniaudio.PlaybackDevice | None":
    """The system's loudspeaker; none without one, or where the extra `sound` is not installed."""
    if not _may_have_loudspeaker():
        return None
    try:
        import miniaudio
    except ImportError:
        return None
    try:
        return miniaudio.PlaybackDevice(
            miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=RATE, buffersize_msec=BUFFER_MS
        )
    except miniaudio.MiniaudioError:
        return None


def _may_have_loudspeaker() -> bool:
    """On Linux, asking for a loudspeaker that is not there fills the terminal with ALSA's complaints: look first."""
    if sys.platform != "linux":
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    served = "PULSE_SERVER" in os.environ or (runtime and Path(runtime, "pulse", "native").exists())
    return bool(served) or any(Path("/dev/snd").glob("pcm*p"))


def _samples(path: Path) -> "array[int]":
    with wave.open(str(path), "rb") as file:
        samples = array("h", file.readframes(file.getnframes()))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _louder(samples: "array[int]", percent: int) -> "array[int]":
    return array("h", (value * percent // 100 for value in samples))


def _stream(samples: "array[int]") -> Generator[bytes, int, None]:
    """Hands out as many frames as the loudspeaker asks for, until there are no more."""
    wanted = yield b""
    at = 0
    while at < len(samples):
        piece = samples[at : at + wanted]
        at += wanted
        wanted = yield piece.tobytes()
