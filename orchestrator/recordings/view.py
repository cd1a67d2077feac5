"""What people see of the recordings."""

from msgspec import Struct

from orchestrator.messages import Audience, Millis, RoomId
from orchestrator.recordings.state import Recording


class RecordingView(Struct, frozen=True, omit_defaults=True):
    url: str
    confidence: str
    room_id: RoomId | None = None
    started_at: Millis | None = None
    duration: Millis | None = None


def view(recording: Recording, audience: Audience) -> RecordingView:
    """Recordings are for everybody who has a way in."""
    return RecordingView(
        url=recording.url,
        confidence=recording.confidence,
        room_id=recording.room_id,
        started_at=recording.segments[0].wall_start if recording.segments else None,
        duration=recording.duration,
    )
