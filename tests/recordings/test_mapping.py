"""The rules of segments, anchors and clocks; one each."""

import pytest

from orchestrator.recordings.commands import DropAnchor, EditRecording, SetAnchor, SetClock, SetSegments
from orchestrator.recordings.mapping import LATEST, LONGEST, MOST_ANCHORS, MOST_SEGMENTS
from orchestrator.recordings.state import Segment
from tests.given import (
    MINUTE,
    SECOND,
    Sentence,
    anchor_dropped,
    anchored,
    clock_set,
    given,
    linked,
    relinked,
    removed,
    reported,
    segment,
    segments_set,
    t,
)

FIRST, SECOND_PART = segment("19:00", "19:10", 0), segment("19:30", "19:40", 10 * MINUTE)
HOUR = linked("rec1", started_at=t("19:00"), duration=60 * MINUTE)


def started_at(sentence: Sentence, recording: str = "rec1") -> int:
    at: int = sentence.seen_by("watch")["recordings"][recording]["started_at"]
    return at


def set_segments(*segments: Segment) -> SetSegments:
    return SetSegments(recording_id="rec1", segments=segments)


def anchor(clock: str, offset: int) -> SetAnchor:
    return SetAnchor(recording_id="rec1", instant=t(clock), offset=offset)


# Segments


def test_segments_say_when_was_recorded() -> None:
    told = given(linked("rec1")).when(set_segments(FIRST, SECOND_PART)).then(segments_set("rec1", FIRST, SECOND_PART))
    shown = told.seen_by("watch")["recordings"]["rec1"]
    assert (shown["confidence"], shown["started_at"]) == ("anchored", t("19:00"))
    assert shown["pieces"] == [
        {"wall_start": t("19:00"), "media_start": 0, "wall_end": t("19:10"), "media_end": 10 * MINUTE},
        {"wall_start": t("19:30"), "media_start": 10 * MINUTE, "wall_end": t("19:40"), "media_end": 20 * MINUTE},
    ]
    told.when(set_segments(FIRST, SECOND_PART)).then_nothing()


def test_the_last_segment_may_be_open() -> None:
    given(linked("rec1")).when(set_segments(FIRST, segment("19:30", None, 10 * MINUTE))).then(
        segments_set("rec1", FIRST, segment("19:30", None, 10 * MINUTE))
    )


@pytest.mark.parametrize(
    "segments",
    [
        (),
        (segment("19:10", "19:00", 0),),
        (segment("19:00", "19:00", 0),),
        (Segment(t("19:00"), t("19:00") + LONGEST + 1, 0),),
        (Segment(LATEST, LATEST + 1, 0),),
        tuple(Segment(number * 2, number * 2 + 1, number) for number in range(MOST_SEGMENTS + 1)),
    ],
    ids=["none", "ends before it begins", "of no length", "longer than a day", "in the year 10000", "too many"],
)
def test_segments_that_cannot_be_are_refused(segments: tuple[Segment, ...]) -> None:
    given(linked("rec1")).when(set_segments(*segments)).then_refused("recordings.bad_segments")


@pytest.mark.parametrize(
    "segments",
    [
        (FIRST, segment("19:09", "19:40", 10 * MINUTE)),
        (FIRST, segment("19:30", "19:40", 9 * MINUTE)),
        (SECOND_PART, FIRST),
        (segment("19:00", None, 0), SECOND_PART),
    ],
    ids=["by the clock", "in the recording", "in the wrong order", "after an open one"],
)
def test_segments_that_overlap_are_refused(segments: tuple[Segment, ...]) -> None:
    given(linked("rec1")).when(set_segments(*segments)).then_refused("recordings.segments_overlap")


def test_a_segment_that_begins_after_the_recording_is_over_is_refused() -> None:
    beyond = (FIRST, segment("19:30", None, 60 * MINUTE))
    given(HOUR).when(set_segments(*beyond)).then_refused("recordings.bad_segments")


def test_segments_that_leave_an_anchor_outside_are_refused() -> None:
    given(HOUR, anchored("rec1", t("19:50"), 50 * MINUTE)).when(set_segments(FIRST)).then_refused("recordings.anchor_outside")


