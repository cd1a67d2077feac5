"""What is shown of a recording, and to whom."""

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from orchestrator.messages import Audience, Role
from orchestrator.recordings.state import Recording, Status, Visibility
from orchestrator.recordings.view import sees, view
from tests.given import MINUTE, anchored, captions_added, clock_set, given, linked, reported, segment, t
from tests.strategies import AUDIENCES

WHO = ("host", "moderator", "panel", "stage", "watch", "ana", "dee", "gus")


def shown_to(visibility: str, **details: object) -> set[str]:
    evening = given(linked("rec1", visibility=Visibility(visibility), **details))
    return {who for who in WHO if evening.seen_by(who)["recordings"]}


def test_a_public_recording_is_for_everybody() -> None:
    evening = given(linked("rec1", room_id="r1", started_at=t("19:00"), duration=MINUTE))
    for who in WHO[1:]:
        assert evening.seen_by(who)["recordings"]["rec1"] == {
            "url": "https://video.example.org/1",
            "status": "available",
            "visibility": "public",
            "confidence": "anchored",
            "room_id": "r1",
            "started_at": t("19:00"),
            "duration": MINUTE,
            "pieces": [{"wall_start": t("19:00"), "media_start": 0, "wall_end": t("19:01"), "media_end": MINUTE}],
        }


def test_what_nobody_said_is_absent() -> None:
    recording = given(linked("rec1")).seen_by("watch")["recordings"]["rec1"]
    assert recording == {
        "url": "https://video.example.org/1",
        "status": "available",
        "visibility": "public",
        "confidence": "unknown",
    }


@pytest.mark.parametrize(
    ("visibility", "who"),
    [("room", {"host", "ana"}), ("session", {*WHO} - {"watch"}), ("public", {*WHO})],
)
def test_a_recording_is_shown_to_whom_it_was_made_visible(visibility: str, who: set[str]) -> None:
    assert shown_to(visibility, room_id="r1") == who


def test_what_is_expected_and_what_failed_is_shown_as_such() -> None:
    for status in ("expected", "processing", "failed"):
        assert given(reported("rec1", status)).seen_by("watch")["recordings"]["rec1"] == {
            "status": status,
            "visibility": "public",
            "confidence": "unknown",
            "provider": "bigbluebutton",
        }


def test_only_hosts_see_how_a_time_came_about() -> None:
    known = reported("rec1", url="https://bbb.example/1", segments=(segment("19:00", None, 0),))
    evening = given(clock_set("bigbluebutton", MINUTE), known, anchored("rec1", t("19:10"), MINUTE))
    host, late = (evening.seen_by(who)["recordings"]["rec1"] for who in ("host", "watch"))
    told = {name: host.pop(name) for name in host.keys() - late.keys()}
    assert host == late
    assert told == {
        "external_id": "bbb-1",
        "anchors": [{"at": t("19:10"), "offset": MINUTE}],
        "segments": [{"wall_start": t("19:00"), "media_start": 0}],
        "clock": MINUTE,
    }


def test_captions_are_named_with_their_recording() -> None:
    evening = given(linked("rec1"), captions_added("rec1", "cap1", language="pt-BR", cues=7))
    assert evening.seen_by("watch")["recordings"]["rec1"]["captions"] == [
        {"captions_id": "cap1", "language": "pt-BR", "source": "host", "cues": 7}
    ]


ANY = st.builds(
    Recording,
    id=st.just("rec1"),
    room_id=st.sampled_from([None, "r1", "r2"]),
    url=st.none() | st.just("https://video.example.org/1"),
    status=st.sampled_from(Status),
    visibility=st.sampled_from(Visibility),
    external_id=st.just("secret"),
)


@for_any(ANY, st.sampled_from(AUDIENCES))
def test_whoever_may_not_see_a_recording_is_shown_nothing_of_it(recording: Recording, audience: Audience) -> None:
    assert (view(recording, audience) is None) == (not sees(recording, audience))
    if audience.role is Role.HOST:
        assert sees(recording, audience)
        return
    assert not (recording.status is Status.REMOVED and sees(recording, audience))
    if recording.visibility is Visibility.ROOM and sees(recording, audience):
        assert audience == Audience(Role.PARTICIPANT, recording.room_id)
    assert not (recording.visibility is Visibility.SESSION and audience.role is Role.VIEWER and sees(recording, audience))
