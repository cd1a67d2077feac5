"""The rules of the recordings; one each."""

import pytest

from orchestrator.recordings.commands import Link, Remove
from tests.given import MINUTE, finished, given, linked, removed, t

URL = "https://video.example.org/1"
DAY = 24 * 60 * MINUTE


def test_a_recording_of_the_plenary_is_linked() -> None:
    given().when(Link(url=URL, started_at=t("18:55"), duration=90 * MINUTE)).then(
        linked("rec1", url=URL, started_at=t("18:55"), duration=90 * MINUTE)
    )


def test_a_recording_of_a_room_is_linked() -> None:
    given().when(Link(url=URL, room_id="r2")).then(linked("rec1", url=URL, room_id="r2"))


def test_a_recording_of_an_unknown_room_is_refused() -> None:
    given().when(Link(url=URL, room_id="r9")).then_refused("rooms.unknown_room")


def test_a_file_of_this_very_session_is_linked() -> None:
    given().when(Link(url="/media/s1/plenary.wav")).then(linked("rec1", url="/media/s1/plenary.wav"))


@pytest.mark.parametrize("session", ["s2", "s", "s11"])
def test_a_file_of_another_session_is_refused(session: str) -> None:
    given().when(Link(url=f"/media/{session}/plenary.wav")).then_refused("recordings.other_session")


def test_a_recording_may_begin_before_the_session_and_outlast_it() -> None:
    given(finished(at=t("20:00"))).when(Link(url=URL, started_at=t("10:00"), duration=12 * 60 * MINUTE)).then(
        linked("rec1", url=URL, started_at=t("10:00"), duration=12 * 60 * MINUTE)
    )


@pytest.mark.parametrize("duration", [0, DAY + 1])
def test_a_duration_that_cannot_be_is_refused(duration: int) -> None:
    given().when(Link(url=URL, duration=duration)).then_refused("recordings.bad_duration")


@pytest.mark.parametrize("duration", [1, DAY])
def test_a_duration_at_the_limit_is_fine(duration: int) -> None:
    given().when(Link(url=URL, duration=duration)).then(linked("rec1", url=URL, duration=duration))


def test_the_same_url_twice_is_two_recordings() -> None:
    given(linked("rec1", url=URL)).when(Link(url=URL)).then(linked("rec2", url=URL))


def test_a_recording_is_removed() -> None:
    gone = given(linked("rec1")).when(Remove(recording_id="rec1")).then(removed("rec1"))
    assert gone.seen_by("watch")["recordings"] == {}


def test_ids_of_recordings_are_never_used_again() -> None:
    given(linked("rec1"), removed("rec1")).when(Link(url=URL)).then(linked("rec2", url=URL))


def test_an_unknown_recording_is_not_removed() -> None:
    given(linked("rec1"), removed("rec1")).when(Remove(recording_id="rec1")).then_refused("recordings.unknown_recording")