# Beginning and length


def test_another_beginning_moves_the_recording() -> None:
    begun = EditRecording(recording_id="rec1", started_at=t("19:05"))
    moved = given(HOUR).when(begun).then(segments_set("rec1", segment("19:05", None, 0)))
    assert started_at(moved) == t("19:05")
    one = given(linked("rec1"), segments_set("rec1", segment("19:10", "19:40", 10 * MINUTE)))
    one.when(begun).then(segments_set("rec1", segment("19:15", "19:45", 10 * MINUTE)))


def test_a_beginning_that_no_log_could_hold_is_refused() -> None:
    one = given(linked("rec1"), segments_set("rec1", FIRST))
    one.when(EditRecording(recording_id="rec1", started_at=2**53 - 1)).then_refused("recordings.bad_segments")


def test_no_beginning_is_not_knowing_it() -> None:
    unknown = given(HOUR).when(EditRecording(recording_id="rec1", started_at=None))
    unknown.then(segments_set("rec1", confidence="unknown"))
    assert "started_at" not in unknown.seen_by("watch")["recordings"]["rec1"]


def test_pauses_are_not_lost_by_another_beginning() -> None:
    paused = given(linked("rec1"), segments_set("rec1", FIRST, SECOND_PART))
    paused.when(EditRecording(recording_id="rec1", started_at=t("19:05"))).then_refused("recordings.has_segments")


def test_another_length_says_nothing_of_the_beginning() -> None:
    exact = given(reported("rec1", segments=(segment("19:00", None, 0),), confidence="exact"))
    longer = exact.when(EditRecording(recording_id="rec1", duration=90 * MINUTE))
    longer.then(relinked("rec1", url=None, duration=90 * MINUTE))
    assert longer.seen_by("watch")["recordings"]["rec1"]["confidence"] == "exact"


def test_a_length_that_leaves_an_anchor_outside_is_refused() -> None:
    anchored_late = given(HOUR, anchored("rec1", t("19:50"), 50 * MINUTE))
    shorter = EditRecording(recording_id="rec1", duration=50 * MINUTE)
    anchored_late.when(shorter).then_refused("recordings.anchor_outside")


# Anchors


def test_an_anchor_is_set_changed_and_dropped() -> None:
    one = given(HOUR).when(anchor("19:10", 9 * MINUTE)).then(anchored("rec1", t("19:10"), 9 * MINUTE))
    assert started_at(one) == t("19:01")
    other = one.when(anchor("19:10", 8 * MINUTE)).then(anchored("rec1", t("19:10"), 8 * MINUTE))
    assert started_at(other) == t("19:02")
    none = other.when(DropAnchor(recording_id="rec1", instant=t("19:10"))).then(anchor_dropped("rec1", t("19:10")))
    assert started_at(none) == t("19:00")


def test_the_same_anchor_again_is_nothing() -> None:
    given(HOUR, anchored("rec1", t("19:10"), 9 * MINUTE)).when(anchor("19:10", 9 * MINUTE)).then_nothing()


@pytest.mark.parametrize("offset", [60 * MINUTE, 61 * MINUTE, 2**53 - 1])
def test_an_anchor_after_the_end_is_refused(offset: int) -> None:
    given(HOUR).when(anchor("19:10", offset)).then_refused("recordings.anchor_outside")


def test_an_anchor_between_two_parts_of_the_recording_is_refused() -> None:
    gap = given(linked("rec1"), segments_set("rec1", FIRST, segment("19:30", "19:40", 12 * MINUTE)))
    gap.when(anchor("19:10", 11 * MINUTE)).then_refused("recordings.anchor_outside")


def test_anchors_that_cross_are_refused() -> None:
    one = given(HOUR, anchored("rec1", t("19:10"), 9 * MINUTE))
    one.when(anchor("19:20", 8 * MINUTE)).then_refused("recordings.anchors_cross")
    one.when(anchor("19:20", 9 * MINUTE)).then_refused("recordings.anchors_cross")
    one.when(anchor("19:05", 10 * MINUTE)).then_refused("recordings.anchors_cross")


