"""Makes the six tones of the desk in resources/sounds, so that anybody can see where they come from and change them.

Run: python packaging/make_sounds.py
"""

import math
import struct
import wave
from dataclasses import dataclass
from pathlib import Path

RATE = 44_100
FADE = 0.006
LOUDNESS = 0.6
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sounds"


@dataclass(frozen=True, slots=True)
class Tone:
    """One note: how high in hertz, how long in seconds, and the silence after it."""

    hertz: float
    seconds: float
    rest: float = 0.0


@dataclass(frozen=True, slots=True)
class Melody:
    """What one result sounds like, and how loud beside the others."""

    name: str
    tones: tuple[Tone, ...]
    volume: float = 1.0


MELODIES = (
    Melody("ok", (Tone(1046, 0.070),)),
    Melody("tick", (Tone(1046, 0.070),), volume=1 / 3),
    Melody("attention", (Tone(784, 0.080, rest=0.050), Tone(784, 0.080))),
    Melody("hold", (Tone(659, 0.080), Tone(880, 0.080), Tone(1175, 0.140))),
    Melody("bad", (Tone(392, 0.120, rest=0.020), Tone(262, 0.190))),
    Melody("done", (Tone(880, 0.090), Tone(1318, 0.150))),
)


def samples(tone: Tone) -> list[float]:
    """The wave of one note, from -1 to 1: a sine with some of its octave, faded at both ends so as not to click."""
    count = round(tone.seconds * RATE)
    return [_voice(tone, at / RATE) for at in range(count)] + [0.0] * round(tone.rest * RATE)


def _voice(tone: Tone, at: float) -> float:
    turn = 2 * math.pi * tone.hertz * at
    fade = min(1.0, at / FADE, (tone.seconds - at) / FADE)
    decay = math.exp(-2.2 * at / tone.seconds)
    return (0.85 * math.sin(turn) + 0.15 * math.sin(2 * turn)) * fade * decay


def write(melody: Melody) -> Path:
    """One file: 16 bit, one channel, 44.1 kHz."""
    sound = [value for tone in melody.tones for value in samples(tone)]
    path = FOLDER / f"{melody.name}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", round(32_767 * LOUDNESS * melody.volume * v)) for v in sound))
    return path


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for each in MELODIES:
        print(write(each))
