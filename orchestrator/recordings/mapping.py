"""The rules of when a recording was recorded: its length, its segments, its anchors."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import UNSET, UnsetType
from msgspec.structs import astuple, replace

from orchestrator.messages import Millis, Rejected
from orchestrator.recordings.commands import DropAnchor, SetAnchor, SetSegments
from orchestrator.recordings.events import AnchorDropped, AnchorSet, RecordingsEvent, SegmentsSet
from orchestrator.recordings.state import Anchor, Confidence, Recording, Segment
from orchestrator.recordings.timeline import Fit, Spot, holds, locate, media_end, segments_of

LONGEST = 24 * 60 * 60 * 1000  # a recording of more than a day is a typing error
LATEST = 253_402_300_800_000  # UTC ms, the year 10000
MOST_SEGMENTS = 200
MOST_ANCHORS = 100
STRETCH, SLACK = 2, 2000  # between two anchors at most so many times as much is heard as happened, and so many ms


def check_duration(duration: Millis | None) -> None:
    if duration is not None and not 0 < duration <= LONGEST:
        raise Rejected("recordings.bad_duration")


def check(recording: Recording) -> None:
    """What is known of its time holds together."""
    check_segments(segments_of(recording))
    check_anchors(recording)


def check_segments(segments: Sequence[Segment]) -> None:
    """In order, each of some length, the last perhaps open; what is heard later was recorded later."""
    if len(segments) > MOST_SEGMENTS:
        raise Rejected("recordings.bad_segments")
    if not all(abs(each.wall_start) < LATEST and _has_length(each) for each in segments):
        raise Rejected("recordings.bad_segments")
    for before, after in pairwise(segments):
        end = media_end(before)
        if before.wall_end is None or end is None or before.wall_end > after.wall_start or end > after.media_start:
            raise Rejected("recordings.segments_overlap")


def _has_length(segment: Segment) -> bool:
    return segment.wall_end is None or 0 < segment.wall_end - segment.wall_start <= LONGEST


def check_anchors(recording: Recording) -> None:
    """Each lies in the recording and is heard at its very instant, and what was later is heard later."""
    segments, anchors = segments_of(recording), recording.anchors
    if not all(holds(segments, each.offset) for each in anchors):
        raise Rejected("recordings.anchor_outside")
    if any(before.offset >= after.offset for before, after in pairwise(anchors)):
        raise Rejected("recordings.anchors_cross")
    if any(after.offset - before.offset > STRETCH * (after.at - before.at) + SLACK for before, after in pairwise(anchors)):
        raise Rejected("recordings.anchors_stretch")
    if any(locate(recording, each.at) != Spot(each.offset, recording.confidence, Fit.INSIDE) for each in anchors):
        raise Rejected("recordings.anchors_cross")


def begun(recording: Recording, started_at: Millis | UnsetType | None) -> tuple[Segment, ...]:
    """The segments, when it has another beginning. Where pauses are known, they say when it began."""
    known = recording.segments
    if started_at is UNSET:
        return known
    if len(known) > 1:
        raise Rejected("recordings.has_segments")
    if started_at is None:
        return ()
    if not known:
        return (Segment(started_at, None, 0),)
    start, end, media_start = astuple(known[0])
    later = started_at - (start - media_start)
    return (Segment(start + later, None if end is None else end + later, media_start),)


def set_segments(recording: Recording, command: SetSegments) -> list[RecordingsEvent]:
    if not command.segments:
        raise Rejected("recordings.bad_segments")
    if command.segments == recording.segments:
        return []
    check(replace(recording, segments=command.segments))
    told = Confidence.ANCHORED
    return [SegmentsSet(recording_id=recording.id, segments=command.segments, confidence=told, at=command.at)]


def set_anchor(recording: Recording, command: SetAnchor) -> list[RecordingsEvent]:
    anchors = with_anchor(recording.anchors, command.instant, command.offset)
    if anchors == recording.anchors:
        return []
    if len(anchors) > MOST_ANCHORS:
        raise Rejected("recordings.too_many_anchors")
    if not _could_be(recording, command.instant):
        raise Rejected("recordings.anchor_outside")
    check_anchors(replace(recording, anchors=anchors))
    return [AnchorSet(recording_id=recording.id, instant=command.instant, offset=command.offset, at=command.at)]


def _could_be(recording: Recording, instant: Millis) -> bool:
    """A recorder's clock may be wrong by hours, and by a zone; more than a day is another evening."""
    known = segments_of(recording)
    if not known:
        return True
    end = known[-1].wall_end
    return known[0].wall_start - LONGEST <= instant <= (known[0].wall_start if end is None else end) + LONGEST


def drop_anchor(recording: Recording, command: DropAnchor) -> list[RecordingsEvent]:
    if all(each.at != command.instant for each in recording.anchors):
        raise Rejected("recordings.unknown_anchor")
    return [AnchorDropped(recording_id=recording.id, instant=command.instant, at=command.at)]


def with_anchor(anchors: Sequence[Anchor], instant: Millis, offset: Millis) -> tuple[Anchor, ...]:
    others = [each for each in anchors if each.at != instant]
    return tuple(sorted([*others, Anchor(instant, offset)], key=lambda each: each.at))