def test_an_anchor_that_could_not_be_hit_is_refused() -> None:
    """Half an hour of the recording cannot have been recorded within 2 ms, with a pause in them."""
    parts = (Segment(t("19:00"), t("19:00") + 1001, 0), Segment(t("19:30"), t("19:40"), 2000))
    squeezed = given(linked("rec1"), segments_set("rec1", *parts), anchored("rec1", t("19:00"), 1000))
    late = SetAnchor(recording_id="rec1", instant=t("19:00") + 2, offset=3000)
    squeezed.when(late).then_refused("recordings.anchors_cross")


def test_anchors_between_which_far_more_would_be_heard_than_happened_are_refused() -> None:
    one = given(HOUR, anchored("rec1", t("19:10"), 9 * MINUTE))
    one.when(anchor("19:20", 29 * MINUTE + 3 * SECOND)).then_refused("recordings.anchors_stretch")
    one.when(anchor("19:20", 29 * MINUTE + 2 * SECOND)).then(anchored("rec1", t("19:20"), 29 * MINUTE + 2 * SECOND))


@pytest.mark.parametrize("instant", [0, t("18:59:59") - LONGEST, t("20:00:01") + LONGEST])
def test_an_anchor_of_another_evening_is_refused(instant: int) -> None:
    far = SetAnchor(recording_id="rec1", instant=instant, offset=MINUTE)
    given(HOUR).when(far).then_refused("recordings.anchor_outside")


def test_the_anchors_of_a_recording_are_limited() -> None:
    full = [anchored("rec1", t("19:00") + number * SECOND, number * SECOND) for number in range(MOST_ANCHORS)]
    given(HOUR, *full).when(anchor("19:50", 50 * MINUTE)).then_refused("recordings.too_many_anchors")
    given(HOUR, *full).when(anchor("19:00", 1)).then(anchored("rec1", t("19:00"), 1))


def test_an_anchor_that_is_not_there_is_not_dropped() -> None:
    given(HOUR).when(DropAnchor(recording_id="rec1", instant=t("19:10"))).then_refused("recordings.unknown_anchor")


@pytest.mark.parametrize(
    "command",
    [set_segments(FIRST), anchor("19:10", MINUTE), DropAnchor(recording_id="rec1", instant=t("19:10"))],
    ids=["segments", "anchor", "no anchor"],
)
def test_a_removed_or_unknown_recording_keeps_its_time(command: SetSegments | SetAnchor | DropAnchor) -> None:
    given(HOUR, removed("rec1")).when(command).then_refused("recordings.removed")
    given().when(command).then_refused("recordings.unknown_recording")


# Clocks


def test_a_clock_that_is_ahead_holds_for_all_that_its_provider_recorded_and_will_record() -> None:
    theirs = {"segments": (segment("19:00", None, 0),)}
    both = given(HOUR, reported("rec2", **theirs))
    right = both.when(SetClock(provider="bigbluebutton", offset=MINUTE)).then(clock_set("bigbluebutton", MINUTE))
    assert (started_at(right), started_at(right, "rec2")) == (t("19:00"), t("18:59"))
    later = given(HOUR, clock_set("bigbluebutton", MINUTE), reported("rec2", **theirs), reported("rec3", name="bbb-2", **theirs))
    assert (started_at(later, "rec2"), started_at(later, "rec3")) == (t("18:59"), t("18:59"))


def test_what_hosts_typed_has_a_clock_too() -> None:
    assert started_at(given(HOUR, clock_set("manual", -MINUTE))) == t("19:01")
    assert started_at(given(clock_set("manual", -MINUTE), HOUR)) == t("19:01")


def test_a_clock_that_is_right_already_is_nothing() -> None:
    given().when(SetClock(provider="zoom", offset=0)).then_nothing()
    given(clock_set("zoom", 5)).when(SetClock(provider="zoom", offset=5)).then_nothing()


def test_what_was_heard_stays_where_it_is_when_a_clock_is_set_right() -> None:
    assert started_at(given(HOUR, anchored("rec1", t("19:10"), 9 * MINUTE), clock_set("manual", MINUTE))) == t("19:01")
