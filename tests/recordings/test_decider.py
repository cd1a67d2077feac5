"""The rules of linking recordings, by hand and by the tools that record; one each."""

import pytest

from orchestrator.recordings.commands import AddCaptions, EditRecording, Link, Remove, RemoveCaptions, Report
from orchestrator.recordings.linking import MOST_CAPTIONS, MOST_RECORDINGS
from orchestrator.recordings.state import Status, Visibility
from orchestrator.session.codec import decode
from tests.given import (
    MINUTE,
    anchored,
    captions_added,
    captions_removed,
    finished,
    given,
    linked,
    relinked,
    removed,
    reported,
    segment,
    segments_set,
    t,
)

URL = "https://video.example.org/1"
OTHER = "https://video.example.org/2"
DAY = 24 * 60 * MINUTE
UNKNOWN = "recordings.unknown_recording"


# Linking


def test_a_recording_of_the_plenary_is_linked() -> None:
    given().when(Link(url=URL, started_at=t("18:55"), duration=90 * MINUTE)).then(
        linked("rec1", url=URL, started_at=t("18:55"), duration=90 * MINUTE)
    )


def test_a_recording_of_a_room_is_linked() -> None:
    """And is for its people, until a host says otherwise."""
    theirs = given().when(Link(url=URL, room_id="r2")).then(linked("rec1", url=URL, room_id="r2", visibility=Visibility.ROOM))
    assert [who for who in ("host", "dee", "ana", "watch") if "rec1" in theirs.seen_by(who)["recordings"]] == ["host", "dee"]
    given().when(Link(url=URL, room_id="r2", visibility=Visibility.PUBLIC)).then(linked("rec1", url=URL, room_id="r2"))


def test_a_recording_of_an_unknown_room_is_refused() -> None:
    given().when(Link(url=URL, room_id="r9")).then_refused("rooms.unknown_room")


def test_a_file_of_this_very_session_is_linked() -> None:
    given().when(Link(url="/media/s1/plenary.wav")).then(linked("rec1", url="/media/s1/plenary.wav"))


@pytest.mark.parametrize("session", ["s2", "s", "s11"])
def test_a_file_of_another_session_is_refused(session: str) -> None:
    url = f"/media/{session}/plenary.wav"
    given().when(Link(url=url)).then_refused("recordings.other_session")
    given(linked("rec1")).when(EditRecording(recording_id="rec1", url=url)).then_refused("recordings.other_session")


def test_a_recording_may_begin_before_the_session_and_outlast_it() -> None:
    given(finished(at=t("20:00"))).when(Link(url=URL, started_at=t("10:00"), duration=12 * 60 * MINUTE)).then(
        linked("rec1", url=URL, started_at=t("10:00"), duration=12 * 60 * MINUTE)
    )


@pytest.mark.parametrize("duration", [0, DAY + 1])
def test_a_duration_that_cannot_be_is_refused(duration: int) -> None:
    given().when(Link(url=URL, duration=duration)).then_refused("recordings.bad_duration")
    given(linked("rec1")).when(EditRecording(recording_id="rec1", duration=duration)).then_refused("recordings.bad_duration")


@pytest.mark.parametrize("duration", [1, DAY])
def test_a_duration_at_the_limit_is_fine(duration: int) -> None:
    given().when(Link(url=URL, duration=duration)).then(linked("rec1", url=URL, duration=duration))


def test_what_expires_expires_in_the_future() -> None:
    for gone in (t("18:00"), t("18:50")):
        given().when(Link(url=URL, expires_at=gone), at=t("18:50")).then_refused("recordings.bad_expiry")
        edit = EditRecording(recording_id="rec1", expires_at=gone)
        given(linked("rec1")).when(edit, at=t("18:50")).then_refused("recordings.bad_expiry")
    given().when(Link(url=URL, expires_at=t("18:51"))).then(linked("rec1", url=URL, expires_at=t("18:51")))


def test_what_has_expired_can_still_be_changed() -> None:
    expired = given(linked("rec1", expires_at=t("19:00")))
    again = EditRecording(recording_id="rec1", url=OTHER, expires_at=t("19:00"))
    expired.when(again, at=t("21:00")).then(relinked("rec1", url=OTHER, expires_at=t("19:00")))


def test_what_only_a_room_may_see_is_of_a_room() -> None:
    given().when(Link(url=URL, visibility=Visibility.ROOM)).then_refused("recordings.no_room")
    of_a_room = given(linked("rec1", room_id="r1", visibility=Visibility.ROOM))
    of_a_room.when(EditRecording(recording_id="rec1", room_id=None)).then_refused("recordings.no_room")


def test_the_same_url_twice_is_two_recordings() -> None:
    given(linked("rec1", url=URL)).when(Link(url=URL)).then(linked("rec2", url=URL))


