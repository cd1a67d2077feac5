"""What happened to the recordings."""

from orchestrator.messages import Event, Millis, RecordingId, RoomId


class RecordingLinked(Event, frozen=True, tag="recordings.linked"):
    makes = "recording_id"
    recording_id: RecordingId
    url: str
    room_id: RoomId | None = None
    started_at: Millis | None = None
    duration: Millis | None = None


class RecordingRemoved(Event, frozen=True, tag="recordings.removed"):
    recording_id: RecordingId


RecordingsEvent = RecordingLinked | RecordingRemoved
