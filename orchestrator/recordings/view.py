"""What people see of the recordings."""

from msgspec import Struct

from orchestrator.messages import Audience, CaptionsId, Millis, Role, RoomId, Skew
from orchestrator.recordings.state import MANUAL, Anchor, Recording, Status, Visibility
from orchestrator.recordings.timeline import Piece, pieces


class CaptionsView(Struct, frozen=True, omit_defaults=True):
    captions_id: CaptionsId
    language: str
    source: str
    cues: int


class RecordingView(Struct, frozen=True, omit_defaults=True):
    """``started_at``: the wall clock at its first second, by our clock. ``pieces``: how wall clock and media belong together,
    corrections included. For the host alone: ``external_id`` and what can be corrected: ``anchors``, ``segments`` (by
    the clock of the recorder, which is ``clock`` ms ahead of ours)."""

    status: str
    visibility: str
    confidence: str
    url: str | None = None
    room_id: RoomId | None = None
    started_at: Millis | None = None
    duration: Millis | None = None
    pieces: tuple[Piece, ...] = ()
    expires_at: Millis | None = None
    provider: str | None = None
    external_id: str | None = None
    anchors: tuple[Anchor, ...] = ()
    segments: tuple[Piece, ...] = ()
    clock: Skew = 0
    captions: tuple[CaptionsView, ...] = ()


def sees(recording: Recording, audience: Audience) -> bool:
    """The host sees every recording; others what is not removed and was made visible to them: to the room, to everybody who
    was there, or to whoever has the link for watching later."""
    if audience.role is Role.HOST:
        return True
    if recording.status is Status.REMOVED:
        return False
    match recording.visibility:
        case Visibility.PUBLIC:
            return True
        case Visibility.SESSION:
            return audience.role is not Role.VIEWER
        case Visibility.ROOM:
            return audience.room_id is not None and audience.room_id == recording.room_id


def view(recording: Recording, audience: Audience) -> RecordingView | None:
    if not sees(recording, audience):
        return None
    host, known = audience.role is Role.HOST, pieces(recording)
    return RecordingView(
        url=recording.url,
        status=recording.status,
        visibility=recording.visibility,
        confidence=recording.confidence,
        room_id=recording.room_id,
        started_at=max(0, known[0].wall_start - known[0].media_start) if known else None,
        duration=recording.duration,
        pieces=known,
        expires_at=recording.expires_at,
        provider=None if recording.provider == MANUAL else recording.provider,
        external_id=recording.external_id if host else None,
        anchors=recording.anchors if host else (),
        segments=tuple(Piece(each.wall_start, each.media_start, each.wall_end) for each in recording.segments) if host else (),
        clock=recording.clock if host else 0,
        captions=tuple(CaptionsView(each.id, each.language, each.source, each.cues) for each in recording.captions),
    )
