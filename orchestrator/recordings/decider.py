"""The rules of the recordings."""

from typing import assert_never

from msgspec.structs import replace

from orchestrator.recordings import linking, mapping
from orchestrator.recordings.commands import (
    AddCaptions,
    DropAnchor,
    EditRecording,
    Link,
    RecordingsCommand,
    Remove,
    RemoveCaptions,
    Report,
    SetAnchor,
    SetClock,
    SetSegments,
    ToolsCommand,
)
from orchestrator.recordings.events import (
    AnchorDropped,
    AnchorSet,
    CaptionsAdded,
    CaptionsRemoved,
    ClockSet,
    RecordingEdited,
    RecordingLinked,
    RecordingRemoved,
    RecordingReported,
    RecordingsEvent,
    SegmentsSet,
)
from orchestrator.recordings.state import MANUAL, Captions, Confidence, Recording, Recordings, Segment, Status


def decide(recordings: Recordings, command: RecordingsCommand | ToolsCommand) -> list[RecordingsEvent]:
    match command:
        case Link():
            return linking.link(recordings, command)
        case EditRecording():
            return linking.edit(recordings.recording(command.recording_id), command)
        case Remove():
            return linking.remove(recordings.recording(command.recording_id), command)
        case Report():
            return linking.report(recordings, command)
        case SetSegments():
            return mapping.set_segments(recordings.kept(command.recording_id), command)
        case SetAnchor():
            return mapping.set_anchor(recordings.kept(command.recording_id), command)
        case DropAnchor():
            return mapping.drop_anchor(recordings.kept(command.recording_id), command)
        case SetClock():
            same = recordings.clocks.get(command.provider, 0) == command.offset
            return [] if same else [ClockSet(provider=command.provider, offset=command.offset, at=command.at)]
        case AddCaptions():
            return linking.add_captions(recordings.kept(command.recording_id), command)
        case RemoveCaptions():
            return linking.remove_captions(recordings.kept(command.recording_id), command)
        case _:
            assert_never(command)


def evolve(recordings: Recordings, event: RecordingsEvent) -> Recordings:
    match event:
        case RecordingLinked():
            return _added(recordings, _linked(recordings, event))
        case RecordingReported() if event.recording_id not in recordings.recordings:
            return _added(recordings, linking.reported(_first_reported(recordings, event), event))
        case ClockSet():
            return _set_right(recordings, event)
        case _:
            return _with(recordings, _changed(recordings.recordings[event.recording_id], event))


def _changed(
    recording: Recording,
    event: RecordingEdited
    | RecordingReported
    | RecordingRemoved
    | SegmentsSet
    | AnchorSet
    | AnchorDropped
    | CaptionsAdded
    | CaptionsRemoved,
) -> Recording:
    match event:
        case RecordingEdited():
            return linking.edited(recording, event)
        case RecordingReported():
            return linking.reported(recording, event)
        case RecordingRemoved():
            return replace(recording, status=Status.REMOVED)
        case SegmentsSet():
            return replace(recording, segments=event.segments, measured=event.confidence)
        case AnchorSet():
            return replace(recording, anchors=mapping.with_anchor(recording.anchors, event.instant, event.offset))
        case AnchorDropped():
            return replace(recording, anchors=tuple(each for each in recording.anchors if each.at != event.instant))
        case CaptionsAdded():
            added = Captions(event.captions_id, event.language, event.source, event.cues)
            return replace(recording, captions=(*recording.captions, added))
        case CaptionsRemoved():
            return replace(recording, captions=tuple(each for each in recording.captions if each.id != event.captions_id))
        case _:
            assert_never(event)


def _linked(recordings: Recordings, event: RecordingLinked) -> Recording:
    start = event.started_at
    return Recording(
        id=event.recording_id,
        url=event.url,
        room_id=event.room_id,
        duration=event.duration,
        segments=() if start is None else (Segment(wall_start=start, wall_end=None, media_start=0),),
        measured=Confidence.UNKNOWN if start is None else Confidence.ANCHORED,
        visibility=event.visibility,
        expires_at=event.expires_at,
        clock=recordings.clocks.get(MANUAL, 0),
    )


def _first_reported(recordings: Recordings, event: RecordingReported) -> Recording:
    return Recording(
        id=event.recording_id,
        room_id=event.room_id,
        visibility=linking.for_whom(event.room_id),
        provider=event.provider,
        external_id=event.external_id,
        clock=recordings.clocks.get(event.provider, 0),
    )


def _set_right(recordings: Recordings, event: ClockSet) -> Recordings:
    """All that this provider recorded, and will record."""
    theirs = [each for each in recordings.recordings.values() if each.provider == event.provider]
    for each in theirs:
        recordings = _with(recordings, replace(each, clock=event.offset))
    return replace(recordings, clocks=recordings.clocks.insert(event.provider, event.offset))


def _added(recordings: Recordings, recording: Recording) -> Recordings:
    return replace(_with(recordings, recording), linked=recordings.linked + 1)


def _with(recordings: Recordings, recording: Recording) -> Recordings:
    return replace(recordings, recordings=recordings.recordings.insert(recording.id, recording))
