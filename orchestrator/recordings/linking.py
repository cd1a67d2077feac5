"""The rules of what is linked, by hosts and by the tools that record. That a URL is safe to hand out is checked at the edge."""

from msgspec import UNSET
from msgspec.structs import astuple, replace

from orchestrator.messages import Millis, RecordingId, Rejected, RoomId
from orchestrator.recordings import mapping
from orchestrator.recordings.commands import AddCaptions, EditRecording, Link, Remove, RemoveCaptions, Report
from orchestrator.recordings.events import (
    CaptionsAdded,
    CaptionsRemoved,
    RecordingEdited,
    RecordingLinked,
    RecordingRemoved,
    RecordingReported,
    RecordingsEvent,
    SegmentsSet,
)
from orchestrator.recordings.state import Confidence, Recording, Recordings, Said, Status, Visibility
from orchestrator.recordings.timeline import segments_of

MOST_RECORDINGS = 200  # rooms, parts and providers together; more is a program gone wild
MOST_CAPTIONS = 10


def link(recordings: Recordings, command: Link) -> list[RecordingsEvent]:
    mapping.check_duration(command.duration)
    _check_expiry(command.expires_at, command.at)
    visibility = for_whom(command.room_id) if command.visibility is None else command.visibility
    _check_room(visibility, command.room_id)
    return [
        RecordingLinked(
            recording_id=_next_id(recordings),
            url=command.url,
            room_id=command.room_id,
            started_at=command.started_at,
            duration=command.duration,
            visibility=visibility,
            expires_at=command.expires_at,
            at=command.at,
        )
    ]


def edit(recording: Recording, command: EditRecording) -> list[RecordingsEvent]:
    """What is not named stays as it is. A removed recording is there again, changed or not."""
    told = RecordingEdited(
        recording_id=recording.id,
        url=recording.url if command.url is UNSET else command.url,
        room_id=recording.room_id if command.room_id is UNSET else command.room_id,
        duration=recording.duration if command.duration is UNSET else command.duration,
        visibility=recording.visibility if command.visibility is UNSET else command.visibility,
        expires_at=recording.expires_at if command.expires_at is UNSET else command.expires_at,
        at=command.at,
    )
    _check_room(told.visibility, told.room_id)
    if told.duration != recording.duration:
        mapping.check_duration(told.duration)
    if told.expires_at != recording.expires_at:
        _check_expiry(told.expires_at, command.at)
    after = edited(recording, told)
    events: list[RecordingsEvent] = [] if _same(after, recording) else [told]
    segments = mapping.begun(recording, command.started_at)
    if segments != recording.segments:
        confidence = Confidence.ANCHORED if segments else Confidence.UNKNOWN
        events.append(SegmentsSet(recording_id=recording.id, segments=segments, confidence=confidence, at=command.at))
    if segments != recording.segments or after.duration != recording.duration:
        mapping.check(replace(after, segments=segments))
    return events


def remove(recording: Recording, command: Remove) -> list[RecordingsEvent]:
    return [] if recording.status is Status.REMOVED else [RecordingRemoved(recording_id=recording.id, at=command.at)]


def report(recordings: Recordings, command: Report) -> list[RecordingsEvent]:
    """One recording for each name its provider has for it, however often it is reported."""
    mapping.check_duration(command.duration)
    known = recordings.known_as(command.provider, command.external_id)
    if command.status is Status.REMOVED if known is None else _removed_by_host(known):
        return []
    told = RecordingReported(
        recording_id=_next_id(recordings) if known is None else known.id,
        provider=command.provider,
        external_id=command.external_id,
        status=command.status,
        confidence=command.confidence,
        room_id=command.room_id,
        url=command.url,
        segments=command.segments,
        duration=command.duration,
        expires_at=command.expires_at,
        at=command.at,
    )
    after = reported(known or Recording(id=told.recording_id, room_id=told.room_id), told)
    mapping.check_segments(segments_of(after))
    return [] if known is not None and _same(after, known) else [told]


def add_captions(recording: Recording, command: AddCaptions) -> list[RecordingsEvent]:
    if any(each.id == command.captions_id for each in recording.captions):
        return []
    if len(recording.captions) >= MOST_CAPTIONS:
        raise Rejected("recordings.too_many_captions")
    return [
        CaptionsAdded(
            recording_id=recording.id,
            captions_id=command.captions_id,
            language=command.language,
            cues=command.cues,
            source=command.source,
            at=command.at,
        )
    ]


def remove_captions(recording: Recording, command: RemoveCaptions) -> list[RecordingsEvent]:
    if all(each.id != command.captions_id for each in recording.captions):
        raise Rejected("recordings.unknown_captions")
    return [CaptionsRemoved(recording_id=recording.id, captions_id=command.captions_id, at=command.at)]


def edited(recording: Recording, event: RecordingEdited) -> Recording:
    """As it is from now on. With another address, or brought back, it is to be had again."""
    anew = recording.status is Status.REMOVED or event.url != recording.url
    return replace(
        recording,
        url=event.url,
        room_id=event.room_id,
        duration=event.duration,
        visibility=event.visibility,
        expires_at=event.expires_at,
        status=recording.status if not anew else Status.EXPECTED if event.url is None else Status.AVAILABLE,
    )


def reported(recording: Recording, event: RecordingReported) -> Recording:
    """What is new in the report counts; what a host has changed since the last one stays."""
    said = recording.said
    news = {name: new for name in Said.__struct_fields__ if (new := getattr(event, name)) not in (None, getattr(said, name))}
    measured = event.confidence if "segments" in news else recording.measured
    return replace(recording, said=replace(said, **news), measured=measured, **news)


def _removed_by_host(recording: Recording) -> bool:
    return recording.status is Status.REMOVED and recording.said.status is not Status.REMOVED


def _same(one: Recording, other: Recording) -> bool:
    return astuple(one) == astuple(other)


def _next_id(recordings: Recordings) -> RecordingId:
    if len(recordings.recordings) >= MOST_RECORDINGS:
        raise Rejected("recordings.too_many")
    return RecordingId(f"rec{recordings.linked + 1}")


def for_whom(room_id: RoomId | None) -> Visibility:
    """Until a host says otherwise, what was said in a room is for its people."""
    return Visibility.PUBLIC if room_id is None else Visibility.ROOM


def _check_room(visibility: Visibility, room_id: RoomId | None) -> None:
    if visibility is Visibility.ROOM and room_id is None:
        raise Rejected("recordings.no_room")


def _check_expiry(expires_at: Millis | None, now: Millis) -> None:
    if expires_at is not None and expires_at <= now:
        raise Rejected("recordings.bad_expiry")
