"""What a rehearsal records: as long as it is linked, with a tone at every second."""

import wave
from itertools import pairwise
from pathlib import Path

import pytest

from orchestrator.rehearsal.closing import Take, taped
from orchestrator.rehearsal.tape import RATE, SILENCE, record


def samples(file: Path) -> bytes:
    with wave.open(str(file), "rb") as tape:
        assert (tape.getframerate(), tape.getsampwidth(), tape.getnchannels()) == (RATE, 1, 1)
        return tape.readframes(tape.getnframes())


def pitch(sound: bytes, second: float) -> int:
    """How often the 100 ms from there rise through silence, as Hz; 0 where nothing is heard."""
    heard = sound[round(second * RATE) : round(second * RATE) + RATE // 10]
    return 10 * sum(one <= SILENCE < other for one, other in pairwise(heard))


@pytest.mark.parametrize("duration", [1, 62_345, 60_000, 150_001])
def test_a_tape_is_exactly_as_long_as_it_says(tmp_path: Path, duration: int) -> None:
    record(tmp_path / "plenary.wav", duration, 0)
    assert len(samples(tmp_path / "plenary.wav")) == duration * RATE // 1000
    assert [file.name for file in tmp_path.iterdir()] == ["plenary.wav"]


def test_every_second_has_a_tone_every_tenth_a_higher_one_every_minute_two(tmp_path: Path) -> None:
    record(tmp_path / "plenary.wav", 130_000, 0)
    sound = samples(tmp_path / "plenary.wav")
    low, high = pitch(sound, 1), pitch(sound, 10)
    assert 300 < low < high
    for second in range(130):
        assert pitch(sound, second) == (high if second % 10 == 0 and second % 60 else low), second
        assert pitch(sound, second + 0.2) == (low if second % 60 == 0 else 0), second
        assert pitch(sound, second + 0.5) == 0


def test_rooms_can_be_told_apart(tmp_path: Path) -> None:
    heard = set()
    for voice in range(7):
        record(tmp_path / "room.wav", 2_000, voice)
        heard.add(pitch(samples(tmp_path / "room.wav"), 1))
    assert len(heard) == 7


async def test_a_jump_to_the_place_of_a_question_lands_on_a_tone(tmp_path: Path) -> None:
    take = Take("plenary", started_at=1_000_000, duration=605_432)
    url = await taped(take, 0, "s1", tmp_path)
    assert url == "/media/s1/plenary.wav"
    sound = samples(tmp_path / "s1" / "plenary.wav")
    assert len(sound) == take.duration * RATE // 1000
    on_air_at = 1_123_456
    offset = (on_air_at - take.started_at) // 1000  # as links say it: #t=123
    assert offset == 123
    assert pitch(sound, offset) == pitch(sound, 1)
    assert pitch(sound, offset - 0.2) == 0, "a jump that lands too early begins in silence"
