"""What happened to the recordings."""

from orchestrator.messages import CaptionsId, Event, Millis, RecordingId, RoomId, Skew
from orchestrator.recordings.state import Confidence, Segment, Status, Visibility


class RecordingLinked(Event, frozen=True, tag="recordings.linked"):
    makes = "recording_id"
    recording_id: RecordingId
    url: str
    room_id: RoomId | None = None
    started_at: Millis | None = None
    duration: Millis | None = None
    visibility: Visibility = Visibility.PUBLIC
    expires_at: Millis | None = None


class RecordingEdited(Event, frozen=True, tag="recordings.edited"):
    """All as it is from now on; the recording is there again if it was removed."""

    recording_id: RecordingId
    visibility: Visibility
    url: str | None = None
    room_id: RoomId | None = None
    duration: Millis | None = None
    expires_at: Millis | None = None


class SegmentsSet(Event, frozen=True, tag="recordings.segments_set"):
    recording_id: RecordingId
    segments: tuple[Segment, ...]
    confidence: Confidence


class AnchorSet(Event, frozen=True, tag="recordings.anchored"):
    """What happened at ``instant`` is heard at ``offset``. The same instant again replaces its anchor."""

    recording_id: RecordingId
    instant: Millis
    offset: Millis


class AnchorDropped(Event, frozen=True, tag="recordings.anchor_dropped"):
    recording_id: RecordingId
    instant: Millis


class ClockSet(Event, frozen=True, tag="recordings.clock_set"):
    """The clock of ``provider`` is ``offset`` ms ahead of ours."""

    provider: str
    offset: Skew


class RecordingRemoved(Event, frozen=True, tag="recordings.removed"):
    recording_id: RecordingId


class RecordingReported(Event, frozen=True, tag="recordings.reported"):
    """What its provider says, where it says something; the first report makes the recording."""

    makes = "recording_id"
    recording_id: RecordingId
    provider: str
    external_id: str
    status: Status
    confidence: Confidence
    room_id: RoomId | None = None
    url: str | None = None
    segments: tuple[Segment, ...] | None = None
    duration: Millis | None = None
    expires_at: Millis | None = None


class CaptionsAdded(Event, frozen=True, tag="recordings.captions_added"):
    makes = "captions_id"
    recording_id: RecordingId
    captions_id: CaptionsId
    language: str
    cues: int
    source: str


class CaptionsRemoved(Event, frozen=True, tag="recordings.captions_removed"):
    recording_id: RecordingId
    captions_id: CaptionsId


RecordingsEvent = (
    RecordingLinked
    | RecordingEdited
    | SegmentsSet
    | AnchorSet
    | AnchorDropped
    | ClockSet
    | RecordingRemoved
    | RecordingReported
    | CaptionsAdded
    | CaptionsRemoved
)
