"""What a rehearsal records: a tape with a tone at every second, so that everybody hears where a jump has landed.

A short tone each second, a higher one every ten, two each minute. 8 kHz, 8 bit, mono: an hour is 29 MB.
"""

import math
import os
import wave
from functools import cache
from pathlib import Path

RATE = 8_000  # samples a second; one byte each
SILENCE = 128
LOUDNESS = 60
TONE = RATE // 10
PITCHES = 24  # semitones; whoever comes after sounds like the first
LOWEST = 330.0  # Hz


def record(file: Path, duration: int, voice: int) -> None:
    """Write a WAV of exactly ``duration`` ms; the pitch of its tones goes with ``voice``. Blocks; holds a minute at a time.

    The file appears when it is whole.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    minutes, rest = divmod(duration * RATE // 1000, 60 * RATE)
    minute = _minute(voice % PITCHES)
    with wave.open(str(unfinished), "wb") as tape:
        tape.setnchannels(1)
        tape.setsampwidth(1)
        tape.setframerate(RATE)
        tape.setnframes(minutes * len(minute) + rest)
        for _ in range(minutes):
            tape.writeframesraw(minute)
        tape.writeframesraw(minute[:rest])
    os.replace(unfinished, file)


@cache
def _minute(voice: int) -> bytes:
    low = LOWEST * 2 ** (voice / 12)
    first = _tone(low) + _quiet(TONE) + _tone(low)
    seconds = [first if second == 0 else _tone(low * 1.5) if second % 10 == 0 else _tone(low) for second in range(60)]
    return b"".join(second + _quiet(RATE - len(second)) for second in seconds)


def _tone(pitch: float) -> bytes:
    return bytes(SILENCE + round(LOUDNESS * math.sin(2 * math.pi * pitch * sample / RATE)) for sample in range(TONE))


def _quiet(samples: int) -> bytes:
    return bytes([SILENCE]) * samples