def test_ids_of_recordings_are_never_used_again() -> None:
    given(linked("rec1"), removed("rec1")).when(Link(url=URL)).then(linked("rec2", url=URL))


def test_a_session_has_so_many_recordings_and_no_more() -> None:
    full = given(*[linked(f"rec{number}") for number in range(1, MOST_RECORDINGS + 1)])
    full.when(Link(url=URL)).then_refused("recordings.too_many")
    full.when(report()).then_refused("recordings.too_many")


# Changing, removing, bringing back


def test_only_what_is_named_is_changed() -> None:
    evening = given(linked("rec1", room_id="r1", duration=MINUTE))
    evening.when(EditRecording(recording_id="rec1", url=OTHER)).then(relinked("rec1", url=OTHER, room_id="r1", duration=MINUTE))
    evening.when(EditRecording(recording_id="rec1", room_id=None, visibility=Visibility.SESSION)).then(
        relinked("rec1", visibility="session", duration=MINUTE)
    )


def test_a_change_to_what_is_so_already_is_nothing() -> None:
    told = {"url": URL, "room_id": "r1", "started_at": t("19:00"), "duration": MINUTE}
    given(linked("rec1", **told)).when(EditRecording(recording_id="rec1", **told)).then_nothing()
    given(linked("rec1")).when(EditRecording(recording_id="rec1")).then_nothing()


def test_a_recording_does_not_go_to_a_room_that_is_not_there() -> None:
    given(linked("rec1")).when(EditRecording(recording_id="rec1", room_id="r9")).then_refused("rooms.unknown_room")


def test_another_address_keeps_anchors_and_captions() -> None:
    known = given(linked("rec1"), anchored("rec1", t("20:00"), MINUTE), captions_added("rec1", "cap1"))
    after = known.when(EditRecording(recording_id="rec1", url=OTHER)).then(relinked("rec1", url=OTHER))
    shown = after.seen_by("host")["recordings"]["rec1"]
    assert (shown["url"], shown["status"], shown["anchors"]) == (OTHER, "available", [{"at": t("20:00"), "offset": MINUTE}])
    assert [each["captions_id"] for each in shown["captions"]] == ["cap1"]


def test_a_removed_recording_is_the_hosts_alone() -> None:
    gone = given(linked("rec1")).when(Remove(recording_id="rec1")).then(removed("rec1"))
    assert gone.seen_by("watch")["recordings"] == {}
    assert gone.seen_by("host")["recordings"]["rec1"]["status"] == "removed"
    gone.when(Remove(recording_id="rec1")).then_nothing()


def test_a_removed_recording_is_brought_back_with_all_it_had() -> None:
    gone = given(linked("rec1"), anchored("rec1", t("20:00"), MINUTE), captions_added("rec1", "cap1"), removed("rec1"))
    back = gone.when(EditRecording(recording_id="rec1")).then(relinked("rec1"))
    shown = back.seen_by("host")["recordings"]["rec1"]
    assert (shown["status"], len(shown["anchors"]), len(shown["captions"])) == ("available", 1, 1)


def test_what_never_had_an_address_is_expected_again() -> None:
    gone = given(reported("rec1", "expected"), removed("rec1"))
    back = gone.when(EditRecording(recording_id="rec1")).then(relinked("rec1", url=None))
    assert back.seen_by("host")["recordings"]["rec1"]["status"] == "expected"


def test_an_unknown_recording_is_not_changed_and_not_removed() -> None:
    given().when(Remove(recording_id="rec1")).then_refused(UNKNOWN)
    given().when(EditRecording(recording_id="rec1", url=OTHER)).then_refused(UNKNOWN)


def test_what_was_written_before_there_was_more_to_say_is_read() -> None:
    body = (
        b'{"entries":[{"actor":"host","at":1,"events":[{"type":"recordings.linked","recording_id":"rec1",'
        b'"url":"https://video.example.org/1","started_at":1795633200000,"duration":60000,"at":1}]}],"format":1}'
    )
    ((event,),) = (entry.events for entry in decode(body))
    assert event == linked("rec1", started_at=t("19:00"), duration=MINUTE, at=1)
    assert given(event).seen_by("watch")["recordings"]["rec1"]["visibility"] == "public"


# What the tools report


def report(name: str = "bbb-1", status: Status = Status.AVAILABLE, **details: object) -> Report:
    return Report(provider="bigbluebutton", external_id=name, status=status, **details)


def test_a_first_report_makes_a_recording() -> None:
    given().when(report(url=URL, room_id="r1")).then(reported("rec1", url=URL, room_id="r1"))


