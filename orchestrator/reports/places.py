"""Where something can be heard: instants of the evening as seconds of recordings, with links that begin there."""

from collections.abc import Iterable

from msgspec import Struct

from orchestrator.messages import Audience, Millis, RecordingId, RoomId
from orchestrator.recordings.state import Recording, Status
from orchestrator.recordings.timeline import Fit, locate, wall
from orchestrator.recordings.view import sees
from orchestrator.reports.deep_links import deep_link
from orchestrator.session.state import Session


class Place(Struct, frozen=True, omit_defaults=True):
    """Where a call ``at`` some instant can be heard: ``offset`` ms into a recording of the plenary, and how well that is known.
    ``url`` begins there where its site can. ``snapped``: nothing was recorded then, and this is where the recording goes on."""

    recording_id: RecordingId
    at: Millis
    offset: Millis
    confidence: str
    url: str
    snapped: bool = False


def heard(recordings: Iterable[Recording], instants: Iterable[Millis]) -> list[Place]:
    """Every instant in every recording that covers it, in order of time."""
    known = list(recordings)
    return [place for at in instants for recording in known if (place := _place(recording, at)) is not None]


def playable(session: Session, room_id: RoomId | None, audience: Audience) -> list[Recording]:
    """What there is to play, for this audience, of a room or of the plenary, in order."""
    found = [
        recording
        for recording in session.recordings.recordings.values()
        if recording.room_id == room_id and recording.status is Status.AVAILABLE and sees(recording, audience)
    ]
    return sorted(found, key=lambda recording: recording.id)


def link(recording: Recording, offset: Millis) -> str:
    """The address of a recording, beginning at ``offset`` where its site can."""
    at = wall(recording, offset)
    return deep_link(recording.url or "", offset, None if at is None else max(0, at + recording.clock))


def _place(recording: Recording, at: Millis) -> Place | None:
    spot = locate(recording, at)
    if spot is None or spot.fit is Fit.BEFORE or recording.url is None:
        return None
    return Place(recording.id, at, spot.offset, spot.confidence, link(recording, spot.offset), spot.snapped)
