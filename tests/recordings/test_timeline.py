"""Wall clock to offset in a recording."""

import pytest

from orchestrator.recordings.state import Confidence, Recording, Segment
from orchestrator.recordings.timeline import offset
from tests.given import MINUTE, given, linked, t


def recording(**details: int) -> Recording:
    return given(linked("rec1", **details)).session.recordings.recordings["rec1"]


def test_an_instant_is_heard_as_long_after_the_beginning_as_it_was() -> None:
    assert offset(recording(started_at=t("19:00"), duration=90 * MINUTE), t("19:20")) == 20 * MINUTE


@pytest.mark.parametrize(
    ("at", "heard"), [(t("19:00") - 1, None), (t("19:00"), 0), (t("20:00") - 1, 60 * MINUTE - 1), (t("20:00"), None)]
)
def test_what_is_outside_was_not_recorded(at: int, heard: int | None) -> None:
    assert offset(recording(started_at=t("19:00"), duration=60 * MINUTE), at) == heard


def test_a_recording_of_unknown_length_goes_on() -> None:
    assert offset(recording(started_at=t("19:00")), t("23:00")) == 240 * MINUTE


def test_without_a_beginning_nothing_can_be_found() -> None:
    assert offset(recording(duration=60 * MINUTE), t("19:20")) is None


def test_a_pause_is_a_gap() -> None:
    parts = (
        Segment(wall_start=t("19:00"), wall_end=t("19:10"), media_start=0),
        Segment(wall_start=t("19:30"), wall_end=None, media_start=10 * MINUTE),
    )
    paused = Recording("rec1", "https://video.example.org/1", None, None, parts, Confidence.EXACT)
    assert [offset(paused, t(clock)) for clock in ("19:05", "19:20", "19:31")] == [5 * MINUTE, None, 11 * MINUTE]