def test_a_second_report_changes_the_same_recording() -> None:
    expected = given(reported("rec1", "expected"))
    ready = expected.when(report(url=URL, segments=(segment("19:00", "20:00", 0),)))
    ready.then(reported("rec1", url=URL, segments=(segment("19:00", "20:00", 0),)))
    shown = ready.seen_by("watch")["recordings"]
    assert [(each["status"], each["confidence"]) for each in shown.values()] == [("available", "derived")]


def test_a_report_of_what_is_known_is_nothing() -> None:
    segments = (segment("19:00", None, 0),)
    known = given(reported("rec1", "expected"), reported("rec1", url=URL, segments=segments))
    known.when(report(url=URL, segments=segments)).then_nothing()
    known.when(report()).then_nothing()


def test_two_names_are_two_recordings() -> None:
    given(reported("rec1")).when(report("bbb-2")).then(reported("rec2", name="bbb-2"))


def test_what_a_host_removed_no_report_brings_back() -> None:
    given(reported("rec1", url=URL), removed("rec1")).when(report(url=OTHER)).then_nothing()


def test_what_its_provider_took_away_it_may_bring_back() -> None:
    gone = given(reported("rec1", url=URL), reported("rec1", "removed"))
    assert gone.seen_by("watch")["recordings"] == {}
    assert gone.when(report(url=URL)).then(reported("rec1", url=URL)).seen_by("watch")["recordings"]["rec1"]["url"] == URL


def test_what_is_gone_before_we_knew_it_is_nothing() -> None:
    given().when(report(status=Status.REMOVED)).then_nothing()


def test_what_a_host_changed_stays_until_the_provider_says_something_else() -> None:
    changed = given(reported("rec1", url=URL), relinked("rec1", url=OTHER))
    changed.when(report(url=URL)).then_nothing()
    changed.when(report(url="https://video.example.org/3")).then(reported("rec1", url="https://video.example.org/3"))


def test_anchors_outlive_what_a_provider_says_later() -> None:
    known = given(
        reported("rec1", url=URL), segments_set("rec1", segment("19:00", None, 0)), anchored("rec1", t("19:30"), MINUTE)
    )
    told = known.when(report(duration=10 * MINUTE)).then(reported("rec1", duration=10 * MINUTE))
    assert told.seen_by("host")["recordings"]["rec1"]["anchors"] == [{"at": t("19:30"), "offset": MINUTE}]


def test_a_report_of_what_cannot_be_is_refused() -> None:
    given().when(report(duration=DAY + 1)).then_refused("recordings.bad_duration")
    given().when(report(segments=(segment("20:00", "19:00", 0),))).then_refused("recordings.bad_segments")
    given().when(report(room_id="r9")).then_refused("rooms.unknown_room")


# Captions


def add(captions_id: str = "cap1", recording_id: str = "rec1") -> AddCaptions:
    return AddCaptions(recording_id=recording_id, captions_id=captions_id, language="en", cues=2)


def test_captions_are_added_and_removed() -> None:
    added = given(linked("rec1")).when(add()).then(captions_added("rec1", "cap1"))
    assert added.seen_by("watch")["recordings"]["rec1"]["captions"] == [
        {"captions_id": "cap1", "language": "en", "source": "host", "cues": 2}
    ]
    gone = added.when(RemoveCaptions(recording_id="rec1", captions_id="cap1")).then(captions_removed("rec1", "cap1"))
    assert "captions" not in gone.seen_by("watch")["recordings"]["rec1"]


def test_the_same_captions_again_are_nothing() -> None:
    given(linked("rec1"), captions_added("rec1", "cap1")).when(add()).then_nothing()


def test_captions_that_are_not_there_are_not_removed() -> None:
    remove = RemoveCaptions(recording_id="rec1", captions_id="cap1")
    given(linked("rec1")).when(remove).then_refused("recordings.unknown_captions")


def test_a_recording_has_so_many_captions_and_no_more() -> None:
    full = given(linked("rec1"), *[captions_added("rec1", f"cap{number}") for number in range(MOST_CAPTIONS)])
    full.when(add("cap99")).then_refused("recordings.too_many_captions")


def test_a_removed_or_unknown_recording_takes_no_captions() -> None:
    given(linked("rec1"), removed("rec1")).when(add()).then_refused("recordings.removed")
    given().when(add()).then_refused(UNKNOWN)


def test_what_a_tool_recorded_in_a_room_is_for_its_people_until_a_host_opens_it() -> None:
    evening = given(reported("rec1", room_id="r1"), reported("rec2", name="bbb-2"))
    assert {who: set(evening.seen_by(who)["recordings"]) for who in ("ana", "dee", "watch")} == {
        "ana": {"rec1", "rec2"},
        "dee": {"rec2"},
        "watch": {"rec2"},
    }
