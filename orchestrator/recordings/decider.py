"""The rules of the recordings. That a URL is safe to hand out is checked at the edge."""

from typing import assert_never

from msgspec.structs import replace

from orchestrator.messages import RecordingId, Rejected
from orchestrator.recordings.commands import Link, Remove
from orchestrator.recordings.events import RecordingLinked, RecordingRemoved, RecordingsEvent
from orchestrator.recordings.state import Confidence, Recording, Recordings, Segment

LONGEST = 24 * 60 * 60 * 1000  # a recording of more than a day is a typing error


def link(recordings: Recordings, command: Link) -> list[RecordingsEvent]:
    if command.duration is not None and not 0 < command.duration <= LONGEST:
        raise Rejected("recordings.bad_duration")
    return [
        RecordingLinked(
            recording_id=RecordingId(f"rec{recordings.linked + 1}"),
            url=command.url,
            room_id=command.room_id,
            started_at=command.started_at,
            duration=command.duration,
            at=command.at,
        )
    ]


def remove(recordings: Recordings, command: Remove) -> list[RecordingsEvent]:
    if command.recording_id not in recordings.recordings:
        raise Rejected("recordings.unknown_recording")
    return [RecordingRemoved(recording_id=command.recording_id, at=command.at)]


def evolve(recordings: Recordings, event: RecordingsEvent) -> Recordings:
    match event:
        case RecordingLinked():
            recording = Recording(
                id=event.recording_id,
                url=event.url,
                room_id=event.room_id,
                duration=event.duration,
                segments=_segments(event),
                confidence=Confidence.UNKNOWN if event.started_at is None else Confidence.ANCHORED,
            )
            return replace(
                recordings,
                recordings=recordings.recordings.insert(recording.id, recording),
                linked=recordings.linked + 1,
            )
        case RecordingRemoved():
            return replace(recordings, recordings=recordings.recordings.remove(event.recording_id))
        case _:
            assert_never(event)


def _segments(event: RecordingLinked) -> tuple[Segment, ...]:
    start = event.started_at
    if start is None:
        return ()
    return (Segment(wall_start=start, wall_end=None if event.duration is None else start + event.duration, media_start=0),)
