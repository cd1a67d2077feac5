"""What is shown of a recording."""

from tests.given import MINUTE, given, linked, t


def test_recordings_are_for_everybody() -> None:
    evening = given(linked("rec1", room_id="r1", started_at=t("19:00"), duration=MINUTE))
    for who in ("host", "moderator", "panel", "stage", "watch", "ana", "dee", "gus"):
        assert evening.seen_by(who)["recordings"]["rec1"] == {
            "url": "https://video.example.org/1",
            "room_id": "r1",
            "started_at": t("19:00"),
            "duration": MINUTE,
            "confidence": "anchored",
        }


def test_what_nobody_said_is_absent() -> None:
    recording = given(linked("rec1")).seen_by("watch")["recordings"]["rec1"]
    assert recording == {"url": "https://video.example.org/1", "confidence": "unknown"}
